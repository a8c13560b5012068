"""Tasks that an agency has as one of many: "các sở, ban, ngành" covers every department of the province.

Whom a collective covers is data (`data/lexicon.toml`, collective). Such tasks are never mixed with those that name
the agency: an answer counts them apart, or lists them behind when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.questions.agencies import named
from search.questions.ask import Ask
from search.questions.catalogue import Document
from search.questions.lexicon import lexicon
from search.questions.mentions import AgencyMention
from search.questions.rows import Item, Named
from search.questions.tokens import key_of

_SHOWN = 20  # numbers that stand in a sentence


def covers(collective: Named, mention: AgencyMention, level: str | None) -> bool:
    """Whether a collective of a document of this level takes the agency in."""
    if not collective.collective:
        return False
    name = f" {key_of(collective.name)} "
    heads: set[str] = set()
    for words, begins in lexicon().collectives.get(level or "", {}).items():
        if f" {words} " in name:
            heads.update(begins)
            name = name.replace(f" {words} ", "  ")
    for words in lexicon().collective_words:
        name = name.replace(f" {words} ", "  ")
    if name.strip():
        return False
    return any(head == "*" or f"{mention.key} ".startswith(f"{head} ") for head in heads)


def shared_with(ask: Ask, mention: AgencyMention, items: Iterable[Item], how: str) -> list[Item]:
    """The items whose role is given to a collective that takes the agency in."""
    levels = {d.id: d.level for d in ask.documents if ask.scoped or _at_home(ask, mention, d)}
    return [
        i
        for i in items
        if i.document in levels and any(covers(a, mention, levels[i.document]) for a in named(i, how))
    ]


def _at_home(ask: Ask, mention: AgencyMention, document: Document) -> bool:
    """Whether an agency that is named without its province may be one of this document's own."""
    places = {
        place
        for _, place in map(ask.catalogue.agencies.__getitem__, ask.catalogue.agencies_like(mention.key))
    }
    if document.level == "trung ương":
        return None in places
    return any(place and key_of(place) == key_of(document.place or "") for place in places)


def words_for(ask: Ask, found: Sequence[Item], how: str) -> str:
    """How many tasks an agency has only as one of many, as the end of an answer; "" for none."""
    if not found:
        return ""
    groups: dict[str, list[str]] = {}
    for item in found:
        groups.setdefault(item.document, []).append(item.no or "")
    lists = "; ".join(f"{ask.short(d)}: {_listed(numbers)}" for d, numbers in groups.items())
    if ask.reading.english:
        count = "1 task is" if len(found) == 1 else f"{len(found)} tasks are"
        return f" Besides, {count} given to all agencies together ({lists})."
    role = {"lead": "chủ trì chung", "coop": "phối hợp chung"}.get(how, "chung")
    return (
        f" Ngoài ra có {len(found)} nhiệm vụ giao {role} cho các cơ quan, trong đó có cơ quan này ({lists})."
    )


def _listed(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")

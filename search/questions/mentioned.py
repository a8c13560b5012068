"""Where texts mention documents, and what they say of them in the same breath."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.store import Query
from ontology.vocabulary import parse_numbers
from search.questions.ask import Ask

_MENTIONS = (
    "MATCH (u:{label})-[r:CITES]->(b:Document) WHERE u.document IN $documents "
    "RETURN u.id AS unit, u.document AS source, b.id AS target, r.start AS start, r.end AS end, u.{text} AS context"
)
_BREAK = re.compile(r"\n|;|\.\s")  # a mention is about what its own sentence says
_WINDOW = (220, 320)  # characters before and after a mention that say what it is about
_BASES = ("căn cứ", "theo đề nghị", "trên cơ sở", "xét đề nghị")


@dataclass(frozen=True, slots=True)
class Stated:
    """One relation that a text states, and where."""

    source: str
    target: str
    relation: str
    start: int | None
    end: int | None
    context: str = ""  # of the clause or task that it stands in


def bases(ask: Ask, kinds: Sequence[str]) -> list[Stated]:
    """The documents that the lines beginning "Căn cứ" of the documents in question name first.

    Where a kind of document is asked for, it may also be what "Theo đề nghị tại" names.
    """
    openings = _BASES if kinds else _BASES[:1]
    first: dict[tuple[str, int], Stated] = {}
    for mention in mentions_in(ask, [d.id for d in ask.documents]):
        text = ask.quotes.text(mention.source)
        line = text.rfind("\n", 0, mention.start or 0) + 1
        if text[line : line + 20].strip("-* _").lower().startswith(openings):
            first.setdefault((mention.source, line), mention)
    return list(first.values())


def mentions_in(ask: Ask, documents: Iterable[str]) -> list[Stated]:
    """Every mention of a document in the clauses and tasks of some documents, in order."""
    out = []
    for label, text in (("Clause", "text"), ("Task", "title")):
        query = _MENTIONS.format(label=label, text=text)
        for row in ask.store.read(Query(query, {"documents": sorted(documents)})):
            place = (row["source"], row["target"], "cites", row["start"], row["end"])
            out.append(Stated(*place, row["context"] or ""))
    return sorted(out, key=lambda m: (m.source, m.start or 0, m.target))


def around(ask: Ask, mention: Stated) -> str:
    """The sentence that a mention stands in."""
    text = ask.quotes.text(mention.source)
    start, end = mention.start or 0, mention.end or 0
    before, after = text[max(0, start - _WINDOW[0]) : start], text[end : end + _WINDOW[1]]
    return _BREAK.split(before)[-1] + text[start:end] + _BREAK.split(after)[0]


def of_kinds(ask: Ask, found: Sequence[Stated], kinds: Sequence[str]) -> list[Stated]:
    """Of these, those of documents of some kinds; all where none is asked for."""
    if not kinds:
        return list(found)
    documents = ask.catalogue.documents
    return [m for m in found if documents[m.target].type in kinds]


def of_tasks(ask: Ask, mentions: Sequence[Stated]) -> list[Stated]:
    """The mentions that stand in the tasks that the question names by number."""
    wanted = {no for no, _ in ask.reading.rows}
    tasks = [i for i in ask.tasks() if (i.no or "").rstrip(".") in wanted]
    return [
        m
        for m in mentions
        if any(i.document == m.source and i.start <= (m.start or 0) < i.end for i in tasks)
    ]


def worded(ask: Ask, named: set[str], kinds: Sequence[str]) -> list[Stated]:
    """Documents, cited ones too, of which some text says in the same breath that they carry out the named one."""
    documents = ask.catalogue.documents
    places = set(ask.places)
    numbers = [documents[d].number for d in named if d in documents and documents[d].number]
    out = []
    for mention in mentions_in(ask, [d.id for d in ask.catalogue.full]):
        target = documents[mention.target]
        if (
            target.id in named
            or (kinds and target.type not in kinds)
            or (places and target.place not in places)
        ):
            continue
        after = ask.quotes.text(mention.source)[mention.end or 0 : (mention.end or 0) + 260].partition("\n")[
            0
        ]
        said = [p for p in parse_numbers(after.split(";")[0]) if any(p.fits(n) for n in numbers)]
        if said and "thực hiện" in after[: said[0].start]:
            out.append(Stated(target.id, next(iter(named)), "implements", mention.start, mention.end))
    return out


def told(ask: Ask, named: set[str], verb: str) -> list[Stated]:
    """What documents say of one that they only cite: which it carries out or amends, in the same breath."""
    out = []
    for mention in mentions_in(ask, [d.id for d in ask.catalogue.full]):
        if mention.target not in named:
            continue
        after = _BREAK.split(ask.quotes.text(mention.source)[mention.end or 0 : (mention.end or 0) + 260])[0]
        for number in parse_numbers(after)[:1]:
            if verb in after[: number.start]:
                for document in ask.catalogue.named(number)[:1]:
                    out.append(Stated(mention.source, document.id, "implements", mention.start, mention.end))
    return out

"""Which tasks and targets an agency has, in the role that the question means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.questions.ask import Ask
from search.questions.catalogue import agency_key
from search.questions.mentions import AgencyMention
from search.questions.reading import Reading
from search.questions.rows import Item, Named

ROLE_WORDS = {"lead": "chủ trì", "coop": "phối hợp", "owner": "theo dõi", "any": "chủ trì hoặc phối hợp"}


def role(ask: Ask) -> str:
    """lead, coop or any, as the question puts it; lead when it says nothing."""
    return role_in(ask.reading)


def role_in(reading: Reading) -> str:
    """The role that a reading means: lead, coop or any."""
    lead = reading.at("lead", "joint", "sole")
    coop = reading.at("coop")
    if coop and (not lead or reading.has("only")):
        return "coop"
    if coop and lead:
        return "any"
    return "lead"


def named(item: Item, how: str) -> tuple[Named, ...]:
    """The agencies that an item has in a role."""
    if item.kind == "target":
        return item.owner
    return {"lead": item.lead, "coop": item.coop}.get(how, (*item.lead, *item.coop))


def keys(agency: Named) -> set[str]:
    """Every key under which a printed agency answers: its resolved name and its words."""
    return {agency_key(agency.name), agency_key(agency.text)}


def with_agency(items: Iterable[Item], mention: AgencyMention, how: str) -> list[Item]:
    """The items that name the agency in the role; the same name first, else names that begin with it."""
    items = list(items)
    for same in (lambda k: k == mention.key, lambda k: f"{k} ".startswith(f"{mention.key} ")):
        found = [i for i in items if any(same(k) for a in named(i, how) for k in keys(a))]
        if found:
            return found
    return []


def present(ask: Ask, mention: AgencyMention) -> bool:
    """Whether any document of the corpus names this agency in a task or target."""
    return bool(ask.catalogue.agencies_like(mention.key))


def listed(agencies: Sequence[Named]) -> str:
    """Agencies as a sentence lists them."""
    return "; ".join(a.text for a in agencies)

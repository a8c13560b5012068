"""What a file that was read again changed in its document: clauses, tasks and targets that came, went or say other.

Units are told apart by what they say, not by their numbers alone, so that one inserted clause does not make every
clause after it a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.cypher import listing
from graph.store import GraphStore
from graph.walks import all_briefs

#: Parts of the text whose words stand in tasks and targets too, or that say nothing to anyone.
_LEFT_OUT = ("annex", "header", "recipients", "signature")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A unit and all that it says: its words, who does it and by when, what is to be reached."""

    id: str
    label: str
    no: str | None
    path: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One unit that came (`before` is None), went (`now` is None) or says something else."""

    id: str
    label: str
    no: str | None
    path: str | None
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """How many units came, changed and went, and the first of them."""

    added: int
    changed: int
    removed: int
    units: tuple[Difference, ...]


def said(store: GraphStore, documents: Iterable[str]) -> dict[str, Said]:
    """The units of some documents by id, in the order of the text."""
    out: dict[str, Said] = {}
    for document in documents:
        kinds = {
            row["id"]: row["kind"]
            for row in store.read(listing("Clause", ("kind",), where={"document": document}))
        }
        for label in ("Clause", "Task", "Target"):
            for id, unit in all_briefs(store, label, document=document).items():
                if kinds.get(id) in _LEFT_OUT:
                    continue
                more = [
                    ", ".join(lead.name for lead in unit.lead),
                    unit.deadline_text,
                    unit.value_text,
                    unit.year,
                ]
                words = " · ".join(str(part) for part in (unit.text, *more) if part)
                out[id] = Said(id, label, unit.no, unit.path, words)
    return out


def changes(before: dict[str, Said], now: dict[str, Said]) -> Changes:
    """What is said now that was not, and what was that is no longer."""
    old, new = ({(unit.label, unit.words) for unit in side.values()} for side in (before, now))
    gone = {id: unit for id, unit in before.items() if (unit.label, unit.words) not in new}
    come = {id: unit for id, unit in now.items() if (unit.label, unit.words) not in old}
    found = [_difference(gone.get(id), unit) for id, unit in come.items()]
    found += [_difference(unit, None) for id, unit in gone.items() if id not in come]
    kinds = [_kind(difference) for difference in found]
    return Changes(kinds.count("added"), kinds.count("changed"), kinds.count("removed"), tuple(found[:_MOST]))


def _difference(before: Said | None, now: Said | None) -> Difference:
    unit = now or before
    assert unit is not None
    return Difference(
        unit.id, unit.label, unit.no, unit.path, before.words if before else None, now.words if now else None
    )


def _kind(difference: Difference) -> Literal["added", "changed", "removed"]:
    if difference.before is None:
        return "added"
    return "removed" if difference.now is None else "changed"

"""Who has to do what by when: duties of an agency, and tasks due in a span of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.cypher import by_ids
from graph.store import GraphStore, Query
from graph.walks.briefs import Brief, briefs
from ontology.errors import NotFound

Role = Literal["lead", "coop", "owner"]
_EDGES: dict[Role, tuple[str, str]] = {
    "lead": ("Task", "LED_BY"),
    "coop": ("Task", "COORDINATED_BY"),
    "owner": ("Target", "OWNED_BY"),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that an agency leads or joins, or a target that it watches; `text` is the agency as printed."""

    role: Role
    agency: str
    text: str
    unit: Brief


def duties(
    store: GraphStore,
    agency: str,
    role: Role | None = None,
    *,
    documents: Collection[str] | None = None,
    inherited: bool = False,
) -> list[Duty]:
    """What `agency` has to do, by last day; with `inherited`, its predecessors' duties too. Raises NotFound."""
    if not store.read(by_ids("Agency", ("id",), [agency])):
        raise NotFound(f"no agency has the id {agency!r}")
    who = [agency, *(predecessors(store, agency) if inherited else ())]
    out: list[Duty] = []
    for name, (label, type_) in _EDGES.items():
        if role is not None and role != name:
            continue
        rows = store.read(
            Query(
                f"UNWIND $ids AS i MATCH (a:Agency {{id: i}})<-[r:{type_}]-(n:{label}) "
                "RETURN a.id AS agency, r.text AS text, n.id AS unit, n.document AS document, n.order AS position",
                {"ids": who},
            )
        )
        kept = [row for row in rows if documents is None or row["document"] in documents]
        units = briefs(
            store, [row["unit"] for row in sorted(kept, key=lambda r: (r["document"], r["position"]))]
        )
        printed = {row["unit"]: row for row in reversed(kept)}
        out += [Duty(name, printed[id]["agency"], printed[id]["text"], unit) for id, unit in units.items()]
    return sorted(out, key=lambda duty: (duty.unit.deadline_end is None, duty.unit.deadline_end or ""))


def predecessors(store: GraphStore, agency: str) -> list[str]:
    """The agencies whose duties came to `agency`, over any number of successions."""
    return sorted(all_before(agency, successions(store)))


def successions(store: GraphStore) -> dict[str, set[str]]:
    """Agency -> those that it succeeded."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in store.read(
        Query("MATCH (a:Agency)-[:SUCCEEDED_BY]->(b:Agency) RETURN a.id AS old, b.id AS new")
    ):
        out[row["new"]].add(row["old"])
    return dict(out)


def all_before(agency: str, steps: Mapping[str, Collection[str]]) -> set[str]:
    """All that `steps` (see `successions`) lead back to from an agency, itself left out."""
    seen: set[str] = set()
    edge = {agency}
    while edge:
        edge = {old for new in edge for old in steps.get(new, ())} - seen - {agency}
        seen |= edge
    return seen


def due(
    store: GraphStore,
    start: date | None,
    end: date | None,
    *,
    documents: Collection[str] | None = None,
    agency: str | None = None,
) -> list[Brief]:
    """Tasks whose last day lies in [start, end], both inclusive, None open; by that day, then as printed."""
    rows = store.read(
        Query(
            "MATCH (t:Task) WHERE t.deadline_end >= $start AND t.deadline_end <= $end "
            "RETURN t.id AS id, t.document AS document, t.deadline_end AS day, t.order AS position",
            {"start": start.isoformat() if start else "0000", "end": end.isoformat() if end else "9999"},
        )
    )
    rows.sort(key=lambda row: (row["day"], row["document"], row["position"]))
    found = briefs(store, [row["id"] for row in rows if documents is None or row["document"] in documents])
    return [task for task in found.values() if agency is None or any(lead.id == agency for lead in task.lead)]

"""What stands on the other side of the stated links of some units, and how a document's clauses fare by province."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph.cypher import UNIT_LABELS, document_of, label_of, listing
from graph.store import GraphStore, Query
from graph.walks.briefs import Brief, briefs
from graph.walks.chain import Direction, Step, next_steps
from graph.walks.coverage import coverage, links_below, local_documents
from ontology.errors import NotFound

_OF_AGENCY = (("Task", "LED_BY"), ("Task", "COORDINATED_BY"), ("Target", "OWNED_BY"))


@dataclass(frozen=True, slots=True)
class Joined:
    """A unit of another document, and the link that joins it."""

    unit: Brief
    step: Step


def joined(
    store: GraphStore, id: str, direction: Direction, *, labels: Collection[str] = UNIT_LABELS
) -> dict[str, tuple[Joined, ...]]:
    """Unit -> what it serves above (or what serves it below), best first. Raises NotFound.

    `id` is a unit, a document (all its units of `labels`) or an agency (its tasks and targets); units without a
    link to another document are left out.
    """
    if not briefs(store, [id]):
        raise NotFound(f"nothing has the id {id!r}")
    units = _units_of(store, id, labels)
    up = direction == "up"
    steps = [
        step
        for step in next_steps(store, units, direction)
        if document_of(step.source) != document_of(step.target)
    ]
    others = briefs(store, [step.target if up else step.source for step in steps])
    found: dict[str, list[Joined]] = defaultdict(list)
    for step in sorted(steps, key=lambda step: (-(step.grade or 0), -(step.score or 0))):
        here, there = (step.source, step.target) if up else (step.target, step.source)
        found[here].append(Joined(others[there], step))
    return {unit: tuple(found[unit]) for unit in units if unit in found}


def _units_of(store: GraphStore, id: str, labels: Collection[str]) -> list[str]:
    label = label_of(id)
    if label == "Agency":
        rows = [
            row
            for kind, type_ in _OF_AGENCY
            if kind in labels
            for row in store.read(
                Query(
                    f"MATCH (:Agency {{id: $id}})<-[:{type_}]-(n:{kind}) RETURN n.id AS id ORDER BY id",
                    {"id": id},
                )
            )
        ]
    elif label == "Document":
        rows = [
            row
            for kind in UNIT_LABELS
            if kind in labels
            for row in sorted(
                store.read(listing(kind, ("order",), where={"document": id})), key=lambda r: r["order"]
            )
        ]
    else:
        return [id]
    return list(dict.fromkeys(row["id"] for row in rows))


@dataclass(frozen=True, slots=True)
class ClauseByPlace:
    """A clause and how many units of each province carry it out; a province that has none is not named."""

    id: str
    path: str
    heading: str | None
    text: str
    units: dict[str, int]


@dataclass(frozen=True, slots=True)
class Provinces:
    """The clauses of an upstream document by province; `places` are the provinces that have documents."""

    document: str
    places: dict[str, tuple[str, ...]]
    rows: tuple[ClauseByPlace, ...]


def provinces(store: GraphStore, document: str) -> Provinces:
    """What `compare` finds for each clause of a document, counted. Raises NotFound."""
    rows = coverage(store, document).rows
    parents = _parents(store, document)
    links = links_below(store, parents)
    units = briefs(store, sorted({link.source for link in links}))
    up: dict[str, set[str]] = defaultdict(set)
    for link in links:
        up[link.source].add(link.target)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in units.values():
        if unit.place:
            for clause in _clauses_above(unit.id, up, parents):
                counts[clause][unit.place] += 1
    return Provinces(
        document,
        local_documents(store),
        tuple(ClauseByPlace(r.id, r.path, r.heading, r.text, dict(counts[r.id])) for r in rows),
    )


def _parents(store: GraphStore, document: str) -> dict[str, str | None]:
    return {
        row["id"]: row["parent"]
        for row in store.read(listing("Clause", ("parent",), where={"document": document}))
    }


def _clauses_above(unit: str, up: dict[str, set[str]], parents: dict[str, str | None]) -> set[str]:
    """The clauses that a chain leads up to from `unit`, with the headings above them; its own place is not above it."""
    seen: set[str] = set()
    stack = [unit]
    while stack:
        for target in up.get(stack.pop(), set()) - seen:
            seen.add(target)
            stack.append(target)
    reached = {clause for id in seen & parents.keys() for clause in _with_headings(id, parents)}
    return reached - set(_with_headings(unit, parents))


def _with_headings(id: str, parents: dict[str, str | None]) -> Iterable[str]:
    at: str | None = id
    while at is not None:
        yield at
        at = parents.get(at)

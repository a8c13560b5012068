"""What stands around a node, in groups that stay readable however many nodes there are.

A group is one relation, one direction, one kind of node and, for units of other documents, one document: "carried out
by tasks of 225/KH-UBND". Links that are only candidates, or that a person rejected, are left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from graph.cypher import OWNED_LABELS, UNIT_LABELS, by_ids, document_of, label_of, listing
from graph.store import GraphStore, Query
from graph.walks.briefs import Brief, briefs
from graph.walks.chain import Step
from graph.walks.documents import stated_edges
from ontology.errors import NotFound
from ontology.relations import RELATIONS

Way = Literal["out", "in"]

#: How documents stand to each other, the strongest first; a map of documents draws one for each pair.
BETWEEN_DOCUMENTS = (
    "IMPLEMENTS", "AMENDS", "REPLACES", "REPEALS", "BASED_ON", "GUIDES", "REPORTS_ON",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """A neighbour, and the grade, score and state of the link to it where it has them."""

    node: Brief
    grade: int | None = None
    score: float | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours over one relation, of one `document` where they are units; `total` counts those not shown too."""

    relation: str
    direction: Way
    kind: str
    document: str | None
    number: str | None
    total: int
    items: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """A node and the groups of its neighbours."""

    node: Brief
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """Which groups are wanted; None means any."""

    relation: str | None = None
    direction: Way | None = None
    kind: str | None = None
    document: str | None = None

    def takes(self, key: _Key) -> bool:
        """Whether a group is among them."""
        wanted = (self.relation, self.direction, self.kind, self.document)
        return all(want in (None, has) for want, has in zip(wanted, key, strict=True))


_Key = tuple[str, Way, str, str | None]
_Pair = tuple[str, Step | None]
#: Kinds of neighbours that a reader follows; what people decided on links is told with the links.
_SHOWN = ("Document", *OWNED_LABELS, "Agency", "Indicator")
_ANY = GroupChoice()


def around(
    store: GraphStore, id: str, *, each: int = 6, offset: int = 0, choice: GroupChoice = _ANY
) -> Around:
    """The neighbours of a node by group, `each` of every group after the first `offset`. Raises NotFound."""
    groups: dict[_Key, list[_Pair]] = defaultdict(list)
    for step in stated_edges(store, id):
        other, way = _other(step, id)
        if label_of(other) in _SHOWN:
            groups[_key(step.relation, way, other)].append((other, step))
    if label_of(id) == "Document":
        for label in OWNED_LABELS[1:]:
            if owned := _owned(store, label, id):
                groups["PART_OF", "in", label, None] = [(unit, None) for unit in owned]
    wanted = {key: found for key, found in groups.items() if choice.takes(key)}
    shown = {key: _ordered(store, key, found)[offset : offset + each] for key, found in wanted.items()}
    known = briefs(store, [id, *(other for part in shown.values() for other, _ in part)])
    if id not in known:
        raise NotFound(f"nothing has the id {id!r}", hint="ids are case-sensitive; lists give them")
    numbers = {brief.document: brief.number for brief in known.values()}
    return Around(
        known[id],
        tuple(
            Group(*key, numbers.get(key[3]), len(groups[key]), tuple(_near(known, part) for part in found))
            for key, found in sorted(shown.items(), key=_rank)
        ),
    )


def _other(step: Step, id: str) -> tuple[str, Way]:
    return (step.target, "out") if step.source == id else (step.source, "in")


def _key(relation: str, way: Way, other: str) -> _Key:
    label = label_of(other)
    split = label in UNIT_LABELS and relation != "PART_OF"
    return (relation, way, label, document_of(other) if split else None)


def _owned(store: GraphStore, label: str, document: str) -> list[str]:
    rows = store.read(listing(label, ("order",), where={"document": document}))
    return [row["id"] for row in sorted(rows, key=lambda row: row["order"])]


def _ordered(store: GraphStore, key: _Key, found: list[_Pair]) -> list[_Pair]:
    """Parts, and tasks in the order of the print; links by strength."""
    order: dict[str, int] = {}
    if key[2] in OWNED_LABELS:
        rows = store.read(by_ids(key[2], ("order",), [other for other, _ in found]))
        order = {row["id"]: row["order"] or 0 for row in rows}

    def rank(pair: _Pair) -> tuple[int, float, int, str]:
        other, step = pair
        return (
            -(step.grade or 0) if step else 0,
            -(step.score or 0) if step else 0,
            order.get(other, 0),
            other,
        )

    return sorted(found, key=rank)


def _near(known: dict[str, Brief], pair: _Pair) -> Near:
    other, step = pair
    return Near(known[other], step.grade, step.score, step.status) if step else Near(known[other])


def _rank(entry: tuple[_Key, object]) -> tuple[int, str, int, str]:
    relation, way, kind, document = entry[0]
    order = list(RELATIONS)
    return (order.index(relation), way, _SHOWN.index(kind), document or "")


def document_map(store: GraphStore) -> tuple[list[str], list[Step]]:
    """Documents and how they stand to each other: all that were read, what they implement, and what joins two."""
    read = {
        row["id"]
        for row in store.read(Query("MATCH (d:Document) WHERE NOT d.stub RETURN d.id AS id ORDER BY id"))
    }
    pairs: dict[tuple[str, str], str] = {}
    for relation in BETWEEN_DOCUMENTS:
        text = (
            f"MATCH (a:Document)-[:{relation}]->(b:Document) WHERE a.id <> b.id RETURN a.id AS a, b.id AS b"
        )
        for row in store.read(Query(text)):
            pairs.setdefault((row["a"], row["b"]), relation)
    named: dict[str, set[str]] = defaultdict(set)
    for source, target in pairs:
        named[target].add(source)
        named[source].add(target)
    served = {b for (a, b), relation in pairs.items() if relation == "IMPLEMENTS" and a in read}
    kept = read | served | {id for id, near in named.items() if len(near & read) > 1}
    steps = [Step(a, b, relation) for (a, b), relation in pairs.items() if {a, b} <= kept]
    return sorted(kept), steps

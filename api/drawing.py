"""Walks over the graph as the shapes of the HTTP API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from api import schemas as s
from api.schemas_around import Around, AroundGroup, AroundItem
from graph import walks
from graph.cypher import listing
from graph.store import GraphStore
from ontology.codec import dump
from ontology.relations import RELATIONS

_CONTEXT = "PART_OF"


def nodes(store: GraphStore, briefs: Iterable[walks.Brief]) -> list[s.GraphNode]:
    """Briefs with the issuer of their documents, by which a drawing tells party from state."""
    issuers = {row["id"]: row["issuer"] for row in store.read(listing("Document", ("issuer",)))}
    fields = set(s.GraphNode.model_fields) - {"title", "issuer"}
    return [
        s.GraphNode(
            **{key: value for key, value in dump(brief).items() if key in fields},
            title=brief.text,
            issuer=issuers.get(brief.document or ""),
        )
        for brief in briefs
    ]


def graph(
    store: GraphStore,
    root: str,
    briefs: Iterable[walks.Brief],
    steps: Sequence[walks.Step],
    *,
    truncated: bool,
) -> s.Graph:
    """A piece of the graph; each edge once, and only between nodes that are there."""
    found = {brief.id: brief for brief in briefs}
    edges = [step for step in dict.fromkeys(steps) if step.source in found and step.target in found]
    return s.Graph(
        root=root,
        nodes=nodes(store, found.values()),
        edges=[s.GraphEdge(**dump(step)) for step in edges],
        truncated=truncated,
    )


def trace(
    store: GraphStore,
    id: str,
    direction: Literal["up", "down", "both"],
    *,
    depth: int,
    grade: int,
    candidates: bool,
    limit: int,
) -> s.Graph:
    """The chain up, down or both ways. Raises NotFound."""
    statuses = (*walks.STATED, "candidate") if candidates else walks.STATED
    options: dict[str, Any] = {"depth": depth, "least_grade": grade, "statuses": statuses, "limit": limit}
    ways: tuple[Literal["up", "down"], ...] = ("up", "down") if direction == "both" else (direction,)
    found = [walks.trace(store, id, direction=way, **options) for way in ways]
    steps = _without_bare_headings(id, [step for trace in found for step in trace.edges])
    linked = {id, *(end for step in steps for end in (step.source, step.target))}
    briefs = {brief.id: brief for trace in found for brief in trace.nodes if brief.id in linked}
    kept = dict(list(briefs.items())[:limit])
    cut = len(kept) < len(briefs) or any(trace.truncated for trace in found)
    return graph(store, id, kept.values(), steps, truncated=cut)


def _without_bare_headings(root: str, steps: Sequence[walks.Step]) -> list[walks.Step]:
    """Headings that no link touches say nothing in a chain; its nodes name their place anyway."""
    links = {end for step in steps if step.relation != _CONTEXT for end in (step.source, step.target)} | {
        root
    }
    return [step for step in steps if step.relation != _CONTEXT or {step.source, step.target} <= links]


def neighbours(store: GraphStore, id: str, *, limit: int) -> s.Graph:
    """What stands next to a node. Raises NotFound."""
    found = walks.neighbours(store, id, limit=limit)
    return graph(store, id, found.nodes, found.edges, truncated=found.truncated)


def around(store: GraphStore, id: str, *, each: int, offset: int, choice: walks.GroupChoice) -> Around:
    """What stands around a node, by group. Raises NotFound."""
    found = walks.around(store, id, each=each, offset=offset, choice=choice)
    every = [found.node, *(near.node for group in found.groups for near in group.items)]
    drawn = {node.id: node for node in nodes(store, {brief.id: brief for brief in every}.values())}
    groups = [_group(group, drawn) for group in found.groups]
    return Around(node=drawn[found.node.id], groups=groups)


def _group(group: walks.Group, drawn: dict[str, s.GraphNode]) -> AroundGroup:
    told = {key: value for key, value in dump(group).items() if key != "items"}
    items = [
        AroundItem(node=drawn[near.node.id], grade=near.grade, score=near.score, status=near.status)
        for near in group.items
    ]
    return AroundGroup(**told, label=_relation_words(group.relation, group.direction), items=items)


def _relation_words(name: str, direction: str) -> str:
    relation = RELATIONS[name]
    return relation.label_vi if direction == "out" else relation.inverse_label_vi or relation.label_vi


def document_map(store: GraphStore) -> s.Graph:
    """The documents and how they stand to each other."""
    ids, steps = walks.document_map(store)
    return graph(store, "", walks.briefs(store, ids).values(), steps, truncated=False)


def gaps(store: GraphStore, document: str) -> s.Gaps:
    """What nothing carries out, and what serves nothing. Raises NotFound."""
    found = walks.gaps(store, document)
    rows = [s.CoverageRow.model_validate(row) for row in found.clauses]
    return s.Gaps(clauses=rows, tasks=nodes(store, found.tasks))


def matrix(store: GraphStore, upstream: str, downstream: str) -> s.Matrix:
    """Two documents against each other. Raises NotFound."""
    found = walks.matrix(store, upstream, downstream)
    return s.Matrix(
        upstream=upstream,
        downstream=downstream,
        rows=nodes(store, found.rows),
        columns=nodes(store, found.columns),
        cells=[s.MatrixCell.model_validate(cell) for cell in found.cells],
    )


def compare(store: GraphStore, clause: str) -> list[s.PlaceRow]:
    """A clause by province. Raises NotFound."""
    return [
        s.PlaceRow(place=row.place, documents=list(row.documents), units=nodes(store, row.units))
        for row in walks.compare(store, clause)
    ]

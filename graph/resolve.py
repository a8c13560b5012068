"""What follows from all documents together: which document a citation means, what stubs say, who succeeds whom.

`resolve` computes the wanted state from the citations that each document keeps, compares it with what is stored and
returns the difference. So the result does not depend on the order in which documents came, and running it twice
changes nothing. It is run after every change of documents; a run that was missed is made good by the next.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from graph import shared
from graph.store import Change, Edge, GraphStore, Node, Query, Row
from ontology import agencies
from ontology.codec import load
from ontology.types import Citation

_DOCUMENTS = Query(
    "MATCH (d:Document) RETURN d.id AS id, d.stub AS stub, d.type AS type, d.citations AS citations, "
    "d.number AS number, d.title AS title, d.issued AS issued, d.issuer AS issuer, d.place AS place, d.year AS year "
    "ORDER BY d.id"
)
_EDGES = Query(
    "MATCH (a:Document)-[r]->(b:Document) WHERE r.relation IS NOT NULL RETURN a.id AS source, type(r) AS type, "
    "b.id AS target, r.relation AS relation, r.quote AS quote, r.start AS start, r.end AS end, r.count AS count, "
    "r.cited AS cited, r.owner AS owner"
)
_UNIT_EDGES = (
    "MATCH (a:{label})-[r:{type}]->(b:Document) WHERE r.cited IS NOT NULL RETURN a.id AS source, '{type}' AS type, "
    "b.id AS target, r.quote AS quote, r.start AS start, r.end AS end, r.count AS count, r.cited AS cited, "
    "r.provisions AS provisions, r.owner AS owner"
)
_AGENCY_EDGES = (
    "MATCH (:{label})-[r:{type}]->(a:Agency) RETURN DISTINCT a.id AS id, r.name AS name, r.collective AS collective, "
    "r.known AS known"
)
_AGENCIES = Query(
    "MATCH (a:Agency) RETURN a.id AS id, a.name AS name, a.collective AS collective, a.known AS known, "
    "a.place AS place, a.level AS level"
)
_SUCCESSIONS = Query(
    "MATCH (a:Agency)-[r:SUCCEEDED_BY]->(b:Agency) RETURN a.id AS source, b.id AS target, r.since AS since, "
    "r.source AS source_text"
)
_NAMED_BY = (
    ("Task", "LED_BY"), ("Task", "COORDINATED_BY"), ("Target", "OWNED_BY"), ("Document", "ISSUED_BY"),
)  # fmt: skip
_CITING = (("Clause", "CITES"), ("Task", "CITES"), ("Target", "CITES"), ("Result", "REPORTS_ON"))
_STUB = ("number", "type", "title", "issued", "issuer", "place", "year")


def resolve(store: GraphStore) -> Change:
    """The change after which citations, stubs, agencies and successions are what all documents together say."""
    documents = store.read(_DOCUMENTS)
    state = _Citations(documents)
    edges, drops = _moved(state, store)
    stubs, patches = _stubs(state, documents)
    named, successions = _agencies(store)
    return Change(
        drop_edges=tuple(drops),
        nodes=(*stubs, *named),
        edges=(*edges, *successions),
        patches=tuple(patches),
    )


def is_empty(change: Change) -> bool:
    """Whether the change would do nothing."""
    return change == Change()


def citations_of(row: Row) -> tuple[Citation, ...]:
    """The citations that a Document row keeps in its property `citations`."""
    return tuple(load(Citation, c) for c in json.loads(row["citations"] or "[]"))


def settled(store: GraphStore) -> dict[str, tuple[Citation, ...]]:
    """The citations of every full document, each with the document that it means as its target."""
    state = _Citations(store.read(_DOCUMENTS))
    return {document: state.settled(document) for document in state.by_document}


def meant(cited: Iterable[str], full: Iterable[str]) -> dict[str, str]:
    """Which document each cited id means; ids of one number and place meet when only the year is unknown.

    A citation without a year means the one full document of that number and place, or else the one dated stub; a
    dated citation means a full document whose year is unknown when there is no other and no other year is cited.
    """
    cited, full = set(cited), set(full)
    by_base: dict[str, set[str]] = defaultdict(set)
    for id_ in cited | full:
        by_base[id_.rpartition(".")[0]].add(id_)
    out: dict[str, str] = {}
    for id_ in cited:
        group = by_base[id_.rpartition(".")[0]]
        whole, dated = group & full, {i for i in group if not i.endswith(".x")}
        out[id_] = id_
        if id_ in full:
            continue
        if id_.endswith(".x"):
            only = whole or dated
            out[id_] = next(iter(only)) if len(only) == 1 else id_
        elif len(whole) == 1 and not whole & dated and len(dated) == 1:
            out[id_] = next(iter(whole))
    return out


@dataclass(slots=True)
class _Citations:
    """The citations of every full document, each with the target that it means."""

    by_document: dict[str, tuple[Citation, ...]]
    types: dict[str, str]
    full: set[str]
    meant: dict[str, str]

    def __init__(self, documents: Iterable[Row]) -> None:
        whole = [row for row in documents if not row["stub"]]
        self.full = {row["id"] for row in whole}
        self.types = {row["id"]: row["type"] for row in whole}
        self.by_document = {row["id"]: citations_of(row) for row in whole}
        cited = {c.target for citations in self.by_document.values() for c in citations}
        self.meant = meant(cited, self.full)

    def settled(self, document: str) -> tuple[Citation, ...]:
        return tuple(replace(c, target=self.meant[c.target]) for c in self.by_document[document])


def _moved(state: _Citations, store: GraphStore) -> tuple[list[Edge], list[tuple[str, str, str]]]:
    wanted: dict[tuple[str, str, str], Edge] = {}
    for document in state.by_document:
        for edge in shared.citation_edges(document, state.types[document], state.settled(document)):
            wanted[edge.type, edge.source, edge.target] = edge
    stored = {(r["type"], r["source"], r["target"]): _edge(r) for r in store.read(_EDGES)}
    for label, type_ in _CITING:
        for row in store.read(Query(_UNIT_EDGES.format(label=label, type=type_))):
            edge = _edge(row)
            target = state.meant.get(row["cited"]) or edge.target
            stored[edge.type, edge.source, edge.target] = edge
            if target != row["source"].partition("#")[0]:
                wanted[edge.type, edge.source, target] = replace(edge, target=target)
    return (
        [edge for key, edge in wanted.items() if stored.get(key) != edge],
        [key for key in stored if key not in wanted],
    )


def _edge(row: Row) -> Edge:
    props = {k: v for k, v in row.items() if k not in ("source", "target", "type") and v is not None}
    return Edge(row["type"], row["source"], row["target"], props)


def _stubs(
    state: _Citations, documents: Iterable[Row]
) -> tuple[list[Node], list[tuple[str, dict[str, Any]]]]:
    about: dict[str, list[Citation]] = defaultdict(list)
    for citations in state.by_document.values():
        for c in citations:
            if state.meant[c.target] not in state.full:
                about[state.meant[c.target]].append(c)
    stored = {row["id"]: row for row in documents if row["stub"]}
    nodes, patches = [], []
    for document, found in sorted(about.items()):
        node = shared.stub(document, found)
        if document not in stored:
            nodes.append(node)
        elif any((stored[document][key] or None) != (node.props[key] or None) for key in _STUB):
            patches.append((document, {key: node.props[key] for key in _STUB}))
    return nodes, patches


def _agencies(store: GraphStore) -> tuple[list[Node], list[Edge]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for label, type_ in _NAMED_BY:
        for row in store.read(Query(_AGENCY_EDGES.format(label=label, type=type_))):
            rows[row["id"]].append(row)
    wanted: dict[str, Node] = {}
    for id_, found in rows.items():
        # Unknown agencies meet under one id in several spellings: the least stands, whoever came first.
        best = min(found, key=lambda row: (not row["known"], row["name"]))
        wanted[id_] = shared.agency_node(
            id_, best["name"], collective=bool(best["collective"]), known=bool(best["known"])
        )
    edges: dict[tuple[str, str], Edge] = {}
    for id_ in sorted(rows):
        own = wanted[id_].props
        for s in agencies.successors(id_, None):
            if s.agency == id_:
                continue
            name, known = (s.name, True) if s.name else (str(own["name"]), bool(own["known"]))
            wanted.setdefault(s.agency, shared.agency_node(s.agency, name, collective=False, known=known))
            props = {"owner": "", "since": s.since.isoformat() if s.since else None, "source": s.source}
            edges[id_, s.agency] = Edge("SUCCEEDED_BY", id_, s.agency, props)
    return _new_agencies(store, wanted), _new_successions(store, edges)


def _new_agencies(store: GraphStore, wanted: dict[str, Node]) -> list[Node]:
    stored = {row.pop("id"): row for row in store.read(_AGENCIES)}
    return [
        node
        for id_, node in sorted(wanted.items())
        if id_ not in stored or any(node.props.get(k) != v for k, v in stored[id_].items())
    ]


def _new_successions(store: GraphStore, wanted: dict[tuple[str, str], Edge]) -> list[Edge]:
    stored = {(r["source"], r["target"]): (r["since"], r["source_text"]) for r in store.read(_SUCCESSIONS)}
    return [
        edge
        for key, edge in sorted(wanted.items())
        if key not in stored or stored[key] != (edge.props["since"], edge.props["source"])
    ]

"""Wires the linkers: which documents are linked with which, and the change that the result makes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from api.ingesting import Progress
from graph.export import LINK_TYPES
from graph.linkers import link_document
from graph.linkers.base import CandidateSource, Unit
from graph.linkers.results import link_results
from graph.store import Change, Edge, GraphStore, Query
from graph.units import aims, told, units
from graph.upstream import Upstream
from ontology.types import Link


def relink(
    store: GraphStore, candidates: CandidateSource, changed: Sequence[str], *, progress: Progress
) -> int:
    """Link every document that `changed` ones are, carry out or are carried out by; returns the links written."""
    upstream = Upstream(store)
    todo = _affected(upstream, set(changed))
    held: dict[str, list[Unit]] = {}

    def of(document: str) -> list[Unit]:
        if document not in held:
            held[document] = units(store, document)
        return held[document]

    written = 0
    for n, document in enumerate(todo):
        progress("link", n, len(todo))
        links = link_document(
            of(document),
            {up: of(up) for up in upstream.of(document)},
            candidates,
            # One of two peers links them: the one that SAME_TASK_AS runs from.
            peers={peer: of(peer) for peer in upstream.peers(document) if peer > document},
        )
        results = told(store, document)
        for about in upstream.reported(document) if results else ():
            links += link_results(results, of(about), aims(store, about), candidates)
        store.write(_change(store, document, links))
        written += len(links)
    progress("link", len(todo), len(todo))
    return written


def _affected(upstream: Upstream, changed: set[str]) -> list[str]:
    if not changed:
        return []
    return [
        d
        for d in upstream.documents()
        if d in changed or changed & {*upstream.of(d), *upstream.peers(d), *upstream.reported(d)}
    ]


def _change(store: GraphStore, document: str, links: Sequence[Link]) -> Change:
    fresh = {(link.relation, link.source, link.target) for link in links}
    stale = tuple(key for key in _stored_keys(store, document) if key not in fresh)
    edges = tuple(_edge(document, link) for link in links)
    return Change(drop_edges=stale, edges=edges, patches=((document, {"linked": True}),))


def _stored_keys(store: GraphStore, document: str) -> list[tuple[str, str, str]]:
    return [
        (type_, row["source"], row["target"])
        for type_ in LINK_TYPES
        for row in store.read(
            Query(
                f"MATCH (a)-[r:{type_} {{owner: $owner}}]->(b) WHERE r.method IS NOT NULL "
                "RETURN a.id AS source, b.id AS target",
                {"owner": document},
            )
        )
    ]


def _edge(document: str, link: Link) -> Edge:
    return Edge(
        link.relation,
        link.source,
        link.target,
        {
            "owner": document,
            "link": link.id,
            "grade": link.grade,
            "score": link.score,
            "status": link.status,
            "method": link.method,
            "source_quote": link.source_quote,
            "target_quote": link.target_quote,
            "features": json.dumps(link.features, ensure_ascii=False, sort_keys=True),
        },
    )

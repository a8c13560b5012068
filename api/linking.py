"""Wires the linkers: which documents are linked with which, and the changes that the results make.

Two passes. The first links each document up to what it carries out; the second links the tasks of one place with
those of others by way of that. So what stands in the store depends neither on the order in which documents came nor
on what was linked before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial

from api.ingesting import Progress
from graph.cypher import OWNED_LABELS, document_of
from graph.linkers import link_document
from graph.linkers.base import CandidateSource, Unit
from graph.linkers.common import carried
from graph.linkers.results import link_results
from graph.linkers.same import link_same_tasks
from graph.peers import MOST, Peers
from graph.review import BY_HAND
from graph.store import Change, Edge, GraphStore, Query, Value
from graph.units import aims, told, units
from graph.upstream import Upstream
from ontology.relations import RELATIONS
from ontology.types import Link

_SAME = "SAME_TASK_AS"
_UP = ("IMPLEMENTS", "DETAILS", "REPORTS_ON")
_TRANSACTION = 20_000  # edges; what a server lets one transaction take holds several times as many
_HELD = 32  # documents whose units are kept at a time, to bound memory
Key = tuple[str, str, str]
_EVIDENCE = (
    "MATCH (a:{label} {{owner: $owner}})-[r:IMPLEMENTS]->(b) WHERE r.method IS NOT NULL AND r.method <> $by_hand "
    "RETURN a.id AS source, b.id AS target, r.features AS features"
)


def relink(
    store: GraphStore,
    candidates: CandidateSource,
    changed: Sequence[str],
    *,
    by: str,
    progress: Progress,
    most: int = MOST,
) -> int:
    """Link every document whose links `changed` ones can change; returns the links written.

    `by` is noted with each document as the linker that linked it. The tasks of a document are compared with those of
    its `most` nearest peers, and of those it is one of the nearest.
    """
    upstream = Upstream(store)
    touched = frozenset(changed)
    todo = [d for d in upstream.documents() if d in touched or not touched.isdisjoint(upstream.depends(d))]
    same = _Same(store, upstream, candidates, todo, most=most)
    total = len(todo) + len(same.owners)
    out = _Writer(store)
    of = lru_cache(maxsize=_HELD)(lambda document: units(store, document))
    above = _Above(store, upstream, todo)
    for n, document in enumerate(todo):
        progress("link", n, total)
        links = link_document(
            of(document), {up: of(up) for up in upstream.of(document)}, candidates, above=above.of(document)
        )
        above.keep(document, links)
        links += _links_of_results(store, upstream, document, of=of, candidates=candidates)
        out.add(document, links, stored=_stored(store, document, _UP))
    out.flush()
    for n, owner in enumerate(same.owners):
        progress("link", len(todo) + n, total)
        out.add(owner, *same.links(owner))
    # Last, so that a run that is interrupted is taken up again as a whole.
    out.flush(patches=tuple((document, {"linked_by": by}) for document in todo))
    progress("link", total, total)
    return out.written


def _links_of_results(
    store: GraphStore,
    upstream: Upstream,
    document: str,
    *,
    of: Callable[[str], list[Unit]],
    candidates: CandidateSource,
) -> list[Link]:
    results = told(store, document)
    links: list[Link] = []
    for about in upstream.reported(document) if results else ():
        links += link_results(results, of(about), aims(store, about), candidates)
    return links


class _Above:
    """What the units of upstream documents carry out themselves: as found in this run, else as the store has it."""

    def __init__(self, store: GraphStore, upstream: Upstream, todo: Sequence[str]) -> None:
        self._upstream = upstream
        self._place = {document: n for n, document in enumerate(upstream.documents())}
        self._wanted = {up for document in todo for up in upstream.of(document)}
        self._found: dict[str, dict[str, dict[str, float]]] = {}
        self._stored = lru_cache(maxsize=_HELD)(partial(_carried, store))

    def keep(self, document: str, links: Sequence[Link]) -> None:
        """Remember what was found, if a document of this run may ask for it."""
        if document in self._wanted:
            self._found[document] = carried(links)

    def of(self, document: str) -> dict[str, dict[str, float]]:
        """By unit of the documents that `document` carries out. One that is linked after it tells nothing."""
        out: dict[str, dict[str, float]] = {}
        for up in self._upstream.of(document):
            if self._place[up] < self._place[document]:
                out |= self._found[up] if up in self._found else self._stored(up)
        return out


def _carried(store: GraphStore, document: str) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = defaultdict(dict)
    for label in OWNED_LABELS:
        if label in RELATIONS["IMPLEMENTS"].source:
            query = Query(_EVIDENCE.format(label=label), {"owner": document, "by_hand": BY_HAND})
            for row in store.read(query):
                features = json.loads(row["features"] or "{}")
                if "contributes" in features:
                    out[row["source"]][row["target"]] = features["contributes"]
    return dict(out)


class _Same:
    """The second pass: the same tasks of other places, for the families of documents linked anew."""

    def __init__(
        self,
        store: GraphStore,
        upstream: Upstream,
        candidates: CandidateSource,
        linked: Collection[str],
        *,
        most: int,
    ) -> None:
        self._store = store
        self._candidates = candidates
        self._linked = frozenset(linked)
        self._peers = Peers(store, upstream, most=most)
        self._family = upstream.family(linked)
        # A document that is no peer of a changed one any more may still hold links to it.
        former = {owner for document in linked for owner in _pointing_at(store, document)}
        self.owners = sorted({d for d in self._family if upstream.peers(d)} | former)

    @cached_property
    def _wanted(self) -> dict[str, list[str]]:
        """For each owner the documents with larger ids that it is compared with; asked for when anchors are stored."""
        out: dict[str, list[str]] = defaultdict(list)
        for owner, other in sorted(self._peers.pairs(self._family)):
            out[owner].append(other)
        return out

    def links(self, owner: str) -> tuple[list[Link], list[Key]]:
        """The links of an owner in the pairs that may have changed, and what is stored of these and of former pairs."""
        stored: dict[str, list[Key]] = defaultdict(list)
        for key in _stored(self._store, owner, (_SAME,)):
            stored[document_of(key[2])].append(key)
        wanted = self._wanted.get(owner, [])
        kept = {d for d in wanted if d in stored and self._linked.isdisjoint((owner, d))}
        links: list[Link] = []
        for other in wanted:
            if other not in kept:
                sides = self._peers.anchored(owner), self._peers.anchored(other)
                links += link_same_tasks(*sides, self._candidates)
        return links, [key for other in stored.keys() - kept for key in stored[other]]


class _Writer:
    """Gathers what is found and writes it in transactions of a bounded size: each costs an engine a commit."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._drops: list[Key] = []
        self._edges: list[Edge] = []
        self.written = 0

    def add(self, owner: str, links: Sequence[Link], stored: Iterable[Key]) -> None:
        """Take the links of one document in the place of those that are stored."""
        fresh = {(link.relation, link.source, link.target) for link in links}
        self._drops += [key for key in stored if key not in fresh]
        self._edges += [_edge(owner, link) for link in links]
        self.written += len(links)
        if len(self._edges) + len(self._drops) >= _TRANSACTION:
            self.flush()

    def flush(self, patches: tuple[tuple[str, Mapping[str, Value]], ...] = ()) -> None:
        """Write what was taken and the patches of nodes, if there is anything."""
        change = Change(drop_edges=tuple(self._drops), edges=tuple(self._edges), patches=patches)
        if change != Change():
            self._store.write(change)
        self._drops, self._edges = [], []


def _stored(store: GraphStore, owner: str, types: Iterable[str]) -> list[Key]:
    """The links of these types that a document owns, found from its nodes: the rest of the store costs nothing."""
    return [
        (type_, row["source"], row["target"])
        for type_ in types
        for label in OWNED_LABELS
        if label in RELATIONS[type_].source
        for row in store.read(
            Query(
                f"MATCH (a:{label} {{owner: $owner}})-[r:{type_}]->(b) WHERE r.method IS NOT NULL "
                "RETURN a.id AS source, b.id AS target",
                {"owner": owner},
            )
        )
    ]


def _pointing_at(store: GraphStore, document: str) -> set[str]:
    """The owners of SAME_TASK_AS links to the tasks of a document."""
    query = Query(
        f"MATCH (a:Task)-[r:{_SAME}]->(b:Task {{document: $document}}) WHERE r.method IS NOT NULL "
        "RETURN DISTINCT r.owner AS owner",
        {"document": document},
    )
    return {row["owner"] for row in store.read(query)}


def _edge(owner: str, link: Link) -> Edge:
    return Edge(
        link.relation,
        link.source,
        link.target,
        {
            "owner": owner,
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

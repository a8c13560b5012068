"""Which documents of other places a document's tasks are compared with, and over what upstream.

Every peer, as long as there are no more than `most`: 34 provinces compare with each other. Of more, each document is
compared with the `most` that share the most anchors with it, and with those that have it among theirs; so the pairs
grow with the documents, not with their square. Ties are broken evenly, so that no document is everyone's peer.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from heapq import nsmallest

from graph.cypher import document_of
from graph.linkers.same import Anchored
from graph.review import BY_HAND
from graph.store import GraphStore, Query
from graph.units import task_units
from graph.upstream import Upstream

MOST = 40
_NEAREST = 3
_HELD = 128  # documents, to bound memory
_LINKS = (
    "MATCH (t:Task {document: $document})-[r:IMPLEMENTS]->(u) WHERE r.method <> $by_hand "
    "RETURN t.id AS task, u.id AS upstream, r.score AS score"
)
Pair = tuple[str, str]


class Peers:
    """Which documents are compared, and their tasks with their anchors as the store has them."""

    def __init__(self, store: GraphStore, upstream: Upstream, *, most: int = MOST) -> None:
        self._store = store
        self._upstream = upstream
        self._most = most
        self.anchored = lru_cache(maxsize=_HELD)(self._anchored)

    def pairs(self, documents: Iterable[str]) -> set[Pair]:
        """The pairs among `documents`, which are a whole family; the smaller id first."""
        peers = {d: self._upstream.peers(d) for d in sorted(documents)}
        crowded = any(len(near) > self._most for near in peers.values())
        anchors = {d: self.anchored(d).every for d in peers} if crowded else {}

        def distance(a: str, b: str) -> tuple[int, int]:
            return -len(anchors[a] & anchors[b]), zlib.crc32("".join(sorted((a, b))).encode())

        out: set[Pair] = set()
        for document, near in peers.items():
            if len(near) > self._most:
                near = nsmallest(self._most, near, key=lambda d: distance(document, d))
            out.update((min(document, d), max(document, d)) for d in near)
        return out

    def _anchored(self, document: str) -> Anchored:
        """The numbered tasks of a document and, in each upstream document, the nearest three units of each.

        What people decided plays no part, so that the order of deciding and linking plays none.
        """
        found: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
        for row in self._store.read(Query(_LINKS, {"document": document, "by_hand": BY_HAND})):
            found[row["task"], document_of(row["upstream"])].append((-row["score"], row["upstream"]))
        anchors: dict[str, set[str]] = defaultdict(set)
        for (task, _), links in found.items():
            anchors[task].update(unit for _, unit in nsmallest(_NEAREST, links))
        tasks = [task for task in task_units(self._store, document) if task.label]
        return Anchored(tasks, {task.id: frozenset(anchors[task.id]) for task in tasks})

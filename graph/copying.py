"""Copies a store into another one, of the same engine or of another, document by document.

What holds after `copy`:
1. The target has the rows of the source, as an archive of it would have them: counts and digests agree.
2. What the target had already was not written. So an interrupted copy goes on where it stopped, and a second one
   changes nothing.
3. Nothing of the target was overwritten: a row that the source lacks, or has otherwise, was refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graph.archive import unpack
from graph.portions import document_ids, edges_of, nodes_of, shared_edges, shared_nodes
from graph.store import Change, Edge, GraphStore, Node, Query, Row
from ontology.errors import InputError, StoreError

#: (steps done, steps in all): called as the work goes on.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CopyReport:
    """How much the target holds now, how much of it was written, and the SHA-256 over all rows."""

    nodes: int
    edges: int
    written_nodes: int
    written_edges: int
    digest: str


def _silent(done: int, total: int) -> None:
    del done, total


def copy(source: GraphStore, target: GraphStore, *, progress: Progress = _silent) -> CopyReport:
    """Bring everything that `source` holds into `target`.

    Raises InputError when the target holds anything else, StoreError when it differs from the source afterwards.
    """
    run = _Copy(source, target)
    documents = document_ids(source)
    steps = 2 * len(documents) + 1
    for n, document in enumerate(documents):
        progress(n, steps)
        run.nodes(document)
    shared = shared_nodes(source)
    for n, document in enumerate(documents):
        progress(len(documents) + n, steps)
        run.edges(document, shared)
    run.rest(shared)
    progress(steps, steps)
    return run.report()


class _Copy:
    """One run: counts and a digest that grow with each part."""

    def __init__(self, source: GraphStore, target: GraphStore) -> None:
        self._source, self._target = source, target
        self._counts = {"nodes": 0, "edges": 0, "written_nodes": 0, "written_edges": 0}
        self._digest = hashlib.sha256()
        every = Query("MATCH (n) RETURN n.id AS id")
        there, wanted = ({row["id"] for row in store.read(every)} for store in (target, source))
        self._there = there
        if others := sorted(there - wanted):
            raise _refused(others)

    def nodes(self, document: str) -> None:
        """The document and its clauses, tasks and targets, in one transaction."""
        want, have = (nodes_of(store, document) for store in (self._source, self._target))
        missing = _missing(want, have)
        if missing:
            self._target.write(Change(nodes=tuple(map(_node, missing))))
            have = nodes_of(self._target, document)
        self._checked_nodes(want, have)

    def edges(self, document: str, shared: Mapping[str, Row]) -> None:
        """The edges that leave them, with the shared nodes at their ends, which nothing else holds up yet."""
        want, have = (edges_of(store, document) for store in (self._source, self._target))
        missing = _missing(want, have)
        if missing:
            ends = [shared[row["target"]] for row in missing if row["target"] in shared]
            self._target.write(Change(nodes=_new(ends), edges=tuple(map(_edge, missing))))
            have = edges_of(self._target, document)
        self._checked("edges", want, have, len(missing))

    def rest(self, shared: Mapping[str, Row]) -> None:
        """Nodes that no document owns and the edges between them, in one transaction; then the totals."""
        before = shared_nodes(self._target)
        edges, there = (shared_edges(store) for store in (self._source, self._target))
        nodes_missing, edges_missing = _missing(shared, before), _missing(edges, there)
        if nodes_missing or edges_missing:
            change = Change(nodes=_new(nodes_missing), edges=tuple(map(_edge, edges_missing)))
            self._target.write(change)
        self._checked_nodes(shared, shared_nodes(self._target))
        self._checked("edges", edges, shared_edges(self._target), len(edges_missing))
        for what, text in (("nodes", "MATCH (n)"), ("edges", "MATCH ()-[n]->()")):
            found = self._target.read(Query(f"{text} RETURN count(n) AS n"))[0]["n"]
            if found != self._counts[what]:
                raise StoreError(f"the target has {found} {what}, the source {self._counts[what]}")

    def _checked_nodes(self, want: Mapping[str, Row], have: Mapping[str, Row]) -> None:
        self._checked("nodes", want, have, len(want.keys() - self._there))

    def _checked(self, what: str, want: Mapping[str, Row], have: Mapping[str, Row], written: int) -> None:
        if want != have:
            wrong = sorted(key for key in want if have.get(key) != want[key])
            raise StoreError(f"the target took {what} otherwise: {', '.join(wrong[:3])}")
        self._counts[what] += len(want)
        self._counts[f"written_{what}"] += written
        for _, row in sorted(want.items()):
            self._digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())

    def report(self) -> CopyReport:
        return CopyReport(**self._counts, digest=self._digest.hexdigest())


def _refused(keys: list[str]) -> InputError:
    return InputError(
        f"the target holds what the source has not or has otherwise: {', '.join(keys[:3])}",
        hint="copy into an empty store, or into one that an earlier copy of this source left",
    )


def _missing(want: Mapping[str, Row], have: Mapping[str, Row]) -> list[Row]:
    if others := sorted(key for key, row in have.items() if want.get(key) != row):
        raise _refused(others)
    return [row for key, row in want.items() if key not in have]


def _new(rows: Iterable[Row]) -> tuple[Node, ...]:
    return tuple(_node(row) for row in {row["id"]: row for row in rows}.values())


def _node(row: Row) -> Node:
    vector = {} if row["vector"] is None else {"embedding": unpack(row["vector"])}
    return Node(row["label"], row["id"], {**row["props"], **vector})


def _edge(row: Row) -> Edge:
    return Edge(row["type"], row["source"], row["target"], row["props"])

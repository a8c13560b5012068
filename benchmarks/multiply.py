"""A corpus of any size from a base that was read once: the base's rows again and again under other document numbers.

The base is of `benchmarks.generate`, read by the real parser, linked as known and indexed by the real index. Its words
repeat. Vectors are synthetic: random ones of length one and 384 numbers, another for each passage; the units of one
passage share its vector, as in a real index, and what search does not find by itself (annex rows that tasks were read
from) has none.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from benchmarks import generate
from graph import portions
from graph.archive import pack
from graph.facts import facts
from graph.resolve import resolve
from graph.store import Change, Edge, Node, Row, Value, open_store
from ingest.formats import read_bytes
from ingest.parse import parse
from ontology.types import ParsedDocument
from search.embedders.base import Vectors, unit_length
from search.indexing import pending

DIM = 384
_BATCH = 2000  # vectors of one transaction
_APART = 10_000  # between the document numbers of two copies of the base
_NUMBER = re.compile(r"(?<!\d)(\d+)([-/])(?=nq-cp|kh-ubnd)", re.IGNORECASE)


class RandomEmbedder:
    """Vectors that depend on the text alone and take no time."""

    id = "random-384"
    dim = DIM

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        seeds = [zlib.crc32(text.encode()) for text in texts]
        rows = [np.random.default_rng(seed).standard_normal(DIM) for seed in seeds]
        return unit_length(np.asarray(rows, np.float32).reshape(-1, DIM))

    def embed_query(self, text: str) -> Vectors:
        """The vector of one text."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


@dataclass
class Base:
    """What is written again and again: one JSON text for each document's nodes, and one for its edges."""

    nodes: list[str]
    edges: list[str]
    units: list[tuple[str, str, str]]  # id, passage and terms of what is indexed
    shared: dict[str, Row]
    shared_edges: list[Row]
    uppers: list[str]
    tasks: list[str]
    clauses: int
    seconds: float


def read_base(clauses: int) -> Base:
    """Generate, parse, link and index; what it took."""
    start = time.perf_counter()
    store = open_store("embedded::memory:")
    read: list[ParsedDocument] = []
    upper: ParsedDocument | None = None
    for made in generate.corpus(clauses):
        doc = parse(read_bytes(made.name, made.text.encode(), max_bytes=1 << 20))
        read.append(doc)
        store.write(facts(doc))
        upper = upper if made.links else doc
        assert upper is not None
        paths = {clause.path: clause.id for clause in upper.clauses}
        tasks = {task.no: task.id for task in doc.tasks}
        edges = [_edge(doc.id, tasks[x["no"]], paths[x["path"]]) for x in made.links if x["no"] in tasks]
        store.write(Change(edges=tuple(edges)))
    store.write(resolve(store))
    store.write(pending(store, RandomEmbedder(), name="random"))
    base = Base(
        nodes=[_json(portions.nodes_of(store, doc.id)) for doc in read],
        edges=[_json(portions.edges_of(store, doc.id)) for doc in read],
        units=[
            (row["id"], row["props"]["passage"], row["props"]["terms"])
            for doc in read
            for row in portions.nodes_of(store, doc.id).values()
            if row["props"].get("passage")
        ],
        shared=portions.shared_nodes(store),
        shared_edges=list(portions.shared_edges(store).values()),
        uppers=[doc.id for doc in read if not doc.tasks],
        tasks=[doc.tasks[0].id for doc in read if doc.tasks],
        clauses=sum(len(doc.clauses) for doc in read),
        seconds=time.perf_counter() - start,
    )
    store.close()
    return base


def _edge(owner: str, task: str, clause: str) -> Edge:
    known: dict[str, Value] = {
        "owner": owner,
        "status": "proposed",
        "grade": 2,
        "score": 0.9,
        "method": "known",
    }
    return Edge("IMPLEMENTS", task, clause, known)


def _json(rows: portions.Portion) -> str:
    return json.dumps([{**row, "vector": None} for row in rows.values()])


def renamed(text: str, copy: int) -> str:
    """A text with the document numbers of a copy of the base."""
    return _NUMBER.sub(lambda found: f"{int(found[1]) + copy * _APART}{found[2]}", text)


def node_changes(base: Base, copies: int, together: int) -> Iterator[Change]:
    """The nodes of the documents, without terms and vectors."""
    for rows in _rows(base.nodes, copies, together):
        for row in rows:
            if row["props"].get("passage"):
                del row["props"]["terms"]
        yield Change(nodes=tuple(map(_node, rows)))


def edge_changes(base: Base, copies: int, together: int) -> Iterator[Change]:
    """The edges that leave them, then those between shared nodes; with the shared nodes at their ends."""
    for rows in chain(_rows(base.edges, copies, together), [base.shared_edges]):
        ends = {row[end] for row in rows for end in ("source", "target")} & base.shared.keys()
        edges = tuple(Edge(row["type"], row["source"], row["target"], row["props"]) for row in rows)
        yield Change(nodes=tuple(_node(base.shared[id]) for id in ends), edges=edges)


def _rows(texts: Sequence[str], copies: int, together: int) -> Iterator[list[Row]]:
    """The rows of `together` documents at a time."""
    for copy in range(copies):
        for n in range(0, len(texts), together):
            yield [row for text in texts[n : n + together] for row in json.loads(renamed(text, copy))]


def bulk_rows(base: Base, copies: int) -> Iterator[Row]:
    """All nodes with their vectors, then all edges: what `graph.bulk` writes, without a store."""
    embedder = RandomEmbedder()
    yield from base.shared.values()
    for rows in _rows(base.nodes, copies, 1):
        units = [row for row in rows if row["props"].get("passage")]
        vectors = embedder.embed_passages([row["props"]["passage"] for row in units])
        for row, vector in zip(units, vectors, strict=True):
            row["vector"] = pack(vector.tolist())
        yield from rows
    yield from base.shared_edges
    for rows in _rows(base.edges, copies, 1):
        yield from rows


def _node(row: Row) -> Node:
    return Node(row["label"], row["id"], row["props"])


def unit_changes(base: Base, copies: int) -> Iterator[Change]:
    """Terms and vectors of all units, `_BATCH` a transaction; last, who made the vectors."""
    embedder = RandomEmbedder()
    for copy in range(copies):
        for n in range(0, len(base.units), _BATCH):
            units = base.units[n : n + _BATCH]
            vectors = embedder.embed_passages([renamed(passage, copy) for _, passage, _ in units])
            yield Change(
                patches=tuple(
                    (renamed(id, copy), {"terms": words, "embedding": vector.tolist()})
                    for (id, _, words), vector in zip(units, vectors, strict=True)
                )
            )
    yield Change(nodes=tuple(_node(row) for row in base.shared.values() if row["label"] == "Meta"))

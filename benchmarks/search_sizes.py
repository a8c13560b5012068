"""How search grows: its time, its memory and its first opening at 2,000, 20,000 and 200,000 clauses.

    python -m benchmarks.search_sizes --home FOLDER [--sizes 2000,20000,200000] [--neo4j]

FOLDER holds real documents, ingested (their clauses and vectors are taken as they are). Larger corpora are copies of
them: of each copy a tenth of the words is exchanged for others of the vocabulary, and the vector is turned by as much
as two neighbouring clauses differ, so that no two clauses are alike. Queries are real vectors and words of clauses
that are not in the corpus. `--neo4j` also measures that engine's approximate vector index against the exact answer.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from api.pipeline import Workspace
from api.settings import load_settings
from benchmarks.scale import resident
from graph.store import Change, GraphStore, Node, Query, open_store
from ontology.analyzer import terms
from scripts.neo4j_server import Neo4jServer
from search.embedders.base import Vectors, unit_length
from search.service import SearchService

_PORTION = 5000
_QUERIES = 60
_TURN = 0.35  # length of the noise that is added to a vector of length one
_EXCHANGED = 0.1
_TOP = 10

Clause = tuple[str, Vectors]


class Known:
    """Answers with the vector that it is told beforehand; nothing is embedded."""

    id = "known"

    def __init__(self, first: Vectors) -> None:
        self.dim = len(first)
        self.next = first

    def embed_passages(self, texts: list[str]) -> Vectors:
        """The vector of the query at hand for each: what is stored has its own already."""
        return np.tile(self.next, (len(texts), 1))

    def embed_query(self, text: str) -> Vectors:
        """The vector of the query at hand."""
        return self.next


def read(home: Path) -> list[Clause]:
    """Text and vector of every clause of the store in `home`."""
    query = "MATCH (c:Clause) WHERE c.passage = c.id RETURN c.text AS text, c.embedding AS v ORDER BY c.id"
    with Workspace.open(load_settings(home=home), read_only=True) as ws:
        rows = ws.store.read(Query(query))
    return [(row["text"], np.asarray(row["v"], np.float32)) for row in rows if row["v"] and row["text"]]


def varied(clauses: list[Clause], size: int) -> Iterator[Clause]:
    """The clauses, and copies of them that differ, until there are `size`."""
    chance, noise = random.Random(7), np.random.default_rng(7)
    words = [word for text, _ in clauses for word in text.split()]
    for n in range(size):
        text, vector = clauses[n % len(clauses)]
        if n >= len(clauses):
            text = " ".join(chance.choice(words) if chance.random() < _EXCHANGED else w for w in text.split())
            turned = noise.standard_normal(len(vector)).astype(np.float32)
            vector = unit_length(vector + _TURN * unit_length(turned))
        yield text, vector


def fill(store: GraphStore, clauses: Iterator[Clause], embedder: Known) -> None:
    """Write the clauses as documents of 100, indexed."""
    nodes: list[Node] = [
        Node("Meta", "meta:search", {"embedder": embedder.id, "name": "", "dim": embedder.dim})
    ]
    for n, (text, vector) in enumerate(clauses):
        document = f"{n // 100}-kh-ubnd.vn.2025"
        if n % 100 == 0:
            props = {"owner": document, "number": f"{n // 100}/KH-UBND", "type": "Kế hoạch", "title": "Kế hoạch",
                     "level": "tỉnh", "stub": False, "source": document, "sha256": document}  # fmt: skip
            nodes.append(Node("Document", document, props))
        id = f"{document}#{n % 100}"
        props = {"owner": document, "document": document, "path": str(n % 100), "kind": "clause", "text": text,
                 "text_raw": text, "start": 0, "end": len(text), "order": n % 100, "context": "", "passage": id,
                 "indexed": id, "terms": " ".join(terms(text)), "embedding": vector.tolist()}  # fmt: skip
        nodes.append(Node("Clause", id, props))
        if len(nodes) >= _PORTION:
            store.write(Change(nodes=tuple(nodes)))
            nodes = []
    store.write(Change(nodes=tuple(nodes)))


def measure(store: GraphStore, queries: list[Clause], embedder: Known) -> dict[str, float]:
    """Seconds of the first search, its growth of memory, and milliseconds of those that follow."""
    before = resident("self")
    service = SearchService(store, embedder)
    start = time.perf_counter()
    service.search("bất kỳ")
    opened = time.perf_counter() - start
    times = []
    for _ in range(3):
        for text, embedder.next in queries:
            start = time.perf_counter()
            service.search(text)
            times.append(1000 * (time.perf_counter() - start))
    times = sorted(times[len(queries) :])
    return {
        "first s": opened,
        "memory MB": resident("self") - before,
        "p50 ms": statistics.median(times),
        "p95 ms": times[int(0.95 * (len(times) - 1))],
    }


def recall(store: GraphStore, queries: list[Clause]) -> float:
    """Share of the ten nearest clauses that the engine's own vector index finds."""
    rows = store.read(Query("MATCH (c:Clause) RETURN c.id AS id, c.embedding AS v"))
    ids = [row["id"] for row in rows]
    matrix = np.asarray([row["v"] for row in rows], np.float32)
    shares = []
    for _, vector in queries:
        exact = {ids[n] for n in np.argsort(-(matrix @ vector))[:_TOP]}
        found = {hit.id for hit in store.vector_search(vector.tolist(), limit=_TOP)}
        shares.append(len(exact & found) / _TOP)
    return statistics.fmean(shares)


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--sizes", default="2000,20000,200000")
    parser.add_argument("--neo4j", action="store_true")
    given = parser.parse_args()
    clauses = read(given.home)
    random.Random(7).shuffle(clauses)
    queries, clauses = clauses[:_QUERIES], clauses[_QUERIES:]
    embedder = Known(queries[0][1])
    for size in map(int, given.sizes.split(",")):
        store = open_store("embedded::memory:")
        fill(store, varied(clauses, size), embedder)
        figures = measure(store, queries, embedder)
        per = 1024 * figures["memory MB"] / size
        print(f"{size:>8} clauses  {figures}  {per:.1f} kB a clause", flush=True)
        store.close()
        if given.neo4j:
            with Neo4jServer(heap="2g", page_cache="512m") as server:
                store = open_store(server.url, password=server.password, query_timeout=600)
                fill(store, varied(clauses, size), embedder)
                print(
                    f"{size:>8} clauses  Neo4j's index finds {recall(store, queries):.3f} of the ten nearest"
                )
                store.close()


if __name__ == "__main__":
    main()

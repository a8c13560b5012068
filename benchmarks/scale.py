"""How both engines grow: load, disk, memory, and the time of trace, coverage and search on a generated corpus.

    python -m benchmarks.scale --clauses 10000 [--engines embedded,neo4j] [--out figures.jsonl]

The corpus is `benchmarks.generate`'s, read by the real parser; reading is timed apart. Links are the known ones and
vectors are random ones of 384 numbers, so neither linkers nor a model stand between the figures and the engines.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import generate
from graph import walks
from graph.facts import facts
from graph.resolve import resolve
from graph.store import Change, Edge, GraphStore, Node, Query, Value, open_store
from ingest.formats import read_bytes
from ingest.parse import parse
from ontology.analyzer import terms
from ontology.types import ParsedDocument
from scripts.neo4j_server import Neo4jServer
from search.embedders.base import Vectors, unit_length
from search.service import SearchService

DIM = 384
_BATCH = 2000  # vectors of one transaction
QUERIES = (
    "kho dữ liệu bệnh viện",
    "ha tang vien thong vung ven bien",
    "1/NQ-CP",
    "phòng thí nghiệm giảm phát thải",
)


class RandomEmbedder:
    """Vectors that depend on the text alone and take no time."""

    id = "random-384"
    dim = DIM

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        rows = [np.random.default_rng(abs(hash(text))).standard_normal(DIM) for text in texts]
        return unit_length(np.asarray(rows, np.float32).reshape(-1, DIM))

    def embed_query(self, text: str) -> Vectors:
        """The vector of one text."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


@dataclass
class Corpus:
    """Parsed documents, and the changes that load them."""

    documents: list[ParsedDocument]
    links: list[Change]
    seconds: float


def read_corpus(clauses: int) -> Corpus:
    """Generate and parse."""
    start = time.perf_counter()
    documents: list[ParsedDocument] = []
    links: list[Change] = []
    upper: ParsedDocument | None = None
    for made in generate.corpus(clauses):
        doc = parse(read_bytes(made.name, made.text.encode(), max_bytes=1 << 20))
        documents.append(doc)
        if not made.links:
            upper = doc
            continue
        assert upper is not None
        paths = {clause.path: clause.id for clause in upper.clauses}
        tasks = {task.no: task.id for task in doc.tasks}
        edges = [_edge(doc.id, tasks[x["no"]], paths[x["path"]]) for x in made.links if x["no"] in tasks]
        links.append(Change(edges=tuple(edges)))
    return Corpus(documents, links, time.perf_counter() - start)


def _edge(owner: str, task: str, clause: str) -> Edge:
    known: dict[str, Value] = {
        "owner": owner,
        "status": "proposed",
        "grade": 2,
        "score": 0.9,
        "method": "known",
    }
    return Edge("IMPLEMENTS", task, clause, known)


def patches(doc: ParsedDocument, embedder: RandomEmbedder) -> Change:
    """Terms and vectors of a document's units."""
    units = [(c.id, c.text or c.heading or "") for c in doc.clauses]
    units += [(t.id, t.title) for t in doc.tasks] + [(t.id, t.name) for t in doc.targets]
    vectors = embedder.embed_passages([text for _, text in units])
    return Change(
        patches=tuple(
            (id, {"terms": " ".join(terms(text)), "embedding": vector.tolist()})
            for (id, text), vector in zip(units, vectors, strict=True)
        )
    )


def load(store: GraphStore, corpus: Corpus) -> dict[str, float]:
    """Seconds of each step: facts, citations, links, terms and vectors."""
    embedder = RandomEmbedder()
    due = [patch for doc in corpus.documents for patch in patches(doc, embedder).patches]
    indexed = [Change(patches=tuple(due[n : n + _BATCH])) for n in range(0, len(due), _BATCH)]
    meta = Change(nodes=(Node("Meta", "meta:search", {"embedder": embedder.id, "dim": DIM}),))
    steps: dict[str, Callable[[], Iterator[Change]]] = {
        "facts": lambda: (facts(doc) for doc in corpus.documents),
        "resolve": lambda: iter([resolve(store)]),
        "links": lambda: iter(corpus.links),
        "vectors": lambda: iter([*indexed, meta]),
    }
    out = {}
    for name, changes in steps.items():
        start = time.perf_counter()
        for change in changes():
            store.write(change)
        out[name] = round(time.perf_counter() - start, 2)
    return out


def _times(works: Sequence[Callable[[], object]], *, rounds: int) -> dict[str, float]:
    for work in works:
        work()
    values = []
    for _ in range(rounds):
        for work in works:
            start = time.perf_counter()
            work()
            values.append(1000 * (time.perf_counter() - start))
    values.sort()
    return {
        "p50_ms": round(statistics.median(values), 1),
        "p95_ms": round(values[int(0.95 * (len(values) - 1))], 1),
    }


def ask(store: GraphStore, corpus: Corpus) -> dict[str, Any]:
    """p50 and p95 of each read, after a warm-up."""
    search = SearchService(store, RandomEmbedder())
    start = time.perf_counter()
    search.search("x")
    opened = round(time.perf_counter() - start, 2)
    tasks = [doc.tasks[0].id for doc in corpus.documents if doc.tasks][:40]
    uppers = [doc.id for doc in corpus.documents if not doc.tasks][:5]
    vector = RandomEmbedder().embed_query("kho dữ liệu").tolist()
    words = terms("kho dữ liệu bệnh viện")
    return {
        "search_open_s": opened,
        "trace": _times([partial(walks.trace, store, i, direction="up") for i in tasks], rounds=2),
        "coverage": _times([partial(walks.coverage, store, i) for i in uppers], rounds=4),
        "search": _times([partial(search.search, q) for q in QUERIES], rounds=10),
        "engine_text": _times([lambda: store.text_search(words, limit=50)], rounds=20),
        "engine_vector": _times([lambda: store.vector_search(vector, limit=50)], rounds=20),
    }


def size(path: Path) -> int:
    """Megabytes under a folder."""
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) >> 20


def resident(pid: int | str) -> int:
    """Megabytes that a process has in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) >> 10


def measure(engine: str, corpus: Corpus) -> dict[str, Any]:
    """All figures of one engine on a new store."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if engine == "embedded":
            before = resident("self")
            store = open_store(f"embedded:{home / 'graph.db'}")
            seconds = load(store, corpus)
            asked = ask(store, corpus)
            memory = resident("self") - before
            counts = _counts(store)
            store.close()
            return {"seconds": seconds, **counts, "disk_mb": size(home), "memory_mb": memory, **asked}
        with Neo4jServer(home, heap="2g", page_cache="512m", brief=False) as server:
            store = open_store(server.url, password=server.password, query_timeout=600)
            seconds = load(store, corpus)
            asked = ask(store, corpus)
            counts = _counts(store)
            store.close()
            assert server.process is not None
            memory = resident(server.process.pid)
            disk = {"disk_mb": size(home / "data/databases"), "logs_mb": size(home / "data/transactions")}
        return {"seconds": seconds, **counts, **disk, "memory_mb": memory, **asked}


def _counts(store: GraphStore) -> dict[str, int]:
    texts = {"nodes": "MATCH (n) RETURN count(n) AS n", "edges": "MATCH ()-[r]->() RETURN count(r) AS n"}
    return {name: store.read(Query(text))[0]["n"] for name, text in texts.items()}


def main() -> None:
    """Print one JSON line for each engine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clauses", type=int, default=10_000)
    parser.add_argument("--engines", default="embedded,neo4j")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    corpus = read_corpus(given.clauses)
    found = sum(len(doc.clauses) for doc in corpus.documents)
    for engine in given.engines.split(","):
        figures = {
            "engine": engine, "documents": len(corpus.documents), "clauses": found,
            "read_s": round(corpus.seconds, 1), **measure(engine, corpus),
        }  # fmt: skip
        line = json.dumps(figures)
        print(line, flush=True)
        if given.out:
            with given.out.open("a", encoding="utf-8") as out:
                out.write(line + "\n")


if __name__ == "__main__":
    main()

"""How both engines grow: load, disk, memory, and the time of trace, coverage and search on a corpus of any size.

    python -m benchmarks.scale --clauses 100000 [--base 5000] [--engines embedded,neo4j,import] [--out figures.jsonl]

What is multiplied is a base of `benchmarks.generate`: read by the real parser, linked as known, indexed by the real
index, and then written again and again under other document numbers, so that a million clauses need neither a
million clauses of parsing nor of memory. The words repeat with the base. Vectors are synthetic: random ones of length
one and 384 numbers, another for each unit, so neither linkers nor a model stand between the figures and the engines.
`import` loads Neo4j from the embedded store by the files of `truyvet export --format neo4j-admin`.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import generate
from graph import portions, walks
from graph.bulk import export_admin
from graph.cypher import UNIT_LABELS
from graph.facts import facts
from graph.resolve import resolve
from graph.store import Change, Edge, GraphStore, Node, Query, Row, Value, open_store
from ingest.formats import read_bytes
from ingest.parse import parse
from ontology.analyzer import terms
from ontology.types import ParsedDocument
from scripts.neo4j_server import Neo4jServer
from search.embedders.base import Vectors, unit_length
from search.indexing import pending
from search.service import SearchService

DIM = 384
_BATCH = 2000  # vectors of one transaction
_APART = 10_000  # between the document numbers of two copies of the base
_NUMBER = re.compile(r"(?<!\d)(\d+)([-/])(?=nq-cp|kh-ubnd)", re.IGNORECASE)
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
    units: list[tuple[str, str]]  # ids and terms
    shared: dict[str, Row]
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
        nodes=[_json(portions.nodes_of(store, doc.id), without=("terms",)) for doc in read],
        edges=[_json(portions.edges_of(store, doc.id)) for doc in read],
        units=[
            (row["id"], row["props"].get("terms", ""))
            for doc in read
            for row in portions.nodes_of(store, doc.id).values()
            if row["label"] in UNIT_LABELS
        ],
        shared=portions.shared_nodes(store),
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


def _json(rows: portions.Portion, *, without: Collection[str] = ()) -> str:
    kept = [
        {**row, "vector": None, "props": {k: v for k, v in row["props"].items() if k not in without}}
        for row in rows.values()
    ]
    return json.dumps(kept)


def renamed(text: str, copy: int) -> str:
    """A text with the document numbers of a copy of the base."""
    return _NUMBER.sub(lambda found: f"{int(found[1]) + copy * _APART}{found[2]}", text)


def node_changes(base: Base, copies: int, together: int) -> Iterator[Change]:
    """The nodes of the documents, without terms and vectors."""
    for rows in _rows(base.nodes, copies, together):
        yield Change(nodes=tuple(map(_node, rows)))


def edge_changes(base: Base, copies: int, together: int) -> Iterator[Change]:
    """The edges that leave them, with the shared nodes at their ends."""
    for rows in _rows(base.edges, copies, together):
        ends = {row["target"] for row in rows} & base.shared.keys()
        edges = tuple(Edge(row["type"], row["source"], row["target"], row["props"]) for row in rows)
        yield Change(nodes=tuple(_node(base.shared[id]) for id in ends), edges=edges)


def _rows(texts: Sequence[str], copies: int, together: int) -> Iterator[list[Row]]:
    """The rows of `together` documents at a time."""
    for copy in range(copies):
        for n in range(0, len(texts), together):
            yield [row for text in texts[n : n + together] for row in json.loads(renamed(text, copy))]


def _node(row: Row) -> Node:
    return Node(row["label"], row["id"], row["props"])


def unit_changes(base: Base, copies: int) -> Iterator[Change]:
    """Terms and vectors of all units, `_BATCH` a transaction; last, who made the vectors."""
    embedder = RandomEmbedder()
    for copy in range(copies):
        for n in range(0, len(base.units), _BATCH):
            units = [(renamed(id, copy), words) for id, words in base.units[n : n + _BATCH]]
            vectors = embedder.embed_passages([id for id, _ in units])
            yield Change(
                patches=tuple(
                    (id, {"terms": words, "embedding": vector.tolist()})
                    for (id, words), vector in zip(units, vectors, strict=True)
                )
            )
    yield Change(nodes=tuple(_node(row) for row in base.shared.values() if row["label"] == "Meta"))


def load(store: GraphStore, base: Base, copies: int, together: int) -> dict[str, float]:
    """Seconds of each step."""
    steps: dict[str, Callable[[], Iterator[Change]]] = {
        "nodes": lambda: node_changes(base, copies, together),
        "edges": lambda: edge_changes(base, copies, together),
        "terms_vectors": lambda: unit_changes(base, copies),
    }
    out = {}
    for name, changes in steps.items():
        start = time.perf_counter()
        for change in changes():
            store.write(change)
        out[name] = round(time.perf_counter() - start, 1)
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


def ask(store: GraphStore, base: Base, copies: int) -> dict[str, Any]:
    """p50 and p95 of each read, after a warm-up, on documents from all over the corpus."""
    start = time.perf_counter()
    search = SearchService(store, RandomEmbedder())
    search.search("x")
    opened = round(time.perf_counter() - start, 2)
    at = [copies * n // 5 for n in range(5)]
    tasks = [renamed(task, copy) for copy in at for task in base.tasks[:8]]
    uppers = [renamed(base.uppers[0], copy) for copy in at]
    vector = RandomEmbedder().embed_query("kho dữ liệu").tolist()
    words = terms("kho dữ liệu bệnh viện")
    return {
        "search_open_s": opened,
        "trace": _times([partial(walks.trace, store, i, direction="up") for i in tasks], rounds=2),
        "coverage": _times([partial(walks.coverage, store, i) for i in uppers], rounds=4),
        "search": _times([partial(search.search, q) for q in QUERIES], rounds=5),
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


def embedded(base: Base, copies: int, together: int, home: Path) -> dict[str, Any]:
    """All figures of the embedded engine on a new store in `home`."""
    before = resident("self")
    store = open_store(f"embedded:{home / 'graph.db'}")
    seconds = load(store, base, copies, together)
    loaded = resident("self") - before
    asked = ask(store, base, copies)
    out = {
        "seconds": seconds,
        **_counts(store),
        "memory_mb": loaded,
        "memory_search_mb": resident("self") - before,
    }
    store.close()
    return {**out, "disk_mb": size(home), **asked}


def server(base: Base, copies: int, together: int, home: Path) -> dict[str, Any]:
    """All figures of Neo4j, written document by document as the program does."""
    with Neo4jServer(home / "server", heap="2g", page_cache="1g", brief=False) as running:
        store = open_store(running.url, password=running.password, query_timeout=600)
        return {"seconds": load(store, base, copies, together), **_on_server(running, store, base, copies)}


def imported(base: Base, copies: int, together: int, home: Path) -> dict[str, Any]:
    """All figures of Neo4j, loaded by files from an embedded store."""
    there = (home / "graph.db").exists()
    source = open_store(f"embedded:{home / 'graph.db'}")
    if not there:
        load(source, base, copies, together)
    marks = [time.perf_counter()]
    export_admin(source, home / "files")
    source.close()
    marks.append(time.perf_counter())
    running = Neo4jServer(home / "server", heap="2g", page_cache="1g", brief=False)
    running.import_files(home / "files")
    marks.append(time.perf_counter())
    with running:
        begun = time.perf_counter()
        store = open_store(running.url, password=running.password, query_timeout=600)
        steps = {
            "export": marks[1] - marks[0],
            "import": marks[2] - marks[1],
            "open": time.perf_counter() - begun,
        }
        seconds = {name: round(value, 1) for name, value in steps.items()}
        return {
            "seconds": seconds,
            "files_mb": size(home / "files"),
            **_on_server(running, store, base, copies),
        }


def _on_server(running: Neo4jServer, store: GraphStore, base: Base, copies: int) -> dict[str, Any]:
    asked = ask(store, base, copies)
    counts = _counts(store)
    store.close()
    assert running.process is not None
    data = running.home / "data"
    disk = {"disk_mb": size(data / "databases"), "logs_mb": size(data / "transactions")}
    return {**counts, **disk, "memory_mb": resident(running.process.pid), **asked}


ENGINES: dict[str, Callable[[Base, int, int, Path], dict[str, Any]]] = {
    "embedded": embedded,
    "neo4j": server,
    "import": imported,
}


def _counts(store: GraphStore) -> dict[str, int]:
    texts = {"nodes": "MATCH (n) RETURN count(n) AS n", "edges": "MATCH ()-[r]->() RETURN count(r) AS n"}
    return {name: store.read(Query(text))[0]["n"] for name, text in texts.items()}


def main() -> None:
    """Print one JSON line for each engine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clauses", type=int, default=10_000)
    parser.add_argument("--base", type=int, default=5000, help="clauses that are parsed, and then multiplied")
    parser.add_argument("--together", type=int, default=1, help="documents of one transaction")
    parser.add_argument("--engines", default="embedded,neo4j")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    base = read_base(min(given.base, given.clauses))
    copies = max(1, round(given.clauses / base.clauses))
    made = {
        "documents": copies * len(base.nodes), "clauses": copies * base.clauses, "base": base.clauses,
        "base_s": round(base.seconds, 1), "together": given.together,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for engine in given.engines.split(","):
            figures = ENGINES[engine](base, copies, given.together, Path(folder))
            _tell(json.dumps({"engine": engine, **made, **figures}), given.out)


def _tell(line: str, out: Path | None) -> None:
    print(line, flush=True)
    if out:
        with out.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


if __name__ == "__main__":
    main()

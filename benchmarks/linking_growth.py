"""How linking grows: seconds, links and memory for varied copies of a corpus, the model's time left out.

    python -m benchmarks.linking_growth --corpus DIR [--copies 1,10,100] [--plans 1,10,34,100] [--out figures.jsonl]

Each file of DIR is parsed once; what is multiplied is what the store holds of it. `--copies`: the whole corpus again
and again, each copy with document numbers, places, figures and a fifth of its words of its own, its citations within
itself. `--plans`: the plans of provinces, in turn, each for another place and with a tenth of its words changed at
random, all below the same central documents. The same seed gives the same texts; nothing of DIR is kept.

Vectors are cheap: hashed words and word pairs of a text, weighed equally and thrown onto 384 numbers, so that texts
which share words lie near. Their time is told apart (`embed_s`) and not in `link_s`. They are not the model's: the
figures say how time, memory and number of links grow, not how good links are. Each size has a process and a new store
of its own. Seconds are those of the processor, so that other work on the machine does not count; `wall_s` is what a
clock showed; `one_s` is linking one document more: the latest one of the finished store, once again.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

import numpy as np

from api.ingesting import find_files
from api.linking import relink
from graph import portions
from graph.cypher import UNIT_LABELS
from graph.facts import facts
from graph.linkers.wording import grams
from graph.resolve import resolve
from graph.store import Change, Edge, GraphStore, Node, Query, Row, ScoredId, open_store
from graph.upstream import Upstream
from ingest.formats import read
from ingest.parse import parse
from ontology.places import PLACES
from ontology.text import slug
from search.candidates import HybridCandidates
from search.embedders.base import Vectors, unit_length

DIM = 384
_APART = 10_000  # between the document numbers of two copies
_TEXTS = ("heading", "text", "title", "name", "context", "group_title")
_JOIN = " › "
_WORD = re.compile(r"[^\W\d_]+|\d+(?=[-/][A-ZĐ])|(?<![\d/.,-])\d{2,3}(?![\d/])")
_LEAD = re.compile(r"^\d+")


class HashedEmbedder:
    """Signed hashes of a text's words and word pairs, summed: cheap, the same every time, near for shared words."""

    id = "hashed-384"
    dim = DIM

    def __init__(self) -> None:
        self.seconds = 0.0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        start = time.process_time()
        rows = np.zeros((len(texts), DIM), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for gram in grams(text):
                row += _direction(gram)
        self.seconds += time.process_time() - start
        return unit_length(rows)

    def embed_query(self, text: str) -> Vectors:
        """The vector of one text."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


@lru_cache(maxsize=1 << 14)
def _direction(gram: str) -> Vectors:
    chance = np.random.default_rng(zlib.crc32(gram.encode()))
    return np.where(chance.random(DIM) < 0.5, -1, 1).astype(np.float32)


class TimedStore:
    """A store that adds up the seconds of its reads and writes."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.reading = self.writing = 0.0

    def read(self, query: Query) -> list[Row]:
        """The store's own rows."""
        start = time.process_time()
        rows = self._store.read(query)
        self.reading += time.process_time() - start
        return rows

    def write(self, change: Change) -> None:
        """The store's own write."""
        start = time.process_time()
        self._store.write(change)
        self.writing += time.process_time() - start

    def text_search(
        self, terms: Sequence[str], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """The store's own hits."""
        return self._store.text_search(terms, limit=limit, among=among)

    def vector_search(
        self, vector: Sequence[float], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """The store's own hits."""
        return self._store.vector_search(vector, limit=limit, among=among)

    def revision(self) -> str:
        """The store's own."""
        return self._store.revision()

    def close(self) -> None:
        """Close the store."""
        self._store.close()


@dataclass(frozen=True)
class Base:
    """What one corpus is in the store: nodes by document, and the edges between documents."""

    nodes: dict[str, list[Row]]
    edges: list[Row]
    words: list[str]
    places: list[str]

    @property
    def plans(self) -> list[str]:
        """The documents of provinces that list tasks."""
        return [
            document
            for document, rows in self.nodes.items()
            if rows[0]["props"].get("level") == "tỉnh"
            and any(row["label"] == "Task" and row["props"].get("no") for row in rows)
        ]

    @property
    def central(self) -> list[str]:
        """The documents of the central level."""
        return [d for d, rows in self.nodes.items() if rows[0]["props"].get("level") == "trung ương"]


def read_base(folder: Path) -> Base:
    """Parse and store every file of a folder once."""
    store = open_store("embedded::memory:")
    for path in find_files([folder])[0]:
        store.write(facts(parse(read(path))))
    store.write(resolve(store))
    documents = portions.document_ids(store)
    nodes = {d: list(portions.nodes_of(store, d).values()) for d in documents}
    edges = [edge for d in documents for edge in portions.edges_of(store, d).values()]
    edges += portions.shared_edges(store).values()
    store.close()
    between = [e for e in edges if "#" not in e["source"] + e["target"] and _is_document(e["target"])]
    texts = [row["props"].get(key) or "" for rows in nodes.values() for row in rows for key in _TEXTS]
    words = sorted({word for text in texts for word in _WORD.findall(text.lower()) if not word.isdecimal()})
    places = sorted({rows[0]["props"].get("place") or "" for rows in nodes.values()} - {"", "Hà Nội"})
    return Base(nodes, [e for e in between if _is_document(e["source"])], words, places)


def _is_document(id: str) -> bool:
    return re.search(r"\.(\d{4}|x)$", id) is not None


class Variation:
    """The texts and ids of the copy `n`; copy 0 is the base itself.

    `fixed` is the share of words that are others throughout the copy, `loose` that of single occurrences; ids of
    `kept` documents stay.
    """

    def __init__(self, base: Base, n: int, *, fixed: float, loose: float, kept: Iterable[str] = ()) -> None:
        self._words, self._n = base.words, n
        self._fixed, self._loose, self._kept = fixed, loose, frozenset(kept)
        own = {place: _place(n * len(base.places) + k) if n else place for k, place in enumerate(base.places)}
        self._of = {place.lower(): new for place, new in own.items()}
        self._slug_of = {slug(place): slug(new) for place, new in own.items()}
        self._places = re.compile("|".join(map(re.escape, self._of)), re.IGNORECASE)
        self._slugs = re.compile("|".join(self._slug_of))

    def id(self, id: str) -> str:
        """The id of a document, or of a part of one, in this copy."""
        document, hash_, part = id.partition("#")
        if not self._n or document in self._kept:
            return id
        moved = _LEAD.sub(lambda found: str(int(found[0]) + self._n * _APART), document)
        moved = moved if moved != document else f"{self._n}-{document}"
        return self._slugs.sub(lambda found: self._slug_of[found[0]], moved) + hash_ + part

    def row(self, row: Row) -> Node:
        """A node of this copy."""
        props = dict(row["props"])
        for key in ("owner", "document", "parent", "clause"):
            if props.get(key):
                props[key] = self.id(props[key])
        if props.get("place"):
            props["place"] = self._moved(props["place"])
        for key in _TEXTS if self._n else ():
            if props.get(key):
                props[key] = _JOIN.join(self._text(part) for part in props[key].split(_JOIN))
        return Node(row["label"], self.id(row["id"]), props)

    def edge(self, row: Row) -> Edge:
        """An edge between documents of this copy."""
        owner = self.id(row["props"].get("owner") or row["source"])
        return Edge(row["type"], self.id(row["source"]), self.id(row["target"]), {"owner": owner})

    def _text(self, text: str) -> str:
        chance = random.Random(f"{self._n} {text}")

        def other(found: re.Match[str]) -> str:
            word = found[0]
            if word.isdecimal():
                return str(int(word) + self._n)
            always = zlib.crc32(f"{self._n} {word.lower()}".encode())
            if always % 1000 < 1000 * self._fixed:
                new = self._words[always // 1000 % len(self._words)]
            elif chance.random() < self._loose:
                new = chance.choice(self._words)
            else:
                return word
            return new.capitalize() if word[0].isupper() else new

        return _WORD.sub(other, self._moved(text))

    def _moved(self, text: str) -> str:
        return self._places.sub(lambda found: self._of[found[0].lower()], text)


def _place(n: int) -> str:
    """The name of a province, with a number where there are no more."""
    round_, at = divmod(n, len(PLACES))
    return f"{PLACES[at].name} {round_}" if round_ else PLACES[at].name


def corpora(base: Base, copies: int) -> Iterator[Change]:
    """Whole copies, a transaction each."""
    for n in range(copies):
        yield _change(base, Variation(base, n, fixed=0.2, loose=0.02), list(base.nodes))


def plans(base: Base, count: int) -> Iterator[Change]:
    """The central documents, then `count` plans of other places below them."""
    yield _change(base, Variation(base, 0, fixed=0, loose=0), base.central)
    stubs = {end for edge in base.edges for end in (edge["source"], edge["target"])} - set(base.plans)
    kept = {*base.central, *(id for id in stubs if not any(slug(place) in id for place in base.places))}
    for n in range(1, count + 1):
        varied = Variation(base, n, fixed=0, loose=0.1, kept=kept)
        yield _change(base, varied, [base.plans[n % len(base.plans)]])


def _change(base: Base, varied: Variation, documents: Sequence[str]) -> Change:
    """Documents with what they say of others; what is not there is a stub."""
    rows = [row for d in documents for row in base.nodes[d]]
    edges = [e for e in base.edges if e["source"] in documents or e["source"] not in base.nodes]
    nodes = {node.id: node for node in map(varied.row, rows)}
    made = {(e.type, e.source, e.target): e for e in map(varied.edge, edges)}
    ends = {end for edge in made.values() for end in (edge.source, edge.target)} - nodes.keys()
    stubs = (Node("Document", end, {"stub": True}) for end in sorted(ends))
    return Change(nodes=(*nodes.values(), *stubs), edges=tuple(made.values()))


KINDS: dict[str, Callable[[Base, int], Iterator[Change]]] = {"copies": corpora, "plans": plans}


def measure(kind: str, size: int, base: Base) -> dict[str, Any]:
    """All figures of one size."""
    with tempfile.TemporaryDirectory() as home:
        store = TimedStore(open_store(f"embedded:{home}/graph.db"))
        for change in KINDS[kind](base, size):
            store.write(change)
        documents = portions.document_ids(store)
        before = _peak()
        store.reading = store.writing = 0.0
        embedder = HashedEmbedder()
        candidates = HybridCandidates(embedder)
        start, clock = time.process_time(), time.perf_counter()
        links = relink(store, candidates, documents, by="benchmark", progress=_quiet)
        total, wall = time.process_time() - start, time.perf_counter() - clock
        figures = {
            kind: size,
            "documents": len(documents),
            "units": sum(_count(store, f"MATCH (n:{label}) RETURN count(n) AS n") for label in UNIT_LABELS),
            "link_s": round(total - embedder.seconds, 1),
            "read_s": round(store.reading, 1),
            "write_s": round(store.writing, 1),
            "embed_s": round(embedder.seconds, 1),
            "wall_s": round(wall, 1),
            "links": links,
            **_same(store),
            "memory_loaded_mb": before,
            "memory_peak_mb": _peak(),
        }  # fmt: skip
        start = time.process_time()
        relink(store, candidates, Upstream(store).documents()[-1:], by="benchmark", progress=_quiet)
        store.close()
        return {**figures, "one_s": round(time.process_time() - start, 1)}


def _same(store: GraphStore) -> dict[str, int]:
    every = "MATCH (:Task)-[r:SAME_TASK_AS]->(:Task)"
    stated = f"{every} WHERE r.status = 'proposed'"
    return {
        "same": _count(store, f"{every} RETURN count(r) AS n"),
        "same_stated": _count(store, f"{stated} RETURN count(r) AS n"),
    }


def _count(store: GraphStore, text: str) -> int:
    return int(store.read(Query(text))[0]["n"])


def _peak() -> int:
    """The most memory in megabytes that this process has had."""
    return getrusage(RUSAGE_SELF).ru_maxrss >> 10


def _quiet(stage: str, done: int, total: int) -> None:
    del stage, done, total


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",") if size]


def main() -> None:
    """Print one JSON line for each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--copies", type=_sizes, default=[1, 10])
    parser.add_argument("--plans", type=_sizes, default=[1, 10, 34])
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    base = read_base(given.corpus)
    for kind, sizes in (("copies", given.copies), ("plans", given.plans)):
        for size in sizes:
            # A process of its own, so that its peak of memory is its own.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                line = json.dumps(pool.submit(measure, kind, size, base).result())
            print(line, flush=True)
            if given.out:
                with given.out.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")


if __name__ == "__main__":
    main()

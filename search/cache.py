"""Embeddings kept on disk by content, so that text embedded once is never embedded again.

One SQLite file serves any number of processes: writers wait for each other, readers see whole batches.
Losing the file costs time, never truth.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np

from search.embedders.base import Embedder, Vectors

_SCHEMA = "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_CHUNK = 500  # keys in one SELECT, below SQLite's bound on parameters
_QUERIES = 512
_BATCH = 64  # texts embedded between two commits, so that an interrupted run keeps what it did

Progress = Callable[[int, int], None]


class EmbeddingCache:
    """Vectors by key in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """`path` is the file, made when absent."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connect() as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute(_SCHEMA)

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=60)) as db, db:
            yield db

    def read(self, keys: Collection[bytes]) -> dict[bytes, Vectors]:
        """The vectors that are there."""
        wanted, found = sorted(keys), {}
        with self._connect() as db:
            for at in range(0, len(wanted), _CHUNK):
                chunk = wanted[at : at + _CHUNK]
                marks = ",".join("?" * len(chunk))
                for key, value in db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", chunk):
                    found[key] = np.frombuffer(value, dtype=np.float32)
        return found

    def write(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep the vectors, in one transaction."""
        rows = [(key, vector.astype(np.float32).tobytes()) for key, vector in vectors.items()]
        with self._connect() as db:
            db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)


class CachedEmbedder:
    """An embedder that asks the cache first. Has the id and dimension of the one it wraps."""

    def __init__(self, embedder: Embedder, cache: EmbeddingCache) -> None:
        self._embedder = embedder
        self._cache = cache
        self._query = lru_cache(maxsize=_QUERIES)(embedder.embed_query)

    @property
    def id(self) -> str:
        """The wrapped embedder's id."""
        return self._embedder.id

    @property
    def dim(self) -> int:
        """The wrapped embedder's dimension."""
        return self._embedder.dim

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question; the latest ones are held in memory, none on disk. Do not write into it."""
        return self._query(text)

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """The vectors of `texts`, shape (len(texts), dim); each distinct text is embedded at most once.

        `progress` is told (done, missing) as embedding goes on.
        """
        keys = [self._key(text) for text in texts]
        known = {key: v for key, v in self._cache.read(set(keys)).items() if len(v) == self.dim}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # Texts of like length in one batch keep the cores evenly busy and memory flat.
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        for at in range(0, len(todo), _BATCH):
            batch = todo[at : at + _BATCH]
            vectors = self._embedder.embed_passages([text for _, text in batch])
            fresh = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            self._cache.write(fresh)
            known.update(fresh)
            if progress:
                progress(min(at + _BATCH, len(todo)), len(todo))
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        for i, key in enumerate(keys):
            out[i] = known[key]
        return out

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.id}\0{text}".encode("utf-8", "surrogatepass")).digest()

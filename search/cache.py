"""Embeddings kept on disk by content, so that text embedded once is never embedded again.

One SQLite file serves any number of processes: writers wait for each other, readers see whole batches.
Losing the file costs time, never truth.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from search.embedders.base import Embedder, Vectors

_SCHEMA = "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_CHUNK = 500  # keys in one SELECT, below SQLite's bound on parameters
_BATCH = 64  # texts embedded between two commits, so that an interrupted run keeps what it did

Progress = Callable[[int, int], None]


class CachedEmbedder:
    """An embedder that asks the file first. Has the id and dimension of the one it wraps."""

    def __init__(self, embedder: Embedder, path: Path, *, progress: Progress | None = None) -> None:
        """`path` is the cache file, made when absent; `progress` is told (done, missing) while embedding."""
        self._embedder = embedder
        self._path = path
        self._progress = progress
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connect() as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute(_SCHEMA)

    @property
    def id(self) -> str:
        """The wrapped embedder's id."""
        return self._embedder.id

    @property
    def dim(self) -> int:
        """The wrapped embedder's dimension."""
        return self._embedder.dim

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question; questions are not kept."""
        return self._embedder.embed_query(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (len(texts), dim); each distinct text is embedded at most once."""
        keys = [self._key(text) for text in texts]
        known = self._read(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # Texts of like length in one batch waste no computation on padding and keep memory flat.
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        for at in range(0, len(todo), _BATCH):
            batch = todo[at : at + _BATCH]
            vectors = self._embedder.embed_passages([text for _, text in batch])
            fresh = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            self._write(fresh)
            known.update(fresh)
            if self._progress:
                self._progress(min(at + _BATCH, len(todo)), len(todo))
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        for i, key in enumerate(keys):
            out[i] = known[key]
        return out

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.id}\0{text}".encode("utf-8", "surrogatepass")).digest()

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=60)) as db, db:
            yield db

    def _read(self, keys: set[bytes]) -> dict[bytes, Vectors]:
        wanted, found = sorted(keys), {}
        with self._connect() as db:
            for at in range(0, len(wanted), _CHUNK):
                chunk = wanted[at : at + _CHUNK]
                marks = ",".join("?" * len(chunk))
                for key, value in db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", chunk):
                    vector = np.frombuffer(value, dtype=np.float32)
                    if len(vector) == self.dim:
                        found[key] = vector
        return found

    def _write(self, vectors: dict[bytes, Vectors]) -> None:
        rows = [(key, vector.astype(np.float32).tobytes()) for key, vector in vectors.items()]
        with self._connect() as db:
            db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

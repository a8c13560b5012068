"""Embeddings kept on disk by content, so that text embedded once is never embedded again.

One SQLite file serves any number of processes: writers wait for each other, readers see whole batches.
Losing the file costs time, never truth: where it cannot be read or written (a full disk, a folder without rights, a
damaged file) the log says so once and embedding goes on without it.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np

from search.embedders.base import Embedder, TokenEmbedder, TokenVectors, Vectors

_SCHEMA = "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_CHUNK = 500  # keys in one SELECT, below SQLite's bound on parameters
_QUERIES = 512
_BATCH = 64  # texts embedded between two commits, so that an interrupted run keeps what it did

_log = logging.getLogger("truyvet.search")

Progress = Callable[[int, int], None]


class EmbeddingCache:
    """Vectors as bytes, by key, in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """`path` is the file, made when absent."""
        self._path = path
        self._told = False
        self._do(_prepare)

    def _do(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """One transaction; where the file cannot be used nothing is done."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=60)) as db, db:
                work(db)
        except (sqlite3.Error, OSError) as exc:
            if not self._told:
                _log.warning("%s is not used: %s", self._path, exc)
            self._told = True

    def read(self, keys: Collection[bytes]) -> dict[bytes, bytes]:
        """What is there."""
        wanted = sorted(keys)
        found: dict[bytes, bytes] = {}

        def look(db: sqlite3.Connection) -> None:
            for at in range(0, len(wanted), _CHUNK):
                chunk = wanted[at : at + _CHUNK]
                marks = ",".join("?" * len(chunk))
                found.update(db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", chunk))

        self._do(look)
        return found

    def write(self, values: Mapping[bytes, bytes]) -> None:
        """Keep the values, in one transaction."""
        rows = list(values.items())
        self._do(lambda db: _insert(db, rows))


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode=WAL")
    db.execute(_SCHEMA)


def _insert(db: sqlite3.Connection, rows: Sequence[tuple[bytes, bytes]]) -> None:
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
        stored = self._cache.read(set(keys)).items()
        known = {key: _floats(value) for key, value in stored if len(value) == 4 * self.dim}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # Texts of like length in one batch keep the cores evenly busy and memory flat.
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        for at in range(0, len(todo), _BATCH):
            batch = todo[at : at + _BATCH]
            vectors = self._embedder.embed_passages([text for _, text in batch])
            fresh = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            self._cache.write({key: _bytes(vector) for key, vector in fresh.items()})
            known.update(fresh)
            if progress:
                progress(min(at + _BATCH, len(todo)), len(todo))
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        for i, key in enumerate(keys):
            out[i] = known[key]
        return out

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors] | None:
        """The texts token by token, or None from an embedder that tells no tokens; each text is read at most once.

        The states of tokens are kept in eight bits each.
        """
        if not isinstance(self._embedder, TokenEmbedder):
            return None
        keys = [self._key(text, "tokens") for text in texts]
        known = {key: _unpack(value, self.dim) for key, value in self._cache.read(set(keys)).items()}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        for at in range(0, len(todo), _BATCH):
            batch = todo[at : at + _BATCH]
            found = self._embedder.embed_tokens([text for _, text in batch]) or []
            packed = {key: _pack(one) for (key, _), one in zip(batch, found, strict=True)}
            wholes = {self._key(text): _bytes(one.whole) for (_, text), one in zip(batch, found, strict=True)}
            self._cache.write(packed | wholes)
            # As a later run will read them, so that it finds the same.
            known |= {key: _unpack(value, self.dim) for key, value in packed.items()}
        return [known[key] for key in keys]

    def _key(self, text: str, what: str = "") -> bytes:
        told = f"{self.id}\0{what}\0{text}" if what else f"{self.id}\0{text}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


def _bytes(vector: Vectors) -> bytes:
    return vector.astype(np.float32).tobytes()


def _floats(value: bytes) -> Vectors:
    return np.frombuffer(value, dtype=np.float32)


def _pack(told: TokenVectors) -> bytes:
    """The whole, how many tokens, each token, the scale of each, and its numbers as multiples of a 127th of that."""
    scales = np.abs(told.states).max(axis=1, initial=1e-9).astype(np.float32)
    numbers = np.round(told.states * (127 / scales[:, None])).astype(np.int8)
    count = np.asarray([len(told.tokens), told.states.shape[1]], dtype=np.int32)
    parts = (told.whole.astype(np.float32), count, told.tokens.astype(np.int32), scales, numbers)
    return b"".join(part.tobytes() for part in parts)


def _unpack(value: bytes, dim: int) -> TokenVectors:
    whole = np.frombuffer(value, np.float32, dim)
    count, size = np.frombuffer(value, np.int32, 2, 4 * dim).tolist()
    at = 4 * dim + 8
    tokens = np.frombuffer(value, np.int32, count, at)
    scales = np.frombuffer(value, np.float32, count, at + 4 * count)
    numbers = np.frombuffer(value, np.int8, count * size, at + 8 * count).reshape(count, size)
    return TokenVectors(whole, tokens, numbers * (scales[:, None] / np.float32(127)))

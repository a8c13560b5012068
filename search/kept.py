"""What takes longest to build for search, kept in one file from start to start: passages' postings and vectors.

A file bears the name of what it was built from (`name_of`); one with another name, or one that cannot be read, counts
for nothing and is written anew. Losing it costs time, never truth.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from search.embedders.base import Vectors
from search.lexical import Bm25

#: Changes whenever the same passages would be kept in another way.
_FORMAT = "1"


def name_of(passages: Iterable[tuple[str, str]]) -> str:
    """The name of what is built from passages in this order; of each, its id and the stamp of its index entry.

    The stamp covers all words and the embedder, so that one name is one set of terms and vectors.
    """
    digest = hashlib.sha256(_FORMAT.encode())
    for id, stamp in passages:
        digest.update(f"\0{id}\0{stamp}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def read(path: Path, name: str) -> tuple[Bm25, Vectors] | None:
    """What the file keeps under this name; None where it keeps something else or nothing."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            if bytes(file["name"]).decode() != name:
                return None
            return Bm25.of_arrays(file), np.asarray(file["vectors"], np.float32)
    except (OSError, ValueError, TypeError, KeyError, EOFError, BadZipFile):
        return None


def write(path: Path, name: str, bm25: Bm25, vectors: Vectors) -> None:
    """Keep both under this name; a reader sees the whole file or the one before."""
    arrays: dict[str, Any] = {**bm25.arrays(), "vectors": vectors}
    arrays["name"] = np.frombuffer(name.encode(), np.uint8)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            np.savez(file, **arrays)
        partial.replace(path)
    except OSError:  # a full disk: the next start builds again
        partial.unlink(missing_ok=True)

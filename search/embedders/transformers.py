"""Any sentence-transformers model, by hub name or local folder; on a GPU when there is one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ontology.errors import MissingExtra
from search.embedders.base import Vectors, clean, unit_length

#: Models trained with a word before the text, by a part of their name: (before a passage, before a query).
_PREFIXES: dict[str, tuple[str, str]] = {"e5": ("passage: ", "query: ")}


def prefixes(model: str) -> tuple[str, str]:
    """What a model of this name wants before a passage and before a query.

    >>> prefixes("intfloat/multilingual-e5-base")
    ('passage: ', 'query: ')
    """
    words = Path(model).name.lower().split("-")
    return next((pair for key, pair in _PREFIXES.items() if key in words), ("", ""))


class TransformersEmbedder:
    """A sentence-transformers model. Texts beyond the model's limit are cut there by the model itself."""

    def __init__(
        self, *, model: str = "intfloat/multilingual-e5-base", device: str | None = None, batch: int = 32
    ) -> None:
        """`device` as torch names it; None takes the GPU if there is one. Raises MissingExtra."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as exc:
            raise MissingExtra(
                "the embedder 'transformers' needs the package sentence-transformers",
                hint='install it with: pip install "truyvet[transformers]"',
            ) from exc
        self._model: Any = SentenceTransformer(model, device=device)
        self._passage, self._query = prefixes(model)
        self._batch = batch
        self.dim = int(self._model.get_sentence_embedding_dimension())
        # Two local models may share a folder name, so that what they compute tells them apart.
        probe = self._encode(["Kế hoạch số 1", "plan"]).round(2).tobytes()
        self.id = f"transformers-{Path(model).name}-{hashlib.sha256(probe).hexdigest()[:8]}"

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._model.encode(
            texts, batch_size=self._batch, convert_to_numpy=True, show_progress_bar=False
        )
        return unit_length(np.asarray(vectors, dtype=np.float32))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        return self._encode([self._passage + clean(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dim,)."""
        vector: Vectors = self._encode([self._query + clean(text)])[0]
        return vector

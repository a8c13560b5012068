"""Any sentence-transformers model that is on this machine, by folder or hub name; on a GPU when there is one.

Nothing is downloaded: a hub name finds what the hub's own tool has put into its cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ontology.errors import MissingExtra, SettingsError
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

    def __init__(self, *, model: str | None = None, device: str | None = None, batch: int = 32) -> None:
        """`device` as torch names it; None takes the GPU if there is one.

        Raises MissingExtra without the package, SettingsError without a model that is on this machine.
        """
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as exc:
            raise MissingExtra(
                "the embedder 'transformers' needs the package sentence-transformers",
                hint='install it with: pip install "truyvet[transformers]"',
            ) from exc
        if model is None:
            raise SettingsError(
                "the embedder 'transformers' needs a model", hint="transformers:FOLDER_OR_NAME"
            )
        try:
            self._model: Any = SentenceTransformer(model, device=device, local_files_only=True)
        except (OSError, ValueError) as exc:
            raise SettingsError(f"no model {model!r} on this machine", hint="download it first") from exc
        self._passage, self._query = prefixes(model)
        self._batch = batch
        self.dim = int(self._model.get_embedding_dimension())
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

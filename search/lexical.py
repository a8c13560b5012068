"""BM25 over bags of terms, exact and in memory: a sparse matrix of postings, sorted by term."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

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
        self._ids: dict[str, int] = defaultdict(count().__next__)
        tokens, lengths = array("i"), array("i")
        for terms in documents:
            lengths.append(len(terms))
            tokens.extend(map(self._ids.__getitem__, terms))
        self._ids = dict(self._ids)
        self.size = len(lengths)
        self._sort(np.array(tokens, np.int64), np.array(lengths, np.int64))

    def _sort(self, keys: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        """Postings by term and document, from the term of each word (lost in this) and the words of each document."""
        bits = self.size.bit_length()
        keys <<= bits  # in place: these arrays are the most memory that search ever takes
        keys |= np.repeat(np.arange(self.size), lengths)
        keys.sort()
        new = np.ones(len(keys), np.bool_)
        new[1:] = keys[1:] != keys[:-1]
        firsts = np.flatnonzero(new)
        frequency = np.diff(firsts, append=len(keys))
        terms, document = keys[firsts] >> bits, keys[firsts] & ((1 << bits) - 1)
        found_in = np.bincount(terms, minlength=len(self._ids))
        self._documents = document.astype(np.int32)
        self._starts = np.concatenate([[0], np.cumsum(found_in)])
        self._idf = np.log1p((self.size - found_in + 0.5) / (found_in + 0.5)).astype(np.float32)
        norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()) if self.size else 1.0, 1e-9))
        weights = frequency * (_K1 + 1) / (frequency + norm[document]) * self._idf[terms]
        self._weights: Scores = weights.astype(np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as arrays, from which `of_arrays` makes it again."""
        words = "\n".join(self._ids).encode("utf-8", "surrogatepass")
        return {
            "terms": np.frombuffer(words, np.uint8), "size": np.array(self.size), "documents": self._documents,
            "starts": self._starts, "idf": self._idf, "weights": self._weights,
        }  # fmt: skip

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Bm25:
        """What `arrays` came from."""
        out = cls.__new__(cls)
        words = bytes(arrays["terms"]).decode("utf-8", "surrogatepass")
        out._ids = {word: n for n, word in enumerate(words.split("\n"))} if words else {}
        out.size = int(arrays["size"])
        out._documents, out._starts = arrays["documents"], arrays["starts"]
        out._idf, out._weights = arrays["idf"], arrays["weights"]
        return out

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

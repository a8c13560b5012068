"""Which sentence of a found text answers a query."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ontology.analyzer import is_pair, terms
from search.types import Highlight
from search.units import spans

#: Most Vietnamese words are two syllables, so a shared pair says more than a shared syllable.
_PAIR_WEIGHT = 3.0


@lru_cache(maxsize=16384)
def _sentences(text: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
    """The sentences of a text with their terms: the same texts are found again and again."""
    return tuple((start, end, frozenset(terms(text[start:end]))) for start, end in spans(text))


def best_sentence(text: str, weights: Mapping[str, float]) -> tuple[Highlight, ...]:
    """The sentence that shares most with the query's terms; none when no sentence shares any."""
    best, where = 0.0, None
    for start, end, said in _sentences(text):
        shared = said & weights.keys()
        # The square root keeps a long sentence from winning by its length alone.
        score = sum(weights[t] * (_PAIR_WEIGHT if is_pair(t) else 1.0) for t in shared)
        score /= max(len(text[start:end]), 40) ** 0.5
        if score > best:
            best, where = score, Highlight(start, end)
    return (where,) if where else ()

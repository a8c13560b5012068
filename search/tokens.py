"""Likeness word by word: every token of one text against its nearest token, in its context, of another.

A sentence's one vector says what it is about; whether each of its words has an answer in the other text, only the
tokens tell (late interaction: Khattab and Zaharia 2020, arXiv:2004.12832; BERTScore: Zhang et al. 2020,
arXiv:1904.09675). Tokens count by how rare they are among the texts at hand, and their vectors are taken less their
mean, so that what a whole theme shares counts little. The commonest tokens of each sentence, which hold a tenth of its
weight, are left out: a third of the work for no difference in what is found.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.embedders.base import TokenVectors, Vectors, unit_length

_LEFT_OUT = 0.1


class TokenIndex:
    """The tokens of some texts, each given by sentences, to be compared with others.

    Every sentence has a token at least, and every text a sentence.
    """

    def __init__(self, texts: Sequence[Sequence[TokenVectors]]) -> None:
        counts = Counter(t for text in texts for t in {t for s in text for t in s.tokens.tolist()})
        self._weight = {token: math.log(1 + len(texts) / n) for token, n in counts.items()}
        self._unseen = math.log(1 + len(texts))
        every = [s for text in texts for s in text]
        self._mean: Vectors = np.concatenate([s.states for s in every]).mean(axis=0)
        parts, weights = zip(*map(self._telling, every), strict=True)
        self._states: Vectors = np.concatenate(parts)
        self._weights = np.concatenate(weights)
        self._ends = np.cumsum([0, *map(len, weights)])
        self._sentences = np.cumsum([0, *map(len, texts)])

    def compare(self, source: Sequence[TokenVectors], which: Sequence[int]) -> list[dict[str, float]]:
        """For each of the texts numbered `which`, between -1 and 1:

        tokens_forward    the source's tokens, each against its nearest in the text
        tokens_sentence   the same for the text's best sentence
        tokens_backward   the tokens of the text's best sentence, each against its nearest in the source
        tokens_both       harmonic mean of forward and backward for the text's best sentence, 0 where one is below
        tokens_mean       mean of forward and backward, whole texts
        """
        if not which:
            return []
        parts, weighed = zip(*map(self._telling, source), strict=True)
        own = np.concatenate(parts)
        counted = np.concatenate(weighed)
        counted = counted / counted.sum()
        if len(which) == len(self._sentences) - 1:  # all of them: nothing need be copied
            at = np.arange(len(which))
            states, weights = self._states, self._weights
        else:
            at = np.asarray(which)
            spans = [slice(self._ends[self._sentences[n]], self._ends[self._sentences[n + 1]]) for n in which]
            states = np.concatenate([self._states[span] for span in spans])
            weights = np.concatenate([self._weights[span] for span in spans])
        firsts, lasts = self._sentences[at], self._sentences[at + 1]
        inside = np.concatenate([np.arange(a, b) for a, b in zip(firsts, lasts, strict=True)])
        tokens, sentences = _starts((self._ends[1:] - self._ends[:-1])[inside]), _starts(lasts - firsts)

        pairs = own @ states.T
        nearest = np.maximum.reduceat(pairs, tokens, axis=1)
        forward = counted @ nearest
        hits = np.add.reduceat(pairs.max(axis=0) * weights, tokens)
        held = np.add.reduceat(weights, tokens)
        backward = hits / held
        ahead, back = np.maximum(forward, 0), np.maximum(backward, 0)
        whole = counted @ np.maximum.reduceat(nearest, sentences, axis=1)
        answered = np.add.reduceat(hits, sentences) / np.add.reduceat(held, sentences)
        found = {
            "tokens_forward": whole,
            "tokens_sentence": np.maximum.reduceat(forward, sentences),
            "tokens_backward": np.maximum.reduceat(backward, sentences),
            "tokens_both": np.maximum.reduceat(2 * ahead * back / np.maximum(ahead + back, 1e-6), sentences),
            "tokens_mean": (whole + answered) / 2,
        }
        back_to = {n: i for i, n in enumerate(at.tolist())}
        order = [back_to[n] for n in which]
        columns = [values[order].tolist() for values in found.values()]
        return [dict(zip(found, row, strict=True)) for row in zip(*columns, strict=True)]

    def _telling(self, sentence: TokenVectors) -> tuple[Vectors, NDArray[np.float32]]:
        """Vectors of length one and weights of the tokens of a sentence that say most, in their order."""
        weights = np.array([self._weight.get(t, self._unseen) for t in sentence.tokens.tolist()], np.float32)
        order = np.argsort(weights, kind="stable")
        held = np.cumsum(weights[order])
        kept = np.sort(order[np.searchsorted(held, _LEFT_OUT * held[-1]) :])
        return unit_length(sentence.states[kept] - self._mean), weights[kept]


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of some parts, laid one after the other, begins."""
    return np.cumsum(sizes) - sizes

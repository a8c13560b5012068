"""Likeness word by word: every token of one text against its nearest token, in its context, of another.

A sentence's one vector says what it is about; whether each of its words has an answer in the other text, only the
tokens tell (late interaction: Khattab and Zaharia 2020, arXiv:2004.12832; BERTScore: Zhang et al. 2020,
arXiv:1904.09675). Tokens count by how rare they are among the texts at hand, and their vectors are taken less their
mean, so that what a whole theme shares counts little.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.embedders.base import TokenVectors, Vectors, unit_length


class TokenIndex:
    """The tokens of some texts, each given by sentences, to be compared with others."""

    def __init__(self, texts: Sequence[Sequence[TokenVectors]]) -> None:
        counts = Counter(t for text in texts for t in {t for s in text for t in s.tokens.tolist()})
        self._weight = {token: math.log(1 + len(texts) / n) for token, n in counts.items()}
        self._unseen = math.log(1 + len(texts))
        every = [s for text in texts for s in text]
        self._mean: Vectors = np.concatenate([s.states for s in every]).mean(axis=0)
        # Half precision halves what a long document holds, and moves no likeness by more than a thousandth.
        self._states = self._centred(every).astype(np.float16)
        self._weights = self._weigh(every)
        self._ends = np.cumsum([0, *(len(s.tokens) for s in every)])
        self._sentences = np.cumsum([0, *map(len, texts)])

    def compare(self, source: Sequence[TokenVectors], which: Sequence[int]) -> list[dict[str, float]]:
        """For each of the texts numbered `which`, between -1 and 1:

        tokens_forward    the source's tokens, each against its nearest in the text
        tokens_sentence   the same for the text's best sentence
        tokens_backward   the tokens of the text's best sentence, each against its nearest in the source
        tokens_both       harmonic mean of forward and backward for the text's best sentence, 0 where one is below
        tokens_mean       mean of forward and backward, whole texts
        """
        own, weights = self._centred(source), self._weigh(source)
        weights = weights / weights.sum()
        return [self._one(own, weights, n) for n in which]

    def _one(self, own: Vectors, weights: Vectors, n: int) -> dict[str, float]:
        first, last = self._sentences[n], self._sentences[n + 1]
        ends = self._ends[first : last + 1]
        pairs = own @ self._states[ends[0] : ends[-1]].astype(np.float32).T
        theirs = self._weights[ends[0] : ends[-1]]
        per_sentence = np.maximum.reduceat(pairs, ends[:-1] - ends[0], axis=1)
        forward = weights @ per_sentence
        near = pairs.max(axis=0) * theirs
        backward = np.asarray(
            [near[a:b].sum() / theirs[a:b].sum() for a, b in pairwise((ends - ends[0]).tolist())]
        )
        all_forward = float(weights @ per_sentence.max(axis=1))
        ahead, back = np.maximum(forward, 0), np.maximum(backward, 0)
        both = 2 * ahead * back / np.maximum(ahead + back, 1e-6)
        return {
            "tokens_forward": all_forward,
            "tokens_sentence": float(forward.max()),
            "tokens_backward": float(backward.max()),
            "tokens_both": float(both.max()),
            "tokens_mean": (all_forward + float(near.sum() / theirs.sum())) / 2,
        }

    def _centred(self, told: Sequence[TokenVectors]) -> Vectors:
        return unit_length(np.concatenate([s.states for s in told]) - self._mean)

    def _weigh(self, told: Sequence[TokenVectors]) -> NDArray[np.float32]:
        found = (self._weight.get(token, self._unseen) for s in told for token in s.tokens.tolist())
        return np.fromiter(found, dtype=np.float32)

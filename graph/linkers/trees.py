"""Small decision trees whose outcomes add up to log odds: what a sum of weights cannot say.

A tree asks up to three questions. In the model's file it is nested lists that a person can read: a split is
`[feature, bound, mean, at most, above]`, where `mean` is what the tree gives on average to the links that come there,
and a leaf is the log odds that it gives. `["cosine", 0.31, -0.02, -0.05, 0.11]` gives 0.11 to links whose cosine is
above 0.31.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.linkers.base import Columns

#: A leaf's log odds, or a split: feature, bound, mean, the tree at most the bound, the tree above it.
Tree = float | list[Any]
DEPTH = 3


class Trees:
    """The sum of the outcomes of trees of at most three questions; a feature without a column is 0.

    Raises ValueError for a tree that asks more questions, or that is no tree.
    """

    def __init__(self, trees: Sequence[Tree] = ()) -> None:
        self.trees = list(trees)
        splits = [_complete(tree) for tree in self.trees]
        self.names = frozenset(name for own, _ in splits for name, _ in own if name)
        self._order = sorted(self.names)
        place = {name: n for n, name in enumerate(self._order)}
        # One row for each place in a tree and tree, place by place, so that a level is a slice.
        self._feature = np.array([[place.get(name, 0) for name, _ in own] for own, _ in splits], np.intp).T
        self._bound = np.array([[bound for _, bound in own] for own, _ in splits]).T[..., None]
        self._leaf = np.array([leaves for _, leaves in splits]).ravel()
        self._first = 2**DEPTH * np.arange(len(self.trees))[:, None]

    def __len__(self) -> int:
        return len(self.trees)

    def log_odds(self, columns: Columns, count: int) -> NDArray[np.float64]:
        """One for each of the `count` candidates."""
        if not self.trees:
            return np.zeros(count)
        nothing = np.zeros(count)
        x = np.stack([columns.get(name, nothing) for name in self._order] or [nothing])
        above = x[self._feature] > self._bound  # place in the tree, tree, candidate
        one = above[0]
        two = np.where(one, above[2], above[1])
        three = np.where(one, np.where(two, above[6], above[5]), np.where(two, above[4], above[3]))
        found: NDArray[np.float64] = self._leaf[self._first + (4 * one + 2 * two + three)].sum(axis=0)
        return found

    def moved(self, row: Mapping[str, float]) -> dict[str, float]:
        """How far each feature moved the log odds of one candidate from their average.

        On the way down a tree, the feature of each split is given the difference that it makes to the mean (Saabas,
        2014).
        """
        out: dict[str, float] = defaultdict(float)
        for tree in self.trees:
            while isinstance(tree, list):
                name, bound, mean, below, above = tree
                tree = above if row.get(str(name), 0.0) > _number(bound) else below
                out[str(name)] += _mean(tree) - _number(mean)
        return dict(out)


def _number(value: object) -> float:
    if isinstance(value, int | float):
        return float(value)
    raise ValueError(f"a tree has {value!r} where a number belongs")


def _mean(tree: Tree) -> float:
    return _number(tree[2] if isinstance(tree, list) else tree)


def _complete(tree: Tree) -> tuple[list[tuple[str, float]], list[float]]:
    """The splits of a tree, level by level, and its leaves, as if it asked three questions everywhere."""
    level: list[Tree] = [tree]
    splits: list[tuple[str, float]] = []
    for _ in range(DEPTH):
        below: list[Tree] = []
        for node in level:
            if isinstance(node, list):
                name, bound, _, *both = node
                splits.append((str(name), _number(bound)))
                below += both
            else:
                splits.append(("", np.inf))
                below += [node, node]
        level = below
    if any(isinstance(leaf, list) for leaf in level):
        raise ValueError(f"a tree asks more than {DEPTH} questions")
    return splits, [_number(leaf) for leaf in level]

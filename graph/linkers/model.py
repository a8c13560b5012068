"""The scored decision: readable logistic models over the features, weights as data.

A file in `data/` holds three of them, each a bias and one weight for each feature (on the feature's own scale):
`first` looks at a link alone; `implements` and `contributes` look again, when it is known how the link stands
among the others. `benchmarks/train_linker.py` writes the file; a person can edit it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter

import numpy as np


class Logistic:
    """P = 1 / (1 + exp(-(bias + sum of weight × feature))); features that it does not name do not count.

    A name such as "section*dense_title" is the product of two features.
    """

    def __init__(self, bias: float, weights: Mapping[str, float]) -> None:
        self.bias = bias
        self.weights = dict(weights)
        parts = [name.split("*") for name in weights]
        self._names = list(dict.fromkeys(part for found in parts for part in found))
        self._pick: Callable[[Mapping[str, float]], object] = (
            itemgetter(*self._names) if self._names else _nothing
        )
        place = {name: n for n, name in enumerate(self._names)}
        self._left = np.asarray([place[found[0]] for found in parts], dtype=np.intp)
        self._right = np.asarray([place[found[-1]] for found in parts], dtype=np.intp)
        self._product = np.asarray([len(found) > 1 for found in parts], dtype=bool)
        self._values = np.asarray(list(weights.values()), dtype=np.float64)

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """One for each row of features, between 0 and 1."""
        if not rows:
            return []
        try:
            values = [self._pick(row) for row in rows]
        except KeyError:  # a row lacks a feature: it counts nothing there
            values = [[row.get(name, 0.0) for name in self._names] for row in rows]
        x = np.asarray(values, dtype=np.float64).reshape(len(rows), len(self._names))
        terms = np.where(self._product, x[:, self._left] * x[:, self._right], x[:, self._left])
        # Summed row by row, so that a row's probability does not depend on the others that come with it.
        z = self.bias + (terms * self._values).sum(axis=1)
        found: list[float] = (1.0 / (1.0 + np.exp(-np.clip(z, -40.0, 40.0)))).tolist()
        return found


def _nothing(_: Mapping[str, float]) -> tuple[float, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The probabilities that a link implements, and that it at least contributes."""

    implements: float
    contributes: float

    @property
    def score(self) -> float:
        """One number to rank by: the mean of the two."""
        return (self.implements + self.contributes) / 2


@dataclass(frozen=True, slots=True)
class Model:
    """The three models of one kind of pair. Links below `keep` are not worth listing."""

    name: str
    first: Logistic
    implements: Logistic
    contributes: Logistic
    keep: float

    @property
    def closely(self) -> bool:
        """Whether it weighs the likeness of single words."""
        looks = (self.first, self.implements, self.contributes)
        return any(name.startswith("tokens_") for look in looks for name in look.weights)

    def judge(self, rows: Sequence[Mapping[str, float]]) -> list[Judgement]:
        """What the features of each row say; a link that implements also contributes."""
        both = zip(self.implements.probabilities(rows), self.contributes.probabilities(rows), strict=True)
        return [Judgement(implements, max(implements, contributes)) for implements, contributes in both]


@cache
def load_model(name: str) -> Model:
    """The model that `data/{name}.json` describes."""
    data = json.loads(files("graph.linkers").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))
    looks = {look: Logistic(**data[look]) for look in ("first", "implements", "contributes")}
    return Model(name=data["name"], keep=data["keep"], **looks)


def best_cut(probabilities: Iterable[float], *, least: float = 0.2, most: float = 0.5) -> float:
    """The probability from which stating links is expected to give the best F1, given that they are calibrated.

    Stating the k likeliest of all is expected to score 2 × (their sum) / (k + the sum over all). Where links are
    plain the cut is high, where they are doubtful it is low; it stays between `least` and `most`.
    """
    ranked = sorted(probabilities, reverse=True)
    total = sum(ranked)
    best, cut, hits = 0.0, most, 0.0
    for k, p in enumerate(ranked, 1):
        hits += p
        expected = 2 * hits / (k + total)
        if expected > best:
            best, cut = expected, p
    return min(max(cut, least), most)

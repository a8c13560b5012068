"""The scored decision: readable logistic models over the features, weights as data.

A file in `data/` holds three of them, each a bias and one weight for each feature (on the feature's own scale):
`first` looks at a link alone; `implements` and `contributes` look again, when it is known how the link stands
among the others. `benchmarks/train_linker.py` writes the file; a person can edit it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


class Logistic:
    """P = 1 / (1 + exp(-(bias + sum of weight × feature))); features that it does not name do not count.

    A name such as "section*dense_title" is the product of two features.
    """

    def __init__(self, bias: float, weights: Mapping[str, float]) -> None:
        self.bias = bias
        self.weights = dict(weights)
        split = [(name.partition("*"), weight) for name, weight in weights.items()]
        self._single = [(left, weight) for (left, star, _), weight in split if not star]
        self._products = [(left, right, weight) for (left, star, right), weight in split if star]

    def probability(self, features: Mapping[str, float]) -> float:
        """Between 0 and 1."""
        z = self.bias
        for name, weight in self._single:
            z += weight * features.get(name, 0.0)
        for left, right, weight in self._products:
            z += weight * features.get(left, 0.0) * features.get(right, 0.0)
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, z))))


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

    def judge(self, features: Mapping[str, float]) -> Judgement:
        """What the features say; a link that implements also contributes."""
        implements = self.implements.probability(features)
        return Judgement(implements, max(implements, self.contributes.probability(features)))


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

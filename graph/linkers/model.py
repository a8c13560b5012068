"""The scored decision: two readable logistic models over the features, weights as data.

A file in `data/` holds, for each grade, a bias and one weight for each feature (on the features' own scales), and
the cuts. `benchmarks/train_linker.py` writes it; a person can edit it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Logistic:
    """P = 1 / (1 + exp(-(bias + sum of weight × feature))); features that it does not name do not count."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Between 0 and 1."""
        z = self.bias + sum(w * features.get(name, 0.0) for name, w in self.weights.items())
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
    """A named, versioned pair of logistic models with the cuts from which a link is stated or kept."""

    name: str
    implements: Logistic
    contributes: Logistic
    state_implements: float
    state_contributes: float
    keep: float

    def judge(self, features: Mapping[str, float]) -> Judgement:
        """What the features say; a link that implements also contributes."""
        implements = self.implements.probability(features)
        return Judgement(implements, max(implements, self.contributes.probability(features)))

    def grade(self, judgement: Judgement) -> int:
        """2, 1, or 0 where nothing is to be stated."""
        if judgement.implements >= self.state_implements:
            return 2
        return 1 if judgement.contributes >= self.state_contributes else 0


@cache
def load_model(name: str) -> Model:
    """The model that `data/{name}.json` describes."""
    data = json.loads(files("graph.linkers").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))
    return Model(
        data["name"],
        Logistic(**data["implements"]),
        Logistic(**data["contributes"]),
        **data["cuts"],
    )

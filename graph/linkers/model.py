"""The scored decision: readable models over the features, as data.

A file in `data/` holds three looks, each a bias, one weight for each feature (on the feature's own scale), what the
feature is on average, and perhaps trees (`graph/linkers/trees.py`): `first` looks at a link alone; `implements` and
`contributes` look again, when it is known how the link stands among the others. Weights err where features must be seen
together, trees where links are of a kind that was never seen, so the second looks take the mean of both.
`benchmarks/train_linker.py` writes the file; a person can edit it.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.linkers.base import Columns
from graph.linkers.trees import Tree, Trees

#: Log odds of 0.002: trees are not asked about links that are less likely by the weights, which they never save.
_HOPELESS = math.log(0.002 / 0.998)


class Logistic:
    """P = 1 / (1 + exp(-(bias + sum of weight × feature))); features that it does not name do not count.

    A name such as "section*dense_title" is the product of two features.
    """

    def __init__(
        self, bias: float, weights: Mapping[str, float], means: Mapping[str, float] | None = None
    ) -> None:
        self.bias = bias
        self.weights = dict(weights)
        self.means = dict(means or {})
        parts = [name.split("*") for name in weights]
        self._names = list(dict.fromkeys(part for found in parts for part in found))
        place = {name: n for n, name in enumerate(self._names)}
        self._left = np.asarray([place[found[0]] for found in parts], dtype=np.intp)
        self._right = np.asarray([place[found[-1]] for found in parts], dtype=np.intp)
        self._product = np.asarray([len(found) > 1 for found in parts], dtype=bool)[:, None]
        self._values = np.asarray(list(weights.values()), dtype=np.float64)[:, None]

    def log_odds(self, columns: Columns, count: int) -> NDArray[np.float64]:
        """One for each of the `count` candidates; a feature without a column counts nothing."""
        nothing = np.zeros(count)
        x = np.stack([columns.get(name, nothing) for name in self._names] or [nothing])
        terms = np.where(self._product, x[self._left] * x[self._right], x[self._left])
        # Summed name by name, so that a candidate's probability does not depend on the others that come with it.
        found: NDArray[np.float64] = self.bias + (terms * self._values).sum(axis=0)
        return found

    def probabilities(self, columns: Columns, count: int) -> NDArray[np.float64]:
        """One for each of the `count` candidates, between 0 and 1."""
        return _probability(self.log_odds(columns, count))

    def moved(self, row: Mapping[str, float]) -> dict[str, float]:
        """How far each weight moved the log odds of one candidate, against those of an average one."""
        values = {name: math.prod(row.get(part, 0.0) for part in name.split("*")) for name in self.weights}
        return {name: w * (values[name] - self.means.get(name, 0.0)) for name, w in self.weights.items()}


def _probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -40.0, 40.0)))
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """Weights, and trees that have half the say where the weights leave a chance."""

    weights: Logistic
    trees: Trees = field(default_factory=Trees)

    def probabilities(self, columns: Columns, count: int) -> NDArray[np.float64]:
        """One for each of the `count` candidates, between 0 and 1."""
        z = self.weights.log_odds(columns, count)
        asked = z >= _HOPELESS
        if self.trees and asked.any():
            own = {name: columns[name][asked] for name in self.trees.names & columns.keys()}
            z[asked] = (z[asked] + self.trees.log_odds(own, int(asked.sum()))) / 2
        return _probability(z)

    def moved(self, row: Mapping[str, float]) -> dict[str, float]:
        """How far each weight, and each feature in the trees, moved the log odds of one candidate."""
        out = self.weights.moved(row)
        one = {name: np.array([value]) for name, value in row.items()}
        if not self.trees or self.weights.log_odds(one, 1)[0] < _HOPELESS:
            return out
        both = defaultdict(float, {name: by / 2 for name, by in out.items()})
        for name, by in self.trees.moved(row).items():
            both[name] += by / 2
        return dict(both)


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
    implements: Look
    contributes: Look
    keep: float

    @property
    def closely(self) -> bool:
        """Whether it weighs the likeness of single words."""
        looks = (self.first, self.implements.weights, self.contributes.weights)
        return any(name.startswith("tokens_") for look in looks for name in look.weights)

    def reasons(self, row: Mapping[str, float]) -> dict[str, float]:
        """What decided that a candidate contributes or not: for each feature the log odds that it moved.

        A feature's standing (`z_*`), its weight in finely cut documents (`fine*…`) and its products count with it, and
        what the first look moved is told by those of its features that moved it that way.
        """
        out: dict[str, float] = defaultdict(float)
        for name, by in self.contributes.moved(row).items():
            for part in _own_parts(name):
                out[part] += by / len(_own_parts(name))
        told: dict[str, float] = defaultdict(float)
        for name, by in self.first.moved(row).items():
            for part in _own_parts(name):
                told[part] += by / len(_own_parts(name))
        by = out.pop("first", 0.0)
        agreeing = {part: m for part, m in told.items() if m * by > 0} or dict.fromkeys(told, 1.0)
        for part, m in agreeing.items():
            out[part] += by * m / sum(agreeing.values())
        return dict(out)

    def judge(self, columns: Columns, count: int) -> list[Judgement]:
        """What the features of each of the `count` candidates say; a link that implements also contributes."""
        implements = self.implements.probabilities(columns, count)
        contributes = np.maximum(self.contributes.probabilities(columns, count), implements)
        return [Judgement(*both) for both in zip(implements.tolist(), contributes.tolist(), strict=True)]


@lru_cache(maxsize=1 << 10)
def _own_parts(name: str) -> tuple[str, ...]:
    """The features that a weight is about."""
    parts = [part.removeprefix("z_") for part in name.split("*")]
    return tuple(dict.fromkeys(part for part in parts if part != "fine" or len(parts) == 1))


@cache
def load_model(name: str) -> Model:
    """The model that `data/{name}.json` describes."""
    data = json.loads(files("graph.linkers").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))
    looks = {name: _look(**data[name]) for name in ("first", "implements", "contributes")}
    first = looks.pop("first").weights
    return Model(name=data["name"], keep=data["keep"], first=first, **looks)


def _look(*, trees: Sequence[Tree] = (), **weights: Any) -> Look:
    return Look(Logistic(**weights), Trees(trees))


#: A link that is less likely than this is never stated; one that is likelier than `_MOST` may be.
LEAST = 0.2
_MOST = 0.5
#: How many links of each grade a source has in the documents whose links are known, and how far that moves the cut.
_USUAL = {2: 0.9, 1: 1.6}
_SHARE = 0.3
_EDGE = 1e-6


def cuts(judged: Iterable[Sequence[Judgement]]) -> tuple[float, float]:
    """The probabilities from which links of grade 1 and of grade 2 are stated, given the candidates of each source."""
    every = [list(own) for own in judged]
    contributes = [j.contributes for own in every for j in own]
    implements = [j.implements for own in every for j in own]
    return best_cut(contributes, sources=len(every), grade=1), best_cut(
        implements, sources=len(every), grade=2
    )


def best_cut(probabilities: Iterable[float], *, sources: int, grade: int) -> float:
    """The probability from which stating links of a grade is expected to give the best F1.

    Stating the k likeliest of all is expected to score 2 × (their sum) / (k + the sum over all), were the
    probabilities right. Between documents unlike those that the model knows they are off, and what is as good is how
    many links `sources` usually have; the cut is the geometric mean of both, the second counting 0.3. It is high where
    links are plain, low where they are doubtful, between 0.2 and 0.5.
    """
    ranked = sorted(probabilities, reverse=True)
    total = sum(ranked)
    best, cut, hits = 0.0, _MOST, 0.0
    for k, p in enumerate(ranked, 1):
        hits += p
        expected = 2 * hits / (k + total)
        if expected > best:
            best, cut = expected, p
    if ranked:
        usual = max(ranked[min(int(_USUAL[grade] * sources), len(ranked) - 1)], _EDGE)
        cut = max(cut, LEAST) ** (1 - _SHARE) * usual**_SHARE
    return min(max(cut, LEAST), _MOST)

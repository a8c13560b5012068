"""The scored decision: readable logistic models over the features, weights as data.

A file in `data/` holds three of them, each a bias, one weight for each feature (on the feature's own scale) and what
the feature is on average: `first` looks at a link alone; `implements` and `contributes` look again, when it is known
how the link stands among the others. `benchmarks/train_linker.py` writes the file; a person can edit it.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from graph.linkers.base import Columns


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

    def probabilities(self, columns: Columns, count: int) -> NDArray[np.float64]:
        """One for each of the `count` candidates, between 0 and 1; a feature without a column counts nothing."""
        nothing = np.zeros(count)
        x = np.stack([columns.get(name, nothing) for name in self._names] or [nothing])
        terms = np.where(self._product, x[self._left] * x[self._right], x[self._left])
        # Summed name by name, so that a candidate's probability does not depend on the others that come with it.
        z = self.bias + (terms * self._values).sum(axis=0)
        found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(z, -40.0, 40.0)))
        return found

    def moved(self, row: Mapping[str, float]) -> dict[str, float]:
        """How far each weight moved the log odds of one candidate, against those of an average one."""
        values = {name: math.prod(row.get(part, 0.0) for part in name.split("*")) for name in self.weights}
        return {name: w * (values[name] - self.means.get(name, 0.0)) for name, w in self.weights.items()}


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

    def reasons(self, row: Mapping[str, float]) -> dict[str, float]:
        """What decided that a candidate contributes or not: for each feature the log odds that it moved.

        A feature's standing (`z_*`), its weight in finely cut documents (`fine*…`) and its products count with it, and
        `first` is told by what moved the first look.
        """
        moved = self.contributes.moved(row)
        first = self.contributes.weights.get("first", 0.0)
        first += self.contributes.weights.get("fine*first", 0.0) * row.get("fine", 0.0)
        out: dict[str, float] = defaultdict(float)
        for name, by in moved.items():
            for part in _own_parts(name):
                out[part] += by / len(_own_parts(name))
        out.pop("first", None)
        for name, by in self.first.moved(row).items():
            for part in _own_parts(name):
                out[part] += first * by / len(_own_parts(name))
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
    looks = {look: Logistic(**data[look]) for look in ("first", "implements", "contributes")}
    return Model(name=data["name"], keep=data["keep"], **looks)


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

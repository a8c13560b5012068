"""Evidence by way of a third document: what two units are both found to carry out.

A province's task and a clause of the party's plan in that province that both carry out the same clause of a resolution
are likelier to belong together. The evidence is the linkers' own, never a person's decision:

common            logarithm of the summed product of the two probabilities, over the clauses of documents above both
common_best       logarithm of the largest product

They count by how far a link stands out in them among the source's candidates (`z_common`, `z_common_best`), so where
nothing above both is known they say nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from graph.linkers.base import Columns
from ontology.types import Link

#: Unit id -> id of a clause further up -> the probability that the one contributes to the other.
Carried = Mapping[str, Mapping[str, float]]
_SUM_FLOOR, _BEST_FLOOR = 0.02, 0.01
NAMES = ("common", "common_best")


def carried(links: Iterable[Link]) -> dict[str, dict[str, float]]:
    """What the sources of links carry out."""
    out: dict[str, dict[str, float]] = defaultdict(dict)
    for link in links:
        if link.relation == "IMPLEMENTS" and "contributes" in link.features:
            out[link.source][link.target] = link.features["contributes"]
    return dict(out)


class Common:
    """The evidence for links from `sources` to `targets`."""

    def __init__(self, sources: Carried | None = None, targets: Carried | None = None) -> None:
        self._sources, self._targets = sources or {}, targets or {}

    def columns(self, source: str, found: Sequence[str]) -> Columns:
        """The two features of the links from one unit to others, by their ids."""
        own = self._sources.get(source, {})
        products = [_products(own, self._targets.get(target, {})) for target in found]
        return {
            "common": np.array([math.log(_SUM_FLOOR + sum(p)) for p in products]),
            "common_best": np.array([math.log(_BEST_FLOOR + max(p, default=0.0)) for p in products]),
        }


def _products(own: Mapping[str, float], theirs: Mapping[str, float]) -> list[float]:
    return [p * theirs[clause] for clause, p in own.items() if clause in theirs]

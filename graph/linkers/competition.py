"""How a link stands among the others, once a first look has given each a probability.

Computed over all sources and candidates of one pair of documents, one column a feature:

first           logit of the first look's probability that the link contributes (about -11 to 11)
gap             that, less the source's best (0 or below); lead: the best's distance to the second, else 0
rank            1, 1/2, 1/3 … among the source's candidates
share           the link's part of the probability that the source spreads over its candidates
others          logarithm of the probability that its other candidates hold together
section_pull    share of the probability of the source's neighbours (same heading above) in the target's section
hub             logarithm of the mean probability that the other sources give the target
parent          the first look at the target's own heading, for this source
child           the best of the target's parts, less the target (above 0: a part says it better)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.linkers.base import Candidate, Columns, Unit
from graph.linkers.features import Targets

Section = tuple[str, ...]
_FLOOR = -6.0
_EDGE = 1e-5


def competition(
    sources: Sequence[Unit],
    found: Mapping[str, Sequence[Candidate]],
    first: Mapping[str, NDArray[np.float64]],
    targets: Targets,
) -> dict[str, Columns]:
    """For each source id: the features of its candidates, in their order."""
    sections = {c.unit.id: targets.section(c.unit) for s in sources for c in found[s.id]}
    hubs = _hubs(sources, found, first)
    pulls = _pulls(sources, found, first, sections)
    out = {}
    for source in sources:
        own, p = found[source.id], first[source.id]
        z = np.log(np.clip(p, _EDGE, 1 - _EDGE) / np.clip(1 - p, _EDGE, 1 - _EDGE))
        pull = pulls[source.id]
        section_pull = np.array([pull.get(sections[c.unit.id], 0.0) for c in own])
        out[source.id] = _ranks(p, z) | _kin(own, z, targets)
        out[source.id] |= {"section_pull": section_pull, "hub": _pulled(own, p, hubs)}
    return out


def _ranks(p: NDArray[np.float64], z: NDArray[np.float64]) -> Columns:
    """How each candidate stands among the others; `z` are the log odds of `p`."""
    order = np.argsort(-z, kind="stable")
    rank = np.empty(len(z))
    rank[order] = np.arange(len(z))
    total = p.sum()
    lead = np.zeros(len(z))
    if len(z) > 1:
        lead[order[0]] = z[order[0]] - z[order[1]]
    return {
        "first": z,
        "gap": z - z.max(initial=-np.inf),
        "lead": lead,
        "rank": 1 / (1 + rank),
        "share": p / (total + 0.1),
        "others": np.log(np.maximum(total - p, 0.0) + 0.05),
    }


def _kin(found: Sequence[Candidate], z: NDArray[np.float64], targets: Targets) -> Columns:
    """What the source makes of each candidate's own heading and parts."""
    known = dict(zip((c.unit.id for c in found), z.tolist(), strict=True))
    child = np.zeros(len(found))
    for n, candidate in enumerate(found):
        parts = [known[c] for c in targets.children.get(candidate.unit.id, ()) if c in known]
        if parts:
            child[n] = max(*parts, _FLOOR) - z[n]
    parent = [max(known.get(c.unit.parent or "", _FLOOR), _FLOOR) for c in found]
    return {"parent": np.array(parent, dtype=float), "child": child}


def _pulled(
    found: Sequence[Candidate], p: NDArray[np.float64], hubs: Mapping[str, tuple[float, int]]
) -> NDArray[np.float64]:
    """How much the other sources want each candidate."""
    held = np.array([hubs[c.unit.id] for c in found], dtype=float).reshape(-1, 2)
    others = np.maximum(held[:, 0] - p, 0.0) / np.maximum(held[:, 1] - 1, 1)
    return np.where(held[:, 1] > 1, np.log(0.05 + others), -3.0)


def _hubs(
    sources: Sequence[Unit],
    found: Mapping[str, Sequence[Candidate]],
    first: Mapping[str, NDArray[np.float64]],
) -> dict[str, tuple[float, int]]:
    """For each target: the summed probability, and how many sources have it as a candidate."""
    out: dict[str, tuple[float, int]] = {}
    for source in sources:
        for candidate, p in zip(found[source.id], first[source.id].tolist(), strict=True):
            total, count = out.get(candidate.unit.id, (0.0, 0))
            out[candidate.unit.id] = (total + p, count + 1)
    return out


def _pulls(
    sources: Sequence[Unit],
    found: Mapping[str, Sequence[Candidate]],
    first: Mapping[str, NDArray[np.float64]],
    sections: Mapping[str, Section],
) -> dict[str, dict[Section, float]]:
    """For each source: how its neighbours, itself left out, spread over the target's sections."""
    own: dict[str, dict[Section, float]] = {}
    group: dict[Section, dict[Section, float]] = defaultdict(lambda: defaultdict(float))
    for source in sources:
        mine: dict[Section, float] = defaultdict(float)
        shares = first[source.id] / (first[source.id].sum() + 0.2)
        for candidate, share in zip(found[source.id], shares.tolist(), strict=True):
            mine[sections[candidate.unit.id]] += share
        own[source.id] = mine
        for section, share in mine.items():
            group[source.headings][section] += share
    out = {}
    for source in sources:
        rest = {k: v - own[source.id].get(k, 0.0) for k, v in group[source.headings].items()}
        size = sum(rest.values()) + 0.5
        out[source.id] = {section: share / size for section, share in rest.items()}
    return out

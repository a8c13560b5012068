"""How a link stands among the others, once a first look has given each a probability.

Computed over all sources and candidates of one pair of documents:

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

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.linkers.base import Candidate, Unit
from graph.linkers.features import Targets

Section = tuple[str, ...]
_FLOOR = -6.0
_EDGE = 1e-5


def logit(probability: float) -> float:
    """The log odds, bounded."""
    p = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(p / (1 - p))


def competition(
    sources: Sequence[Unit],
    found: Mapping[str, Sequence[Candidate]],
    first: Mapping[str, Sequence[float]],
    targets: Targets,
) -> dict[str, list[dict[str, float]]]:
    """For each source id: one row of features for each of its candidates, in their order."""
    hubs = _hubs(sources, found, first)
    pulls = _pulls(sources, found, first, targets)
    return {
        s.id: _rows(found[s.id], first[s.id], targets=targets, hubs=hubs, pull=pulls[s.id]) for s in sources
    }


def _rows(
    found: Sequence[Candidate],
    first: Sequence[float],
    *,
    targets: Targets,
    hubs: Mapping[str, tuple[float, int]],
    pull: Mapping[Section, float],
) -> list[dict[str, float]]:
    z = [logit(p) for p in first]
    order = sorted(range(len(z)), key=lambda i: -z[i])
    rank = {i: r for r, i in enumerate(order)}
    total = sum(first)
    by_id = {c.unit.id: z[i] for i, c in enumerate(found)}
    out = []
    for i, candidate in enumerate(found):
        unit = candidate.unit
        hub, count = hubs[unit.id]
        children = [by_id[c] for c in targets.children.get(unit.id, ()) if c in by_id]
        out.append(
            {
                "first": z[i],
                "gap": z[i] - z[order[0]],
                "lead": z[i] - z[order[1]] if rank[i] == 0 and len(order) > 1 else 0.0,
                "rank": 1 / (1 + rank[i]),
                "share": first[i] / (total + 0.1),
                "others": math.log(max(total - first[i], 0.0) + 0.05),
                "section_pull": pull.get(targets.section(unit), 0.0),
                "hub": math.log(0.05 + max(hub - first[i], 0.0) / (count - 1)) if count > 1 else -3.0,
                "parent": max(by_id.get(unit.parent or "", _FLOOR), _FLOOR),
                "child": max(*children, _FLOOR) - z[i] if children else 0.0,
            }
        )
    return out


def _hubs(
    sources: Sequence[Unit], found: Mapping[str, Sequence[Candidate]], first: Mapping[str, Sequence[float]]
) -> dict[str, tuple[float, int]]:
    """For each target: the summed probability, and how many sources have it as a candidate."""
    out: dict[str, tuple[float, int]] = {}
    for source in sources:
        for candidate, p in zip(found[source.id], first[source.id], strict=True):
            total, count = out.get(candidate.unit.id, (0.0, 0))
            out[candidate.unit.id] = (total + p, count + 1)
    return out


def _pulls(
    sources: Sequence[Unit],
    found: Mapping[str, Sequence[Candidate]],
    first: Mapping[str, Sequence[float]],
    targets: Targets,
) -> dict[str, dict[Section, float]]:
    """For each source: how its neighbours, itself left out, spread over the target's sections."""
    own: dict[str, dict[Section, float]] = {}
    group: dict[Section, dict[Section, float]] = defaultdict(lambda: defaultdict(float))
    for source in sources:
        mine: dict[Section, float] = defaultdict(float)
        total = sum(first[source.id]) + 0.2
        for candidate, p in zip(found[source.id], first[source.id], strict=True):
            mine[targets.section(candidate.unit)] += p / total
        own[source.id] = mine
        for section, share in mine.items():
            group[source.headings][section] += share
    out = {}
    for source in sources:
        rest = {k: v - own[source.id].get(k, 0.0) for k, v in group[source.headings].items()}
        size = sum(rest.values()) + 0.5
        out[source.id] = {section: share / size for section, share in rest.items()}
    return out

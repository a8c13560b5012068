"""What a report tells, and the task, clause or target that it tells it of. Precision first: none is often right.

A sentence of a report that is taken for the outcome of a task when it is not is worse than one left alone. So a
result is linked to a task or clause only where three readable features agree: the two texts are alike in their
informative wording (`cosine`), the result says most of what the order says (`cover_target`), and they are near in
meaning (`dense_best`). A figure is linked to the target that measures the same quantity.

Told on the report of the official documents against six plans and resolutions that it is not about (122 different
results, the same themes), these cuts state nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.linkers.base import Candidate, CandidateSource, Unit
from graph.linkers.features import Targets, Weights
from graph.linkers.wording import Gram, grams
from ontology.ids import link_id, number_key
from ontology.text import slug
from ontology.types import Link, ResultKind

_RELATION = "REPORTS_ON"
#: The least of each feature that a stated link and a candidate worth a look have.
_STATED = {"cosine": 0.45, "cover_target": 0.55, "dense_best": 0.4}
_KEPT = {"cosine": 0.3, "cover_target": 0.4, "dense_best": 0.3}
_SAME_NAME = 0.75
_WIDE = 12
#: Reasons and requests are about the whole, not the outcome of one order.
_OUTCOMES: tuple[ResultKind, ...] = ("done", "figure", "issued", "shortcoming")
_OUTSIDE = ("preamble", "closing")
_NUMBER = re.compile(r"\d+(?:/\d{4})?[/-][A-ZĐ][\w\-/]*")
_SHARE = "indicator:ty-le-"


@dataclass(frozen=True, slots=True)
class Told:
    """A result as the linkers see it; `issued` is the document that it says was issued."""

    unit: Unit
    kind: ResultKind
    name: str | None = None
    indicator: str | None = None
    year: int | None = None
    issued: str | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """A target with its indicator and the year by which it is to be reached."""

    unit: Unit
    indicator: str
    year: int | None


def link_results(
    told: Sequence[Told], units: Sequence[Unit], aims: Sequence[Aim], candidates: CandidateSource
) -> list[Link]:
    """The links from the results of a report to the tasks, clauses and targets of one document that it is about."""
    outcomes = [t for t in told if t.kind in _OUTCOMES]
    parents = Targets(units).children
    out: list[Link] = []
    for kind in ("task", "clause"):
        orders = [
            u for u in units if u.kind == kind and u.label and u.label not in _OUTSIDE and u.id not in parents
        ]
        out += _to_orders(f"result-{kind}/1", outcomes, orders, candidates)
    return [*out, *_to_aims("result-target/1", [t for t in told if t.name], aims)]


def _to_orders(
    name: str, told: Sequence[Told], orders: Sequence[Unit], candidates: CandidateSource
) -> Iterable[Link]:
    weights = Weights([*(t.unit for t in told), *orders])
    sharing = _Sharing(orders)
    for result in told:
        near = {
            order.id
            for order in sharing.of(result.unit)
            if not _names_issued(order, result)
            and _reaches(_wording(weights, result.unit, order.text, order.text), _KEPT)
        }
        # Nothing is embedded for a result whose words no order shares.
        found = candidates.candidates(result.unit, among=orders, limit=_WIDE) if near else []
        for candidate in (c for c in found if c.unit.id in near):
            row = _features(weights, result.unit, candidate)
            if _reaches(row, _KEPT):
                yield _link(name, result.unit, candidate, row)


def _wording(weights: Weights, source: Unit, text: str, sentence: str) -> dict[str, float]:
    return {
        "cosine": weights.cosine(source.text, text),
        "cover_target": weights.cover(sentence, source.text),
    }


def _features(weights: Weights, source: Unit, candidate: Candidate) -> dict[str, float]:
    return {
        **_wording(weights, source, candidate.unit.text, candidate.target_sentence),
        "dense_best": candidate.scores.get("best", candidate.dense),
    }


def _reaches(row: Mapping[str, float], least: Mapping[str, float]) -> bool:
    return all(value >= least[name] for name, value in row.items())


def _link(name: str, source: Unit, candidate: Candidate, row: Mapping[str, float]) -> Link:
    target = candidate.unit
    return Link(
        link_id(source.id, _RELATION, target.id), source.id, target.id, _RELATION, 2,
        round(min(1.0, sum(row.values()) / len(row)), 4), "proposed" if _reaches(row, _STATED) else "candidate",
        name, source.text, candidate.target_sentence, {key: round(value, 4) for key, value in row.items()},
    )  # fmt: skip


def _names_issued(order: Unit, result: Told) -> bool:
    """Whether the order names the very document that the result says was issued: it came before the order."""
    if not result.issued:
        return False
    number = result.issued.partition(".")[0]
    return any(slug(number_key(found)) == number for found in _NUMBER.findall(order.text))


class _Sharing:
    """Which orders share a pair of neighbouring words with a text, so that not every pair is compared."""

    def __init__(self, orders: Sequence[Unit]) -> None:
        self._orders = {order.id: order for order in orders}
        self._by_gram: dict[Gram, list[str]] = defaultdict(list)
        for order in orders:
            for gram in grams(order.text):
                if len(gram) > 1:
                    self._by_gram[gram].append(order.id)

    def of(self, unit: Unit) -> list[Unit]:
        """In a fixed order."""
        found = {id for gram in grams(unit.text) for id in self._by_gram.get(gram, ())}
        return [self._orders[id] for id in sorted(found)]


def _to_aims(name: str, told: Sequence[Told], aims: Sequence[Aim]) -> Iterable[Link]:
    """Each figure to the targets of its quantity that are running in its year; shares and counts never meet."""
    names = [Unit(t.unit.id, "result", t.unit.document, t.name or "") for t in told]
    weights = Weights([*names, *(aim.unit for aim in aims)])
    by_indicator: dict[str, list[Aim]] = defaultdict(list)
    for aim in aims:
        by_indicator[aim.indicator].append(aim)
    for result in told:
        scored = [
            (max(_same_quantity(weights, result, aim) for aim in series), indicator)
            for indicator, series in by_indicator.items()
        ]
        best, indicator = max(scored, default=(0.0, ""))
        if best >= _SAME_NAME:
            aim = _running(by_indicator[indicator], result.year)
            yield Link(
                link_id(result.unit.id, _RELATION, aim.unit.id), result.unit.id, aim.unit.id, _RELATION, 2,
                round(min(1.0, best), 4), "proposed", name, result.unit.text, aim.unit.text,
                {"cosine": round(best, 4)},
            )  # fmt: skip


def _same_quantity(weights: Weights, result: Told, aim: Aim) -> float:
    if result.indicator == aim.indicator:
        return 1.0
    if (result.indicator or "").startswith(_SHARE) != aim.indicator.startswith(_SHARE):
        return 0.0
    return weights.cosine(result.name or "", aim.unit.text)


def _running(series: Sequence[Aim], year: int | None) -> Aim:
    """The target whose year comes next; the last one for a figure from after all of them."""
    ordered = sorted(series, key=lambda aim: (aim.year is None, aim.year or 0, aim.unit.id))
    ahead = [aim for aim in ordered if aim.year is None or aim.year >= (year or 0)]
    return (ahead or ordered[-1:])[0]

"""The same task in two places: found through the upstream that both carry out, not by comparing all with all.

A task's anchors are the upstream tasks and clauses that it is nearest to. Its candidates in a document of another
place are the tasks there that share an anchor with it. Where both documents carry out upstream tasks, those are the
anchors; clauses, which many tasks share, are so only where there are none. The nearest other tasks of that document
are looked at too, as rivals: the model was trained among rivals, and one lone candidate would look doubtful. They are
never stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.cypher import document_of, label_of
from graph.linkers.base import Candidate, CandidateSource, Unit
from graph.linkers.scored import ScoredLinker
from ontology.types import Link

_RIVALS = 12


@dataclass(frozen=True, slots=True)
class Anchored:
    """The numbered tasks of one document, and for each of their ids the ids of its anchors."""

    tasks: Sequence[Unit]
    anchors: Mapping[str, frozenset[str]]

    @property
    def every(self) -> frozenset[str]:
        """The anchors of all its tasks."""
        return frozenset().union(*self.anchors.values())


def link_same_tasks(one: Anchored, other: Anchored, candidates: CandidateSource) -> list[Link]:
    """SAME_TASK_AS between the tasks of two documents, from the one with the smaller id, whichever comes first."""
    lower, upper = sorted((one, other), key=lambda d: d.tasks[0].document if d.tasks else "")
    shared = _shared(lower.anchors, upper.anchors, among=_common(lower.every, upper.every))
    sources = [task for task in lower.tasks if shared.get(task.id)]
    same = ScoredLinker.of("task-same/3", relation="SAME_TASK_AS", least=2)
    found = same.link(sources, upper.tasks, _WithRivals(candidates, shared))
    return [link for link in found if link.target in shared[link.source]]


def _common(a: Collection[str], b: Collection[str]) -> set[str]:
    """The anchors that two documents have in common: tasks, unless one of them has none in a document of both."""
    documents = {document_of(unit) for unit in a} & {document_of(unit) for unit in b}
    sides = [{u for u in side if label_of(u) == "Task" and document_of(u) in documents} for side in (a, b)]
    return sides[0] & sides[1] if all(sides) else set(a) & set(b)


def _shared(
    lower: Mapping[str, frozenset[str]], upper: Mapping[str, frozenset[str]], *, among: set[str]
) -> dict[str, set[str]]:
    """For each task of `lower`: the tasks of `upper` that share an anchor with it."""
    holders: dict[str, set[str]] = defaultdict(set)
    for task, anchors in upper.items():
        for anchor in anchors & among:
            holders[anchor].add(task)
    return {task: {t for a in anchors & among for t in holders[a]} for task, anchors in lower.items()}


@dataclass(frozen=True, slots=True)
class _WithRivals:
    """The candidates that share an anchor with the source, and the nearest others."""

    source: CandidateSource
    shared: Mapping[str, set[str]]

    def prepare(self, units: Sequence[Unit], *, closely: bool = False) -> None:
        self.source.prepare(units, closely=closely)

    def candidates(
        self, unit: Unit, *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[Candidate]:
        shared = self.shared[unit.id]
        found = self.source.candidates(unit, among=among, limit=_RIVALS, closely=closely)
        if shared - {c.unit.id for c in found}:  # seldom: what shares an anchor is mostly among the nearest
            every = self.source.candidates(unit, among=among, limit=len(among), closely=closely)
            found = [c for n, c in enumerate(every) if n < _RIVALS or c.unit.id in shared]
        return found[:limit]

    def each(
        self, units: Sequence[Unit], *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[list[Candidate]]:
        self.prepare([*among, *units], closely=closely)
        return [self.candidates(unit, among=among, limit=limit, closely=closely) for unit in units]

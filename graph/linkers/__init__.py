"""Linkers: candidates, features, a scored decision, two quotes. `link_document` runs them for one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.cypher import document_of
from graph.linkers.base import CandidateSource, Unit
from graph.linkers.common import Carried, Common, carried
from graph.linkers.scored import ScoredLinker
from graph.linkers.targets import TargetLinker
from ontology.types import Link

__all__ = ["link_document"]


def link_document(
    units: Sequence[Unit],
    upstream: Mapping[str, Sequence[Unit]],
    candidates: CandidateSource,
    *,
    above: Carried | None = None,
) -> list[Link]:
    """The links of one document up to each upstream document and within itself.

    `units` are the document's tasks, body clauses and targets; `upstream` maps document ids to theirs, and `above`
    tells what those units carry out further up, which is evidence. The result depends on what is given alone, not on
    the order of the mappings. Links to documents beside it come after (`link_same_tasks`), since they go by way of
    what both carry out.
    """
    own, above = _by_kind(units), above or {}
    out: list[Link] = []
    for document in sorted(upstream, key=lambda d: (_reach(upstream[d], above), d)):
        theirs = _by_kind(upstream[document])
        common = Common(carried(out), above)
        for source, target, linker in _upward():
            # Where the upstream document lists tasks, a task carries out those; its clauses follow over DETAILS.
            if (source, target) == ("task", "clause") and theirs["task"]:
                continue
            out += linker.link(own[source], theirs[target], candidates, common=common)
        out += TargetLinker().link(own["target"], theirs["target"], candidates)
    details = ScoredLinker.of("task-detail/5", relation="DETAILS", least=2)
    # A plan's tasks and clauses carry out much the same, so what they have in common above tells little within it.
    out += details.link(own["task"], own["clause"], candidates)
    return out


def _reach(units: Sequence[Unit], above: Carried) -> int:
    """How many documents the units carry out: the fewer, the further up, and the sooner it is evidence."""
    return len({document_of(clause) for unit in units for clause in above.get(unit.id, ())})


def _upward() -> tuple[tuple[str, str, ScoredLinker], ...]:
    return (
        ("task", "task", ScoredLinker.of("task-task/2")),
        ("task", "clause", ScoredLinker.of("task-clause/5")),
        ("clause", "clause", ScoredLinker.of("clause-clause/5", wide=24)),
    )


def _by_kind(units: Sequence[Unit]) -> dict[str, list[Unit]]:
    """The units by kind. A task without a number is stated in the body: it is linked as the clause that states it."""
    out: dict[str, list[Unit]] = {"task": [], "clause": [], "target": []}
    for unit in units:
        if unit.kind != "task" or unit.label:
            out[unit.kind].append(unit)
    return out

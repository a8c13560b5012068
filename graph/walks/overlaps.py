"""Which tasks of two documents are the same, and which only one of them has: two provinces side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.store import GraphStore, Query
from graph.walks.briefs import Brief, all_briefs
from graph.walks.chain import STATED, Step
from graph.walks.documents import document_id
from ontology.errors import InputError

_PAIRS = (
    "MATCH (a:Task {{document: $first}}){pattern}(b:Task {{document: $second}}) WHERE r.status IN $statuses "
    "RETURN {ends}, type(r) AS relation, r.grade AS grade, r.score AS score, r.status AS status, r.method AS method, "
    "r.source_quote AS source_quote, r.target_quote AS target_quote, coalesce(r.suspect, false) AS suspect"
)
#: A link of two equals is kept once, whichever end it began at.
_WAYS = (
    ("-[r:SAME_TASK_AS]->", "a.id AS source, b.id AS target"),
    ("<-[r:SAME_TASK_AS]-", "b.id AS source, a.id AS target"),
)


@dataclass(frozen=True, slots=True)
class SameTask:
    """A task of the first document and the one of the second that it is the same as, with the link between them."""

    first: Brief
    second: Brief
    step: Step


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs, surest first, and the tasks without one, as printed."""

    first: str
    second: str
    pairs: tuple[SameTask, ...]
    only_first: tuple[Brief, ...]
    only_second: tuple[Brief, ...]


def overlaps(store: GraphStore, first: str, second: str) -> Overlaps:
    """The tasks of two documents against each other. Raises NotFound, and InputError for one document twice."""
    for document in (first, second):
        document_id(store, document)
    if first == second:
        raise InputError("two different documents are compared")
    left, right = (all_briefs(store, "Task", document=document) for document in (first, second))
    pairs = []
    for step in _steps(store, first, second):
        one, other = (step.source, step.target) if step.source in left else (step.target, step.source)
        pairs.append(SameTask(left[one], right[other], step))
    pairs.sort(key=lambda pair: (-(pair.step.score or 0), pair.first.id, pair.second.id))
    return Overlaps(
        first,
        second,
        tuple(pairs),
        _without(left, [pair.first.id for pair in pairs]),
        _without(right, [pair.second.id for pair in pairs]),
    )


def _steps(store: GraphStore, first: str, second: str) -> list[Step]:
    params = {"first": first, "second": second, "statuses": list(STATED)}
    texts = [_PAIRS.format(pattern=pattern, ends=ends) for pattern, ends in _WAYS]
    return [Step(**row) for text in texts for row in store.read(Query(text, params))]


def _without(tasks: dict[str, Brief], paired: Sequence[str]) -> tuple[Brief, ...]:
    return tuple(task for id, task in tasks.items() if id not in set(paired))

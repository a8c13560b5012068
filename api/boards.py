"""Deadlines, links and provinces as the boards of the page show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

from api import drawing
from api import schemas as s
from api import schemas_board as b
from api.schemas_results import UnitRef
from graph import walks
from graph.store import GraphStore
from ontology.codec import dump
from ontology.ids import link_id


def deadlines(tasks: Iterable[s.Task]) -> b.Deadlines:
    """When some tasks are due, in all and by the agency that leads them (busiest first)."""
    found = list(tasks)
    days = Counter(task.deadline.end for task in found)
    kinds = Counter(task.deadline.kind for task in found if task.deadline.end is None)
    led: dict[str, Counter[date | None]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for task in found:
        for lead in task.lead:
            led[lead.id][task.deadline.end] += 1
            names[lead.id] = lead.name
    busiest = sorted(led, key=lambda id: (-led[id].total(), names[id], id))
    return b.Deadlines(
        total=len(found),
        days=[count for count in _days(days) if count.day is not None],
        undated=[b.KindCount(kind=kind, tasks=n) for kind, n in sorted(kinds.items())],
        agencies=[b.AgencyDays(id=id, name=names[id], days=_days(led[id])) for id in busiest],
    )


def _days(counts: Counter[date | None]) -> list[b.DayCount]:
    ordered = sorted(counts.items(), key=lambda item: (item[0] is None, item[0]))
    return [b.DayCount(day=day, tasks=n) for day, n in ordered]


_LABELS: dict[b.UnitKind, str] = {"clause": "Clause", "task": "Task", "target": "Target"}


def joined(
    store: GraphStore, id: str, direction: Literal["up", "down"], kinds: Collection[b.UnitKind]
) -> list[b.Joined]:
    """What a unit, or the units of a document or an agency, are linked with. Raises NotFound."""
    labels = [_LABELS[kind] for kind in kinds or _LABELS]
    found = walks.joined(store, id, direction, labels=labels)
    return [b.Joined(id=unit, units=[_unit(other) for other in others]) for unit, others in found.items()]


def _unit(other: walks.Joined) -> b.JoinedUnit:
    step = other.step
    return b.JoinedUnit(
        **{key: value for key, value in dump(other.unit).items() if key in UnitRef.model_fields},
        link=link_id(step.source, step.relation, step.target),
        relation=step.relation,
        grade=step.grade,
        score=step.score,
        status=step.status,
        suspect=step.suspect,
    )


def overlaps(store: GraphStore, first: str, second: str) -> b.Overlaps:
    """The tasks of two documents against each other. Raises NotFound, InputError."""
    found = walks.overlaps(store, first, second)
    firsts = drawing.nodes(store, [pair.first for pair in found.pairs])
    seconds = drawing.nodes(store, [pair.second for pair in found.pairs])
    pairs = [
        b.SameTask(
            first=first,
            second=second,
            link=link_id(pair.step.source, pair.step.relation, pair.step.target),
            grade=pair.step.grade,
            score=pair.step.score,
            status=pair.step.status,
            suspect=pair.step.suspect,
        )
        for first, second, pair in zip(firsts, seconds, found.pairs, strict=True)
    ]
    return b.Overlaps(
        first=first,
        second=second,
        pairs=pairs,
        only_first=drawing.nodes(store, found.only_first),
        only_second=drawing.nodes(store, found.only_second),
    )


def impact(store: GraphStore, id: str) -> b.Impact:
    """Everything below a clause, task or document that is stated to carry it out. Raises NotFound."""
    found = walks.impact(store, id)
    return b.Impact(
        root=id,
        units=drawing.nodes(store, found.units),
        tasks=[task.id for task in found.tasks],
        documents=list(found.documents),
        agencies=list(found.agencies),
    )


def provinces(store: GraphStore, document: str) -> b.Provinces:
    """The clauses of a document by province. Raises NotFound."""
    found = walks.provinces(store, document)
    return b.Provinces(
        document=document,
        places=[b.PlaceDocuments(place=place, documents=list(ids)) for place, ids in found.places.items()],
        rows=[b.ClauseByPlace.model_validate(row) for row in found.rows],
    )

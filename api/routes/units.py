"""Clauses, tasks, targets and agencies, each by its id; tasks and targets by what they say.

Ids hold "#" and ":", so a caller percent-encodes them: /tasks/225-kh-ubnd.tien-giang.2025%23task%3A12.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from api import boards, reading
from api import schemas as s
from api import schemas_board as b
from api.deps import AtMost, InStore, Offset, in_order, page
from api.finding import find_places
from api.schemas_results import ClauseDetail, Result, TargetDetail, TaskDetail
from api.selecting import TaskChoice, select_tasks
from graph import walks
from ontology.types import DeadlineKind

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many items")]


@router.get("/clauses/{id:path}", tags=["clauses"], summary="One clause")
def clause(id: str, store: InStore) -> ClauseDetail:
    """A piece of a document's text, how many links run into it and out of it, and what reports tell of it."""
    return ClauseDetail(**reading.clause(store, id).model_dump(), results=_told_of(store, id))


def _told_of(store: InStore, id: str) -> list[Result]:
    return [Result.model_validate(told) for told in walks.results_on(store, id)]


def _choice(
    store: InStore,
    agency: Annotated[str | None, Query(description="Agency id", examples=["so-y-te.tien-giang"])] = None,
    role: Annotated[
        Literal["lead", "coop"] | None, Query(description="What the agency does; any when unset")
    ] = None,
    document: Annotated[list[str] | None, Query(description="Document ids or numbers")] = None,
    place: Annotated[list[str] | None, Query(description="Places of the documents")] = None,
    due_from: Annotated[date | None, Query(description="Last day on or after")] = None,
    due_to: Annotated[date | None, Query(description="Last day on or before")] = None,
    kind: Annotated[
        list[DeadlineKind] | None, Query(description="Deadline kinds", examples=[["month"]])
    ] = None,
    reported: Annotated[
        bool | None, Query(description="Only tasks that some report tells of, or only the others")
    ] = None,
    inherited: Annotated[
        bool, Query(description="Also the tasks of the agencies whose duties came to `agency`")
    ] = False,
) -> TaskChoice:
    in_order(due_from, due_to, "due")
    return TaskChoice(
        agency,
        role,
        tuple(walks.document_id(store, key) for key in document or ()),
        find_places(store, place or ()),
        due_from,
        due_to,
        tuple(kind or ()),
        reported,
        inherited,
    )


@router.get("/tasks", tags=["tasks"], summary="Tasks by agency, document, place and deadline")
def tasks(
    store: InStore, choice: Annotated[TaskChoice, Depends(_choice)], limit: Limit = 200, offset: Offset = 0
) -> s.Page[s.Task]:
    """Tasks that meet every condition, by their last day; undated ones stand last."""
    found = select_tasks(store, choice)
    return page(found, limit, offset)


@router.get("/deadlines", tags=["tasks"], summary="When tasks are due")
def deadlines(store: InStore, choice: Annotated[TaskChoice, Depends(_choice)]) -> b.Deadlines:
    """How many of the tasks that meet every condition are due on which day, in all and by leading agency."""
    return boards.deadlines(select_tasks(store, choice))


@router.get("/tasks/{id:path}", tags=["tasks"], summary="One task")
def task(id: str, store: InStore) -> TaskDetail:
    """A task with its agencies, its deadline and what reports tell of it."""
    reading.one(store, id, "Task", ("id",))
    return TaskDetail(**reading.tasks(store, [id])[0].model_dump(), results=_told_of(store, id))


@router.get("/targets", tags=["targets"], summary="Targets by document and indicator")
def targets(
    store: InStore,
    document: Annotated[str | None, Query(description="Document id or number")] = None,
    indicator: Annotated[str | None, Query(description="Indicator id")] = None,
    year: Annotated[int | None, Query(description="Year by which it is to be reached")] = None,
    limit: Limit = 200,
    offset: Offset = 0,
) -> s.Page[s.Target]:
    """Targets that meet every condition, as printed."""
    only = None if document is None else walks.document_id(store, document)
    if indicator is not None:
        reading.one(store, indicator, "Indicator", ("id",))
    found = [
        target
        for target in reading.targets(store, reading.unit_ids(store, "Target", only))
        if indicator in (None, target.indicator) and year in (None, target.period_end_year)
    ]
    return page(found, limit, offset)


@router.get("/targets/{id:path}", tags=["targets"], summary="One target")
def target(id: str, store: InStore) -> TargetDetail:
    """A target with its value, its owners and the figures that reports give for it."""
    reading.one(store, id, "Target", ("id",))
    return TargetDetail(**reading.targets(store, [id])[0].model_dump(), results=_told_of(store, id))


@router.get("/agencies", tags=["agencies"], summary="All agencies")
def agencies(store: InStore, limit: AtMost = None, offset: Offset = 0) -> s.Page[s.Agency]:
    """Every agency with how much it leads, coordinates and watches."""
    return page(reading.agencies(store), limit, offset)


@router.get("/agencies/{id}", tags=["agencies"], summary="One agency and its duties")
def agency(id: str, store: InStore) -> s.AgencyDetail:
    """An agency, its predecessors and successors, and its duties by deadline."""
    return reading.agency(store, id)

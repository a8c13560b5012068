"""Search and questions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import StringConstraints

from api import reading, schemas_ask
from api import schemas as s
from api.deps import InStore, InWorkspace, in_order
from api.finding import find_places
from graph import walks
from ontology.codec import dump, load
from ontology.errors import InputError
from search.types import Filters, Plan

router = APIRouter(tags=["search"])


def _filters(
    store: InStore,
    document: Annotated[list[str] | None, Query(description="Document ids or numbers")] = None,
    kind: Annotated[list[Literal["clause", "task", "target", "result"]] | None, Query()] = None,
    place: Annotated[
        list[str] | None, Query(description="Places of the documents", examples=[["Tiền Giang"]])
    ] = None,
    level: Annotated[
        list[str] | None, Query(description="Levels of the documents", examples=[["tỉnh"]])
    ] = None,
    agency: Annotated[str | None, Query(description="Agency id")] = None,
    role: Annotated[Literal["lead", "coop", "owner"] | None, Query()] = None,
    due_from: Annotated[date | None, Query(description="Deadline on or after")] = None,
    due_to: Annotated[date | None, Query(description="Deadline on or before")] = None,
    issued_from: Annotated[date | None, Query(description="Document dated on or after")] = None,
    issued_to: Annotated[date | None, Query(description="Document dated on or before")] = None,
) -> Filters:
    in_order(due_from, due_to, "due")
    in_order(issued_from, issued_to, "issued")
    if agency is not None:
        reading.one(store, agency, "Agency", ("id",))
    return Filters(
        documents=tuple(walks.document_id(store, key) for key in document or ()),
        kinds=tuple(kind or ()),
        places=find_places(store, place or ()),
        levels=tuple(level or ()),
        agency=agency,
        role=role,
        deadline_from=due_from,
        deadline_to=due_to,
        issued_from=issued_from,
        issued_to=issued_to,
    )


@router.get("/search", summary="Find clauses, tasks, targets and results")
def search(
    workspace: InWorkspace,
    filters: Annotated[Filters, Depends(_filters)],
    q: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
        Query(description="Words, a sentence or a document number"),
    ],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    offset: Annotated[int, Query(ge=0)] = 0,
    exact: Annotated[bool, Query(description="Search for the words as typed, misspelt or not")] = False,
) -> s.SearchPage:
    """The passages nearest to `q` in words and in meaning, best first, with why each one matched.

    A misspelt word that no text has is set right where that is sure: `query` and `repairs` tell.
    """
    page = workspace.search.search(q, filters=filters, limit=limit, offset=offset, repair=not exact)
    return s.SearchPage.model_validate(dump(page))


@router.post("/ask", summary="Answer a question in Vietnamese")
def ask(question: schemas_ask.Question, workspace: InWorkspace) -> schemas_ask.Answer:
    """The answer, how the question was understood, the rows that make it up, and the quotes that support it.

    A part of the understood plan may be changed: send the plan back as `plan`, edited.
    """
    if question.previous and question.plan:
        raise InputError(
            "`previous` and `plan` exclude each other", hint="an edited plan needs no previous one"
        )
    answer = workspace.ask(question.question, _plan(question.previous), plan=_plan(question.plan))
    return schemas_ask.Answer.model_validate(dump(answer))


def _plan(given: schemas_ask.Plan | None) -> Plan | None:
    return load(Plan, given.model_dump()) if given else None

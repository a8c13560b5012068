"""Results that reports tell: what was done, reached, issued, what falls short, and of which order."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from api import schemas as s
from api.deps import InStore, Offset
from api.finding import find_places
from api.routes.units import Limit
from api.schemas_results import Result
from graph import walks

router = APIRouter(tags=["results"])

Kind = Literal["done", "figure", "issued", "shortcoming", "cause", "proposal"]


def _choice(
    store: InStore,
    document: Annotated[list[str] | None, Query(description="Ids or numbers of the reports")] = None,
    kind: Annotated[list[Kind] | None, Query(description="What they tell")] = None,
    place: Annotated[list[str] | None, Query(description="Places of the reports")] = None,
    on: Annotated[
        str | None, Query(description="Id of the task, clause, target, document or indicator reported on")
    ] = None,
    agency: Annotated[str | None, Query(description="Id of who leads or watches what is reported on")] = None,
    linked: Annotated[bool, Query(description="Only those linked to a task, clause or target")] = False,
) -> walks.ResultChoice:
    documents = [walks.document_id(store, key) for key in document or ()]
    return walks.ResultChoice(documents, kind or (), find_places(store, place or ()), on, agency, linked)


@router.get("/results", summary="Results by report, kind, agency and what they report on")
def results(
    store: InStore,
    choice: Annotated[walks.ResultChoice, Depends(_choice)],
    limit: Limit = 200,
    offset: Offset = 0,
) -> s.Page[Result]:
    """Results that meet every condition, in the order of the reports, each with its quote and what it reports on."""
    found = walks.results(store, choice)
    items = [Result.model_validate(told) for told in found[offset : offset + limit]]
    return s.Page(items=items, total=len(found))


@router.get("/results/{id:path}", summary="One result")
def result(id: str, store: InStore) -> Result:
    """A result with its report and all that it reports on."""
    return Result.model_validate(walks.result(store, id))

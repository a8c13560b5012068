"""The linked graph: chains, neighbours, coverage, gaps, and which documents are linked with which."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api import boards, drawing
from api import schemas as s
from api import schemas_board as b
from api.deps import InStore
from api.schemas_around import Around
from graph import tables, walks

router = APIRouter()

Grade = Annotated[Literal[1, 2], Query(description="2: only what implements; 1: what contributes too")]
Limit = Annotated[int, Query(ge=1, le=300, description="At most so many nodes")]


@router.get("/trace/{id:path}", tags=["trace"], summary="The chain of a clause, task, target or document")
def trace(
    id: str,
    store: InStore,
    direction: Annotated[
        Literal["up", "down", "both"], Query(description="Towards the orders, or the work")
    ] = "both",
    depth: Annotated[int, Query(ge=1, le=8, description="How many links to follow")] = 4,
    grade: Grade = 1,
    candidates: Annotated[bool, Query(description="Follow links that are only candidates too")] = False,
    limit: Limit = 300,
) -> s.Graph:
    """Every node reached over stated links, and the links with their grades, scores and both quotes."""
    return drawing.trace(
        store, walks.id_of(store, id), direction, depth=depth, grade=grade, candidates=candidates, limit=limit
    )


@router.get("/graph/neighbours/{id:path}", tags=["graph"], summary="What stands next to a node")
def neighbours(id: str, store: InStore, limit: Limit = 60) -> s.Graph:
    """The nodes one edge away, whatever the relation, graded links first."""
    return drawing.neighbours(store, walks.id_of(store, id), limit=limit)


@router.get("/graph/around/{id:path}", tags=["graph"], summary="What stands around a node, by group")
def around(
    id: str,
    store: InStore,
    relation: Annotated[str | None, Query(description="Only over this relation", examples=["LED_BY"])] = None,
    direction: Annotated[Literal["out", "in"] | None, Query(description="From the node, or to it")] = None,
    kind: Annotated[str | None, Query(description="Only such neighbours", examples=["Task"])] = None,
    document: Annotated[str | None, Query(description="Only units of this document")] = None,
    each: Annotated[int, Query(ge=1, le=200, description="At most so many of each group")] = 6,
    offset: Annotated[int, Query(ge=0, description="Leave out so many of each group first")] = 0,
) -> Around:
    """The neighbours by relation, direction, kind and document, each group with its size and its first nodes."""
    choice = walks.GroupChoice(relation, direction, kind, document)
    return drawing.around(store, walks.id_of(store, id), each=each, offset=offset, choice=choice)


@router.get("/graph/documents", tags=["graph"], summary="The map of documents")
def document_map(store: InStore) -> s.Graph:
    """The documents that were read, those cited ones that join two of them, and the strongest relation of each pair."""
    return drawing.document_map(store)


@router.get("/coverage/{document:path}", tags=["coverage"], summary="How far a document is carried out")
def coverage(
    document: str,
    store: InStore,
    by: Annotated[
        list[str] | None, Query(description="Only links from these documents (ids or numbers) count")
    ] = None,
) -> s.Coverage:
    """Every clause of the document that says something, and what below carries it out, by section too."""
    only = None if by is None else [walks.document_id(store, key) for key in by]
    return s.Coverage.model_validate(walks.coverage(store, walks.document_id(store, document), by=only))


@router.get("/gaps", tags=["coverage"], summary="What nothing carries out")
def gaps(
    store: InStore,
    document: Annotated[str, Query(description="Document id or number", examples=["57-nq-tw.vn.2024"])],
) -> s.Gaps:
    """Clauses of a document that nothing carries out, and tasks of the documents below that serve nothing above."""
    return drawing.gaps(store, walks.document_id(store, document))


@router.get("/matrix", tags=["coverage"], summary="Two documents against each other")
def matrix(
    store: InStore,
    upstream: Annotated[str, Query(description="Id or number of the document that orders")],
    downstream: Annotated[str, Query(description="Id or number of the document that carries out")],
) -> s.Matrix:
    """Every linked unit of one document against every linked unit of the other; tasks are complete."""
    return drawing.matrix(store, *(walks.document_id(store, key) for key in (upstream, downstream)))


@router.get(
    "/matrix.csv",
    tags=["coverage"],
    summary="Two documents against each other, as a table",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def matrix_csv(
    store: InStore,
    upstream: Annotated[str, Query(description="Id or number of the document that orders")],
    downstream: Annotated[str, Query(description="Id or number of the document that carries out")],
) -> Response:
    """Clauses down, tasks across, grade and score of each link: a file for a spreadsheet."""
    ids = [walks.document_id(store, key) for key in (upstream, downstream)]
    text = tables.matrix_csv(walks.matrix(store, *ids))
    headers = {"Content-Disposition": 'attachment; filename="matrix.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/overlaps", tags=["coverage"], summary="The same tasks of two documents")
def overlaps(
    store: InStore,
    first: Annotated[str, Query(description="Id or number of a document", examples=["225/KH-UBND"])],
    second: Annotated[str, Query(description="Id or number of another")],
) -> b.Overlaps:
    """Tasks that both documents have, surest first, and those of each that the other lacks."""
    return boards.overlaps(store, *(walks.document_id(store, key) for key in (first, second)))


@router.get("/impact/{id:path}", tags=["coverage"], summary="What a change would touch")
def impact(id: str, store: InStore) -> b.Impact:
    """Everything below a clause and its parts (or a task, or a document) that is stated to carry it out."""
    return boards.impact(store, walks.id_of(store, id))


@router.get("/compare/{id:path}", tags=["coverage"], summary="A clause by province")
def compare(id: str, store: InStore) -> s.Page[s.PlaceRow]:
    """Every province that has a document, with what carries the clause out there; empty where nothing is stated."""
    items = drawing.compare(store, walks.id_of(store, id))
    return s.Page(items=items, total=len(items))


@router.get("/provinces/{document:path}", tags=["coverage"], summary="A document by province")
def provinces(document: str, store: InStore) -> b.Provinces:
    """Every clause of the document, and how many units of each province carry it out: the counts of `/compare`."""
    return boards.provinces(store, walks.document_id(store, document))


@router.get("/joined/{id:path}", tags=["trace"], summary="What units are linked with, one step away")
def joined(
    id: str,
    store: InStore,
    direction: Annotated[
        Literal["up", "down"], Query(description="What they serve, or what serves them")
    ] = "up",
    kind: Annotated[list[b.UnitKind] | None, Query(description="Only these units; any when unset")] = None,
) -> s.Page[b.Joined]:
    """The units of a document or an agency, or one unit, each with the units of other documents linked with it."""
    items = boards.joined(store, walks.id_of(store, id), direction, kind or ())
    return s.Page(items=items, total=len(items))

"""The service itself: its health, the legend of relations, and documents sent to it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.responses import Response

from api import schemas as s
from api.auth import curator
from api.deps import InWorkspace
from api.schemas_service import Health, IngestReport, ModelChange
from graph.store import Query
from ontology.codec import dump
from ontology.errors import LimitExceeded
from ontology.rdf import ontology_turtle
from ontology.relations import RELATIONS

router = APIRouter(tags=["service"])


@router.get("/health", summary="Whether the service answers")
def health(request: Request, workspace: InWorkspace) -> Health:
    """The version, how many documents have been read, and how far a change of model is."""
    rows = workspace.store.read(Query("MATCH (d:Document) WHERE NOT d.stub RETURN count(d) AS n"))
    switch = workspace.switch
    return Health(
        version=version("truyvet"),
        documents=rows[0]["n"],
        page=request.app.state.page,
        model_change=ModelChange.model_validate(dump(switch.progress)) if switch else None,
    )


@router.get("/relations", summary="The legend: every relation of the graph")
def relations() -> s.Page[s.Relation]:
    """Names, ends and inverse of each relation, with its words in Vietnamese and English."""
    items = [s.Relation.model_validate(dump(row)) for row in RELATIONS.values()]
    return s.Page(items=items, total=len(items))


@router.get(
    "/ontology",
    summary="The ontology of the RDF",
    response_class=Response,
    responses={200: {"content": {"text/turtle": {"schema": {"type": "string"}}}}},
)
def ontology() -> Response:
    """Classes, properties, vocabularies and SHACL shapes as Turtle, with words in Vietnamese and English."""
    return Response(ontology_turtle(), media_type="text/turtle; charset=utf-8")


@router.post("/ingest", summary="Add documents", dependencies=[Depends(curator)], tags=["ingest"])
def ingest(
    files: Annotated[list[UploadFile], File()], workspace: InWorkspace, request: Request
) -> IngestReport:
    """Read, store, index and link the sent files; the report names what became of each of them."""
    reports = [workspace.ingest_upload(file.filename or "", _bytes(request, file)) for file in files]
    outcomes = [dump(outcome) for report in reports for outcome in report.files]
    return IngestReport(files=outcomes, links=reports[-1].links)


def _bytes(request: Request, file: UploadFile) -> bytes:
    limit: int = request.app.state.settings.max_upload_mb << 20
    data = file.file.read(limit + 1)
    if len(data) > limit:
        hint = f"at most {limit >> 20} MB a file; TRUYVET_MAX_UPLOAD_MB sets it"
        raise LimitExceeded("the file is too large", document=file.filename, hint=hint)
    return data

"""Documents and what each holds."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api import doubts as doubted
from api import reading
from api import schemas as s
from api.auth import curator
from api.deps import AtMost, InStore, InWorkspace, Offset, page
from api.schemas_doubts import Doubt
from api.schemas_service import Deleted
from graph import walks

router = APIRouter(prefix="/documents", tags=["documents"])


@router.get("", summary="All documents")
def documents(store: InStore, limit: AtMost = None, offset: Offset = 0) -> s.Page[s.DocumentSummary]:
    """Every document with what it holds and how far it is carried out; `stub` marks those that are only cited."""
    return page(reading.summaries(store), limit, offset)


@router.get("/{id:path}/clauses", summary="A document's text")
def clauses(id: str, store: InStore, limit: AtMost = None, offset: Offset = 0) -> s.Page[s.Clause]:
    """Every piece of the text in reading order; `parent` makes it a tree. Nothing is left out."""
    return page(reading.clauses(store, walks.document_id(store, id)), limit, offset)


@router.get("/{id:path}/tasks", summary="A document's tasks")
def tasks(id: str, store: InStore, limit: AtMost = None, offset: Offset = 0) -> s.Page[s.Task]:
    """The tasks of its annexes and clauses, as printed."""
    ids = reading.unit_ids(store, "Task", walks.document_id(store, id))
    return page(reading.tasks(store, ids), limit, offset)


@router.get("/{id:path}/targets", summary="A document's targets")
def targets(id: str, store: InStore, limit: AtMost = None, offset: Offset = 0) -> s.Page[s.Target]:
    """The targets that it sets, as printed."""
    ids = reading.unit_ids(store, "Target", walks.document_id(store, id))
    return page(reading.targets(store, ids), limit, offset)


@router.get("/{id:path}/doubts", summary="What of a document to look at")
def doubts(id: str, store: InStore, limit: AtMost = None, offset: Offset = 0) -> s.Page[Doubt]:
    """What was read with a doubt or could not be placed, the gravest first, each with its words and its clause."""
    return page(doubted.doubts(store, walks.document_id(store, id)), limit, offset)


@router.get("/{id:path}", summary="One document")
def document(id: str, store: InStore) -> s.DocumentDetail:
    """A document by its id or number, the documents that it stands on, changes or names, and those that name it."""
    return reading.document(store, id)


@router.delete("/{id:path}", summary="Remove a document", dependencies=[Depends(curator)], tags=["ingest"])
def delete(id: str, workspace: InWorkspace) -> Deleted:
    """Remove a document, by its id or number, with exactly what it brought; what others cite stays as a stub."""
    return Deleted(deleted=workspace.delete(id))

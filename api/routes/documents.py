"""Documents and what each holds."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api import doubts as doubted
from api import reading
from api import schemas as s
from api.auth import curator
from api.deps import InStore, InWorkspace
from api.schemas_doubts import Doubt
from api.schemas_service import Deleted
from graph import walks
from ontology.errors import NotFound

router = APIRouter(prefix="/documents", tags=["documents"])


@router.get("", summary="All documents")
def documents(store: InStore) -> s.Page[s.DocumentSummary]:
    """Every document with what it holds and how far it is carried out; `stub` marks those that are only cited."""
    items = reading.summaries(store)
    return s.Page(items=items, total=len(items))


@router.get("/{id}/clauses", summary="A document's text")
def clauses(id: str, store: InStore) -> s.Page[s.Clause]:
    """Every piece of the text in reading order; `parent` makes it a tree. Nothing is left out."""
    items = reading.clauses(store, id)
    return s.Page(items=items, total=len(items))


@router.get("/{id}/tasks", summary="A document's tasks")
def tasks(id: str, store: InStore) -> s.Page[s.Task]:
    """The tasks of its annexes and clauses, as printed."""
    items = reading.tasks(store, reading.unit_ids(store, "Task", id))
    return s.Page(items=items, total=len(items))


@router.get("/{id}/targets", summary="A document's targets")
def targets(id: str, store: InStore) -> s.Page[s.Target]:
    """The targets that it sets, as printed."""
    items = reading.targets(store, reading.unit_ids(store, "Target", id))
    return s.Page(items=items, total=len(items))


@router.get("/{id}/doubts", summary="What of a document to look at")
def doubts(id: str, store: InStore) -> s.Page[Doubt]:
    """What was read with a doubt or could not be placed, the gravest first, each with its words and its clause."""
    items = doubted.doubts(store, id)
    return s.Page(items=items, total=len(items))


@router.get("/{id:path}", summary="One document")
def document(id: str, store: InStore) -> s.DocumentDetail:
    """A document by its id or number, the documents that it stands on, changes or names, and those that name it."""
    return reading.document(store, id)


@router.delete("/{id:path}", summary="Remove a document", dependencies=[Depends(curator)])
def delete(id: str, workspace: InWorkspace) -> Deleted:
    """Remove a document with exactly what it brought; where others cite it, it stays as a cited one."""
    found = walks.document(workspace.store, id)
    if found.stub:
        raise NotFound(f"{found.number or found.id} is only cited, it was never read")
    workspace.delete(found.id)
    return Deleted(document=found.id)

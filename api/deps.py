"""What every route needs: the open workspace of the running service, and what holds for every read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from typing import Annotated, TypeVar

from fastapi import Depends, HTTPException, Query, Request, Response
from fastapi.dependencies.models import Dependant

from api.pipeline import Workspace
from api.schemas import Page
from graph.store import GraphStore
from ontology.errors import InputError

T = TypeVar("T")


def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


def _store(request: Request) -> GraphStore:
    return _workspace(request).store


InWorkspace = Annotated[Workspace, Depends(_workspace)]
InStore = Annotated[GraphStore, Depends(_store)]
AtMost = Annotated[int | None, Query(ge=1, description="At most so many items; all when unset")]
Offset = Annotated[int, Query(ge=0, description="Leave out so many items first")]


def page(items: Sequence[T], limit: int | None, offset: int) -> Page[T]:
    """A part of a list, with the count of all."""
    end = None if limit is None else offset + limit
    return Page(items=list(items[offset:end]), total=len(items))


def only_known(request: Request) -> None:
    """Refuses a parameter that the call does not have: left unread, a misspelt condition would seem to hold."""
    known = _parameters(request.scope["route"].dependant)
    for name in request.query_params:
        if name not in known:
            raise InputError(
                f"no such parameter: {name!r}", hint="possible: " + (", ".join(sorted(known)) or "none")
            )


def _parameters(call: Dependant) -> set[str]:
    own = {field.alias for field in call.query_params}
    return own.union(*(_parameters(part) for part in call.dependencies))


def fresh(request: Request, response: Response, store: InStore) -> None:
    """Names the state that a read is of, and ends it with 304 where the caller has that state already."""
    if request.method != "GET":
        return
    # The state is named before it is read: what a caller keeps under a name is never older than the name.
    told = f"{version('truyvet')} {store.revision()}"
    tag = f'"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:
        raise HTTPException(304, headers=headers)
    response.headers.update(headers)


def in_order(first: date | None, last: date | None, what: str) -> None:
    """Raises InputError where no day lies between two."""
    if first and last and first > last:
        raise InputError(f"{what}_from {first} is after {what}_to {last}")

"""What every route needs: the open workspace of the running service."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.pipeline import Workspace
from graph.store import GraphStore


def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


def _store(request: Request) -> GraphStore:
    return _workspace(request).store


InWorkspace = Annotated[Workspace, Depends(_workspace)]
InStore = Annotated[GraphStore, Depends(_store)]

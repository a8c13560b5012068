"""The service over the shared samples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pipeline import Workspace
from tests.api.calling import Caller


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> Iterator[TestClient]:
    """A client of it; whoever writes takes a store of their own."""
    with Caller(create_app(workspace)) as opened:
        yield opened

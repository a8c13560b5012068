"""Engines for the tests of the graph: each registered one, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store import STORES, GraphStore, open_store
from tests.neo4j_fixture import (
    neo4j_current,
    neo4j_current_process,
    neo4j_process,
    neo4j_server,
    open_neo4j,
)

__all__ = ["neo4j_current", "neo4j_current_process", "neo4j_process", "neo4j_server"]

#: Opens the store of one engine, again and again at one place that a test finds empty.
Open = Callable[[], GraphStore]
#: The fixture of the server, where an engine has one; the current line of Neo4j runs what each engine runs.
SERVERS = {"neo4j": "neo4j_server", "neo4j-current": "neo4j_current"}
ENGINES = (*STORES, "neo4j-current")


@pytest.fixture(
    params=[pytest.param(name, marks=(pytest.mark.neo4j,) if name in SERVERS else ()) for name in ENGINES]
)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Each engine in turn; what was opened is closed after the test."""
    opened: list[GraphStore] = []
    server = request.getfixturevalue(SERVERS[request.param]) if request.param in SERVERS else None

    def open_again() -> GraphStore:
        store = open_neo4j(server) if server else open_store(f"{request.param}:{tmp_path / 'graph.db'}")
        opened.append(store)
        return store

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Open) -> GraphStore:
    """An empty store of each engine in turn."""
    return opener()

"""One real Neo4j server for all tests of a run; each test finds it empty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from graph.store import GraphStore, open_store
from scripts.neo4j_server import CURRENT, LTS, Neo4jServer, ServerMissing

#: What the tests run on: `make testneo4j` runs them all on the current line.
VERSION = os.environ.get("TRUYVET_TEST_NEO4J") or LTS


def new_server(version: str = VERSION, **options: Any) -> Neo4jServer:
    """A server of a test's own, not started. Without Java and Maven the test is skipped, in CI it fails."""
    try:
        return Neo4jServer(version=version, **options)
    except ServerMissing as exc:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs the real server: {exc}")
        pytest.skip(str(exc))


@pytest.fixture(scope="session")
def neo4j_process() -> Iterator[Neo4jServer]:
    """The server of most tests, started at the first that asks."""
    with new_server() as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_current_process(neo4j_process: Neo4jServer) -> Iterator[Neo4jServer]:
    """A server of the current line; the same one where every test runs on that line."""
    if neo4j_process.version == CURRENT:
        yield neo4j_process
        return
    with new_server(CURRENT) as server:
        yield server


def empty(server: Neo4jServer) -> None:
    """Remove every node; indexes stay."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.url, auth=("neo4j", server.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture
def neo4j_server(neo4j_process: Neo4jServer) -> Neo4jServer:
    """The running server with an empty database."""
    empty(neo4j_process)
    return neo4j_process


@pytest.fixture
def neo4j_current(neo4j_current_process: Neo4jServer) -> Neo4jServer:
    """A running server of the current line with an empty database."""
    empty(neo4j_current_process)
    return neo4j_current_process


def open_neo4j(server: Neo4jServer, **options: Any) -> GraphStore:
    """The store on `server`."""
    return open_store(server.url, **{"password": server.password, **options})

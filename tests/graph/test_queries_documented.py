"""Every query of docs/queries.md runs as it stands, asks for what is there, and gives the same rows on both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.pipeline import Workspace
from graph.adhoc import QueryResult, run_cypher, run_sparql
from graph.cypher import PROPERTIES
from graph.query_examples import EXAMPLES
from graph.query_notes import EDGE_PROPERTIES, INDEX_PROPERTIES, notes
from graph.store import GraphStore, Query
from scripts.neo4j_server import Neo4jServer
from search.service import SearchService
from tests.conftest import ROOT, WordEmbedder
from tests.graph.test_engines_agree import same
from tests.neo4j_fixture import empty, open_neo4j

_FENCE = re.compile(r"^(?P<title>[^\n]+):\n```(?P<language>cypher|sparql)\n(?P<text>.*?)^```", re.M | re.S)
DOCUMENTED = [m.groupdict() for m in _FENCE.finditer((ROOT / "docs" / "queries.md").read_text("utf-8"))]
every = pytest.mark.parametrize("query", DOCUMENTED, ids=lambda q: q["title"])


def run(store: GraphStore, query: dict[str, str]) -> QueryResult:
    ask = run_cypher if query["language"] == "cypher" else run_sparql
    return ask(store, query["text"])


def test_there_are_queries_in_both_languages() -> None:
    told = [query["language"] for query in DOCUMENTED]
    assert told.count("cypher") >= 15
    assert told.count("sparql") >= 5
    text = (ROOT / "docs" / "queries.md").read_text("utf-8")
    assert len(DOCUMENTED) == len(re.findall(r"^```(?:cypher|sparql)", text, re.M))


@every
def test_a_documented_query_finds_something_and_asks_for_what_is_there(
    workspace: Workspace, query: dict[str, str]
) -> None:
    found = run(workspace.store, query)
    assert found.rows
    assert found.notes == ()


@pytest.fixture(scope="module")
def neo4j(neo4j_process: Neo4jServer, samples: Path) -> Iterator[GraphStore]:
    empty(neo4j_process)
    store = open_neo4j(neo4j_process)
    with Workspace(store, SearchService(store, WordEmbedder())) as opened:
        opened.ingest([samples])
        yield store


@pytest.mark.neo4j
@every
def test_both_engines_give_the_same_rows(
    workspace: Workspace, neo4j: GraphStore, query: dict[str, str]
) -> None:
    left, right = run(workspace.store, query), run(neo4j, query)
    assert left.columns == right.columns
    same(list(left.rows), list(right.rows))


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("cypher", "MATCH (t:Tasks) RETURN t.title", ["label 'Tasks'", "'Task'"]),
        ("cypher", "MATCH (t:Task)-[:LEDBY]->(a) RETURN a.name", ["relation 'LEDBY'", "'LED_BY'"]),
        ("cypher", "MATCH (t:Task) RETURN t.deadlineEnd", ["property 'deadlineEnd'", "'deadline_end'"]),
        ("cypher", "MATCH (t:Task {number: '1', numbr: 2}) RETURN t.id", ["property 'numbr'", "'number'"]),
        ("cypher", "MATCH (t:Task|Claus) WHERE t:Foo RETURN t.id", ["label 'Claus'", "label 'Foo'"]),
        (
            "sparql",
            "SELECT ?t { ?t a tv:task ; tv:deadlineEnd ?d }",
            ["name in the ontology 'tv:task'", "'tv:Task'"],
        ),
    ],
)
def test_a_name_that_nothing_bears_is_noted(language: str, text: str, names: list[str]) -> None:
    told = " ".join(notes(language, text)).replace(" is called", "")
    for name in names:
        assert name in told


@pytest.mark.parametrize(
    "text",
    [
        "WITH {foo: 1} AS m RETURN m.foo, date('2025-01-01').year, date.truncate('month', date())",
        "MATCH p = (t:Task)-[:IMPLEMENTS*1..2]->(c) RETURN [n IN nodes(p) WHERE n:Task | n.no] AS nos",
        "MATCH (n:Task) RETURN collect(n {.id, other: n.no}) AS tasks",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (t:Task) WHERE EXISTS { MATCH (t)-[r:IMPLEMENTS|DETAILS]->(:Clause|Task) } RETURN t.where, t.end",
        *(example.text for example in EXAMPLES if example.language == "cypher"),
    ],
)
def test_what_a_query_makes_for_itself_is_not_noted(text: str) -> None:
    assert notes("cypher", text) == ()


def test_what_operations_shows_asks_for_what_is_there(workspace: Workspace) -> None:
    shown = re.findall(r"^(MATCH .*?);", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.M)
    assert len(shown) >= 3
    for text in shown:
        found = run_cypher(workspace.store, text)
        assert [list(row.values()) for row in found.rows] == [[0]]
        assert found.notes == ()


def test_every_property_of_the_store_is_known_to_the_notes(workspace: Workspace) -> None:
    def keys(text: str) -> set[str]:
        return {key for row in workspace.store.read(Query(text)) for key in row["names"]}

    known: set[Any] = {"id", *(name for table in PROPERTIES.values() for name in table)}
    assert keys("MATCH ()-[r]->() RETURN DISTINCT keys(r) AS names") - {"type"} <= set(EDGE_PROPERTIES)
    for label in PROPERTIES:
        assert (
            keys(f"MATCH (n:{label}) RETURN DISTINCT keys(n) AS names") - {"type", *INDEX_PROPERTIES} <= known
        )

"""Ad-hoc Cypher on a real server: what it may not do, and what it may take there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import command, commands_query  # noqa: F401  (registers the command)
from api.app import create_app
from api.pipeline import Workspace
from graph.adhoc import Limits, run_cypher, run_sparql
from graph.cypher_guard import check_stoppable, guarded
from graph.facts import facts
from graph.query_examples import EXAMPLES
from graph.store import GraphStore, Query, open_store
from ontology.errors import LimitExceeded, QueryRefused
from scripts.neo4j_server import Neo4jServer
from search.service import SearchService
from tests.api.calling import Caller
from tests.conftest import WordEmbedder
from tests.graph.factory import document
from tests.neo4j_fixture import open_neo4j

SLOW = (
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b UNWIND range(1, 9) AS c RETURN count(a + b + c)"
)
#: Each needs the guard: the server, asked without it, goes on past its clock or fills its heap.
UNSTOPPABLE = (
    "RETURN reduce(s = 'a', i IN range(1, 40) | s + s) AS x",
    "RETURN `reduce`(s = 0, i IN range(1, 40) | s + i) AS x",
    "RETURN size([i IN range(1, 1000000000) WHERE i % 7 = 3]) AS x",
    "RETURN size(range(1, $n)) AS x",
    "RETURN [i IN range(1, 9999) | size([j IN range(1, 9999) WHERE j = i])] AS x",
    "WITH range(1, 99) AS l RETURN all(a IN l WHERE any(b IN l WHERE b = a)) AS x",
    "WITH range(1, 9999) AS a " + "WITH a + a AS a " * 14 + "RETURN size([x IN a WHERE x = 7]) AS n",
    "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaa' =~ '(a+a+)+b' AS x",
)
#: What stays refused where someone got past the guard.
REFUSED_BY_THE_SERVER = (
    "CREATE (n:X)",
    "MATCH (n) SET n.x = 1 RETURN n",
    "MATCH (n) DETACH DELETE n",
    "CREATE INDEX x FOR (n:X) ON (n.y)",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
)
REFUSED_BY_THE_GUARD = (
    "LOAD CSV FROM 'file:///in.csv' AS row RETURN row",
    "CALL dbms.listConfig()",
    "CALL dbms.components()",
    "CALL db.awaitIndexes(1)",
    "SHOW USERS",
    "SHOW TRANSACTIONS",
)


@pytest.mark.parametrize("text", UNSTOPPABLE)
def test_what_a_server_could_not_stop_is_refused(text: str) -> None:
    guarded(text)  # which the embedded engine, in a process that can be ended, answers or ends
    with pytest.raises(QueryRefused):
        check_stoppable(guarded(text))


@pytest.mark.parametrize(
    "text",
    [
        "UNWIND range(-3, 10) AS i RETURN i",
        "RETURN range(0, 100, 5) AS x",
        "MATCH p = (a)-[*..3]->(b) RETURN [n IN nodes(p) | n.id] AS ids, a.x + b.x AS y",
        "MATCH (n) WHERE n.no IN ['1'] AND (n.a IN n.b) RETURN [x IN labels(n) | x], all(x IN n.b WHERE x > 1)",
        *(example.text for example in EXAMPLES if example.language == "cypher"),
    ],
)
def test_ordinary_queries_are_not(text: str) -> None:
    check_stoppable(guarded(text))


@pytest.fixture
def store(neo4j_server: Neo4jServer) -> Iterator[GraphStore]:
    opened = open_neo4j(neo4j_server)
    opened.write(facts(document()))
    yield opened
    opened.close()


@pytest.mark.neo4j
def test_answers_are_those_of_the_embedded_engine(store: GraphStore) -> None:
    embedded = open_store("embedded::memory:")
    embedded.write(facts(document()))
    texts = [(e.text, e.params) for e in EXAMPLES if e.language == "cypher"]
    texts += [
        ("MATCH (t:Task {no: $no}) RETURN t.no AS no, t.title AS title", {"no": "2"}),
        (
            "MATCH p = (t:Task {no: '1'})-[r:LED_BY]->(a) RETURN r, [n IN nodes(p) | n.id] AS ids, length(p) AS n",
            {},
        ),
        ("RETURN date('2025-01-02') AS d, duration('P1DT3H') AS u, {a: [1, 2.5, null]} AS m", {}),
        ("RETURN $x AS x", {"x": "' CREATE (n) //"}),
    ]
    for text, params in texts:
        assert run_cypher(store, text, params) == run_cypher(embedded, text, params)
    embedded.close()
    path = run_cypher(
        store, "MATCH p = (t:Task {no: '1'})-[:LED_BY]->() RETURN t, p, datetime() AS now"
    ).rows[0]
    assert path["t"]["labels"] == ["Task"]
    assert not {"embedding", "terms"} & set(path["t"])
    assert [len(path["p"][key]) for key in ("nodes", "relationships")] == [2, 1]


@pytest.mark.neo4j
def test_nothing_is_written_administered_or_imported(
    store: GraphStore, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (neo4j_server.home / "import" / "in.csv").write_text("a,b\n")
    count = Query("MATCH (n) RETURN count(n) AS n")
    before = store.read(count)
    for text in (*REFUSED_BY_THE_SERVER, *REFUSED_BY_THE_GUARD):
        with pytest.raises(QueryRefused):
            run_cypher(store, text)
    monkeypatch.setattr("graph.adhoc.guarded", lambda given: given)
    for text in REFUSED_BY_THE_SERVER:
        with pytest.raises(QueryRefused):
            run_cypher(store, text)
    assert store.read(count) == before


@pytest.mark.neo4j
def test_rows_bytes_time_and_memory_are_bounded(store: GraphStore, neo4j_server: Neo4jServer) -> None:
    few = run_cypher(store, "UNWIND range(1, 9000) AS i RETURN i", limits=Limits(rows=7))
    assert ([row["i"] for row in few.rows], few.truncated) == ([*range(1, 8)], True)
    exact = run_cypher(store, "UNWIND range(1, 7) AS i RETURN i", limits=Limits(rows=7))
    assert (len(exact.rows), exact.truncated) == (7, False)
    small = run_cypher(store, "UNWIND range(1, 50) AS i RETURN 'chữ' AS x", limits=Limits(answer_bytes=100))
    assert small.truncated
    assert 0 < len(small.rows) < 50
    with pytest.raises(LimitExceeded, match=r"longer than 0\.3 s"):
        run_cypher(store, SLOW, limits=Limits(seconds=0.3))
    hoard = "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN collect([a, b]) AS x"
    with pytest.raises(LimitExceeded, match="memory"):
        run_cypher(store, hoard, limits=Limits(seconds=60))
    assert run_cypher(store, "MATCH (t:Task) RETURN count(t) AS n").rows == ({"n": 3},)


@pytest.mark.neo4j
def test_mistakes_are_told(store: GraphStore) -> None:
    with pytest.raises(QueryRefused, match="Invalid input"):
        run_cypher(store, "MATCH (n) WHERE n.id = RETURN n")
    with pytest.raises(QueryRefused, match=r"parameter.*x"):
        run_cypher(store, "RETURN $x")
    with pytest.raises(QueryRefused, match="zero"):
        run_cypher(store, "RETURN 1 / 0 AS x")


@pytest.mark.neo4j
def test_the_service_answers_and_refuses_over_http(store: GraphStore) -> None:
    service = Caller(create_app(Workspace(store, SearchService(store, WordEmbedder()))))

    def ask(text: str, **more: object) -> tuple[int, dict[str, object]]:
        answer = service.post("/api/v1/query", json={"cypher": text, **more})
        return answer.status_code, answer.json()

    assert ask(
        "MATCH (t:Task) WHERE t.no > $no RETURN t.no AS no ORDER BY no", params={"no": "1"}, limit=1
    ) == (
        200,
        {"columns": ["no"], "rows": [{"no": "2"}], "truncated": True, "notes": []},
    )
    assert ask("MATCH (n) DETACH DELETE n")[0] == 400
    assert ask("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row")[0] == 400
    assert ask(SLOW)[0] == 413


@pytest.mark.neo4j
def test_sparql_is_answered_over_the_same_graph(store: GraphStore) -> None:
    assert run_sparql(store, "SELECT (COUNT(?t) AS ?n) WHERE { ?t a tv:Task }").rows == ({"n": 3},)


@pytest.mark.neo4j
def test_the_command_asks_the_server(
    store: GraphStore, neo4j_server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUYVET_STORE_PASSWORD", neo4j_server.password)
    words = ["--home", str(tmp_path), "--store", neo4j_server.url, "query", "--json", "--limit", "1"]
    words += ["--param", 'no="1"', "MATCH (t:Task) WHERE t.no > $no RETURN t.no AS no ORDER BY no"]
    done = CliRunner().invoke(command.app, words, catch_exceptions=False)
    assert json.loads(done.stdout) == {
        "columns": ["no"],
        "rows": [{"no": "2"}],
        "truncated": True,
        "notes": [],
    }

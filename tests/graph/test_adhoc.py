"""Ad-hoc queries: what reads passes, whatever else is refused, and nothing takes more than its limits."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import rdf_server
from graph.adhoc import Limits, run_cypher, run_sparql
from graph.cypher_guard import guarded, tokens
from graph.facts import facts
from graph.query_examples import EXAMPLES
from graph.store import Change, GraphStore, open_store
from ontology.errors import InputError, LimitExceeded, QueryRefused
from tests.graph.factory import document

READS = (
    "MATCH (n:Task) RETURN n.id LIMIT 5",
    "MATCH (a)-[r:IMPLEMENTS|DETAILS*1..3]->(b:Clause {id: $x}) WHERE a.`end` > 3 AND b.text <> 'SET' RETURN *",
    "MATCH (n) WITH *, n.id AS set ORDER BY n.order DESC SKIP 1 LIMIT 2 RETURN count(*) AS c",
    "RETURN n.set, {create: 1, load: [1,2]} AS m",
    "MATCH (n) WHERE EXISTS { (n)-[:LED_BY]->() } RETURN count{ (n)--() }",
    "MATCH (n:Task) CALL (n) { MATCH (n)-[:LED_BY]->(a) RETURN count(a) AS k } RETURN n.id, k",
    "CALL { MATCH (n) RETURN n UNION ALL MATCH (m) RETURN m AS n } RETURN n",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.labels",
    "UNWIND [1,2] AS i RETURN CASE WHEN i = 1 THEN 'a' ELSE 'b' END AS x // DELETE\n",
    "MATCH p = shortestPath((a)-[*..3]-(b)) RETURN [n IN nodes(p) WHERE n.id IS NOT NULL | n.id] AS ids;",
    "MATCH (n:Task) RETURN DISTINCT n.deadline_kind AS k, count(*) ORDER BY k ASC",
    "MATCH (n) WHERE all(x IN labels(n) WHERE x <> 'a') RETURN n {.id, .end, y: 1}",
    "MATCH (a), (b) RETURN a.x * b.y + -3 AS z, $p[0..2], date('2025-01-01') < date($d)",
    "MATCH (n) WHERE n.title =~ '(?i).*x.*' OR n.x IN ['a'] OR (n)-->(:Agency) RETURN n.a.b",
    "MATCH (n:A|B&!C) RETURN n UNION MATCH (n) RETURN n",
    "OPTIONAL MATCH (n) WHERE n.a STARTS WITH 'x' RETURN collect(DISTINCT n.id)[0] AS c ORDER BY c DESC LIMIT $k",
    "RETURN 'MATCH (n) DETACH DELETE n; LOAD CSV' AS words",
    "MATCH (n:`CREATE` {`SET`: 1}) RETURN `n`",
    "WITH 1 AS việc MATCH (n) RETURN việc",
)
NOT_READS = (
    "",
    " ; ",
    "CREATE (n)",
    "MATCH (n) SET n.x=1 RETURN n",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) REMOVE n.x",
    "MERGE (n:X)",
    "DROP INDEX x",
    "CREATE INDEX FOR (n:X) ON (n.y)",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv with headers from 'http://x' as r return r",
    "LOAD/**/CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "`LOAD` `CSV` FROM 'x' AS r RETURN r",
    "WITH 1 AS a LOAD CSV FROM 'x' AS r RETURN r",
    "WITH * LOAD CSV FROM 'x' AS r RETURN r",
    "WITH *, 1 AS a LOAD CSV FROM 'x' AS r RETURN r",
    "CALL { LOAD CSV FROM 'x' AS r RETURN r } RETURN r",
    "MATCH (n) RETURN n UNION LOAD CSV FROM 'x' AS r RETURN r",
    "MATCH (n) RETURN n UNION ALL CREATE (m) RETURN m",
    "CALL { CREATE (n) } RETURN 1",
    "CALL { MATCH (n) SET n.x = 1 } RETURN 1",
    "CALL (*) { CREATE (n) RETURN n } RETURN n",
    "MATCH (n) CALL { WITH n RETURN n AS m } IN TRANSACTIONS OF 10 ROWS RETURN n",
    "MATCH (n) CALL { WITH n RETURN n AS m } IN 2 CONCURRENT TRANSACTIONS RETURN n",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
    "USE neo4j MATCH (n) RETURN n",
    "SHOW PROCEDURES",
    "ALTER USER neo4j SET PASSWORD 'x'",
    "GRANT ROLE x TO y",
    "CALL apoc.load.json('http://x') YIELD value RETURN value",
    "CALL dbms.procedures()",
    "CALL `dbms`.`procedures`()",
    "CALL db . cdc . enable({})",
    "CALL { CALL dbms.procedures() YIELD name RETURN name } RETURN name",
    "RETURN apoc.text.join(['a'],'b')",
    "RETURN `apoc`.`text`.join(['a'])",
    "RETURN env('HOME')",
    "RETURN db.labels()",
    "MATCH (n) RETURN n; MATCH (m) DELETE m",
    "EXPLAIN MATCH (n) RETURN n",
    "CYPHER 25 MATCH (n) RETURN n",
    "START n=node(*) RETURN n",
    "MATCH (n) START m=node(*) RETURN m",
    "FOR VALID_TIME ALL MATCH (n) RETURN n",
    "MATCH (n) RETURN n FORMAT CSV",
    "MATCH (n) RETURN n FINISH",
    "MATCH (n) /* */ SET /* */ n.x = 1",
    "MATCH (n) // \r SET n.x = 1",
    "RETURN '\\u0027 CREATE (n) //'",
    "\\u0043REATE (n)",
    "RETURN 'a' CREATE (n)",
    'RETURN "a\\\\" CREATE (n) //"',
    "RETURN 1 AS a INSERT (n)",
    "MATCH (n) WHERE EXISTS { MATCH (m) DELETE m } RETURN n",
    "RETURN COLLECT { MERGE (n) RETURN n }",
    "OPTIONAL CREATE (n)",
    "MATCH (n) RETURN n ORDER BY n.x DESC SET n.y = 1",
    "RETURN null DELETE n",
    "RETURN CASE WHEN true THEN 1 END DELETE n",
    "MATCH (n) RETURN n AS set SET n.x = 1",
    "MATCH (n) USING INDEX n:X(y) RETURN n",
    "MATCH (n) WITH n.create AS x NEXT CREATE (m)",
    "MATCH (n)\u00a0SET n.x=1",
    "ＣＲＥＡＴＥ (n)",
    "MATCH (n) ſET n.x = 1",
    "MATCH (n RETURN n",
    "MATCH n) RETURN n",
    "RETURN 'abc",
    "RETURN /* x",
    "RETURN " + "(" * 100 + "1" + ")" * 100,
    "RETURN '" + "a" * 20_000 + "'",
)
WRITING = ("CREATE", "SET", "DELETE", "MERGE", "REMOVE", "DROP", "LOAD", "FOREACH", "INSERT", "DETACH")


@pytest.mark.parametrize("text", READS)
def test_what_reads_passes_and_stays_itself(text: str) -> None:
    once = guarded(text)
    assert guarded(once) == once


@pytest.mark.parametrize("text", NOT_READS)
def test_what_is_no_plain_read_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        guarded(text)


_PIECES = st.sampled_from(
    (
        *WRITING, "MATCH", "WITH", "RETURN", "UNWIND", "CALL", "UNION", "ALL", "AS", "WHERE", "EXISTS", "CSV", "FROM",
        *"*(){}[],.:|=nm1;'`\"\\é\n\r\u2028", "'x'", "$p", "`q`", "/*", "*/", "//", "count",
    )
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25), st.sampled_from(["", " "]))
def test_no_writing_word_survives_where_a_clause_could_begin(pieces: list[str], gap: str) -> None:
    try:
        once = guarded(gap.join(pieces))
    except QueryRefused:
        return
    found = tokens(once)
    assert found[0].text.upper() in ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL")
    for before, token in pairwise(found):
        if token.kind == "word" and token.text.upper() in WRITING:
            assert before.text.upper() in (".", ":", "AS", "{", ",")


@given(st.text(max_size=60))
def test_any_text_is_refused_or_answered_the_same_way(text: str) -> None:
    try:
        once = guarded(text)
    except QueryRefused:
        return
    assert guarded(once) == once


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    plan = document()
    store.write(facts(plan))
    patches = tuple((t.id, {"embedding": [0.0, 1.0], "terms": "x y"}) for t in plan.tasks)
    store.write(Change(patches=patches))
    yield store
    store.close()


def test_rows_have_their_columns_and_parameters_are_values(store: GraphStore) -> None:
    found = run_cypher(store, "MATCH (t:Task {no: $no}) RETURN t.no AS no, t.title AS title", {"no": "2"})
    assert found.columns == ("no", "title")
    assert [row["no"] for row in found.rows] == ["2"]
    assert not found.truncated
    quoted = run_cypher(store, "RETURN $x AS x", {"x": "' CREATE (n) //"})
    assert quoted.rows == ({"x": "' CREATE (n) //"},)


def test_whole_nodes_come_without_what_only_indexes_need(store: GraphStore) -> None:
    row = run_cypher(store, "MATCH (t:Task {no: '1'}) RETURN t, properties(t) AS p, collect(t) AS c").rows[0]
    for node in (row["t"], row["p"], row["c"][0]):
        assert node["no"] == "1"
        assert not {"embedding", "terms"} & set(node)
    assert row["t"]["labels"] == ["Task"]


def test_rows_bytes_time_and_memory_are_bounded(store: GraphStore) -> None:
    few = run_cypher(store, "UNWIND range(1, 50) AS i RETURN i", limits=Limits(rows=7))
    assert ([row["i"] for row in few.rows], few.truncated) == ([*range(1, 8)], True)
    small = run_cypher(store, "UNWIND range(1, 50) AS i RETURN 'chữ' AS x", limits=Limits(answer_bytes=100))
    assert small.truncated
    assert 0 < len(small.rows) < 50
    slow = "UNWIND range(1, 5000) AS a UNWIND range(1, 5000) AS b UNWIND range(1, 50) AS c RETURN count(a + b + c)"
    with pytest.raises(LimitExceeded, match="longer than"):
        run_cypher(store, slow, limits=Limits(seconds=0.2))
    with pytest.raises(LimitExceeded):
        run_cypher(store, "RETURN reduce(s = 'a', i IN range(1, 40) | s + s) AS x", limits=Limits(seconds=1))


def test_the_process_can_open_nothing_and_see_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Even past the check of words: the guard is taken away here, and the engine reads files by default.
    monkeypatch.setattr("graph.adhoc.guarded", lambda text: text)
    secret = tmp_path / "secret.csv"
    secret.write_text("mật khẩu\n")
    store = open_store("embedded::memory:")
    with pytest.raises(QueryRefused):
        run_cypher(store, f"LOAD CSV FROM 'file://{secret}' AS row RETURN row")
    with pytest.raises(QueryRefused):
        run_cypher(store, "CREATE (n:X)")


def test_a_file_store_is_asked_as_it_is_after_the_last_change(tmp_path: Path) -> None:
    store = open_store(f"embedded:{tmp_path / 'kho.kgl'}")
    store.write(facts(document()))
    count = "MATCH (t:Task) RETURN count(t) AS n"
    assert run_cypher(store, count).rows == ({"n": 3},)
    store.write(facts(document(tasks=2)))
    assert run_cypher(store, count).rows == ({"n": 2},)
    store.close()


def test_mistakes_are_told(store: GraphStore) -> None:
    with pytest.raises(QueryRefused, match="syntax"):
        run_cypher(store, "MATCH (n) WHERE n.id = RETURN n")
    with pytest.raises(QueryRefused, match="x"):
        run_cypher(store, "RETURN $x")
    with pytest.raises(InputError):
        run_cypher(store, "RETURN 1", {"x y": 1})
    with pytest.raises(InputError):
        run_cypher(store, "RETURN 1", {"x": float("nan")})


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("MATCH (n)\n  DELETE n", 2, 3),
        ("MATCH (n) // việc\nRETURN foo(n)", 2, 8),
        ("MATCH (n\nRETURN n", 1, 7),
        ("MATCH (n)\nRETURN n # x", 2, 10),
        ("CALL dbms.x()", 1, 1),
        ("MATCH (n) /* a\nb */ WHERE n.id = RETURN n", 2, 19),
    ],
)
def test_cypher_mistakes_are_told_with_their_place(
    store: GraphStore, text: str, line: int, column: int
) -> None:
    with pytest.raises(QueryRefused) as told:
        run_cypher(store, text)
    assert (told.value.line, told.value.column) == (line, column)
    assert str(told.value).startswith(f"line {line}, column {column}: ")
    assert "\n" not in told.value.message


def test_sparql_mistakes_are_told_with_their_place(store: GraphStore) -> None:
    with pytest.raises(QueryRefused) as told:
        run_sparql(store, "SELECT ?x WHERE {\n ?x a tv:Task \n ?y }")
    assert (told.value.line, told.value.column) == (3, 2)
    assert "at char" not in told.value.message


def test_an_empty_answer_has_its_columns(store: GraphStore) -> None:
    assert run_cypher(store, "MATCH (n:Task {no: 'x'}) RETURN n.id AS id").columns == ("id",)
    assert run_sparql(store, "SELECT ?x ?y WHERE { ?x a tv:Nothing . ?x ?y ?z }").columns == ("x", "y")


def test_sparql_is_answered_and_bounded(store: GraphStore) -> None:
    found = run_sparql(store, "SELECT (COUNT(?t) AS ?n) WHERE { ?t a tv:Task }")
    assert (found.columns, found.rows) == (("n",), ({"n": 3},))
    assert run_sparql(store, "SELECT ?s WHERE { ?s ?p ?o }", limits=Limits(rows=4)).truncated
    with pytest.raises(QueryRefused):
        run_sparql(store, "INSERT DATA { <a:b> <a:c> 1 }")
    every = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(LimitExceeded, match="longer than"):
        run_sparql(store, every, limits=Limits(seconds=0.2))


def test_sparql_sees_every_change_and_makes_its_rdf_once_a_state(tmp_path: Path) -> None:
    store = open_store(f"embedded:{tmp_path / 'kho.kgl'}")
    store.write(facts(document()))
    count = "SELECT (COUNT(?t) AS ?n) WHERE { ?t a tv:Task }"
    assert run_sparql(store, count).rows == ({"n": 3},)
    first = rdf_server.server.process_id
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: run_sparql(store, count).rows, range(6)))
    assert answers == [({"n": 3},)] * 6
    assert rdf_server.server.process_id == first
    store.write(facts(document(tasks=2)))
    assert run_sparql(store, count).rows == ({"n": 2},)
    assert rdf_server.server.process_id != first
    with pytest.raises(ProcessLookupError):
        os.kill(first or 0, 0)
    reader = open_store(f"embedded:{tmp_path / 'kho.kgl'}", read_only=True)
    assert run_sparql(reader, count).rows == ({"n": 2},)
    store.close()


def test_sparql_is_answered_after_its_process_was_lost_and_after_queries_that_took_too_much(
    store: GraphStore,
) -> None:
    count = "SELECT (COUNT(?t) AS ?n) WHERE { ?t a tv:Task }"
    every = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
    with pytest.raises(LimitExceeded, match="MB"):
        run_sparql(store, every, limits=Limits(seconds=60, memory_bytes=8 << 20))
    assert run_sparql(store, count).rows == ({"n": 3},)
    os.kill(rdf_server.server.process_id or 0, signal.SIGKILL)
    assert run_sparql(store, count).rows == ({"n": 3},)


def test_a_sparql_process_can_open_nothing(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    # Even past the check of words: FROM would have rdflib fetch what it names.
    monkeypatch.setattr("graph.adhoc.sparql", lambda *_, **__: [])
    for reaching in ("FROM <file:///etc/passwd>", "FROM <http://localhost:1/x>"):
        with pytest.raises(QueryRefused):
            run_sparql(store, f"SELECT * {reaching} WHERE {{ ?s ?p ?o }}")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.title)
def test_examples_run(store: GraphStore, example: object) -> None:
    text, params = example.text, example.params  # type: ignore[attr-defined]
    run_cypher(store, text, params) if example.language == "cypher" else run_sparql(store, text)  # type: ignore[attr-defined]

"""What befalls a server: it is away, hangs, is killed, refuses. Nothing is lost, and the error says what to do."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from api.pipeline import Workspace
from api.settings import load_settings
from graph.archive import export_archive
from graph.facts import facts
from graph.resolve import resolve
from graph.store import Change, GraphStore, Query, open_store
from ontology.errors import QueryRefused, SettingsError, StoreError, StoreUnavailable
from scripts.neo4j_server import Neo4jServer
from search.service import SearchService
from tests.api.calling import Caller
from tests.conftest import WordEmbedder
from tests.graph.factory import document
from tests.neo4j_fixture import open_neo4j

pytestmark = pytest.mark.neo4j

COUNT = Query("MATCH (d:Document) WHERE NOT d.stub RETURN count(d) AS n")
SLOW = Query("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS n")


@pytest.fixture
def store(neo4j_server: Neo4jServer) -> Iterator[GraphStore]:
    opened = open_neo4j(neo4j_server, timeout=1)
    yield opened
    opened.close()


def ingest(store: GraphStore, path: Path) -> None:
    Workspace(store, SearchService(store, WordEmbedder())).ingest([path])


def test_a_server_that_is_away_at_the_start_is_named() -> None:
    with pytest.raises(StoreUnavailable, match=r"neo4j://127\.0\.0\.1:9.*does not answer"):
        open_store("neo4j://127.0.0.1:9", password="x", timeout=1)


def test_a_wrong_password_is_told_and_never_shown(
    neo4j_server: Neo4jServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "not-the-password"
    with pytest.raises(SettingsError, match="refused the user or password") as error:
        open_store(neo4j_server.url, password=secret)
    assert "TRUYVET_STORE_PASSWORD" in (error.value.hint or "")
    shown = caplog.text + str(error.getrepr(showlocals=False, style="short"))
    assert secret not in shown
    assert neo4j_server.password not in shown
    open_neo4j(neo4j_server).close()
    assert neo4j_server.password not in caplog.text


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError) as error:
        open_store("neo4j://anna:hunter2@127.0.0.1:7687")
    assert "hunter2" not in str(error.value)
    shown = str(load_settings(store_password="hunter2", store_token="hunter3").table())
    assert "hunter" not in shown


def test_an_unknown_database_is_a_setting(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(SettingsError, match="no database 'nowhere'"):
        open_neo4j(neo4j_server, database="nowhere")


def test_a_newer_schema_is_not_touched(neo4j_server: Neo4jServer, store: GraphStore) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(neo4j_server.url, auth=("neo4j", neo4j_server.password)) as driver:
        driver.execute_query("CREATE INDEX truyvet_schema_99 FOR (n:TruyvetSchema) ON (n.v99)")
        try:
            with pytest.raises(SettingsError, match="schema 99"):
                open_neo4j(neo4j_server)
        finally:
            driver.execute_query("DROP INDEX truyvet_schema_99")


def test_a_slow_query_is_stopped_and_the_store_goes_on(neo4j_server: Neo4jServer) -> None:
    store = open_neo4j(neo4j_server, query_timeout=1)
    with pytest.raises(StoreUnavailable, match="stopped after 1 seconds"):
        store.read(SLOW)
    assert store.read(COUNT) == [{"n": 0}]
    store.close()


def test_a_full_pool_is_told_within_the_timeout(neo4j_server: Neo4jServer) -> None:
    store = open_neo4j(neo4j_server, pool_size=1, timeout=0.5, query_timeout=4)
    service = Caller(create_app(Workspace(store, SearchService(store, WordEmbedder()))))

    def hold() -> None:
        with pytest.raises(StoreUnavailable):
            store.read(SLOW)

    busy = threading.Thread(target=hold)
    busy.start()
    time.sleep(0.5)  # until the other thread holds the only connection
    with pytest.raises(StoreUnavailable, match="pool"):
        store.read(COUNT)
    answers: list[tuple[int, str | None]] = []

    def ask(method: str, path: str, body: dict[str, str] | None) -> None:
        answer = service.request(method, f"/api/v1/{path}", json=body)
        answers.append((answer.status_code, answer.headers.get("retry-after")))

    calls = [("GET", "documents", None)] * 5 + [("POST", "query", {"cypher": "MATCH (n) RETURN n"})]
    several = [threading.Thread(target=ask, args=call) for call in calls]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    assert answers == [(503, "5")] * len(calls)
    busy.join()
    assert store.read(COUNT) == [{"n": 0}]
    assert service.get("/api/v1/documents").status_code == 200
    store.close()


def test_a_frozen_server_is_told_and_works_again(neo4j_server: Neo4jServer) -> None:
    store = open_neo4j(neo4j_server, timeout=2)
    store.write(facts(document()))
    time.sleep(1.1)  # longer than a connection may lie idle without being asked
    neo4j_server.freeze()
    try:
        start = time.monotonic()
        with pytest.raises(StoreUnavailable):
            store.read(COUNT)
        assert time.monotonic() - start < 30  # not a speed: it must not hang
    finally:
        neo4j_server.thaw()
    assert store.read(COUNT) == [{"n": 1}]
    store.close()


def test_a_server_that_freezes_amid_an_answer_is_given_up(neo4j_server: Neo4jServer) -> None:
    store = open_neo4j(neo4j_server, timeout=2)
    store.read(COUNT)
    freezer = threading.Timer(0.5, neo4j_server.freeze)
    freezer.start()
    try:
        with pytest.raises(StoreUnavailable):
            store.read(SLOW)
    finally:
        freezer.join()
        neo4j_server.thaw()
    assert store.read(COUNT) == [{"n": 0}]
    store.close()


class Killing:
    """A store whose server is killed right after a number of transactions."""

    def __init__(self, store: GraphStore, server: Neo4jServer, writes: int) -> None:
        self._store, self._server, self._left = store, server, writes
        self.read, self.text_search = store.read, store.text_search
        self.vector_search, self.close = store.vector_search, store.close

    def write(self, change: Change) -> None:
        self._store.write(change)
        self._left -= 1
        if not self._left:
            self._server.kill()


def test_an_ingest_that_lost_its_server_is_healed_by_the_next(
    neo4j_server: Neo4jServer, workspace: Workspace, samples: Path, tmp_path: Path
) -> None:
    store = open_neo4j(neo4j_server, timeout=1)
    with pytest.raises(StoreUnavailable):
        ingest(Killing(store, neo4j_server, 3), samples)
    with pytest.raises(StoreUnavailable):
        store.write(facts(document()))
    service = Caller(create_app(Workspace(store, SearchService(store, WordEmbedder()))))
    answer = service.get("/api/v1/documents")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    neo4j_server.start()
    assert service.get("/api/v1/documents").status_code == 200
    assert store.read(COUNT) == [{"n": 3}]  # the same store, without opening it again
    ingest(store, samples)
    export_archive(workspace.store, tmp_path / "whole.zip")
    export_archive(store, tmp_path / "healed.zip")
    assert (tmp_path / "healed.zip").read_bytes() == (tmp_path / "whole.zip").read_bytes()
    store.close()


def test_two_ingesters_at_once_lose_nothing(neo4j_server: Neo4jServer) -> None:
    documents = [document(f"{n}/KH-UBND", tasks=n % 3 + 1) for n in range(1, 13)]
    failed: list[Exception] = []

    def work(mine: list[object]) -> None:
        store = open_neo4j(neo4j_server)
        try:
            for doc in mine:
                store.write(facts(doc))  # type: ignore[arg-type]
                store.write(resolve(store))
        except StoreError as exc:
            failed.append(exc)
        finally:
            store.close()

    threads = [threading.Thread(target=work, args=(documents[n::3],)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    alone = open_store("embedded::memory:")
    for doc in documents:
        alone.write(facts(doc))
    alone.write(resolve(alone))
    both = open_neo4j(neo4j_server)
    for query in (
        COUNT,
        Query("MATCH (t:Task)-[r]->(a) RETURN t.id AS t, type(r) AS r, a.id AS a ORDER BY t, r, a"),
    ):
        assert both.read(query) == alone.read(query)
    assert resolve(both) == Change()
    alone.close()
    both.close()


def test_writing_through_a_read_is_refused(store: GraphStore) -> None:
    with pytest.raises(QueryRefused):
        store.read(Query("MATCH (n) DETACH DELETE n"))
    with pytest.raises((QueryRefused, StoreError)):
        store.read(Query("CREATE INDEX x FOR (n:X) ON (n.y)"))


def test_a_file_of_the_server_cannot_be_read(store: GraphStore) -> None:
    with pytest.raises(StoreError):
        store.read(Query("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row"))

"""What the service promises to programs: wrong words are told, and names, states, pages and hosts are what they say."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.hosts import allowed
from api.pipeline import Workspace
from api.reviewing import act
from api.settings import load_settings
from graph import walks
from graph.store import GraphStore, open_store
from ontology.ids import link_id
from search.service import SearchService
from tests.api.calling import API, Caller, get
from tests.conftest import ROOT, WordEmbedder

UPPER, LOWER = "57-NQ/TW", "225/KH-UBND"
UPPER_ID, LOWER_ID = "57-nq-tw.vn.2024", "225-kh-ubnd.tien-giang.2025"


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/tasks", {"document": "nope"}, 404),
        ("/tasks", {"agency": "nope"}, 404),
        ("/tasks", {"place": "Nơi Nào"}, 404),
        ("/tasks", {"kind": "nope"}, 422),
        ("/tasks", {"due_from": "2026-01-02", "due_to": "2026-01-01"}, 422),
        ("/tasks", {"documents": LOWER_ID}, 422),
        ("/deadlines", {"document": "nope"}, 404),
        ("/targets", {"document": "nope"}, 404),
        ("/targets", {"indicator": "nope"}, 404),
        ("/results", {"document": "nope"}, 404),
        ("/results", {"place": "Nơi Nào"}, 404),
        ("/search", {"q": "   "}, 422),
        ("/search", {"q": "dữ liệu", "document": "nope"}, 404),
        ("/search", {"q": "dữ liệu", "agency": "nope"}, 404),
        ("/search", {"q": "dữ liệu", "issued_from": "2026-01-02", "issued_to": "2026-01-01"}, 422),
        ("/search", {"q": "dữ liệu", "pages": "2"}, 422),
        ("/coverage/" + UPPER_ID, {"by": "nope"}, 404),
        ("/matrix", {"upstream": UPPER_ID, "downstream": "nope"}, 404),
        ("/compare/" + UPPER_ID + "%23nope", {}, 404),
        ("/compare/nope", {}, 404),
        ("/review/queue", {"document": "nope"}, 404),
    ],
)
def test_what_is_not_there_is_never_answered_with_nothing(
    client: TestClient, path: str, params: dict[str, str], status: int
) -> None:
    answer = client.get(API + path, params=params)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"]


def test_a_question_of_blanks_is_none(client: TestClient) -> None:
    assert client.post(API + "/ask", json={"question": " \n "}).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/documents/{}", "/documents/{}/clauses", "/documents/{}/tasks", "/documents/{}/targets", "/coverage/{}",
        "/provinces/{}", "/trace/{}", "/compare/{}", "/joined/{}", "/graph/neighbours/{}",
    ],
)  # fmt: skip
def test_a_number_names_a_document_as_its_id_does(client: TestClient, path: str) -> None:
    by_id = get(client, path.format(UPPER_ID))
    assert get(client, path.format(quote(UPPER, safe=""))) == by_id
    assert get(client, path.format(UPPER)) == by_id


def test_conditions_take_numbers_too(client: TestClient) -> None:
    for path, by_number, by_id in (
        ("/tasks", {"document": LOWER}, {"document": LOWER_ID}),
        ("/targets", {"document": LOWER}, {"document": LOWER_ID}),
        ("/gaps", {"document": UPPER}, {"document": UPPER_ID}),
        ("/search", {"q": "dữ liệu", "document": LOWER}, {"q": "dữ liệu", "document": LOWER_ID}),
        ("/matrix", {"upstream": UPPER, "downstream": LOWER}, {"upstream": UPPER_ID, "downstream": LOWER_ID}),
        ("/coverage/" + UPPER_ID, {"by": LOWER}, {"by": LOWER_ID}),
        ("/review/queue", {"document": LOWER}, {"document": LOWER_ID}),
    ):
        assert get(client, path, **by_number) == get(client, path, **by_id)


@pytest.mark.parametrize(
    "path",
    ["/documents", f"/documents/{UPPER_ID}/clauses", f"/documents/{LOWER_ID}/tasks", "/agencies", "/tasks"],
)
def test_pages_put_together_are_the_whole(client: TestClient, path: str) -> None:
    whole = get(client, path)
    parts: list[Any] = []
    while len(parts) < whole["total"]:
        page = get(client, path, limit=7, offset=len(parts))
        assert page["total"] == whole["total"]
        parts += page["items"]
    assert parts == whole["items"]
    assert get(client, path, limit=7, offset=10**9)["items"] == []


def fresh() -> Workspace:
    store = open_store("embedded::memory:")
    return Workspace(store, SearchService(store, WordEmbedder()))


def test_a_state_that_the_caller_has_is_not_sent_again_until_it_changes(samples: Path) -> None:
    with fresh() as ws:
        ws.ingest([samples / "nq-57-nq-tw-2024.txt"])
        client = Caller(create_app(ws))
        first = client.get(API + "/documents")
        tag = first.headers["etag"]
        assert first.headers["cache-control"] == "private, no-cache"
        again = client.get(API + "/documents", headers={"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        ws.ingest([samples / "kh-225-kh-ubnd-tien-giang-2025.txt"])
        changed = client.get(API + "/documents", headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != tag
        assert changed.json()["total"] > first.json()["total"]


def test_a_state_is_not_told_to_who_may_not_read(workspace: Workspace) -> None:
    client = Caller(create_app(workspace, settings=load_settings(reader_key="doc")))
    tag = client.get(API + "/documents", headers={"Authorization": "Bearer doc"}).headers["etag"]
    assert client.get(API + "/documents", headers={"If-None-Match": tag}).status_code == 401


def test_head_tells_what_get_would(client: TestClient) -> None:
    asked = client.head(API + "/documents")
    assert asked.status_code == 200
    assert asked.headers["etag"] == client.get(API + "/documents").headers["etag"]


def test_a_document_is_removed_with_what_it_brought(samples: Path) -> None:
    with fresh() as ws:
        ws.ingest([samples])
        client = Caller(create_app(ws, settings=load_settings(curator_key="ghi")))
        path = API + "/documents/" + quote(LOWER, safe="")
        assert client.delete(path).status_code == 401
        key = {"Authorization": "Bearer ghi"}
        assert client.delete(path, headers=key).json() == {"deleted": LOWER_ID}
        assert {doc["id"] for doc in get(client, "/documents")["items"] if not doc["stub"]}.isdisjoint(
            {LOWER_ID}
        )
        assert get(client, "/search", q="225/KH-UBND kỹ năng số")["facets"]["document"].get(LOWER_ID) is None
        # What others cite stays, as a stub, which cannot be removed again.
        for gone in ("nope", next(d["id"] for d in get(client, "/documents")["items"] if d["stub"])):
            assert client.delete(API + "/documents/" + gone, headers=key).status_code == 404


def test_the_same_document_sent_by_many_at_once_is_new_to_one(samples: Path) -> None:
    data = (samples / "nq-57-nq-tw-2024.txt").read_bytes()
    with fresh() as ws:
        client = Caller(create_app(ws))

        def send(_: int) -> Any:
            answer = client.post(API + "/ingest", files={"files": ("nq-57.txt", data)})
            return answer.json()["files"][0]["outcome"]

        with ThreadPoolExecutor(4) as senders:
            told = sorted(senders.map(send, range(4)))
        assert told == ["new", "unchanged", "unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("host", "listening", "names", "passes"),
    [
        ("localhost:8057", "127.0.0.1", "", True),
        ("127.0.0.1", "127.0.0.1", "", True),
        ("[::1]:8057", "::1", "", True),
        ("192.168.1.5:8057", "127.0.0.1", "", True),
        ("truyvet.localhost", "localhost", "", True),
        ("evil.example", "127.0.0.1", "", False),
        ("localhost.evil.example", "127.0.0.1", "", False),
        ("", "127.0.0.1", "", False),
        ("vanphong.example", "0.0.0.0", "", True),
        ("vanphong.example", "0.0.0.0", "truyvet.example, vanphong.example", True),
        ("evil.example", "0.0.0.0", "truyvet.example", False),
        ("Truyvet.Example.", "127.0.0.1", "truyvet.example", True),
    ],
)
def test_only_names_of_the_service_are_answered_to(
    host: str, listening: str, names: str, passes: bool
) -> None:
    assert allowed(host, load_settings(host=listening, hosts=names)) is passes


@pytest.mark.parametrize("host", ["evil.example", "[", "a:b:c"])
def test_a_name_that_a_stranger_points_at_this_machine_reads_and_writes_nothing(
    client: TestClient, host: str
) -> None:
    strange = {"Host": host, "Origin": f"http://{host}"}
    for answer in (
        client.get(API + "/documents", headers=strange),
        client.post(API + "/review", headers=strange, json={}),
        client.get("/", headers=strange),
    ):
        assert answer.status_code == 421
        assert answer.json()["error"]["code"] == "unknown_host"


@pytest.fixture(scope="module")
def neighbours() -> Iterator[tuple[TestClient, list[str], GraphStore]]:
    """A service over the samples in a store of its own, where a person said that two tasks are the same."""
    store = open_store("embedded::memory:")
    with Workspace(store, SearchService(store, WordEmbedder())) as ws:
        ws.ingest([ROOT / "samples"])
        first, second = (
            walks.all_briefs(store, "Task", document=id) for id in (LOWER_ID, "71-nq-cp.vn.2025")
        )
        ends = [next(iter(first)), [*second][-1]]
        act(store, [link_id(ends[1], "SAME_TASK_AS", ends[0])], "add", reviewer="lan")
        yield Caller(create_app(ws)), ends, store


def test_overlaps_are_pairs_and_what_each_has_alone(
    neighbours: tuple[TestClient, list[str], GraphStore],
) -> None:
    client, ends, store = neighbours
    found = get(client, "/overlaps", first=LOWER, second="71/NQ-CP")
    assert [(pair["first"]["id"], pair["second"]["id"]) for pair in found["pairs"]] == [tuple(ends)]
    assert get(client, "/links/" + quote(found["pairs"][0]["link"], safe=""))["status"] == "confirmed"
    for side, document, end in (
        ("only_first", LOWER_ID, ends[0]),
        ("only_second", "71-nq-cp.vn.2025", ends[1]),
    ):
        every = list(walks.all_briefs(store, "Task", document=document))
        assert [task["id"] for task in found[side]] == [id for id in every if id != end]
    turned = get(client, "/overlaps", first="71/NQ-CP", second=LOWER)
    assert [pair["first"]["id"] for pair in turned["pairs"]] == ends[1:]
    assert client.get(API + "/overlaps", params={"first": LOWER, "second": LOWER_ID}).status_code == 422


def test_the_impact_of_a_clause_is_what_compare_and_coverage_reach(client: TestClient) -> None:
    rows = get(client, "/coverage/" + UPPER_ID)["rows"]
    row = max(rows, key=lambda row: len(row["ends"]))
    found = get(client, "/impact/" + quote(row["id"], safe=""))
    reached = {unit["id"] for unit in found["units"]}
    assert {*row["implements"], *row["contributes"], *row["ends"]} <= reached
    assert set(found["tasks"]) == {unit["id"] for unit in found["units"] if unit["label"] == "Task"}
    assert set(found["documents"]) == {unit["document"] for unit in found["units"]}
    by_place = get(client, "/compare/" + quote(row["id"], safe=""))["items"]
    assert {unit["id"] for place in by_place for unit in place["units"]} <= reached
    assert client.get(API + "/impact/nope").status_code == 404

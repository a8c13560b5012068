"""Review over the whole pipeline: decisions outlive ingest, deletion and re-linking in any order; HTTP and CLI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from api import command, commands_explore, commands_query, commands_review
from api.app import create_app
from api.pipeline import Workspace
from api.reviewing import act
from api.settings import load_settings
from graph import review
from graph.explain import agreement, difference, explain, find_link
from graph.store import open_store
from ontology.errors import InputError, NotFound
from search.service import SearchService
from tests.api.calling import Caller
from tests.conftest import WordEmbedder

UPPER = """BAN CHẤP HÀNH TRUNG ƯƠNG
Số 91-NQ/TW
Hà Nội, ngày 02 tháng 01 năm 2025

NGHỊ QUYẾT
về dữ liệu mở

I- NHIỆM VỤ
1. Lập kho dữ liệu mở để người dân tra cứu.
2. Dạy kỹ năng số cho người cao tuổi ở mọi ấp.
"""
LOWER = """ỦY BAN NHÂN DÂN TỈNH CÀ MAU
Số: 92/KH-UBND
Cà Mau, ngày 05 tháng 3 năm 2025

KẾ HOẠCH
Thực hiện Nghị quyết số 91-NQ/TW ngày 02/01/2025 về dữ liệu mở

I. NHIỆM VỤ
1. Lập kho dữ liệu mở của tỉnh để người dân tra cứu.
2. Mở lớp dạy kỹ năng số cho người cao tuổi ở ấp.
"""
UP, DOWN = "91-nq-tw.vn.2025", "92-kh-ubnd.ca-mau.2025"
FILES = {"tren.txt": UPPER, "duoi.txt": LOWER}


def put(ws: Workspace, name: str, text: str | None = None) -> None:
    report = ws.ingest_upload(name, (text or FILES[name]).encode())
    assert not report.failed


def fresh() -> Workspace:
    store = open_store("embedded::memory:")
    ws = Workspace(store, SearchService(store, WordEmbedder()))
    for name in FILES:
        put(ws, name)
    return ws


@pytest.fixture
def ws() -> Iterator[Workspace]:
    with fresh() as opened:
        yield opened


def link_of(ws: Workspace) -> str:
    """Some link that a linker made between the two documents."""
    return review.queue(ws.store, documents=[DOWN])[0].link


def status(ws: Workspace, link: str) -> str | None:
    try:
        return str(find_link(ws.store, link).props["status"])
    except NotFound:
        return None


STEPS = ("ingest tren.txt", "ingest duoi.txt", f"delete {UP}", f"delete {DOWN}")


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(STEPS), max_size=5))
def test_no_order_of_ingest_delete_and_relink_loses_a_decision(steps: list[str]) -> None:
    with fresh() as ws:
        rejected = link_of(ws)
        by_hand = f"{DOWN}#I.1>IMPLEMENTS>{UP}#I.2"
        act(ws.store, [rejected], "reject", reviewer="lan")
        if by_hand != rejected:
            act(ws.store, [by_hand], "add", reviewer="lan", grade=1)
        made = review.decisions(ws.store)
        for step in steps:
            verb, _, what = step.partition(" ")
            try:
                put(ws, what) if verb == "ingest" else ws.delete(what)
            except NotFound:
                continue  # it was deleted before
            assert review.decisions(ws.store) == made
            assert status(ws, rejected) in ("rejected", None)
        for name in FILES:
            put(ws, name)
        assert review.decisions(ws.store) == made
        assert status(ws, rejected) == "rejected"
        assert by_hand == rejected or status(ws, by_hand) == "confirmed"
        assert review.apply_decisions(ws.store) == type(review.apply_decisions(ws.store))()


def test_a_changed_text_shows_what_changed(ws: Workspace) -> None:
    link = f"{DOWN}#I.1>IMPLEMENTS>{UP}#I.2"
    act(ws.store, [link], "add", reviewer="lan")
    put(ws, "tren.txt", UPPER.replace("ở mọi ấp", "ở mọi khu phố"))
    found = explain(ws.store, link)
    assert (found.status, found.suspect, found.source.changes) == ("confirmed", True, ())
    changed = {piece.kind: piece.text for piece in found.target.changes if piece.kind != "same"}
    assert changed == {"before": "ấp", "now": "khu phố"} or "khu" in changed["now"]
    assert review.queue(ws.store)[0].link == link
    act(ws.store, [link], "accept", reviewer="minh")
    assert not explain(ws.store, link).suspect


def test_a_difference_holds_both_texts() -> None:
    pieces = difference("một hai ba", "một bốn ba năm")
    assert "".join(p.text for p in pieces if p.kind != "now") == "một hai ba"
    assert "".join(p.text for p in pieces if p.kind != "before") == "một bốn ba năm"


def test_bulk_decisions_count_as_one_each_and_all_or_none(ws: Workspace) -> None:
    links = [item.link for item in review.queue(ws.store)[:2]]
    made = act(ws.store, links, "accept", reviewer="lan")
    assert [d.link for d in made] == links
    assert {status(ws, link) for link in links} == {"confirmed"}
    with pytest.raises(NotFound):
        act(ws.store, [links[0], f"{DOWN}#I.1>IMPLEMENTS>{UP}#khong-co"], "reject", reviewer="lan")
    assert len(review.decisions(ws.store)) == 2
    with pytest.raises(InputError):
        act(ws.store, links, "regrade", reviewer="lan")
    with pytest.raises(InputError):
        act(ws.store, links, "accept", reviewer=" ")


def test_agreement_is_cohens_kappa(ws: Workspace) -> None:
    links = [f"{DOWN}#I.{a}>IMPLEMENTS>{UP}#I.{b}" for a in (1, 2) for b in (1, 2)]
    for name, verdicts in (("lan", "22rr"), ("minh", "2rrr")):
        for link, verdict in zip(links, verdicts, strict=True):
            grade = None if verdict == "r" else 2
            act(ws.store, [link], "add", reviewer=name, grade=grade)
            if verdict == "r":
                act(ws.store, [link], "reject", reviewer=name)
    (row,) = agreement(ws.store)
    assert (row.first, row.second, row.links, row.agreed, row.kappa) == ("lan", "minh", 4, 0.75, 0.5)


@pytest.fixture
def client(ws: Workspace) -> Iterator[TestClient]:
    with Caller(create_app(ws, settings=load_settings(curator_key="ghi"))) as opened:
        yield opened


def test_review_over_http(client: TestClient, ws: Workspace) -> None:
    pages = [client.get("/api/v1/review/queue", params={"limit": 1, "offset": n}).json() for n in (0, 1)]
    assert pages[0]["total"] == pages[1]["total"] == len(review.queue(ws.store, limit=None))
    assert [page["items"][0]["link"] for page in pages] == [i.link for i in review.queue(ws.store)[:2]]
    item = client.get("/api/v1/review/queue").json()["items"][0]
    body = {"links": [item["link"]], "action": "reject", "reviewer": "lan", "reason": "khác việc"}
    assert client.post("/api/v1/review", json=body).status_code == 401
    key = {"Authorization": "Bearer ghi"}
    assert client.post("/api/v1/review", json=body, headers=key).json()["items"][0]["status"] == "rejected"
    seen: dict[str, Any] = client.get("/api/v1/links/" + quote(item["link"], safe="")).json()
    assert (seen["status"], seen["reviewer"], seen["history"][0]["reason"]) == (
        "rejected",
        "lan",
        "khác việc",
    )
    assert seen["source"]["quote"] and seen["target"]["quote"]
    assert seen["features"]
    undo = {"links": [item["link"]], "action": "undo", "reviewer": "lan"}
    assert client.post("/api/v1/review", json=undo, headers=key).json()["items"] == []
    past = client.get("/api/v1/review/history", params={"link": item["link"]}).json()["items"]
    assert [d["status"] for d in past] == ["rejected", "undone"]
    assert client.get("/api/v1/links/khong-co").status_code == 404
    assert client.get("/api/v1/review/agreement").json() == {"items": [], "total": 0}


def test_queries_over_http(client: TestClient) -> None:
    asked = {"cypher": "MATCH (d:Document {id: $id}) RETURN d.number AS number", "params": {"id": UP}}
    answer = client.post("/api/v1/query", json=asked).json()
    assert answer == {
        "columns": ["number"],
        "rows": [{"number": "91-NQ/TW"}],
        "truncated": False,
        "notes": [],
    }
    refused = client.post("/api/v1/query", json={"cypher": "LOAD CSV FROM 'file:///x' AS r RETURN r"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "query_refused")
    assert client.post("/api/v1/query", json={}).status_code == 422
    schema = client.get("/api/v1/query/schema").json()
    assert {"Task", "Clause"} <= {row["label"] for row in schema["labels"]}
    assert schema["examples"]


def test_the_commands(ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert commands_query.query and commands_review.review  # they register themselves
    monkeypatch.setattr(type(ws), "close", lambda self: None)
    monkeypatch.setattr(command.State, "workspace", lambda self, write=False: ws)

    def run(*args: str) -> Any:
        done = CliRunner().invoke(command.app, ["--home", str(tmp_path), *args], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout) if "--json" in args else done.stdout

    link = run("review", "queue", "--json")[0]["link"]
    assert run("review", "reject", link, "--by", "lan", "--json")[0]["status"] == "rejected"
    assert run("explain", link, "--json")["status"] == "rejected"
    assert "lan" in run("explain", link)
    assert len(run("review", "history", "--json")) == 1
    assert "1 quyết định" in run("review", "export", str(tmp_path / "d.jsonl"))
    assert "0 quyết định" in run("review", "import", str(tmp_path / "d.jsonl"))
    assert run("review", "undo", link, "--by", "lan", "--json") == []
    assert run("review", "regrade", link, "--by", "lan", "--grade", "1", "--json")[0]["grade"] == 1
    assert run("review", "agreement", "--json") == []
    counted = run(
        "query", "MATCH (c:Clause {document: $d}) RETURN count(c) > 0 AS any", "-p", f"d={UP}", "--json"
    )
    assert counted["rows"] == [{"any": True}]
    assert run("query", "--sparql", "ASK { ?c a tv:Clause }", "--json")["rows"] == [{"ask": True}]


def test_what_hangs_on_a_clause_from_the_command_line(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert commands_explore.impact and commands_explore.compare  # they register themselves
    monkeypatch.setattr(Workspace, "close", lambda self: None)
    monkeypatch.setattr(command.State, "workspace", lambda self, write=False: workspace)
    rows = review.links(workspace.store)
    clause = next(e.target for e in rows if e.props["status"] == "proposed" and e.type == "IMPLEMENTS")
    for name in ("impact", "compare"):
        for flags in ([], ["--json"]):
            done = CliRunner().invoke(
                command.app, ["--home", str(tmp_path), name, clause, *flags], catch_exceptions=False
            )
            assert done.exit_code == 0
            assert done.stdout


def test_the_queue_is_narrowed_by_how_links_stand(ws: Workspace) -> None:
    client = Caller(create_app(ws))
    parts = {
        state: client.get("/api/v1/review/queue", params={"state": state, "limit": 500}).json()["items"]
        for state in ("proposed", "candidate", "suspect")
    }
    whole = client.get("/api/v1/review/queue", params={"limit": 500}).json()["items"]
    assert parts["suspect"] == []
    assert {item["status"] for item in parts["proposed"]} <= {"proposed"}
    assert len(parts["proposed"]) + len(parts["candidate"]) == len(whole) > 0
    link = next(item["link"] for item in whole if "kho" in item["source_quote"])
    act(ws.store, [link], "accept", reviewer="lan")
    put(ws, "duoi.txt", LOWER.replace("Lập kho", "Xây kho").replace("Mở lớp", "Tổ chức lớp"))
    suspect = client.get("/api/v1/review/queue", params={"state": "suspect"}).json()["items"]
    assert [item["link"] for item in suspect] == [link]

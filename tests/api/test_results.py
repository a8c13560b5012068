"""What reports tell, over HTTP, on the command line and in exported tables: the same results, each with its quote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from typer.testing import CliRunner

from api import command, commands_read
from api.app import create_app
from api.pipeline import Workspace
from graph import walks
from graph.copying import copy
from graph.export import export_jsonl
from graph.store import Query, open_store
from graph.tables import write_csv, write_xlsx
from search.service import SearchService
from tests.api.calling import API, Caller, get
from tests.conftest import WordEmbedder

REPORT, PLAN, RESOLUTION = "00-bc-ubnd.tien-giang.2025", "225-kh-ubnd.tien-giang.2025", "57-nq-tw.vn.2024"
CENTRE = f"{PLAN}#task:12"


def detail(client: TestClient, kind: str, id: str) -> Any:
    return get(client, f"/{kind}/" + quote(id, safe=""))


def test_every_result_quotes_its_report(client: TestClient, workspace: Workspace) -> None:
    rows = workspace.store.read(
        Query("MATCH (d:Document {id: $id}) RETURN d.source_text AS t", {"id": REPORT})
    )
    page = get(client, "/results")
    assert page["total"] == len(page["items"]) > 10
    for told in page["items"]:
        assert " ".join(rows[0]["t"][told["start"] : told["end"]].split()) == told["text"]
        assert (told["document"], told["document_number"], told["issued"]) == (
            REPORT,
            "00/BC-UBND",
            "2025-05-30",
        )
        assert PLAN in {on["unit"]["id"] for on in told["on"]}


def test_results_are_narrowed_by_every_condition(client: TestClient) -> None:
    every = get(client, "/results")["items"]

    def ids(**params: Any) -> set[str]:
        return {told["id"] for told in get(client, "/results", **params)["items"]}

    assert ids(kind=["shortcoming", "cause"]) == {
        t["id"] for t in every if t["kind"] in ("shortcoming", "cause")
    }
    assert ids(document=REPORT) == ids(place="Tiền Giang") == ids(on=PLAN) == {t["id"] for t in every}
    assert ids(document=PLAN) == ids(place="Cà Mau") == set()
    assert ids(on=CENTRE) == {t["id"] for t in every if "giám sát, điều hành" in t["text"]}
    health = ids(agency="so-y-te.tien-giang")
    assert {t["text"] for t in every if t["id"] in health} == {
        "Tỷ lệ người dân có hồ sơ sức khỏe điện tử năm 2025 đạt 71%."
    }
    assert (
        ids(linked=True)
        == {t["id"] for t in every if any(on["method"] for on in t["on"])}
        < {t["id"] for t in every}
    )
    indicator = next(t["indicator"] for t in every if t["value_text"] == "71%")
    assert len(ids(on=indicator)) == 1
    page = get(client, "/results", limit=2, offset=1)
    assert ([t["id"] for t in page["items"]], page["total"]) == ([t["id"] for t in every[1:3]], len(every))


def test_one_result_is_found_by_its_id(client: TestClient) -> None:
    told = get(client, "/results")["items"][0]
    assert detail(client, "results", told["id"]) == told
    for path in (f"/results/{quote(REPORT + '#result:x.1', safe='')}", "/results?on=khong.vn.x"):
        assert client.get(API + path).status_code == 404


def test_a_task_and_a_target_show_what_is_reported_on_them(client: TestClient) -> None:
    (told,) = detail(client, "tasks", CENTRE)["results"]
    assert (told["kind"], told["label"], told["through"]) == ("done", "Đã thực hiện", None)
    link = next(on for on in told["on"] if on["unit"]["id"] == CENTRE)
    assert link["status"] == "proposed"
    assert link["source_quote"] == told["text"]
    (figure,) = detail(client, "targets", f"{PLAN}#target:8:2030")["results"]
    assert (figure["value_text"], figure["year"]) == ("71%", 2025)
    assert detail(client, "tasks", f"{PLAN}#task:14")["results"] == []


def test_a_clause_shows_what_became_of_the_tasks_below_it(client: TestClient, workspace: Workspace) -> None:
    rows = workspace.store.read(
        Query(
            "MATCH (t:Task {id: $id})-[r:IMPLEMENTS]->(c:Clause {document: $d}) WHERE r.status = 'proposed' "
            "AND r.grade = 2 RETURN c.id AS id",
            {"id": CENTRE, "d": RESOLUTION},
        )
    )
    assert rows
    told = detail(client, "clauses", rows[0]["id"])["results"]
    assert CENTRE in {t["through"]["id"] for t in told if t["through"]}


def test_a_rejected_link_is_not_shown(workspace: Workspace) -> None:
    own = open_store("embedded::memory:")  # deciding writes, and the workspace is shared
    copy(workspace.store, own)
    client = Caller(create_app(Workspace(own, SearchService(own, WordEmbedder()))))
    (told,) = detail(client, "tasks", CENTRE)["results"]
    link = f"{told['id']}>REPORTS_ON>{CENTRE}"
    act = {"links": [link], "reviewer": "An"}
    assert client.post(API + "/review", json={**act, "action": "reject"}).status_code == 200
    assert detail(client, "tasks", CENTRE)["results"] == []
    assert client.post(API + "/review", json={**act, "action": "undo"}).status_code == 200
    assert [t["id"] for t in detail(client, "tasks", CENTRE)["results"]] == [told["id"]]


def test_show_names_the_results(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(commands_read.show)  # it registers itself
    monkeypatch.setattr(Workspace, "close", lambda self: None)
    monkeypatch.setattr(command.State, "workspace", lambda self, write=False: workspace)

    def run(*args: str) -> str:
        done = CliRunner().invoke(command.app, ["--home", str(tmp_path), *args], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "Kết quả được báo cáo" in run("show", "225/KH-UBND", "12")
    assert "Kết quả được báo cáo" not in run("show", "225/KH-UBND", "14")
    shown = json.loads(run("show", "225/KH-UBND", "12", "--json"))
    assert [told["kind"] for told in shown["results"]] == ["done"]
    assert shown["node"]["props"]["file"] == walks.document(workspace.store, "225/KH-UBND").source


def test_exports_have_the_results(workspace: Workspace, tmp_path: Path) -> None:
    assert export_jsonl(workspace.store, tmp_path)["results.jsonl"] == 14
    rows = [
        json.loads(line) for line in (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert any(CENTRE in row["tells_of"] for row in rows)
    assert all(row["reports_on"][0] == PLAN or PLAN in row["reports_on"] for row in rows)
    assert (
        write_csv(workspace.store, tmp_path)["results"]
        == write_xlsx(workspace.store, tmp_path / "a.xlsx")["results"]
    )
    sheet = list(load_workbook(tmp_path / "a.xlsx")["Kết quả"].values)
    assert any("nhiệm vụ 12" in str(row[7]) and row[1] == "Đã thực hiện" for row in sheet)

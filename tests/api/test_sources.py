"""Where a part of a document comes from, and what of it to look at: told by exports and by the service."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import command, commands_explore, doubts, reading
from api.pipeline import Workspace
from graph import walks
from graph.store import Row, open_store
from ontology.doubts import DOUBTS
from ontology.errors import NotFound
from search.service import SearchService
from tests.api.annex_files import HEAD, TASKS, attached, goals_word, lines, plan, put, tasks_workbook
from tests.conftest import ROOT, WordEmbedder

ID = "12-kh-ubnd.an-giang.2025"
FILES: dict[str, str | bytes] = {
    "ke-hoach.txt": plan(),
    "phu-luc-1.xlsx": tasks_workbook(),
    "Phu luc II.docx": goals_word(),
}


@pytest.fixture
def space() -> Iterator[Workspace]:
    store = open_store("embedded::memory:")
    with Workspace(store, SearchService(store, WordEmbedder())) as opened:
        yield opened


def test_exports_name_the_file_of_every_part(space: Workspace, tmp_path: Path) -> None:
    space.ingest([put(tmp_path / "in", FILES)])
    space.ingest_upload("other.txt", plan("Bến Tre").encode())
    space.export(tmp_path / "out")

    def read(name: str) -> list[Row]:
        return [
            json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()
        ]

    files = {d["id"]: d["files"] for d in read("documents") if not d["stub"]}
    assert files == {
        ID: ["ke-hoach.txt", "phu-luc-1.xlsx", "Phu luc II.docx"],
        "12-kh-ubnd.ben-tre.2025": ["other.txt"],
    }
    assert {(t["document"], t["file"]) for t in read("tasks") if t["no"]} == {(ID, "phu-luc-1.xlsx")}
    assert {t["file"] for t in read("targets")} == {"Phu luc II.docx"}
    assert {c["file"] for c in read("clauses")} == {*FILES, "other.txt"}


def test_the_service_tells_the_file_and_the_line_of_a_part(space: Workspace, tmp_path: Path) -> None:
    space.ingest([put(tmp_path / "in", FILES)])
    clauses = {clause.id: clause for clause in reading.clauses(space.store, ID)}
    found = reading.tasks(space.store, reading.unit_ids(space.store, "Task"))
    for task in found:
        assert task.file
        assert task.clause
        assert clauses[task.clause].file == task.file
    assert {task.file for task in found} == {"phu-luc-1.xlsx"}


def test_a_doubt_has_its_words_and_the_clause_they_stand_in(space: Workspace, tmp_path: Path) -> None:
    late = ["3", "Báo cáo kết quả phủ sóng", "Sở Nội vụ", "Sở Tài chính", "Tháng 4 năm 2025"]
    annex = lines("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", attached(), [HEAD, *TASKS, late])
    space.ingest([put(tmp_path / "in", {"ke-hoach.txt": plan(), "phu-luc.txt": annex})])
    found = doubts.doubts(space.store, ID)
    assert reading.document(space.store, ID).doubts == len(found)
    (past,) = [doubt for doubt in found if doubt.code == "deadline.past"]
    assert (past.file, past.label) == ("phu-luc.txt", DOUBTS["deadline.past"])
    assert past.path
    assert past.path.endswith(".3")
    assert past.quote
    assert "Báo cáo kết quả phủ sóng" in past.quote


def test_the_command_lists_the_doubts(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(commands_explore.doubts)  # it registers itself
    space.ingest_upload("225-kh-ubnd.txt", plan().replace("Số: 12/KH-UBND\n", "").encode())
    monkeypatch.setattr(Workspace, "close", lambda self: None)
    monkeypatch.setattr(command.State, "workspace", lambda self, write=False: space)
    document = walks.documents(space.store, stubs=False)[0].id
    done = CliRunner().invoke(command.app, ["--home", str(tmp_path), "doubts", document, "--json"])
    told = json.loads(done.stdout)
    assert [doubt["code"] for doubt in told] == [d.code for d in doubts.doubts(space.store, document)]
    assert told
    shown = CliRunner().invoke(
        command.app, ["--home", str(tmp_path), "doubts", document], env={"COLUMNS": "300"}
    )
    assert told[0]["label"] in shown.stdout


def test_nothing_is_doubted_of_what_is_not_there(space: Workspace) -> None:
    with pytest.raises(NotFound):
        doubts.doubts(space.store, "9-kh-ubnd.an-giang.2020")


def test_every_doubt_that_reading_notes_has_words() -> None:
    makers = {"Diagnostic", "note", "doubt", "_note", "_doubt"}
    codes = set()
    for path in (ROOT / "ingest").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                name = (
                    call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                )
                if name in makers and isinstance(call.args[0].value, str):
                    codes.add(call.args[0].value)
    assert len(codes) > 20
    assert codes - set(DOUBTS) == set()

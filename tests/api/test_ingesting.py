"""Folders read again and again: files that are one document, and files of one name that are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import command, commands_data  # noqa: F401  (registers the command)
from api.ingesting import FileOutcome
from api.pipeline import Workspace
from api.versions import digest_of, linker, reader
from graph import walks
from graph.store import open_store
from search.service import SearchService
from tests.conftest import WordEmbedder

PLAN = """ỦY BAN NHÂN DÂN TỈNH AN GIANG
Số: {number}/KH-UBND
An Giang, ngày 02 tháng 6 năm 2025
KẾ HOẠCH
Phủ sóng vùng lõm
I. MỤC TIÊU
1. Mọi ấp đều có sóng di động.
"""
MORE = "II. NHIỆM VỤ\n1. Lập danh mục ấp chưa có sóng, báo cáo trong tháng 7 năm 2025.\n"


@pytest.fixture
def space() -> Iterator[Workspace]:
    store = open_store("embedded::memory:")
    with Workspace(store, SearchService(store, WordEmbedder())) as opened:
        yield opened


def put(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def told(found: tuple[FileOutcome, ...]) -> dict[str, str]:
    return {file.name: file.outcome for file in found}


def sources(space: Workspace) -> list[str | None]:
    return [row.source for row in walks.documents(space.store, stubs=False)]


@pytest.mark.parametrize(("fuller", "shorter"), [("a", "b"), ("b", "a")])
def test_of_two_files_that_are_one_document_the_fuller_is_kept(
    space: Workspace, tmp_path: Path, fuller: str, shorter: str
) -> None:
    plan = PLAN.format(number=31)
    folder = put(tmp_path / "in", **{fuller: plan + MORE, shorter: plan})
    first = space.ingest([folder]).files
    assert sources(space) == [f"{fuller}.txt"]
    notes = " ".join(f"{file.name} {file.reason}" for file in first if file.reason)
    assert "31/KH-UBND" in notes or "văn bản này" in notes
    assert all(f"{name}.txt" in notes for name in (fuller, shorter))
    state = space.store.revision()
    again = space.ingest([folder]).files
    assert told(again) == {f"{fuller}.txt": "unchanged", f"{shorter}.txt": "skipped"}
    assert space.store.revision() == state
    forced = space.ingest([folder], force=True).files
    assert told(forced) == {f"{fuller}.txt": "changed", f"{shorter}.txt": "skipped"}


def test_equal_files_are_kept_by_name(space: Workspace, tmp_path: Path) -> None:
    plan = PLAN.format(number=31)
    space.ingest([put(tmp_path / "in", b=plan)])
    folder = put(tmp_path / "in", a=plan, b=plan)
    space.ingest([folder])
    assert sources(space) == ["a.txt"]
    assert told(space.ingest([folder]).files) == {"a.txt": "unchanged", "b.txt": "skipped"}


def test_a_file_passed_over_is_read_once_the_kept_one_is_gone_or_is_itself_changed(
    space: Workspace, tmp_path: Path
) -> None:
    plan = PLAN.format(number=31)
    folder = put(tmp_path / "in", a=plan + MORE, b=plan)
    space.ingest([folder])
    put(folder, b=plan + MORE + "2. Đo lại sóng ở từng ấp và công bố kết quả hằng quý.\n")
    assert told(space.ingest([folder]).files) == {"a.txt": "unchanged", "b.txt": "changed"}
    assert told(space.ingest([folder]).files) == {"a.txt": "skipped", "b.txt": "unchanged"}
    (folder / "b.txt").unlink()
    assert told(space.ingest([folder]).files) == {"a.txt": "changed"}
    assert sources(space) == ["a.txt"]


def test_a_file_sent_alone_takes_the_place_of_another(space: Workspace) -> None:
    plan = PLAN.format(number=31)
    space.ingest_upload("a.txt", (plan + MORE).encode())
    (file,) = space.ingest_upload("b.txt", plan.encode()).files
    assert (file.outcome, file.reason) == ("changed", "thay cho bản đọc từ a.txt")


def test_files_of_one_name_in_two_folders_are_two_documents(space: Workspace, tmp_path: Path) -> None:
    put(tmp_path / "x", plan=PLAN.format(number=31))
    put(tmp_path / "y", plan=PLAN.format(number=32))
    space.ingest([tmp_path])
    assert len(sources(space)) == 2
    assert {file.outcome for file in space.ingest([tmp_path]).files} == {"unchanged"}
    put(tmp_path / "y", plan=PLAN.format(number=33))
    space.ingest([tmp_path])
    numbers = [row.number for row in walks.documents(space.store, stubs=False)]
    assert sorted(map(str, numbers)) == ["31/KH-UBND", "33/KH-UBND"]


def test_a_changed_reader_reads_everything_again(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "in", a=PLAN.format(number=31))
    space.ingest([folder])
    assert told(space.ingest([folder]).files) == {"a.txt": "unchanged"}
    monkeypatch.setattr("api.ingesting.reader", lambda: "another reader")
    assert told(space.ingest([folder]).files) == {"a.txt": "changed"}
    assert told(space.ingest([folder]).files) == {"a.txt": "unchanged"}


def test_the_reader_is_its_source_and_its_data(tmp_path: Path) -> None:
    package = put(tmp_path / "package", rules="một")
    put(package / "data", words="hai")
    first = digest_of([package])
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "rules.pyc").write_bytes(b"x")
    assert digest_of([package]) == first
    put(package / "data", words="ba")
    assert digest_of([package]) != first
    assert reader() == reader()


def test_what_another_linker_linked_is_linked_anew(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "in", a=PLAN.format(number=31), b=PLAN.format(number=32) + MORE)
    linked: list[int] = []

    def watch(stage: str, done: int, total: int) -> None:
        if stage == "link" and done == total:
            linked.append(total)

    space.ingest([folder], progress=watch)
    space.ingest([folder], progress=watch)
    monkeypatch.setattr("api.pipeline.linker", lambda embedder: f"another linker {embedder}")
    space.ingest([folder], progress=watch)
    space.ingest([folder], progress=watch)
    assert linked == [2, 0, 2, 0]
    assert linker("one model") == linker("one model") != linker("another model")


def test_the_summary_names_both_files(tmp_path: Path) -> None:
    plan = PLAN.format(number=31)
    folder = put(tmp_path / "in", first=plan + MORE, second=plan)
    words = ["--home", str(tmp_path / "home"), "ingest", "--no-link", str(folder)]
    shown = CliRunner().invoke(command.app, words, catch_exceptions=False, env={"COLUMNS": "400"}).stdout
    assert "1 tệp là cùng một văn bản với tệp khác" in shown
    line = next(line for line in shown.splitlines() if "second.txt" in line)
    assert "bỏ qua" in line
    assert "với first.txt" in " ".join(shown.replace("│", " ").split())

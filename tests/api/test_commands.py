"""The command line as a stranger meets it: wrong input is one line that says what to do, and `--json` is everywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api import command
from api.cli import main
from api.finding import find_agencies, find_node, find_places
from api.pipeline import Workspace
from graph import walks
from graph.review import queue
from ontology.codec import dump
from ontology.errors import InputError, NotFound

UPPER, LOWER = "57-nq-tw.vn.2024", "225-kh-ubnd.tien-giang.2025"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command over the samples as the program does; gives its exit status and both streams."""
    monkeypatch.setattr(Workspace, "close", lambda self: None)
    monkeypatch.setattr(command.State, "workspace", lambda self, write=False: workspace)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["truyvet", "--home", str(tmp_path / "home"), *words])
        with pytest.raises(SystemExit) as left:
            main()
            raise SystemExit(0)
        shown = capfd.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    return call


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "9999/KH-UBND"), "không tìm thấy"),
        (("show", "57-NQ/TW", "XX.9"), "truyvet show '57-NQ/TW'"),
        (("duties", " "), "cần tên hoặc mã của một cơ quan"),
        (("due", "--start", "01/12/2025", "--end", "2025-01-01"), "sau ngày cuối"),
        (("search", "dữ liệu", "--kind", "bogus"), "một trong: clause, task, target, result"),
        (("search", "dữ liệu", "--place", "Nơi Nào"), "Tiền Giang"),
        (("search", " "), "không có câu nào để tìm"),
        (("query", "MATCH (n) DETACH DELETE n"), "chỉ được đọc"),
        (("export", "--format", "bogus", "--out", "x"), "một trong: jsonl"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(run: Run, words: tuple[str, ...], says: str) -> None:
    status, out, err = run(*words)
    assert status == 2
    assert not out
    assert err.startswith("truyvet: ")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("export", "--format", "jsonl", "--out", "{file}"),
        ("export", "--format", "xlsx", "--out", "{folder}"),
        ("export", "--format", "rdf", "--out", "{folder}/x.ttl/"),
        ("matrix", "57-NQ/TW", "225/KH-UBND", "--csv", "{folder}"),
        ("review", "export", "{folder}"),
        ("ask", "--batch", "{folder}/none.jsonl", "--out", "{folder}/out.jsonl"),
        ("serve", "--host", "192.0.2.1", "--port", "0"),
    ],
)
def test_what_the_system_refuses_is_told_without_a_traceback(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    folder, file = tmp_path / "folder", tmp_path / "file"
    (folder / "x.ttl").mkdir(parents=True)
    file.write_text("đây là một tệp", encoding="utf-8")
    status, _, err = run(*(word.format(folder=folder, file=file) for word in words))
    assert status == 2
    assert err.startswith("truyvet: ")
    assert "Traceback" not in err
    assert file.read_text(encoding="utf-8") == "đây là một tệp"


def test_files_are_written_into_folders_that_are_made(run: Run, tmp_path: Path) -> None:
    for words, name in (
        (("export", "--format", "rdf", "--out"), "a/b/g.ttl"),
        (("export", "--format", "xlsx", "--out"), "c/d.xlsx"),
        (("matrix", "57-NQ/TW", "225/KH-UBND", "--csv"), "e/m.csv"),
        (("review", "export"), "f/d.jsonl"),
    ):
        assert run(*words, str(tmp_path / name))[0] == 0
        assert (tmp_path / name).is_file()


def test_commands_that_write_files_tell_programs_what_they_did(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    _, told, _ = run("export", "--out", str(out), "--json")
    rows = {
        name: len((out / name).read_text("utf-8").splitlines()) for name in ("tasks.jsonl", "links.jsonl")
    }
    assert json.loads(told)["counts"].items() >= rows.items()
    _, told, _ = run(
        "repair", str(samples / "kh-195-kh-tu-tien-giang-2025.txt"), "--out", str(out / "r.jsonl"), "--json"
    )
    assert json.loads(told)["lines"] == len((out / "r.jsonl").read_text("utf-8").splitlines())
    _, told, _ = run("review", "export", str(out / "d.jsonl"), "--json")
    assert json.loads(told)["decisions"] == 0


def test_settings_that_are_not_set_are_null_for_programs(run: Run) -> None:
    told = json.loads(run("settings", "--json")[1])
    assert told["TRUYVET_READER_KEY"] is None
    assert told["TRUYVET_PORT"] == 8057


def test_a_table_without_rows_says_so(run: Run) -> None:
    for words in (
        ("matrix", "57-NQ/TW", "57-NQ/TW"),
        ("due", "--start", "31/12/2099"),
        ("review", "agreement"),
    ):
        status, out, _ = run(*words)
        assert status == 0
        assert "không có dòng nào" in out.lower()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"question": "x"}', "b.jsonl:2"),
        ("[1]", "b.jsonl:2"),
        ("not json", "b.jsonl:2"),
        ('{"id": 1, "question": 5}', "b.jsonl:2"),
    ],
)
def test_a_batch_is_checked_before_anything_is_asked(run: Run, tmp_path: Path, line: str, says: str) -> None:
    batch, out = tmp_path / "b.jsonl", tmp_path / "out.jsonl"
    out.write_text("what was there", encoding="utf-8")
    batch.write_text('{"id": 1, "question": "dữ liệu mở"}\n' + line + "\n", encoding="utf-8")
    status, _, err = run("search", "--batch", str(batch), "--out", str(out))
    assert status == 2
    assert says in err
    assert out.read_text("utf-8") == "what was there"


def test_a_batch_keeps_the_ids(run: Run, tmp_path: Path) -> None:
    batch, out = tmp_path / "b.jsonl", tmp_path / "new" / "out.jsonl"
    batch.write_text('\ufeff{"id": "a", "query": "dữ liệu"}\n\n{"id": 7, "text": "hạ tầng số"}\n', "utf-8")
    assert run("search", "--batch", str(batch), "--out", str(out))[0] == 0
    assert [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()] == ["a", 7]


def test_an_agency_is_found_by_every_name_that_questions_know(workspace: Workspace) -> None:
    store = workspace.store
    (id,) = find_agencies(store, "Sở Khoa học và Công nghệ Tiền Giang")
    for name in ("Sở KH&CN Tiền Giang", "so khoa hoc va cong nghe tien giang", id):
        assert find_agencies(store, name) == [id]
    assert id in find_agencies(store, "Sở KH&CN")
    assert id in find_agencies(store, "khoa học và công")
    with pytest.raises(NotFound, match="Sở Khoa học và Công nghệ"):
        find_agencies(store, "Sở Khoa học và Công nghẹp")
    with pytest.raises(InputError):
        find_agencies(store, "")


def test_a_place_is_found_without_its_marks(workspace: Workspace) -> None:
    assert find_places(workspace.store, ["tien giang", "Cà Mau"]) == ("Tiền Giang", "Cà Mau")
    with pytest.raises(NotFound, match="Tiền Giang"):
        find_places(workspace.store, ["Xứ Không Có"])


def test_provinces_and_overlaps_are_the_counts_of_the_walks(run: Run, workspace: Workspace) -> None:
    told = json.loads(run("provinces", "57-NQ/TW", "--json")[1])
    assert told == dump(walks.provinces(workspace.store, "57-nq-tw.vn.2024"))
    assert "Tiền Giang" in run("provinces", "57-NQ/TW")[1]
    status, out, _ = run("overlaps", "225/KH-UBND", "71/NQ-CP")
    assert status == 0
    assert "15 nhiệm vụ chỉ có ở 225/KH-UBND" in out
    assert len(json.loads(run("overlaps", "225/KH-UBND", "71/NQ-CP", "--json")[1])["only_first"]) == 15


def test_an_item_is_found_as_printed_and_else_in_any_case(workspace: Workspace) -> None:
    store = workspace.store
    assert (
        find_node(store, "57-NQ/TW", "III.1")
        == find_node(store, "57-nq-tw.vn.2024", "iii.1")
        == f"{UPPER}#III.1"
    )
    assert find_node(store, "225/KH-UBND", "1") == f"{LOWER}#task:1"
    assert find_node(store, f"{LOWER}#task:1") == f"{LOWER}#task:1"
    with pytest.raises(NotFound):
        find_node(store, "57-NQ/TW", "III.999")


def test_the_queue_is_narrowed_and_paged_as_over_http(run: Run, workspace: Workspace) -> None:
    every = queue(workspace.store, limit=None)
    for state in ("proposed", "candidate", "suspect"):
        told = json.loads(
            run("review", "queue", "--state", state, "--offset", "1", "--limit", "3", "--json")[1]
        )
        wanted = [
            item.link for item in every if (item.suspect if state == "suspect" else item.status == state)
        ]
        assert [item["link"] for item in told] == wanted[1:4]
    assert run("review", "queue", "--state", "bogus")[0] == 2

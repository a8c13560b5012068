"""Annexes in files of their own and the document that they belong to: one document, whatever comes first."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import reading
from api.ingesting import FileOutcome
from api.pipeline import Workspace
from graph import walks
from graph.archive import export_archive, import_archive
from graph.store import Change, Query, Row, open_store
from search.service import SearchService
from tests.api.annex_files import (
    COMMUNE,
    GOALS,
    HEAD,
    TASKS,
    attached,
    goals_word,
    lines,
    names,
    plan,
    put,
    tasks_workbook,
    versions,
    with_annex,
    workbook,
)
from tests.conftest import WordEmbedder
from tests.formats_factory import as_docx

ID = "12-kh-ubnd.an-giang.2025"
FILES: dict[str, str | bytes] = {
    "ke-hoach.txt": plan(),
    "phu-luc-1.xlsx": tasks_workbook(),
    "Phu luc II.docx": goals_word(),
}


def fresh() -> Workspace:
    store = open_store("embedded::memory:")
    return Workspace(store, SearchService(store, WordEmbedder()))


@pytest.fixture
def space() -> Iterator[Workspace]:
    with fresh() as opened:
        yield opened


def send(space: Workspace, **files: str | bytes) -> list[FileOutcome]:
    """One upload a file; in names, "__" stands for a dot."""
    return [
        space.ingest_upload(n.replace("__", "."), c.encode() if isinstance(c, str) else c).files[0]
        for n, c in files.items()
    ]


def ids(space: Workspace) -> list[str]:
    return [row.id for row in walks.documents(space.store, stubs=False)]


def tasks(space: Workspace, document: str = ID) -> list[Row]:
    text = (
        "MATCH (t:Task {document: $d}) RETURN t.id AS id, t.title AS title, t.file AS file, t.where AS where, "
        "t.start AS start, t.end AS end ORDER BY t.order"
    )
    return space.store.read(Query(text, {"d": document}))


def count(space: Workspace, label: str, document: str = ID) -> int:
    text = f"MATCH (n:{label} {{document: $d}}) RETURN count(n) AS n"
    return int(space.store.read(Query(text, {"d": document}))[0]["n"])


def state(space: Workspace, out: Path) -> dict[str, bytes]:
    """All that the store holds."""
    export_archive(space.store, out)
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_a_plan_and_its_annexes_in_a_folder_are_one_document(space: Workspace, tmp_path: Path) -> None:
    files = {f.name: f for f in space.ingest([put(tmp_path / "in", FILES)]).files}
    assert ids(space) == [ID]
    assert [t["title"] for t in tasks(space)] == names(TASKS)
    assert count(space, "Target") == len(GOALS)
    row = walks.document(space.store, "12/KH-UBND")
    assert (row.title, row.source) == ("Phủ sóng vùng lõm năm 2025", "ke-hoach.txt")
    assert {f.outcome for f in files.values()} == {"new"}
    assert {f.document for f in files.values()} == {ID}
    assert (files["phu-luc-1.xlsx"].tasks, files["Phu luc II.docx"].targets) == (2, 2)
    assert {f.name: f.reason for f in files.values()} == {
        "ke-hoach.txt": "ghép với phụ lục trong phu-luc-1.xlsx, Phu luc II.docx",
        "phu-luc-1.xlsx": "phụ lục của 12/KH-UBND, ghép với ke-hoach.txt",
        "Phu luc II.docx": "phụ lục của 12/KH-UBND, ghép với ke-hoach.txt",
    }


def test_words_of_an_annex_are_quoted_from_its_file(space: Workspace, tmp_path: Path) -> None:
    space.ingest([put(tmp_path / "in", FILES)])
    (row,) = space.store.read(
        Query("MATCH (d:Document {id: $d}) RETURN d.source_text AS text, d.files AS files", {"d": ID})
    )
    text, files = row["text"], {f["name"]: f for f in json.loads(row["files"])}
    assert list(files) == ["ke-hoach.txt", "phu-luc-1.xlsx", "Phu luc II.docx"]
    for task in tasks(space):
        assert task["file"] == "phu-luc-1.xlsx"
        assert task["title"] in text[task["start"] : task["end"]]
        assert files[task["file"]]["start"] <= task["start"] < task["end"] <= files[task["file"]]["end"]
    clauses = space.store.read(
        Query("MATCH (c:Clause) RETURN c.start AS a, c.end AS b, c.text_raw AS raw, c.file AS file")
    )
    assert all(text[c["a"] : c["b"]] == c["raw"] for c in clauses)
    assert {c["file"] for c in clauses} == set(files)


def test_the_service_tells_the_files_of_a_document(space: Workspace, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", {"ke-hoach.txt": with_annex(), "phu-luc-1.xlsx": tasks_workbook()})
    space.ingest([put(folder, {"Phu luc II.docx": goals_word()})])
    told = reading.document(space.store, ID).files
    assert [(f.name, f.format, f.annex, f.repeats) for f in told] == [
        ("ke-hoach.txt", "txt", False, None),
        ("Phu luc II.docx", "docx", True, None),
        ("phu-luc-1.xlsx", "xlsx", True, "ke-hoach.txt"),
    ]
    assert {t.file for t in reading.targets(space.store, reading.unit_ids(space.store, "Target"))} == {
        told[1].name
    }


def test_a_document_of_one_file_keeps_it_once_and_tells_it_everywhere(space: Workspace) -> None:
    send(space, plan__txt=plan())
    assert [t["file"] for t in tasks(space)] == [None]
    assert [t.file for t in reading.tasks(space.store, reading.unit_ids(space.store, "Task"))] == ["plan.txt"]
    assert [f.name for f in reading.document(space.store, ID).files] == ["plan.txt"]


def world() -> dict[str, str | bytes]:
    """Two plans of one number, each with annexes, of which one leaves out the day."""
    other = [[*row[:1], row[1].replace("ấp", "thôn"), *row[2:]] for row in TASKS]
    return {
        **FILES,
        "kh-quang-tri.txt": plan("Quảng Trị"),
        "pl-quang-tri.xlsx": tasks_workbook(attached("Quảng Trị", day="…"), other),
        "pl3.txt": lines("PHỤ LỤC III", "NHIỆM VỤ KHÁC", attached(), [HEAD, *TASKS[1:]]),
    }


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_files_does_not_matter(tmp_path: Path, seed: int) -> None:
    folder, chance = put(tmp_path / "in", world()), random.Random(seed)
    with fresh() as once:
        once.ingest([folder])
        wanted = state(once, tmp_path / "once")
        assert len(ids(once)) == 2
        assert [count(once, "Task", d) for d in ids(once)] == [3, 2]
    with fresh() as space:
        order = sorted(folder.iterdir())
        chance.shuffle(order)
        while order:
            taken = chance.randint(1, len(order))
            space.ingest(order[:taken])
            order = order[taken:]
        assert state(space, tmp_path / "parts") == wanted
        revision = space.store.revision()
        again = space.ingest([folder]).files
        assert {f.outcome for f in again} == {"unchanged"}
        assert space.store.revision() == revision
        space.ingest([folder], force=True)
        assert state(space, tmp_path / "forced") == wanted


@pytest.mark.parametrize("seed", range(10))
def test_whatever_came_before_the_store_is_what_its_files_make(tmp_path: Path, seed: int) -> None:
    chance, files = random.Random(seed), versions()
    known = {hashlib.sha256(data).hexdigest(): data for content in files.values() for data in content}
    with fresh() as space, fresh() as direct:
        for _ in range(8):
            if chance.random() < 0.2 and ids(space):
                space.delete(chance.choice(ids(space)))
            else:
                name = chance.choice(sorted(files))
                space.ingest_upload(name, chance.choice(files[name]))
        space.ingest_upload("ke-hoach.txt", files["ke-hoach.txt"][0])
        left = [(f.name, f.sha256) for d in ids(space) for f in reading.document(space.store, d).files]
        chance.shuffle(left)
        folders = [put(tmp_path / str(n), {name: known[sha]}) for n, (name, sha) in enumerate(left)]
        direct.ingest(folders)
        assert state(space, tmp_path / "a") == state(direct, tmp_path / "b")


def test_the_tables_of_a_plan_are_read_again_when_an_annex_comes(space: Workspace) -> None:
    said = [*plan().strip().split("\n"), "PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", attached(), [HEAD, *TASKS]]
    send(space, plan__docx=as_docx(said))
    before = tasks(space)
    send(space, phu__docx=goals_word())
    assert [{**t, "file": None} for t in tasks(space)] == before
    assert {t["file"] for t in tasks(space)} == {"plan.docx"}
    assert count(space, "Target") == len(GOALS)


def test_a_document_of_an_older_program_is_joined_by_its_text(space: Workspace) -> None:
    send(space, plan__txt=plan())
    space.store.write(Change(patches=((ID, {"layout": None, "parsed_by": "an older reader"}),)))
    send(space, phu__xlsx=tasks_workbook())
    assert [t["title"] for t in tasks(space)] == names(TASKS)
    (file,) = send(space, plan__txt=plan())
    assert (file.outcome, len(tasks(space))) == ("changed", 2)


@pytest.mark.parametrize("first", sorted(FILES))
def test_a_file_that_changes_leaves_the_others_alone(tmp_path: Path, first: str) -> None:
    later = {
        "ke-hoach.txt": plan(more="2. Sở Nội vụ theo dõi, báo cáo trong tháng 12 năm 2025.\n"),
        "phu-luc-1.xlsx": tasks_workbook(rows=[*TASKS, ["3", "Đo lại sóng ở từng ấp", *TASKS[0][2:]]]),
        "Phu luc II.docx": goals_word(attached(day="…")),
    }
    with fresh() as space, fresh() as direct:
        folder = put(tmp_path / "in", FILES)
        space.ingest([folder])
        put(folder, {first: later[first]})
        outcomes = {f.name: f.outcome for f in space.ingest([folder]).files}
        assert outcomes == {name: "changed" if name == first else "unchanged" for name in FILES}
        direct.ingest([folder])
        assert state(space, tmp_path / "a") == state(direct, tmp_path / "b")


def test_an_annex_waits_for_its_plan(space: Workspace) -> None:
    (file,) = send(space, phu__xlsx=tasks_workbook())
    assert (file.outcome, file.tasks) == ("new", 2)
    assert "chưa có văn bản chính" in (file.reason or "")
    row = walks.document(space.store, "12/KH-UBND")
    (told,) = space.store.read(
        Query("MATCH (d:Document {id: $d}) RETURN d.diagnostics AS notes", {"d": row.id})
    )
    assert "annex_alone" in told["notes"]
    assert [t["title"] for t in tasks(space, row.id)] == names(TASKS)
    (file,) = send(space, plan__txt=plan())
    assert (file.outcome, file.reason) == ("new", "ghép với phụ lục trong phu.xlsx")
    assert ids(space) == [ID]
    assert [t["title"] for t in tasks(space)] == names(TASKS)


def test_an_annex_that_leaves_out_the_province_joins_the_only_plan_of_its_number(
    space: Workspace, tmp_path: Path
) -> None:
    send(space, phu__xlsx=tasks_workbook(attached(None)), plan__txt=plan())
    assert ids(space) == [ID]
    alone = state(space, tmp_path / "alone")
    # With a second plan of that number nobody can tell; the annex stands apart until one of the two is gone.
    send(space, other__txt=plan("Quảng Trị"))
    assert ids(space) == [ID, "12-kh-ubnd.quang-tri.2025", "12-kh-ubnd.vn.2025"]
    assert [t["title"] for t in tasks(space, "12-kh-ubnd.vn.2025")] == names(TASKS)
    (file,) = send(space, phu__xlsx=tasks_workbook(attached(None), [*TASKS[:1]]))
    assert "nhiều văn bản số này" in (file.reason or "")
    send(space, phu__xlsx=tasks_workbook(attached(None)))
    space.delete("12-kh-ubnd.quang-tri.2025")
    assert state(space, tmp_path / "again").keys() == alone.keys()
    assert [t["title"] for t in tasks(space)] == names(TASKS)


@pytest.mark.parametrize(
    ("body", "document"),
    [
        ("UBND xã Tân Hòa", "12-kh-ubnd.xa-tan-hoa-dong-thap.2025"),
        ("Ủy ban nhân dân xã Tân Hòa, tỉnh Đồng Tháp", "12-kh-ubnd.xa-tan-hoa-dong-thap.2025"),
        ("UBND xã", "12-kh-ubnd.xa-tan-hoa-dong-thap.2025"),
        ("UBND tỉnh", ID),
        ("UBND tỉnh Đồng Tháp", "12-kh-ubnd.dong-thap.2025"),
        ("UBND xã Tân", "12-kh-ubnd.xa-tan.2025"),
    ],
)
def test_the_plan_of_a_commune_and_that_of_a_province_are_told_apart(
    space: Workspace, body: str, document: str
) -> None:
    line = f"(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/6/2025 của {body})"
    send(space, phu__xlsx=tasks_workbook(line), xa__txt=COMMUNE, tinh__txt=plan())
    assert [t["title"] for t in tasks(space, document)] == names(TASKS)


@pytest.mark.parametrize(
    ("number", "body"), [("195-KH/TU", "Tỉnh ủy An Giang"), ("88/KH-SYT", "Sở Y tế An Giang")]
)
def test_the_province_in_the_name_of_a_body_counts(space: Workspace, number: str, body: str) -> None:
    (file,) = send(
        space, phu__xlsx=tasks_workbook(f"(Kèm theo Kế hoạch số {number} ngày 02/6/2025 của {body})")
    )
    assert (file.document or "").endswith(".an-giang.2025")


@pytest.mark.parametrize("title", ["DANH MỤC NHIỆM VỤ PHỦ SÓNG", "BIỂU 1: PHÂN CÔNG NHIỆM VỤ"])
def test_a_list_that_is_attached_to_a_plan_is_its_annex(space: Workspace, title: str) -> None:
    send(space, plan__txt=plan(), a__txt=lines("", title, attached(), [HEAD, *TASKS]))
    assert [(t["title"], t["file"]) for t in tasks(space)] == [(n, "a.txt") for n in names(TASKS)]


def test_the_number_in_the_name_of_an_annex_file_names_its_plan(space: Workspace) -> None:
    book = workbook("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", "Đơn vị báo cáo hằng quý", [HEAD, *TASKS])
    send(space, plan__txt=plan())
    space.ingest_upload("phu-luc-12-kh-ubnd-an-giang.xlsx", book)
    assert ids(space) == [ID]
    assert [t["title"] for t in tasks(space)] == names(TASKS)


def test_annexes_of_one_name_belong_to_different_plans(space: Workspace) -> None:
    send(space, ke1__txt=plan(), phu__xlsx=tasks_workbook())
    line = attached(number=13)
    send(space, ke2__txt=plan(number=13))
    (file,) = send(space, phu__xlsx=tasks_workbook(line, TASKS[:1]))
    assert file.document == "13-kh-ubnd.an-giang.2025"
    assert [len(tasks(space, d)) for d in ids(space)] == [2, 1]


def test_deleting_the_document_takes_its_annexes_along(space: Workspace, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", FILES)
    space.ingest([folder])
    space.delete("12/KH-UBND")
    assert ids(space) == []
    assert space.store.read(Query("MATCH (n) WHERE n.owner = $d RETURN n.id AS id", {"d": ID})) == []
    assert {f.outcome for f in space.ingest([folder]).files} == {"new"}
    assert count(space, "Task") == len(TASKS)


@pytest.mark.parametrize("names_", [("a", "b"), ("b", "a")])
def test_an_annex_that_the_plan_already_has_adds_nothing(
    space: Workspace, tmp_path: Path, names_: tuple[str, str]
) -> None:
    plan_file, annex = f"{names_[0]}.txt", f"{names_[1]}.xlsx"
    folder = put(tmp_path / "in", {plan_file: with_annex(), annex: tasks_workbook()})
    files = {f.name: f for f in space.ingest([folder]).files}
    assert [t["title"] for t in tasks(space)] == names(TASKS)
    assert ids(space) == [ID]
    revision = space.store.revision()
    files = {f.name: f for f in space.ingest([folder]).files}
    assert (files[annex].outcome, files[plan_file].outcome) == ("skipped", "unchanged")
    assert f"đã có trong {plan_file}" in (files[annex].reason or "")
    assert space.store.revision() == revision
    # Once the plan's own file has it no longer, the annex's file counts.
    put(folder, {plan_file: plan()})
    space.ingest([folder])
    assert [(t["title"], t["file"]) for t in tasks(space)] == [(n, annex) for n in names(TASKS)]


def test_of_one_annex_in_two_files_the_fuller_counts(space: Workspace) -> None:
    send(space, plan__txt=plan(), a__xlsx=tasks_workbook(rows=TASKS[:1]), b__xlsx=tasks_workbook())
    assert [(t["title"], t["file"]) for t in tasks(space)] == [(n, "b.xlsx") for n in names(TASKS)]


def test_a_plan_sent_again_from_another_file_keeps_its_annexes(space: Workspace) -> None:
    send(space, a__txt=plan(), phu__xlsx=tasks_workbook())
    (file,) = send(space, b__txt=plan(more="2. Sở Nội vụ theo dõi trong năm 2025.\n"))
    assert file.outcome == "changed"
    assert "thay cho bản đọc từ a.txt" in (file.reason or "")
    assert [t["file"] for t in tasks(space)] == ["phu.xlsx"] * 2


def test_a_damaged_annex_is_named_and_leaves_nothing(space: Workspace, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", {**FILES, "phu-luc-3.xlsx": b"PK\x03\x04 not a workbook"})
    report = space.ingest([folder])
    assert [f.name for f in report.failed] == ["phu-luc-3.xlsx"]
    assert report.failed[0].reason
    with fresh() as whole:
        whole.ingest([put(tmp_path / "whole", FILES)])
        assert state(space, tmp_path / "a") == state(whole, tmp_path / "b")


def test_a_restored_archive_goes_on_as_the_store_did(tmp_path: Path) -> None:
    with fresh() as space, fresh() as restored:
        send(space, phu__xlsx=tasks_workbook(), two__docx=goals_word())
        before = state(space, tmp_path / "before")
        import_archive(restored.store, tmp_path / "before")
        assert state(restored, tmp_path / "after") == before
        for one in (space, restored):
            send(one, plan__txt=plan())
        assert state(space, tmp_path / "joined") == state(restored, tmp_path / "joined-too")
        assert [count(restored, label) for label in ("Task", "Target")] == [2, 2]


def test_a_question_finds_the_tasks_of_an_annex_under_the_plan(space: Workspace) -> None:
    send(space, plan__txt=plan(), phu__xlsx=workbook("PHỤ LỤC I", "NHIỆM VỤ", attached(), [HEAD, *TASKS]))
    answer = space.ask("Sở Giáo dục và Đào tạo chủ trì nhiệm vụ nào trong Kế hoạch 12/KH-UBND?")
    assert [(row.document, row.no) for row in answer.rows] == [(ID, "2")]

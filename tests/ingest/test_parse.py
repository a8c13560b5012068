"""The whole parse: offsets, coverage, uniqueness, sameness, repairs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import read, read_bytes
from ingest.parse import parse
from ontology import codec
from ontology.types import Edit, ParsedDocument, SourceText

PLAN = """KẾ HOẠCH
LÀM MỘT VIỆC MẪU
Căn cứ Nghị quyết số 5/NQ-CP ngày 02/01/2025 của Chính phủ;
I. TÊN
1. Vịệc thứ nhất.
PHỤ LỤC I
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2025 của Ủy ban nhân dân tỉnh Bến Tre)
TT
Tên nhiệm vụ
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
I
Nhóm việc thứ nhất
1
Xây dựng kế hoạch mẫu của ngành
Sở Nội vụ
Các sở, ngành
Tháng 6 năm 2025
2
Tổ chức hội nghị mẫu toàn tỉnh
Sở Y tế
Các sở, ngành
Thường xuyên
"""


def check(doc: ParsedDocument) -> None:
    count = [0] * len(doc.text)
    for clause in doc.clauses:
        assert doc.text[clause.start : clause.end] == clause.text_raw
        for i in range(clause.start, clause.end):
            count[i] += 1
    assert all(n == 1 for n, c in zip(count, doc.text, strict=True) if not c.isspace())
    for ids in ([c.id for c in doc.clauses], [t.id for t in doc.tasks], [t.id for t in doc.targets]):
        assert len(ids) == len(set(ids))
    known = {clause.id for clause in doc.clauses}
    assert all(c.parent is None or c.parent in known for c in doc.clauses)
    assert {row.clause for row in doc.tasks} | {row.clause for row in doc.targets} <= known | {None}
    assert [c.order for c in doc.clauses] == list(range(len(doc.clauses)))
    for note in doc.diagnostics:
        assert note.start is None or note.end is None or 0 <= note.start <= note.end <= len(doc.text)


def test_annex_rows_are_leaves_and_tasks_know_theirs() -> None:
    doc = parse(read_bytes("a.txt", PLAN.encode()))
    check(doc)
    assert doc.id == "12-kh-ubnd.ben-tre.2025"
    assert [t.no for t in doc.tasks] == ["1", "2"]
    assert doc.tasks[0].clause == "12-kh-ubnd.ben-tre.2025#PHỤ LỤC I.1"
    assert doc.text[doc.tasks[0].start : doc.tasks[0].end].startswith("1\nXây dựng")
    assert [c.number for c in doc.citations] == ["5/NQ-CP"]
    annex = [c for c in doc.clauses if c.kind == "annex"]
    assert annex[0].heading == "DANH MỤC NHIỆM VỤ" and {c.parent for c in annex[1:]} == {annex[0].id}


def test_repairs_change_the_reading_and_not_the_source() -> None:
    def repair(source: SourceText) -> Sequence[Edit]:
        at = source.text.index("Vịệc")
        return [Edit(at, at + 4, "Vịệc", "Việc", "test")]

    doc = parse(read_bytes("a.txt", PLAN.encode()), repair=repair)
    check(doc)
    clause = next(c for c in doc.clauses if c.path == "I.1")
    assert clause.text == "Việc thứ nhất." and "Vịệc" in clause.text_raw
    assert doc.edits[0].repaired == "Việc" and doc.text == PLAN


def test_empty_text_is_a_document() -> None:
    doc = parse(read_bytes("khong.txt", b""))
    assert (doc.id, doc.clauses) == ("khong.vn.x", ())


def test_parse_dumps_and_loads() -> None:
    doc = parse(read_bytes("a.txt", PLAN.encode()))
    assert codec.load(ParsedDocument, codec.dump(doc)) == doc


@settings(max_examples=25)
@given(st.lists(st.sampled_from([*PLAN.split("\n"), "", "- Ý", "Điều 1. Tên", "Nơi nhận:"]), max_size=30))
def test_any_arrangement_parses_the_same_twice(lines: list[str]) -> None:
    source = read_bytes("a.txt", "\n".join(lines).encode())
    doc = parse(source)
    check(doc)
    assert parse(source) == doc


@pytest.mark.corpus
def test_official_documents_hold_together(corpus: Path) -> None:
    for path in sorted(corpus.iterdir()):
        check(parse(read(path)))


def test_an_unknown_agency_of_the_body_is_kept_and_reported_once() -> None:
    text = (
        "UBND TỈNH AN GIANG\nSố: 9/KH-UBND\n\nKẾ HOẠCH\nPhát triển du lịch\n\nI. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Y tế chủ trì, phối hợp với Ban Bến Thuyền lập đề án bến thuyền.\n"
        "2. Sở Nội vụ chủ trì, phối hợp với Ban Bến Thuyền mở lớp lái thuyền.\n"
    )
    doc = parse(read_bytes("a.txt", text.encode(), max_bytes=1 << 20))
    assert [ref.name for task in doc.tasks for ref in task.coop] == ["Ban Bến Thuyền"] * 2
    (note,) = [d for d in doc.diagnostics if d.code == "agency.unknown"]
    assert (note.line, "Ban Bến Thuyền" in note.message) == (8, True)
    assert "lập đề án" in doc.text[note.start : note.end]

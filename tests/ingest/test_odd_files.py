"""Files that are not what they should be: read as well as can be, and told; none hangs and none passes in silence."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.coverage import uncovered
from ingest.formats import read_bytes
from ingest.parse import parse
from ontology.types import ParsedDocument
from tests.ingest.annex_factory import pipe, read, texts

PLAN = (
    "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: 12/KH-UBND\nAn Giang, ngày 02 tháng 3 năm 2025\nKẾ HOẠCH\nDạy bơi cho trẻ\n"
    "Căn cứ văn bản mẫu;\nI. MỤC TIÊU ĐẾN NĂM 2030\n1. Tỷ lệ trẻ biết bơi đạt 90%.\nII. TỔ CHỨC THỰC HIỆN\n"
    "1. Sở Y tế báo cáo trước ngày 30/6/2025.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Mẫu\n"
)


def _parsed(data: bytes, name: str = "a.txt") -> ParsedDocument:
    doc = parse(read_bytes(name, data))
    assert uncovered(doc) == 0
    return doc


def _codes(doc: ParsedDocument) -> set[str]:
    return {d.code for d in doc.diagnostics}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PLAN.replace("ế", "ế\u200b"), "invisible"),
        ("\u200e" + PLAN.replace("a", "a\u00ad"), "invisible"),
        (PLAN.replace(" ", "\x07 "), "invisible"),
        (PLAN.replace("\n", "\u2028"), None),
        (PLAN.replace("\n", "\r"), None),
        (unicodedata.normalize("NFD", PLAN), None),
        ("".join(c if c.isascii() else f"&#{ord(c)};" for c in PLAN), "entities"),
        (PLAN.encode().decode("latin-1"), "encoding"),
        (PLAN.encode("utf-8").decode("latin-1").replace("\x80", "€").replace("\x93", "“"), "encoding"),
    ],
    ids=[
        "zero-width",
        "soft-hyphens",
        "control",
        "line-separators",
        "cr",
        "nfd",
        "entities",
        "twice",
        "twice-western",
    ],
)
def test_the_same_plan_in_odd_characters(text: str, told: str | None) -> None:
    doc, plain = _parsed(text.encode()), _parsed(PLAN.encode())

    assert doc.header == plain.header
    assert [(c.path, c.text) for c in doc.clauses] == [(c.path, c.text) for c in plain.clauses]
    assert [t.value for t in doc.targets] == [90.0] and len(doc.tasks) == 1
    assert _codes(doc) - _codes(plain) == ({told} if told else set())


def test_a_page_that_is_no_document_is_told() -> None:
    page = b"<!DOCTYPE html><html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"

    assert _codes(_parsed(page, "ke-hoach.doc")) == {"misnamed", "unrecognised"}


@pytest.mark.parametrize(
    "text", ["a" * 400_000, "(" * 50_000 + ")" * 50_000, "|" * 80_000, "Sở Y tế báo cáo; " * 20_000], ids=len
)
def test_one_endless_line_is_read(text: str) -> None:
    assert _parsed(text.encode()).clauses


def test_a_table_of_more_than_a_thousand_rows_keeps_them_all() -> None:
    head = ["TT", "Công việc", "Đơn vị chủ trì", "Thời hạn"]
    rows = [[str(i), f"Khám mắt ở điểm trường thứ {i}", "Sở Y tế", "Năm 2026"] for i in range(1, 2101)]
    lines, table = pipe([head, *rows])
    tasks = read(lines, tables=(table,)).tasks

    assert [t.no for t in tasks] == [str(i) for i in range(1, 2101)]
    assert {texts(t, "lead") for t in tasks} == {"Sở Y tế"}


def test_a_flattened_table_of_more_than_a_thousand_rows_keeps_them_all() -> None:
    rows = [(str(i), f"Khám mắt ở điểm trường thứ {i}", "Sở Y tế", "Năm 2026") for i in range(1, 1101)]
    lines = ["TT", "Công việc", "Đơn vị chủ trì", "Thời hạn", *(cell for row in rows for cell in row)]

    assert [t.no for t in read(lines).tasks] == [str(i) for i in range(1, 1101)]

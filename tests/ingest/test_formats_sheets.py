"""Workbooks: what stands around the tables is text, values are as they are shown, hidden parts are left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from ingest.formats import read_bytes
from ingest.formats.cell_values import shown
from ingest.parse import parse
from ontology.errors import LimitExceeded, UnreadableDocument
from ontology.types import SourceText
from tests.office_factory import OFFICE, annex_xlsx


def written(*rows: Sequence[object], title: str = "Sheet") -> bytes:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*rows: Sequence[object], title: str = "Sheet") -> SourceText:
    """A sheet with these rows, read."""
    return read_bytes("a.xlsx", written(*rows, title=title))


def with_merged(data: bytes, place: str) -> bytes:
    """The workbook with these cells of its first sheet merged, however many they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            merge = f"</sheetData><mergeCells><mergeCell ref='{place}'/></mergeCells>".encode()
            target.writestr(name, source.read(name).replace(b"</sheetData>", merge))
    return out.getvalue()


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_an_annex_in_every_format(suffix: str) -> None:
    data = annex_xlsx() if suffix == "xlsx" else (OFFICE / f"annex.{suffix}").read_bytes()
    source = read_bytes(f"a.{suffix}", data)
    tasks, goals = source.tables
    assert [[c.text for c in row] for row in tasks.rows] == [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành"],
        ["I", "Nâng cao nhận thức", "", "", "", ""],
        ["1", "Bồi dưỡng kỹ năng số", "Sở Nội vụ", "Sở Tài chính", "Kế hoạch", "30/11/2025"],
        ["2", "Bố trí ngân sách", "Sở Tài chính", "Sở Khoa học và Công nghệ", "Báo cáo", "Quý IV/2025"],
    ]
    assert [[c.text for c in row[:4]] for row in goals.rows[1:]] == [
        ["1", "Quy mô kinh tế số", "% GRDP", "20"],
        ["1.1", "Tỷ lệ dân số có chữ ký số", "%", "85,5%"],
        ["2", "Doanh nghiệp công nghệ số", "doanh nghiệp", "1.250"],
        ["3", "Diện tích", "km2", "7,5"],
    ]
    assert source.text.startswith("UBND TỈNH ĐỒNG THÁP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHỤ LỤC I\n")
    assert "\nGhi chú: các sở báo cáo hằng quý.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPHỤ LỤC II\n" in source.text
    assert "không ai thấy" not in source.text
    assert [d.code for d in source.diagnostics] == ["hidden_sheets"]
    assert [source.text[p.start : p.end].split("\n")[0] for p in source.pages] == [
        "UBND TỈNH ĐỒNG THÁP",
        "PHỤ LỤC II",
    ]
    doc = parse(source)
    assert [(t.no, t.lead[0].name, str(t.deadline.end)) for t in doc.tasks if t.deadline] == [
        ("1", "Sở Nội vụ", "2025-11-30"),
        ("2", "Sở Tài chính", "2025-12-31"),
    ]
    assert [(t.no, t.value) for t in doc.targets] == [("1", 20), ("1.1", 85.5), ("2", 1250), ("3", 7.5)]


def test_annexes_below_each_other_and_a_sheet_that_alone_names_its_own() -> None:
    head = ("TT", "Việc", "Hạn")
    source = read(
        ("PHỤ LỤC I",),
        head,
        (1, "một", 2025),
        (),
        ("Phụ lục II",),
        head,
        (1, "hai", 2026),
        ("2", "ba"),
        ("Ghi chú",),
    )
    assert [[c.text for c in t.rows[1]] for t in source.tables] == [
        ["1", "một", "2025"],
        ["1", "hai", "2026"],
    ]
    assert len(source.tables[1].rows) == 3
    assert source.text.endswith("\nGhi chú")
    assert read(head, (1, "một", 2025), title="Phụ lục 3").text.startswith("Phụ lục 3\n| TT |")
    assert read(("Chỉ một dòng",), ("và một dòng nữa",)).text == "Chỉ một dòng\nvà một dòng nữa"
    assert read().text == ""


@pytest.mark.parametrize(
    ("value", "format_", "text"),
    [
        (1234567.891, "#,##0.0", "1.234.567,9"),
        (0.5, "0%", "50%"),
        (12, '0.0" tỷ đồng"', "12,0 tỷ đồng"),
        (-3, "0;(0)", "(3)"),
        (45992, "mm/yyyy", "12/2025"),
        (45992.75, "d/m/yy h:mm", "01/12/2025 18:00"),
        (2.5, "General", "2,5"),
        (7, "00", "7"),
        (1e30, "0", "1000000000000000019884624838656"),
    ],
)
def test_numbers_are_read_as_they_are_shown(value: float, format_: str, text: str) -> None:
    assert shown(value, format_) == text


def test_limits_and_damage() -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.xlsx: damaged"):
        read_bytes("a.xlsx", b"PK")
    with pytest.raises(UnreadableDocument, match=r"a\.xls: "):
        read_bytes("a.xls", b"\t".join([b"TT"] * 9))
    with pytest.raises(LimitExceeded, match="cells"):
        read(*[(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)] * 20_001)
    wide = with_merged(written(("TT", "Việc", "Hạn"), ("1", "một", "2025")), "A1:XFD1048576")
    assert read_bytes("a.xlsx", wide).text.endswith("một | 2025 |")
    page = "<table><tr><td>TT</td><td>Việc</td></tr><tr><td>1</td><td>một</td></tr></table>"
    assert read_bytes("a.xls", page.encode()).text == "| TT | Việc |\n| 1 | một |"

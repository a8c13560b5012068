"""Cells that were merged before a converter wrote the table: empty below or beside the one that keeps the words."""

from __future__ import annotations

import pytest

from ingest.formats.md import tables
from tests.ingest.annex_factory import pipe, read, texts

HEAD = ["TT", "Công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"]
ROWS = [
    ["I", "Nước sạch", "", "", ""],
    ["1", "Khoan giếng ở bản xa", "Sở Y tế", "Sở Tài chính", "Quý I/2026"],
    ["2", "Thử mẫu nước giếng", "", "Công an tỉnh", "Quý II/2026"],
    ["3", "Phát thuốc lọc nước", "", "", "Quý III/2026"],
    ["II", "Trường học", "", "", ""],
    ["4", "Lợp lại mái trường", "Sở Xây dựng", "", "Năm 2026"],
]


def _read(rows: list[list[str]], head: list[str] = HEAD) -> list[tuple[str | None, str | None, list[str]]]:
    lines, table = pipe([head, *rows])
    tasks = read(lines, tables=(table,)).tasks
    return [(texts(t, "lead"), texts(t, "coop"), [d.code for d in t.diagnostics]) for t in tasks]


def test_who_leads_is_read_from_above_and_told() -> None:
    assert _read(ROWS) == [
        ("Sở Y tế", "Sở Tài chính", []),
        ("Sở Y tế", "Công an tỉnh", ["task.lead_above"]),
        ("Sở Y tế", None, ["task.lead_above"]),  # who works with them may be nobody
        ("Sở Xây dựng", None, []),
    ]


def test_a_merged_lead_is_unclear() -> None:
    lines, table = pipe([HEAD, *ROWS])
    tasks = read(lines, tables=(table,)).tasks

    assert [t.unclear for t in tasks] == [(), ("lead",), ("lead",), ()]


@pytest.mark.parametrize("row", [2, 5])
def test_nothing_is_filled_where_a_group_begins_without_a_lead(row: int) -> None:
    rows = [[*r] for r in ROWS]
    rows.insert(row - 1 if row == 2 else row, ["9", "Rửa bể chứa nước", "", "", "Năm 2026"])

    leads = [lead for lead, *_ in _read(rows)]
    assert leads.count("Sở Y tế") == 1


def test_a_cell_printed_as_empty_is_empty() -> None:
    rows = [[*r] for r in ROWS]
    rows[2][2] = "-"

    assert [lead for lead, *_ in _read(rows)] == ["Sở Y tế", None, None, "Sở Xây dựng"]


def test_headings_over_two_rows_are_one() -> None:
    head = ["TT", "Công việc", "Phân công", "", "Thời gian", ""]
    below = ["", "", "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành"]
    rows = [["1", "Sơn lại cầu treo", "Sở Xây dựng", "Công an tỉnh", "2025", "Tháng 6/2026"]]
    lines, table = pipe([head, below, *rows])
    (task,) = read(lines, tables=(table,)).tasks

    assert (texts(task, "lead"), texts(task, "coop")) == ("Sở Xây dựng", "Công an tỉnh")
    assert task.deadline.text == "Tháng 6/2026"


def test_a_row_that_names_no_heading_is_a_row() -> None:
    rows = [["", "Trồng rừng ngập mặn", "Sở Y tế", "", "Năm 2026"]]

    assert _read(rows) == [("Sở Y tế", None, [])]


def test_bodies_on_lines_of_their_own_are_apart() -> None:
    text = (
        "| TT | Công việc | Chủ trì | Phối hợp |\n|---|---|---|---|\n"
        "| 1 | Vá đường<br>liên xã | Sở Xây dựng | Công an tỉnh<br>Trường Cao đẳng Nghề số 7<br>Hội Người mù tỉnh |\n"
        "| 2 | Thay đèn đường | Sở Khoa học và<br>Công nghệ | Sở Tài chính |\n"
    )
    first, second = read(text.split("\n"), tables=tables(text)).tasks

    assert first.title == "Vá đường liên xã"
    assert texts(first, "coop") == "Công an tỉnh; Trường Cao đẳng Nghề số 7; Hội Người mù tỉnh"
    assert texts(second, "lead") == "Sở Khoa học và Công nghệ"


def test_a_column_of_an_earlier_year_says_where_things_stood() -> None:
    head = ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2024", "Năm 2025", "Tầm nhìn 2045", "Cơ quan theo dõi"]
    lines, table = pipe([head, ["1", "Tỷ lệ hộ có nước sạch", "%", "60", "70", "100", "Sở Y tế"]])
    targets = read(lines, tables=(table,)).targets

    assert [(t.period_end_year, t.value) for t in targets] == [(2025, 70), (2045, 100)]


def test_years_below_a_roadmap_are_values() -> None:
    head = ["TT", "Chỉ tiêu", "Đơn vị chủ trì", "ĐVT", "Hiện trạng 2024", "Lộ trình", "", ""]
    below = ["", "", "", "", "", "2026", "2028", "2030"]
    lines, table = pipe([head, below, ["1", "Số giếng nước sạch", "Sở Y tế", "Giếng", "4", "8", "15", "30"]])
    targets = read(lines, tables=(table,)).targets

    assert [(t.period_end_year, t.value) for t in targets] == [(2026, 8), (2028, 15), (2030, 30)]


def test_who_works_with_whom_may_stand_beside_a_goal() -> None:
    head = [
        "TT",
        "Tên chỉ tiêu",
        "Đơn vị tính",
        "Mục tiêu đến năm 2030",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
    ]
    lines, table = pipe([head, ["1", "Tỷ lệ hộ có nước sạch", "%", "≥ 95", "Sở Y tế", "Sở Xây dựng"]])
    content = read(lines, tables=(table,))

    (target,) = content.targets
    assert not content.tasks
    assert (target.period_end_year, target.value, texts(target, "owner")) == (2030, 95, "Sở Y tế")

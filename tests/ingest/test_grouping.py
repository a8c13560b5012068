"""Rows that only head the rows below them, numbering that begins anew, columns that hold no tasks or goals."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.columns import Role, read_columns, role_of
from ingest.formats import read_bytes
from ingest.formats.tabbed import tabbed_tables
from ingest.parse import parse
from tests.ingest.annex_factory import HEAD, pipe, read, texts


def test_a_number_heads_its_parts_as_a_numeral_does() -> None:
    rows = [
        ["1", "Sách", "", "", "", ""],
        ["1.1", "Mua sách mới", "", "Sở Y tế", "", "2026"],
        ["1.2", "Vá sách cũ", "", "Sở Nội vụ", "", "2026"],
        ["2", "Kiểm kê kho", "", "Sở Tài chính", "", "2027"],
    ]
    lines, table = pipe([HEAD, *rows])
    content = read(lines, tables=(table,))
    assert [(t.no, t.group, t.group_title) for t in content.tasks] == [
        ("1.1", "1", "Sách"), ("1.2", "1", "Sách"), ("2", None, None),
    ]  # fmt: skip


def test_a_number_inside_a_numeral_heads_no_group_of_its_own() -> None:
    rows = [
        ["I", "Thư viện", "", "", "", ""],
        ["1", "Sách", "", "", "", ""],
        ["1.1", "Mua sách mới", "", "Sở Y tế", "", "2026"],
        ["2", "Kiểm kê kho", "", "Sở Tài chính", "", "2027"],
    ]
    lines, table = pipe([HEAD, *rows])
    content = read(lines, tables=(table,))
    assert [(t.no, t.group) for t in content.tasks] == [("1.1", "I"), ("2", "I")]


def test_a_row_with_parts_and_a_doer_of_its_own_stays_a_task() -> None:
    rows = [
        ["1", "Lập kho sách", "", "Sở Y tế", "", "2026"],
        ["1.1", "Mua sách mới", "", "Sở Y tế", "", "2026"],
    ]
    lines, table = pipe([HEAD, *rows])
    assert [t.no for t in read(lines, tables=(table,)).tasks] == ["1", "1.1"]


@pytest.mark.parametrize(("group", "told"), [("II", False), (None, True)])
def test_a_number_used_again_is_told_in_one_group_only(group: str | None, told: bool) -> None:
    rows = [["I", "Sách", "", "", "", ""], ["1", "Mua sách mới", "", "Sở Y tế", "", "2026"]]
    rows += [[group, "Kho", "", "", "", ""]] if group else []
    rows += [["1", "Kiểm kê kho", "", "Sở Tài chính", "", "2027"]]
    lines, table = pipe([HEAD, *rows])
    content = read(lines, tables=(table,))
    assert len({t.id for t in content.tasks}) == 2
    assert ("row.repeated_number" in {d.code for d in content.diagnostics}) is told


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Lãnh đạo UBND tỉnh phụ trách", "other"),
        ("Đồng chí lãnh đạo phụ trách", "other"),
        ("Cơ quan phụ trách", "lead"),
        ("Cấp ban hành", "other"),
        ("Cấp trình", "other"),
    ],
)
def test_who_watches_over_a_task_or_issues_its_product_does_not_do_it(heading: str, role: Role) -> None:
    assert role_of(heading) == role


def test_what_was_reached_before_is_no_goal() -> None:
    columns = read_columns(["TT", "Chỉ số", "Kết quả năm 2024", "Mục tiêu năm 2026", "Cơ quan đầu mối"])
    assert columns and [(c.heading, c.year) for c in columns.of("value")] == [("Mục tiêu năm 2026", 2026)]


def test_a_flattened_table_with_one_more_column_keeps_its_agencies_clean() -> None:
    lines = ["STT", "Nội dung", "Thời gian", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp ban hành"]
    lines += ["1", "Đề án mở thư viện xã", "Tháng 3/2026", "Sở Y tế", "Sở Nội vụ", "Ban Thường vụ Tỉnh ủy"]
    lines += ["2", "Kế hoạch mua sách cho trường", "Quý I/2026", "Sở Tài chính", "Sở Nội vụ", "UBND tỉnh"]
    assert [texts(t, "coop") for t in read(lines).tasks] == ["Sở Nội vụ", "Sở Nội vụ"]


TABBED = """PHỤ LỤC
DANH MỤC NHIỆM VỤ NĂM 2026

TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn
A\tSÁCH\t\t\t
1\tMua sách mới cho các
thư viện xã\tSở Y tế
2\tVá sách cũ\tSở Nội vụ\t\tQuý III
"""


def test_tables_kept_by_tabs_are_tables() -> None:
    (table,) = tabbed_tables(TABBED)
    assert [len(row) for row in table.rows] == [5, 5, 5, 5]
    assert table.rows[2][1].text == "Mua sách mới cho các thư viện xã"
    assert all(TABBED[c.start : c.end].replace("\n", " ") == c.text for row in table.rows for c in row)
    assert tabbed_tables("UBND TỈNH\tCỘNG HÒA\nSố: 1\tĐộc lập\n") == ()


def test_tasks_of_a_tabbed_table_have_their_cells_and_the_year_of_the_plan() -> None:
    top = (
        "Số: 3/KH-UBND\nAn Giang, ngày 20 tháng 12 năm 2025\nKẾ HOẠCH\nMua sách năm 2026\nI. MỤC ĐÍCH\nĐọc.\n"
    )
    first, second = parse(read_bytes("a.txt", (top + TABBED).encode())).tasks
    assert (first.no, first.group, first.title) == ("1", "A", "Mua sách mới cho các thư viện xã")
    assert (texts(second, "lead"), second.deadline.end) == ("Sở Nội vụ", date(2026, 9, 30))


def test_what_was_reached_before_stands_in_a_flattened_table_too() -> None:
    lines = [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Ước thực hiện năm 2025",
        "Kế hoạch năm 2026",
        "Cơ quan theo dõi",
    ]
    lines += ["1", "Số sách mới mua", "Cuốn", "8.100", "10.200", "Sở Y tế"]
    lines += ["2", "Tỷ lệ sách hỏng", "%", "1,5", "1 - 1,2", "Sở Nội vụ"]
    found = [(t.period_end_year, t.unit, t.value, t.value_max) for t in read(lines).targets]
    assert found == [(2026, "Cuốn", 10200.0, None), (2026, "%", 1.0, 1.2)]


@pytest.mark.parametrize(
    ("heading", "role"),
    [("Cơ quan chủ tri", "lead"), ("Cơ quan phối hơp", "coop"), ("Thòi gian hoàn thành", "deadline")],
)
def test_headings_are_read_through_lost_tones(heading: str, role: Role) -> None:
    assert role_of(heading) == role


def test_headings_of_two_rows_stand_where_their_columns_do() -> None:
    lines = [
        "TT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Lộ trình thực hiện",
        "Cơ quan chịu trách nhiệm",
        "2026",
        "2028",
    ]
    lines += ["1", "Tỷ lệ xã có thư viện", "%", "≥ 50", "100", "Sở Y tế"]
    lines += ["2", "Số sách mới mua", "Cuốn", "2.000", "6.000", "Sở Nội vụ"]
    found = [(t.no, t.period_end_year, t.value, texts(t, "owner")) for t in read(lines).targets]
    assert found == [
        ("1", 2026, 50.0, "Sở Y tế"), ("1", 2028, 100.0, "Sở Y tế"),
        ("2", 2026, 2000.0, "Sở Nội vụ"), ("2", 2028, 6000.0, "Sở Nội vụ"),
    ]  # fmt: skip


def test_who_leads_and_who_joins_below_one_heading() -> None:
    lines = ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời gian", "Chủ trì", "Phối hợp"]
    lines += ["1", "Mua sách mới cho các xã", "Sở Y tế", "Sở Nội vụ", "Năm 2026"]
    lines += ["2", "Kiểm kê kho sách cũ", "Sở Nội vụ", "Sở Tài chính", "Năm 2027"]
    assert [(texts(t, "lead"), texts(t, "coop"), t.deadline.text) for t in read(lines).tasks] == [
        ("Sở Y tế", "Sở Nội vụ", "Năm 2026"), ("Sở Nội vụ", "Sở Tài chính", "Năm 2027"),
    ]  # fmt: skip


def test_a_row_that_nobody_leads_is_told() -> None:
    rows = [["1", "Mua sách mới", "", "Sở Y tế", "", "2026"], ["2", "Vá sách cũ", "", "-", "", "2026"]]
    lines, table = pipe([HEAD, *rows])
    assert [[d.code for d in t.diagnostics] for t in read(lines, tables=(table,)).tasks] == [
        [],
        ["task.no_lead"],
    ]

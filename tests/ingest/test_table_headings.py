"""Annex tables that the format gives as tables: rows cut in two, damaged numbers, headings and what looks like them."""

from __future__ import annotations

import pytest

from ingest.annexes import AnnexContent
from tests.ingest.annex_factory import HEAD, pipe, read, texts


def read_pipe(rows: list[list[str]]) -> AnnexContent:
    lines, table = pipe([HEAD, *rows])
    return read(lines, tables=(table,))


def test_a_real_table_is_read_by_its_headings() -> None:
    content = read_pipe(
        [
            ["**I.**", "Nhóm thứ nhất", "", "", "", ""],
            ["1.", "Lập kho dữ liệu", "các bộ, ngành", "Bộ Y tế", "Nghị định", "6/2025"],
            ["2.", "Mở cổng dữ liệu", "", "Bộ Công an", "", ""],
        ]
    )
    first, second = content.tasks
    assert (first.no, first.group, first.group_title) == ("1", "I", "Nhóm thứ nhất")
    assert first.output == "Nghị định"
    assert (texts(first, "lead"), texts(first, "coop")) == ("Bộ Y tế", "các bộ, ngành")
    assert second.deadline.kind == "none" and second.unclear == ()


def test_a_row_cut_in_two_is_one_row() -> None:
    content = read_pipe(
        [
            ["1.", "Lập kho dữ liệu gồm phần thứ nhất;", "", "Bộ Y tế, Bộ Công an", "", "2025"],
            ["", "và phần thứ hai", "Bộ Công an", "", "", ""],
            ["2.", "Mở cổng", "", "Bộ Y tế", "", "2026"],
        ]
    )
    assert content.tasks[0].title == "Lập kho dữ liệu gồm phần thứ nhất; và phần thứ hai"
    assert content.tasks[0].coop == ()  # it only repeats the end of the lead cell
    assert "annex.stray_cell" in {d.code for d in content.tasks[0].diagnostics}
    assert len(content.tasks) == 2


def test_a_damaged_number_in_a_real_table_begins_a_row_of_its_own() -> None:
    content = read_pipe(
        [
            ["I", "Nhóm thứ nhất", "", "", "", ""],
            ["7", "Lập kho dữ liệu", "", "Bộ Y tế", "", "2025"],
            ["B", "Mở cổng dữ liệu", "", "Bộ Công an", "", "2026"],
            ["g", "Mở lớp học", "", "Bộ Nội vụ", "", "2026"],
            ["B", "Nhóm thứ hai", "", "", "", ""],
        ]
    )
    assert [(t.no, t.group) for t in content.tasks] == [("7", "I"), ("8", "I"), ("9", "I")]


def test_headings_repeated_on_a_new_page_are_no_row() -> None:
    content = read_pipe(
        [["1", "Lập kho", "", "Bộ Y tế", "", "2025"], HEAD, ["2", "Mở cổng", "", "Bộ Y tế", "", "2026"]]
    )
    assert [t.no for t in content.tasks] == ["1", "2"]


@pytest.mark.parametrize(
    "row",
    [
        ["2", "Lập dự án cầu vượt", "Ban Quản lý dự án cầu đường", "Sở Xây dựng", "Cầu hoàn thành", "2027 - 2029"],
        ["2.", "Soạn đề án", "Phòng chuyên môn tham mưu", "Đơn vị đầu mối", "Kết quả khảo sát", "2027"],
        ["", "Nội dung thi đua", "Cơ quan phụ trách", "Đơn vị đầu mối", "Sản phẩm; báo cáo", "Quý I/2027"],
        ["", "Chương trình thi đua", "Tổ chức thực hiện", "Cơ quan phụ trách", "Kết quả chấm", "Quý I/2027"],
    ],
)  # fmt: skip
def test_a_row_whose_words_read_as_headings_is_a_row(row: list[str]) -> None:
    first, last = ["1", "Lập kho", "", "Bộ Y tế", "", "2025"], ["3", "Mở cổng", "", "Sở Y tế", "", "2026"]
    tasks = read_pipe([first, row, HEAD, last]).tasks
    assert [t.no for t in tasks] == [n for n in ("1", row[0].strip("."), "3") if n]
    assert [(texts(tasks[-1], "lead"), tasks[-1].deadline.text)] == [("Sở Y tế", "2026")]
    if row[0]:
        assert (tasks[1].title, texts(tasks[1], "lead"), tasks[1].output) == (row[1], row[3], row[4])


def test_a_group_row_of_heading_words_is_a_group() -> None:
    group = ["II", "Đề án, nhiệm vụ chủ trì, thời hạn, kết quả", "", "", "", ""]
    tasks = read_pipe(
        [["1", "Lập kho", "", "Bộ Y tế", "", "2025"], group, ["2", "Mở cổng", "", "Bộ Y tế", "", ""]]
    )
    assert [(t.no, t.group) for t in tasks.tasks] == [("1", None), ("2", "II")]


def test_one_heading_may_name_two_roles() -> None:
    lines, table = pipe(
        [["TT", "Nhiệm vụ", "Cơ quan chủ trì; phối hợp", "Thời hạn"], ["1", "Lập kho", "Bộ Y tế", "2026"]]
    )
    (task,) = read(lines, tables=(table,)).tasks
    assert (task.title, task.deadline.text) == ("Lập kho", "2026")

"""Flattened tables whose cells were broken over lines and pages, as text taken from a PDF has them."""

from __future__ import annotations

import pytest

from tests.ingest.annex_factory import read, texts

HEAD = ["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời gian", "hoàn thành"]
GOALS = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "2026", "Kế hoạch năm", "2030", "Cơ quan theo dõi"]


def _row(label: str, *cells: str) -> list[str]:
    return [label, *(line for cell in cells for line in cell.split("|"))]


@pytest.mark.parametrize(
    ("cells", "lead", "coop", "output"),
    [
        # small letters go on; a phrase does not end at "của"
        (
            ("Mở lớp tin học cho|người già", "Sở Khoa học và|Công nghệ", "Hội Nông|dân tỉnh", "Kế hoạch của|UBND tỉnh"),
            "Sở Khoa học và Công nghệ", "Hội Nông dân tỉnh", "Kế hoạch của UBND tỉnh",
        ),
        # the name of a province is not cut in two
        (
            ("Lập phòng thí nghiệm giống lúa", "Trường Đại học An|Giang", "Sở Nội vụ; Sở|Tài chính", "Đề án"),
            "Trường Đại học An Giang", "Sở Nội vụ; Sở Tài chính", "Đề án",
        ),
        # a title goes on after "và", though a body's name follows
        (
            ("Mở trang tin trên báo và|Đài Phát thanh tỉnh", "Báo và Đài Phát|thanh - Truyền hình", "Sở Y tế", "Bài"),
            "Báo và Đài Phát thanh - Truyền hình", "Sở Y tế", "Bài",
        ),
    ],
)  # fmt: skip
def test_cells_broken_over_lines(cells: tuple[str, ...], lead: str, coop: str, output: str) -> None:
    content = read([*HEAD, *_row("1", *cells, "Quý II/2025"), *_row("2", *cells, "Giai đoạn 2025 -|2027")])

    first, second = content.tasks
    for task in (first, second):
        assert task.title == cells[0].replace("|", " ")
        assert (texts(task, "lead"), texts(task, "coop"), task.output) == (lead, coop, output)
    assert (first.deadline.text, second.deadline.text) == ("Quý II/2025", "Giai đoạn 2025 - 2027")


def test_the_last_cell_of_the_table_keeps_its_tail() -> None:
    head = ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian", "Sản phẩm"]
    rows = [
        *_row("1", "Đo độ mặn của nước sông", "Sở Y tế", "Năm 2026", "Báo cáo của|Sở Y tế"),
        *_row("2", "Bàn việc thoát lũ với các xã", "Sở Xây dựng", "Năm 2026", "Nghị quyết|HĐND tỉnh"),
        *_row("3", "Lập bản đồ ngập của các xã", "Sở Xây dựng", "Năm 2027", "Bản đồ số và|Kho dữ liệu mở"),
    ]
    outputs = [t.output for t in read([*head, *rows]).tasks]

    assert outputs == ["Báo cáo của Sở Y tế", "Nghị quyết HĐND tỉnh", "Bản đồ số và Kho dữ liệu mở"]


def test_a_heading_ends_before_its_year_and_owners_go_on() -> None:
    rows = [
        *_row("1", "Số trạm đo mưa tự động|đặt tại các xã", "Trạm", "12", "40",
            "Sở Nông nghiệp và|Môi trường; Sở|Tài chính"),
        *_row("2", "Tỷ lệ hộ có nước sạch", "%", "70", "≥ 95", "Sở Xây|dựng"),
    ]  # fmt: skip
    targets = read([*GOALS, *rows]).targets

    assert [(t.no, t.period_end_year, t.value) for t in targets] == [
        ("1", 2026, 12), ("1", 2030, 40), ("2", 2026, 70), ("2", 2030, 95),
    ]  # fmt: skip
    assert texts(targets[0], "owner") == "Sở Nông nghiệp và Môi trường; Sở Tài chính"
    assert targets[0].name == "Số trạm đo mưa tự động đặt tại các xã"


def _pages(*, repeat: bool, marked: bool = False) -> tuple[list[str], list[str]]:
    """Lines of forty rows on pages, and their titles; a page ends amid a row."""
    lines, titles = [*HEAD], []
    page = 7
    for i in range(1, 41):
        titles.append(f"Kiểm tra việc trồng cây chắn sóng dọc theo bờ biển của các xã ở đợt thứ {i}")
        row = _row(
            str(i), titles[-1].replace(" dọc", "|dọc"), "Sở Nông nghiệp và|Môi trường",
            "Các sở, ngành; UBND các|xã ven biển", "Biên bản kiểm tra", "Tháng 6|năm 2026",
        )  # fmt: skip
        if i % 6 == 0:
            page += 1
            cut = 2 + i % 5
            mark = f"- {page} -" if marked else str(page)
            row = [*row[:cut], mark, *(HEAD if repeat else ()), *row[cut:]]
        lines += row
    return lines, titles


@pytest.mark.parametrize("repeat", [False, True])
@pytest.mark.parametrize("marked", [False, True])
def test_page_numbers_amid_rows_belong_to_no_cell(repeat: bool, marked: bool) -> None:
    lines, titles = _pages(repeat=repeat, marked=marked)
    tasks = read(lines).tasks

    assert [t.title for t in tasks] == titles
    assert {texts(t, "lead") for t in tasks} == {"Sở Nông nghiệp và Môi trường"}
    assert {t.deadline.text for t in tasks} == {"Tháng 6 năm 2026"}


def test_numbers_of_long_rows_are_no_page_numbers() -> None:
    long = "|".join(
        f"bước {k} của việc dựng lại con đê cũ bằng đất và đá lấy tại chỗ" for k in "abcdefghijklmnop"
    )
    rows = [
        line for i in range(1, 6) for line in _row(str(i), f"Việc lớn: {long}", "Sở Xây dựng", "Năm 2026")
    ]
    tasks = read(["TT", "Nội dung", "Đơn vị chủ trì", "Thời hạn", *rows]).tasks

    assert [t.no for t in tasks] == ["1", "2", "3", "4", "5"]


def test_cells_that_only_look_cut_stay_apart() -> None:
    head = ["TT", "Nội dung", "Thời hạn", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm"]
    rows = [
        ("1", "Mở lớp về kinh tế số", "2026", "Sở Nội vụ", "các sở, ngành", "báo cáo"),
        ("2", "Tổng kết việc trồng rừng hằng năm", "31/12/2026", "Sở Y tế", "các xã", "báo cáo"),
        ("3", "Nâng các trạm bơm ở cấp độ", "2027", "Sở Xây dựng", "công an tỉnh", "biên bản"),
    ]
    tasks = read([*head, *(cell for row in rows for cell in row)]).tasks

    assert [
        (t.no, t.title, t.deadline.text, texts(t, "lead"), texts(t, "coop"), t.output) for t in tasks
    ] == rows


def test_a_value_behind_a_word_that_counts_is_a_value() -> None:
    head = ["TT", "Chỉ tiêu", "Mục tiêu đến năm 2030", "Cơ quan theo dõi"]
    rows = [
        ("1", "Số trạm đo mưa trong khu vực", "5", "Sở Y tế"),
        ("2", "Số giếng mới trong vùng", "≥ 12", "Sở Nội vụ"),
    ]
    targets = read([*head, *(cell for row in rows for cell in row)]).targets

    assert [(t.no, t.name, t.value_text, texts(t, "owner")) for t in targets] == rows

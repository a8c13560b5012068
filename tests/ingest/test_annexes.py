"""Annex tables, flattened and real: rows by sequence and meaning, missing cells, swapped columns, mutations."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.annexes import read_annex
from ingest.reading import AnnexRegion, Reading
from ontology.types import Cell, SourceText, Table, Target, Task
from tests.ingest.annex_factory import HEAD, pipe, read, texts

HEADINGS = {
    "no": "STT",
    "title": "Nội dung công việc",
    "lead": "Đơn vị chủ trì",
    "coop": "Đơn vị phối hợp",
    "deadline": "Tiến độ",
    "output": "Sản phẩm",
    "unit": "Đơn vị tính",
    "value": "Mục tiêu",
    "owner": "Cơ quan theo dõi",
}
WORK = [
    "Lập sổ theo dõi thiết bị của các trạm",
    "Mở lớp dạy kỹ năng số cho cán bộ xã",
    "Soạn hướng dẫn ký số cho trường học",
    "Kết nối kho hồ sơ với cổng của tỉnh",
]
LEADS = ["Sở Y tế", "Sở Khoa học và Công nghệ", "Công an tỉnh", "Văn phòng UBND tỉnh"]
COOPS = ["Các sở, ban, ngành, địa phương", "Sở Tài chính; Sở Nội vụ", "Sở Xây dựng"]
DUE = ["Tháng 6 năm 2025", "Thường xuyên", "Quý III/2025", "12/2025", "2025 - 2026", "Năm 2026"]
Rows = list[dict[str, str | None]]


def task_table(
    order: list[str], *, seed: int = 0, dot: str = "", drop: tuple[int, str] | None = None
) -> tuple[Rows, list[str]]:
    rnd = random.Random(seed)
    rows: Rows = []
    lines = ["DANH MỤC VIỆC CẦN LÀM", *(HEADINGS[c] for c in order)]
    for i in range(1, 11):
        if i in (1, 6):
            lines += [("I" if i == 1 else "II") + dot, f"Nhóm việc về hạ tầng bắt đầu từ số {i}"]
        row: dict[str, str | None] = {
            "no": str(i),
            "title": f"{rnd.choice(WORK)} đợt {i}",
            "lead": rnd.choice(LEADS),
            "coop": rnd.choice(COOPS),
            "deadline": rnd.choice(DUE),
            "output": rnd.choice(["Quyết định", "Báo cáo tổng hợp"]),
        }
        if drop and drop[0] == i:
            row[drop[1]] = None
        rows.append(row)
        lines += [f"{v}{dot}" if c == "no" else v for c in order if (v := row[c]) is not None]
    return rows, lines


ORDERS = [
    ["no", "title", "lead", "coop", "deadline"],
    ["no", "title", "deadline", "lead", "coop"],
    ["no", "lead", "title", "coop", "deadline"],
    ["no", "title", "output", "lead", "coop", "deadline"],
    ["no", "title", "coop", "lead", "output", "deadline"],
]


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
@pytest.mark.parametrize("dot", ["", "."])
def test_flattened_tasks_in_any_column_order(order: list[str], dot: str) -> None:
    rows, lines = task_table(order, dot=dot)
    tasks = read(lines).tasks
    assert [t.no for t in tasks] == [r["no"] for r in rows]
    for row, task in zip(rows, tasks, strict=True):
        assert task.title == row["title"]
        assert texts(task, "lead") == row["lead"]
        assert texts(task, "coop") == row["coop"]
        assert task.deadline.text == row["deadline"]
        assert task.output == (row["output"] if "output" in order else None)
        assert task.group == ("I" if int(task.no or 0) < 6 else "II")
        assert not task.unclear


@pytest.mark.parametrize("field", ["lead", "coop", "deadline", "title"])
@pytest.mark.parametrize("row", [1, 5, 10])
@pytest.mark.parametrize("order", ORDERS[:3], ids=" ".join)
def test_a_dropped_cell_is_told_and_harms_no_other_row(order: list[str], row: int, field: str) -> None:
    rows, lines = task_table(order, seed=row, drop=(row, field))
    tasks = read(lines).tasks
    assert [t.no for t in tasks] == [r["no"] for r in rows]
    hit = tasks[row - 1]
    assert field in hit.unclear
    assert "annex.missing_cell" in {d.code for d in hit.diagnostics}
    for expected, task in zip(rows, tasks, strict=True):
        if task is not hit:
            assert (task.title, texts(task, "lead"), texts(task, "coop"), task.deadline.text) == tuple(
                expected[c] for c in ("title", "lead", "coop", "deadline")
            )


def test_a_lone_agency_is_the_lead() -> None:
    _, lines = task_table(ORDERS[0], drop=(4, "coop"))
    task = read(lines).tasks[3]
    assert texts(task, "lead") and not task.coop
    assert {"lead", "coop"} <= set(task.unclear)


def test_a_dash_is_an_empty_cell_not_a_missing_one() -> None:
    _, lines = task_table(ORDERS[0])
    at = lines.index("2")
    lines[at + 3] = "-"
    task = read(lines).tasks[1]
    assert task.coop == () and "coop" not in task.unclear


def test_numbers_may_restart_in_a_group_and_skip() -> None:
    _, lines = task_table(ORDERS[0])
    renumbered = [str(int(v) - 5) if v.isdigit() and int(v) > 5 else v for v in lines]
    content = read(renumbered)
    assert [t.no for t in content.tasks] == ["1", "2", "3", "4", "5"] * 2
    assert len({t.id for t in content.tasks}) == 10
    skipped = read(["11" if v == "10" else v for v in lines])
    assert [t.no for t in skipped.tasks][-2:] == ["9", "11"]
    assert [d.message for d in skipped.diagnostics if d.code == "row.out_of_order"] == [
        "row 11 follows row 9"
    ]


@pytest.mark.parametrize(("number", "printed"), [("8", "B"), ("2", "Z"), ("10", "lO"), ("5", "S.")])
def test_a_damaged_row_number_is_the_next_of_its_series(number: str, printed: str) -> None:
    rows, lines = task_table(ORDERS[0])
    tasks = read([printed if v == number else v for v in lines]).tasks
    assert [(t.no, t.title) for t in tasks] == [(r["no"], r["title"]) for r in rows]
    assert [t.group for t in tasks] == ["I"] * 5 + ["II"] * 5
    assert [t.no for t in tasks if "damaged_label" in {d.code for d in t.diagnostics}] == [number]


def test_groups_by_letter_hold_groups_by_numeral() -> None:
    _, lines = task_table(ORDERS[0])
    at, below = lines.index("I"), lines.index("II")
    lines = [
        *lines[:at],
        "A",
        "Việc của tỉnh",
        *lines[at:below],
        "B",
        "Việc của xã",
        "I",
        *lines[below + 1 :],
    ]
    tasks = read(lines).tasks
    assert [t.no for t in tasks] == [str(n) for n in range(1, 11)]
    assert {t.group_title for t in tasks} == {f"Nhóm việc về hạ tầng bắt đầu từ số {n}" for n in (1, 6)}


def test_headings_repeated_in_a_flattened_table_are_no_cells() -> None:
    rows, lines = task_table(ORDERS[0])
    at = lines.index("4")
    again = [*lines[:at], *(HEADINGS[c] for c in ORDERS[0]), *lines[at:]]
    assert [t.deadline.text for t in read(again).tasks] == [r["deadline"] for r in rows]


def test_a_long_table_is_read() -> None:
    lines = [HEADINGS[c] for c in ORDERS[0]]
    for i in range(1, 151):
        lines += [str(i), f"Lập sổ theo dõi thiết bị số {i}", "Sở Y tế", "Các sở, ngành", "Năm 2026"]
    assert [t.no for t in read(lines).tasks] == [str(i) for i in range(1, 151)]


def test_cells_wrapped_over_lines_are_joined() -> None:
    rows, lines = task_table(ORDERS[0])
    wrapped: list[str] = []
    for line in lines:
        words = line.split()
        wrapped += [" ".join(words[:5]), " ".join(words[5:])] if "đợt" in words else [line]
    assert [t.title for t in read(wrapped).tasks] == [r["title"] for r in rows]


def test_agencies_run_together_are_split_and_told() -> None:
    _, lines = task_table(ORDERS[0])
    lines[lines.index("3") + 2] = "Sở Y tế Sở Nội vụ"
    task = read(lines).tasks[2]
    assert texts(task, "lead") == "Sở Y tế; Sở Nội vụ"
    assert "lead" in task.unclear


def test_what_follows_the_table_is_no_part_of_it() -> None:
    rows, lines = task_table(ORDERS[0])
    last = read([*lines, "Ghi chú: bảng này được cập nhật mỗi quý theo báo cáo của các đơn vị."]).tasks[-1]
    assert last.deadline.text == rows[-1]["deadline"]


def target_table(order: list[str], *, drop: tuple[str, str] | None = None) -> list[str]:
    lines = [HEADINGS[c] for c in order]
    rows: list[tuple[str, dict[str, str]]] = []
    for no, title, unit, value in [
        ("1", "Tỷ lệ hồ sơ nộp qua mạng", "%", "≥ 75"),
        ("2", "Số trạm đo tự động", "Trạm", "12"),
        ("3", "Chi cho nghiên cứu", "% GRDP", "2"),
        ("3.1", "Kho dữ liệu mở", "Kho", "1"),
        ("3.2", "Tỷ lệ xã có mạng công cộng", "%", "8 - 10"),
        ("4", "Thứ hạng về chỉ số số hóa", "Thứ bậc", "Thuộc nhóm 15 tỉnh dẫn đầu"),
    ]:
        rows.append((no, {"no": no, "title": title, "unit": unit, "value": value, "owner": "Sở Y tế"}))
    for label, year in (("I", "Đến năm 2030"), ("II", "Đến năm 2045")):
        lines += [label, year]
        lines += [row[c] for no, row in rows for c in order if (no, c) != drop]
    return lines


@pytest.mark.parametrize(
    "order",
    [
        ["no", "title", "unit", "value", "owner"],
        ["no", "owner", "title", "unit", "value"],
        ["no", "title", "value", "unit", "owner"],
    ],
    ids=" ".join,
)
def test_bare_values_are_not_row_numbers(order: list[str]) -> None:
    targets = read(target_table(order)).targets
    assert [t.no for t in targets] == ["1", "2", "3", "3.1", "3.2", "4"] * 2
    assert [t.period_end_year for t in targets] == [2030] * 6 + [2045] * 6
    first = {t.no: t for t in targets[:6]}
    assert (first["2"].value, first["2"].unit) == (12.0, "Trạm")
    assert (first["3.2"].comparator, first["3.2"].value_max, first["3.2"].parent) == ("range", 10.0, "3")
    assert (first["4"].comparator, first["4"].value) == ("<=", 15.0)
    assert len({t.id for t in targets}) == 12


def test_a_row_without_a_unit_keeps_its_value() -> None:
    targets = read(target_table(["no", "title", "unit", "value", "owner"], drop=("4", "unit"))).targets
    row = next(t for t in targets if t.no == "4")
    assert row.unit is None and row.value == 15.0 and "unit" in row.unclear


def test_one_indicator_over_years_is_one() -> None:
    content = read(target_table(["no", "title", "unit", "value", "owner"]))
    assert len(content.indicators) == 6


GOALS = ["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Cơ quan theo dõi"]


def test_two_tables_with_different_columns_are_two() -> None:
    goals = [
        GOALS,
        ["1", "Số trạm", "Trạm", "≥ 9", "Sở Y tế"],
        ["2", "Tỷ lệ xã có trạm", "%", "100", "Sở Nội vụ"],
    ]
    work = [["1", "Lập kho", "Sở Nội vụ", "Sở Y tế", "", "2025"], ["2", "Mở cổng", "", "Sở Y tế", "", "2026"]]
    first, one = pipe(goals)
    second, two = pipe([HEAD, *work])
    shift = sum(len(line) + 1 for line in first)
    moved = tuple(tuple(Cell(c.text, c.start + shift, c.end + shift) for c in row) for row in two.rows)
    content = read([*first, *second], tables=(one, Table(shift, shift + two.end, moved)))
    assert [(t.no, t.value) for t in content.targets] == [("1", 9.0), ("2", 100.0)]
    assert [texts(t, "lead") for t in content.tasks] == ["Sở Y tế", "Sở Y tế"]
    rows, lines = task_table(ORDERS[0])
    flat = [cell for row in goals for cell in row]
    content = read([*flat, *lines])
    assert [t.no for t in content.tasks] == [r["no"] for r in rows] and len(content.targets) == 2
    content = read([*lines, "BẢNG CHỈ TIÊU", *flat])
    assert [t.title for t in content.tasks] == [r["title"] for r in rows]
    assert [texts(t, "owner") for t in content.targets] == ["Sở Y tế", "Sở Nội vụ"]


def test_values_by_year_columns_are_targets_each() -> None:
    lines, table = pipe(
        [["TT", "Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"], ["1", "Số trạm", "Trạm", "3", "≥ 9"]]
    )
    targets = read(lines, tables=(table,)).targets
    assert [(t.period_end_year, t.value) for t in targets] == [(2025, 3.0), (2030, 9.0)]


def test_text_without_a_table_is_told() -> None:
    content = read(["Phụ lục này chỉ có lời văn."])
    assert not content.tasks and [d.code for d in content.diagnostics] == ["annex.no_table"]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [*HEADINGS.values(), *WORK, *LEADS, *DUE, "1", "2", "2.", "I", "II.", "-", "%", "≥ 5", "3.1"]
        ),
        max_size=40,
    )
)
def test_any_lines_are_read_and_rows_never_overlap(lines: list[str]) -> None:
    content = read(lines)
    ends = [0]
    for start, end, _ in content.rows:
        assert ends[-1] <= start < end
        ends.append(end)
    items: list[Task | Target] = [*content.tasks, *content.targets]
    assert len({i.id for i in items}) == len(items)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "tasks", "targets"),
    [("kh-225", 65, 39), ("kh-922", 44, 38), ("kh-51", 65, 44)],
)
def test_official_annexes_are_read_whole(corpus: Path, name: str, tasks: int, targets: int) -> None:
    text = next(corpus.glob(f"{name}*")).read_text(encoding="utf-8")
    reading = Reading(SourceText(name, "txt", text, "0" * 64))
    starts = [line.start for line in reading.lines if line.text.strip() in ("PHỤ LỤC I", "PHỤ LỤC II")]
    counted: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(reading.text)], strict=True):
        region = AnnexRegion("PHỤ LỤC", "", start, end)
        content = read_annex(reading, region, document="d", place=None, issued=None)
        counted.append(len(content.tasks) + len(content.targets))
    assert counted == [targets, tasks]


def test_a_page_number_between_two_rows_is_no_part_of_a_cell() -> None:
    lines = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Sản phẩm"]
    lines += ["1", "Lập kho sách dùng chung của tỉnh", "Sở Y tế", "Năm 2026", "Quyết", "định", "2"]
    lines += ["2", "Mở cổng tra cứu sách của tỉnh", "Sở Nội vụ", "Năm 2027", "Đề án"]
    first, second = read(lines).tasks
    assert (first.output, second.title) == ("Quyết định", "Mở cổng tra cứu sách của tỉnh")
    assert "annex.stray_cell" in {d.code for d in (*first.diagnostics, *second.diagnostics)}


def test_a_flattened_number_may_head_its_parts_and_bare_letters_number_rows() -> None:
    lines = ["TT", "Tên chỉ tiêu", "Đơn vị tính", "Chỉ tiêu năm 2026", "Đơn vị chủ trì"]
    lines += ["1", "Sách", "1.1", "Tỷ lệ sách còn dùng được", "%", "100", "Sở Y tế"]
    lines += ["2", "Kho", "2.1", "Tỷ lệ kho có điều hòa", "%", "≥ 85", "Sở Nội vụ"]
    assert [(t.no, t.name, t.value) for t in read(lines).targets] == [
        ("1", "Sách", None), ("1.1", "Tỷ lệ sách còn dùng được", 100.0),
        ("2", "Kho", None), ("2.1", "Tỷ lệ kho có điều hòa", 85.0),
    ]  # fmt: skip
    lines = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]
    lines += ["1", "Làm giàu kho sách số của tỉnh", "Sở Y tế", "Năm 2026"]
    lines += ["a", "Quét ảnh sách cũ của tỉnh", "Sở Y tế", "Quý II/2026"]
    lines += ["b", "Đối khớp với mục lục chung", "Sở Nội vụ", "Quý IV/2026"]
    assert [(t.no, texts(t, "lead")) for t in read(lines).tasks] == [
        ("1", "Sở Y tế"), ("1.a", "Sở Y tế"), ("1.b", "Sở Nội vụ"),
    ]  # fmt: skip

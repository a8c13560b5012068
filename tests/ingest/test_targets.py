"""Targets and duties that stand in the body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assignments import body_tasks
from ingest.goals import read_statements
from ingest.reading import Reading
from ingest.targets import body_targets
from ontology.types import Clause, Edit, SourceText, Target


def clauses(*rows: tuple[str, str | None, str]) -> list[Clause]:
    """Clauses from (path, heading, text); the parent is the path without its last label."""
    out: list[Clause] = []
    for path, heading, text in rows:
        above = path.rpartition(".")[0]
        kind = "bullet" if path.rpartition(".")[2].startswith("-") else "clause"
        out.append(
            Clause(
                f"d#{path}", "d", path, kind, path, heading, text, text, len(out), len(out) + 1,
                f"d#{above}" if above else None, len(out),
            )
        )  # fmt: skip
    return out


GOALS = clauses(
    ("II", "MỤC TIÊU", ""),
    ("II.1", "Mục tiêu chung", "Xây dựng nền hành chính gọn với 3 trụ cột đến năm 2030."),
    ("II.2", "Mục tiêu cụ thể", ""),
    ("II.2.1", "Đến hết năm 2030", ""),
    ("II.2.1.-1", None, "Có ≥ 15 trung tâm dữ liệu của tỉnh; tỷ lệ xã có mạng đạt 80%."),
    ("II.2.1.-2", None, "Kinh tế số đạt 25% GRDP."),
    ("II.2.1.-3", None, "Mỗi năm có > 4 dự án được cấp vốn, trong đó 50% được tư nhân góp vốn."),
    ("II.2.1.-4", None, "Làm chủ các nền tảng dùng chung."),
    ("II.2.2", "Tầm nhìn đến năm 2045", ""),
    ("II.2.2.-1", None, "Có từ 54 người làm nghiên cứu trên 01 vạn dân."),
    ("III", "NHIỆM VỤ", "Có 20 dự án được cấp vốn đến năm 2030."),
)


def goals(
    *, edits: tuple[Edit, ...] = (), text: str = "x", annexed: tuple[Target, ...] = ()
) -> tuple[Target, ...]:
    reading = Reading(SourceText("d.txt", "txt", text, "0" * 64), edits)
    return body_targets(reading, document="d", clauses=GOALS, annexed=annexed)[0]


def test_goals_are_read_by_year_and_section() -> None:
    found = [(t.where, t.period_end_year, t.unit, t.comparator, t.value) for t in goals()]
    assert found == [
        ("II.2.1", 2030, "trung tâm", ">=", 15.0),
        ("II.2.1", 2030, "%", "=", 80.0),
        ("II.2.1", 2030, "% GRDP", "=", 25.0),
        ("II.2.1", 2030, "dự án/năm", ">", 4.0),
        ("II.2.1", 2030, "%", "=", 50.0),
        ("II.2.2", 2045, "người/vạn dân", ">=", 54.0),
    ]


def test_the_opening_of_a_section_sets_the_year_and_a_date_in_the_title_does_not() -> None:
    section = clauses(
        ("II", "CHỈ TIÊU", "Đến năm 2030: 85% trường có thư viện."), ("II.-1", None, "90% xã có chợ.")
    )
    bare = clauses(("II", "CHỈ TIÊU", "85% trường có thư viện."))
    reading = Reading(SourceText("d.txt", "txt", "x", "0" * 64))
    title = "Thực hiện Nghị quyết ngày 22 tháng 8 năm 2025 của Bộ Chính trị"
    found = body_targets(reading, document="d", clauses=section, title=title)[0]
    assert [(t.period_end_year, t.value) for t in found] == [(2030, 85.0), (2030, 90.0)]
    assert body_targets(reading, document="d", clauses=bare, title=title)[0] == ()


def test_a_body_that_tells_of_other_goals_than_the_annex_keeps_them() -> None:
    row = replace(goals()[0], name="Số gian đọc sách", indicator="gian", where="PHỤ LỤC")
    assert len(goals(annexed=(row,))) == len(goals())
    assert (
        goals(annexed=(replace(row, where="II.2.1"),)) == goals()[5:]
    )  # a table stands in the clause itself


@pytest.mark.parametrize(
    ("title", "opening", "year"),
    [
        ("Xóa mù chữ năm học 2025 - 2026", "", 2026),
        ("Mở tủ sách", "Hoàn thành trước ngày 31/12/2025: ", 2025),
        ("Mở tủ sách", "Hết quý II/2027, ", 2027),
    ],
)
def test_school_years_and_days_set_the_year(title: str, opening: str, year: int) -> None:
    said = clauses(("II", "MỤC TIÊU", ""), ("II.1", None, f"{opening}100% cơ quan có tủ sách dùng chung."))
    reading = Reading(SourceText("d.txt", "txt", "x", "0" * 64))
    (found,) = body_targets(reading, document="d", clauses=said, title=title)[0]
    assert (found.period_end_year, found.name, found.value) == (year, "cơ quan có tủ sách dùng chung", 100.0)


def test_a_share_names_what_it_is_a_share_of() -> None:
    assert goals()[4].name == "(dự án được cấp vốn) được tư nhân góp vốn"


def test_ids_are_unique_and_point_to_clauses() -> None:
    found = goals()
    assert len({t.id for t in found}) == len(found)
    assert {t.clause for t in found} <= {c.id for c in GOALS}


def test_a_recognised_text_loses_the_bar_of_its_signs() -> None:
    damaged = goals(edits=(Edit(0, 1, "x", "y", "test"),))
    sign = next(t for t in damaged if t.value == 4.0)
    assert (sign.comparator, sign.unclear) == (">=", ("comparator",))
    assert goals()[3].unclear == ()


def test_the_annex_is_the_list_and_differences_are_told() -> None:
    rows = [replace(t, no=str(n), where="PHỤ LỤC") for n, t in enumerate(goals()) if n not in (4, 5)]
    rows[2] = replace(rows[2], value=20.0, value_text="≥20")
    reading = Reading(SourceText("d.txt", "txt", "x", "0" * 64))
    found, _, notes = body_targets(reading, document="d", clauses=GOALS, annexed=rows)
    assert found == ()
    assert [d.code for d in notes if d.severity == "warning"] == ["target.contradiction"]
    assert [d.code for d in notes if d.severity == "info"] == ["target.body_only"]


@pytest.mark.parametrize(
    ("text", "name", "unit", "value"),
    [
        ("100% xã có trạm đo", "xã có trạm đo", "%", "100%"),
        ("Có 80% - 90% hộ dùng mạng", "hộ dùng mạng", "%", "80% - 90%"),
        ("50 đến 60 dự án mới", "dự án mới", "dự án", "50 đến 60"),
        ("Chỉ số số hóa > 0,60", "Chỉ số số hóa", None, "> 0,60"),
        ("Tối thiểu có 5 doanh nghiệp mạnh", "doanh nghiệp mạnh", "doanh nghiệp", "Tối thiểu 5"),
        ("Số đơn tăng trung bình 16 - 18%/năm", "Số đơn tăng trung bình", "%/năm", "16 - 18%/năm"),
        (
            "Bố trí ít nhất 3% tổng chi ngân sách cho khoa học",
            "tổng chi ngân sách cho khoa học",
            "% tổng chi ngân sách",
            "ít nhất 3%",
        ),
    ],
)
def test_statements(text: str, name: str, unit: str | None, value: str) -> None:
    (found,) = read_statements(text)
    assert (found.name, found.unit, found.value) == (name, unit, value)


def test_numbers_that_state_no_goal_are_left() -> None:
    assert read_statements("Thực hiện Nghị quyết số 57 và Quyết định năm 2024 về mạng 5G.") == ()


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for found in read_statements(text):
        assert 0 <= found.start <= found.end <= len(text)


DUTIES = clauses(
    ("IV", "TỔ CHỨC THỰC HIỆN", ""),
    (
        "IV.1",
        None,
        "Các sở, ban, ngành xây dựng kế hoạch riêng; định kỳ trước ngày 15/11 hằng năm báo cáo kết quả.",
    ),
    (
        "IV.2",
        None,
        "Sở Y tế chủ trì, phối hợp với Sở Nội vụ, Công an tỉnh theo dõi việc thực hiện trong năm 2026.",
    ),
    ("IV.3", "Sở Tài chính", ""),
    ("IV.3.-1", None, "Bố trí kinh phí cho các trạm đo của tỉnh."),
    ("IV.4", None, "Trong quá trình làm, nếu có vướng mắc thì kịp thời phản ánh."),
    ("V", "PHẦN KHÁC", "Sở Y tế xây dựng trạm đo."),
)


def test_duties_of_the_body_have_agencies_dates_and_no_number() -> None:
    tasks = body_tasks(document="d", clauses=DUTIES, place="An Giang", issued=date(2025, 2, 1))
    assert [t.where for t in tasks] == ["IV.1", "IV.2", "IV.3.-1"]
    assert {t.no for t in tasks} == {None}
    first, second, third = tasks
    assert first.deadline.kind == "recurring"
    assert [a.id for a in second.lead] == ["so-y-te.an-giang"]
    assert [a.text for a in second.coop] == ["Sở Nội vụ", "Công an tỉnh"]
    assert second.title.startswith("theo dõi") and second.deadline.end == date(2026, 12, 31)
    assert [a.text for a in third.lead] == ["Sở Tài chính"]


def test_an_annex_of_tasks_is_the_list() -> None:
    tasks = body_tasks(document="d", clauses=DUTIES, place=None, issued=None)
    assert body_tasks(document="d", clauses=DUTIES, place=None, issued=None, annexed=tasks) == ()


GIVEN = clauses(
    ("V", "TỔ CHỨC THỰC HIỆN", ""),
    ("V.1", "Trách nhiệm của Sở Y tế và Công an tỉnh", ""),
    ("V.1.-1", None, "Kịp thời cung cấp số liệu của các trạm cho cổng chung."),
    ("V.1.-2", None, "Văn phòng UBND tỉnh chủ trì, phối hợp với cơ quan, tổ chức có liên quan mở lớp học."),
    ("V.1.-3", None, "Tổ chức kiểm tra tại cơ sở: định kỳ hằng quý xem các trạm đo còn chạy."),
    ("V.1.-4", None, "Các trạm đo hiện đã cũ và chạy chậm."),
    ("V.2", None, "Các bộ, cơ quan ngang bộ, trong phạm vi nhiệm vụ của mình, có trách nhiệm sau đây:"),
    ("V.2.-1", None, "Phát động phong trào dùng chung số liệu trong ngành."),
    ("V.3", "Kinh phí", ""),
    ("V.3.-1", None, "Bố trí trong dự toán của mỗi cơ quan theo phân cấp."),
)


def test_a_heading_gives_what_stands_below_it_to_the_agencies_it_names() -> None:
    tasks = body_tasks(document="d", clauses=GIVEN, place="An Giang", issued=date(2025, 2, 1))
    assert [(t.where, [a.text for a in t.lead]) for t in tasks] == [
        ("V.1.-1", ["Sở Y tế", "Công an tỉnh"]),
        ("V.1.-2", ["Văn phòng UBND tỉnh"]),
        ("V.1.-3", ["Sở Y tế", "Công an tỉnh"]),
        ("V.2.-1", ["Các bộ, cơ quan ngang bộ"]),
    ]
    assert [a.text for a in tasks[1].coop] == ["cơ quan, tổ chức có liên quan"]
    assert tasks[1].title == "mở lớp học" and tasks[2].deadline.kind == "recurring"

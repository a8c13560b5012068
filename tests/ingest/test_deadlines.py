"""Deadline phrases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.deadlines import is_deadline, parse_deadline

ISSUED = date(2025, 2, 14)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("Trước ngày 30/6/2025", "day", None, "2025-06-30"),
        ("ngày 05 tháng 9 năm 2025", "day", None, "2025-09-05"),
        ("6/2025", "month", None, "2025-06-30"),
        ("Tháng 02 năm 2028", "month", None, "2028-02-29"),
        ("tháng 11", "month", None, "2025-11-30"),
        ("Quý III/2025", "quarter", None, "2025-09-30"),
        ("Quý IV năm 2026", "quarter", None, "2026-12-31"),
        ("Quý II", "quarter", None, "2025-06-30"),
        ("Quý I - Quý II năm 2025", "range", "2025-01-01", "2025-06-30"),
        ("Năm 2026", "year", None, "2026-12-31"),
        ("2025", "year", None, "2025-12-31"),
        ("30.6.2025", "day", None, "2025-06-30"),
        ("Trước 15/12", "day", None, "2025-12-15"),
        ("Q3/2025", "quarter", None, "2025-09-30"),
        ("Khởi công trước ngày 02/9/2026; hoàn thành năm 2027", "year", None, "2027-12-31"),
        ("Quý 3/2025", "quarter", None, "2025-09-30"),
        ("Quý II - IV/2025", "range", "2025-04-01", "2025-12-31"),
        ("Quý II, III năm 2026", "range", "2026-04-01", "2026-09-30"),
        ("Từ tháng 7 đến tháng 12/2025", "range", "2025-07-01", "2025-12-31"),
        ("Tháng 7-9/2025", "range", "2025-07-01", "2025-09-30"),
        ("Nửa đầu năm 2026", "range", "2026-01-01", "2026-06-30"),
        ("2025, 2026", "range", "2025-01-01", "2026-12-31"),
        ("Trước năm 2027", "year", None, "2026-12-31"),
        ("Từ năm 2026", "open", "2026-01-01", None),
        ("Quý IV hằng năm", "recurring", None, None),
        ("trước 15/12 hằng năm", "recurring", None, None),
        ("6 tháng/lần", "recurring", None, None),
        ("01 lần/năm", "recurring", None, None),
        ("Mỗi học kỳ", "recurring", None, None),
        ("Từng vụ lúa", "recurring", None, None),
        ("Tối thiểu 12 buổi/quý", "recurring", None, None),
        ("Ngày 25 tháng cuối quý", "recurring", None, None),
        ("2026-2030", "range", "2026-01-01", "2030-12-31"),
        ("Giai đoạn 2025 – 2027", "range", "2025-01-01", "2027-12-31"),
        ("6 tháng đầu năm 2026", "range", "2026-01-01", "2026-06-30"),
        ("Năm 2025 và các năm tiếp theo", "open", "2025-01-01", None),
        ("Năm 2025 trở lên", "open", "2025-01-01", None),
        ("Thường xuyên", "recurring", None, None),
        ("Hằng năm", "recurring", None, None),
        ("trước ngày 15/11 hàng năm", "recurring", None, None),
        ("Trình UBND tỉnh sau khi Bộ Y tế ban hành Đề án", "conditional", None, None),
        ("Theo tiến độ đề án được phê duyệt", "conditional", None, None),
        ("Theo lịch hai bên thống nhất", "conditional", None, None),
        ("-", "none", None, None),
        ("", "none", None, None),
        ("chưa rõ", "none", None, None),
    ],
)
def test_kinds(text: str, kind: str, start: str | None, end: str | None) -> None:
    found = parse_deadline(text, issued=ISSUED)
    assert found.kind == kind
    assert (found.start and found.start.isoformat(), found.end and found.end.isoformat()) == (start, end)


def test_a_condition_is_kept() -> None:
    assert parse_deadline("Trình sau khi có hướng dẫn", issued=ISSUED).condition == "sau khi có hướng dẫn"


def test_no_text_is_no_deadline() -> None:
    assert parse_deadline(None, issued=None).text is None


def test_impossible_dates_are_not_invented() -> None:
    assert parse_deadline("31/2/2025", issued=None).kind != "day"
    assert parse_deadline("Quý III", issued=None).end is None


def test_sentences_are_not_deadlines() -> None:
    assert is_deadline("Quý I/2026")
    assert is_deadline("Sau khi có hướng dẫn")
    assert not is_deadline("Xây dựng kế hoạch năm 2026 cho các trạm đo")
    assert not is_deadline("Sở Y tế")
    assert not is_deadline("12")


@given(st.text(max_size=120) | st.from_regex(r"(tháng|quý|năm|ngày) [0-9IV/ -]{1,12}", fullmatch=True))
def test_any_text_gives_a_deadline(text: str) -> None:
    found = parse_deadline(text, issued=ISSUED)
    assert not (found.start and found.end and found.start > found.end)


def test_watching_over_something_is_no_deadline() -> None:
    assert not is_deadline("Theo dõi, đôn đốc việc mở thư viện")

"""Printed values of targets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.values import number, parse_value


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("100%", ("=", 100.0, None)),
        ("09", ("=", 9.0, None)),
        ("2,0", ("=", 2.0, None)),
        ("1.000", ("=", 1000.0, None)),
        ("≥ 80", (">=", 80.0, None)),
        (">=30", (">=", 30.0, None)),
        (">0,7", (">", 0.7, None)),
        ("≤ 10", ("<=", 10.0, None)),
        ("trên 80%", (">", 80.0, None)),
        ("ít nhất 3%", (">=", 3.0, None)),
        ("không quá 5", ("<=", 5.0, None)),
        ("khoảng 40", ("approx", 40.0, None)),
        ("8- 10", ("range", 8.0, 10.0)),
        ("20% - 50%", ("range", 20.0, 50.0)),
        ("50 đến 60", ("range", 50.0, 60.0)),
        ("≥ 3% và tăng dần", (">=", 3.0, None)),
        ("Thuộc nhóm 30 tỉnh dẫn đầu", ("<=", 30.0, None)),
        ("Top 10", ("<=", 10.0, None)),
        ("Thuộc nhóm ba tỉnh dẫn đầu", ("<=", 3.0, None)),
        ("một nửa", ("=", 50.0, None)),
        ("Hiện đại", ("text", None, None)),
        ("tăng dần hằng năm", ("text", None, None)),
        ("≤ 3 khu vực; ≤ 50 thế giới", ("text", None, None)),
        ("-", (None, None, None)),
        ("", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_values(text: str | None, parsed: tuple[str | None, float | None, float | None]) -> None:
    assert parse_value(text) == parsed


def test_dots_part_thousands_and_commas_decimals() -> None:
    assert number("2.500") == 2500.0
    assert number("0,75") == 0.75
    assert number("1.234,5") == 1234.5


@given(
    st.text(max_size=80) | st.from_regex(r"[<>≥≤]{0,2} ?[0-9.,]{1,6}%?( ?- ?[0-9.,]{1,5})?", fullmatch=True)
)
def test_any_text_gives_a_value(text: str) -> None:
    comparator, value, upper = parse_value(text)
    assert (comparator == "range") == (upper is not None)
    assert value is None or comparator not in (None, "text")

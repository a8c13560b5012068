"""Measured goals in sentences: what is measured, its unit, the value with its comparison."""

from __future__ import annotations

import pytest

from ingest.goals import read_statements
from ingest.values import parse_value


@pytest.mark.parametrize(
    ("text", "name", "unit", "value"),
    [
        ("Năng suất lao động tăng gấp 1,5 lần.", "Năng suất lao động tăng", "lần", ("=", 1.5, None)),
        ("Giảm 30% thời gian chờ.", "Giảm thời gian chờ", "%", ("=", 30.0, None)),
        ("Thành lập tối thiểu 02 trung tâm.", "trung tâm", "trung tâm", (">=", 2.0, None)),
        ("Chi cho trường học đạt ≥ 3% và tăng dần.", "Chi cho trường học", "%", (">=", 3.0, None)),
        ("Nhân lực y tế đạt 10 người/vạn dân.", "Nhân lực y tế", "người/vạn dân", ("=", 10.0, None)),
        ("Tỷ lệ hồ sơ đạt từ 5% đến 7%.", "Tỷ lệ hồ sơ", "%", ("range", 5.0, 7.0)),
        ("Phấn đấu 90% trở lên hộ có nước sạch.", "hộ có nước sạch", "%", (">=", 90.0, None)),
        ("Tỷ lệ hài lòng đạt 95% trở lên.", "Tỷ lệ hài lòng", "%", (">=", 95.0, None)),
        ("Điểm số của tỉnh thuộc nhóm 15 tỉnh dẫn đầu.", "Điểm số của tỉnh", "Thứ bậc", ("<=", 15.0, None)),
        ("Doanh thu bưu chính đạt 1.200 tỷ đồng.", "Doanh thu bưu chính", "tỷ đồng", ("=", 1200.0, None)),
        ("Đóng góp của năng suất ở mức trên 55%.", "Đóng góp của năng suất", "%", (">", 55.0, None)),
        ("Chỉ số hạnh phúc duy trì trên 0,7.", "Chỉ số hạnh phúc", None, (">", 0.7, None)),
        ("Tỷ lệ hộ nghèo còn dưới 1%.", "Tỷ lệ hộ nghèo", "%", ("<", 1.0, None)),
    ],
)
def test_one_goal(
    text: str, name: str, unit: str | None, value: tuple[str, float | None, float | None]
) -> None:
    (found,) = read_statements(text)
    assert (found.name, found.unit, parse_value(found.value)) == (name, unit, value)


def test_a_share_of_what_was_named() -> None:
    whole, part = read_statements("Kinh phí cho trạm đạt 2% GRDP, trong đó vốn của dân chiếm hơn 60%.")
    assert (whole.unit, parse_value(whole.value)) == ("% GRDP", ("=", 2.0, None))
    assert part.name == "(Kinh phí cho trạm) vốn của dân"
    assert parse_value(part.value) == (">", 60.0, None)


def test_a_rank_among_two_groups_is_words() -> None:
    (found,) = read_statements(
        "Thuộc nhóm 3 nước dẫn đầu khu vực, nhóm 50 nước đứng đầu thế giới về bơi lội."
    )
    assert (found.name, found.unit, parse_value(found.value)[0]) == ("bơi lội", "Thứ bậc", "text")


def test_ages_are_no_values() -> None:
    (found,) = read_statements("Tỷ lệ người từ 60 tuổi trở lên có thẻ đạt 80%.")
    assert found.name == "Tỷ lệ người từ 60 tuổi trở lên có thẻ"

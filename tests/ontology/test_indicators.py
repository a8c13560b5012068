"""Canonical names: wordings of one indicator meet, different indicators do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.indicators import canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tỷ lệ hộ có đường truyền", "Tỉ lệ hộ có đường truyền trên địa bàn tỉnh"),
        ("Chi hàng năm cho nghiên cứu", "chi hằng năm cho nghiên cứu."),
        ("Quy mô kinh tế số", "Kinh tế số"),
        ("Chỉ số đổi mới của địa phương (ABC)", "Chỉ số đổi mới của địa phương"),
        ("tốc độ trên 01 Gb/s", "tốc độ trên 1Gbps"),
    ],
)
def test_wordings_meet(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chỉ số đổi mới sáng tạo cấp địa phương (PII)", "Chỉ số đổi mới sáng tạo toàn cầu (GII)"),
        ("Tỷ lệ doanh nghiệp công nghệ số", "Số doanh nghiệp công nghệ số"),
        ("Số đơn đăng ký sáng chế", "Số đơn đăng ký sáng chế tăng trung bình"),
    ],
)
def test_different_indicators_stay_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_unit_tells_share_from_count() -> None:
    assert canonical("doanh nghiệp có phòng nghiên cứu", unit="%") != canonical(
        "doanh nghiệp có phòng nghiên cứu"
    )
    assert canonical("Tỷ lệ hộ dùng nước sạch") == canonical("hộ dùng nước sạch", unit="%")


@given(st.text(min_size=1, max_size=120))
def test_any_name_has_a_canonical_one(name: str) -> None:
    assert canonical(name) == canonical(name)

"""Whom "các sở, ban, ngành" takes in, and how an answer keeps such tasks apart."""

from __future__ import annotations

import pytest

from search.questions.catalogue import agency_key
from search.questions.collective import covers
from search.questions.mentions import AgencyMention
from search.questions.rows import Named

PROVINCE, CENTRE = "tỉnh", "trung ương"


def mention(name: str) -> AgencyMention:
    return AgencyMention(name, name, agency_key(name), 0, 1)


@pytest.mark.parametrize(
    ("collective", "name", "level", "covered"),
    [
        ("Các sở, ban, ngành, địa phương", "Sở Y tế", PROVINCE, True),
        ("Các sở, ban ngành, Ủy ban nhân dân cấp huyện", "Công an tỉnh", PROVINCE, True),
        ("Các sở, ban ngành, Ủy ban nhân dân cấp huyện", "UBND huyện Châu Thành", PROVINCE, True),
        ("Các sở, ban ngành", "UBND huyện Châu Thành", PROVINCE, False),
        ("Các sở", "Công an tỉnh", PROVINCE, False),
        ("Các bộ, ngành, địa phương", "Bộ Y tế", CENTRE, True),
        ("Các bộ, ngành", "Ngân hàng Nhà nước Việt Nam", CENTRE, True),
        ("Các bộ, ngành, địa phương", "Sở Y tế", CENTRE, False),
        ("Các cơ quan, đơn vị liên quan", "Đài Phát thanh và Truyền hình", PROVINCE, True),
        ("Các sở có tổ chức nghiên cứu", "Sở Y tế", PROVINCE, False),
        ("Các cơ quan báo chí", "Sở Y tế", PROVINCE, False),
        ("Ủy ban nhân dân cấp xã", "UBND xã Bình Mẫu", PROVINCE, True),
        ("Ủy ban nhân dân các xã, phường, đặc khu", "UBND đặc khu Hòn Mẫu", PROVINCE, True),
        ("Ủy ban nhân dân các xã, phường", "Phòng Kinh tế xã Bình Mẫu", PROVINCE, False),
    ],
)
def test_whom_a_collective_covers(collective: str, name: str, level: str, covered: bool) -> None:
    assert covers(Named("c", collective, collective, True), mention(name), level) is covered


def test_a_single_agency_covers_no_other() -> None:
    assert not covers(Named("a", "Sở Y tế", "Sở Y tế", False), mention("Sở Y tế"), PROVINCE)

"""Agencies: how cells are split, names resolved, and duties followed through the changes of 2025."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.agencies import (
    expand,
    find,
    is_collective,
    resolve,
    split,
    successors,
)
from ontology.authorities import AUTHORITIES, PLACE_MERGERS
from ontology.ids import agency_id

PROMOTION = "trung-tam-xuc-tien-dau-tu-thuong-mai-va-du-lich-tinh.an-giang"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Y tế; Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("Công an tỉnh, Sở Y tế, Văn phòng UBND tỉnh", ["Công an tỉnh", "Sở Y tế", "Văn phòng UBND tỉnh"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Các sở, ban, ngành, địa phương", ["Các sở, ban, ngành, địa phương"]),
        (
            "Các sở, ban ngành, UBND cấp huyện, UBND cấp xã",
            ["Các sở, ban ngành, UBND cấp huyện, UBND cấp xã"],
        ),
        ("Sở Nội vụ, các sở, ban, ngành", ["Sở Nội vụ", "các sở, ban, ngành"]),
        ("Bộ Tài chính, bộ, ngành liên quan", ["Bộ Tài chính", "bộ, ngành liên quan"]),
        ("Bộ Tài chính và các bộ, ngành", ["Bộ Tài chính", "các bộ, ngành"]),
        ("Sở Xây dựng, UBND cấp huyện", ["Sở Xây dựng", "UBND cấp huyện"]),
        ("Các Sở: Y tế, Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("UBND huyện Đông Sơn, huyện An Bình", ["UBND huyện Đông Sơn", "UBND huyện An Bình"]),
        ("VTV, VOV, các địa phương", ["VTV", "VOV", "các địa phương"]),
        ("Báo, đài các cấp", ["Báo, đài các cấp"]),
        ("Mặt trận Tổ quốc tỉnh và các đoàn thể", ["Mặt trận Tổ quốc tỉnh", "các đoàn thể"]),
        ("Hội Nông dân tỉnh và Tỉnh đoàn", ["Hội Nông dân tỉnh", "Tỉnh đoàn"]),
        ("UBND tỉnh, sở, ban, ngành", ["UBND tỉnh", "sở, ban, ngành"]),
        (
            "Đảng ủy Chính phủ, Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương",
            ["Đảng ủy Chính phủ", "Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương"],
        ),
        ("-", []),
        ("", []),
        ("Các cục, vụ thuộc Bộ; Thanh tra Bộ", ["Các cục, vụ thuộc Bộ", "Thanh tra Bộ"]),
        ("Công ty Nước sạch và Công ty Điện lực miền", ["Công ty Nước sạch", "Công ty Điện lực miền"]),
    ],
)
def test_split(cell: str, names: list[str]) -> None:
    assert split(cell) == names


def test_split_sees_a_missing_separator_between_known_names() -> None:
    assert split("Sở Y tế Sở Nội vụ") == ["Sở Y tế", "Sở Nội vụ"]
    assert split("Sở Y tế Các sở, ngành") == ["Sở Y tế", "Các sở, ngành"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Y tế, Nội vụ và Xây dựng", ["Sở Y tế", "Sở Nội vụ", "Sở Xây dựng"]),
        ("Sở Giáo dục và Đào tạo và Nội vụ", ["Sở Giáo dục và Đào tạo", "Sở Nội vụ"]),
        ("các sở: Y tế, Văn hóa, Thể thao và Du lịch", ["Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"]),
        ("các bộ Công an, Quốc phòng; Bộ Y tế", ["Bộ Công an", "Bộ Quốc phòng", "Bộ Y tế"]),
        ("Sở Nông nghiệp và Môi trường", ["Sở Nông nghiệp và Môi trường"]),
        ("Sở Y tế, đơn vị liên quan", ["Sở Y tế, đơn vị liên quan"]),
        ("các Bộ, cơ quan ngang Bộ", ["các Bộ, cơ quan ngang Bộ"]),
    ],
)
def test_split_fills_in_a_kind_that_is_said_once(cell: str, names: list[str]) -> None:
    assert split(cell) == names


def test_split_does_not_cut_inside_a_branch_name() -> None:
    assert split("Chi nhánh Ngân hàng Nhà nước") == ["Chi nhánh Ngân hàng Nhà nước"]


def test_split_keeps_the_subject_of_a_sentence() -> None:
    cell = "Các sở, ngành tiếp tục thực hiện việc đã giao"
    assert split(cell) == ["Các sở, ngành"]


@given(st.text(max_size=200))
def test_split_takes_any_text(cell: str) -> None:
    assert all(name.strip() == name and name for name in split(cell))


def test_expand_spells_out_whole_words_only() -> None:
    assert expand("VP UBND tỉnh") == "Văn phòng Ủy ban nhân dân tỉnh"
    assert expand("Sở KH&CN") == "Sở Khoa học và Công nghệ"
    assert expand("VPX") == "VPX"


def test_a_local_agency_gets_its_place_and_a_ministry_none() -> None:
    assert resolve("Sở Y tế", place="An Giang", on=None).id == "so-y-te.an-giang"
    assert resolve("Bộ Y tế", place="An Giang", on=None).id == "bo-y-te"
    assert resolve("các sở, ngành", place="An Giang", on=None).id == "cac-so-nganh"


def test_a_name_of_two_levels_is_that_of_the_document() -> None:
    assert (
        resolve("Mặt trận Tổ quốc", place=None, on=None).id == "uy-ban-trung-uong-mat-tran-to-quoc-viet-nam"
    )
    local = "uy-ban-mat-tran-to-quoc-viet-nam-tinh.an-giang"
    assert resolve("Mặt trận Tổ quốc", place="An Giang", on=None).id == local


def test_spellings_of_one_agency_meet() -> None:
    texts = [
        "Văn phòng UBND tỉnh",
        "VP UBND tỉnh",
        "Văn phòng Ủy ban nhân dân tỉnh An Giang",
        "văn phòng Uỷ ban nhân dân tỉnh",
    ]
    assert {resolve(t, place="An Giang", on=None).id for t in texts} == {
        "van-phong-uy-ban-nhan-dan-tinh.an-giang"
    }
    assert (
        resolve("Sở Văn hóa Thể thao và Du lịch", place=None, on=None).name
        == "Sở Văn hóa, Thể thao và Du lịch"
    )


def test_the_printed_words_are_kept() -> None:
    assert resolve("VP UBND tỉnh", place="An Giang", on=None).text == "VP UBND tỉnh"


def test_a_near_name_is_a_new_agency() -> None:
    ref = resolve("Sở Khoa học và Công nghiệp", place="An Giang", on=None)
    assert not ref.known
    assert ref.id != resolve("Sở Khoa học và Công nghệ", place="An Giang", on=None).id


def test_a_city_committee_is_not_the_provincial_one() -> None:
    city = resolve("UBND thành phố Bến Tre", place="Bến Tre", on=None)
    assert city.id != resolve("UBND tỉnh", place="Bến Tre", on=None).id


def test_collectives_are_told_from_agencies() -> None:
    assert is_collective("UBND các huyện, thành phố")
    assert is_collective("Các cơ quan liên quan")
    assert not is_collective("UBND tỉnh")
    assert not is_collective("Công an tỉnh")


def test_a_ministry_is_followed_only_after_its_day() -> None:
    old = "bo-thong-tin-va-truyen-thong"
    assert successors(old, date(2025, 2, 28)) == ()
    (heir,) = successors(old, date(2025, 3, 1))
    assert (heir.agency, heir.since) == ("bo-khoa-hoc-va-cong-nghe", date(2025, 3, 1))
    assert heir.source


def test_a_department_is_followed_into_the_merged_province() -> None:
    found = successors("so-thong-tin-va-truyen-thong.ben-tre", date(2025, 7, 1))
    assert [s.agency for s in found] == [
        "so-khoa-hoc-va-cong-nghe.ben-tre",
        "so-khoa-hoc-va-cong-nghe.vinh-long",
    ]
    assert successors("so-y-te.ben-tre", date(2025, 6, 30)) == ()


@pytest.mark.parametrize(
    ("printed", "id_"),
    [
        ("Báo và phát thanh, truyền hình An Giang", "bao-va-phat-thanh-truyen-hinh-tinh.an-giang"),
        ("Công an tỉnh Hà Tĩnh", "cong-an-tinh.ha-tinh"),
        ("Thống kê thành phố Hải Phòng", "thong-ke-tinh.hai-phong"),
        ("Trung tâm Xúc tiến du lịch, thương mại và đầu tư", PROMOTION),
        ("Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh", PROMOTION),
        ("Đoàn Thanh niên", "tinh-doan.an-giang"),
        ("Đảng ủy Bộ Y tế", "dang-uy-bo-y-te"),
        ("Công đoàn Sở Y tế", "cong-doan-so-y-te.an-giang"),
    ],
)
def test_a_provincial_body_is_at_home_where_its_name_or_the_document_says(printed: str, id_: str) -> None:
    ref = resolve(printed, place="An Giang", on=None)
    assert (ref.id, ref.known) == (id_, True)


def test_numbered_regions_are_kept_apart_and_belong_to_no_one_province() -> None:
    third = resolve("Chi cục Hải quan khu vực III", place="Hải Phòng", on=None)
    assert (third.id, third.known) == ("chi-cuc-hai-quan-khu-vuc-3", True)
    assert resolve("Hải quan khu vực 3", place="An Giang", on=None).id == third.id
    assert resolve("Chi cục Hải quan khu vực I", place="Hải Phòng", on=None).id != third.id
    some = resolve("Chi cục Hải quan khu vực", place="Hải Phòng", on=None)
    assert (some.id, some.known) == ("chi-cuc-hai-quan-khu-vuc.hai-phong", True)


def test_a_body_with_a_name_of_its_own_is_known_by_its_kind() -> None:
    ref = resolve("Trường Đại học Tân Trào", place="An Giang", on=None)
    assert (ref.id, ref.known) == ("truong-dai-hoc-tan-trao", True)
    names = ("Hiệp hội Vận tải", "Hiệp hội Vận tải tỉnh", "Hiệp hội Vận tải An Giang")
    assert {resolve(n, place="An Giang", on=None).id for n in names} == {"hiep-hoi-van-tai.an-giang"}


@pytest.mark.parametrize(
    "words",
    [
        "hợp tác xã",
        "nhà đầu tư",
        "Hiệp hội ngành hàng",
        "Công ty cấp nước",
        "Trường Đại học",
        "xã liên quan",
        "Thống kê",
    ],
)
def test_words_for_a_kind_are_no_body(words: str) -> None:
    assert not resolve(words, place="An Giang", on=None).known


def test_the_list_holds_together() -> None:
    ids = [agency_id(a.name, None) for a in AUTHORITIES]
    assert len(ids) == len(set(ids))
    assert all(find(s, place=None) for a in AUTHORITIES for s in a.successors)
    assert all(a.source for a in AUTHORITIES if a.since or a.until)
    assert all(m.source for m in PLACE_MERGERS)

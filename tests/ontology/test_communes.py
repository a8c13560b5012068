"""Communes: how they are read, and that their bodies are known, named after them and never merged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.agencies import find, is_collective, resolve, split, successors
from ontology.authorities import AUTHORITIES
from ontology.communes import RANKS, Commune, commune, lies_in, named_in, province_in

HOME = "xã Bình Mẫu, Đồng Tháp"
BODIES = (
    "Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND",
    "Trung tâm Phục vụ hành chính công", "Công an", "Ban Chỉ huy Quân sự", "BCH Quân sự", "Trạm Y tế", "UBND",
    "HĐND", "Đảng ủy", "Hội Nông dân", "Ủy ban Mặt trận Tổ quốc Việt Nam",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("xã Bình Mẫu, Đồng Tháp", Commune("xã", "Bình Mẫu", "Đồng Tháp")),
        ("Phường 5", Commune("phường", "5")),
        ("đặc khu Hòn Mẫu, tỉnh Cà Mau", Commune("đặc khu", "Hòn Mẫu", "Cà Mau")),
        ("xã hội", None),
        ("phường trên địa bàn", None),
        ("Đồng Tháp", None),
        ("xã Bình Mẫu, chỗ nào đó", None),
        (None, None),
    ],
)
def test_a_text_that_is_a_commune(text: str | None, found: Commune | None) -> None:
    assert commune(text) == found


def test_a_commune_reads_back_from_its_home() -> None:
    unit = Commune("phường", "Bến Tre", "Vĩnh Long")
    assert commune(unit.home) == unit
    assert (province_in(unit.home), province_in("Vĩnh Long"), province_in("xã Bình Mẫu")) == (
        "Vĩnh Long", "Vĩnh Long", None,
    )  # fmt: skip
    assert lies_in(unit.home, {"Vĩnh Long"}) and lies_in(unit.home, {unit.home})
    assert not lies_in(unit.home, {"Bến Tre"}) and not lies_in(None, {"Bến Tre"})


@given(st.text(max_size=80))
def test_any_text_may_be_asked(text: str) -> None:
    commune(text)
    assert all(unit.rank in RANKS for _, unit in named_in(text))


@pytest.mark.parametrize("body", BODIES)
def test_a_body_of_the_commune_is_known_and_carries_it(body: str) -> None:
    near = resolve(body, place=HOME, on=None)
    assert near.known and near.text == body
    assert near.name.endswith(" xã Bình Mẫu") and near.id.endswith("-xa-binh-mau.dong-thap")
    row = find(near.name, place=None)
    assert row and row.level == "xã"


@pytest.mark.parametrize("body", BODIES)
def test_bodies_of_two_communes_never_meet(body: str) -> None:
    homes = (
        HOME,
        "xã Bình Mẫu, Tây Ninh",
        "phường Bình Mẫu, Đồng Tháp",
        "xã Cồn Mẫu, Đồng Tháp",
        "Đồng Tháp",
    )
    assert len({resolve(body, place=home, on=None).id for home in homes}) == len(homes)


def test_spellings_of_one_body_meet_wherever_they_stand() -> None:
    inside = ("UBND xã", "Ủy ban nhân dân", "Uỷ ban nhân dân xã Bình Mẫu")
    ids = {resolve(t, place=HOME, on=None).id for t in inside}
    ids |= {resolve(t, place="Đồng Tháp", on=None).id for t in ("UBND xã Bình Mẫu", "UBND Xã Bình Mẫu")}
    ids.add(resolve("UBND xã Bình Mẫu, tỉnh Đồng Tháp", place="Tây Ninh", on=None).id)
    assert ids == {"uy-ban-nhan-dan-xa-binh-mau.dong-thap"}


def test_a_ward_has_the_same_bodies_under_its_own_rank() -> None:
    ward = "phường Cồn Mẫu, Đồng Tháp"
    ref = resolve("Công an phường", place=ward, on=None)
    assert (ref.name, ref.known) == ("Công an phường Cồn Mẫu", True)
    other = resolve("Công an xã", place=ward, on=None)  # another rank: whose it is nothing tells
    assert not other.known and other.id != ref.id
    assert resolve("HĐND đặc khu Hòn Mẫu", place="Cà Mau", on=None).id == (
        "hoi-dong-nhan-dan-dac-khu-hon-mau.ca-mau"
    )


def test_the_provinces_bodies_stay_the_provinces_in_a_commune() -> None:
    for text in ("Sở Y tế", "UBND tỉnh", "Công an tỉnh Đồng Tháp", "Tỉnh ủy"):
        assert resolve(text, place=HOME, on=None).id == resolve(text, place="Đồng Tháp", on=None).id
    assert resolve("Bộ Y tế", place=HOME, on=None).id == "bo-y-te"


def test_a_generic_body_in_a_province_is_no_communes() -> None:
    ref = resolve("Phòng Kinh tế", place="Đồng Tháp", on=None)
    assert (ref.id, ref.known) == ("phong-kinh-te.dong-thap", False)


def test_a_body_that_no_list_knows_stays_the_communes_own() -> None:
    ref = resolve("Tổ thu gom rác", place=HOME, on=None)
    assert (ref.id, ref.known) == ("to-thu-gom-rac-xa-binh-mau.dong-thap", False)
    assert resolve("Đội Chiếu bóng tỉnh", place=HOME, on=None).id == "doi-chieu-bong-tinh.dong-thap"


@pytest.mark.parametrize("text", ["UBND cấp xã", "các xã, phường", "UBND các xã, phường, đặc khu"])
def test_collectives_of_communes_stay_whole(text: str) -> None:
    assert is_collective(text) and split(text) == [text]
    assert resolve(text, place="Đồng Tháp", on=None).collective


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("UBND xã Bình Mẫu, phường Cồn Mẫu, đặc khu Hòn Mẫu",
         ["UBND xã Bình Mẫu", "UBND phường Cồn Mẫu", "UBND đặc khu Hòn Mẫu"]),
        ("Phòng Kinh tế và Phòng Văn hóa - Xã hội", ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]),
        ("Văn phòng HĐND và UBND xã, Trạm Y tế", ["Văn phòng HĐND và UBND xã", "Trạm Y tế"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị, Công an phường",
         ["Phòng Kinh tế, Hạ tầng và Đô thị", "Công an phường"]),
        ("UBND xã Bình Mẫu và UBND xã Cồn Mẫu", ["UBND xã Bình Mẫu", "UBND xã Cồn Mẫu"]),
    ],
)  # fmt: skip
def test_cells_that_name_bodies_of_communes(cell: str, names: list[str]) -> None:
    assert split(cell) == names


def test_no_heir_of_a_communes_body_is_made_up() -> None:
    # The communes were drawn anew when the provinces merged; a department has its heir all the same.
    assert successors("uy-ban-nhan-dan-xa-binh-mau.ben-tre", None) == ()
    assert successors("so-y-te.ben-tre", None)


def test_every_row_of_the_commune_is_found_under_every_rank() -> None:
    for row in (a for a in AUTHORITIES if a.level == "xã"):
        body = row.name.removesuffix(" xã")
        assert all(find(f"{body} {rank} Bình Mẫu", place=None) is row for rank in RANKS)

"""Documents of communes: who issued them, in which province, and whose bodies they name."""

from __future__ import annotations

import pytest

from ingest.docnumbers import find_mentions
from ingest.formats import read_bytes
from ingest.parse import parse
from ontology.types import ParsedDocument

BASIS = "Căn cứ Kế hoạch số 9/KH-UBND ngày 05/7/2025 của UBND tỉnh {province};\n"
BODY = (
    "I. VIỆC\n1. Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã tổ chức vớt bèo trước ngày 15/9/2025.\n"
)


def plan(
    top: str, place: str = "Bình Mẫu", number: str = "7/KH-UBND", basis: str = "", end: str = ""
) -> ParsedDocument:
    text = f"{top}\nSố: {number}\n{place}, ngày 12 tháng 8 năm 2025\nKẾ HOẠCH\nVớt bèo trên kênh\n{basis}{BODY}{end}"
    return parse(read_bytes("a.txt", text.encode()))


@pytest.mark.parametrize(
    ("top", "number", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nXÃ BÌNH MẪU", "7/KH-UBND", "Ủy ban nhân dân xã Bình Mẫu"),
        (
            "UBND XÃ BÌNH MẪU     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "7/KH-UBND",
            "Ủy ban nhân dân xã Bình Mẫu",
        ),
        ("ỦY BAN NHÂN DÂN XÃ\nBÌNH MẪU", "7/KH-UBND", "Ủy ban nhân dân xã Bình Mẫu"),
        ("UBND TỈNH ĐỒNG THÁP\nUBND XÃ BÌNH MẪU", "7/KH-UBND", "Ủy ban nhân dân xã Bình Mẫu"),
        ("UBND XÃ BÌNH MẪU\nPHÒNG KINH TẾ", "7/KH-PKT", "Phòng Kinh tế xã Bình Mẫu"),
        ("CÔNG AN TỈNH ĐỒNG THÁP\nCÔNG AN XÃ BÌNH MẪU", "7/KH-CAX", "Công an xã Bình Mẫu"),
        ("HỘI ĐỒNG NHÂN DÂN\nXÃ BÌNH MẪU", "7/KH-HĐND", "Hội đồng nhân dân xã Bình Mẫu"),
        ("ĐẢNG BỘ TỈNH ĐỒNG THÁP\nĐẢNG ỦY XÃ BÌNH MẪU\n*", "7-KH/ĐU", "Đảng ủy xã Bình Mẫu"),
    ],
)
def test_the_issuer_is_the_communes(top: str, number: str, issuer: str) -> None:
    header = plan(top, number=number, basis=BASIS.format(province="Đồng Tháp")).header
    assert (header.issuer, header.level, header.place) == (issuer, "xã", "Bình Mẫu")
    assert header.commune == "xã Bình Mẫu, Đồng Tháp"


def test_the_standing_committee_of_the_communes_party_signs() -> None:
    end = "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Mẫu\n"
    header = plan("ĐẢNG BỘ TỈNH ĐỒNG THÁP\nĐẢNG ỦY XÃ BÌNH MẪU\n*", number="7-KH/ĐU", end=end).header
    assert header.issuer == "Ban Thường vụ Đảng ủy xã Bình Mẫu"


def test_a_ward_may_bear_the_name_of_a_former_province() -> None:
    found = plan("ỦY BAN NHÂN DÂN\nPHƯỜNG BẾN TRE", "Bến Tre", basis=BASIS.format(province="Bến Tre"))
    assert found.header.commune == "phường Bến Tre, Vĩnh Long"  # what the province had become by that day
    assert "commune_province_from_text" in {d.code for d in found.diagnostics}


def test_a_province_that_nothing_tells_is_reported() -> None:
    found = plan("ỦY BAN NHÂN DÂN\nXÃ BÌNH MẪU")
    assert found.header.commune == "xã Bình Mẫu"
    assert "commune_province_unknown" in {d.code for d in found.diagnostics}


def test_a_province_that_names_a_commune_is_none() -> None:
    found = plan("ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP", "Đồng Tháp", basis="Theo đề nghị của UBND xã Bình Mẫu;\n")
    assert (found.header.commune, found.header.level, found.header.home) == (None, "tỉnh", "Đồng Tháp")


def test_bodies_without_a_name_are_the_issuing_communes() -> None:
    (task,) = plan("UBND TỈNH ĐỒNG THÁP\nUBND XÃ BÌNH MẪU").tasks
    assert [(a.name, a.known) for a in (*task.lead, *task.coop)] == [
        ("Phòng Kinh tế xã Bình Mẫu", True), ("Công an xã Bình Mẫu", True),
    ]  # fmt: skip


def test_namesakes_of_two_provinces_share_nothing() -> None:
    one, two = (plan(f"UBND TỈNH {p}\nUBND XÃ BÌNH MẪU") for p in ("ĐỒNG THÁP", "TÂY NINH"))
    assert one.id != two.id
    assert one.tasks[0].lead[0].id != two.tasks[0].lead[0].id


@pytest.mark.parametrize(
    ("text", "home", "place"),
    [
        ("Kế hoạch số 4/KH-UBND ngày 2/8/2025 của UBND xã Bình Mẫu", "Đồng Tháp", "xã Bình Mẫu, Đồng Tháp"),
        ("Kế hoạch số 4/KH-UBND ngày 2/8/2025 của UBND tỉnh", "xã Bình Mẫu, Đồng Tháp", "Đồng Tháp"),
        ("Nghị quyết số 4-NQ/TU ngày 2/8/2025", "xã Bình Mẫu, Đồng Tháp", "Đồng Tháp"),
        ("Công văn số 4/SNV-CC ngày 2/8/2025", "xã Bình Mẫu, Đồng Tháp", "Đồng Tháp"),
        (
            "Nghị quyết số 4-NQ/ĐU ngày 2/8/2025 của Đảng ủy xã",
            "xã Bình Mẫu, Đồng Tháp",
            "xã Bình Mẫu, Đồng Tháp",
        ),
        ("Kế hoạch số 4/KH-UBND ngày 2/8/2025 của UBND tỉnh", "Đồng Tháp", "Đồng Tháp"),
    ],
)
def test_cited_documents_belong_to_the_commune_or_its_province(text: str, home: str, place: str) -> None:
    (found,) = find_mentions(text, place=home)
    assert found.place == place

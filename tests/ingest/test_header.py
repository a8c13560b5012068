"""Headers: letterheads, annex headings, editors' lines, signatures, file names."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from ingest.formats import read, read_bytes
from ingest.header import number_in_name, read_date, read_header
from ingest.reading import Reading
from ingest.structure import outline
from ontology.types import Header


def head(text: str, name: str = "a.txt") -> tuple[Header, list[str]]:
    reading = Reading(read_bytes(name, text.encode()))
    header, doubts = read_header(reading, outline(reading), name=name)
    return header, [d.code for d in doubts]


def test_letterhead() -> None:
    header, doubts = head(
        "ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND\n"
        "Bến Tre, ngày 02 tháng 3 năm 2025\nKẾ HOẠCH\nLàm một việc mẫu\nCăn cứ văn bản mẫu;\nI. TÊN\n1. Việc.\n"
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n[đã ký]\nLê Văn Mẫu\n"
    )
    assert header == Header(
        type="Kế hoạch",
        number="12/KH-UBND",
        issued=date(2025, 3, 2),
        issuer="Ủy ban nhân dân tỉnh Bến Tre",
        signer="Lê Văn Mẫu",
        title="Làm một việc mẫu",
        place="Bến Tre",
        level="tỉnh",
    )
    assert doubts == []


def test_number_and_date_from_annex_heading() -> None:
    header, doubts = head(
        "KẾ HOẠCH\nLÀM MỘT VIỆC MẪU\nThực hiện văn bản mẫu.\nI. TÊN\n1. Việc.\nPHỤ LỤC I\nCHỈ TIÊU\n"
        "(Ban hành kèm theo Kế hoạch số 34/KH-UBND ngày 04/5/2025 của UBND tỉnh)\nTT\n",
        "kh-99-kh-ubnd-quang-ngai-2025.txt",
    )
    assert (header.number, header.issued, header.place) == ("34/KH-UBND", date(2025, 5, 4), "Quảng Ngãi")
    assert header.issuer == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert doubts == ["number_from_annex", "place_from_file_name"]


def test_file_name_is_the_last_resort() -> None:
    header, doubts = head(
        "Tiền Giang, ngày 06 tháng 5 năm 2025\nKẾ HOẠCH\nviệc mẫu\n"
        "Ban Thường vụ Tỉnh ủy có ý kiến như sau:\nI- TÊN\n1. Việc.\n",
        "kh-195-kh-tu-tien-giang-2025.txt",
    )
    assert (header.number, header.issuer) == ("195-KH/TU", "Ban Thường vụ Tỉnh ủy Tiền Giang")
    assert doubts == ["number_from_file_name"]


def test_editor_lines_above_a_copied_text() -> None:
    header, doubts = head(
        "# Nghị quyết số 77-NQ/TW\n\n**Thay mặt Bộ Chính trị, Tổng Bí thư Trần Mẫu đã ký ban hành "
        "Nghị quyết số 77-NQ/TW (ngày 01/02/2024) của Bộ Chính trị về một việc mẫu.**\n\n"
        "Đoạn mở đầu.\n\nI- TÊN\n\n1. Việc.\n",
        "a.md",
    )
    assert (header.type, header.number, header.issued) == ("Nghị quyết", "77-NQ/TW", date(2024, 2, 1))
    assert (header.issuer, header.signer, header.title) == ("Bộ Chính trị", "Trần Mẫu", "về một việc mẫu")
    assert header.level == "trung ương" and doubts == ["editor_lines"]


def test_law() -> None:
    header, _ = head(
        "QUỐC HỘI\n\nLUẬT THỬ NGHIỆM\n\nĐiều 1. Tên\nMột câu.\n\n"
        "Luật này được Quốc hội khóa XX thông qua ngày 03 tháng 4 năm 2020.\n\n"
        "CHỦ TỊCH QUỐC HỘI\n\n(Đã ký)\n\nLê Thị Mẫu\n"
    )
    assert (header.type, header.title, header.issuer) == ("Luật", "Luật Thử nghiệm", "Quốc hội")
    assert (header.issued, header.signer, header.level) == (date(2020, 4, 3), "Lê Thị Mẫu", "trung ương")


def test_letterhead_in_two_columns() -> None:
    header, _ = head(
        "TỈNH ỦY TIỀN GIANG          ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 88-CTr/TU       Mỹ Tho, ngày 02 tháng 3 năm 2025\n\n"
        "CHƯƠNG TRÌNH\nlàm một việc mẫu\n-----\nĐể làm việc, Ban Thường vụ Tỉnh ủy có ý kiến như sau:\nI. TÊN\n"
        "1. Việc.\n"
        "                  T/M BAN THƯỜNG VỤ\nNơi nhận:            BÍ THƯ\n- Lưu.\n              Lê Văn Mẫu\n"
    )
    assert (header.number, header.issued, header.place) == ("88-CTr/TU", date(2025, 3, 2), "Tiền Giang")
    assert (header.issuer, header.signer) == ("Ban Thường vụ Tỉnh ủy Tiền Giang", "Lê Văn Mẫu")


def test_letterhead_of_a_commune() -> None:
    header, _ = head(
        "ỦY BAN NHÂN DÂN\nXÃ MỸ MẪU\nSố: 8/KH-UBND\nMỹ Mẫu, ngày 1 tháng 8 năm 2025\nKẾ HOẠCH\nLàm một việc mẫu\n"
        "Căn cứ văn bản mẫu;\nI. TÊN\n1. Việc.\n"
    )
    assert (header.issuer, header.level) == ("Ủy ban nhân dân xã Mỹ Mẫu", "xã")


@pytest.mark.parametrize(
    ("stem", "number"),
    [
        ("kh-195-kh-tu-tien-giang-2025", "195-KH/TU"), ("225-kh-ubnd", "225/KH-UBND"),
        ("nq-03-nq-cp-2025", "03/NQ-CP"), ("nq-57-nq-tw-2024", "57-NQ/TW"), ("bao-cao-2024", None),
    ],
)  # fmt: skip
def test_numbers_in_file_names(stem: str, number: str | None) -> None:
    found = number_in_name(stem)
    assert (found.number if found else None) == number


def test_impossible_dates_are_passed_over() -> None:
    assert read_date("ngày 31/02/2025 rồi ngày 01/03/2025") == date(2025, 3, 1)
    assert read_date("ngày mai") is None


def test_nothing_is_known_of_nothing() -> None:
    assert head("") == (Header(), [])


@pytest.mark.corpus
def test_official_headers(corpus: Path) -> None:
    gold = corpus.parent / "gold" / "metadata.jsonl"
    if not gold.exists():
        assert not os.environ.get("CI"), f"no gold at {gold}"
        pytest.skip(f"no gold at {gold}")
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        (path,) = corpus.glob(row["doc"] + ".*")
        reading = Reading(read(path))
        header, _ = read_header(reading, outline(reading), name=path.name)
        for field in ("type", "number", "issued", "issuer", "signer", "title", "place", "level"):
            if field not in row["unclear"]:
                value = getattr(header, field)
                assert (str(value) if value else None) == row[field], (row["doc"], field)


@pytest.mark.parametrize(
    ("title", "read_as"),
    [("", None), ("Kết quả trồng cây năm 2025\n", "Kết quả trồng cây năm 2025")],
)
def test_the_opening_paragraph_is_no_title(title: str, read_as: str | None) -> None:
    text = (
        f"Bến Tre, ngày 02 tháng 3 năm 2025\nBÁO CÁO\n{title}"
        "Thực hiện Công văn số 8/UBND-KT ngày 02/01/2025,\nxã báo cáo kết quả như sau:\n1. Đã trồng.\n2. Đã tưới.\n"
    )
    header, _ = head(text)
    assert header.title == read_as
    reading = Reading(read_bytes("a.txt", text.encode()))
    opening = next(p for p in outline(reading).parts if p.path == "preamble")
    assert opening.text.endswith("như sau:")


def test_a_title_that_begins_like_an_opening_stays_a_title() -> None:
    header, _ = head(
        "KẾ HOẠCH\nTriển khai phong trào trồng cây\nThực hiện chủ trương của tỉnh, xã ban hành kế hoạch như sau:\n"
        "1. Trồng.\n2. Tưới.\n"
    )
    assert header.title == "Triển khai phong trào trồng cây"


@pytest.mark.parametrize(
    ("letterhead", "number", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE\nSỞ Y TẾ\n", "12/KH-SYT", "Sở Y tế"),
        ("UBND TỈNH BẾN TRE\nSỞ Y TẾ\n", "12/KH-SYT", "Sở Y tế"),
        (
            "ỦY BAN NHÂN DÂN TỈNH BẾN TRE      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "SỞ NÔNG NGHIỆP VÀ      Độc lập - Tự do - Hạnh phúc\nMÔI TRƯỜNG\n",
            "12/KH-SNNMT",
            "Sở Nông nghiệp và Môi trường",
        ),
        ("ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE\n", "12/KH-UBND", "Ủy ban nhân dân tỉnh Bến Tre"),
    ],
)
def test_of_a_committee_and_an_agency_under_it_the_agency_issues(
    letterhead: str, number: str, issuer: str
) -> None:
    header, _ = head(
        f"{letterhead}Số: {number}\nBến Tre, ngày 02 tháng 3 năm 2025\nKẾ HOẠCH\nTrồng cây\n"
        "Thực hiện chủ trương của tỉnh, ban hành kế hoạch như sau:\n1. Trồng.\n2. Tưới.\n"
    )
    assert (header.issuer, header.level) == (issuer, "tỉnh")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "KẾ HOẠCH PHỐI HỢP\nTrồng cây ven đường\nCăn cứ Luật Lâm nghiệp, hai bên thống nhất như sau:\n",
            "Trồng cây ven đường",
        ),
        (
            "THÔNG BÁO\nKết luận tại cuộc họp về việc trồng cây trên địa bàn tỉnh\n"
            "Ngày 27/02/2026, tại trụ sở tỉnh, Chủ tịch họp với các sở. Sau khi nghe báo cáo, Chủ tịch kết luận:\n",
            "Kết luận tại cuộc họp về việc trồng cây trên địa bàn tỉnh",
        ),
        (
            "CHƯƠNG TRÌNH HÀNH ĐỘNG\nThực hiện Nghị quyết số 12-NQ/TW ngày 04/5/2025 của Bộ Chính trị và Chương trình "
            "số 9-CTr/TU ngày 15/9/2025 của Tỉnh ủy về trồng cây, giữ rừng, nuôi chim thú ở mọi nơi trong tỉnh\n"
            "Thực hiện Nghị quyết số 12-NQ/TW, Ủy ban nhân dân tỉnh ban hành Chương trình như sau:\n",
            "Thực hiện Nghị quyết số 12-NQ/TW ngày 04/5/2025 của Bộ Chính trị và Chương trình số 9-CTr/TU ngày "
            "15/9/2025 của Tỉnh ủy về trồng cây, giữ rừng, nuôi chim thú ở mọi nơi trong tỉnh",
        ),
    ],
)
def test_where_a_title_ends_and_the_opening_begins(words: str, title: str) -> None:
    header, _ = head(f"Bến Tre, ngày 02 tháng 3 năm 2026\n{words}1. Trồng.\n2. Tưới.\n")
    assert header.title == title


def test_a_rank_that_signs_is_no_issuer_and_its_name_may_stand_beside_the_recipients() -> None:
    header, _ = head(
        "UBND TỈNH BẾN TRE\nVĂN PHÒNG\nSố: 8/TB-VP\nBến Tre, ngày 02 tháng 3 năm 2025\nTHÔNG BÁO\nTrồng cây\n"
        "Theo chỉ đạo, Văn phòng thông báo như sau:\n1. Trồng.\n2. Tưới.\n"
        "Nơi nhận:\tKT. CHÁNH VĂN PHÒNG\n- Các sở;\tPHÓ CHÁNH VĂN PHÒNG\n- Lưu: VT.\tLê Thị Mẫu\n"
    )
    assert (header.issuer, header.signer) == ("Văn phòng Ủy ban nhân dân tỉnh Bến Tre", "Lê Thị Mẫu")


def test_two_agencies_that_issue_together_are_both_named() -> None:
    header, _ = head(
        "SỞ Y TẾ - CÔNG AN TỈNH BẾN TRE\nSố: 7/KHPH-SYT-CAT\nBến Tre, ngày 02 tháng 3 năm 2025\nKẾ HOẠCH PHỐI HỢP\n"
        "Trồng cây\nCăn cứ chủ trương của tỉnh, hai bên thống nhất như sau:\n1. Trồng.\n2. Tưới.\n"
    )
    assert header.issuer == "Sở Y tế - Công an tỉnh Bến Tre"


def test_whose_directive_it_is_is_no_part_of_its_title() -> None:
    header, _ = head(
        "CHỈ THỊ\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề việc trồng cây\n"
        "Để phủ xanh đồi trọc, Ban Thường vụ Tỉnh ủy yêu cầu như sau:\n1. Trồng.\n2. Tưới.\n"
    )
    assert header.title == "về việc trồng cây"


def test_a_rank_on_the_line_of_the_name_is_no_part_of_it() -> None:
    header, _ = head(
        "BỘ Y TẾ\nSố: 8/QĐ-BYT\nHà Nội, ngày 02 tháng 3 năm 2025\nQUYẾT ĐỊNH\nTrồng cây\nCăn cứ nhu cầu;\n"
        "Điều 1. Trồng.\nĐiều 2. Tưới.\nNơi nhận:\n- Lưu: VT.\nBỘ TRƯỞNG Lê Thị Mẫu\n"
    )
    assert header.signer == "Lê Thị Mẫu"


def test_a_title_goes_on_where_it_names_what_it_carries_out() -> None:
    header, _ = head(
        "KẾ HOẠCH\nTriển khai Chương trình số 7-CTr/TU ngày 02/3/2025 của Tỉnh ủy về thực hiện\n"
        "Nghị quyết số 9-NQ/TW ngày 02/01/2025 của Bộ Chính trị\n\nCăn cứ văn bản mẫu;\nI. TÊN\n1. Việc.\n"
    )
    assert (header.title or "").endswith(
        "về thực hiện Nghị quyết số 9-NQ/TW ngày 02/01/2025 của Bộ Chính trị"
    )


def test_whom_a_report_addresses_is_no_part_of_its_title() -> None:
    header, _ = head(
        "BÁO CÁO\nKết quả làm việc mẫu của Ủy ban nhân dân tỉnh\nKính gửi: Bộ Y tế\n"
        "Thực hiện văn bản mẫu, tỉnh báo cáo:\nI. TÊN\n1. Việc.\n"
    )
    assert header.title == "Kết quả làm việc mẫu của Ủy ban nhân dân tỉnh"


def test_recipients_without_a_colon_stand_beside_the_signature() -> None:
    header, _ = head(
        "TỈNH ỦY AN GIANG\nKẾ HOẠCH\nviệc mẫu\nI. TÊN\n1. Việc.\n"
        "Nơi nhận                         T/M BAN THƯỜNG VỤ\n- Các ban đảng,                   PHÓ BÍ THƯ\n"
        "- Lưu.\n\n                                 Lê Văn Mẫu\n"
    )
    assert header.signer == "Lê Văn Mẫu"

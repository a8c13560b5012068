"""Duties outside the sections on implementation: headings that name a body, tasks to come, where a text looks back."""

from __future__ import annotations

import pytest

from ingest.formats import read_bytes
from ingest.orders import read_orders
from ingest.parse import parse
from ontology.agencies import split

TOP = """ỦY BAN NHÂN DÂN
TỈNH AN GIANG
Số: 15/{code}-UBND
An Giang, ngày 5 tháng 1 năm 2026
{kind}
Về thư viện công cộng năm 2026
Căn cứ tình hình thực tế, Ủy ban nhân dân tỉnh nêu các nội dung như sau:
"""


def duties(body: str, kind: str = "KẾ HOẠCH", code: str = "KH") -> list[tuple[str, str]]:
    doc = parse(read_bytes("a.txt", (TOP.format(kind=kind, code=code) + body).encode()))
    return [(t.lead[0].text, t.title) for t in doc.tasks]


def test_a_heading_that_is_a_known_body_gives_it_what_stands_below() -> None:
    body = """I. MỤC ĐÍCH
Nâng cao văn hóa đọc.
II. NHIỆM VỤ
1. Sở Y tế
a) Mở tủ sách sức khỏe ở từng trạm.
b) Niêm yết giờ mở cửa của phòng đọc.
2. Công an tỉnh
Đẩy mạnh tuyên truyền việc giữ gìn sách.
"""
    assert duties(body) == [
        ("Sở Y tế", "Mở tủ sách sức khỏe ở từng trạm"),
        ("Sở Y tế", "Niêm yết giờ mở cửa của phòng đọc"),
        ("Công an tỉnh", "Đẩy mạnh tuyên truyền việc giữ gìn sách"),
    ]


def test_a_heading_that_names_a_field_gives_nothing_to_nobody() -> None:
    body = (
        "I. MỤC ĐÍCH\nĐọc.\nII. NHIỆM VỤ\n1. Doanh nghiệp và không gian đọc\n- Hỗ trợ nhà sách mở cửa hàng.\n"
    )
    assert duties(body) == []


def test_an_order_under_a_title_of_implementation_is_read_without_the_title() -> None:
    body = "I. MỤC ĐÍCH\nĐọc sách.\nII. TỔ CHỨC THỰC HIỆN\nGiao Sở Y tế theo dõi, đôn đốc việc mở thư viện.\n"
    assert duties(body) == [("Sở Y tế", "theo dõi, đôn đốc việc mở thư viện")]


def test_a_report_tells_of_the_past_and_names_tasks_to_come() -> None:
    body = """I. KẾT QUẢ NĂM 2025
1. Sở Y tế
Đã mở 12 tủ sách, tổ chức 3 ngày hội đọc.
2. Sở Nội vụ tổ chức 4 lớp thủ thư.
II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
1. Sở Nội vụ đưa kho sách số vào hoạt động trong quý III/2026.
2. Tiếp tục mở rộng các điểm đọc.
"""
    found = duties(body, kind="BÁO CÁO", code="BC")
    assert found == [("Sở Nội vụ", "đưa kho sách số vào hoạt động trong quý III/2026")]


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        (
            "Ban Quản lý dự án các công trình giao thông tổ chức thi công ba ca.",
            ["Ban Quản lý dự án các công trình giao thông"],
        ),
        (
            "Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng tỉnh bàn giao thư viện.",
            ["Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng tỉnh"],
        ),
        ("Các nhà đầu tư cam kết tiến độ bằng văn bản.", ["Các nhà đầu tư"]),
    ],
)
def test_verbs_inside_names_open_no_order(words: str, bodies: list[str]) -> None:
    (order,) = read_orders(words)
    assert split(order.bodies) == bodies


def test_the_bodies_to_work_with_end_before_a_verb_that_no_list_has() -> None:
    body = "I. NHIỆM VỤ\n1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ dọn kho sách.\nII. KINH PHÍ\nTự lo.\n"
    doc = parse(read_bytes("a.txt", (TOP.format(kind="KẾ HOẠCH", code="KH") + body).encode()))
    assert [([a.text for a in t.coop], t.title) for t in doc.tasks] == [(["Sở Nội vụ"], "dọn kho sách")]


def test_a_body_named_with_its_province_may_take_over_in_a_sentence() -> None:
    words = "Sở Y tế viết bài; Báo và phát thanh, truyền hình Hải Phòng mở chuyên mục mỗi tuần."
    assert [o.bodies for o in read_orders(words)] == ["Sở Y tế", "Báo và phát thanh, truyền hình Hải Phòng"]

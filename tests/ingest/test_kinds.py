"""Kinds of documents other than plans, and other layouts of plans: directives, notices, official letters, lists."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.appended import read_appended
from ingest.columns import role_of
from ingest.formats import read_bytes
from ingest.labels import read_label
from ingest.listed import stated_fields
from ingest.parse import parse
from ingest.stated_deadlines import stated_deadline
from ontology.agencies import split
from ontology.types import ParsedDocument, Task

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: {number}\nAn Giang, ngày 02 tháng 3 năm 2026\n"


def document(text: str, name: str = "a.txt") -> ParsedDocument:
    return parse(read_bytes(name, text.encode()))


def told(task: Task) -> tuple[list[str], list[str], str, str | None]:
    """Who leads, who works with them, what, and the last day."""
    end = task.deadline.end
    return (
        [r.text for r in task.lead],
        [r.text for r in task.coop],
        task.title,
        end.isoformat() if end else None,
    )


def test_every_item_after_a_directives_order_is_a_duty() -> None:
    parsed = document(
        HEAD.format(number="07/CT-UBND") + "CHỈ THỊ\nVề việc đọc sách trong mùa hè\n"
        "Để trẻ em có sách đọc, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n"
        "1. Sở Y tế:\na) Mở tủ sách tại bệnh viện; báo cáo trước ngày 30/4/2026.\n"
        "b) Phối hợp với Công an tỉnh kiểm tra tủ sách.\n"
        "2. Sở Nội vụ bố trí thủ thư trong quý II/2026.\n"
        "3. Các Ban quản lý chợ, Vườn quốc gia U Minh mở cửa phòng đọc.\n"
        "Chỉ thị này có hiệu lực kể từ ngày ký./.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn Mẫu\n"
    )
    assert parsed.header.type == "Chỉ thị"
    assert [told(t) for t in parsed.tasks] == [
        (["Sở Y tế"], [], "Mở tủ sách tại bệnh viện; báo cáo trước ngày 30/4/2026", "2026-04-30"),
        (["Sở Y tế"], ["Công an tỉnh"], "Phối hợp với Công an tỉnh kiểm tra tủ sách", None),
        (["Sở Nội vụ"], [], "bố trí thủ thư trong quý II/2026", "2026-06-30"),
        (["Các Ban quản lý chợ", "Vườn quốc gia U Minh"], [], "mở cửa phòng đọc", None),
    ]


def test_a_resolution_that_asks_before_its_sections_leaves_them_policy() -> None:
    parsed = document(
        "NGHỊ QUYẾT\nvề tủ sách\nTừ tình hình trên, Bộ Chính trị yêu cầu tập trung thực hiện các nội dung sau:\n"
        "I. QUAN ĐIỂM\n1. Các cấp ủy coi trọng việc đọc.\nII. NHIỆM VỤ\n1. Các cấp ủy mở rộng tủ sách.\n"
    )
    assert parsed.tasks == ()


def test_what_a_report_proposes_is_no_order() -> None:
    parsed = document(
        HEAD.format(number="7/BC-UBND")
        + "BÁO CÁO\nKết quả mở tủ sách\nỦy ban nhân dân tỉnh báo cáo như sau:\n"
        "I. KẾT QUẢ\n1. Đã mở 9 tủ sách.\nII. KIẾN NGHỊ\nỦy ban nhân dân tỉnh đề nghị:\n"
        "1. Bộ Y tế cấp thêm sách trước ngày 30/9/2026.\n2. Bộ Nội vụ bố trí thủ thư.\n"
    )
    assert parsed.tasks == ()


def test_an_order_with_a_day_is_a_task_wherever_it_stands() -> None:
    body = (
        HEAD.format(number="9/KH-UBND") + "KẾ HOẠCH\nMở tủ sách\nI. NHIỆM VỤ\n"
        "1. Các cấp ủy quán triệt việc đọc sách, hoàn thành trong quý II/2026.\n"
        "2. Các cấp ủy chăm lo việc đọc sách.\n3. Sở Y tế hoàn thành tủ sách trước ngày 30/9/2025.\n"
    )
    assert [told(t)[::3] for t in document(body).tasks] == [(["Các cấp ủy"], "2026-06-30")]


def test_an_official_letter_has_a_subject_instead_of_a_kind() -> None:
    parsed = document(
        "UBND TỈNH AN GIANG\nSỞ NỘI VỤ\nSố: 45/SNV-TS\nAn Giang, ngày 02 tháng 3 năm 2026\n"
        "V/v đôn đốc các việc\nvề tủ sách\nKính gửi:\n- Các sở;\n- Công an tỉnh.\n"
        "Thực hiện Kế hoạch số 8/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh về tủ sách, còn hai việc chậm:\n"
        "1. Mở tủ sách tại bệnh viện (Sở Y tế chủ trì, hạn hoàn thành: 31/01/2026).\n"
        "2. Mở tủ sách tại chợ (Sở Công Thương chủ trì, phối hợp với Sở Y tế; hạn 15/02/2026).\n"
        "Sở Nội vụ đề nghị:\n1. Sở Y tế hoàn thành trước 17 giờ ngày 20/3/2026.\n"
        "Đề nghị các cơ quan quan tâm thực hiện./.\nNơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC\nLê Văn Mẫu\n"
    )
    head = parsed.header
    assert (head.type, head.title, head.issuer) == ("Công văn", "đôn đốc các việc về tủ sách", "Sở Nội vụ")
    assert [told(t) for t in parsed.tasks] == [
        (["Sở Y tế"], [], "Mở tủ sách tại bệnh viện", "2026-01-31"),
        (["Sở Công Thương"], ["Sở Y tế"], "Mở tủ sách tại chợ", "2026-02-15"),
        (["Sở Y tế"], [], "hoàn thành trước 17 giờ ngày 20/3/2026", "2026-03-20"),
    ]
    assert [(c.number, c.relation) for c in parsed.citations] == [("8/KH-UBND", "implements")]


def test_the_office_under_a_committee_issues_its_notices() -> None:
    parsed = document(
        "UBND TỈNH CÀ MAU\nVĂN PHÒNG\nSố: 21/TB-VP\nCà Mau, ngày 02 tháng 3 năm 2026\nTHÔNG BÁO\nKết luận về tủ sách\n"
        "Sau khi bàn, Chủ tịch Ủy ban nhân dân tỉnh kết luận như sau:\n1. Về tủ sách\n"
        "Hội nghị ghi nhận kết quả. Yêu cầu Sở Y tế mở tủ sách vào thứ Sáu hằng tuần.\n2. Giao Sở Nội vụ theo dõi.\n"
    )
    assert parsed.header.issuer == "Văn phòng Ủy ban nhân dân tỉnh Cà Mau"
    assert [(t.lead[0].text, t.deadline.kind) for t in parsed.tasks] == [
        ("Sở Y tế", "recurring"),
        ("Sở Nội vụ", "none"),
    ]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Về tủ sách năm 2026", 2026),
        ("Về tủ sách giai đoạn 2026 - 2030", 2030),
        ("Về tủ sách đến năm 2030, tầm nhìn đến năm 2045", 2030),
        ("Về tủ sách", None),
        ("Về kết quả năm 2026 và các việc khác", None),
    ],
)
def test_the_title_gives_the_year_of_goals_without_one(title: str, year: int | None) -> None:
    parsed = document(
        HEAD.format(number="5/NQ-HĐND") + f"NGHỊ QUYẾT\n{title}\nĐiều 1. Thông qua các nội dung sau:\n"
        "1. Các chỉ tiêu chủ yếu\n- Tỷ lệ xã có tủ sách đạt 90%.\nĐiều 2. Giao Ủy ban nhân dân tỉnh thực hiện.\n"
    )
    assert [t.period_end_year for t in parsed.targets] == ([year] if year else [])


def test_a_number_before_a_quantity_is_a_label() -> None:
    label = read_label("3. 90% dân số có tài khoản.")
    assert label and (label.numbers, label.end) == ((3,), 3)
    damaged = read_label("2. 1. Đến năm 2030")
    assert damaged and damaged.numbers == (2, 1)
    assert read_label("V/v mở tủ sách") is None


ANNEX = (
    HEAD.format(number="3/KH-UBND")
    + "KẾ HOẠCH\nMở tủ sách\nI. NỘI DUNG\n1. Theo Phụ lục.\nNơi nhận:\n- Lưu: VT.\n"
    "CHỦ TỊCH\nLê Văn Mẫu\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 3/KH-UBND)\n"
)


def test_an_annex_may_list_its_tasks_without_a_table() -> None:
    parsed = document(
        ANNEX
        + "A. TỦ SÁCH\n1. Mở tủ sách ở bến xe và\nbến tàu.\n- Cả ban đêm.\n- Cơ quan chủ trì: Sở Xây dựng.\n"
        "- Cơ quan phối hợp: Sở Y tế;\nCông an tỉnh.\n- Sản phẩm: 9 tủ sách.\n- Thời gian hoàn thành: Quý III/2026.\n"
        "B. THỦ THƯ\n2. Mở lớp thủ thư. Cơ quan chủ trì: Sở Nội vụ; thời hạn: 31/12/2026.\n"
    )
    assert [told(t) for t in parsed.tasks] == [
        (["Sở Xây dựng"], ["Sở Y tế", "Công an tỉnh"], "Mở tủ sách ở bến xe và bến tàu", "2026-09-30"),
        (["Sở Nội vụ"], [], "Mở lớp thủ thư", "2026-12-31"),
    ]
    assert [(t.no, t.group, t.output) for t in parsed.tasks] == [("1", "A", "9 tủ sách"), ("2", "B", None)]


def test_items_of_the_body_may_tell_who_does_them_below() -> None:
    parsed = document(
        HEAD.format(number="3/KH-UBND") + "KẾ HOẠCH\nMở tủ sách\nI. NHIỆM VỤ\n1. Mở tủ sách ở chợ\n"
        "- Đơn vị chủ trì: Công an phường\n- Thời hạn: Trước 31/3/2027\n- Kết quả: 2 tủ sách\n"
        "2. Giữ gìn tủ sách\n- Lau bụi hằng ngày\n"
    )
    assert [told(t) for t in parsed.tasks] == [(["Công an phường"], [], "Mở tủ sách ở chợ", "2027-03-31")]
    assert parsed.tasks[0].output == "2 tủ sách"


@pytest.mark.parametrize(
    "words",
    [
        "Mở tủ sách ở chợ (theo Kế hoạch số 3)",
        "Mở tủ sách (Sở Y tế)",
        "(Sở Y tế chủ trì)",
        "Kết quả: tốt",
        "",
    ],
)
def test_brackets_without_an_order_are_words(words: str) -> None:
    assert read_appended(words) is None


def test_heads_of_fields_are_read_as_headings_of_columns_are() -> None:
    text = "Mở lớp. Đơn vị chủ trì: Sở Y tế; phối hợp: Công an tỉnh; hoàn thành: quý I/2027."
    assert [(role, text[a:b]) for role, a, b in stated_fields(text)] == [
        ("lead", "Sở Y tế;"),
        ("coop", "Công an tỉnh;"),
        ("deadline", "quý I/2027."),
    ]
    assert stated_fields("Ngày hội: một, hai") == []


def test_the_start_is_no_deadline() -> None:
    starts = ("Thời gian bắt đầu", "Ngày bắt đầu", "Thời gian bắt đầu - kết thúc", "Thời gian hoàn thành")
    assert [role_of(h) for h in starts] == ["other", "other", "deadline", "deadline"]


def test_a_page_number_above_repeated_headings_is_in_no_cell() -> None:
    heads = "TT\nNhiệm vụ\nChủ trì\nPhối hợp\nKết quả\nThời gian\n"
    parsed = document(
        ANNEX + heads + "1\nMở tủ sách ở bến xe của tỉnh\nSở Y tế\nSở Nội vụ\nTủ sách\nTháng 6/2026\n"
        "2\nMở lớp thủ thư cho các xã\nSở Khoa học và\n\f2\n"
        + heads
        + "Công nghệ\nCông an tỉnh\nLớp\nTháng 9/2026\n"
    )
    assert [told(t)[0] for t in parsed.tasks] == [["Sở Y tế"], ["Sở Khoa học và Công nghệ"]]


FRAMED = """| **ỦY BAN NHÂN DÂN**<br>**TỈNH AN GIANG** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>Độc lập - Tự do |
|---|---|
| Số: 46/QĐ-UBND | *An Giang, ngày 02 tháng 3 năm 2026* |

**QUYẾT ĐỊNH**

**Ban hành Kế hoạch mở tủ sách**

**Điều 1.** Ban hành kèm theo Quyết định này Kế hoạch mở tủ sách.

**Điều 2.** Các sở chịu trách nhiệm thi hành Quyết định này./.

| ***Nơi nhận:***<br>- Như Điều 2;<br>- Lưu: VT. | **CHỦ TỊCH**<br><br>**Lê Văn Mẫu** |
|---|---|

**KẾ HOẠCH**

**Mở tủ sách**

*(Kèm theo Quyết định số 46/QĐ-UBND ngày 02/3/2026)*

**I. NHIỆM VỤ**

1. Mở tủ sách.

| TT | Nhiệm vụ | Chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Mở tủ sách ở chợ | Sở Y tế | Quý II/2026 |
"""


def test_markdown_frames_are_read_as_a_page_shows_them() -> None:
    parsed = document(FRAMED, "a.md")
    head = parsed.header
    assert (head.number, head.issued, head.signer) == ("46/QĐ-UBND", date(2026, 3, 2), "Lê Văn Mẫu")
    assert head.issuer == "Ủy ban nhân dân tỉnh An Giang"
    kinds = [(c.path, c.kind) for c in parsed.clauses if c.kind in ("recipients", "signature", "section")]
    assert kinds == [("recipients", "recipients"), ("signature", "signature"), ("I", "section")]
    assert [told(t)[0] for t in parsed.tasks] == [["Sở Y tế"]]
    covered = {i for c in parsed.clauses for i in range(c.start, c.end)}
    assert all(i in covered for i, letter in enumerate(parsed.text) if not letter.isspace())


def test_deadlines_with_an_hour_or_a_week() -> None:
    assert stated_deadline("gửi trước 17 giờ 30 phút, ngày 10/3/2026", issued=None).end == date(2026, 3, 10)
    assert stated_deadline("công khai vào thứ Sáu hằng tuần", issued=None).kind == "recurring"


def test_kinds_of_bodies_after_and_are_bodies_of_their_own() -> None:
    cell = "Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội"
    assert split(cell) == ["Ủy ban Mặt trận Tổ quốc Việt Nam xã", "các tổ chức chính trị - xã hội"]
    assert split("Sở Tài chính, VNPT Phú Thọ") == ["Sở Tài chính", "VNPT Phú Thọ"]
    assert split("Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh") == [
        "Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh"
    ]


def test_a_notice_orders_in_its_sections_but_not_where_it_looks_back() -> None:
    parsed = document(
        "VĂN PHÒNG CHÍNH PHỦ\nSố: 9/TB-VPCP\nHà Nội, ngày 02 tháng 3 năm 2026\nTHÔNG BÁO\nKết luận về tủ sách\n"
        "Sau khi nghe báo cáo, Phó Thủ tướng kết luận như sau:\n"
        "I. ĐÁNH GIÁ CHUNG\nBộ Y tế tích cực chuẩn bị. Các địa phương kết nối chậm.\n"
        "II. NHIỆM VỤ\n1. Bộ Y tế:\n- Chủ trì, phối hợp với Bộ Công an làm sạch dữ liệu chủ sử dụng sách;\n"
        "2. Bộ Nội vụ hằng tuần công bố số sách.\n"
        "Văn phòng Chính phủ thông báo để các Bộ, cơ quan biết, thực hiện./.\n"
    )
    assert [told(t)[:3] for t in parsed.tasks] == [
        (["Bộ Y tế"], ["Bộ Công an"], "làm sạch dữ liệu chủ sử dụng sách"),
        (["Bộ Nội vụ"], [], "hằng tuần công bố số sách"),
    ]


def test_numbers_with_dashes_after_them_are_labels_at_any_depth() -> None:
    label = read_label("2.1- Dành đất cho tủ sách.")
    assert label and (label.numbers, label.end) == ((2, 1), 5)
    assert read_label("2.5 - 3.5 m2 kệ sách") is None


def test_the_first_line_may_be_indented() -> None:
    parsed = document(
        "   KẾ HOẠCH\n   MỞ TỦ SÁCH\nThực hiện văn bản mẫu, nay ban hành như sau:\nI. TÊN\n1. Việc.\n"
    )
    assert (parsed.header.type, parsed.header.title) == ("Kế hoạch", "MỞ TỦ SÁCH")


def test_the_opening_below_those_whom_a_telegram_goes_to_carries_out() -> None:
    parsed = document(
        HEAD.format(number="14/CĐ-UBND") + "CÔNG ĐIỆN\nVề việc mở tủ sách\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN GIANG điện:\n- Giám đốc các sở;\n- Chủ tịch UBND các xã.\n"
        "Thực hiện Công điện số 73/CĐ-TTg ngày 28/01/2026 của Thủ tướng Chính phủ, Chủ tịch UBND tỉnh yêu cầu:\n"
        "1. Sở Y tế mở tủ sách.\n2. Sở Nội vụ bố trí thủ thư.\n"
    )
    assert [(c.number, c.relation) for c in parsed.citations] == [("73/CĐ-TTg", "implements")]

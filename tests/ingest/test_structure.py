"""Outlines: the conventions of Vietnamese documents, damaged labels, and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import read, read_bytes
from ingest.labels import read_damaged, read_label, roman_numeral, roman_value
from ingest.reading import Reading
from ingest.structure import Outline, outline

LAW = """QUỐC HỘI

LUẬT THỬ NGHIỆM

Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Luật này nói về thử nghiệm.
Điều 2. Nguyên tắc
1. Công khai, gồm:
a) Một;
b) Hai;
d) Ba.
2. Minh bạch.
Điều 3. 1. Khoản đứng cùng dòng.
2. Khoản sau.
Chương II
THI HÀNH
Điều 4. Hiệu lực
Luật này có hiệu lực từ hôm nay.
"""

PLAN = """Bến Sông, ngày 02 tháng 3 năm 2025
KẾ HOẠCH
THỰC HIỆN MỘT VIỆC MẪU
Căn cứ một văn bản mẫu nào đó của cấp trên;
Cơ quan ban hành kế hoạch như sau:
I. MỤC TIÊU
1. Mục tiêu chung
- Ý thứ nhất của mục tiêu chung.
+ Ý con của ý thứ nhất.
- Ý thứ hai.
2. Mục tiêu cụ thể
2.1. Đến năm 2025
a) Hạ tầng
Một đoạn không có nhãn.
2.2. Đến năm 2030
Đạt 1.000 điểm.
II. TỔ CHỨC THỰC HIỆN
1 .Các cơ quan làm việc của mình.
Trên đây là kế hoạch mẫu./.
Nơi nhận:
- Các cơ quan;
- Lưu.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
PHỤ LỤC I
CÁC CHỈ TIÊU
(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2025)
TT
Chỉ tiêu
"""


def shape(text: str, name: str = "a.txt") -> tuple[Reading, Outline]:
    reading = Reading(read_bytes(name, text.encode()))
    return reading, outline(reading)


def paths(text: str, name: str = "a.txt") -> list[str]:
    return [part.path for part in shape(text, name)[1].parts]


def test_law_is_read_by_articles() -> None:
    assert paths(LAW) == [
        "header", "Chương I", "Điều 1", "Điều 2", "Điều 2.1", "Điều 2.1.a", "Điều 2.1.b", "Điều 2.1.d", "Điều 2.2",
        "Điều 3", "Điều 3.1", "Điều 3.2", "Chương II", "Điều 4",
    ]  # fmt: skip
    parts = {p.path: p for p in shape(LAW)[1].parts}
    assert (parts["Chương I"].heading, parts["Chương I"].kind) == ("QUY ĐỊNH CHUNG", "section")
    assert (parts["Điều 1"].heading, parts["Điều 1"].text) == ("Phạm vi", "Luật này nói về thử nghiệm.")
    assert (parts["Điều 2.1.b"].text, parts["Điều 2.1.b"].heading) == ("Hai;", None)


def test_plan_is_read_from_header_to_annex() -> None:
    reading, out = shape(PLAN)
    assert [(p.kind, p.path) for p in out.parts] == [
        ("header", "header"), ("clause", "preamble"), ("section", "I"), ("clause", "I.1"), ("bullet", "I.1.-1"),
        ("bullet", "I.1.-1.-1"), ("bullet", "I.1.-2"), ("clause", "I.2"), ("clause", "I.2.1"), ("point", "I.2.1.a"),
        ("clause", "I.2.2"), ("section", "II"), ("clause", "II.1"), ("clause", "closing"),
        ("recipients", "recipients"), ("signature", "signature"), ("annex", "PHỤ LỤC I"),
    ]  # fmt: skip
    by = {p.path: p for p in out.parts}
    assert by["I.2.1.a"].text == "Một đoạn không có nhãn." and by["I.2.1.a"].heading == "Hạ tầng"
    assert by["II.1"].label == "1 ."
    assert out.parts[by["I.2.1.a"].parent or 0].path == "I.2.1"
    (annex,) = out.annexes
    assert (annex.label, annex.title) == ("PHỤ LỤC I", "CÁC CHỈ TIÊU")
    assert reading.text[annex.start : annex.end].endswith("Chỉ tiêu")


def test_wrapped_lines_are_joined_and_false_bullets_seen() -> None:
    text = (
        "KẾ HOẠCH\nlàm một việc mẫu\n\nThực hiện việc mẫu, cơ quan xây dựng kế hoạch như sau\n\nI- NỘI DUNG\n"
        "1. Công việc thứ nhất gồm nhiều phần khác nhau và cần được các tổ chức chính trị \n"
        "- xã hội phối hợp làm; việc này kéo dài trong nhiều năm và cần nhiều người cùng \n\n"
        "làm việc với nhau trong cùng một nơi.\n\n7\n\n"
        "- Phần đầu tiên của công việc đòi hỏi một số lượng người nhất định ở từng nơi và \n"
        "2045, đồng bộ với các việc khác.\n"
        "2. Công việc thứ hai cũng gồm nhiều phần khác nhau, cần được chuẩn bị thật kỹ và \n"
        "làm từng bước một theo thứ tự đã định trước.\n"
    )
    out = shape(text)[1]
    by = {p.path: p for p in out.parts}
    assert [p.path for p in out.parts] == ["header", "preamble", "I", "I.1", "unparsed", "I.1.-1", "I.2"]
    assert "chính trị - xã hội phối hợp" in by["I.1"].text and by["I.1"].text.endswith("cùng một nơi.")
    assert by["I.1.-1"].text.endswith("và 2045, đồng bộ với các việc khác.")
    assert by["unparsed"].kind == "unparsed"


def test_damaged_labels_are_read_from_their_neighbours_and_reported() -> None:
    text = "I. A\n" + "".join(f"{n}. Việc số {n}.\n" for n in range(1, 10))
    text += "ỈO. Việc số mười.\n11. Việc sau.\n11.7. Con đầu.\n11.2. Con sau.\n"
    text += "a) Một\nb) Hai\nc) Ba\nd) Bốn\nd) Năm\ne) Sáu\n"
    out = shape(text)[1]
    found = [p.path for p in out.parts]
    assert "I.10" in found and "I.11.1" in found and "I.11.2.đ" in found
    assert [d.code for d in out.diagnostics].count("damaged_label") == 3
    assert all(d.line for d in out.diagnostics)


def test_text_after_the_signature_starts_again() -> None:
    text = (
        "NGHỊ QUYẾT\nBan hành chương trình mẫu\nĐiều 1. Ban hành kèm theo đây một chương trình mẫu.\n"
        "Nơi nhận:\n- Các nơi.\nTM. CHÍNH PHỦ\nTHỦ TƯỚNG\nTrần Văn Mẫu\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG\n(Kèm theo Nghị quyết số 9/NQ-CP ngày 01/02/2025)\nI. MỤC TIÊU\n1. Việc một.\n"
    )
    assert paths(text) == ["header", "Điều 1", "recipients", "signature", "header~2", "I", "I.1"]


def test_markdown_marks_do_not_hide_labels() -> None:
    text = (
        "# NGHỊ QUYẾT\n## Về việc mẫu\n\n**II- MỤC TIÊU**\n\n**1\\. Đến năm 2030**\n\n\\- Ý một.\n\n"
        "\\- Ý hai (R\\&D).\n\n### 2. Đến 2045\n\nđ) Điểm.\n"
    )
    out = shape(text, "a.md")[1]
    assert [p.path for p in out.parts] == ["header", "II", "II.1", "II.1.-1", "II.1.-2", "II.2", "II.2.đ"]
    assert out.parts[4].text == "Ý hai (R&D)." and out.parts[2].heading == "Đến năm 2030"


def test_footnotes_inside_a_paragraph_stay_with_it_and_out_of_its_way() -> None:
    text = "I. PHẦN\n1. Một đoạn có chú thích¹ bị trang\n\n¹ lời chú thích dài\n\nsau cắt đôi.\n\n7\n2. Đoạn sau.\n"
    by = {p.path: p for p in shape(text)[1].parts}
    assert by["I.1"].text == "Một đoạn có chú thích¹ bị trang sau cắt đôi.\n¹ lời chú thích dài"


def test_quoted_provisions_are_text() -> None:
    text = (
        "Điều 1. Sửa đổi\n1. Sửa đổi Điều 4 như sau:\n“Điều 4. Tên mới\n1. Khoản trích.\n2. Khoản trích.”\n"
        "2. Bãi bỏ Điều 6.\n“Điều 8. Không có dấu đóng\n3. Việc khác.\n"
    )
    assert paths(text) == ["Điều 1", "Điều 1.1", "Điều 1.2", "Điều 1.3"]


def test_letters_with_a_dash_are_points() -> None:
    text = (
        "KẾ HOẠCH\nviệc mẫu\nCăn cứ văn bản mẫu;\nI- MỤC TIÊU\n1- Mục tiêu cụ thể\na- Đến năm 2030\n- Một ý.\n"
        "b- Đến năm 2045\n- Hai ý.\nII- TỔ CHỨC\n1- Các xã làm việc của mình.\n"
    )
    found = paths(text)

    assert [p for p in found if p.startswith("I.1.")] == ["I.1.a", "I.1.a.-1", "I.1.b", "I.1.b.-1"]


def test_markdown_bullets_nest_by_indent() -> None:
    text = "## I. TÊN\n- một\n  - một một\n  - một hai\n- hai\n"
    assert paths(text, "a.md") == ["I", "I.-1", "I.-1.-1", "I.-1.-2", "I.-2"]


def test_gaps_and_repeats_are_reported() -> None:
    out = shape("I. TÊN\n1. Một.\n2. Hai.\n5. Năm.\n1. Lại một.\n")[1]
    assert [p.path for p in out.parts] == ["I", "I.1", "I.2", "I.5", "I.1~2"]
    assert sorted(d.code for d in out.diagnostics) == ["label_gap", "repeated_label"]


def test_a_footnote_that_goes_on_overleaf_is_no_text() -> None:
    text = (
        "I. PHẦN\n1. Câu đầu có chú thích¹.\n\n¹ chú thích bị cắt giữa\n\nchừng ở trang sau\n\n2. Đoạn sau.\n"
    )
    parts = shape(text)[1].parts
    assert [(p.kind, p.path) for p in parts][2:4] == [("unparsed", "unparsed"), ("unparsed", "unparsed~2")]
    assert parts[1].text == "Câu đầu có chú thích¹."


@pytest.mark.parametrize(
    ("line", "style", "name"),
    [
        ("Điều 12a. Tên", "điều", "Điều 12a"), ("Phần thứ hai", "phần", "Phần thứ hai"), ("IV- TÊN", "roman", "IV"),
        ("A. PHẦN A", "capital", "A"), ("3.10. Việc", "decimal", "10"), ("đ) Điểm", "letter", "đ"),
        ("1) Ý", "paren", "1"), ("(ii) Ý", "paren", "ii"), ("-100% việc", "bullet", "-"), ("* Nhóm", "bullet", "*"),
    ],
)  # fmt: skip
def test_labels(line: str, style: str, name: str) -> None:
    label = read_label(line)
    assert label and (label.style, label.name) == (style, name)


@pytest.mark.parametrize(
    "line",
    ["1.000 người", "57-NQ/TW với", "2030, tầm nhìn", "Điều này", "-----", "**Tên**", "Mục tiêu", "8 - 10%"],
)
def test_not_labels(line: str) -> None:
    assert read_label(line) is None


def test_lookalikes_count_only_where_expected() -> None:
    assert read_damaged("ỈO. Tên", style="decimal", expected=(10,))
    assert not read_damaged("ỈO. Tên", style="decimal", expected=(11,))
    assert read_damaged("lI- TÊN", style="roman", expected=(2,))


@pytest.mark.parametrize(
    ("lines", "paths"),
    [
        (["1. Một", "Z. Hai", "3. Ba"], ["1", "2", "3"]),
        (["l. Một", "- ý", "2. Hai"], ["1", "1.-1", "2"]),
        (["1. Một", "1.1. Con", "1.Z. Con hai", "l.3. Con ba"], ["1", "1.1", "1.2", "1.3"]),
        (["5. Năm", "b. Sáu", "7. Bảy"], ["5", "6", "7"]),
        (["### 1. Một", "### Z. Hai"], ["1", "2"]),
        (["1. Một", "a. Con", "b. Con hai", "2. Hai"], ["1", "1.a", "1.b", "2"]),
    ],
)
def test_a_damaged_label_is_read_from_its_series(lines: list[str], paths: list[str]) -> None:
    text = "I. TÊN\n" + "\n".join(f"{line} của một việc mẫu dài vừa phải." for line in lines)
    _, out = shape(text, "a.md" if "#" in text else "a.txt")
    assert [part.path for part in out.parts[1:]] == [f"I.{path}" for path in paths]
    assert any(n.code == "damaged_label" for n in out.diagnostics) == (lines[1][0] != "a")


@given(st.integers(1, 399))
def test_roman_numerals_round_trip(value: int) -> None:
    assert roman_value(roman_numeral(value)) == value


_LINES = st.sampled_from(
    ["", " ", "I. TÊN", "II- TÊN", "1. Việc", "1 .Việc", "2.1. Con", "2.7. Con", "a) Điểm", "đ) Điểm", "- Ý", "+ Ý",
     "* Ý", "Điều 1. Tên", "Điều 2. 1. Khoản", "Chương I", "Phần thứ nhất", "KẾ HOẠCH", "PHỤ LỤC I", "PHỤ LỤC",
     "(Kèm theo Kế hoạch)", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "7", "ló", "¹ chú", "1 Chú thích",
     "chữ thường.", "Chữ hoa, dài " * 9, "Trên đây là", "| a | b |", "ỈO. Tên", "___", "“Điều 9. Trích", "trích.”",
     "Z. Việc", "l. Việc", "2.b. Con", "Z.1. Con", "lI. TÊN",
     "Số: 1/KH-UBND", "Căn cứ", "  - con"]
)  # fmt: skip


def check(text: str, name: str) -> None:
    reading, out = shape(text, name)
    count = [0] * len(reading.text)
    for part in out.parts:
        for i in range(part.start, part.end):
            count[i] += 1
    assert all(n == 1 for n, c in zip(count, reading.text, strict=True) if not c.isspace())
    found = [part.path for part in out.parts]
    assert len(found) == len(set(found)) and all(found)
    assert all(part.parent is None or part.parent < i for i, part in enumerate(out.parts))
    assert [p.start for p in out.parts] == sorted(p.start for p in out.parts)
    assert out == outline(reading)


@settings(max_examples=150)
@given(st.lists(_LINES, max_size=24), st.sampled_from(["a.txt", "a.md"]))
def test_any_arrangement_of_lines_is_covered_once(lines: list[str], name: str) -> None:
    check("\n".join(lines), name)


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_covered_once(text: str) -> None:
    check(text.replace("\0", "").encode("utf-8", "ignore").decode(), "a.txt")


@pytest.mark.corpus
def test_official_documents_are_covered_once(corpus: Path) -> None:
    for path in sorted(corpus.iterdir()):
        source = read(path)
        check(source.text, source.name)


def parts_of(text: str) -> dict[str, tuple[str, str | None, str]]:
    return {p.path: (p.kind, p.heading, p.text) for p in shape(text)[1].parts}


OPENED = "KẾ HOẠCH\nTrồng cây ven sông\nThực hiện chủ trương trồng cây, xã ban hành kế hoạch như sau:\n"


def test_an_unlabelled_paragraph_under_a_heading_is_the_headings_text() -> None:
    parts = parts_of(
        f"{OPENED}I. VIỆC LÀM\n1. Cây giống\nCác ấp rà soát số cây giống còn lại, đặt mua trước mùa mưa.\n"
        "- Ươm cây bần.\n- Ươm cây đước.\n"
    )
    assert parts["I.1"][1:] == (
        "Cây giống",
        "Các ấp rà soát số cây giống còn lại, đặt mua trước mùa mưa.",
    )
    assert parts["I.1.-1"][2] == "Ươm cây bần."


def test_a_label_damaged_twice_is_read_from_its_neighbours() -> None:
    text = f"{OPENED}I. VIỆC LÀM\n4. Làm đất.\n5. Cây giống\nS.7. Ươm cây bần.\n5.2. Ươm cây đước.\n"
    assert [path for path in paths(text) if path.startswith("I.5")] == ["I.5", "I.5.1", "I.5.2"]
    assert any(d.code == "damaged_label" and "5.1" in d.message for d in shape(text)[1].diagnostics)


def test_what_no_neighbour_confirms_is_no_damaged_label() -> None:
    parts = parts_of(f"{OPENED}I. VIỆC LÀM\n4. Làm đất.\n5. Cây giống\nS.7 là tên một giống cây.\n6. Tưới.\n")
    assert "I.5.1" not in parts
    assert read_damaged("S.7. Ươm cây.", style="decimal", expected=(5, 1)) is None


@pytest.mark.parametrize(
    "joined",
    [
        "2. Các ấp báo cáo xã./. Nơi nhận:\n- Các ấp;\n",
        "2. Các ấp báo cáo xã./.Nơi nhận: - Các ấp;\n",
        "2. Các ấp báo cáo xã. Nơi nhận:\n- Các ấp;\n",
    ],
)
def test_recipients_joined_onto_the_last_clause(joined: str) -> None:
    parts = parts_of(f"{OPENED}I. VIỆC LÀM\n1. Trồng cây.\n{joined}- Lưu: VT.\n")
    assert parts["I.2"][2].startswith("Các ấp báo cáo xã.")
    assert "nhận" not in parts["I.2"][2]
    assert parts["recipients"][2].startswith("Nơi nhận:")
    assert not any(path.startswith("I.2.") for path in parts)


def test_a_place_of_receipt_in_a_sentence_is_no_list_of_recipients() -> None:
    parts = parts_of(
        f"{OPENED}I. VIỆC LÀM\n1. Ghi phiếu. Nơi nhận: trụ sở xã, trong giờ làm việc.\n2. Trồng.\n"
    )
    assert "recipients" not in parts
    assert parts["I.2"][2] == "Trồng."


def test_a_page_number_between_dashes_is_no_bullet() -> None:
    parts = parts_of(f"{OPENED}I. VIỆC LÀM\n1. Trồng:\n- Cây bàng.\n\n-2-\n\n- Cây xoan.\n2. Tưới.\n")
    assert parts["I.1.-2"][2] == "Cây xoan." and "I.1.-3" not in parts

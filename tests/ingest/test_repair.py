"""OCR repair: what a damaged text of our own wording reads again, and what clean text never loses."""

from __future__ import annotations

import json
import os
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import read, read_bytes
from ingest.parse import parse
from ingest.repair import DAMAGED, damage, repair_edits, repair_lines, repair_text
from ingest.repair_edits import apply, cased, compose, disjoint
from ingest.repair_tokens import canonical, tokens
from ontology.types import Edit

# What recognition makes of these words, as scans of such documents show.
SLIPS = {
    "chuyển": "chuyến", "đổi": "đối", "hợp": "họp", "tổ": "tố", "triển": "triên", "số": "sổ", "đẩy": "đấy",
    "kỹ": "kỳ", "quy": "quv", "phương": "phưong", "Kế": "Ke", "quốc": "quôc", "tầng": "tâng", "dữ": "dừ",
    "Đến": "Đen", "hỗ": "hồ", "thể": "thê", "nghiên": "nghiển", "mới": "mói", "đơn": "đon",
}  # fmt: skip

CLEAN = """KẾ HOẠCH
về chuyển đổi số của ngành, giai đoạn 2025 - 2030
I. MỤC TIÊU
1. Đến hết năm 2025
- Xây dựng cơ sở dữ liệu dùng chung, phù hợp với quy định của Bộ Khoa học và Công nghệ.
- Phát triển hạ tầng số, thúc đẩy kinh tế số; tổ chức tập huấn kỹ năng số cho cán bộ, công chức.
- Hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số, phối hợp với các đơn vị có liên quan.
2. Đến hết năm 2030
- Đẩy mạnh nghiên cứu khoa học, đổi mới sáng tạo trên địa bàn tỉnh; mỗi năm có 15 nhiệm vụ.
- Tỷ lệ hồ sơ giải quyết trực tuyến đạt 95%, cụ thể theo từng năm của Kế hoạch này.
- Tiếp tục phát triển dữ liệu số, bảo đảm an toàn thông tin và quốc phòng, an ninh của địa phương.
II. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân tỉnh chỉ đạo các đơn vị triển khai Nghị quyết số 57-NQ/TW, báo cáo kết quả cụ thể.
2. Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ngành tổ chức thực hiện Kế hoạch này.
3. Các địa phương chủ động xây dựng Kế hoạch, quy chế phối hợp và tổ chức sơ kết hằng năm.
"""


def damaged(text: str, *, share: float = 1.0, seed: int = 7) -> str:
    """The text with slips of recognition in a share of the words that are prone to them."""
    dice = random.Random(seed)
    out = []
    for line in text.split("\n"):
        words = [SLIPS[w] if w in SLIPS and dice.random() < share else w for w in line.split(" ")]
        out.append(" ".join(words))
    return "\n".join(out)


def repaired(text: str) -> str:
    """The whole text repaired."""
    return "\n".join(repair_lines(text))


def test_a_damaged_text_reads_again_as_it_was_printed() -> None:
    scan = damaged(CLEAN)
    wrong = [i for i, (a, b) in enumerate(zip(scan.split(), CLEAN.split(), strict=True)) if a != b]
    after = repaired(scan).split()
    assert len(after) == len(CLEAN.split())
    healed = sum(after[i] == CLEAN.split()[i] for i in wrong)
    assert len(wrong) > 25 and healed >= 0.9 * len(wrong)
    assert all(a == b for i, (a, b) in enumerate(zip(after, CLEAN.split(), strict=True)) if i not in wrong)


@pytest.mark.parametrize(
    ("scan", "print_"),
    [
        ("một bảng phong .phú cho cán bộ", "phong phú cho"),
        ("tư vấn cho doanh'nghiệp nhỏ", "doanh nghiệp nhỏ"),
        ("do ủ y  ban nhân dân tỉnh lập", "do Ủy ban nhân dân"),
        ("theo tiến độthực hiện đã nêu", "tiến độ thực hiện"),
        ("cần phát tri en hạ tầng số", "phát triển hạ tầng"),
        ("nêu tại Nghị quyết số 57-NQ/TVV đã ban hành", "57-NQ/TW đã"),
        ("các chuỗi cung.ứng số", "cung ứng số"),
        ("chiến lưọ'c dài hạn của tỉnh", "chiến lược dài"),
        ("họp tác của toàn xã hội •", "xã hội"),
        ("ĐẢNG CỒNG SẢN VĨẺT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("-■Có 20 nhiệm vụ khoa học", "- Có 20 nhiệm vụ"),
        ("- ứng dụng dữ liệu mở", "- Ứng dụng dữ liệu"),
        ("Mặt trận Tố quốc tham gia", "Mặt trận Tổ quốc"),
        ("phủ sóng mạng 6 G toàn tỉnh", "mạng 6G toàn"),
    ],
)
def test_damage_of_each_kind_is_undone_in_a_damaged_text(scan: str, print_: str) -> None:
    text = damaged(CLEAN) + "- Mục sau\n" * 6 + scan
    assert print_ in repair_lines(text)[-1]


@pytest.mark.parametrize(
    "line",
    [
        "Dùng Big Data, AI, IoT và blockchain; marketing, logistics, startup.",
        "Ông Nguyễn Văn Tèo và bà Trần Thị Bưởi ở xã Tân Phước.",
        "Đạt 15% GRDP, 2,5% tổng chi; 120/2024; 0,60 điểm; 5G; 01 Gbps.",
        "UBND, HĐND, MTTQ, TPHCM, KH&CN, CĐS-CY, LGSP.",
        "Báo cáo hằng năm và hàng quý.",
        "Ban Quản lý dự án các công trình điện miền Bắc.",
        "Gửi về hop_thu@tinh.gov.vn hoặc www.tinh.gov.vn/kehoach trước ngày 20.",
    ],
)
def test_names_figures_foreign_words_and_abbreviations_stay(line: str) -> None:
    assert repair_lines(damaged(CLEAN) + line)[-1] == line


def test_clean_text_has_no_edits_and_little_damage(samples: Path) -> None:
    for path in sorted(samples.iterdir()):
        source = read(path)
        assert damage(source.text) < DAMAGED / 2
        assert repair_edits(source) == ()
    assert repair_text(CLEAN) == ()
    assert damage(damaged(CLEAN)) > DAMAGED


def test_one_odd_word_in_a_short_text_is_no_damage() -> None:
    assert repair_text("Phát triên hạ tầng số.") == ()


def test_the_parse_reads_the_repaired_text_and_keeps_the_source() -> None:
    scan = damaged(CLEAN)
    document = parse(read_bytes("a.txt", scan.encode()))
    assert document.text == scan and document.edits
    assert any("Phát triển hạ tầng số" in c.text and "Phát triên" in c.text_raw for c in document.clauses)
    assert all(scan[e.start : e.end] == e.raw and e.reason for e in document.edits)


WORDS = st.sampled_from(
    [*CLEAN.split(), *damaged(CLEAN).split(), "\n", "\n\n", "•", ".", "ủ y", "12", "T ổ", "'a", ","]
)


def _holds(text: str) -> None:
    edits = repair_text(text)
    assert all(e.start < e.end and text[e.start : e.end] == e.raw != e.repaired for e in edits)
    assert all(a.end <= b.start for a, b in pairwise(edits))
    assert all("\n" not in e.raw and "\n" not in e.repaired and e.repaired for e in edits)
    after = apply(text, edits)
    assert after.count("\n") == text.count("\n") and after.split("\n") == repair_lines(text)
    figures = [t for t in text.split() if t.isdigit()]
    assert figures == [t for t in after.split() if t.isdigit()]


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=120).map(" ".join))
def test_edits_of_any_words_are_sound(text: str) -> None:
    _holds(text)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_edits_of_any_text_are_sound(text: str) -> None:
    _holds(text)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.0, 1.0))
def test_repairing_twice_changes_nothing_more(seed: int, share: float) -> None:
    once = repaired(damaged(CLEAN, share=share, seed=seed))
    assert repaired(once) == once


PIECE = st.tuples(st.integers(0, 30), st.integers(1, 4), st.text("xyz ", max_size=3))


def _edits(text: str, pieces: list[tuple[int, int, str]]) -> tuple[Edit, ...]:
    spans = [(a, min(a + n, len(text)), new) for a, n, new in pieces if a < len(text)]
    return disjoint(Edit(a, b, text[a:b], new, "test") for a, b, new in spans)


@given(st.text("abc ", max_size=30), st.lists(PIECE, max_size=5), st.lists(PIECE, max_size=5))
def test_composed_edits_do_what_the_two_do(
    text: str, one: list[tuple[int, int, str]], two: list[tuple[int, int, str]]
) -> None:
    first = _edits(text, one)
    middle = apply(text, first)
    second = _edits(middle, two)
    both = compose(text, first, second)
    assert apply(text, both) == apply(middle, second)
    assert all(a.end <= b.start for a, b in pairwise(both))
    assert all(text[e.start : e.end] == e.raw for e in both)


def test_forms_and_capitals() -> None:
    assert canonical("Hoà") == canonical("hòa") and canonical("quỳ") == "quỳ"
    assert cased("Đe", "để") == "Để" and cased("VĨẺT", "việt") == "VIỆT" and cased("tố", "tổ") == "tổ"
    assert [t.form for t in tokens("- Năm 2,5%\nkinh tế - xã hội")][:4] == ["<s>", "năm", "<n>", "<s>"]


CLEAN_DOCUMENTS = ("kh-225", "kh-922", "kh-51", "nq-03", "nq-57", "bc-so-ket")


@pytest.mark.corpus
@pytest.mark.parametrize("name", CLEAN_DOCUMENTS)
def test_clean_official_documents_stay_as_they_are(corpus: Path, name: str) -> None:
    (path,) = corpus.glob(f"{name}*")
    assert repair_edits(read(path)) == ()


@pytest.mark.corpus
def test_the_scan_among_the_official_documents_is_healed(corpus: Path) -> None:
    (path,) = corpus.glob("kh-195*")
    gold = corpus.parent / "gold" / "ocr.kh-195.dev.jsonl"
    if not gold.is_file():
        assert not os.environ.get("CI"), f"no corrections at {gold}"
        pytest.skip(f"no corrections at {gold}")
    lines = repair_lines(read(path).text)
    wrong = healed = broken = 0
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        raw, right, ours = row["raw"].split(), row["gold"].split(), lines[row["line"] - 1].split()
        if row.get("unsure") or not len(raw) == len(right) == len(ours):
            continue
        wrong += sum(a != b for a, b in zip(raw, right, strict=True))
        healed += sum(a != b == c for a, b, c in zip(raw, right, ours, strict=True))
        broken += sum(a == b != c for a, b, c in zip(raw, right, ours, strict=True))
    assert healed >= 0.9 * wrong and broken == 0


def test_a_word_that_fits_its_neighbour_better_than_any_reading_stays() -> None:
    printed = damaged(CLEAN) + "1. Quán triệt sâu sắc nội dung của Kế hoạch.\n"

    assert repair_lines(printed)[-2] == "1. Quán triệt sâu sắc nội dung của Kế hoạch."


def test_a_rare_word_again_and_again_is_no_damage() -> None:
    text = (
        "QUY CHẾ\nQUẢN LÝ GIẾNG NƯỚC CỦA TỈNH\nĐiều 1. Phạm vi\nQuy chế này nói về giếng nước.\n"
        "Điều 2. Trách nhiệm\n1. Sở Y tế thử nước giếng trước ngày 30/6/2025.\n"
    )
    assert repair_text(text) == ()

"""Tables printed without rules: read where everything agrees, and otherwise left as text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import read_bytes
from ingest.formats.layout import Layout
from ingest.formats.pages import lay_out
from ingest.formats.printed import Sheet, Word, run_on
from ingest.parse import parse
from ontology.types import SourceText
from tests.formats_factory import as_html, as_pdf, blocks, chromium
from tests.ingest.test_formats_golden import facts, original

LEFTS = (85.0, 120.0, 300.0, 410.0)
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
ROWS: tuple[tuple[str, ...], ...] = (
    ("I", "Nâng cao nhận thức của cán bộ, công chức và Nhân dân toàn tỉnh về số"),
    ("1", "Mở lớp bồi dưỡng", "Sở Nội vụ", "Quý I năm 2026"),
    ("", "kỹ năng số", "", ""),
    ("2", "Bố trí kinh phí", "Sở Tài chính", "Quý II năm"),
    ("", "", "", "2026"),
    ("3", "Lắp trạm phát sóng", "Sở Khoa học và", "Năm 2026"),
    ("", "ở vùng lõm", "Công nghệ", ""),
)


def printed(rows: Sequence[Sequence[str]], top: float, lefts: Sequence[float] = LEFTS) -> list[Word]:
    """Rows of a table, each a line of 11 points; a new one stands farther below the last."""
    words = []
    for row in rows:
        top += 18.0 if row[0] else 13.0
        for text, left in zip(row, lefts, strict=False):
            for word in text.split():
                words.append(Word(word, left, top, left + 5.5 * len(word), top + 11.0, 11.0))
                left += 5.5 * len(word) + 3.0
    return words


def laid(*pages: Sequence[Word]) -> SourceText:
    """Pages laid out."""
    layout = Layout("a.pdf", "pdf", b"")
    lay_out(layout, [Sheet(n, 595.0, 842.0, tuple(words)) for n, words in zip(count(1), pages)])
    return layout.source()


def cells(source: SourceText) -> list[list[list[str]]]:
    """The words of all tables."""
    return [[[c.text for c in row] for row in table.rows] for table in source.tables]


WHOLE = [
    list(HEAD),
    ["I", "Nâng cao nhận thức của cán bộ, công chức và Nhân dân toàn tỉnh về số", "", ""],
    ["1", "Mở lớp bồi dưỡng kỹ năng số", "Sở Nội vụ", "Quý I năm 2026"],
    ["2", "Bố trí kinh phí", "Sở Tài chính", "Quý II năm 2026"],
    ["3", "Lắp trạm phát sóng ở vùng lõm", "Sở Khoa học và Công nghệ", "Năm 2026"],
]


def test_columns_are_parted_by_blank_strips() -> None:
    before = printed([("DANH MỤC NHIỆM VỤ",)], 60.0)
    after = printed([("Ghi chú: các sở báo cáo hằng quý.",)], 260.0)
    source = laid([*before, *printed([HEAD, *ROWS], 100.0), *after])
    assert cells(source) == [WHOLE]
    lines = source.text.split("\n")
    assert (lines[0], lines[-1]) == ("DANH MỤC NHIỆM VỤ", "Ghi chú: các sở báo cáo hằng quý.")
    table = source.tables[0]
    assert all(source.text[c.start : c.end] == c.text for row in table.rows for c in row)


@pytest.mark.parametrize("head", [(HEAD,), ()])
def test_a_table_goes_on_over_pages(head: tuple[tuple[str, ...], ...]) -> None:
    first, second = printed([HEAD, *ROWS[:6]], 500.0), printed([*head, *ROWS[6:]], 60.0)
    more = printed([("4", "Tổng kết", "Sở Nội vụ", "Năm 2027")], 140.0)
    (table,) = cells(laid(first, [*second, *more]))
    assert table[:4] == WHOLE[:4]
    assert table[4:] == [
        ["3", "Lắp trạm phát sóng", "Sở Khoa học và", "Năm 2026"],
        ["", "ở vùng lõm", "Công nghệ", ""],
        ["4", "Tổng kết", "Sở Nội vụ", "Năm 2027"],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("Số", "Tên gọi", "Nơi gửi", "Nơi nhận"), *ROWS],  # no headings that an annex has
        [("TT", "Sở Nội vụ", "bên trái", "bên phải"), *ROWS],
        [HEAD, *ROWS[:3]],  # one row alone
        [
            HEAD,
            *((row[0], row[1].lower(), *row[2:]) for row in ROWS),
        ],  # numbers beside the middle of their rows
    ],
)
def test_what_does_not_agree_stays_text(rows: list[tuple[str, ...]]) -> None:
    assert laid(printed(rows, 100.0)).tables == ()


def test_columns_that_nearly_touch_stay_text() -> None:
    rows = [(no, f"{task} {body}".strip(), until) for no, task, body, until in (HEAD, *ROWS[1:])]
    assert laid(printed(rows, 100.0)).tables == ()


def test_numbered_paragraphs_below_a_table_are_none_of_its_rows() -> None:
    words = printed([HEAD, *ROWS], 100.0)
    note = "1. Các sở, ngành báo cáo kết quả thực hiện nhiệm vụ này hằng quý về Sở Nội vụ"
    source = laid([*words, *printed([tuple(note.split(" ", 1))], 240.0)])
    assert cells(source) == [WHOLE]
    assert source.text.endswith(f"\n{note}")


CELL = st.sampled_from(
    ["", "TT", "1", "2", "3", "4.", "I", "1.1", "Nhiệm vụ", "Cơ quan", "Thời hạn", "Sở Nội vụ", "và sau đó"]
)


@settings(max_examples=150)
@given(st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=14), st.integers(0, 14))
def test_no_letter_is_lost_or_told_twice(rows: list[list[str]], cut: int) -> None:
    table = [HEAD, *rows]
    pages = [printed([row for row in part if any(row)], 200.0) for part in (table[:cut], table[cut:])]
    source = laid(*filter(None, pages))
    letters = "".join(source.text.replace("|", " ").split())
    assert sorted(letters) == sorted("".join(word.text for page in pages for word in page))


def test_a_number_broken_at_its_hyphen_is_whole() -> None:
    assert (
        run_on(["Kế hoạch số 195-", "KH/TU giai đoạn 2025 -", "2030"])
        == "Kế hoạch số 195-KH/TU giai đoạn 2025 - 2030"
    )
    assert run_on(["a\u00ad", "b", "", "c"], "\n") == "ab\nc"


@pytest.mark.browser
def test_a_sample_without_rules(samples: Path, tmp_path: Path) -> None:
    if not chromium():
        assert not os.environ.get("CI"), "Chromium is needed to print the samples"
        pytest.skip("no Chromium to print the samples with")
    name = "kh-225-kh-ubnd-tien-giang-2025.txt"
    bare = b"td { border: none !important; vertical-align: top; padding: 3pt 6pt }</style>"
    page = as_html(blocks(samples / name), portal=False).replace(b"</style>", bare)
    doc = parse(read_bytes("a.pdf", as_pdf(page, tmp_path)))
    assert facts(doc) == facts(original(samples, name))

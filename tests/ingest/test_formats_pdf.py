"""PDF and pictures: reading order, tables over pages, what is left out, limits; written by a browser at test time."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.formats import image, ocr, pdf, read_bytes
from ingest.formats.layout import Layout
from ingest.formats.pages import lay_out
from ingest.formats.pdf_worker import open_ends, without_false_blanks
from ingest.formats.printed import Box, Sheet, Word
from ontology.errors import LimitExceeded, MissingExtra, UnreadableDocument
from ontology.types import SourceText


def line(text: str, top: float, *, left: float = 85.0, size: float = 13.0) -> list[Word]:
    """Words of one printed line, half a size to a letter."""
    words, at = [], left
    for word in text.split(" "):
        if word:
            width = len(word) * size / 2
            words.append(Word(word, at, top, at + width, top + size, size))
            at += width
        at += size / 3
    return words


def laid(*sheets: Sheet) -> SourceText:
    """Pages laid out."""
    layout = Layout("a.pdf", "pdf", b"")
    lay_out(layout, sheets)
    return layout.source()


def sheet(number: int, *lines: list[Word], tables: tuple[tuple[Box, ...], ...] = ()) -> Sheet:
    """An A4 page."""
    return Sheet(number, 595.0, 842.0, tuple(w for row in lines for w in row), tables)


LONG = "một dòng chữ dài chạy suốt tới tận lề phải của trang giấy khổ lớn này đây"


def test_page_numbers_and_running_lines_are_left_out_and_told() -> None:
    pages = [
        sheet(
            n,
            line(f"- {n} -", 40.0, left=290),
            line("Công báo số 12", 60.0),
            line(f"{n}. Nội dung", 100.0 + n),
        )
        for n in (1, 2, 3)
    ]
    source = laid(*pages)
    assert source.text == "1. Nội dung\n2. Nội dung\n3. Nội dung"
    assert [source.text[p.start : p.end].strip() for p in source.pages] == source.text.split("\n")
    (note,) = source.diagnostics
    assert note.code == "page_furniture" and "Công báo" in note.message


def test_wrapped_lines_are_one_paragraph_and_others_are_not() -> None:
    full = line(LONG, 100.0)
    source = laid(sheet(1, full, line("và hết.", 118.0), line("1. Đoạn mới", 136.0), line(LONG, 154.0),
                        line("Thụt đầu dòng", 172.0, left=120.0)))  # fmt: skip
    assert source.text == f"{LONG} và hết.\n1. Đoạn mới\n{LONG}\nThụt đầu dòng"


def test_columns_of_letterhead_and_signature() -> None:
    head = [*line("CHÍNH PHỦ", 100.0), *line("CỘNG HÒA XÃ HỘI", 100.0, left=320.0)]
    foot = [*line("Nơi nhận:", 600.0), *line("TM. CHÍNH PHỦ", 601.0, left=350.0)]
    names = [*line("- Các bộ;", 620.0), *line("THỦ TƯỚNG", 620.0, left=370.0)]
    source = laid(sheet(1, head, foot, names))
    assert source.text.split("\n") == [
        "CHÍNH PHỦ    CỘNG HÒA XÃ HỘI", "Nơi nhận:", "- Các bộ;", "TM. CHÍNH PHỦ", "THỦ TƯỚNG",
    ]  # fmt: skip


def test_raised_figures_are_notes() -> None:
    mark = Word("2", 137.0, 99.0, 141.0, 106.0, 7.0)
    assert laid(sheet(1, [*line("kế hoạch", 100.0), mark])).text == "kế hoạch²"


def test_blanks_without_room_inside_words_are_dropped() -> None:
    def char(text: str, left: float, width: float) -> dict[str, object]:
        return {"text": text, "x0": left, "x1": left + width, "top": 10.0, "size": 12.0}

    row = [char("O", 0, 8), char(" ", 8, 0.1), char("Ả", 8.2, 8), char(" ", 16.2, 3), char("N", 19.2, 8)]
    assert "".join(str(c["text"]) for c in without_false_blanks(row)) == "OẢ N"


def test_a_row_without_a_rule_below_it_is_closed() -> None:
    uprights = [
        {"orientation": "v", "x0": x, "top": 700.0, "bottom": 786.0, "height": 86.0, "width": 0.0}
        for x in (90.0, 120.0, 300.0)
    ]
    level = {"orientation": "h", "x0": 90.0, "top": 700.5, "bottom": 700.5, "height": 0.0, "width": 210.0}
    assert open_ends([*uprights, level]) == [786.0]


def boxes(*tops: float) -> tuple[Box, ...]:
    """Rows of three cells between these heights."""
    edges = (80.0, 120.0, 300.0, 500.0)
    return tuple((a, top, b, bottom) for top, bottom in pairwise(tops) for a, b in pairwise(edges))


def row(top: float, *cells: str) -> list[Word]:
    """The words of a row of `boxes`."""
    lefts = (82.0, 122.0, 302.0)
    return [
        w for left, text in zip(lefts, cells, strict=True) for w in line(text, top + 3, left=left, size=10)
    ]


def test_a_table_over_two_pages_is_one() -> None:
    heading = ("TT", "Nhiệm vụ", "Chủ trì")
    first = sheet(1, line("PHỤ LỤC", 100.0), row(200, *heading), row(220, "1", "Việc một", "Sở A"),
                  tables=(boxes(200, 220, 240),))  # fmt: skip
    second = sheet(2, row(100, *heading), row(120, "2", "Việc hai", "Sở B"), row(140, "", "nối dài", ""),
                   tables=(boxes(100, 120, 140, 160),))  # fmt: skip
    source = laid(first, second)
    (table,) = source.tables
    assert [[c.text for c in r] for r in table.rows] == [
        [*heading], ["1", "Việc một", "Sở A"], ["2", "Việc hai", "Sở B"], ["", "nối dài", ""],
    ]  # fmt: skip
    assert all(source.text[c.start : c.end] == c.text for r in table.rows for c in r)
    assert source.pages[1].start == source.text.index("| TT", 20)


def small_pdf(pages: int = 1) -> bytes:
    """Blank pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_bad_files_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.pdf: not a PDF"):
        read_bytes("a.pdf", b"hello")
    with pytest.raises(UnreadableDocument, match=r"a\.pdf: damaged"):
        read_bytes(
            "a.pdf", b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 1 0 R>> endobj\ntrailer <</Root 1 0 R>>"
        )
    assert read_bytes("a.pdf", small_pdf()).text == ""
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(LimitExceeded, match=r"a\.pdf.*3 pages|a\.pdf"):
        read_bytes("a.pdf", small_pdf(700))
    monkeypatch.setattr(pdf, "MAX_SECONDS", 0.01)
    with pytest.raises(LimitExceeded, match="longer than"):
        read_bytes("a.pdf", small_pdf())


def picture(pages: int = 1, side: int = 60) -> bytes:
    """A white TIFF."""
    from PIL import Image

    out = io.BytesIO()
    frames = [Image.new("L", (side, side), 255) for _ in range(pages)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def test_pictures_need_the_program_and_keep_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.png: not a picture"):
        read_bytes("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40)
    with pytest.raises(LimitExceeded, match="200 pages"):
        read_bytes("a.tif", picture(200))
    monkeypatch.setattr(ocr, "tesseract", lambda: "tesseract")
    monkeypatch.setattr(image, "MAX_PIXELS", 100)
    with pytest.raises(LimitExceeded, match="pixels"):
        read_bytes("a.tif", picture())


def test_without_tesseract_the_hint_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ocr.tesseract.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    try:
        with pytest.raises(MissingExtra, match="tesseract-ocr-vie"):
            read_bytes("a.tif", picture())
    finally:
        ocr.tesseract.cache_clear()

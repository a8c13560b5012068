"""Word documents: printed labels, merged cells, notes, tracked changes, text boxes, old fonts, hostile files."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import read_bytes
from ingest.formats.numbering import printed
from ontology.errors import LimitExceeded, TruyVetError, UnreadableDocument
from ontology.types import SourceText
from tests.formats_factory import cell, docx, paragraph


def read(body: str, **parts: str) -> SourceText:
    """A document with this body, read."""
    return read_bytes("a.docx", docx(body, **parts))


def numbered(text: str, level: int = 0, list_: int = 1) -> str:
    """A paragraph with automatic numbering."""
    number = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_}'/></w:numPr></w:pPr>"
    return paragraph(text, number)


def level(depth: int, format_: str, text: str, more: str = "") -> str:
    """One level of a list."""
    return f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/>{format_}<w:lvlText w:val='{text}'/>{more}</w:lvl>"


def style(name: str) -> str:
    """A number format by its name."""
    return f"<w:numFmt w:val='{name}'/>"


LISTS = (
    "<w:abstractNum w:abstractNumId='7'>"
    + level(0, style("upperRoman"), "%1.")
    + level(1, style("decimal"), "%1.%2.", "<w:isLgl/>")
    + level(2, "<w:numFmt w:val='custom' w:format='a, b, c, d, đ, e'/>", "%3)")
    + level(3, style("bullet"), "\uf0b7")
    + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/>"
    "</w:lvlOverride></w:num>"
)


def test_automatic_labels_are_printed() -> None:
    body = numbered("Mục đích") + numbered("Yêu cầu") + "".join(numbered(f"ý {n}", 2) for n in range(5))
    body += numbered("việc", 1) + numbered("chi tiết", 3) + numbered("Nhiệm vụ") + numbered("ý", 2)
    lines = read(body, numbering=LISTS).text.split("\n")
    assert lines[:3] == ["I. Mục đích", "II. Yêu cầu", "a) ý 0"]
    assert lines[6:] == ["đ) ý 4", "2.1. việc", "• chi tiết", "III. Nhiệm vụ", "a) ý"]


def test_a_list_may_start_elsewhere_and_come_from_a_style() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Muc'><w:name w:val='Mục'/><w:pPr><w:numPr><w:numId w:val='2'/>"
        "</w:numPr></w:pPr><w:rPr><w:caps/></w:rPr></w:style>"
    )
    body = paragraph("tổ chức", "<w:pPr><w:pStyle w:val='Muc'/></w:pPr>") + numbered("tiếp", 0, 2)
    assert read(body, numbering=LISTS, styles=styles).text == "IV. TỔ CHỨC\nV. tiếp"


@pytest.mark.parametrize(
    ("number", "format_", "label"),
    [
        (4, "lowerRoman", "iv"),
        (27, "lowerLetter", "aa"),
        (1949, "upperRoman", "MCMXLIX"),
        (3, "decimalZero", "03"),
    ],
)
def test_number_formats(number: int, format_: str, label: str) -> None:
    assert printed(number, format_) == label


def test_merged_cells_are_filled_with_true_spans() -> None:
    start, on, two = "<w:vMerge w:val='restart'/>", "<w:vMerge/>", "<w:gridSpan w:val='2'/>"
    table = "<w:tbl>" + "".join(
        f"<w:tr>{row}</w:tr>"
        for row in (
            cell("TT", start) + cell("Nhiệm vụ", start) + cell("Cơ quan", two) + cell("Hạn", start),
            cell("", on) + cell("", on) + cell("chủ trì") + cell("phối hợp") + cell("", on),
            cell("I") + cell("Nâng cao nhận thức", "<w:gridSpan w:val='4'/>"),
            cell("1") + cell("Việc một") + cell("Sở A", start) + cell("Sở B") + cell("2025"),
            cell("2") + cell("Việc hai") + cell("", on) + cell("Sở C") + cell("2026"),
            cell("3", start) + cell("Việc ba", start) + cell("Sở D") + cell("Sở E", start) + cell("2027"),
            cell("", on) + cell("", on) + cell("Sở G") + cell("", on) + cell(""),
        )
    ) + "</w:tbl>"  # fmt: skip
    source = read(paragraph("PHỤ LỤC") + table)
    (found,) = source.tables
    rows = [[c.text for c in row] for row in found.rows]
    assert rows == [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Hạn"],
        ["I", "Nâng cao nhận thức", "", "", ""],
        ["1", "Việc một", "Sở A", "Sở B", "2025"],
        ["2", "Việc hai", "Sở A", "Sở C", "2026"],
        ["3", "Việc ba", "Sở D", "Sở E", "2027"],
        ["", "", "Sở G", "", ""],
    ]
    assert all(source.text[c.start : c.end] == c.text for row in found.rows[1:] for c in row)
    assert source.text[found.start : found.end].startswith("| TT |")


def test_a_letterhead_in_a_table_is_text() -> None:
    table = (
        "<w:tbl><w:tr>" + cell("CHÍNH PHỦ") + cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + "</w:tr></w:tbl>"
    )
    source = read(table + paragraph("NGHỊ QUYẾT"))
    assert source.tables == ()
    assert source.text == "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nNGHỊ QUYẾT"


def test_numbers_of_rows_and_columns_by_tabs() -> None:
    number = numbered("", 0, 2)
    rows = "".join(f"<w:tr><w:tc>{number}</w:tc>{cell(text)}</w:tr>" for text in ("một", "hai"))
    head = "<w:tr>" + cell("TT") + cell("Việc") + "</w:tr>"
    letterhead = "<w:p><w:r><w:t>TỈNH ỦY A</w:t><w:tab/><w:t>ĐẢNG CỘNG SẢN</w:t></w:r></w:p>"
    item = "<w:p><w:r><w:t>a)</w:t><w:tab/><w:t>Ý</w:t></w:r></w:p>"
    source = read(f"{letterhead}{item}<w:tbl>{head}{rows}</w:tbl>", numbering=LISTS)
    assert source.text == "TỈNH ỦY A    ĐẢNG CỘNG SẢN\na) Ý\n| TT | Việc |\n| IV. | một |\n| V. | hai |"


def test_tracked_changes_are_accepted() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = "<w:p>" + run.format("Hạn là ") + "<w:del><w:r><w:delText>2025</w:delText></w:r></w:del>"
    body += "<w:ins>" + run.format("2026") + "</w:ins></w:p>"
    body += "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run.format("một ") + "</w:p>" + paragraph("đoạn")
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("cũ") + cell("cũ") + "</w:tr>"
    body += (
        f"<w:tbl><w:tr>{cell('TT')}{cell('Tên')}</w:tr>{gone}<w:tr>{cell('1')}{cell('mới')}</w:tr></w:tbl>"
    )
    source = read(body)
    assert source.text == "Hạn là 2026\nmột đoạn\n| TT | Tên |\n| 1 | mới |"
    assert len(source.tables[0].rows) == 2


def test_notes_boxes_breaks_and_contents() -> None:
    box = "<w:txbxContent>" + paragraph("trong khung") + "</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = paragraph("Mục lục .... 1", "<w:pPr><w:pStyle w:val='TOC1'/></w:pPr>")
    body += "<w:p><w:r><w:t>Theo kế hoạch</w:t><w:footnoteReference w:id='2'/><w:t>.</w:t></w:r></w:p>"
    body += f"<w:p><w:r>{twice}<w:t>Ngoài</w:t><w:br w:type='page'/><w:t>sang</w:t></w:r></w:p>"
    body += "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    notes = f"<w:footnote w:id='2'>{paragraph('Số 69.')}</w:footnote>"
    source = read(body, footnotes=notes)
    assert source.text == "Theo kế hoạch¹.\n¹ Số 69.\nNgoài\nsang\ntrong khung"
    assert [(p.number, source.text[p.start : p.end].split()[0]) for p in source.pages] == [
        (1, "Theo"),
        (2, "sang"),
    ]
    assert [d.code for d in source.diagnostics] == ["table_of_contents"]


def test_letters_of_old_fonts_are_converted_run_by_run() -> None:
    old = "<w:r><w:rPr><w:rFonts w:ascii='{}'/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    runs = (".VnTime", "KÕ ho¹ch "), (".VnTimeH", "tØnh"), ("VNI-Times", " naêm")
    body = "".join(old.format(font, letters) for font, letters in runs)
    assert read(f"<w:p>{body}</w:p>").text == "Kế hoạch TỈNH năm"


def archive(**files: bytes) -> bytes:
    """A zip archive with these files, "/" written as "__" and "." as "_"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def test_hostile_and_damaged_files_are_refused_by_name() -> None:
    laughs = b"<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><d>&b;</d>"
    outside = b"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><d>&a;</d>"
    for data in (laughs, outside):
        with pytest.raises(UnreadableDocument, match=r"a\.docx.*document type"):
            read_bytes("a.docx", archive(word__document_xml=data))
    with pytest.raises(LimitExceeded, match=r"a\.docx.*unpacks to"):
        read_bytes("a.docx", archive(word__document_xml=b" " * 30_000_000))
    with pytest.raises(UnreadableDocument, match="no word/document"):
        read_bytes("a.docx", archive(other_xml=b"<d/>"))
    with pytest.raises(UnreadableDocument, match="damaged"):
        read_bytes("a.docx", docx(paragraph("x"))[:-40])
    deep = "<w:tbl><w:tr><w:tc>" * 100 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 100
    with pytest.raises((LimitExceeded, UnreadableDocument), match=r"a\.docx"):
        read(deep)


@settings(max_examples=60)
@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused(at: int, byte: int) -> None:
    data = bytearray(docx(paragraph("Điều 1. Phạm vi") + numbered("một"), numbering=LISTS))
    data[at % len(data)] = byte
    try:
        read_bytes("a.docx", bytes(data))
    except TruyVetError as error:
        assert error.document == "a.docx"

"""Old Word files, rich text and OpenDocument: the same words, tables and pages as the Word document has."""

from __future__ import annotations

from base64 import encodebytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import FORMATS, read_bytes
from ontology.errors import InputError, LimitExceeded, UnreadableDocument
from ontology.types import SourceText
from tests.formats_factory import as_docx, as_html, as_odt, as_rtf, odt, rtf_letters
from tests.office_factory import MIXED, OFFICE, mixed_docx

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def made(suffix: str) -> bytes:
    """The mixed document as LibreOffice wrote it."""
    return (OFFICE / f"mixed.{suffix}").read_bytes()


def rtf(body: str, fonts: str = "{\\f0 Arial;}") -> SourceText:
    """Rich text with this body, read."""
    return read_bytes("a.rtf", f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{fonts}}}{body}}}".encode("latin-1"))


@pytest.mark.parametrize("suffix", ["docx", "doc", "rtf", "odt"])
def test_the_same_document_in_every_format(suffix: str) -> None:
    source = read_bytes(f"a.{suffix}", mixed_docx() if suffix == "docx" else made(suffix))
    assert source.text == MIXED
    assert source.format == suffix
    annex, inner = source.tables
    assert [c.text for c in annex.rows[0]] == ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Hạn"]
    assert [c.text for c in annex.rows[3]] == ["2", "Việc hai", "Sở A", "Sở C", "2026"]
    assert [c.text for c in inner.rows[0]] == ["1", "hai", "trong 1 trong 2 sau", "bốn", "năm"]
    cells = [c for row in (*annex.rows[1:], *inner.rows) for c in row]
    assert all(source.text[c.start : c.end] == c.text for c in cells)
    assert [source.text[p.start : p.end].split()[0] for p in source.pages] == ["ỦY", "PHỤ"]


def test_letters_of_rich_text_in_code_pages_and_numbers() -> None:
    fonts = "{\\f0\\fcharset0 Arial;}{\\f1\\fcharset163 Times;}{\\f2 .VnTime{\\*\\falt Arial};}{\\f3\\fnil VNI-Times;}"
    text = "{\\f1 ti\\'ea\\'ecn }{\\f2 K\\'d5 }{\\f2 ho\\'b9ch }{\\f3 na}{\\f3 \\'ea}{\\f3 m}"
    assert rtf(text + "\\par", fonts).text == "tiến Kế hoạch năm"
    assert rtf("{\\uc2 \\u7871\\'65\\'3f}{\\uc0\\u7871}{\\u-10179?\\u-8704?}\\par").text == "ếế😀"
    assert rtf("{\\upr{sai}{\\*\\ud{\\u273 ?\\u250 ?ng}}}\\~\\_\\emdash\\par").text == "đúng -—"


def test_rich_text_is_what_a_reader_sees() -> None:
    body = (
        "{\\stylesheet{Normal;}{\\s5\\f0 toc 1;}}{\\info{\\title t\\'ean}}{\\header \\'f0\\par}{\\*\\la x\\par}"
        "\\pard\\s5 M\\'f4c 1\\tab 3\\par\\pard{\\listtext\\f1 \\'b7\\tab}g\\'f2\\par{\\pntext II.\\tab}muc\\par "
        "h\\'f4m {\\deleted qua}{\\v an}{\\caps nay}\\par km{\\super 2}{\\super\\chftn}"
        "{\\footnote\\pard{\\super\\chftn} ghi ch\\'fa}.\\par{\\pict 0a0b}{\\object{\\*\\objdata 01}{\\result anh}}"
        "{\\field{\\*\\fldinst REF a}{\\fldrslt k\\'ea}}{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt khung\\par}}"
        "{\\shprslt x}}\\bin4 }}}}\\page sau\\par\\sect\\sbknone cu\\'f4i"
    )
    source = rtf(body, "{\\f0 Arial;}{\\f1\\fcharset2 Symbol;}")
    lines = ["• gò", "II. muc", "hôm NAY", "km²¹.", "¹ ghi chú", "anhkê", "sau", "khung", "cuôi"]
    assert source.text.split("\n") == lines
    assert [d.code for d in source.diagnostics] == ["table_of_contents"]
    assert len(source.pages) == 2


def test_cells_of_rich_text_lie_where_their_edges_are() -> None:
    def row(places: str, *cells: str) -> str:
        return f"\\trowd{places}" + "".join(f"\\pard\\intbl {c}\\cell" for c in cells) + "\\row\n"

    three = "\\cellx1000\\cellx3000\\cellx5000"
    body = (
        row(three, "TT", "Viec", "Han") + row("\\cellx1010\\cellx5000", "I", "Nhom")
        + row("\\clvmgf\\cellx1000\\cellx3050\\cellx5000", "1", "mot", "2025")
        + row("\\clvmrg\\cellx1000\\cellx3000\\cellx5000", "", "hai", "2026")
        + row("\\clmgf\\cellx1000\\clmrg\\cellx3000\\cellx5000", "ca hai", "", "2027")
        + "\\pard sau\\par"
    )  # fmt: skip
    source = rtf(body)
    assert [[c.text for c in row] for row in source.tables[0].rows] == [
        ["TT", "Viec", "Han"],
        ["I", "Nhom", "Nhom"],
        ["1", "mot", "2025"],
        ["", "hai", "2026"],
        ["ca hai", "ca hai", "2027"],
    ]
    assert source.text.endswith("\nsau")
    assert rtf("\\pard\\intbl mot\\cell hai").text == "mot\nhai"


def test_lists_of_opendocument_count_on_where_they_say_so() -> None:
    styles = (
        "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='I' "
        "style:num-suffix='.'/><text:list-level-style-number text:level='2' style:num-format='1' style:num-suffix='.' "
        "text:display-levels='2'/></text:list-style>"
    )
    item = "<text:list-item>{}</text:list-item>"
    inner = f"<text:list>{item.format('<text:p>hai</text:p>')}</text:list>"
    body = (
        f"<text:list text:style-name='L' xml:id='a'>{item.format('<text:p>một</text:p>' + inner)}</text:list>"
        "<text:p>giữa</text:p><text:list text:style-name='L' text:continue-list='a'>"
        f"{item.format('<text:p>ba</text:p>')}</text:list><text:list text:style-name='L'>"
        f"{item.format('<text:p>mới</text:p>')}</text:list>"
    )
    source = read_bytes("a.odt", odt(body, styles))
    assert source.text == "I. một\nI.1. hai\ngiữa\nII. ba\nI. mới"


def test_drawn_shapes_of_opendocument_come_after_their_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>trong khung</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>trong hình</text:p></draw:custom-shape>"
    contents = "<text:table-of-content><text:p>Mục 1</text:p></text:table-of-content>"
    source = read_bytes(
        "a.odt", odt(f"{contents}<text:p>{shape}Trước{box} và sau</text:p><text:p>cuối</text:p>")
    )
    assert source.text == "Trước và sau\ntrong hình\ntrong khung\ncuối"
    assert [d.code for d in source.diagnostics] == ["table_of_contents"]


PAGE = as_html(["KẾ HOẠCH", "I. Mục đích"], portal=False)
ARCHIVE = (
    b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"=_x\"\r\n\r\n"
    b"--=_x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + encodebytes(PAGE) + b"\r\n--=_x--\r\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.doc", as_rtf(["KẾ HOẠCH", "I. Mục đích"]), "rtf"),
        ("a.doc", as_docx(["KẾ HOẠCH", "I. Mục đích"]), "docx"),
        ("a.docx", as_odt(["KẾ HOẠCH", "I. Mục đích"]), "odt"),
        ("a.doc", PAGE, "html"),
        ("a.doc", "<div><p>KẾ HOẠCH</p><p>I. Mục đích</p></div>".encode(), "html"),
        ("a.doc", ARCHIVE, "mht"),
        ("a.doc", "KẾ HOẠCH\nI. Mục đích".encode("utf-16"), "txt"),
        ("a.rtf", "KẾ HOẠCH\nI. Mục đích".encode(), "txt"),
    ],
)
def test_a_file_is_read_by_its_content(name: str, data: bytes, format_: str) -> None:
    source = read_bytes(name, data)
    assert (source.text, source.format) == ("KẾ HOẠCH\nI. Mục đích", format_)
    assert [d.code for d in source.diagnostics][:1] == ["misnamed"]
    assert read_bytes(f"a.{format_}", data).text == source.text


def test_an_old_word_file_named_as_a_new_one() -> None:
    assert read_bytes("a.docx", made("doc")).text == MIXED


def test_files_that_cannot_be_read_say_why() -> None:
    for data, why in (
        (b"", "not a Word document|damaged"),
        (b"\0\1\2" * 300, "damaged|not a"),
        (SIGNATURE + b"\0" * 600, "damaged|Office file"),
        (made("doc")[:3000], "damaged|Office file|no text"),
        (b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'/>", "XML of 2003"),
        (b"{\\rtf1" + b"{" * 500, "nested"),
    ):
        with pytest.raises(InputError, match=f"a\\.doc: .*({why})"):
            read_bytes("a.doc", data)
    protected = bytearray(made("doc"))
    protected[protected.index(b"\xec\xa5") + 0x0B] |= 0x01  # the flag of encryption
    with pytest.raises(UnreadableDocument, match="password"):
        read_bytes("a.doc", bytes(protected))
    with pytest.raises(LimitExceeded, match="nested"):
        read_bytes("a.odt", odt("<text:section>" * 200 + "</text:section>" * 200))


DATA = {
    "a.doc": made("doc"),
    "a.rtf": made("rtf"),
    "a.odt": made("odt"),
    "a.mht": ARCHIVE,
    "a.xls": (OFFICE / "annex.xls").read_bytes(),
    "a.ods": (OFFICE / "annex.ods").read_bytes(),
}


@settings(max_examples=250)
@given(
    st.sampled_from(sorted(DATA)),
    st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), max_size=12),
    st.integers(0, 1 << 16) | st.none(),
)
def test_a_damaged_file_is_read_or_refused(
    name: str, changes: list[tuple[int, int]], cut: int | None
) -> None:
    data = bytearray(DATA[name])
    for at, byte in changes:
        data[at % len(data)] = byte
    try:
        read_bytes(name, bytes(data[: None if cut is None else cut % len(data)]))
    except InputError as error:
        assert error.document == name


@settings(max_examples=150)
@given(
    st.sampled_from([s for s in FORMATS if s not in (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf")]),
    st.sampled_from(
        [
            b"",
            SIGNATURE,
            b"PK\3\4",
            b"{\\rtf1",
            b"<html>",
            b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n",
        ]
    ),
    st.binary(max_size=600),
)
def test_any_bytes_are_read_or_refused(suffix: str, start: bytes, data: bytes) -> None:
    try:
        read_bytes(f"a{suffix}", start + data)
    except InputError as error:
        assert error.document == f"a{suffix}"


@given(st.text(alphabet="\\{}*'; abcu0123456789\n", max_size=120))
def test_any_rich_text_is_read(text: str) -> None:
    rtf(text)


def test_letters_are_written_and_read_alike() -> None:
    text = "Điều 1. {Phạm vi} \\ “điều chỉnh” – 30%"
    assert rtf(f"{rtf_letters(text)}\\par").text == text

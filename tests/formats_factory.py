"""Writes the samples in every format, scanned PDF among them, so that each reader is tested on the same documents."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from ingest.formats.md import plain

Rows = list[list[str]]
Block = str | Rows

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_STYLE = """@page { size: A4; margin: 20mm 20mm 20mm 30mm }
body { font: 13pt "DejaVu Serif", serif; text-align: justify }
table { border-collapse: collapse; width: 100%; font-size: 11pt; text-align: left } td { border: 1px solid black }
thead { display: table-header-group } .menu { display: none }"""


def blocks(path: Path) -> list[Block]:
    """A sample as paragraphs and tables; a row of one or two cells in a wider table is a group row."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return _piped(lines) if path.suffix == ".md" else _flat(lines)


def _piped(lines: list[str]) -> list[Block]:
    out: list[Block] = []
    for line in lines:
        if not line.startswith("|"):
            out.append(plain(re.sub(r"^#+\s+", "", line)))
            continue
        if re.fullmatch(r"[|\-\s]+", line):
            continue
        cells = [plain(c) for c in line.strip().strip("|").split("|")]
        if not out or isinstance(out[-1], str):
            out.append([])
        table = out[-1]
        assert isinstance(table, list)
        table.append(cells if len([c for c in cells if c]) > 2 else [c for c in cells if c])
    return out


def _flat(lines: list[str]) -> list[Block]:
    """Tables of the text samples stand one cell a line, from a line "TT" to the next annex."""
    out: list[Block] = []
    at = 0
    while at < len(lines):
        if lines[at] != "TT":
            out.append(lines[at])
            at += 1
            continue
        end = next((i for i in range(at, len(lines)) if lines[i].startswith("PHỤ LỤC")), len(lines))
        width = lines.index("I", at) - at
        rows = [lines[at : at + width]]
        at += width
        while at < end:
            short = re.fullmatch(r"[IVX]+", lines[at]) or (at + 2 < end and lines[at + 2] == f"{lines[at]}.1")
            taken = 2 if short else width
            rows.append(lines[at : at + taken])
            at += taken
        out.append(rows)
    return out


def as_html(content: list[Block], *, portal: bool = True) -> bytes:
    """A portal's page: menus around the text, headings of tables in `thead`, group rows merged."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><style>", _STYLE, "</style></head><body>"]
    if portal:
        parts.append(
            "<div class='menu'><ul><li><a href='/'>Trang chủ</a></li></ul></div><form><div id='main'>"
        )
    for block in content:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>\n")
            continue
        width = len(block[0])
        parts.append("<table><thead>" + _html_row(block[0], width) + "</thead><tbody>")
        parts += [_html_row(row, width) for row in block[1:]]
        parts.append("</tbody></table>")
    if portal:
        parts.append("</div></form><footer>Cổng thông tin</footer><script>var a = '<p>1. Không</p>'</script>")
    return "".join([*parts, "</body></html>"]).encode()


def _html_row(row: list[str], width: int) -> str:
    last = width - len(row) + 1
    cells = [f"<td>{html.escape(c)}</td>" for c in row[:-1]]
    return "<tr>" + "".join(cells) + f"<td colspan='{last}'>{html.escape(row[-1])}</td></tr>"


def as_docx(content: list[Block]) -> bytes:
    """A Word document: labels such as "a)" and "1." typed, tables real, group rows merged over columns."""
    body = "".join(paragraph(block) if isinstance(block, str) else _docx_table(block) for block in content)
    return docx(body)


def paragraph(text: str, properties: str = "") -> str:
    """One paragraph of WordprocessingML."""
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    """One table cell of WordprocessingML."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def _docx_table(rows: Rows) -> str:
    width = len(rows[0])
    out = []
    for row in rows:
        last = f"<w:gridSpan w:val='{width - len(row) + 1}'/>"
        cells = [cell(c) for c in row[:-1]] + [cell(row[-1], last)]
        out.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(out)}</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A document with this body; `parts` are further files of the word folder (numbering="<w:num …").

    Namespaces are declared around every part; the names of parts are those of their root elements too.
    """
    names = f"xmlns:w='{W}' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {names}>{content}</w:{name}>")
    return out.getvalue()


def as_odt(content: list[Block]) -> bytes:
    """An OpenDocument text: tables real, group rows merged over columns."""
    return odt("".join(_odt_paragraph(b) if isinstance(b, str) else _odt_table(b) for b in content))


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text with this body and these automatic styles."""
    names = {n: n for n in ("office", "text", "table", "style")} | {"draw": "drawing"}
    spaces = " ".join(f"xmlns:{k}='urn:oasis:names:tc:opendocument:xmlns:{v}:1.0'" for k, v in names.items())
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}>{content}</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


def _odt_paragraph(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def _odt_table(rows: Rows) -> str:
    width = len(rows[0])
    out = []
    for row in rows:
        cells = [f"<table:table-cell>{_odt_paragraph(c)}</table:table-cell>" for c in row]
        if wide := width - len(row):
            span = f"<table:table-cell table:number-columns-spanned='{wide + 1}'>"
            cells[-1] = cells[-1].replace("<table:table-cell>", span) + "<table:covered-table-cell/>" * wide
        out.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f"<table:table>{''.join(out)}</table:table>"


def as_rtf(content: list[Block]) -> bytes:
    """Rich text: letters beyond ASCII as numbers, tables real, group rows merged over columns."""
    body = "".join(
        f"\\pard {rtf_letters(block)}\\par\n" if isinstance(block, str) else _rtf_table(block)
        for block in content
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times New Roman;}}}}\\f0\n{body}}}".encode("ascii")


def rtf_letters(text: str) -> str:
    """Text as RTF writes it."""
    plain_text = re.sub(r"[\\{}]", lambda m: "\\" + m.group(), text)
    return "".join(c if c.isascii() else f"\\u{ord(c) - 65536 * (ord(c) > 32767)}?" for c in plain_text)


def _rtf_table(rows: Rows) -> str:
    width = len(rows[0])
    out = []
    for row in rows:
        edges = [*range(1, len(row)), width]
        places = "".join(f"\\cellx{1800 * e}" for e in edges)
        cells = "".join(f"\\pard\\intbl {rtf_letters(c)}\\cell" for c in row)
        out.append(f"\\trowd{places}{cells}\\row\n")
    return "".join(out)


def chromium() -> str | None:
    """The browser that prints pages as PDF."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


def as_pdf(page: bytes, folder: Path) -> bytes:
    """A web page printed as PDF, with a date and page numbers at the edges of each sheet."""
    browser = chromium()
    assert browser, "no browser to print with"
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_bytes(page)
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={target}", source.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def as_scan(pdf: bytes, *, dpi: int = 200) -> bytes:
    """The pages of a PDF as pictures in a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = [p.render(scale=dpi / 72, grayscale=True).to_pil() for p in document]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    document.close()
    return out.getvalue()

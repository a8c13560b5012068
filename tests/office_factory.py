"""Documents of our own wording with all that old office files hold, and their making by LibreOffice.

`python -m tests.office_factory` writes the files of `tests/ingest/office` anew. The tests need no LibreOffice; where
it is installed they convert the samples too.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.formats_factory import cell, docx, paragraph

OFFICE = Path(__file__).parent / "ingest" / "office"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WIDTHS = (700, 3500, 1600, 1600, 1600)
_LIST = (
    "<w:abstractNum w:abstractNumId='1'><w:multiLevelType w:val='multilevel'/>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%3)'/></w:lvl>"
    "<w:lvl w:ilvl='3'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:lvlText w:val='-'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
)

MIXED = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/KH-UBND
Đồng Tháp, ngày 02 tháng 7 năm 2025
KẾ HOẠCH
Thử nghiệm đọc tệp cũ
I. Mục đích
II. Nhiệm vụ
1. Rà soát
a) ý một
b) ý hai
- chi tiết
2. Thực hiện
III. Tổ chức thực hiện
Theo kế hoạch¹, và luật². Diện tích 5 km²
¹ Nghị quyết số 69.
² Luật số 10.
Hạn là 2026
CHỮ HOA
Kế hoạch TỈNH năm
Xem Điều 5 của Luật
Nơi nhận:    CHỦ TỊCH
PHỤ LỤC
DANH MỤC NHIỆM VỤ
| TT | Nhiệm vụ | Cơ quan | Hạn |
| TT | Nhiệm vụ | chủ trì | phối hợp | Hạn |
| I | Nâng cao nhận thức |  |  |  |
| 1 | Việc một | Sở A | Sở B | 2025 |
| 2 | Việc hai | Sở A | Sở C | 2026 |
| 3 | Việc ba | Sở D | Sở E | 2027 |
|  |  | Sở G |  |  |
Ghi chú
| 1 | hai | trong 1 trong 2 sau | bốn | năm |
| 2 | việc | Sở H Sở I | Sở K | 2028 |
Hết."""


def mixed_docx() -> bytes:
    """A Word document that reads as `MIXED`: lists, notes, changes, old fonts, merged cells, a table in a table."""
    body = _letterhead() + paragraph("KẾ HOẠCH") + paragraph("Thử nghiệm đọc tệp cũ") + _outline() + _runs()
    body += (
        "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + paragraph("PHỤ LỤC") + paragraph("DANH MỤC NHIỆM VỤ")
    )
    body += _annex() + paragraph("Ghi chú") + _table_in_table() + paragraph("Hết.")
    notes = "".join(
        f"<w:footnote w:type='{kind}' w:id='{i}'><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for i, kind in enumerate(("separator", "continuationSeparator"))
    )
    for i, text in ((2, "Nghị quyết số 69."), (3, "Luật số 10.")):
        mark = f"<w:r>{_RAISED}<w:footnoteRef/></w:r>"
        notes += f"<w:footnote w:id='{i}'><w:p>{mark}{_run(f' {text}')}</w:p></w:footnote>"
    return packed(docx(body, numbering=_LIST, footnotes=notes))


_RAISED = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"


def _run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def _numbered(text: str, level: int) -> str:
    number = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    return paragraph(text, number)


def _outline() -> str:
    items = (("Mục đích", 0), ("Nhiệm vụ", 0), ("Rà soát", 1), ("ý một", 2), ("ý hai", 2), ("chi tiết", 3),
             ("Thực hiện", 1), ("Tổ chức thực hiện", 0))  # fmt: skip
    return "".join(_numbered(text, level) for text, level in items)


def _runs() -> str:
    """Notes, a raised figure, tracked changes, hidden words, capitals, old fonts, a field and a tab."""
    note = f"<w:r>{_RAISED}<w:footnoteReference w:id='{{}}'/></w:r>"
    out = [_run("Theo kế hoạch") + note.format(2) + _run(", và luật") + note.format(3) + _run(". Diện tích 5 km")
           + _run("2", _RAISED)]  # fmt: skip
    who = "w:id='{}' w:author='a' w:date='2025-01-01T00:00:00Z'"
    deleted = f"<w:del {who.format(8)}><w:r><w:delText>2025</w:delText></w:r></w:del>"
    out.append(_run("Hạn là ") + deleted + f"<w:ins {who.format(9)}>{_run('2026')}</w:ins>")
    out.append(_run("ẩn", "<w:rPr><w:vanish/></w:rPr>") + _run("chữ hoa", "<w:rPr><w:caps/></w:rPr>"))
    fonts = ((".VnTime", "KÕ ho¹ch "), (".VnTimeH", "tØnh"), ("VNI-Times", " naêm"))
    font = "<w:rPr><w:rFonts w:ascii='{0}' w:hAnsi='{0}' w:cs='{0}'/></w:rPr>"
    out.append("".join(_run(letters, font.format(name)) for name, letters in fonts))
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    code = "<w:r><w:instrText> REF muc </w:instrText></w:r>"
    field = mark.format("begin") + code + mark.format("separate") + _run("Điều 5") + mark.format("end")
    out.append(_run("Xem ") + field + _run(" của Luật"))
    out.append("<w:r><w:t>Nơi nhận:</w:t><w:tab/><w:t>CHỦ TỊCH</w:t></w:r>")
    return "".join(f"<w:p>{runs}</w:p>" for runs in out)


def _width(width: int, more: str = "") -> str:
    return f"<w:tcW w:w='{width}' w:type='dxa'/>{more}"


def _table(widths: Sequence[int], rows: Sequence[str]) -> str:
    grid = "".join(f"<w:gridCol w:w='{w}'/>" for w in widths)
    size = f"<w:tblPr><w:tblW w:w='{sum(widths)}' w:type='dxa'/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl>{size}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def _letterhead() -> str:
    rows = (("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("Số: 12/KH-UBND", "Đồng Tháp, ngày 02 tháng 7 năm 2025"))  # fmt: skip
    return _table((4000, 5000), [cell(a, _width(4000)) + cell(b, _width(5000)) for a, b in rows])


def _annex() -> str:
    start, on, two, four = (
        "<w:vMerge w:val='restart'/>",
        "<w:vMerge/>",
        *(f"<w:gridSpan w:val='{n}'/>" for n in (2, 4)),
    )
    a, b, c, d, e = _WIDTHS
    rows = (
        ("TT", a, start, "Nhiệm vụ", b, start, "Cơ quan", c + d, two, "Hạn", e, start),
        ("", a, on, "", b, on, "chủ trì", c, "", "phối hợp", d, "", "", e, on),
        ("I", a, "", "Nâng cao nhận thức", b + c + d + e, four),
        ("1", a, "", "Việc một", b, "", "Sở A", c, start, "Sở B", d, "", "2025", e, ""),
        ("2", a, "", "Việc hai", b, "", "", c, on, "Sở C", d, "", "2026", e, ""),
        ("3", a, start, "Việc ba", b, start, "Sở D", c, "", "Sở E", d, start, "2027", e, ""),
        ("", a, on, "", b, on, "Sở G", c, "", "", d, on, "", e, ""),
    )
    cells = (zip(row[::3], row[1::3], row[2::3], strict=True) for row in rows)
    return _table(
        _WIDTHS, ["".join(cell(str(t), _width(int(w), str(m))) for t, w, m in row) for row in cells]
    )


def _table_in_table() -> str:
    inner = _table((800, 800), [cell("trong 1", _width(800)) + cell("trong 2", _width(800))])
    middle = [inner + paragraph("sau"), paragraph("Sở H") + paragraph("Sở I")]
    rows = (("1", "hai", middle[0], "bốn", "năm"), ("2", "việc", middle[1], "Sở K", "2028"))
    return _table(
        _WIDTHS,
        [
            "".join(
                f"<w:tc><w:tcPr>{_width(w)}</w:tcPr>{t if t in middle else paragraph(t)}</w:tc>"
                for t, w in zip(row, _WIDTHS, strict=True)
            )
            for row in rows
        ],
    )


def packed(data: bytes) -> bytes:
    """The document with the parts' types and relations, which other programs than ours need."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        parts = {n: source.read(n) for n in source.namelist() if n.startswith("word/")}
        stems = [Path(n).stem for n in parts if n != "word/document.xml"]
        types = [("document", _TYPES.format("document.main")), *((s, _TYPES.format(s)) for s in stems)]
        overrides = "".join(f"<Override PartName='/word/{s}.xml' ContentType='{t}'/>" for s, t in types)
        defaults = (
            "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            "<Default Extension='xml' ContentType='application/xml'/>"
        )
        target.writestr(
            "[Content_Types].xml", f"<Types xmlns='{_PACKAGE}/content-types'>{defaults}{overrides}</Types>"
        )
        for name, links in (
            ("_rels/.rels", [("officeDocument", "word/document.xml")]),
            ("word/_rels/document.xml.rels", [(s, f"{s}.xml") for s in stems]),
        ):
            items = "".join(
                f"<Relationship Id='r{i}' Type='{_RELATIONS.format(kind)}' Target='{to}'/>"
                for i, (kind, to) in enumerate(links)
            )
            target.writestr(name, f"<Relationships xmlns='{_PACKAGE}/relationships'>{items}</Relationships>")
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def annex_xlsx() -> bytes:
    """A workbook with two annexes and a hidden sheet: merged headings, dates, shares, thousands, an old font."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    tasks = book.active
    tasks.title = "Phụ lục I"
    for place, text, merged in (
        ("A1", "UBND TỈNH ĐỒNG THÁP", "A1:B1"),
        ("D1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "D1:F1"),
        ("A4", "PHỤ LỤC I", "A4:F4"),
        ("A5", "DANH MỤC NHIỆM VỤ", "A5:F5"),
        ("A6", "(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/7/2025 của Ủy ban nhân dân tỉnh)", "A6:F6"),
        ("A8", "TT", "A8:A9"), ("B8", "Nhiệm vụ", "B8:B9"), ("C8", "Cơ quan", "C8:D8"), ("C9", "chủ trì", ""),
        ("D9", "phối hợp", ""), ("E8", "Sản phẩm", "E8:E9"), ("F8", "Thời gian hoàn thành", "F8:F9"),
        ("A10", "I", ""), ("B10", "Nâng cao nhận thức", "B10:F10"),
        ("A13", "Ghi chú: các sở báo cáo hằng quý.", "A13:F13"),
        ("E15", "TM. ỦY BAN NHÂN DÂN", "E15:F15"), ("E16", "CHỦ TỊCH", "E16:F16"),
    ):  # fmt: skip
        tasks[place] = text
        if merged:
            tasks.merge_cells(merged)
    _fill(tasks, 11, (
        (1, "Bồi dưỡng kỹ năng số", "Sở Nội vụ", "Sở Tài chính", "Kế hoạch", date(2025, 11, 30)),
        (2, "Bố trí ngân sách", "Sở Tài chính", "Sở Khoa học và Công nghệ", "Báo cáo", "Quý IV/2025"),
    ))  # fmt: skip
    tasks["F11"].number_format = "dd/mm/yyyy"
    goals = book.create_sheet("Phụ lục II")
    _fill(goals, 1, (
        ("PHỤ LỤC II",), ("CHỈ TIÊU ĐẾN NĂM 2030",),
        ("TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan theo dõi, đánh giá"),
        (1, "Quy mô kinh tế số", "% GRDP", 20, "Sở Khoa học và Công nghệ"),
        (1.1, "Tỷ lệ dân số có chữ ký số", "%", 0.855, "Sở Nội vụ"),
        (2, "Doanh nghiệp công nghệ số", "doanh nghiệp", 1250, "Sở Tài chính"),
        (3, "DiÖn tÝch", "km2", 7.5, "Sở Xây dựng"),
    ))  # fmt: skip
    goals["D5"].number_format, goals["D6"].number_format = "0.0%", "#,##0"
    goals["B7"].font = Font(name=".VnTime")
    draft = book.create_sheet("nháp")
    draft["A1"], draft.sheet_state = "không ai thấy", "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: object, top: int, rows: Sequence[Sequence[object]]) -> None:
    from openpyxl.worksheet.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    for r, row in enumerate(rows, top):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c, value)


def converted(files: Sequence[Path], suffix: str, folder: Path) -> list[Path]:
    """The files in another format, made by LibreOffice with a profile of its own."""
    office = shutil.which("soffice")
    assert office, "no LibreOffice to convert with"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{file.stem}.{suffix}" for file in files]


def _without_picture(data: bytes) -> bytes:
    """An OpenDocument file without the picture of its first page and the program's settings."""
    if not data.startswith(b"PK"):
        return data
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if not name.startswith(("Thumbnails", "Configurations2", "settings")):
                target.writestr(name, source.read(name))
    return out.getvalue()


def main() -> None:
    """Write the committed files anew."""
    OFFICE.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for stem, suffix, data, others in (
            ("mixed", "docx", mixed_docx(), ("doc", "rtf", "odt")),
            ("annex", "xlsx", annex_xlsx(), ("xls", "ods")),
        ):
            source = folder / f"{stem}.{suffix}"
            source.write_bytes(data)
            for other in others:
                (made,) = converted([source], other, folder)
                (OFFICE / made.name).write_bytes(_without_picture(made.read_bytes()))


if __name__ == "__main__":
    main()

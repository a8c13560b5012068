"""Workbooks (.xlsx): the sheets that a reader sees, with merged cells, values as they are shown and old fonts read."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.formats.cell_values import plain, shown
from ingest.formats.layout import Layout, Slot
from ingest.formats.legacy import by_font
from ingest.formats.limits import Clock, open_archive, read_part
from ingest.formats.lines import raised_run
from ingest.formats.sheets import check_cells, lay_out_sheet
from ontology.errors import UnreadableDocument
from ontology.types import SourceText

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_BUILTIN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "dd/mm/yyyy",
            16: "dd/mm", 17: "mm/yyyy", 20: "h:mm", 21: "h:mm", 22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0",
            39: "#,##0.00", 40: "#,##0.00", 49: "@"}  # fmt: skip
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_xlsx(name: str, data: bytes) -> SourceText:
    """Read a workbook; raises UnreadableDocument or LimitExceeded."""
    layout = Layout(name, "xlsx", data)
    with open_archive(name, data) as archive:
        _Workbook(name, archive).read(layout)
    return layout.source()


class _Workbook:
    """One workbook being read."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._name, self._archive = name, archive
        self._clock = Clock(name)
        self._root = read_part(name, archive, "xl/workbook.xml")
        if self._root is None:
            raise UnreadableDocument("not a workbook: it has no xl/workbook.xml", document=name)
        properties = self._root.find("{*}workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._read_styles(read_part(name, archive, "xl/styles.xml"))
        strings = read_part(name, archive, "xl/sharedStrings.xml")
        self._strings = [] if strings is None else list(strings.iterfind("{*}si"))

    def _read_styles(self, root: Any) -> None:
        """The number format and the font of every cell style."""
        formats = dict(_BUILTIN)
        self._looks: list[tuple[str, str]] = []
        if root is None:
            return
        for own in root.iterfind("{*}numFmts/{*}numFmt"):
            formats[_int(own.get("numFmtId"))] = own.get("formatCode") or ""
        names = (font.find("{*}name") for font in root.iterfind("{*}fonts/{*}font"))
        fonts = ["" if n is None else n.get("val") or "" for n in names]
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            font = _int(style.get("fontId"))
            format_ = formats.get(_int(style.get("numFmtId")), "General")
            self._looks.append((format_, fonts[font] if font < len(fonts) else ""))

    def read(self, layout: Layout) -> None:
        """All sheets that are shown, in their order."""
        relations = read_part(self._name, self._archive, "xl/_rels/workbook.xml.rels")
        targets = {} if relations is None else {r.get("Id"): r.get("Target") or "" for r in relations}
        hidden, first = [], True
        for sheet in self._root.iterfind("{*}sheets/{*}sheet"):
            title = sheet.get("name") or ""
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if sheet.get("state") in ("hidden", "veryHidden"):
                hidden.append(title)
                continue
            root = read_part(self._name, self._archive, part)
            if root is not None:
                lay_out_sheet(layout, title, list(self._cells(root)), first=first)
                first = False
        if hidden:
            layout.note("hidden_sheets", "hidden sheets were left out: " + ", ".join(hidden))

    def _cells(self, root: Any) -> Iterator[Slot]:
        """The cells with words, each with what it covers."""
        merged = dict(_merged(root))
        columns = set(_hidden_columns(root))
        row_number = count = 0
        for row in root.iterfind("{*}sheetData/{*}row"):
            self._clock.check()
            row_number = _int(row.get("r")) or row_number + 1
            column = -1
            for cell in row.iterfind("{*}c"):
                place = _place(cell.get("r") or "")
                column = place[1] if place else column + 1
                if row.get("hidden") in ("1", "true") or column in columns:
                    continue
                text = self._text(cell, column)
                if text.strip():
                    count += 1
                    check_cells(self._name, count)
                    rows, wide = merged.get((row_number - 1, column), (1, 1))
                    yield Slot(row_number - 1, column, rows, wide, text)

    def _text(self, cell: Any, column: int) -> str:
        kind = cell.get("t") or "n"
        style = _int(cell.get("s"))
        format_, font = self._looks[style] if style < len(self._looks) else ("General", "")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _rich(inline, font)
        value = (cell.findtext("{*}v") or "").strip(" \t\r")
        if kind == "s":
            index = _int(value, default=-1)
            return _rich(self._strings[index], font) if 0 <= index < len(self._strings) else ""
        if kind != "n" or not value:
            return by_font(value, font) if kind == "str" else {"1": "TRUE", "0": "FALSE"}.get(value, value)
        try:
            number = float(value)
        except ValueError:
            return value
        if format_ in ("General", "@"):
            return plain(number, "." if column == 0 else ",")
        return shown(number, format_, since_1904=self._since_1904)


def _rich(element: Any, font: str) -> str:
    """The words of a string, run by run; guides to pronunciation are no words of it."""
    out = []
    for part in element:
        tag = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        if tag == "t":
            out.append(by_font(part.text or "", font))
        elif tag == "r":
            named, raised = part.find("{*}rPr/{*}rFont"), part.find("{*}rPr/{*}vertAlign")
            text = by_font(part.findtext("{*}t") or "", font if named is None else named.get("val") or "")
            out.append(
                raised_run(text) if raised is not None and raised.get("val") == "superscript" else text
            )
    return "".join(out)


def _merged(root: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for merge in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = (merge.get("ref") or "").partition(":")
        a, b = _place(first), _place(last)
        if a and b:
            yield a, (max(1, b[0] - a[0] + 1), max(1, b[1] - a[1] + 1))


def _hidden_columns(root: Any) -> Iterator[int]:
    for columns in root.iterfind("{*}cols/{*}col"):
        if columns.get("hidden") in ("1", "true"):
            yield from range(_int(columns.get("min")) - 1, min(_int(columns.get("max")), 16_384))


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default

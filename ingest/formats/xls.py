"""Workbooks of Excel 97–2003 (.xls), read by xlrd: the sheets that a reader sees, with merged cells and old fonts."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from ingest.formats.cell_values import plain, shown
from ingest.formats.layout import Layout, Slot
from ingest.formats.legacy import by_font
from ingest.formats.limits import DAMAGED_PART, Clock, protected
from ingest.formats.sheets import check_cells, lay_out_sheet
from ontology.errors import UnreadableDocument
from ontology.types import SourceText

# What xlrd lets through from a damaged file beside its own error.
_DAMAGE = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, ArithmeticError, AssertionError, AttributeError, LookupError, NameError,
    TypeError, struct.error, *DAMAGED_PART,
)  # fmt: skip


def read_xls(name: str, data: bytes) -> SourceText:
    """Read a workbook of Excel 97–2003; raises UnreadableDocument or LimitExceeded."""
    layout = Layout(name, "xls", data)
    clock = Clock(name)
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        sheets = [(s, list(_cells(name, book, s, clock))) for s in book.sheets() if s.visibility == 0]
    except _DAMAGE as error:
        if "encrypted" in str(error):
            raise protected(name) from error
        raise UnreadableDocument(f"damaged: {error}", document=name) from error
    for number, (sheet, cells) in enumerate(sheets):
        lay_out_sheet(layout, sheet.name, cells, first=number == 0)
    hidden = [s.name for s in book.sheets() if s.visibility]
    if hidden:
        layout.note("hidden_sheets", "hidden sheets were left out: " + ", ".join(hidden))
    return layout.source()


def _cells(name: str, book: Any, sheet: Any, clock: Clock) -> Iterator[Slot]:
    """The cells with words, each with what it covers."""
    merged = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    columns = {c for c, info in sheet.colinfo_map.items() if info.hidden}
    count = 0
    for row in range(sheet.nrows):
        clock.check()
        if row in sheet.rowinfo_map and sheet.rowinfo_map[row].hidden:
            continue
        for column, cell in enumerate(sheet.row(row)):
            text = "" if column in columns else _text(book, cell, column)
            if text.strip():
                count += 1
                check_cells(name, count)
                yield Slot(row, column, *merged.get((row, column), (1, 1)), text)


def _text(book: Any, cell: Any, column: int) -> str:
    style = book.xf_list[cell.xf_index]
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return by_font(cell.value, book.font_list[style.font_index].name)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        format_ = book.format_map[style.format_key].format_str
        if format_ in ("General", "@"):
            return plain(cell.value, "." if column == 0 else ",")
        return shown(cell.value, format_, since_1904=book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return str(xlrd.error_text_from_code.get(cell.value, "")) if cell.ctype == xlrd.XL_CELL_ERROR else ""

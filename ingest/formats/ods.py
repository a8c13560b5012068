"""OpenDocument workbooks (.ods): the sheets, with merged cells; values stand in the file as they are shown."""

from __future__ import annotations

from ingest.formats.layout import Layout, Slot
from ingest.formats.legacy import by_font
from ingest.formats.odf_styles import OFFICE, TABLE
from ingest.formats.odt import Reader, open_odf, placed
from ingest.formats.sheets import check_cells, lay_out_sheet
from ontology.errors import UnreadableDocument
from ontology.types import SourceText

_SWAPPED = str.maketrans(".,", ",.")


def read_ods(name: str, data: bytes) -> SourceText:
    """Read an OpenDocument workbook; raises UnreadableDocument or LimitExceeded."""
    content, styles = open_odf(name, data)
    body = content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise UnreadableDocument("not a workbook: its content is of another kind", document=name)
    layout = Layout(name, "ods", data)
    reader = Reader(name, styles)
    hidden, number = [], 0
    for table in body.iterfind(TABLE + "table"):
        title = table.get(TABLE + "name") or ""
        if styles.is_hidden(table):
            hidden.append(title)
            continue
        cells: list[Slot] = []
        for row, column, rows, columns, cell in placed(table):
            if len(cell):
                text = by_font("\n".join(reader.texts(cell, 0)), styles.cell_font(cell))
                text = _vietnamese(text, cell.get(OFFICE + "value")) if column else text
                cells.append(Slot(row, column, rows, columns, text))
                check_cells(name, len(cells))
        lay_out_sheet(layout, title, cells, first=number == 0)
        number += 1
    if hidden:
        layout.note("hidden_sheets", "hidden sheets were left out: " + ", ".join(hidden))
    return layout.source()


def _vietnamese(text: str, value: str | None) -> str:
    """A number shown with English separators with those of Vietnam; "1.250" for 1250 is Vietnamese already."""
    if value is None or not ("." in text or "," in text):
        return text
    try:
        english = float(text.strip(" %").replace(",", "")) / (100 if "%" in text else 1)
        is_english = abs(english - float(value)) <= 0.01 * abs(english)
    except ValueError:
        return text
    return text.translate(_SWAPPED) if is_english else text

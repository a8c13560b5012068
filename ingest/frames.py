"""Markdown tables that only arrange a letterhead or a signature, read as the lines that a page would show.

Other formats give such grids as lines already; Markdown's text stays the source text, so its rows are cut here.
After `unframed`: the lines, in order, cover the same characters as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.formats.layout import Slot
from ingest.formats.tabular import is_frame
from ingest.reading import Line, Reading
from ontology.types import Table

_CUT = re.compile(r"(?:\s*(?:(?<!\\)\||<br\s*/?>))+", re.IGNORECASE)


def unframed(reading: Reading) -> tuple[Line, ...]:
    """The lines of a reading, those of frames cut at their cells and line breaks; the marks end the piece before."""
    if reading.source.format != "md":
        return reading.lines
    frames = [(reading.offset(t.start), reading.offset(t.end)) for t in reading.source.tables if _is_frame(t)]
    out: list[Line] = []
    for line in reading.lines:
        framed = any(start <= line.start < end for start, end in frames)
        out += _pieces(line) if framed else [line]
    return tuple(out)


def _is_frame(table: Table) -> bool:
    slots = [Slot(r, c, 1, 1, cell.text) for r, row in enumerate(table.rows) for c, cell in enumerate(row)]
    return is_frame(slots)


def _pieces(line: Line) -> Iterator[Line]:
    at = 0
    for mark in _CUT.finditer(line.text):
        if line.text[at : mark.start()].strip(" |"):
            yield Line(line.number, line.start + at, line.start + mark.end(), line.text[at : mark.end()])
            at = mark.end()
    if at < len(line.text) or not line.text:
        yield Line(line.number, line.start + at, line.end, line.text[at:])

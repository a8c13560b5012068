"""Tables that plain text keeps by blanks, as a PDF's text printed in columns has them.

The characters of a line stand where a fixed pitch would print them; what a table is among such lines is told as for the
words of a page (`ingest.formats.aligned`). A page ends at a form feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.formats.aligned import Aligned, find
from ingest.formats.printed import Line, Word
from ontology.types import Cell, Table

_HEADINGS = re.compile(r"^[ \f]*S?TT\.? {2,}\S", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"[^\s\f]+")
_SIZE = 3.0  # of the letters where a character is one wide: two blanks part columns, one does not
_PITCH, _HEIGHT = 3.0, 2.4

_Printed = list[tuple[Line, int, int]]  # a line, and where it stands in the text


def spaced_tables(text: str) -> tuple[Table, ...]:
    """The tables of a text. All cells of a row have the span of the row's lines, since these hold words of each."""
    return tuple(_found(text)) if _HEADINGS.search(text) else ()


def _found(text: str) -> Iterator[Table]:
    before: Aligned | None = None
    for page in _pages(text):
        while page:
            table = find([line for line, _, _ in page], before)
            if table is None:
                break
            yield _table(table, page)
            before, page = table, page[table.end :]


def _pages(text: str) -> Iterator[_Printed]:
    """The printed lines of each page."""
    page: _Printed = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        if "\f" in line and page:
            yield page
            page = []
        top = number * _PITCH
        words = [
            Word(m[0], m.start(), top, m.end(), top + _HEIGHT, _SIZE)
            for m in _WORD.finditer(line.replace("\f", ""))
        ]
        if words:
            page.append((Line(words), at, at + len(line)))
        at += len(line) + 1
    yield page


def _table(table: Aligned, page: _Printed) -> Table:
    """The table with its cells: a merged one stands in each of its columns."""
    width = len(table.strips) + 1
    spans = [(page[a][1], page[b - 1][2]) for a, b in pairwise((*table.begins, table.end))]
    rows = [[Cell("", start, end)] * width for start, end in spans]
    for slot in table.slots:
        start, end = spans[slot.row]
        for column in range(slot.column, slot.column + slot.columns):
            rows[slot.row][column] = Cell(slot.text, start, end)
    return Table(start=spans[0][0], end=spans[-1][1], rows=tuple(map(tuple, rows)))

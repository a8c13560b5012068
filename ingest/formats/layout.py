"""What a reader saw on the page (lines, tables, pages), put together as one SourceText with true offsets.

After `Layout.source`:
1. the text is NFC; each paragraph or printed line is one line, each table row is one line "| … | … |";
2. every cell span points at that cell's words in its own row; a cell merged over columns stands in each of them
   with one span (but a title that runs to the end of a numbered row only in its first), a cell merged over rows is
   written again in each row;
3. rows that only go on (their number cell is merged with the row above) repeat nothing;
4. headings set in two or three rows are one row, "Cơ quan" over "chủ trì" reading "Cơ quan chủ trì".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.visible import visible
from ontology.text import nfc, squeeze
from ontology.types import Cell, Diagnostic, Page, Severity, SourceText, Table

PAGE_BREAK = "\f"

_BLANKS = {ord(c): " " for c in "\u00a0\u2002\u2003\u2007\u2009\u202f\t\v"}
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[a-zđA-ZĐ])[.)]?")
_MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed cell: its place in the grid from 0, how many rows and columns it covers, and its words."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def tidy(text: str) -> str:
    """Text in NFC without invisible characters; every other blank is a plain one."""
    return visible(nfc(text)).translate(_BLANKS)


class Layout:
    """Collects a document from top to bottom; the caller has put its lines, tables and pages in order."""

    def __init__(self, name: str, format: str, data: bytes) -> None:
        self._name, self._format = name, format
        self._sha256 = hashlib.sha256(data).hexdigest()
        self._pieces: list[str] = []
        self._length = 0
        self._tables: list[Table] = []
        self._breaks: list[int] = []
        self._notes: list[Diagnostic] = []

    def line(self, text: str) -> None:
        """Add a paragraph; it may hold line ends, and page breaks where a page ended inside it."""
        for piece in tidy(text).replace(PAGE_BREAK, f"\n{PAGE_BREAK}").split("\n"):
            if piece.startswith(PAGE_BREAK):
                self.page()
            words = piece.replace(PAGE_BREAK, "").strip()
            if words:
                self._put(words + "\n")

    def page(self) -> None:
        """A new page begins here."""
        self._breaks.append(self._length)

    def note(self, code: str, message: str, severity: Severity = "info") -> None:
        """Say something about the document as a whole."""
        self._notes.append(Diagnostic(code, message, severity))

    def table(self, slots: Sequence[Slot]) -> None:
        """Add a table; cells may come in any order, places without a cell are empty."""
        grid = _filled(slots)
        start = self._length
        rows = [cells for row in grid if (cells := self._row(row))]
        if rows:
            heading = min(_heading_rows(slots), len(rows))
            rows[:heading] = [_one_heading(rows[:heading])]
            self._tables.append(Table(start=start, end=self._length - 1, rows=tuple(rows)))

    def extend(self, slots: Sequence[Slot]) -> None:
        """Add the rows of a table that goes on from the last one, over a page; repeated headings are left out."""
        before = self._tables.pop()
        self.table(slots)
        more = self._tables.pop()
        rows = list(more.rows)
        known = {tuple(squeeze(c.text).lower() for c in row) for row in before.rows[:2]}
        while rows and tuple(squeeze(c.text).lower() for c in rows[0]) in known:
            del rows[0]
        self._tables.append(Table(start=before.start, end=more.end, rows=(*before.rows, *rows)))

    def width_of_last_table(self) -> int:
        """How many columns the last table has if nothing but page breaks came after it, else 0."""
        last = self._tables[-1] if self._tables else None
        return len(last.rows[0]) if last and last.end + 1 == self._length else 0

    def source(self) -> SourceText:
        """The document."""
        text = "".join(self._pieces).removesuffix("\n")
        starts = sorted({0, *self._breaks} - ({self._length} if self._length else set()))
        ends = [*starts[1:], len(text)]
        pages = tuple(Page(n, a, b) for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1))
        return SourceText(
            name=self._name,
            format=self._format,
            text=text,
            sha256=self._sha256,
            tables=tuple(self._tables),
            pages=pages if self._breaks else (),
            diagnostics=tuple(self._notes),
        )

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _row(self, row: Sequence[tuple[int, str]]) -> tuple[Cell, ...]:
        if not any(words for _, words in row):
            return ()
        cells: list[Cell] = []
        before = -1
        self._put("|")
        for key, words in row:
            if key >= 0 and key == before:
                cells.append(cells[-1])
                continue
            before = key
            at = self._length + 1
            cells.append(Cell(words, at, at + len(words)))
            self._put(f" {words} |")
        self._put("\n")
        return tuple(cells)


def _filled(slots: Sequence[Slot]) -> list[list[tuple[int, str]]]:
    """The grid of (cell number, words); a place without a cell has number -1."""
    height = max((s.row + s.rows for s in slots), default=0)
    width = max((s.column + s.columns for s in slots), default=0)
    if height * width > _MOST_CELLS:
        height = _MOST_CELLS // max(1, width)
    grid = [[(-1, "")] * width for _ in range(height)]
    words = [squeeze(tidy(s.text).replace(PAGE_BREAK, " ")) for s in slots]
    numbered = {
        s.row + n: s
        for s, text in zip(slots, words, strict=True)
        if s.column == 0 and s.columns < width and _LABEL.fullmatch(text)
        for n in range(1, s.rows)
    }
    for key, (slot, text) in enumerate(zip(slots, words, strict=True)):
        for r in range(slot.row, min(slot.row + slot.rows, height)):
            goes_on = r > slot.row and r in numbered and slot.row >= numbered[r].row
            reach = 1 if _is_title(slot, width) else slot.columns
            for c in range(slot.column, slot.column + slot.columns):
                grid[r][c] = (key, "" if goes_on else text) if c < slot.column + reach else (-1, "")
    return grid


def _is_title(slot: Slot, width: int) -> bool:
    """Whether a merged cell is the title of what follows: all of the row but its number is merged."""
    return 1 <= slot.column <= 2 and slot.columns > 2 and slot.column + slot.columns == width


def _heading_rows(slots: Sequence[Slot]) -> int:
    """How many rows the headings take: as many as the tallest of the first row, where another one is divided."""
    first = [s for s in slots if s.row == 0]
    depth = max((s.rows for s in first), default=1)
    divided = any(s.columns > 1 and s.rows < depth for s in first)
    return depth if divided and depth <= 3 else 1


def _one_heading(rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """One row of headings; a cell's span is that of its lowest words."""
    out = []
    for column in zip(*rows, strict=True):
        words = dict.fromkeys(cell.text for cell in column if cell.text)
        lowest = next((c for c in reversed(column) if c.text), column[-1])
        out.append(Cell(" ".join(words), lowest.start, lowest.end))
    return tuple(out)

"""Paragraphs, cells and rows as they go by, for formats that mark tables inside the text (.doc, .rtf).

Such a format says where the edges of each row's cells are, not which column they are in; columns are the edges that
any row of the table has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.layout import Layout, Slot
from ingest.formats.tabular import is_frame

_NEAR = 100  # twips (5 points): edges nearer than this are one edge, drawn by hand
_MOST_ROWS, _MOST_COLUMNS = 5000, 200
_DEFAULT_WIDTH = 1500


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell's place in its row: its right edge in twips, and whether it goes on from the cell beside or above it."""

    right: int
    beside: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    left: int
    marks: tuple[Mark, ...]
    texts: tuple[str, ...]


class Flow:
    """Puts what goes by into a layout; notes and text boxes come after the paragraph or table that refers to them."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._rows: list[_Row] = []
        self._later: list[str] = []

    def paragraph(self, text: str, *, in_table: bool = False) -> None:
        """A paragraph ends here; one in a table belongs to the cell that ends next."""
        if in_table:
            if text.strip():
                self._cell.append(text.strip())
            return
        self._end_table()
        self._layout.line(text)
        self._say_later()

    def cell(self) -> None:
        """A cell ends here."""
        self._cells.append("\n".join(self._cell))
        self._cell = []

    def row(self, left: int, marks: Sequence[Mark]) -> None:
        """A row ends here, with the place of each of its cells."""
        if self._cell:
            self.cell()
        texts, self._cells = self._cells[:_MOST_COLUMNS], []
        while marks and len(texts) > len(marks) and not texts[-1]:
            texts.pop()  # ends of cells that the row does not have, as some writers leave after a table in a cell
        places = list(marks[: len(texts)])
        while len(places) < len(texts):
            places.append(Mark((places[-1].right if places else left) + _DEFAULT_WIDTH))
        if texts and len(self._rows) < _MOST_ROWS:
            self._rows.append(_Row(left, tuple(places), tuple(texts)))
        elif texts:
            self._later += texts

    def later(self, text: str) -> None:
        """A note or a text box's paragraph, to come after what stands open."""
        self._later.append(text)

    def end(self) -> None:
        """The document ends here."""
        self._end_table()
        self._say_later()

    def _end_table(self) -> None:
        if self._rows:
            slots = _slots(self._rows)
            self._rows = []
            if is_frame(slots):
                for slot in slots:
                    self._layout.line(slot.text)
            else:
                self._layout.table(slots)
            self._say_later()
        for text in [*self._cells, *self._cell]:  # their row never ended
            self._layout.line(text)
        self._cells, self._cell = [], []

    def _say_later(self) -> None:
        for text in self._later:
            self._layout.line(text)
        self._later = []


def _slots(rows: Sequence[_Row]) -> list[Slot]:
    columns = _columns(rows)
    slots: list[Slot] = []
    open_: dict[int, int] = {}  # column -> index of the slot that a merged cell there continues
    for r, row in enumerate(rows):
        left = columns[row.left]
        last = -1
        for mark, text in zip(row.marks, row.texts, strict=True):
            right = max(columns[mark.right], left + 1)
            above = open_.get(left)
            if mark.beside and last >= 0:
                slots[last] = _grown(slots[last], columns=right - slots[last].column, text=text)
            elif mark.above and above is not None:
                slots[above] = _grown(slots[above], rows=r - slots[above].row + 1, text=text)
                last = -1
            else:
                last = len(slots)
                slots.append(Slot(r, left, 1, right - left, text))
                open_[left] = last
            left = right
    return slots


def _grown(slot: Slot, *, text: str, rows: int = 0, columns: int = 0) -> Slot:
    words = "\n".join(filter(None, (slot.text, text)))
    return Slot(slot.row, slot.column, rows or slot.rows, columns or slot.columns, words)


def _columns(rows: Sequence[_Row]) -> dict[int, int]:
    """The column that begins at each edge; edges that lie near each other are one."""
    edges = sorted({e for row in rows for e in (row.left, *(m.right for m in row.marks))})
    out: dict[int, int] = {}
    column, first = -1, 0
    for edge in edges:
        if column < 0 or edge - first > _NEAR:
            column, first = column + 1, edge
        out[edge] = min(column, 2 * _MOST_COLUMNS)
    return out

"""Tables that plain text keeps by tabs, one row a line, as a word processor writes them.

A table starts where a line has three filled cells or more and goes on while the lines have a tab; a line that begins in
lower case goes on in the last cell above it. Two columns only arrange a letterhead or a signature.
"""

from __future__ import annotations

from collections.abc import Iterator

from ontology.text import squeeze
from ontology.types import Cell, Table

_FEWEST_CELLS = 3
_LONGEST_LABEL = 3  # characters


def tabbed_tables(text: str) -> tuple[Table, ...]:
    """The tables of a text. Rows have as many cells as the first, or more; cell spans point at the words alone."""
    if "\t" not in text:
        return ()
    return tuple(t for t in _runs(text) if len(t.rows) > 1)


def _runs(text: str) -> Iterator[Table]:
    rows: list[tuple[Cell, ...]] = []
    start = end = at = 0
    for line in text.split("\n"):
        cells = _cells(line, at)
        more = _longer(text, rows[-1], cells, len(rows[0])) if rows and _goes_on(cells[0]) else None
        if more:
            rows[-1], end = more, at + len(line)
        elif rows and len(cells) > 1:
            rows.append(_padded(cells, len(rows[0])))
            end = at + len(line)
        else:
            if rows:
                yield Table(start=start, end=end, rows=tuple(rows))
            rows = []
            if sum(bool(c.text) for c in cells) >= _FEWEST_CELLS:
                rows, start, end = [cells], at, at + len(line)
        at += len(line) + 1
    if rows:
        yield Table(start=start, end=end, rows=tuple(rows))


def _cells(line: str, at: int) -> tuple[Cell, ...]:
    out = []
    for piece in line.split("\t"):
        lead = len(piece) - len(piece.lstrip())
        words = piece.strip()
        start = at + lead if words else at
        out.append(Cell(squeeze(words), start, start + len(words)))
        at += len(piece) + 1
    return tuple(out)


def _padded(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    last = cells[-1].end
    return (*cells, *(Cell("", last, last) for _ in range(width - len(cells))))


def _goes_on(cell: Cell) -> bool:
    """Whether a line's first cell is the rest of a cell above; a letter ("a)") is a row's label."""
    return cell.text[:1].islower() and len(cell.text) > _LONGEST_LABEL


def _longer(text: str, row: tuple[Cell, ...], more: tuple[Cell, ...], width: int) -> tuple[Cell, ...] | None:
    """The row, its last filled cell longer by the first of the next line and the others after it; None if too wide."""
    at = max((i for i, c in enumerate(row) if c.text), default=None)
    if at is None or at + len(more) > width:
        return None
    cell = Cell(squeeze(text[row[at].start : more[0].end]), row[at].start, more[0].end)
    return _padded((*row[:at], cell, *more[1:]), width)

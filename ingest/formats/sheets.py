"""Sheets of a workbook as pages of a document: what stands above, between and below its tables is text.

A sheet has no table of its own, only cells. A table begins at the first row with several headings side by side and
ends with the last row that is filled like one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.formats.layout import Layout, Slot
from ingest.formats.tabular import is_frame
from ontology.errors import LimitExceeded
from ontology.text import squeeze

MOST_CELLS = 200_000
_ANNEX = re.compile(
    r"(?:phụ\s+lục|biểu(?:\s+mẫu|\s+số)?|bảng|mẫu(?:\s+số)?)\s*(?:số\s*)?[\dIVX]{1,5}\b", re.IGNORECASE
)
_NAMED = re.compile(r"(?:phụ\s+lục|biểu|pl)\b", re.IGNORECASE)


def check_cells(name: str, cells: int) -> None:
    """Raise LimitExceeded for a sheet with too many cells."""
    if cells > MOST_CELLS:
        raise LimitExceeded(
            f"a sheet has more than {MOST_CELLS:,} cells", document=name, hint="split the workbook"
        )


def lay_out_sheet(layout: Layout, title: str, cells: Sequence[Slot], *, first: bool) -> None:
    """Put a sheet into the layout, on a page of its own; its title is printed where it names an annex."""
    slots = _compact([s for s in cells if s.text.strip()])
    if not slots:
        return
    if not first:
        layout.page()
    top = " ".join(squeeze(s.text) for s in slots[:12]).lower()
    if _NAMED.match(title) and squeeze(title).lower() not in top:
        layout.line(title)
    for block in _blocks(slots):
        _lay_out_block(layout, block)


def _compact(slots: Sequence[Slot]) -> list[Slot]:
    """The cells without rows and columns in which none begins."""
    rows, columns = sorted({s.row for s in slots}), sorted({s.column for s in slots})
    out = []
    for s in slots:
        top, left = bisect_left(rows, s.row), bisect_left(columns, s.column)
        bottom, right = bisect_left(rows, s.row + s.rows), bisect_left(columns, s.column + s.columns)
        out.append(Slot(top, left, max(1, bottom - top), max(1, right - left), s.text))
    if sum(s.rows * s.columns for s in out) > 4 * MOST_CELLS:  # merged cells that overlap
        out = [replace(s, rows=1, columns=1) for s in out]
    return sorted(out, key=lambda s: (s.row, s.column))


def _by_row(slots: Sequence[Slot]) -> dict[int, list[Slot]]:
    """The cells that each row shows, those merged with rows above among them."""
    rows: dict[int, list[Slot]] = {row: [] for row in sorted({s.row for s in slots})}
    for slot in slots:
        for row in range(slot.row, slot.row + slot.rows):
            if row in rows:
                rows[row].append(slot)
    return rows


def _blocks(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """Annexes that stand below each other; each begins with a row of its name alone."""
    block: list[Slot] = []
    rows = _by_row(slots)
    for slot in slots:
        if block and len(rows[slot.row]) == 1 and _ANNEX.match(squeeze(slot.text)):
            yield block
            block = []
        block.append(slot)
    yield block


def _lay_out_block(layout: Layout, slots: Sequence[Slot]) -> None:
    """A table from the first row with several headings to the last one filled like it; the rest is text."""
    rows = _by_row(slots)
    several = min(3, max(s.column + s.columns for s in slots))
    filled = [row for row, there in rows.items() if len(there) >= several > 1 and not is_frame(there)]
    if not filled:
        _say(layout, slots)
        return
    start, end = filled[0], filled[-1]
    while len(there := rows.get(end + 1, [])) > 1 and there[0].column == 0 and not is_frame(there):
        end += 1
    _say(layout, [s for s in slots if s.row < start])
    table = [replace(s, row=s.row - start) for s in slots if start <= s.row <= end]
    if is_frame(table):
        _say(layout, table)
    else:
        layout.table(table)
    _say(layout, [s for s in slots if s.row > end])


def _say(layout: Layout, slots: Sequence[Slot]) -> None:
    for slot in slots:
        layout.line(slot.text)

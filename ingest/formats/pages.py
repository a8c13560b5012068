"""From words with places on pages to lines and tables in reading order; PDF and recognised images share it.

Left out of the text: page numbers, and lines that repeat at the top or foot of pages (a diagnostic says which).
A table that goes on over pages is one table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.formats.aligned import Aligned, find, headings
from ingest.formats.layout import Layout, Slot
from ingest.formats.printed import Box, Line, Sheet, Word, in_lines, run_on
from ingest.formats.row_labels import settle_labels
from ingest.formats.tabular import is_frame
from ingest.labels import read_label
from ingest.paragraphs import terminal
from ontology.text import squeeze

_Margins = dict[int, tuple[float, float]]
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:trang|page)\s*)?\d{1,4}\s*(?:[/|]\s*\d{1,4})?[\W_]*|[\W_]*(?:trang|page)\s+[ivxl]+\W*",
    re.IGNORECASE,
)
_RECIPIENTS = re.compile(r"nơi\s+(?:nhận|gửi)\s*:?", re.IGNORECASE)
_MARGIN = 0.11


def lay_out(layout: Layout, sheets: Sequence[Sheet]) -> None:
    """Add the pages to a layout, top to bottom."""
    ruled = {s.number: [t for t in s.tables if _columns(t) > 1] for s in sheets}
    lines = {s.number: in_lines([w for w in s.words if not _within(w, ruled[s.number])]) for s in sheets}
    furniture = _furniture(sheets, lines)
    margins = _margins(sheets, lines)
    writer = _Writer(layout, margins)
    for sheet in sheets:
        layout.page()
        kept = [line for i, line in enumerate(lines[sheet.number]) if (sheet.number, i) not in furniture]
        writer.page(sheet, kept, ruled[sheet.number])
    if furniture:
        words = Counter(re.sub(r"\d+", "#", furniture[key]) for key in furniture)
        shown = "; ".join(f"“{text[:60]}” ({n})" for text, n in words.most_common(4))
        layout.note("page_furniture", f"page numbers and running lines were left out: {shown}")


class _Writer:
    """Puts pages into a layout; `_aligned` is the last table without rules."""

    def __init__(self, layout: Layout, margins: _Margins) -> None:
        self._layout, self._margins = layout, margins
        self._aligned: Aligned | None = None

    def page(self, sheet: Sheet, lines: list[Line], tables: list[tuple[Box, ...]]) -> None:
        """Add a page, its ruled tables where they stand among its lines."""
        at = 0
        before = self._aligned
        for top, table in sorted((min(c[1] for c in t), t) for t in tables):
            until = next((i for i in range(at, len(lines)) if lines[i].top > top), len(lines))
            self._lines(sheet, lines[at:until], before)
            at, before = until, None
            slots = _slots(sheet, table)
            if sheet.words and sheet.words[0].row is not None:
                slots, settled = settle_labels(slots)
                for read, number in settled:
                    self._layout.note(
                        "row_number", f"page {sheet.number}: the row number “{read}” must be “{number}”"
                    )
            if is_frame(slots):
                for slot in slots:
                    self._layout.line(slot.text)
            else:
                self._table(slots)
        self._lines(sheet, lines[at:], before)

    def _lines(self, sheet: Sheet, lines: list[Line], before: Aligned | None) -> None:
        """Lines beside ruled tables, with the tables without rules; `before` is one that a new page may go on."""
        if before and self._layout.width_of_last_table() != len(before.strips) + 1:
            before = None
        while lines:
            found = find(lines, before)
            self._say(sheet, lines[: found.start] if found else lines)
            if found is None:
                return
            self._aligned, before = found, None
            self._table(found.slots)
            lines = lines[found.end :]

    def _table(self, slots: Sequence[Slot]) -> None:
        if self._layout.width_of_last_table() == max(s.column + s.columns for s in slots):
            self._layout.extend(slots)
        else:
            self._layout.table(slots)

    def _say(self, sheet: Sheet, lines: list[Line]) -> None:
        lines = _columns_apart(lines)
        goes_on = _joins(sheet, lines, self._margins)
        text: list[str] = []
        for i, line in enumerate(lines):
            text.append(line.text)
            if not goes_on[i] and not line.text.endswith("\u00ad"):
                self._layout.line(run_on(text))
                text = []
        if text:
            self._layout.line(run_on(text))


def _margins(sheets: Sequence[Sheet], lines: dict[int, list[Line]]) -> _Margins:
    """Where running text begins and ends on pages of each width, where at least two long lines show it."""
    out = {}
    for width in {round(s.width) for s in sheets}:
        pages = [s for s in sheets if round(s.width) == width]
        wide = [
            x
            for s in pages
            for x in lines[s.number]
            if x.right - x.left > 0.45 * width and len(x.segments()) == 1
        ]
        rights = sorted(x.right for x in wide)
        right = rights[int(0.9 * (len(rights) - 1))] if rights else 0.0
        if right > 0.8 * width and sum(abs(x.right - right) < 1.5 * x.size for x in wide) > 1:
            out[width] = (min(x.left for x in wide), right)
    return out


def _joins(sheet: Sheet, lines: Sequence[Line], margins: _Margins) -> list[bool]:
    """For each line whether the next one goes on with its paragraph.

    It does where its first word had no room left on the line, nothing sets it off (indent, label, distance, size),
    and both are lines of running text.
    """
    if round(sheet.width) not in margins:
        return [False] * len(lines)
    left, margin = margins[round(sheet.width)]
    pitches = sorted(b.middle - a.middle for a, b in pairwise(lines) if b.middle - a.middle > 0.8 * a.size)
    pitch = pitches[len(pitches) // 4] if pitches else 0.0
    out = []
    for a, b in pairwise(lines):
        first = b.words[0]
        full = a.right + 0.22 * a.size + (first.right - first.left) > margin + 0.3 * a.size
        close = b.middle - a.middle < pitch + 0.3 * a.size
        alike = abs(a.size - b.size) < 0.2 * a.size and len(a.segments()) == len(b.segments()) == 1
        inside = b.left < left + 1.0 * a.size and not (terminal(a.text) and read_label(b.text))
        out.append(full and close and alike and inside)
    return [*out, False]


def _columns_apart(lines: list[Line]) -> list[Line]:
    """Recipients on the left and signature on the right, printed side by side, one after the other."""
    at = next((i for i, x in enumerate(lines) if _RECIPIENTS.match(x.text) and len(x.segments()) == 2), None)
    if at is None:
        return lines
    end = next((i for i in range(at + 1, len(lines)) if lines[i].text.startswith("PHỤ LỤC")), len(lines))
    block = [line.segments() for line in lines[at:end]]
    pairs = [runs for runs in block if len(runs) == 2]
    left = max(runs[0][-1].right for runs in pairs)
    right = min(runs[1][0].left for runs in pairs)
    if left >= right or any(len(runs) > 2 for runs in block):
        return lines
    middle = (left + right) / 2
    sides: tuple[list[Line], list[Line]] = ([], [])
    for runs in block:
        for run in runs:
            sides[(run[0].left + run[-1].right) / 2 > middle].append(Line(run))
    return [*lines[:at], *sides[0], *sides[1], *lines[end:]]


def _furniture(sheets: Sequence[Sheet], lines: dict[int, list[Line]]) -> dict[tuple[int, int], str]:
    """Page and line index of what belongs to the paper and not to the text."""
    edges: dict[tuple[int, int], tuple[str, str]] = {}
    for sheet in sheets:
        rows = lines[sheet.number]
        named = headings(rows)
        for i in {*range(min(3, len(rows))), *range(max(0, len(rows) - 3), len(rows))}:
            high = rows[i].bottom < _MARGIN * sheet.height
            low = rows[i].top > (1 - _MARGIN) * sheet.height
            if (high or low) and i not in named:
                edges[sheet.number, i] = ("top" if high else "foot", squeeze(rows[i].text))
    counts = Counter((side, re.sub(r"\d+", "#", text)) for side, text in edges.values())
    out = {}
    for key, (side, text) in edges.items():
        times = counts[side, re.sub(r"\d+", "#", text)]
        running = times >= 2 and times >= 0.4 * (len(sheets) - 1)
        if len(text) < 3 or _PAGE_NUMBER.fullmatch(text) or (running and len(text) < 150):
            out[key] = text
    return out


def _within(word: Word, tables: Sequence[Sequence[Box]]) -> bool:
    return any(_holds(_bounds(table), word) for table in tables)


def _bounds(cells: Sequence[Box]) -> Box:
    return (
        min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells)
    )  # fmt: skip


def _holds(box: Box, word: Word) -> bool:
    return box[0] <= (word.left + word.right) / 2 <= box[2] and box[1] <= word.middle <= box[3]


def _columns(cells: Sequence[Box]) -> int:
    return len({round(c[0]) for c in cells})


def _slots(sheet: Sheet, cells: Sequence[Box]) -> list[Slot]:
    """The cells in their grid, with their words."""
    columns = _edges([x for c in cells for x in (c[0], c[2])])
    rows = _edges([y for c in cells for y in (c[1], c[3])])
    bounds = _bounds(cells)
    words = [w for w in sheet.words if _holds(bounds, w)]
    slots = []
    for box in sorted(cells, key=lambda c: (c[1], c[0])):
        left, right = _nearest(columns, box[0]), _nearest(columns, box[2])
        top, bottom = _nearest(rows, box[1]), _nearest(rows, box[3])
        lines = in_lines([w for w in words if _holds(box, w)])
        text = run_on((squeeze(line.text) for line in lines), "\n")
        slots.append(Slot(top, left, max(1, bottom - top), max(1, right - left), text))
    return slots


def _edges(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > 3:
            out.append(value)
    return out


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))

"""Rows of tables that the format itself gives as tables: headings, group rows, rows cut in two, tables cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.cells import Label, Part, is_blank, read_damaged_label, read_label
from ingest.columns import Columns, read_columns
from ingest.reading import AnnexRegion, Reading
from ingest.rows import Row, with_full_labels
from ontology.text import fold, squeeze
from ontology.types import Cell, Table

_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)|<br\s*/?>|\\(?=[^\w\s])")


def annex_tables(reading: Reading, region: AnnexRegion) -> tuple[Table, ...]:
    """The format's own tables that begin inside the region, in order."""
    return tuple(t for t in reading.source.tables if region.start <= reading.offset(t.start) < region.end)


def table_rows(reading: Reading, tables: Sequence[Table]) -> list[tuple[Columns, tuple[Row, ...]]]:
    """The columns and the rows of the annex's tables; nothing where no heading row is understood.

    A table without headings of its own goes on where the one before it ended; headings that are repeated on a
    new page are skipped, and other headings open another table (inside a numbered one only where they name the
    column of numbers too); a row without a label and with few cells goes on the row before it.
    """
    out: list[tuple[Columns, list[Row]]] = []
    for table in tables:
        numbered = False
        for cells in table.rows:
            parts = [_part(reading, c) for c in cells]
            own = read_columns([p.text for p in parts])
            if own and numbered and not own.of("no"):
                own = None
            numbered = numbered or bool(own and own.of("no"))
            if own and not (out and _same(own, out[-1][0])):
                out.append((own, []))
            elif not own and out:
                _add_row(out[-1][1], parts, out[-1][0])
    return [(columns, with_full_labels(rows)) for columns, rows in out if rows]


def _same(one: Columns, two: Columns) -> bool:
    """Whether two rows of headings name the same columns in the same order."""
    return one.kind == two.kind and [c.role for c in one.columns] == [c.role for c in two.columns]


def _part(reading: Reading, cell: Cell) -> Part:
    text = squeeze(_MARKS.sub(" ", cell.text).replace("\\", ""))
    return Part(text, reading.offset(cell.start), reading.offset(cell.end))


def _add_row(rows: list[Row], parts: list[Part], columns: Columns) -> None:
    filled = {i: p for i, p in enumerate(parts) if p.text}
    texts = [p.text.strip("() .") for p in parts]
    if not filled or (len(texts) >= 3 and texts == [str(n) for n in range(1, len(texts) + 1)]):
        return
    at = next((c.index for c in columns.columns if c.role == "no"), None)
    title = next((c.index for c in columns.columns if c.role == "title"), None)
    different = len({p.text for p in filled.values()})
    label = _label(filled.get(at), rows, texts=different) if at is not None else None
    label_part = filled.pop(at, None) if at is not None and label else None
    group = bool(label and label.group) or (label is None and _spans(parts))
    if group:
        words = next((p for i, p in filled.items() if i != at), None) or next(iter(filled.values()), None)
        found = {title: words} if words and title is not None else {}
    elif label is None and at is not None and rows and not rows[-1].group:
        rows[-1] = _continued(rows[-1], filled)
        return
    else:
        found = {i: p for i, p in filled.items() if not is_blank(p.text)}
    every = [*filled.values(), *([label_part] if label_part else [])]
    # A cell that stands empty in its column is a statement, not a loss; only a row without a name is doubtful.
    missing = (title,) if title is not None and not group and title not in found else ()
    rows.append(
        Row(
            label.text if label else None,
            group,
            min(p.start for p in every),
            max(p.end for p in every),
            {k: v for k, v in found.items() if k is not None},
            missing,
            printed=label_part.text if label and label.damaged and label_part else None,
        )
    )


def _label(part: Part | None, rows: Sequence[Row], *, texts: int) -> Label | None:
    """The label of a row with so many different texts; a damaged one counts only as the next number of a full row."""
    label = read_label(part) if part else None
    damaged = read_damaged_label(part) if part else None
    if damaged and label and label.sub and not _next_letter(label, rows):
        label = None
    if damaged is None or (label and (not label.group or texts < 3)):
        return label
    last = next((r.label for r in reversed(rows) if r.label and not r.group), "") or ""
    whole = last.split(".")[0]
    return damaged if whole.isdigit() and damaged.numbers == (int(whole) + 1,) else label


def _next_letter(label: Label, rows: Sequence[Row]) -> bool:
    """Whether a letter without a mark goes on from the row before: "b" after "a", "a" after a number."""
    before = rows[-1].label if rows else None
    last = read_label(Part(before, 0, 0)) if before else None
    return label.numbers[0] == (last.numbers[0] + 1 if last and last.sub else 1)


def _spans(parts: Sequence[Part]) -> bool:
    """True if one text fills the whole row: a merged cell, which stands for a group."""
    texts = {p.text for p in parts if p.text}
    return len(texts) == 1 and sum(bool(p.text) for p in parts) >= min(3, len(parts))


def _continued(row: Row, more: dict[int, Part]) -> Row:
    """The row with the words of a second half; words that only repeat the end of a cell are left out."""
    cells = dict(row.cells)
    stray = list(row.stray)
    for index, part in more.items():
        if any(_repeats(part.text, cell.text) for cell in row.cells.values()):
            stray.append(part)
        elif index in cells:
            before = cells[index]
            cells[index] = Part(squeeze(f"{before.text} {part.text}"), before.start, part.end)
        else:
            cells[index] = part
    end = max([row.end, *(p.end for p in more.values())])
    missing = tuple(i for i in row.missing if i not in cells)
    return replace(row, cells=cells, end=end, missing=missing, stray=tuple(stray))


def _repeats(tail: str, whole: str) -> bool:
    """True if the text is, but for a letter or two, the end of the other one."""
    tail, whole = fold(tail), fold(whole)
    if len(tail) > len(whole):
        return False
    return SequenceMatcher(None, tail, whole[-len(tail) :], autojunk=False).ratio() >= 0.9

"""Rows of tables that the format itself gives as tables: headings, group rows, rows cut in two, tables cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.alignment import goes_on
from ingest.cells import Label, Part, is_blank, read_damaged_label, read_label
from ingest.columns import Columns, read_columns, role_of
from ingest.grouping import heads
from ingest.reading import AnnexRegion, Reading
from ingest.rows import Row, with_full_labels
from ontology.agencies import begins_agency
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
    column of numbers too); a row without a label and with few cells goes on the row before it; a cell that was merged
    over rows stands in each of them.
    """
    out: list[tuple[Columns, list[Row]]] = []
    for table in tables:
        numbered = False
        rows = [[_part(reading, c) for c in cells] for cells in table.rows]
        for parts in _with_one_heading(rows):
            own = read_columns([p.text for p in parts])
            if own and numbered and not own.of("no"):
                own = None
            numbered = numbered or bool(own and own.of("no"))
            if own and not (out and _same(own, out[-1][0])):
                out.append((own, []))
            elif not own and out:
                _add_row(out[-1][1], parts, out[-1][0])
    return [(columns, merged_down(with_full_labels(rows), columns)) for columns, rows in out if rows]


def _with_one_heading(rows: list[list[Part]]) -> list[list[Part]]:
    """The rows, the first two made one where the second only names the parts of headings that span columns."""
    if len(rows) < 2 or not (below := _headings_below(rows[0], rows[1])):
        return rows
    out, spanning = [], Part("", 0, 0)
    for one, two in zip(rows[0], rows[1], strict=True):
        spanning = one if one.text or not two.text else spanning
        words = squeeze(f"{spanning.text} {two.text}") if below and two.text else one.text
        out.append(Part(words, one.start, two.end))
    return [out, *rows[2:]]


def _headings_below(above: Sequence[Part], below: Sequence[Part]) -> bool:
    """Whether a row names the parts of a heading above it that has an empty cell, or itself again, at its right."""
    if len(above) != len(below) or below[0].text:
        return False
    named = [i for i, p in enumerate(below) if p.text]
    spans = [i for i in named if i and (not above[i].text or above[i].text == above[i - 1].text)]
    return bool(spans) and len(named) > 1 and all(role_of(below[i].text) for i in named)


def merged_down(rows: Sequence[Row], columns: Columns) -> tuple[Row, ...]:
    """The rows of a table of tasks, an empty cell of those who lead filled with what stands above it.

    That is how a cell merged over rows comes out of a converter. It is read so only where the whole table agrees: the
    first row of every group says who leads. A cell that is printed as empty ("-") is empty.
    """
    at = next((c.index for c in columns.of("lead")), None)
    if columns.kind != "tasks" or at is None:
        return tuple(rows)
    above: Part | None = None
    out: list[Row] = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        if row.group or heads(row, after, columns):
            above = None
        elif at in row.cells:
            above = row.cells[at]
        elif above is None or at in row.blank:
            return tuple(rows)
        else:
            row = replace(row, cells={**row.cells, at: above}, merged=(at,))
        out.append(row)
    return tuple(out)


def _same(one: Columns, two: Columns) -> bool:
    """Whether two rows of headings name the same columns in the same order."""
    return one.kind == two.kind and [c.role for c in one.columns] == [c.role for c in two.columns]


def _part(reading: Reading, cell: Cell) -> Part:
    lines = [squeeze(_MARKS.sub(" ", line).replace("\\", "")) for line in cell.text.split("\n")]
    lines = [line for line in lines if line]
    # Bodies of which each has a line of its own are listed, whatever marks stand at the ends.
    listed = len(lines) > 1 and all(map(begins_agency, lines)) and not any(map(goes_on, lines, lines[1:]))
    text = "; ".join(line.rstrip(" ;,") for line in lines) if listed else " ".join(lines)
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
            blank=tuple(i for i, p in filled.items() if is_blank(p.text)),
            printed=label_part.text if label and label.damaged and label_part else None,
        )
    )


def _label(part: Part | None, rows: Sequence[Row], *, texts: int) -> Label | None:
    """The label of a row with so many different texts; a damaged one counts only as the next number of a full row."""
    label = (read_label(part) or _large(part)) if part else None
    damaged = read_damaged_label(part) if part else None
    if damaged and label and label.sub and not _next_letter(label, rows):
        label = None
    if damaged is None or (label and (not label.group or texts < 3)):
        return label
    last = next((r.label for r in reversed(rows) if r.label and not r.group), "") or ""
    whole = last.split(".")[0]
    return damaged if whole.isdigit() and damaged.numbers == (int(whole) + 1,) else label


def _large(part: Part) -> Label | None:
    """A number that only a very long table has; in lines without columns it would be taken for a year."""
    if not re.fullmatch(r"\d{4,5}", part.text):
        return None
    return Label(part.text, (int(part.text),), False, part.end, False)


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

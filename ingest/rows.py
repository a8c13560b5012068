"""Rows of a flattened table: one cell a line, cells missing or run together, values that look like row numbers.

The whole table is segmented at once. Every line that could be a row label is a candidate; dynamic programming
picks the labels whose numbers follow each other and whose lines suit the columns best, so that a bare value "12"
is a row number only where the sequence and the cells around it both say so. After `flat_rows`:
1. rows stand in the order of the text and do not overlap;
2. a cell is one line, or lines that follow each other;
3. a column without a cell is listed in `missing`, and what fits nowhere in `stray`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from ingest.alignment import SURE, Grid, Ways, goes_on, outcome
from ingest.cells import Label, Part, fit, is_page_number, read_damaged_label, read_label, roman, under
from ingest.columns import Column, Columns, read_columns, role_of, under_spanning
from ingest.deadlines import is_deadline
from ingest.values import is_value
from ontology.text import fold, squeeze

_YEAR_ALONE = re.compile(r"20\d\d(?:\s*[-–]\s*20\d\d)?")
_DAMAGED_ONE = ("l", "I", "i")
_MAX_LINES = 60
_FEW_LINES = 16  # most rows have fewer, so that more are laid only where they are asked for
_BEAM = 8
_BEHIND = 20.0  # about two rows read well: what is so far behind the best does not catch up
_NEXT = 4.0  # the most that the place of a label in its sequence is worth
_HEADING_LINES = 30
_HEAD_LINES = 6  # fewer lines name the parts below


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label, its cells by column index, the columns without a cell, and lines that fit nowhere.

    `printed` is what stands for a label that was read through damage; `blank` are the columns whose cell is printed
    as empty, `merged` those whose cell is the one above.
    """

    label: str | None
    group: bool
    start: int
    end: int
    cells: dict[int, Part] = field(hash=False)
    missing: tuple[int, ...] = ()
    stray: tuple[Part, ...] = ()
    printed: str | None = None
    blank: tuple[int, ...] = ()
    merged: tuple[int, ...] = ()


def find_header(lines: Sequence[Part]) -> tuple[Columns, int, int] | None:
    """The headings of a flattened table: the columns, the first header line and the line after the last one."""
    for first in range(len(lines)):
        headings: list[str] = []
        at = first
        while at < len(lines) and len(headings) < 14:
            taken = _heading(lines, at)
            if not taken:
                break
            headings.append(squeeze(" ".join(p.text for p in lines[at : at + taken])))
            at += taken
        # A title above the table may read as a heading too: the run begins at the number column if it has one.
        if "no" in [role_of(h) for h in headings[1:]]:
            continue
        if len(headings) >= 3 and (columns := read_columns(under_spanning(headings))):
            return columns, first, _after_column_numbers(lines, at, len(headings))
    return None


def find_headers(lines: Sequence[Part]) -> list[tuple[Columns, int, int]]:
    """The headings of every flattened table among the lines, as `find_header` gives them.

    After the first, only headings that begin with the number column and name other columns open a table; the same
    ones are those that a new page repeats.
    """
    found = find_header(lines)
    out: list[tuple[Columns, int, int]] = []
    while found:
        out.append(found)
        roles = [c.role for c in found[0].columns]
        words = [fold(p.text) for p in lines[found[1] : found[2]]]
        found = None
        for at in range(out[-1][2], len(lines)):
            if role_of(lines[at].text) != "no" or _repeats(lines[at : at + len(words)], words):
                continue
            more = find_header(lines[at : at + _HEADING_LINES])
            if more and more[1] == 0 and [c.role for c in more[0].columns] != roles:
                found = more[0], at, at + more[2]
                break
    return out


def _repeats(lines: Sequence[Part], words: Sequence[str]) -> bool:
    """Whether the lines are these headings; what stands below them on a new page may read as more of them."""
    return [fold(p.text) for p in lines] == words


def _heading(lines: Sequence[Part], at: int) -> int:
    """How many lines from `at` make one heading; 0 if none does."""
    for taken in (1, 2, 3):
        words = " ".join(p.text for p in lines[at : at + taken])
        if at + taken > len(lines) or len(words) > 70 or read_label(lines[at + taken - 1]):
            return 0
        if taken > 1 and role_of(lines[at + taken - 1].text) == "no":
            return 0
        if role_of(words):
            while at + taken < len(lines) and _goes_on(lines[at + taken - 1].text, lines[at + taken].text):
                taken += 1
            return taken
    return 0


def _goes_on(heading: str, line: str) -> bool:
    """Whether the line is more of the heading above it: small letters, or the year that it ends before."""
    year = bool(_YEAR_ALONE.fullmatch(line)) and fold(heading).endswith(("năm", "đến", "giai đoạn"))
    return year or (line[:1].islower() and len(line) < 40)


def _after_column_numbers(lines: Sequence[Part], at: int, count: int) -> int:
    """Skip a line of column numbers: "(1)", "(2)", … or 1, 2, 3 … one a line."""
    texts = [p.text.strip("() .") for p in lines[at : at + count]]
    return at + count if count >= 3 and texts == [str(n) for n in range(1, count + 1)] else at


def without_repeats(lines: Sequence[Part], header: Sequence[Part]) -> list[Part]:
    """The lines without the headings that a new page repeats."""
    words = [fold(p.text) for p in header]
    folded = [fold(p.text) for p in lines]
    out: list[Part] = []
    at = 0
    while at < len(lines):
        if folded[at : at + len(words)] == words:
            at += len(words)
            if out and is_page_number(out[-1].text):  # printed above the repeated headings
                out.pop()
            continue
        out.append(lines[at])
        at += 1
    return out


def flat_rows(lines: Sequence[Part], columns: Columns) -> tuple[Row, ...]:
    """The rows that the lines after the header make; see the module's promise."""
    readers = (read_label, read_damaged_label)
    labels = [(i, label) for i, p in enumerate(lines) for reader in readers if (label := reader(p))]
    return _Segmenter(lines, columns, labels).rows() if labels else ()


class _State(NamedTuple):
    score: float
    last: tuple[int, ...]
    group: tuple[int, int]  # the last letter and, under it, the last numeral
    after_group: bool
    at: int = -1
    before: _State | None = None


class _Segmenter:
    """Chooses row starts among label candidates: best sum of sequence and alignment scores."""

    def __init__(self, lines: Sequence[Part], columns: Columns, labels: list[tuple[int, Label]]) -> None:
        self.lines = lines
        self.columns = tuple(c for c in columns.columns if c.role != "no")
        self.labels = labels
        self._at: dict[int, list[Label]] = {}
        for line, label in labels:
            self._at.setdefault(line, []).append(label)
        self._aligned: dict[tuple[int, int, bool], tuple[float, int]] = {}
        self._laid: dict[tuple[int, bool], Ways] = {}
        self._most = max(SURE * len(self.columns), SURE)  # that a row's cells can be worth
        self._grid = Grid([p.text for p in lines], [c.role for c in self.columns])

    def rows(self) -> tuple[Row, ...]:
        states: list[list[_State]] = []
        for j in range(len(self.labels)):
            states.append(_best(self._arriving(j, states)))
        return with_full_labels([self._row(j, after) for j, after in self._bounds(self._last(states))])

    def _arriving(self, j: int, states: Sequence[list[_State]]) -> list[_State]:
        """The states at label `j`, which opens the table or follows an earlier row."""
        line, label = self.labels[j]
        out = [self._step(_State(0.0, (), (0, 0), False), j, label, skipped=line)]
        top = out[0].score
        for i in range(j - 1, -1, -1):
            begin = self.labels[i][0]
            if line - begin > _MAX_LINES:
                break
            # Two readings of one label do not follow each other.
            if begin == line or states[i][0].score + self._most + _NEXT < top - _BEHIND:
                continue
            gained = self._align(i, line, tail=False)[0]
            out += [self._step(s, j, label, gained=gained) for s in states[i]]
            top = max(top, *(s.score for s in out[-len(states[i]) :]))
        return out

    def _last(self, states: Sequence[list[_State]]) -> _State | None:
        """The state of the last row in the best reading; what follows it is the table's tail."""
        best: _State | None = None
        for j in range(len(states) - 1, -1, -1):
            state = states[j][0]
            if best and state.score + self._most < best.score:
                continue
            total = state.score + self._align(j, len(self.lines), tail=True)[0]
            if best is None or total >= best.score:  # of equals the earlier
                best = state._replace(score=total)
        return best

    def _step(self, state: _State, j: int, label: Label, *, skipped: int = 0, gained: float = 0.0) -> _State:
        score = (
            state.score + gained + _sequence(state, label) - (0.5 if label.inline else 0.0) - 1.0 * skipped
        )
        before = state if state.at >= 0 else None
        if label.group:
            return _State(score, state.last, _group_after(state.group, label), True, j, before)
        return _State(score, under(label, state.last), state.group, False, j, before)

    def _bounds(self, last: _State | None) -> list[tuple[int, int]]:
        """The chosen labels in order, each with the line where its row ends."""
        out: list[tuple[int, int]] = []
        end = len(self.lines)
        while last is not None:
            out.append((last.at, end))
            end, last = self.labels[last.at][0], last.before
        return out[::-1]

    def _cells(self, j: int, end: int) -> tuple[Part, ...]:
        line, label = self.labels[j]
        own = [self._own(line, label)] if label.inline else []
        return (*own, *self.lines[line + 1 : end])

    def _own(self, line: int, label: Label) -> Part:
        """What stands behind a label on its own line."""
        whole = self.lines[line]
        return Part(whole.text[label.end - whole.start :].strip(), label.end, whole.end)

    def _align(self, j: int, end: int, *, tail: bool) -> tuple[float, int]:
        key = (j, end, tail)
        if key not in self._aligned:
            line, label = self.labels[j]
            if label.group:
                self._aligned[key] = _align_group(self._cells(j, min(end, line + _MAX_LINES)), tail=tail)
            else:
                length = end - line - 1 + label.inline
                self._aligned[key] = outcome(self._ways(j, length), length, tail=tail)
                if self._may_head(label, length, end):
                    self._aligned[key] = max(
                        self._aligned[key], _align_group(self._cells(j, end), tail=False)
                    )
        return self._aligned[key]

    def _may_head(self, label: Label, length: int, end: int) -> bool:
        """Whether a row of one line or two stands right above the first of its parts: "1", "Sách", "1.1"."""
        first = (*label.numbers, 1)
        return 0 < length < _HEAD_LINES and any(
            n.numbers == first and not n.group for n in self._at.get(end, ())
        )

    def _heads(self, j: int, end: int) -> bool:
        """Whether the row is nothing but the name of its parts."""
        line, label = self.labels[j]
        length = end - line - 1 + label.inline
        if label.group or not self._may_head(label, length, end):
            return label.group
        return outcome(self._ways(j, length), length, tail=False) < self._align(j, end, tail=False)

    def _ways(self, j: int, length: int) -> Ways:
        """The ways to lay out at least `length` lines, or all that a row may have."""
        few = length <= _FEW_LINES
        if (j, few) not in self._laid:
            line, label = self.labels[j]
            own = self._own(line, label).text if label.inline else None
            end = min(len(self.lines), line + (_FEW_LINES + 1 if few else _MAX_LINES))
            self._laid[j, few] = self._grid.ways(line + 1, end, own=own)
        return self._laid[j, few]

    def _row(self, j: int, end: int) -> Row:
        line, label = self.labels[j]
        cells = self._cells(j, end)
        _, used = self._align(j, end, tail=end == len(self.lines))
        heads = self._heads(j, end)
        spans = ((0, used),) if heads else self._ways(j, used).spans(used)
        columns = self._title() if heads else self.columns
        laid = [(c, cells[a:b]) for c, (a, b) in zip(columns, spans, strict=True) if b > a]
        pages = tuple(p for c, parts in laid for p in _page(c, parts))
        found = {c.index: join([p for p in parts if p not in pages]) for c, parts in laid}
        missing = () if heads else tuple(c.index for c in columns if c.index not in found)
        last = cells[used - 1].end if used else self.lines[line].end
        printed = self.lines[line].text if label.damaged else None
        start, stray = self.lines[line].start, (*pages, *cells[used:])
        return Row(label.text, label.group, start, last, found, missing, stray, printed)

    def _title(self) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.role == "title")[:1]


def _page(column: Column, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The page numbers printed among the lines of a cell of words: what no word before them counts."""
    if len(parts) < 2 or column.role not in ("title", "lead", "coop", "output", "deadline"):
        return ()
    edge = parts[0] if column.role == "title" else parts[-1]
    marks = (edge,) if edge.text in _DAMAGED_ONE and column.role != "deadline" else ()
    before = ("", *(p.text for p in parts))
    numbers = (
        p for a, p in zip(before, parts, strict=False) if is_page_number(p.text) and not goes_on(a, p.text)
    )
    return (*marks, *numbers)


def with_full_labels(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows whose letters ("a") are led by the number that they stand under ("2.a")."""
    out: list[Row] = []
    number = ""
    for row in rows:
        if row.label and not row.group and row.label.isalpha() and number:
            row = replace(row, label=f"{number}.{row.label}")
        elif row.label and not row.group:
            number = row.label.rstrip(".")
        out.append(row)
    return tuple(out)


def join(parts: Sequence[Part]) -> Part:
    """Parts that follow each other as one."""
    return Part(squeeze(" ".join(p.text for p in parts)), parts[0].start, parts[-1].end)


def _best(states: list[_State]) -> list[_State]:
    """The best states, one for each reading of the sequence so far."""
    kept: dict[tuple[tuple[int, ...], tuple[int, int], bool], _State] = {}
    for state in sorted(states, key=lambda s: -s.score):
        kept.setdefault((state.last, state.group, state.after_group), state)
    return list(kept.values())[:_BEAM]


def _group_after(group: tuple[int, int], label: Label) -> tuple[int, int]:
    """The letter and the numeral of the groups once this label has opened one; numerals count anew under a letter."""
    value = label.numbers[0]
    return (group[0], value) if roman(label.text) else (value, 0)


def _sequence(state: _State, label: Label) -> float:
    """How well the label continues the numbering."""
    if label.group:
        gap = label.numbers[0] - state.group[1 if roman(label.text) else 0]
        return 3.0 if gap == 1 else -4.0
    if label.damaged:
        return 2.5 if state.last and label.numbers == (state.last[0] + 1,) else -20.0
    last, numbers = state.last, under(label, state.last)
    if label.sub and len(numbers) < 2:
        return -9.0
    if not last:
        return 4.0 if set(numbers) == {1} else max(-5.0, -1.0 * numbers[0])
    if state.after_group and numbers == (1,):
        return 2.5
    if len(numbers) == 1:
        gap = numbers[0] - last[0]
        return 4.0 if gap == 1 else max(-6.0, -1.5 * gap) if gap > 1 else -9.0
    return _sub_sequence(last, numbers)


def _sub_sequence(last: tuple[int, ...], numbers: tuple[int, ...]) -> float:
    depth = len(numbers)
    if numbers[-1] == 1 and numbers[:-1] == last[: depth - 1] and len(last) == depth - 1:
        return 4.0
    if len(last) >= depth and numbers[:-1] == last[: depth - 1]:
        gap = numbers[-1] - last[depth - 1]
        return 4.0 if gap == 1 else max(-6.0, -2.0 * gap) if gap > 1 else -9.0
    if numbers[-1] == 1 and depth == 2 and numbers[0] == last[0] + 1:
        return 2.0
    return -9.0


def _align_group(cells: tuple[Part, ...], *, tail: bool) -> tuple[float, int]:
    """A group row is a label and a title, over one line or few: its score, and the lines it uses."""
    if not cells:
        return -6.0, 0
    used = 1 if tail else len(cells)
    while tail and used < len(cells) and goes_on(cells[used - 1].text, cells[used].text):
        used += 1
    title = cells[0].text
    likely = 1.5 if is_deadline(title) and not is_value(title) else fit("title", title)  # "Đến năm 2030"
    costs = (0.2 if goes_on(a.text, b.text) else 2.0 for a, b in pairwise(cells[:used]))
    return likely + 1.0 - sum(costs), used

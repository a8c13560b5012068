"""Annex tables printed without rules: columns parted by blank strips, below headings that name them.

Lines are read as such a table only where everything agrees: a line of headings that begins with "TT", strips that no
line but that of a group crosses, headings of which each column has its own and that name an annex's columns, rows that
begin with a number and a capital letter. All other lines stay text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.columns import read_columns, role_of
from ingest.formats.layout import Slot
from ingest.formats.printed import Line, Word, run_on
from ontology.text import fold, squeeze

_FIRST_HEADING = frozenset({"tt", "stt"})
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,2}\.?")
_GROUP = re.compile(r"[IVX]{1,5}\.?|[A-ZĐ]\.?")
_STRIP = 0.5  # of the letters' size: no strip is narrower, no blank between words as wide
_NEAR = 0.6  # of the letters' size: lines of one row are nearer than this
_MOST_ABOVE, _CROSSING = 3, 0.1

Strips = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table among lines: its first line, the line after it, the strips between its columns, and its cells.

    `begins` are the lines on which its rows begin; `head` are its lines of headings, which a new page may repeat,
    `labels` the last numbers of its rows.
    """

    start: int
    end: int
    strips: Strips
    slots: tuple[Slot, ...]
    begins: tuple[int, ...]
    head: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def find(lines: Sequence[Line], before: Aligned | None = None) -> Aligned | None:
    """The first table among the lines; `before` is one that may go on where the lines begin."""
    if any(word.row is not None for line in lines[:1] for word in line.words):
        return None  # recognised: places of words are not exact enough
    if before and lines and (more := _further(lines, before)):
        return more
    found = (_below(lines, i) for i, line in enumerate(lines) if _is_heading(line))
    return next((table for table in found if table), None)


def _further(lines: Sequence[Line], before: Aligned) -> Aligned | None:
    """The rest of a table on a new page, below its headings once more or without them."""
    count = len(before.head)
    repeated = tuple(line.text for line in lines[:count]) == before.head
    if not repeated:
        rows = (
            None if _is_heading(lines[0]) else _rows(lines, 0, before.strips, least=1, before=before.labels)
        )
        return rows and replace(rows, head=before.head)
    rows = _rows(lines, count, before.strips, least=0, before=before.labels)
    return rows and _with_head(rows, 0, lines[:count])


def _with_head(rows: Aligned, start: int, head: Sequence[Line]) -> Aligned:
    """The table with its headings as the first row."""
    names = (squeeze(run_on(texts)) for texts in zip(*(_cells(x, rows.strips) for x in head), strict=True))
    heading = tuple(Slot(0, c, 1, 1, name) for c, name in enumerate(names))
    below = tuple(Slot(s.row + 1, s.column, s.rows, s.columns, s.text) for s in rows.slots)
    words = tuple(line.text for line in head)
    return replace(rows, start=start, slots=heading + below, begins=(start, *rows.begins), head=words)


def headings(lines: Sequence[Line]) -> range:
    """The lines of the first headings that begin with "TT"; none where no row follows them."""
    at = next((i for i, line in enumerate(lines) if _is_heading(line) and len(line.segments()) > 1), None)
    first = None if at is None else _first_row(lines, at)
    return range(_top(lines, at), first) if at is not None and first else range(0)


def _first_row(lines: Sequence[Line], at: int) -> int | None:
    """The first line that begins with a number or the sign of a group below the "TT" on this line."""
    edge = _edge(lines[at])
    near = range(at + 1, min(len(lines), at + 2 * _MOST_ABOVE + 1))
    return next((i for i in near if _label(lines[i], edge)), None)


def _edge(heading: Line) -> float:
    """How far to the right the numbers below "TT" may reach."""
    return heading.words[0].right + _STRIP * heading.size


def _is_heading(line: Line) -> bool:
    return fold(line.words[0].text).strip(" .") in _FIRST_HEADING


def _top(lines: Sequence[Line], at: int) -> int:
    """The first line of the headings: those above the line of "TT" stand near it and right of it."""
    top = at
    while top > max(0, at - _MOST_ABOVE):
        above = lines[top - 1]
        if lines[top].top - above.bottom > _NEAR * above.size or above.left < lines[at].words[0].right:
            break
        top -= 1
    return top


def _below(lines: Sequence[Line], at: int) -> Aligned | None:
    """The table whose headings have their "TT" on this line."""
    first = _first_row(lines, at)
    if first is None:
        return None
    edge = _edge(lines[at])
    start, last = _top(lines, at), _reach(lines, first, edge)
    found = _strips(_without_groups(lines[start:last], edge), lines[at].words[0].right)
    strips = _named(lines[start:first], found) if found else ()
    rows = _rows(lines, first, strips, least=2) if strips else None
    return rows and _with_head(rows, start, lines[start:first])


def _reach(lines: Sequence[Line], first: int, edge: float) -> int:
    """How far the rows may reach: to a line that begins left of them, or with a number that does not follow."""
    labels: list[str] = []
    for i in range(first, len(lines)):
        label = _label(lines[i], edge)
        if (label and not _follows(lines[i], labels)) or (not label and lines[i].left < edge):
            return i
        if label:
            labels.append(lines[i].words[0].text)
    return len(lines)


def _without_groups(lines: Sequence[Line], edge: float) -> list[Line]:
    """The lines but for those of rows that begin with the sign of a group, whose title may run over all columns."""
    out, in_group = [], False
    for line in lines:
        if _label(line, edge):
            in_group = not _NUMBER.fullmatch(line.words[0].text)
        if not in_group:
            out.append(line)
    return out


def _named(head: Sequence[Line], strips: Strips) -> Strips:
    """The strips that part headings, where these name the columns of an annex; else none."""
    names: list[str] = []
    while len(strips) > 1:
        names = [
            squeeze(run_on(texts)) for texts in zip(*(_cells(line, strips) for line in head), strict=True)
        ]
        bare = next((c for c, name in enumerate(names) if not name), None)
        if bare is None:
            break
        strips = strips[: max(0, bare - 1)] + strips[max(1, bare) :]
    columns = read_columns(names)
    fits = columns is not None and [c.index for c in columns.of("no")] == [0] and columns.of("title")
    return strips if fits and all(_is_parted(line, strips) for line in head) else ()


def _is_parted(head: Line, strips: Strips) -> bool:
    """Whether a line of headings has at most one in each column, neither two runs of words nor two meanings."""
    places = [_column(left, right, strips) for left, right in _covered(head)]
    one_run = len(set(places)) == len(places) and not _crosses(head, strips)
    return one_run and not any(map(_is_two_headings, _cells(head, strips)))


def _is_two_headings(text: str) -> bool:
    """Whether the words are two headings, such as "Cơ quan Thời hạn", between which there was no strip."""
    words = text.split()
    for i in range(1, len(words)):
        roles = role_of(" ".join(words[:i])), role_of(" ".join(words[i:]))
        kinds = {"lead" if role == "coop" else role for role in roles}
        if None not in kinds and len(kinds) > 1:
            return True
    return False


def _strips(lines: Sequence[Line], first: float) -> Strips:
    """The strips that nearly no line crosses; the first one stands right of the column of numbers."""
    size = sorted(line.size for line in lines)[len(lines) // 2]
    covered = [run for line in lines for run in _covered(line)]
    turns = sorted((x, step) for a, b in covered for x, step in ((a, 1), (b, -1)))
    free: list[tuple[float, float]] = []
    depth = 0
    for (x, step), (following, _) in pairwise(turns):
        depth += step
        if depth > _CROSSING * len(lines) or following == x:
            continue
        joined = free and free[-1][1] == x
        free[-1 if joined else len(free) :] = [(free[-1][0] if joined else x, following)]
    strips = [_narrowed(strip, covered) for strip in free]
    wide = tuple((a, b) for a, b in strips if b - a >= _STRIP * size and b > first)
    return wide if len(wide) > 1 else ()


def _narrowed(strip: tuple[float, float], covered: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The strip without the words that reach into it; those that run over all of it are the lines of a group."""
    left, right = strip
    for a, b in covered:
        if b <= left or a >= right or (a <= left and b >= right):
            continue
        if a - left > right - b:
            right = a
        else:
            left = b
    return left, right


def _covered(line: Line) -> list[tuple[float, float]]:
    """Where the line's words stand; the blanks between words of a sentence belong to it."""
    out: list[tuple[float, float]] = []
    for word in line.words:
        if out and word.left - out[-1][1] < _STRIP * line.size:
            out[-1] = (out[-1][0], word.right)
        else:
            out.append((word.left, word.right))
    return out


def _rows(
    lines: Sequence[Line], first: int, strips: Strips, *, least: int, before: Sequence[str] = ()
) -> Aligned | None:
    """The rows from a line on, at least so many with numbers; a table that goes on may begin amid a row."""
    edge = strips[0][1]
    rows: list[list[Line]] = []
    begins: list[int] = []
    labels = list(before)
    end = first
    for i, line in enumerate(lines[first:], first):
        far = i > first and line.top - lines[i - 1].bottom > _NEAR * line.size
        if _label(line, edge):
            if not _follows(line, labels):
                break
            rows.append([line])
            begins.append(i)
            labels.append(line.words[0].text)
        elif far or line.left < edge or _ends_row(line, rows, strips):
            break
        else:
            if not rows:
                rows.append([])
                begins.append(i)
            rows[-1].append(line)
        end = i + 1
    whole = [row for row in rows if _label(row[0], edge)]
    capital = [row for row in whole if (title := _cells(row[0], strips)[1]) and not title[0].islower()]
    numbers = [row for row in whole if _NUMBER.fullmatch(row[0].words[0].text)]
    broken_off = _reach(lines, first, edge) > end and any(
        _label(line, edge) for line in lines[end : end + _MOST_ABOVE]
    )
    if not rows or len(capital) < 0.9 * len(whole) or len(numbers) < least or broken_off:
        return None
    slots = [slot for r, row in enumerate(rows) for slot in _row(r, row, strips)]
    return Aligned(first, end, strips, tuple(slots), tuple(begins), labels=tuple(labels[-_MOST_ABOVE:]))


def _ends_row(line: Line, rows: Sequence[Sequence[Line]], strips: Strips) -> bool:
    """Whether a line without a number is none of the row before: it crosses strips and the row is no group's."""
    return _crosses(line, strips) and not (rows and _crosses(rows[-1][0], strips))


def _follows(line: Line, labels: Sequence[str]) -> bool:
    """Whether a row may begin with the line's number after these: the next one, one below it, or 1 in a new group."""
    label = line.words[0].text
    before = next((text for text in reversed(labels) if _NUMBER.fullmatch(text)), None)
    if before is None or not _NUMBER.fullmatch(label):
        return True
    top, last = (int(text.split(".")[0]) for text in (label, before))
    in_new_group = top == 1 and not _NUMBER.fullmatch(labels[-1])
    return top == last + 1 or in_new_group or (top == last and label.rstrip(".") != before.rstrip("."))


def _row(number: int, lines: Sequence[Line], strips: Strips) -> list[Slot]:
    if any(_crosses(line, strips) for line in lines):
        label, *words = lines[0].words
        rest = " ".join([" ".join(w.text for w in words), *(line.text for line in lines[1:])])
        return [Slot(number, 0, 1, 1, label.text), Slot(number, 1, 1, len(strips), squeeze(rest))]
    texts = zip(*(_cells(line, strips) for line in lines), strict=True)
    return [Slot(number, c, 1, 1, run_on(filter(None, column))) for c, column in enumerate(texts)]


def _cells(line: Line, strips: Strips) -> list[str]:
    """The words of a line in each column."""
    columns: list[list[Word]] = [[] for _ in range(len(strips) + 1)]
    for word in line.words:
        columns[_column(word.left, word.right, strips)].append(word)
    return [Line(words).text if words else "" for words in columns]


def _column(left: float, right: float, strips: Strips) -> int:
    return sum((left + right) / 2 > (a + b) / 2 for a, b in strips)


def _crosses(line: Line, strips: Strips) -> bool:
    """Whether words without a gap run from one side of a strip to the other."""
    return any(left <= a and right >= b for left, right in _covered(line) for a, b in strips)


def _label(line: Line, edge: float) -> bool:
    """Whether the line begins with a number or the sign of a group in the column of numbers."""
    word = line.words[0]
    return word.right <= edge and bool(_NUMBER.fullmatch(word.text) or _GROUP.fullmatch(word.text))

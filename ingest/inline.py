"""Tables of tasks or targets that stand in the body, without the heading of an annex above them.

Only what the format itself gives as a table counts, or, flattened to one cell a line, a run of lines that begins
with the headings of a numbered table; anything looser is running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.cells import Part
from ingest.columns import read_columns
from ingest.reading import AnnexRegion, Reading
from ingest.rows import find_header
from ontology.text import squeeze
from ontology.types import Clause, Table

_MARKS = re.compile(r"[*_`\\]")
_BODY = ("section", "clause", "point", "bullet", "unparsed")
_FEWEST_LINES = 12  # a flattened table of fewer lines (headings and one row) is not told from a list


def inline_regions(
    reading: Reading, annexes: Sequence[AnnexRegion], clauses: Sequence[Clause]
) -> tuple[AnnexRegion, ...]:
    """Where such tables stand, each labelled with the path of the clause (source coordinates) that holds it.

    The regions lie outside the annexes and do not overlap; the title is the clause's heading, which may state
    the year that the targets are due.
    """
    tables = [_offsets(reading, t.start, t.end) for t in reading.source.tables if _headed(t)]
    out: list[AnnexRegion] = []
    for clause in clauses:
        if clause.kind not in _BODY:
            continue
        start, end = _offsets(reading, clause.start, clause.end)
        if any(a.start < end and start < a.end for a in annexes):
            continue
        spans = [t for t in tables if start <= t[0] < end] or list(_flattened(reading, start, end))
        title = squeeze(clause.heading or "")
        out += [AnnexRegion(clause.path, title, a, b) for a, b in spans]
    return tuple(out)


def _headed(table: Table) -> bool:
    return any(read_columns([squeeze(_MARKS.sub("", c.text)) for c in row]) for row in table.rows[:2])


def _offsets(reading: Reading, start: int, end: int) -> tuple[int, int]:
    return reading.offset(start), reading.offset(end)


def _flattened(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a clause from the headings of a numbered table on."""
    printed = [line for line in reading.lines_in(start, end) if line.text.strip()]
    if len(printed) < _FEWEST_LINES:
        return
    lines = [Part(squeeze(line.text), line.start, line.end) for line in printed]
    header = find_header(lines)
    if header and header[0].of("no"):
        yield lines[header[1]].start, end

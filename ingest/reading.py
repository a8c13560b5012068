"""The text that every stage of the parser reads: the source with recorded repairs applied, and the way back.

Stages work in reading coordinates; `span` and `raw` lead back to the source. After construction:
1. `text` has the same number of lines as the source text.
2. Where no edit stands, the characters are the source's own.
3. `span(a, b)` is monotonic and covers every source character of the edits that [a, b) touches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ontology.types import Edit, SourceText


@dataclass(frozen=True, slots=True)
class Line:
    """One line in reading coordinates, without its line end; `number` counts from 1."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class AnnexRegion:
    """An annex found by the structure stage: "PHỤ LỤC II", its title, and the characters that it covers."""

    label: str
    title: str
    start: int
    end: int


class Reading:
    """A SourceText as the stages read it. Edits must be sorted, must not overlap and must not add line breaks."""

    def __init__(self, source: SourceText, edits: Sequence[Edit] = ()) -> None:
        self.source = source
        self.edits = tuple(edits)
        pieces: list[str] = []
        # Anchors pair reading and source offsets at both ends of every edit; between them the two run in step.
        self._reading = [0]
        self._source = [0]
        at = length = 0
        for edit in self.edits:
            keep = source.text[at : edit.start]
            pieces += (keep, edit.repaired)
            length += len(keep)
            self._anchor(length, edit.start)
            length += len(edit.repaired)
            self._anchor(length, edit.end)
            at = edit.end
        pieces.append(source.text[at:])
        self.text = "".join(pieces)
        self.lines = tuple(_lines(self.text))
        self._starts = [line.start for line in self.lines]
        self._ends = [line.end for line in self.lines]

    def _anchor(self, reading: int, source: int) -> None:
        self._reading.append(reading)
        self._source.append(source)

    def _back(self, offset: int, *, end: bool) -> int:
        if end and offset == len(self.text):
            return len(self.source.text)
        i = bisect_left(self._reading, offset)
        if i < len(self._reading) and self._reading[i] == offset:
            return self._source[i]  # the first of equal anchors: what was deleted belongs to what follows
        at, src = self._reading[i - 1], self._source[i - 1]
        if (i - 1) % 2 == 1:  # inside an edit: its whole source counts
            return self._source[i] if end else src
        return src + (offset - at)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Reading characters [start, end) as source characters."""
        return self._back(start, end=False), self._back(end, end=True)

    def offset(self, source: int) -> int:
        """The first reading offset whose span begins at this source offset or after it, else the end."""
        i = bisect_left(self._source, source)
        if i == 0:
            return 0
        at = self._reading[i - 1]
        if i % 2 == 1:  # between two edits the offsets run in step
            return at + source - self._source[i - 1]
        if self._reading[i] > at:
            return self._reading[i]
        later = range(at, len(self.text) + 1)  # what was deleted belongs to what follows
        found = at + bisect_left(later, source, key=lambda offset: self._back(offset, end=False))
        return min(found, len(self.text))

    def raw(self, start: int, end: int) -> str:
        """The source's own words behind reading characters [start, end)."""
        a, b = self.span(start, end)
        return self.source.text[a:b]

    def line_at(self, offset: int) -> Line:
        """The line that holds the character at `offset`."""
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)]

    def lines_in(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines that lie wholly in [start, end)."""
        return self.lines[bisect_left(self._starts, start) : bisect_right(self._ends, end)]


def _lines(text: str) -> list[Line]:
    out, at = [], 0
    for number, piece in enumerate(text.split("\n"), 1):
        out.append(Line(number, at, at + len(piece), piece))
        at += len(piece) + 1
    return out

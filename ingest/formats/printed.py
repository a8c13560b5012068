"""Words where they are printed on a page, and the lines that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.formats.lines import raised

Box = tuple[
    float, float, float, float
]  # left, top, right, bottom; the origin is the page's upper left corner

_LABEL = re.compile(r"[-–+•*]|\(?[\divxIVXa-zđA-ZĐ.]{1,6}[.)]")
_BROKEN = re.compile(r"[^\W_][-\u2010\u2011]$")
_WIDE = 2.2
_TIGHT, _NOTE_GAP = 0.05, 0.25


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it is printed; `row` is the line that recognition put it in, where it did."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    row: int | None = None

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its words, the cells of its ruled tables, and the share of it that pictures cover."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    tables: tuple[tuple[Box, ...], ...] = ()
    images: float = 0.0


@dataclass(slots=True)
class Line:
    """A printed line: its words from the left."""

    words: list[Word] = field(default_factory=list)

    @property
    def top(self) -> float:
        """The upper edge of its highest word."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge of its lowest word."""
        return max(w.bottom for w in self.words)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return self.words[-1].right

    @property
    def size(self) -> float:
        """The size of its largest word."""
        return max(w.size for w in self.words)

    @property
    def text(self) -> str:
        """The words with the blanks that their distances show; a wide gap, as between columns, is four blanks."""
        return "".join(before + word for before, word in self._pieces())

    def _pieces(self) -> list[tuple[str, str]]:
        size = self.size
        out: list[tuple[str, str]] = []
        previous: Word | None = None
        for word in self.words:
            text, gap = word.text, word.left - previous.right if previous else 0.0
            is_raised = (
                word.row is None
                and text.isdigit()
                and word.size < 0.8 * size
                and word.bottom < self.bottom - 0.15 * size
            )
            if is_raised:
                text = raised(text)
            blank = " "
            if previous is None or gap < (_NOTE_GAP if is_raised else _TIGHT) * size:
                blank = ""
            elif gap > _WIDE * size and not (len(out) == 1 and _LABEL.fullmatch(previous.text)):
                blank = "    "
            out.append((blank, text))
            previous = word
        return out

    def segments(self) -> list[list[Word]]:
        """The words in runs that wide gaps part."""
        runs: list[list[Word]] = []
        for word in self.words:
            if runs and word.left - runs[-1][-1].right <= _WIDE * self.size:
                runs[-1].append(word)
            else:
                runs.append([word])
        return runs


def in_lines(words: Sequence[Word]) -> list[Line]:
    """Words in lines, from the top; words of one line overlap in height."""
    lines: list[Line] = []
    rows: dict[int, Line] = {}
    for word in sorted(words, key=lambda w: (w.middle, w.left)):
        if word.row is not None:
            if word.row not in rows:
                rows[word.row] = Line()
                lines.append(rows[word.row])
            rows[word.row].words.append(word)
            continue
        home = next(
            (
                line
                for line in reversed(lines[-3:])
                if min(line.bottom, word.bottom) - max(line.top, word.top)
                > 0.5 * min(line.bottom - line.top, word.bottom - word.top)
            ),
            None,
        )
        if home is None:
            home = Line()
            lines.append(home)
        home.words.append(word)
    for line in lines:
        line.words.sort(key=lambda w: w.left)
    return sorted(lines, key=lambda line: (line.top, line.words[0].left))


def run_on(lines: Iterable[str], between: str = " ") -> str:
    """Printed lines as one text; a line broken at a hyphen ("KH-" above "UBND") goes on without a blank.

    >>> run_on(["số 225/KH-", "UBND năm 2025 -", "2030"])
    'số 225/KH-UBND năm 2025 - 2030'
    """
    out = ""
    for line in lines:
        if not out or not line:
            out += line
        elif out[-1] == "\u00ad":
            out = out[:-1] + line
        else:
            out += line if _BROKEN.search(out[-2:]) and line[0].isalnum() else between + line
    return out

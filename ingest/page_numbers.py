"""Page numbers among the lines of a flattened table, where a bare number may as well be a row's or a value.

A line is a page number where it is marked as one ("- 3 -", "Trang 3"), or where it belongs to a series that only pages
make: each number the next, each a page further on, with other rows in between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.cells import Part, read_label

_MARKED = re.compile(r"[-–]\s*\d{1,3}\s*[-–]|trang\s+\d{1,3}(?:\s*/\s*\d{1,3})?", re.IGNORECASE)
_BARE = re.compile(r"[1-9]\d{0,2}")
_FEWEST = 3
_LINES, _CHARACTERS = 15, 500  # no page has fewer
_NEAR = 40  # lines in which the rows beside a page number begin
_SURE = 0.8  # of the numbers, at least, stand between two rows that follow each other
_SPREAD = 4.0  # no page is so many times as long as another


def page_numbers(lines: Sequence[Part]) -> frozenset[Part]:
    """The lines that only number pages."""
    series = _series(lines)
    return frozenset(p for i, p in enumerate(lines) if i in series or _MARKED.fullmatch(p.text))


def _series(lines: Sequence[Part]) -> frozenset[int]:
    """The lines of the longest series of numbers that only pages make; of equals the one with the most even pages."""
    bare = [i for i, p in enumerate(lines) if _BARE.fullmatch(p.text)]
    best: dict[int, tuple[int, ...]] = {}
    places: dict[int, list[int]] = {}
    for i in bare:
        number = int(lines[i].text)
        chains = ((*best[j], i) for j in places.get(number - 1, ()) if _is_page_further(lines, j, i))
        best[i] = max(chains, key=_worth, default=(i,))
        places.setdefault(number, []).append(i)
    longest = max(best.values(), key=_worth, default=())
    return frozenset(longest) if len(longest) >= _FEWEST and _only_pages(lines, longest) else frozenset()


def _worth(series: Sequence[int]) -> tuple[int, int]:
    pages = [b - a for a, b in pairwise(series)]
    return len(series), -sum(abs(a - b) for a, b in pairwise(pages))


def _is_page_further(lines: Sequence[Part], before: int, at: int) -> bool:
    return at - before >= _LINES and lines[at].start - lines[before].end >= _CHARACTERS


def _only_pages(lines: Sequence[Part], series: Sequence[int]) -> bool:
    """Whether rows are numbered on as if these numbers were not there, and the pages are of a size."""
    lengths = [lines[b].start - lines[a].end for a, b in pairwise(series)]
    between = sum(_is_between_rows(lines, at, frozenset(series)) for at in series)
    return max(lengths) <= _SPREAD * min(lengths) and between >= _SURE * len(series)


def _is_between_rows(lines: Sequence[Part], at: int, series: frozenset[int]) -> bool:
    """Whether a row begins above the line and the next one below it."""
    above = _labels(lines, range(max(0, at - _NEAR), at), series)
    below = _labels(lines, range(at + 1, min(len(lines), at + _NEAR)), series)
    return any((*whole, last + 1) in below for *whole, last in above)


def _labels(lines: Sequence[Part], where: range, series: frozenset[int]) -> set[tuple[int, ...]]:
    found = (read_label(lines[i]) for i in where if i not in series)
    return {label.numbers for label in found if label and not label.group and not label.sub}

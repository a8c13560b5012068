"""Markdown: the file's own text stays the source text, so that offsets are true; pipe tables are read as tables."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

from ingest.formats.txt import decode
from ontology.text import squeeze
from ontology.types import Cell, SourceText, Table

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_RULE_AGAIN = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")  # one dash is an empty cell
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|&<>~])")


def plain(text: str) -> str:
    """Markdown without its emphasis marks, escapes and line break tags, blanks squeezed.

    >>> plain("**1\\\\. Mục tiêu**")
    '1. Mục tiêu'
    """
    return squeeze(_ESCAPE.sub(r"\1", _MARKS.sub("", _BREAK.sub(" ", text))))


def read_md(name: str, data: bytes) -> SourceText:
    """Read Markdown; raises UnreadableDocument when the bytes are not text."""
    decoded = decode(name, data)
    return SourceText(
        name=name,
        format="md",
        text=decoded.text,
        sha256=hashlib.sha256(data).hexdigest(),
        tables=tables(decoded.text),
        diagnostics=decoded.diagnostics,
    )


def tables(text: str) -> tuple[Table, ...]:
    """The pipe tables of a Markdown text. A table starts where a line of dashes follows a line of cells.

    After this: rows have as many cells as the header or more; a row with an empty first cell stays a row of its
    own; the line of dashes is no row; cell spans point at the cell's words without blanks around them; a line break
    in a cell is one in its words.
    """
    found: list[Table] = []
    rows: list[tuple[Cell, ...]] = []
    start = end = at = 0
    previous: tuple[int, str] | None = None
    for line in text.split("\n"):
        if rows:
            if "|" in line:
                if not _RULE_AGAIN.match(line):
                    rows.append(_padded(_cells(line, at), len(rows[0])))
                end = at + len(line)
            else:
                found.append(Table(start=start, end=end, rows=tuple(rows)))
                rows = []
        elif previous and "|" in line and _RULE.match(line):
            start, end = previous[0], at + len(line)
            rows = [_cells(previous[1], previous[0])]
        previous = (at, line) if "|" in line and not rows else None
        at += len(line) + 1
    if rows:
        found.append(Table(start=start, end=end, rows=tuple(rows)))
    return tuple(found)


def _cells(line: str, at: int) -> tuple[Cell, ...]:
    pipes = [i for i, c in enumerate(line) if c == "|" and not _escaped(line, i)]
    edges = [-1, *pipes, len(line)]
    if pipes and not line[: pipes[0]].strip():
        edges = edges[1:]
    if len(edges) > 2 and not line[edges[-2] + 1 :].strip():
        edges = edges[:-1]
    return tuple(_cell(line, a + 1, b, at) for a, b in pairwise(edges))


def _escaped(line: str, i: int) -> bool:
    slashes = len(line[:i]) - len(line[:i].rstrip("\\"))
    return slashes % 2 == 1


def _cell(line: str, a: int, b: int, at: int) -> Cell:
    piece = line[a:b]
    a += len(piece) - len(piece.lstrip())
    b = max(a, b - (len(piece) - len(piece.rstrip())))
    lines = (plain(words) for words in _BREAK.split(line[a:b]))
    return Cell(text="\n".join(filter(None, lines)), start=at + a, end=at + b)


def _padded(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    if len(cells) >= width or not cells:
        return cells
    end = cells[-1].end
    return cells + tuple(Cell("", end, end) for _ in range(width - len(cells)))

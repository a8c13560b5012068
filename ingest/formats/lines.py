"""What word processors print around the letters of a paragraph: labels, tabs, raised figures, tables of contents."""

from __future__ import annotations

import re

from ingest.formats.layout import PAGE_BREAK

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTENTS = re.compile(r"(?:toc|contents) ?\d|(?:toc|contents) ?heading", re.IGNORECASE)
_TABS = re.compile(r"[ \t]*\t[ \t]*")


def raised(figures: str) -> str:
    """Figures as they stand above the line, such as the number of a note."""
    return figures.translate(_RAISED)


def raised_run(text: str) -> str:
    """A run set above the line: a number in raised figures, other words as they are."""
    return raised(text) if text.strip().isdigit() else text


def is_contents(style: str) -> bool:
    """Whether a paragraph style is that of an automatic table of contents."""
    return bool(_CONTENTS.fullmatch(style))


def labelled(label: str, text: str, *, in_cell: bool = False) -> str:
    """A paragraph after its automatic label; an empty one prints its label only in a cell (a column of numbers)."""
    if not text.strip():
        return label.strip() if in_cell else text
    words = text.lstrip()
    before = PAGE_BREAK if PAGE_BREAK in text[: len(text) - len(words)] else ""
    return before + label + _TABS.sub(_gap, words)


def _gap(match: re.Match[str]) -> str:
    """A tab parts columns, as in a letterhead, but for the one after a label."""
    return "    " if match.start() > 6 and match.end() < len(match.string) else " "

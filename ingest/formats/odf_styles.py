"""Styles and lists of OpenDocument files: what a paragraph or run inherits, and how its lists are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.formats.numbering import Level

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBER = re.compile(r"%(\d)%")
OUTLINE = "\0outline"


class Styles:
    """The styles of `content.xml` and `styles.xml`, by family and name."""

    def __init__(self, *roots: Any) -> None:
        self._named: dict[tuple[str, str], Any] = {}
        self._defaults: dict[str, Any] = {}
        self._fonts: dict[str, str] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        for root in filter(lambda r: r is not None, roots):
            for style in root.iter(STYLE + "style"):
                self._named[style.get(STYLE + "family") or "", style.get(STYLE + "name") or ""] = style
            for style in root.iter(STYLE + "default-style"):
                self._defaults[style.get(STYLE + "family") or ""] = style
            for face in root.iter(STYLE + "font-face"):
                self._fonts[face.get(STYLE + "name") or ""] = face.get(_SVG + "font-family") or ""
            for list_ in root.iter(TEXT + "list-style"):
                self._lists[list_.get(STYLE + "name") or ""] = _levels(list_)
            for outline in root.iter(TEXT + "outline-style"):
                self._lists[OUTLINE] = _levels(outline)

    def levels(self, name: str) -> dict[int, Level]:
        """The levels of a list style, from 0."""
        return self._lists.get(name, {})

    def list_of(self, paragraph: str) -> str:
        """The list style that a paragraph style names."""
        return next(
            filter(None, (s.get(STYLE + "list-style-name") for s in self._chain("paragraph", paragraph))), ""
        )

    def title(self, paragraph: str) -> str:
        """The name under which a paragraph style, or the one that it comes from, is shown to people."""
        names = [
            s.get(STYLE + "display-name") or s.get(STYLE + "name")
            for s in self._chain("paragraph", paragraph)
        ]
        return next((n for n in names if n and not re.fullmatch(r"P\d+", n)), "").replace("_20_", " ")

    def breaks(self, paragraph: str) -> bool:
        """Whether a new page begins before a paragraph of this style."""
        return self._first("paragraph", paragraph, "paragraph-properties", _FO + "break-before") == "page"

    def shown(self, family: str, name: str) -> dict[str, str]:
        """What a text or paragraph style says of letters: font, position, display, transform."""
        keys = {
            "font": STYLE + "font-name", "family": _FO + "font-family", "position": STYLE + "text-position",
            "display": TEXT + "display", "transform": _FO + "text-transform",
        }  # fmt: skip
        found = {k: v for k, key in keys.items() if (v := self._first(family, name, "text-properties", key))}
        if "font" in found:
            found["font"] = self._fonts.get(found["font"], found["font"])
        elif "family" in found:
            found["font"] = found["family"]
        return found

    def cell_font(self, cell: Any) -> str:
        """The font that a cell's style gives to its words."""
        return self.shown("table-cell", cell.get(TABLE + "style-name") or "").get("font", "").strip("'\"")

    def is_hidden(self, table: Any) -> bool:
        """Whether a sheet is not shown."""
        name = table.get(TABLE + "style-name") or ""
        return self._first("table", name, "table-properties", TABLE + "display") == "false"

    def _first(self, family: str, name: str, part: str, key: str) -> str:
        for style in self._chain(family, name):
            properties = style.find(STYLE + part)
            if properties is not None and properties.get(key):
                return str(properties.get(key))
        return ""

    def _chain(self, family: str, name: str) -> Iterator[Any]:
        seen: set[str] = set()
        while (style := self._named.get((family, name))) is not None and name not in seen:
            seen.add(name)
            yield style
            name = style.get(STYLE + "parent-style-name") or ""
        if family in self._defaults:
            yield self._defaults[family]


def _levels(list_: Any) -> dict[int, Level]:
    out = {}
    for level in list_:
        depth = number(level.get(TEXT + "level"), 1) - 1
        if level.tag == TEXT + "list-level-style-bullet":
            out[depth] = Level(format="bullet", text=level.get(TEXT + "bullet-char") or "•")
        elif level.tag in (TEXT + "list-level-style-number", TEXT + "outline-level-style"):
            format_ = _FORMATS.get(level.get(STYLE + "num-format") or "", "none")
            start = number(level.get(TEXT + "start-value"), 1)
            out[depth] = Level(start=start, format=format_, text=_pattern(level, depth, format_))
    return out


def _pattern(level: Any, depth: int, format_: str) -> str:
    whole = level.get(_LOEXT + "num-list-format")
    if whole is not None:
        return _NUMBER.sub(r"%\1", whole)
    shown = min(number(level.get(TEXT + "display-levels"), 1), depth + 1)
    places = [f"%{d + 1}" for d in range(depth + 1 - shown, depth + 1)] if format_ != "none" else []
    return (
        (level.get(STYLE + "num-prefix") or "") + ".".join(places) + (level.get(STYLE + "num-suffix") or "")
    )


def number(text: str | None, default: int, *, most: int = 10_000) -> int:
    """A whole number in an attribute, kept within bounds."""
    return min(int(text), most) if text and text.isdecimal() and len(text) < 10 else default

"""Automatic numbering of Word documents: the labels that are printed but not written in the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST = 50_000


def attribute(element: Any, name: str = "val") -> str | None:
    """An attribute of Word's own namespace, or None where there is no element or no attribute."""
    return None if element is None else element.get(W + name)


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    series: tuple[str, ...] = ()
    text: str = ""
    suffix: str = " "
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering part of a document; `label` counts as the paragraphs go by, so call it once for each, in order."""

    def __init__(self, root: Any, style_of_list: Callable[[str], str | None]) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        links: dict[str, str] = {}
        for abstract in root.iter(W + "abstractNum"):
            key = attribute(abstract, "abstractNumId") or ""
            self._levels[key] = dict(_level(lvl) for lvl in abstract.iterfind(W + "lvl"))
            if link := attribute(abstract.find(W + "numStyleLink")):
                links[key] = link
        for num in root.iter(W + "num"):
            self._read_num(num)
        for key, link in links.items():
            target = self._abstract.get(style_of_list(link) or "")
            if target and not self._levels[key]:
                self._levels[key] = self._levels.get(target, {})

    def _read_num(self, num: Any) -> None:
        key = attribute(num, "numId") or ""
        self._abstract[key] = attribute(num.find(W + "abstractNumId")) or ""
        for override in num.iterfind(W + "lvlOverride"):
            depth = _int(attribute(override, "ilvl"), 0)
            start = attribute(override.find(W + "startOverride"))
            if start is not None:
                self._overrides.setdefault(key, {})[depth] = _int(start, 1)
            own = override.find(W + "lvl")
            if own is not None:
                levels = dict(self._levels.get(self._abstract[key], {}))
                levels.update([_level(own)])
                self._abstract[key] = f"{self._abstract[key]}/{key}"
                self._levels[self._abstract[key]] = levels

    def label(self, number_id: str, depth: int) -> str:
        """The printed label of the next paragraph of this list and level, with the blank after it; "" for none."""
        abstract = self._abstract.get(number_id)
        level = self._levels.get(abstract or "", {}).get(depth)
        if abstract is None or level is None:
            return ""
        counts = self._lists.setdefault(abstract, _List()).counts
        override = self._overrides.get(number_id, {}).get(depth)
        if override is not None and (number_id, depth) not in self._begun:
            counts[depth] = override
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((number_id, depth))
        self._reset(abstract, counts, depth)
        if level.format == "none" and "%" not in level.text.replace(f"%{depth + 1}", ""):
            return ""
        if level.format == "bullet":
            return _bullet(level.text) + " "
        return self._text(abstract, level, counts) + level.suffix

    def _reset(self, abstract: str, counts: dict[int, int], depth: int) -> None:
        for deeper in [d for d in counts if d > depth]:
            restart = self._levels[abstract].get(deeper, _Level()).restart
            if restart is None or 0 < restart >= depth + 1:
                del counts[deeper]

    def _text(self, abstract: str, level: _Level, counts: dict[int, int]) -> str:
        out = level.text
        for depth in range(8, -1, -1):
            if f"%{depth + 1}" not in out:
                continue
            own = self._levels[abstract].get(depth, _Level())
            style = "decimal" if level.legal else own.format
            out = out.replace(f"%{depth + 1}", printed(counts.get(depth, own.start), style, own.series))
        return out.strip()


def _level(lvl: Any) -> tuple[int, _Level]:
    format_ = lvl.find(W + "numFmt")
    if format_ is None:
        format_ = lvl.find(".//" + W + "numFmt")
    series = tuple(s.strip() for s in (attribute(format_, "format") or "").split(",") if s.strip("… ."))
    suffix = attribute(lvl.find(W + "suff"))
    restart = attribute(lvl.find(W + "lvlRestart"))
    legal = lvl.find(W + "isLgl")
    return _int(attribute(lvl, "ilvl"), 0), _Level(
        start=_int(attribute(lvl.find(W + "start")), 1),
        format=attribute(format_) or "decimal",
        series=series,
        text=attribute(lvl.find(W + "lvlText")) or "",
        suffix="" if suffix == "nothing" else " ",
        legal=legal is not None and attribute(legal) not in ("0", "false"),
        restart=None if restart is None else _int(restart, 0),
    )


def _int(text: str | None, default: int) -> int:
    try:
        return max(-1, min(int(text), _MOST)) if text is not None else default
    except ValueError:
        return default


def printed(number: int, style: str, series: tuple[str, ...] = ()) -> str:
    """A number as a list prints it.

    >>> printed(4, "lowerRoman"), printed(28, "upperLetter"), printed(5, "custom", ("a", "b", "c", "d", "đ"))
    ('iv', 'BB', 'đ')
    """
    if series and not series[0].isdigit():
        return series[(number - 1) % len(series)] if number > 0 else ""
    if style in ("lowerLetter", "upperLetter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 % 20 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman"):
        numeral = roman(number)
        return numeral.lower() if style == "lowerRoman" else numeral
    if style == "decimalZero" or (series and series[0] == "01"):
        return f"{number:02d}"
    return "" if style == "none" else str(number)


def roman(number: int) -> str:
    """The Roman numeral of 1 to 3999; other numbers in figures."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, numeral in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += numeral * (number // value)
        number %= value
    return out


def _bullet(text: str) -> str:
    """The sign of a bullet; signs of symbol fonts, which have no meaning in Unicode, become a round one."""
    sign = text.strip()[:1]
    if sign in "-–—+*•●▪■◦":
        return sign or "-"
    return "•"

"""Automatic numbering: the labels that a word processor prints but does not write in the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is printed: `text` holds "%1" to "%9" for the numbers, or the sign of a bullet.

    `restart` is None where the count starts again below every higher level, else the lowest level (from 1) that
    starts it again, 0 for none.
    """

    start: int = 1
    format: str = "decimal"
    series: tuple[str, ...] = ()
    text: str = ""
    suffix: str = " "
    legal: bool = False
    restart: int | None = None


class Numbering:
    """The lists of a document; `label` counts as the paragraphs go by, so call it once for each, in order.

    Lists with the same definition count on together; each list may start some levels at a number of its own.
    """

    def __init__(self) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.definition: dict[str, str] = {}
        self.starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, number_id: str, depth: int) -> str:
        """The printed label of the next paragraph of this list and level, with the blank after it; "" for none."""
        definition = self.definition.get(number_id)
        level = self.levels.get(definition or "", {}).get(depth)
        if definition is None or level is None:
            return ""
        counts = self._counts.setdefault(definition, {})
        override = self.starts.get(number_id, {}).get(depth)
        if override is not None and (number_id, depth) not in self._begun:
            counts[depth] = override
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((number_id, depth))
        self._reset(definition, counts, depth)
        if level.format == "none" and "%" not in level.text.replace(f"%{depth + 1}", ""):
            return ""
        if level.format == "bullet":
            return bullet(level.text) + " "
        return self._text(definition, level, counts) + level.suffix

    def restart(self, number_id: str, depth: int, at: int) -> None:
        """Let the next paragraph of this list and level have this number."""
        self._counts.setdefault(self.definition.get(number_id, ""), {})[depth] = at - 1

    def _reset(self, definition: str, counts: dict[int, int], depth: int) -> None:
        for deeper in [d for d in counts if d > depth]:
            restart = self.levels[definition].get(deeper, Level()).restart
            if restart is None or 0 < restart >= depth + 1:
                del counts[deeper]

    def _text(self, definition: str, level: Level, counts: dict[int, int]) -> str:
        out = level.text
        for depth in range(8, -1, -1):
            if f"%{depth + 1}" not in out:
                continue
            own = self.levels[definition].get(depth, Level())
            style = "decimal" if level.legal else own.format
            out = out.replace(f"%{depth + 1}", printed(counts.get(depth, own.start), style, own.series))
        return out.strip()


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


def bullet(text: str) -> str:
    """The sign of a bullet; signs of symbol fonts, which have no meaning in Unicode, become a round one."""
    sign = text.strip()[:1]
    if sign in "-–—+*•●▪■◦":
        return sign or "-"
    return "•"

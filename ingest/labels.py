"""The grammar of printed labels: what a line begins with, and what kind and number that is.

A label is read from one line alone; whether it fits its neighbours is the outline's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ontology.text import toneless

Style = Literal[
    "phần", "chương", "mục", "tiểu mục", "điều", "capital", "roman", "decimal",
    "letter", "paren", "bullet",
]  # fmt: skip

# Lower ranks enclose higher ones. Decimals rank by their depth, bullets by their mark.
RANK: dict[str, int] = {
    "phần": 0, "chương": 1, "mục": 2, "tiểu mục": 3, "điều": 4, "capital": 5, "roman": 6,
    "decimal": 10, "letter": 20, "paren": 25, "bullet": 30,
}  # fmt: skip

LETTERS = "abcdđeghiklmnopqrstuvxy"
BULLETS = "-–—−*+•·●▪◦■□➢✓"
_ORDINAL_WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label.

    `printed` is what stands on the page ("5.7.", "đ)", "-"), `name` its part of a path ("5", "đ", "Điều 5"),
    `number` its place in its series from 1 (0 for bullets), `numbers` all numbers of a decimal label.
    [0, end) of the line holds it with the blanks around it. `damaged` says that it was read through damage.
    """

    style: Style
    printed: str
    name: str
    number: int
    end: int
    numbers: tuple[int, ...] = ()
    damaged: bool = False

    @property
    def rank(self) -> int:
        """Where the label stands among the others: a lower rank encloses a higher one."""
        return RANK[self.style] + (len(self.numbers) - 1 if self.style == "decimal" else 0)


_OPEN = r"\s*(?:>\s*)?(?:#{1,6}\s*)?(?:\*\*|__|\*(?=\S)|_(?=\S))*\s*"  # markdown marks before a label
_HEAD = re.compile(_OPEN)
_UNIT = re.compile(
    r"(?P<word>phần|chương|tiểu mục|mục|điều)\s+(?P<no>thứ\s+\w+|\d{1,4}[a-zđ]?|[ivxlc]+)\b"
    r"(?P<tail>\s*[.:–—-]?)(?P<rest>.*)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?P<no>[IVXLC]+)\s*\\?(?:[.\-–—)]|/(?!v\s))(?!\d)\s*(?=\S|$)")
_CAPITAL = re.compile(r"(?P<no>[A-HĐK])\s*\\?[.\-–—)]\s+(?=\S)")
_DECIMAL = re.compile(
    r"(?P<no>\d{1,2}(?:\s?\\?\.\s?\d{1,2}){0,5})(?P<dot>\s?\\?[.)/]|\s?[-–—](?=\s))?(?P<gap>\s*)(?=\S|$)"
)
_COUNTED = re.compile(
    r"(?P<no>\d{1,2})(?P<dot>\\?\.)(?P<gap>\s+)(?=\d{1,3}(?:[.,]\d+)*(?:\s?%|\s+[a-zà-ỹđ]|\s*[-–]\s*\d))"
)
_LETTER = re.compile(r"(?P<no>[a-zđ]|[a-zđ]\d{1,2})\s?\\?(?P<mark>[).\-–])(?P<gap>\s*)(?=\S|$)")
_PAREN = re.compile(r"\((?P<no>\d{1,2}|[ivx]{1,4}|[a-zđ])\)\s*(?=\S)")
_BULLET = re.compile(rf"(?P<mark>\\?[{re.escape(BULLETS)}])[■•'`.]?(?P<gap>\s*)(?=\S)")


def read_label(line: str, *, markdown: bool = False) -> Label | None:
    """The label that the line begins with, or None.

    >>> read_label("2.1. Đến năm 2030").numbers
    (2, 1)
    """
    head = _HEAD.match(line)
    at = head.end() if head else 0
    for rule in (_unit, _roman, _capital, _decimal, _letter, _paren):
        label = rule(line, at)
        if label:
            return label
    return _bullet(line, markdown=markdown)


def _unit(line: str, at: int) -> Label | None:
    match = _UNIT.match(line, at)
    if not match:
        return None
    word = match["word"].lower()
    if not match["word"][0].isupper():
        return None
    number = _unit_number(match["no"])
    if number is None or (not match["tail"].strip() and not _heading_after(match["rest"], word)):
        return None
    printed = line[match.start("word") : match.end("no")].strip()
    no = match["no"] if match["no"][0].isdigit() else match["no"].upper()
    if no.startswith("THỨ"):
        no = match["no"].lower()
    style: Style = word  # type: ignore[assignment]
    return Label(style, printed, f"{word.capitalize()} {no}", number, match.end("tail"))


def _heading_after(rest: str, word: str) -> bool:
    """Whether what follows an undotted "Chương I" is a heading and not the rest of a sentence."""
    rest = rest.strip(" *_#")
    return not rest or (word != "điều" and rest == rest.upper())


def _unit_number(no: str) -> int | None:
    if no[0].isdigit():
        return int(re.match(r"\d+", no).group())  # type: ignore[union-attr]
    if no.lower().startswith("thứ"):
        word = no.split()[-1].lower()
        return _ORDINAL_WORDS.index(word) + 1 if word in _ORDINAL_WORDS else None
    return roman_value(no.upper())


def _roman(line: str, at: int) -> Label | None:
    match = _ROMAN.match(line, at)
    number = roman_value(match["no"]) if match else None
    if not match or not number or number > 39:  # "C." and "D." are capitals, not a hundredth chapter
        return None
    return Label("roman", _printed(line, at, match.end()), match["no"], number, match.end())


def _capital(line: str, at: int) -> Label | None:
    match = _CAPITAL.match(line, at)
    if not match:
        return None
    number = "ABCDĐEFGHIK".index(match["no"]) + 1
    return Label("capital", _printed(line, at, match.end()), match["no"], number, match.end())


def _decimal(line: str, at: int) -> Label | None:
    match = _DECIMAL.match(line, at)
    if not match:
        return None
    counted = _COUNTED.match(line, at)
    if counted and not match["dot"]:  # "3. 90% dân số": what stands behind the blank is a quantity
        match = counted
    numbers = tuple(int(n) for n in re.findall(r"\d+", match["no"]))
    dot, rest = match["dot"], line[match.end() :]
    if len(numbers) == 1 and (not dot or (rest[:1].isdigit() and not match["gap"])):
        return None
    if len(numbers) > 1 and not dot and not (match["gap"] and rest[:1].isupper()):
        return None
    if not rest.strip(" *_") and len(numbers) == 1:
        return None
    if dot and dot.strip() in "-–—/" and not (rest[:1].isupper() and (len(numbers) == 1 or dot in "-–—")):
        return None
    if not all(numbers):
        return None
    printed = _printed(line, at, match.end())
    style: Style = "paren" if dot and dot.strip() == ")" and len(numbers) == 1 else "decimal"
    return Label(
        style, printed, str(numbers[-1]), numbers[-1], match.end(), numbers if style == "decimal" else ()
    )


def _letter(line: str, at: int) -> Label | None:
    match = _LETTER.match(line, at)
    if not match or not line[match.end() :].strip(" *_"):
        return None
    if match["mark"] != ")" and not (match["gap"] and line[match.end()].isupper()):
        return None
    number = letter_value(match["no"][0])
    if not number:
        return None
    return Label("letter", _printed(line, at, match.end()), match["no"], number, match.end())


def _paren(line: str, at: int) -> Label | None:
    match = _PAREN.match(line, at)
    if not match:
        return None
    no = match["no"]
    number = int(no) if no.isdigit() else roman_value(no.upper()) or letter_value(no)
    return Label("paren", _printed(line, at, match.end()), no, number, match.end()) if number else None


def _bullet(line: str, *, markdown: bool) -> Label | None:
    at = len(line) - len(line.lstrip())
    match = _BULLET.match(line, at)
    if not match:
        return None
    mark = match["mark"].lstrip("\\")
    after = line[match.end("mark") :]
    if mark in "*_+" and not match["gap"]:
        return None  # emphasis, or "+84"
    if mark in "-–—−*" and after[:1] in "-–—−*":
        return None  # a rule across the page
    if markdown and mark == "*" and after.count("*") % 2 == 1 and not match["gap"]:
        return None
    return Label("bullet", mark, mark, 0, match.end())


def _printed(line: str, start: int, end: int) -> str:
    return line[start:end].replace("\\", "").strip().strip("*_").strip()


def letter_value(letter: str) -> int:
    """The place of a point's letter in the Vietnamese series a, b, c, d, đ, e, g …; 0 for other characters.

    f, j, w and z are no Vietnamese letters, yet some documents use them: they stand next to their neighbours.
    """
    if letter in LETTERS:
        return LETTERS.index(letter) + 1
    return {"f": 7, "j": 10, "w": 22, "z": 24}.get(letter, 0)


_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = re.compile(r"C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")


def roman_value(numeral: str) -> int | None:
    """The value of a well-formed Roman numeral up to 399, or None."""
    if not numeral or not _ROMAN_FORM.match(numeral):
        return None
    total = 0
    for a, b in zip(numeral, numeral[1:] + " ", strict=True):
        value = _ROMAN_VALUES[a]
        total += -value if value < _ROMAN_VALUES.get(b, 0) else value
    return total


def roman_numeral(value: int) -> str:
    """The numeral of 1 to 399."""
    out = ""
    for number, numeral in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
                            (4, "IV"), (1, "I")):  # fmt: skip
        out += numeral * (value // number)
        value %= number
    return out


_DIGIT_LOOKALIKES = str.maketrans(dict.fromkeys("IlLi!|J][", "1") | dict.fromkeys("OoQ", "0") | {
    "Z": "2", "z": "2", "S": "5", "s": "5", "B": "8", "g": "9", "q": "9", "b": "6", "T": "7"})  # fmt: skip
_DAMAGED = re.compile(r"(?P<token>[^\s.()\-–—]{1,4})\s?(?P<mark>[.)\-–—])\s*(?=\S)")
_DAMAGED_PARTS = re.compile(r"(?P<token>[^\s.()\-–—]{1,2}(?:\s?\.\s?[^\s.()\-–—]{1,2}){1,4})\s?\.?\s+(?=\S)")
_ALONE = re.compile(r"[lIi!|ZSBbgq]\.\s+(?=[^\W\d_a-zà-ỹđ])")
_ROMAN_LOOKALIKES = str.maketrans(dict.fromkeys("lLi!|1J][", "I") | {"Y": "V", "v": "V", "x": "X", "U": "V"})


def read_damaged(
    line: str, *, style: Style, expected: tuple[int, ...], misread: bool = False
) -> Label | None:
    """The label of a series that must come next, read through recognition damage, or None.

    "ỈO." is read as 10 when (10,) is expected; only look-alikes of the expected label count. A letter that stands
    alone is read as a figure only where a heading or sentence follows. With `misread` the last part of a decimal label
    is a figure, but a wrong one: "S.7." where (5, 1) is expected.
    """
    head = _HEAD.match(line)
    at = head.end() if head else 0
    if style == "decimal":
        return _damaged_decimal(line, at, expected, misread=misread)
    match = _DAMAGED.match(line, at)
    if not match or style != "roman" or match["mark"] not in ".-–—":
        return None
    (number,) = expected
    if toneless(match["token"]).translate(_ROMAN_LOOKALIKES) != roman_numeral(number):
        return None
    if match["token"].isdigit() and not line[match.end() :].isupper():
        return None  # a figure, unless what follows is set as a heading is
    printed = match["token"] + match["mark"]
    return Label("roman", printed, roman_numeral(number), number, match.end(), damaged=True)


def _damaged_decimal(line: str, at: int, expected: tuple[int, ...], *, misread: bool) -> Label | None:
    match = (_DAMAGED if len(expected) == 1 else _DAMAGED_PARTS).match(line, at)
    if not match or (len(expected) == 1 and match["mark"] != "."):
        return None
    token = toneless(re.sub(r"\s", "", match["token"]))
    if token.replace(".", "").isdigit():
        return None
    above, _, last = token.rpartition(".") if misread else (token, "", "0")
    wanted = expected[:-1] if misread else expected
    if not last.isdigit() or above.translate(_DIGIT_LOOKALIKES) != ".".join(map(str, wanted)):
        return None
    if not any(c.isdigit() for c in token) and not (set(token) & set("IlO") or _ALONE.match(line, at)):
        return None
    printed = line[match.start("token") : match.end()].strip()
    return Label("decimal", printed, str(expected[-1]), expected[-1], match.end(), expected, damaged=True)

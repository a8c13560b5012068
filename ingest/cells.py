"""What a table cell looks like: a row label, an agency, a deadline, a unit, a value, words. Scores, not verdicts.

A flattened table gives one cell a line and no column marks; which cell stands in which column is settled from
these scores by `ingest.rows`. All scores are in one arbitrary unit: about +3 sure, 0 no opinion, -4 impossible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.columns import Role
from ingest.deadlines import is_deadline
from ingest.values import is_value
from ontology.agencies import begins_agency
from ontology.text import fold

_NUMBER_LABEL = re.compile(r"^((?:1[0-8]\d\d|\d{1,3})(?:\.\d{1,3}){0,3})\s*[.)]?$")
_NUMBER_INLINE = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){0,3})\s*[.)]\s+(?=[^\W\d_])")
_ROMAN_LABEL = re.compile(r"^([IVX]{1,6})\s*[.)]?$")
_ROMAN_INLINE = re.compile(r"^([IVX]{1,6})\s*[.)\-–]\s+(?=[^\W\d_])")
_LETTER_LABEL = re.compile(r"^([A-Z])\s*[.)]?$")
_DAMAGED_LABEL = re.compile(r"^([1-9lISBZbg][\dlIOSBZbg]{0,2})\s*[.)]?$")
_FIGURES = str.maketrans("lIOSBZbg", "11058269")
_PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?(?:trang\s+)?\d{1,3}(?:\s*[-–])?", re.IGNORECASE)
_DITTO = re.compile(
    r"^[-–(]?\s*(?:nt|như trên|như (?:dòng|mục|hàng) trên|″|〃|\"|'')\s*[-–).]?$", re.IGNORECASE
)
ROLE_WORDS = re.compile(
    r"(?:^|(?<=[\s;.,\-–+]))(?:[-–+]\s*)?(?:(?:cơ quan|đơn vị)\s+)?(?P<role>chủ trì|phối hợp)"
    r"(?:\s+thực hiện)?\s*:\s*",
    re.IGNORECASE,
)
_SUB_LABEL = re.compile(r"^([a-zđ])\s*[).]?$")
_SUB_INLINE = re.compile(r"^([a-zđ])\s*\)\s+(?=[^\W\d_])")
_SUB_LETTERS = "abcdđeghiklmnopqrstuvxy"
_UNITS = re.compile(
    r"^(?:%|‰|(?:tỷ|tỉ|triệu|nghìn|tbps|gbps|mbps|thứ bậc|xếp hạng|điểm|số lượng|số doanh nghiệp|chỉ số|"
    r"người|đơn vị|lần|giờ|ngày|km|ha|m2|usd|đồng|tấn|mw|kwh)(?!\w))"
)
_VALUE_WORDS = re.compile(
    r"^(?:tiên tiến|hiện đại|đạt|thuộc nhóm|nhóm|top|tốp|tăng|giảm|duy trì|hoàn thành|có|xếp|một số|"
    r"toàn bộ|cơ bản|phấn đấu)\b"
)


_OPENING = 40  # characters that tell whether a text begins with words of a value


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the reading: its words with blanks squeezed, and where it stands in reading coordinates."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """A possible row label: numbers ((8, 1) for "8.1"), or a group's ("II" is 2), and where the row's text begins."""

    text: str
    numbers: tuple[int, ...]
    group: bool
    end: int
    inline: bool
    sub: bool = False  # a letter, which counts under the row above it: numbers are its place alone
    damaged: bool = False  # read through recognition damage


def roman(text: str) -> int | None:
    """The value of a roman numeral up to 39, or None if it is not one in its usual form.

    >>> roman("XIV"), roman("IIX")
    (14, None)
    """
    values = {"I": 1, "V": 5, "X": 10}
    if not text or any(c not in values for c in text):
        return None
    total = 0
    for here, after in zip(text, [*text[1:], ""], strict=True):
        value = values[here]
        total += -value if after and values[after] > value else value
    usual = "X" * (total // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[total % 10]
    return total if usual == text else None


def read_label(part: Part) -> Label | None:
    """The row label that a line is or begins with, or None. Whether it is one, the sequence of rows decides."""
    text = part.text
    for pattern, inline in ((_NUMBER_LABEL, False), (_NUMBER_INLINE, True)):
        found = pattern.match(text)
        if found:
            numbers = tuple(int(n) for n in found[1].split("."))
            return Label(found[1], numbers, False, part.start + found.end(), inline)
    for pattern, inline in ((_ROMAN_LABEL, False), (_ROMAN_INLINE, True)):
        found = pattern.match(text)
        value = roman(found[1]) if found else None
        if found and value:
            return Label(found[1], (value,), True, part.start + found.end(), inline)
    found = _LETTER_LABEL.match(text)
    if found:
        return Label(found[1], (ord(found[1]) - 64,), True, part.start + found.end(), False)
    for pattern, inline in ((_SUB_LABEL, False), (_SUB_INLINE, True)):
        found = pattern.match(text)
        if found and found[1] in _SUB_LETTERS:
            place = _SUB_LETTERS.index(found[1]) + 1
            return Label(found[1], (place,), False, part.start + found.end(), inline, sub=True)
    return None


def read_damaged_label(part: Part) -> Label | None:
    """The row number that a line may have been before recognition took figures for letters ("l8" is 18), or None.

    It is worth something only where the row before has the number before.
    """
    found = _DAMAGED_LABEL.match(part.text)
    if not found or found[1].isdigit():
        return None
    number = int(found[1].translate(_FIGURES))
    return Label(str(number), (number,), False, part.start + found.end(), False, damaged=True)


def under(label: Label, above: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers of a row in full; a letter counts under the row `above` it: "a)" after 2 is (2, 1).

    >>> under(Label("b", (2,), False, 0, False, sub=True), (2, 1))
    (2, 2)
    """
    if not label.sub:
        return label.numbers
    base = above if label.numbers[0] == 1 else above[:-1]
    return (*base, *label.numbers)


def is_ditto(text: str) -> bool:
    """True if the cell says "as above": nt, như trên, a ditto mark."""
    return len(text) < 40 and bool(_DITTO.match(text.strip()))


def is_page_number(text: str) -> bool:
    """True if the text is what a page prints as its number, if it is none of a row or a value."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def is_blank(text: str) -> bool:
    """True if the cell is printed as empty."""
    return text.strip(" .-–—…/") == ""


def fit(role: Role, text: str) -> float:
    """How well a cell's words suit a column of this meaning."""
    return _fit("lead" if role == "coop" else role, text)


@lru_cache(maxsize=1 << 14)
def _fit(role: Role, text: str) -> float:
    if is_blank(text):
        return {"title": -4.0, "note": 0.5, "other": 0.5}.get(role, 1.0)
    if role in ("note", "other"):
        return 0.0
    if is_ditto(text):
        return -4.0 if role == "title" else 1.5
    number = bool(_NUMBER_LABEL.match(text))
    if role == "lead":
        return _fit_agency(text, number=number)
    if role == "deadline":
        return _fit_deadline(text, number=number)
    if role == "unit":
        return _fit_unit(text)
    if role == "value":
        return _fit_value(text)
    return _fit_words(role, text, number=number)


def _fit_agency(text: str, *, number: bool) -> float:
    if not number and (begins_agency(text) or ROLE_WORDS.match(text)) and not is_deadline(text):
        return 3.0 if len(text) <= 160 else 1.0
    return -2.0 if len(text) <= 40 and not number and not is_deadline(text) else -4.0


def _fit_deadline(text: str, *, number: bool) -> float:
    if is_deadline(text):
        return 3.0
    if number or begins_agency(text):
        return -4.0
    return -1.5 if len(text) <= 60 and not text[:1].islower() else -3.0


def _fit_unit(text: str) -> float:
    folded = fold(text)
    if _UNITS.match(folded) and len(text) <= 50:
        return 3.0
    if is_value(text) or _VALUE_WORDS.match(folded) or begins_agency(text):
        return -3.0
    return 1.5 if len(text) <= 30 else -1.0 if len(text) <= 60 else -4.0


def _fit_value(text: str) -> float:
    if is_value(text):
        return 3.0
    if text.startswith("%") or begins_agency(text):
        return -4.0
    return 1.5 if _states_value(text[:_OPENING]) else 0.3 if len(text) <= 200 else -2.0


@lru_cache(maxsize=1 << 12)
def _states_value(opening: str) -> bool:
    return bool(_VALUE_WORDS.match(fold(opening)))


def _fit_words(role: Role, text: str, *, number: bool) -> float:
    if number:
        return -4.0
    if is_deadline(text):
        return -3.0
    if role == "output":
        return -0.5 if begins_agency(text) else 1.0 if len(text) <= 160 else -1.0
    if begins_agency(text) or ROLE_WORDS.match(text):
        return -2.0 if len(text) <= 80 else -0.5
    return 2.0 if len(text) >= 25 else 0.5

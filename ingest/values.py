"""Values of targets as they are printed: a comparison, one number or two, or words."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.goal_words import NUMERALS
from ontology.text import fold
from ontology.types import Comparator

_NUMBER = r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_RANGE = re.compile(rf"(?:^|[^\d.,])({_NUMBER})\s*%?\s*(?:[-–—]|đến|tới)\s*({_NUMBER})(?![\d.,]*\d)")
_FIRST = re.compile(_NUMBER)
_DIGIT = re.compile(r"\d")
_SIGNS: tuple[tuple[str, Comparator], ...] = (
    (">=", ">="), ("≥", ">="), ("<=", "<="), ("≤", "<="), (">", ">"), ("<", "<"), ("~", "approx"), ("≈", "approx"),
)  # fmt: skip
_WORDS: tuple[tuple[str, Comparator], ...] = (
    (r"(?:ít nhất|tối thiểu|không (?:dưới|thấp hơn|ít hơn|nhỏ hơn)|trở lên|từ (?=\d))", ">="),
    (r"(?:nhiều nhất|tối đa|không (?:quá|vượt quá|cao hơn)|trở xuống)", "<="),
    (r"(?:trên|hơn|vượt|cao hơn|lớn hơn)\s+(?=\d)", ">"),
    (r"(?:dưới|thấp hơn|nhỏ hơn)\s+(?=\d)", "<"),
    (r"(?:khoảng|xấp xỉ|gần|tương đương)\s+(?=\d)", "approx"),
)
_RANK = re.compile(
    rf"(?:nhóm|top|tốp)\s+(?:\S+\s+){{0,2}}?({_NUMBER})\b|({_NUMBER})\s+(?:tỉnh|thành|địa phương|nước|"
    rf"quốc gia)\b[^.;]*(?:dẫn đầu|đứng đầu|hàng đầu|thứ hạng cao)"
)
_VALUE_HEAD = re.compile(
    rf"^(?:đạt|có|phấn đấu|trên|dưới|hơn|khoảng|từ|ít nhất|tối thiểu|tối đa|không (?:quá|dưới|vượt quá)|"
    rf"không (?:thấp|cao|ít|nhỏ) hơn|thấp hơn|cao hơn|xấp xỉ|gần|vượt|chiếm|duy trì|ở mức|mức|là|còn|"
    rf"lên|xuống|gấp|tăng|giảm|thêm|bằng|bình quân|trung bình|[<>=≥≤~≈±+\s])*(?:{_NUMBER})"
)


_NUMERALS = {word: str(n) for n, word in enumerate(NUMERALS.split("|"), 2)}
_RANK_NUMERAL = re.compile(
    rf"(?<=nhóm )({'|'.join(_NUMERALS)})(?= (?:tỉnh|thành|địa phương|nước|quốc gia|đơn vị|trường)\b)"
)
_HALF = "một nửa"


def number(text: str) -> float:
    """A printed number: a dot before three digits parts thousands, a comma (or other dot) the decimals.

    >>> number("1.000"), number("1,5"), number("2.5")
    (1000.0, 1.5, 2.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", "."))


def parse_value(text: str | None) -> tuple[Comparator | None, float | None, float | None]:
    """The comparison, the value and, of a range, its upper end; ("text", None, None) for words.

    A rank in words ("thuộc nhóm 30 tỉnh dẫn đầu") is a rank of at most that number; "một nửa" is 50, as a share.
    A first number with a tail ("≥ 3% và tăng dần") counts; a number far inside a sentence does not.

    >>> parse_value("≥ 80"), parse_value("8 - 10%"), parse_value("Tiên tiến")
    (('>=', 80.0, None), ('range', 8.0, 10.0), ('text', None, None))
    """
    folded = fold(text or "").replace("–", "-").strip()
    if folded in ("", "-", "…", "..."):
        return None, None, None
    if folded == _HALF:
        return "=", 50.0, None
    folded = _RANK_NUMERAL.sub(lambda found: _NUMERALS[found[1]], folded)
    if _several(folded):
        return "text", None, None
    span = _RANGE.search(folded)
    if span and _head(folded, span.start()):
        low, high = number(span[1]), number(span[2])
        if low < high:
            return "range", low, high
    rank = _RANK.search(folded)
    if rank:
        return "<=", number(rank[1] or rank[2]), None
    if not _VALUE_HEAD.match(folded):
        return "text", None, None
    first = _FIRST.search(folded)
    assert first is not None  # the head has a number
    return _comparator(folded), number(first[0]), None


@lru_cache(maxsize=1 << 14)
def is_value(text: str) -> bool:
    """True if the text is a bare value: a number with a sign and a unit at most, or a rank in words."""
    if not _DIGIT.search(text):
        return False
    folded = fold(text)
    if len(folded) > 90:
        return False
    return bool(len(folded) <= 60 and _VALUE_HEAD.match(folded)) or bool(_RANK.search(folded))


def _several(folded: str) -> bool:
    """Two statements in one cell ("≤ 3 …; ≤ 50 …", "nhóm 3 …, nhóm 50 …") have no single value."""
    if len(re.findall(rf"\b(?:nhóm|top|tốp)\s+(?:{_NUMBER})\b", folded)) > 1:
        return True
    parts = [p for p in folded.split(";") if p.strip()]
    return len(parts) > 1 and sum(bool(_VALUE_HEAD.match(p.strip())) for p in parts) > 1


def _head(folded: str, at: int) -> bool:
    return len(folded[:at].split()) <= 4


def _comparator(folded: str) -> Comparator:
    for sign, comparator in _SIGNS:
        if sign in folded:
            return comparator
    for words, comparator in _WORDS:
        if re.search(words, folded):
            return comparator
    return "="

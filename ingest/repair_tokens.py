"""Tokens for the repair of recognition damage: words, numbers and marks with their places and their form in the model.

The model's form of a word is lower case, NFC, with the tone mark on the vowel that new spelling gives it ("hoà" and
"hòa" meet). Line ends and blanks are no tokens, since a printed sentence runs over them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

BOUNDARY, NUMBER, COMMA, HYPHEN, SLASH = "<s>", "<n>", ",", "-", "/"
MARKS = (BOUNDARY, NUMBER, COMMA, HYPHEN, SLASH)

# A word may hold or end in an apostrophe: the horn of "ơ", "ư" comes out as one ("gõ'", "lưọ'c"), or a speck does.
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_⁰¹²³⁴-⁹]+(?:['’‘`´][^\W\d_⁰¹²³⁴-⁹]+)*['’]?)|(?P<number>\d+(?:[.,]\d+)*)|\S"
)
_OLD_TONE = re.compile(r"(?<!q)(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])$")
_LINE_MARK = frozenset("-–—•+*■▪")
_QUOTES = frozenset("“”\"'’‘")
_TONES = "\u0300\u0301\u0309\u0303\u0323"


class Token(NamedTuple):
    """A word, number or mark at [start, end); `form` is what the model knows it by, `word` whether it is a word."""

    form: str
    start: int
    end: int
    word: bool


@lru_cache(maxsize=1 << 16)
def canonical(word: str) -> str:
    """The form of a word that the model counts.

    >>> canonical("Hoà"), canonical("UỶ"), canonical("quý")
    ('hòa', 'ủy', 'quý')
    """
    low = word.lower()
    if not _OLD_TONE.search(low):
        return low
    marks = unicodedata.normalize("NFD", low)
    tone = next(c for c in marks if c in _TONES)
    at = marks.index(tone)
    return unicodedata.normalize("NFC", marks[: at - 1] + tone + marks[at - 1 : at] + marks[at + 1 :])


def tokens(text: str) -> list[Token]:
    """The words, numbers and marks of a text, left to right; quotation marks stand in no sentence's way."""
    out: list[Token] = []
    # One call for each of many thousand tokens: the plain constructor of the tuple is twice as fast.
    make, base = tuple.__new__, 0
    for line in text.split("\n"):
        out += [make(Token, (form, a + base, b + base, word)) for form, a, b, word in _in_line(line)]
        base += len(line) + 1
    return out


@lru_cache(maxsize=1 << 12)
def _in_line(line: str) -> tuple[tuple[str, int, int, bool], ...]:
    """The tokens of one line; a text is read again after its first repairs, and most lines are the same."""
    out: list[tuple[str, int, int, bool]] = []
    fresh = True
    for match in _TOKEN.finditer(line):
        kind = match.lastindex
        a, b = match.span()
        if kind == 1:
            out.append((canonical(match[0]), a, b, True))
        elif kind:
            out.append((NUMBER, a, b, False))
        else:
            char = match[0]
            if char in _QUOTES:
                continue
            plain = char in ",-/" and not (fresh and char in _LINE_MARK)
            out.append((char if plain else BOUNDARY, a, b, False))
        fresh = False
    return tuple(out)

"""A question as tokens: folded, split and spelled the way that the lexicon compares them.

After `tokenize`:
1. every token's `key` is lower-case ASCII letters and digits (slashes and dots survive inside numbers);
2. `start` and `end` point into the question as it was asked;
3. letters that run into a number are apart ("NQ03" is "nq", "03"), abbreviations joined by "&" are together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.text import nfc, toneless

_PIECE = re.compile(r"[^\W_]+(?:[&][^\W_]+|[-.]?[^\W_]{1,3}&[^\W_]+)*|%", re.UNICODE)
_NUMBER = re.compile(r"\d+(?:[./]\d+)*")
_LETTERS_NUMBER = re.compile(r"^([a-z]{2,4})(\d{1,4})$")
#: What may be a Vietnamese syllable by its letters, without marks.
SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?(?:[iou]?[aeiouy]{1,2})(?:ch|ng|nh|[cmnptiouy])?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: how it was typed, the key that the lexicon compares, and where it stands in the question."""

    text: str
    key: str
    start: int
    end: int


def key_of(text: str) -> str:
    """The comparison key of a word or phrase: toneless, lower case, single blanks, no punctuation.

    >>> key_of("Sở KH&CN, Quảng Ngãi")
    'so khcn quang ngai'
    """
    return " ".join(t.key for t in tokenize(text))


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of `text` from left to right."""
    text = nfc(text)
    out: list[Token] = []
    at = 0
    while at < len(text):
        number = _NUMBER.match(text, at)
        piece = _PIECE.match(text, at)
        if number and (piece is None or number.end() >= piece.end()):
            out.append(Token(number.group(), number.group(), number.start(), number.end()))
            at = number.end()
        elif piece:
            out += _split(piece.group(), piece.start())
            at = piece.end()
        else:
            at += 1
    return tuple(out)


def _split(piece: str, start: int) -> list[Token]:
    key = re.sub(r"[^a-z0-9%]", "", toneless(piece).lower())
    if not key:
        return []
    joined = _LETTERS_NUMBER.match(key)
    if joined and len(key) == len(piece):
        cut = start + len(joined.group(1))
        return [
            Token(piece[: cut - start], joined.group(1), start, cut),
            Token(piece[cut - start :], joined.group(2), cut, start + len(piece)),
        ]
    return [Token(piece, key, start, start + len(piece))]

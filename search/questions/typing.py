"""What hands do to words: single slips of the keys, and marks left as the keys of Telex.

Everything here compares lower-case letters without marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACE = {c: (i, row.index(c) + 0.4 * i) for i, row in enumerate(_ROWS) for c in row}
_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_HATS = (("aa", "a", "\u0302"), ("ee", "e", "\u0302"), ("oo", "o", "\u0302"), ("dd", "d", "đ"))
_HORNS = {"a": "\u0306", "o": "\u031b", "u": "\u031b"}
_VOWEL = re.compile(r"[aeiouy]")
#: What one slip costs; the likelier, the less.
SWAPPED, DOUBLED, OMITTED, BESIDE, ADDED, OTHER = 0.8, 0.6, 0.9, 0.9, 1.15, 1.5


def slip(typed: str, meant: str) -> float | None:
    """What it costs to have typed one word for the other: 0 for none, None for more than one slip.

    >>> slip("nhime", "nhiem"), slip("khongg", "khong"), slip("mot", "hai")
    (0.8, 0.6, None)
    """
    if typed == meant:
        return 0.0
    if abs(len(typed) - len(meant)) > 1:
        return None
    i = 0
    while i < min(len(typed), len(meant)) and typed[i] == meant[i]:
        i += 1
    if len(typed) > len(meant):
        doubled = i > 0 and typed[i : i + 1] == typed[i - 1]
        return (DOUBLED if doubled else ADDED) if typed[i + 1 :] == meant[i:] else None
    if len(typed) < len(meant):
        return OMITTED if typed[i:] == meant[i + 1 :] else None
    if typed[i + 1 :] == meant[i + 1 :]:
        return BESIDE if _neighbours(typed[i], meant[i]) else OTHER
    swapped = typed[i : i + 2] == meant[i : i + 2][::-1] and typed[i + 2 :] == meant[i + 2 :]
    return SWAPPED if swapped else None


def _neighbours(a: str, b: str) -> bool:
    if a not in _PLACE or b not in _PLACE:
        return False
    (row, column), (other, beside) = _PLACE[a], _PLACE[b]
    return abs(row - other) <= 1 and abs(column - beside) <= 1.01


def shortened(word: str) -> Iterator[str]:
    """The word and every form of it that lacks one letter: words one slip apart share at least one of these."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def from_telex(typed: str) -> tuple[str, frozenset[str]] | None:
    """The bare letters and the marks that the keys of Telex stand for; None where no key of it was typed.

    >>> from_telex("nhieemj")[0], from_telex("dduwowcj")[0], from_telex("khoa")
    ('nhiem', 'duoc', None)
    """
    letters, marks = typed, set()
    vowel = _VOWEL.search(letters)
    if vowel is None:
        return None
    for at in range(len(letters) - 1, vowel.start(), -1):
        # The key of the tone stands behind the last vowel, before or behind the final consonants.
        if letters[at] in _TONES and not _VOWEL.search(letters[at + 1 :]):
            marks.add(_TONES[letters[at]])
            letters = letters[:at] + letters[at + 1 :]
            break
    for pair, single, mark in _HATS:
        if pair in letters:
            letters = letters.replace(pair, single)
            marks.add(mark)
    while (at := letters.find("w", 1)) > 0 and letters[at - 1] in _HORNS:
        marks.add(_HORNS[letters[at - 1]])
        letters = letters[:at] + letters[at + 1 :]
    return (letters, frozenset(marks)) if letters != typed else None


def marks_of(word: str) -> frozenset[str]:
    """The marks that a word bears, the stroke of đ among them.

    >>> len(marks_of("nhiệm")), len(marks_of("khoa"))
    (2, 0)
    """
    parts = unicodedata.normalize("NFD", word.lower())
    return frozenset(c for c in parts if unicodedata.combining(c) or c == "đ")

"""Wording as linkers and their candidate source see it: sentences, and toneless word n-grams.

Toneless, because recognised text loses tone marks first and an office that retypes a clause loses them last;
what toneless syllables confuse, pairs of them tell apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from ontology.text import squeeze, toneless

_BREAK = re.compile(r"(?<=[;!?…])\s+|(?<=\.)\s+")
_WORD = re.compile(r"\w+")
_SHORT = 4
#: A word, or two words with a space between: a string knows its hash, where a pair of strings works it out each time.
Gram = str


@lru_cache(maxsize=1 << 15)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, parts between semicolons included; a piece of under four words joins the one before.

    >>> sentences("Ban hành danh mục; công bố danh mục hằng năm. Rà soát định kỳ mỗi quý một lần.")
    ('Ban hành danh mục;', 'công bố danh mục hằng năm.', 'Rà soát định kỳ mỗi quý một lần.')
    """
    out: list[str] = []
    for piece in _BREAK.split(squeeze(text)):
        joins = out and (
            len(_WORD.findall(piece)) < _SHORT
            or len(_WORD.findall(out[-1])) < _SHORT
            or (out[-1].endswith(".") and piece[:1].islower())  # an abbreviation or "..." inside a sentence
        )
        if joins:
            out[-1] += " " + piece
        elif piece:
            out.append(piece)
    return tuple(out)


@lru_cache(maxsize=1 << 15)
def words(text: str) -> tuple[str, ...]:
    """Lower-case toneless words (syllables and numbers) in order."""
    return tuple(_WORD.findall(toneless(text).lower()))


@lru_cache(maxsize=1 << 15)
def grams(text: str) -> frozenset[Gram]:
    """The distinct words and pairs of neighbouring words of a text."""
    w = words(text)
    return frozenset([*w, *map(" ".join, pairwise(w))])

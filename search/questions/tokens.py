"""A question as tokens: folded, split and spelled the way that the lexicon compares them.

After `tokenize`:
1. every token's `key` is lower-case ASCII letters and digits (slashes and dots survive inside numbers);
2. `start` and `end` point into the question as it was asked;
3. letters that run into a number are apart ("NQ03" is "nq", "03"), abbreviations joined by "&" are together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ontology.text import nfc, toneless

_PIECE = re.compile(r"[^\W_]+(?:[&][^\W_]+|[-.]?[^\W_]{1,3}&[^\W_]+)*|%", re.UNICODE)
_NUMBER = re.compile(r"\d+(?:[./]\d+)*")
_LETTERS_NUMBER = re.compile(r"^([a-z]{2,4})(\d{1,4})$")
_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?(?:[iou]?[aeiouy]{1,2})(?:ch|ng|nh|[cmnptiouy])?"
)
_MIN_TYPO = 4  # shorter words differ from their neighbours by one letter as a rule


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


def one_edit(a: str, b: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped, makes `a` into `b`."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return a == b
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        swapped = (
            a[i + 1 : i + 2] == b[i : i + 1] and a[i : i + 1] == b[i + 1 : i + 2] and a[i + 2 :] == b[i + 2 :]
        )
        return a[i + 1 :] == b[i + 1 :] or swapped
    return a[i + 1 :] == b[i:] if len(a) > len(b) else a[i:] == b[i + 1 :]


class Speller:
    """Corrects words that no list knows to the known word one edit away that fits their neighbours.

    `phrases` are the known phrases as keys; a correction is made only when the corrected word stands beside the
    same neighbour in one of them, or when it is long enough to be sure by itself.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        for phrase in phrases:
            words = phrase.split()
            self._words.update(words)
            self._pairs.update(pairwise(words))
        self.words = frozenset(self._words)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._words):
            self._by_length.setdefault(len(word), []).append(word)
        self._near = lru_cache(maxsize=4096)(self._find)

    def correct(self, tokens: Sequence[Token], known: frozenset[str] = frozenset()) -> tuple[Token, ...]:
        """The tokens with misspelt keys set right; `known` words are left as they are."""
        keys = [t.key for t in tokens]
        out = list(tokens)
        for i, token in enumerate(tokens):
            if token.key in self._words or token.key in known or not token.key.isalpha():
                continue
            left = keys[i - 1] if i else ""
            right = keys[i + 1] if i + 1 < len(keys) else ""
            best = self._choose(token.key, left, right)
            if best is not None:
                out[i] = Token(token.text, best, token.start, token.end)
                keys[i] = best
        return tuple(out)

    def _choose(self, key: str, left: str, right: str) -> str | None:
        ranked = []
        for word in self._near(key):
            fits = ((left, word) in self._pairs) + ((word, right) in self._pairs)
            # A sound syllable is most likely meant; and without a neighbour only letters left out, doubled or
            # swapped are sure: "leaving" is not "leading".
            if _SYLLABLE.fullmatch(key) and fits < 2:
                continue
            if fits or (len(key) >= _MIN_TYPO + 2 and (len(word) != len(key) or sorted(word) == sorted(key))):
                ranked.append((-fits, word[0] != key[0], word))
        return min(ranked)[2] if ranked else None

    def _find(self, key: str) -> tuple[str, ...]:
        if len(key) < 2:
            return ()
        return tuple(
            word
            for length in (len(key) - 1, len(key), len(key) + 1)
            for word in self._by_length.get(length, ())
            if len(word) > 1 and one_edit(key, word)
        )

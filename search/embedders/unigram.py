"""Splits text into the pieces of a unigram language model, as SentencePiece does (Kudo 2018, arXiv:1804.10959)."""

from __future__ import annotations

import re
from functools import lru_cache

from search.embedders.weights import Vocabulary

_SPACE = "\u2581"  # stands for the space before a word
_SPACES = re.compile(" {2,}")
_UNKNOWN = 10.0  # how much less likely an unknown character is than the least likely piece
_WORDS = 1 << 16  # words whose pieces are remembered


class Unigram:
    """A tokenizer. No piece crosses a space, so words are split one by one and remembered."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._normal = vocabulary.normal
        self._unknown = vocabulary.unknown
        self._scores = vocabulary.scores
        self._ids = {
            piece: n for n, piece in enumerate(vocabulary.pieces) if piece and n != vocabulary.unknown
        }
        self._longest = max(map(len, self._ids))
        self._least = min(vocabulary.scores) - _UNKNOWN
        self.word = lru_cache(maxsize=_WORDS)(self._split)

    def tokens(self, text: str) -> list[int]:
        """The tokens of a text, without those that stand around it."""
        normal = _SPACES.sub(" ", text.translate(self._normal))
        words = normal.removeprefix(" ").split(" ")
        return [token for word in words for token in self.word(_SPACE + word)]

    def _split(self, word: str) -> tuple[int, ...]:
        """The likeliest pieces (Viterbi); a character that is in none is the unknown token."""
        best = [0.0] + [float("-inf")] * len(word)
        back = [(0, self._unknown)] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                piece = self._ids.get(word[start:end])
                if piece is not None and best[start] + self._scores[piece] > best[end]:
                    best[end], back[end] = best[start] + self._scores[piece], (start, piece)
            if best[start] + self._least > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self._least, (start, self._unknown)
        out, at = [], len(word)
        while at:
            at, piece = back[at]
            out.append(piece)
        return tuple(reversed(out))

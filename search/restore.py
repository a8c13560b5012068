"""Diacritics put back into a question typed without them, by the words and word pairs of the texts at hand.

Embedding models read toneless Vietnamese badly; the indexed texts themselves tell which marked word is meant.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from ontology.analyzer import mostly_marked
from ontology.text import nfc, toneless

_WORD = re.compile(r"[^\W_]+")
_END = ""  # of a text
_PAIR_SHARE = 0.9  # how much of a word's likelihood its left neighbour decides


class Restorer:
    """A word-pair model of some texts; `restore` finds the likeliest marked reading of a toneless text."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Counts the words and pairs of `texts`; each should be given once."""
        words = (word for text in texts for word in (*_WORD.findall(nfc(text).lower()), _END))
        self._pairs = Counter(pairwise(words))
        self._single: Counter[str] = Counter()
        for (word, _), times in self._pairs.items():  # every word stands before one other, or before the end
            self._single[word] += times
        del self._single[_END]
        self._total = sum(self._single.values())
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._single):
            self._forms[toneless(word)].append(word)

    def knows(self, word: str) -> bool:
        """Whether some text has the word, with whatever marks."""
        return toneless(nfc(word)).lower() in self._forms

    def restore(self, text: str) -> str:
        """The text with marks; unchanged when it has marks already, or for words that the texts do not have."""
        text = nfc(text)
        if mostly_marked(text):
            return text
        words = list(_WORD.finditer(text))
        out: list[str] = []
        at = 0
        for match, word in zip(words, self._best([m.group() for m in words]), strict=True):
            out += (text[at : match.start()], word)
            at = match.end()
        return "".join(out) + text[at:]

    def _readings(self, word: str) -> list[str]:
        if toneless(word) != word:  # marked by hand: it stands
            return [word.lower()]
        return self._forms.get(word.lower()) or [word]

    def _best(self, words: list[str]) -> list[str]:
        """The likeliest chain of readings (Viterbi)."""
        ends: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for word in words:
            following: dict[str, tuple[float, list[str]]] = {}
            for reading in self._readings(word):
                score, chain = max(
                    ((s + self._likelihood(before, reading), c) for before, (s, c) in ends.items()),
                    key=lambda end: end[0],
                )
                following[reading] = (score, [*chain, reading])
            ends = following
        return max(ends.values(), key=lambda end: end[0])[1]

    def _likelihood(self, before: str, word: str) -> float:
        alone = (self._single[word] + 0.1) / (self._total + 1)
        seen = self._single[before]
        pair = self._pairs[before, word] / seen if seen else 0.0
        return math.log(_PAIR_SHARE * pair + (1 - _PAIR_SHARE) * alone)

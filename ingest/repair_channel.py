"""What recognition makes of Vietnamese letters: the words that a damaged one may have been, and at what cost.

A reading costs the more, the less the machine tends to that slip: a lost or wrong mark is common ("tố" for "tổ"),
letters that look alike are rarer ("quv" for "quy", "phưcmg" for "phương"), any other letter is rare ("nháp" for
"pháp"). Costs are natural logarithms of odds against the slip.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ontology.text import toneless

MARK, STROKE, ALIKE, LETTER = 3.0, 5.0, 4.5, 7.0
_MOST = 10  # readings kept for one word
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_APOSTROPHES = re.compile("['’‘`´]")
# two good spellings of one word: neither is a misreading of the other
_VARIANTS = frozenset({("hàng", "hằng"), ("hằng", "hàng"), ("chính", "chánh"), ("chánh", "chính")})
# what stands in the damaged word, what the print may have had; without marks
_LOOKALIKE = (
    ("v", "y"), ("y", "v"), ("in", "m"), ("m", "in"), ("rn", "m"), ("cm", "on"), ("rig", "ng"), ("u", "g"), ("a", "q"),
    ("n", "p"), ("p", "n"), ("c", "e"), ("e", "c"), ("l", "t"), ("t", "l"), ("l", "i"), ("i", "l"), ("h", "b"),
    ("b", "h"), ("n", "h"), ("h", "n"), ("n", "u"), ("u", "n"), ("o", "c"), ("c", "o"), ("d", "cl"), ("cl", "d"),
    ("g", "q"), ("q", "g"), ("li", "h"), ("ii", "u"), ("ii", "n"), ("tr", "t"), ("nii", "mi"), ("f", "t"),
)  # fmt: skip


def bare(word: str) -> str:
    """The word without marks and apostrophes."""
    return _APOSTROPHES.sub("", toneless(word))


@lru_cache(maxsize=1 << 14)
def _letters(word: str) -> list[tuple[str, str, str]]:
    """Each letter as its base, its vowel mark and its tone."""
    out: list[tuple[str, str, str]] = []
    for char in unicodedata.normalize("NFD", word):
        if unicodedata.combining(char):
            if out:
                base, mark, tone = out[-1]
                out[-1] = (base, mark, char) if char in _TONES else (base, char, tone)
        else:
            out.append((char, "", ""))
    return out


def marks_cost(raw: str, word: str) -> float:
    """What reading `raw` as `word` costs, where the two differ in marks alone."""
    cost = 0.0
    lost = _letters(_APOSTROPHES.sub("", raw))
    for (a, mark_a, tone_a), (b, mark_b, tone_b) in zip(lost, _letters(word), strict=False):
        if a != b:
            cost += STROKE if a != "đ" else 2 * STROKE  # a bar is lost, hardly ever printed where none was
        elif mark_a != mark_b or tone_a != tone_b:
            # Both changed at one letter is one smudge, hardly rarer than either.
            cost += MARK + (0.5 if mark_a != mark_b and tone_a != tone_b else 0.0)
    if len(_APOSTROPHES.findall(raw)):
        cost -= MARK  # a loose apostrophe is itself the sign of a lost mark
    return max(cost, 0.5)


class Channel:
    """The known words by their bare letters, and what a damaged word may have been."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_bare: Mapping[str, list[str]] = defaultdict(list)
        self._by_gap: Mapping[str, set[str]] = defaultdict(set)
        for word in words:
            if word.isalpha():
                self._by_bare[bare(word)].append(word)
        for letters in self._by_bare:
            for gap in _gaps(letters):
                self._by_gap[gap].add(letters)
        self._cache: dict[tuple[str, bool], tuple[tuple[str, float], ...]] = {}

    def readings(self, form: str, *, known: bool) -> tuple[tuple[str, float], ...]:
        """Other words that `form` may have been, cheapest first; a known word differs in marks alone."""
        found = self._cache.get((form, known))
        if found is None:
            costs: dict[str, float] = {}
            for word, cost in self._all(form, known=known):
                if word != form and (form, word) not in _VARIANTS:
                    costs[word] = min(cost, costs.get(word, cost))
            best = sorted(costs.items(), key=lambda item: (item[1], item[0]))
            found = self._cache[form, known] = tuple(best[: _MOST if known else 3 * _MOST])
        return found

    def _all(self, form: str, *, known: bool) -> Iterator[tuple[str, float]]:
        letters = bare(form)
        for word in self._by_bare.get(letters, ()):
            yield word, marks_cost(form, word)
        if known or (len(letters) < 3 and "v" not in letters):
            return
        for wrong, right in _LOOKALIKE:
            at = letters.find(wrong)
            while at >= 0:
                other = letters[:at] + right + letters[at + len(wrong) :]
                for word in self._by_bare.get(other, ()):
                    yield word, ALIKE + _rest(form, letters, word, other, at, len(wrong), len(right))
                at = letters.find(wrong, at + 1)
        if (
            len(letters) > 2 and not form.isascii()
        ):  # plain letters that are no known word may be a foreign word
            for at, gap in enumerate(_gaps(letters)):
                for other in self._by_gap.get(gap, ()):
                    for word in self._by_bare[other]:
                        yield word, LETTER + _rest(form, letters, word, other, at, 1, 1)


def _rest(form: str, letters: str, word: str, other: str, at: int, cut: int, put: int) -> float:
    """Marks that differ outside the replaced letters."""
    plain = _APOSTROPHES.sub("", form)
    if len(plain) != len(letters) or len(word) != len(other):
        return MARK
    left, right = plain[:at] + "." + plain[at + cut :], word[:at] + "." + word[at + put :]
    return 0.0 if left == right else marks_cost(left, right)


def _gaps(letters: str) -> list[str]:
    return [f"{letters[:i]}.{letters[i + 1 :]}" for i in range(len(letters))]

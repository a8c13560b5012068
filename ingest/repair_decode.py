"""Choosing readings: where a word and its neighbours are strange together, the likeliest words that it may have been.

A word is looked at only where clean text lacks its pair with a neighbour, and only those readings that make a known
pair with a neighbour, or with a reading of it, are weighed. Words that touch one another are decided together by a
beam over (reading before, reading); each change must then stand on its own against the word as it was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf
from operator import and_

from ingest.repair_channel import Channel
from ingest.repair_model import Model, evident, table
from ingest.repair_tokens import MARKS, Token

_BEAM = 4
_LONGEST = 12  # words decided together
_MOST = 5  # readings weighed for one word, cheapest first


@dataclass(frozen=True, slots=True)
class Caution:
    """How much likelier, as a logarithm of odds, a reading must be than the print."""

    unknown: float = 1.0  # a word that no text and no lexicon has
    rare: float = 1.5  # a word that only the lexicon has
    usual: float = 2.0  # a word of clean text, in the wrong place
    apt: float = 6.0  # a word that goes with one of its neighbours as it stands
    thin: float = 1.0  # more, where only a rare pair speaks for the reading
    name: float = 2.5  # more, for a word with a capital within a sentence


@dataclass(frozen=True, slots=True)
class Choice:
    """Token `index` should read `form`; `gain` is the logarithm of the odds for it."""

    index: int
    form: str
    gain: float


Option = tuple[int, str, float]  # id, form, cost
_SYLLABLE = 12  # letters: seven, and those that recognition may have made of one


@cache
def channel() -> Channel:
    """The channel over the shipped words."""
    return Channel(w for w in table().ids if w not in MARKS)


_Readings = tuple[tuple[Option, ...], frozenset[int]]  # and their ids


@lru_cache(maxsize=1 << 14)
def readings(form: str, usual: bool) -> _Readings | None:
    """The words that a form may have been, with their ids; None where there are none."""
    ids = table().ids
    found = tuple((ids[w], w, cost) for w, cost in channel().readings(form, known=usual))
    return (found, frozenset(word for word, _, _ in found)) if found else None


class Decoder:
    """Decides over the tokens of one text."""

    def __init__(self, text: str, found: Sequence[Token], model: Model, *, caution: Caution) -> None:
        self._text, self._tokens, self._model, self._caution = text, found, model, caution
        self._ids = model.read

    def choices(self) -> list[Choice]:
        """Every change worth making, in order."""
        options = self._options()
        out: list[Choice] = []
        at, end = 0, len(self._tokens)
        while at < end:
            if at not in options:
                at += 1
                continue
            stop = at + 1
            # One word in between does not part two doubtful ones: both pairs with it are at stake.
            while stop < end and stop - at < _LONGEST and (stop in options or stop + 1 in options):
                stop += 1
            out += self._decide(at, stop, options)
            at = stop
        return out

    def _options(self) -> dict[int, list[Option]]:
        """Readings to weigh, by token."""
        pairs, found = self._model.table.pairs, self._tokens
        sound = [key in pairs for key in self._model.keys]
        doubtful: dict[int, _Readings] = {}
        for i, fits in enumerate(map(and_, sound, sound[1:])):
            if not fits and found[i].word:
                readings = self._readings(i)
                if readings:
                    doubtful[i] = readings
        kept = {}
        for i, (options, words) in doubtful.items():
            apt = self._apt(words, self._around(i - 1, doubtful), self._around(i + 1, doubtful))
            if apt:
                kept[i] = [r for r in options if r[0] in apt][:_MOST]
        return kept

    def _around(self, i: int, doubtful: dict[int, _Readings]) -> Iterable[int]:
        if not 0 <= i < len(self._ids):
            return ()
        own = self._ids[i]
        return (own, *doubtful[i][1]) if i in doubtful else (own,)

    def _apt(self, words: frozenset[int], left: Iterable[int], right: Iterable[int]) -> set[int]:
        """The words that clean text has beside one of the neighbours; marks are no evidence."""
        after, before = self._model.table.after, self._model.table.before
        apt: set[int] = set()
        for one in left:
            if one in after:
                apt |= words & after[one]
        for two in right:
            if two in before:
                apt |= words & before[two]
        return apt

    def _readings(self, i: int) -> _Readings | None:
        form = self._tokens[i].form
        found = readings(form, self._model.usual(self._ids[i])) if 1 < len(form) <= _SYLLABLE else None
        return found if found and not self._guarded(self._tokens[i]) else None

    def _guarded(self, token: Token) -> bool:
        """Abbreviations, codes and parts of addresses are not words of the language."""
        text, a, b = self._text, token.start, token.end
        if (a and (text[a - 1] in "/@._&" or text[a - 1].isdigit())) or text[b : b + 1] in (
            "/",
            "@",
            "&",
            "_",
        ):
            return True
        shown = text[a:b]
        if not shown[1:].islower() and not shown.isupper() and not shown.istitle():
            return True
        if shown.isupper() and len(shown) > 1:
            return not self._upper_line(a)
        return False

    def _upper_line(self, at: int) -> bool:
        a = self._text.rfind("\n", 0, at) + 1
        b = self._text.find("\n", at)
        line = self._text[a : b if b >= 0 else None]
        letters = [c for c in line if c.isalpha()]
        return len(letters) > 9 and sum(c.isupper() for c in letters) > 0.8 * len(letters)

    def _decide(self, start: int, stop: int, options: dict[int, list[Option]]) -> list[Choice]:
        lattice = [[(self._ids[i], "", 0.0), *options.get(i, ())] for i in range(start, stop)]
        while True:
            out, refused = self._pass(start, stop, lattice)
            if not refused:
                return out
            # What was chosen beside a refused reading leaned on it: decide again without.
            for i in refused:
                lattice[i] = lattice[i][:1]

    def _pass(self, start: int, stop: int, lattice: list[list[Option]]) -> tuple[list[Choice], list[int]]:
        """The changes worth making in [start, stop), and those tried that do not stand on their own."""
        lead = (self._id(start - 2), self._id(start - 1))
        tail = (self._id(stop), self._id(stop + 1))
        search = self._search if len(lattice) > 1 else self._alone
        total, picks = search(lead, lattice, tail)
        if not any(picks):
            return [], []
        chosen = [row[n] for row, n in zip(lattice, picks, strict=True)]
        path = [lead[1], *(word for word, _, _ in chosen), tail[0]]
        out, refused = [], []
        for i, pick in enumerate(picks):
            if not pick:
                continue
            printed = [
                row[:1] if k == i or not picks[k] else [row[0], chosen[k]] for k, row in enumerate(lattice)
            ]
            gain = total - search(lead, printed, tail)[0]
            before = (path[i], i > 0 and picks[i - 1] > 0)
            after = (path[i + 2], i + 1 < len(picks) and picks[i + 1] > 0)
            if gain >= self._needed(start + i, chosen[i][0], before, after):
                out.append(Choice(start + i, chosen[i][1], gain))
            else:
                refused.append(i)
        return out, refused

    def _id(self, i: int) -> int:
        return self._ids[i] if 0 <= i < len(self._ids) else 0

    def _needed(self, i: int, reading: int, before: tuple[int, bool], after: tuple[int, bool]) -> float:
        """The gain that a reading must bring, given its neighbours and whether they too are changed."""
        care, model, printed = self._caution, self._model, self._ids[i]
        left, right = model.clean_pair(before[0], reading), model.clean_pair(reading, after[0])
        stands = model.clean_pair(before[0], printed), model.clean_pair(printed, after[0])
        left = 0 if not evident(before[0], left) or (before[1] and left < 2) else left
        right = 0 if not evident(after[0], right) or (after[1] and right < 2) else right
        if not left and not right:
            return inf  # nothing but its letters speaks for it
        need = care.unknown
        if model.known(printed):
            beside = [(before[0], stands[0]), (after[0], stands[1])]
            fits = [n if evident(word, n) else 0 for word, n in beside]
            if (
                model.usual(printed)
                and sum(fits) > sum((left, right))
                and min(fits[0] - left, fits[1] - right) >= 0
            ):
                return inf  # clean text has the print more often beside either neighbour
            need = care.usual if model.usual(printed) else care.rare
            need = care.apt if any(n and evident(word, n) for word, n in beside) else need
            need += care.thin if max(left, right) < 2 else 0.0
        return need + (care.name if self._named(i) else 0.0)

    def _named(self, i: int) -> bool:
        """Whether the token may be part of a name: a capital within a sentence, or before another capital."""
        token, text = self._tokens[i], self._text
        if not text[token.start : token.end].istitle():
            return False
        after = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        return (i > 0 and self._tokens[i - 1].word) or bool(
            after and after.word and text[after.start : after.end].istitle()
        )

    def _alone(
        self, lead: tuple[int, int], lattice: Sequence[Sequence[Option]], tail: tuple[int, int]
    ) -> tuple[float, tuple[int, ...]]:
        """What `_search` gives for one doubtful word."""
        score, (two, one), (then, last) = self._model.score, lead, tail
        best, pick = -inf, 0
        for n, (word, _, cost) in enumerate(lattice[0]):
            own = 0 if n else 1
            value = (
                score(two, one, word, own) + score(one, word, then, own) + score(word, then, last, own) - cost
            )
            if value > best:
                best, pick = value, n
        return best, (pick,)

    def _search(
        self, lead: tuple[int, int], lattice: Sequence[Sequence[Option]], tail: tuple[int, int]
    ) -> tuple[float, tuple[int, ...]]:
        """The best score and, for each token, which of its options it takes (0: as printed)."""
        score = self._model.score
        # One state for each pair of last words: (score, picks, whether each of the two stands as printed)
        beam: dict[tuple[int, int], tuple[float, tuple[int, ...], bool]] = {lead: (0.0, (), True)}
        for row in [*lattice, *([(t, "", 0.0)] for t in tail)]:
            grown: dict[tuple[int, int], tuple[float, tuple[int, ...], bool]] = {}
            for (before, one), (total, picks, printed) in beam.items():
                for n, (word, _, cost) in enumerate(row):
                    own = 1 if n == 0 and printed else 0
                    value = total - cost + score(before, one, word, own)
                    held = grown.get((one, word))
                    if held is None or value > held[0]:
                        grown[one, word] = (value, (*picks, n), n == 0)
            if len(grown) > _BEAM:
                best = sorted(grown.items(), key=lambda item: -item[1][0])[:_BEAM]
                grown = dict(best)
            beam = grown
        total, picks, _ = max(beam.values(), key=lambda item: item[0])
        return total, picks[: len(lattice)]

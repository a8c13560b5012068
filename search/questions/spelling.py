"""Misspelt words of a question set right before it is read, and told to the asker.

What stands in the documents and in the lexicon is known: words, how often, and which stand side by side. A word is
changed only where what was typed is unknown, or stands beside nothing that it ever stood beside, and one slip of the
hand away lies a word that fits its neighbours clearly better. Numbers, those of documents too, are never changed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ontology.analyzer import mostly_marked
from ontology.text import nfc
from ontology.vocabulary import parse_numbers
from search.expansion import is_english
from search.questions.tokens import SYLLABLE, Token, key_of, tokenize
from search.questions.typing import from_telex, marks_of, shortened, slip
from search.types import Repair

_STOPS = frozenset(",.;:?!()")
_ROMAN = re.compile(r"[ivx]{2,4}")
_SAID = 30  # how often a phrase of the lexicon counts as seen
_TWICE = re.compile(r"([aeiouy])\1")  # no Vietnamese syllable has one vowel twice
_OFTEN = 3  # a pair seen this often is meant
_RARE = 2  # a word of the texts seen less often may be a slip itself
_SLIP = 3.2  # what a slip costs on the scale of log counts
_TELEX = 0.5  # keys of Telex are no accident: half a slip
_MARK = 0.8  # each mark that disagrees with what was typed, in slips
_UNKNOWN = -4.2  # what it costs to leave a word that is no word
_UNKNOWN_ENGLISH = -2.6  # the same in English, of which the lexicon has but little
_SHORT_UNKNOWN, _SHORT = -2.2, 3
_CODE = -1.0  # a few capitals are likely a code
_BORROWED = -1.0  # an English word in a Vietnamese question, or the other way round
_CAPITAL = 1.5  # capitals inside a sentence say name
_KNOWN = -3.5  # a known word must be beaten by more,
_SOUND = -3.0  # and a sound syllable that nothing here has: likely a name or an everyday word
_FREQUENCY = 0.3


@dataclass(frozen=True, slots=True)
class Spelled:
    """A question with its misspelt words set right, and which they were."""

    text: str
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a token may be: the keys of one word, or of two that ran together, and the cost of reading it so."""

    keys: tuple[str, ...]
    cost: float
    marks: frozenset[str] | None = None


class Speller:
    """Sets misspelt words right by the words and pairs of `texts` and `phrases`; `foreign` are English phrases."""

    def __init__(
        self,
        texts: Iterable[str],
        phrases: Iterable[str] = (),
        *,
        foreign: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> None:
        """Each text should be given once. What `phrases` and `foreign` say counts as often seen.

        `names` may be written by their initials in capitals, where no other name has the same.
        """
        self._initials: dict[str, str] = {}
        for name in sorted(set(names)):
            initials = "".join(w[0] for w in key_of(name).split()).upper()
            self._initials[initials] = "" if initials in self._initials else name
        self._words: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            self._learn(text, 1)
        self._words = Counter({w: n for w, n in self._words.items() if n >= _RARE or len(w) == 1})
        native = list(phrases)
        for phrase in native:
            self._learn(phrase, _SAID)
        own = set(self._words)
        self._foreign: set[str] = set()
        for phrase in foreign:
            self._learn(phrase, _SAID)
            self._foreign.update(key_of(phrase).split())
        self._strange, self._alien = own - self._foreign, self._foreign - own
        self._index: dict[str, list[str]] = defaultdict(list)
        for word in sorted(w for w in self._words if w.isalpha() and len(w) > 1):
            for short in shortened(word):
                self._index[short].append(word)
        self._readings = lru_cache(maxsize=8192)(self._find)

    def _learn(self, text: str, weight: int) -> None:
        tokens = tokenize(text)
        for token in tokens:
            self._words[token.key] += weight
            if token.text.isalpha():
                self._forms[token.key][nfc(token.text).lower()] += weight
        for a, b in pairwise(tokens):
            if not _parted(text, a, b):
                self._pairs[a.key, b.key] += weight

    def repair(self, question: str) -> Spelled:
        """The question with what was surely misspelt set right; unchanged as a rule."""
        return self._spelled(*self._in_full(nfc(question)), lambda token: True)

    def correct(self, query: str, *, may: Callable[[Token], bool]) -> Spelled:
        """Words to search for, set right where `may` allows and a neighbour bears the new word out.

        Stricter than `repair`, since words that are searched for say nothing about what they shall be: a word is
        changed only into one that stands often beside its neighbour.
        """
        spelled = self._spelled(nfc(query), (), may)
        tokens = tokenize(spelled.text)
        sure = tuple(r for r in spelled.repairs if self._borne_out(tokens, key_of(r.read).split()))
        if sure == spelled.repairs:
            return spelled
        kept = {key_of(r.typed) for r in sure}
        return (
            self._spelled(nfc(query), (), lambda token: token.key in kept and may(token))
            if kept
            else Spelled(query)
        )

    def _borne_out(self, tokens: Sequence[Token], read: Sequence[str]) -> bool:
        """Whether the words read often stand beside a neighbour that they have in the query."""
        keys = [t.key for t in tokens]
        for i in range(len(keys) - len(read) + 1):
            if keys[i : i + len(read)] == [*read]:
                around = keys[max(0, i - 1) : i + len(read) + 1]
                if max((self._pairs[p] for p in pairwise(around)), default=0) >= _OFTEN:
                    return True
        return False

    def _spelled(self, question: str, named: tuple[Repair, ...], may: Callable[[Token], bool]) -> Spelled:
        tokens = tokenize(question)
        english = is_english(question)
        held = [(n.start, n.end) for n in parse_numbers(question)]
        choices = [
            [_Reading((t.key,), 0.0)]
            if any(start <= t.start < end for start, end in held) or not may(t) or self._settled(tokens, i)
            else self._choices(t, i == 0, english=english)
            for i, t in enumerate(tokens)
        ]
        parted = [i == 0 or _parted(question, tokens[i - 1], t) for i, t in enumerate(tokens)]
        chosen = self._best(choices, parted)
        marked = mostly_marked(question)
        out: list[str] = []
        at, repairs = 0, list(named)
        for token, reading in zip(tokens, chosen, strict=True):
            if reading.keys == (token.key,):
                continue
            read = self._written(token, reading, marked=marked)
            out += (question[at : token.start], read)
            at = token.end
            repairs.append(Repair(token.text, read))
        return Spelled("".join((*out, question[at:])), tuple(repairs))

    def _settled(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a word often stands beside a neighbour that it has here."""
        key = tokens[i].key
        left = self._pairs[tokens[i - 1].key, key] if i else 0
        right = self._pairs[key, tokens[i + 1].key] if i + 1 < len(tokens) else 0
        return max(left, right) >= _OFTEN

    def _in_full(self, question: str) -> tuple[str, tuple[Repair, ...]]:
        """The question with names in place of their initials; before a number they are a code."""
        out: list[str] = []
        repairs: list[Repair] = []
        at = 0
        tokens = tokenize(question)
        for i, token in enumerate(tokens):
            name = self._initials.get(token.text)
            around = question[max(0, token.start - 1) : token.start] + question[token.end : token.end + 1]
            code = (i + 1 < len(tokens) and tokens[i + 1].key.isdigit()) or bool({*around} & {"-", "/"})
            if name and token.key not in self._words and not code:
                out += (question[at : token.start], name)
                at = token.end
                repairs.append(Repair(token.text, name))
        return "".join((*out, question[at:])), tuple(repairs)

    def _choices(self, token: Token, first: bool, *, english: bool) -> list[_Reading]:
        key = token.key
        figures = any(c.isdigit() for c in token.text)  # a raised one ("²") is not in the key
        if len(key) < 2 or not key.isalpha() or figures or _ROMAN.fullmatch(key):
            return [_Reading((key,), 0.0)]
        stay, handicap = self._stay(token, first, english=english)
        out = [_Reading((key,), stay)]
        typed = marks_of(token.text)
        for reading in self._readings(key, bool(typed)):
            if any(k in (self._strange if english else self._alien) for k in reading.keys):
                continue
            marks = reading.marks if reading.marks is not None else typed
            apart = self._apart(reading.keys[0], marks) if marks and len(reading.keys) == 1 else 0
            cost = handicap - _SLIP * (reading.cost + _MARK * apart)
            out.append(_Reading(reading.keys, cost + self._common(reading.keys), reading.marks))
        return out

    def _stay(self, token: Token, first: bool, *, english: bool) -> tuple[float, float]:
        """What leaving a word costs, and the handicap of whatever would stand in its place."""
        key = token.key
        if key in self._words and key not in (self._strange if english else self._alien):
            return self._common((key,)), _KNOWN
        if SYLLABLE.fullmatch(key) and not _TWICE.search(key) and not english:
            return 0.0, _SOUND
        if token.text.isupper() and len(key) <= _SHORT:
            return 0.0, _CODE
        cost = _SHORT_UNKNOWN if len(key) <= _SHORT else (_UNKNOWN_ENGLISH if english else _UNKNOWN)
        if key in self._words:  # a word of the other language may be meant as it stands
            cost = max(cost, _BORROWED)
        proper = token.text.isupper() or (token.text[0].isupper() and not first)
        return cost + (_CAPITAL if proper else 0.0), 0.0

    def _common(self, keys: Sequence[str]) -> float:
        return _FREQUENCY * min(math.log1p(self._words[k]) for k in keys)

    def _apart(self, key: str, marks: frozenset[str]) -> int:
        """How many marks part the nearest written form of a key from those typed."""
        return min((len(marks ^ marks_of(form)) for form in self._forms.get(key, ())), default=len(marks))

    def _find(self, key: str, marked: bool) -> tuple[_Reading, ...]:
        found: dict[tuple[str, ...], _Reading] = {}

        def offer(reading: _Reading) -> None:
            held = found.get(reading.keys)
            if reading.keys != (key,) and (held is None or reading.cost < held.cost):
                found[reading.keys] = reading

        for word, cost in self._near(key):
            offer(_Reading((word,), cost))
        telex = from_telex(key)
        if telex is not None and not marked:
            letters, marks = telex
            for word, cost in self._near(letters):
                offer(_Reading((word,), _TELEX + cost, marks))
        for i in range(2, len(key) - 1):
            if (key[:i], key[i:]) in self._pairs:
                offer(_Reading((key[:i], key[i:]), 0.7))
        return tuple(found.values())

    def _near(self, key: str) -> Iterator[tuple[str, float]]:
        """The known words at most one slip away."""
        if key in self._words:
            yield key, 0.0
        for word in dict.fromkeys(w for short in shortened(key) for w in self._index.get(short, ())):
            cost = slip(key, word)
            if cost:
                yield word, cost

    def _best(self, choices: Sequence[Sequence[_Reading]], parted: Sequence[bool]) -> list[_Reading]:
        """The chain of readings that fits best (Viterbi over pairs of neighbours)."""
        ends: dict[str, tuple[float, list[_Reading]]] = {"": (0.0, [])}
        for readings, apart in zip(choices, parted, strict=True):
            following: dict[str, tuple[float, list[_Reading]]] = {}
            for reading in readings:
                inside = sum(math.log1p(self._pairs[p]) for p in pairwise(reading.keys))
                score, chain = max(
                    (
                        (s + (0.0 if apart else self._fit(before, reading.keys[0])), c)
                        for before, (s, c) in ends.items()
                    ),
                    key=lambda end: end[0],
                )
                total = score + reading.cost + inside
                held = following.get(reading.keys[-1])
                if held is None or total > held[0]:
                    following[reading.keys[-1]] = (total, [*chain, reading])
            ends = following
        return max(ends.values(), key=lambda end: end[0])[1]

    def _fit(self, before: str, word: str) -> float:
        return math.log1p(self._pairs[before, word])

    def _written(self, token: Token, reading: _Reading, *, marked: bool) -> str:
        """The reading as the asker would have typed it: with marks and capitals where the question has them."""
        marks = reading.marks if reading.marks is not None else marks_of(token.text)
        words = [self._form(key, marks) if marked else key for key in reading.keys]
        text = " ".join(words)
        if token.text.isupper() and len(token.text) > 1:
            return text.upper()
        return text[:1].upper() + text[1:] if any(c.isupper() for c in token.text) else text

    def _form(self, key: str, marks: frozenset[str]) -> str:
        forms = self._forms.get(key)
        if not forms:
            return key
        return min(forms, key=lambda form: (len(marks ^ marks_of(form)) - math.log(forms[form]), form))


def _parted(text: str, left: Token, right: Token) -> bool:
    """Whether punctuation stands between two neighbours."""
    return any(c in _STOPS for c in text[left.end : right.start])

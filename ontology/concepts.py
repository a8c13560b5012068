"""The thesaurus of public-policy concepts: which a text names, by whichever of their phrases it uses.

One office writes "bình dân học vụ số" where another wrote "phong trào học tập số". The list is data
(`ontology/data/concepts.toml`): a concept has the phrases that name it or a plain instance of it, and the next wider
concepts (SKOS `altLabel` and `broader`). A phrase is found as whole words whatever their case and tone placement;
inside a longer phrase that is found too it does not count. A phrase of one short word ("ai", "pos") is an abbreviation
and must be written as one ("AI", "IoT"), since most are words of their own besides.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ontology.analyzer import encode
from ontology.text import nfc

#: What a wider concept counts of the one below it.
_STEP = 0.5
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = 4
_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept; `words` are the phrases that name it, `broader` the names of the next wider concepts."""

    name: str
    words: tuple[str, ...]
    broader: tuple[str, ...] = ()


class Thesaurus:
    """Concepts, ready to be found in texts."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.name: concept for concept in concepts}
        named: dict[_Phrase, set[str]] = defaultdict(set)
        for concept in self.concepts.values():
            for words in concept.words:
                named[tuple(encode(word) for word in _WORD.findall(nfc(words)))].add(concept.name)
        self._named = {phrase: frozenset(names) for phrase, names in named.items() if phrase}
        self._starting: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in sorted(self._named, key=lambda p: (-len(p), p)):
            self._starting[phrase[0]].append(phrase)
        self._above = {name: self._climb(name) for name in self.concepts}

    def _climb(self, name: str) -> dict[str, float]:
        """The concept itself, and all that are wider, each with what it counts."""
        out: dict[str, float] = {}
        step, weight = [name], 1.0
        while step:
            fresh = [found for found in step if found not in out]
            out |= dict.fromkeys(fresh, weight)
            step = [up for found in fresh for up in self.concepts[found].broader if up in self.concepts]
            weight *= _STEP
        return out

    def above(self, name: str) -> Mapping[str, float]:
        """A concept (1) and the wider ones (a half for each step up)."""
        return self._above[name]

    def named(self, text: str) -> frozenset[str]:
        """The concepts that a text names."""
        return frozenset(name for _, names in self.phrases(text) for name in names)

    def phrases(self, text: str) -> list[tuple[int, frozenset[str]]]:
        """The phrases of a text that name concepts: how many words each has, and what it names."""
        written = _WORD.findall(nfc(text))
        words = [encode(word) for word in written]
        found: list[tuple[int, frozenset[str]]] = []
        end = 0
        for at, word in enumerate(words):
            for phrase in self._starting.get(word, ()):
                past = at + len(phrase)
                if tuple(words[at:past]) == phrase and _stands(phrase, written[at]):
                    if past > end:
                        found.append((len(phrase), self._named[phrase]))
                        end = past
                    break
        return found


def _stands(phrase: _Phrase, written: str) -> bool:
    return len(phrase) > 1 or len(written) > _ABBREVIATION or written[1:] != written[1:].lower()


@cache
def thesaurus() -> Thesaurus:
    """The one of `ontology/data/concepts.toml`."""
    data = tomllib.loads(files("ontology").joinpath("data/concepts.toml").read_text(encoding="utf-8"))
    return Thesaurus(
        Concept(name, tuple(row["words"]), tuple(row.get("broader", ()))) for name, row in data.items()
    )


@lru_cache(maxsize=1 << 15)
def named(text: str) -> frozenset[str]:
    """The concepts of the thesaurus that a text names."""
    return thesaurus().named(text)


@lru_cache(maxsize=1 << 15)
def about(text: str) -> Mapping[str, float]:
    """The concepts that a text names (1) and those above them (a half for each step)."""
    out: dict[str, float] = {}
    for name in named(text):
        for concept, weight in thesaurus().above(name).items():
            out[concept] = max(weight, out.get(concept, 0.0))
    return out


def shared(a: str, b: str) -> list[str]:
    """The concepts that two texts have in common, the nearest first, without those that are wider than another.

    >>> shared("Mở lớp bình dân học vụ số", "Phát động phong trào học tập số")[0]
    'phong trào học tập số'
    """
    one, other = about(a), about(b)
    both = {concept: one[concept] * other[concept] for concept in one.keys() & other.keys()}
    wider = {up for concept in both for up in thesaurus().above(concept) if up != concept}
    return sorted(both.keys() - wider, key=lambda concept: (-both[concept], concept))

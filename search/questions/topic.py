"""How well tasks, targets and clauses fit the words of a question.

The words of the topic are weighed by how rare they are among the items at hand, pairs of neighbours count beside
single words, and a word of the glossary is met by its own letters or by what the documents call it. Search adds
what it measured; the cut is relative to the best.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ontology.analyzer import mostly_marked
from search.questions.lexicon import grams, lexicon
from search.questions.rows import Item
from search.questions.tokens import key_of, tokenize

_PAIR = 1.0  # weight of a pair of neighbours against the mean of its two words
_ALIAS = 0.9  # what a glossary's reading counts against the asker's own word


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that the topic names: its own words, and other words that mean it."""

    words: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()


def facets(topic: str) -> tuple[Facet, ...]:
    """The topic as facets: words of the glossary with their readings, the rest word by word."""
    table = lexicon()
    words = table.expand(tokenize(topic), marked=mostly_marked(topic))
    spans = sorted(
        (*table.glossary.find(words), *table.everyday.find(words)), key=lambda s: (-s.length, s.start)
    )
    taken: dict[int, int] = {}
    readings: dict[tuple[int, int], list[tuple[str, ...]]] = {}
    for span in spans:
        meaning = table.meaning(span.name)
        if (span.start, span.end) in readings:
            readings[span.start, span.end].append(meaning)
        elif not any(i in taken for i in range(span.start, span.end)):
            readings[span.start, span.end] = [meaning]
            taken.update(dict.fromkeys(range(span.start, span.end), span.start))
    out: list[Facet] = []
    i = 0
    while i < len(words):
        end = next((e for s, e in readings if s == i), None)
        if end is None:
            if words[i].key not in table.fillers or words[i].expanded:
                out.append(Facet((words[i].key,)))
            i += 1
        else:
            out.append(Facet(tuple(w.key for w in words[i:end]), tuple(readings[i, end])))
            i = end
    # An abbreviation beside its own full words says the same thing once.
    return tuple(dict.fromkeys(out))


def expanded(topic: str) -> str:
    """The topic with what the documents call its words, for search."""
    more = [" ".join(o) for f in facets(topic) for o in f.others]
    return " ".join([topic, *more])


class Relevance:
    """Lexical fit of items to one topic, in [0, 1]."""

    def __init__(self, items: Sequence[Item], *, with_context: bool = False) -> None:
        self._grams = {i.id: grams(i.text) | (grams(i.output) if i.output else frozenset()) for i in items}
        self._context = {i.id: grams(i.context) for i in items} if with_context else {}
        self._size = max(len(items), 1)
        self._df: dict[str, int] = {}
        for found in self._grams.values():
            for gram in found:
                self._df[gram] = self._df.get(gram, 0) + 1

    def rarity(self, gram: str) -> float:
        """Inverse document frequency; a word that no item has weighs as much as one that a single item has."""
        df = max(self._df.get(gram, 0), 0.7)
        return math.log(1 + self._size / df)

    def scores(self, topic: str, *, apart: Collection[str] = ()) -> dict[str, float]:
        """The share of the topic's weight that each item has; `apart` are pairs that the asker has set apart."""
        parts = facets(topic)
        pairs = [(a.words[-1], b.words[0]) for a, b in pairwise(parts) if not a.others and not b.others]
        pairs = [p for p in pairs if " ".join(p) not in apart]
        weighed = [(f, self._weight(f)) for f in parts]
        joined = [(" ".join(p), self._pair_weight(p)) for p in pairs]
        total = sum(w for _, w in (*weighed, *joined))
        if not total:
            return {}
        return {id: self._score(id, weighed, joined) / total for id in self._grams}

    def met(self, facet: Facet) -> float:
        """How well the item that says it best says a facet."""
        sides = (facet.words, *facet.others)
        return max((self._met(own, words) for own in self._grams.values() for words in sides), default=0.0)

    def said(self, own: frozenset[str], facet: Facet) -> float:
        """How well one item's words say a facet."""
        return max(self._met(own, words) for words in (facet.words, *facet.others))

    def _weight(self, facet: Facet) -> float:
        return max(self._mean(words) for words in (facet.words, *facet.others))

    def _mean(self, words: Sequence[str]) -> float:
        return sum(self.rarity(w) for w in words) / max(len(words), 1)

    def _pair_weight(self, pair: tuple[str, str]) -> float:
        gram = " ".join(pair)
        return _PAIR * self._mean(pair) if gram in self._df else 0.0

    def _score(
        self, id: str, parts: Sequence[tuple[Facet, float]], pairs: Sequence[tuple[str, float]]
    ) -> float:
        own, above = self._grams[id], self._context.get(id, frozenset())
        total = 0.0
        for facet, weight in parts:
            met = self._met(own, facet.words)
            for other in facet.others:
                met = max(met, _ALIAS * self._met(own, other))
            if above:
                met = max(met, 0.3 * self._met(above, facet.words))
            total += weight * met
        return total + sum(weight for pair, weight in pairs if pair in own)

    def _met(self, own: frozenset[str], words: Sequence[str]) -> float:
        """The share of the words' weight in the item, half of it for their standing side by side."""
        if len(words) == 1:
            return float(words[0] in own)
        if not any(w in own for w in words):
            return 0.0
        total = sum(self.rarity(w) for w in words)
        single = sum(self.rarity(w) for w in words if w in own) / total
        joints = [f"{a} {b}" for a, b in pairwise(words)]
        weights = [self.rarity(j) for j in joints]
        joined = sum(w for j, w in zip(joints, weights, strict=True) if j in own) / sum(weights)
        return 0.5 * single * single + 0.5 * joined


def mixed(lexical: Mapping[str, float], semantic: Mapping[str, float], *, share: float) -> dict[str, float]:
    """Lexical and semantic fit together; `share` is the semantic one's."""
    return {
        id: (1 - share) * lexical.get(id, 0.0) + share * semantic.get(id, 0.0) for id in {*lexical, *semantic}
    }


def best(scores: Mapping[str, float], *, least: float, within: float) -> dict[str, float]:
    """The items at or above `least` that reach the share `within` of the best."""
    top = max(scores.values(), default=0.0)
    return {id: s for id, s in scores.items() if s >= least and s >= within * top}


def same_words(a: str, b: str) -> bool:
    """Whether two texts are the same but for marks, case and punctuation."""
    return key_of(a) == key_of(b)

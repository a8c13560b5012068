"""Whether the corpus speaks of a topic at all: by its pairs of neighbouring words, not by what is merely near.

Vietnamese words are mostly compounds, so a syllable alone proves little: "nhà" stands in "nhà nước" and in "nhà khoa
học". A short topic whose words never stand side by side as asked, or do so nowhere among the rows in question, is
foreign to them; then an answer says so instead of giving the nearest rows. Longer topics paraphrase too freely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.questions.ask import Ask
from search.questions.lexicon import grams, lexicon
from search.questions.rows import Item
from search.questions.tokens import key_of, tokenize
from search.questions.topic import Facet, Relevance, facets

_SHORT = 7  # syllables of a topic that is a name of something rather than a description
_ORPHANS = 0.4  # share of a topic's syllables without a neighbour that the corpus knows
_ENGLISH_ORPHANS = 0.6  # the same of English words, most of which no glossary has
_COVERED = 0.46  # share of the weight of its pairs that some row must have
_TELLING = 0.8  # the share at which a row is said to speak of it
_PLACES = 3
_FULL, _HALF = 0.95, 0.7
_ACRONYM = 2
_FIGURED = re.compile(r"\d+[A-Za-z]+")


def foreign(ask: Ask, topic: str, items: Sequence[Item]) -> bool:
    """Whether a short topic is none of these items'."""
    words = _content(topic)
    if not words or len(words) > _SHORT or any(w[0].isdigit() for w in words):
        return False
    orphans = _orphans(ask, topic, words)
    least = _ENGLISH_ORPHANS if ask.reading.english else _ORPHANS
    if len(orphans) >= least * len(words) and not _rare_words(words, items):
        return True
    covered = coverage(ask, topic, items)
    return bool(covered) and max(covered.values()) < _COVERED


def marked(topic: str, items: Sequence[Item]) -> list[Item]:
    """Of these items, those that have the topic's names in capitals and figures ("STEM", "5G"), where any has all."""
    wanted = {
        key_of(text)
        for text in topic.split()
        if (text.isupper() and len(text) > _ACRONYM) or _FIGURED.fullmatch(text)
    }
    kept = [i for i in items if wanted <= grams(f"{i.text} {i.output or ''}")] if wanted else []
    return kept or list(items)


def said_in_full(ask: Ask, topic: str, items: Sequence[Item]) -> list[Item]:
    """Of these items, those that say the whole topic, where one does; else all of them."""
    covered = coverage(ask, topic, items, single=True) if len(items) > 1 else {}
    full = [i for i in items if covered.get(i.id, 0.0) >= _FULL]
    return [i for i in items if covered[i.id] >= _HALF] if full else list(items)


def speaking(ask: Ask, topic: str) -> list[Item]:
    """What the documents in question do say of a topic: the few items that cover it best, of any kind."""
    if _orphans(ask, topic, _content(topic)):
        return []
    items = [*ask.tasks(), *ask.targets(), *ask.clauses()]
    covered = coverage(ask, topic, items)
    found = [i for i in items if covered.get(i.id, 0.0) >= _TELLING]
    return sorted(found, key=lambda i: (-covered[i.id], len(i.text), i.id))[:_PLACES]


def coverage(ask: Ask, topic: str, items: Sequence[Item], *, single: bool = False) -> dict[str, float]:
    """The share of the topic's pairs, by weight, that each item has; empty when the topic has none to go by.

    With `single`, words that make no pair count too.
    """
    relevance = Relevance(items)
    words = _content(topic)
    own_grams = [grams(i.text) for i in items]
    pairs = {
        p: relevance.rarity(p)
        for p, side_by_side in _pairs(ask, words)
        if side_by_side or any(p in own for own in own_grams)
    }
    if single:
        paired = {w for p in pairs for w in p.split()} | {
            w for f in facets(topic) if f.others for w in f.words
        }
        pairs |= {w: relevance.rarity(w) for w in words if w not in paired}
    named = [(f, _weight(relevance, f)) for f in facets(topic) if f.others]
    total = sum(pairs.values()) + sum(weight for _, weight in named)
    if not total:
        return {}
    out = {}
    for item in items:
        own = grams(item.text) | (grams(item.output) if item.output else frozenset())
        score = sum(weight for pair, weight in pairs.items() if pair in own)
        score += sum(weight * relevance.said(own, facet) for facet, weight in named)
        out[item.id] = score / total
    return out


def _weight(relevance: Relevance, facet: Facet) -> float:
    return max(sum(map(relevance.rarity, side)) / len(side) for side in (facet.words, *facet.others) if side)


def _content(topic: str) -> tuple[str, ...]:
    words = [w.key for w in lexicon().expand(tokenize(topic))]
    return tuple(w for w in words if not w.isdigit())


def as_asked(ask: Ask, topic: str) -> str:
    """The topic in the question's own words, the dull ones between them kept."""
    tokens = [ask.reading.words[i].token for i in _places_of(ask, _content(topic))]
    text = ask.reading.question[tokens[0].start : tokens[-1].end] if tokens else topic
    return text if len(text) <= 2 * len(topic) else topic


def _orphans(ask: Ask, topic: str, words: Sequence[str]) -> list[int]:
    """Where words of the topic stand beside nothing that the corpus has beside them; known English is none."""
    known = {w for f in facets(topic) if f.others for w in f.words}
    return [i for i in _places_of(ask, words) if not _at_home(ask, i) and _key(ask, i) not in known]


def _key(ask: Ask, index: int) -> str:
    return ask.reading.words[index].key


def _places_of(ask: Ask, words: Sequence[str]) -> Iterator[int]:
    wanted = set(words)
    yield from (i for i, w in enumerate(ask.reading.words) if w.key in wanted)


def _at_home(ask: Ask, index: int) -> bool:
    """Whether a word stands beside a neighbour that it stands beside in the corpus."""
    keys = [w.key for w in ask.reading.words[max(0, index - 1) : index + 2]]
    return any(f"{a} {b}" in ask.catalogue.pairs for a, b in pairwise(keys))


def _rare_words(words: Sequence[str], items: Sequence[Item]) -> bool:
    """Whether some row has all the words: then they may stand apart in it."""
    wanted = set(words)
    return any(wanted <= grams(i.text) for i in items)


def _pairs(ask: Ask, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The pairs of the question that lie in its topic and that the corpus knows, and whether both words do.

    A pair with a dull word that stands between two of the topic's counts, but says nothing where no row has it.
    """
    wanted, apart = set(words), ask.reading.apart
    keys = [w.key for w in ask.reading.words]
    inside = [k in wanted for k in keys]
    for i in range(len(keys) - 1):
        both = inside[i] and inside[i + 1]
        bridged = (inside[i] and i + 2 < len(keys) and inside[i + 2]) or (
            inside[i + 1] and i > 0 and inside[i - 1]
        )
        pair = f"{keys[i]} {keys[i + 1]}"
        if (both or bridged) and pair in ask.catalogue.pairs and pair not in apart:
            yield pair, both


def told(ask: Ask, topic: str) -> str:
    """Where the documents in question do speak of a topic, as the end of an answer; "" for nowhere."""
    found = speaking(ask, topic)
    if not found:
        return ""
    places = "; ".join(f"{_where(i)} ({ask.short(i.document)})" for i in found)
    return f" It is spoken of in {places}." if ask.reading.english else f" Có nói tới ở: {places}."


def _where(item: Item) -> str:
    if item.kind == "clause":
        return f"mục {item.path}" if item.path else key_of(item.text)[:40]
    return f"{'nhiệm vụ' if item.kind == 'task' else 'chỉ tiêu'} {item.no or item.text[:40]}"

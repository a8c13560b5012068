"""Whether documents say nothing of what a question asks them for, so that no nearest passage may stand for an answer.

A short question names a thing. The thesaurus knows many things of public policy by several names: one that no text in
question names, by whichever of them, is none of theirs. What the thesaurus does not know is judged by its words. A
longer question describes, in words that are often none of the documents'; search answers it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from ontology.concepts import about, thesaurus
from search.questions import evidence
from search.questions.ask import Ask
from search.questions.lexicon import breaks, grams
from search.questions.rows import Item
from search.questions.topic import Facet, Relevance, facets

_SHORT = 5  # facets of a topic that is a name rather than a description
_SYLLABLES, _NAME = 7, 5  # the same in syllables; and of a bare name
_UNMET, _FOREIGN, _SAID = 0.5, 0.6, 0.9


def silent(ask: Ask, topic: str) -> bool:
    """Whether the documents in question have nothing about a short topic."""
    parts = facets(topic)
    if not parts:
        return False
    items = [*ask.clauses(), *ask.tasks(), *ask.targets()]
    relevance = Relevance(items)
    if any(f.others and len(f.words) > 1 and relevance.met(f) >= _UNMET for f in parts):
        return False  # an everyday phrase for what some text says in its own words
    # Football, asked of a plan that has no such word.
    outside = [tuple(w.key for w in ask.reading.words[s.start : s.end]) for s in ask.reading.at("outside")]
    if ask.has("about", "clause") and any(relevance.met(Facet(words)) < _SAID for words in outside):
        return True
    named = _named(ask, topic, items)
    if named is not None:
        return not named
    if not ask.has("about", "yesno"):
        # A number, or what no document is named for, must be spoken of somewhere.
        counted = _counted(ask) and not ask.has("point", "how")
        return (counted or not ask.scoped) and evidence.foreign(ask, topic, items)
    known = [f for f in parts if f.others]
    unmet = [f for f in known if relevance.met(f) < _UNMET]
    if ask.reading.english:  # what no glossary knows, no document here is likely to speak of
        apart = [f for f in known if relevance.met(f) <= _UNMET]  # at best its words stand apart
        return (ask.has("yesno") and 2 * len(unmet) >= len(known)) or len(apart) == len(known) > 0
    if len(parts) > _SHORT or len(topic.split()) > _SYLLABLES:
        return False
    if unmet:
        return True
    pairs = _pairs(ask, parts)
    absent = [p for p in pairs if p not in ask.catalogue.pairs]
    if ask.has("about") and len(absent) * 3 >= len(pairs) > 0:
        return True
    name = len(topic.split()) <= _NAME
    return name and not known and max(relevance.scores(topic).values(), default=0.0) < _FOREIGN


def _named(ask: Ask, topic: str, items: Sequence[Item]) -> bool | None:
    """Whether some text names what the question names, as far as the thesaurus knows it; None where it does not."""
    if ask.reading.english:
        return None
    found = thesaurus().phrases(ask.search.restore(ask.reading.wording()))
    concepts = {concept for _, named in found for concept in named}
    if not concepts:
        return None
    if any(not concepts.isdisjoint(about(f"{i.text} {i.output or ''}")) for i in items):
        return None if ask.has("value") else True
    return False if len(topic.split()) <= _SYLLABLES and not _in_words(concepts, items) else None


def _in_words(concepts: Collection[str], items: Sequence[Item]) -> bool:
    """Whether some text has all words of a name of one of the concepts, though inside the name of another thing."""
    phrases = (phrase for concept in concepts for phrase in thesaurus().concepts[concept].words)
    wanted = [{g for g in grams(phrase) if " " in g} for phrase in phrases]
    own = [grams(i.text) for i in items]
    return any(pairs and any(pairs <= g for g in own) for pairs in wanted)


def _counted(ask: Ask) -> bool:
    """Whether a number is asked for: a bare "mấy" is "some" as well as "how many"."""
    spans = ask.reading.at("value")
    return any(s.length > 1 or ask.reading.words[s.start].key != "may" for s in spans)


def _pairs(ask: Ask, parts: Sequence[Facet]) -> list[str]:
    """Neighbours in the question, both of them the topic's own words and none of them known by another name."""
    own = {word for f in parts if not f.others for word in f.words}
    words = ask.reading.words
    parted = breaks(ask.reading.question, words)
    return [
        f"{a.key} {b.key}"
        for i, (a, b) in enumerate(pairwise(words))
        if a.key in own and b.key in own and i + 1 not in parted
    ]

"""A query made ready: document numbers and quoted phrases taken out first, the rest restored, expanded, and turned
into weighted terms and the text to embed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from ontology.analyzer import query_terms
from ontology.text import nfc, squeeze
from ontology.vocabulary import ParsedNumber, parse_numbers
from search.expansion import expand, is_english
from search.questions.spelling import Spelled
from search.questions.tokens import Token, tokenize

_LONGEST = 2000  # characters of a query that are read
_QUOTED = re.compile(r'["“]([^"“”]{2,200})["”]')
_EXPANSION_WEIGHT = 0.3
_SHORTEST = 3  # letters of a word that may be a slip
_DIGITS_ONLY = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What ranking needs of a query. `rest` is what was typed beside document numbers; "" if nothing was."""

    text: str
    numbers: tuple[ParsedNumber, ...]
    quotes: tuple[str, ...]
    rest: str
    dense_text: str
    terms: dict[str, float]


def prepare(text: str, *, restore: Callable[[str], str]) -> Prepared:
    """Read any text as a query; `restore` puts diacritics back where they were left out."""
    text = squeeze(nfc(text))[:_LONGEST]
    numbers = parse_numbers(text)
    rest = _without(text, numbers)
    quotes = tuple(q for q in map(squeeze, _QUOTED.findall(rest)) if q)
    full = rest if is_english(rest) else restore(rest)
    expanded = expand(full)
    weights: dict[str, float] = {}
    for phrase in expanded.phrases:
        weights.update(dict.fromkeys(query_terms(phrase), _EXPANSION_WEIGHT))
    # Both what was typed and what it was read as: a wrong restoration must not hide a right syllable.
    for reading in dict.fromkeys((rest, expanded.text)):
        for term, count in Counter(query_terms(reading)).items():
            weights[term] = float(max(count, weights.get(term, 0.0)))
    return Prepared(text, numbers, quotes, rest, expanded.text, weights)


def corrected(
    text: str, *, knows: Callable[[str], bool], correct: Callable[[str, Callable[[Token], bool]], Spelled]
) -> Spelled:
    """Any text as a query with words that no text has (`knows`) set right, where `correct` is sure of it.

    Figures, document numbers, quoted phrases, names and codes stay as they were typed.
    """
    text = squeeze(nfc(text))[:_LONGEST]
    held = [m.span() for m in _QUOTED.finditer(text)] + [(n.start, n.end) for n in parse_numbers(text)]
    first = next((t.start for t in tokenize(text)), 0)

    def strange(token: Token) -> bool:
        word = token.text
        if len(word) < _SHORTEST or not word.isalpha() or any(s <= token.start < e for s, e in held):
            return False
        named = word[0].isupper() and token.start != first
        return not named and not word.isupper() and not knows(word)

    return correct(text, strange) if any(map(strange, tokenize(text))) else Spelled(text)


def _without(text: str, numbers: tuple[ParsedNumber, ...]) -> str:
    """The text without the numbers' characters; "" when only blanks and marks are left."""
    out, at = [], 0
    for number in numbers:
        out.append(text[at : number.start])
        at = number.end
    rest = squeeze(" ".join([*out, text[at:]]))
    return "" if numbers and _DIGITS_ONLY.fullmatch(rest) else rest

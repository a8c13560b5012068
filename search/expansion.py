"""What else a question may be looked up by: abbreviations spelled out, official words for everyday ones, and the
Vietnamese of English phrases. All of it is data (`search/data/*.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ontology.analyzer import mostly_marked
from ontology.text import nfc, toneless

_WORD = re.compile(r"[^\W_]+(?:[&/-][^\W_]+)*")
_LONGEST = 8  # words in a phrase
#: Words that make a text without marks English; none of them is a Vietnamese syllable.
_ENGLISH_WORDS = """
    the of and is are was were does did what which who whom whose when where how why for with by from that this
    these those any all must should will shall would could has have been being its their his her your our let list
    show find tell give about under between into there here only other each every many much plan resolution task
    tasks deadline responsible agency agencies province
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ENGLISH_SHARE = 6  # one word in six


@dataclass(frozen=True, slots=True)
class Expansion:
    """A question made ready: `text` with abbreviations spelled out, and `phrases` that may stand for parts of it."""

    text: str
    phrases: tuple[str, ...]


def is_english(text: str) -> bool:
    """Whether a text is English, by its little words.

    >>> is_english("Which agency is responsible?"), is_english("co quan nao chu tri")
    (True, False)
    """
    if mostly_marked(text):
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    return _ENGLISH_SHARE * sum(word in _ENGLISH for word in words) >= max(len(words), 1)


def expand(text: str) -> Expansion:
    """Expand a question typed with diacritics, or in English; one without them must be restored first."""
    text = nfc(text)
    spelled = _spell_out(text)
    tables = (_english(), _synonyms()) if is_english(text) else (_synonyms(),)
    phrases: dict[str, None] = {}
    for table in tables:
        for phrase in _matches(spelled, table):
            phrases.update(dict.fromkeys(phrase))
    return Expansion(spelled, tuple(phrases))


def vocabulary() -> Iterator[str]:
    """Every Vietnamese phrase of the tables: words that a question may use though no document does."""
    for table in (_synonyms(), _english()):
        for phrases in table.values():
            yield from phrases
    for readings in _abbreviations().values():
        yield from readings


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(nfc(phrase)))


def _spell_out(text: str) -> str:
    table, exact = _abbreviations(), _exact()

    def reading(match: re.Match[str]) -> str:
        word = match.group()
        known = table.get(word.lower()) or table.get(toneless(word).lower())
        if known is None or (word.lower() in exact and not word.isupper()):
            return word
        return known[0]

    return _WORD.sub(reading, text)


def _matches(text: str, table: Mapping[tuple[str, ...], tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The table's rows for the phrases of a text, the longest first at each place, none overlapping."""
    words = _key(text)
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            row = table.get(words[at : at + size])
            if row:
                yield row
                at += size
                break
        else:
            at += 1


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("search") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    return {key: tuple(readings) for key, readings in _load("abbreviations")["vi"].items()}


@cache
def _exact() -> frozenset[str]:
    return frozenset(_load("abbreviations")["exact"]["keys"])


@cache
def _synonyms() -> dict[tuple[str, ...], tuple[str, ...]]:
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for group in _load("synonyms")["groups"]:
        for phrase in group:
            others = tuple(other for other in group if other != phrase)
            out[_key(phrase)] = tuple(dict.fromkeys((*out.get(_key(phrase), ()), *others)))
    return out


@cache
def _english() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_key(phrase): (meaning,) for phrase, meaning in _load("english")["phrases"].items()}

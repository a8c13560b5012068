"""The grammar and lexicon of questions, read from the data files beside this module.

A phrase is compared by its key (`tokens.key_of`), so the files may be written with or without tone marks; a phrase
of one word must also agree with the marks that the asker typed, and one that ends in "!" counts only with them.
All tables are read once and never change.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from ontology.analyzer import mostly_marked
from ontology.text import nfc
from search.questions.tokens import SYLLABLE, Token, key_of, tokenize
from search.questions.typing import marks_of

_TONES = {"̀", "́", "̃", "̉", "̣"}
_HOI, _NGA = "\u0309", "\u0303"
_STOP = re.compile(r"[,:;?!()]")
_NAMES = 20  # how much more often than other phrases a province is named
_SHORT = 5  # a one-word phrase up to this length must agree in its vowels when the asker typed marks


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the expanded question: its key and the token that it came from.

    `marked` when the question is typed with diacritics, so that a word without any is just that word.
    """

    key: str
    token: Token
    expanded: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Words [start, end) that say `name` (a concept, a place, an agency …)."""

    name: str
    start: int
    end: int

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and self.start <= index < self.end

    @property
    def length(self) -> int:
        """How many words the span covers."""
        return self.end - self.start


class PhraseTable:
    """Phrases with names, found in a sequence of words by their first word."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self.phrases: list[str] = []
        for phrase, name in entries:
            keys = tuple(key_of(phrase).split())
            if keys:
                self.phrases.append(" ".join(keys))
                self._by_first.setdefault(keys[0], []).append((keys, name, phrase))

    def find(self, words: Sequence[Word]) -> list[Span]:
        """Every place where a phrase stands, overlapping ones too."""
        keys = [w.key for w in words]
        out = set()
        for i, key in enumerate(keys):
            for phrase, name, written in self._by_first.get(key, ()):
                if tuple(keys[i : i + len(phrase)]) != phrase:
                    continue
                if len(phrase) == 1 and not _marks_agree(words[i], written):
                    continue
                if len(phrase) > 1 and _other_tones(words[i : i + len(phrase)], written):
                    continue
                if written.endswith("!") and nfc(words[i].token.text).lower() != written.strip("!"):
                    continue
                out.add(Span(name, i, i + len(phrase)))
        return sorted(out, key=lambda s: (s.start, -s.end, s.name))


def longest(spans: Iterable[Span]) -> list[Span]:
    """The spans that no longer span strictly covers."""
    spans = list(spans)
    return [
        s
        for s in spans
        if not any(o.start <= s.start and s.end <= o.end and o.length > s.length for o in spans)
    ]


def _without_tones(text: str) -> str:
    marks = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))


def _other_tones(words: Sequence[Word], phrase: str) -> bool:
    """Whether some word is typed with another tone than the phrase has: "có tỉnh" is not "có tính".

    A tone left out is a slip, and so are hỏi and ngã for each other.
    """
    written = phrase.split()
    if len(written) != len(words):
        return False
    pairs = ((_tone(w.token.text), _tone(p)) for w, p in zip(words, written, strict=True) if not w.expanded)
    return any(typed and meant and typed != meant for typed, meant in pairs)


def _tone(word: str) -> str:
    """The tone mark of a word, hỏi and ngã as one; "" for none."""
    found = next((c for c in unicodedata.normalize("NFD", word) if c in _TONES), "")
    return _HOI if found == _NGA else found


def _marks_agree(word: Word, phrase: str) -> bool:
    # "số" is not the "so" of "so sánh", nor "mạng" "mảng": typed marks count; a missing tone alone does not.
    typed = nfc(word.token.text).lower()
    if word.expanded:
        return False  # one syllable out of a spelt-out abbreviation says nothing by itself
    phrase = nfc(phrase).lower().strip("!")
    if len(word.key) > _SHORT or typed == phrase:
        return True
    if typed.isascii():
        return not word.marked
    return typed == _without_tones(typed) == _without_tones(phrase)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables. `concepts` finds grammar words; the rest serves the mention finders."""

    concepts: PhraseTable
    fillers: frozenset[str]
    filler_phrases: PhraseTable
    english_fillers: PhraseTable
    function_words: frozenset[str]
    function_keys: frozenset[str]
    outputs: PhraseTable
    products: PhraseTable
    following: PhraseTable
    exclusions: PhraseTable
    abbreviations: Mapping[str, tuple[str, ...]]
    agency_abbreviations: Mapping[str, tuple[str, ...]]
    uppercase_only: frozenset[str]
    english_agencies: Mapping[str, str]
    known_agencies: tuple[str, ...]
    places: PhraseTable
    place_names: tuple[str, ...]
    document_types: PhraseTable
    issuers: PhraseTable
    issuer_words: Mapping[str, str]
    glossary: PhraseTable
    everyday: PhraseTable
    phrases: tuple[str, ...]
    foreign_phrases: tuple[str, ...]
    central_bodies: tuple[str, ...]
    collectives: Mapping[str, Mapping[str, tuple[str, ...]]]
    collective_words: tuple[str, ...]

    def meaning(self, entry: str) -> tuple[str, ...]:
        """The words on the right side of a glossary entry, as keys."""
        return tuple(w.key for w in self.expand(tokenize(entry)))

    def expand(self, tokens: Sequence[Token], *, marked: bool = False) -> tuple[Word, ...]:
        """The words of the tokens with abbreviations spelt out ("KHCN" after "sở" as the agency's own)."""
        out: list[Word] = []
        for i, token in enumerate(tokens):
            before = tokens[i - 1].key if i and token.start - tokens[i - 1].end <= 1 else ""
            if token.key == "nv" and i + 1 < len(tokens) and tokens[i + 1].key.isdigit():
                before = ""  # "kinh tế số nv 62": task 62, no Sở Nội vụ
            bare = marks_of(token.text) <= {"đ"}  # letters with a tone are a word, not an abbreviation
            headed = before in ("so", "bo") and not (
                out[-1].token.text.lower() in ("số", "bố", "bổ") and marked
            )
            spelt = self.agency_abbreviations.get(token.key) if bare and headed else None
            if spelt is None and bare and not (token.key in self.uppercase_only and not token.text.isupper()):
                spelt = self.abbreviations.get(token.key)
            if spelt is None:
                out.append(Word(token.key, token, marked=marked))
            else:
                out += [Word(key, token, expanded=True, marked=marked) for key in spelt]
        return tuple(out)


def _load(name: str) -> dict[str, Any]:
    text = (files("search.questions") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _keys(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {key_of(short): tuple(key_of(full).split()) for short, full in table.items()}


def _lists(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {key_of(name): tuple(key_of(v) or v for v in values) for name, values in table.items()}


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    grammar, words, glossary = _load("grammar"), _load("lexicon"), _load("glossary")
    concept = [(p, name) for name, phrases in grammar["concept"].items() for p in phrases]
    fillers, foreign_fillers = grammar["filler"]["words"], grammar["filler"]["english"]
    place = [(p, name) for name, others in words["place"].items() for p in (name, *others)]
    kinds = [(p, name) for name, others in words["document_type"].items() for p in others]
    english = {key_of(k): v for k, v in words["agency_english"].items()}
    english |= {k.replace("peoples", "people s"): v for k, v in english.items() if "peoples" in k}
    everyday = list(glossary["everyday"].items())
    foreign = list(glossary["english"].items())
    known = tuple(words["agency_known"]["names"])
    spoken = _spoken(grammar, words, glossary)
    strange = _strange(spoken, [*foreign_fillers, *english, *(p for p, _ in foreign)], grammar)
    return Lexicon(
        concepts=PhraseTable(concept),
        fillers=frozenset(key_of(w) for w in (*fillers, *foreign_fillers) if " " not in w),
        filler_phrases=PhraseTable((w, "filler") for w in fillers),
        english_fillers=PhraseTable((w, "filler") for w in foreign_fillers),
        function_words=frozenset(nfc(w) for w in grammar["filler"]["function"]),
        function_keys=frozenset(key_of(w) for w in grammar["filler"]["function"]),
        exclusions=PhraseTable((p, name) for name, phrases in grammar["exclusion"].items() for p in phrases),
        following=PhraseTable((p, name) for name, phrases in grammar["following"].items() for p in phrases),
        outputs=PhraseTable((p, name) for name, others in words["output"].items() for p in (name, *others)),
        products=PhraseTable((p, p) for p in words["product"]["words"]),
        abbreviations=_keys(words["abbreviation"]),
        agency_abbreviations=_keys(words["agency_abbreviation"]),
        uppercase_only=frozenset(key_of(w) for w in words["uppercase_only"]["words"]),
        english_agencies=english,
        known_agencies=known,
        places=PhraseTable(place),
        place_names=tuple(words["place"]),
        document_types=PhraseTable(kinds),
        issuers=PhraseTable((k, k) for k in words["issuer"]),
        issuer_words={k: key_of(v) for k, v in words["issuer"].items()},
        glossary=PhraseTable(foreign),
        everyday=PhraseTable(everyday),
        phrases=tuple(spoken),
        foreign_phrases=tuple(dict.fromkeys(strange)),
        central_bodies=tuple(key_of(b) for b in words["central"]["bodies"]),
        collectives={
            level: _lists(table) for level, table in words["collective"].items() if level != "plain"
        },
        collective_words=tuple(
            sorted(map(key_of, words["collective"]["plain"]["words"]), key=len, reverse=True)
        ),
    )


def _spoken(grammar: Mapping[str, Any], words: Mapping[str, Any], glossary: Mapping[str, Any]) -> list[str]:
    """Every phrase of the tables: ways of speaking by which a misspelt word is known. Provinces weigh more."""
    phrases = [
        p for kind in ("concept", "following", "exclusion") for ps in grammar[kind].values() for p in ps
    ]
    phrases += [p for others in words["document_type"].values() for p in others]
    phrases += [*grammar["filler"]["words"], *grammar["filler"]["spoken"]]
    phrases += [p for name, others in words["place"].items() for p in (name, *others)] * _NAMES
    phrases += [*words["agency_known"]["names"], *words["issuer"]]
    phrases += [p for pair in words["abbreviation"].items() for p in pair]
    phrases += [f"{head} {short}" for head in ("sở", "bộ") for short in words["agency_abbreviation"]]
    phrases += [p for pair in glossary["everyday"].items() for p in pair]
    return phrases + list(glossary["english"].values())


def _strange(spoken: Sequence[str], english: Sequence[str], grammar: Mapping[str, Any]) -> list[str]:
    """The phrases that are English: those written so, and those of the spoken ones that look it."""
    strange = [*english, *grammar["filler"]["spoken_english"]]
    known = {k for p in strange for k in key_of(p).split()}
    return [*strange, *(p for p in spoken if _foreign(p, known))]


def _foreign(phrase: str, known: Collection[str]) -> bool:
    """Whether a phrase of the grammar is English: plain letters, and no word of it sounds Vietnamese."""
    words = phrase.split()
    return phrase.isascii() and all(w in known or not SYLLABLE.fullmatch(w) for w in words)


def breaks(question: str, words: Sequence[Word]) -> frozenset[int]:
    """The words that a punctuation mark stands before: no phrase goes across it ("xã hội số: nhiệm vụ nào")."""
    text = nfc(question)
    return frozenset(
        i
        for i in range(1, len(words))
        if _STOP.search(text, words[i - 1].token.end, max(words[i - 1].token.end, words[i].token.start))
    )


def words_of(question: str) -> tuple[Word, ...]:
    """The question's words with abbreviations spelt out."""
    return lexicon().expand(tokenize(question), marked=mostly_marked(question))


@lru_cache(maxsize=65536)
def grams(text: str) -> frozenset[str]:
    """The toneless words of a text and its pairs of neighbours, abbreviations spelt out.

    Words that a mark parts are no neighbours: "hồ sơ, kết quả" has no "sơ kết".
    """
    words = lexicon().expand(tokenize(text))
    parted = breaks(text, words)
    keys = [w.key for w in words]
    pairs = {f"{a} {b}" for i, (a, b) in enumerate(pairwise(keys), 1) if i not in parted}
    return frozenset(keys) | pairs

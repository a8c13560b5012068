"""What a question names: concepts, documents, agencies, places, times, numbers, quotes, and the topic that is left.

Nothing here decides what is asked; the kinds of question do, from this reading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ontology.text import nfc
from search.questions.catalogue import Catalogue, Document
from search.questions.labels import annex_words, named_group, named_provision, numbered_rows, sharing
from search.questions.lexicon import Span, Word, breaks, lexicon, longest, words_of
from search.questions.mentions import AgencyMention, DocumentMention, agencies, documents
from search.questions.periods import Period, periods
from search.questions.tokens import SYLLABLE, key_of

_QUOTED = re.compile(r"[\"“”‘'](?P<in>[^\"“”‘’']{2,80})[\"”’'](?!\w)")
_ENGLISH = frozenset({
    "the", "of", "which", "what", "who", "does", "do", "is", "are", "in", "for", "how", "many", "much", "under", "by",
    "and", "to", "when", "where", "that", "it", "lead", "leads", "have", "has", "any", "often", "must", "should", "on",
    "with", "from", "there", "this", "these", "those", "their", "not", "be", "will", "would", "about", "why", "say",
    "says", "plan", "report", "task", "tasks", "resolution", "ministry", "department", "province", "target", "targets",
})  # fmt: skip
_BORROWED = frozenset({"task", "tasks", "target", "targets", "plan", "report", "lead"})


_STOP = re.compile(r",(?!\s*\d)|[;?!]|\.(?=\s|$)|\b(?:thì|còn lại|ra thì)\b")
_NO_MARKER = frozenset({"mien", "khau", "phong", "giai", "bu", "luu", "nuoc", "ben", "phia"})  # "nước ngoài"
_BEFORE_TRU = frozenset({"noi", "du", "tich", "cu"})  # "noi tru", "du tru" without marks
_LONGEST_EXCLUSION = 16  # words; more is no exception
_AT_ONCE = 2  # words that may stand between a weak marker and a name


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a question leaves out: characters [start, end), their text behind the marker, and how that reads.

    `topic` is its key where it names nothing that documents, agencies, times and rows are known by.
    """

    text: str
    start: int
    end: int
    reading: Reading
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read. `topic` is what remains when everything recognised and every filler is taken out."""

    question: str
    words: tuple[Word, ...]
    spans: tuple[Span, ...]
    documents: tuple[DocumentMention, ...]
    agencies: tuple[AgencyMention, ...]
    places: tuple[Span, ...]
    periods: tuple[Period, ...]
    rows: tuple[tuple[str, int], ...]
    target_rows: tuple[str, ...]
    provision: tuple[str, ...]
    provision_at: int | None
    quotes: tuple[str, ...]
    english: bool
    taken: frozenset[int]
    pairs: frozenset[str]
    shared: int | None = None
    group: str | None = None
    exclusions: tuple[Exclusion, ...] = ()

    def has(self, *concepts: str) -> bool:
        """Whether any of these concepts is said."""
        return any(s.name in concepts for s in self.spans)

    def at(self, *concepts: str) -> list[Span]:
        """Where these concepts are said."""
        return [s for s in self.spans if s.name in concepts]

    @property
    def place_names(self) -> tuple[str, ...]:
        """The provinces named, each once, in order."""
        return tuple(dict.fromkeys(s.name for s in self.places))

    @property
    def scope(self) -> tuple[Document, ...]:
        """Every document of the corpus that the named numbers mean, in order."""
        found = (d for m in self.documents for d in m.documents if not d.stub)
        return tuple(dict.fromkeys(found))

    @property
    def apart(self) -> frozenset[str]:
        """Neighbours that a mark sets apart: "an toàn, an ninh mạng" does not ask for "toàn an"."""
        at = breaks(self.question, self.words)
        return frozenset(f"{self.words[i - 1].key} {self.words[i].key}" for i in at)

    def topic(self, *concepts: str) -> str:
        """The words that say what it is about; words of the given concepts are taken out too.

        Abbreviations are spelt out; words keep the asker's own marks.
        """
        out = set(self.taken)
        for span in self.spans:
            if span.name in concepts:
                out.update(range(span.start, span.end))
        table = lexicon()
        fillers = (table.english_fillers if self.english else table.filler_phrases).find(self.words)
        for span in fillers:
            if span.length > 1:
                out.update(range(span.start, span.end))
        dull = {s.start for s in fillers if s.length == 1} - self._inside_phrases() - out
        content = [i not in out and i not in dull for i in range(len(self.words))]
        kept: list[str] = []
        last = None
        for i, word in enumerate(self.words):
            if i in out or (i in dull and not self._joined(i, content)):
                continue
            if word.expanded:
                kept.append(word.key)
            elif word.token is not last:
                typed = word.token.text
                kept.append(typed if key_of(typed) == word.key else word.key)
            last = word.token
        return "" if all(len(k) < 3 and k.isdigit() for k in kept) else " ".join(kept)

    def wording(self, *, without: Collection[str] = ()) -> str:
        """The question as typed, without the documents, times and annexes that it names.

        The provinces `without` are those that it is asked of: their names say nothing of what it asks. A byname is
        kept, with what the documents call the province: "đồ xứ dừa" is a thing of Bến Tre.
        """
        held = [(m.at, m.to) for m in self.documents] + [(p.at, p.to) for p in self.periods]
        bynames: list[str] = []
        for span in self.places:
            if span.name not in without:
                continue
            if " ".join(w.key for w in self.words[span.start : span.end]) == key_of(span.name):
                held.append((span.start, span.end))
            else:
                bynames.append(span.name)
        out = annex_words(self.words) | {i for at, to in held for i in range(at, to)}
        kept = [w.token for i, w in enumerate(self.words) if i not in out]
        return " ".join([*(t.text for t in dict.fromkeys(kept)), *bynames])

    def _inside_phrases(self) -> set[int]:
        """Words of compounds, and of everyday phrases that documents have another name for ("bão lụt")."""
        held = [s for s in self.spans if s.name == "compound"]
        held += [s for s in lexicon().everyday.find(self.words) if s.length > 1]
        return {i for s in held for i in range(s.start, s.end)}

    def _joined(self, index: int, content: Sequence[bool]) -> bool:
        """Whether a dull word makes a compound of the corpus with a neighbour that is not dull."""
        keys = self.words
        word = keys[index]
        if word.marked and not word.expanded and nfc(word.token.text).lower() in lexicon().function_words:
            return False
        if word.key == "nganh":  # like "của", but plain without its marks too
            return False
        if index + 1 in self.taken and word.key in lexicon().function_keys:
            return False  # before the name of a document or place: "về thuế trong NQ 03" without marks
        before = index and content[index - 1] and f"{keys[index - 1].key} {keys[index].key}" in self.pairs
        after = index + 1 < len(keys) and content[index + 1]
        return bool(before or (after and f"{keys[index].key} {keys[index + 1].key}" in self.pairs))


def read(question: str, catalogue: Catalogue, *, today: date | None = None) -> Reading:
    """Read a question. Any text is valid; what is not understood stays topic."""
    out = _exclusions(question, catalogue, today)
    rest = question
    for exclusion in out:  # blanked, so that offsets stay those of the question
        rest = rest[: exclusion.start] + " " * (exclusion.end - exclusion.start) + rest[exclusion.end :]
    found = _read(rest, catalogue, today)
    return replace(found, question=question, exclusions=out) if out else found


def _exclusions(question: str, catalogue: Catalogue, today: date | None) -> tuple[Exclusion, ...]:
    """What the question says shall be left out, in order; see `data/grammar.toml` for the words that say so."""
    words = words_of(question)
    quoted = [m.span() for m in _QUOTED.finditer(question)]
    out: list[Exclusion] = []
    for marker in longest(lexicon().exclusions.find(words)):
        start, at = words[marker.start].token.start, words[marker.end - 1].token.end
        before = words[marker.start - 1].key if marker.start else ""
        if before in _BEFORE_TRU and words[marker.start].key == "tru" and not words[marker.start].marked:
            continue
        if before in _NO_MARKER or _within(start, quoted) or (out and start < out[-1].end):
            continue
        stop = _STOP.search(question, at)
        text = question[at : stop.start() if stop else len(question)]
        inner = _read(text, catalogue, today)
        end = _named_until(inner, marker.name == "weak")
        topic = ""
        if (
            not end
            and marker.name == "strong"
            and (words[marker.start].marked or inner.english or inner.at("recurring"))
        ):
            topic, end = key_of(inner.topic("about", "task", "target")), len(text)
        if end and len(text[:end].split()) <= _LONGEST_EXCLUSION:
            kept = _read(text[:end], catalogue, today)
            if kept.words and (topic or _names(kept)):
                out.append(Exclusion(text[:end].strip(), start, at + end, kept, topic))
    return tuple(out)


def _names(reading: Reading) -> list[tuple[int, int, bool]]:
    """Where a reading names agencies, times and rows, and (True) documents and places."""
    own = [(m.at, m.to, False) for m in reading.agencies] + [(p.at, p.to, False) for p in reading.periods]
    own += [(at, at + 1, False) for _, at in reading.rows]
    own += [(m.at, m.to, True) for m in reading.documents] + [(s.start, s.end, True) for s in reading.places]
    return sorted(own)


def _named_until(reading: Reading, at_once: bool) -> int:
    """Where the names at the beginning of what follows a marker end, in characters; 0 without any.

    A document or place behind an agency, a time or a row says where to look, and is none of what is left out.
    """
    names = _names(reading)
    if not names or (at_once and names[0][0] > _AT_ONCE):
        return 0
    first = names[0][2]
    last = next((i for i, name in enumerate(names) if name[2] != first), len(names)) - 1
    to = names[last][1]
    if to < len(reading.words) and reading.words[to].key == "tinh":  # "Công an tỉnh" is one name
        to += 1
    return reading.words[to - 1].token.end


def _read(question: str, catalogue: Catalogue, today: date | None) -> Reading:
    words = words_of(question)
    table = lexicon()
    english = _is_english(words)
    parted = breaks(question, words)
    times = periods(words, today=today, parted=parted)
    papers = documents(question, words, catalogue)
    quoted = [m.span() for m in _QUOTED.finditer(question)]
    bodies = [a for a in agencies(words, catalogue) if not _within(words[a.at].token.start, quoted)]
    held = [*((m.at, m.to) for m in papers), *((a.at, a.to) for a in bodies)]
    places = [
        s for s in longest(table.places.find(words)) if not _overlaps(s, [(a.at, a.to) for a in bodies])
    ]
    said = [s for s in table.concepts.find(words) if not parted & set(range(s.start + 1, s.end))]
    # "giao nhiệm vụ" is an assignment and speaks of tasks all the same.
    kept = {*longest(said), *(s for s in said if s.name in ("task", "target") and s.length > 1)}
    spans = sorted(
        (s for s in (*kept, *_superlatives(words)) if not _overlaps(s, held)),
        key=lambda s: (s.start, s.end, s.name),
    )
    times = tuple(p for p in times if not any(p.at < to and p.to > at for at, to in held))
    rows, target_rows, row_words = numbered_rows(words, [*held, *((p.at, p.to) for p in times)])
    provision, provision_words = named_provision(question, words, papers)
    taken = {i for at, to in (*held, *((p.at, p.to) for p in times)) for i in range(at, to)}
    taken |= {i for s in places for i in range(s.start, s.end)} | row_words | provision_words
    taken |= annex_words(words)
    shared, shared_words = sharing(words)
    group, group_words = named_group(words)
    taken |= shared_words | group_words
    return Reading(
        question=question,
        words=words,
        spans=tuple(spans),
        documents=tuple(papers),
        agencies=tuple(bodies),
        places=tuple(places),
        periods=times,
        rows=rows,
        target_rows=target_rows,
        provision=provision,
        provision_at=min(provision_words) if provision_words else None,
        quotes=tuple(m["in"].strip() for m in _QUOTED.finditer(question)),
        english=english,
        taken=frozenset(taken),
        pairs=catalogue.pairs,
        shared=shared,
        group=group,
    )


def _is_english(words: Sequence[Word]) -> bool:
    """Whether two words or more are English, one of them beyond doubt ("do" and "to" are Vietnamese without marks)."""
    found = [w.key for w in words if w.token.text.lower() in _ENGLISH]  # as typed: "độ" is no "do"
    return len(found) > 1 and any(k not in _BORROWED and not SYLLABLE.fullmatch(k) for k in found)


def _overlaps(span: Span, held: Iterable[tuple[int, int]]) -> bool:
    return any(span.start < to and span.end > at for at, to in held)


def _superlatives(words: Sequence[Word]) -> list[Span]:
    """ "nhiều việc đến hạn nhất": both halves of a superlative that other words part."""
    out = []
    for i, word in enumerate(words):
        name = {"nhieu": "most", "it": "fewest"}.get(word.key)
        if name is None:
            continue
        for j in range(i + 2, min(i + 7, len(words))):
            if words[j].key == "nhat":
                out += [Span(name, i, i + 1), Span(name, j, j + 1)]
                break
    return out


def _within(offset: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)

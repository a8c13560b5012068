"""What value an indicator shall reach: in a document, a year, and compared over provinces and levels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from search.questions import evidence
from search.questions.agencies import with_agency
from search.questions.amounts import amount, without
from search.questions.ask import Ask
from search.questions.catalogue import Document
from search.questions.lexicon import grams, lexicon
from search.questions.periods import Period
from search.questions.rows import Item, answer_row
from search.questions.tokens import key_of, tokenize
from search.questions.topic import Relevance, best, facets
from search.types import Answer

GRAMMAR = (
    "target", "value", "highest", "lowest", "compare", "provinces", "province_of", "table_scope", "due", "about", "who",
    "assigned", "year_of", "most", "fewest", "yesno", "clause", "owner", "lead", "only", "document", "count", "when",
    "nation", "task", "inclusive", "how", "higher", "lower",
)  # fmt: skip
LEAST = 0.34
_TWO = 2
_LETTERS = 2  # letters of an abbreviation that is too short to name anything
_MEASURES = frozenset({"grdp", "gdp"})
_SPOKEN_OF = 0.5  # the same where the question asks for a number
_SURE = 0.9  # share of a topic that a target elsewhere must say to be told of
_NAMED = 0.7  # share of a topic's words that the name of a target has when it is meant by name
_MET = 0.8  # how well a word of the glossary must be said somewhere to be known there
_WORDS = 0.5  # the least share of them that some target must have at all
_MARK = re.compile(r"\d+[a-z]+\d*|[a-z]+\d+")
_SAME = 0.86  # share of the best in one document that a second row must reach to be meant too
_ROADMAP = 0.6  # the same where every year's wording may differ
_ACROSS = 0.55  # share of the best of all documents that a document's best must reach


class Values:
    """How much shall … reach? Which province aims highest?"""

    name = "indicator_value"

    def claims(self, ask: Ask) -> float:
        """Sure with words for a target and for a value; likely when a year stands beside a value."""
        compared = ask.has("target", "compare", "highest", "lowest")
        if ask.has("count") or (ask.has("who") and not compared):
            return 0.2 if ask.has("target") else 0.0
        years = any(p.grain == "year" for p in ask.reading.periods)
        extreme = ask.has("highest", "lowest")
        if ask.has("target") and (ask.has("value", "compare", "provinces") or extreme or years):
            return 0.75
        if extreme or (ask.has("value") and years and not ask.has("task")):
            return 0.65
        if ask.has("target"):
            return 0.55
        if ask.has("compare") and years and not ask.has("task", "lead"):
            return 0.62
        if ask.has("task", "lead", "clause", "assigned"):
            return 0.0
        if years or ask.has("compare"):
            return 0.45
        if ask.has("value"):  # a number may be asked for that no target, but some clause tells
            return 0.45 if _names_target(ask, _SPOKEN_OF) else 0.25
        if not ask.scoped or ask.has("due", "up", "point", "down", "cite", "document"):
            return 0.0
        return 0.52 if _names_target(ask, _NAMED) else 0.0

    def answer(self, ask: Ask) -> Answer:
        """The targets as rows, one or more a document, with their values."""
        topic, bound = topic_of(ask), amount(ask.reading)
        documents = scope(ask)
        if not in_years(ask, ask.targets(documents)):
            documents = (
                ask.documents
            )  # a year that the annex leaves out may stand in another plan of the place
        items = [i for i in ask.targets(documents) if i.value_text]
        for mention in ask.reading.agencies:
            items = with_agency(items, mention, "owner")
        everything, items = items, in_years(ask, items)
        understood = ask.understood(
            self.name,
            [
                ("chỉ tiêu", topic),
                ("giá trị", bound.words(ask.reading) if bound else ""),
                ("năm", ", ".join(p.words for p in ask.reading.periods)),
                ("văn bản", ask.names(documents)),
            ],
            topic=topic,
            years=[p.start.year for p in ask.reading.periods],
            documents=[d.id for d in documents],
        )
        chosen, scores = choose(ask, everything, items, topic, documents)
        if not chosen:
            return ask.nothing(understood, _nothing(ask, topic, documents))
        rows = tuple(answer_row(i, ask.source(i.document), score=scores.get(i.id)) for i in chosen)
        sentence = say(ask, chosen)
        return Answer(
            ask.reading.question, understood, sentence, False, None, rows, ask.quotes.cite_all(chosen)
        )


def topic_of(ask: Ask) -> str:
    """What the targets are about; the measure that a value is asked in ("% GRDP") is no part of it."""
    words = ask.reading.topic(*GRAMMAR).split()
    if (bound := amount(ask.reading)) is not None:
        words = without(ask.reading, bound, " ".join(words)).split()
    return " ".join(w for w in words if key_of(w) not in _MEASURES or len(words) == 1)


def _names_target(ask: Ask, least: float) -> bool:
    """Whether the topic is the very name of a target, though no word for targets stands beside it."""
    topic = topic_of(ask)
    if len(topic.split()) < 2 and not any(f.others for f in facets(topic)):
        return False
    items = ask.targets(scope(ask))
    named = max(Relevance(items).scores(topic).values(), default=0.0) >= least
    return named and not evidence.foreign(ask, topic, items)


def scope(ask: Ask) -> tuple[Document, ...]:
    """The documents whose targets are meant; a comparison with the nation brings the central ones in."""
    documents = list(ask.documents)
    if ask.has("nation") and not ask.scoped and not ask.has("compare"):
        documents = []
    if ask.has("nation"):
        documents += [d for d in ask.catalogue.full if d.level == "trung ương" and d.targets]
    named = {d.id for d in ask.reading.scope}
    counts = {d.id: d.targets for d in documents}
    # A province's own plan lists its targets in an annex; other documents of the province only when named.
    annexed = {d.place for d in documents if counts[d.id]}
    kept = [d for d in documents if d.id in named or counts[d.id] or d.place not in annexed]
    return tuple(dict.fromkeys(kept))


def in_years(ask: Ask, items: Iterable[Item]) -> list[Item]:
    """The targets of the years that the question names; all when it names none."""
    periods = [p for p in ask.reading.periods if p.grain in ("year", "range")]
    if not periods:
        return list(items)
    return [
        i
        for i in items
        if i.year and any(p.start.year <= i.year <= p.end.year or _bounded(i.year, p) for p in periods)
    ]


def _bounded(year: int, period: Period) -> bool:
    if period.bound in ("after", "since"):
        return year >= period.start.year
    return period.bound == "before" and year < period.start.year


def choose(
    ask: Ask, everything: Sequence[Item], items: Sequence[Item], topic: str, documents: Sequence[Document]
) -> tuple[list[Item], dict[str, float]]:
    """The target that is meant in each document, more where the question names several or a roadmap of years."""
    if ask.reading.target_rows:
        found = [i for i in items if (i.no or "").rstrip(".") in ask.reading.target_rows]
        return found, {}
    bound = amount(ask.reading)
    if bound is not None:
        items = [i for i in items if bound.holds(i)]
        scores = ask.fit(items, topic) if topic else {}
        return [i for i in items if not topic or scores.get(i.id, 0.0) >= LEAST], scores
    if not topic:
        # A year of a named document or province alone means all that is aimed at for it.
        whole = (
            ask.reading.agencies or ask.within or (ask.reading.periods and ask.scoped and ask.has("target"))
        )
        return (list(items), {}) if whole else ([], {})
    if evidence.foreign(ask, topic, everything):
        return [], {}
    scores = ask.fit(everything, topic)
    marks = {w.key for w in lexicon().expand(tokenize(topic)) if _MARK.fullmatch(w.key)}
    if marks:  # "6G" is not "5G": what bears a figure must be there
        items = [i for i in items if marks <= grams(i.text)]
    top = max((scores.get(i.id, 0.0) for i in everything), default=0.0)
    relevance = Relevance(everything)
    words = max(relevance.scores(topic).values(), default=0.0)
    known = any(relevance.met(f) >= _MET for f in facets(topic) if f.others)
    if top < LEAST or (words < _WORDS and not known):
        return [], scores
    chosen: list[Item] = []
    for document in documents:
        own = _by_initials(ask, [i for i in items if i.document == document.id])
        inside = {i.id: scores.get(i.id, 0.0) for i in own}
        within = _ROADMAP if ask.has("roadmap") else _SAME
        picked = best(inside, least=max(LEAST * 0.9, _ACROSS * top), within=within)
        rows = _measured(ask, _plain_names(topic, [i for i in own if i.id in picked]))
        rows = evidence.said_in_full(ask, topic, rows)
        chosen += _annex_first(rows, ask)
    return chosen, scores


def _by_initials(ask: Ask, rows: list[Item]) -> list[Item]:
    """Of these targets, those whose name bears the initials that the question has in capitals ("PII"), if any do."""
    typed = {w.token.key for w in ask.reading.words if w.token.text.isupper() and w.token.text.isalpha()}
    asked = {k for k in typed - _MEASURES if len(k) > _LETTERS}
    named = [r for r in rows if asked & set(key_of(r.text).split())]
    return named or rows


def _plain_names(topic: str, rows: Sequence[Item]) -> list[Item]:
    """Of targets one of whose names holds another's ("… trên kinh phí R&D" and "kinh phí R&D"), the one that is meant.

    The longer name is meant where the topic has a word of what it adds, else the shorter.
    """
    asked = {w for f in facets(topic) for side in (f.words, *f.others) for w in side}
    names = {i.id: {w for w in grams(i.text) if " " not in w} for i in rows}
    gone = set()
    for a in rows:
        for b in rows:
            if names[a.id] < names[b.id]:
                gone.add(a.id if asked & (names[b.id] - names[a.id]) else b.id)
    return [i for i in rows if i.id not in gone]


def _measured(ask: Ask, rows: list[Item]) -> list[Item]:
    """Of these targets, those in the measure that the question names ("mấy % GRDP"), where there are any."""
    if not _MEASURES & {w.key for w in ask.reading.words}:
        return rows
    return [
        r for r in rows if _MEASURES & set(key_of(f"{r.unit or ''} {r.value_text or ''}").split())
    ] or rows


def _annex_first(rows: list[Item], ask: Ask) -> list[Item]:
    """Annex rows alone where there are any; without a year, one year of an indicator unless a roadmap is asked."""
    rows = [r for r in rows if r.no] or rows
    if any(p.grain in ("year", "range") for p in ask.reading.periods) or len({r.year for r in rows}) < 2:
        return rows
    numbered = [r for r in rows if r.no]
    if not numbered or ask.has("roadmap"):
        return rows
    first = min(r.year or 9999 for r in numbered)
    return [r for r in numbered if r.year == first]


def say(ask: Ask, items: Sequence[Item]) -> str:
    """The values in a sentence, the extreme named where the question asks for it."""
    lines = []
    for item in items:
        unit = f" {item.unit}" if item.unit and item.unit not in (item.value_text or "") else ""
        year = f" ({item.year})" if item.year else ""
        lines.append(f"{ask.short(item.document)}: {item.text}{year}: {item.value_text}{unit}")
    extreme = _extreme(ask, items)
    same = ""
    if ask.has("compare") and len(items) > 1:
        values = {(i.value, i.value_text if i.value is None else None) for i in items}
        if ask.reading.english:
            same = "The same. " if len(values) == 1 else "Not the same. "
        else:
            same = "Giống nhau. " if len(values) == 1 else "Không giống nhau. "
    return f"{extreme}{same}" + "; ".join(lines) + "."


def _extreme(ask: Ask, items: Sequence[Item]) -> str:
    valued = [i for i in items if i.value is not None]
    if len(valued) < 2 or not ask.has("highest", "lowest", "higher", "lower"):
        return ""
    upwards = ask.has("highest", "higher")
    pick = max if upwards else min
    edge = pick(i.value for i in valued if i.value is not None)
    names = [ask.name(i.document) for i in valued if i.value == edge]
    if ask.reading.english:
        return f"{'Highest' if upwards else 'Lowest'}: {', '.join(names)}. "
    word = "hơn" if len(valued) == _TWO and ask.has("higher", "lower") else "nhất"
    return f"{'Cao' if upwards else 'Thấp'} {word}: {', '.join(names)}. "


def _nothing(ask: Ask, topic: str, documents: Sequence[Document]) -> str:
    years = ", ".join(map(str, sorted({i.year for i in ask.targets(documents) if i.year})))
    names, also = ask.names(documents), _elsewhere(ask, topic, documents)
    if ask.reading.english:
        have = f" {names} set targets for: {years}." if years else ""
        return f"No target there tells this.{have}{also}"
    have = f" {names} có chỉ tiêu cho các mốc: {years}." if years else f" {names} không nêu chỉ tiêu nào."
    return f"Không văn bản nào ở đây đặt chỉ tiêu như vậy.{have}{also}"


def _elsewhere(ask: Ask, topic: str, documents: Sequence[Document]) -> str:
    """What other documents do aim at under that very name and year, as the end of an answer; "" for nothing."""
    others = [d for d in ask.catalogue.full if d not in documents]
    items = [i for i in in_years(ask, ask.targets(others)) if i.value_text]
    marks = {w.key for w in lexicon().expand(tokenize(topic)) if _MARK.fullmatch(w.key)}
    scores = evidence.coverage(ask, topic, items, single=True) if topic else {}
    found = [i for i in items if scores.get(i.id, 0.0) >= _SURE and marks <= grams(i.text)]
    found.sort(key=lambda i: (-scores[i.id], i.document, i.order))
    if not found:
        return ""
    return f" {'Elsewhere' if ask.reading.english else 'Nơi khác có'}: {say(ask, found[:_TWO])}"

"""The understood plan as parts that the asker may take out or change, and the question that an edited plan asks.

A part stands for words of the question. An edit puts other words in their place and the question is read anew, so an
edited plan is answered like any question, by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ontology.errors import InputError
from ontology.places import place as province
from search.questions.agencies import ROLE_WORDS, role_in
from search.questions.catalogue import Catalogue, Document
from search.questions.following import Followed, cut, topic_words
from search.questions.lexicon import words_of
from search.questions.periods import Period, periods
from search.questions.reading import Reading, read
from search.types import Plan, PlanOption, PlanPart

_MOST = 60  # documents offered for choice; more are found by asking
_YEARS = range(-2, 5)  # years offered around the one asked for
_QUARTERS = ("I", "II", "III", "IV")
_ROLES = ("lead", "joint", "sole", "coop", "only")
_ENGLISH_ROLES = {"lead": "lead", "coop": "coordinate", "any": "lead or coordinate"}
#: Words that only tie a part to the rest: they go with it.
_TIES = frozenset({
    "trong", "cua", "tai", "o", "theo", "han", "den", "toi", "do", "tinh", "ve", "in", "of", "by", "under", "from",
    "for", "at", "due", "within", "until", "about", "on",
})  # fmt: skip
_BLANK_BEFORE = re.compile(r"\s+(?=[?.,;!])")
_Swap = tuple[int, int, str]


def parts(
    reading: Reading, catalogue: Catalogue, *, topic: str = "", scope: str = ""
) -> tuple[PlanPart, ...]:
    """The parts of a reading; `topic` and `scope` are the topic and the documents in words, as the answer took them.

    Ids are counted by kind, so the same question always has the same parts.
    """
    out = [
        PlanPart(f"agency-{i}", "agency", "cơ quan", m.name, m.name) for i, m in enumerate(reading.agencies)
    ]
    if _has_role(reading):
        how = role_in(reading)
        options = tuple(PlanOption(r, ROLE_WORDS[r]) for r in _ENGLISH_ROLES)
        out.append(PlanPart("role", "role", "vai trò", how, ROLE_WORDS[how], options, removable=False))
    for i, period in enumerate(reading.periods):
        options = tuple(PlanOption(words, words) for words in _times(period))
        out.append(PlanPart(f"period-{i}", "period", "thời gian", period.words, period.words, options))
    out += [PlanPart(f"row-{i}", "row", "số", no, no) for i, (no, _) in enumerate(reading.rows)]
    places = tuple(PlanOption(p, p) for p in sorted(filter(province, catalogue.places)))
    out += [
        PlanPart(f"place-{i}", "place", "tỉnh", name, name, places)
        for i, name in enumerate(reading.place_names)
    ]
    out += _papers(reading, catalogue, scope)
    out += [
        PlanPart(f"excluded-{i}", "excluded", "trừ", e.text, e.text) for i, e in enumerate(reading.exclusions)
    ]
    if topic:
        out.append(PlanPart("topic", "topic", "chủ đề", topic, topic))
    return tuple(out)


def _papers(reading: Reading, catalogue: Catalogue, scope: str) -> Iterator[PlanPart]:
    here = set(reading.place_names)
    offered = [d for d in catalogue.full if d.number and (reading.documents or not here or d.place in here)]
    options = tuple(PlanOption(d.id, d.name) for d in offered[:_MOST])
    for i, mention in enumerate(reading.documents):
        names = ", ".join(d.name for d in mention.documents) or mention.text
        value = mention.documents[0].id if len(mention.documents) == 1 else mention.text
        yield PlanPart(f"document-{i}", "document", "văn bản", value, names, options)
    if not reading.documents:
        yield PlanPart("document", "document", "văn bản", "", scope, options, removable=False)


def _has_role(reading: Reading) -> bool:
    """Whether the question is one of roles: with an agency, or asking who has one."""
    asked = reading.agencies or (reading.has("who") and reading.has("lead", "coop"))
    return bool(asked) and not reading.has("owner", "target")


def _times(period: Period) -> list[str]:
    """Times of the same size around one, as words that are read back to just that time."""
    year = period.start.year
    prefix = period.words[: period.words.find({"month": "tháng", "quarter": "quý"}.get(period.grain, "năm"))]
    if period.grain == "month":
        names = [f"tháng {n}/{year}" for n in range(1, 13)]
    elif period.grain == "quarter":
        names = [f"quý {n}/{year}" for n in _QUARTERS]
    elif period.grain == "year":
        names = []
    else:
        return []
    names += [f"năm {year + n}" for n in _YEARS]
    words = [f"{prefix}{name}" for name in names]
    return [w for w in words if [p.words for p in periods(words_of(w))] == [w]]


def edited(plan: Plan, catalogue: Catalogue, *, today: date | None = None) -> Followed:
    """The question that an edited plan asks: parts that it lacks are taken out, changed values put in.

    Raises InputError for a part or value that this plan cannot have, and when nothing is left to ask.
    """
    reading = read(plan.asked or plan.question, catalogue, today=today)
    known = {p.id: p for p in parts(reading, catalogue, topic=plan.topic)}
    kept = _checked(plan, known, catalogue)
    dropped = [e for i, e in enumerate(reading.exclusions) if f"excluded-{i}" not in kept]
    if dropped:
        text = reading.question
        for exclusion in reversed(dropped):
            text = text[: exclusion.start] + text[exclusion.end :]
        reading = read(text, catalogue, today=today)
    swaps: list[_Swap] = []
    added: list[str] = []
    for id, part in known.items():
        value = kept.get(id)
        if value != part.value:
            swaps += _with_ties(reading, _swaps(reading, part, value, catalogue, added))
    question = _BLANK_BEFORE.sub("", " ".join([cut(reading, swaps), *added]).strip())
    if not any(c.isalnum() for c in question):
        raise InputError("nothing is left of the plan to ask", hint="keep one part, or ask a new question")
    return Followed(question, plan.within, plan.question if plan.within else "")


def _checked(plan: Plan, known: Mapping[str, PlanPart], catalogue: Catalogue) -> dict[str, str]:
    """The values of the plan's parts by id. Raises InputError for what is unknown."""
    kept: dict[str, str] = {}
    for sent in plan.parts:
        part = known.get(sent.id)
        if part is None or sent.id in kept:
            raise InputError(
                f"the plan has no part {sent.id!r}"
                if part is None
                else f"the part {sent.id!r} is given twice",
                hint="parts: " + ", ".join(known),
            )
        possible = {part.value, *(o.value for o in part.options)}
        if part.kind == "document":
            possible |= {d.id for d in catalogue.full if d.number}
        if sent.value not in possible:
            raise InputError(
                f"{sent.id!r} cannot be {sent.value!r}",
                hint="possible: " + ", ".join(o.value for o in part.options or (PlanOption(part.value, ""),)),
            )
        kept[sent.id] = sent.value
    for id, part in known.items():
        if not part.removable and id not in kept and not (id == "role" and _no_agency(known, kept)):
            raise InputError(f"the part {id!r} cannot be left out", hint="give it one of its values")
    if _no_agency(known, kept):
        kept.pop("role", None)
    return kept


def _with_ties(reading: Reading, swaps: list[_Swap]) -> list[_Swap]:
    """The swaps; what is taken out takes the words along that tied it to the rest."""
    out = []
    for at, to, new in swaps:
        while not new and at and reading.words[at - 1].key in _TIES:
            at -= 1
        out.append((at, to, new))
    return out


def _no_agency(known: Mapping[str, PlanPart], kept: Mapping[str, str]) -> bool:
    """Whether every agency was taken out, and with them what they do."""
    agencies = [id for id, part in known.items() if part.kind == "agency"]
    return bool(agencies) and not any(id in kept for id in agencies)


def _swaps(
    reading: Reading, part: PlanPart, value: str | None, catalogue: Catalogue, added: list[str]
) -> list[_Swap]:
    """The words of one part replaced by those of its new value (None: taken out)."""
    if part.kind == "excluded":
        return []  # its words are no part of the reading that is left
    number = int(part.id.rpartition("-")[2]) if "-" in part.id else 0
    if part.kind == "role":
        return _role(reading, value)
    if part.kind == "agency":
        mention = reading.agencies[number]
        return [(mention.at, mention.to, "")]
    if part.kind == "period":
        period = reading.periods[number]
        return [(period.at, period.to, value or "")]
    if part.kind == "topic":
        return [(at, to, "") for at, to in topic_words(reading, part.value)]
    if part.kind == "row":
        at = reading.rows[number][1]
        return [(at, at + 1, "")]
    if part.kind == "place":
        return _place(reading, part.value, value)
    return _document(reading, number, value, catalogue, added)


def _role(reading: Reading, value: str | None) -> list[_Swap]:
    words = ""
    if value is not None:
        words = _ENGLISH_ROLES[value] if reading.english else ROLE_WORDS[value]
    said = reading.at(*_ROLES)
    if said:
        return [(s.start, s.end, words if i == 0 else "") for i, s in enumerate(said)]
    if not words or not reading.agencies:
        return []
    last = reading.agencies[-1]
    return [(last.at, last.to, f"{last.text} {words}")]


def _place(reading: Reading, old: str, new: str | None) -> list[_Swap]:
    swaps = [(s.start, s.end, new or "") for s in reading.places if s.name == old]
    if new is None:
        return swaps
    # A plan of the old province is not meant with the new one.
    local = [m for m in reading.documents if any(d.place == old for d in m.documents)]
    return swaps + [(m.at, m.to, "") for m in local]


def _document(
    reading: Reading, number: int, value: str | None, catalogue: Catalogue, added: list[str]
) -> list[_Swap]:
    new = catalogue.documents[value] if value else None
    words = _named(new) if new else ""
    if not reading.documents:
        added.append(words)
        return _places_of(reading, {*reading.place_names}) if new and new.place else []
    mention = reading.documents[number]
    old = {d.place for d in mention.documents if d.place}
    return [(mention.at, mention.to, words), *(_places_of(reading, old) if new else [])]


def _places_of(reading: Reading, names: set[str]) -> list[_Swap]:
    return [(s.start, s.end, "") for s in reading.places if s.name in names]


def _named(document: Document) -> str:
    """A document as a question names it without doubt."""
    return f"{document.number} {document.place or ''}".strip()

"""What search and questions take and give; plain frozen types that dump to JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

HitKind = Literal["clause", "task", "target", "result"]
RowKind = Literal["task", "target", "clause", "document", "agency", "result"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that hold before ranking. Empty tuples mean no condition.

    `documents` are ids; `agency` is an agency id with `role` lead, coop, owner or None for any; deadlines are
    inclusive dates; `issued_from`/`issued_to` bound the document's date.
    """

    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    agency: str | None = None
    role: str | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    issued_from: date | None = None
    issued_to: date | None = None


@dataclass(frozen=True, slots=True)
class Highlight:
    """Characters [start, end) of a hit's `text` that answer the query."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One found clause, task, target or result. `score` is in [0, 1]; `scores` has its parts (lexical, dense)."""

    kind: str
    id: str
    document: str
    source: str | None
    number: str | None
    path: str | None
    no: str | None
    score: float
    scores: dict[str, float]
    text: str
    context: str = ""
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """A misspelt word of a question or query: as typed, and as it was read."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits, how many there are in all, and counts by facet value.

    `query` is what was searched for, with the `repairs` made in what was typed.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of an answer; fields that its kind lacks are None."""

    kind: str
    id: str
    document: str
    source: str | None = None
    no: str | None = None
    path: str | None = None
    name: str | None = None
    number: str | int | None = None
    year: int | None = None
    value_text: str | None = None
    text: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerCitation:
    """A quote that stands at [start, end) of the document's source text."""

    id: str
    document: str
    quote: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class PlanOption:
    """A value that a part of a plan may take, and what it is called."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One condition of a plan: an agency, role, period, row, place, document, topic or exception.

    `id` names it inside its plan, `text` says its `value` in words; it may be given the value of one of `options`,
    and left out where it is `removable`.
    """

    id: str
    kind: str
    label: str
    value: str
    text: str
    options: tuple[PlanOption, ...] = ()
    removable: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question after this one may lean on; the caller carries it, nothing is kept here.

    `question` is the question in full words, `rows` the ids of the tasks, targets and clauses that answered it,
    `agencies` the names of agencies that did. The answer itself is to `asked`, within the rows `within` (none: of
    everything) and on `topic`; `parts` are its conditions, which a caller may edit and send back.
    """

    question: str
    rows: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    asked: str = ""
    within: tuple[str, ...] = ()
    topic: str = ""
    parts: tuple[PlanPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was read: the kind of question, its constraints, and both in Vietnamese words."""

    intent: str
    constraints: dict[str, Any]
    words: str
    alternatives: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of any kind. `none` is true when the corpus does not say; `number` answers a count."""

    question: str
    understood: Understood
    answer: str
    none: bool
    number: float | None
    rows: tuple[AnswerRow, ...]
    citations: tuple[AnswerCitation, ...]

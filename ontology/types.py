"""Frozen domain types. Every one dumps to JSON and back through `ontology.codec`.

Offsets are characters into `SourceText.text`, end exclusive. Dates are `datetime.date`. Ids are computed
(`ontology.ids`), so that reading a document twice gives the same values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ClauseKind = Literal[
    "section", "clause", "point", "bullet",  # the body
    "header", "signature", "recipients", "annex", "unparsed",  # everything else; nothing is dropped
]  # fmt: skip
DeadlineKind = Literal["day", "month", "quarter", "year", "range", "recurring", "conditional", "open", "none"]
Comparator = Literal[">=", ">", "<=", "<", "=", "range", "approx", "text"]
CitationRelation = Literal["based_on", "implements", "amends", "replaces", "repeals", "guides", "cites"]
ResultKind = Literal["done", "figure", "issued", "shortcoming", "cause", "proposal"]
LinkStatus = Literal["candidate", "proposed", "confirmed", "rejected"]
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a careful reader would doubt or could not place; never silent, never fatal."""

    code: str
    message: str
    severity: Severity = "warning"
    start: int | None = None
    end: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its words, and where they stand in the source (start == end when empty)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the format itself gives as a table; merged cells are already filled."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page: its number from 1 and its characters."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a format reader hands on: NFC text with "\\n" line ends, and what the format knew of its layout."""

    name: str
    format: str
    text: str
    sha256: str
    tables: tuple[Table, ...] = ()
    pages: tuple[Page, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One recorded repair of recognition damage: source characters [start, end) read as `repaired`."""

    start: int
    end: int
    raw: str
    repaired: str
    reason: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of a document says of it. `level` is trung ương, tỉnh, huyện or xã.

    `place` is the place of issue as printed, a province by its usual name; `commune` is the commune whose body issued
    the document, with its province where something tells it ("xã Tân Hòa, Đồng Tháp").
    """

    type: str | None = None
    number: str | None = None
    issued: date | None = None
    issuer: str | None = None
    signer: str | None = None
    title: str | None = None
    place: str | None = None
    level: str | None = None
    commune: str | None = None

    @property
    def home(self) -> str | None:
        """Where the issuer is at home: its commune, else the place of issue."""
        return self.commune or self.place


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of the text: a heading, clause, point, bullet, or a part outside the body.

    `path` is the printed labels from the top joined by dots ("III.5.d"; bullets "-1", "-2" under their parent;
    "preamble"; "closing"). `text` is this piece alone, without its label and its children, as repaired;
    `text_raw` the source's own words. [start, end) covers label, heading and text, not the children; the
    clauses of a document together cover every non-blank character exactly once.
    """

    id: str
    document: str
    path: str
    kind: ClauseKind
    label: str
    heading: str | None
    text: str
    text_raw: str
    start: int
    end: int
    parent: str | None
    order: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """An agency as a document names it, resolved as of the document's date."""

    id: str
    name: str
    text: str
    collective: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due. `end` is the last day of the stated period; None where no date is stated."""

    text: str | None
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task: a row of a task annex, or an assignment in the body.

    `no` is the printed row number without its final dot; `group` the group row's label ("V"). `where` is the annex
    label ("PHỤ LỤC II") or the clause path. `unclear` names the fields that a careful reader would doubt.
    """

    id: str
    document: str
    no: str | None
    group: str | None
    group_title: str | None
    title: str
    lead: tuple[AgencyRef, ...]
    coop: tuple[AgencyRef, ...]
    output: str | None
    deadline: Deadline
    where: str
    clause: str | None
    start: int
    end: int
    unclear: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The value that one indicator shall reach by the end of a year."""

    id: str
    document: str
    no: str | None
    parent: str | None
    indicator: str
    name: str
    unit: str | None
    period_end_year: int | None
    value_text: str
    comparator: Comparator | None
    value: float | None
    value_max: float | None
    owner: tuple[AgencyRef, ...]
    where: str
    clause: str | None
    start: int
    end: int
    unclear: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured quantity over all documents and levels; targets give its values."""

    id: str
    name: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a document names another; `provision` is a path inside the named one ("Điều 3.6")."""

    start: int
    end: int
    text: str
    clause: str | None = None
    provision: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One distinct document that this document mentions, with the strongest relation that the text states."""

    document: str
    target: str
    number: str | None
    type: str | None
    date: date | None
    issuer: str | None
    title: str | None
    relation: CitationRelation
    quote: str
    mentions: tuple[Mention, ...]
    place: str | None = None
    variants: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many times the document is mentioned."""
        return len(self.mentions)


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a report tells: work done, a figure reached, a document issued, what falls short, why, a request.

    `text` is the source's own words at [start, end), blanks squeezed. A figure has `name` (what was measured), its
    value and, where the words tell it, the year or the printed `period`; `indicator` is that of a target which
    measures the same. `documents` are the targets of the citations that the words name; of "issued" the first is
    the document issued.
    """

    id: str
    document: str
    kind: ResultKind
    text: str
    clause: str
    start: int
    end: int
    name: str | None = None
    indicator: str | None = None
    value_text: str | None = None
    comparator: Comparator | None = None
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    year: int | None = None
    period: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One of the files that a document was read from, and the characters of the document's text that are its own."""

    name: str
    format: str
    sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """All that was read from one source, or from a document's file and those of its annexes.

    `text` is the source text that every offset points into; `files` says which file it comes from where there are
    several. `source` and `format` are then those of the first, `sha256` covers them all.
    """

    id: str
    source: str
    format: str
    sha256: str
    text: str
    header: Header
    clauses: tuple[Clause, ...]
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    citations: tuple[Citation, ...] = ()
    results: tuple[Result, ...] = ()
    edits: tuple[Edit, ...] = ()
    pages: tuple[Page, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[SourceFile, ...] = ()

    def file_at(self, offset: int) -> str | None:
        """The name of the file that the character at `offset` comes from; None where there is only one."""
        return next((f.name for f in self.files if f.start <= offset < f.end), None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The quote that supports a statement, and where it stands."""

    document: str
    quote: str
    start: int | None = None
    end: int | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A scored statement that `source` (task, clause, target) serves `target`; grade 2 implements, 1 contributes."""

    id: str
    source: str
    target: str
    relation: str
    grade: int
    score: float
    status: LinkStatus
    method: str
    source_quote: str
    target_quote: str
    features: dict[str, float] = field(default_factory=dict, hash=False)

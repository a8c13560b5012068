"""Citations: which documents a document names, how often, and what it says that it does to them.

After `find_citations`:
1. One Citation per distinct document, in the order of first mention; spelling variants are one document.
2. Every mention lies in the source text; its words are the source's own.
3. The relation is the strongest that the text states of this document itself: an order to replace a decree some
   day, or what one cited document does to another, is a mere citation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.docnumbers import Named, find_mentions, short_mentions
from ingest.reading import Reading
from ingest.statements import Frame, Statement, relation_of
from ontology.ids import document_id, number_key
from ontology.text import flatten, fold, squeeze
from ontology.types import Citation, CitationRelation, Clause, Diagnostic, Header, Mention

STRENGTH: tuple[CitationRelation, ...] = (
    "cites", "guides", "based_on", "implements", "amends", "repeals", "replaces",
)  # fmt: skip
_BODY = {"section", "clause", "point", "bullet"}
_HEADING = re.compile(
    r"^[\s#*]*(?:[IVX]+\s*[.\-–]|(?:điều|chương|phần)\s+(?:\d|[IVX])|1\s*\.)", re.IGNORECASE | re.MULTILINE
)
_ANNEX = re.compile(r"^[\s#*]*PHỤ LỤC(?:\s+[IVX\d]+)?\s*$", re.MULTILINE)
_OWN_ANNEX = re.compile(r"^[\s*_]*\(\s*(?:ban\s+hanh\s+)?kem\s+theo\s[^()]{0,80}$")
_QUOTE = 200
_LONG = 160  # characters that no printed line reaches; a text with such lines keeps a paragraph on a line


@dataclass(slots=True)
class _Cited:
    """One document while its mentions are gathered."""

    first: Named
    mentions: list[tuple[Named, Statement]] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        return next((n.year for n, _ in self.mentions if n.year), None)


def find_citations(
    reading: Reading, *, document: str, header: Header, clauses: Sequence[Clause], place: str | None
) -> tuple[tuple[Citation, ...], tuple[Diagnostic, ...]]:
    """The documents that `document` names, and what is doubtful about them.

    `clauses` (spans in source coordinates) say which clause holds a mention and where preamble and annexes lie;
    without any, both are told from the text. `place` is the province of local issuers that the text leaves unnamed.
    """
    home = None if header.level == "trung ương" else place
    frame = _frame(reading, header, clauses)
    flat = flatten(reading.text)
    named = [n for n in find_mentions(reading.text, place=home) if not _own(n, flat, header, home)]
    mentions = sorted([*named, *short_mentions(reading.text, named)], key=lambda n: n.start)
    statements = {
        n.start: relation_of(frame, n.start, n.end, [(m.start, m.end) for m in mentions]) for n in mentions
    }
    groups, doubts = _group(mentions, statements)
    finder = _ClauseFinder(clauses)
    citations = tuple(_citation(reading, document, g, finder) for g in groups)
    diagnostics = tuple(
        Diagnostic(code, message, "info", *reading.span(n.start, n.end), line=reading.line_at(n.start).number)
        for code, message, n in doubts
    )
    return citations, diagnostics


def _frame(reading: Reading, header: Header, clauses: Sequence[Clause]) -> Frame:
    """Where title and opening end, where annexes stand, and whether the document acts by articles."""
    text = reading.text
    body = [c for c in clauses if c.kind in _BODY and c.path.split(".")[0] not in ("preamble", "closing")]
    # Bullets above the first number are grounds, or those whom an order goes to ("… điện: - Giám đốc các sở;").
    body = [c for c in body if not c.path.startswith("-")] or body
    annexes = [c for c in clauses if c.kind == "annex"]
    if clauses:
        to_reading = _Forward(reading)
        front = to_reading(min((c.start for c in body), default=len(reading.source.text)))
        regions = tuple((to_reading(c.start), to_reading(c.end)) for c in annexes)
    else:
        heading = _HEADING.search(text)
        front = heading.start() if heading else len(text)
        first = _ANNEX.search(text)
        regions = ((first.start(), len(text)),) if first else ()
    legal = fold(header.type or "") in {
        "luật",
        "bộ luật",
        "pháp lệnh",
        "nghị định",
        "thông tư",
        "quyết định",
        "nghị quyết",
    }
    long = sum(len(line.text) > _LONG for line in reading.lines)
    return Frame(text, flatten(text), front, regions, legal, wrapped=long * 50 < len(reading.lines))


class _Forward:
    """Source offsets as reading offsets, the other way round from `Reading.span`; exact outside repairs."""

    def __init__(self, reading: Reading) -> None:
        self._at, self._shift = [0], [0]
        shift = 0
        for edit in reading.edits:
            shift += len(edit.repaired) - (edit.end - edit.start)
            self._at.append(edit.end)
            self._shift.append(shift)

    def __call__(self, offset: int) -> int:
        return offset + self._shift[bisect_right(self._at, offset) - 1]


def _own(named: Named, flat: str, header: Header, home: str | None) -> bool:
    """Whether a mention names the document itself."""
    line = flat[flat.rfind("\n", 0, named.start) + 1 : named.start]
    if _OWN_ANNEX.match(line):
        return True
    if not named.number or not header.number or number_key(named.number) != number_key(header.number):
        return False
    same_year = not named.year or not header.issued or named.year == header.issued.year
    return same_year and (not named.local or named.place == home)


def _group(
    mentions: Sequence[Named], statements: dict[int, Statement]
) -> tuple[list[_Cited], list[tuple[str, str, Named]]]:
    """Mentions by document: same number and place, and the same year where years are given.

    A mention without a year goes to the document of that number that stands nearest before it, else nearest after.
    """
    groups: list[_Cited] = []
    doubts: list[tuple[str, str, Named]] = []
    dated = {(k, n.year) for n in mentions if n.year and (k := _key(n))}
    for named in mentions:
        key = _key(named)
        known = [g for g in groups if _key(g.first) == key]
        years = {year for k, year in dated if k == key}
        if named.year:
            same = [g for g in known if g.year == named.year or (g.year is None and len(years) == 1)]
        else:
            same = known[-1:]
            if len(years) > 1:
                doubts.append(
                    ("ambiguous_citation", f"{named.number}: several documents bear this number", named)
                )
        group = same[-1] if same else None
        if group is None:
            group = _Cited(named)
            groups.append(group)
        elif (other := _other_date(group, named)) is not None:
            doubts.append(
                ("citation_date", f"{named.number} is dated {named.issued} here and {other} elsewhere", named)
            )
        group.mentions.append((named, statements[named.start]))
    return groups, doubts


def _key(named: Named) -> tuple[str, str | None]:
    name = number_key(named.number) if named.number else f"{fold(named.title or '')} {named.year}"
    return name, named.place


def _other_date(group: _Cited, named: Named) -> date | None:
    dates = [n.issued for n, _ in group.mentions if n.issued]
    return dates[0] if dates and named.issued and named.issued != dates[0] else None


class _ClauseFinder:
    """The clause that holds a source character."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = sorted(clauses, key=lambda c: c.start)
        self._starts = [c.start for c in self._clauses]

    def __call__(self, offset: int) -> str | None:
        i = bisect_right(self._starts, offset) - 1
        return self._clauses[i].id if i >= 0 and offset < self._clauses[i].end else None


def _citation(reading: Reading, document: str, group: _Cited, finder: _ClauseFinder) -> Citation:
    named = [n for n, _ in group.mentions]
    strongest = max(group.mentions, key=lambda pair: STRENGTH.index(pair[1].relation))[1]
    issued = next((n.issued for n in named if n.issued), None)
    number = group.first.number
    title = next((n.title for n in named if n.title), None)
    place = group.first.place
    variants = dict.fromkeys(n.printed for n in named if n.printed and n.printed != number)
    mentions = []
    for n in named:
        start, end = reading.span(n.start, n.end)
        mentions.append(
            Mention(start, end, squeeze(reading.source.text[start:end]), finder(start), n.provision)
        )
    return Citation(
        document=document,
        target=document_id(number=number, title=title, place=place, year=group.year),
        number=number,
        type=next((n.type for n in named if n.type), None),
        date=issued,
        issuer=_issuer(group),
        title=title,
        relation=strongest.relation,
        quote=squeeze(reading.raw(strongest.start, strongest.end))[:_QUOTE].strip(),
        mentions=tuple(mentions),
        place=place,
        variants=tuple(v for v in variants if v),
    )


def _issuer(group: _Cited) -> str | None:
    """The issuer that the most mentions state, among equals the first; else the one that the number implies."""
    names = [n.issuer for n, _ in group.mentions if n.issuer]
    return max(names, key=names.count) if names else group.first.implied

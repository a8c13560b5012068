"""From source text to parsed document: the ordered stages and how their results meet.

After `parse`:
1. Every offset points into `ParsedDocument.text`, which is the source text itself.
2. The clauses, in order, cover every non-blank character of the source exactly once; paths and ids are unique.
3. What a stage doubts or cannot place is in `diagnostics`; no readable text is refused.
4. Parsing the same source again gives an equal value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.annexes import AnnexContent, read_annex
from ingest.assemble import clauses_of, in_source, rows_in_source
from ingest.citations import find_citations
from ingest.header import read_header
from ingest.reading import AnnexRegion, Reading
from ingest.structure import Outline, outline
from ontology.ids import document_id
from ontology.types import Edit, Header, Indicator, ParsedDocument, SourceText

Repair = Callable[[SourceText], Sequence[Edit]]


@dataclass(frozen=True, slots=True)
class _Identity:
    """What every later stage needs to know of the document: its id, and the province that its agencies belong to."""

    document: str
    header: Header
    place: str | None


def parse(source: SourceText, *, repair: Repair | None = None) -> ParsedDocument:
    """Parse one source; `repair` gives the recognition errors to undo first, sorted and not overlapping."""
    edits = tuple(repair(source)) if repair else ()
    reading = Reading(source, edits)
    shape = outline(reading)
    header, doubts = read_header(reading, shape, name=source.name)
    who = _identity(header, source)
    contents = _annexes(reading, shape, who)
    clauses = clauses_of(reading, shape, contents, document=who.document, pages=source.pages)
    tasks = [t for c in contents.values() for t in c.tasks]
    targets = [t for c in contents.values() for t in c.targets]
    citations, cited = find_citations(
        reading, document=who.document, header=header, clauses=clauses, place=who.place
    )
    notes = (*shape.diagnostics, *doubts, *(d for c in contents.values() for d in c.diagnostics))
    return ParsedDocument(
        id=who.document,
        source=source.name,
        format=source.format,
        sha256=source.sha256,
        text=source.text,
        header=header,
        clauses=clauses,
        tasks=rows_in_source(reading, tasks, clauses),
        targets=rows_in_source(reading, targets, clauses),
        indicators=_distinct(i for c in contents.values() for i in c.indicators),
        citations=citations,
        edits=edits,
        pages=source.pages,
        diagnostics=(*source.diagnostics, *in_source(reading, notes), *cited),
    )


def _identity(header: Header, source: SourceText) -> _Identity:
    local = header.level != "trung ương"
    place = header.place if local else None
    document = document_id(
        number=header.number,
        title=header.title or source.name.rpartition(".")[0] or source.name,
        place=place,
        year=header.issued.year if header.issued else None,
    )
    return _Identity(document, header, place)


def _annexes(reading: Reading, shape: Outline, who: _Identity) -> dict[AnnexRegion, AnnexContent]:
    return {
        region: read_annex(reading, region, document=who.document, place=who.place, issued=who.header.issued)
        for region in shape.annexes
    }


def _distinct(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    seen: dict[str, Indicator] = {}
    for indicator in indicators:
        seen.setdefault(indicator.id, indicator)
    return tuple(seen.values())

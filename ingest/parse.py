"""From source text to parsed document: the ordered stages and how their results meet.

After `parse`:
1. Every offset points into `ParsedDocument.text`, which is the source text itself.
2. The clauses, in order, cover every non-blank character of the source exactly once; paths and ids are unique.
3. What a stage doubts or cannot place is in `diagnostics`; no readable text is refused.
4. Parsing the same source again gives an equal value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.citations import find_citations
from ingest.header import read_header
from ingest.reading import Reading
from ingest.structure import Outline, outline
from ontology.ids import clause_id, document_id
from ontology.types import Clause, Diagnostic, Edit, Header, Page, ParsedDocument, SourceText

Repair = Callable[[SourceText], Sequence[Edit]]


def parse(source: SourceText, *, repair: Repair | None = None) -> ParsedDocument:
    """Parse one source; `repair` gives the recognition errors to undo first, sorted and not overlapping."""
    edits = tuple(repair(source)) if repair else ()
    reading = Reading(source, edits)
    shape = outline(reading)
    header, doubts = read_header(reading, shape, name=source.name)
    place = header.place if header.level != "trung ương" else None
    document = document_id(
        number=header.number,
        title=header.title or source.name.rpartition(".")[0] or source.name,
        place=place,
        year=header.issued.year if header.issued else None,
    )
    clauses = _clauses(reading, shape, document, source.pages)
    citations, cited = find_citations(reading, document=document, header=header, clauses=clauses, place=place)
    return ParsedDocument(
        id=document,
        source=source.name,
        format=source.format,
        sha256=source.sha256,
        text=source.text,
        header=header,
        clauses=clauses,
        citations=citations,
        edits=edits,
        pages=source.pages,
        diagnostics=(*source.diagnostics, *_mapped(reading, (*shape.diagnostics, *doubts)), *cited),
    )


def _clauses(reading: Reading, shape: Outline, document: str, pages: Sequence[Page]) -> tuple[Clause, ...]:
    out: list[Clause] = []
    for order, part in enumerate(shape.parts):
        start, end = reading.span(part.start, part.end)
        raw = reading.source.text[start:end]
        parent = shape.parts[part.parent].path if part.parent is not None else None
        out.append(
            Clause(
                id=clause_id(document, part.path),
                document=document,
                path=part.path,
                kind=part.kind,
                label=part.label,
                heading=part.heading,
                text=part.text,
                text_raw=raw,
                start=start,
                end=end,
                parent=clause_id(document, parent) if parent is not None else None,
                order=order,
                page=next((p.number for p in pages if p.start <= start < p.end), None),
            )
        )
    return tuple(out)


def _mapped(reading: Reading, notes: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics in source coordinates."""
    out = []
    for note in notes:
        if note.start is None or note.end is None:
            out.append(note)
        else:
            start, end = reading.span(note.start, note.end)
            out.append(replace(note, start=start, end=end))
    return tuple(out)


__all__ = ["Header", "parse"]

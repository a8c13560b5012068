"""From source text to parsed document: the ordered stages and how their results meet.

After `parse`:
1. Every offset points into `ParsedDocument.text`, which is the source text itself.
2. The clauses, in order, cover every non-blank character of the source exactly once; paths and ids are unique.
3. What a stage doubts or cannot place is in `diagnostics`; no readable text is refused.
4. Parsing the same source again gives an equal value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.annexes import AnnexContent, read_annex
from ingest.assemble import clauses_of, in_source, rows_in_source
from ingest.assignments import body_tasks
from ingest.citations import find_citations
from ingest.header import read_header
from ingest.inline import inline_regions
from ingest.reading import AnnexRegion, Reading
from ingest.repair import repair_edits
from ingest.results import find_results
from ingest.structure import Outline, outline
from ingest.targets import body_targets
from ontology.ids import document_id
from ontology.types import (
    Clause,
    Diagnostic,
    Edit,
    Header,
    ParsedDocument,
    SourceText,
    Target,
    Task,
)

Repair = Callable[[SourceText], Sequence[Edit]]


@dataclass(frozen=True, slots=True)
class _Identity:
    """What every later stage needs to know of the document: its id, and the place that its agencies belong to.

    The place is a province, or a commune with its province ("xã Tân Hòa, Đồng Tháp").
    """

    document: str
    header: Header
    place: str | None


def parse(
    source: SourceText,
    *,
    repair: Repair = repair_edits,
    whole: Header | None = None,
    issued: date | None = None,
    beside: Sequence[ParsedDocument] = (),
) -> ParsedDocument:
    """Parse one source; `repair` gives the recognition errors to undo first, sorted and not overlapping.

    `whole` is the header of the document that the source is an annex of; `beside` are the annexes of the source that
    were read from files of their own, `issued` is the day that they give it where it gives none.
    """
    edits = tuple(repair(source))
    reading = Reading(source, edits)
    shape = outline(reading)
    header, doubts = (whole, ()) if whole else read_header(reading, shape, name=source.name)
    header = replace(header, issued=header.issued or issued)
    who = _identity(header, source)
    contents = _annexes(reading, shape, who)
    clauses = clauses_of(reading, shape, contents, document=who.document, pages=source.pages)
    inline = {r: _table(reading, r, who) for r in inline_regions(reading, shape.annexes, clauses)}
    rows = _rows(reading, clauses, (*contents.values(), *inline.values()), who, beside)
    citations, cited = find_citations(
        reading, document=who.document, header=header, clauses=clauses, place=who.place
    )
    results, measured = find_results(
        source.text, document=who.document, header=header, clauses=clauses, citations=citations
    )
    return ParsedDocument(
        id=who.document,
        source=source.name,
        format=source.format,
        sha256=source.sha256,
        text=source.text,
        header=header,
        clauses=clauses,
        tasks=rows.tasks,
        targets=rows.targets,
        indicators=tuple({i.id: i for i in (*measured, *rows.indicators)}.values()),
        citations=citations,
        results=results,
        edits=edits,
        pages=source.pages,
        diagnostics=(
            *source.diagnostics,
            *in_source(reading, (*shape.diagnostics, *doubts)),
            *rows.diagnostics,
            *cited,
            *_unrecognised(header, clauses, rows),
        ),
    )


def _unrecognised(header: Header, clauses: Sequence[Clause], rows: AnnexContent) -> Iterator[Diagnostic]:
    """A note on a text in which nothing is found that such documents have, such as an error page."""
    if not (header.type or header.number or rows.tasks or rows.targets or any(c.label for c in clauses)):
        text = "nothing in it reads as a document of this kind: no name, number, clause, task or target"
        yield Diagnostic("unrecognised", text, "warning")


def _rows(
    reading: Reading,
    clauses: Sequence[Clause],
    contents: Sequence[AnnexContent],
    who: _Identity,
    beside: Sequence[ParsedDocument],
) -> AnnexContent:
    """Tasks and targets of the annexes and, where those hold none, of the body; all in source coordinates."""
    tasks = rows_in_source(reading, (t for c in contents for t in c.tasks), clauses)
    targets = rows_in_source(reading, (t for c in contents for t in c.targets), clauses)
    notes = in_source(reading, (d for c in contents for d in c.diagnostics))
    indicators = [i for c in contents for i in c.indicators]
    stated, measured, doubts = body_targets(
        reading,
        document=who.document,
        clauses=clauses,
        title=who.header.title or "",
        annexed=(*targets, *(t for doc in beside for t in doc.targets)),
    )
    assigned = body_tasks(
        document=who.document,
        clauses=clauses,
        place=who.place,
        issued=who.header.issued,
        title=who.header.title or "",
        annexed=(*tasks, *(t for doc in beside for t in doc.tasks)),
        kind=who.header.type,
    )
    distinct = {i.id: i for i in reversed((*indicators, *measured))}
    return AnnexContent(
        tasks=(*tasks, *assigned),
        targets=(*targets, *stated),
        indicators=tuple(reversed(distinct.values())),
        diagnostics=(*notes, *doubts, *_unknown_agencies(reading, assigned, stated)),
    )


def _unknown_agencies(
    reading: Reading, tasks: Iterable[Task], targets: Iterable[Target]
) -> Iterator[Diagnostic]:
    """One note for each agency of the body that no authority list names, at its first place."""
    named = [(ref, t.start, t.end) for t in tasks for ref in (*t.lead, *t.coop)]
    named += [(ref, t.start, t.end) for t in targets for ref in t.owner]
    seen: set[str] = set()
    for ref, start, end in named:
        if not ref.known and ref.text not in seen:
            seen.add(ref.text)
            line = reading.line_at(reading.offset(start)).number
            text = f"agency not in the authority list: {ref.text}"
            yield Diagnostic("agency.unknown", text, "info", start, end, line)


def _identity(header: Header, source: SourceText) -> _Identity:
    local = header.level != "trung ương"
    place = header.home if local else None
    document = document_id(
        number=header.number,
        title=header.title or source.name.rpartition(".")[0] or source.name,
        place=place,
        year=header.issued.year if header.issued else None,
    )
    return _Identity(document, header, place)


def _annexes(reading: Reading, shape: Outline, who: _Identity) -> dict[AnnexRegion, AnnexContent]:
    return {region: _table(reading, region, who) for region in shape.annexes}


def _table(reading: Reading, region: AnnexRegion, who: _Identity) -> AnnexContent:
    return read_annex(
        reading,
        region,
        document=who.document,
        place=who.place,
        issued=who.header.issued,
        title=who.header.title or "",
    )

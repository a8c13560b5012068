"""Results of the stages brought together: reading spans become source spans, parts become clauses, rows leaves.

After `clauses_of`: the clauses, in order, cover every non-blank character that the parts covered exactly once; an
annex whose table was read is its heading and one leaf a row; paths are unique.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ingest.annexes import AnnexContent
from ingest.paragraphs import clean
from ingest.reading import AnnexRegion, Reading
from ingest.structure import Outline, Part
from ontology.ids import clause_id, unlike
from ontology.types import Clause, Diagnostic, Page, Target, Task

_Row = TypeVar("_Row", Task, Target)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part or a piece of an annex, in reading coordinates."""

    part: Part
    parent: str | None


def clauses_of(
    reading: Reading,
    shape: Outline,
    contents: Mapping[AnnexRegion, AnnexContent],
    *,
    document: str,
    pages: Sequence[Page],
) -> tuple[Clause, ...]:
    """The clauses of a document in order, with source spans and unique ids."""
    out: list[Clause] = []
    for leaf in _leaves(reading, shape, contents):
        part = leaf.part
        start, end = reading.span(part.start, part.end)
        out.append(
            Clause(
                id=clause_id(document, part.path),
                document=document,
                path=part.path,
                kind=part.kind,
                label=part.label,
                heading=part.heading,
                text=part.text,
                text_raw=reading.source.text[start:end],
                start=start,
                end=end,
                parent=clause_id(document, leaf.parent) if leaf.parent is not None else None,
                order=len(out),
                page=next((p.number for p in pages if p.start <= start < p.end), None),
            )
        )
    return tuple(out)


def _leaves(
    reading: Reading, shape: Outline, contents: Mapping[AnnexRegion, AnnexContent]
) -> Iterator[_Leaf]:
    regions = {region.start: region for region in shape.annexes}
    taken = {part.path for part in shape.parts}
    for part in shape.parts:
        region = regions.get(part.start) if part.kind == "annex" else None
        rows = contents[region].rows if region and region in contents else ()
        if region and rows:
            yield from _annex(reading, part, region, rows, taken)
        else:
            yield _Leaf(part, shape.parts[part.parent].path if part.parent is not None else None)


def _annex(
    reading: Reading, part: Part, region: AnnexRegion, rows: Sequence[tuple[int, int, str]], taken: set[str]
) -> Iterator[_Leaf]:
    """The heading of an annex, its rows, and whatever lies between them."""
    pieces = _pieces(reading.text, part.start, part.end, rows)
    for i, (start, end, label) in enumerate(pieces):
        text = "\n".join(t for line in reading.text[start:end].split("\n") if (t := _cells(line)))
        if i == 0:
            yield _Leaf(replace(part, heading=region.title or None, text=text, start=start, end=end), None)
        else:
            path = unlike(f"{part.path}.{label}" if label else f"{part.path}.-", taken)
            yield _Leaf(
                Part("annex" if label else "unparsed", label, path, None, text, start, end), part.path
            )


def _cells(line: str) -> str:
    return clean(line).strip("| ").replace(" | ", " · ") if "|" in line else clean(line)


def _pieces(
    text: str, start: int, end: int, rows: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """The spans that make up [start, end): heading, rows, and what stands between rows; blanks left out.

    Marks without words between rows (the pipes of a table) belong to the row before.
    """
    out = [(start, start, "")]
    at = start
    for a, b, label in (*rows, (end, end, "")):
        a, b = max(a, at), min(max(b, at), end)
        gap = text[at:a]
        if gap.strip():
            if len(out) == 1 or not any(c.isalnum() for c in gap):
                out[-1] = (out[-1][0], at + len(gap.rstrip()), out[-1][2])
            else:
                out.append((at + len(gap) - len(gap.lstrip()), at + len(gap.rstrip()), ""))
        if text[a:b].strip():
            lead = len(text[a:b]) - len(text[a:b].lstrip())
            out.append((a + lead, a + len(text[a:b].rstrip()), label.rstrip(".") or "-"))
        at = max(at, b)
    return out if out[0][1] > out[0][0] else out[1:]


def in_source(reading: Reading, notes: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics with source spans."""
    out = []
    for note in notes:
        if note.start is None or note.end is None:
            out.append(note)
        else:
            start, end = reading.span(note.start, note.end)
            out.append(replace(note, start=start, end=end))
    return tuple(out)


def rows_in_source(reading: Reading, rows: Iterable[_Row], clauses: Sequence[Clause]) -> tuple[_Row, ...]:
    """Tasks or targets with source spans, the clause that each stands in, and ids that are unique in the document."""
    starts = [c.start for c in clauses]
    seen: dict[str, int] = {}
    out: list[_Row] = []
    for row in rows:
        start, end = reading.span(row.start, row.end)
        seen[row.id] = seen.get(row.id, 0) + 1
        out.append(
            replace(
                row,
                id=row.id if seen[row.id] == 1 else f"{row.id}~{seen[row.id]}",
                start=start,
                end=end,
                clause=row.clause or _clause_at(clauses, starts, start),
                diagnostics=in_source(reading, row.diagnostics),
            )
        )
    return tuple(out)


def _clause_at(clauses: Sequence[Clause], starts: Sequence[int], at: int) -> str | None:
    i = bisect_right(starts, at) - 1
    return clauses[i].id if i >= 0 and clauses[i].start <= at < clauses[i].end else None

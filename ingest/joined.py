"""A document and its annexes that came in files of their own, read as one.

After `parse_files`:
1. `text` is the files' texts in their order, a blank line between two; every offset points into it, and `files`
   says which characters are whose.
2. The annexes' clauses, tasks and targets are the document's, under ids that are unique in it; which file came into
   the store first plays no part.
3. Where an annex lists the tasks or targets, the body gives none, as if all stood in one file.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ingest.citations import STRENGTH
from ingest.parse import parse
from ontology.ids import unlike
from ontology.types import (
    Citation,
    Diagnostic,
    ParsedDocument,
    Result,
    SourceFile,
    SourceText,
    Target,
    Task,
)

_GAP = "\n\n"
_APART = {"header", "annex", "unparsed"}
_T = TypeVar("_T")
_Unit = TypeVar("_Unit", Task, Target, Result)


def is_annex(doc: ParsedDocument) -> bool:
    """Whether the source holds only annexes of the document whose number it bears: no title, no body, no signature."""
    kinds = {c.kind for c in doc.clauses}
    return "annex" in kinds and kinds <= _APART and bool(doc.header.number) and not doc.header.title


def parse_files(sources: Sequence[SourceText], *, first: ParsedDocument | None = None) -> ParsedDocument:
    """Parse a document's file and those of its annexes, in the order in which the document has them.

    A document that leaves out its day (it is stamped on the signed copy) has the one that its annexes name.

    Without the document's own file, the header is what the first annex tells of it, and a diagnostic says so. `first`
    is what the first of them alone was parsed into, where that is at hand.
    """
    head, *rest = sources
    whole = first or parse(head)
    if is_annex(whole):
        note = Diagnostic("annex_alone", "an annex whose document has not been read yet", "warning")
        whole = replace(whole, diagnostics=(note, *whole.diagnostics))
    if not rest:
        return whole
    issued = whole.header.issued or next((day for s in rest if (day := parse(s).header.issued)), None)
    annexes = [parse(source, whole=replace(whole.header, issued=issued)) for source in rest]
    if not is_annex(whole):
        whole = parse(head, beside=annexes, issued=issued)
    return _joined((whole, *annexes))


def text_spans(sources: Iterable[SourceText | ParsedDocument]) -> list[tuple[int, int]]:
    """Where the text of each file stands in that of the document."""
    out, at = [], 0
    for source in sources:
        out.append((at, at + len(source.text)))
        at = out[-1][1] + len(_GAP)
    return out


def _joined(parts: Sequence[ParsedDocument]) -> ParsedDocument:
    taken: set[str] = set()
    spans = text_spans(parts)
    files = [
        SourceFile(part.source, part.format, part.sha256, *span)
        for part, span in zip(parts, spans, strict=True)
    ]
    moved = [_renamed(_moved(part, at), taken) for part, (at, _) in zip(parts, spans, strict=True)]
    digests = "\n".join(f.sha256 for f in files)
    clauses = [c for part in moved for c in part.clauses]
    return replace(
        moved[0],
        sha256=hashlib.sha256(digests.encode()).hexdigest(),
        text=_GAP.join(part.text for part in parts),
        clauses=tuple(replace(c, order=n) for n, c in enumerate(clauses)),
        tasks=_all(part.tasks for part in moved),
        targets=_all(part.targets for part in moved),
        indicators=tuple({i.id: i for i in reversed(_all(part.indicators for part in moved))}.values())[::-1],
        citations=_cited(part.citations for part in moved),
        results=_all(part.results for part in moved),
        edits=_all(part.edits for part in moved),
        pages=_all(part.pages for part in moved),
        diagnostics=_all(part.diagnostics for part in moved),
        files=tuple(files),
    )  # fmt: skip


def _all(parts: Iterable[Sequence[_T]]) -> tuple[_T, ...]:
    return tuple(item for part in parts for item in part)


def _moved(value: Any, by: int) -> Any:
    """The value with every `start` and `end` in it moved on; lines and pages stay those of the file."""
    if isinstance(value, tuple):
        return tuple(_moved(item, by) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for f in fields(value):
        old = getattr(value, f.name)
        if f.name in ("start", "end"):
            changes[f.name] = old if old is None else old + by
        elif isinstance(old, tuple):
            changes[f.name] = _moved(old, by)
    return replace(value, **changes) if by and changes else value


def _renamed(part: ParsedDocument, taken: set[str]) -> ParsedDocument:
    """The part with ids that no part before it has; what refers to its clauses goes with them."""
    names = {c.id: unlike(c.id, taken) for c in part.clauses}
    document = f"{part.id}#"

    def own(units: Iterable[_Unit]) -> tuple[_Unit, ...]:
        return tuple(
            replace(u, id=unlike(u.id, taken), clause=names.get(u.clause or "", u.clause)) for u in units
        )

    return replace(
        part,
        clauses=tuple(
            replace(
                c, id=names[c.id], path=names[c.id].removeprefix(document), parent=names.get(c.parent or "")
            )
            for c in part.clauses
        ),
        tasks=own(part.tasks),
        targets=own(part.targets),
        results=own(part.results),
        citations=tuple(
            replace(c, mentions=tuple(replace(m, clause=names.get(m.clause or "")) for m in c.mentions))
            for c in part.citations
        ),
    )


def _cited(parts: Iterable[Sequence[Citation]]) -> tuple[Citation, ...]:
    """Citations of one document by several files taken together: the strongest relation, every mention.

    One without a year is that of the only year in which another file cites that number.
    """
    found = _all(parts)
    years: dict[str, set[str]] = defaultdict(set)
    for citation in found:
        base, _, year = citation.target.rpartition(".")
        years[base] |= {year} - {"x"}
    out: dict[str, Citation] = {}
    for citation in found:
        base, _, year = citation.target.rpartition(".")
        target = f"{base}.{min(years[base])}" if year == "x" and len(years[base]) == 1 else citation.target
        known = out.get(target)
        if known is None:
            out[target] = replace(citation, target=target)
            continue
        best = max((known, citation), key=lambda c: STRENGTH.index(c.relation))
        out[target] = replace(
            known,
            relation=best.relation,
            quote=best.quote,
            date=known.date or citation.date,
            issuer=known.issuer or citation.issuer,
            mentions=(*known.mentions, *citation.mentions),
            variants=tuple(dict.fromkeys((*known.variants, *citation.variants))),
        )
    return tuple(out.values())

"""What of a source stands in no leaf: the measure of the promise that nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.types import ParsedDocument


def uncovered(doc: ParsedDocument) -> int:
    """How many non-blank characters of the source no clause covers; 0 where the parser keeps its promise."""
    return sum(len("".join(doc.text[start:end].split())) for start, end in gaps(doc))


def gaps(doc: ParsedDocument) -> Iterator[tuple[int, int]]:
    """The spans between the clauses, in the order of the text, that hold more than blanks."""
    at = 0
    for start, end in (*sorted((c.start, c.end) for c in doc.clauses), (len(doc.text), len(doc.text))):
        if doc.text[at:start].strip():
            yield at, start
        at = max(at, end)

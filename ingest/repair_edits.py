"""Edits of one pass after another as edits of the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ontology.types import Edit


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with sorted edits made."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.start], edit.repaired)
        at = edit.end
    return "".join((*pieces, text[at:]))


def disjoint(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sorted edits that do not overlap; of two that do, the one that starts first, then the longer, stays."""
    out: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.raw != edit.repaired and (not out or edit.start >= out[-1].end):
            out.append(edit)
    return tuple(out)


def compose(source: str, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """One list of edits of `source` that does what `first`, then `second` on the text after it, do."""
    middle = apply(source, first)
    # Both lists as pieces of the middle text; pieces that overlap or touch become one edit.
    placed: list[tuple[int, int, Edit, bool]] = [(e.start, e.end, e, False) for e in second]
    shift = 0
    for edit in first:
        start = edit.start + shift
        placed.append((start, start + len(edit.repaired), edit, True))
        shift += len(edit.repaired) - (edit.end - edit.start)
    placed.sort(key=lambda p: (p[0], p[1]))
    groups: list[list[tuple[int, int, Edit, bool]]] = []
    reach = -1
    for piece in placed:
        if groups and piece[0] < reach:
            groups[-1].append(piece)
        else:
            groups.append([piece])
        reach = max(reach, piece[1])
    out, shift = [], 0
    for group in groups:
        start, end = min(p[0] for p in group), max(p[1] for p in group)
        grown = sum(len(p[2].repaired) - (p[2].end - p[2].start) for p in group if p[3])
        a, b = start - shift, end - shift - grown
        shift += grown
        later = [p[2] for p in group if not p[3]]
        local = [Edit(e.start - start, e.end - start, e.raw, e.repaired, e.reason) for e in later]
        repaired = apply(middle[start:end], local)
        reasons = dict.fromkeys(r for p in group for r in p[2].reason.split("; "))
        if source[a:b] != repaired:
            out.append(Edit(a, b, source[a:b], repaired, "; ".join(reasons)))
    return tuple(out)


def cased(raw: str, form: str) -> str:
    """A lower-case reading with the capitals of the print.

    >>> cased("Đe", "để"), cased("VĨẺT", "việt"), cased("tố", "tổ")
    ('Để', 'VIỆT', 'tổ')
    """
    letters = [c for c in raw if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return form.upper()
    return form[:1].upper() + form[1:] if letters and letters[0].isupper() else form

"""Repair of recognition damage: what a scanned page must have read, as recorded edits with their reasons.

A text is repaired only when it bears damage as a whole: clean text has a strange word now and then, a scan has one in
every few lines. After `repair_edits`:
1. Edits are sorted, do not overlap, change something, and neither add nor remove a line break.
2. No figure changes, save in a document number or a label where the rest proves it.
3. Repairing the repaired text changes nothing.
4. Clean text has no edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.repair_decode import Caution, Decoder, channel
from ingest.repair_edits import apply, cased, compose, disjoint
from ingest.repair_marks import capitals, generations, joins, labels, numbers, specks, splits, stray_commas
from ingest.repair_model import Model
from ingest.repair_tokens import Token, tokens
from ontology.types import Edit, SourceText

DAMAGED = 8.0  # doubtful words in a thousand from which a text counts as damaged
_FIRM = 150  # words that a text needs before its rate is worth much
_OFTEN = 500  # words in which one word counts once more as doubtful


def damage(text: str) -> float:
    """Words in a thousand that must be misread: about 0 to 1 in clean text, 10 to 60 in a scan.

    Short texts score lower than their rate, since one odd word proves nothing.
    """
    return _survey(text).damage


def repair_text(text: str) -> tuple[Edit, ...]:
    """The edits that undo the damage of a text; none when it bears none."""
    found = _survey(text)
    return found.edits if found.damage >= DAMAGED else ()


def repair_edits(source: SourceText) -> tuple[Edit, ...]:
    """The edits that undo recognition damage in a source, in its coordinates; none where it bears none."""
    return repair_text(source.text)


def repair_lines(text: str) -> list[str]:
    """The repaired text, line by line; as many lines as the text has."""
    return apply(text, repair_text(text)).split("\n")


@dataclass(frozen=True, slots=True)
class _Survey:
    """What a reading of the text finds: how damaged it is, and what a repair would change."""

    damage: float
    edits: tuple[Edit, ...]


@lru_cache(maxsize=4)
def _survey(text: str) -> _Survey:
    found = tokens(text)
    model = Model(t.form for t in found)
    # Specks and broken words first: they part the neighbours that words are judged by.
    marks = _marks(text, found, model)
    mended = apply(text, marks)
    if marks:
        found = tokens(mended)
        model = Model(t.form for t in found)
    choices = Decoder(mended, found, model, caution=Caution()).choices()
    edits = []
    for choice in choices:
        token = found[choice.index]
        raw = mended[token.start : token.end]
        edits.append(Edit(token.start, token.end, raw, cased(raw, choice.form), "misread word"))
    # One strange word, many times over, may be a rare word of clean text.
    times = Counter(found[c.index].form for c in choices)
    doubtful = sum(min(n, 1 + len(found) // _OFTEN) for n in times.values())
    return _Survey(1000.0 * doubtful / (len(found) + _FIRM), compose(text, marks, _kept(edits)))


def _marks(text: str, found: Sequence[Token], model: Model) -> tuple[Edit, ...]:
    return _kept(
        (
            *numbers(text),
            *generations(text),
            *labels(text),
            *specks(text, model),
            *splits(text, found, model),
            *joins(text, found, model, channel()),
            *stray_commas(text, found, model, channel()),
            *capitals(text, found, model),
        )
    )


def _kept(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return disjoint(e for e in edits if e.repaired and "\n" not in e.raw and "\n" not in e.repaired)

"""Which documents stand above and which below where a question asks what comes from what, and which it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.questions.ask import Ask
from search.questions.catalogue import Document
from search.questions.lists import provinces, side_by_side


@dataclass(frozen=True, slots=True)
class Ends:
    """Which documents are above and which below, and which side is asked for."""

    upper: tuple[Document, ...]
    lower: tuple[Document, ...]
    up: bool


def ends(ask: Ask) -> Ends | None:
    """The two sides of a trace, or None when the question does not name two levels."""
    named = sorted(set(ask.reading.scope), key=lambda d: d.rank)
    lower_places = [d for p in ask.places for d in ask.catalogue.of_places([p]) if d.tasks]
    provinces = ask.catalogue.provincial() if ask.has("provinces") and not ask.places else []
    lower = [d for d in (*lower_places, *provinces) if d not in named]
    covered = {d.place for d in named if d.place}
    lower = [d for d in lower if d.place not in covered]
    if not named and not lower:
        return None
    if len(named) >= 2 or (named and lower):
        everything = sorted({*named, *lower}, key=lambda d: d.rank)
        upper = (
            [d for d in named if d.rank == everything[0].rank]
            if not lower
            else [d for d in named if d.place is None]
        )
        upper = upper or [named[0]]
        below = [d for d in everything if d not in upper and d.rank > upper[0].rank]
        below = [d for d in below if d.tasks] or below
        upper, below = _parted(ask, upper, below)
        if upper and below:
            return Ends(tuple(upper), tuple(below), _asks_up(ask, upper, below))
    if not ask.has("up", "down") and not (ask.has("point") and ask.reading.rows):
        return None  # "KH 225 nói … ở khoản nào" asks of its own text
    return _one_level(ask, named or lower)


def _parted(
    ask: Ask, upper: Sequence[Document], below: Sequence[Document]
) -> tuple[list[Document], list[Document]]:
    """Both sides, upper documents that are listed with lower ones among those: "NQ 57 …: NQ 03 và Tiền Giang giao …".

    Where every one of them is, there is no upper side: both are asked alike. A provision or task that is named, or a
    word for origin, keeps the sides apart.
    """
    listed = [d for d in upper if _listed_with(ask, d, below)]
    if not listed or ask.has("up", "point", "implement") or ask.reading.rows or ask.reading.provision:
        return list(upper), list(below)
    return [d for d in upper if d not in listed], [*listed, *below]


def _listed_with(ask: Ask, document: Document, others: Sequence[Document]) -> bool:
    """Whether a document and one of the others are named side by side."""
    ours = [(m.at, m.to) for m in ask.reading.documents if document in m.documents]
    theirs = [(m.at, m.to) for m in ask.reading.documents if any(d in m.documents for d in others)]
    theirs += provinces(ask.reading, {d.place for d in others if d.place})
    return side_by_side(ask.reading, ours, theirs)


def _one_level(ask: Ask, named: Sequence[Document]) -> Ends | None:
    """Only one side named: the other is whatever stands above or below it in the corpus."""
    first = named[0]
    if ask.has("clause") and not ask.has("up", "task", "provinces"):
        return None  # where the document itself says it
    if first.level == "trung ương" and ask.has("down") and not ask.reading.rows:
        below = [d for d in ask.catalogue.full if d.rank > first.rank and d.tasks]
        return Ends((first,), tuple(below), up=False) if below else None
    above = [
        d
        for d in ask.catalogue.full
        if d.rank < first.rank and d.place in (None, first.place) and d.type != "Báo cáo"
    ]
    return Ends(tuple(above), tuple(named), up=True) if above and ask.has("up", "point") else None


def _mention_at(ask: Ask, documents: Sequence[Document]) -> list[int]:
    at = [m.at for m in ask.reading.documents if any(d in m.documents for d in documents)]
    places = {d.place for d in documents if d.place}
    at += [s.start for s in ask.reading.places if s.name in places]
    if places:
        at += [s.start for s in ask.reading.at("provinces")]
    return sorted(at)


def _asks_up(ask: Ask, upper: Sequence[Document], lower: Sequence[Document]) -> bool:
    """Whether the upper side is asked for: the words that ask stand next to what is asked for."""
    reading = ask.reading
    high, low = _mention_at(ask, upper), _mention_at(ask, lower)
    asking = [
        i
        for i, w in enumerate(reading.words)
        if w.key in ("nao", "gi", "may", "dau", "which", "what", "where")
    ]
    score = 0.0
    if reading.rows:  # a numbered task is the source; the side that it belongs to is not asked for
        row = reading.rows[0][1]
        if _in_brackets(ask, row):  # it tells of what was named before
            high, low = [h for h in high if h < row] or high, [at for at in low if at < row]
        score += 2.0 if _nearest(row, low) < _nearest(row, high) else -2.0
    if reading.provision_at is not None:  # so is a numbered provision
        score -= 2.0
    if asking:
        gap_high = min((_after(a, high) for a in asking), default=99)
        gap_low = min((_after(a, low) for a in asking), default=99)
        score += 1.0 if gap_high < gap_low else (-1.0 if gap_low < gap_high else 0.0)
    score += 0.8 * reading.has("up", "point") - 0.6 * reading.has("down") - 0.4 * reading.has("provinces")
    return score > 0


def _in_brackets(ask: Ask, index: int) -> bool:
    before = ask.reading.question[: ask.reading.words[index].token.start]
    return before.count("(") > before.count(")")


def _nearest(at: int, others: Sequence[int]) -> int:
    return min((abs(at - o) for o in others), default=99)


def _after(asking: int, mentions: Sequence[int]) -> int:
    """How far a mention stands behind the word that asks ("nào của NQ 57"); before it counts less."""
    behind = [m - asking for m in mentions if m > asking]
    before = [2 * (asking - m) + 4 for m in mentions if m < asking]
    return min([*behind, *before], default=99)

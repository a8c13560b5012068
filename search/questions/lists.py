"""Names that a question lists side by side: "NQ 57 và Tiền Giang", "NQ 03, KH 225"."""

from __future__ import annotations

from collections.abc import Iterable

from search.questions.lexicon import breaks
from search.questions.reading import Reading

_AND = frozenset({"va", "and", "voi", "cung", "hay", "hoac", "or"})
Place = tuple[int, int]


def side_by_side(reading: Reading, ours: Iterable[Place], theirs: Iterable[Place]) -> bool:
    """Whether one of the words [at, to) of ours stands beside one of theirs, with a comma or "và" between them."""
    words, stops = reading.words, breaks(reading.question, reading.words)
    others = list(theirs)
    for at, to in ours:
        for start, end in others:
            gap = range(to, start) if to <= start else range(end, at)
            joined = all(words[i].key in _AND for i in gap) if gap else max(at, start) in stops
            if len(gap) <= 1 and joined:
                return True
    return False


def provinces(reading: Reading, places: Iterable[str]) -> list[Place]:
    """Where a question names some provinces, or all of them together."""
    wanted = set(places)
    return [
        (s.start, s.end)
        for s in (*reading.places, *reading.at("provinces"))
        if s.name in (*wanted, "provinces")
    ]

"""A bound on values in a question: "chỉ tiêu nào trên 80%", "which targets are below 50 percent"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from search.questions.reading import Reading
from search.questions.rows import Item
from search.questions.tokens import key_of

Side = Literal["over", "least", "below", "most", "equal"]
_PERCENT = (("%",), ("phan", "tram"), ("percent",), ("per", "cent"))
#: words before the number, the longest first, and behind it
_BEFORE: tuple[tuple[str, Side], ...] = (
    ("khong duoi", "least"), ("khong thap hon", "least"), ("it nhat", "least"), ("toi thieu", "least"),
    ("at least", "least"), ("khong qua", "most"), ("toi da", "most"), ("at most", "most"), ("up to", "most"),
    ("cao hon", "over"), ("lon hon", "over"), ("more than", "over"), ("higher than", "over"), ("thap hon", "below"),
    ("nho hon", "below"), ("less than", "below"), ("lower than", "below"), ("tren", "over"), ("hon", "over"),
    ("vuot", "over"), ("above", "over"), ("over", "over"), ("duoi", "below"), ("below", "below"), ("under", "below"),
    ("tu", "least"), ("dat", "equal"), ("bang", "equal"), ("la", "equal"), ("muc", "equal"), ("of", "equal"),
    ("at", "equal"), ("reach", "equal"),
)  # fmt: skip
_BEHIND: tuple[tuple[str, Side], ...] = (
    ("tro len", "least"), ("or more", "least"), ("tro xuong", "most"), ("or less", "most"),
)  # fmt: skip
_ASKING = frozenset({"nao", "gi"})
_SOME = frozenset({"nhung", "cac", "which", "what", "bao", "may", "many"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that values of targets shall lie on one side of; words [at, to) of the question say it."""

    number: float
    side: Side
    at: int
    to: int

    def words(self, reading: Reading) -> str:
        """The bound as the question says it."""
        return " ".join(w.token.text for w in reading.words[self.at : self.to])

    def holds(self, item: Item) -> bool:
        """Whether a target's value, in percent, lies there; a target of "> 80" is over 80, one of "≥ 80" is not."""
        text = item.value_text or ""
        if item.value is None or "%" not in f"{item.unit or ''}{text}":
            return False
        if self.side == "over":
            return item.value > self.number or (item.value == self.number and _strictly_over(text))
        highest = _highest(text, item.value)
        if self.side == "below":
            return highest < self.number
        if self.side == "least":
            return item.value >= self.number
        return highest <= self.number if self.side == "most" else item.value == self.number


def _highest(text: str, value: float) -> float:
    """The upper end of a range ("8-10"), else the value."""
    ends = re.search(r"\d\s*[-–]\s*(\d+(?:,\d+)?)", text)
    return max(value, float(ends[1].replace(",", "."))) if ends else value


def _strictly_over(text: str) -> bool:
    return text.strip().startswith(">") and not text.strip().startswith(">=")


def amount(reading: Reading) -> Amount | None:
    """The bound that a question puts on the targets that it asks for; None where it asks for no list of them."""
    if not _asks_targets(reading):
        return None
    keys = [w.key for w in reading.words]
    for i, key in enumerate(keys):
        unit = next((u for u in _PERCENT if tuple(keys[i + 1 : i + 1 + len(u)]) == u), None)
        number = _number(key)
        if unit is None or number is None:
            continue
        to = i + 1 + len(unit)
        behind = next((p for p in _BEHIND if keys[to : to + 2] == p[0].split()), None)
        before = next((p for p in _BEFORE if keys[max(0, i - len(p[0].split())) : i] == p[0].split()), None)
        if before is None and behind is None:
            continue
        at = i - len(before[0].split()) if before else i
        side = behind[1] if behind else before[1] if before else "equal"
        return Amount(number, side, at, to + (2 if behind else 0))
    return None


def _asks_targets(reading: Reading) -> bool:
    words = reading.words
    return any(
        (s.end < len(words) and words[s.end].key in _ASKING)
        or bool({w.key for w in words[s.start : s.end]} & (_ASKING | _SOME))
        or (s.start > 0 and words[s.start - 1].key in _SOME)
        for s in reading.at("target", "count")
    )


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def without(reading: Reading, bound: Amount, topic: str) -> str:
    """A topic without the words of a bound on values."""
    said: Sequence[str] = [w.key for w in reading.words[bound.at : bound.to]]
    return " ".join(w for w in topic.split() if key_of(w) not in (*said, "dat", "muc"))

"""The deadline that a question asks for, as words and as a test of tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from search.questions.ask import Ask
from search.questions.lexicon import lexicon
from search.questions.periods import Period
from search.questions.reading import Reading
from search.questions.rows import Item
from search.questions.tokens import key_of

_PREMIER = ("thu tuong",)
_DATED: dict[str, tuple[str, ...]] = {
    "day": ("day",),
    "month": ("day", "month"),
    "quarter": ("day", "month", "quarter"),
    "half": ("day", "month", "quarter"),
    "year": ("day", "month", "quarter", "year", "range"),
    "range": ("day", "month", "quarter", "year", "range"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A condition on deadlines: what to call it, and which tasks meet it."""

    words: str
    test: Callable[[Item], bool]
    periods: tuple[Period, ...] = ()
    edge: str = ""  # "latest" or "earliest": of the tasks that meet it, only those at that end

    def among(self, items: Sequence[Item]) -> list[Item]:
        """The items that meet it. A month that no task names is looked for in quarters too."""
        found = [i for i in items if self.test(i)]
        if self.edge:
            ends = [i.deadline_end for i in found if i.deadline_end]
            pick = max if self.edge == "latest" else min
            return [i for i in found if i.deadline_end == pick(ends)] if ends else []
        if found or not any(p.grain == "month" and p.bound == "in" for p in self.periods):
            return found
        return [
            i
            for i in items
            if i.deadline_kind == "quarter"
            and i.deadline_end
            and any(p.holds(i.deadline_end) for p in self.periods)
        ]


def within(item: Item, period: Period) -> bool:
    """Whether a task's own date lies in the period; a year's end does not fall into December by that alone."""
    if item.deadline_end is None or not period.holds(item.deadline_end):
        return False
    if period.bound in ("before", "until", "after", "since"):
        return item.deadline_kind in _DATED["year"]
    return item.deadline_kind in _DATED[period.grain]


def _waits(item: Item, bodies: Sequence[str], *, central: bool) -> bool:
    if item.deadline_kind != "conditional":
        return False
    if not central:
        return True
    said = f" {key_of(item.condition or item.deadline_text or '')} "
    return any(f" {body} " in said for body in bodies or lexicon().central_bodies)


def _yearly(item: Item) -> bool:
    return key_of(item.deadline_text or "").endswith(("hang nam", "moi nam"))


def _every(length: str, item: Item) -> bool:
    said = key_of(item.deadline_text or "")
    return any(f"{each} {length}" in said for each in ("hang", "moi"))


def overdue(ask: Ask) -> bool:
    """Whether the question asks for tasks whose deadline lies before today."""
    today = ask.today
    return any(p.bound == "before" and p.grain == "day" and p.start == today for p in ask.reading.periods)


def lists_overdue(ask: Ask) -> bool:
    """Which tasks are past their deadline can be told from the deadlines alone; how far one has come cannot."""
    return overdue(ask) and ask.has("task", "lead", "assigned", "count") and not ask.reading.rows


def _as_printed(ask: Ask) -> Due | None:
    """Deadlines in the very words that the question quotes."""
    wanted = {key_of(q) for q in ask.reading.quotes} - {""}
    if not wanted or not any(key_of(i.deadline_text or "") in wanted for i in ask.tasks()):
        return None
    return Due(ask.reading.quotes[0], lambda i: key_of(i.deadline_text or "") in wanted)


def of_kind(reading: Reading) -> Due | None:
    """The condition that a deadline is left open, yearly or for good, where no time is named."""
    if reading.has("blank"):
        return Due("bỏ trống", lambda i: i.deadline_kind == "none")
    for name, length, words in (("monthly", "thang", "hằng tháng"), ("quarterly", "quy", "hằng quý")):
        if reading.has(name) and not reading.periods:
            return Due(words, partial(_every, length))
    if reading.has("yearly") and not reading.periods:
        return Due("hằng năm", lambda i: i.deadline_kind == "recurring" and _yearly(i))
    if reading.has("recurring") and not reading.periods:
        return Due("thường xuyên", lambda i: i.deadline_kind == "recurring" and not _yearly(i))
    return None


def _premier(ask: Ask) -> bool:
    """Whether the question names the Prime Minister among those that may be waited for."""
    said = {" ".join(w.key for w in ask.reading.words[s.start : s.end]) for s in ask.reading.at("central")}
    return bool(said & {"thu tuong", "prime minister"})


def due(ask: Ask) -> Due | None:
    """The deadline condition of the question, or None."""
    if ask.reading.quotes and (printed := _as_printed(ask)) is not None:
        return printed
    if (kind := of_kind(ask.reading)) is not None:
        return kind
    if ask.has("conditional") and not ask.reading.periods:
        central = ask.has("central") or bool(ask.reading.agencies)
        chief = _PREMIER if _premier(ask) else ()
        words = "chờ văn bản của Trung ương" if central else "có điều kiện"
        return Due(words, lambda i: _waits(i, chief, central=central))
    periods = ask.reading.periods
    edge = next((e for e in ("latest", "earliest") if ask.has(e)), "")
    if edge and not periods:
        words = "xa nhất" if edge == "latest" else "sớm nhất"
        return Due(words, lambda i: i.deadline_kind in _DATED["year"], edge=edge)
    if ask.has("open_ended"):
        years = {p.start.year for p in periods}
        return Due(
            "và các năm tiếp theo", lambda i: i.deadline_kind == "open" and (not years or _said(i, years))
        )
    if periods:
        words = ", ".join(p.words for p in periods)
        return Due(words, lambda i: any(within(i, p) for p in periods), periods)
    return None


def _said(item: Item, years: set[int]) -> bool:
    return any(str(year) in (item.deadline_text or "") for year in years)

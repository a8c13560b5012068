"""How a question says a time: "tháng 7/2025", "quý III năm 2025", "trước tháng 6/2025", "2025 đến 2027".

The wording is data (`data/deadlines.toml`); this module compiles it and works out the days.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from search.questions.lexicon import Word
from search.questions.tokens import key_of

Grain = Literal["day", "month", "quarter", "half", "year", "range"]
Bound = Literal["in", "before", "until", "after", "since"]
_YEAR = r"(?:19|20)\d\d"
_ANY = 2000  # stands for the year where none is known
_SOON = 90  # days within which a deadline is near
_SEVERAL = frozenset({"cac", "nhung", "may", "moi", "tung", "hai", "ba", "nam"})


@dataclass(frozen=True, slots=True)
class Period:
    """A time that the question names: its first and last day, its size, and on which side of it a date shall lie.

    Words [at, to) of the question say it. `any_year`: the months of whichever year ("tháng 7" and no year near).
    """

    start: date
    end: date
    grain: Grain
    bound: Bound = "in"
    at: int = 0
    to: int = 0
    any_year: bool = False

    def holds(self, day: date) -> bool:
        """Whether a date lies where the question wants it."""
        if self.any_year and self.bound == "in":
            return self.start.month <= day.month <= self.end.month
        if self.bound == "before":
            return day < self.start
        if self.bound == "until":
            return day <= self.end
        if self.bound == "after":
            return day > self.end
        if self.bound == "since":
            return day >= self.start
        return self.start <= day <= self.end

    @property
    def words(self) -> str:
        """The period in Vietnamese."""
        if self.grain == "month":
            name = f"tháng {self.start.month}" + ("" if self.any_year else f"/{self.start.year}")
        elif self.grain == "quarter":
            name = f"quý {('I', 'II', 'III', 'IV')[self.start.month // 3]}"
            name += "" if self.any_year else f"/{self.start.year}"
        elif self.grain == "year":
            name = f"năm {self.start.year}"
        elif self.any_year:
            name = f"tháng {self.start.month} đến tháng {self.end.month}"
        elif self.start == self.end:
            name = f"ngày {self.start:%d/%m/%Y}"
        else:
            name = f"{self.start:%d/%m/%Y} – {self.end:%d/%m/%Y}"
        return {"in": "", "before": "trước ", "until": "đến hết ", "after": "sau ", "since": "từ "}[
            self.bound
        ] + name


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def _months(year: int, first: int, last: int, grain: Grain) -> Period:
    return Period(month(year, first)[0], month(year, last)[1], grain)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("search.questions") / "data" / "deadlines.toml").read_text(encoding="utf-8"))


def _names(table: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {key_of(name): int(number) for number, names in table.items() for name in names}


@cache
def _slots() -> dict[str, str]:
    data = _data()

    def alternatives(table: Mapping[str, Sequence[str]]) -> str:
        return "|".join(sorted((re.escape(n) for n in _names(table)), key=len, reverse=True))

    return {
        "{m}": r"(?P<m>0?[1-9]|1[0-2])",
        "{y}": rf"(?P<y>{_YEAR})",
        "{q}": rf"(?P<q>{alternatives(data['quarter_name'])})",
        "{ord}": rf"(?P<q>{alternatives(data['ordinal'])})",
        "{my}": rf"(?P<my>(?:0?[1-9]|1[0-2])[/.]{_YEAR})",
        "{qy}": rf"(?P<qy>[1-4]/{_YEAR})",
        "{mon}": rf"(?P<mon>{alternatives(data['month_name'])})",
        "{d}": rf"(?P<d>\d{{1,2}}/\d{{1,2}}/{_YEAR})",
    }


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    out = []
    for kind, phrases in _data()["period"].items():
        for phrase in phrases:
            parts = re.split(r"(\{\w+\})", phrase)
            text = "".join(_slots()[p] if p in _slots() else re.escape(p.lower()) for p in _plain(parts))
            out.append((kind, re.compile(rf"(?<![^ ]){text}(?![^ ])")))
    return tuple(out)


def _plain(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        if part.startswith("{"):
            yield part
        else:
            lead, tail = (
                part[: len(part) - len(part.lstrip())],
                part[len(part.rstrip()) :] if part.strip() else "",
            )
            yield lead + key_of(part) + tail if part.strip() else part


def _number(text: str, table: str) -> int:
    return _names(_data()[table])[text]


def _day(text: str) -> date | None:
    day, number, year = (int(x) for x in text.split("/"))
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _build(kind: str, found: re.Match[str], *, today: date | None) -> Period | None:
    get = found.groupdict()
    if kind == "day":
        day = _day(get["d"])
        return Period(day, day, "day") if day else None
    year = int(get["y"]) if get.get("y") else (today.year if today else _ANY)
    if get.get("my"):
        number, year = (int(x) for x in re.split(r"[/.]", get["my"]))
        return _months(year, number, number, "month")
    if get.get("qy"):
        number, year = (int(x) for x in get["qy"].split("/"))
        return _months(year, 3 * number - 2, 3 * number, "quarter")
    if kind in ("month", "month_without_year"):
        number = int(get["m"]) if get.get("m") else _number(get["mon"], "month_name")
        return _months(year, number, number, "month")
    if kind in ("quarter", "quarter_without_year"):
        quarter = _quarter(get.get("q") or "1")
        return _months(year, 3 * quarter - 2, 3 * quarter, "quarter")
    spans: dict[str, tuple[int, int, Grain]] = {
        "first_half": (1, 6, "half"), "second_half": (7, 12, "half"), "first_quarter": (1, 3, "quarter"),
        "last_quarter": (10, 12, "quarter"), "year": (1, 12, "year"),
    }  # fmt: skip
    return _months(year, *spans[kind])


def _quarter(text: str) -> int:
    tables = (_names(_data()["quarter_name"]), _names(_data()["ordinal"]))
    return next(table[text] for table in tables if text in table)


def periods(
    words: Sequence[Word], *, today: date | None = None, parted: Collection[int] = ()
) -> tuple[Period, ...]:
    """Every time that the words name, left to right, none overlapping; "từ A đến B" is one, "2025, 2030" are two.

    `today` gives the year to "tháng 7" and the days to "tháng này"; without it those are taken by the year named
    elsewhere in the question, else left out. `parted` are the words that a punctuation mark stands before.
    """
    flat = " ".join(w.key for w in words)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word.key) + 1)
    index = {start: i for i, start in enumerate(starts)}
    year = re.search(rf"(?<!\S)(?:\d+/)?({_YEAR})(?!\S)", flat)
    named = date(int(year.group(1)), 1, 1) if year else None
    found: list[Period] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(flat):
            whichever = kind.endswith("_without_year") and named is None
            period = _build(kind, match, today=named or today)
            if period is not None:
                at, to = index[match.start()], index[match.end() + 1]
                found.append(replace(period, at=at, to=to, any_year=whichever))
    found += [*_relative(flat, index, today), *_ahead(flat, index, today)] if today else []
    found.sort(key=lambda p: (-(p.to - p.at), p.at))
    kept: list[Period] = []
    for period in found:
        if all(period.to <= o.at or period.at >= o.to for o in kept):
            kept.append(period)
    kept.sort(key=lambda p: p.at)
    return tuple(_bounded(_joined(kept, flat, starts, parted), flat, starts))


def _relative(flat: str, index: Mapping[int, int], today: date) -> Iterator[Period]:
    """Times told from today on: "tháng này", "quý sau", "sắp đến hạn", "quá hạn"."""
    for name, phrases in _data()["relative"].items():
        for phrase in phrases:
            for match in re.finditer(rf"(?<!\S){re.escape(key_of(phrase))}(?!\S)", flat):
                before = flat[: match.start()].split()[-1:]
                if before and (before[0] in _SEVERAL or before[0].isdigit()):
                    continue  # "5 năm tới", "các năm sau"
                at, to = index[match.start()], index[match.end() + 1]
                yield replace(_from_today(name, today), at=at, to=to)


def _ahead(flat: str, index: Mapping[int, int], today: date) -> Iterator[Period]:
    """The time from today on: "trong 30 ngày tới", "2 tuần nữa", "within the next three months"."""
    data = _data()["ahead"]
    units = {key_of(word): unit for unit, names in data["units"].items() for word in names}
    numbers = _names(data["numbers"])
    amount, unit = rf"(?P<n>\d{{1,3}}|{'|'.join(numbers)})", rf"(?P<unit>{'|'.join(units)})"
    for phrase in data["phrases"]:
        pattern = " ".join({"{n}": amount, "{unit}": unit}.get(w, key_of(w)) for w in phrase.split())
        for match in re.finditer(rf"(?<!\S){pattern}(?!\S)", flat):
            many = numbers.get(match["n"]) or int(match["n"])
            days = many * {"day": 1, "week": 7, "month": 30}[units[match["unit"]]]
            span = Period(today, today + timedelta(days=days), "range")
            yield replace(span, at=index[match.start()], to=index[match.end() + 1])


def _from_today(name: str, today: date) -> Period:
    if name == "overdue":
        return Period(today, today, "day", "before")
    if name == "today":
        return Period(today, today, "day")
    if name == "soon":
        return Period(today, today + timedelta(days=_SOON), "range")
    if name == "rest_of_year":
        return Period(today, date(today.year, 12, 31), "range")
    side, _, unit = name.partition("_")
    step = {"last": -1, "this": 0, "next": 1}[side]
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Period(monday, monday + timedelta(days=6), "range")
    if unit == "year":
        return _months(today.year + step, 1, 12, "year")
    size: dict[str, tuple[int, Grain]] = {"month": (1, "month"), "quarter": (3, "quarter")}
    months, grain = size[unit]
    first = (12 * today.year + today.month - 1) // months * months + step * months
    return _months(first // 12, first % 12 + 1, first % 12 + months, grain)


def _joined(found: list[Period], flat: str, starts: list[int], parted: Collection[int]) -> list[Period]:
    """ "từ A đến B" and "2025-2026" as one range."""
    joins = {key_of(w) for w in _data()["bound"]["to"]} - {""}
    out: list[Period] = []
    for period in found:
        if out:
            before = out[-1]
            between = flat[starts[before.to] : max(starts[before.to], starts[period.at] - 1)].strip()
            near = between in joins - {"va"} or (not between and period.at not in parted)
            if near and before.start < period.start:
                both = before.any_year and period.any_year
                out[-1] = Period(before.start, period.end, "range", "in", before.at, period.to, both)
                continue
        out.append(period)
    return out


def _bounded(found: list[Period], flat: str, starts: list[int]) -> Iterator[Period]:
    bounds = [
        (key_of(p), name) for name in ("before", "until", "after", "since") for p in _data()["bound"][name]
    ]
    bounds.sort(key=lambda b: -len(b[0]))
    onward = [key_of(p) for p in _data()["bound"]["onward"]]
    for period in found:
        if period.bound != "in":
            yield period
            continue
        known = not period.any_year or period.start.year != _ANY
        tail = flat[starts[period.to] :] if period.to < len(starts) else ""
        behind = next((p for p in onward if f"{tail} ".startswith(f"{p} ")), None)
        if behind is not None:
            to = period.to + len(behind.split())
            if known:
                yield Period(period.start, period.end, period.grain, "since", period.at, to)
            continue
        lead = flat[: max(0, starts[period.at] - 1)]
        hit = next(((p, name) for p, name in bounds if lead == p or lead.endswith(" " + p)), None)
        if hit is None or (period.grain == "range" and hit[1] == "since"):
            yield period
        elif known:
            at = period.at - len(hit[0].split())
            bound: Bound = hit[1]  # type: ignore[assignment]
            if bound == "before" and period.grain == "day" and (period.end + timedelta(days=1)).day == 1:
                bound = "until"  # "trước 30/9": what is due at the end of September too
            yield Period(period.start, period.end, period.grain, bound, at, period.to)

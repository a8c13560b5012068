"""A sheet's numbers and dates as people see them: by the format of the cell, with Vietnamese separators."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_TOKENS = re.compile(
    r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|([0#?]+(?:[.,]?[0#?]+)*,*|General)|(%)|(.)', re.IGNORECASE
)
_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General|am/pm', re.IGNORECASE)
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)
_MOST_DAYS = 2_958_465  # 31/12/9999
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def shown(value: float, format_: str, *, since_1904: bool = False) -> str:
    """A number as its cell shows it.

    >>> shown(0.855, "0.0%"), shown(1250.5, "#,##0.00"), shown(45000, "m/d/yyyy"), shown(20, '"≥"0')
    ('85,5%', '1.250,50', '15/03/2023', '≥20')
    """
    if is_date(format_) and 0 <= value < _MOST_DAYS:
        return _date(value, format_, since_1904)
    sections = format_.split(";")
    section = sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]
    if value < 0 and section is not sections[0]:
        value = -value
    percent = "%" in _DATE_LETTERS.sub("", section)
    out, placed = [], False
    for quoted, escaped, number, sign, other in _TOKENS.findall(section):
        if number and not placed:
            placed = True
            out.append(_number(value * 100 if percent else value, number))
        elif not number:
            out.append(quoted or escaped or sign or other)
    return "".join(out).strip() if placed else _number(value, "General")


def is_date(format_: str) -> bool:
    """Whether a number format shows days, months, years or times."""
    plain = _DATE_LETTERS.sub("", format_.split(";")[0]).lower()
    return bool(set(plain) & set("dyhs")) or ("m" in plain and not set(plain) & set("0#"))


def plain(value: float, separator: str = ",") -> str:
    """A number without a format of its own, as short as it was typed."""
    text = f"{value:.10g}"
    if "e" in text:
        text = f"{value:.0f}" if abs(value) < 1e21 else text
    return text.replace(".", separator)


def _number(value: float, pattern: str) -> str:
    if pattern.lower() == "general":
        return plain(value)
    whole, _, fraction = pattern.rstrip(",").partition(".")
    least, most = fraction.count("0"), len(fraction)
    text = f"{value / 1000 ** (len(pattern) - len(pattern.rstrip(','))):,.{min(most, 10)}f}"
    if "," not in whole:
        text = text.replace(",", "")
    head, _, tail = text.partition(".")
    while len(tail) > least and tail.endswith("0"):
        tail = tail[:-1]
    return head.replace(",", ".") + (f",{tail}" if tail else "")


def _date(value: float, format_: str, since_1904: bool) -> str:
    moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(seconds=round(value * 86400))
    letters = _DATE_LETTERS.sub("", format_.split(";")[0]).lower()
    day, year = "d" in letters, "y" in letters
    month = "m" in letters and (day or year or not _CLOCK.search(letters))
    parts = [f"{moment.day:02}"] * day + [f"{moment.month:02}"] * month + [str(moment.year)] * year
    date = "/".join(parts)
    clock = f"{moment:%H:%M}" if "h" in letters else ""
    return " ".join(filter(None, (date, clock)))

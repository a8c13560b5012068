"""Deadline phrases of tasks, read into a kind and the first and last day of the stated period."""

from __future__ import annotations

import calendar
import re
from datetime import date

from ontology.text import fold, squeeze
from ontology.types import Deadline, DeadlineKind

_YEAR = r"(?:19|20)\d\d"
_RECURRING = re.compile(
    r"thường xuyên|(?:hằng|hàng)\s+(?:năm|tháng|quý|tuần|ngày)|định kỳ|mỗi\s+(?:năm|quý|tháng|tuần|ngày|"
    r"\d)|liên tục|hằng năm"
)
_CONDITION = re.compile(
    r"\bsau khi\b.*|\bngay khi\b.*|\bkhi có\b.*|\btheo (?:tiến độ|lộ trình|kế hoạch|chỉ đạo|hướng dẫn|"
    r"yêu cầu|quy định|quyết định)\b.*"
    r"|\b(?:kể|tính) từ (?:ngày|khi)\b.*|\btrong (?:vòng|thời hạn)\b.*"
)
_OPEN = re.compile(
    r"(?:và|đến|,)\s*(?:các|những|nhiều)?\s*năm\s+(?:tiếp theo|tiếp|sau|kế tiếp)|trở lên|trở đi|về sau|"
    r"và các năm|và những năm"
)
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*({_YEAR})(?!\d)")
_DAY_WORDS = re.compile(rf"ngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+({_YEAR})")
_MONTH = re.compile(
    rf"tháng\s*(\d{{1,2}})\s*(?:[/-]\s*|\s+năm\s+|\s*,\s*năm\s+)({_YEAR})|"
    rf"(?<![\d/])(\d{{1,2}})\s*[/-]\s*({_YEAR})(?!\d)"
)
_MONTH_ALONE = re.compile(r"^(?:trong |trước |đến |hết |cuối |đầu |giữa )*tháng\s*(\d{1,2})$")
_QUARTER = re.compile(rf"quý\s*(iv|iii|ii|i|[1-4])\b(?:\s*[/,-]?\s*(?:năm\s*)?({_YEAR}))?")
_HALF = re.compile(rf"(?:6|06|sáu)\s*tháng\s+(đầu|cuối)\s*(?:năm)?\s*({_YEAR})")
_RANGE = re.compile(rf"({_YEAR})\s*(?:[-–—]|đến(?:\s+hết)?(?:\s+năm)?|tới|và)\s*(?:năm\s*)?({_YEAR})")
_ONE_YEAR = re.compile(rf"(?<![\d/])({_YEAR})(?!\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BLANK = ("", "-", "–", "—", "…", "...", "/")


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def parse_deadline(text: str | None, *, issued: date | None) -> Deadline:
    """What the deadline cell says; `issued` supplies the year where the text leaves it out ("Quý III").

    The first rule that holds wins: open ended, several periods, one day, month, quarter, half year, range, year;
    words of repetition or of a condition count where no date is stated. Nothing is ever dropped: a text that no
    rule reads comes back with kind "none".

    >>> parse_deadline("Quý III/2025", issued=None).end
    datetime.date(2025, 9, 30)
    """
    printed = squeeze(text or "")
    if printed in _BLANK:
        return Deadline(text=None, kind="none")
    folded = fold(printed).replace("–", "-").strip(" .;,")
    condition = _CONDITION.search(folded)
    words = folded[: condition.start()] if condition else folded
    stated = _dated(words, issued)
    # "Hoàn thành trong năm 2025, sau đó thường xuyên": a date counts unless only the repetition carries it.
    if stated and not (_RECURRING.search(words) and stated[0] == "day" and "hằng" in words):
        kind, start, end = stated
        return Deadline(text=printed, kind=kind, start=start, end=end, condition=condition and condition[0])
    if _RECURRING.search(folded):
        return Deadline(text=printed, kind="recurring")
    if condition:
        return Deadline(text=printed, kind="conditional", condition=condition[0])
    return Deadline(text=printed, kind="none")


def is_deadline(text: str) -> bool:
    """True if the whole text reads as a deadline phrase: short, and of a stated kind."""
    folded = fold(text).strip(" .;,")
    if len(folded) > 160 or parse_deadline(text, issued=date(2000, 1, 1)).kind == "none":
        return False
    return bool(
        re.match(
            r"(?:trong |trước |hết |đến |từ |cuối |đầu |giữa |hoàn thành |chậm nhất |năm |tháng |quý |"
            r"ngày |giai đoạn |thường xuyên|"
            r"hằng |hàng |định kỳ|mỗi |nhiệm vụ thường xuyên|sau khi|ngay khi|khi có|theo |"
            r"trình .*sau khi|kể từ|\d{1,2}\s*[/-]|"
            r"(?:6|06|sáu) tháng|(?:19|20)\d\d\b|ngay sau|liên tục|.{0,60}\bsau khi\b)",
            folded,
        )
    )


def _dated(words: str, issued: date | None) -> tuple[DeadlineKind, date | None, date | None] | None:
    """The kind, first and last day that the words state, or None."""
    if _OPEN.search(words):
        year = _ONE_YEAR.search(words)
        return ("open", date(int(year[1]), 1, 1) if year else None, None)
    days = [d for d in map(_day, [*_DAY_WORDS.finditer(words), *_DAY.finditer(words)]) if d]
    if days:
        if len(days) == 2 and re.search(r"\btừ\b", words):
            return ("range", min(days), max(days))
        return ("day", None, max(days))
    months = [month_end(y, m) for y, m in _months(words) if 1 <= m <= 12]
    if months:
        return _period("month", months, words)
    return _long_period(words, issued)


def _long_period(words: str, issued: date | None) -> tuple[DeadlineKind, date | None, date | None] | None:
    """Quarters, half years, years and spans of years."""
    quarters = [
        month_end(int(q[2] or (_last_year(words) or (issued.year if issued else 0))), 3 * _ROMAN[q[1]])
        for q in _QUARTER.finditer(words)
        if q[2] or _last_year(words) or issued
    ]
    if quarters:
        return _period("quarter", quarters, words)
    alone = _MONTH_ALONE.match(words)
    if alone and issued and 1 <= int(alone[1]) <= 12:
        return ("month", None, month_end(issued.year, int(alone[1])))
    half = _HALF.search(words)
    if half:
        year = int(half[2])
        return (
            "range",
            *(
                (date(year, 1, 1), date(year, 6, 30))
                if half[1] == "đầu"
                else (date(year, 7, 1), date(year, 12, 31))
            ),
        )
    span = _RANGE.search(words)
    if span and int(span[1]) <= int(span[2]):
        return ("range", date(int(span[1]), 1, 1), date(int(span[2]), 12, 31))
    last = _last_year(words)
    return ("year", None, date(last, 12, 31)) if last else None


def _period(
    kind: DeadlineKind, ends: list[date], words: str
) -> tuple[DeadlineKind, date | None, date | None]:
    """One period, or the span from the first to the last of several."""
    if len(ends) == 1:
        return (kind, None, ends[0])
    months = 3 if kind == "quarter" else 1
    first = min(ends)
    return ("range", date(first.year, first.month - months + 1, 1), max(ends))


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _months(words: str) -> list[tuple[int, int]]:
    return [(int(m[2] or m[4]), int(m[1] or m[3])) for m in _MONTH.finditer(words)]


def _last_year(words: str) -> int | None:
    years = [int(y) for y in _ONE_YEAR.findall(words)]
    return max(years) if years else None

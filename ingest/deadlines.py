"""Deadline phrases of tasks, read into a kind and the first and last day of the stated period."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from ontology.text import fold, squeeze
from ontology.types import Deadline, DeadlineKind

_YEAR = r"(?:19|20)\d\d"
_RECURRING = re.compile(
    r"thường xuyên|(?:hằng|hàng)\s+(?:năm|tháng|quý|tuần|ngày|kỳ|mùa|vụ)|định kỳ|"
    r"(?:mỗi|từng)\s+(?:năm|quý|tháng|tuần|ngày|học kỳ|kỳ|mùa|vụ|đợt|\d)|liên tục|"
    r"\d+\s*(?:năm|quý|tháng|tuần)\s*(?:/|một|01|1)\s*lần|\d+\s+\w+\s*/\s*(?:năm|quý|tháng|tuần|vụ)(?!\s*\d)|"
    r"lần\s*/\s*(?:năm|quý|tháng|tuần)|cuối\s+(?:quý|tháng)(?!\s*[ivx\d])"
)
_EVERY_YEAR = re.compile(r"(?:hằng|hàng|mỗi)\s+năm")
_CONDITION = re.compile(
    r"\bsau khi\b.*|\bngay khi\b.*|\bkhi có\b.*|\btheo (?:tiến độ|lộ trình|kế hoạch|chỉ đạo|hướng dẫn|"
    r"yêu cầu|quy định|quyết định)\b.*"
    r"|\b(?:kể|tính) từ (?:ngày|khi)\b.*|\btrong (?:vòng|thời hạn)\b.*|^theo (?!dõi)[^,;.]{1,60}$"
)
# "Khởi công trước ngày …; hoàn thành năm …": the task is done when it is completed, not when it begins.
_COMPLETED = re.compile(
    r"(?:^|[;,]\s*)(?:khởi công|bắt đầu|khởi động|trình|ban hành)[^;,]*[;,]\s*(?=(?:và )?hoàn thành\b)"
)
_OPEN = re.compile(
    r"(?:và|đến|,)\s*(?:các|những|nhiều)?\s*năm\s+(?:tiếp theo|tiếp|sau|kế tiếp)|trở lên|trở đi|về sau|"
    r"và các năm|và những năm"
    rf"|^(?:bắt đầu )?(?:kể )?từ (?:đầu )?(?:năm )?{_YEAR}$"
)
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*({_YEAR})(?!\d)")
_DAY_ALONE = re.compile(r"^(?:(?:trong|trước|đến|hết|chậm nhất|ngày|là)\s+)*(\d{1,2})/(\d{1,2})$")
_DAY_WORDS = re.compile(rf"ngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+({_YEAR})")
_MONTH = re.compile(
    rf"tháng\s*(\d{{1,2}})\s*(?:[/-]\s*|\s+năm\s+|\s*,\s*năm\s+)({_YEAR})|"
    rf"(?<![\d/])(\d{{1,2}})\s*[/-]\s*({_YEAR})(?!\d)"
)
_MONTH_SPAN = re.compile(
    r"tháng\s*(\d{1,2})\s*(?:[-,]|đến|tới|và)\s*(?=(?:hết\s+)?(?:tháng\s*)?(\d{1,2})"
    rf"\s*(?:/\s*|năm\s+)({_YEAR}))"
)
_MONTH_ALONE = re.compile(r"^(?:trong |trước |đến |hết |cuối |đầu |giữa )*tháng\s*(\d{1,2})$")
_QUARTER_LIST = re.compile(
    r"\b(quý\s*)?(iv|iii|ii|i|[1-4])(?=\s*(?:[-,]|và|đến)\s*(?:quý\s*)?(iv|iii|ii|i|[1-4])\b)"
)
_QUARTER = re.compile(rf"(?:quý|\bq)\s*(iv|iii|ii|i|[1-4])\b(?:\s*[/,-]?\s*(?:năm\s*)?({_YEAR}))?")
_HALF = re.compile(rf"(?:(?:6|06|sáu)\s*tháng|nửa)\s+(đầu|cuối)\s*(?:năm)?\s*({_YEAR})")
_RANGE = re.compile(rf"({_YEAR})\s*(?:[-–—]|đến(?:\s+hết)?(?:\s+năm)?|tới|và|,)\s*(?:năm\s*)?({_YEAR})")
_ONE_YEAR = re.compile(rf"(?<![\d/])({_YEAR})(?!\d)")
_OPENING = re.compile(
    r"(?:trong |trước |hết |đến |từ |cuối |đầu |giữa |hoàn thành |chậm nhất |năm |tháng |quý |"
    r"ngày |giai đoạn |thường xuyên|"
    r"hằng |hàng |định kỳ|mỗi |nhiệm vụ thường xuyên|sau khi|ngay khi|khi có|theo |"
    r"trình .*sau khi|kể từ|\d{1,2}\s*[/-]|"
    r"\d{1,2}\.\d{1,2}\.\d{4}|[tq]\d{1,2}/|nửa |bắt đầu |\d{1,2} (?:lần|năm|quý|tháng|tuần)\b|một lần|"
    r"(?:6|06|sáu) tháng|(?:19|20)\d\d\b|ngay sau|liên tục|.{0,60}\bsau khi\b)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LONGEST = 160  # characters of a deadline
_BLANK = ("", "-", "–", "—", "…", "...", "/")


_PLAN_YEAR = re.compile(
    r"(?<!đến )(?<!hết )(?<!tháng \d )(?<!tháng \d\d )năm\s+(20\d\d)(?=[\s.,;)*]*$|\s+(?:trên|của|tại)\s)"
)


def reckoned_from(issued: date | None, title: str) -> date | None:
    """The day whose year a deadline without one has: that of issue, or of the later year that a plan is for.

    >>> reckoned_from(date(2025, 12, 20), "Kế hoạch cải cách hành chính năm 2026")
    datetime.date(2026, 1, 1)
    """
    found = _PLAN_YEAR.search(fold(squeeze(title)))
    year = int(found[1]) if found else 0
    return date(year, 1, 1) if year > (issued.year if issued else 0) else issued


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
    begun = _COMPLETED.search(words)
    stated = (begun and _dated(words[begun.end() :], issued)) or _dated(words, issued)
    # "Hoàn thành trong năm 2025, sau đó thường xuyên": a date counts unless only the repetition carries it.
    if stated and not (_EVERY_YEAR.search(words) and (stated[0] == "day" or not re.search(_YEAR, words))):
        kind, start, end = stated
        return Deadline(text=printed, kind=kind, start=start, end=end, condition=condition and condition[0])
    if _RECURRING.search(folded):
        return Deadline(text=printed, kind="recurring")
    if condition:
        return Deadline(text=printed, kind="conditional", condition=condition[0])
    return Deadline(text=printed, kind="none")


@lru_cache(maxsize=1 << 14)
def is_deadline(text: str) -> bool:
    """True if the whole text reads as a deadline phrase: short, and of a stated kind."""
    if len(text) > 2 * _LONGEST:
        return False
    folded = fold(text).strip(" .;,")
    if len(folded) > _LONGEST or not _OPENING.match(folded):
        return False
    return parse_deadline(text, issued=date(2000, 1, 1)).kind != "none"


def _dated(words: str, issued: date | None) -> tuple[DeadlineKind, date | None, date | None] | None:
    """The kind, first and last day that the words state, or None."""
    if _OPEN.search(words):
        year = _ONE_YEAR.search(words)
        return ("open", date(int(year[1]), 1, 1) if year else None, None)
    if _MONTH_SPAN.search(words):
        return _period("month", [month_end(y, m) for y, m in _months(words) if 1 <= m <= 12], words)
    days = [d for d in map(_day, [*_DAY_WORDS.finditer(words), *_DAY.finditer(words)]) if d]
    if days:
        if len(days) == 2 and re.search(r"\btừ\b", words):
            return ("range", min(days), max(days))
        return ("day", None, max(days))
    alone = _DAY_ALONE.match(words)
    if alone and issued:
        day = _day_of(issued.year, int(alone[2]), int(alone[1]))
        if day:
            return ("day", None, day)
    if _QUARTER.search(words):
        return _long_period(words, issued)
    months = [month_end(y, m) for y, m in _months(words) if 1 <= m <= 12]
    if months:
        return _period("month", months, words)
    return _long_period(words, issued)


def _long_period(words: str, issued: date | None) -> tuple[DeadlineKind, date | None, date | None] | None:
    """Quarters, half years, years and spans of years."""
    quarters = _quarters(words, issued)
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
    if last and re.search(rf"\btrước năm {last}$", words):
        last -= 1
    return ("year", None, date(last, 12, 31)) if last else None


def _quarters(words: str, issued: date | None) -> list[date]:
    """The last days of the quarters that are named, also in lists and spans that say "quý" once."""
    named = [(q[1], q[2]) for q in _QUARTER.finditer(words)]
    if named:
        named += [(q[3], None) for q in _QUARTER_LIST.finditer(words)]
    fallback = max(map(int, re.findall(_YEAR, words)), default=0) or (issued.year if issued else 0)
    years = [int(year or fallback) for _, year in named]
    return [month_end(y, 3 * _ROMAN[q]) for (q, _), y in zip(named, years, strict=True) if y]


def _period(
    kind: DeadlineKind, ends: list[date], words: str
) -> tuple[DeadlineKind, date | None, date | None]:
    """One period, or the span from the first to the last of several."""
    if len(set(ends)) == 1:
        return (kind, None, ends[0])
    months = 3 if kind == "quarter" else 1
    first = min(ends)
    return ("range", date(first.year, first.month - months + 1, 1), max(ends))


def _day(found: re.Match[str]) -> date | None:
    return _day_of(int(found[3]), int(found[2]), int(found[1]))


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(words: str) -> list[tuple[int, int]]:
    spans = [(int(y), int(m)) for s in _MONTH_SPAN.finditer(words) for m, y in ((s[1], s[3]), (s[2], s[3]))]
    return spans + [(int(m[2] or m[4]), int(m[1] or m[3])) for m in _MONTH.finditer(words)]


def _last_year(words: str) -> int | None:
    years = [int(y) for y in _ONE_YEAR.findall(words)]
    return max(years) if years else None

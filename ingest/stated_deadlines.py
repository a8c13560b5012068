"""Where a sentence says when its order is due ("…, hoàn thành trong quý II năm 2026"; "định kỳ 6 tháng báo cáo …")."""

from __future__ import annotations

import re
from datetime import date

from ingest.deadlines import parse_deadline
from ontology.types import Deadline

_UNIT = r"(?:ngày|tháng|quý|năm)"
_FIGURE = r"(?:\d+(?:\s?[/.-]\s?\d+)*|[IVX]+(?:/\d+)?)(?![\w%])"
_TIME = (
    rf"(?:(?:hằng|hàng|mỗi)\s+{_UNIT}|{_UNIT}\s+{_FIGURE}|\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?|"
    rf"\d{{1,2}}\s+{_UNIT}|(?:đầu|cuối|giữa|hết)(?=\s+{_UNIT}\b)|{_UNIT})(?!\w)"
)
_TIMES = rf"{_TIME}(?:(?:\s*,)?\s+(?:(?:và|hoặc|đến)\s+)?(?:(?:trước|cuối)\s+)?{_TIME})*"
_BY = re.compile(
    rf"(?<!\w)(?P<every>định kỳ\s+)?(?:(?:trước(?:\s+\d{{1,2}}\s*(?:giờ|h)(?:\s*\d{{2}}(?:\s*phút)?)?,?)?|chậm nhất|"
    rf"(?:hoàn thành|xong)(?=\s+(?:trước|trong|vào|{_UNIT}))|trong)"
    rf"(?:\s+(?:trước|trong|vào|là|đến|cuối|hết))*)\s+{_TIMES}",
    re.IGNORECASE,
)
_EVERY = re.compile(
    rf"(?<!\w)(?:định kỳ(?:\s+(?:vào\s+)?{_TIMES})?(?:,?\s*(?:(?:hoặc|và)\s+)?đột xuất)?|"
    rf"(?<!dự toán )(?<!kế hoạch )(?<!ngân sách )(?<!năm, )(?:hằng|hàng|mỗi)\s+(?:{_UNIT}|tuần)|\d{{1,2}}\s+tháng/lần|"
    r"(?<!chuyên mục )(?<!nhiệm vụ )(?<!thu )(?<!chi )thường xuyên)(?!\w)",
    re.IGNORECASE,
)
# A span that is stated in full: "từ tháng 4 đến hết tháng 6/2026", "từ ngày 01/3/2026 đến ngày 30/4/2026".
_SPAN = re.compile(
    rf"(?<!\w)từ\s+(?:(?:ngày|tháng|quý)\s+){_FIGURE}\s+đến\s+(?:hết\s+)?(?:(?:ngày|tháng|quý)\s+){_FIGURE}",
    re.IGNORECASE,
)
_REVIEWS = re.compile(rf"(?<!\w)(?:vào|(?:sơ|tổng) kết(?:\s+giữa kỳ)?)\s+năm\s+{_FIGURE}", re.IGNORECASE)
_NONE = Deadline(None, "none")


def stated_deadline(text: str, *, issued: date | None) -> Deadline:
    """The deadline that the words of an order state, with the phrase that says it; kind "none" where there is none.

    A day or period to be done by comes before words of repetition, and those before the year of a closing review.

    >>> stated_deadline("báo cáo hằng năm, xong trước ngày 15/4/2026", issued=None).end
    datetime.date(2026, 4, 15)
    """
    by = [parse_deadline(m[0], issued=issued) for m in _BY.finditer(text) if not m["every"]]
    by += [parse_deadline(m[0], issued=issued) for m in _SPAN.finditer(text)]
    dated = [d for d in by if d.end]
    if dated:
        return dated[0]
    every = [parse_deadline(m[0], issued=issued) for m in (*_BY.finditer(text), *_EVERY.finditer(text))]
    reviews = [parse_deadline(m[0], issued=issued) for m in _REVIEWS.finditer(text)]
    found = [d for d in every if d.kind == "recurring" or d.end] + reviews[-1:]
    return found[0] if found else _NONE

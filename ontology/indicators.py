"""Canonical names of indicators: one concept over documents and levels, however the row words it.

General rules only: spelling variants are folded, measuring words ("số lượng", "quy mô") that do not tell
indicators apart are dropped from the front, place words ("trên địa bàn tỉnh") from the end, and an index's
letters in brackets after its name. What an indicator measures is kept: share or count, its level (the index of
provinces is not that of countries), and the year-on-year "tăng".
"""

from __future__ import annotations

import re
from functools import lru_cache

from ontology.text import fold, squeeze

_VARIANTS: tuple[tuple[str, str], ...] = (
    (r"\btỉ\b", "tỷ"),
    (r"\bhoá\b", "hóa"),
    (r"\bkhoẻ\b", "khỏe"),
    (r"\buỷ\b", "ủy"),
    (r"\bhàng năm\b", "hằng năm"),
    (r"\bđảm bảo\b", "bảo đảm"),
    (r"\btruy nhập\b", "truy cập"),
    (r"\bbăng thông rộng\b", "băng rộng"),
    (r"(?<![^\W\d])g(?:b|bp)?(?:ps)?/s\b|(?<![^\W\d])gbps\b", " gbps"),
    (r"\bcác\b|\bnhững\b", " "),
    (r"\b0(\d)\b", r"\1"),
    (r"\bnsnn\b", "ngân sách nhà nước"),
    (r"\btthc\b", "thủ tục hành chính"),
    (r"\bchỉ số (?:đánh giá|xếp hạng) ", "chỉ số "),
    (r"\b(chuyển đổi số) quốc gia\b", r"\1"),
    (r"[“”\"'‘’]", ""),
    (r"(?<=\w)\s*\((?:[a-z&]{2,6})\)", ""),
)
_SPELLING = tuple((re.compile(words), plain) for words, plain in _VARIANTS)
_LEAD = re.compile(
    r"^(?:(?:có|đạt|xếp hạng(?: về)?|tỷ lệ|tỷ trọng|mức độ|chỉ tiêu(?: về)?|tổng số|số lượng|số(?! hóa)|"
    r"hoàn thành|hoàn thiện|tổng|quy mô|phấn đấu)\s+)+"
)
_TAIL = re.compile(
    r"\s*(?:trên địa bàn(?: tỉnh| thành phố| cả nước)?|của (?:tỉnh|thành phố|cả nước|địa phương)|"
    r"(?:trong )?toàn tỉnh|trên toàn quốc)$"
)
_INDEX_TAIL = re.compile(r"^(chỉ số .+?)\s+cấp tỉnh$")
_CONDITION = re.compile(r"(?<=\S)\s*\((?!trong số)[^)]{12,}\)")


@lru_cache(maxsize=1 << 13)
def canonical(name: str, *, unit: str | None = None) -> str:
    """The canonical name of an indicator: the same for all wordings of one concept.

    A share is not a count: a name that says so, or a unit of per cent, puts "tỷ lệ" before it, so that "15 doanh
    nghiệp …" and "60% doanh nghiệp …" stay two indicators.

    >>> canonical("Tỉ lệ người dân có hồ sơ sức khoẻ điện tử trên địa bàn tỉnh")
    'tỷ lệ người dân có hồ sơ sức khỏe điện tử'
    """
    text = fold(_CONDITION.sub("", name)).strip(" .;:,")
    for pattern, plain in _SPELLING:
        text = pattern.sub(plain, text)
    text = squeeze(text).strip(" .;:,")
    share = bool(re.match(r"(?:xếp hạng |có )?tỷ (?:lệ|trọng)\b", text)) or (unit or "").lstrip().startswith(
        "%"
    )
    before = None
    while before != text:
        before = text
        text = _INDEX_TAIL.sub(r"\1", _TAIL.sub("", _LEAD.sub("", text))).strip(" .;:,")
    text = text or fold(name)
    return f"tỷ lệ {text}" if share else text

"""Canonical names of indicators: one concept over documents and levels, however the row words it.

General rules only: spelling variants are folded, measuring words ("tỷ lệ", "số lượng", "quy mô") that do not
tell indicators apart are dropped from the front, and place words ("trên địa bàn tỉnh") from the end. What an
indicator measures is kept: the index in brackets, its level (PII of provinces is not GII of countries), and the
year-on-year "tăng".
"""

from __future__ import annotations

import re

from ontology.text import fold, squeeze

_SPELLING: tuple[tuple[str, str], ...] = (
    (r"\btỉ\b", "tỷ"),
    (r"\bhoá\b", "hóa"),
    (r"\bhàng năm\b", "hằng năm"),
    (r"\bđảm bảo\b", "bảo đảm"),
    (r"\btruy nhập\b", "truy cập"),
    (r"\bbăng thông rộng\b", "băng rộng"),
    (r"\bg[b]?ps?/s\b|\bgb/s\b|\bgbps\b", "gbps"),
    (r"(?<=\d)\s*(?=gbps)", " "),
    (r"\bcác\b|\bnhững\b", " "),
    (r"\b0(\d)\b", r"\1"),
    (r"\bnsnn\b", "ngân sách nhà nước"),
    (r"\btthc\b", "thủ tục hành chính"),
    (r"[“”\"'‘’]", ""),
)
_LEAD = re.compile(
    r"^(?:(?:\(trong số [^)]*\)|có|đạt|xếp hạng|tỷ lệ|tỷ trọng|mức độ|chỉ tiêu|tổng số|số lượng|số|hoàn thành|hoàn thiện|tổng|quy mô|phấn đấu)\s+(?!lượng\b))+"
)
_TAIL = re.compile(
    r"\s*(?:trên địa bàn(?: tỉnh| thành phố| cả nước)?|của (?:tỉnh|thành phố|cả nước|địa phương)|(?:trong )?toàn tỉnh|trên toàn quốc|quốc gia|cấp tỉnh)$"
)
_ACRONYM = re.compile(r"\(([A-Z&]{2,6})\)")
_CONDITION = re.compile(r"\s*\((?!trong số)[^)]{12,}\)")


def canonical(name: str) -> str:
    """The canonical name of an indicator: the same for all wordings of one concept.

    An index in brackets names the indicator best, with the level that the words around it give.

    >>> canonical("Tỉ lệ người dân có hồ sơ sức khoẻ điện tử trên địa bàn tỉnh")
    'người dân có hồ sơ sức khỏe điện tử'
    """
    text = fold(_CONDITION.sub("", name)).strip(" .;:,")
    text = text.replace("khoẻ", "khỏe").replace("uỷ", "ủy")
    for pattern, plain in _SPELLING:
        text = re.sub(pattern, plain, text)
    text = squeeze(text).strip(" .;:,")
    before = None
    while before != text:
        before = text
        text = _TAIL.sub("", _LEAD.sub("", text)).strip(" .;:,")
    return text or fold(name)

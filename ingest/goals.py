"""Sentences that state a measured goal, taken apart: what is measured, its unit, the value as printed.

Two orders occur: value first ("Có ≥ 15 doanh nghiệp …", "100% hồ sơ …") and name first ("Quy mô kinh tế số đạt
30% GRDP"); a share of what was just named follows "trong đó" or "trong số đó".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.text import fold, squeeze

_NUM = r"(?:\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?)"
_WORDS = (
    r"(?:đạt|chiếm|từ|trên|hơn|dưới|khoảng|tối thiểu|ít nhất|không dưới|không thấp hơn|tối đa|không quá|duy trì|"
    r"ở mức|trung bình|bình quân|tăng|giảm|mức|là|[<>≥≤~=]{1,2})"
)
_VALUE = rf"(?:{_WORDS}\s*)*{_NUM}\s*%?(?:\s*(?:[-–]|đến|tới)\s*{_NUM}\s*%?)?"
_LEAD = (
    r"(?:(?P<each>(?:mỗi|mồi|hằng|hàng)\s+năm)[,\s]+)?(?:phấn đấu\s+)?(?:(?:có|đạt|bố trí|dành|thu hút thêm|thu hút|hình thành|"
    r"xây dựng|phát triển|đào tạo|công bố|phủ sóng|hoàn thành|tối thiểu có|ít nhất có|thành lập|hỗ trợ)\s+)?"
)
_VALUE_FIRST = re.compile(rf"^{_LEAD}(?P<value>{_VALUE})\s*(?P<name>[^\W\d].+)$", re.IGNORECASE)
_NAME_FIRST = re.compile(
    rf"^(?P<name>[^\d].*?)\s+(?P<value>{_VALUE})(?P<unit>\s*/\s*[^\W\d]+|\s+GRDP|\s+GDP|\s+[^\W\d]+(?:\s+[^\W\d]+)?(?:/[^\W\d ]+)?)?"
    r"(?P<rest>[\s,].*)?$",
    re.IGNORECASE,
)  # fmt: skip
_SIGNED = re.compile(rf"(?:{_WORDS})\s*{_NUM}|{_NUM}\s*%")
_RANK = re.compile(
    rf"(?P<value>(?:thuộc\s+)?(?:nhóm|top)\s+{_NUM}\s+[^,;.]*?(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất)[^,;.]*?)\s+về\s+(?P<name>.+)$", re.IGNORECASE
)
_OF_WHICH = re.compile(r",?\s+(trong số đó|trong đó)(?:,|\s+có)?\s+", re.IGNORECASE)
_CUT = re.compile(r"[,;]\s+(?=(?:tỷ|tỉ) (?:lệ|trọng)\s)|[,;]\s+(?=một số\s)|;\s+|(?<=[^\W\d]{2})[.]\s+(?=[^\W\d_a-zà-ỹ])", re.UNICODE)
_NOUNS = (
    "doanh nghiệp|nhiệm vụ|tổ chức|cá nhân|đơn|bài báo|công trình|sản phẩm|dự án|sáng chế|giải pháp hữu ích|giải pháp|sáng kiến|"
    "vườn ươm|trung tâm|cán bộ|người|đề tài|mô hình|khu|cơ sở|trường|viện|xã|phường|huyện|tỉnh|thành phố|hợp tác xã|hộ|giải thưởng|"
    "văn bằng|chuyên gia|kỹ sư|nhóm|phòng thí nghiệm|quỹ|nền tảng|ứng dụng|trạm|tuyến|lớp|khóa|đô thị|tập đoàn|công bố|bằng|tiến sĩ|"
    "thạc sĩ|hồ sơ|dịch vụ|thủ tục|chương trình|đề án|nhãn hiệu|cụm|làng|điểm|cuộc|buổi|lượt"
)
_COUNTED = re.compile(rf"^(?:{_NOUNS})\b(?:\s*(?:,|/|và)\s*(?:{_NOUNS})\b)*", re.IGNORECASE)
_PER = re.compile(r"\btrên\s+(?:0?1|một)?\s*((?:vạn|nghìn|1\.?000|10\.?000|triệu)\s*dân)\b")
_SHARE_OF = re.compile(r"^(tổng .+?)\s+(?:chi|dành|cho|được|là|để)\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """One measured goal. `value` is as printed, with its comparing words."""

    name: str
    unit: str | None
    value: str
    start: int
    end: int


def read_statements(text: str) -> tuple[Statement, ...]:
    """The measured goals that a passage states, in order; spans are in the given text."""
    out: list[Statement] = []
    for start, end in _pieces(text):
        base: str | None = None
        for at, to, of in _shares(text, start, end):
            piece = squeeze(text[at:to]).strip(" .;,")
            found = _read(piece)
            if not found:
                base = base or piece
                continue
            name, unit, value = found
            if of and base:
                name = f"({'trong số ' if of == 'trong số đó' else ''}{base}) {name}"
            base = base or name
            out.append(Statement(name, unit, value, at, to))
    return tuple(out)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences and parts that stand by themselves; brackets are never cut."""
    start = depth = 0
    cuts = {m.start(): m.end() for m in _CUT.finditer(text)}
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if i in cuts and depth <= 0:
            yield start, i
            start = cuts[i]
    yield start, len(text)


def _shares(text: str, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
    """A piece, then its parts after "trong đó": their spans and the word that opened them."""
    of: str | None = None
    for found in _OF_WHICH.finditer(text, start, end):
        yield start, found.start(), of
        start, of = found.end(), fold(found[1])
    yield start, end, of


def _read(piece: str) -> tuple[str, str | None, str] | None:
    first = _VALUE_FIRST.match(piece)
    if first and _counts(first):
        name, value = first["name"].strip(), squeeze(first["value"])
        return name, _unit(name, value, each=bool(first["each"])), value
    rank = _RANK.search(piece)
    if rank:
        return rank["name"].strip(" .,"), "Thứ bậc", squeeze(rank["value"])
    last = _NAME_FIRST.match(piece)
    if last and _SIGNED.search(last["value"]) and not last["name"].casefold().endswith(("năm", "tháng", "ngày", "giai đoạn")):
        after = squeeze(last["unit"] or "")
        return last["name"].strip(" ,"), *_after_value(squeeze(last["value"]), after)
    return None


def _counts(found: re.Match[str]) -> bool:
    """A bare number counts something only before a noun of things that are counted, or with a sign or a lead word."""
    led = found.start("value") > 0 or bool(_SIGNED.search(found["value"]))
    return bool(_COUNTED.match(found["name"])) or (led and "%" in found["value"]) or found["value"].startswith((">", "<", "≥", "≤"))


def _unit(name: str, value: str, *, each: bool) -> str | None:
    if "%" in value:
        share = _SHARE_OF.match(name)
        return f"% {share[1]}" if share else "%"
    counted = _COUNTED.match(name)
    if not counted:
        return None
    per = _PER.search(name)
    return counted[0] + (f"/{per[1]}" if per else "/năm" if each else "")


def _after_value(value: str, after: str) -> tuple[str | None, str]:
    """The unit and the printed value where the unit follows the number."""
    if "%" in value:
        if fold(after) in ("grdp", "gdp"):
            return f"% {after}", f"{value} {after}"
        return ("%/năm", value + after) if after.startswith("/") else ("%", value)
    if after and _COUNTED.match(after):
        return after, f"{value} {after}"
    return None, value

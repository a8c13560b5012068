"""Sentences that state a measured goal, taken apart: what is measured, its unit, the value as printed.

Two orders occur: value first ("Có ≥ 15 doanh nghiệp …", "100% hồ sơ …") and name first ("Quy mô kinh tế số đạt
30% GRDP"); a share of what was just named follows "trong đó" or "trong số đó".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.text import fold, squeeze, toneless

_NUM = r"(?:\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?)"
_WORDS = (
    r"(?:đạt|chiếm|từ|trên|hơn|dưới|khoảng|tối thiểu|ít nhất|không dưới|không thấp hơn|tối đa|không quá|"
    r"không vượt quá|xấp xỉ|gần|vượt|duy trì|gấp|"
    r"ở mức|mức|là|còn|[<>≥≤~=]{1,2})"
)
_VALUE = (
    rf"(?:{_WORDS}\s*)*{_NUM}\s*%?(?:\s*(?:[-–]|đến|tới)\s*{_NUM}\s*%?)?(?![\d.,]*\d|\s*(?:tháng )?tuổi)"
    r"(?:\s+trở\s+(?:lên|xuống))?"
)
_MEASURES = (
    "(?:nghìn|triệu|tỷ|tỉ)(?: tỷ| tỉ)? (?:đồng|usd)|tỷ|tỉ|lần|giờ|phút|ngày|ha|km|mw|gb/s|mb/s|mbps|gbps|tbps"
)
_NOUNS = (
    "doanh nghiệp|nhiệm vụ|tổ chức|cá nhân|đơn|bài báo|công trình|sản phẩm|dự án|sáng chế|"
    "giải pháp hữu ích|giải pháp|sáng kiến|"
    "vườn ươm|trung tâm|cán bộ|người|đề tài|mô hình|khu|cơ sở|trường|viện|xã|phường|huyện|tỉnh|thành phố|"
    "hợp tác xã|hộ|giải thưởng|"
    "văn bằng|chuyên gia|kỹ sư|nhóm|phòng thí nghiệm|quỹ|nền tảng|ứng dụng|trạm|tuyến|lớp|khóa|đô thị|"
    "tập đoàn|công bố|bằng|tiến sĩ|"
    "thạc sĩ|hồ sơ|dịch vụ|thủ tục|chương trình|đề án|nhãn hiệu|cụm|làng|điểm|cuộc|buổi|lượt"
)
_POPULATION = r"(?:\d[\d.]*|vạn|nghìn|ngàn|triệu)\s+(?:dân|người)"
_LEAD = (
    r"(?:(?P<each>(?:mỗi|mồi|hằng|hàng)\s+năm)[,\s]+)?(?:phấn đấu\s+)?(?:(?:có|đạt|bố trí|dành|"
    r"thu hút thêm|thu hút|hình thành|"
    r"xây dựng|phát triển|đào tạo|mở|tổ chức|lắp đặt|đầu tư|cấp|trồng|đưa|tạo|công bố|phủ sóng|hoàn thành|thành lập|"
    r"hỗ trợ)\s+)?(?:(?P<turn>tăng|giảm|cắt giảm|tiết kiệm)\s+)?(?:(?P<least>tối thiểu|ít nhất)\s+có\s+)?"
)
_VALUE_FIRST = re.compile(rf"^{_LEAD}(?P<value>{_VALUE})\s*(?P<name>[^\W\d].+)$", re.IGNORECASE)
_NAME_FIRST = re.compile(
    rf"^(?P<name>[^\d].*?)\s+(?P<value>{_VALUE})(?P<unit>\s*/\s*[^\W\d]+|\s+GRDP|\s+GDP|"
    rf"\s+(?:{_NOUNS}|{_MEASURES})\b(?:\s*/\s*(?:{_POPULATION}|[^\W\d]+))?)?"
    r"(?P<rest>[\s,].*)?$",
    re.IGNORECASE,
)  # fmt: skip
_SIGNED = re.compile(rf"(?:{_WORDS})\s*{_NUM}|{_NUM}\s*%")
_RANKED = (
    rf"(?:thuộc\s+|trong\s+|nằm trong\s+)?(?:nhóm|top|tốp)\s+{_NUM}\s+[^;.]*?"
    r"(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất)"
)
_RANK = re.compile(rf"(?P<value>{_RANKED}[^,;.]*?)\s+về\s+(?P<name>.+)$", re.IGNORECASE)
_RANK_LAST = re.compile(rf"^(?P<name>[^\d,;]{{4,}}?)\s+(?P<value>{_RANKED}[^,;.]*)$", re.IGNORECASE)
_OF_WHICH = re.compile(r",?\s+(trong số đó|trong đó)(?:,|\s+có)?\s+", re.IGNORECASE)
_CUT = re.compile(
    r"[,;]\s+(?=(?:tỷ|tỉ) (?:lệ|trọng)\s)|[,;]\s+(?=một số\s)|;\s+|(?:(?<=[^\W\d]{2})|"
    r"(?<=[%)]))(?<!\bTP)(?<!\bP)[.]\s+(?=\S)"
)
# Matched without tone marks, which recognition often loses; the unit is then spelled as the noun is.
_PLAIN_NOUNS = {toneless(n): n for n in _NOUNS.split("|")}
_NOUN = "|".join(_PLAIN_NOUNS)
_COUNTED = re.compile(rf"^(?:{_NOUN})\b(?:\s*(?:,|/|va)\s*(?:{_NOUN})\b)*")
_PER = re.compile(r"\btren\s+(?:0?1|mot)?\s*((?:van|nghin|1\.?000|10\.?000|trieu)\s*dan)\b")
_SHARE_OF = re.compile(r"^(tong .+?)\s+(?:chi|danh|cho|duoc|la|de)\b")
_AT_LEAST = re.compile(r"(?:tối thiểu|ít nhất)\b", re.IGNORECASE)
_SPAN = re.compile(r"(?:năm|tháng|tuần|ngày|giờ|phút|lần|tuổi|khoản|điều|điểm)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?:(?:việt nam|cả nước|toàn tỉnh|tỉnh)\s+)?có\s+(?=\S+\s)", re.IGNORECASE)


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
            base = base or re.sub(r"\s*\([^()]*\)", "", name)
            out.append(Statement(name, unit, value, at, to))
    return tuple(out)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences and parts that stand by themselves; brackets are never cut."""
    start = depth = 0
    cuts = {m.start(): m.end() for m in _CUT.finditer(text) if m[0][0] != "." or text[m.end()].isupper()}
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
        name, value = first["name"].strip(), squeeze(f"{first['least'] or ''} {first['value']}")
        unit = _unit(name, value, each=bool(first["each"]))
        return squeeze(f"{first['turn'] or ''} {name}"), unit, value
    rank = _RANK.search(piece) or _RANK_LAST.match(piece)
    if rank:
        return rank["name"].strip(" .,"), "Thứ bậc", squeeze(rank["value"])
    last = _NAME_FIRST.match(piece)
    if last and _SIGNED.search(last["value"]) and _is_name(last["name"]):
        name = _SUBJECT.sub("", last["name"].strip(" ,"))
        return name, *_after_value(squeeze(last["value"]), squeeze(last["unit"] or ""), last["rest"] or "")
    return None


def _is_name(text: str) -> bool:
    """False for a verb alone and for words that a date or a document number follows."""
    words = fold(text).split()
    return (
        len(words) > 1
        and words[-1] not in ("năm", "tháng", "ngày", "khoản", "điều")
        and not text.endswith("giai đoạn")
    )


def _counts(found: re.Match[str]) -> bool:
    """A bare number counts something only before a noun of things that are counted, or with a sign or a lead word."""
    led = found.start("value") > 0 or bool(_SIGNED.search(found["value"]))
    counted = bool(_COUNTED.match(toneless(found["name"]).lower()))
    if not counted and _AT_LEAST.match(found["value"]) and not _SPAN.match(found["name"]):
        return True  # "ít nhất 05 bãi": whatever is counted is named next
    return counted or (led and "%" in found["value"]) or found["value"].startswith((">", "<", "≥", "≤"))


def _unit(name: str, value: str, *, each: bool) -> str | None:
    plain = toneless(name).lower()
    if "%" in value:
        share = _SHARE_OF.match(plain)
        return f"% {name[: share.end(1)]}" if share else "%"
    counted = _COUNTED.match(plain)
    if not counted:
        return name.split()[0] if _AT_LEAST.match(value) else None
    unit = re.sub(_NOUN, lambda m: _PLAIN_NOUNS[m[0]], counted[0]).replace(" va ", " và ")
    per = _PER.search(plain)
    return unit + (f"/{fold(name[per.start(1) : per.end(1)])}" if per else "/năm" if each else "")


def _after_value(value: str, after: str, rest: str) -> tuple[str | None, str]:
    """The unit and the printed value where the unit follows the number."""
    if "%" in value:
        if fold(after) in ("grdp", "gdp"):
            return f"% {after}", f"{value} {after}"
        return ("%/năm", value + after) if after.startswith("/") else ("%", value)
    if after and not after.startswith("/"):
        per = _PER.match(toneless(rest).lower().strip())
        return after + (f"/{rest.strip()[per.start(1) : per.end(1)]}" if per else ""), f"{value} {after}"
    return None, value

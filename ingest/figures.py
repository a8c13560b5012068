"""Figures that a report says were reached: "100% xã có mạng", "tỷ lệ hồ sơ trực tuyến đạt 91,6%", "cấp 40 giấy phép".

A number is a figure only where the words say that it counts or measures: dates, numbers of documents, versions and
ordinals are not. What a figure measures is named as a goal of a plan names it, so that result and target meet in one
indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.goals import read_statements
from ingest.values import parse_value
from ontology.text import fold, squeeze
from ontology.types import Comparator

_NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.,/%\-–])({_NUM})(?:/({_NUM}))?(?![\d/])(\s*%|\s+(?:nghìn|ngàn|triệu|tỷ)(?!\w))?"
)
_NEAR = re.compile(
    r"(?:(?:trên|hơn|dưới|gần|khoảng|xấp xỉ|tối thiểu|ít nhất|không dưới|không quá|vượt)\s+)+$", re.IGNORECASE
)
# What precedes a number that names or dates something instead of counting.
_LABEL = re.compile(
    r"(?<!\w)(?:ngày|tháng|năm|quý|lần thứ|thứ|(?<!tổng )số|điều|khoản|điểm|chương|mục|phụ lục|khóa|khoá|cấp độ|"
    r"mức độ|phiên bản|giai đoạn|nhiệm kỳ|kỳ|tổng đài|nghị quyết|quyết định|kế hoạch|chỉ thị|nghị định|thông tư|"
    r"công nghiệp|phường|quận|khu phố|ấp|đường|quốc lộ|lớp|hạng|nhóm|từ|đến|tới|\d\s*[-–])\s*$",
    re.IGNORECASE,
)
_VERBS = (
    "có|đạt|được|triển khai|tổ chức|thành lập|hỗ trợ|cấp|tạo|tạo lập|chuyển đổi|kết nối|tích hợp|lắp đặt|đầu tư|"
    "đào tạo|tập huấn|bồi dưỡng|tiếp nhận|xử lý|giải quyết|xây dựng|hình thành|phát triển|thu hút|công nhận|"
    "phê duyệt|gồm|cho|với|tổng số|đăng ký|gia hạn|cung cấp|vận hành|nghiệm thu|ứng dụng|duy trì|hoàn thành|"
    "thực hiện|bố trí|ban hành|tham gia|là|còn|trong đó|trao|phát hành|sử dụng|khai thác|huy động|"
    "giải ngân|thu|kết nạp|kiểm tra|và"
)
_VERB = re.compile(rf"(?<!\w)(?:{_VERBS})[,:]?\s*$", re.IGNORECASE)
_REACHED = re.compile(
    r"\s+(?:ước\s+|đã\s+|chỉ\s+|mới\s+|hiện\s+)*(?:đạt(?:\s+được)?|chiếm|là|ở mức|còn|lên|"
    r"(?P<change>tăng|giảm))(?:\s+(?:tỷ lệ|thêm|bình quân))*[:,]?\s*$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:trong đó|đến nay|hiện nay|hiện|hàng năm|hằng năm|bên cạnh đó|ngoài ra|"
    r"đồng thời|đặc biệt|cụ thể|kết quả|qua đó|(?:tính )?đến (?:hết |cuối )?(?:ngày |tháng |quý |năm )[^,]{1,24}|"
    r"trong năm \d{4}|(?:trong )?giai đoạn [\d\s–-]+|"
    r"năm \d{4}|trên địa bàn(?: tỉnh| thành phố)?|(?:toàn )?tỉnh(?= (?:có|đã|hiện))|bình quân)(?:[,:]\s*|\s+|$))+",
    re.IGNORECASE,
)
_NEXT = (
    r"[;:.()\n¹²³⁰⁴-⁹]|\s[-–]\s(?=\D{0,12}\d)|,?\s(?:trong đó|qua đó|góp phần|đạt|chiếm)\s|"
    rf"\s(?:và|là)(?:\s+có)?\s+(?:{_NUM})(?=\s)"
)
#: Where the words after a share end; after a count they end sooner, since what was counted is a noun.
_SHARE_ENDS = re.compile(_NEXT)
_COUNT_ENDS = re.compile(
    _NEXT + r"|,|\s(?:với|để|nhằm|phục vụ|thông qua|bằng|như|trên|tại|vào|được)\s|"
    r"\svà\s+(?=thực hiện|thường xuyên|được|đã|triển khai|tạo|hướng dẫn|hỗ trợ)"
)
_MEASURE = re.compile(
    r"(?<!\w)(?:tỷ lệ|tỉ lệ|tỷ trọng|tổng số|tổng vốn|tổng thu|tổng kinh phí|số lượng|số|doanh thu|kim ngạch|mức|"
    r"chỉ số|tốc độ|quy mô|năng suất)\s",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"giai đoạn\s+\d{4}\s*[-–]\s*\d{4}|(?:(?:tính )?đến\s+)?(?:hết |cuối )?(?:(?:ngày|tháng|quý)\s+[\dIVX/.-]*?[/\s])?"
    r"(?:năm\s+|/)?(?<!\d)(?:19|20)\d{2}(?!\d|/[A-ZĐ])",
    re.IGNORECASE,
)
_LEADS_TO_DATE = re.compile(r"\s(?:trong|vào|cho|tính|đến|tới|ước|của)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_COMPARED = re.compile(r"so với[^,;.]*", re.IGNORECASE)
#: What a counted thing may begin with; spans of time and comparisons are not counted.
_NOUN = re.compile(
    r"(?!(?:so với|trở lên|mỗi|năm|tháng|ngày|giờ|lần|điểm phần trăm)(?!\w))[^\W\d]{2}", re.IGNORECASE
)
_LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was measured, the value as printed and as a number, its unit."""

    name: str
    value_text: str
    comparator: Comparator | None
    value: float
    value_max: float | None
    unit: str | None


def read_figures(text: str, *, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Figure]:
    """The figures that one statement tells, in order; numbers inside the spans `taken` are names of documents."""
    begin, first = _opened(text, 0), True
    for found in _NUMBER.finditer(text):
        if any(a <= found.start() < b for a, b in taken) or _in_brackets(text, found.start()):
            continue
        figure, end = _figure(text, found, begin, first)
        if figure:
            yield figure
            begin, first = end, False


def period_of(text: str) -> tuple[str | None, int | None]:
    """The words that date a statement, and the year that they end in."""
    if not _YEAR.search(text):
        return None, None
    found = next(
        (m for m in _PERIOD.finditer(_COMPARED.sub(" ", text)) if re.search(r"[a-zà-ỹ]", m[0].lower())), None
    )
    if not found:
        return None, None
    words = squeeze(found[0])
    return words, max(int(y) for y in _YEAR.findall(words))


def _opened(text: str, at: int) -> int:
    opening = _OPENING.match(text[at:])
    return at + (opening.end() if opening else 0)


def _in_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _figure(text: str, found: re.Match[str], begin: int, first: bool) -> tuple[Figure | None, int]:
    """The figure at a number and where it ends, or None where the number counts nothing."""
    near = _NEAR.search(text, begin, found.start())
    start = near.start() if near else found.start()
    before = text[begin:start]
    share = "%" in found[0]
    if not share and _LABEL.search(before):
        return None, begin
    value = squeeze(text[start : found.end()])
    reached = _REACHED.search(before)
    name = _named_before(before[: reached.start()]) if reached else ""
    if reached and name:
        name = squeeze(f"{name} {reached['change'] or ''}")
        unit, end = _unit_after(text, found)
        return _made(name, value, "%" if share else unit, share), end
    end, counted = _counted(text, found.end(), share=share)
    led = not before.strip(" ,*") or bool(_VERB.search(before)) or (share and not first)
    if not counted or not (led or near or share):
        return None, begin
    unit = _printed_unit(value, counted, found)
    return _made(counted, value, "%" if share else unit, share), end


def _named_before(before: str) -> str:
    """What the words before "đạt 80%" name: from their measuring word ("tỷ lệ …"), or the last part of a list."""
    plain = re.sub(r"\([^()]*\)", " ", before)
    measures = list(_MEASURE.finditer(plain))
    if not measures and plain.rstrip().endswith((",", ";", ":")):
        return ""
    words = plain[measures[0].start() :] if len(measures) == 1 else re.split(r"[,;:]\s", plain)[-1]
    words = _undated(squeeze(words).strip(" ,*"))
    return words if len(words.split()) > 2 and "(" not in words else ""


def _undated(words: str) -> str:
    """The words without the date that closes them: what is measured is the same in every year."""
    dated = next((m for m in _PERIOD.finditer(words) if m.end() == len(words)), None)
    return _LEADS_TO_DATE.sub("", words[: dated.start()]).strip(" ,") if dated else words


def _counted(text: str, at: int, *, share: bool = False) -> tuple[int, str]:
    """The words after a number that say what it counts, and where they end."""
    ends = (_SHARE_ENDS, _COUNT_ENDS) if share else (_COUNT_ENDS,)
    for pattern in ends:
        stop = pattern.search(text, at)
        end = stop.start() if stop else len(text)
        words = squeeze(text[at:end]).strip(" *,")
        if len(words) <= _LONGEST_NAME:
            break
    return end, words if _NOUN.match(words) else ""


def _unit_after(text: str, found: re.Match[str]) -> tuple[str | None, int]:
    """The unit after a number whose name stands before it: "1,9 triệu thuê bao", "109 thuê bao/100 dân"."""
    end, words = _counted(text, found.end())
    scale = (found[3] or "").strip(" %")
    unit = words if 0 < len(words.split()) <= 5 else ""
    return squeeze(f"{scale} {unit}") or None, end


def _printed_unit(value: str, counted: str, found: re.Match[str]) -> str | None:
    plain = found[1]
    stated = read_statements(f"{plain} {counted}")
    scale = (found[3] or "").strip(" %")
    printed = re.match(r"đồng|đơn vị", counted)
    noun = printed[0] if printed else stated[0].unit if stated else None
    return squeeze(f"{scale} {noun or ''}") or None


def _made(name: str, value: str, unit: str | None, share: bool) -> Figure | None:
    comparator, number, upper = parse_value(re.sub(r"/.*", "", value))
    if number is None or len(name) > _LONGEST_NAME or not fold(name):
        return None
    return Figure(name, value, comparator, number, upper, "%" if share else unit)

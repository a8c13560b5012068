"""What the columns of an annex table mean, read from their headings in any order and wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ingest.deadlines import is_deadline
from ontology.text import fold, toneless

Role = Literal["no", "title", "lead", "coop", "deadline", "output", "unit", "value", "note", "other"]
Kind = Literal["tasks", "targets"]

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MEANINGS: tuple[tuple[str, Role], ...] = (
    (r"^(?:s?tt|số tt|số thứ tự|thứ tự|#|no)$", "no"),
    (r"ghi chú|căn cứ$", "note"),
    (r"kinh phí|nguồn vốn|dự toán|nguồn lực", "other"),
    (r"^(?:cấp (?:ban hành|trình|phê duyệt|quyết định|có thẩm quyền|ký)|thẩm quyền|cơ sở pháp lý|địa điểm|"
        r"hình thức|mức độ|lĩnh vực|đối tượng|phạm vi|trạng thái|tình trạng|khó khăn|lý do|mã)\b", "other"),
    (r"^(?:(?:đồng chí|đ/c|thường trực|chủ tịch|phó chủ tịch)?\s*lãnh đạo|đồng chí|đ/c|chủ tịch|phó chủ tịch|pct)"
        r"\b(?!.*(?:cơ quan|đơn vị)).*(?:phụ trách|chỉ đạo|theo dõi)", "other"),
    (r"phối hợp(?!.*chủ trì)(?<!chủ trì, phối hợp)|cùng thực hiện", "coop"),
    (r"chủ trì|đầu mối|phụ trách|phân công|trách nhiệm|theo dõi|người thực hiện", "lead"),
    (r"(?:cơ quan|đơn vị|tổ chức|phòng|ban)\s+(?:\S+\s+){0,3}?(?:thực hiện|tham mưu|báo cáo|cung cấp)|"
        r"cơ quan$", "lead"),
    (r"^(?:(?:thời gian|thời điểm|ngày|tháng|năm) )?bắt đầu(?!.*(?:kết thúc|hoàn thành))", "other"),
    (r"^lộ trình\s+(?:đến\s+)?(?:năm\s+)?20\d\d$", "value"),
    (r"thời gian|thời hạn|thời điểm|tiến độ|hoàn thành|lộ trình|kỳ hạn|hạn thực hiện|^giai đoạn$", "deadline"),
    (r"^(?:đơn vị|đơn vị tính|đvt|đv tính|đơn vị đo)$", "unit"),
    (r"sản phẩm|kết quả|đầu ra", "output"),
    (r"^(?:mục tiêu|giá trị|kế hoạch|chỉ tiêu|tầm nhìn|định hướng|đến|năm|(?:ước\s+)?(?:thực hiện|kết quả|th)|uth|kh|"
        r"ước|hiện trạng)?\s*(?:đến\s+)?(?:hết\s+)?(?:năm\s+)?20\d\d(?:\s*[-–]\s*20\d\d)?$", "value"),
    (r"^(?:mục tiêu|giá trị|chỉ tiêu giao|chỉ tiêu kế hoạch|chỉ tiêu cần đạt|mức đạt|"
        r"kế hoạch)(?:\s+.{0,40})?$", "value"),
    (r"nhiệm vụ|nội dung|tên|công việc|chỉ tiêu|chỉ số|tiêu chí|hoạt động|giải pháp|đề án|chương trình|"
        r"dự án|văn bản", "title"),
)  # fmt: skip
_RULES = tuple((re.compile(words), role) for words, role in _MEANINGS)
# Words of headings that recognition leaves recognisable without their tone marks.
_DAMAGED: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"^(?:co quan|don vi) phoi hop$"), "coop"),
    (re.compile(r"^(?:co quan|don vi) (?:chu tri|thuc hien|dau moi)$"), "lead"),
    (re.compile(r"^(?:thoi (?:gian|han)|tien do)(?: (?:thuc hien|hoan thanh))?$"), "deadline"),
    (re.compile(r"^don vi tinh$"), "unit"),
    (re.compile(r"^(?:noi dung )?(?:nhiem vu|cong viec)$|^chi tieu$"), "title"),
)
_MEASURE = re.compile(r"đơn vị tính|đvt|đv tính|đơn vị đo")
_MARKS = re.compile(r"[*_`\\]|\([^)]*\)")
# A heading that spans several columns, and what stands in the row below it.
_SPANNING: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"(?:lộ trình|mục tiêu|kế hoạch|chỉ tiêu (?:giao|kế hoạch|từng năm)|giai đoạn|năm|giá trị|mức)\b"
        ),
        re.compile(r"(?:(?:đến |hết )?năm )?20\d\d"),
    ),
    (
        re.compile(r"(?:cơ quan|đơn vị|tổ chức|phân công|trách nhiệm)\b(?!.*(?:chủ trì|phối hợp|tính))"),
        re.compile(r"(?:(?:cơ quan|đơn vị) )?(?:chủ trì|phối hợp)(?: thực hiện)?"),
    ),
    (
        re.compile(r"(?:thời gian|tiến độ|thời hạn)(?: thực hiện)?$"),
        re.compile(r"(?:thời gian )?(?:bắt đầu|kết thúc|hoàn thành)"),
    ),
)
_RESULT = re.compile(r"(?:kết quả|ước|thực hiện|th|uth|hiện trạng|thực trạng|số liệu)\b")
_ROW_LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVX]{1,6})\s*[.)]?")
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, meaning, heading, and the year where the heading states one."""

    index: int
    role: Role
    heading: str
    year: int | None = None
    reached: bool = False  # a value of an earlier year, beside those that are aimed at


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table and what the table lists."""

    kind: Kind
    columns: tuple[Column, ...]

    def of(self, role: Role) -> tuple[Column, ...]:
        """The columns with this meaning, from the left."""
        return tuple(c for c in self.columns if c.role == role and not c.reached)


@lru_cache(maxsize=1 << 12)
def role_of(heading: str) -> Role | None:
    """The meaning of one heading by itself, or None if it reads as no heading.

    >>> role_of("Cơ quan phối hợp"), role_of("STT"), role_of("Năm 2030")
    ('coop', 'no', 'value')
    """
    text = fold(_MARKS.sub(" ", heading)).strip(" .:;,/")
    if not text or len(text) > 70:
        return None
    found = next((role for pattern, role in _RULES if pattern.search(text)), None)
    return found or next((role for pattern, role in _DAMAGED if pattern.search(toneless(text))), None)


def read_columns(headings: Sequence[str]) -> Columns | None:
    """The columns that these headings name together, or None if they are not the headings of tasks or targets.

    "Kết quả" is a task's product beside agencies and dates, a target's value beside a unit; "Đơn vị" is a unit of
    measure beside values, an agency among tasks.
    """
    if _is_data(headings):
        return None
    roles = [role_of(h) for h in headings]
    known = {r for r in roles if r}
    words = " ".join(fold(h) for h in headings)
    if "title" not in known or len(known - {"note", "other"}) < 3:
        return None
    measured = "unit" in known and "coop" not in known and "deadline" not in known
    counted = bool(known & {"value", "output"}) and bool(
        re.search(r"chỉ tiêu|chỉ số|tiêu chí|mục tiêu", words)
    )
    # Who works with whom may stand beside a goal, but a task has no unit and value.
    goals = counted and any(_MEASURE.fullmatch(fold(_MARKS.sub(" ", h)).strip(" .:")) for h in headings)
    targets = goals or ((measured or counted) and not (known & {"coop", "deadline"}))
    if not targets and not known & {"lead", "coop", "deadline"}:
        return None
    used: set[Role] = set()
    columns = []
    for index, (heading, role) in enumerate(zip(headings, roles, strict=True)):
        settled = _settle(role, targets=targets, used=used)
        used.add(settled)
        year = _YEAR.search(heading)
        columns.append(Column(index, settled, heading, int(year[1]) if year and settled == "value" else None))
    return Columns("targets" if targets else "tasks", tuple(_with_results(columns)))


def under_spanning(headings: Sequence[str]) -> list[str]:
    """Headings of two rows, one a line, in the order of their columns: those below one that spans them take its place.

    >>> under_spanning(["TT", "Chỉ tiêu", "Lộ trình", "Cơ quan chủ trì", "2026", "2027"])
    ['TT', 'Chỉ tiêu', '2026', '2027', 'Cơ quan chủ trì']
    """
    plain = [fold(_MARKS.sub(" ", h)).strip(" .:") for h in headings]
    for spanning, below in _SPANNING:
        count = next((n for n, text in enumerate(reversed(plain)) if not below.fullmatch(text)), len(plain))
        at = (
            next((i for i, text in enumerate(plain[:-count]) if spanning.match(text)), None)
            if count > 1
            else None
        )
        if at is not None and at < len(plain) - count - 1:
            return [*headings[:at], *headings[-count:], *headings[at + 1 : -count]]
    return list(headings)


def _with_results(columns: Sequence[Column]) -> list[Column]:
    """The columns, those marked that say what was reached in an earlier year where others say what is aimed at."""
    reached = [c.role == "value" and bool(c.year) and _is_result(c.heading) for c in columns]
    aimed = any(c.role == "value" and not r for c, r in zip(columns, reached, strict=True))
    return [replace(c, reached=r and aimed) for c, r in zip(columns, reached, strict=True)]


def _is_result(heading: str) -> bool:
    return bool(_RESULT.match(fold(_MARKS.sub(" ", heading)).strip()))


def _is_data(cells: Sequence[str]) -> bool:
    """True if the cells hold what no row of headings does, whatever their words mean elsewhere.

    That is a row's number in front, a list of several things, a date that names no column, or a long sentence.
    """
    filled = [text for cell in cells if (text := cell.strip(" *_\\"))]
    if not filled:
        return False
    if _ROW_LABEL.fullmatch(filled[0]) or any(len(c) > _LONGEST_HEADING for c in filled):
        return True
    listed = (c for c in filled if ";" in c)
    if any(role_of(part) is None for c in listed for part in c.split(";")):
        return True
    return any(role_of(c) is None and is_deadline(c) for c in filled)


def _settle(role: Role | None, *, targets: bool, used: set[Role]) -> Role:
    """The meaning of a heading in its table; a second column of one meaning is kept apart as "other"."""
    if role is None:
        return "other"
    if targets and role == "output":
        role = "value"
    if not targets and role == "value":
        role = "output"
    if not targets and role == "unit":
        role = "lead"
    if role in used and role not in ("value", "other"):
        return "other"
    return role

"""Lines of a flattened table laid into columns: which lines make which cell, with the best sum of scores.

Every line may begin a cell of every column, and most are asked for by several rows that may begin above them, so what
a cell scores is worked out once for the whole table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from ingest.cells import fit, is_page_number
from ingest.columns import Role
from ingest.paragraphs import is_digital
from ingest.values import is_value
from ontology.agencies import begins_agency
from ontology.places import place
from ontology.text import fold

_MISSING: dict[Role, float] = {
    "title": -6.0, "lead": -2.6, "coop": -2.0, "deadline": -2.0, "unit": -2.0, "value": -2.6, "output": -1.5,
    "note": 0.0, "other": -0.2, "no": 0.0,
}  # fmt: skip
_STRAY = 3.0
_LIMITS: dict[Role, tuple[int, int]] = {
    "title": (45, 6000), "lead": (8, 500), "coop": (10, 700), "deadline": (6, 180), "unit": (3, 60), "value": (8, 400),
    "output": (14, 900), "note": (14, 900), "other": (6, 400), "no": (1, 20),
}  # fmt: skip
# So many characters of a cell say all that its words can say.
_TOLD: dict[Role, int] = {"lead": 161, "coop": 161, "output": 161, "value": 201}
_FEW_LINES = 16  # few cells have more
_JOINED_AS: dict[Role, Role] = {"coop": "lead", "output": "title", "note": "title", "other": "title"}

# Words that a phrase goes on after, so that no cell ends there: any, a figure, or a name.
_OPEN_END = re.compile(
    r"\w\s*[-–(/]$|(?:^|[\s(])(?:và|hoặc|của|về|cho|với|trong|các|những|để|là|gồm|nhằm|tham mưu|"
    r"(?<!nêu )(?<!như )trên)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:^|\s)(?:số|(?<!hằng )(?<!hàng )(?<!mỗi )(?<!từng )(?<!các )(?<!nhiều )(?:ngày|tháng|quý|năm)|khoản|điều|"
    r"giai đoạn|trước|sau|đến|từ|hết|chậm nhất)$",
    re.IGNORECASE,
)
# A figure alone behind these may be a value: "… trong khu vực", "5".
_GRADED = re.compile(r"(?:^|\s)(?:mức|mức độ|cấp|cấp độ|loại|nhóm|hạng|khu vực|vùng|đợt|lần)$", re.IGNORECASE)
_FIGURE = re.compile(r"\d|[IVX]+(?!\w)")
_KIND_ALONE = re.compile(
    r"(?:^|[\s(])(?:Sở|Bộ|Ban|Cục|Chi cục|Tổng cục|Viện|Trường(?: Đại học| Cao đẳng)?|Công ty|Tập đoàn|Ban Quản lý|"
    r"Ngân hàng|Chi nhánh|Văn phòng|Liên minh)$"
)
# "Nghị quyết" above "HĐND tỉnh": whose product it is.
_PRODUCT = re.compile(
    r"(?:^|\s)(?:Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kế hoạch|Tờ trình|Báo cáo|Công văn|Văn bản)$"
)
_PRODUCER = re.compile(
    r"(?:HĐND|UBND|Hội đồng nhân dân|[UỦ][ỷy] ban nhân dân|Chủ tịch|Thủ tướng|Chính phủ|Bộ trưởng)\b"
)
# What it costs to begin a cell after such words, in small letters, after a comma.
_OPEN, _RUNNING, _LISTED = 5.0, 2.5, 0.5

SURE = 3.0  # the most that a cell is worth in any column
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Ways:
    """The best ways to lay lines into columns: `scores` by the number of lines laid, from 0.

    `begins` has, for each column, where the cell begins that makes the best of the columns so far end at a line.
    """

    scores: list[float]
    begins: tuple[list[int], ...]

    def spans(self, used: int) -> tuple[tuple[int, int], ...]:
        """The lines of each column's cell where the first `used` lines are laid."""
        out: list[tuple[int, int]] = []
        for begin in reversed(self.begins):
            out.append((begin[used], used))
            used = begin[used]
        return tuple(reversed(out))


class Grid:
    """The scores of all cells that the lines of one table could make, each worked out when it is first asked for."""

    def __init__(self, lines: Sequence[str], roles: Sequence[Role]) -> None:
        self._lines = lines
        self._roles = roles
        self._parted = [0.0, *(_parted(a, b) for a, b in pairwise(lines)), 0.0]
        self._known: dict[tuple[Role, int], tuple[int, list[float]]] = {}

    def ways(self, begin: int, end: int, *, own: str | None = None) -> Ways:
        """For every number of the lines [begin, end), from the first on, the best way to lay exactly these.

        Spans count from `begin`; `own` is what stands before the first line on the line of the row's label.
        """
        shift = 0 if own is None else 1
        size = end - begin + shift
        best = [0.0] + [_NEVER] * size
        begins: list[list[int]] = []
        for role in self._roles:
            reached, begun, missing = [_NEVER] * (size + 1), [0] * (size + 1), _MISSING[role]
            for at, score in enumerate(best):
                if score == _NEVER:
                    break  # what is reached is reached without gaps
                if score + missing > reached[at]:
                    reached[at], begun[at] = score + missing, at
                if at or own is None:
                    scores = self._scores(role, begin + at - shift, size - at)
                else:
                    scores = _cell_scores(role, [own, *self._lines[begin : begin + _LIMITS[role][0]]], 0)
                begun_here = score - (self._parted[begin + at - shift] if at else 0.0)
                for to, gained in enumerate(scores[: size - at], at + 1):
                    total = begun_here + gained
                    if total > reached[to]:
                        reached[to], begun[to] = total, at
            best = reached
            begins.append(begun)
        return Ways(best, tuple(begins))

    def _scores(self, role: Role, at: int, most: int) -> list[float]:
        """The scores of the cells from line `at` on that have up to `most` lines, and perhaps of longer ones."""
        asked, scores = self._known.get((role, at), (0, []))
        if asked < min(most, _LIMITS[role][0]):
            asked = max(most, _FEW_LINES)
            if role == "lead" and "coop" in self._roles:  # judged alike, but for how long a cell may be
                scores = self._scores("coop", at, asked)[: self._longest(role, at)]
            else:
                scores = _cell_scores(role, self._lines[at : at + asked], 0)
            self._known[role, at] = asked, scores
        return scores

    def _longest(self, role: Role, at: int) -> int:
        """How many lines from `at` on one cell of the column may have."""
        most_lines, most_characters = _LIMITS[role]
        lengths = accumulate(len(line) + 1 for line in self._lines[at : at + most_lines])
        return sum(length - 1 <= most_characters for length in lengths)


def outcome(ways: Ways, length: int, *, tail: bool) -> tuple[float, int]:
    """The best way for a row of `length` lines: its score, and how many of the lines it uses.

    Lines that fit nowhere stand at its end and cost; with `tail` (what follows the table) they cost less.
    """
    best, most = _NEVER, 0
    for used, score in enumerate(ways.scores[: length + 1]):
        rest = length - used
        cost = 0.0 if not rest else 2.0 + 0.4 * rest if tail else _STRAY * rest
        if score - cost > best:
            best, most = score - cost, used
    return best, most


def _cell_scores(role: Role, lines: Sequence[str], at: int) -> list[float]:
    """The score of every cell of this column that begins at line `at`: of one line, of two, and so on."""
    most_lines, most_characters = _LIMITS[role]
    kind = _JOINED_AS.get(role, role)
    told = _TOLD.get(role, most_characters)
    out: list[float] = []
    joints, suits, words, before = 0.0, 0.0, "", ""
    size = -1
    for text in lines[at : at + most_lines]:
        known = size + 1
        size = known + len(text)
        if size > most_characters:
            break
        if out:
            joints += _joint(kind, before, text)
        if role == "title" and len(out) == 2:
            # A long title is judged by its first line: reading on cannot make it more of a title.
            suits, told = fit(role, lines[at]), -1
        elif known <= told:
            words = f"{words} {text}" if out else text
            suits = fit(role, words)
        out.append(suits - joints)
        before = text
    return out


@lru_cache(maxsize=1 << 13)
def _joint(role: Role, before: str, after: str) -> float:
    """What it costs to read two lines as one cell; little where the second goes on in the middle of a sentence."""
    if _parted(before, after) or before.endswith(("-", "–")) or after[:1] in ",;)-–":
        return 0.2
    if role in ("lead", "title") and (is_page_number(after) or is_page_number(before)):
        return 0.6
    if role == "lead":
        return 1.5 if fit(role, before) > 0 and fit(role, after) > 0 else 4.0
    if role == "title":
        if _PRODUCT.search(before) and _PRODUCER.match(after):
            return 0.6
        return 0.6 + max(0.0, fit("lead", after)) + max(0.0, fit("deadline", after))
    return 2.5


def goes_on(before: str, after: str) -> bool:
    """Whether a phrase or a name plainly runs from the one line on to the other."""
    return _parted(before, after) > _LISTED


@lru_cache(maxsize=1 << 13)
def _parted(before: str, after: str) -> float:
    """What it costs to begin a cell with the second of two lines: much where a phrase or a name would be cut in two."""
    opening = after[:1]
    if _OPEN_END.search(before) or (_FIGURE.match(after) and _counts_on(before, after)):
        return _OPEN
    if opening.isupper() and (_KIND_ALONE.search(before) or _cut_place(before, after)):
        return _OPEN
    if after[:1].islower():
        return _RUNNING
    return _LISTED if before.endswith((",", ";")) else 0.0


def _counts_on(before: str, figure: str) -> bool:
    """Whether a line ends with a word that the figure on the next one belongs to."""
    if _GRADED.search(before):
        return begins_agency(before) or not is_value(figure)
    return bool(_COUNTED.search(before)) and not is_digital(before)


def _cut_place(before: str, after: str) -> bool:
    """Whether a province's name begins on the one line and ends on the other: "Trường Đại học Đồng", "Nai"."""
    last, first = before.split()[-2:], re.split(r"[\s,;.)]+", after, maxsplit=2)[:2]
    halves = ((a, b) for a in (last[-1:], last) for b in (first[:1], first) if a and b)
    return any(fold(name) == "việt nam" or place(name) for a, b in halves for name in [" ".join((*a, *b))])

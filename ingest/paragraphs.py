"""Lines to paragraphs: which printed lines continue the one before, and what furniture stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology.text import squeeze

_TERMINAL = re.compile(r"[.;:!?…][”\"’')\]*_/.\s]*$")
_DANGLING = re.compile(
    r"(?:,|[-–/(]|\b(?:của|về|và|số|tại|theo|đến|ngày|cho|với|trong|các|những|là|từ|hoặc|năm|tháng|do|ở|để|bộ|tỉnh))$",
    re.IGNORECASE,
)
# "số" is "digital" after these words, and "number", which something must follow, after any other.
_DIGITAL = re.compile(
    r"(?:chuyển đổi|kinh tế|xã hội|chính quyền|chính phủ|công nghệ|công dân|kỹ năng|dữ liệu|nền tảng|hạ tầng|"
    r"môi trường|văn hóa|doanh nghiệp|chữ ký|thiết bị|dịch vụ|nội dung|tài nguyên|không gian) số$",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|^\s*#{1,6}\s+|^\s*>\s+"
)
_GLUED = re.compile(r"(?<=\w)\*\*(?=\w)")  # a heading and the words after it, run together but for the mark
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|&<>~])")
_MARKED = re.compile(r"[*_#>\\]")
_FRAME = re.compile(r"^\s*\||(?:\s*(?:\||<br\s*/?>))+\s*$")  # around one cell, which has no other inside
_SPECK = re.compile(r"^\W*\w{0,3}\W*$")
_RULED = re.compile(r"^[\s_=*~.–—|:-]{3,}$")
_NOTE = re.compile(
    r"^\s*(?:(?P<sup>[¹²³⁴⁵⁶⁷⁸⁹⁰]+)|\[(?P<bracket>\d{1,3})\]|(?P<plain>\d{1,2})(?=\s+[^\W\d_]))\s*(?=\S)"
)
_SUPERSCRIPT = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")


def clean(text: str) -> str:
    """The words of a line or paragraph without Markdown marks, blanks squeezed."""
    if "|" in text or "<br" in text:
        bare = _FRAME.sub("", text)
        text = text if "|" in bare else bare
    if not _MARKED.search(text):
        return squeeze(text)
    return squeeze(_ESCAPE.sub(r"\1", _MARKS.sub("", _GLUED.sub(" ", text))))


def terminal(text: str) -> bool:
    """Whether a sentence or list item may end here."""
    return bool(_TERMINAL.search(text))


def dangling(text: str) -> bool:
    """Whether the words cannot be the end of a title: they end with a preposition or an open mark."""
    words = text.rstrip(" *_")
    return bool(_DANGLING.search(words)) and not is_digital(words)


def is_digital(text: str) -> bool:
    """Whether the "số" at the end of the words means digital."""
    return bool(_DIGITAL.search(text))


def starts_low(text: str) -> bool:
    """Whether the first letter or digit of the text is a lower-case letter."""
    first = next((c for c in text if c.isalnum()), "")
    return first.islower()


def is_caps(text: str) -> bool:
    """Whether the text is set in capitals (figures and marks do not count; one small letter in ten may stray)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


@dataclass(frozen=True, slots=True)
class Wrap:
    """How lines are broken: `width` is the length of a full line, 0 where each line is a paragraph of its own."""

    width: int

    def full(self, line: str, after: str = "") -> bool:
        """Whether the line ran to the margin: the first word of the next would hardly have fitted on it."""
        if not self.width:
            return False
        word = after.split(maxsplit=1)[0] if after.strip() else ""
        return len(line.strip()) + 1 + len(word) >= 0.93 * self.width

    def joins(self, before: str, after: str) -> bool:
        """Whether `after` continues the paragraph that `before` stands in."""
        if starts_low(after) and not terminal(before):
            return True
        return self.full(before, after) or (self.width > 0 and not terminal(before) and dangling(before))


def measure(lines: Iterable[str]) -> Wrap:
    """The line width of a text: lines count as broken by width when many of them are nearly the longest."""
    lengths = sorted(len(s) for s in (line.strip() for line in lines) if s)
    if len(lengths) < 8:
        return Wrap(0)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    near = sum(1 for n in lengths if 0.8 * width <= n <= 1.25 * width)
    return Wrap(width if 40 <= width <= 130 and near >= 0.3 * len(lengths) else 0)


def furniture(line: str, before: str, after: str) -> bool:
    """Whether a line is a page number, a rule or a speck; `before` and `after` are its neighbours, maybe blank."""
    text = line.strip()
    if _RULED.match(text):
        return True
    if len(text) > 5 or not _SPECK.match(text):
        return False
    digits = sum(c.isdigit() for c in text)
    if not any(c.isalpha() for c in text):
        return True
    return not terminal(text) and (
        digits > 0 or (not before.strip() and (not after.strip() or len(text) < 3))
    )


def note_number(line: str, *, last: int, closed: bool) -> int | None:
    """The number of the footnote that the line begins, or None.

    A plain figure counts only as the successor of the last footnote, after a finished sentence (`closed`).
    """
    match = _NOTE.match(line)
    if not match:
        return None
    if match["sup"]:
        return int(match["sup"].translate(_SUPERSCRIPT))
    number = int(match["bracket"] or match["plain"])
    if match["plain"] and not (closed and number == last + 1 and match["plain"][0] != "0"):
        return None
    return number


def join(lines: Sequence[str], wrap: Wrap) -> list[str]:
    """The paragraphs of consecutive printed lines, cleaned; blank lines do not count."""
    out: list[str] = []
    before = ""
    for line in lines:
        if not line.strip():
            continue
        if out and wrap.joins(before, line):
            out[-1] += " " + line.strip()
        else:
            out.append(line.strip())
        before = line
    return [clean(p) for p in out]

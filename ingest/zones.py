"""The large pieces of a document: header, body, recipients, signature, annexes, and further texts after them.

After `zones`: the zones cover every line once, in order, each at least one line long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.labels import read_label
from ingest.paragraphs import clean, dangling, is_caps, starts_low, terminal
from ingest.reading import Line
from ontology.text import toneless

ZoneKind = Literal["header", "body", "recipients", "signature", "annex", "unparsed"]

TYPES = (
    "NGHỊ QUYẾT", "KẾ HOẠCH", "QUYẾT ĐỊNH", "CHỈ THỊ", "CHƯƠNG TRÌNH", "BÁO CÁO", "KẾT LUẬN", "THÔNG BÁO", "ĐỀ ÁN",
    "HƯỚNG DẪN", "CÔNG VĂN", "TỜ TRÌNH", "QUY ĐỊNH", "QUY CHẾ", "NGHỊ ĐỊNH", "THÔNG TƯ", "BỘ LUẬT", "LUẬT", "PHÁP LỆNH",
    "HIẾN PHÁP", "ĐIỀU LỆ", "CÔNG ĐIỆN", "CHIẾN LƯỢC", "QUY HOẠCH", "PHƯƠNG ÁN", "DỰ ÁN", "LỆNH", "THÔNG TRI",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
)  # fmt: skip

_TYPE = re.compile(r"(?:" + "|".join(sorted(TYPES, key=len, reverse=True)) + r")(?![\w])")
_MANNER = re.compile(r"(?:PHỐI HỢP|LIÊN TỊCH|LIÊN NGÀNH|HÀNH ĐỘNG|CÔNG TÁC|TỔNG THỂ|CHI TIẾT)")
_ANNEX = re.compile(
    r"(?P<label>(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu)(?:\s+(?:số|SỐ))?"
    r"(?:\s*(?:[IVX]+|\d{1,2}|[A-H])(?:[.\-]\d{1,2})?(?!\w))?)"
    r"\s*(?P<sep>[.:–—-]?)\s*(?P<rest>.*)$"
)
_LIST = re.compile(r"(?:DANH MỤC|BẢNG|BIỂU|MẪU|DANH SÁCH)\b")
_LIST_LABEL = re.compile(r"(?:DANH MỤC|BẢNG|BIỂU(?: MẪU)?|DANH SÁCH)\b(?:\s+(?:SỐ\s*)?\d{1,2}(?!\w))?")
_NUMBERS_HEAD = re.compile(r"\W*(?:S?TT|Số\s*TT)(?!\w)", re.IGNORECASE)
_ATTACHED = re.compile(r"\(?\s*(?:Ban hành\s+)?(?:kèm|Kèm)\s+theo\b|\(?\s*Đính kèm\b", re.IGNORECASE)
# On words without tones; the signature may stand beside it.
_RECIPIENTS = re.compile(r"noi\s+(?:nhan|gui)\s*(?:[:;.]|$|(?:t/?m|kt|tl)\b)", re.IGNORECASE)
_ADDRESSED = re.compile(r"Kính gửi\b", re.IGNORECASE)
_CARRIES_OUT = re.compile(
    r"(?:thực hiện|triển khai|thi hành|quán triệt|sửa đổi|bổ sung|thay thế|ban hành)$", re.IGNORECASE
)
# Behind the mark that ends a document whatever follows; behind a mere full stop the words must end the line.
_RUN_IN = re.compile(
    r"(?:\./\.[*_]*\s*|\.[*_]*\s+)(?=[*_]*N\w{1,2}i\s+(?:nh|g)\w{1,3}\s*:[*_]*\s*$)"
    r"|\./\.[*_]*\s*(?=[*_]*N\w{1,2}i\s+(?:nh|g)\w{1,3}\s*:)"
)
_BEHALF = re.compile(r"(?:T/?M|KT|K/T|TL|T/L|TUQ|Q)\b[./]*\s*(?=[^\W\d_])")
_RANK = re.compile(
    r"(?:NỮ |PHÓ |QUYỀN |Q\. ?)*(?:CHỦ TỊCH|BÍ THƯ|TỔNG BÍ THƯ|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|"
    r"CHỦ NHIỆM|CHÁNH VĂN PHÒNG|TRƯỞNG BAN|VIỆN TRƯỞNG|CHÁNH ÁN|CHÁNH THANH TRA|TỔNG GIÁM ĐỐC|CỤC TRƯỞNG|"
    r"TỔNG KIỂM TOÁN|HIỆU TRƯỞNG|PHÓ TRƯỞNG BAN)\b"
)
_CUE = re.compile(
    r"(?:Căn cứ|Thực hiện|Triển khai|Theo|Trên cơ sở|Xét|Qua|Nhằm|Để|Thi hành|Sau|Phát huy|Tiếp tục|Ngày|Trong)\b"
)
_SIGNED_LINES = 14
_OPENING_LINES = 12


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines [first, last) of one kind. `label` and `title` are those of an annex; `preamble` is the first line of
    opening text in a body (it may be the first line of labels too)."""

    kind: ZoneKind
    first: int
    last: int
    label: str = ""
    title: str = ""


def zones(lines: Sequence[Line], *, markdown: bool = False) -> list[Zone]:
    """Split a document's lines into zones."""
    words = [clean(line.text) for line in lines]
    out: list[Zone] = []
    at = 0
    while at < len(lines):
        at = _text(lines, words, at, out, markdown=markdown)
    return [zone for zone in out if zone.last > zone.first]


def _text(lines: Sequence[Line], words: list[str], at: int, out: list[Zone], *, markdown: bool) -> int:
    """One text from its heading to the end of what follows it: the next text's first line is returned."""
    label = annex_label(words, at)
    if label:
        end = next((i for i in range(at + 1, len(words)) if annex_label(words, i)), len(words))
        out.append(Zone("annex", at, end, label=label, title=_annex_title(words, at, end)))
        return end
    stop = next((i for i in range(at, len(words)) if annex_label(words, i)), len(words))
    first = _first_label(lines, at, stop, markdown=markdown)
    opening = _opening(lines, words, at, first)
    tail = _tail(words, max(first, opening) if first < stop else opening, stop)
    if opening:
        out.append(Zone("header", at, opening))
    out.append(Zone("body", opening, tail))
    return _signed(words, tail, stop, out)


def _first_label(lines: Sequence[Line], at: int, stop: int, *, markdown: bool) -> int:
    bullet = stop
    for i in range(at, stop):
        label = read_label(lines[i].text, markdown=markdown)
        if label is None:
            continue
        if label.style in ("phần", "chương", "mục", "điều", "roman", "capital"):
            return i
        if label.style == "decimal" and label.number == 1:
            return i
        if bullet == stop and label.style in ("bullet", "letter", "decimal"):
            bullet = i
    return bullet


def type_line(words: Sequence[str], at: int, stop: int) -> int | None:
    """The line that names the kind of document ("KẾ HOẠCH"), or None."""
    for i in range(at, stop):
        match = _TYPE.match(words[i])
        if match:
            return i
    return None


def type_word(text: str) -> str:
    """The name of the kind of document that the line begins with, as printed, or ""."""
    match = _TYPE.match(text)
    return match.group() if match else ""


def beside_type(text: str) -> str:
    """The words of a title on the line that names the kind; one that only says which plan it is is none.

    >>> beside_type("KẾ HOẠCH PHỐI HỢP"), beside_type("BÁO CÁO sơ kết")
    ('', 'sơ kết')
    """
    rest = text[len(type_word(text)) :].strip(" :*")
    return "" if _MANNER.fullmatch(rest) else rest


def _opening(lines: Sequence[Line], words: list[str], at: int, first: int) -> int:
    """The first line of the opening text: after the title, before or at the first label."""
    kind = type_line(words, at, first)
    title = ""
    if kind is not None:
        title = beside_type(words[kind])
    for i in range(at if kind is None else kind + 1, first):
        text = words[i]
        if not text:
            continue
        if kind is None:
            if _CUE.match(text) and len(text) > 60 and not _marked(lines[i].text):
                return i
        elif _announces(words, i, first):
            return i
        elif is_caps(text) or _marked(lines[i].text) or _ATTACHED.match(text):
            title = title or text
        elif not title and not (_CUE.match(text) and len(text) > 150 and terminal(text)):
            title = text
        elif title and _ADDRESSED.match(text):
            continue
        elif not (starts_low(text) or _title_goes_on(title, text)):
            return i
        else:
            title = text
    if kind is None:
        return next(
            (i for i in range(at, first) if len(words[i]) > 150 and not _marked(lines[i].text)), first
        )
    return first


def _title_goes_on(title: str, line: str) -> bool:
    """Whether the title goes on: its phrase is open, or the line names the document that it carries out."""
    named = bool(_CARRIES_OUT.search(title)) and bool(_TYPE.match(line.upper()))
    return named or (dangling(title) and not (_CUE.match(line) and terminal(line)))


def _announces(words: Sequence[str], at: int, stop: int) -> bool:
    """Whether the paragraph that begins on a line is no title: "Thực hiện …, … báo cáo kết quả như sau:"."""
    if not _CUE.match(words[at]):
        return False
    for i in range(at, min(stop, at + _OPENING_LINES)):
        if not words[i] or is_caps(words[i]) or (i > at and _CUE.match(words[i])):
            return False
        if words[i].endswith("như sau:"):
            return True
    return False


def _marked(line: str) -> bool:
    """Whether the whole line is a Markdown heading, bold or italic: a title or an editor's words."""
    text = line.strip()
    if text.startswith("#"):
        return True
    return len(text) > 2 and text[0] in "*_" and text[-1] in "*_" and "**" not in text.strip("*_")


def annex_label(words: Sequence[str], at: int) -> str:
    """The label of the annex whose heading is this line ("PHỤ LỤC II"), or ""."""
    text = words[at]
    if text[:3].upper() != "PHỤ":
        return _list_label(words, at)
    match = _ANNEX.match(text)
    if not match or len(text) > 200:
        return ""
    rest = match["rest"]
    if match["label"][1].islower():  # "Phụ lục I" may begin a sentence: only a line of its own counts
        near = [w for w in words[at + 1 : at + 8] if w][:4]
        alone = not rest or match["sep"] == ":" or is_caps(rest) or rest.startswith("(")
        return match["label"] if alone and any(_ATTACHED.match(w) or is_caps(w) for w in near) else ""
    return (
        match["label"] if not rest or is_caps(rest) or rest.startswith("(") or _ATTACHED.match(rest) else ""
    )


def _list_label(words: Sequence[str], at: int) -> str:
    """The label of a list that is an annex without being called one: "DANH MỤC NHIỆM VỤ (Kèm theo …)", then a table."""
    match = _LIST_LABEL.match(words[at])
    if not match or not is_caps(words[at]):
        return ""
    above = [w for w in words[max(0, at - 6) : at] if w][-3:]
    near = [w for w in words[at + 1 : at + 24] if w][:12]
    attached = next((i for i, w in enumerate(near[:4]) if _ATTACHED.match(w)), None)
    if attached is None or any(w[:3].upper() == "PHỤ" and _ANNEX.match(w) for w in above):
        return ""
    return match.group() if any(_NUMBERS_HEAD.match(w) for w in near[attached + 1 :]) else ""


def _annex_title(words: Sequence[str], at: int, end: int) -> str:
    match = _ANNEX.match(words[at])
    if not match:
        return words[at]
    title = [match["rest"]] if match["rest"] and not match["rest"].startswith("(") else []
    for text in words[at + 1 : min(end, at + 12)]:
        if not text:
            continue
        if text.startswith(("(", "|")) or _ATTACHED.match(text):
            break
        if (title and not (is_caps(text) or starts_low(text))) or len(text) < 4:
            break
        title.append(text)
    return " ".join(title)


def _tail(words: Sequence[str], at: int, stop: int) -> int:
    """The first line of recipients or signature, or `stop`."""
    for i in range(at, stop):
        text = words[i]
        if text and (is_recipients(text) or _is_signature(text)) and not _goes_on(words, i, stop):
            return i
    return stop


def apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, where "Nơi nhận:" stands behind the last words of a clause cut in two before it."""
    out: list[Line] = []
    for line in lines:
        joint = _RUN_IN.search(line.text)
        if joint and is_recipients(clean(line.text[joint.end() :])):
            at = joint.end()
            out.append(Line(line.number, line.start, line.start + at, line.text[:at]))
            line = Line(line.number, line.start + at, line.end, line.text[at:])
        out.append(line)
    return tuple(out)


def is_recipients(text: str) -> bool:
    """Whether a line begins the list of recipients; tone marks, which recognition loses, do not count."""
    return text[:1] in "Nn" and bool(_RECIPIENTS.match(toneless(text[:20])))


def _is_signature(text: str) -> bool:
    if len(text) > 90 or not is_caps(text):
        return False
    return bool(_BEHALF.match(text) or _RANK.match(text))


def _goes_on(words: Sequence[str], at: int, stop: int) -> bool:
    """Whether what looks like a signature line has body text after it: many long lines before the annexes."""
    if is_recipients(words[at]):
        return False
    after = [w for w in words[at + 1 : min(stop, at + 8)] if w]
    return sum(len(w) > 150 for w in after) > 1


def _signed(words: Sequence[str], at: int, stop: int, out: list[Zone]) -> int:
    """Recipients and signature blocks from `at`; returns where the next text begins."""
    kind: ZoneKind | None = None
    first, seen = at, 0
    for i in range(at, stop):
        text = words[i]
        if not text:
            continue
        new: ZoneKind | None = None
        if is_recipients(text):
            new = "recipients"
        elif _is_signature(text):
            new = "signature"
        elif _next_text(words, i, stop):
            break
        if new == "signature" and kind == "signature":
            new = None
        if new:
            if kind:
                out.append(Zone(kind, first, i))
            kind, first, seen = new, i, 0
        seen += 1
        if kind == "signature" and seen > _SIGNED_LINES:
            break
    else:
        i = stop
    if kind:
        out.append(Zone(kind, first, i))
    elif i > first:
        out.append(Zone("unparsed", first, i))
    if i < stop and not _next_text(words, i, stop):
        out.append(Zone("unparsed", i, stop))
        return stop
    return i


def _next_text(words: Sequence[str], at: int, stop: int) -> bool:
    """Whether a further text begins here: the name of a kind of document in capitals, then what it belongs to."""
    text = words[at]
    if not (_TYPE.match(text) or _LIST.match(text)) or not is_caps(text):
        return False
    near = [w for w in words[at + 1 : min(stop, at + 10)] if w]
    return bool(near) and (any(_ATTACHED.match(w) for w in near[:5]) or len(words) - at > 20)

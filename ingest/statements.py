"""What a document says that it does to a document it names: carries it out, rests on it, amends it, replaces it.

The verb's own object counts. "(thay thế Kế hoạch A thực hiện Nghị quyết B)" replaces A alone; "Nghị quyết A sửa đổi
Nghị quyết B" says what A does; "Xây dựng Nghị định thay thế Nghị định C" is a task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ontology.types import CitationRelation


@dataclass(frozen=True, slots=True)
class Frame:
    """A text and its parts: title and opening reach to `front`; `legal` documents act by their articles.

    In `wrapped` texts a line end says nothing; in others it ends the paragraph.
    """

    text: str
    flat: str
    front: int
    annexes: tuple[tuple[int, int], ...]
    legal: bool
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation, and the words [start, end) that state it."""

    relation: CitationRelation
    start: int
    end: int


_VERBS: tuple[tuple[str, str], ...] = (
    ("based_on", r"can cu(?: vao)?"),
    ("neutral", r"theo de nghi|xet de nghi|xet to trinh|xet bao cao|theo noi dung"),
    ("guides", r"quy dinh chi tiet(?: va huong dan thi hanh)?|huong dan thi hanh|huong dan(?! thuc hien)"),
    (
        "implements",
        r"(?:trien khai|to chuc|huong dan)?\s*thuc hien|trien khai|thi hanh|cu the hoa|the che hoa",
    ),
    ("amends", r"sua doi(?:,? bo sung)?|dieu chinh|bo sung"),
    ("replaces", r"thay the(?: cho)?"),
    ("repeals", r"bai bo|huy bo"),
)
_VERB = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, words in _VERBS))
_BREAK = re.compile(
    r"[.!?]\s+(?=[A-ZĐÀ-Ỵ\"“(\-])|[;:]\s*\n|\n\s*\n(?=\s*(?:[-+*•]|[A-ZĐ]|\d+[.)]|[a-zđ]\)))|\|"
    r"|\n(?=\s*(?:[-+*•]\s|[a-zđ]\)\s|\d+(?:\.\d+)*[.)]\s|[IVX]+\s?[.\-]\s|Căn cứ\s|PHỤ LỤC|\(|#|Điều \d|\*\*Điều))"
)
_SELF = re.compile(
    r"tren day la|(?<!\w)(?:ke hoach|nghi quyet|quyet dinh|nghi dinh|thong tu|chi thi|chuong trinh|luat|phap lenh"
    r"|quy dinh|huong dan|van ban|quy che|ket luan) nay(?!\w)"
)
# Words that make the verb a task for someone instead of this document's own act.
_TASK = re.compile(
    r"(?<!\w)(?:xay dung|tham muu|ra soat|de xuat|kien nghi|nghien cuu|soan thao|danh gia|hoan thien|ban hanh thay the"
    r"|trinh (?:chinh phu|thu tuong|quoc hoi|uy ban|ubnd|hoi dong|hdnd|cap|ban))(?!\w)"
)
_JOINED = re.compile(r"(?:^|[\s])(?:va|dong thoi|,|;|\()\s*$|[,;(]\s*$")
_ANEW = re.compile(r";\s*(?:va\s+|dong thoi\s+)?$")
_CARRIED = re.compile(r"kem theo\s*$")
_ENDS = re.compile(r"het hieu luc(?: thi hanh)?(?: ke)? tu ngay")
_LABEL = re.compile(r"^[\s*#]*(?:dieu\s+\d+[a-z]?\s*\.[\s*]*|\d+\s*\.\s*|[a-z]\)\s*)?$")
_HEAD = re.compile(
    r"^[\s*#]*(?:(?P<article>Điều\s+\d+[a-z]?\s*\.[^\n]*)|[IVX]+\s?[.\-–]\s|PHỤ LỤC|CHƯƠNG TRÌNH)",
    re.MULTILINE,
)
# What is done to a part of a document amends it: "thay thế Phụ lục II", "bãi bỏ khoản 3 Điều 5".
_PART = re.compile(
    r"(?:thay the(?: cho)?|bai bo|huy bo)\s+(?:cac\s+|mot so\s+)?"
    r"(?:phu luc|bieu|muc|dieu|khoan|diem|tiet|doan|cum tu)(?!\w)"
)
_BACK = 900


def relation_of(frame: Frame, start: int, end: int, mentions: Sequence[tuple[int, int]]) -> Statement:
    """The relation that the sentence around the mention at [start, end) states, `cites` where it states none."""
    begin = _sentence_start(frame, start)
    before = [m for m in mentions if begin <= m[0] < start]
    finish = min(len(frame.text), max(end, begin + 1))
    governing = _governing(frame, begin, start, before)
    if governing and governing.top and _CARRIED.search(frame.flat[max(0, start - 12) : start]):
        # What is done to a programme is done to the document that it came with.
        governing = replace(governing, verb=governing.top, nested=False, at=governing.top_at)
    if governing and start < frame.front and _is_further_item(frame, governing.at, start):
        governing = replace(governing, verb=governing.top, nested=False, at=governing.top_at)
    quote_from = governing.at if governing else start
    stop = _sentence_end(frame, finish)
    if start < frame.front:
        relation = _in_front(governing)
    elif any(a <= start < b for a, b in frame.annexes):
        relation = "cites"
    else:
        relation = _in_body(frame, begin, start, stop, governing)
    if relation in ("replaces", "repeals") and governing and _PART.match(frame.flat, governing.at):
        relation = "amends"
    return Statement(relation, quote_from if relation != "cites" else start, stop)


@dataclass(frozen=True, slots=True)
class _Governing:
    """The verb that a mention is object of; `top` (at `top_at`) begins its chain, `nested` if it is another."""

    verb: CitationRelation | None
    top: CitationRelation | None
    nested: bool
    at: int
    top_at: int


def _is_further_item(frame: Frame, verb_at: int, at: int) -> bool:
    """Whether a new item of the opening's list begins between the verb and the mention: "Căn cứ A sửa đổi B; C"."""
    between = frame.text[verb_at:at]
    return ";" in between and between.count("(") == between.count(")")


def _sentence_start(frame: Frame, at: int) -> int:
    begin = max(0, at - _BACK)
    last = begin
    for match in _BREAK.finditer(frame.text, begin, at + 1):
        last = match.end()
    return last


def _sentence_end(frame: Frame, at: int) -> int:
    match = _BREAK.search(frame.text, at)
    stop = min(match.start() + 1 if match else len(frame.text), at + 240)
    line_end = -1 if frame.wrapped else frame.text.find("\n", at, stop)
    return stop if line_end < 0 else line_end


def _governing(frame: Frame, begin: int, at: int, before: Sequence[tuple[int, int]]) -> _Governing | None:
    """Walks verbs and earlier mentions of the sentence up to the mention at `at`."""
    events = [
        (m.start(), "verb", m)
        for m in _VERB.finditer(frame.flat, begin, at)
        if not _inside(m.start(), before)
    ]
    marks: list[tuple[int, str, re.Match[str] | None]] = [(p, k, m) for p, k, m in events]
    marks += [(a, "mention", None) for a, _ in before]
    ends = dict(before)
    state: _Governing | None = None
    last: int | None = None  # where the last mention ended
    for place, what, match in sorted(marks, key=lambda mark: mark[0]):
        if what == "mention":
            last = ends[place]
        elif match is not None:
            state = _after_verb(frame, match, state, last)
            last = None if not state.nested else last
    return state


def _after_verb(frame: Frame, match: re.Match[str], state: _Governing | None, last: int | None) -> _Governing:
    name = match.lastgroup
    verb: CitationRelation | None = None if name == "neutral" else name  # type: ignore[assignment]
    joined = bool(_JOINED.search(frame.flat[max(0, match.start() - 12) : match.start()]))
    if state is None:
        # A verb behind a document ("Luật A được sửa đổi theo Luật B") says what that document does or suffers.
        foreign = last is not None and not joined
        return _Governing(verb, None if foreign else verb, foreign, match.start(), match.start())
    if last is None and not state.nested:
        # Verb after verb with no document between: the later one governs, the first still says what this text does.
        return _Governing(verb, state.top, state.top != verb and not joined, match.start(), state.top_at)
    if joined:
        return _Governing(verb, verb, False, match.start(), match.start())
    return _Governing(verb, state.top, True, match.start(), state.top_at)


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a <= at < b for a, b in spans)


def _in_front(governing: _Governing | None) -> CitationRelation:
    """Title and opening: what they say they do counts, and so does the order behind an order carried out."""
    if governing is None or governing.verb is None:
        return "cites"
    if not governing.nested:
        return governing.verb
    carries_out = governing.top in ("implements", "amends", "guides", "replaces")
    return "implements" if governing.verb == "implements" and carries_out else "cites"


def _in_body(frame: Frame, begin: int, at: int, stop: int, governing: _Governing | None) -> CitationRelation:
    """The body: only what a sentence says of this document itself, or what an article of a legal act orders."""
    sentence = frame.flat[begin:at]
    ends = (governing is None or not governing.nested) and _ENDS.search(frame.flat, at, stop)
    if ends and (frame.legal or _SELF.search(frame.flat, begin, stop)):
        return "repeals"
    article = _article(frame, at) if frame.legal else None
    if governing is None:
        return _listed(article) if article else "cites"
    if governing.verb not in ("amends", "replaces", "repeals") or governing.nested or _TASK.search(sentence):
        return "cites"
    verb_at = governing.at - begin
    own = _SELF.search(sentence)
    if own and own.end() <= verb_at:
        return governing.verb
    return governing.verb if article and _opens(sentence, verb_at) else "cites"


def _opens(sentence: str, at: int) -> bool:
    """Whether the verb at `at` opens the sentence, or goes on a row of such verbs after a semicolon."""
    if _LABEL.match(sentence[:at]):
        return True
    first = _VERB.search(sentence)
    return bool(first and _LABEL.match(sentence[: first.start()]) and _ANEW.search(sentence[:at]))


def _article(frame: Frame, at: int) -> str | None:
    """The first line of the article that holds `at`; None where a programme or annex stands around it."""
    heads = list(_HEAD.finditer(frame.text, 0, at))
    last = heads[-1] if heads else None
    return frame.flat[last.start() : frame.flat.find("\n", last.end())] if last and last["article"] else None


def _listed(article: str) -> CitationRelation:
    """What "Điều 2. Bãi bỏ các văn bản sau đây:" does to the items of its list."""
    head = re.sub(r"^[\s*#]*dieu\s+\d+[a-z]?\s*\.[\s*]*", "", article)
    verb = _VERB.match(head)
    if not head.rstrip(" *").endswith(":") or verb is None:
        return "cites"
    return (
        "repeals" if verb.lastgroup == "repeals" else "replaces" if verb.lastgroup == "replaces" else "cites"
    )

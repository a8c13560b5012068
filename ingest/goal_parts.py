"""Where one measured goal ends and the next begins: sentences, shares of what was named, coordinated goals.

A comma or "và" parts two goals only where a goal stands complete before it and another begins behind it: "96% rác
đô thị và 85% rác nông thôn được thu gom" is two, "100% xã có đường, trường, trạm" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.goal_words import (
    COMPARING,
    LINKS,
    MEASURES,
    NOUNS,
    NUM,
    OPENERS,
    QUANTITIES,
    SCALES,
    TURNS,
    VALUE,
    VERBS,
)
from ontology.text import fold

_OF_WHICH = re.compile(r",?\s+(trong số đó|trong đó|riêng)(?:,|\s+có)?\s+(?!là\s)", re.IGNORECASE)
_AT_FRONT = re.compile(r"(riêng|trong số đó|trong đó)(?:,|\s+có)?\s+", re.IGNORECASE)
_CUT = re.compile(
    r"[,;]\s+(?=(?:tỷ|tỉ) (?:lệ|trọng)\s)|[,;]\s+(?=một số\s)|;\s+|"
    r"(?:(?<=[^\W\d]{2})|(?<=[%)\d]))(?<!\bTP)(?<!\bP)[.]\s+(?=\S)"
)
_AHEAD = 300  # characters behind a joint that tell whether a goal begins there
_JOINT = re.compile(r"(?!(?<=tỉnh), thành phố)(?!(?<=xã), phường),\s+(?:và\s+)?|\s+và\s+", re.IGNORECASE)
_COUNT = rf"(?:(?:{SCALES})\s+)*(?:{NOUNS})\b|(?:{MEASURES})\b"
_VALUE_NEXT = re.compile(
    rf"(?:(?:{OPENERS})\s+)?(?:(?:{TURNS})\s+)?{VALUE}\s*(?:(?<=%)|(?<=%\s)|(?={_COUNT}))", re.IGNORECASE
)
_VALUE_FIRST = re.compile(rf"(?:(?:{OPENERS})\s+)?(?:(?:{TURNS})\s+)?{VALUE}\s*[^\W\d]{{2}}", re.IGNORECASE)
_VALUE_LATER = re.compile(rf"(?:\S+\s+){{0,6}}?{VALUE}\s*[^\W\d]{{2}}", re.IGNORECASE)
_COMPLETE = re.compile(
    rf"{NUM}\s*%|(?<!trên )(?<!\d){NUM}\s+(?:{_COUNT})|\bnhóm\s+\S+\s+\S|(?:{LINKS})\s+{VALUE}|"
    rf"(?:tuổi thọ[^\d]*|đạt\s+){NUM}\s+tuổi",
    re.IGNORECASE,
)
_SHARE_NEXT = re.compile(rf"{VALUE}(?<=%)\s+[^\W\d]", re.IGNORECASE)
_NAME_NEXT = re.compile(
    rf"(?P<name>[^\W\d][^,;\d]*?(?:\d+\s*[-–]\s*\d+ tuổi)?[^,;\d]*?)\s+(?P<link>(?:{LINKS}|{TURNS}|tối thiểu|dưới|trên|"
    rf"đóng góp|bình quân|trực tiếp)\s+){VALUE}(?P<after>[^,;.]*)",
    re.IGNORECASE,
)
_BARE_NEXT = re.compile(rf"[^\W\d][^,;:\d]{{1,40}}?\s+{VALUE}(?<=%)\s*(?:[,;.]|$)", re.IGNORECASE)
_AMOUNT_NEXT = re.compile(
    rf"[^\W\d][^,;:\d]{{1,60}}?\s+{VALUE}\s*(?P<unit>{_COUNT})\s*(?=[,;.]|$)", re.IGNORECASE
)
_VERB_NEXT = re.compile(rf"(?:{VERBS})\s+(?:[^\W\d]+\s+){{0,5}}?{VALUE}", re.IGNORECASE)
_QUANTITY = re.compile(rf"(?:{QUANTITIES})\s", re.IGNORECASE)
_LISTED = re.compile(rf"(?<!nhóm )(?<!top )(?<![\d.]){NUM}\s+(?:{_COUNT})", re.IGNORECASE)
_AGAIN_NEXT = re.compile(
    rf"(?:(?:hướng|tiến) tới\s+)?{VALUE}\s+vào năm 20\d\d|"
    rf"(?:đến\s+)?(?:hết\s+)?năm 20\d\d\s+(?:{LINKS})\s+{VALUE}|bằng\s+{VALUE}",
    re.IGNORECASE,
)
_RANK_NEXT = re.compile(rf"(?:thuộc\s+)?(?:nhóm|top|tốp)\s+{NUM}\s", re.IGNORECASE)
_RANKED = re.compile(r"\b(?:nhóm|top|tốp)\s+\d.*\svề\s", re.IGNORECASE)
_RANK_TOO = re.compile(
    rf"(?:(?:thuộc|nằm trong|xếp trong|trong)\s+)(?:nhóm|top|tốp)\s+{NUM}\s[^,;.]*(?:đầu|nhất|thứ hạng cao)\b",
    re.IGNORECASE,
)
_REACHED = re.compile(rf"\s(?:đạt|chiếm|còn)\s+(?:{COMPARING}|\s)*{NUM}\s*%", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:GRDP|GDP|/năm|(?:trở|so với|vào)\s.*|[^\W\d]+)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text. `of` is the word that makes it a share of what was named before ("trong đó");
    `joined` if it is coordinated with the piece before."""

    start: int
    end: int
    of: str | None = None
    joined: bool = False


def goal_pieces(text: str) -> Iterator[Piece]:
    """The pieces of a passage that may each state one goal, in order."""
    for start, end in _sentences(text):
        for at, to, of in _shares(text, start, end):
            for index, (a, b) in enumerate(_coordinated(text, at, to)):
                yield Piece(a, b, of if not index else None, joined=index > 0)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
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
    """A piece, then its parts after "trong đó" or "riêng": their spans and the word that opened them."""
    of: str | None = None
    front = _AT_FRONT.match(text, start, end)
    if front:
        start, of = front.end(), fold(front[1])
    for found in _OF_WHICH.finditer(text, start, end):
        yield start, found.start(), of
        start, of = found.end(), fold(found[1])
    yield start, end, of


def _coordinated(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The goals that commas and "và" part."""
    for joint in _JOINT.finditer(text, start, end):
        before = text[start : joint.start()]
        if joint.start() <= start or before.count("(") > before.count(")"):
            continue
        if _parts(before, text[joint.end() : min(end, joint.end() + _AHEAD)]):
            yield start, joint.start()
            start = joint.end()
    yield start, end


def _parts(before: str, after: str) -> bool:
    """Whether a goal is complete before a joint and another one begins behind it."""
    if not _COMPLETE.search(before):
        return bool(_SHARE_NEXT.match(after)) and len(before.split()) > 3
    led = bool(_VALUE_FIRST.match(before) or (_VALUE_LATER.match(before) and not _NAME_NEXT.match(before)))
    value = _VALUE_NEXT.match(after)
    if _RANK_TOO.match(after):
        return True
    if _AGAIN_NEXT.match(after) or (_RANK_NEXT.match(after) and _RANKED.search(before)):
        return True
    if value:
        # Things listed in what is said of a counted thing ("xã có 2 lớp, 30 máy tính") belong to it.
        return "%" in value[0] or not _lists(before, led)
    amount = _AMOUNT_NEXT.match(after)  # "xuất khẩu đạt 9 tỷ USD, nhập khẩu 8 tỷ USD": amounts of one unit
    if amount and before.endswith(amount["unit"]) and not _VALUE_FIRST.match(before):
        return True
    name = _NAME_NEXT.match(after)
    if name and (not led or _QUANTITY.match(after)):
        return True
    if not led and _BARE_NEXT.match(after) and before.endswith("%"):
        return True
    if name and _ENDS.match(name["after"]) and _REACHED.search(name[0]):
        return True
    return bool(_VERB_NEXT.match(after))


def _lists(before: str, led: bool) -> bool:
    return led and len(_LISTED.findall(before)) > 1

"""Whom the clauses of a document's body give work to, where no annex does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ontology import agencies as authority
from search.questions.ask import Ask
from search.questions.catalogue import agency_key
from search.questions.mentions import AgencyMention
from search.questions.rows import Item

_VERB = (
    "chủ trì|có trách nhiệm|chịu trách nhiệm|theo dõi|phối hợp|tham mưu|là cơ quan|là đơn vị|làm đầu mối|căn cứ|"
    "hướng dẫn|tổng hợp|lãnh đạo|chỉ đạo|báo cáo|bố trí|cân đối|tổ chức|thực hiện|xây dựng|ban hành|đề xuất|bảo đảm|"
    "kiểm tra|đôn đốc|tập trung|chủ động|khẩn trương|định kỳ"
)
_OPENS = re.compile(rf"(?:[Gg]iao\s+)?(?P<who>[A-ZĐÂÊÔƠƯ][^.;:()]{{3,160}}?)(?:\s*:|,?\s+(?:{_VERB})\b)")
_ABOVE = re.compile(
    r"(?:[\dIVX]+\s*[.)-]\s*|[a-zđ]\)\s*)?(?:Trách nhiệm của\s+|Giao\s+)?(?P<who>.{4,160}?)"
    r"(?:,?\s+(?:chịu trách nhiệm|có trách nhiệm|chủ trì|thực hiện)\b.*)?\s*:?$"
)
_WORDS = 14  # of one agency's name
_SHOWN = 3


def actors(item: Item) -> tuple[str, ...]:
    """The agencies that a clause gives work to: those it begins with, else those that the heading above it names."""
    said = _OPENS.match(item.text)
    found = _names(said["who"]) if said else ()
    if found:
        return found
    above = _ABOVE.match(item.context.rpartition("›")[2].strip())
    return _names(above["who"]) if above else ()


def _names(text: str) -> tuple[str, ...]:
    names = authority.split(text)
    fine = all(authority.begins_agency(n) and len(n.split()) <= _WORDS for n in names)
    return tuple(names) if fine else ()


def duties(ask: Ask, mention: AgencyMention) -> list[Item]:
    """The clauses of the documents in question that give an agency work by name."""
    return [
        i
        for i in ask.clauses()
        if any(_same(mention, name) for name in (*actors(i), " ".join(i.text.split()[:_WORDS])))
    ]


def _same(mention: AgencyMention, name: str) -> bool:
    key = agency_key(name)
    # A committee's document calls its own bodies by half their name ("Ủy ban Kiểm tra: …").
    short = mention.key.removesuffix(" tinh uy").removesuffix(" trung uong")
    return any(f"{key} ".startswith(f"{own} ") for own in (mention.key, short))


def told(ask: Ask, found: Sequence[Item]) -> str:
    """The clauses in a sentence, the first of them in their own words."""
    lines = [f"{ask.short(i.document)}, {i.path}: “{_cut(i.text)}”" for i in found[:_SHOWN]]
    more = len(found) - len(lines)
    if ask.reading.english:
        return "; ".join(lines) + (f" (and {more} more)" if more > 0 else "") + "."
    return "; ".join(lines) + (f" (và {more} chỗ nữa)" if more > 0 else "") + "."


def _cut(text: str, length: int = 200) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"

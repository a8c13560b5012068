"""Bodies that no list can hold in full: universities, hospitals, companies, associations with names of their own."""

from __future__ import annotations

import re
from functools import cache

from ontology.communes import Commune
from ontology.ids import agency_id
from ontology.places import PLACES, place, place_in
from ontology.text import fold
from ontology.types import AgencyRef

# Named once in the country: their names need no province beside them.
_NATIONAL = re.compile(
    r"(?:Trường Đại học|Đại học|Học viện|(?:Ban Quản lý )?(?:Vườn quốc gia|Khu bảo tồn(?: thiên nhiên| biển)?)|"
    r"Tập đoàn|Tổng công ty|Cảng vụ Hàng hải)\s+(?=[^\W\d_])(?P<own>.+)"
)
_LOCAL = re.compile(
    r"(?:Trường (?:Cao đẳng|Trung cấp)|Bệnh viện(?: [Đđ]a khoa)?|Viện(?: Nghiên cứu| nghiên cứu)?|Báo|Cảng vụ|"
    r"Ban Quản lý (?:Khu kinh tế|Khu công nghệ cao|Khu du lịch)|"
    r"Công ty(?: [Cc]ổ phần| CP| TNHH| [Tt]rách nhiệm hữu hạn)?(?: MTV| [Mm]ột thành viên)?)\s+(?P<own>.+)"
)
# The province's own: "Hiệp hội Logistics", "Hiệp hội Logistics tỉnh" and that with the province's name are one.
_PROVINCIAL = re.compile(r"(?:Hiệp hội|Hội|Liên đoàn|Công đoàn ngành)\s+(?P<own>.+)")
_MINISTRY_PART = re.compile(r"(?:Cục|Tổng cục)\s+(?P<own>.+)")
_NUMBERED = re.compile(r"(?:tỉnh|thành phố|khu vực) (?:số )?[\dA-ZĐ]")
_NOT_ONE = re.compile(
    r"[;:]|, [a-zđ]|\b(?:liên quan|nêu trên|trên địa bàn|thuộc|cấp (?:tỉnh|huyện|xã))\b|"
    r"\b(?:chủ trì|phối hợp|thực hiện|tiếp tục)\b"
)
_NAME_WORDS = 14
_WHOLE_COUNTRY = re.compile(r"\b(?:Việt Nam|[Qq]uốc gia|Trung ương)$")
_RANK_LAST = re.compile(r" (?:tỉnh|thành phố)$")
_CENTRAL = re.compile(r"Bộ\s(?!Chỉ huy|Tư lệnh)|.*\b(?:Trung ương|Chính phủ|Quốc gia|quốc gia)$")
_UNIT_COMMITTEE = re.compile(r"^ủy ban nhân dân (?:thành phố|thị xã|thị trấn|huyện|quận|phường|xã) \S")
_WIDER = re.compile(r"\b(?:tỉnh|thành phố|huyện|khu vực)\b", re.IGNORECASE)
_REGION = re.compile(r"^(?P<body>.+ khu vực)(?: số)? (?P<number>[ivxl]+|\d+)$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def region(key: str) -> tuple[str, str] | None:
    """A folded name that ends in the number of a region, as the body's name and the number in figures.

    >>> region("kho bạc nhà nước khu vực xix")
    ('kho bạc nhà nước khu vực', '19')
    """
    found = _REGION.match(key)
    if not found:
        return None
    number = found["number"]
    if not number.isdigit():
        figures = [_ROMAN[c] for c in number]
        after = [*figures[1:], 0]
        number = str(sum(-a if a < b else a for a, b in zip(figures, after, strict=True)))
    return found["body"], number


def province_last(name: str) -> str | None:
    """The province that a name ends in: "Hà Tĩnh" of "Công an tỉnh Hà Tĩnh"."""
    found = _provinces().search(fold(name))
    named = place(found[1]) if found else None
    return named.name if named else None


@cache
def _provinces() -> re.Pattern[str]:
    names = sorted({fold(n) for p in PLACES for n in (p.name, *p.aliases)}, key=len, reverse=True)
    return re.compile(r"(?<=\s)(" + "|".join(map(re.escape, names)) + r")$")


def unlisted(name: str, *, text: str, home: Commune | None, province: str | None) -> AgencyRef:
    """The agency of a name that the authority list does not have, printed as `text` in a document of that home.

    It is known where it is of a kind that goes by names of its own ("Trường Đại học Tân Trào").
    """
    if ref := _own_named(name, text=text, home=home, province=province):
        return ref
    central = _CENTRAL.match(name)
    regular = bool(_UNIT_COMMITTEE.match(fold(name)))
    # A body that no list knows is the commune's own unless it names a wider home.
    wider = central or regular or _WIDER.search(name) or place_in(name)
    own = name if home is None or wider else f"{name} {home.title}"
    return AgencyRef(id=agency_id(own, None if central else province), name=name, text=text, known=regular)


def _own_named(name: str, *, text: str, home: Commune | None, province: str | None) -> AgencyRef | None:
    if len(name.split()) > _NAME_WORDS or _NOT_ONE.search(name):
        return None
    if (found := _NATIONAL.fullmatch(name)) and _is_name(found["own"]):
        return AgencyRef(id=agency_id(name, None), name=name, text=text)
    found = _LOCAL.fullmatch(name) or _PROVINCIAL.fullmatch(name)
    if found is None and province is None:
        found = _MINISTRY_PART.fullmatch(name)
    if found is None or not _is_name(found["own"]):
        return None
    named = province_last(name)
    where = None if _WHOLE_COUNTRY.search(name) else named or province
    if found.re is not _PROVINCIAL:
        return AgencyRef(id=agency_id(name, where), name=name, text=text)
    if home and not (named or _WIDER.search(name)):
        return None
    own = _without_province(name)
    return AgencyRef(id=agency_id(own, where), name=own, text=text)


def _without_province(name: str) -> str:
    found = _provinces().search(fold(name))
    stem = name[: found.start()].rstrip() if found else name
    known = place(found[1]) if found else None
    # "Hội Luật gia thành phố Bến Tre" is a town's, not the province's.
    if known and not known.city and stem.endswith(" thành phố"):
        return name
    stem = _RANK_LAST.sub("", stem)
    kind = _PROVINCIAL.fullmatch(stem)
    return stem if kind and _is_name(kind["own"]) else name


def _is_name(words: str) -> bool:
    return words[:1].isupper() or bool(_NUMBERED.match(words))

"""Who issued a document, in full ("Ủy ban nhân dân tỉnh Bến Tre"), and at which level that body stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.paragraphs import is_caps
from ontology.agencies import find
from ontology.places import Place, place
from ontology.text import fold, squeeze
from ontology.vocabulary import ParsedNumber, issuer_of_code

_BEHALF = re.compile(r"(?:T/?M|TUQ|K/?T)[./]*\s*(?P<who>.+)")
_PARTY_HOME = re.compile(
    r"(?:Ban Thường vụ (?:Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy)|Ban Chấp hành Đảng bộ tỉnh|Tỉnh ủy|Thành ủy)"
)
_BODY = re.compile(
    r"(?:QUỐC HỘI|CHÍNH PHỦ|BỘ CHÍNH TRỊ|THỦ TƯỚNG|BAN BÍ THƯ|BỘ |"
    r"[ỦU][YỶ] BAN|HỘI ĐỒNG|TỈNH ỦY|THÀNH ỦY|BAN |ĐẢNG BỘ|SỞ )"
)
_UNIT = re.compile(
    r"(?P<rank>TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s+(?P<name>.+)"
)
_CASED = {
    "ỦY BAN NHÂN DÂN": "Ủy ban nhân dân", "HỘI ĐỒNG NHÂN DÂN": "Hội đồng nhân dân", "CHÍNH PHỦ": "Chính phủ",
    "QUỐC HỘI": "Quốc hội", "BAN THƯỜNG VỤ": "Ban Thường vụ", "BỘ CHÍNH TRỊ": "Bộ Chính trị",
    "THỦ TƯỚNG CHÍNH PHỦ": "Thủ tướng Chính phủ", "THỦ TƯỚNG": "Thủ tướng Chính phủ",
}  # fmt: skip
_CENTRAL = ("quốc hội", "chính phủ", "bộ ", "thủ tướng", "ban bí thư", "ủy ban thường vụ quốc hội")


def issuer_of(
    number: ParsedNumber | None,
    home: Place | None,
    *,
    letterhead: Sequence[str],
    signed: str,
    text: str,
) -> str | None:
    """The issuer, from the number's code, the letterhead (lines), the signature's first line and the text."""
    match = _BEHALF.match(signed)
    printed = _printed(letterhead)
    name = cased(match["who"]) if match else None
    known = issuer_of_code((number.issuer or "").split("-")[0]) if number else None
    if (known and known.side == "party" and known.local) or "ban thường vụ" in fold(name or ""):
        found = _PARTY_HOME.search(text)
        name = found.group() if found else "Tỉnh ủy"
    elif known and known.name:
        name = printed if printed and printed.startswith(known.name) else known.name
    else:
        name = name or printed
    return _with_place(name, home) if name and (number is None or number.local) else name


def _printed(letterhead: Sequence[str]) -> str | None:
    """The body that the letterhead names, with the unit on the next line if it stands there."""
    for i, line in enumerate(letterhead[:5]):
        text = squeeze(re.split(r"CỘNG H[ÒO]", line)[0])
        if not (is_caps(text) and _BODY.match(text)):
            continue
        below = squeeze(re.split(r"ĐỘC LẬP|Độc lập", letterhead[i + 1])[0]) if i + 1 < len(letterhead) else ""
        return cased(f"{text} {below}") if _UNIT.match(below) else cased(text)
    return None


def cased(text: str) -> str:
    """A name set in capitals as it is written in running text ("ỦY BAN NHÂN DÂN TỈNH BẾN TRE")."""
    if not is_caps(text):
        return text
    text = text.replace("UỶ", "ỦY")
    head = next((c for c in sorted(_CASED, key=len, reverse=True) if text.startswith(c)), None)
    if head is None:
        known = find(text.capitalize(), place=None)
        return known.name if known and fold(known.name) == fold(text) else text.capitalize()
    return f"{_CASED[head]} {_unit(text[len(head) :].strip())}".strip()


def _unit(text: str) -> str:
    match = _UNIT.match(text)
    if not match:
        return text.lower()
    known = place(match["name"]) if match["rank"] in ("TỈNH", "THÀNH PHỐ", "TP", "TP.") else None
    return known.title if known else f"{match['rank'].lower()} {match['name'].title()}"


def _with_place(name: str, home: Place | None) -> str:
    """The name with its province, where the words leave it out."""
    if home is None or home.name in name:
        return name
    low = fold(name)
    if low.startswith(("ủy ban nhân dân", "hội đồng nhân dân")):
        if re.search(r"\b(?:xã|phường|huyện|quận|thị xã|thị trấn|đặc khu)\b", low):
            return name
        return f"{re.sub(r' (?:tỉnh|thành phố)$', '', name)} {home.title}"
    return f"{name} {home.name}" if "ủy" in low or "đảng bộ" in low else name


def level_of(number: ParsedNumber | None, issuer: str | None, home: Place | None) -> str | None:
    """The level of an issuer: trung ương, tỉnh, huyện or xã; None where nothing tells."""
    low = fold(issuer or "")
    if re.search(r"\b(?:xã|phường|thị trấn|đặc khu)\b", low) and "thị xã" not in low:
        return "xã"
    if re.search(r"\b(?:huyện|quận|thị xã|thị ủy)\b", low):
        return "huyện"
    if (number and number.local) or re.search(r"\b(?:tỉnh|thành ủy|thành phố)\b", low):
        return "tỉnh"
    if (number and number.side) or low.startswith(_CENTRAL):
        return "trung ương"
    return "tỉnh" if home and issuer else None

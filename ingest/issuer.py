"""Who issued a document, in full ("Ủy ban nhân dân tỉnh Bến Tre"), and at which level that body stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.paragraphs import dangling, is_caps
from ontology.agencies import find
from ontology.places import Place, place
from ontology.text import fold, squeeze
from ontology.vocabulary import ParsedNumber, issuer_of_code

_BEHALF = re.compile(r"(?:T/?M|TUQ|K/?T)[./]*\s*(?P<who>.+)")
_OFFICER = re.compile(
    r"(?:CHÁNH|GIÁM ĐỐC|CHỦ TỊCH|CỤC TRƯỞNG|TRƯỞNG|BỘ TRƯỞNG|HIỆU TRƯỞNG)\b"
)  # a rank, no body
_PARTY_HOME = re.compile(
    r"(?:Ban Thường vụ (?:Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy)|Ban Chấp hành Đảng bộ tỉnh|Tỉnh ủy|Thành ủy)"
)
_BODY = re.compile(
    r"(?:QUỐC HỘI|CHÍNH PHỦ|BỘ CHÍNH TRỊ|THỦ TƯỚNG|BAN BÍ THƯ|BỘ |"
    r"[ỦU][YỶ] BAN|UBND |HĐND |HỘI ĐỒNG|TỈNH ỦY|THÀNH ỦY|BAN |ĐẢNG BỘ|SỞ )"
)
_UNIT = re.compile(
    r"(?P<rank>TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s+(?P<name>.+)"
)
_BELOW = re.compile(
    r"(?:SỞ|BAN QUẢN LÝ|CHI CỤC|PHÒNG|VĂN PHÒNG|THANH TRA)(?:\s|$)"
)  # printed under a committee
_MOTTO = re.compile(r"CỘNG H[ÒO]|ĐỘC LẬP|Độc lập")
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
    name = cased(match["who"]) if match and not _OFFICER.match(match["who"]) else None
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
    """The body that the letterhead names, with the unit on the next line if it stands there.

    Of a committee and an agency under it, the agency is meant.
    """
    lines = [squeeze(_MOTTO.split(line)[0]) for line in letterhead]
    for i, text in enumerate(lines[:5]):
        if not (is_caps(text) and _BODY.match(text)):
            continue
        below = next((j for j in range(i + 1, min(i + 4, len(lines))) if _BELOW.match(lines[j])), None)
        text = text.replace("UBND", "ỦY BAN NHÂN DÂN").replace("HĐND", "HỘI ĐỒNG NHÂN DÂN")
        if "BAN NHÂN DÂN" in text and below is not None and is_caps(lines[below]):
            if lines[below] == "VĂN PHÒNG":  # whose office it is stands above it
                unit = " ".join(line for line in lines[i + 1 : below] if _UNIT.match(line))
                return f"Văn phòng {cased(squeeze(f'{text} {unit}'))}"
            return _agency(lines[below], lines[below + 1 : below + 3])
        after = lines[i + 1] if i + 1 < len(lines) else ""
        return cased(f"{text} {after}") if _UNIT.match(after) else cased(text)
    return None


def _agency(text: str, after: Sequence[str]) -> str:
    """An agency's name, with the lines on which it goes on."""
    for line in after:
        whole = f"{text} {line}"
        if not is_caps(line) or not (dangling(text.lower()) or find(whole.capitalize(), place=None)):
            break
        text = whole
    return cased(text)


def cased(text: str) -> str:
    """A name set in capitals as it is written in running text ("ỦY BAN NHÂN DÂN TỈNH BẾN TRE")."""
    if not is_caps(text):
        return text
    text = text.replace("UỶ", "ỦY")
    head = next((c for c in sorted(_CASED, key=len, reverse=True) if text.startswith(c)), None)
    parts = re.split(r"\s+[-–]\s+", text)
    if (
        head is None
        and len(parts) > 1
        and all(_BODY.match(p) or _BELOW.match(p) or p.startswith("CÔNG AN") for p in parts)
    ):
        return " - ".join(cased(p) for p in parts)
    unit = re.search(r"\s(?=(?:TỈNH|THÀNH PHỐ)\s\S)", text)
    if head is None and unit:
        return f"{cased(text[: unit.start()])} {_unit(text[unit.end() :])}"
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

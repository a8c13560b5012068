"""Documents named in a text: each mention with its number, kind, date, issuer and place, as the words around it say.

After `find_mentions`:
1. Mentions stand in the order of the text and do not overlap.
2. `start` and `end` cover the words from the kind ("Nghị quyết số …") to the last character of number and date.
3. A mention of a law without a number has a title and a year; every other mention has a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.communes import home_of
from ontology.agencies import find
from ontology.text import flatten, squeeze, toneless
from ontology.vocabulary import (
    KINDS,
    ParsedNumber,
    issuer_of_code,
    kind_of_code,
    kind_of_name,
    parse_numbers,
    scan_numbers,
)


@dataclass(frozen=True, slots=True)
class Named:
    """One mention, in the coordinates of the text that was read.

    `issuer` is stated by the words, `implied` by the code in the number alone.
    """

    start: int
    end: int
    number: str | None
    printed: str | None
    type: str | None
    title: str | None
    issued: date | None
    year: int | None
    issuer: str | None
    implied: str | None
    place: str | None
    local: bool
    provision: str | None


_KIND_NAMES = "|".join(
    toneless(k.name).lower().replace(" ", r"\s+")
    for k in sorted(KINDS, key=lambda k: len(k.name), reverse=True)
)
# "sổ" is what recognition makes of "số"; between kind and number may stand "hành động", "của Chính phủ" and a title.
_NEAR = re.compile(rf"(?<!\w)(?P<kind>{_KIND_NAMES})(?:\s+hanh\s+dong)?[\s,]*$")
_FAR = re.compile(rf"(?<!\w)(?P<kind>{_KIND_NAMES})\s[^.;:()|]{{0,90}}$")
_SO = re.compile(r"(?<!\w)so\s*:?\s*$")
_AND = re.compile(r"^\s*(?:,|;|va|hoac)\s*(?:so\s*)?$")
_DATE = r"(?P<d>\d{1,2})\s*(?:/|thang)\s*(?P<m>\d{1,2})\s*(?:/|nam)\s*(?P<y>(?:19|20)\d\d)"
_AFTER = re.compile(rf"^(?:\s+tw\b)?[\s,]*\(?\s*(?:ngay\s+(?:ky\s+)?)?{_DATE}\s*\)?")
_YEAR_AFTER = re.compile(r"^\s*\(?(?:nam\s+)?(?P<y>(?:19|20)\d\d)(?!\d|\s*[-–/])\)?")
_BEFORE = re.compile(
    rf"ngay\s+{_DATE}\s*,\s*(?P<who>[^.;:,()]{{3,60}}?)\s+(?:da\s+|cung\s+)*(?:ky\s+)?(?:ban\s+hanh|co|ra)\s+(?:cac\s+)?$"
)
_WHO_BEFORE = re.compile(
    r"(?:^|[.;:,(*]\s*|\n\s*)[-+*]?\s*(?P<who>[^.;:,()\n]{3,60}?)\s+(?:da\s+)?ban\s+hanh\s+$"
)
_OF = re.compile(r"^[\s,]*(?:\([^)]{0,30}\)\s*)?(?:cua|do)\s+")
_SUBJECT = re.compile(r"\s*\bve\s+[^.;:,()\n\d]{3,90}?(?P<of>\s+cua\s+(?:bo chinh tri|ban bi thu)\b)")
_STOPS = (
    "ve", "ban hanh", "phe duyet", "quy dinh", "thuc hien", "trien khai", "sua doi", "huong dan", "tai", "de", "thanh",
    "nham", "quan triet", "den", "da", "trong", "tham muu", "theo", "lien quan", "cu the hoa", "gan", "dong thoi",
    "trinh", "giao", "va cac", "va nghi", "va quyet", "va ke", "va chuong", "va chi", "va thong", "va cong", "va luat",
    "va ket", "va van", "va bai", "va thay", "va sua", "thay the", "bai bo",
)  # fmt: skip
_STOP = re.compile(r"\s*(?:[,;.:()|\n/]|\b(?:" + "|".join(_STOPS) + r")\b)")
_PROVISION = re.compile(
    r"(?:(?:diem\s+[a-z]|khoan\s+\d+[a-z]?|dieu\s+\d+[a-z]?|muc\s+[ivx\d][ivx\d.]*|chuong\s+[ivx\d]+|phu\s+luc\s+[ivx\d]+)"
    r"[\s,;]*(?:va\s+)?)+(?:cua\s+|tai\s+|ban\s+hanh\s+kem\s+theo\s+|kem\s+theo\s+)?$"
)
_LAW = re.compile(
    r"(?<!\w)(?P<kind>Luật|Bộ luật|Pháp lệnh|Hiến pháp)\s+(?P<title>[^.;:()\n|]{3,140}?)??[\s,]*"
    r"(?:ngày\s+(?P<d>\d{1,2})\s*(?:/|tháng)\s*(?P<m>\d{1,2})\s*(?:/|năm)\s*(?P<y>(?:19|20)\d\d)"
    r"|(?:năm\s+|\(\s*)(?P<y2>(?:19|20)\d\d)(?!\d|\s*[-–]))",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{1,5}(?![\w%])")
_KIND_ENDS = {toneless(name).lower().split()[-1] for k in KINDS for name in (k.name, k.name_en)}
_WORDS_BEFORE = (*_KIND_ENDS, "so", "no", "number", "dong")
_APART = "\n.\n"  # no number reaches over it
_LISTED = re.compile(r"\s*(?:,|;|va|,\s*va)\s*(?:so\s+)?")
_INNER_LAW = re.compile(r"(?:,|;|\btheo|\bcủa|\btại|\bvà)\s+(?=(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\s)")


def find_mentions(text: str, *, place: str | None) -> tuple[Named, ...]:
    """Every mention of a document in `text`; `place` is the province or commune of local issuers unless named."""
    flat = flatten(text)
    out: list[Named] = []
    numbers = scan_numbers(text)
    for i, number in enumerate(numbers):
        previous = numbers[i - 1] if i else None
        shared = out[-1] if out and previous and out[-1].number == previous.number else None
        gap = flat[previous.end : number.start] if previous else ""
        listed = shared if shared and _AND.match(gap) else None
        lead = _lead(flat, number.start)
        if number.kind is None and number.side is None and lead is None and listed is None:
            continue
        if _one_code(number) and lead is None:
            continue
        out.append(_named(text, flat, number, lead, listed, place))
        _share_date(out, flat)
    taken = [(n.start, n.end) for n in out]
    out += [law for law in _laws(text, flat) if all(law.end <= a or law.start >= b for a, b in taken)]
    return tuple(sorted(out, key=lambda n: n.start))


def _share_date(named: list[Named], flat: str) -> None:
    """A list of numbers that is dated once, at its end, dates all of them: "số 1-KL/TW, 2-KL/TW ngày …"."""
    last = named[-1]
    if last.issued is None:
        return
    for i in range(len(named) - 2, -1, -1):
        before, after = named[i], named[i + 1]
        bare = re.match(
            r"\d|so\b", flat[after.start : after.start + 3]
        )  # with a kind of its own it is no list
        if before.year or not bare or not _LISTED.fullmatch(flat[before.end : after.start]):
            return
        named[i] = replace(before, issued=last.issued, year=last.year, issuer=before.issuer or last.issuer)


def short_mentions(text: str, named: Sequence[Named]) -> tuple[Named, ...]:
    """Mentions by kind and serial alone ("Nghị quyết 57") of a document that `text` elsewhere names in full.

    Those that fit none, or several, say too little and are left out.
    """
    taken = {(n.start, n.end) for n in named}
    out = []
    for short in _numbers_near(text, named):
        in_words = " " in short.text.strip() and len(short.text.split()[0]) > 3 and "\n" not in short.text
        if not short.partial or not in_words or any(a < short.end and short.start < b for a, b in taken):
            continue
        meant = {
            n.number: n for n in named if n.number and short.fits(n.number) and _same_kind(n.type, short.kind)
        }
        if len(meant) == 1:
            full = next(iter(meant.values()))
            out.append(
                replace(
                    full,
                    start=short.start,
                    end=short.end,
                    printed=None,
                    issued=None,
                    year=None,
                    issuer=None,
                    provision=None,
                )
            )
    return tuple(out)


def _numbers_near(text: str, named: Sequence[Named]) -> list[ParsedNumber]:
    """The numbers on those lines that bear the serial of a named document after the word of a kind or "số"."""
    serials = {re.split("[/-]", n.number)[0].lstrip("0") for n in named if n.number}
    flat = flatten(text)
    lines: dict[int, int] = {}
    for found in _SERIAL.finditer(flat) if serials else ():
        if found[0].lstrip("0") not in serials:
            continue
        if flat[max(0, found.start() - 40) : found.start()].rstrip(" .\n").endswith(_WORDS_BEFORE):
            begin = text.rfind("\n", 0, found.start()) + 1
            lines[begin] = text.find("\n", found.end()) % (len(text) + 1)
    out: list[ParsedNumber] = []
    at = 0
    numbers = parse_numbers(_APART.join(text[a:b] for a, b in lines.items()))
    for begin, end in lines.items():
        inside = [n for n in numbers if at <= n.start < at + end - begin]
        out += [replace(n, start=n.start - at + begin, end=n.end - at + begin) for n in inside]
        at += end - begin + len(_APART)
    return out


def _same_kind(name: str | None, code: str | None) -> bool:
    known = kind_of_name(name) if name else None
    return known is not None and known.code == code


def _one_code(number: ParsedNumber) -> bool:
    """Shapes such as "12/KH" or "24/AI", which are numbers only where words say so."""
    return number.issuer is None or (number.kind is None and number.side is None)


@dataclass(frozen=True, slots=True)
class _Lead:
    start: int
    type: str | None


def _lead(flat: str, at: int) -> _Lead | None:
    """The words that announce a number: kind and "số", the kind alone, or "số" alone.

    Words between kind and number ("Luật Đất đai số …") need the "số" to belong together.
    """
    window = flat[max(0, at - 160) : at]
    so = _SO.search(window)
    head = window[: so.start()] if so else window
    kind = _NEAR.search(head)
    if kind is None and so:
        kind = _FAR.search(head)
        while kind and (nearer := _FAR.search(head, kind.end("kind"))):
            kind = nearer
    if kind is None:
        return _Lead(at - len(window) + so.start(), None) if so else None
    known = kind_of_name(re.sub(r"\s+", " ", kind["kind"]))
    return _Lead(at - len(window) + kind.start(), known.name if known else None)


def _named(
    text: str, flat: str, number: ParsedNumber, lead: _Lead | None, listed: Named | None, place: str | None
) -> Named:
    start = lead.start if lead else number.start
    issued, end = _date_after(flat, number.end)
    year = issued.year if issued else number.year
    if issued is None and year is None and (only := _YEAR_AFTER.match(flat[end : end + 14])):
        year, end = int(only["y"]), end + only.end()
    issuer = _issuer_after(text, flat, end)
    if issued is None or issuer is None:
        before = _issue_before(text, flat, start)
        issued, issuer = issued or before[0], issuer or before[1]
        year = year or (issued.year if issued else None)
    coded = next((i for c in (number.issuer or "").split("-") if (i := issuer_of_code(c))), None)
    if issuer is None and not (coded and coded.name):
        issuer = _issuer_after_subject(text, flat, end)
    kind = kind_of_code(number.kind)
    return Named(
        start=start,
        end=end,
        number=number.number,
        printed=squeeze(number.text),
        type=_type(lead, listed, kind.name if kind else None, number),
        title=_law_title(text, lead, number.start),
        issued=issued,
        year=year,
        issuer=_full_name(issuer, coded.name if coded else None),
        implied=coded.name if coded else None,
        place=home_of(issuer, coded, document=place) if number.local else None,
        local=number.local,
        provision=_provision(text, flat, start),
    )


def _type(lead: _Lead | None, listed: Named | None, coded: str | None, number: ParsedNumber) -> str | None:
    named = lead.type if lead else None
    if named and coded and named != coded:
        # "QĐ" stands for Quyết định and Quy định alike; otherwise the code is surer than a word that stands near.
        known = kind_of_name(named)
        return named if known and known.code in ("", number.kind) and named != "Văn bản" else coded
    return named or coded or (listed.type if listed else None)


def _law_title(text: str, lead: _Lead | None, at: int) -> str | None:
    if lead is None or lead.type not in ("Luật", "Bộ luật", "Pháp lệnh"):
        return None
    words = re.sub(r"\s*[sS][ốổ]\s*:?\s*$", "", squeeze(text[lead.start : at]))
    return words if len(words.split()) > 2 else None


def _make_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _date_after(flat: str, at: int) -> tuple[date | None, int]:
    match = _AFTER.match(flat[at : at + 60])
    issued = _make_date(match) if match else None
    return (issued, at + match.end()) if match and issued else (None, at)


def _issuer_after(text: str, flat: str, at: int) -> str | None:
    match = _OF.match(flat[at : at + 60])
    if not match:
        return None
    begin = at + match.end()
    stops = _STOP.finditer(flat, begin, begin + 90)
    # A capital begins a part of a name ("Bộ Giáo dục"), not the verb that it looks like without its tones ("giao").
    stop = next((m.start() for m in stops if not _proper(text[m.start() : m.end()].strip())), begin + 90)
    name = squeeze(text[begin:stop])
    more = re.search(r"\s+và\s+(?=\w)", name)
    if more and name[more.end()].islower() and find(name[: more.start()], place=None):
        name = name[: more.start()]  # "của Tỉnh ủy và điều chỉnh …": the sentence goes on after a whole name
    return name if name[:1].isupper() and len(name) <= 80 else None


def _issuer_after_subject(text: str, flat: str, at: int) -> str | None:
    """The issuer behind the subject: "… ngày 10/4/2013 về hội nhập quốc tế của Bộ Chính trị"."""
    subject = _SUBJECT.match(flat[at : at + 160])
    name = _issuer_after(text, flat, at + subject.start("of")) if subject else None
    return name if name and find(name, place=None) else None


def _proper(word: str) -> bool:
    return word[:1].isupper() and not word.isupper() and " " not in word


def _full_name(stated: str | None, implied: str | None) -> str | None:
    """The stated issuer; cut at a comma of its own name, or misread, it is spelled as the vocabulary has it."""
    if stated and implied and toneless(implied).lower().startswith(toneless(stated).lower()):
        return implied
    return stated


def _issue_before(text: str, flat: str, at: int) -> tuple[date | None, str | None]:
    """Date and issuer from "Ngày …, Bộ Chính trị ban hành Nghị quyết …"."""
    begin = max(0, at - 120)
    window = flat[begin:at]
    if match := _BEFORE.search(window):
        return _make_date(match), _name(text[begin + match.start("who") : begin + match.end("who")])
    if match := _WHO_BEFORE.search(window):
        return None, _name(text[begin + match.start("who") : begin + match.end("who")])
    return None, None


_AGENCY = re.compile(
    r"(?:Ban |Bộ |Chính phủ|Thủ tướng|Quốc hội|Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Tỉnh ủy|Thành ủy|Chủ tịch|Sở "
    r"|Ngân hàng|Văn phòng|Đảng)"
)


def _name(words: str) -> str | None:
    """The agency at the end of some words, if they name one."""
    found = _AGENCY.search(squeeze(words))
    return squeeze(words)[found.start() :] if found else None


def _provision(text: str, flat: str, at: int) -> str | None:
    """The path inside the named document: "khoản 6 Điều 3 Nghị quyết …" is "Điều 3.6"."""
    begin = max(0, at - 80)
    match = _PROVISION.search(flat[begin:at])
    if not match:
        return None
    words = text[begin + match.start() : begin + match.end()]
    parts = {
        name: found.group(1)
        for name in ("Điều", "Khoản", "Điểm", "Chương", "Mục", "Phụ lục")
        if (found := re.search(rf"{name}\s+([\w.]+)", words, re.IGNORECASE))
    }
    if "Điều" in parts:
        inner = [parts[n] for n in ("Khoản", "Điểm") if n in parts]
        return ".".join([f"Điều {parts['Điều']}", *inner])
    return next((f"{name} {value.rstrip('.')}" for name, value in parts.items()), None)


def _laws(text: str, flat: str) -> list[Named]:
    """Laws named by title and date or year."""
    out, at = [], 0
    while match := _LAW.search(text, at):
        kind = kind_of_name(match["kind"])
        title = squeeze(match["title"] or "")
        # The innermost "Luật …" is the one that is dated, unless the outer one amends it.
        inner = _INNER_LAW.search(text, match.start() + 3, match.end())
        if inner and not title.lower().startswith("sửa đổi"):
            at = inner.end()
            continue
        at = match.end()
        named = (
            title[:1].isupper()
            or title.startswith("sửa đổi")
            or (kind is not None and kind.name == "Hiến pháp")
        )
        if kind is None or not named or title.startswith("này") or scan_numbers(match.group()):
            continue
        issued = _make_date(match) if match["d"] else None
        out.append(
            Named(
                start=match.start(),
                end=match.end(),
                number=None,
                printed=None,
                type=kind.name,
                title=f"{kind.name} {title}".strip(),
                issued=issued,
                year=issued.year if issued else int(match["y"] or match["y2"]),
                issuer=None,
                implied="Ủy ban Thường vụ Quốc hội" if kind.name == "Pháp lệnh" else "Quốc hội",
                place=None,
                local=False,
                provision=_provision(text, flat, match.start()),
            )
        )
    return out

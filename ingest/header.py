"""What the top of a document, its annex headings and its signature say of it: kind, number, date, issuer, signer.

Printed words come first (letterhead, place line, title); then annex headings ("kèm theo Kế hoạch số …"), the
signature and an editor's lines; the file's name last. What was inferred has a Diagnostic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import dropwhile
from pathlib import PurePath

from ingest.communes import body_in, commune_in, commune_of, issuer_in, province_of
from ingest.frames import unframed
from ingest.issuer import issuer_of, level_of
from ingest.paragraphs import clean, is_caps, starts_low
from ingest.reading import Reading
from ingest.structure import Outline
from ingest.zones import beside_type, type_line, type_word
from ontology.communes import LEVEL, Commune
from ontology.places import Place, place, place_in
from ontology.text import fold, squeeze, toneless
from ontology.types import Diagnostic, Header
from ontology.vocabulary import (
    ParsedNumber,
    issuer_of_code,
    kind_of_code,
    kind_of_name,
    parse_number,
    scan_numbers,
)

_DATE = re.compile(
    r"ngày\s*(?P<d>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<m>\d{1,2})\s*(?:năm|[/.-])\s*(?P<y>\d{4})", re.IGNORECASE
)
_SUBJECT = re.compile(r"V/v\b:?\s*|Về việc:?\s+", re.IGNORECASE)
_ADDRESSED = re.compile(r"Kính gửi", re.IGNORECASE)
_COLUMNS = re.compile(r"\s{3,}|\t+")
_HOME = re.compile(r"\b(?:TỈNH|TỈNH [ỦU][YỶ]|THÀNH [ỦU][YỶ]|THÀNH PHỐ)\b")
_PLACE_LINE = re.compile(r"^(?P<place>[^\d,;:()]{2,40}?)\s*,\s*(?=ngày\b)", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"(?:Số|SỐ|(?:Luật|LUẬT|Pháp lệnh|PHÁP LỆNH) số)\s*[:.]?\s*(?=\d)")
_ATTACHED = re.compile(r"kèm\s+theo\s+", re.IGNORECASE)
_RANKED_PLACE = re.compile(r"(?:[Tt]ỉnh|[Tt]hành phố|TỈNH|THÀNH PHỐ)\s+((?:[A-ZĐ][^\W\d_]*[ -]{0,3}){1,6})")
_BELOW = re.compile(r"\b(?:huyện|quận|thị|xã|phường|đặc khu)\b", re.IGNORECASE)
_PASSED = re.compile(r"thông qua\s+(?=ngày)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+){1,4}$")
_EDITOR = re.compile(
    r"(?:Thay mặt|TM\.?|T/M)\s+(?P<issuer>[^,]{4,60}),\s*(?P<who>[^,]{4,80}?)\s+"
    r"(?:đã\s+)?ký\s+(?:ban hành\s+)?(?P<what>.+)"
)
_NUMBERED_TYPE = re.compile(r"(?P<kind>[^\d:;,.]{4,30}?)\s+số\s+(?=\d)", re.IGNORECASE)


@dataclass(slots=True)
class _Finds:
    """What has been read so far, and the doubts about it."""

    type: str | None = None
    number: ParsedNumber | None = None
    issued: date | None = None
    issuer: str | None = None
    signer: str | None = None
    title: str | None = None
    place: Place | None = None
    place_name: str | None = None
    doubts: list[Diagnostic] = field(default_factory=list)

    def doubt(self, code: str, message: str) -> None:
        self.doubts.append(Diagnostic(code, message, "warning"))


def read_header(reading: Reading, outline: Outline, *, name: str) -> tuple[Header, tuple[Diagnostic, ...]]:
    """The header of a document and the doubts about it; `name` is the file's name, the last resort."""
    top = _top(reading, outline)
    finds = _Finds()
    _letterhead(finds, top)
    _title(finds, top)
    _editor(finds, top)
    _attached(finds, reading, outline)
    _signature(finds, reading, outline)
    _passed(finds, outline)
    _file_name(finds, PurePath(name).stem)
    _place(finds, reading)
    signed = next((clean(p.text.split("\n")[0]) for p in outline.parts if p.kind == "signature"), "")
    letterhead = [clean(line) for line in top]
    body, unit = commune_of(_above_type(top)) or ("", None)
    home = None if unit else finds.place
    finds.issuer = finds.issuer or issuer_of(
        finds.number, home, letterhead=letterhead, signed=signed, text=reading.text
    )
    if unit := unit or commune_in(finds.issuer):
        unit = _settled(unit, finds, reading, top)
        party = bool(finds.number and finds.number.side == "party")
        finds.issuer = issuer_in(unit, body, finds.issuer, party=party, signed=signed)
    printed = finds.place.name if finds.place and not unit else finds.place_name
    header = Header(
        type=finds.type,
        number=finds.number.number if finds.number else None,
        issued=finds.issued,
        issuer=finds.issuer,
        signer=finds.signer,
        title=finds.title,
        place=printed or (unit.name if unit else None),
        level=LEVEL if unit else level_of(finds.number, finds.issuer, finds.place),
        commune=unit.home if unit else None,
    )
    return header, tuple(finds.doubts)


def _settled(unit: Commune, finds: _Finds, reading: Reading, top: list[str]) -> Commune:
    """The commune with its province, and the doubt where that is not printed at the top."""
    found, printed = province_of(
        unit, _above_type(top), place=finds.place, named=named_places(reading.text), on=finds.issued
    )
    if found is None:
        finds.doubt("commune_province_unknown", f"nothing tells the province of {unit.title}")
    elif not printed:
        finds.doubt(
            "commune_province_from_text",
            f"the province of {unit.title} is {found}, the one that the text names most",
        )
    return replace(unit, province=found)


def _above_type(top: list[str]) -> list[str]:
    """The letterhead: the lines above the one that names the kind of document."""
    return top[: type_line([clean(line) for line in top], 0, len(top))]


def _top(reading: Reading, outline: Outline) -> list[str]:
    """The lines of the first header part, as they stand."""
    first = next((p for p in outline.parts if p.kind not in ("unparsed",)), None)
    if first is None or first.kind != "header":
        return []
    inside = (line for line in unframed(reading) if line.start < first.end and first.start < line.end)
    return [line.text.strip("|") for line in inside if line.text.strip()]


def read_date(text: str) -> date | None:
    """The first well-formed "ngày …" date of a text."""
    for match in _DATE.finditer(text):
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    return None


def _letterhead(finds: _Finds, top: list[str]) -> None:
    words = [clean(line) for line in top]
    stop = type_line(words, 0, len(words))
    for i, text in enumerate(words):
        for column in _COLUMNS.split(top[i]):  # agency and motto, number and place often share a line
            column = clean(column)
            match = _PLACE_LINE.match(column)
            if match and finds.issued is None and (issued := read_date(column)):
                finds.issued = issued
                finds.place_name = squeeze(match["place"])
                finds.place = finds.place or place(finds.place_name)
            if (stop is None or i < stop) and is_caps(column) and _HOME.search(column):
                finds.place = finds.place or place_in(column)
        own = _OWN_NUMBER.search(text)
        if own and own.start() < 20 and (stop is None or i < stop) and finds.number is None:
            found = next((n for n in scan_numbers(text) if n.start >= own.start()), None)
            finds.number = found


def _title(finds: _Finds, top: list[str]) -> None:
    words = [clean(line) for line in top]
    at = type_line(words, 0, len(words))
    if at is None:
        for text in words:
            numbered = _NUMBERED_TYPE.match(text)
            kind = kind_of_name(numbered["kind"]) if numbered else None
            if kind and numbered:
                finds.type = kind.name
                finds.number = finds.number or next(iter(scan_numbers(text)), None)
                return
        _subject(finds, words)
        return
    word = type_word(words[at])
    kind = kind_of_name(word)
    finds.type = kind.name if kind else word.capitalize()
    rest = beside_type(words[at])
    if finds.type in ("Luật", "Bộ luật", "Hiến pháp", "Pháp lệnh"):
        finds.title = _law_title(finds.type, rest, words[at + 1 :])
        return
    title = [rest] if rest else []
    for text in words[at + 1 :]:
        if title and _ADDRESSED.match(text):
            break
        if text.startswith(("(", "CỦA ")) or _OWN_NUMBER.match(text) or read_letterhead(text):
            continue
        if title and is_caps(text) and not is_caps(title[0]):
            break
        if title and not is_caps(title[-1]) and not starts_low(text) and title[-1].endswith("."):
            break
        title.append(text)
    finds.title = " ".join(title) or None


def _subject(finds: _Finds, words: list[str]) -> None:
    """An official letter names no kind: a number without one, "V/v …" below it and "Kính gửi" tell it."""
    at = next((i for i, text in enumerate(words) if _SUBJECT.match(text)), None)
    to = next((i for i, text in enumerate(words) if _ADDRESSED.match(text)), None)
    if finds.number is None or kind_of_code(finds.number.kind) or (at is None and to is None):
        return
    finds.type = "Công văn"
    if at is not None:
        stop = to if to is not None and to > at else at + 1
        lines = [w for w in words[at:stop] if not read_letterhead(w) and not _OWN_NUMBER.match(w)]
        finds.title = _SUBJECT.sub("", " ".join(lines)).strip(" .:;") or None


def read_letterhead(text: str) -> bool:
    """Whether a line is part of a letterhead: motto, country, place and date."""
    plain = toneless(text).lower()
    return bool(
        re.match(r"(?:cong hoa xa hoi|doc lap\s*-|dang cong san|-{3,}|_{3,})", plain)
        or _PLACE_LINE.search(text)
    )


def _law_title(kind: str, rest: str, after: list[str]) -> str:
    words = rest
    if not words:
        words = next((t for t in after if is_caps(t)), "")
    words = words.lower() if is_caps(words) else words
    return f"{kind} {words[:1].upper()}{words[1:]}".strip()


def _editor(finds: _Finds, top: list[str]) -> None:
    """ "Thay mặt Bộ Chính trị, Tổng Bí thư … đã ký ban hành …": an editor's lines above a copied text."""
    for line in top:
        match = _EDITOR.search(clean(line))
        if not match:
            continue
        finds.issuer = finds.issuer or squeeze(match["issuer"])
        finds.signer = finds.signer or _person(match["who"])
        what = match["what"]
        finds.number = finds.number or next(iter(scan_numbers(what)), None)
        finds.issued = finds.issued or read_date(what)
        about = re.search(r"\bvề\s.+", what)
        if about and finds.title is None:
            finds.title = about.group().strip(" .;:")
        finds.doubt("editor_lines", "header fields were read from an editor's lines above the text")


def _person(words: str) -> str | None:
    """The person's name at the end of a title and name: the last words that each begin with a capital."""
    tail: list[str] = []
    for word in reversed(words.split()):
        if not (word[:1].isupper() and word[1:].islower()) or len(tail) == 4:
            break
        tail.insert(0, word)
    ranks = ("Tổng Bí thư", "Chủ tịch", "Bí thư", "Thủ tướng")
    name = " ".join(tail)
    for rank in ranks:
        name = name.removeprefix(rank).strip()
    return name or None


def _attached(finds: _Finds, reading: Reading, outline: Outline) -> None:
    """ "(Ban hành kèm theo Kế hoạch số 225/KH-UBND ngày 15/5/2025 …)" in the headings of annexes."""
    spans = [(a.start, min(a.end, a.start + 1200)) for a in outline.annexes]
    spans += [(p.start, p.end) for p in outline.parts[1:] if p.kind == "header"]
    for start, end in spans:
        text = reading.text[start:end]
        for match in _ATTACHED.finditer(text):
            tail = clean(text[match.end() : match.end() + 250].split(")")[0])
            number = next(iter(scan_numbers(tail)), None)
            if number is None or number.start > 60:
                continue
            if finds.number is None:
                finds.number = number
                finds.doubt(
                    "number_from_annex", f"the number {number.number} stands in an annex heading only"
                )
                finds.issuer = finds.issuer or body_in(_by(tail))
            if finds.number.number == number.number:
                finds.issued = finds.issued or read_date(tail)
                finds.place = finds.place or next(named_places(tail), None) or _home_of(_by(tail), number)
            return


def _by(words: str) -> str:
    """Whose document it is: "Kế hoạch số … ngày … của Tỉnh ủy An Giang"."""
    return words.partition(" của ")[2].strip(" .;")


def _home_of(body: str, number: ParsedNumber) -> Place | None:
    """The province in the name of a body of a province; districts and communes may bear a province's name."""
    return place_in(body) if number.local and not _BELOW.search(body) else None


def _signature(finds: _Finds, reading: Reading, outline: Outline) -> None:
    """The last name in the signature; set in two columns, it may stand beside or at the end of the recipients."""
    for kind in ("signature", "recipients"):
        for part in outline.parts:
            if part.kind == kind and not finds.signer:
                columns = (
                    _COLUMNS.split(line.rstrip())[-1]
                    for line in reading.text[part.start : part.end].split("\n")
                )
                finds.signer = _name_in(part.text.split("\n")) or _name_in(list(columns))


def _name_in(lines: Sequence[str]) -> str | None:
    """The last line that is a person's name."""
    for line in reversed(lines):
        words = list(dropwhile(lambda word: len(word) > 1 and word.isupper(), clean(line).split()))
        text = " ".join(words)  # without a rank on the line of the name
        if _NAME.match(text) and not is_caps(text) and all(w[:1].isupper() for w in text.split()):
            return text
    return None


def _passed(finds: _Finds, outline: Outline) -> None:
    """The date on which the National Assembly passed a law stands in its closing words."""
    if finds.issued:
        return
    for part in outline.parts:
        if part.path == "closing" and (match := _PASSED.search(part.text)):
            finds.issued = read_date(part.text[match.start() :])


def _file_name(finds: _Finds, stem: str) -> None:
    """A name such as "kh-195-kh-tu-tien-giang-2025" gives a number, a place and a year where the text gives none."""
    if finds.number is None and (number := number_in_name(stem)):
        finds.number = number
        finds.doubt("number_from_file_name", f"the number {number.number} stands in the file's name only")
    if finds.number and finds.type is None and (kind := kind_of_code(finds.number.kind)):
        finds.type = kind.name
    if finds.place is None and _is_local(finds) and (found := place_in(stem)):
        finds.place = found
        finds.doubt("place_from_file_name", f"the province {found.name} was taken from the file's name")


_NAME_NUMBER = re.compile(
    r"(?<![a-z0-9])(?P<serial>\d{1,4})-(?P<year>20\d\d-)?(?P<kind>[a-z]{2,4})-(?P<who>[a-z]{2,8}\d{0,2})(?![a-z0-9])"
)


def number_in_name(stem: str) -> ParsedNumber | None:
    """The document number that a file's name spells: "kh-195-kh-tu-…" gives 195-KH/TU, "225-kh-ubnd" 225/KH-UBND."""
    for match in _NAME_NUMBER.finditer(stem.lower()):
        kind, issuer = kind_of_code(match["kind"]), issuer_of_code(match["who"])
        if kind and issuer:
            year = f"{match['year'][:-1]}/" if match["year"] else ""
            code = match["who"].upper()
            printed = (
                f"{match['serial']}-{kind.code}/{code}"
                if issuer.side == "party"
                else f"{match['serial']}/{year}{kind.code}-{code}"
            )
            return parse_number(printed)
    return None


def _is_local(finds: _Finds) -> bool:
    if finds.number is not None:
        return finds.number.local
    return finds.issuer is None or "tỉnh" in fold(finds.issuer)


def _place(finds: _Finds, reading: Reading) -> None:
    """A local document without a place line: the province that its text names most."""
    if finds.place or not _is_local(finds) or finds.type in ("Luật", "Bộ luật", "Hiến pháp"):
        return
    counts = Counter(found.name for found in named_places(reading.text))
    if counts:
        best, times = counts.most_common(1)[0]
        if times >= 3:
            finds.place = place(best)
            finds.doubt("place_from_text", f"the province {best} is the one that the text names most")


def named_places(text: str) -> Iterator[Place]:
    """The provinces that a text names with their rank ("tỉnh Tiền Giang"), in order, repeats included."""
    for match in _RANKED_PLACE.finditer(text):
        words = match[1].split()
        for n in range(len(words), 0, -1):
            if found := place(" ".join(words[:n])):
                yield found
                break

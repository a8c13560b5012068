"""Agencies: what they are called, how a cell that names several is split, and what became of them in 2025.

The list itself is data (`ontology/data/agencies.toml`). Names are matched exactly after folding and after
abbreviations are spelled out; a name that is not in the list stays a new agency with `known=False`, never the
nearest one. Collective names ("Các sở, ban, ngành, địa phương") stay whole: they are expanded at query time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ontology import bodies, communes
from ontology.authorities import AUTHORITIES, DATA, PLACE_MERGERS, Authority
from ontology.communes import Commune, commune
from ontology.ids import agency_id
from ontology.text import fold, slug, squeeze
from ontology.types import AgencyRef

_ABOVE_COMMUNES = ("tỉnh", "huyện")
LOCAL_LEVELS = (*_ABOVE_COMMUNES, communes.LEVEL)
_UNIT = r"(?:TP\.?|[Tt]hành phố|[Tt]hị xã|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Pp]hường|[Xx]ã|[Đđ]ặc khu)"
_UNIT_NAME = re.compile(rf"{_UNIT}\s+(\S)")
_COMMITTEE = re.compile(rf"^((?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+){_UNIT}\s+\S", re.IGNORECASE)
_DEPARTMENTS = re.compile(r"^các\s+(sở|bộ|ban)\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL)
_SENTENCE = re.compile(
    r"\s+(?:tiếp tục|triển khai|tổ chức thực hiện|tổ chức triển khai|chịu trách nhiệm|có trách nhiệm|"
    r"thực hiện|chủ động|căn cứ)\s.*$",
    re.DOTALL,
)
_KINDS_AFTER_AND = re.compile(
    r"\s+và\s+(?=(?:các|những)\s+(?:bộ|sở|ban|ngành|địa phương|cơ quan|đơn vị|tỉnh|"
    r"tổ chức|đoàn thể|hội|hiệp hội))"
)
_GLUED = re.compile(
    r"\s+(?=(?:Sở|Bộ|Công an|Văn phòng|UBND|Ủy ban|Các sở|Các bộ|Các cơ quan|Các đơn vị|Các địa phương|"
    r"Ban Quản lý)\b)"
)
_BARE = ("Bộ", "Sở")  # whose own bodies are meant: "Thanh tra Bộ", "Các cục, vụ thuộc Bộ"
_HEADS_TWICE = re.compile(
    r"(?:Ban Quản|Công ty|Trung tâm|Bệnh viện|Trường Đại|Trường Cao|Hiệp hội|Tổng công)\s"
)
_AND = re.compile(r"\s+và\s+(?=\S)")
_LISTED = re.compile(
    r"^(?:UBND|[Ủủ]y ban nhân dân|HĐND)\s+(?:các|cấp|địa phương|những)\b|^(?:UBND|"
    r"[Ủủ]y ban nhân dân)\s+(?:xã|phường|huyện|thành phố|thị xã)$|^(?:UBND|HĐND)$"
)
_CENTRAL_CITIES = ("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế")
_OPENING = 160  # characters of a text that tell whether it begins as a name does
_KIND_ONCE = re.compile(r"^(?:(?:các|những)\s+)?(?P<kind>sở|bộ)\b:?\s+(?P<names>[^;:]+)$", re.IGNORECASE)
_LIST_MARK = re.compile(r",\s+(?:và\s+)?|\s+và\s+")
_HYPHEN = re.compile(r"\s*-\s*")
_PART_OF_NAME = re.compile(r"\b(?:thành phố|thị xã|huyện)$")
_PART = re.compile(r"^(Đảng ủy|Ban cán sự đảng|Đảng đoàn|Văn phòng|Thanh tra|Công đoàn)\s+(?=\S)")
_REGIONAL = "khu vực"  # the level of a body whose numbered regions have several provinces each
_COMMUNE = 60  # characters that a commune's name and province may add to a body's
_EDGE = " .,;:-–•*+\t\n"


@dataclass(frozen=True, slots=True)
class Succession:
    """An agency that took over another's duties; `since` is None where the day is not sure.

    `name` is None where the list does not have the agency, which then keeps its name in the new province.
    """

    agency: str
    name: str | None
    since: date | None
    source: str | None


_ABBREVIATIONS: dict[str, str] = DATA["abbreviations"]
_ABBREVIATION = re.compile(
    r"(?<![\w&])("
    + "|".join(re.escape(a) for a in sorted(_ABBREVIATIONS, key=len, reverse=True))
    + r")(?![\w&])"
)
_HEAD = re.compile(
    r"^(?:" + "|".join(re.escape(h) for h in sorted(DATA["heads"], key=len, reverse=True)) + r")(?![\w])"
)
_NOT_HEAD = re.compile(r"^(?:" + "|".join(re.escape(h) for h in DATA["not_heads"]) + r")(?!\w)")
_NOT_ALONE = frozenset(DATA["not_alone"])
_COLLECTIVE_HEADS: tuple[str, ...] = tuple(DATA["collective_heads"])
_COLLECTIVE_TAILS: tuple[str, ...] = tuple(DATA["collective_tails"])


def _key(name: str) -> str:
    """The form under which spellings of one name meet: case, blanks, old tone places and dashes do not count."""
    text = fold(name).replace("uỷ", "ủy").replace("–", "-").replace("hoà", "hòa")
    if "-" in text:
        text = squeeze(_HYPHEN.sub(" - ", text))
    text = text.strip(_EDGE)
    return text[:-4] + "tỉnh" if text.endswith(" tinh") else text


def _keys(row: Authority) -> Iterator[str]:
    """The keys of a row's names; what a commune has, a ward and a special zone have under their own rank."""
    for key in map(_key, (*row.aliases, row.name)):
        yield key
        if row.level == communes.LEVEL and key.endswith(" xã"):
            yield from (f"{key[:-3]} {rank}" for rank in communes.RANKS[1:])


_BY_KEY: dict[str, Authority] = {key: a for a in AUTHORITIES for key in _keys(a)}
_LONGEST = max(map(len, _BY_KEY))
_BY_SLUG: dict[str, Authority] = {slug(a.name): a for a in AUTHORITIES}
_COMMUNAL = re.compile(
    "(?:"
    + "|".join(slug(a.name.removesuffix(" xã")) for a in AUTHORITIES if a.level == communes.LEVEL)
    + ")-(?:"
    + "|".join(map(slug, communes.RANKS))
    + ")-"
)


@lru_cache(maxsize=1 << 13)
def expand(text: str) -> str:
    """The text with abbreviations of agency names spelled out.

    >>> expand("VP UBND tỉnh")
    'Văn phòng Ủy ban nhân dân tỉnh'
    """
    text = squeeze(_ABBREVIATION.sub(lambda m: _ABBREVIATIONS[m.group(1)], text))
    return text.replace("Uỷ", "Ủy").replace("uỷ", "ủy")


@lru_cache(maxsize=1 << 13)
def is_collective(text: str) -> bool:
    """True if the text names a kind of agencies, not one agency."""
    key = _key(expand(text)) + " "
    if key.startswith(_COLLECTIVE_HEADS) or " và các tổ chức" in key:
        return True
    return key.startswith(("ủy ban nhân dân ", "hội đồng nhân dân ", "đảng ủy ")) and any(
        re.search(rf"\b{t}(?!\w)", key) for t in _COLLECTIVE_TAILS
    )


def begins_agency(text: str) -> bool:
    """True if the text begins as an agency's name does; it says nothing of how it goes on."""
    return _begins(text.strip(_EDGE)[:_OPENING])


@lru_cache(maxsize=1 << 13)
def _begins(text: str) -> bool:
    folded = fold(text)
    if _NOT_HEAD.match(folded):
        return False
    return (
        bool(_HEAD.match(text.replace("uỷ", "ủy")))
        or folded.startswith(("các ", "những "))
        or find(text, place=None) is not None
    )


def split(cell: str) -> list[str]:
    """The agencies that a table cell names, as printed, in order.

    Semicolons always separate; commas where a whole agency follows; a missing separator is seen where a known
    name ends and another begins. Elliptic lists are filled in: "UBND huyện A, huyện B" gives "UBND huyện B", and
    "Sở Y tế, Nội vụ" gives "Sở Nội vụ".

    >>> split("Sở Y tế, Sở Văn hóa, Thể thao và Du lịch; các sở, ban, ngành")
    ['Sở Y tế', 'Sở Văn hóa, Thể thao và Du lịch', 'các sở, ban, ngành']
    """
    return list(_split(cell))


@lru_cache(maxsize=1 << 12)
def _split(cell: str) -> tuple[str, ...]:
    out: list[str] = []
    for piece in re.split(r"[;\n]|<br\s*/?>", cell):
        out += [name for part in _commas(squeeze(piece).strip(_EDGE)) for name in _glued(part)]
    out = [each for name in out for each in _elliptic(name)]
    trimmed = (_SENTENCE.sub("", name) if is_collective(name) else name for name in out)
    return tuple(name for name in (t.strip(_EDGE) for t in trimmed) if name)


def _elliptic(name: str) -> list[str]:
    """The agencies of a list that says its kind once ("Sở Y tế, Nội vụ và Xây dựng", "các bộ Công an, Nội vụ").

    Only where all of it reads as whole names of the authority list; else the words stay one name.
    """
    listed = _KIND_ONCE.match(name)
    if not listed or find(name, place=None):
        return [name]
    kind, words = listed["kind"].capitalize(), listed["names"]
    ends = [m.span() for m in _LIST_MARK.finditer(words)] + [(len(words), len(words))]
    out: list[str] = []
    at = 0
    while at < len(words):
        # The longest name counts: "Văn hóa, Thể thao và Du lịch" is one.
        whole = [e for e in ends if e[0] > at and find(f"{kind} {words[at : e[0]]}", place=None)]
        if not whole:
            return [name]
        out.append(f"{kind} {words[at : whole[-1][0]]}")
        at = whole[-1][1]
    return out if len(out) > 1 else [name]


def _commas(piece: str) -> list[str]:
    kinds = _DEPARTMENTS.match(piece)
    if kinds and len(_elliptic(piece)) > 1:
        return [piece]
    if kinds:
        return [f"{kinds[1].capitalize()} {name.strip(_EDGE)}" for name in kinds[2].split(",")]
    parts = [p.strip() for p in piece.split(",")]
    out = [parts[0]]
    for part in filter(None, parts[1:]):
        committee = _COMMITTEE.match(out[-1])
        unit = _UNIT_NAME.match(part)
        if committee and unit and unit[1].isupper():
            out.append(committee[1] + part)
        elif _starts_new(out[-1], part) and not find(f"{out[-1]}, {part}", place=None):
            out.append(part)
        else:
            out[-1] += ", " + part
    return out


def _starts_new(before: str, part: str) -> bool:
    """Does a comma between these two separate whole agencies?"""
    if fold(part).split(" ")[0] in ("các", "những"):
        return True
    if fold(before) in ("bộ", "sở"):
        return False
    if fold(part) in ("bộ", "sở", "ban", "đoàn thể") or fold(part).startswith(
        ("bộ ngành", "sở ngành", "sở ban")
    ):
        return not is_collective(before)
    if is_collective(before) and _LISTED.match(part):
        return False
    return bool(_HEAD.match(part)) and not _NOT_HEAD.match(fold(part))


def _glued(part: str) -> list[str]:
    """Parts of a text in which a separator is missing between known names."""
    for joint in (*_KINDS_AFTER_AND.finditer(part), *_GLUED.finditer(part)):
        if part[: joint.start()].rstrip().endswith((",", " ngang", " thuộc")) or part[joint.end() :] in _BARE:
            continue
        left, right = part[: joint.start()].strip(_EDGE).removesuffix(" và"), part[joint.end() :]
        kinds = right.startswith(("các ", "những ")) and begins_agency(left) and not re.search(",| và ", left)
        listed = is_collective(left) and "," in left and right[0].isupper()
        if kinds or listed or find(left, place=None) is not None:
            return [left, *_glued(right)]
    for joint in _AND.finditer(part):
        left, right = part[: joint.start()], part[joint.end() :]
        alike = _HEADS_TWICE.match(left) and left.split()[:2] == right.split()[:2]
        known = alike or (find(left, place=None) and find(right, place=None))
        if known and not find(part, place=None):
            return [left, *_glued(right)]
    return [part]


@lru_cache(maxsize=1 << 13)
def find(text: str, *, place: str | None) -> Authority | None:
    """The row of the authority list that this printed name means, or None.

    `place` is the province of the document, or its commune ("xã Tân Hòa, Đồng Tháp").
    """
    home = commune(place)
    province = home.province if home else place
    tails = ["", " tỉnh", " thành phố"]
    if province:
        unit = "thành phố" if fold(province) in _CENTRAL_CITIES else "tỉnh"
        tails += [f" {unit} {fold(province)}", f" {fold(province)}"]
    # Spelling out abbreviations makes a text longer: one that is too long already is no name.
    if len(squeeze(text).strip(_EDGE)) > _LONGEST + max(_COMMUNE, *map(len, tails)):
        return None
    if named := _of_commune(text):
        return named[0]
    key = _key(expand(text))
    if key in _NOT_ALONE:
        return None
    if (numbered := bodies.region(key)) and (own := _BY_KEY.get(numbered[0])) and own.level == _REGIONAL:
        return own
    # In a document of a commune "Hội Nông dân" is the commune's.
    if home and (own := _BY_KEY.get(f"{key} {home.rank}")):
        return own
    for tail in tails:
        if not key.endswith(tail):
            continue
        stem = key.removesuffix(tail)
        local = _BY_KEY.get(stem + " tỉnh")
        # "Mặt trận Tổ quốc" is the province's in a document of a province, the central one elsewhere.
        found = (local if place or tail else None) or _BY_KEY.get(stem) or local
        if found and (not tail or found.level in _ABOVE_COMMUNES) and not _PART_OF_NAME.search(stem):
            return found
    return None


@lru_cache(maxsize=1 << 13)
def is_listed(name: str) -> bool:
    """Whether the authority list has a name, as a province's own ("Báo và Phát thanh, truyền hình Hải Phòng") too."""
    if find(name, place=None):
        return True
    province = bodies.province_last(name)
    return province is not None and find(name, place=province) is not None


def _of_commune(text: str) -> tuple[Authority, Commune] | None:
    """The row and the commune of a name that ends in its commune ("Công an xã Tân Hòa")."""
    for words, unit in communes.named_in(squeeze(text).strip(_EDGE)):
        key = _key(expand(words))
        row = _BY_KEY.get(f"{key} {unit.rank}") or _BY_KEY.get(key)
        if row and row.level == communes.LEVEL:
            return row, unit
    return None


def resolve(text: str, *, place: str | None, on: date | None) -> AgencyRef:
    """The agency that `text` names in a document of `place` dated `on`.

    `place` is a province, a commune with its province ("xã Tân Hòa, Đồng Tháp"), or None for central documents. The
    name stands as of that day: an agency that had ended by then is still returned as printed, and `successors` says
    who carries on. A commune's agency has the commune in its name and id; it is known only where the commune is.
    """
    printed = squeeze(text).strip(_EDGE)
    name = expand(printed)
    if is_collective(printed):
        return AgencyRef(id=agency_id(name, None), name=name, text=printed, collective=True)
    home = commune(place)
    province = home.province if home else place
    row = find(printed, place=place)
    if row is None and (other := bodies.province_last(name)) and (row := find(printed, place=other)):
        province = other
    if row and row.level == communes.LEVEL:
        if unit := _commune_of(printed, home):
            title = f"{row.name.removesuffix(' xã')} {unit.title}"
            return AgencyRef(id=agency_id(title, unit.province or province), name=title, text=printed)
    elif row:
        return _listed(row, printed, province)
    if (part := _PART.match(name)) and find(name[part.end() :], place=place):
        whole = resolve(name[part.end() :], place=place, on=on)
        return AgencyRef(id=f"{slug(part[1])}-{whole.id}", name=f"{part[1]} {whole.name}", text=printed)
    return bodies.unlisted(name, text=printed, home=home, province=province)


def _listed(row: Authority, printed: str, province: str | None) -> AgencyRef:
    if row.level == _REGIONAL and (region := bodies.region(_key(expand(printed)))):
        # Regions are counted in Roman or plain figures as the printer likes: the id has plain ones.
        said = expand(printed).rpartition(" ")[2]
        return AgencyRef(
            id=agency_id(f"{row.name} {region[1]}", None), name=f"{row.name} {said}", text=printed
        )
    local = province if row.level in (*LOCAL_LEVELS, _REGIONAL) else None
    return AgencyRef(id=agency_id(row.name, local), name=row.name, text=printed)


def _commune_of(printed: str, home: Commune | None) -> Commune | None:
    """The commune whose body a printed name means: the one that it names, else the document's of the same rank."""
    if named := _of_commune(printed):
        return named[1]
    said = next((rank for rank in communes.RANKS if _key(expand(printed)).endswith(f" {rank}")), None)
    return home if home and said in (None, home.rank) else None


@lru_cache(maxsize=4096)
def successors(agency: str, on: date | None) -> tuple[Succession, ...]:
    """Who took over the duties of the agency with this id by the day `on` (None: by now), nearest step first.

    Mergers of agencies and of provinces are followed both; a step with no sure day counts as done.
    """
    name, _, place = agency.partition(".")
    row = _BY_SLUG.get(name)
    out: list[Succession] = []
    if row:
        since = date.fromordinal(row.until.toordinal() + 1) if row.until else None
        if not (since and on and on < since):
            local = place if row.level in LOCAL_LEVELS else None
            out += [Succession(agency_id(s, local), s, since, row.source) for s in row.successors]
    for merger in PLACE_MERGERS:
        # The communes were drawn anew on the same day: which one carries on a commune's duties is not told.
        if (
            place
            and slug(merger.name) == place
            and not _COMMUNAL.match(name)
            and not (on and on <= merger.until)
        ):
            since = date.fromordinal(merger.until.toordinal() + 1)
            heirs = [s.agency.partition(".")[0] for s in out] or [name]
            names = [s.name for s in out] or [row.name if row else None]
            out += [
                Succession(f"{h}.{slug(merger.successor)}", n, since, merger.source)
                for h, n in zip(heirs, names, strict=True)
            ]
    return tuple(out)

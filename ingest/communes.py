"""The commune that issued a document, from its letterhead or its issuer, and the province that the commune lies in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.paragraphs import clean, is_caps
from ontology.agencies import find
from ontology.communes import LEVEL, RANKS, Commune, commune, named_in
from ontology.places import Place, place_in, successor
from ontology.text import slug
from ontology.vocabulary import Issuer

_COLUMNS = re.compile(r"\s{3,}|\t+|\|")
_MOTTO = re.compile(r"CỘNG H[ÒO]|ĐỘC LẬP|Độc lập|ĐẢNG CỘNG SẢN")
_PROVINCE = re.compile(r"(?:^|\s)(?:TỈNH|THÀNH PHỐ)\s")
_DANGLING = tuple(f" {rank.upper()}" for rank in RANKS)
_LINES = 8  # of a letterhead
_PARTY_ISSUERS = {
    "BAN THƯỜNG VỤ": "Ban Thường vụ Đảng ủy", "THƯỜNG TRỰC": "Thường trực Đảng ủy", "": "Đảng ủy",
}  # fmt: skip


def commune_of(letterhead: Sequence[str]) -> tuple[str, Commune] | None:
    """The body and the commune, without its province, that a letterhead (the lines above the kind of document) names.

    The body is "" where the commune stands on a line of its own.
    """
    columns = [[*_columns(line)] for line in letterhead[:_LINES]]
    for i, line in enumerate(columns):
        for words in line:
            if words.endswith(_DANGLING) and i + 1 < len(columns):  # the name stands on the next line
                words = f"{words} {next(iter(columns[i + 1]), '')}"
            if found := _named(words):
                body, unit = found
                return body, replace(unit, name=unit.name.title())
    return None


def commune_in(issuer: str | None) -> Commune | None:
    """The commune whose body an issuer in running text is ("Ủy ban nhân dân xã Tân Hòa")."""
    return next((unit for words, unit in named_in(issuer or "") if _body(words)), None)


def body_in(words: str) -> str | None:
    """The body of a commune that words end with: "UBND xã Tân Hòa, tỉnh Đồng Tháp" is "Ủy ban nhân dân xã Tân Hòa".

    A body of a commune that is not named ("UBND xã") is its body and the rank.
    """
    for before, unit in named_in(words):
        if body := _body(before):
            return f"{body} {unit.title}"
    before, _, rank = words.rpartition(" ")
    body = _body(before) if rank.lower() in RANKS else None
    return f"{body} {rank.lower()}" if body else None


def _columns(line: str) -> Iterator[str]:
    """The parts of a line that are set in capitals, without the country and its motto."""
    for column in _COLUMNS.split(line):
        words = clean(_MOTTO.split(column)[0])
        if is_caps(words):
            yield (
                words.replace("UỶ", "ỦY")
                .replace("UBND", "ỦY BAN NHÂN DÂN")
                .replace("HĐND", "HỘI ĐỒNG NHÂN DÂN")
            )


def _named(words: str) -> tuple[str, Commune] | None:
    """ "XÃ TÂN HÒA" alone, or after a body that communes have."""
    if alone := commune(words):
        return None if re.match(r"HỘI(?:$| CHỦ)", alone.name) else ("", alone)
    parts = ((_body(before), unit) for before, unit in named_in(words))
    return next(((body, unit) for body, unit in parts if body), None)


def _body(words: str) -> str | None:
    """The name of the commune's body that some words mean, without rank ("Công an"); None where communes have none."""
    text = words.capitalize() if " " in words and is_caps(words) else words
    row = find(f"{text} {LEVEL}", place=None)
    return row.name.removesuffix(f" {LEVEL}") if row and row.level == LEVEL else None


def province_of(
    unit: Commune, letterhead: Sequence[str], *, place: Place | None, named: Iterable[Place], on: date | None
) -> tuple[str | None, bool]:
    """The province of a commune, and whether it is printed; else it is the one that the text names most.

    `place` is the province that the header gave and `named` are those that the text names with their rank. A commune
    may bear the name of a province ("phường Bến Tre"): then its own name as the place of issue does not tell it.
    Provinces that had ended by the day count as what they became.
    """
    over = (_COLUMNS.split(line) for line in letterhead[:_LINES])
    caps = (words for columns in over for words in map(clean, columns) if is_caps(words))
    printed = next((place_in(words) for words in caps if _PROVINCE.search(words)), None)
    if printed is None and place and slug(place.name) != slug(unit.name):
        printed = place
    if printed:
        return _name(printed, on), True
    counts = Counter(_name(found, on) for found in named)
    return next((name for name, _ in counts.most_common(1)), None), False


def _name(found: Place, on: date | None) -> str:
    later = successor(found.name, on) if on else None
    return (later or found).name


def issuer_in(unit: Commune, body: str, issuer: str | None, *, party: bool, signed: str) -> str | None:
    """The issuer with its commune, or the letterhead's `body` of the commune where `issuer` is that of another level.

    `party` says that the number is the Party's, `signed` is the first line of the signature.
    """
    if party:
        organ = next(name for words, name in _PARTY_ISSUERS.items() if words in signed.upper())
        return f"{organ} {unit.title}"
    if commune_in(issuer):
        return issuer
    row = find(issuer, place=unit.home) if issuer else None
    own = row.name.removesuffix(f" {LEVEL}") if row and row.level == LEVEL else body
    return f"{own} {unit.title}" if own and (row or not issuer) else issuer


def home_of(issuer: str | None, coded: Issuer | None, *, document: str | None) -> str | None:
    """The place of a cited local document: its issuer's commune or province, else that of the citing `document`.

    `coded` is whom the cited number names. In a document of a commune "Ủy ban nhân dân tỉnh" and "Tỉnh ủy" are the
    province's.
    """
    own = commune(document)
    province = own.province if own else document
    if unit := commune_in(issuer):
        return replace(unit, province=unit.province or province).home
    if named := place_in(issuer) if issuer else None:
        return named.name
    if own is None:
        return document
    words = issuer or (coded.name if coded else None)
    row = find(words, place=document) if words else None
    departments = issuer is None and coded is not None and coded.name is None  # a department's code: "SKHCN"
    return province if departments or (row and row.level != LEVEL) else document

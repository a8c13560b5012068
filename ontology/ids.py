"""Computed ids: the same text always gets the same id, and spelling variants of one number fold together.

document   {number or title slug}.{place slug or "vn"}.{year or "x"}      57-nq-tw.vn.2024
clause     {document}#{path}                                              57-nq-tw.vn.2024#III.5.-1
task       {document}#task:{no}      (a second row of the same number gets "~2")
target     {document}#target:{no or path}:{year}
result     {document}#result:{path}.{n}             (the n-th result that the clause tells)
agency     {name slug}[.{place slug}]                                     so-y-te.tien-giang
           (a commune's: its name holds the commune)                      cong-an-xa-tan-hoa.dong-thap
indicator  indicator:{name slug}
link       {source}>{RELATION}>{target}
"""

from __future__ import annotations

import re

from ontology.text import nfc, slug, toneless

_BLANKS = re.compile(r"\s+")
_DASHES = re.compile(r"[‐-―−]")


def number_key(number: str) -> str:
    """The form of a document number under which spelling variants meet.

    Blanks and the kind of dash do not count, nor does case; tone marks do not count ("QĐ" and "QD").

    >>> number_key("193/2025/NQ- QH15") == number_key("193/2025/NQ-QH15")
    True
    """
    return toneless(_BLANKS.sub("", _DASHES.sub("-", nfc(number)))).lower()


def document_id(*, number: str | None, title: str | None, place: str | None, year: int | None) -> str:
    """The id of a document from its number (or, lacking one, its title), the home of a local issuer, the year.

    Year, not day: documents are cited by number and year alone, and a series of numbers starts again each year
    at the earliest. `place` is a province, a commune with its province, or None for central issuers.
    """
    name = slug(number_key(number)) if number else slug(title or "khong-ten")[:80]
    return f"{name}.{slug(place) if place else 'vn'}.{year or 'x'}"


def clause_id(document: str, path: str) -> str:
    """The id of a clause; `path` must be unique in the document (the parser suffixes repeats with ~2, ~3)."""
    return f"{document}#{path}"


def task_id(document: str, key: str) -> str:
    """The id of a task; `key` is its printed number or, in the body, its clause path, unique in the document."""
    return f"{document}#task:{key}"


def target_id(document: str, key: str, year: int | None) -> str:
    """The id of a target; `key` is its printed number or clause path with an ordinal, unique with the year."""
    return f"{document}#target:{key}:{year or 'x'}"


def result_id(document: str, path: str, ordinal: int) -> str:
    """The id of the `ordinal`-th result, from 1, that the clause at `path` tells."""
    return f"{document}#result:{path}.{ordinal}"


def agency_id(name: str, place: str | None) -> str:
    """The id of an agency; `place` is None for central ones and collective names."""
    return slug(name) + (f".{slug(place)}" if place else "")


def indicator_id(name: str) -> str:
    """The id of an indicator from its canonical name."""
    return "indicator:" + slug(name)


def link_id(source: str, relation: str, target: str) -> str:
    """The id of a link: one link for a pair of ends and a relation."""
    return f"{source}>{relation}>{target}"


def unlike(id: str, taken: set[str]) -> str:
    """`id`, with "~2", "~3" … behind it where it is taken; it is then taken too."""
    found, n = id, 1
    while found in taken:
        n += 1
        found = f"{id}~{n}"
    taken.add(found)
    return found

"""Communes (xã, phường, đặc khu; thị trấn before July 2025): the second tier of local government.

Their names repeat over the provinces, so a commune is known by rank, name and province together. Where a document or
an agency is at home in one, its place is written "xã Tân Hòa, Đồng Tháp", or "xã Tân Hòa" where no province is known.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ontology.places import place as province_named
from ontology.text import squeeze

LEVEL = "xã"
RANKS = ("xã", "phường", "thị trấn", "đặc khu")
_RANK = re.compile(r"(?<!\S)(?P<rank>xã|phường|thị trấn|đặc khu)\s+(?=\S)", re.IGNORECASE)
_OF_PROVINCE = re.compile(r",?\s+(?:tỉnh|thành phố|TP\.?)\s+(?P<province>[^,]+)$|,\s*(?P<bare>[^,]+)$")
_NAME = re.compile(r"[^\W_]+(?:[ '’-]{1,3}[^\W_]+){0,5}")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune; `province` is None where nothing tells it."""

    rank: str
    name: str
    province: str | None = None

    @property
    def title(self) -> str:
        """The name with its rank: "xã Tân Hòa"."""
        return f"{self.rank} {self.name}"

    @property
    def home(self) -> str:
        """The place of what belongs to the commune: "xã Tân Hòa, Đồng Tháp"."""
        return f"{self.title}, {self.province}" if self.province else self.title


@lru_cache(maxsize=1 << 12)
def commune(text: str | None) -> Commune | None:
    """The commune that all of a text names, with its province or without; None for any other place.

    >>> commune("xã Tân Hòa, Đồng Tháp")
    Commune(rank='xã', name='Tân Hòa', province='Đồng Tháp')
    """
    match = _RANK.match(text or "")
    return _read(match["rank"], (text or "")[match.end() :]) if match else None


def province_in(place: str | None) -> str | None:
    """The province of a place that is a commune or a province itself."""
    found = commune(place)
    return found.province if found else place


def lies_in(place: str | None, places: Container[str]) -> bool:
    """Whether a place is one of these, or a commune of one of these provinces."""
    return place is not None and (place in places or (province_in(place) or place) in places)


def named_in(text: str) -> Iterator[tuple[str, Commune]]:
    """The ways to read a text as words and the commune at their end, the shortest name first.

    >>> [(words, c.title) for words, c in named_in("Phòng Văn hóa - Xã hội xã Tân Hòa")]
    [('Phòng Văn hóa - Xã hội', 'xã Tân Hòa')]
    """
    for match in reversed([*_RANK.finditer(text)]):
        found = _read(match["rank"], text[match.end() :])
        if found and match.start():
            yield text[: match.start()].rstrip(), found


def _read(rank: str, words: str) -> Commune | None:
    words, province = squeeze(words), None
    if tail := _OF_PROVINCE.search(words):
        known = province_named(tail["province"] or tail["bare"])
        if known is None:
            return None
        words, province = words[: tail.start()], known.name
    # "Xã hội", "phường trên địa bàn": a name is set in capitals or is a number ("phường 5").
    if not _NAME.fullmatch(words) or not all(
        w[0].isupper() or w[0].isdigit() for w in re.split(r"\W+", words)
    ):
        return None
    return Commune(rank.lower(), words, province)

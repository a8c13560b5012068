"""Provinces and centrally run cities: the 63 before 1 July 2025 and the 34 since, with what merged into what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from ontology.text import slug, toneless

MERGED = date(2025, 7, 1)
CENTRAL = "trung ương"  # the level above the provinces


@dataclass(frozen=True, slots=True)
class Place:
    """A province or centrally run city.

    `into` is the province that it became part of on 1 July 2025 (None where the name goes on); `city` says
    whether it is a centrally run city; `short` is what document abbreviations use.
    """

    name: str
    into: str | None = None
    city: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def toneless(self) -> str:
        """The name without tone marks, in lower case: "tien giang"."""
        return toneless(self.name).lower()

    @property
    def slug(self) -> str:
        """The name as ids use it: "tien-giang"."""
        return slug(self.name)

    @property
    def title(self) -> str:
        """The name with its rank: "tỉnh Tiền Giang", "thành phố Hà Nội"."""
        return ("thành phố " if self.city else "tỉnh ") + self.name


# successor on 1 July 2025: the provinces that it took in (itself among them where its name went on)
_SINCE_2025: dict[str, tuple[str, ...]] = {
    "Hà Nội": (), "Huế": (), "Lai Châu": (), "Điện Biên": (), "Sơn La": (), "Lạng Sơn": (), "Quảng Ninh": (),
    "Thanh Hóa": (), "Nghệ An": (), "Hà Tĩnh": (), "Cao Bằng": (),
    "Tuyên Quang": ("Hà Giang",),
    "Lào Cai": ("Yên Bái",),
    "Thái Nguyên": ("Bắc Kạn",),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình"),
    "Bắc Ninh": ("Bắc Giang",),
    "Hưng Yên": ("Thái Bình",),
    "Hải Phòng": ("Hải Dương",),
    "Ninh Bình": ("Hà Nam", "Nam Định"),
    "Quảng Trị": ("Quảng Bình",),
    "Đà Nẵng": ("Quảng Nam",),
    "Quảng Ngãi": ("Kon Tum",),
    "Gia Lai": ("Bình Định",),
    "Khánh Hòa": ("Ninh Thuận",),
    "Lâm Đồng": ("Đắk Nông", "Bình Thuận"),
    "Đắk Lắk": ("Phú Yên",),
    "Hồ Chí Minh": ("Bình Dương", "Bà Rịa - Vũng Tàu"),
    "Đồng Nai": ("Bình Phước",),
    "Tây Ninh": ("Long An",),
    "Cần Thơ": ("Sóc Trăng", "Hậu Giang"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh"),
    "Đồng Tháp": ("Tiền Giang",),
    "Cà Mau": ("Bạc Liêu",),
    "An Giang": ("Kiên Giang",),
}  # fmt: skip

_CITIES = {"Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}
_ALIASES: dict[str, tuple[str, ...]] = {
    "Hồ Chí Minh": ("TP.HCM", "TP. HCM", "TPHCM", "TP HCM", "Sài Gòn"),
    "Huế": ("Thừa Thiên Huế", "Thừa Thiên - Huế"),
    "Bà Rịa - Vũng Tàu": ("Bà Rịa-Vũng Tàu", "Bà Rịa Vũng Tàu", "BR-VT"),
    "Đắk Lắk": ("Đắc Lắc", "Đăk Lăk", "Dak Lak", "Đắc Lắk"),
    "Đắk Nông": ("Đắc Nông", "Đăk Nông", "Dak Nong"),
    "Kon Tum": ("Kontum",),
    "Bắc Kạn": ("Bắc Cạn",),
    "Hòa Bình": ("Hoà Bình",),
    "Khánh Hòa": ("Khánh Hoà",),
    "Thanh Hóa": ("Thanh Hoá",),
}


def _table() -> tuple[Place, ...]:
    rows = []
    for name, parts in _SINCE_2025.items():
        rows.append(Place(name, city=name in _CITIES, aliases=_ALIASES.get(name, ())))
        rows += [Place(part, into=name, aliases=_ALIASES.get(part, ())) for part in parts]
    return tuple(rows)


PLACES: tuple[Place, ...] = _table()


@cache
def _by_key() -> dict[str, Place]:
    return {slug(n): p for p in PLACES for n in (p.name, *p.aliases)}


def place(name: str) -> Place | None:
    """The province of this name or alias, tone marks and case not counting; a rank before it is left out.

    >>> place("TỈNH TIỀN GIANG").name
    'Tiền Giang'
    """
    key = slug(name)
    for rank in ("tinh-", "thanh-pho-", "tp-"):
        if key not in _by_key() and key.startswith(rank):
            key = key[len(rank) :]
    return _by_key().get(key)


def place_in(text: str) -> Place | None:
    """The first province that stands as whole words in the text (a file name will do), tones not counting."""
    match = _pattern().search(slug(text))
    return _by_key()[match.group()] if match else None


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_by_key(), key=len, reverse=True)
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(map(re.escape, names)) + r")(?![a-z0-9])")


def province_of(place: str | None, level: str | None) -> str | None:
    """Whose document it is that was issued at `place`: a central one belongs to no province, wherever it was signed.

    >>> province_of("Hà Nội", "tỉnh"), province_of("Hà Nội", "trung ương")
    ('Hà Nội', None)
    """
    return None if level == CENTRAL else place


def successor(name: str, on: date) -> Place | None:
    """The province that carries on for `name` on a day: itself before 1 July 2025, what it merged into after."""
    found = place(name)
    if found is None or found.into is None or on < MERGED:
        return found
    return place(found.into)

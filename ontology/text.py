"""Folding of Vietnamese text, shared by ids, rules and the analyzer."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class _Bare(dict[int, str]):
    """Each character without its marks, worked out when it first comes up."""

    def __missing__(self, code: int) -> str:
        marks = unicodedata.normalize("NFD", chr(code))
        bare = nfc("".join(c for c in marks if not unicodedata.combining(c)))
        self[code] = {"đ": "d", "Đ": "D"}.get(bare, bare)
        return self[code]


class _Flat(dict[int, str]):
    """Each character without its marks and in lower case, as exactly one character."""

    def __missing__(self, code: int) -> str:
        self[code] = toneless(chr(code)).lower()[:1] or " "
        return self[code]


_BARE, _FLAT = _Bare(), _Flat()


def nfc(text: str) -> str:
    """The text in Unicode normal form C."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """The text with every run of blanks as one space, trimmed."""
    return " ".join(text.split())


def toneless(text: str) -> str:
    """The text without tone marks, vowel marks and the stroke of đ; case is kept.

    >>> toneless("Đổi mới sáng tạo")
    'Doi moi sang tao'
    """
    return text if text.isascii() else nfc(text.translate(_BARE))


@lru_cache(maxsize=4)
def flatten(text: str) -> str:
    """The text without tones and in lower case, character for character, so that offsets stay.

    The last few texts are kept: every stage that reads a document asks for the same one.
    """
    return text.translate(_FLAT)


def fold(text: str) -> str:
    """Lower case, NFC, blanks squeezed: equality for names that differ in case or spacing only."""
    return squeeze(nfc(text)).lower()


def slug(text: str) -> str:
    """Plain ASCII words joined by hyphens, for ids.

    >>> slug("Sở Khoa học và Công nghệ")
    'so-khoa-hoc-va-cong-nghe'
    """
    return _NOT_SLUG.sub("-", toneless(text).lower()).strip("-")

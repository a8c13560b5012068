"""Folding of Vietnamese text, shared by ids, rules and the analyzer."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_D = str.maketrans({"đ": "d", "Đ": "D"})


def nfc(text: str) -> str:
    """The text in Unicode normal form C."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """The text with every run of blanks as one space, trimmed."""
    return _BLANKS.sub(" ", text).strip()


def toneless(text: str) -> str:
    """The text without tone marks, vowel marks and the stroke of đ; case is kept.

    >>> toneless("Đổi mới sáng tạo")
    'Doi moi sang tao'
    """
    marks = unicodedata.normalize("NFD", text)
    return nfc("".join(c for c in marks if not unicodedata.combining(c))).translate(_D)


def fold(text: str) -> str:
    """Lower case, NFC, blanks squeezed: equality for names that differ in case or spacing only."""
    return squeeze(nfc(text)).lower()


def slug(text: str) -> str:
    """Plain ASCII words joined by hyphens, for ids.

    >>> slug("Sở Khoa học và Công nghệ")
    'so-khoa-hoc-va-cong-nghe'
    """
    return _NOT_SLUG.sub("-", toneless(text).lower()).strip("-")

"""The one analyzer that index and query share: Vietnamese text to plain ASCII terms.

Engines' own tokenizers drop tone marks or split where they should not, so terms are letters and digits only:
- a syllable with its marks written out, telex fashion, the tone at the end: "được" -> "dduwowcj", so that old
  and new tone placement ("hoà", "hòa") meet;
- each two neighbours joined by "z" (no Vietnamese letter), since most Vietnamese words are two syllables;
- the same two kinds without marks, behind "zz", for people who type without diacritics.
Pairs never cross punctuation that ends a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from ontology.text import toneless

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.;:!?()\[\]\"“”\n]")  # a pair of syllables does not reach over these
_MARKS = {
    "\u0302": "^", "\u0306": "w", "\u031b": "w",  # â, ă, ơ ư
    "\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j",  # sắc huyền hỏi ngã nặng
}  # fmt: skip
_TONES = frozenset("\u0301\u0300\u0309\u0303\u0323")
# "kỹ" and "kĩ" are one word: after these consonants a final y is an i.
_FINAL_Y = re.compile(r"^(h|k|l|m|s|t|v)y([sfrxj]?)$")
_ASCII = re.compile(r"[^a-z0-9]+")
_PAIR = "z"
_PLAIN = "zz"


@lru_cache(maxsize=65536)
def encode(word: str) -> str:
    """One word as ASCII with its marks written out; "" where nothing of it can be written so.

    >>> encode("Chuyển"), encode("hoà") == encode("hòa")
    ('chuyeenr', True)
    """
    out: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _MARKS[char]
        elif char in _MARKS:
            # The circumflex doubles its vowel, as typists write it.
            out.append(out[-1] if _MARKS[char] == "^" and out else _MARKS[char])
        else:
            out.append("dd" if char == "đ" else char)
    return _FINAL_Y.sub(r"\1i\2", _ASCII.sub("", "".join(out) + tone))


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    return _FINAL_Y.sub(r"\1i\2", _ASCII.sub("", toneless(word).lower()))


def mostly_marked(text: str) -> bool:
    """Whether at least a fifth of the words bear a mark, as in Vietnamese typed in full (about two thirds do).

    Below that the text was typed without diacritics, or is not Vietnamese; one marked name does not change that.
    """
    words: list[str] = _WORD.findall(unicodedata.normalize("NFC", text))
    marked = sum(toneless(word) != word for word in words)
    return 5 * marked >= max(len(words), 1)


def _phrases(text: str) -> list[list[str]]:
    text = unicodedata.normalize("NFC", text)
    return [words for piece in _STOP.split(text) if (words := _WORD.findall(piece))]


def _chain(words: list[str], prefix: str) -> list[str]:
    words = [word for word in words if word]
    single = [prefix + word for word in words]
    return single + [prefix + a + _PAIR + b for a, b in pairwise(words)]


def marked_terms(text: str) -> list[str]:
    """Syllables and pairs with their marks written out."""
    return [t for words in _phrases(text) for t in _chain([encode(w) for w in words], "")]


def plain_terms(text: str) -> list[str]:
    """Syllables and pairs without marks, each behind "zz"."""
    return [t for words in _phrases(text) for t in _chain([_plain(w) for w in words], _PLAIN)]


def is_pair(term: str) -> bool:
    """Whether a term stands for two neighbours."""
    return _PAIR in term.removeprefix(_PLAIN)


def terms(text: str) -> list[str]:
    """Every term that an index keeps for a text: with marks and without."""
    return marked_terms(text) + plain_terms(text)


def query_terms(text: str) -> list[str]:
    """The terms that a question is looked up by: with marks if it was typed with them, else without."""
    return marked_terms(text) if mostly_marked(text) else plain_terms(text)

"""Text in the encodings that came before Unicode: Windows-1258, TCVN3 (fonts named ".Vn…") and VNI.

The code tables are facts of the fonts. Which one a text is in shows in its words: read by the right table nearly
all words with marks are well-formed Vietnamese syllables, read by a wrong one few are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ontology.text import nfc

_TCVN3_FROM = (
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9"
    "\xca\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9"
    "\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
)
_TCVN3_TO = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

# VNI writes a vowel and then a mark; the marks of â and ă, of ê, ô and their tones share their codes.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOF = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_pairs() -> dict[str, str]:
    pairs = dict(_VNI_SINGLE)
    for base, plain in (*((v, v) for v in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {base + mark: nfc(plain + tone) for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        pairs |= {base + mark: nfc(base + "\u0302" + tone) for mark, tone in _VNI_ROOF.items()}
    pairs |= {"a" + mark: nfc("a\u0306" + tone) for mark, tone in _VNI_BREVE.items()}
    upper = {old.upper(): new.upper() for old, new in pairs.items()}
    title = {old[0].upper() + old[1:]: new.upper() for old, new in pairs.items()}
    return pairs | title | upper


_VNI = _vni_pairs()
_VNI_ANY = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_CP1252 = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))

_ONSET = "(?:ngh|ng|nh|th|tr|ch|kh|ph|gh|gi|qu|[bcdđghklmnpqrstvx])?"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê "
    "êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan "
    "oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot ô ôc ôi ôm ôn ông ôp "
    "ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy "
    "uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng "
    "yêt yêu yn ynh yt ych"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(_RHYMES.split())})")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TOKEN = re.compile(r"[^\W\d_]+|[\x80-\xff]")
_PRINTED = frozenset("“”‘’–—…•°²³§«»·±×÷½¼¾\xa0\x85\x91\x92\x93\x94\x96\x97")
_SUSPECT = re.compile("[\xa7-\xb6\xb8\xb9\xbb-\xbe\xc6\xc7\xcb\xce-\xd1\xd6-\xd8\xdb\xdc\xde\xdf"
                      "\xe4-\xe7\xeb\xee-\xf1\xf6-\xf8\xfb\xfc\xfe]")  # fmt: skip
_SAMPLE = 100_000
_WESTERN = {letter: 0x80 + i for i, letter in enumerate(bytes(range(0x80, 0xA0)).decode("cp1252", "replace"))}
del _WESTERN["\ufffd"]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text brought to Unicode, and the encoding that it was in."""

    text: str
    encoding: str


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Text typed in a ".Vn…" font; the fonts whose names end in H show small letters as capitals."""
    out = text.translate(_TCVN3)
    return out.upper() if capitals else out


def from_vni(text: str) -> str:
    """Text typed in a "VNI-…" font."""
    return _VNI_ANY.sub(lambda m: _VNI[m.group()], text)


def by_font(text: str, font: str) -> str:
    """Text as its font shows it: converted where the font is a legacy one."""
    low = font.lower().lstrip(".")
    if low.startswith("vn") and not low.startswith("vni"):
        return from_tcvn3(text, capitals=low.endswith("h"))
    return from_vni(text) if low.startswith("vni") else text


def is_syllable(word: str) -> bool:
    """Whether the letters can be one Vietnamese syllable, with one tone mark at most."""
    return _is_syllable(word.lower())


@lru_cache(maxsize=1 << 14)
def _is_syllable(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word)
    plain, tones = _TONES.subn("", marks)
    return tones <= 1 and bool(_SYLLABLE.fullmatch(nfc(plain)))


def vietnamese_share(text: str) -> tuple[float, int]:
    """The share of well-formed syllables among words with marks, and how many such words there are."""
    good = bad = 0
    for match in _TOKEN.finditer(text[:_SAMPLE]):
        word = match.group()
        if word.isascii() or word in _PRINTED:
            continue
        if len(word) > 1 and is_syllable(word):
            good += 1
        elif len(word) > 1 or ord(word) < 256 or not word.isalpha():
            bad += 1
    return good / (good + bad) if good + bad else 0.0, good + bad


def decode_bytes(data: bytes) -> Recognised | None:
    """Bytes that are not Unicode as text, or None where no table or more than one gives Vietnamese words."""
    western = data.decode("latin-1").translate(dict(enumerate(_CP1252)))
    candidates = [
        Recognised(nfc(data.decode("cp1258", "replace")), "Windows-1258"),
        Recognised(from_tcvn3(western), "TCVN3"),
        Recognised(from_vni(western), "VNI"),
    ]
    return _best(candidates, least=0.8)


def mistaken(text: str) -> Recognised | None:
    """Unicode text whose letters are really codes of TCVN3, VNI or UTF-8, converted; None for all other text."""
    if twice := _read_twice(text):
        return twice
    if not has_odd_letters(text) or vietnamese_share(text)[0] > 0.6:
        return None
    return _best([Recognised(from_tcvn3(text), "TCVN3"), Recognised(from_vni(text), "VNI")], least=0.85)


def _read_twice(text: str) -> Recognised | None:
    """UTF-8 that a program took for a Western encoding and saved again: "Káº¿ hoáº¡ch"."""
    if text.isascii() or not all(ord(c) < 256 or c in _WESTERN for c in text):
        return None
    try:
        found = bytes(_WESTERN.get(c, ord(c) & 0xFF) for c in text).decode("utf-8")
    except UnicodeDecodeError:
        return None
    share, words = vietnamese_share(found)
    return Recognised(found, "UTF-8 twice") if words >= 3 and share > 0.6 else None


def has_odd_letters(text: str) -> bool:
    """Whether many letters are none that Vietnamese writes but codes of TCVN3 or VNI."""
    sample = text[:_SAMPLE]
    return len(_SUSPECT.findall(sample)) >= max(6, len(sample) // 200)


def _best(candidates: list[Recognised], *, least: float) -> Recognised | None:
    shares = sorted(((vietnamese_share(c.text), i) for i, c in enumerate(candidates)), reverse=True)
    (share, words), best = shares[0]
    if words < 3 or share < least or share - shares[1][0][0] < 0.1:
        return None
    return candidates[best]

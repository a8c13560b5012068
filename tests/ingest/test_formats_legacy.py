"""Old encodings are recognised by the words that they give, and text that is none of them is left alone or refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.formats import read_bytes
from ingest.formats.legacy import by_font, from_tcvn3, from_vni, is_syllable, mistaken, vietnamese_share
from ontology.errors import UnreadableDocument

TONES = "\u0300\u0301\u0303\u0309\u0323"


@pytest.fixture(scope="module")
def text(samples: Path) -> str:
    """Running text in small letters, which every old encoding can write."""
    sample = samples / "kh-195-kh-tu-tien-giang-2025.txt"
    return sample.read_text(encoding="utf-8").replace("≥", ">=").lower()


def reversed_(convert: str, pairs: dict[str, str]) -> str:
    """Text in an old encoding, by the letters that its table gives."""
    return "".join(pairs.get(c, c) for c in convert)


def tcvn3(text: str) -> str:
    """Text as a ".Vn…" font stores it."""
    codes = map(chr, range(0xA1, 0xFF))
    return reversed_(text, {from_tcvn3(c): c for c in codes if from_tcvn3(c) != c})


def vni(text: str) -> str:
    """Text as a "VNI-…" font stores it."""
    marks = [chr(n) for n in range(0xC0, 0x100)]
    codes = [*marks, *(b + m for b in "aeouyôö" for m in marks)]
    return reversed_(
        text, {from_vni(c): c for c in reversed(codes) if len(from_vni(c)) == 1 and from_vni(c) != c}
    )


def windows_1258(text: str) -> bytes:
    """Text in Windows-1258, which writes most tones as marks of their own."""
    out = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
        out += "".join([letter, *(p for p in parts if p in TONES)]).encode("cp1258")
    return out


def test_each_encoding_is_recognised_and_named(text: str) -> None:
    files = {
        "TCVN3": (tcvn3(text).encode("latin-1"), tcvn3(text).encode("utf-8")),
        "VNI": (vni(text).encode("latin-1"), vni(text).encode("utf-8")),
        "Windows-1258": (windows_1258(text),),
    }
    for encoding, written in files.items():
        for data in written:
            source = read_bytes("a.txt", data)
            assert source.text == text
            (note,) = source.diagnostics
            assert note.code == "encoding" and encoding in note.message


def test_unicode_text_is_left_alone(text: str) -> None:
    assert mistaken(text) is None
    assert read_bytes("a.txt", text.encode()).diagnostics == ()
    assert vietnamese_share(text)[0] > 0.99


def test_mixed_or_foreign_bytes_are_refused(text: str) -> None:
    half = tcvn3(text[:900]).encode("latin-1") + vni(text[900:1800]).encode("latin-1")
    for data in (
        half,
        "déjà vu, où ça, être, forêt, naïve, garçon".encode("latin-1"),
        bytes(range(128, 256)) * 4,
    ):
        with pytest.raises(UnreadableDocument, match=r"a\.txt.*TCVN3"):
            read_bytes("a.txt", data)


def test_unicode_mixed_with_old_letters_is_told(text: str) -> None:
    mixed = text[:300] + tcvn3(text[300:]) + vni(text[:900])
    codes = [(d.code, d.severity) for d in read_bytes("a.txt", mixed.encode()).diagnostics]
    assert codes == [("encoding_mixed", "error")]


def test_syllables() -> None:
    assert all(map(is_syllable, ["nghiêng", "quyết", "giếng", "Khuyến", "gì", "đường", "ủy", "uỷ", "xoong"]))
    assert not any(map(is_syllable, ["kho¸n", "strong", "điề", "tíìm", "nghướ"]))


def test_fonts() -> None:
    assert by_font("c¸n bé", ".VnTimeH") == "CÁN BỘ"
    assert by_font("caùn boä", "VNI-Times") == "cán bộ"
    assert by_font("cán bộ", "Times New Roman") == "cán bộ"

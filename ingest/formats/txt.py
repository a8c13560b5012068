"""Plain text: UTF-8 with or without a byte order mark, UTF-16, Windows-1258, TCVN3 or VNI."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from html import unescape

from ingest.formats.legacy import decode_bytes, has_odd_letters, mistaken
from ingest.formats.spaced import spaced_tables
from ingest.formats.tabbed import tabbed_tables
from ingest.formats.visible import SOFT_HYPHEN, one_line_end, visible
from ontology.errors import UnreadableDocument
from ontology.text import nfc
from ontology.types import Diagnostic, SourceText

_HINT = "save the file as UTF-8"
_CODED = re.compile(r"&#(?:\d{2,5}|x[0-9a-fA-F]{2,4});")
_FEWEST_CODED = 10


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file: NFC, "\\n" line ends, no byte order mark; and what its encoding deserves to be told."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(name: str, data: bytes) -> Decoded:
    """The text of a file, converted where its encoding came before Unicode.

    Raises UnreadableDocument when the bytes are no text, or text of which no encoding makes words.
    """
    encoding = _encoding(data)
    legacy = None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        legacy = decode_bytes(data) if encoding == "utf-8" and b"\0" not in data else None
        if legacy is None:
            raise UnreadableDocument(
                f"not {encoding.upper()} text: byte {error.start} cannot be read, and Windows-1258, TCVN3 and VNI "
                "do not give Vietnamese words, or not one of them alone",
                document=name,
                hint=_HINT,
            ) from error
    else:
        if "\0" in text:
            raise UnreadableDocument("a binary file, not text", document=name, hint=_HINT)
        legacy = mistaken(text)
    if legacy:
        note = Diagnostic("encoding", f"the text was in {legacy.encoding} and has been converted", "info")
        return _shown(legacy.text, note)
    if has_odd_letters(visible(text)):
        doubt = "letters of TCVN3 or VNI stand among others; the text is kept as it is"
        mixed = Diagnostic("encoding_mixed", doubt, "error")
        return _shown(text, mixed, keep=SOFT_HYPHEN)  # a letter of TCVN3
    return _shown(text)


def _shown(text: str, *notes: Diagnostic, keep: str = "") -> Decoded:
    """The text in NFC as it prints: no invisible characters, letters for their HTML codes, one kind of line end."""
    if len(_CODED.findall(text)) >= _FEWEST_CODED:
        text = unescape(text)
        notes = (*notes, Diagnostic("entities", "HTML codes of letters were read as letters", "info"))
    shown = visible(text, keep=keep)
    if len(shown) < len(text):
        said = f"{len(text) - len(shown)} characters that print nothing were left out"
        notes = (*notes, Diagnostic("invisible", said, "info"))
    return Decoded(nfc(one_line_end(shown)), notes)


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Without a mark, UTF-16 shows in its NULs: every line end and blank has one, at the same parity.
    head = data[:4096]
    if head and len(data) % 2 == 0 and b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if odd > 4 * even:
            return "utf-16-le"
        if even > 4 * odd:
            return "utf-16-be"
    return "utf-8"


def read_txt(name: str, data: bytes) -> SourceText:
    """Read plain text; raises UnreadableDocument when the bytes are not text."""
    decoded = decode(name, data)
    return SourceText(
        name=name,
        format="txt",
        text=decoded.text,
        sha256=hashlib.sha256(data).hexdigest(),
        tables=tabbed_tables(decoded.text) or spaced_tables(decoded.text),
        diagnostics=decoded.diagnostics,
    )

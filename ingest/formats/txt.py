"""Plain text: UTF-8 with or without a byte order mark, UTF-16, Windows-1258, TCVN3 or VNI."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass

from ingest.formats.legacy import decode_bytes, has_odd_letters, mistaken
from ingest.formats.tabbed import tabbed_tables
from ontology.errors import UnreadableDocument
from ontology.text import nfc
from ontology.types import Diagnostic, SourceText

_HINT = "save the file as UTF-8"


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
    notes: tuple[Diagnostic, ...] = ()
    if legacy:
        text = legacy.text
        notes = (Diagnostic("encoding", f"the text was in {legacy.encoding} and has been converted", "info"),)
    elif has_odd_letters(text):
        doubt = "letters of TCVN3 or VNI stand among others; the text is kept as it is"
        notes = (Diagnostic("encoding_mixed", doubt, "error"),)
    return Decoded(nfc(text.replace("\r\n", "\n").replace("\r", "\n")), notes)


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
        tables=tabbed_tables(decoded.text),
        diagnostics=decoded.diagnostics,
    )

"""Plain text: UTF-8 with or without a byte order mark, or UTF-16."""

from __future__ import annotations

import codecs
import hashlib

from ontology.errors import UnreadableDocument
from ontology.text import nfc
from ontology.types import SourceText

_HINT = "save the file as UTF-8"


def decode(name: str, data: bytes) -> str:
    """The text of a file: NFC, "\\n" line ends, no byte order mark. Raises UnreadableDocument."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"not {encoding.upper()} text: byte {error.start} cannot be read", document=name, hint=_HINT
        ) from error
    if "\0" in text:
        raise UnreadableDocument("a binary file, not text", document=name, hint=_HINT)
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


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
    return SourceText(
        name=name, format="txt", text=decode(name, data), sha256=hashlib.sha256(data).hexdigest()
    )

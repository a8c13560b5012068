"""What a file is by its content, since portals name web pages, RTF and newer Word files ".doc" alike."""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile

from ingest.formats import ole
from ingest.formats.limits import DAMAGED_PART
from ontology.errors import UnreadableDocument

_SIGNATURES = (
    (re.compile(rb"\s*\{\s*\\rtf"), ".rtf"),
    (re.compile(rb"\s*%PDF-"), ".pdf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (re.compile(rb"\xff\xd8\xff"), ".jpg"),
    (re.compile(rb"II\*\x00|MM\x00\*"), ".tif"),
    (
        re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*(?:<!doctype\s+html|<html)[\s>]", re.I),
        ".html",
    ),
)
_ARCHIVE = re.compile(rb"\s*(?:mime-version|from|date|subject|content-type|message-id):", re.IGNORECASE)
_PAGE_INSIDE = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_PIECE_OF_PAGE = re.compile(
    rb"\s*<(?:meta|head|body|div|table|p|span|style|title|center|font)[\s>]", re.IGNORECASE
)
_WORD_XML = re.compile(rb"\s*<\?xml[\s\S]{0,2000}<(?:w:wordDocument|pkg:package)")
_PARTS = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"))
_ODF = {"text": ".odt", "text-template": ".odt", "spreadsheet": ".ods", "spreadsheet-template": ".ods"}
_OLD_NAMES = frozenset({".doc", ".dot", ".rtf", ".xls"})


def kind(name: str, data: bytes, suffix: str) -> str:
    """The suffix that a file with this content should have; its own one where the content does not tell.

    Raises UnreadableDocument for an Office file that is damaged, protected or of a kind that has no text to read.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith(ole.SIGNATURE):
        return _compound(name, data)
    if data.startswith(b"PK"):
        return _zipped(data) or suffix
    if _ARCHIVE.match(data) and _PAGE_INSIDE.search(data[:4096]):
        return ".mht"
    found = next((s for pattern, s in _SIGNATURES if pattern.match(data)), None)
    if found or suffix not in _OLD_NAMES:
        return found or suffix
    if _WORD_XML.match(data):
        raise UnreadableDocument(
            "Word's XML of 2003", document=name, hint="save it as .docx in a word processor"
        )
    if _PIECE_OF_PAGE.match(data):
        return ".html"
    is_text = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" not in data[:4096]
    return ".txt" if data and is_text and suffix != ".xls" else suffix


def _compound(name: str, data: bytes) -> str:
    found = ole.parts(name, data)
    if "WordDocument" in found:
        return ".doc"
    if found & {"Workbook", "Book"}:
        return ".xls"
    raise UnreadableDocument("an Office file with neither text nor sheets", document=name)


def _zipped(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = frozenset(archive.namelist())
            mime = archive.read("mimetype")[:100] if "mimetype" in found else b""
    except (*DAMAGED_PART, struct.error):
        return None
    odf = mime.decode("ascii", "replace").strip().removeprefix("application/vnd.oasis.opendocument.")
    return next((suffix for part, suffix in _PARTS if part in found), _ODF.get(odf))

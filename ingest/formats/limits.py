"""What a file may ask of its reader, and safe ways into archives and XML."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

from lxml import etree

from ontology.errors import LimitExceeded, UnreadableDocument

MAX_PAGES = 600
MAX_SECONDS = 120.0
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 60 * 1024 * 1024
MAX_RATIO = 400
MAX_NESTING = 150

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Clock:
    """The time that one file may take; `check` raises LimitExceeded when it is over."""

    def __init__(self, name: str, *, seconds: float = MAX_SECONDS) -> None:
        self._name, self._seconds = name, seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise LimitExceeded if the time is over."""
        if time.monotonic() > self._end:
            raise LimitExceeded(
                f"reading took longer than {self._seconds:g} seconds",
                document=self._name,
                hint="split the document",
            )

    def left(self) -> float:
        """Seconds that are left, at least a little."""
        return max(0.1, self._end - time.monotonic())


def check_pages(name: str, pages: int, *, most: int = MAX_PAGES) -> None:
    """Raise LimitExceeded if there are too many pages."""
    if pages > most:
        raise LimitExceeded(
            f"the document has {pages:,} pages, the limit is {most:,}",
            document=name,
            hint="split the document",
        )


def check_nesting(name: str, depth: int, *, most: int = MAX_NESTING) -> None:
    """Raise LimitExceeded if elements lie too deep in each other."""
    if depth > most:
        raise LimitExceeded(f"elements are nested more than {most} deep", document=name)


def open_archive(name: str, data: bytes) -> zipfile.ZipFile:
    """A zip archive whose parts together stay within bounds.

    Raises UnreadableDocument for what is no archive or has a password, LimitExceeded for an archive bomb.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableDocument(
                "protected by a password", document=name, hint="save it without a password"
            )
        raise UnreadableDocument(
            "a file of the old Word format", document=name, hint="save it as .docx in a word processor"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise UnreadableDocument(f"damaged: {error}", document=name) from error
    infos = archive.infolist()
    if any(i.flag_bits & 1 for i in infos):
        raise UnreadableDocument("protected by a password", document=name, hint="save it without a password")
    unpacked = sum(i.file_size for i in infos)
    if (
        unpacked > MAX_UNPACKED
        or len(infos) > 10_000
        or (unpacked > MAX_PART // 4 and unpacked > MAX_RATIO * len(data))
    ):
        raise LimitExceeded(
            f"the archive unpacks to {unpacked:,} bytes in {len(infos):,} parts, the limit is {MAX_UNPACKED:,}",
            document=name,
        )
    return archive


def read_part(name: str, archive: zipfile.ZipFile, part: str) -> Any:
    """The root element of an XML part, or None if the archive has none of this name.

    Entities are never resolved, nothing is fetched; a part that declares a document type is refused.
    """
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    if info.file_size > MAX_PART:
        raise LimitExceeded(f"{part} has {info.file_size:,} bytes, the limit is {MAX_PART:,}", document=name)
    try:
        return parse_xml(name, part, archive.read(info))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableDocument(f"damaged: {part}: {error}", document=name) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma"):  # a compressed stream that breaks off
            raise UnreadableDocument(f"damaged: {part}: {error}", document=name) from error
        raise


def parse_xml(name: str, part: str, data: bytes) -> Any:
    """The root of an XML part; raises UnreadableDocument or LimitExceeded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error) or "huge" in str(error).lower():
            raise LimitExceeded(f"{part} is nested too deep: {error}", document=name) from error
        raise UnreadableDocument(f"damaged: {part}: {error}", document=name) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument(f"{part} declares a document type, which is not allowed", document=name)
    return root

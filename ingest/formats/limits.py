"""What a file may ask of its reader, and safe ways into archives and XML."""

from __future__ import annotations

import io
import lzma
import struct
import time
import zipfile
import zlib
from typing import Any

from lxml import etree

from ontology.errors import LimitExceeded, UnreadableDocument

MAX_PAGES = 600
MAX_SECONDS = 120.0
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 60 * 1024 * 1024
MAX_RATIO = 400
MAX_NESTING = 150

# What zipfile raises for a part that breaks off, lies about its place or asks for a password.
DAMAGED_PART = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error,
                 lzma.LZMAError)  # fmt: skip


def protected(name: str) -> UnreadableDocument:
    """The error for a file that asks for a password."""
    return UnreadableDocument("protected by a password", document=name, hint="save it without a password")


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
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*DAMAGED_PART, struct.error) as error:
        raise UnreadableDocument(f"damaged: {error}", document=name) from error
    infos = archive.infolist()
    if any(i.flag_bits & 1 for i in infos):
        raise protected(name)
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
        data = archive.read(info)
    except DAMAGED_PART as error:
        raise UnreadableDocument(f"damaged: {part}: {error}", document=name) from error
    return parse_xml(name, part, data)


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

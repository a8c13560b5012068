"""Format readers: a file's bytes become a SourceText with true offsets.

A reader is one module with one function `(name, data) -> SourceText` and one row of `FORMATS`; it is loaded on
first use, so that an optional library is needed only by those who read its format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from ingest.formats.sniff import kind
from ontology.errors import LimitExceeded, UnreadableDocument, UnsupportedFormat
from ontology.types import Diagnostic, SourceText

Reader = Callable[[str, bytes], SourceText]

FORMATS: dict[str, str] = {
    ".txt": "ingest.formats.txt:read_txt",
    ".text": "ingest.formats.txt:read_txt",
    ".md": "ingest.formats.md:read_md",
    ".markdown": "ingest.formats.md:read_md",
    ".docx": "ingest.formats.docx:read_docx",
    ".docm": "ingest.formats.docx:read_docx",
    ".doc": "ingest.formats.doc:read_doc",
    ".dot": "ingest.formats.doc:read_doc",
    ".rtf": "ingest.formats.rtf:read_rtf",
    ".odt": "ingest.formats.odt:read_odt",
    ".ott": "ingest.formats.odt:read_odt",
    ".xlsx": "ingest.formats.xlsx:read_xlsx",
    ".xlsm": "ingest.formats.xlsx:read_xlsx",
    ".xls": "ingest.formats.xls:read_xls",
    ".ods": "ingest.formats.ods:read_ods",
    ".html": "ingest.formats.html:read_html",
    ".htm": "ingest.formats.html:read_html",
    ".xhtml": "ingest.formats.html:read_html",
    ".mht": "ingest.formats.mht:read_mht",
    ".mhtml": "ingest.formats.mht:read_mht",
    ".pdf": "ingest.formats.pdf:read_pdf",
    ".png": "ingest.formats.image:read_image",
    ".jpg": "ingest.formats.image:read_image",
    ".jpeg": "ingest.formats.image:read_image",
    ".tif": "ingest.formats.image:read_image",
    ".tiff": "ingest.formats.image:read_image",
}

MAX_BYTES = 20 * 1024 * 1024


def reader(suffix: str) -> Reader:
    """The reader registered for a suffix such as ".txt"; raises UnsupportedFormat, naming what there is."""
    row = FORMATS.get(suffix.lower())
    if row is None:
        raise UnsupportedFormat(
            f"no reader for files ending in {suffix!r}", hint="possible: " + ", ".join(sorted(FORMATS))
        )
    module, _, name = row.partition(":")
    return cast(Reader, getattr(import_module(module), name))


def read_bytes(name: str, data: bytes, *, max_bytes: int = MAX_BYTES) -> SourceText:
    """Read an upload; `name` is its file name. Its content chooses the reader, or its suffix where that does not tell.

    Raises UnsupportedFormat, UnreadableDocument or LimitExceeded, each with the file's name.
    """
    if len(data) > max_bytes:
        raise LimitExceeded(
            f"the file has {len(data):,} bytes, the limit is {max_bytes:,}",
            document=name,
            hint="split the document",
        )
    suffix = Path(name).suffix.lower()
    try:
        named = reader(suffix)
    except UnsupportedFormat as error:
        raise UnsupportedFormat(error.message, document=name, hint=error.hint) from error
    actual = kind(name, data, suffix)
    if FORMATS[actual] == FORMATS[suffix]:
        return named(name, data)
    source = reader(actual)(name, data)
    note = Diagnostic(
        "misnamed", f"the file is named {suffix}, its content is {actual} and was read as such", "info"
    )
    return replace(source, diagnostics=(note, *source.diagnostics))


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> SourceText:
    """Read a file; the size is checked before its bytes are loaded. Raises as `read_bytes` does."""
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise LimitExceeded(
                f"the file has {size:,} bytes, the limit is {max_bytes:,}",
                document=path.name,
                hint="split the document",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(error.strerror or str(error), document=path.name) from error
    return read_bytes(path.name, data, max_bytes=max_bytes)

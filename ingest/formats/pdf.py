"""PDF: text with its places through pdfplumber, pages that are pictures through recognition.

The file is opened in a process of its own with bounds on time and memory, so that a hostile one does no harm.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from ingest.formats.layout import Layout
from ingest.formats.legacy import from_tcvn3, from_vni, mistaken
from ingest.formats.limits import MAX_PAGES, check_pages
from ingest.formats.ocr import read_pictures
from ingest.formats.pages import lay_out
from ingest.formats.printed import Sheet, Word
from ontology.errors import LimitExceeded, MissingExtra, UnreadableDocument
from ontology.types import SourceText

MAX_SECONDS = 240

_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from ingest.formats.pdf_worker import main; main(sys.argv[1:])"
)
_DPI = 300
_FEW_WORDS = 8


def read_pdf(name: str, data: bytes) -> SourceText:
    """Read a PDF.

    Raises UnreadableDocument, LimitExceeded, or MissingExtra where all pages are pictures and the recognition
    program is not installed.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument("not a PDF", document=name)
    layout = Layout(name, "pdf", data)
    sheets = _sheets(name, data)
    pictures = [s.number for s in sheets if len(s.words) < _FEW_WORDS and s.images > 0.4]
    if pictures:
        sheets = _recognised(name, data, sheets, pictures, layout)
    lay_out(layout, _converted(sheets, layout))
    return layout.source()


def _sheets(name: str, data: bytes) -> list[Sheet]:
    lines = _work(name, data, MAX_SECONDS, "words", str(MAX_PAGES), str(MAX_SECONDS))
    check_pages(name, next((n["pages"] for n in lines if "pages" in n), 0))
    return [
        Sheet(
            number=line["number"],
            width=line["width"],
            height=line["height"],
            words=tuple(Word(*w) for w in line["words"]),
            tables=tuple(tuple((c[0], c[1], c[2], c[3]) for c in t) for t in line["tables"]),
            images=line["images"],
        )
        for line in lines
        if "number" in line
    ]


def _work(name: str, data: bytes, seconds: float, *task: str) -> list[dict[str, Any]]:
    """The lines that the worker writes for one task."""
    command = [sys.executable, "-I", "-c", _START, str(_ROOT), *task]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded(
            f"reading took longer than {seconds:g} seconds", document=name, hint="split the document"
        ) from error
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    fault = next((line["error"] for line in lines if "error" in line), None)
    if fault == "password":
        raise UnreadableDocument("protected by a password", document=name, hint="save it without a password")
    if fault == "memory":
        raise LimitExceeded("reading needs too much memory", document=name, hint="split the document")
    if fault or done.returncode:
        raise UnreadableDocument(f"damaged: {fault or 'reading broke off'}", document=name)
    return lines


def _recognised(
    name: str, data: bytes, sheets: list[Sheet], pictures: list[int], layout: Layout
) -> list[Sheet]:
    def render(folder: Path, numbers: list[int]) -> dict[int, float]:
        lines = _work(
            name, data, MAX_SECONDS, "render", str(MAX_SECONDS), str(folder), str(_DPI), *map(str, numbers)
        )
        return {line["page"]: line["scale"] for line in lines}

    try:
        found = read_pictures(name, pictures, render)
    except MissingExtra as error:
        if len(pictures) == len(sheets):
            raise
        listed = ", ".join(map(str, pictures))
        layout.note(
            "page_not_read", f"pages {listed} are pictures and were not read: {error.message}", "error"
        )
        return sheets
    layout.note("recognised", f"{len(found)} pages are pictures; their text was recognised", "info")
    return [found.get(s.number, s) for s in sheets]


def _converted(sheets: list[Sheet], layout: Layout) -> list[Sheet]:
    """The pages with TCVN3 or VNI letters brought to Unicode."""
    legacy = mistaken(" ".join(w.text for s in sheets for w in s.words))
    if not legacy:
        return sheets
    convert = from_tcvn3 if legacy.encoding == "TCVN3" else from_vni
    layout.note("encoding", f"the text was in {legacy.encoding} and has been converted")
    return [
        Sheet(
            s.number,
            s.width,
            s.height,
            tuple(Word(convert(w.text), w.left, w.top, w.right, w.bottom, w.size, w.row) for w in s.words),
            s.tables,
            s.images,
        )
        for s in sheets
    ]

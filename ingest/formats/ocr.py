"""Recognition of pictures of pages with Tesseract: words with their places, and the ruled tables around them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from ingest.formats.limits import Clock, check_pages
from ingest.formats.pages import Sheet, Word
from ingest.formats.rules import ruled_tables
from ontology.errors import LimitExceeded, MissingExtra, UnreadableDocument

MAX_PICTURES = 120
MAX_SECONDS_A_PAGE = 90
MAX_SECONDS = 1200

_HINT = "apt-get install tesseract-ocr tesseract-ocr-vie, or your system's packages of these"
_SURE = 20.0

Render = Callable[[Path, list[int]], dict[int, float]]


def read_pictures(name: str, numbers: Sequence[int], render: Render) -> dict[int, Sheet]:
    """The pages that `render` writes as <number>.png into a folder, by number; it returns the pixels of a point.

    Raises MissingExtra without Tesseract or its Vietnamese data, LimitExceeded for too many pages or too much time.
    """
    program = tesseract()
    check_pages(name, len(numbers), most=MAX_PICTURES)
    clock = Clock(name, seconds=MAX_SECONDS)
    sheets = {}
    with tempfile.TemporaryDirectory(prefix="truyvet-") as folder:
        for number in numbers:
            clock.check()
            scale = render(Path(folder), [number]).get(number, 1.0)
            picture = Path(folder) / f"{number}.png"
            sheets[number] = _sheet(name, program, picture, number, scale)
            picture.unlink()
    return sheets


@lru_cache(maxsize=1)
def tesseract() -> str:
    """The recognition program's path; raises MissingExtra where it or its Vietnamese data is not installed."""
    program = shutil.which("tesseract")
    if not program:
        raise MissingExtra("text in pictures needs Tesseract, which is not installed", hint=_HINT)
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingExtra(f"Tesseract does not run: {error}", hint=_HINT) from error
    if "vie" not in (listed.stdout + listed.stderr).split():
        raise MissingExtra("Tesseract has no Vietnamese data", hint=_HINT)
    return program


def _sheet(name: str, program: str, picture: Path, number: int, scale: float) -> Sheet:
    command = [
        program,
        str(picture),
        "stdout",
        "-l",
        "vie",
        "--psm",
        "3",
        "--dpi",
        str(round(72 * scale)),
        "tsv",
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MAX_SECONDS_A_PAGE, check=False)
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded(
            f"recognising page {number} took longer than {MAX_SECONDS_A_PAGE} seconds", document=name
        ) from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnreadableDocument(f"page {number} cannot be recognised: {reason[-1:]}", document=name)
    width, height, tables = ruled_tables(picture, scale)
    words = _words(done.stdout.decode("utf-8", "replace"), scale)
    return Sheet(number, width, height, tuple(words), tables, images=1.0)


def _words(tsv: str, scale: float) -> list[Word]:
    """The words of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, sureness."""
    rows: dict[tuple[str, ...], int] = {}
    words = []
    for line in tsv.splitlines()[1:]:
        fields = line.split("\t", 11)
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip():
            continue
        if float(fields[10]) < _SURE and not any(c.isalnum() for c in fields[11]):
            continue  # a speck
        left, top, width, height = (int(v) / scale for v in fields[6:10])
        row = rows.setdefault(tuple(fields[1:5]), len(rows))
        words.append(Word(fields[11].strip(), left, top, left + width, top + height, height, row))
    return words

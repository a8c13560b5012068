"""Recognition of pictures of pages with Tesseract: words with their places, and the ruled tables around them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from ingest.formats.limits import Clock, check_pages
from ingest.formats.printed import Sheet, Word
from ingest.formats.rules import ruled_tables, strips, without
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
    """One page: the text outside its tables, then the cells of the tables, each read by itself."""
    from PIL import Image

    with Image.open(picture) as image:
        grey = np.asarray(image.convert("L"))
    tables = ruled_tables(grey, scale)
    Image.fromarray(without(grey, tables, scale)).save(picture)
    words = _words(_recognise(name, program, picture, number, scale, mode=3), scale, 0)
    for cells in tables:
        for strip, places in strips(grey, cells, scale):
            Image.fromarray(strip).save(picture)
            found = _words(_recognise(name, program, picture, number, scale, mode=6), scale, len(words))
            words += [_back(word, places, scale) for word in found]
    height, width = grey.shape
    return Sheet(number, width / scale, height / scale, tuple(words), tables, images=1.0)


def _back(word: Word, places: Sequence[tuple[int, int, int]], scale: float) -> Word:
    """A word of a strip at its place on the page."""
    begin, left, top = max((p for p in places if p[0] <= word.middle * scale), default=places[0])
    right, down = left / scale, (top - begin) / scale
    return replace(
        word,
        left=word.left + right,
        right=word.right + right,
        top=word.top + down,
        bottom=word.bottom + down,
    )


def _recognise(name: str, program: str, picture: Path, number: int, scale: float, *, mode: int) -> str:
    command = [
        program,
        str(picture),
        "stdout",
        "-l",
        "vie",
        "--psm",
        str(mode),
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
    return done.stdout.decode("utf-8", "replace")


def _words(tsv: str, scale: float, first: int) -> list[Word]:
    """The words of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, sureness.

    Lines are numbered from `first`.
    """
    rows: dict[tuple[str, ...], int] = {}
    words = []
    for line in tsv.splitlines()[1:]:
        fields = line.split("\t", 11)
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip():
            continue
        if float(fields[10]) < _SURE and not any(c.isalnum() for c in fields[11]):
            continue  # a speck
        left, top, width, height = (int(v) / scale for v in fields[6:10])
        row = rows.setdefault(tuple(fields[1:5]), first + len(rows))
        words.append(Word(fields[11].strip(), left, top, left + width, top + height, height, row))
    return words

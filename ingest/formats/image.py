"""Pictures of pages (PNG, JPEG, TIFF of one or more pages), read by recognition."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from ingest.formats.layout import Layout
from ingest.formats.limits import check_pages
from ingest.formats.ocr import MAX_PICTURES, read_pictures
from ingest.formats.pages import lay_out
from ontology.errors import LimitExceeded, UnreadableDocument
from ontology.types import SourceText

MAX_PIXELS = 80_000_000

_A4_HEIGHT = 842.0  # points


def read_image(name: str, data: bytes) -> SourceText:
    """Read a picture; raises UnreadableDocument, LimitExceeded, or MissingExtra without Tesseract."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except Image.DecompressionBombError as error:
        raise LimitExceeded(f"the picture is too large: {error}", document=name) from error
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise UnreadableDocument(f"not a picture: {error}", document=name) from error
    pages = int(getattr(image, "n_frames", 1))
    check_pages(name, pages, most=MAX_PICTURES)

    def render(folder: Path, numbers: list[int]) -> dict[int, float]:
        scales = {}
        for number in numbers:
            try:
                image.seek(number - 1)
                if image.width * image.height > MAX_PIXELS:
                    raise LimitExceeded(
                        f"page {number} has {image.width * image.height:,} pixels, the limit is {MAX_PIXELS:,}",
                        document=name,
                    )
                image.convert("L").save(folder / f"{number}.png")
            except (OSError, EOFError, ValueError, SyntaxError) as error:
                raise UnreadableDocument(f"page {number} is damaged: {error}", document=name) from error
            scales[number] = max(1.0, max(image.width, image.height) / _A4_HEIGHT)
        return scales

    layout = Layout(name, "image", data)
    sheets = read_pictures(name, range(1, pages + 1), render)
    layout.note("recognised", f"{pages} pages are pictures; their text was recognised")
    lay_out(layout, [sheets[n] for n in sorted(sheets)])
    return layout.source()

"""The part of PDF reading that touches the file: runs in a process of its own, which can be stopped.

Standard input is the PDF. `words` writes one line of JSON a page (`ingest.formats.printed.Sheet` as a dictionary),
`render` writes pages as grey PNG files. The last line is {"error": …} where the file cannot be read.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from pathlib import Path
from typing import Any

_MEMORY = 4 * 1024**3
_NARROW = 0.08
_MOST_WORDS = 20_000


def main(argv: list[str]) -> None:
    """Run one task: `words MAX_PAGES SECONDS` or `render SECONDS FOLDER DPI PAGE…`."""
    task, *rest = argv
    seconds = int(rest[1] if task == "words" else rest[0])
    _confine(seconds)
    logging.disable(logging.CRITICAL)
    data = sys.stdin.buffer.read()
    try:
        if task == "words":
            _words(data, int(rest[0]))
        else:
            _render(data, Path(rest[1]), int(rest[2]), [int(n) for n in rest[3:]])
    except MemoryError:
        _say({"error": "memory"})
    except Exception as error:  # hostile files raise anything; the parent maps it to one error of ours
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        kind = type(cause).__name__
        _say(
            {
                "error": "password"
                if "Password" in kind or "password" in str(cause)
                else f"{kind}: {cause}"[:200]
            }
        )


def _confine(seconds: int) -> None:
    """Bound the memory and processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _words(data: bytes, most: int) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
        _say({"pages": count})
        for page in pdf.pages[: most if count <= most else 0]:
            _say(_sheet(page))
            page.close()


def _sheet(page: Any) -> dict[str, Any]:
    from pdfplumber.utils.text import dedupe_chars, extract_words

    chars = [{**c, "size": round(c["size"] * 2) / 2} for c in page.chars if c.get("upright", True)]
    chars = without_false_blanks(list(dedupe_chars(chars, tolerance=1, extra_attrs=())))
    words = extract_words(chars, x_tolerance_ratio=0.15, y_tolerance=3, extra_attrs=["size"])[:_MOST_WORDS]
    tables = page.find_tables({"explicit_horizontal_lines": open_ends(page.edges)}) if page.edges else []
    area = max(1.0, float(page.width) * float(page.height))
    images = sum(abs((i["x1"] - i["x0"]) * (i["bottom"] - i["top"])) for i in page.images) / area
    return {
        "number": page.page_number,
        "width": float(page.width),
        "height": float(page.height),
        "words": [
            [w["text"], *(round(float(w[k]), 1) for k in ("x0", "top", "x1", "bottom", "size"))]
            for w in words
        ],
        "tables": [[[round(float(v), 1) for v in cell] for cell in t.cells] for t in tables],
        "images": round(images, 2),
    }


def open_ends(edges: list[dict[str, Any]]) -> list[float]:
    """Heights at which the upright rules of a table end without a level one: a row goes on over the page there."""
    level = [e["top"] for e in edges if e["orientation"] == "h" and e["width"] > 5]
    ends: dict[int, set[int]] = {}
    for edge in edges:
        if edge["orientation"] == "v" and edge["height"] > 5:
            for y in (edge["top"], edge["bottom"]):
                ends.setdefault(round(y), set()).add(round(edge["x0"] / 3))
    return [float(y) for y, places in ends.items() if len(places) > 2 and all(abs(y - h) > 3 for h in level)]


def without_false_blanks(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters without blanks that take no room: they stand inside a word ("KHO ẢN")."""
    out: list[dict[str, Any]] = []
    for i, char in enumerate(chars):
        if char["text"].isspace() and out and i + 1 < len(chars):
            before, after = out[-1], chars[i + 1]
            same = abs(before["top"] - after["top"]) < 0.3 * max(1.0, after["size"])
            gap = after["x0"] - before["x1"]
            if same and not after["text"].isspace() and -0.5 * after["size"] < gap < _NARROW * after["size"]:
                continue
        out.append(char)
    return out


def _render(data: bytes, folder: Path, dpi: int, pages: list[int]) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in pages:
        page = document[number - 1]
        largest = max(page.get_size())
        scale = min(dpi / 72, 10_000 / max(1.0, largest))
        page.render(scale=scale, grayscale=True).to_pil().save(folder / f"{number}.png")
        _say({"page": number, "scale": scale})


if __name__ == "__main__":
    main(sys.argv[1:])

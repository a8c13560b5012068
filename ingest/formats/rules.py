"""Ruled tables in pictures of pages: long straight dark runs are rules, rules that cross make cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ingest.formats.pages import Box

_DARK = 140
_ACROSS, _DOWN = 24.0, 14.0  # points: longer than any stroke of a letter
_MOST_RUNS = 30_000


def ruled_tables(picture: Path, scale: float) -> tuple[float, float, tuple[tuple[Box, ...], ...]]:
    """Width, height and tables of a picture, in points; `scale` is the pixels of a point."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
    from PIL import Image

    with Image.open(picture) as image:
        grey = np.asarray(image.convert("L"))
    dark = grey < _DARK
    edges = [
        *(_edge("h", *run, scale) for run in _runs(dark, int(_ACROSS * scale))),
        *(_edge("v", *run, scale) for run in _runs(dark.T, int(_DOWN * scale))),
    ]
    height, width = grey.shape
    if not edges or len(edges) > _MOST_RUNS:
        return width / scale, height / scale, ()
    merged = merge_edges(
        edges, snap_x_tolerance=3, snap_y_tolerance=3, join_x_tolerance=3, join_y_tolerance=3
    )
    crossings = edges_to_intersections(merged, 3, 3)
    tables = cells_to_tables(intersections_to_cells(crossings))
    boxes = tuple(tuple((c[0], c[1], c[2], c[3]) for c in table) for table in tables)
    return width / scale, height / scale, boxes


def _runs(dark: Any, least: int) -> list[tuple[int, int, int]]:
    """Row, first and last column of every dark run of at least this length; a row may stray by a pixel."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    found: list[tuple[int, int, int]] = []
    rows = np.flatnonzero(thick.sum(axis=1) >= least)
    for y in rows:
        row = np.concatenate(([0], thick[y].view(np.int8), [0]))
        turns = np.flatnonzero(np.diff(row))
        starts, ends = turns[::2], turns[1::2]
        long = ends - starts >= least
        found += [(int(y), int(a), int(b)) for a, b in zip(starts[long], ends[long], strict=True)]
        if len(found) > _MOST_RUNS:
            break
    return found


def _edge(orientation: str, across: int, start: int, end: int, scale: float) -> dict[str, Any]:
    """A run as pdfplumber's table finder takes it."""
    at, a, b = across / scale, start / scale, end / scale
    if orientation == "h":
        return {"orientation": "h", "x0": a, "x1": b, "top": at, "bottom": at, "width": b - a, "height": 0.0}
    return {"orientation": "v", "x0": at, "x1": at, "top": a, "bottom": b, "width": 0.0, "height": b - a}

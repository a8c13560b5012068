"""Ruled tables in pictures of pages: long straight dark runs are rules, rules that cross make cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ingest.formats.printed import Box

_DARK = 140
_ACROSS, _DOWN = 24.0, 14.0  # points: longer than any stroke of a letter
_MOST_RUNS = 30_000
_INSET = 1.4  # points from the middle of a rule to where a cell's own ink may begin
_MARGIN = 24  # pixels around a cell in a strip
_MOST_HEIGHT = 20_000

Ink = np.ndarray[Any, np.dtype[np.uint8]]


def ruled_tables(grey: Ink, scale: float) -> tuple[tuple[Box, ...], ...]:
    """The cells of each table in a picture, in points; `scale` is the pixels of a point."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    dark = grey < _DARK
    edges = [
        *(_edge("h", *run, scale) for run in _runs(dark, int(_ACROSS * scale))),
        *(_edge("v", *run, scale) for run in _runs(dark.T, int(_DOWN * scale))),
    ]
    if not edges or len(edges) > _MOST_RUNS:
        return ()
    merged = merge_edges(
        edges, snap_x_tolerance=3, snap_y_tolerance=3, join_x_tolerance=3, join_y_tolerance=3
    )
    crossings = edges_to_intersections(merged, 3, 3)
    tables = cells_to_tables(intersections_to_cells(crossings))
    return tuple(tuple((c[0], c[1], c[2], c[3]) for c in table) for table in tables if len(table) > 1)


def without(grey: Ink, tables: Sequence[Sequence[Box]], scale: float) -> Ink:
    """The picture with its tables painted white."""
    out = grey.copy()
    for cells in tables:
        left, top = min(c[0] for c in cells) - _INSET, min(c[1] for c in cells) - _INSET
        right, bottom = max(c[2] for c in cells) + _INSET, max(c[3] for c in cells) + _INSET
        out[
            max(0, int(top * scale)) : int(bottom * scale) + 1,
            max(0, int(left * scale)) : int(right * scale) + 1,
        ] = 255
    return out


def strips(grey: Ink, cells: Sequence[Box], scale: float) -> list[tuple[Ink, list[tuple[int, int, int]]]]:
    """The cells' insides one below the other, in one column, so that recognition reads each by itself.

    Beside each strip: for every cell where it begins in the strip, and its left and top in the picture, in pixels.
    """
    pieces = []
    for box in sorted(cells):  # column by column
        left, top, right, bottom = (
            int(v * scale) for v in (box[0] + _INSET, box[1] + _INSET, box[2] - _INSET, box[3] - _INSET)
        )
        ink = grey[top:bottom, left:right] < _DARK
        if ink.sum() <= 2 * scale:
            continue
        down, across = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        top, bottom, left, right = top + down[0], top + down[-1] + 1, left + across[0], left + across[-1] + 1
        pieces.append((grey[top:bottom, left:right], int(left), int(top)))
    out = []
    while pieces:
        taken, height = 0, 0
        while taken < len(pieces) and (not taken or height + len(pieces[taken][0]) < _MOST_HEIGHT):
            height += len(pieces[taken][0]) + _MARGIN
            taken += 1
        out.append(_stacked(pieces[:taken], height))
        pieces = pieces[taken:]
    return out


def _stacked(pieces: Sequence[tuple[Ink, int, int]], height: int) -> tuple[Ink, list[tuple[int, int, int]]]:
    width = max(piece.shape[1] for piece, _, _ in pieces) + 2 * _MARGIN
    strip = np.full((height + _MARGIN, width), 255, np.uint8)
    places, at = [], _MARGIN
    for piece, left, top in pieces:
        strip[at : at + piece.shape[0], _MARGIN : _MARGIN + piece.shape[1]] = piece
        places.append((at, left - _MARGIN, top))
        at += piece.shape[0] + _MARGIN
    return strip, places


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

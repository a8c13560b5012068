"""Annexes for tests: read from lines, or from the rows of a pipe table."""

from __future__ import annotations

from datetime import date

from ingest.annexes import AnnexContent, read_annex
from ingest.reading import AnnexRegion, Reading
from ontology.types import Cell, SourceText, Table, Target, Task

HEAD = ["TT", "Nhiệm vụ", "Cơ quan phối hợp", "Cơ quan chủ trì", "Kết quả", "Thời hạn"]


def read(lines: list[str], *, tables: tuple[Table, ...] = ()) -> AnnexContent:
    text = "\n".join(lines)
    reading = Reading(SourceText("annex.txt", "txt", text, "0" * 64, tables))
    region = AnnexRegion("PHỤ LỤC I", "", 0, len(text))
    return read_annex(reading, region, document="d", place="An Giang", issued=date(2025, 2, 1))


def texts(task: Task | Target, field: str) -> str | None:
    return "; ".join(a.text for a in getattr(task, field)) or None


def pipe(rows: list[list[str]]) -> tuple[list[str], Table]:
    """Lines of a pipe table and the table that a format reader would give."""
    lines = ["| " + " | ".join(r) + " |" for r in rows]
    cells, at = [], 0
    for line, row in zip(lines, rows, strict=True):
        start, out = at + 2, []
        for text in row:
            out.append(Cell(text, start, start + len(text)))
            start += len(text) + 3
        cells.append(tuple(out))
        at += len(line) + 1
    return lines, Table(0, at - 1, tuple(cells))

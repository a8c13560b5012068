"""What the command line prints: tables for people, JSON for programs, progress on the error stream."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.ingesting import Progress as ProgressCallback
from ontology.codec import dump

#: Into a pipe or a file a table gets room enough not to break words.
_PIPE_WIDTH = 132
_FIRST_WIDTH = 44
out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
err = Console(stderr=True, highlight=False)

STAGES = {"read": "Đọc văn bản", "embed": "Tính vectơ", "link": "Nối nhiệm vụ với điều khoản"}


def print_json(value: Any) -> None:
    """One JSON value on standard output, for `--json`."""
    sys.stdout.write(json.dumps(dump(value), ensure_ascii=False, indent=2) + "\n")


def print_table(title: str | None, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; None shows as a dash, and a long first cell wraps so that the others keep their room.

    Without rows it is a line that says so.
    """
    rows = list(rows)
    if not rows:
        out.print(f"{title}: không có dòng nào." if title else "Không có dòng nào.", markup=False)
        return
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", expand=False)
    for i, column in enumerate(columns):
        table.add_column(column, overflow="fold", max_width=_FIRST_WIDTH if i == 0 else None)
    for row in rows:
        table.add_row(*("–" if cell is None or cell == "" else str(cell) for cell in row))
    out.print(table)


@contextmanager
def progress_bars(*, quiet: bool) -> Iterator[ProgressCallback]:
    """A callback that draws one bar a stage while long work runs; draws nothing when `quiet` or not a terminal."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=err, transient=True, disable=quiet or not err.is_terminal,
    ) as bars:  # fmt: skip
        ids: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in ids:
                ids[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(ids[stage], completed=done, total=total)

        yield show


def short(text: str | None, length: int = 120) -> str:
    """The beginning of a text, cut at a word."""
    words = " ".join((text or "").split())
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…"

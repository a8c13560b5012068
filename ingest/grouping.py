"""Which rows of a table of tasks only head the rows below them, and rows whose numbers begin anew.

A number heads a group as a numeral does where its row says nothing but a name and the rows below it are its parts
("1 Thể chế", "1.1 Xây dựng …").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.cells import is_blank
from ingest.columns import Columns, Role
from ingest.rows import Row
from ontology.types import Diagnostic, Target, Task

_SAYING: tuple[Role, ...] = ("lead", "coop", "deadline", "output")


def headed(rows: Sequence[Row], columns: Columns) -> tuple[Row, ...]:
    """The rows of a table of tasks, those that only head their parts as groups; other tables stay as they are."""
    if columns.kind != "tasks":
        return tuple(rows)
    return tuple(
        replace(row, group=True, missing=()) if heads(row, below, columns) else row
        for row, below in zip(rows, [*rows[1:], None], strict=True)
    )


def heads(row: Row, below: Row | None, columns: Columns) -> bool:
    """Whether a row of a table of tasks says nothing but a name and the row below is a part of it."""
    if row.group or not row.label or below is None or not below.label:
        return False
    part = below.label.rstrip(".").startswith(f"{row.label.rstrip('.')}.")
    saying = (c.index for role in _SAYING for c in columns.of(role))
    return part and all(i not in row.cells or is_blank(row.cells[i].text) for i in saying)


def inside(label: str, group: str | None) -> bool:
    """Whether a heading's number only parts the group that it stands in: a numeral's, or its own whole's."""
    if not group or not label[0].isdigit():
        return False
    return not group[0].isdigit() or label.startswith(f"{group}.")


def group_of(label: str | None, group: str | None) -> str | None:
    """The group of a row: one that a number heads holds its own parts alone.

    >>> group_of("1.2", "1"), group_of("3", "1"), group_of("3", "II")
    ('1', None, 'II')
    """
    if group and group[0].isdigit() and not (label or "").startswith(f"{group}."):
        return None
    return group


def tasks_apart(tasks: Sequence[Task]) -> list[Task]:
    """The tasks with ids of their own; a number that comes again in one group is reported."""
    return [
        replace(t, id=i, diagnostics=(*t.diagnostics, *_again(t, doubtful)))
        for t, (i, doubtful) in zip(tasks, _own_ids((t.id, t.group) for t in tasks), strict=True)
    ]


def targets_apart(targets: Sequence[Target]) -> list[Target]:
    """The targets with ids of their own; a number that comes again is reported."""
    return [
        replace(t, id=i, diagnostics=(*t.diagnostics, *_again(t, doubtful)))
        for t, (i, doubtful) in zip(targets, _own_ids((t.id, None) for t in targets), strict=True)
    ]


def _own_ids(ids: Iterable[tuple[str, str | None]]) -> list[tuple[str, bool]]:
    """Each id made its own, and whether it had come up in the same group before."""
    times: Counter[str] = Counter()
    seen: set[tuple[str, str | None]] = set()
    out = []
    for one, group in ids:
        times[one] += 1
        out.append((one if times[one] == 1 else f"{one}~{times[one]}", (one, group) in seen))
        seen.add((one, group))
    return out


def _again(row: Task | Target, doubtful: bool) -> tuple[Diagnostic, ...]:
    if not doubtful:
        return ()
    text = f"row number {row.no} is used again"
    return (Diagnostic("row.repeated_number", text, "warning", row.start, row.end),)

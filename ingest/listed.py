"""Tasks that a list tells instead of a table: an item, then "Cơ quan chủ trì: …", "Thời gian hoàn thành: …".

The words before a colon are read as the headings of table columns are, so that an item becomes a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.cells import Part
from ingest.columns import Column, Columns, Role, role_of
from ingest.labels import Label, read_label
from ingest.rows import Row, join
from ontology.text import squeeze

_HEAD = re.compile(
    r"(?:^\s*[-–+*•]?\s*|(?<=[.;,(])\s*)(?P<head>(?:(?:các )?(?:cơ quan|đơn vị)|giao|phân công|đầu mối|"
    r"chủ trì|phối hợp|thời gian|thời hạn|tiến độ|hạn|hoàn thành|sản phẩm|kết quả|kinh phí|nguồn)"
    r"[^:;.,()]{0,36})\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_ROLES: tuple[Role, ...] = ("no", "title", "lead", "coop", "output", "deadline", "other")
COLUMNS = Columns("tasks", tuple(Column(i, role, "") for i, role in enumerate(_ROLES)))
_AT = {role: i for i, role in enumerate(_ROLES)}
_EDGE = " ;,.(–-+"
_SECTIONS = ("phần", "chương", "mục", "tiểu mục", "roman", "capital")


@dataclass(slots=True)
class _Item:
    """An item while its lines are gathered; `open` is the role that a line without a head goes on."""

    label: Label | None
    start: int
    end: int
    title: list[Part]
    found: dict[Role, list[Part]] = field(default_factory=dict)
    open: Role | None = "title"


def stated_fields(text: str) -> list[tuple[Role, int, int]]:
    """The heads in a text that name a field of a task: its role, and where the field's words begin and end."""
    if ":" not in text:
        return []
    heads = [(m, role_of(m["head"]) or "other") for m in _HEAD.finditer(text)]
    heads = [(m, "deadline" if role == "title" else role) for m, role in heads]
    if not heads:
        return []
    ends = [*(m.start() for m, _ in heads[1:]), len(text)]
    return [(role, m.end(), end) for (m, role), end in zip(heads, ends, strict=True)]


def listed_rows(lines: Sequence[Part]) -> tuple[Row, ...]:
    """The rows of a list of tasks, groups included; nothing unless an item names who leads it.

    An item without fields of its own is the group of those after it; a dash before the fields is a detail.
    """
    items: list[_Item] = []
    for line in lines:
        fields = stated_fields(line.text)
        label = None if _HEAD.match(line.text) else read_label(line.text)
        current = items[-1] if items else None
        if label and _opens(label, current):
            items.append(_Item(label, line.start, line.end, []))
            current = items[-1]
        elif current and label and not fields:
            current.open = None
            continue
        if current:
            _take(current, line, label.end if label else 0, fields)
    if not any("lead" in item.found for item in items):
        return ()
    return tuple(_row(item) for item in items if item.title)


def _opens(label: Label, current: _Item | None) -> bool:
    """Whether a label opens an item: a dash does so only under a section or after the fields of another item."""
    if label.style != "bullet" or current is None:
        return label.style != "bullet"
    return bool(current.found) or bool(current.label and current.label.style in _SECTIONS)


def _take(item: _Item, line: Part, at: int, fields: Sequence[tuple[Role, int, int]]) -> None:
    """Add a line to an item: words before its first field go on what is open."""
    heads = [m.start() for m in _HEAD.finditer(line.text)]
    words = _cut(line, at, heads[0] if heads else len(line.text))
    if words.text and item.open == "title":
        item.title.append(words)
    elif words.text and item.open:
        item.found.setdefault(item.open, []).append(words)
    for role, start, end in fields:
        item.found.setdefault(role, []).append(_cut(line, start, end))
        item.open = role
    item.end = line.end


def _cut(line: Part, start: int, end: int) -> Part:
    """Characters [start, end) of a line as a part; the line's blanks are squeezed, so that its edges are close."""
    text = line.text[start:end]
    return Part(squeeze(text).strip(_EDGE), line.start + start, min(line.end, line.start + end))


def _row(item: _Item) -> Row:
    label = ".".join(map(str, item.label.numbers)) or item.label.name if item.label else None
    title = join(item.title)
    cells = {_AT["title"]: Part(title.text.strip(_EDGE), title.start, title.end)}
    for role, parts in item.found.items():
        cells.setdefault(_AT[role], join(parts))
    bullet = bool(item.label and item.label.style == "bullet")
    return Row(None if bullet else label, not item.found, item.start, item.end, cells)

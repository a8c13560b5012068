"""Modifiers, styles, fonts and lists of a Word 97–2003 file, by [MS-DOC]."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.formats.doc_file import WordFile
from ingest.formats.numbering import Level, Numbering

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_HUGE = (0x6646, 0x6645)
LIST, LEVEL = 0x460B, 0x260A
_FONT = 0x4A4F
_FORMATS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "decimal",
            22: "decimalZero", 23: "bullet", 255: "none"}  # fmt: skip
_CONTENTS = range(19, 28)
_MOST_LEVELS = 9


def modifiers(changes: bytes, more: bytes = b"") -> Iterator[tuple[int, bytes]]:
    """The modifiers of a list of them, each with its operand; `more` holds lists that were too long for their place."""
    at = 0
    while at + 2 < len(changes):
        code = int.from_bytes(changes[at : at + 2], "little")
        at += 2
        if code >> 13 != 6:
            size = _SIZES[code >> 13]
        elif code == _TABLE_DEFINITION:
            size = int.from_bytes(changes[at : at + 2], "little") + 1
        elif code == _TABS and changes[at] == 255:
            deleted = changes[at + 1] if at + 1 < len(changes) else 0
            added = at + 2 + 4 * deleted
            size = 3 + 4 * deleted + 3 * (changes[added] if added < len(changes) else 0)
        else:
            size = changes[at] + 1
        operand = changes[at : at + size]
        at += max(1, size)
        if code in _HUGE and more:
            place = int.from_bytes(operand, "little")
            length = int.from_bytes(more[place : place + 2], "little")
            yield from modifiers(more[place + 2 : place + 2 + length])
        else:
            yield code, operand


def values(changes: bytes, more: bytes = b"") -> dict[int, int]:
    """The modifiers whose operand is a number; the last one of each counts."""
    return {c: int.from_bytes(v, "little") for c, v in modifiers(changes, more) if c >> 13 != 6}


@dataclass(frozen=True, slots=True)
class _Style:
    kind: int
    base: int
    name: str
    paragraph: bytes
    letters: bytes


class Styles:
    """The style sheet and the fonts."""

    def __init__(self, file: WordFile) -> None:
        self._styles: dict[int, _Style] = {}
        self._fonts = list(_font_names(file.part(15)[1]))
        sheet = file.part(1)[1]
        size = int.from_bytes(sheet[:2], "little")
        head = sheet[2 : 2 + size]
        self._font = int.from_bytes(head[12:14], "little")
        base = int.from_bytes(head[2:4], "little")
        at, number = 2 + size, 0
        while at + 2 <= len(sheet):
            length = int.from_bytes(sheet[at : at + 2], "little")
            if length:
                self._styles[number] = _style(sheet[at + 2 : at + 2 + length], base)
            at += 2 + length + (length & 1)
            number += 1

    def is_contents(self, number: int) -> bool:
        """Whether a paragraph style is one of the automatic table of contents."""
        style = self._styles.get(number)
        return style is not None and style.kind in _CONTENTS

    def paragraph(self, number: int) -> dict[int, int]:
        """What a paragraph style says of its paragraphs, with what it inherits."""
        out: dict[int, int] = {}
        for style in reversed(list(self._chain(number))):
            out |= values(style.paragraph)
        return out

    def letters(self, number: int) -> dict[int, int]:
        """What a style says of its letters, with what it inherits."""
        out: dict[int, int] = {}
        for style in reversed(list(self._chain(number))):
            out |= values(style.letters)
        return out

    def font(self, shown: dict[int, int]) -> str:
        """The name of the font that letters have."""
        number = shown.get(_FONT, self._font)
        return self._fonts[number] if number < len(self._fonts) else ""

    def _chain(self, number: int) -> Iterator[_Style]:
        seen: set[int] = set()
        while (style := self._styles.get(number)) is not None and number not in seen:
            seen.add(number)
            yield style
            number = style.base


def _style(data: bytes, base: int) -> _Style:
    words = [int.from_bytes(data[i : i + 2], "little") for i in (0, 2, 4)]
    length = int.from_bytes(data[base : base + 2], "little")
    at = base + 2 + 2 * length + 2
    parts = []
    for _ in range(min(words[2] & 0xF, 3)):
        size = int.from_bytes(data[at : at + 2], "little")
        parts.append(data[at + 2 : at + 2 + size])
        at += 2 + size + (size & 1)
    is_paragraph = words[1] & 0xF == 1
    name = data[base + 2 : base + 2 + 2 * length].decode("utf-16-le", "replace")
    return _Style(
        kind=words[0] & 0xFFF,
        base=words[1] >> 4,
        name=name,
        paragraph=parts[0][2:] if is_paragraph and parts else b"",
        letters=(parts[1] if len(parts) > 1 else b"") if is_paragraph else b"".join(parts[:1]),
    )


def _font_names(data: bytes) -> Iterator[str]:
    at = 4
    for _ in range(int.from_bytes(data[:2], "little")):
        if at >= len(data):
            return
        size = data[at] + 1
        yield data[at + 40 : at + size].decode("utf-16-le", "replace").split("\0")[0]
        at += size


def read_numbering(file: WordFile) -> Numbering:
    """The lists of the file; a paragraph names its list by its number from 1."""
    lists = Numbering()
    start, definitions = file.part(73)
    data = file.table[start : start + (1 << 22)]
    count = int.from_bytes(definitions[:2], "little")
    at = 2 + 28 * count
    for i in range(count):
        head = definitions[2 + 28 * i : 30 + 28 * i]
        if len(head) < 28:
            break
        levels: dict[int, Level] = {}
        for depth in range(1 if head[26] & 1 else _MOST_LEVELS):
            level, at = _level(data, at)
            if level is not None:
                levels[depth] = level
        lists.levels[head[:4].hex()] = levels
    _overrides(lists, file.part(74)[1])
    return lists


def _overrides(lists: Numbering, data: bytes) -> None:
    count = int.from_bytes(data[:4], "little")
    at = 4 + 16 * count
    for i in range(min(count, len(data) // 16)):
        head = data[4 + 16 * i : 20 + 16 * i]
        key = str(i + 1)
        lists.definition[key] = head[:4].hex()
        at += 4
        for _ in range(head[12] if len(head) > 12 else 0):
            if at + 8 > len(data):
                return
            first, flags = struct.unpack_from("<iI", data, at)
            depth = flags & 0xF
            at += 8
            if flags & 0x20:
                own, at = _level(data, at)
                if own is not None:
                    levels = lists.levels.get(lists.definition[key], {}) | {depth: own}
                    lists.definition[key] = f"{head[:4].hex()}/{key}"
                    lists.levels[lists.definition[key]] = levels
            elif flags & 0x10:
                lists.starts.setdefault(key, {})[depth] = min(max(first, 0), 50_000)


def _level(data: bytes, at: int) -> tuple[Level | None, int]:
    """A level of a list, and where the next one stands."""
    head = data[at : at + 28]
    if len(head) < 28:
        return None, len(data)
    start, format_, flags = struct.unpack_from("<iBB", head)
    at += 28 + head[24] + head[25]
    length = int.from_bytes(data[at : at + 2], "little")
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    level = Level(
        start=min(max(start, 0), 50_000),
        format=_FORMATS.get(format_, "decimal"),
        text="".join(f"%{ord(c) + 1}" if ord(c) < _MOST_LEVELS else c for c in text[:100]),
        suffix="" if head[15] == 2 else " ",
        legal=bool(flags & 0x04),
        restart=head[26] if flags & 0x08 else None,
    )
    return level, at + 2 + 2 * length

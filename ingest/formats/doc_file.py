"""The parts of a Word 97–2003 file, by Microsoft's open specification [MS-DOC]: text pieces and their properties.

Positions are characters ("cp") of all texts of the file one after another: the document, its notes, headers, comments
and text boxes. A piece says where in the file a range of characters stands; pages of 512 bytes say which properties
bytes of the file have.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ingest.formats.limits import protected
from ingest.formats.ole import streams
from ontology.errors import UnreadableDocument

_WORD_97 = 0xC1
_COUNTS = ("main", "footnote", "header", "macro", "comment", "endnote", "box", "header box")
_CONTROL = bytes(range(0x80, 0xA0)).decode("cp1252", "replace")
_WESTERN = {code: letter for code, letter in enumerate(_CONTROL, 0x80) if letter != "\ufffd"}


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    at: int
    width: int  # bytes a character
    extra: bytes


class WordFile:
    """A Word file opened for reading; raises UnreadableDocument for a damaged, older or protected one."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        parts = streams(name, data, ("WordDocument", "0Table", "1Table", "Data"))
        self._stream = parts.get("WordDocument", b"")
        self.data = parts.get("Data", b"")
        if len(self._stream) < 0x1AA or self._stream[1] != 0xA5:
            raise UnreadableDocument("not a Word document: it has no text", document=name)
        version, flags = self._number(2, "<H"), self._number(0x0A, "<H")
        if version < _WORD_97:
            raise UnreadableDocument(
                "a document of Word 95 or older", document=name, hint="save it as .docx in a word processor"
            )
        if flags & 0x0100:
            raise protected(name)
        self.table = parts.get("1Table" if flags & 0x0200 else "0Table", b"")
        counts = [max(0, self._number(at, "<i")) for at in range(0x4C, 0x6C, 4)]
        starts = accumulate([0, *counts])
        self.stories = {k: (a, a + n) for k, a, n in zip(_COUNTS, starts, counts, strict=False)}
        self._pieces = self._read_pieces()
        self._starts = [p.start for p in self._pieces]
        self._characters = self._read_pages(12, self._character_page)
        self._paragraphs = self._read_pages(13, self._paragraph_page)

    def _number(self, at: int, kind: str) -> int:
        return int(struct.unpack_from(kind, self._stream, at)[0])

    def part(self, index: int) -> tuple[int, bytes]:
        """Where a numbered part begins in the table stream, and its bytes; empty where the file has none."""
        at = 0x9A + 8 * index
        if at + 8 > len(self._stream):
            return 0, b""
        start, size = struct.unpack_from("<II", self._stream, at)
        return start, self.table[start : start + size]

    def plc(self, index: int, size: int) -> tuple[list[int], list[bytes]]:
        """A numbered part that is a table: positions in order, and what each range between them has."""
        return _plc(self.part(index)[1], size)

    def section(self, place: bytes) -> bytes:
        """The modifiers of a section, whose place in the text stream a section table gives."""
        at = int.from_bytes(place, "little")
        size = int.from_bytes(self._stream[at : at + 2], "little")
        return self._stream[at + 2 : at + 2 + size]

    def _read_pieces(self) -> list[_Piece]:
        text, extras = self.part(33)[1], []
        while text[:1] == b"\x01" and len(text) >= 3:
            size = int.from_bytes(text[1:3], "little")
            extras.append(text[3 : 3 + size])
            text = text[3 + size :]
        if text[:1] != b"\x02":
            raise UnreadableDocument("damaged: it does not say where its text stands", document=self._name)
        positions, items = _plc(text[5 : 5 + int.from_bytes(text[1:5], "little")], 8)
        if not items or positions[-1] > len(self._stream):
            raise UnreadableDocument("damaged: its text is longer than the file", document=self._name)
        out = []
        for (start, end), item in zip(pairwise(positions), items, strict=True):
            where, change = struct.unpack_from("<IH", item, 2)
            place, narrow = where & 0x3FFFFFFF, bool(where & 0x40000000)
            extra = extras[change >> 1] if change & 1 and change >> 1 < len(extras) else b""
            out.append(_Piece(start, end, place // 2 if narrow else place, 1 if narrow else 2, extra))
        return out

    def _read_pages(
        self, index: int, read: Callable[[bytes], Iterator[tuple[int, bytes]]]
    ) -> tuple[list[int], list[bytes]]:
        """Where in the file each range of properties begins, and the properties."""
        found: dict[int, bytes] = {}
        pages = {int.from_bytes(item, "little") & 0x3FFFFF for item in self.plc(index, 4)[1]}
        for number in sorted(pages):
            page = self._stream[512 * number : 512 * (number + 1)]
            if len(page) == 512:
                found.update(read(page))
        places = sorted(found)
        return places, [found[p] for p in places]

    @staticmethod
    def _character_page(page: bytes) -> Iterator[tuple[int, bytes]]:
        count = min(page[511], 101)
        for i in range(count):
            at = 2 * page[4 * (count + 1) + i]
            yield struct.unpack_from("<I", page, 4 * i)[0], page[at + 1 : at + 1 + page[at]] if at else b""

    @staticmethod
    def _paragraph_page(page: bytes) -> Iterator[tuple[int, bytes]]:
        count = min(page[511], 29)
        for i in range(count):
            at = 2 * page[4 * (count + 1) + 13 * i]
            size = 2 * page[at] - 1
            if at and page[at] == 0 and at < 510:
                at, size = at + 1, 2 * page[at + 1]
            yield struct.unpack_from("<I", page, 4 * i)[0], page[at + 1 : at + 1 + size] if at else b""

    def runs(self, start: int, end: int) -> Iterator[tuple[int, str, bytes]]:
        """The text from one position to another in runs of the same properties: position, letters, properties."""
        places, properties = self._characters
        index = max(0, bisect_right(self._starts, start) - 1)
        for piece in self._pieces[index:]:
            if piece.start >= end:
                return
            cp, last = max(start, piece.start), min(end, piece.end)
            while cp < last:
                place = piece.at + (cp - piece.start) * piece.width
                at = bisect_right(places, place)
                until = places[at] if at < len(places) else place + (last - cp) * piece.width
                count = max(1, min(last - cp, -(-(until - place) // piece.width)))
                own = properties[at - 1] if at else b""
                yield cp, self._letters(place, count, piece.width), own + piece.extra
                cp += count

    def _letters(self, place: int, count: int, width: int) -> str:
        data = self._stream[place : place + count * width]
        if width == 2:
            units = data[: len(data) & ~1]
            text = units.decode("utf-16-le", "surrogatepass")
            if 2 * len(text) < len(units):  # letters of two units: each unit keeps a position of its own
                text = "".join(map(chr, struct.unpack(f"<{len(units) // 2}H", units)))
            return text.ljust(count)
        return data.decode("latin-1").translate(_WESTERN).ljust(count)

    def paragraph(self, cp: int) -> tuple[int, bytes]:
        """The style and the properties of the paragraph whose mark stands at this position."""
        piece = self._pieces[max(0, bisect_right(self._starts, cp) - 1)]
        places, properties = self._paragraphs
        at = bisect_right(places, piece.at + (cp - piece.start) * piece.width)
        own = properties[at - 1] if at else b""
        return int.from_bytes(own[:2], "little"), own[2:] + piece.extra


def _plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    count = max(0, (len(data) - 4) // (4 + size))
    if not count:
        return [], []
    positions = list(struct.unpack_from(f"<{count + 1}I", data))
    if any(a > b for a, b in pairwise(positions)):
        return [], []
    first = 4 * (count + 1)
    return positions, [data[first + size * i : first + size * (i + 1)] for i in range(count)]

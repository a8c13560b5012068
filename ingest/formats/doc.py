"""Word 97–2003 documents (.doc): paragraphs with their automatic labels, tables with merged cells, notes, text boxes.

The text is what a reader sees with all tracked changes accepted; headers and footers of pages stay out of it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.formats.doc_file import WordFile
from ingest.formats.doc_styles import LEVEL, LIST, Styles, modifiers, read_numbering, values
from ingest.formats.flow import Flow, Mark
from ingest.formats.layout import PAGE_BREAK, Layout
from ingest.formats.legacy import by_font
from ingest.formats.limits import Clock
from ingest.formats.lines import labelled, raised, raised_run
from ontology.types import SourceText

_IN_TABLE, _ROW_END = 0x2416, 0x2417
_ROW_EDGES, _CELL_MERGED, _CELLS_JOINED = 0xD608, 0xD62B, 0x5624
_SECTION_BREAK, _BREAK_BEFORE = 0x3009, 0x2407
_DELETED, _HIDDEN, _CAPITALS, _RAISED, _STYLE, _SYMBOL = 0x0800, 0x083C, 0x083B, 0x2A48, 0x4A30, 0x6A09
_TOGGLES = frozenset({_HIDDEN, _CAPITALS})
_SPECIAL = re.compile("[\x01-\x08\x0c\r\x13-\x15]")
_CHARACTERS = str.maketrans({"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\x00": ""})


@dataclass(frozen=True, slots=True)
class _Aside:
    """The text of a note or a text box: where it stands, and the mark of the note."""

    start: int
    end: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run is shown; `gone` if it is not: hidden, deleted, or a sign of a symbol font."""

    font: str
    raised: bool
    capitals: bool
    gone: bool


def read_doc(name: str, data: bytes) -> SourceText:
    """Read a Word 97–2003 document; raises UnreadableDocument or LimitExceeded."""
    file = WordFile(name, data)
    layout = Layout(name, "doc", data)
    _Reader(name, file, layout).read()
    return layout.source()


class _Reader:
    """One document being read; `_runs` are those of the paragraph that stands open, with their modifiers."""

    def __init__(self, name: str, file: WordFile, layout: Layout) -> None:
        self._file, self._layout = file, layout
        self._clock = Clock(name)
        self._flow = Flow(layout)
        self._styles = Styles(file)
        self._numbering = read_numbering(file)
        self._notes = {**self._note_places("footnote", 2, 3), **self._note_places("endnote", 46, 47)}
        self._boxes = self._box_places()
        self._sections = self._section_ends()
        self._runs: list[tuple[str, bytes]] = []
        self._referred: list[_Aside] = []
        self._fields: list[bool] = []  # the open ones, and whether their result has begun
        self._coded = 0  # how many of them have not begun theirs
        self._looks: dict[tuple[bytes, int], _Look] = {}
        self._contents = self._page = False

    def read(self) -> None:
        """The whole document."""
        self._story(self._file.stories["main"], self._end)
        if self._runs:
            self._flow.paragraph(self._text(0))
        self._flow.end()
        if self._contents:
            self._layout.note("table_of_contents", "the automatic table of contents was left out")

    def _note_places(self, kind: str, references: int, texts: int) -> dict[int, _Aside]:
        """Notes by the position of their reference; one with a mark of the author's own has it in its words."""
        start, end = self._file.stories[kind]
        positions, flags = self._file.plc(references, 2)
        bounds = self._file.plc(texts, 0)[0]
        out, number = {}, 0
        for cp, flag, (a, b) in zip(positions, flags, pairwise(bounds), strict=False):
            number += flag != b"\0\0"
            mark = raised(str(number)) if flag != b"\0\0" else ""
            if cp < self._file.stories["main"][1]:
                out[cp] = _Aside(min(start + a, end), min(start + b, end), mark)
        return out

    def _box_places(self) -> dict[int, _Aside]:
        """Text boxes by the position of their anchor."""
        start, end = self._file.stories["box"]
        bounds, boxes = self._file.plc(56, 22)
        texts = {
            int.from_bytes(box[14:18], "little"): _Aside(min(start + a, end), min(start + b, end))
            for box, (a, b) in zip(boxes, pairwise(bounds), strict=True)
        }
        positions, shapes = self._file.plc(40, 26)
        anchors = zip(positions, (int.from_bytes(s[:4], "little") for s in shapes), strict=False)
        last = self._file.stories["main"][1]
        return {cp: texts.pop(shape) for cp, shape in anchors if shape in texts and cp < last}

    def _section_ends(self) -> dict[int, bool]:
        """The positions of section ends, and whether the next section begins a page."""
        positions, sections = self._file.plc(6, 12)
        pages = [values(self._file.section(s[2:6])).get(_SECTION_BREAK, 2) != 0 for s in sections]
        return dict(zip((p - 1 for p in positions[1:]), [*pages[1:], False], strict=True)) if sections else {}

    def _story(self, bounds: tuple[int, int], end: Callable[[int, str], None]) -> None:
        """Go through a text; `end` is told the position and the sign that ends a paragraph, cell or section."""
        for cp, text, changes in self._file.runs(*bounds):
            self._clock.check()
            at = 0
            for match in _SPECIAL.finditer(text):
                self._say(text[at : match.start()], changes)
                at = match.end()
                self._special(cp + match.start(), match.group(), changes, end)
            self._say(text[at:], changes)

    def _say(self, text: str, changes: bytes) -> None:
        if text and not self._coded:
            self._runs.append((text, changes))

    def _special(self, cp: int, sign: str, changes: bytes, end: Callable[[int, str], None]) -> None:
        if sign in "\x13\x14\x15":
            self._field(sign)
        elif sign == "\x07" or (sign == "\x0c" and cp in self._sections):
            end(cp, sign)
        elif sign == "\r":
            if not self._is_gone(changes):  # else the next paragraph goes on here
                end(cp, sign)
        elif sign == "\x0c":
            self._say(PAGE_BREAK, changes)
        elif (aside := self._notes.get(cp) or self._boxes.get(cp)) and not self._is_gone(changes):
            self._say(aside.mark, changes)
            self._referred.append(aside)

    def _field(self, sign: str) -> None:
        if sign == "\x13":
            self._fields.append(False)
            self._coded += 1
        elif self._fields and sign == "\x14":
            self._coded -= not self._fields[-1]
            self._fields[-1] = True
        elif self._fields:
            self._coded -= not self._fields.pop()

    def _is_gone(self, changes: bytes) -> bool:
        return bool(changes) and values(changes).get(_DELETED) == 1

    def _end(self, cp: int, sign: str) -> None:
        """A paragraph, cell, row or section of the document ends."""
        if self._coded:  # the code of a field does not run over paragraphs: this one never ended
            self._fields, self._coded = [], 0
        style, changes = self._file.paragraph(cp)
        shown = self._styles.paragraph(style) | values(changes, self._file.data)
        in_table = sign == "\x07" or shown.get(_IN_TABLE) == 1
        text = self._line(style, shown, in_cell=in_table)
        if (self._page or shown.get(_BREAK_BEFORE) == 1) and text.strip():
            text, self._page = PAGE_BREAK + text, False
        self._after()
        if sign == "\x07" and shown.get(_ROW_END) == 1:
            self._flow.row(*_row(changes, self._file.data))
        elif self._styles.is_contents(style) and not in_table:
            self._contents = True
        elif sign != "\x0c" or text.strip():
            self._flow.paragraph(text, in_table=in_table)
        if sign == "\x07" and shown.get(_ROW_END) != 1:
            self._flow.cell()
        self._page = self._page or self._sections.get(cp, False)

    def _line(self, style: int, shown: dict[int, int], *, in_cell: bool) -> str:
        """The paragraph that ends here, after its label."""
        label = self._numbering.label(str(shown[LIST]), shown.get(LEVEL, 0)) if shown.get(LIST) else ""
        return labelled(label, self._text(style), in_cell=in_cell)

    def _after(self) -> None:
        """Notes and text boxes that the last paragraph refers to."""
        referred, self._referred = self._referred, []
        for aside in referred:
            lines: list[str] = []

            def end(cp: int, sign: str, lines: list[str] = lines) -> None:
                style, changes = self._file.paragraph(cp)
                shown = self._styles.paragraph(style) | values(changes, self._file.data)
                lines.append(self._line(style, shown, in_cell=True).strip())

            self._story((aside.start, aside.end), end)
            lines.append(self._text(0))
            words = list(filter(None, lines))
            for line in [f"{aside.mark} " + " ".join(words)] if aside.mark else words:
                self._flow.later(line)

    def _text(self, style: int) -> str:
        """The words of the open paragraph as their fonts show them; runs that look alike are one."""
        out = []
        for look, runs in groupby(self._runs, key=lambda run: self._look(run[1], style)):
            if not look.gone:
                out.append(_shown("".join(text for text, _ in runs).translate(_CHARACTERS), look))
        self._runs = []
        whole = "".join(out)
        return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _look(self, changes: bytes, style: int) -> _Look:
        key = (changes, style)
        if key not in self._looks:
            own, outer = values(changes), self._styles.letters(style)
            if _STYLE in own:
                outer = outer | self._styles.letters(own[_STYLE])
            shown = outer | {
                k: outer.get(k, 0) ^ (v & 1) if v & 0x80 else v for k, v in own.items() if k in _TOGGLES
            }
            self._looks[key] = _Look(
                font=self._styles.font(outer | own),
                raised=own.get(_RAISED, outer.get(_RAISED)) == 1,
                capitals=shown.get(_CAPITALS) == 1,
                gone=shown.get(_HIDDEN) == 1 or own.get(_DELETED) == 1 or _has_symbol(changes),
            )
        return self._looks[key]


def _shown(text: str, look: _Look) -> str:
    out = by_font(text, look.font)
    out = raised_run(out) if look.raised else out
    return out.upper() if look.capitals else out


def _has_symbol(changes: bytes) -> bool:
    return any(code == _SYMBOL for code, _ in modifiers(changes))


def _row(changes: bytes, more: bytes) -> tuple[int, list[Mark]]:
    """The left edge of a row and the places of its cells, from the modifiers of its end."""
    left, edges = 0, list[int]()
    beside, above = set[int](), set[int]()
    for code, operand in modifiers(changes, more):
        if code == _ROW_EDGES and len(operand) > 2:
            count = operand[2]
            found = [
                e
                for (e,) in struct.iter_unpack(
                    "<h", operand[3 : 3 + 2 * min(count + 1, (len(operand) - 3) // 2)]
                )
            ]
            left, edges = (found[0], found[1:]) if found else (0, [])
            cells = operand[5 + 2 * count :]
            flags = [int.from_bytes(cells[20 * i : 20 * i + 2], "little") for i in range(len(edges))]
            beside = {i for i, f in enumerate(flags) if f & 0x02}
            above = {i for i, f in enumerate(flags) if f & 0x60 == 0x20}
        elif code == _CELL_MERGED and len(operand) == 3:
            above = above - {operand[1]} | ({operand[1]} if operand[2] == 1 else set())
        elif code == _CELLS_JOINED and len(operand) == 2:
            beside |= set(range(operand[0] + 1, operand[1]))
    return left, [Mark(edge, i in beside, i in above) for i, edge in enumerate(edges)]

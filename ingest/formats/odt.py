"""OpenDocument texts (.odt): paragraphs with their automatic labels, tables with merged cells, notes, text boxes.

The text is what a reader sees with all tracked changes accepted; headers and footers of pages stay out of it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.formats.layout import PAGE_BREAK, Layout, Slot
from ingest.formats.legacy import by_font
from ingest.formats.limits import Clock, check_nesting, open_archive, protected, read_part
from ingest.formats.lines import is_contents, labelled, raised, raised_run
from ingest.formats.numbering import Numbering
from ingest.formats.odf_styles import DRAW, OFFICE, OUTLINE, TABLE, TEXT, Styles, number
from ingest.formats.tabular import is_frame
from ontology.errors import UnreadableDocument
from ontology.types import SourceText

_PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
_SKIPPED = frozenset(
    {TEXT + "tracked-changes", TEXT + "sequence-decls", TEXT + "variable-decls", TEXT + "user-field-decls",
     TEXT + "dde-connection-decls", TEXT + "hidden-text", TEXT + "hidden-paragraph", TEXT + "ruby-text",
     OFFICE + "annotation", OFFICE + "annotation-end", OFFICE + "forms", OFFICE + "scripts", TABLE + "shapes"}
)  # fmt: skip
_INDEXES = frozenset(
    TEXT + f"{kind}-index" for kind in ("alphabetical", "illustration", "table", "object", "user")
) | {TEXT + "table-of-content", TEXT + "bibliography"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_COLUMNS, _MOST_ROWS = 200, 5000
_LIST_ID = "{http://www.w3.org/XML/1998/namespace}id"


def open_odf(name: str, data: bytes) -> tuple[Any, Styles]:
    """The root of an OpenDocument file's content, and its styles; raises UnreadableDocument or LimitExceeded."""
    with open_archive(name, data) as archive:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in _manifest(name, archive):
            raise protected(name)
        content = read_part(name, archive, "content.xml")
        if content is None:
            raise UnreadableDocument("not an OpenDocument file: it has no content.xml", document=name)
        return content, Styles(read_part(name, archive, "styles.xml"), content)


def _manifest(name: str, archive: zipfile.ZipFile) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(read_part(name, archive, "META-INF/manifest.xml")))


def read_odt(name: str, data: bytes) -> SourceText:
    """Read an OpenDocument text; raises UnreadableDocument or LimitExceeded."""
    content, styles = open_odf(name, data)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableDocument("not a text: its content is of another kind", document=name)
    reader = Reader(name, styles)
    layout = Layout(name, "odt", data)
    reader.read(layout, body)
    return layout.source()


class Reader:
    """One document being read; `_list` is the open list: its key and its depth, -1 outside of lists."""

    def __init__(self, name: str, styles: Styles) -> None:
        self._name, self._styles = name, styles
        self._clock = Clock(name)
        self._numbering = Numbering()
        self._numbering.definition[OUTLINE] = OUTLINE
        self._numbering.levels[OUTLINE] = styles.levels(OUTLINE)
        self._last: dict[str, str] = {}
        self._notes: list[tuple[str, Any]] = []
        self._counts: dict[str, int] = {}
        self._boxes: list[Any] = []
        self._contents = False

    def read(self, layout: Layout, body: Any) -> None:
        """All blocks of an element, put into the layout."""
        self._blocks(layout, body, 0)
        if self._contents:
            layout.note("table_of_contents", "the automatic table of contents was left out")

    def _blocks(self, layout: Layout, parent: Any, depth: int) -> None:
        for block, label in self._flow(parent, depth):
            self._clock.check()
            if block.tag == TABLE + "table":
                self._table(layout, block, depth + 1)
            elif block.tag == TEXT + "soft-page-break":
                layout.page()
            elif _is_box(block):
                self._boxes.append(block)
            else:
                name = block.get(TEXT + "style-name") or ""
                if self._styles.breaks(name):
                    layout.page()
                layout.line(self._line(block, label, depth))
            self._after(layout, depth)

    def _after(self, layout: Layout, depth: int) -> None:
        """Notes and text boxes that the last block refers to."""
        while self._notes or self._boxes:
            notes, self._notes = self._notes, []
            boxes, self._boxes = self._boxes, []
            for mark, body in notes:
                layout.line(f"{mark} " + " ".join(self.texts(body, depth + 1)))
            for box in boxes:
                self._blocks(layout, box, depth + 1)

    def texts(self, story: Any, depth: int) -> list[str]:
        """The paragraphs of a cell or note, tables in it as their paragraphs."""
        out = []
        for block, label in self._flow(story, depth):
            if block.tag == TABLE + "table":
                out += [t for *_, cell in placed(block) for t in self.texts(cell, depth + 1)]
            elif _is_box(block):
                out += self.texts(block, depth + 1)
            elif block.tag in _PARAGRAPHS and (text := self._line(block, label, depth, in_cell=True).strip()):
                out.append(text)
        return out

    def _flow(
        self, parent: Any, depth: int, list_: tuple[str, str, int] = ("", "", -1)
    ) -> Iterator[tuple[Any, str]]:
        """Paragraphs, tables, text boxes and page ends inside sections, lists and indexes, with their labels."""
        check_nesting(self._name, depth)
        for child in parent:
            tag = child.tag
            if tag == TEXT + "list":
                yield from self._items(child, depth + 1, list_)
            elif tag in _INDEXES or (tag in _PARAGRAPHS and self._is_contents(child)):
                self._contents = True
            elif tag in _PARAGRAPHS:
                yield child, self._heading_label(child) if list_[2] < 0 else ""
            elif tag in (TABLE + "table", TEXT + "soft-page-break") or _is_box(child):
                yield child, ""
            elif isinstance(tag, str) and tag not in _SKIPPED:
                yield from self._flow(child, depth + 1, list_)

    def _items(self, element: Any, depth: int, outer: tuple[str, str, int]) -> Iterator[tuple[Any, str]]:
        key, style, level = self._open_list(element, outer)
        for item in element:
            first = item.tag == TEXT + "list-item"
            if first and (start := item.get(TEXT + "start-value")):
                self._numbering.restart(key, level, number(start, 1))
            for block, label in self._flow(item, depth + 1, (key, style, level)):
                if first and block.getparent() is item and block.tag in _PARAGRAPHS:
                    label, first = self._numbering.label(key, level), False
                yield block, label

    def _open_list(self, element: Any, outer: tuple[str, str, int]) -> tuple[str, str, int]:
        """The list's key, style and depth; a list counts on where it says so, else from the start."""
        key, style, level = outer
        style = element.get(TEXT + "style-name") or style or self._style_inside(element)
        if level < 0:
            before = self._last.get(f"id {element.get(TEXT + 'continue-list')}")
            if before is None and element.get(TEXT + "continue-numbering") == "true":
                before = self._last.get(f"style {style}")
            key = before or f"{style} {len(self._numbering.definition)}"
            self._last[f"style {style}"] = self._last[f"id {element.get(_LIST_ID) or key}"] = key
            self._numbering.definition[key] = key
        levels = self._numbering.levels.setdefault(key, {})
        own = self._styles.levels(style).get(level + 1)
        if own is not None:
            levels[level + 1] = own
        return key, style, level + 1

    def _style_inside(self, element: Any) -> str:
        paragraph = next(element.iter(*_PARAGRAPHS), None)
        return "" if paragraph is None else self._styles.list_of(paragraph.get(TEXT + "style-name") or "")

    def _heading_label(self, paragraph: Any) -> str:
        if paragraph.tag != TEXT + "h" or paragraph.get(TEXT + "is-list-header") == "true":
            return ""
        return self._numbering.label(OUTLINE, number(paragraph.get(TEXT + "outline-level"), 1) - 1)

    def _is_contents(self, paragraph: Any) -> bool:
        return is_contents(self._styles.title(paragraph.get(TEXT + "style-name") or ""))

    def _line(self, paragraph: Any, label: str, depth: int, *, in_cell: bool = False) -> str:
        name = paragraph.get(TEXT + "style-name") or ""
        text = self._inline(paragraph, self._styles.shown("paragraph", name), depth)
        return labelled(label, text, in_cell=in_cell)

    def _inline(self, element: Any, shown: dict[str, str], depth: int) -> str:
        check_nesting(self._name, depth)
        out = [_letters(element.text, shown)]
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                out.append(self._piece(child, shown, depth + 1))
            out.append(_letters(child.tail, shown))
        return "".join(out)

    def _piece(self, piece: Any, shown: dict[str, str], depth: int) -> str:
        tag = piece.tag
        if tag == TEXT + "s":
            return " " * number(piece.get(TEXT + "c"), 1, most=100)
        if tag == TEXT + "tab":
            return "\t"
        if tag == TEXT + "line-break":
            return "\n"
        if tag == TEXT + "soft-page-break":
            return PAGE_BREAK
        if tag == TEXT + "note":
            return self._note(piece)
        if _is_box(piece):
            self._boxes.append(piece)
            return ""
        if tag == TEXT + "span":
            shown = shown | self._styles.shown("text", piece.get(TEXT + "style-name") or "")
        return self._inline(piece, shown, depth)

    def _note(self, note: Any) -> str:
        kind = note.get(TEXT + "note-class") or "footnote"
        body = note.find(TEXT + "note-body")
        if body is None:
            return ""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        mark = raised(str(self._counts[kind]))
        self._notes.append((mark, body))
        return mark

    def _table(self, layout: Layout, table: Any, depth: int) -> None:
        check_nesting(self._name, depth)
        slots = []
        for row, column, rows, columns, cell in placed(table):
            self._clock.check()
            slots.append(Slot(row, column, rows, columns, "\n".join(self.texts(cell, depth + 1))))
        if is_frame(slots):
            for slot in slots:
                layout.line(slot.text)
        else:
            layout.table(slots)


def _is_box(element: Any) -> bool:
    """Whether a drawn shape holds paragraphs of its own."""
    drawn = isinstance(element.tag, str) and element.tag.startswith(DRAW)
    return drawn and any(child.tag in _PARAGRAPHS or child.tag == TEXT + "list" for child in element)


def placed(table: Any) -> Iterator[tuple[int, int, int, int, Any]]:
    """Row, column, rows, columns and element of every cell that holds something or is merged."""
    r = 0
    for row in _rows(table):
        column = 0
        again = number(row.get(TABLE + "number-rows-repeated"), 1, most=_MOST_ROWS)
        for cell in row:
            if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            times = number(cell.get(TABLE + "number-columns-repeated"), 1, most=20_000)
            if cell.tag == TABLE + "table-cell" and column < _MOST_COLUMNS:
                wide = min(number(cell.get(TABLE + "number-columns-spanned"), 1), _MOST_COLUMNS)
                tall = number(cell.get(TABLE + "number-rows-spanned"), 1, most=_MOST_ROWS)
                filled = len(cell) > 0
                for n in range(min(times, _MOST_COLUMNS) if filled else 1):
                    yield r, column + n, max(1, tall), max(1, wide), cell
            column += times
        r += again if len(row) else 1
        if r > _MOST_ROWS:
            return


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child)


def _letters(text: str | None, shown: dict[str, str]) -> str:
    if not text or shown.get("display") == "none":
        return ""
    out = by_font(_BLANKS.sub(" ", text), shown.get("font", "").strip("'\""))
    if shown.get("position", "").startswith(("super", "1", "2", "3", "4", "5", "6", "7", "8", "9")):
        out = raised_run(out)
    return out.upper() if shown.get("transform") == "uppercase" else out

"""Word documents (.docx): paragraphs with their automatic labels, tables with merged cells, notes, text boxes.

The text is what a reader sees with all tracked changes accepted; headers and footers of pages stay out of it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.formats.docx_numbering import W, attribute, read_numbering
from ingest.formats.layout import PAGE_BREAK, Layout, Slot
from ingest.formats.legacy import by_font
from ingest.formats.limits import Clock, check_nesting, open_archive, read_part
from ingest.formats.lines import is_contents, labelled, raised, raised_run
from ingest.formats.tabular import is_frame
from ontology.errors import UnreadableDocument
from ontology.types import SourceText

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    W + tag
    for tag in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "instrText", "delText", "sdtPr",
                "sdtEndPr", "bookmarkStart", "bookmarkEnd", "commentReference", "annotationRef", "tcPr", "trPr")
}  # fmt: skip
_BLOCKS = {W + "p", W + "tbl"}
_CHARACTERS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_MOST_COLUMNS = 200


def read_docx(name: str, data: bytes) -> SourceText:
    """Read a Word document; raises UnreadableDocument or LimitExceeded."""
    with open_archive(name, data) as archive:
        return _Reader(name, data, archive).read()


class _Reader:
    """One document being read; `_notes` are the numbers of the notes that the current paragraph refers to."""

    def __init__(self, name: str, data: bytes, archive: zipfile.ZipFile) -> None:
        self._name = name
        self._clock = Clock(name)
        self._layout = Layout(name, "docx", data)
        self._root = read_part(name, archive, "word/document.xml")
        if self._root is None:
            raise UnreadableDocument("not a Word document: it has no word/document.xml", document=name)
        self._styles = _Styles(read_part(name, archive, "word/styles.xml"))
        self._numbering = read_numbering(
            read_part(name, archive, "word/numbering.xml"), self._styles.number_of_list
        )
        self._stories = {
            kind: {
                attribute(note, "id"): note
                for note in _children(read_part(name, archive, f"word/{kind}s.xml"))
                if attribute(note, "type") in (None, "normal")
            }
            for kind in ("footnote", "endnote")
        }
        self._notes: list[tuple[str, str]] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._boxes: list[Any] = []
        self._carried = ""
        self._contents = False

    def read(self) -> SourceText:
        """The whole document."""
        body = self._root.find(W + "body")
        if body is not None:
            self._blocks(body, 0)
        if self._carried:
            self._layout.line(self._carried)
        if self._contents:
            self._layout.note("table_of_contents", "the automatic table of contents was left out")
        return self._layout.source()

    def _blocks(self, parent: Any, depth: int) -> None:
        check_nesting(self._name, depth)
        for block in _blocks_in(parent):
            self._clock.check()
            if block.tag == W + "tbl":
                self._table(block, depth + 1)
            else:
                self._paragraph(block, depth)
            self._after(depth)

    def _after(self, depth: int) -> None:
        """Notes and text boxes that the last block refers to."""
        while self._notes or self._boxes:
            notes, self._notes = self._notes, []
            boxes, self._boxes = self._boxes, []
            for kind, key in notes:
                note = self._stories[kind].get(key)
                if note is not None:
                    mark = raised(str(self._numbers[kind, key]))
                    self._layout.line(f"{mark} " + " ".join(self._texts(note, depth + 1)))
            for box in boxes:
                self._blocks(box, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        style = self._styles.id_of(paragraph)
        if is_contents(self._styles.name(style)):
            self._contents = True
            return
        text = self._carried + self._labelled(paragraph, depth)
        self._carried = ""
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._carried = text  # its mark is deleted: the next paragraph goes on here
        else:
            self._layout.line(text)

    def _labelled(self, paragraph: Any, depth: int, *, in_cell: bool = False) -> str:
        text = self._inline(paragraph, self._styles.id_of(paragraph), depth)
        number, level = self._styles.number(paragraph)
        label = self._numbering.label(number, level) if number else ""
        return labelled(label, text, in_cell=in_cell)

    def _texts(self, story: Any, depth: int) -> list[str]:
        """The paragraphs of a cell or note, tables in it as their paragraphs."""
        check_nesting(self._name, depth)
        out = []
        for block in _blocks_in(story):
            if block.tag == W + "tbl":
                out += [
                    t for row in _rows(block) for cell in _cells(row) for t in self._texts(cell, depth + 1)
                ]
            elif text := self._labelled(block, depth, in_cell=True).strip():
                out.append(text)
        return out

    def _table(self, table: Any, depth: int) -> None:
        check_nesting(self._name, depth)
        slots: list[Slot] = []
        open_: dict[int, int] = {}  # column -> index of the slot that a merged cell there continues
        for r, row in enumerate(_rows(table)):
            self._clock.check()
            column = _span(row.find(W + "trPr"), "gridBefore", 0)
            for cell in _cells(row):
                wide = _span(cell.find(W + "tcPr"), "gridSpan", 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and attribute(merge) != "restart" and column in open_:
                    slot = slots[open_[column]]
                    slots[open_[column]] = Slot(
                        slot.row, slot.column, r - slot.row + 1, slot.columns, slot.text
                    )
                else:
                    open_.pop(column, None)
                    if merge is not None:
                        open_[column] = len(slots)
                    slots.append(Slot(r, column, 1, wide, "\n".join(self._texts(cell, depth))))
                column += wide
        if is_frame(slots):
            for slot in slots:
                self._layout.line(slot.text)
        else:
            self._layout.table(slots)

    def _inline(self, element: Any, style: str, depth: int) -> str:
        check_nesting(self._name, depth)
        out: list[str] = []
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == W + "r":
                out.append(self._run(child, style, depth + 1))
            elif tag == _MC + "AlternateContent":
                out.append(self._inline(_choice(child), style, depth + 1))
            elif tag == W + "txbxContent":
                self._boxes.append(child)
            else:
                out.append(self._inline(child, style, depth + 1))
        return "".join(out)

    def _run(self, run: Any, style: str, depth: int) -> str:
        properties = run.find(W + "rPr")
        if _on(properties, "vanish"):
            return ""
        out = "".join(self._piece(piece, style, depth) for piece in run)
        out = by_font(out, self._styles.font(run, style))
        if attribute(_find(properties, "vertAlign")) == "superscript":
            out = raised_run(out)
        return out.upper() if self._styles.capitals(run, style) else out

    def _piece(self, piece: Any, style: str, depth: int) -> str:
        tag = piece.tag.removeprefix(W) if isinstance(piece.tag, str) else ""
        if tag == "t":
            return piece.text or ""
        if tag in _CHARACTERS:
            return _CHARACTERS[tag]
        if tag == "br":
            return PAGE_BREAK if attribute(piece, "type") == "page" else "\n"
        if tag == "lastRenderedPageBreak":
            return PAGE_BREAK
        if tag in ("footnoteReference", "endnoteReference"):
            return self._reference(tag.removesuffix("Reference"), attribute(piece, "id") or "")
        if piece.tag in _SKIPPED or tag in ("fldChar", "sym", ""):
            return ""
        if piece.tag == _MC + "AlternateContent":
            return self._inline(_choice(piece), style, depth + 1)
        return self._inline(piece, style, depth + 1)

    def _reference(self, kind: str, key: str) -> str:
        if key not in self._stories[kind]:
            return ""
        if (kind, key) not in self._numbers:
            self._numbers[kind, key] = 1 + sum(k == kind for k, _ in self._numbers)
            self._notes.append((kind, key))
        return raised(str(self._numbers[kind, key]))


class _Styles:
    """Paragraph and character styles with what they inherit."""

    def __init__(self, root: Any) -> None:
        self._by_id = {
            attribute(style, "styleId") or "": style for style in _children(root) if style.tag == W + "style"
        }
        self._default = next(
            (
                key
                for key, style in self._by_id.items()
                if attribute(style, "default") in ("1", "true") and attribute(style, "type") == "paragraph"
            ),
            "",
        )
        fonts = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
        self._default_font = attribute(fonts, "ascii") or ""

    def id_of(self, paragraph: Any) -> str:
        """The id of a paragraph's style."""
        return attribute(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default

    def name(self, key: str) -> str:
        """The name of a style; its id where it has none."""
        style = self._by_id.get(key)
        return (attribute(style.find(W + "name")) if style is not None else None) or key

    def _chain(self, key: str) -> Iterator[Any]:
        seen: set[str] = set()
        while key in self._by_id and key not in seen:
            seen.add(key)
            yield self._by_id[key]
            key = attribute(self._by_id[key].find(W + "basedOn")) or ""

    def number_of_list(self, key: str) -> str | None:
        """The list that a numbering style names."""
        found = (attribute(s.find(f"{W}pPr/{W}numPr/{W}numId")) for s in self._chain(key))
        return next(filter(None, found), None)

    def number(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's; list "" for none."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        sources = [own] if own is not None else []
        sources += [s.find(f"{W}pPr/{W}numPr") for s in self._chain(self.id_of(paragraph))]
        number = next((v for s in sources if (v := attribute(_find(s, "numId")))), "")
        level = next((v for s in sources if (v := attribute(_find(s, "ilvl")))), "0")
        return ("" if number == "0" else number), int(level) if level.isdigit() else 0

    def font(self, run: Any, style: str) -> str:
        """The font of a run's letters."""
        for source in self._properties(run, style):
            fonts = source.find(W + "rFonts")
            if fonts is not None and (font := attribute(fonts, "ascii") or attribute(fonts, "hAnsi")):
                return font
        return self._default_font

    def capitals(self, run: Any, style: str) -> bool:
        """Whether small letters are shown as capitals."""
        for source in self._properties(run, style):
            if source.find(W + "caps") is not None:
                return _on(source, "caps")
        return False

    def _properties(self, run: Any, style: str) -> Iterator[Any]:
        own = run.find(W + "rPr")
        if own is not None:
            yield own
            for named in self._chain(attribute(own.find(W + "rStyle")) or ""):
                if (found := named.find(W + "rPr")) is not None:
                    yield found
        for named in self._chain(style):
            if (found := named.find(W + "rPr")) is not None:
                yield found


def _children(root: Any) -> Any:
    return () if root is None else root


def _find(element: Any, tag: str) -> Any:
    return None if element is None else element.find(W + tag)


def _on(properties: Any, tag: str) -> bool:
    found = _find(properties, tag)
    return found is not None and attribute(found) not in ("0", "false", "off")


def _choice(alternatives: Any) -> Any:
    """One form of content that is stored twice, for newer and older programs."""
    for tag in ("Choice", "Fallback"):
        if (found := alternatives.find(_MC + tag)) is not None:
            return found
    return ()


def _blocks_in(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag in _BLOCKS:
            yield child
        elif child.tag == W + "sdt":
            gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            content = child.find(W + "sdtContent")
            if content is not None and "Contents" not in (attribute(gallery) or ""):
                yield from _blocks_in(content)
        elif child.tag in (W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
            yield from _blocks_in(child)


def _rows(table: Any) -> Iterator[Any]:
    for row in _inside(table, W + "tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: Any) -> Iterator[Any]:
    return _inside(row, W + "tc")


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _inside(child, tag)


def _span(properties: Any, tag: str, default: int) -> int:
    value = attribute(_find(properties, tag))
    return min(int(value), _MOST_COLUMNS) if value and value.isdigit() else default

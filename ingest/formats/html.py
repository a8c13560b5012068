"""Web pages: the document that a portal's page shows, without the portal around it.

Tables stay tables, with merged cells filled; tables that only arrange the page are read as text, cell by cell.
Lists carry the labels that a browser prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.formats.html_main import main_content
from ingest.formats.layout import Layout, Slot
from ingest.formats.legacy import by_font, from_tcvn3, from_vni, mistaken
from ingest.formats.limits import MAX_NESTING, Clock, check_nesting
from ingest.formats.lines import raised
from ingest.formats.numbering import printed
from ingest.formats.tabular import is_frame
from ingest.formats.txt import decode
from ontology.errors import LimitExceeded, UnreadableDocument
from ontology.text import squeeze
from ontology.types import SourceText

_SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "head", "nav", "aside", "button", "select", "option", "textarea",
        "input", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map", "dialog", "footer",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "legend",
        "main", "p", "pre", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
    }
)  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_FACE = re.compile(r"font-family\s*:\s*[\"']?([^;\"',]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NUMBERED = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MOST_ROWS, _MOST_COLUMNS = 5000, 200


def read_html(name: str, data: bytes) -> SourceText:
    """Read a web page; raises UnreadableDocument or LimitExceeded."""
    layout = Layout(name, "html", data)
    root = _parsed(name, _decoded(name, data, layout))
    main, dropped = main_content(root)
    if dropped:
        layout.note(
            "page_chrome", f"{dropped:,} characters of menus and the like around the text were left out"
        )
    convert: Callable[[str], str] = str
    legacy = mistaken(str(main.text_content()))
    if legacy:
        convert = from_tcvn3 if legacy.encoding == "TCVN3" else from_vni
        layout.note("encoding", f"the text was in {legacy.encoding} and has been converted")
    _Reader(name, layout, convert).read(main)
    return layout.source()


def _decoded(name: str, data: bytes, layout: Layout) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        charset = declared[1].decode("ascii", "replace").lower()
        if charset in ("windows-1258", "cp1258"):
            try:
                return data.decode("cp1258")
            except UnicodeDecodeError:
                layout.note("encoding", f"the page says that it is in {charset}, which it is not", "warning")
    decoded = decode(name, data)
    for note in decoded.diagnostics:
        layout.note(note.code, note.message)
    return decoded.text


def _parsed(name: str, text: str) -> Any:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"not a web page: {error}", document=name) from error
    if any("depth" in str(entry.message) for entry in parser.error_log):
        raise LimitExceeded(f"elements are nested more than {MAX_NESTING} deep", document=name)
    return root


class _Reader:
    """Walks the elements; `_words` is the paragraph being gathered, `_sink` takes it when it ends."""

    def __init__(self, name: str, layout: Layout, convert: Callable[[str], str]) -> None:
        self._name = name
        self._layout = layout
        self._convert = convert
        self._clock = Clock(name)
        self._words: list[str] = []
        self._sink: Callable[[str], None] = layout.line

    def read(self, main: Any) -> None:
        """The whole element."""
        self._walk(main, "", 0)
        self._end()

    def _end(self) -> None:
        """End the paragraph."""
        text = "".join(self._words)
        self._words = []
        for line in text.split("\n"):
            if words := squeeze(line):
                self._sink(words)

    def _say(self, text: str | None, font: str, *, keep: bool = False) -> None:
        if text:
            words = text if keep else _BLANKS.sub(" ", text)
            self._words.append(by_font(words, font) if font else self._convert(words))

    def _walk(self, element: Any, font: str, depth: int) -> None:
        check_nesting(self._name, depth, most=250)
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _hidden(element):
            return
        font = _font(element) or font
        if tag == "br":
            self._words.append("\n")
        elif tag == "hr":
            self._end()
        elif tag == "table":
            self._end()
            self._table(element, font, depth)
        elif tag in ("ol", "ul", "menu", "dir"):
            self._end()
            self._list(element, font, depth)
        elif tag in ("sup", "sub") and (number := squeeze(element.text_content())).isdigit():
            self._words.append(raised(number) if tag == "sup" else number)
        elif tag in _BLOCKS or tag == "li":
            self._end()
            self._inside(element, font, depth)
            self._end()
        else:
            self._inside(element, font, depth)

    def _inside(self, element: Any, font: str, depth: int) -> None:
        self._say(element.text, font, keep=element.tag == "pre")
        for child in element:
            self._walk(child, font, depth + 1)
            self._say(child.tail, font, keep=element.tag == "pre")

    def _list(self, list_: Any, font: str, depth: int) -> None:
        number = _int(list_.get("start"), 1)
        style = _NUMBERED.get(list_.get("type") or "1", "decimal")
        bare = "list-style:none" in (list_.get("style") or "").replace(" ", "").replace("-type", "")
        for item in list_:
            if item.tag != "li":
                self._walk(item, font, depth + 1)
                self._end()
                continue
            self._clock.check()
            number = _int(item.get("value"), number)
            label = "- " if list_.tag != "ol" else f"{printed(number, style)}. "
            number += 1
            outer, first = self._sink, [True]

            def labelled(
                words: str,
                first: list[bool] = first,
                label: str = label,
                outer: Callable[[str], None] = outer,
            ) -> None:
                outer(label + words if first[0] and not bare else words)
                first[0] = False

            self._sink = labelled
            self._walk(item, font, depth + 1)
            self._sink = outer

    def _table(self, table: Any, font: str, depth: int) -> None:
        caption = next(table.iterchildren("caption"), None)
        if caption is not None:
            self._walk(caption, font, depth + 1)
        cells = list(_placed(table))
        nested = _arranges(table, cells)
        slots = []
        if not nested:
            for row, column, rows, columns, cell in cells:
                self._clock.check()
                slots.append(Slot(row, column, rows, columns, "\n".join(self._lines(cell, font, depth + 1))))
        if nested:
            for *_, cell in cells:
                self._walk(cell, font, depth + 1)
                self._end()
        elif self._sink == self._layout.line and not is_frame(slots):
            self._layout.table(slots)
        else:
            for slot in slots:
                for line in slot.text.split("\n"):
                    if line:
                        self._sink(line)

    def _lines(self, cell: Any, font: str, depth: int) -> list[str]:
        lines: list[str] = []
        outer, self._sink = self._sink, lines.append
        self._walk(cell, font, depth)
        self._end()
        self._sink = outer
        return lines


def _placed(table: Any) -> Iterator[tuple[int, int, int, int, Any]]:
    """Row, column, rows, columns and element of every cell."""
    taken: set[tuple[int, int]] = set()
    rows = [r for r in table.iterdescendants("tr") if next(r.iterancestors("table")) is table]
    for r, row in enumerate(rows[:_MOST_ROWS]):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (r, column) in taken:
                column += 1
            wide = max(1, min(_int(cell.get("colspan"), 1), _MOST_COLUMNS))
            tall = _int(cell.get("rowspan"), 1)
            tall = min(tall if tall > 0 else len(rows), len(rows) - r)
            if column + wide > 2 * _MOST_COLUMNS:
                break
            taken.update((y, x) for y in range(r + 1, r + tall) for x in range(column, column + wide))
            yield r, column, tall, wide, cell
            column += wide


def _arranges(table: Any, cells: Sequence[tuple[int, int, int, int, Any]]) -> bool:
    """Whether tables in the cells are what the table is for; a small one in a cell of a wide table is not."""
    inner = [t for t in table.iterdescendants("table") if next(t.iterancestors("table")) is table]
    if not inner:
        return False
    width = max((column + wide for _, column, _, wide, _ in cells), default=0)
    words = sum(len(squeeze(t.text_content())) for t in inner)
    return width < 3 or 2 * words > len(squeeze(table.text_content()))


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _font(element: Any) -> str:
    match = _FACE.search(element.get("style") or "")
    return (element.get("face") or (match[1] if match else "")).split(",")[0].strip()


def _int(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return min(int(text), _MOST_ROWS) if text.isdigit() and len(text) < 9 else default

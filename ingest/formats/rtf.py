"""Rich Text Format (.rtf, and many a .doc of a portal): paragraphs with their printed labels, tables, notes.

The text is what a reader sees with all tracked changes accepted; headers and footers of pages stay out of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from ingest.formats.flow import Flow, Mark
from ingest.formats.layout import PAGE_BREAK, Layout
from ingest.formats.legacy import by_font
from ingest.formats.limits import Clock, check_nesting
from ingest.formats.lines import is_contents, labelled, raised, raised_run
from ingest.formats.numbering import bullet
from ingest.formats.rtf_words import ASIDE, CHARACTERS, KNOWN, codec_of_charset, codec_of_page
from ontology.errors import UnreadableDocument
from ontology.types import SourceText

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|"
    rb"(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)|\\"
)
_SIGNATURE = re.compile(rb"\s*\{\s*\\rtf")
_SYMBOLS = re.compile("symbol|wingdings|webdings|courier", re.IGNORECASE)
_MOST_CELLS = 200
_CHECK_EVERY = 4096


def read_rtf(name: str, data: bytes) -> SourceText:
    """Read a document in Rich Text Format; raises UnreadableDocument or LimitExceeded."""
    if not _SIGNATURE.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableDocument("not Rich Text Format: it does not begin with {\\rtf", document=name)
    layout = Layout(name, "rtf", data)
    _Reader(name, layout).read(data)
    return layout.source()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run is shown; runs that look alike are one, since a letter of VNI is two."""

    font: int = -1
    raised: bool = False
    capitals: bool = False


@dataclass(slots=True)
class _Story:
    """A text being gathered: the document, a note, a text box, a label or a table of names.

    `end` takes each of its paragraphs, or its names, which end with a semicolon; `close` comes when its group ends.
    """

    end: Callable[[str], None]
    close: Callable[[], None]
    runs: list[tuple[str, _Look]] = field(default_factory=list)
    label: str = ""
    names: bool = False
    symbols: bool = False


@dataclass(slots=True)
class _State:
    """What a group inherits and forgets; `aside` is 1 outside of the text, 2 in the old form of a text given twice."""

    story: _Story
    look: _Look = _Look()
    aside: int = 0
    unicode_skip: int = 1
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    style: int = 0


class _Reader:
    """One document being read."""

    def __init__(self, name: str, layout: Layout) -> None:
        self._name, self._layout = name, layout
        self._flow = Flow(layout)
        self._main = _Story(self._paragraph, lambda: None)
        self._state = _State(self._main)
        self._stack: list[_State] = []
        self._codec = "cp1252"
        self._fonts: dict[int, tuple[str, str]] = {}
        self._styles: dict[int, str] = {}
        self._charset = -1
        self._named = {"f": 0, "s": 0}  # the font and the style whose name comes next
        self._bytes, self._skip = bytearray(), 0
        self._starred = False
        self._left, self._marks, self._merge = 0, list[Mark](), {"beside": False, "above": False}
        self._page = self._contents = False
        self._notes, self._marked = 0, False

    def read(self, data: bytes) -> None:
        """The whole document."""
        clock = Clock(self._name)
        at = count = 0
        while (token := _TOKEN.match(data, at)) is not None:
            at = token.end()
            count += 1
            if count % _CHECK_EVERY == 0:
                clock.check()
            if (word := token["word"]) is not None:
                number = int(token["number"]) if token["number"] else None
                if word == b"bin":
                    at += max(0, number or 0)
                    continue
                self._word(word.decode("ascii"), number)
            elif token["byte"]:
                self._put(bytes([int(token["byte"], 16)]))
            elif token["text"]:
                self._put(token["text"])
            elif token["brace"]:
                self._brace(token["brace"] == b"{")
            elif token["sign"]:
                self._sign(token["sign"].decode("latin-1"))
        self._finish(self._main)
        self._flow.end()
        if self._contents:
            self._layout.note("table_of_contents", "the automatic table of contents was left out")

    def _brace(self, opens: bool) -> None:
        self._flush()
        self._skip = 0
        self._starred = False
        if opens:
            check_nesting(self._name, len(self._stack))
            self._stack.append(self._state)
            self._state = replace(self._state)
        elif self._stack:
            story, self._state = self._state.story, self._stack.pop()
            if story is not self._state.story:
                self._finish(story)
                story.close()

    def _finish(self, story: _Story) -> None:
        self._flush()
        if story.runs or story.label:
            story.end(self._text(story))

    def _put(self, data: bytes) -> None:
        """Bytes in the code page of the font, but for those that stand for a Unicode character already told."""
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._bytes += data[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            codec = self._fonts.get(self._state.look.font, ("", self._codec))[1]
            text = bytes(self._bytes).decode(codec, "replace")
            self._bytes.clear()
            self._say(text)
            if self._state.story.names and ";" in text:
                self._end_paragraph()

    def _say(self, text: str) -> None:
        state = self._state
        if state.aside or state.hidden or state.deleted:
            return
        state.story.runs.append((text, state.look))

    def _text(self, story: _Story) -> str:
        """The words of the story's open paragraph, as their fonts show them."""
        out = []
        for look, runs in groupby(story.runs, key=itemgetter(1)):
            text = "".join(text for text, _ in runs)
            font = self._fonts.get(look.font, ("", ""))[0]
            story.symbols = story.symbols or (_SYMBOLS.match(font) is not None and not text.isspace())
            words = by_font(text, font)
            words = raised_run(words) if look.raised else words
            out.append(words.upper() if look.capitals else words)
        story.runs = []
        whole = "".join(out)
        return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _sign(self, sign: str) -> None:
        self._flush()
        if sign == "*":
            self._starred = True
        elif self._skip:
            self._skip -= 1
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in CHARACTERS:
            self._say(CHARACTERS[sign])

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == "u":
            self._unicode(number or 0)
            return
        self._flush()
        if self._skip and word in CHARACTERS:
            self._skip -= 1
            return
        self._skip = 0
        state = self._state
        if (starred and word not in KNOWN) or word in ASIDE:
            state.aside = state.aside or 1
        elif word == "upr":
            state.aside = state.aside or 2
        elif word == "ud":
            state.aside = 0 if state.aside == 2 else state.aside
        elif not state.aside:
            self._text_word(word, number)

    def _unicode(self, number: int) -> None:
        self._flush()
        self._skip = self._state.unicode_skip
        code = number % 65536
        self._say(chr(code))

    def _text_word(self, word: str, number: int | None) -> None:
        if word in CHARACTERS:
            self._say(CHARACTERS[word])
        elif word in _ENDS:
            self._end(word)
        elif word in _STORIES:
            self._open(word)
        elif word in ("chftn", "ftnalt"):
            self._note_mark(word)
        elif word in _ROW:
            self._row_word(word, number or 0)
        elif word in ("ansicpg", "f", "fcharset", "s"):
            self._font_word(word, number or 0)
        else:
            self._look_word(word, number)

    def _look_word(self, word: str, number: int | None) -> None:
        state, on = self._state, number != 0
        if word == "plain":
            state.look, state.hidden, state.deleted = _Look(state.look.font), False, False
        elif word == "pard":
            state.in_table, state.style = False, 0
        elif word == "intbl":
            state.in_table = True
        elif word == "uc":
            state.unicode_skip = max(0, min(number or 0, 16))
        elif word == "v":
            state.hidden = on
        elif word == "deleted":
            state.deleted = on
        elif word in ("super", "nosupersub", "sub"):
            state.look = replace(state.look, raised=word == "super" and on)
        elif word == "caps":
            state.look = replace(state.look, capitals=on)
        elif word == "pagebb":
            self._page = self._page or on
        elif word == "sbknone":
            self._page = False

    def _font_word(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self._codec = codec_of_page(number)
        elif word == "f":
            self._state.look = replace(self._state.look, font=number)
            self._named["f"] = number
        elif word == "fcharset":
            self._charset = number
        else:
            self._state.style = self._named["s"] = number

    def _row_word(self, word: str, number: int) -> None:
        if word == "trowd":
            self._left, self._marks = 0, []
        elif word == "trleft":
            self._left = number
        elif word in ("clmrg", "clvmrg"):
            self._merge["beside" if word == "clmrg" else "above"] = True
        elif len(self._marks) < _MOST_CELLS:
            self._marks.append(Mark(number, **self._merge))
        if word == "cellx" or word == "trowd":
            self._merge = {"beside": False, "above": False}

    def _end(self, word: str) -> None:
        state, in_main = self._state, self._state.story is self._main
        if word == "row":
            if in_main:
                self._flow.row(self._left, self._marks)
            return
        before = state.in_table
        state.in_table = before or word in ("cell", "nestcell")
        if word != "sect" or state.story.runs:
            self._end_paragraph()
        state.in_table = before
        if word == "cell" and in_main:
            self._flow.cell()
        if word == "sect":
            self._page = True

    def _end_paragraph(self) -> None:
        story = self._state.story
        if not self._state.aside:
            story.end(self._text(story))

    def _paragraph(self, text: str) -> None:
        """A paragraph of the document ends."""
        state, label = self._state, self._main.label
        self._main.label = ""
        if self._page and text.strip():
            text, self._page = PAGE_BREAK + text, False
        if is_contents(self._styles.get(state.style, "")) and not state.in_table:
            self._contents = True
        else:
            self._flow.paragraph(labelled(label, text, in_cell=state.in_table), in_table=state.in_table)

    def _open(self, word: str) -> None:
        """A group begins that holds a note, a text box, a label or a table of names."""
        lines: list[str] = []
        outer, story = self._state.story, _Story(lines.append, lambda: None)
        if word in ("listtext", "pntext"):

            def close() -> None:
                sign = "".join(lines).strip()
                is_number = any(map(str.isalnum, sign)) and not story.symbols
                outer.label = f"{sign if is_number else bullet(sign)} " if sign else ""
        elif word == "footnote":
            mark = self._next_note()

            def close() -> None:
                self._flow.later(mark + " ".join(filter(None, map(str.strip, lines))))
        elif word == "shptxt":

            def close() -> None:
                for line in lines:
                    self._flow.later(line)
        else:
            names = self._name_font if word == "fonttbl" else self._name_style
            self._named["s"] = 0
            self._state.story = _Story(names, lambda: None, names=True)
            return
        story.close = close
        self._state.story = story
        self._state.look, self._state.in_table = _Look(self._state.look.font), False

    def _next_note(self) -> str:
        """The mark before a note's text; none where the author gave it a mark of its own."""
        marked, self._marked = self._marked, False
        return f"{raised(str(self._notes))} " if marked else ""

    def _note_mark(self, word: str) -> None:
        if word == "chftn" and self._state.story is self._main:
            self._notes, self._marked = self._notes + 1, True
            self._say(raised(str(self._notes)))

    def _name_font(self, text: str) -> None:
        self._fonts[self._named["f"]] = (
            text.split(";")[0].strip(),
            codec_of_charset(self._charset, self._codec),
        )
        self._charset = -1

    def _name_style(self, text: str) -> None:
        self._styles[self._named["s"]] = text.split(";")[0].strip()


_ENDS = frozenset({"par", "cell", "nestcell", "row", "sect"})
_STORIES = frozenset({"footnote", "shptxt", "listtext", "pntext", "fonttbl", "stylesheet"})
_ROW = frozenset({"trowd", "trleft", "cellx", "clmrg", "clvmrg"})

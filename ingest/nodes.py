"""The body of a document as nodes: each printed label opens one, and lines without a label continue it.

A label counts only where it may stand: a figure that a line break put first is text, and a label that recognition
damaged is read from its neighbours and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.closing import CLOSING
from ingest.labels import LETTERS, RANK, Label, Style, read_damaged, read_label
from ingest.paragraphs import Wrap, clean, furniture, is_caps, note_number, starts_low, terminal
from ingest.reading import Line
from ontology.types import ClauseKind, Diagnostic, Severity

SECTIONS = ("phần", "chương", "mục", "tiểu mục", "roman", "capital")


@dataclass(slots=True)
class Node:
    """A part under construction: its lines, and where its label ends on the first of them."""

    kind: ClauseKind
    lines: list[Line]
    label: Label | None = None
    path: str = ""
    name: str = ""
    parent: int | None = None
    at: int = 0  # where the node begins on its first line (run-in labels)
    cut: int | None = None  # where it ends on its first line, if another label follows there
    notes: list[Line] = field(default_factory=list)
    body: int = -1  # which body it belongs to: an annexed regulation counts its articles anew
    bullets: int = 0
    children: int = 0


def note_on(
    code: str, message: str, first: Line, last: Line | None = None, *, severity: Severity = "warning"
) -> Diagnostic:
    """A diagnostic about whole lines."""
    return Diagnostic(
        code=code,
        message=message,
        severity=severity,
        start=line_start(first, 0),
        end=line_end(last or first),
        line=first.number,
    )


def _is_title(line: str, *, before: str) -> bool:
    """Whether a line is a heading by its capitals alone, and not the second line of one."""
    text = clean(line)
    short = len(text.split()) > 1 and 6 <= len(text) <= 120
    return short and is_caps(text) and not terminal(text.rstrip(":")) and not is_caps(clean(before))


def line_start(line: Line, at: int) -> int:
    """Where the words of a line begin, from its character `at` on."""
    rest = line.text[at:]
    return line.start + at + len(rest) - len(rest.lstrip())


def line_end(line: Line) -> int:
    """Where the words of a line end."""
    return line.start + len(line.text.rstrip())


class Body:
    """Reads one body zone line by line; `stack` holds the open labelled nodes, outermost first."""

    def __init__(self, nodes: list[Node], notes: list[Diagnostic], wrap: Wrap, *, markdown: bool) -> None:
        self.nodes = nodes
        self.notes = notes
        self.wrap = wrap
        self.markdown = markdown
        self.stack: list[int] = []
        self.current: Node | None = None
        self.before = ""  # the last line that belongs to the running text
        self.last_note = 0
        self.open_note = False  # whether the last footnote broke off, to go on on the next page
        self.number = len(nodes)
        self.unnumbered = False  # whether the headings of this body are only set in capitals
        self.quoted = -1  # the last line of the provision that is being quoted

    def read(self, lines: Sequence[Line]) -> None:
        """Add the zone's nodes."""
        labels = (read_label(line.text, markdown=self.markdown) for line in lines)
        self.unnumbered = not any(found and found.style in (*SECTIONS, "điều") for found in labels)
        pending: list[Line] = []  # furniture and footnotes whose place the next line decides
        for i, line in enumerate(lines):
            if not line.text.strip():
                continue
            label = self._label(line, lines, i)
            if label is None and self._is_aside(line, lines, i):
                pending.append(line)
                continue
            if label is None and self.current is not None:
                self.current.notes += pending
                self.current.lines += [*pending, line]
            else:
                self._set_aside(pending)
                self._open(line, label)
            pending = []
            self.before = line.text
        self._set_aside(pending)
        self._close()

    def _is_aside(self, line: Line, lines: Sequence[Line], i: int) -> bool:
        before = lines[i - 1].text if i else ""
        after = lines[i + 1].text if i + 1 < len(lines) else ""
        if furniture(line.text, before, after):
            return True
        if self.before and not self.markdown:
            closed = terminal(self.before)
            number = note_number(line.text, last=self.last_note, closed=closed)
            if number is not None:
                self.last_note = number
                self.open_note = not terminal(line.text)
                return True
            if self.open_note and closed and starts_low(line.text):  # the footnote's rest, on the next page
                self.open_note = False
                return True
        return False

    def _set_aside(self, pending: Sequence[Line]) -> None:
        """Page numbers and footnotes between two pieces become leaves of their own."""
        for line in pending:
            self.nodes.append(Node("unparsed", [line], path="unparsed"))
            if len(line.text.strip()) > 5:
                self.notes.append(
                    note_on("footnote", "a footnote between two clauses", line, severity="info")
                )

    # labels

    def _label(self, line: Line, lines: Sequence[Line], i: int) -> Label | None:
        if line.number <= self.quoted or _PAGE.fullmatch(line.text):
            return None
        if self.current is not None and _QUOTED.match(line.text):
            self.quoted = _quote_end(lines, i)
        label = read_label(line.text, markdown=self.markdown)
        if label is None and self.unnumbered and _is_title(line.text, before=self.before):
            self.notes.append(
                note_on("unnumbered_heading", "a heading without a number", line, severity="info")
            )
            return Label("mục", "", clean(line.text).strip(" .:").capitalize().replace(".", " "), 0, 0)
        if label is None or not self._follows(label) or _PART.match(line.text, label.end):
            damaged = self._damaged(line, lines, i)
            if damaged or label is None:
                return damaged
        if label.style == "bullet":
            return None if self._wrapped_bullet(line, label) else label
        if not self._plausible(label):
            return None
        return label

    def _wrapped_bullet(self, line: Line, label: Label) -> bool:
        """A dash that begins a line by chance: the sentence before is open and goes on in small letters."""
        rest = line.text[label.end :]
        return self.wrap.full(self.before, rest) and starts_low(rest) and not terminal(self.before)

    def _plausible(self, label: Label) -> bool:
        """Whether the label may stand here and is not a figure that a line break put first."""
        expected = self._expected(label)
        if label.number in (1, expected) or label.style not in _NUMBERED:
            return True
        if self.wrap.full(self.before, label.printed) and not terminal(self.before):
            return False
        if label.style == "decimal":
            return len(label.numbers) > 1 or label.number <= (expected or 1) + 20
        return True

    def _expected(self, label: Label) -> int | None:
        """The number that the next label of this kind should have, None where no series is open."""
        for index in reversed(self.stack):
            open_label = self.nodes[index].label
            if open_label and open_label.rank == label.rank:
                return open_label.number + 1
        return None

    def _follows(self, label: Label) -> bool:
        """Whether the label needs no second look: it opens or goes on a series, or nothing looks like it."""
        if label.style not in ("decimal", "letter", "capital") or not label.printed.endswith("."):
            return True
        expected = self._expected(label)
        if label.style == "letter" and expected is not None:  # letters are skipped at will
            return label.number >= expected
        return label.number in (1, expected)

    def _damaged(self, line: Line, lines: Sequence[Line], i: int) -> Label | None:
        """The label that must come next in an open series, or that opens one, read through damage."""
        for style, expected in self._awaited():
            label = read_damaged(line.text, style=style, expected=expected)
            if label:
                return self._reported(label, line, "the next of its series")
            after = (*expected[:-1], expected[-1] + 1)
            label = read_damaged(line.text, style=style, expected=expected, misread=len(expected) > 1)
            if label and self._comes(lines, i, after):
                return self._reported(label, line, "from its neighbours")
        label = read_damaged(line.text, style="decimal", expected=(1,))
        if label and self._comes(lines, i, (2,)):
            return self._reported(label, line, "the first of its series")
        return None

    def _awaited(self) -> Iterator[tuple[Style, tuple[int, ...]]]:
        """The labels that may come next, innermost first: the one after each open label, and its first child."""
        inner = True
        for index in reversed(self.stack):
            known = self.nodes[index].label
            if known is None or known.style not in ("decimal", "roman"):
                continue
            numbers = known.numbers or (known.number,)
            if known.style == "decimal" and inner:
                yield "decimal", (*numbers, 1)
                inner = False
            yield known.style, (*numbers[:-1], numbers[-1] + 1)

    def _comes(self, lines: Sequence[Line], i: int, numbers: tuple[int, ...]) -> bool:
        """Whether the next label like "1." (or "1.1.") after line i is this one, before one of a higher rank."""
        for line in lines[i + 1 : i + 1 + _SERIES_LINES]:
            label = read_label(line.text, markdown=self.markdown)
            if label and label.style == "decimal" and len(label.numbers) == len(numbers):
                return label.numbers == numbers
            if label and label.rank < RANK["decimal"] + len(numbers) - 1:
                return False
        return False

    def _reported(self, label: Label, line: Line, why: str) -> Label:
        name = ".".join(map(str, label.numbers)) or label.name
        self.notes.append(note_on("damaged_label", f"“{label.printed}” is read as {name}, {why}", line))
        return label

    # nodes

    def _open(self, line: Line, label: Label | None) -> None:
        if label is None:  # the opening text
            self.current = Node("clause", [line], path="preamble", name="preamble")
            self.nodes.append(self.current)
            return
        self._push(line, label, 0)
        if label.style == "điều":  # "Điều 2. 1. …": the first khoản stands on the article's own line
            inner = read_label(line.text[label.end :])
            if inner and inner.style == "decimal" and inner.number == 1:
                assert self.current is not None
                self.current.cut = label.end
                self._push(line, replace(inner, end=label.end + inner.end), label.end)

    def _push(self, line: Line, label: Label, at: int) -> None:
        while self.stack and self._closes(self.nodes[self.stack[-1]], line, label):
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        node = Node(_kind(label), [line], label=label, parent=parent, at=at, body=self.number)
        node.name = self._path_name(label, parent)
        if parent is not None:
            self.nodes[parent].children += 1
        self.nodes.append(node)
        self.stack.append(len(self.nodes) - 1)
        self.current = node

    def _closes(self, node: Node, line: Line, label: Label) -> bool:
        """Whether an open node ends where this label begins."""
        known = node.label
        if known is None:
            return True
        if label.style == "bullet" and known.style == "bullet":
            return self._closes_bullet(node, known, line, label)
        return known.rank >= label.rank

    def _closes_bullet(self, node: Node, known: Label, line: Line, label: Label) -> bool:
        """A bullet ends at one of a mark that is open already; "*" stands above "-"; Markdown nests by indent."""
        if self.markdown and _indent(line) >= _indent(node.lines[0]) + 2:
            return False
        if self.markdown and _indent(line) < _indent(node.lines[0]):
            return True
        above = (self.nodes[i].label for i in self.stack)
        marks = {a.name for a in above if a and a.style == "bullet"}
        return label.name in marks or (label.name == "*" and known.name == "-")

    def _path_name(self, label: Label, parent: int | None) -> str:
        if label.style == "bullet":
            if parent is None:
                return "-" + str(1 + sum(1 for n in self.nodes if n.parent is None and n.kind == "bullet"))
            self.nodes[parent].bullets += 1
            return f"-{self.nodes[parent].bullets}"
        if label.style == "decimal" and len(label.numbers) > 1:
            above = self.nodes[parent].label if parent is not None else None
            if not (above and above.style == "decimal" and len(above.numbers) == len(label.numbers) - 1):
                return ".".join(map(str, label.numbers))
            if above.numbers != label.numbers[:-1]:
                self.notes.append(
                    Diagnostic("label_prefix", f"“{label.printed}” stands under “{above.printed}”", "warning")
                )
        return label.name

    # the end of the body

    def _close(self) -> None:
        """Split the closing paragraphs off the last node."""
        node = self.current
        if node is None or node.path == "preamble" or len(node.lines) < 2:
            return
        for i in range(1, len(node.lines)):
            text = clean(node.lines[i].text)
            if node.lines[i] in node.notes or not CLOSING.match(text):
                continue
            before = next((n.text for n in reversed(node.lines[:i]) if n not in node.notes), "")
            if not terminal(before):  # the words go on, or belong to the heading above them
                continue
            tail = Node("clause", node.lines[i:], path="closing", name="closing")
            tail.notes = [n for n in node.notes if n in tail.lines]
            node.notes = [n for n in node.notes if n not in tail.lines]
            node.lines = node.lines[:i]
            self.nodes.append(tail)
            return


_NUMBERED = ("điều", "decimal", "roman", "letter", "paren")
_PAGE = re.compile(r"\s*[-–—]\s*\d{1,3}\s*[-–—]?\s*")  # "-2-": no bullet
_QUOTED = re.compile(r"\s*[“\"](?:Điều|Chương|Mục|\d{1,2}[a-z]?\.|[a-zđ]\))\s*\S")
_QUOTE_ENDS = re.compile(r"[”\"][.;,]?\s*$")
_PART = re.compile(r"(?<=\.)[^\W_]{1,2}\.\s")  # what may be the damaged second part of "2.5."
_QUOTE_LINES = 80
_SERIES_LINES = 60  # how far off the second label of a series may stand


def _quote_end(lines: Sequence[Line], i: int) -> int:
    """The number of the line on which the provision quoted from line i ends; -1 where no mark closes it."""
    for line in lines[i : i + _QUOTE_LINES]:
        if _QUOTE_ENDS.search(line.text):
            return line.number
    return -1


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def _kind(label: Label) -> ClauseKind:
    if label.style in SECTIONS:
        return "section"
    if label.style in ("letter", "paren"):
        return "point"
    return "bullet" if label.style == "bullet" else "clause"


def repair_siblings(nodes: list[Node], notes: list[Diagnostic]) -> None:
    """Labels that cannot be right are read from their neighbours: 5.7, 5.2 under 5 is 5.1, 5.2."""
    series: dict[tuple[int | None, int], list[Node]] = {}
    for node in nodes:
        if node.label and node.label.style in ("decimal", "letter", "roman"):
            series.setdefault((node.parent, node.label.rank), []).append(node)
    for siblings in series.values():
        expected = 1
        for i, node in enumerate(siblings):
            label = node.label
            assert label is not None
            after = siblings[i + 1].label if i + 1 < len(siblings) else None
            if not _is_wrong(label, after, expected):
                if label.style != "letter" and label.number > expected and i > 0:
                    text = f"“{label.printed}” follows {expected - 1}: a number is missing or misread"
                    notes.append(note_on("label_gap", text, node.lines[0], severity="info"))
                expected = label.number + 1
                continue
            name = LETTERS[expected - 1] if label.style == "letter" else str(expected)
            text = f"“{label.printed}” is read as {name}, from its neighbours"
            notes.append(note_on("damaged_label", text, node.lines[0]))
            node.name = name
            expected += 1


def _is_wrong(label: Label, after: Label | None, expected: int) -> bool:
    """Whether a label breaks a series that goes on as expected after it.

    Letters are skipped at will ("đ" by many), so that only a repeated one is surely wrong.
    """
    if label.number == expected:
        return False
    if label.style == "letter":
        if expected > len(LETTERS):
            return False
        early = label.number == expected - 1 and expected > 1 and (not after or after.number > label.number)
        late = after is not None and after.number == label.number == expected + 1
        return early or late
    return label.style == "decimal" and after is not None and after.number == expected + 1

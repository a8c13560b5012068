"""The outline: a document's zones, headings, clauses, points and bullets, with paths made of the printed labels.

After `outline`:
1. The parts, in order, cover every non-blank character of the reading exactly once.
2. Paths are unique; a repeated one has "~2", "~3" after it.
3. A part's parent comes before it; parts outside the body have none.
4. What was read through damage, or could not be placed, has a Diagnostic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.closing import CLOSING
from ingest.labels import LETTERS, Label, read_damaged, read_label
from ingest.paragraphs import (
    Wrap,
    clean,
    furniture,
    join,
    measure,
    note_number,
    starts_low,
    terminal,
)
from ingest.reading import AnnexRegion, Line, Reading
from ingest.zones import Zone, zones
from ontology.types import ClauseKind, Diagnostic


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the outline; [start, end) in reading coordinates covers label, heading and text, not children.

    `parent` is the index of the enclosing part.
    """

    kind: ClauseKind
    label: str
    path: str
    heading: str | None
    text: str
    start: int
    end: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document in order, and where its annexes stand."""

    parts: tuple[Part, ...]
    annexes: tuple[AnnexRegion, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _Node:
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
    bullets: int = 0
    children: int = 0


_SECTIONS = ("phần", "chương", "mục", "tiểu mục", "roman", "capital")


def outline(reading: Reading) -> Outline:
    """The outline of a reading; never raises, whatever the text."""
    lines = reading.lines
    markdown = reading.source.format == "md"
    nodes: list[_Node] = []
    notes: list[Diagnostic] = []
    annexes: list[AnnexRegion] = []
    split = zones(lines, markdown=markdown)
    wrap = measure(line.text for z in split if z.kind == "body" for line in lines[z.first : z.last])
    for zone in split:
        block = [line for line in lines[zone.first : zone.last] if line.text.strip()]
        if not block:
            continue
        if zone.kind == "body":
            _Body(nodes, notes, wrap, markdown=markdown).read(lines[zone.first : zone.last])
        else:
            nodes.append(_Node(zone.kind, block, path=zone.label or zone.kind))
        if zone.kind == "annex":
            annexes.append(_region(zone, block))
        elif zone.kind == "unparsed":
            notes.append(
                _note("unplaced", "text after the signature that no rule places", block[0], block[-1])
            )
    _repair_siblings(nodes, notes)
    _name(nodes)
    return Outline(tuple(_part(node, wrap, reading) for node in nodes), tuple(annexes), tuple(notes))


def _region(zone: Zone, block: Sequence[Line]) -> AnnexRegion:
    return AnnexRegion(zone.label, zone.title, _start(block[0], 0), _end(block[-1]))


def _note(
    code: str, message: str, first: Line, last: Line | None = None, *, severity: str = "warning"
) -> Diagnostic:
    return Diagnostic(
        code=code,
        message=message,
        severity="info" if severity == "info" else "warning",
        start=_start(first, 0),
        end=_end(last or first),
        line=first.number,
    )


def _start(line: Line, at: int) -> int:
    rest = line.text[at:]
    return line.start + at + len(rest) - len(rest.lstrip())


def _end(line: Line) -> int:
    return line.start + len(line.text.rstrip())


class _Body:
    """Reads one body zone line by line; `stack` holds the open labelled nodes, outermost first."""

    def __init__(self, nodes: list[_Node], notes: list[Diagnostic], wrap: Wrap, *, markdown: bool) -> None:
        self.nodes = nodes
        self.notes = notes
        self.wrap = wrap
        self.markdown = markdown
        self.stack: list[int] = []
        self.current: _Node | None = None
        self.before = ""  # the last line that belongs to the running text
        self.last_note = 0
        self.quote = 0  # lines left in a quoted provision

    def read(self, lines: Sequence[Line]) -> None:
        """Add the zone's nodes."""
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
            number = note_number(line.text, last=self.last_note, closed=terminal(self.before))
            if number is not None:
                self.last_note = number
                return True
        return False

    def _set_aside(self, pending: Sequence[Line]) -> None:
        """Page numbers and footnotes between two pieces become leaves of their own."""
        for line in pending:
            self.nodes.append(_Node("unparsed", [line], path="unparsed"))
            if len(line.text.strip()) > 5:
                self.notes.append(_note("footnote", "a footnote between two clauses", line, severity="info"))

    # labels

    def _label(self, line: Line, lines: Sequence[Line], i: int) -> Label | None:
        label = read_label(line.text, markdown=self.markdown)
        if label is None:
            return self._damaged(line, lines, i)
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
        if label.number in (1, expected) or label.style not in ("decimal", "roman", "letter", "paren"):
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

    def _damaged(self, line: Line, lines: Sequence[Line], i: int) -> Label | None:
        for index in reversed(self.stack):
            known = self.nodes[index].label
            if known is None or known.style not in ("decimal", "roman") or len(known.numbers) > 1:
                continue
            label = read_damaged(line.text, style=known.style, expected=known.number + 1)
            if label:
                self.notes.append(
                    _note(
                        "damaged_label",
                        f"“{label.printed}” is read as {label.name}, the next of its series",
                        line,
                    )
                )
                return label
        return None

    # nodes

    def _open(self, line: Line, label: Label | None) -> None:
        if label is None:  # the opening text
            self.current = _Node("clause", [line], path="preamble", name="preamble")
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
        while self.stack and self._closes(self.nodes[self.stack[-1]], label):
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        node = _Node(_kind(label), [line], label=label, parent=parent, at=at)
        node.name = self._path_name(label, parent)
        if parent is not None:
            self.nodes[parent].children += 1
        self.nodes.append(node)
        self.stack.append(len(self.nodes) - 1)
        self.current = node

    def _closes(self, node: _Node, label: Label) -> bool:
        """Whether an open node ends where this label begins."""
        known = node.label
        if known is None:
            return True
        if label.style == "bullet" and known.style == "bullet":
            return self._closes_bullet(known, label)
        return known.rank >= label.rank

    def _closes_bullet(self, known: Label, label: Label) -> bool:
        marks = [
            n.label.name for n in (self.nodes[i] for i in self.stack) if n.label and n.label.style == "bullet"
        ]
        if label.name in marks:
            return True
        return label.name == "*" and known.name == "-"

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
            if not terminal(node.lines[i - 1].text):  # the words go on, or belong to the heading above them
                continue
            tail = _Node("clause", node.lines[i:], path="closing", name="closing")
            tail.notes = [n for n in node.notes if n in tail.lines]
            node.notes = [n for n in node.notes if n not in tail.lines]
            node.lines = node.lines[:i]
            self.nodes.append(tail)
            return


def _kind(label: Label) -> ClauseKind:
    if label.style in _SECTIONS:
        return "section"
    if label.style in ("letter", "paren"):
        return "point"
    return "bullet" if label.style == "bullet" else "clause"


def _repair_siblings(nodes: list[_Node], notes: list[Diagnostic]) -> None:
    """Labels that cannot be right are read from their neighbours: 5.7, 5.2 under 5 is 5.1, 5.2."""
    series: dict[tuple[int | None, int], list[_Node]] = {}
    for node in nodes:
        if node.label and node.label.style in ("decimal", "letter"):
            series.setdefault((node.parent, node.label.rank), []).append(node)
    for siblings in series.values():
        expected = 1
        for i, node in enumerate(siblings):
            label = node.label
            assert label is not None
            after = siblings[i + 1].label if i + 1 < len(siblings) else None
            if not _is_wrong(label, after, expected):
                expected = label.number + 1
                continue
            name = LETTERS[expected - 1] if label.style == "letter" else str(expected)
            text = f"“{label.printed}” is read as {name}, from its neighbours"
            notes.append(_note("damaged_label", text, node.lines[0]))
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
    return after is not None and after.number == expected + 1


def _name(nodes: list[_Node]) -> None:
    """Give every node its unique path."""
    seen: dict[str, int] = {}
    for node in nodes:
        path = node.path
        if node.label:
            above = nodes[node.parent].path if node.parent is not None else ""
            path = f"{above}.{node.name}" if above and node.label.style != "điều" else node.name
        count = seen.get(path, 0) + 1
        while count > 1 and f"{path}~{count}" in seen:
            count += 1
        seen[path] = count
        node.path = path if count == 1 else f"{path}~{count}"
        if count > 1:
            seen[node.path] = 1


def _part(node: _Node, wrap: Wrap, reading: Reading) -> Part:
    first = node.lines[0]
    start = _start(first, node.at)
    if node.cut is not None and len(node.lines) == 1:
        end = first.start + len(first.text[: node.cut].rstrip())
    else:
        end = _end(node.lines[-1])
    if node.kind == "annex":
        text = reading.text[start:end]
        return Part("annex", node.path, node.path, None, text, start, end)
    aside = {n.number for n in node.notes}
    label_end = node.label.end if node.label else 0
    body = [line.text for line in node.lines if line.number not in aside]
    body[0] = first.text[label_end : node.cut] if node.label else first.text
    paragraphs = (
        join(body, wrap)
        if node.kind in ("section", "clause", "point", "bullet")
        else [clean(b) for b in body]
    )
    heading, rest = _heading(node, [p for p in paragraphs if p])
    asides = [clean(n.text) for n in node.notes if len(n.text.strip()) > 5]
    return Part(
        kind=node.kind,
        label=node.label.printed if node.label else "",
        path=node.path,
        heading=heading,
        text="\n".join([*rest, *asides]),
        start=start,
        end=end,
        parent=node.parent,
    )


def _heading(node: _Node, paragraphs: list[str]) -> tuple[str | None, list[str]]:
    """The heading is a first paragraph that is no sentence and has something under it."""
    if not node.label or not paragraphs or node.label.style == "bullet":
        return None, paragraphs
    first, more = paragraphs[0], len(paragraphs) > 1 or node.children > 0
    if node.label.style in _SECTIONS:
        return first, paragraphs[1:]
    if more and len(first) <= 400 and (not terminal(first) or (first.endswith(":") and len(first) <= 80)):
        return first.rstrip(":").rstrip(), paragraphs[1:]
    return None, paragraphs

"""The outline: a document's zones, headings, clauses, points and bullets, with paths made of the printed labels.

After `outline`:
1. The parts, in order, cover every non-blank character of the reading exactly once.
2. Paths are unique; a repeated one has "~2", "~3" after it.
3. A part's parent comes before it; parts outside the body have none.
4. What was read through damage, or could not be placed, has a Diagnostic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.frames import unframed
from ingest.nodes import SECTIONS, Body, Node, line_end, line_start, note_on, repair_siblings
from ingest.paragraphs import Wrap, clean, join, measure, terminal
from ingest.reading import AnnexRegion, Line, Reading
from ingest.zones import Zone, apart, zones
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


def outline(reading: Reading) -> Outline:
    """The outline of a reading; never raises, whatever the text."""
    lines = apart(unframed(reading))
    markdown = reading.source.format == "md"
    nodes: list[Node] = []
    notes: list[Diagnostic] = []
    annexes: list[AnnexRegion] = []
    split = zones(lines, markdown=markdown)
    wrap = measure(line.text for z in split if z.kind == "body" for line in lines[z.first : z.last])
    for zone in split:
        block = [line for line in lines[zone.first : zone.last] if line.text.strip()]
        if not block:
            continue
        if zone.kind == "body":
            Body(nodes, notes, wrap, markdown=markdown).read(lines[zone.first : zone.last])
        else:
            nodes.append(Node(zone.kind, block, path=zone.label or zone.kind))
        if zone.kind == "annex":
            annexes.append(_region(zone, block))
        elif zone.kind == "unparsed":
            notes.append(
                note_on("unplaced", "text after the signature that no rule places", block[0], block[-1])
            )
    repair_siblings(nodes, notes)
    _name(nodes, notes)
    return Outline(tuple(_part(node, wrap, reading) for node in nodes), tuple(annexes), tuple(notes))


def _region(zone: Zone, block: Sequence[Line]) -> AnnexRegion:
    return AnnexRegion(zone.label, zone.title, line_start(block[0], 0), line_end(block[-1]))


def _name(nodes: list[Node], notes: list[Diagnostic]) -> None:
    """Give every node its unique path."""
    seen: dict[str, int] = {}
    bodies: dict[str, int] = {}
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
            if node.label and bodies.get(path) == node.body:
                text = f"the label “{node.label.printed}” comes again under the same heading"
                notes.append(note_on("repeated_label", text, node.lines[0]))
        bodies[path] = node.body


def _part(node: Node, wrap: Wrap, reading: Reading) -> Part:
    first = node.lines[0]
    start = line_start(first, node.at)
    if node.cut is not None and len(node.lines) == 1:
        end = first.start + len(first.text[: node.cut].rstrip())
    else:
        end = line_end(node.lines[-1])
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


def _heading(node: Node, paragraphs: list[str]) -> tuple[str | None, list[str]]:
    """The heading is a first paragraph that is no sentence and has something under it."""
    if not node.label or not paragraphs or node.label.style == "bullet":
        return None, paragraphs
    first, more = paragraphs[0], len(paragraphs) > 1 or node.children > 0
    if node.label.style in SECTIONS:
        return first, paragraphs[1:]
    if more and len(first) <= 400 and (not terminal(first) or (first.endswith(":") and len(first) <= 80)):
        return first.rstrip(":").rstrip(), paragraphs[1:]
    return None, paragraphs

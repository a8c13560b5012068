"""The files of a document: its own and those of its annexes, kept as they were read so that they can be read together.

Which files make which document follows from all files that name one number, not from the order in which they came:
1. A file of annexes belongs to the document that it names; where it leaves the province or the year out, to the only
   one that fits. Without one, or with several, it waits as a document of its own.
2. An annex that another file of the document has already is remembered and adds nothing.
3. Annexes stand in the order of their labels.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.store import GraphStore, Query, Row, Value
from ingest.cells import roman
from ingest.joined import is_annex, text_spans
from ontology.codec import dump, load
from ontology.communes import LEVEL
from ontology.places import place as province
from ontology.text import fold
from ontology.types import Cell, Diagnostic, Page, ParsedDocument, SourceText, Table

#: The share of an annex's word triples that another file must have to hold the same annex.
_SAME = 0.9
_STORED = (
    "RETURN d.id AS id, d.number AS number, d.source AS source, d.format AS format, d.sha256 AS sha256, "
    "d.source_text AS text, d.parsed_by AS parsed_by, d.passed_over AS passed_over, d.files AS files, "
    "d.layout AS layout ORDER BY id"
)
_NAMED = f"MATCH (d:Document) WHERE d.files CONTAINS $quoted OR d.source = $name {_STORED}"
_SERIES = f"MATCH (d:Document) WHERE d.stub = false AND d.id STARTS WITH $series {_STORED}"
_MARKED = f"MATCH (d:Document) WHERE d.passed_over CONTAINS $mark {_STORED}"
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"(?<!\w)(?:[IVX]+|\d+|[A-H])(?!\w)")


@dataclass(frozen=True)
class Part:
    """A file as its format's reader gave it, and what it says by itself: `own` is the id of the document it names."""

    source: SourceText
    parsed_by: str | None
    own: str
    annex: bool
    labels: tuple[str, ...] = ()
    level: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """A file is known by its name and content."""
        return self.source.name, self.source.sha256

    @cached_property
    def triples(self) -> frozenset[tuple[str, ...]]:
        """Every three words that stand side by side."""
        words = _WORD.findall(fold(self.source.text))
        return frozenset(zip(words, words[1:], words[2:], strict=False))

    @property
    def place_in_order(self) -> tuple[bool, list[tuple[int, ...]], tuple[str, str]]:
        """What the files of a document are sorted by: its own first, annexes by their labels."""
        return self.annex, sorted(_numbers(self)) or [(1000,)], self.key


@dataclass(frozen=True)
class Bundle:
    """The files of one document in order; `repeats` are those whose annexes another of them (its name) has."""

    id: str
    parts: tuple[Part, ...]
    repeats: tuple[tuple[Part, str], ...] = ()

    @property
    def main(self) -> Part | None:
        """The document's own file; None where there are only annexes."""
        return None if self.parts[0].annex else self.parts[0]

    @property
    def all(self) -> tuple[Part, ...]:
        """Every file, the repeating ones last."""
        return (*self.parts, *(part for part, _ in self.repeats))

    def repeated(self, part: Part) -> str | None:
        """The name of the file that has what this one says, if it repeats it."""
        return next((other for p, other in self.repeats if p.key == part.key), None)


@dataclass(frozen=True)
class Stored:
    """A bundle that the store holds, with the marks of the files that were passed over for its own."""

    bundle: Bundle
    number: str | None
    passed_over: tuple[str, ...]


def part_of(source: SourceText, doc: ParsedDocument, *, parsed_by: str) -> Part:
    """The file of which `doc` was parsed by the reader `parsed_by`."""
    labels = tuple(c.label for c in doc.clauses if c.kind == "annex" and c.parent is None)
    return Part(source, parsed_by, doc.id, is_annex(doc), labels, doc.header.level)


def bundles(parts: Iterable[Part]) -> dict[str, Bundle]:
    """The documents that these files make, by id."""
    parts = sorted({p.key: p for p in parts}.values(), key=lambda p: p.place_in_order)
    mains = {p.own: p for p in parts if not p.annex}
    homes: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        fitting = (
            [part.own] if part.own in mains else [m for m in mains if part.annex and fits(part, mains[m])]
        )
        home = fitting[0] if len(fitting) == 1 else part.own
        homes[home].append(part)
    return {b.id: b for id, found in sorted(homes.items()) for b in [_bundle(id, found)]}


def fits(annex: Part, document: Part) -> bool:
    """Whether a file of annexes may belong to the document: it may leave out the province, the commune or the year."""
    number, place, year = annex.own.rsplit(".", 2)
    other, at, of = document.own.rsplit(".", 2)
    near = place in (at, "vn") or (annex.level == LEVEL and _lies_in_province(at, commune=place))
    level = annex.level == document.level or None in (annex.level, document.level)
    return number == other and near and level and (year == of or "x" in (year, of))


def _lies_in_province(place: str, *, commune: str) -> bool:
    return place.startswith(f"{commune}-") and province(place.removeprefix(f"{commune}-")) is not None


def series(id: str) -> str:
    """What the ids of all documents of one number begin with."""
    return id.rsplit(".", 2)[0] + "."


def _bundle(id: str, parts: Sequence[Part]) -> Bundle:
    kept: list[Part] = []
    repeats: list[tuple[Part, str]] = []
    for part in sorted(parts, key=lambda p: (p.annex, -len(p.triples), p.key)):
        same = next((k for k in kept if _repeats(part, k)), None)
        if same:
            repeats.append((part, same.source.name))
        else:
            kept.append(part)
    ordered = tuple(sorted(kept, key=lambda p: p.place_in_order))
    base, _, year = id.rpartition(".")
    years = [year, *(p.own.rpartition(".")[2] for p in ordered[1:])]
    return Bundle(f"{base}.{next((y for y in years if y != 'x'), 'x')}", ordered, tuple(repeats))


def _repeats(part: Part, other: Part) -> bool:
    """Whether the other file has this annex: under the same label, where both have one, nearly all of its words."""
    own, there = _numbers(part), _numbers(other)
    if not part.annex or (own and there and not own <= there):
        return False
    return len(part.triples & other.triples) >= _SAME * len(part.triples)


def _numbers(part: Part) -> set[tuple[int, ...]]:
    """The numbers of its annexes: (2,) of "PHỤ LỤC II", (1, 2) of "Phụ lục I.2"; none of "PHỤ LỤC" alone."""
    found = {tuple(_value(n) for n in _NUMBER.findall(label)) for label in part.labels}
    return found - {()}


def _value(number: str) -> int:
    return int(number) if number.isdigit() else roman(number) or ord(number[0]) - ord("A") + 1


def named(store: GraphStore, name: str) -> list[Stored]:
    """The documents that a file of this name belongs to; in different folders they may be different documents."""
    quoted = json.dumps(name, ensure_ascii=False)
    found = map(_stored, store.read(Query(_NAMED, {"quoted": quoted, "name": name})))
    return [s for s in found if any(p.source.name == name for p in s.bundle.all)]


def of_series(store: GraphStore, id: str) -> list[Stored]:
    """The documents of the number that this id has, those of other places and years among them."""
    return [_stored(row) for row in store.read(Query(_SERIES, {"series": series(id)}))]


def marked(store: GraphStore, mark: str) -> list[Stored]:
    """The documents that remember such a mark of a file that was passed over."""
    return [_stored(row) for row in store.read(Query(_MARKED, {"mark": mark}))]


def record(bundle: Bundle) -> dict[str, Value]:
    """What the Document node keeps: the layout of its files, and which they are where its own is not the only one."""
    spans = dict(zip((p.key for p in bundle.parts), text_spans(p.source for p in bundle.parts), strict=True))
    about, layouts = [], []
    for part in bundle.all:
        source = part.source
        start, end = spans.get(part.key, (None, None))
        about.append(
            {
                "name": source.name, "format": source.format, "sha256": source.sha256, "start": start, "end": end,
                "annex": part.annex, "repeats": bundle.repeated(part), "own": part.own,
                "parsed_by": part.parsed_by,
            }
        )  # fmt: skip
        layouts.append(_layout(part, text=start is None))
    alone = bundle.main is not None and len(about) == 1
    return {"files": None if alone else _json(about), "layout": _json(layouts)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _layout(part: Part, *, text: bool) -> dict[str, Any]:
    """Annexes, tables, pages and doubts; the text only of a file that is no part of the document's."""
    source = part.source
    tables = [
        [t.start, t.end, [[_cell(source.text, c) for c in row] for row in t.rows]] for t in source.tables
    ]
    return {
        "labels": part.labels,
        "level": part.level,
        "tables": tables,
        "pages": [[p.number, p.start, p.end] for p in source.pages],
        "diagnostics": dump(source.diagnostics),
        **({"text": source.text} if text else {}),
    }


def _cell(text: str, cell: Cell) -> list[Any]:
    """Where a cell stands, and its words where they are not just what stands there."""
    plain = text[cell.start : cell.end] == cell.text
    return [cell.start, cell.end] if plain else [cell.start, cell.end, cell.text]


def _stored(row: Row) -> Stored:
    marks = tuple((row["passed_over"] or "").splitlines())
    parts, repeats = [], []
    layouts = json.loads(row["layout"] or "[{}]")  # an older program kept none
    for about, layout in zip(_about(row), layouts, strict=True):
        part = _part(about, layout, row["text"])
        if about["repeats"]:
            repeats.append((part, about["repeats"]))
        else:
            parts.append(part)
    return Stored(Bundle(row["id"], tuple(parts), tuple(repeats)), row["number"], marks)


def _about(row: Row) -> list[dict[str, Any]]:
    """What is kept of each file; of a document's only file, what the document itself says."""
    if row["files"]:
        found: list[dict[str, Any]] = json.loads(row["files"])
        return found
    own = {"name": row["source"] or "", "format": row["format"] or "", "sha256": row["sha256"] or ""}
    span = {"start": 0, "end": len(row["text"] or "")}
    return [{**own, **span, "annex": False, "repeats": None, "own": row["id"], "parsed_by": row["parsed_by"]}]


def _part(about: Mapping[str, Any], layout: Mapping[str, Any], whole: str | None) -> Part:
    text = layout["text"] if "text" in layout else (whole or "")[about["start"] : about["end"]]
    source = SourceText(
        about["name"],
        about["format"],
        text,
        about["sha256"],
        tuple(_table(text, *table) for table in layout.get("tables", ())),
        tuple(Page(*page) for page in layout.get("pages", ())),
        tuple(load(Diagnostic, d) for d in layout.get("diagnostics", ())),
    )  # fmt: skip
    return Part(
        source,
        about["parsed_by"],
        about["own"],
        about["annex"],
        tuple(layout.get("labels", ())),
        layout.get("level"),
    )


def _table(text: str, start: int, end: int, rows: Sequence[Sequence[Sequence[Any]]]) -> Table:
    return Table(start, end, tuple(tuple(_words(text, cell) for cell in row) for row in rows))


def _words(text: str, cell: Sequence[Any]) -> Cell:
    start, end = cell[:2]
    return Cell(cell[2] if len(cell) > 2 else text[start:end], start, end)

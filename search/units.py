"""The units that search finds (clauses, tasks, targets, results) as a store has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.store import GraphStore, Query, Row
from ontology.places import province_of
from ontology.text import squeeze

_BREAK = re.compile(r"[.;!?…]+\s+")
#: A title or heading longer than this says in its opening what it says.
_LONGEST_HEADING = 160
_BODY = "c.kind IN ['section', 'clause', 'point', 'bullet', 'unparsed']"
_DOCUMENTS = Query(
    "MATCH (d:Document) WHERE d.stub = false RETURN d.id AS id, d.number AS number, d.type AS type, "
    "d.title AS title, d.issued AS issued, d.place AS place, d.level AS level, d.source AS source ORDER BY id"
)
_CLAUSES = (
    f"MATCH (c:Clause {{document: d}}) WHERE {_BODY} RETURN c.id AS id, c.document AS document, c.path AS path, "
    "c.kind AS clause_kind, c.heading AS heading, c.text AS text, c.context AS context, c.order AS order, "
    "c.parent AS parent, c.start AS start, c.end AS end"
)
_TASKS = (
    "MATCH (t:Task {document: d}) RETURN t.id AS id, t.document AS document, t.no AS no, t.title AS text, "
    "t.output AS output, t.context AS context, t.order AS order, t.clause AS parent, "
    "t.deadline_start AS deadline_start, t.deadline_end AS deadline_end, t.start AS start, t.end AS end"
)
_TARGETS = (
    "MATCH (t:Target {document: d}) RETURN t.id AS id, t.document AS document, t.no AS no, t.name AS text, "
    "t.unit AS unit, t.value_text AS value_text, t.year AS year, t.context AS context, t.order AS order, "
    "t.clause AS parent, t.start AS start, t.end AS end"
)
_RESULTS = (
    "MATCH (r:Result {document: d}) RETURN r.id AS id, r.document AS document, r.text AS text, r.unit AS unit, "
    "r.value_text AS value_text, r.year AS year, r.context AS context, r.order AS order, r.clause AS parent, "
    "r.start AS start, r.end AS end"
)
#: Documents whose rows are in memory at once: a store of any size takes no more than what is kept of it.
_PAGE = 100
_ROLES = {"LED_BY": "lead", "COORDINATED_BY": "coop", "OWNED_BY": "owner"}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What search needs of a document; `place` is the province whose document it is."""

    id: str
    number: str | None
    type: str
    title: str
    issued: str | None
    place: str | None
    level: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class SearchUnit:
    """One unit as stored. `agencies` are (role, agency id, name as printed); `deadline` is (first, last) day.

    `text` begins with the `heading`; `item` says that it is a lettered point or a bullet.
    """

    id: str
    kind: str
    document: str
    text: str
    context: str
    order: int
    heading: str = ""
    item: bool = False
    path: str | None = None
    no: str | None = None
    parent: str | None = None
    note: str = ""
    agencies: tuple[tuple[str, str, str], ...] = ()
    deadline: tuple[str | None, str | None] = (None, None)
    span: tuple[int, int] = (0, 0)

    @property
    def body(self) -> str:
        """The text without the heading."""
        return self.text[len(self.heading) :].lstrip()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The documents and units of a store at one moment."""

    documents: dict[str, DocumentRow] = field(default_factory=dict)
    units: tuple[SearchUnit, ...] = ()


def read_snapshot(store: GraphStore, *, results: bool = False) -> Snapshot:
    """All units of the store, ordered by document, kind and place in it.

    Results are words of a clause that is a unit itself, so they are left out unless asked for.
    """
    documents = {
        row["id"]: DocumentRow(**{**row, "place": province_of(row["place"], row["level"])})
        for row in store.read(_DOCUMENTS)
    }
    agencies = _agencies(store)
    kinds = [("clause", _CLAUSES), ("task", _TASKS), ("target", _TARGETS)]
    kinds += [("result", _RESULTS)] if results else []
    units = [_unit(kind, row, agencies) for kind, text in kinds for row in rows_of(store, documents, text)]
    units.sort(key=lambda u: (u.document, u.kind, u.order, u.id))
    return Snapshot(documents, tuple(units))


def rows_of(store: GraphStore, documents: Iterable[str], text: str) -> Iterator[Row]:
    """The rows of a query over the documents `d`, some documents at a time."""
    ids = list(documents)
    for n in range(0, len(ids), _PAGE):
        yield from store.read(Query(f"UNWIND $documents AS d {text}", {"documents": ids[n : n + _PAGE]}))


def _agencies(store: GraphStore) -> dict[str, list[tuple[str, str, str]]]:
    out: dict[str, list[tuple[str, str, str]]] = {}
    for edge, role in _ROLES.items():
        query = Query(f"MATCH (u)-[r:{edge}]->(a:Agency) RETURN u.id AS unit, a.id AS agency, r.text AS text")
        for row in store.read(query):
            out.setdefault(row["unit"], []).append((role, row["agency"], row["text"] or ""))
    return {unit: sorted(set(rows)) for unit, rows in out.items()}


def _unit(kind: str, row: Row, agencies: dict[str, list[tuple[str, str, str]]]) -> SearchUnit:
    return SearchUnit(
        id=row["id"],
        kind=kind,
        document=row["document"],
        text=squeeze(" ".join(str(row.get(key) or "") for key in ("heading", "text"))),
        context=row["context"] or "",
        order=int(row["order"] or 0),
        item=row.get("clause_kind") in ("point", "bullet"),
        heading=squeeze(row.get("heading") or ""),
        path=_path(row["parent"]) if kind == "result" else row.get("path"),
        no=row.get("no"),
        parent=row.get("parent"),
        note=_note(row),
        agencies=tuple(agencies.get(row["id"], ())),
        deadline=(row.get("deadline_start"), row.get("deadline_end")),
        span=(int(row["start"] or 0), int(row["end"] or 0)),
    )


def _path(clause: str | None) -> str | None:
    """The path that ends a clause's id."""
    return clause.partition("#")[2] or None if clause else None


def _note(row: dict[str, Any]) -> str:
    """What stands beside the text in the print: a task's output, a target's value, unit and year."""
    parts = (row.get("output"), row.get("value_text"), row.get("unit"), row.get("year"))
    return " ".join(str(part) for part in parts if part)


def shown_title(title: str) -> str:
    """A title in ordinary case, cut where it grows long: capitals cost an embedding model most of its meaning.

    >>> shown_title("THỰC HIỆN NGHỊ QUYẾT")
    'Thực hiện nghị quyết'
    """
    title = squeeze(title)
    if title.isupper():
        title = title[:1] + title[1:].lower()
    if len(title) > _LONGEST_HEADING:
        title = title[:_LONGEST_HEADING].rpartition(" ")[0] or title[:_LONGEST_HEADING]
    return title


def agency_names(unit: SearchUnit) -> Iterator[str]:
    """The agencies of a unit as printed, each once."""
    yield from dict.fromkeys(text for _, _, text in unit.agencies if text)


def spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as [start, end), in order; parts between semicolons count as sentences.

    >>> [("Một câu; hai câu. Ba"[a:b]) for a, b in spans("Một câu; hai câu. Ba")]
    ['Một câu;', 'hai câu.', 'Ba']
    """
    out, start = [], 0
    for match in _BREAK.finditer(text):
        out.append((start, match.start() + len(match.group().rstrip())))
        start = match.end()
    out.append((start, len(text)))
    return [(a, b) for a, b in out if text[a:b].strip()]

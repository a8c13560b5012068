"""Documents, their outlines, single nodes and what stands around them, and counts of the whole store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.cypher import LABELS, OWNED_LABELS, PROPERTIES, by_ids, label_of, listing
from graph.store import GraphStore, Query, Row
from graph.walks.briefs import Brief, briefs
from graph.walks.chain import STATED, Step
from ontology.errors import NotFound
from ontology.ids import number_key

_DOCUMENT = (
    "number", "type", "title", "issued", "year", "issuer", "signer", "place", "level", "source", "format", "stub",
)  # fmt: skip
_OUTLINE = (
    "path", "kind", "label", "heading", "text", "start", "end", "parent", "order", "page", "context", "file",
)  # fmt: skip
_EDGE = (
    "type(r) AS relation, r.grade AS grade, r.score AS score, r.status AS status, r.method AS method, "
    "coalesce(r.source_quote, r.quote) AS source_quote, r.target_quote AS target_quote, "
    "coalesce(r.suspect, false) AS suspect"
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document and how much it holds; `stub` when it is only cited."""

    id: str
    number: str | None
    type: str | None
    title: str | None
    issued: str | None
    year: int | None
    issuer: str | None
    signer: str | None
    place: str | None
    level: str | None
    source: str | None
    format: str | None
    stub: bool
    clauses: int
    tasks: int
    targets: int
    results: int


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One clause of an outline, in reading order."""

    id: str
    path: str
    kind: str
    label: str | None
    heading: str | None
    text: str | None
    start: int
    end: int
    parent: str | None
    order: int
    page: int | None
    context: str | None
    file: str | None


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node with its properties and every edge at it."""

    id: str
    label: str
    props: dict[str, Any]
    edges: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nodes next to one; `truncated` when there are more than the limit."""

    root: str
    nodes: tuple[Brief, ...]
    edges: tuple[Step, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Stats:
    """How many nodes of each label, edges of each type and links of each status the store holds."""

    nodes: dict[str, int]
    edges: dict[str, int]
    stubs: int
    links: dict[str, int]
    embedded: int


def documents(store: GraphStore, *, stubs: bool = True) -> list[DocumentRow]:
    """Every document by id; without `stubs` only those whose text is there."""
    counts = {label: _count_by_document(store, label) for label in OWNED_LABELS}
    rows = store.read(listing("Document", _DOCUMENT))
    return [_document(row, counts) for row in rows if stubs or not row["stub"]]


def _count_by_document(store: GraphStore, label: str) -> Counter[str]:
    rows = store.read(Query(f"MATCH (n:{label}) RETURN n.document AS document, count(n) AS n"))
    return Counter({row["document"]: row["n"] for row in rows})


def _document(row: Row, counts: dict[str, Counter[str]]) -> DocumentRow:
    values: dict[str, Any] = {key: row[key] or None for key in _DOCUMENT if key != "stub"}
    values |= {f"{label.lower()}s": counter[row["id"]] for label, counter in counts.items()}
    return DocumentRow(id=row["id"], stub=bool(row["stub"]), **values)


def document(store: GraphStore, key: str) -> DocumentRow:
    """The document with this id or number. Raises NotFound, which names the candidates when a number is of several."""
    found = documents(store)
    by_number = [d for d in found if d.number and number_key(d.number) == number_key(key)]
    same = [d for d in found if d.id == key] or [d for d in by_number if not d.stub] or by_number
    if len(same) != 1:
        said = "several documents have" if same else "no document has"
        raise NotFound(f"{said} the id or number {key!r}", hint=", ".join(d.id for d in same) or None)
    return same[0]


def document_id(store: GraphStore, key: str) -> str:
    """The id of the document with this id or number. Raises NotFound as `document` does."""
    return key if store.read(by_ids("Document", ("id",), [key])) else document(store, key).id


def id_of(store: GraphStore, key: str) -> str:
    """The id of any node as it is; a document's number as its id. Raises NotFound for an unknown number."""
    is_id = "#" in key or (label_of(key) in PROPERTIES and store.read(by_ids(label_of(key), ("id",), [key])))
    return key if is_id else document(store, key).id


def outline(store: GraphStore, document: str) -> list[OutlineRow]:
    """The clauses of a document in reading order. Raises NotFound."""
    if not store.read(by_ids("Document", ("id",), [document])):
        raise NotFound(f"no document has the id {document!r}")
    rows = store.read(listing("Clause", _OUTLINE, where={"document": document}))
    return sorted((OutlineRow(**row) for row in rows), key=lambda row: row.order)


def node(store: GraphStore, id: str) -> NodeView:
    """One node. Raises NotFound."""
    label = label_of(id)
    rows = store.read(by_ids(label, PROPERTIES[label], [id])) if label in PROPERTIES else []
    if not rows:
        raise NotFound(f"nothing has the id {id!r}")
    props = {key: value for key, value in rows[0].items() if value is not None}
    return NodeView(id, label, props, tuple(_edges(store, id, None)))


def neighbours(
    store: GraphStore, id: str, *, relations: Sequence[str] | None = None, limit: int = 100
) -> Neighbourhood:
    """The nodes next to `id` over edges of the named types (all without), stated links first. Raises NotFound."""
    steps = _edges(store, id, relations)
    found = briefs(store, [id, *(end for step in steps[:limit] for end in (step.source, step.target))])
    if id not in found:
        raise NotFound(f"nothing has the id {id!r}")
    return Neighbourhood(id, tuple(found.values()), tuple(steps[:limit]), len(steps) > limit)


def stated_edges(store: GraphStore, id: str) -> list[Step]:
    """Every edge at a node but those links that are only candidates or that a person rejected."""
    return [step for step in _edges(store, id, None) if step.status in (None, *STATED)]


def _edges(store: GraphStore, id: str, relations: Sequence[str] | None) -> list[Step]:
    out: list[Step] = []
    for pattern, ends in (
        ("-[r]->(m)", "n.id AS source, m.id AS target"), ("<-[r]-(m)", "m.id AS source, n.id AS target"),
    ):  # fmt: skip
        text = f"MATCH (n:{label_of(id)} {{id: $id}}){pattern} WHERE $all OR type(r) IN $types RETURN {ends}, {_EDGE}"
        params = {"id": id, "all": relations is None, "types": list(relations or ())}
        out += [Step(**row) for row in store.read(Query(text, params))]
    rank = {"confirmed": 0, "proposed": 1, "candidate": 3, "rejected": 4}
    return sorted(
        out, key=lambda s: (rank.get(s.status or "", 2), s.relation, -(s.score or 0), s.source, s.target)
    )


def stats(store: GraphStore) -> Stats:
    """Counts of the whole store."""
    nodes = {label: _number(store, f"MATCH (n:{label}) RETURN count(n) AS n") for label in LABELS}
    edges = store.read(Query("MATCH ()-[r]->() RETURN type(r) AS type, count(r) AS n"))
    links = store.read(
        Query("MATCH ()-[r]->() WHERE r.method IS NOT NULL RETURN r.status AS status, count(r) AS n")
    )
    return Stats(
        nodes={label: n for label, n in nodes.items() if n},
        edges={row["type"]: row["n"] for row in sorted(edges, key=lambda row: str(row["type"]))},
        stubs=_number(store, "MATCH (n:Document) WHERE n.stub RETURN count(n) AS n"),
        links={row["status"]: row["n"] for row in sorted(links, key=lambda row: str(row["status"]))},
        embedded=sum(
            _number(store, f"MATCH (n:{label}) WHERE n.embedding IS NOT NULL RETURN count(n) AS n")
            for label in ("Clause", "Task", "Target")
        ),
    )


def _number(store: GraphStore, text: str) -> int:
    rows = store.read(Query(text))
    return int(rows[0]["n"]) if rows else 0

"""The JSON Lines surface: documents, their parts and what they say, citations and links, for the scorer and others.

Field names are a contract. Rows come in a fixed order, so that one state of the store gives one set of files.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.cypher import label_of, listing
from graph.files import replaced
from graph.resolve import settled
from graph.shared import strongest
from graph.store import GraphStore, Query, Row
from ontology.types import Citation

#: Edges that a linker or a reviewer states between texts; those among them that bear `method`.
LINK_TYPES = ("IMPLEMENTS", "DETAILS", "SAME_TASK_AS", "REPORTS_ON")

_DOCUMENT = ("source", "type", "number", "issued", "issuer", "signer", "title", "place", "level", "stub")
_CLAUSE = (
    "document", "path", "kind", "label", "heading", "text", "text_raw", "start", "end", "file", "order",
)  # fmt: skip
_TASK = (
    "document", "no", "group", "title", "output", "deadline_text", "deadline_kind", "deadline_start", "deadline_end",
    "diagnostics", "file", "order",
)  # fmt: skip
_TARGET = (
    "document", "no", "parent", "indicator", "name", "unit", "year", "value_text", "comparator", "value", "value_max",
    "where", "file", "order",
)  # fmt: skip
_RESULT = (
    "document", "kind", "text", "name", "indicator", "value_text", "comparator", "value", "value_max", "unit", "year",
    "period", "clause", "start", "end", "file", "order",
)  # fmt: skip


def export_jsonl(store: GraphStore, out: Path) -> dict[str, int]:
    """Write the seven files into `out`; each is replaced whole. Returns file name -> number of rows."""
    out.mkdir(parents=True, exist_ok=True)
    return {name: write_jsonl(out / name, rows(store)) for name, rows in SURFACE.items()}


def write_jsonl(path: Path, rows: Iterable[Row]) -> int:
    """Write rows as JSON Lines, atomically; returns how many."""
    n = 0
    with replaced(path) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            n += 1
    return n


def documents(store: GraphStore) -> Iterator[Row]:
    """Every document, those that are only cited (`stub`) included; `files` are all that it was read from."""
    for row in store.read(listing("Document", (*_DOCUMENT, "files"))):
        out = {key: row[key] for key in ("id", *_DOCUMENT)}
        named = [file["name"] for file in json.loads(row["files"])] if row["files"] else [row["source"]]
        yield {
            **out,
            "type": row["type"] or None,
            "title": row["title"] or None,
            "stub": bool(row["stub"]),
            "files": [name for name in named if name],
        }


def clauses(store: GraphStore) -> Iterator[Row]:
    """Every leaf of every document, in reading order."""
    for row in _in_order(_with_files(store, "Clause", _CLAUSE)):
        yield {key: row[key] for key in ("id", *_CLAUSE[:-1])}


def tasks(store: GraphStore) -> Iterator[Row]:
    """Every task with its agencies as printed."""
    lead, coop = assigned(store, "Task", "LED_BY"), assigned(store, "Task", "COORDINATED_BY")
    for row in _in_order(_with_files(store, "Task", _TASK)):
        yield {
            **{key: row[key] for key in ("id", "document", "no", "group", "title")},
            "lead": lead.get(row["id"], []),
            "coop": coop.get(row["id"], []),
            "output": row["output"],
            "deadline": {
                "text": row["deadline_text"],
                "kind": row["deadline_kind"],
                "start": row["deadline_start"],
                "end": row["deadline_end"],
            },
            "diagnostics": json.loads(row["diagnostics"] or "[]"),
            "file": row["file"],
        }


def targets(store: GraphStore) -> Iterator[Row]:
    """Every target with its owners as printed."""
    owner = assigned(store, "Target", "OWNED_BY")
    for row in _in_order(_with_files(store, "Target", _TARGET)):
        yield {
            **{key: row[key] for key in ("id", "document", "no", "parent", "indicator", "name", "unit")},
            "period_end_year": row["year"],
            **{key: row[key] for key in ("value_text", "comparator", "value", "value_max")},
            "owner": owner.get(row["id"], []),
            "where": row["where"],
            "file": row["file"],
        }


def results(store: GraphStore) -> Iterator[Row]:
    """Every result that a report tells, with the documents and the stated tasks, clauses and targets reported on."""
    on: dict[str, list[str]] = defaultdict(list)
    edges = (
        "MATCH (n:Result)-[r:REPORTS_ON]->(m) WHERE r.method IS NULL OR r.status IN ['proposed', 'confirmed'] "
        "RETURN n.id AS result, m.id AS target ORDER BY n.id, m.id"
    )
    for row in store.read(Query(edges)):
        on[row["result"]].append(row["target"])
    for row in _in_order(_with_files(store, "Result", _RESULT)):
        told = on.get(row["id"], [])
        yield {
            **{key: row[key] for key in ("id", *_RESULT[:-1])},
            "reports_on": [id for id in told if label_of(id) == "Document"],
            "tells_of": [id for id in told if label_of(id) != "Document"],
        }


def _with_files(store: GraphStore, label: str, fields: tuple[str, ...]) -> list[Row]:
    """The rows of a label, each with the name of the file that it stands in: its document's own where that is all."""
    own = {row["id"]: row["source"] for row in store.read(listing("Document", ("source",)))}
    return [
        {**row, "file": row["file"] or own.get(row["document"])} for row in store.read(listing(label, fields))
    ]


def assigned(store: GraphStore, label: str, type_: str) -> dict[str, list[Row]]:
    """Unit id -> its agencies over one relation, one entry for each printed name, in the printed order."""
    rows = store.read(
        Query(
            f"MATCH (n:{label})-[r:{type_}]->(a:Agency) RETURN n.id AS unit, a.id AS id, r.name AS name, "
            "r.texts AS texts, r.text AS text, r.order AS position ORDER BY n.id, r.order"
        )
    )
    out: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for text in row["texts"] or [row["text"]]:
            out[row["unit"]].append({"id": row["id"], "name": row["name"], "text": text})
    return out


def citations(store: GraphStore) -> Iterator[Row]:
    """One row for a document and each document that it cites, with the strongest relation that it states."""
    for document, found in sorted(settled(store).items()):
        groups: dict[str, list[Citation]] = defaultdict(list)
        for citation in found:
            if citation.target != document:
                groups[citation.target].append(citation)
        for target, same in groups.items():
            yield _citation(document, target, same)


def _citation(document: str, target: str, same: Sequence[Citation]) -> Row:
    best = strongest(same)

    def first(field: Callable[[Citation], Any]) -> Any:
        return next((value for c in (best, *same) if (value := field(c))), None)

    date = first(lambda c: c.date)
    return {
        "document": document,
        "target": target,
        "number": first(lambda c: c.number),
        "type": first(lambda c: c.type),
        "date": date.isoformat() if date else None,
        "issuer": first(lambda c: c.issuer),
        "relation": best.relation,
        "quote": best.quote,
        "count": sum(c.count for c in same),
    }


def links(store: GraphStore) -> Iterator[Row]:
    """Every scored link, candidates included, best first for each source."""
    rows = [row for type_ in LINK_TYPES for row in store.read(Query(_LINKS.format(type=type_)))]
    yield from sorted(rows, key=lambda row: (row["source"], row["relation"], -row["score"], row["target"]))


_LINKS = (
    "MATCH (a)-[r:{type}]->(b) WHERE r.method IS NOT NULL RETURN a.id AS source, b.id AS target, "
    "'{type}' AS relation, r.grade AS grade, r.score AS score, r.status AS status, r.method AS method, "
    "r.source_quote AS source_quote, r.target_quote AS target_quote"
)


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["document"], row["order"]))


SURFACE: dict[str, Callable[[GraphStore], Iterator[Row]]] = {
    "documents.jsonl": documents,
    "clauses.jsonl": clauses,
    "tasks.jsonl": tasks,
    "targets.jsonl": targets,
    "results.jsonl": results,
    "citations.jsonl": citations,
    "links.jsonl": links,
}

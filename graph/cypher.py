"""Cypher text, built by pure functions; every value is a parameter.

The same text runs on every engine. What an engine does its own way (indexes, full text, vectors) is in its store
module. The label of a node follows from its id (`label_of`), so that every match names a label and finds its index.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.store import Query

UNIT_LABELS = ("Clause", "Task", "Target")
#: Nodes that a document owns: the units, which search finds, and results, found through the clause that tells them.
OWNED_LABELS = (*UNIT_LABELS, "Result")
LABELS = ("Document", *OWNED_LABELS, "Agency", "Indicator", "Decision", "Meta")
#: Nodes that documents share: they bear no owner and go when nothing refers to them any more.
SHARED_LABELS = ("Agency", "Indicator")

#: Every property that a node of a label may bear, `id` apart; `embedding` and `terms` follow from these.
PROPERTIES: dict[str, tuple[str, ...]] = {
    "Document": (
        "owner", "stub", "number", "type", "title", "issued", "year", "issuer", "signer", "place", "level", "source",
        "format", "sha256", "parsed_by", "linked_by", "passed_over", "source_text", "citations", "edits", "pages",
        "diagnostics", "files", "layout",
    ),
    "Clause": (
        "owner", "document", "path", "kind", "label", "heading", "text", "text_raw", "start", "end", "parent", "order",
        "page", "context", "file",
    ),
    "Task": (
        "owner", "document", "no", "group", "group_title", "title", "output", "deadline_text", "deadline_kind",
        "deadline_start", "deadline_end", "deadline_condition", "where", "clause", "start", "end", "unclear",
        "context", "order", "diagnostics", "file",
    ),
    "Target": (
        "owner", "document", "no", "parent", "indicator", "name", "unit", "year", "value_text", "comparator", "value",
        "value_max", "where", "clause", "start", "end", "unclear", "context", "order", "diagnostics", "file",
    ),
    "Result": (
        "owner", "document", "kind", "text", "name", "indicator", "value_text", "comparator", "value", "value_max",
        "unit", "year", "period", "documents", "clause", "start", "end", "context", "order",
        "file",
    ),
    "Agency": ("name", "place", "level", "collective", "known"),
    "Indicator": ("name", "unit"),
    "Decision": (
        "link", "source", "target", "relation", "status", "grade", "reviewer", "reason", "at", "source_hash",
        "target_hash", "source_text", "target_text", "order", "undoes",
    ),
}  # fmt: skip

_DOCUMENT = re.compile(r"\.(\d{4}|x)$")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def label_of(node: str) -> str:
    """The label of the node with this id (the forms of `ontology.ids`).

    >>> label_of("57-nq-tw.vn.2024#III.5.-1"), label_of("so-y-te.tien-giang")
    ('Clause', 'Agency')
    """
    document, hash_, part = node.partition("#")
    if hash_:
        kind = part.partition(":")[0] if ":" in part else ""
        return {"task": "Task", "target": "Target", "result": "Result"}.get(kind, "Clause")
    prefix = document.partition(":")[0] if ":" in document else ""
    if prefix:
        return {"indicator": "Indicator", "decision": "Decision"}.get(prefix, "Meta")
    return "Document" if _DOCUMENT.search(document) else "Agency"


def document_of(node: str) -> str:
    """The id of the document that a clause, task, target or result belongs to; a document's own id."""
    return node.partition("#")[0]


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name: {name!r}")
    return name


def merge_nodes(label: str, *, only_new: bool) -> str:
    """Write `$rows` (property maps with id); `only_new` leaves nodes that are there as they are."""
    how = "ON CREATE SET" if only_new else "SET"
    return f"UNWIND $rows AS row MERGE (n:{_checked(label)} {{id: row.id}}) {how} n = row"


def patch_nodes(label: str) -> str:
    """Set the properties `props` of the nodes `id` of `$rows`; others stay."""
    return f"UNWIND $rows AS row MATCH (n:{_checked(label)} {{id: row.id}}) SET n += row.props"


def delete_nodes(label: str) -> str:
    """Delete the nodes `$ids` with their edges."""
    return f"UNWIND $ids AS i MATCH (n:{_checked(label)} {{id: i}}) DETACH DELETE n"


def owned_ids(label: str) -> str:
    """The ids of the nodes that `$owner` owns."""
    return f"MATCH (n:{_checked(label)} {{owner: $owner}}) RETURN n.id AS id"


def delete_owned_edges(label: str) -> str:
    """Delete the edges that `$owner` owns and that leave the nodes `$ids`."""
    return f"UNWIND $ids AS i MATCH (n:{_checked(label)} {{id: i}})-[r]->() WHERE r.owner = $owner DELETE r"


def merge_edges(type_: str, source: str, target: str) -> str:
    """Write `$rows` {source, target, owner, props}; one edge for a type, both ends and an owner."""
    return (
        f"UNWIND $rows AS row MATCH (a:{_checked(source)} {{id: row.source}}) "
        f"MATCH (b:{_checked(target)} {{id: row.target}}) "
        f"MERGE (a)-[r:{_checked(type_)} {{owner: row.owner}}]->(b) SET r = row.props RETURN count(r) AS n"
    )


def delete_edges(type_: str, source: str, target: str) -> str:
    """Delete the edges `$rows` {source, target} of every owner."""
    return (
        f"UNWIND $rows AS row MATCH (a:{_checked(source)} {{id: row.source}})"
        f"-[r:{_checked(type_)}]->(b:{_checked(target)} {{id: row.target}}) DELETE r"
    )


def present(label: str) -> str:
    """Which of `$ids` are there."""
    return f"UNWIND $ids AS i MATCH (n:{_checked(label)} {{id: i}}) RETURN n.id AS id"


#: Turns a deleted document that others still cite into a stub; what others say of it stays.
MAKE_STUB = (
    "MATCH (d:Document {id: $id}) SET d = {id: $id, stub: true, number: d.number, type: d.type, title: d.title, "
    "issued: d.issued, year: d.year, issuer: d.issuer, place: d.place}"
)
#: Shared nodes that only a predecessor's succession or nothing at all points to.
ORPHANS = {
    "Document": "MATCH (n:Document) WHERE n.stub AND NOT (n)<--() RETURN n.id AS id",
    "Agency": "MATCH (n:Agency) WHERE NOT (n)<--() RETURN n.id AS id",
    "Indicator": "MATCH (n:Indicator) WHERE NOT (n)<--() RETURN n.id AS id",
}


def by_ids(label: str, properties: tuple[str, ...], ids: list[str]) -> Query:
    """The named properties (and id) of the nodes `ids` of one label."""
    columns = ", ".join(f"n.{_checked(p)} AS {p}" for p in dict.fromkeys(("id", *properties)))
    return Query(f"UNWIND $ids AS i MATCH (n:{_checked(label)} {{id: i}}) RETURN {columns}", {"ids": ids})


def listing(label: str, properties: tuple[str, ...], *, where: Mapping[str, Any] | None = None) -> Query:
    """The named properties (and id) of every node of a label, or of those whose properties equal `where`."""
    columns = ", ".join(f"n.{_checked(p)} AS {p}" for p in dict.fromkeys(("id", *properties)))
    conditions = " AND ".join(f"n.{_checked(k)} = ${k}" for k in where or {})
    return Query(
        f"MATCH (n:{_checked(label)}){' WHERE ' + conditions if conditions else ''} RETURN {columns} ORDER BY n.id",
        dict(where or {}),
    )

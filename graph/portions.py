"""A whole store, read one document at a time in canonical rows: what copies and bulk files are made from.

A node is {id, label, props, vector}, `vector` packed as in the archive or None; an edge {source, type, target, props}.
What an engine adds by itself is left out. Each node and edge of a store is in exactly one portion: with the document
that owns the node, or that the edge leaves, or among the shared ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph import cypher
from graph.archive import own_props, pack
from graph.store import GraphStore, Query, Row

#: Rows by key: the id of a node, "source>TYPE>target>owner" of an edge.
Portion = dict[str, Row]

_SHARED = tuple(label for label in cypher.LABELS if label not in ("Document", *cypher.OWNED_LABELS))
_NODE = "RETURN n.id AS id, properties(n) AS props, n.embedding AS embedding"
_EDGE = "RETURN a.id AS source, type(r) AS type, b.id AS target, properties(r) AS props"


def document_ids(store: GraphStore) -> list[str]:
    """Every document that was read, in order; stubs are shared nodes."""
    rows = store.read(Query("MATCH (n:Document) WHERE n.stub = false RETURN n.id AS id ORDER BY id"))
    return [row["id"] for row in rows]


def nodes_of(store: GraphStore, document: str) -> Portion:
    """The document and what it owns."""
    head = Query(f"MATCH (n:Document {{id: $d}}) WHERE n.stub = false {_NODE}", {"d": document})
    rows = [("Document", row) for row in store.read(head)]
    for label in cypher.OWNED_LABELS:
        query = Query(f"MATCH (n:{label} {{owner: $d}}) {_NODE}", {"d": document})
        rows += [(label, row) for row in store.read(query)]
    return _nodes(rows)


def edges_of(store: GraphStore, document: str) -> Portion:
    """The edges that leave the document and what it owns."""
    matches = ["MATCH (a:Document {id: $d})-[r]->(b) WHERE a.stub = false"]
    matches += [f"MATCH (a:{label} {{owner: $d}})-[r]->(b)" for label in cypher.OWNED_LABELS]
    return _edges(row for m in matches for row in store.read(Query(f"{m} {_EDGE}", {"d": document})))


def shared_nodes(store: GraphStore) -> Portion:
    """The nodes that no document owns."""
    stubs = Query(f"MATCH (n:Document) WHERE n.stub = true {_NODE}")
    rows = [("Document", row) for row in store.read(stubs)]
    for label in _SHARED:
        rows += [(label, row) for row in store.read(Query(f"MATCH (n:{label}) {_NODE}"))]
    return _nodes(rows)


def shared_edges(store: GraphStore) -> Portion:
    """The edges that leave such nodes."""
    matches = ["MATCH (a:Document)-[r]->(b) WHERE a.stub = true"]
    matches += [f"MATCH (a:{label})-[r]->(b)" for label in _SHARED]
    return _edges(row for m in matches for row in store.read(Query(f"{m} {_EDGE}")))


def _nodes(rows: Iterable[tuple[str, Row]]) -> Portion:
    return {
        row["id"]: {
            "id": row["id"],
            "label": label,
            "props": own_props(label, row["props"]),
            "vector": None if row["embedding"] is None else pack(row["embedding"]),
        }
        for label, row in rows
    }


def _edges(rows: Iterable[Row]) -> Portion:
    out: Portion = {}
    for row in rows:
        props = {key: value for key, value in row["props"].items() if key != "type"}
        out[">".join((row["source"], row["type"], row["target"], str(props.get("owner"))))] = {
            "source": row["source"],
            "type": row["type"],
            "target": row["target"],
            "props": props,
        }
    return out

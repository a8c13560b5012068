"""How a Change becomes statements: one order of steps for every engine.

`apply` runs inside a transaction that the store opened; an exception makes the store roll it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph import cypher
from graph.store import Change, Edge, Node, Row
from ontology.errors import StoreError

Run = Callable[[str, Mapping[str, Any]], list[Row]]


def apply(change: Change, run: Run) -> None:
    """Run the statements of `change` in its order. Raises StoreError for an edge without an end."""
    new_ids = {node.id for node in change.nodes if not node.props.get("stub")}
    for document in change.drop_owned_by:
        _drop(document, new_ids, run)
    _drop_edges(change.drop_edges, run)
    _write_nodes(change.nodes, run)
    _write_edges(change.edges, run)
    _patch(change, run)
    _sweep(run)


def _drop(document: str, new_ids: set[str], run: Run) -> None:
    # A node that is written again stays in place, so that the edges that other documents point at it survive.
    for label in cypher.OWNED_LABELS:
        old = {row["id"] for row in run(cypher.owned_ids(label), {"owner": document})}
        gone, kept = sorted(old - new_ids), sorted(old & new_ids)
        if kept:
            run(cypher.delete_owned_edges(label), {"ids": kept, "owner": document})
        if gone:
            run(cypher.delete_nodes(label), {"ids": gone})
    run(cypher.delete_owned_edges("Document"), {"ids": [document], "owner": document})
    if document not in new_ids:
        run(cypher.MAKE_STUB, {"id": document})


def _drop_edges(keys: Iterable[tuple[str, str, str]], run: Run) -> None:
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for type_, source, target in keys:
        group = (type_, cypher.label_of(source), cypher.label_of(target))
        groups[group].append({"source": source, "target": target})
    for group, rows in sorted(groups.items()):
        run(cypher.delete_edges(*group), {"rows": rows})


def _without_none(props: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in props.items() if value is not None}


def _write_nodes(nodes: Iterable[Node], run: Run) -> None:
    groups: dict[tuple[str, bool], dict[str, dict[str, Any]]] = defaultdict(dict)
    for node in nodes:
        if cypher.label_of(node.id) != node.label:
            raise StoreError(f"{node.id!r} is not the id of a {node.label}")
        groups[node.label, bool(node.props.get("stub"))][node.id] = {
            **_without_none(node.props),
            "id": node.id,
        }
    for (label, stub), rows in sorted(groups.items()):
        run(cypher.merge_nodes(label, only_new=stub), {"rows": list(rows.values())})


def _write_edges(edges: Iterable[Edge], run: Run) -> None:
    groups: dict[tuple[str, str, str], dict[tuple[str, str, str], dict[str, Any]]] = defaultdict(dict)
    for edge in edges:
        group = (edge.type, cypher.label_of(edge.source), cypher.label_of(edge.target))
        owner = str(edge.props.get("owner") or "")
        groups[group][edge.source, edge.target, owner] = {
            "source": edge.source,
            "target": edge.target,
            "owner": owner,
            "props": {**_without_none(edge.props), "owner": owner},
        }
    for group, rows in sorted(groups.items()):
        written = run(cypher.merge_edges(*group), {"rows": list(rows.values())})
        if written[0]["n"] != len(rows):
            raise StoreError(f"{group[0]} edge without an end: {_missing(group, rows, run)}")


def _missing(group: tuple[str, str, str], rows: Iterable[tuple[str, str, str]], run: Run) -> str:
    _, source, target = group
    out: list[str] = []
    for label, ids in ((source, {r[0] for r in rows}), (target, {r[1] for r in rows})):
        there = {row["id"] for row in run(cypher.present(label), {"ids": sorted(ids)})}
        out += sorted(ids - there)
    return ", ".join(out[:5])


def _patch(change: Change, run: Run) -> None:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node, props in change.patches:
        groups[cypher.label_of(node)].append({"id": node, "props": dict(props)})
    for label, rows in sorted(groups.items()):
        run(cypher.patch_nodes(label), {"rows": rows})


def _sweep(run: Run) -> None:
    """Delete shared nodes and stubs that nothing refers to; a chain of successions goes link by link."""
    for label, query in cypher.ORPHANS.items():
        while ids := [row["id"] for row in run(query, {})]:
            run(cypher.delete_nodes(label), {"ids": ids})

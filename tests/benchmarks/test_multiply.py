"""The multiplied corpus is the same whether it goes through a store or straight into files."""

from __future__ import annotations

from pathlib import Path

from benchmarks.multiply import bulk_rows, edge_changes, node_changes, read_base, renamed, unit_changes
from graph import walks
from graph.bulk import export_admin, export_rows
from graph.store import Query, open_store


def _lines(folder: Path) -> dict[str, list[str]]:
    return {file.name: sorted(file.read_text(encoding="utf-8").split("\n")) for file in folder.glob("*.csv")}


def test_files_without_a_store_are_those_of_a_loaded_store(tmp_path: Path) -> None:
    base = read_base(300)
    store = open_store("embedded::memory:")
    for changes in (node_changes(base, 3, 2), edge_changes(base, 3, 2), unit_changes(base, 3)):
        for change in changes:
            store.write(change)
    direct = export_rows(bulk_rows(base, 3), tmp_path / "direct", sample=bulk_rows(base, 1))
    assert direct == export_admin(store, tmp_path / "stored")
    assert _lines(tmp_path / "direct") == _lines(tmp_path / "stored")
    assert direct["nodes-Document.csv"] == 3 * len(base.nodes)
    store.close()


def test_a_copy_stands_for_itself() -> None:
    base = read_base(300)
    store = open_store("embedded::memory:")
    for changes in (node_changes(base, 2, 1), edge_changes(base, 2, 1), unit_changes(base, 2)):
        for change in changes:
            store.write(change)
    task, copied = base.tasks[0], renamed(base.tasks[0], 1)
    one, other = (walks.trace(store, id, direction="up") for id in (task, copied))
    assert task != copied
    assert [renamed(node.id, 1) for node in one.nodes] == [node.id for node in other.nodes]
    assert len(store.read(Query("MATCH (d:Document) WHERE d.stub = false RETURN d.id AS id"))) == 2 * len(
        base.nodes
    )
    store.close()

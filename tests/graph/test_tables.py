"""Workbook and CSV hold what the store holds, and nothing in them runs."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from graph.facts import facts, resolve
from graph.store import Change, Edge, GraphStore, open_store
from graph.tables import write_csv, write_xlsx
from tests.graph.factory import document


def filled() -> GraphStore:
    plan = document()
    tasks = (replace(plan.tasks[0], title="=1+1 \x07 nhiệm vụ"), *plan.tasks[1:])
    store = open_store("embedded::memory:")
    store.write(facts(replace(plan, tasks=tasks)))
    store.write(resolve(store))
    props = {"owner": plan.id, "method": "m", "status": "proposed", "grade": 2, "score": 0.25}
    store.write(Change(edges=(Edge("DETAILS", plan.tasks[0].id, plan.clauses[2].id, props),)))
    return store


def test_workbook_has_every_table(tmp_path: Path) -> None:
    store = filled()
    counts = write_xlsx(store, tmp_path / "a.xlsx")
    assert counts == {"documents": 1, "tasks": 3, "targets": 2, "results": 0, "links": 1}
    book = load_workbook(tmp_path / "a.xlsx")
    rows = list(book["Nhiệm vụ"].iter_rows())
    assert len(rows) == 4
    assert rows[1][3].data_type == "s"
    assert rows[1][3].value == "=1+1  nhiệm vụ"
    assert rows[1][4].value == "Sở Khoa học và Công nghệ"
    store.close()


def test_csv_is_read_as_it_was_written(tmp_path: Path) -> None:
    store = filled()
    assert write_csv(store, tmp_path)["tasks"] == 3
    with (tmp_path / "tasks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][3] == "Nhiệm vụ"
    assert rows[1][3].startswith("'=1+1")
    assert rows[2][8] == "2025-07-31"
    store.close()

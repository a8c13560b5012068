"""The JSON Lines surface has the promised fields, in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.export import export_jsonl
from graph.facts import facts, resolve
from graph.store import Change, Edge, GraphStore, open_store
from tests.graph.factory import citation, document, result

FIELDS = {
    "documents": "id source type number issued issuer signer title place level stub files",
    "clauses": "id document path kind label heading text text_raw start end file",
    "tasks": "id document no group title lead coop output deadline diagnostics file",
    "targets": "id document no parent indicator name unit period_end_year value_text comparator value value_max "
    "owner where file",
    "results": "id document kind text name indicator value_text comparator value value_max unit year period clause "
    "start end file reports_on tells_of",
    "citations": "document target number type date issuer relation quote count",
    "links": "source target relation grade score status method source_quote target_quote",
}


@pytest.fixture
def store() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    cites = (
        citation("12-kh-ubnd.tien-giang.2025", "71/NQ-CP", relation="implements"),
        citation("12-kh-ubnd.tien-giang.2025", "71/NQ-CP", year=2025),
        citation("12-kh-ubnd.tien-giang.2025", "3/NQ-CP"),
    )
    lower, upper = document(cites=cites), document("71/NQ-CP", place=None, targets=0)
    lower = replace(lower, results=(result(lower.id, 1, "3-nq-cp.vn.x"),))
    for doc in (lower, upper):
        store.write(facts(doc))
        store.write(resolve(store))
    props = {
        "owner": lower.id,
        "method": "m",
        "status": "candidate",
        "grade": 1,
        "source_quote": "a",
        "target_quote": "b",
    }
    ends = [(c.id, 0.1 * n) for n, c in enumerate(upper.clauses)]
    store.write(
        Change(edges=tuple(Edge("IMPLEMENTS", lower.tasks[0].id, c, {**props, "score": s}) for c, s in ends))
    )
    yield store
    store.close()


def read(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        p.stem: [json.loads(line) for line in p.read_text(encoding="utf-8").splitlines()]
        for p in folder.glob("*.jsonl")
    }


def test_fields_are_the_contract(store: GraphStore, tmp_path: Path) -> None:
    counts = export_jsonl(store, tmp_path)
    out = read(tmp_path)
    for name, fields in FIELDS.items():
        assert {tuple(row) for row in out[name]} == {tuple(fields.split())}
        assert counts[f"{name}.jsonl"] == len(out[name])


def test_rows_say_what_the_document_says(store: GraphStore, tmp_path: Path) -> None:
    export_jsonl(store, tmp_path)
    out = read(tmp_path)
    task = out["tasks"][0]
    assert [a["text"] for a in task["lead"]] == ["Sở Khoa học và Công nghệ"]
    assert task["deadline"] == {
        "text": "Tháng 7 năm 2025",
        "kind": "month",
        "start": None,
        "end": "2025-07-31",
    }
    assert [c["path"] for c in out["clauses"]][:3] == ["preamble", "I", "I.1"]
    assert out["targets"][0]["period_end_year"] == 2030
    assert (out["results"][0]["kind"], out["results"][0]["reports_on"]) == ("issued", ["3-nq-cp.vn.x"])
    assert [link["score"] for link in out["links"]] == sorted(
        (link["score"] for link in out["links"]), reverse=True
    )
    assert {d["id"]: d["stub"] for d in out["documents"]}["3-nq-cp.vn.x"] is True


def test_citations_of_one_document_are_one_row(store: GraphStore, tmp_path: Path) -> None:
    export_jsonl(store, tmp_path)
    rows = {c["target"]: c for c in read(tmp_path)["citations"]}
    assert set(rows) == {"71-nq-cp.vn.2025", "3-nq-cp.vn.x"}
    row = rows["71-nq-cp.vn.2025"]
    assert (row["relation"], row["count"], row["date"]) == ("implements", 2, "2025-03-01")


def test_exporting_twice_gives_the_same_bytes(store: GraphStore, tmp_path: Path) -> None:
    export_jsonl(store, tmp_path / "a")
    export_jsonl(store, tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()

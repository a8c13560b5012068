"""The invented chains that train the link model: read as their writers meant them, every label in its place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.ingesting import ingest_files
from graph.linkers.base import Unit
from graph.store import GraphStore, Query, open_store
from graph.units import units
from graph.upstream import Upstream

INVENTED = Path(__file__).resolve().parents[2] / "benchmarks" / "invented"
LABELS = sorted((INVENTED / "links").glob("links.*.jsonl"))


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    ingest_files(store, [INVENTED / "documents"], max_bytes=1 << 20, progress=lambda *_: None, force=False)
    yield store
    store.close()


@pytest.fixture(scope="module")
def documents(store: GraphStore) -> dict[str, list[Unit]]:
    rows = store.read(Query("MATCH (d:Document) WHERE d.stub = false RETURN d.id AS id, d.source AS source"))
    return {Path(row["source"]).stem: units(store, row["id"]) for row in rows}


def test_every_file_is_a_document_below_those_that_it_carries_out(
    store: GraphStore, documents: dict[str, list[Unit]]
) -> None:
    files = {path.stem for path in (INVENTED / "documents").glob("*.md")}
    assert documents.keys() == files
    upstream = Upstream(store)
    for name, found in documents.items():
        above = 0 if name.startswith("nq-") else 1 if "-kh-tu-" in name else 2
        assert len(upstream.of(found[0].document)) == above, name


@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.stem.removeprefix("links."))
def test_every_label_is_of_a_task_and_names_one_clause(path: Path, documents: dict[str, list[Unit]]) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    tasks = [u.label for u in documents[lines[0]["source"]["doc"]] if u.kind == "task"]
    assert [line["source"]["no"] for line in lines] == tasks
    clauses = Counter(u.label for u in documents[lines[0]["target_doc"]] if u.kind == "clause")
    named = [target["path"] for line in lines for target in line["targets"]]
    assert {clauses[path] for path in named} == {1}
    assert all(line["none"] == (not line["targets"]) for line in lines)

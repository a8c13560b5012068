"""An archive restores a store, and the restored store gives the same archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import review
from graph.archive import export_archive, import_archive
from graph.facts import facts, resolve
from graph.store import Change, Edge, GraphStore, open_store
from ontology.errors import InputError
from tests.graph.factory import citation, document

PLAN = document(cites=(citation("12-kh-ubnd.tien-giang.2025", "71/NQ-CP"),))
LINK = (PLAN.tasks[0].id, PLAN.clauses[2].id)


@pytest.fixture
def store() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    store.write(facts(PLAN))
    store.write(resolve(store))
    props = {"owner": PLAN.id, "method": "m", "status": "proposed", "grade": 2, "score": 0.25}
    vector = {"embedding": [0.1, -0.7, 1e-9], "terms": "a b"}
    store.write(
        Change(edges=(Edge("DETAILS", *LINK, props),), patches=tuple((t.id, vector) for t in PLAN.tasks))
    )
    review.decide(
        store, ">DETAILS>".join(LINK), "confirmed", reviewer="lan", at=datetime(2025, 6, 1, tzinfo=UTC)
    )
    yield store
    store.close()


@pytest.mark.parametrize("name", ["archive.zip", "archive"])
def test_restoring_gives_the_same_archive(store: GraphStore, tmp_path: Path, name: str) -> None:
    first, second = tmp_path / "a" / name, tmp_path / "b" / name
    counts = export_archive(store, first)
    other = open_store("embedded::memory:")
    assert import_archive(other, first) == counts
    export_archive(other, second)
    paths = sorted(p for p in (tmp_path / "a").rglob("*") if p.is_file())
    assert len(paths) == (1 if name.endswith("zip") else 5)
    for path in paths:
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
    assert other.text_search(["b"], limit=9) == store.text_search(["b"], limit=9)
    assert other.vector_search([1, 0, 0], limit=1) == store.vector_search([1, 0, 0], limit=1)
    assert review.decisions(other) == review.decisions(store)
    assert resolve(other) == Change()
    other.close()


def test_a_store_in_use_is_not_overwritten(store: GraphStore, tmp_path: Path) -> None:
    export_archive(store, tmp_path / "a")
    with pytest.raises(InputError, match="not empty"):
        import_archive(store, tmp_path / "a")


@pytest.mark.parametrize("fault", ["changed", "missing", "no manifest", "no zip"])
def test_a_damaged_archive_is_refused(store: GraphStore, tmp_path: Path, fault: str) -> None:
    path = tmp_path / "a"
    export_archive(store, path)
    if fault == "changed":
        (path / "nodes.jsonl").write_text("{}\n")
    elif fault == "missing":
        next((path / "sources").iterdir()).unlink()
    elif fault == "no manifest":
        (path / "manifest.json").unlink()
    else:
        path = tmp_path / "a.zip"
        path.write_text("no")
    other = open_store("embedded::memory:")
    with pytest.raises(InputError):
        import_archive(other, path)
    other.close()

"""A copy is the whole store, goes on where it stopped, and never overwrites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.archive import export_archive
from graph.copying import copy
from graph.facts import facts
from graph.resolve import resolve
from graph.store import Change, Edge, GraphStore, open_store
from ontology.errors import InputError, StoreUnavailable
from tests.graph.factory import citation, document

PLAN = document(cites=(citation("12-kh-ubnd.tien-giang.2025", "71/NQ-CP"),))
UPPER = document("8/NQ-HĐND", tasks=1, targets=0)


@pytest.fixture
def source() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    for doc in (PLAN, UPPER):
        store.write(facts(doc))
        store.write(resolve(store))
    link = Edge("IMPLEMENTS", PLAN.tasks[0].id, UPPER.clauses[2].id, {"owner": PLAN.id, "score": 0.25})
    vector = {"embedding": [0.1, -0.7, 1e-9], "terms": "a b"}
    store.write(Change(edges=(link,), patches=tuple((t.id, vector) for t in PLAN.tasks)))
    yield store
    store.close()


class Failing:
    """A store that answers no more after `writes` transactions, as a server that goes away."""

    def __init__(self, store: GraphStore, writes: int) -> None:
        self._store, self._left = store, writes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def write(self, change: Change) -> None:
        if not self._left:
            raise StoreUnavailable("gone")
        self._left -= 1
        self._store.write(change)


def test_a_copy_has_the_archive_of_its_source(source: GraphStore, store: GraphStore, tmp_path: Any) -> None:
    steps: list[tuple[int, int]] = []
    report = copy(source, store, progress=lambda done, total: steps.append((done, total)))
    assert (report.nodes, report.edges) == (report.written_nodes, report.written_edges)
    assert steps[-1] == (5, 5)
    counts = [export_archive(s, tmp_path / f"{n}.zip") for n, s in enumerate((source, store))]
    assert counts[0] == counts[1]
    assert (report.nodes, report.edges) == (counts[0]["nodes.jsonl"], counts[0]["edges.jsonl"])
    assert (tmp_path / "0.zip").read_bytes() == (tmp_path / "1.zip").read_bytes()
    again = copy(source, store)
    assert (again.written_nodes, again.written_edges, again.digest) == (0, 0, report.digest)


@pytest.mark.parametrize("writes", range(5))
def test_an_interrupted_copy_goes_on_where_it_stopped(source: GraphStore, writes: int) -> None:
    target = open_store("embedded::memory:")
    with pytest.raises(StoreUnavailable):
        copy(source, Failing(target, writes))
    report = copy(source, target)
    assert (report.written_nodes < report.nodes) == (writes > 0)
    assert copy(source, target).written_nodes == 0
    target.close()


def test_nothing_is_overwritten(source: GraphStore) -> None:
    target = open_store("embedded::memory:")
    target.write(facts(document("99/KH-UBND")))
    with pytest.raises(InputError, match="99-kh-ubnd"):
        copy(source, target)
    other = open_store("embedded::memory:")
    copy(source, other)
    other.write(Change(patches=((PLAN.tasks[0].id, {"title": "khác"}),)))
    with pytest.raises(InputError, match="12-kh-ubnd"):
        copy(source, other)
    target.close()
    other.close()

"""The file that search keeps from start to start: taken when it is of this state, otherwise built anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graph.store import Change, GraphStore, Node, Value, open_store
from search.index import SearchIndex
from search.lexical import Bm25, Scores

UNITS = 5100  # enough that a file is worth keeping
DOCUMENT = "1-kh-ubnd.hue.2025"


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    out = open_store("embedded::memory:")
    head = Node(
        "Document", DOCUMENT, {"stub": False, "type": "Kế hoạch", "title": "Thử", "source": "thu.txt"}
    )
    out.write(Change(nodes=(head, *(_clause(n) for n in range(UNITS)))))
    yield out
    out.close()


def _clause(n: int) -> Node:
    id = f"{DOCUMENT}#{n}"
    text = f"việc {n % 7} của nhóm {n % 11}"
    props: dict[str, Value] = {
        "owner": DOCUMENT, "document": DOCUMENT, "kind": "point", "text": text, "context": "", "order": n,
        "path": str(n), "start": 0, "end": 9, "passage": id, "terms": text, "indexed": f"s{n}",
        "embedding": [1.0, float(n % 5)],
    }  # fmt: skip
    return Node("Clause", id, props)


def scores(index: SearchIndex) -> tuple[Scores, Scores]:
    words = index.engine.lexical({"việc": 1.0, "3": 0.5, "khác": 2.0})
    return words, index.engine.dense(np.array([0.6, 0.8], np.float32))


def same(one: tuple[Scores, Scores], other: tuple[Scores, Scores]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_next_start_finds_the_same(store: GraphStore, tmp_path: Path) -> None:
    fresh = scores(SearchIndex(store))
    assert same(scores(SearchIndex(store, kept=tmp_path / "index.npz")), fresh)
    assert [file.name for file in tmp_path.iterdir()] == ["index.npz"]
    assert same(scores(SearchIndex(store, kept=tmp_path / "index.npz")), fresh)


def test_a_file_of_another_state_is_not_taken(store: GraphStore, tmp_path: Path) -> None:
    kept = tmp_path / "index.npz"
    before = scores(SearchIndex(store, kept=kept))
    changed: dict[str, Value] = {"terms": "khác", "indexed": "anew", "embedding": [0.6, 0.8]}
    store.write(Change(patches=((f"{DOCUMENT}#0", changed),)))
    after = scores(SearchIndex(store, kept=kept))
    assert same(after, scores(SearchIndex(store)))
    assert not same(after, before)
    assert same(after, scores(SearchIndex(store, kept=kept)))


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive", None])
def test_a_damaged_file_costs_nothing_but_time(
    store: GraphStore, tmp_path: Path, damage: bytes | None
) -> None:
    kept = tmp_path / "index.npz"
    whole = scores(SearchIndex(store, kept=kept))
    kept.write_bytes(kept.read_bytes()[:-400] if damage is None else damage)
    assert same(scores(SearchIndex(store, kept=kept)), whole)
    assert same(scores(SearchIndex(store, kept=kept)), whole)


def test_a_folder_that_takes_no_file_is_no_error(store: GraphStore, tmp_path: Path) -> None:
    assert same(scores(SearchIndex(store, kept=tmp_path / "no" / "index.npz")), scores(SearchIndex(store)))


def test_entries_without_a_stamp_are_not_kept(tmp_path: Path) -> None:
    own = open_store("embedded::memory:")
    head = Node("Document", DOCUMENT, {"stub": False, "type": "", "title": ""})
    clauses = [_clause(n) for n in range(UNITS)]
    bare = Node("Clause", clauses[0].id, {k: v for k, v in clauses[0].props.items() if k != "indexed"})
    own.write(Change(nodes=(head, bare, *clauses[1:])))
    SearchIndex(own, kept=tmp_path / "index.npz")
    assert not list(tmp_path.iterdir())
    own.close()


def test_postings_come_back_from_their_arrays() -> None:
    collections: list[list[list[str]]] = [[], [[]], [["a", "b", "a"], ["b"]]]
    for texts in collections:
        bm25 = Bm25(texts)
        again = Bm25.of_arrays(bm25.arrays())
        assert np.array_equal(again.scores({"a": 1.0, "c": 1.0}), bm25.scores({"a": 1.0, "c": 1.0}))
        assert ("b" in again, again.rarity("b")) == ("b" in bm25, bm25.rarity("b"))

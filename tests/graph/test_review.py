"""Decisions outlive re-linking and re-ingest, can be taken back, and grow suspect when a text changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph import review, walks
from graph.facts import facts, resolve
from graph.store import Change, Edge, GraphStore, Query, open_store
from ontology.errors import InputError, NotFound
from ontology.ids import link_id
from tests.graph.factory import document

UP = document("57-NQ/TW", place=None, level="trung ương", tasks=0, targets=0)
PLAN = document()
MOBILE = f"{UP.id}#II.1.-1"
LINK = link_id(PLAN.tasks[0].id, "IMPLEMENTS", MOBILE)
AT = datetime(2025, 6, 1, 8, tzinfo=UTC)


def relink(store: GraphStore) -> None:
    """What the pipeline does after every ingest: the linker's view, then what people decided."""
    edges = []
    for n, (task, status) in enumerate(zip(PLAN.tasks, ("proposed", "proposed", "candidate"), strict=True)):
        props = {
            "owner": PLAN.id, "method": "m", "score": (0.9, 0.52, 0.5)[n], "grade": 2, "status": status,
            "source_quote": "nguồn", "target_quote": "đích", "features": "{}",
        }  # fmt: skip
        edges.append(Edge("IMPLEMENTS", task.id, MOBILE, props))
    store.write(Change(edges=tuple(edges)))
    store.write(review.apply_decisions(store))


@pytest.fixture
def store() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    for doc in (UP, PLAN):
        store.write(facts(doc))
        store.write(resolve(store))
    relink(store)
    yield store
    store.close()


def edge(store: GraphStore, link: str = LINK) -> dict[str, Any]:
    rows = store.read(
        Query(
            "MATCH (a:Task {id: $a})-[r:IMPLEMENTS]->(b:Clause {id: $b}) "
            "RETURN r.status AS status, r.grade AS grade, r.suspect AS suspect, r.method AS method",
            dict(zip("ab", link.split(">IMPLEMENTS>"), strict=True)),
        )
    )
    return rows[0] if rows else {}


def test_a_decision_outlives_relinking_and_reingest(store: GraphStore) -> None:
    review.decide(store, LINK, "rejected", reviewer="lan", at=AT, reason="khác đối tượng")
    assert edge(store)["status"] == "rejected"
    relink(store)
    assert edge(store)["status"] == "rejected"
    store.write(facts(PLAN))
    assert edge(store) == {}
    relink(store)
    assert (edge(store)["status"], edge(store)["suspect"]) == ("rejected", None)
    assert review.apply_decisions(store) == Change()


def test_undo_brings_back_what_stood_before(store: GraphStore) -> None:
    review.decide(store, LINK, "confirmed", reviewer="lan", at=AT, grade=1)
    review.decide(store, LINK, "rejected", reviewer="minh", at=AT)
    back = review.undo(store, LINK, reviewer="lan", at=AT)
    assert back is not None
    assert (edge(store)["status"], edge(store)["grade"], back.reviewer) == ("confirmed", 1, "lan")
    assert review.undo(store, LINK, reviewer="lan", at=AT) is None
    assert (edge(store)["status"], edge(store)["grade"]) == ("proposed", 2)
    assert [d.status for d in review.history(store, LINK)] == ["confirmed", "rejected", "undone", "undone"]
    with pytest.raises(NotFound):
        review.undo(store, LINK, reviewer="lan", at=AT)


def test_a_link_by_hand_comes_back_and_goes(store: GraphStore) -> None:
    link = link_id(PLAN.tasks[0].id, "IMPLEMENTS", f"{UP.id}#I.1")
    review.decide(store, link, "confirmed", reviewer="lan", at=AT)
    assert edge(store, link)["method"] == review.BY_HAND
    store.write(facts(PLAN))
    relink(store)
    assert edge(store, link)["status"] == "confirmed"
    review.undo(store, link, reviewer="lan", at=AT)
    assert edge(store, link) == {}


def test_a_changed_text_makes_the_link_suspect(store: GraphStore) -> None:
    review.decide(store, LINK, "confirmed", reviewer="lan", at=AT)
    store.write(
        facts(document("57-NQ/TW", place=None, level="trung ương", tasks=0, targets=0, extra=" và thôn"))
    )
    relink(store)
    assert (edge(store)["status"], edge(store)["suspect"]) == ("confirmed", True)
    assert review.queue(store)[0].link == LINK
    assert [step.suspect for step in walks.next_steps(store, [PLAN.tasks[0].id], "up")] == [True]
    review.decide(store, LINK, "confirmed", reviewer="lan", at=AT)
    assert edge(store)["suspect"] is None


def test_queue_begins_with_doubt_and_leaves_decided_ones_out(store: GraphStore) -> None:
    assert [item.source[-1] for item in review.queue(store)] == ["2", "1", "3"]
    review.decide(store, review.queue(store)[0].link, "confirmed", reviewer="lan", at=AT)
    assert [item.source[-1] for item in review.queue(store)] == ["1", "3"]
    assert review.queue(store, documents=[UP.id]) == []


def test_queue_puts_what_is_stated_before_candidates_and_what_much_is_linked_with_first(
    store: GraphStore,
) -> None:
    seldom = f"{UP.id}#I.1"
    props = {
        "owner": PLAN.id, "method": "m", "score": 0.53, "grade": 1, "status": "proposed", "source_quote": "nguồn",
        "target_quote": "đích", "features": "{}",
    }  # fmt: skip
    store.write(Change(edges=(Edge("IMPLEMENTS", PLAN.tasks[0].id, seldom, props),)))
    # Near the cut: 0.52 to the clause with two links, 0.53 to that with one; then the sure one; then the candidate.
    assert [(item.source[-1], item.target) for item in review.queue(store)] == [
        ("2", MOBILE), ("1", seldom), ("1", MOBILE), ("3", MOBILE),
    ]  # fmt: skip


def test_doubt_is_measured_from_the_cut_between_the_two_documents(store: GraphStore) -> None:
    other = document("9-NQ/TW", place=None, level="trung ương", tasks=0, targets=0)
    store.write(facts(other))
    props = {
        "owner": PLAN.id, "method": "m", "score": 0.2, "grade": 1, "status": "proposed", "source_quote": "nguồn",
        "target_quote": "đích", "features": "{}",
    }  # fmt: skip
    store.write(Change(edges=(Edge("IMPLEMENTS", PLAN.tasks[0].id, f"{other.id}#I.1", props),)))
    doubts = {(item.source[-1], item.target): item.doubt for item in review.queue(store)}
    assert doubts["1", f"{other.id}#I.1"] == doubts["2", MOBILE] == 1


def test_decisions_go_to_another_store(store: GraphStore, tmp_path: Path) -> None:
    review.decide(store, LINK, "rejected", reviewer="lan", at=AT, reason="khác")
    assert review.export_decisions(store, tmp_path / "d.jsonl") == 1
    other = open_store("embedded::memory:")
    assert review.import_decisions(other, tmp_path / "d.jsonl") == 1
    assert review.import_decisions(other, tmp_path / "d.jsonl") == 0
    for doc in (UP, PLAN):
        other.write(facts(doc))
    relink(other)
    assert edge(other)["status"] == "rejected"
    review.export_decisions(other, tmp_path / "e.jsonl")
    assert (tmp_path / "e.jsonl").read_bytes() == (tmp_path / "d.jsonl").read_bytes()
    other.close()


def test_impossible_decisions_are_refused(store: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        review.decide(
            store, link_id("1-kh.vn.2020#task:1", "IMPLEMENTS", MOBILE), "confirmed", reviewer="l", at=AT
        )
    with pytest.raises(InputError):
        review.decide(store, "nonsense", "confirmed", reviewer="l", at=AT)
    with pytest.raises(InputError):
        review.decide(store, LINK, "confirmed", reviewer="l", at=AT.replace(tzinfo=None))
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        review.import_decisions(store, tmp_path / "bad.jsonl")

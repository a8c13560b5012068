"""Decisions of several people and stores put together: time decides, and nothing impossible is taken in."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.reviewing import act
from graph import review
from graph.decisions import Decision, node
from graph.facts import facts
from graph.store import Change, GraphStore, open_store
from ontology.errors import InputError, NotFound
from ontology.ids import link_id
from tests.graph.test_review import AT, LINK, MOBILE, PLAN, UP, edge, relink

SECOND = link_id(PLAN.tasks[1].id, "IMPLEMENTS", MOBILE)


@contextmanager
def opened() -> Iterator[GraphStore]:
    """A store with the links of `test_review`."""
    store = open_store("embedded::memory:")
    for doc in (UP, PLAN):
        store.write(facts(doc))
    relink(store)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with opened() as one:
        yield one


def stands(store: GraphStore) -> dict[str, tuple[str, str, int | None]]:
    return {link: (d.status, d.reviewer, d.grade) for link, d in review.standing(store).items()}


def bring(source: GraphStore, target: GraphStore) -> int:
    """Everything decided in one store, taken over by another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.jsonl"
        review.export_decisions(source, path)
        return review.import_decisions(target, path)


@pytest.mark.parametrize(
    "link",
    [
        link_id(PLAN.tasks[0].id, "IMPLEMENTS", PLAN.tasks[0].id),
        link_id(MOBILE, "DETAILS", PLAN.tasks[0].id),
        link_id(MOBILE, "SAME_TASK_AS", PLAN.tasks[0].id),
        link_id(PLAN.id, "IMPLEMENTS", UP.id),
        link_id("so-y-te.tien-giang", "IMPLEMENTS", MOBILE),
    ],
)
def test_a_link_that_cannot_be_is_refused_and_leaves_nothing(store: GraphStore, link: str) -> None:
    with pytest.raises(InputError):
        act(store, [LINK, link], "add", reviewer="lan")
    assert review.decisions(store) == []


def test_impossible_decisions_of_an_earlier_program_do_no_harm(store: GraphStore) -> None:
    source, target = PLAN.tasks[0].id, PLAN.tasks[0].id
    link = link_id(source, "IMPLEMENTS", target)
    made = review.decide(store, LINK, "confirmed", reviewer="lan", at=AT)
    told = {
        **asdict(made),
        "id": "decision:old",
        "link": link,
        "source": source,
        "target": target,
        "order": 9,
    }
    store.write(Change(nodes=(node(Decision(**told)),)))
    assert review.apply_decisions(store) == Change()
    review.decide(store, SECOND, "rejected", reviewer="lan", at=AT)
    assert edge(store, SECOND)["status"] == "rejected"


def test_an_undo_of_several_links_takes_back_each_once_or_none(store: GraphStore) -> None:
    act(store, [LINK], "accept", reviewer="lan")
    act(store, [LINK], "reject", reviewer="lan")
    with pytest.raises(NotFound):
        act(store, [LINK, SECOND], "undo", reviewer="lan")
    assert stands(store)[LINK][0] == "rejected"
    act(store, [LINK, LINK], "undo", reviewer="lan")
    assert stands(store)[LINK][0] == "confirmed"


def test_who_agrees_confirms_the_grade_that_was_given(store: GraphStore) -> None:
    act(store, [LINK], "regrade", reviewer="lan", grade=1)
    act(store, [LINK], "accept", reviewer="minh")
    assert edge(store)["grade"] == 1
    act(store, [LINK], "reject", reviewer="lan")
    act(store, [LINK], "accept", reviewer="minh")
    assert edge(store)["grade"] == 2  # what the linker says, since no grade stands on a rejected link


def test_the_later_of_two_stores_decisions_stands(store: GraphStore) -> None:
    with opened() as other:
        for n in range(3):
            review.decide(other, SECOND, "confirmed", reviewer="minh", at=AT + timedelta(minutes=n))
        review.decide(other, LINK, "confirmed", reviewer="minh", at=AT + timedelta(minutes=5))
        review.decide(store, LINK, "rejected", reviewer="lan", at=AT + timedelta(minutes=9))
        assert bring(other, store) == 4
        assert stands(store)[LINK][:2] == ("rejected", "lan")
        assert bring(store, other) == 1
        assert edge(other)["status"] == "rejected"


def test_an_undo_takes_back_what_it_was_meant_for(store: GraphStore) -> None:
    with opened() as other:
        review.decide(other, LINK, "confirmed", reviewer="minh", at=AT)
        review.decide(store, LINK, "rejected", reviewer="lan", at=AT + timedelta(minutes=1))
        review.undo(other, LINK, reviewer="minh", at=AT + timedelta(minutes=2))
        bring(other, store)
        assert stands(store)[LINK][:2] == ("rejected", "lan")


def test_a_clock_that_goes_back_makes_no_decision_void(store: GraphStore) -> None:
    review.decide(store, LINK, "confirmed", reviewer="lan", at=AT)
    made = review.decide(store, LINK, "rejected", reviewer="lan", at=AT - timedelta(days=1))
    assert made.time == AT
    assert edge(store)["status"] == "rejected"
    review.undo(store, LINK, reviewer="lan", at=AT - timedelta(days=2))
    assert edge(store)["status"] == "confirmed"


Step = tuple[int, str, str]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["accept", "reject", "regrade", "undo", "bring"]),
        st.sampled_from([LINK, SECOND]),
    ),
    max_size=10,
)


@given(STEPS)
@settings(max_examples=25)
def test_stores_that_tell_each_other_everything_agree(steps: list[Step]) -> None:
    with opened() as first, opened() as second:
        both = (first, second)
        for n, (who, what, link) in enumerate(steps):
            at = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(minutes=n)
            reviewer = ("lan", "minh")[who]
            if what == "bring":
                bring(both[who], both[1 - who])
            elif what != "undo":
                status: review.Status = "rejected" if what == "reject" else "confirmed"
                grade = 1 if what == "regrade" else None
                review.decide(both[who], link, status, reviewer=reviewer, at=at, grade=grade)
            elif link in review.standing(both[who]):
                review.undo(both[who], link, reviewer=reviewer, at=at)
            else:
                with pytest.raises(NotFound):
                    review.undo(both[who], link, reviewer=reviewer, at=at)
        bring(first, second)
        bring(second, first)
        assert (bring(first, second), bring(second, first)) == (0, 0)
        assert stands(first) == stands(second)
        assert [edge(first, link) for link in (LINK, SECOND)] == [
            edge(second, link) for link in (LINK, SECOND)
        ]
        for store in both:
            assert review.apply_decisions(store) == Change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "banana"},
        {"grade": 3},
        {"link": "nonsense"},
        {"source": "1-kh.vn.2020#task:1"},
        {"relation": "DETAILS"},
        {"reviewer": " "},
        {"at": "2025-06-01T08:00:00"},
        {"at": "yesterday"},
        {"order": "1"},
        {"id": "57-nq-tw.vn.2024"},
        {"surplus": 1},
    ],
)
def test_a_file_with_a_decision_that_cannot_be_changes_nothing(
    store: GraphStore, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    good = asdict(review.decide(store, LINK, "rejected", reviewer="lan", at=AT))
    other = tmp_path / "d.jsonl"
    rows = [{**good, "id": "decision:new"}, {**good, "id": "decision:newer", **wrong}]
    other.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with pytest.raises(InputError, match=r"d\.jsonl:2"):
        review.import_decisions(store, other)
    assert len(review.decisions(store)) == 1

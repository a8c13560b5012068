"""What stands around a node: groups that stay readable, and the map of documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import walks
from graph.facts import facts, resolve
from graph.store import Change, Edge, GraphStore, open_store
from ontology.errors import NotFound
from tests.graph.factory import citation, document

PLAN, ORDER = "12-kh-ubnd.tien-giang.2025", "71-nq-cp.vn.2025"
Key = tuple[str, str, str, str | None]


@pytest.fixture
def store() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    cites = (
        citation(PLAN, "71/NQ-CP", relation="implements", year=2025),
        citation(PLAN, "3/NQ-CP", relation="based_on", year=2024),
        citation(PLAN, "57-NQ/TW", relation="implements", year=2024),
    )
    lower, upper = document(cites=cites, tasks=12), document("71/NQ-CP", place=None, targets=0)
    for doc in (lower, upper):
        store.write(facts(doc))
        store.write(resolve(store))
    props = {"owner": lower.id, "method": "m", "source_quote": "a", "target_quote": "b"}
    states = ["proposed", "confirmed", "candidate", "rejected", "proposed"]
    links = [
        Edge(
            "IMPLEMENTS",
            task.id,
            upper.clauses[-1].id,
            {**props, "status": status, "grade": 2, "score": n / 10},
        )
        for n, (task, status) in enumerate(zip(lower.tasks, states, strict=False))
    ]
    store.write(Change(edges=tuple(links)))
    yield store
    store.close()


def groups(store: GraphStore, id: str, **options: int) -> dict[Key, walks.Group]:
    found = walks.around(store, id, **options).groups
    return {(g.relation, g.direction, g.kind, g.document): g for g in found}


def test_a_document_has_its_parts_its_issuer_and_the_documents_it_names(store: GraphStore) -> None:
    found = groups(store, PLAN)
    assert found["PART_OF", "in", "Task", None].total == 12
    assert [near.node.no for near in found["PART_OF", "in", "Task", None].items] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
    ]
    served = found["IMPLEMENTS", "out", "Document", None].items
    assert [near.node.number for near in served] == ["57-NQ/TW", "71/NQ-CP"]
    assert ("ISSUED_BY", "out", "Agency", None) in found


def test_stated_links_stand_by_document_and_strength(store: GraphStore) -> None:
    clause = walks.outline(store, ORDER)[-1].id
    group = groups(store, clause)["IMPLEMENTS", "in", "Task", PLAN]
    assert (group.number, group.total) == ("12/KH-UBND", 3)  # neither the candidate nor the rejected one
    assert [(near.node.no, near.score, near.status) for near in group.items] == [
        ("5", 0.4, "proposed"), ("2", 0.1, "confirmed"), ("1", 0.0, "proposed"),
    ]  # fmt: skip


def test_a_large_group_is_read_piece_by_piece(store: GraphStore) -> None:
    choice = walks.GroupChoice(relation="PART_OF", kind="Task")
    (group,) = walks.around(store, PLAN, each=5, offset=10, choice=choice).groups
    assert (group.total, [near.node.no for near in group.items]) == (12, ["11", "12"])


def test_what_is_not_there_is_told(store: GraphStore) -> None:
    with pytest.raises(NotFound):
        walks.around(store, "9-kh-ubnd.an-giang.2020")


def test_the_map_joins_documents_by_their_strongest_relation(store: GraphStore) -> None:
    ids, steps = walks.document_map(store)
    cited = next(id for id in ids if id.startswith("57-nq-tw"))
    assert ids == sorted([PLAN, ORDER, cited])  # what one document alone stands on is no place to go
    assert {(s.source, s.relation, s.target) for s in steps} == {
        (PLAN, "IMPLEMENTS", ORDER),
        (PLAN, "IMPLEMENTS", cited),
    }

"""Facts are pure, complete and carry evidence; what all documents say together does not depend on their order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cypher import label_of
from graph.facts import facts, resolve
from graph.resolve import meant
from graph.store import Change, GraphStore, Query, open_store
from ontology.agencies import resolve as resolve_agency
from ontology.ids import task_id
from ontology.relations import RELATIONS
from ontology.types import Mention
from tests.graph.factory import citation, document

ME = "12-kh-ubnd.tien-giang.2025"


def state(store: GraphStore) -> list[Any]:
    nodes = store.read(Query("MATCH (n) RETURN n.id AS id, properties(n) AS p ORDER BY n.id"))
    edges = store.read(
        Query("MATCH (a)-[r]->(b) RETURN a.id AS s, type(r) AS t, b.id AS o, properties(r) AS p")
    )
    return [nodes, sorted(edges, key=lambda r: (r["s"], r["t"], r["o"], str(r["p"])))]


def test_facts_are_pure_and_fit_the_relation_table() -> None:
    doc = document(cites=(citation(ME, "71/NQ-CP", relation="implements"),))
    change = facts(doc)
    assert change == facts(doc)
    assert {n.id for n in change.nodes if n.label == "Clause"} == {c.id for c in doc.clauses}
    for edge in change.edges:
        relation = RELATIONS[edge.type]
        assert label_of(edge.source) in relation.source
        assert label_of(edge.target) in relation.target
        assert edge.props["owner"] == doc.id


def test_quotes_stand_where_they_say() -> None:
    doc = document()
    text = doc.text + "Sở Khoa học và Công nghệ\n"
    start = len(doc.text) - 50
    doc = replace(doc, text=text, tasks=tuple(replace(t, start=start, end=len(text)) for t in doc.tasks))
    led = [
        e for e in facts(doc).edges if e.type == "LED_BY" and e.props["text"] == "Sở Khoa học và Công nghệ"
    ]
    assert led
    for edge in led:
        a, b = edge.props["start"], edge.props["end"]
        assert isinstance(a, int)
        assert isinstance(b, int)
        assert text[a:b] == edge.props["quote"]


def test_a_mention_is_an_edge_from_the_clause_and_the_task_that_hold_it() -> None:
    doc = document()
    cited = citation(doc.id, "71/NQ-CP", clause="II.1.-1")
    inside = Mention(doc.tasks[1].start + 2, doc.tasks[1].start + 9, "71/NQ-CP", None, "Điều 3")
    doc = replace(doc, citations=(replace(cited, mentions=(*cited.mentions, inside)),))
    edges = {e.source: e for e in facts(doc).edges if e.type == "CITES" and e.source != doc.id}
    assert f"{doc.id}#II.1.-1" in edges
    assert edges[doc.tasks[1].id].props["provisions"] == ["Điều 3"]


def test_two_printed_names_of_one_agency_are_one_edge_with_both() -> None:
    doc = document(tasks=1)
    lead = doc.tasks[0].lead[0]
    doc = replace(doc, tasks=(replace(doc.tasks[0], lead=(lead, replace(lead, text="Sở KH&CN"))),))
    edges = [e for e in facts(doc).edges if e.type == "LED_BY"]
    assert [e.props["texts"] for e in edges] == [["Sở Khoa học và Công nghệ", "Sở KH&CN"]]


def test_who_carries_on_for_a_body_that_no_list_knows_bears_its_name() -> None:
    doc = document(tasks=1)
    own = resolve_agency("Ban Vận động Gió Mùa", place="Tiền Giang", on=None)
    doc = replace(doc, tasks=(replace(doc.tasks[0], lead=(own,)),))
    store = open_store("embedded::memory:")
    store.write(facts(doc))
    store.write(resolve(store))
    heirs = "MATCH (:Agency {id: $id})-[:SUCCEEDED_BY]->(b:Agency) "
    query = Query(heirs + "RETURN b.name AS name, b.known AS known, b.place AS place", {"id": own.id})
    rows = store.read(query)
    assert rows == [{"name": "Ban Vận động Gió Mùa", "known": False, "place": "dong-thap"}]


def test_context_is_the_headings_above() -> None:
    change = facts(document())
    context = {n.id: n.props["context"] for n in change.nodes if n.label == "Clause"}
    assert context[f"{ME}#II.1.-1"] == "II. NHIỆM VỤ › 1. Hạ tầng"
    assert context[f"{ME}#I"] == ""
    task = next(n for n in change.nodes if n.id == task_id(ME, "1"))
    assert task.props["context"] == "I Nhóm nhiệm vụ"


def test_a_citation_without_year_means_the_dated_one_of_the_same_document() -> None:
    cites = (citation(ME, "5/NQ-CP"), citation(ME, "5/NQ-CP", year=2024, relation="based_on"))
    edges = [e for e in facts(document(cites=cites)).edges if e.source == ME and e.type != "ISSUED_BY"]
    assert [(e.type, e.target, e.props["count"]) for e in edges] == [("BASED_ON", "5-nq-cp.vn.2024", 2)]


@pytest.mark.parametrize(
    ("cited", "full", "expected"),
    [
        ({"5.vn.x"}, {"5.vn.2024"}, {"5.vn.x": "5.vn.2024"}),
        ({"5.vn.x"}, {"5.vn.2024", "5.vn.2025"}, {"5.vn.x": "5.vn.x"}),
        ({"5.vn.x"}, {"5.bac-ninh.2024"}, {"5.vn.x": "5.vn.x"}),
        ({"5.vn.x", "5.vn.2024"}, set(), {"5.vn.x": "5.vn.2024", "5.vn.2024": "5.vn.2024"}),
        ({"5.vn.x", "5.vn.2023"}, {"5.vn.2024"}, {"5.vn.x": "5.vn.2024", "5.vn.2023": "5.vn.2023"}),
        ({"5.vn.2024"}, {"5.vn.x"}, {"5.vn.2024": "5.vn.x"}),
        ({"5.vn.2023", "5.vn.2024"}, {"5.vn.x"}, {"5.vn.2023": "5.vn.2023", "5.vn.2024": "5.vn.2024"}),
    ],
)
def test_which_document_is_meant(cited: set[str], full: set[str], expected: dict[str, str]) -> None:
    assert meant(cited, full) == expected


def _chain() -> list[Any]:
    a, b = "1-kh-ubnd.tien-giang.2025", "2-kh-ubnd.tien-giang.2025"
    return [
        document("1/KH-UBND", cites=(citation(a, "71/NQ-CP", relation="implements"), citation(a, "9/NQ-CP"))),
        document(
            "2/KH-UBND",
            cites=(citation(b, "71/NQ-CP", year=2025), citation(b, "9/NQ-CP", year=2020, issuer="Chính phủ")),
        ),
        document(
            "71/NQ-CP",
            place=None,
            level="trung ương",
            targets=0,
            cites=(citation("71-nq-cp.vn.2025", "1/KH-UBND"),),
        ),
    ]


def _filled(documents: Any, *, drop: tuple[str, ...] = ()) -> list[Any]:
    store = open_store("embedded::memory:")
    for doc in documents:
        store.write(facts(doc))
        store.write(resolve(store))
    for id in drop:
        store.write(Change(drop_owned_by=(id,)))
        store.write(resolve(store))
    assert resolve(store) == Change()
    out = state(store)
    store.close()
    return out


def test_the_order_of_documents_does_not_matter() -> None:
    states = [_filled(order) for order in permutations(_chain())]
    assert all(found == states[0] for found in states)


@given(keep=st.sets(st.integers(0, 2)), order=st.permutations([0, 1, 2]))
@settings(max_examples=15)
def test_a_deleted_document_leaves_no_trace(keep: set[int], order: list[int]) -> None:
    docs = _chain()
    gone = tuple(docs[i].id for i in order if i not in keep)
    assert _filled([docs[i] for i in order], drop=gone) == _filled([docs[i] for i in sorted(keep)])

"""Results in the store: what they report on, and that they come and go with their report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.cypher import label_of
from graph.facts import facts, resolve
from graph.store import Change, GraphStore, Query, open_store
from graph.walks import briefs
from ontology.relations import RELATIONS
from ontology.types import ParsedDocument
from tests.graph.factory import citation, document, result

PLAN = "18-kh-ubnd.tien-giang.2022"
ORDER = "77-qd-ubnd.tien-giang.x"


def report() -> ParsedDocument:
    """A report on one plan that tells of an order issued (cited without its year) and of one figure."""
    doc = document("45/BC-UBND", type="Báo cáo", tasks=0, targets=0)
    cites = (
        citation(doc.id, "18/KH-UBND", place="Tiền Giang", year=2022, relation="implements"),
        citation(doc.id, "77/QĐ-UBND", place="Tiền Giang"),
    )
    told = (result(doc.id, 1, ORDER), result(doc.id, 2, figure=True))
    indicators = document().indicators
    return replace(doc, citations=cites, results=told, indicators=indicators)


def edges(store: GraphStore) -> set[tuple[str, str, str]]:
    rows = store.read(
        Query("MATCH (a:Result)-[r]->(b) RETURN a.id AS source, type(r) AS type, b.id AS target")
    )
    return {(r["source"].partition("#")[2], r["type"], r["target"].partition("#")[0]) for r in rows}


def state(store: GraphStore) -> list[Any]:
    nodes = store.read(Query("MATCH (n) RETURN n.id AS id, properties(n) AS p ORDER BY n.id"))
    found = store.read(
        Query("MATCH (a)-[r]->(b) RETURN a.id AS s, type(r) AS t, b.id AS o, properties(r) AS p")
    )
    return [nodes, sorted(found, key=str)]


def put(store: GraphStore, *docs: ParsedDocument) -> None:
    for doc in docs:
        store.write(facts(doc))
        store.write(resolve(store))


def test_results_fit_the_relation_table_and_carry_evidence() -> None:
    change = facts(report())
    told = [e for e in change.edges if label_of(e.source) == "Result"]
    assert {e.type for e in told} == {"PART_OF", "REPORTS_ON", "MEASURES"}
    for edge in told:
        relation = RELATIONS[edge.type]
        assert "Result" in relation.source
        assert label_of(edge.target) in relation.target
        assert edge.type == "PART_OF" or edge.props["quote"]


def test_a_result_reports_on_the_plan_of_its_report_and_on_what_it_names(store: GraphStore) -> None:
    put(store, report())
    me = report().id
    assert edges(store) == {
        ("result:I.1.1", "PART_OF", me),
        ("result:I.1.2", "PART_OF", me),
        ("result:I.1.1", "REPORTS_ON", ORDER),
        ("result:I.1.1", "REPORTS_ON", PLAN),
        ("result:I.1.2", "REPORTS_ON", PLAN),
        ("result:I.1.2", "MEASURES", "indicator:ty-le-ho-so-truc-tuyen"),
    }


def test_a_result_follows_the_document_that_its_words_mean(store: GraphStore) -> None:
    order = document("77/QĐ-UBND", type="Quyết định", tasks=0, targets=0)
    put(store, report(), order)
    assert ("result:I.1.1", "REPORTS_ON", order.id) in edges(store)
    assert ("result:I.1.1", "REPORTS_ON", ORDER) not in edges(store)
    other = open_store("embedded::memory:")
    put(other, order, report())
    assert edges(other) == edges(store)


def test_a_report_twice_changes_nothing_and_leaves_nothing(store: GraphStore) -> None:
    put(store, document())
    before = state(store)
    put(store, report())
    once = state(store)
    put(store, report())
    assert state(store) == once
    shorter = replace(report(), results=report().results[:1])
    put(store, shorter)
    assert not any(source.endswith(".2") for source, _, _ in edges(store))
    store.write(Change(drop_owned_by=(report().id,)))
    store.write(resolve(store))
    assert state(store) == before


def test_a_result_meets_the_targets_of_its_indicator(store: GraphStore) -> None:
    put(store, document(), report())
    query = (
        "MATCH (r:Result)-[:MEASURES]->(i:Indicator)<-[:MEASURES]-(t:Target) RETURN r.value AS reached, "
        "t.value AS aim"
    )
    assert {(row["reached"], row["aim"]) for row in store.read(Query(query))} == {(64.0, 80.0)}


def test_a_brief_says_what_the_result_says(store: GraphStore) -> None:
    put(store, report())
    key = report().results[1].id
    brief = briefs(store, [key])[key]
    assert (brief.label, brief.text, brief.value_text) == ("Result", "Mở đầu", "64%")

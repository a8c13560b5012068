"""What every GraphStore does; each registered engine runs the same tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.facts import facts
from graph.resolve import resolve
from graph.store import Change, Edge, GraphStore, Node, Query
from ontology.errors import IndexMismatch, QueryRefused, StoreError
from tests.graph.factory import citation, document

#: How to open an empty store of each engine, again and again at one place.
Open = Callable[[], GraphStore]


def state(store: GraphStore) -> tuple[list[Any], list[Any]]:
    """Every node and edge, without what an engine adds."""
    nodes = store.read(Query("MATCH (n) RETURN n.id AS id, properties(n) AS p ORDER BY n.id"))
    edges = store.read(
        Query(
            "MATCH (a)-[r]->(b) RETURN a.id AS s, type(r) AS t, b.id AS o, r.owner AS w, properties(r) AS p"
        )
    )
    for row in (*nodes, *edges):
        row["p"] = sorted((k, str(v)) for k, v in row["p"].items())
    return nodes, sorted(edges, key=lambda r: (r["s"], r["t"], r["o"], r["w"]))


def put(store: GraphStore, *documents: Any) -> None:
    for doc in documents:
        store.write(facts(doc))
        store.write(resolve(store))


def vectors(doc: Any, size: int = 4) -> Change:
    ids = [c.id for c in doc.clauses]
    return Change(
        patches=tuple(
            (
                i,
                {
                    "embedding": [1.0 if k == n % size else 0.1 for k in range(size)],
                    "terms": f"chung rieng{n}",
                },
            )
            for n, i in enumerate(ids)
        )
    )


def test_what_is_written_is_read(store: GraphStore) -> None:
    doc = document()
    put(store, doc)
    rows = store.read(
        Query(
            "MATCH (c:Clause {document: $d}) RETURN c.path AS path, c.end AS end ORDER BY c.order",
            {"d": doc.id},
        )
    )
    assert [(r["path"], r["end"]) for r in rows] == [(c.path, c.end) for c in doc.clauses]
    targets = store.read(
        Query("MATCH (t:Target) RETURN t.value AS v, t.year AS y, t.where AS w, t.unclear AS u LIMIT 1")
    )
    assert targets == [{"v": 80.0, "y": 2030, "w": "PHỤ LỤC II", "u": []}]


def test_writing_twice_changes_nothing(store: GraphStore) -> None:
    doc = document(cites=(citation("12-kh-ubnd.tien-giang.2025", "71/NQ-CP"),))
    put(store, doc)
    before = state(store)
    put(store, doc)
    assert state(store) == before


def test_deleting_removes_exactly_what_a_document_brought(store: GraphStore) -> None:
    a = document()
    b = document("99/KH-UBND", tasks=2, targets=0, cites=(citation("99-kh-ubnd.tien-giang.2025", "5/NQ-CP"),))
    put(store, a)
    before = state(store)
    put(store, b)
    assert state(store) != before
    store.write(Change(drop_owned_by=(b.id,)))
    assert state(store) == before
    store.write(Change(drop_owned_by=(a.id,)))
    assert state(store) == ([], [])


def test_a_changed_document_leaves_nothing_of_the_old_one(store: GraphStore, opener: Open) -> None:
    put(store, document(tasks=9, extra=" và thôn"))
    put(store, document(tasks=1))
    again = state(store)
    store.write(Change(drop_owned_by=(document().id,)))
    put(store, document(tasks=1))
    assert state(store) == again


def test_links_from_others_survive_when_a_document_comes_again(store: GraphStore) -> None:
    upper = document("71/NQ-CP", place=None, level="trung ương")
    lower = document()
    put(store, upper, lower)
    link = Edge("IMPLEMENTS", lower.tasks[0].id, upper.clauses[2].id, {"owner": lower.id, "score": 0.5})
    store.write(Change(edges=(link,)))
    put(store, upper)
    found = Query("MATCH (:Task)-[r:IMPLEMENTS]->(:Clause) RETURN r.score AS score")
    assert store.read(found) == [{"score": 0.5}]
    store.write(Change(drop_owned_by=(upper.id,)))
    assert store.read(found) == []


def test_named_edges_are_dropped_and_others_stay(store: GraphStore) -> None:
    doc = document()
    put(store, doc)
    edges = [Edge("DETAILS", t.id, doc.clauses[2].id, {"owner": doc.id}) for t in doc.tasks]
    store.write(Change(edges=tuple(edges)))
    store.write(Change(drop_edges=(("DETAILS", edges[0].source, edges[0].target),)))
    left = store.read(Query("MATCH (t:Task)-[:DETAILS]->() RETURN t.id AS id ORDER BY t.id"))
    assert [r["id"] for r in left] == [e.source for e in edges[1:]]


def test_a_failing_change_leaves_nothing(store: GraphStore) -> None:
    put(store, document())
    before = state(store)
    change = facts(document("98/KH-UBND"))
    bad = replace(
        change, edges=(*change.edges, Edge("CITES", "98-kh-ubnd.tien-giang.2025", "none.vn.2020", {}))
    )
    with pytest.raises(StoreError, match=r"none\.vn\.2020"):
        store.write(bad)
    assert state(store) == before


def test_a_node_under_the_id_of_another_label_is_refused(store: GraphStore) -> None:
    with pytest.raises(StoreError):
        store.write(Change(nodes=(Node("Task", "so-y-te", {}),)))


def test_a_stub_never_overwrites_and_is_filled_and_left_again(store: GraphStore) -> None:
    citing = document(cites=(citation("12-kh-ubnd.tien-giang.2025", "71/NQ-CP", year=2025),))
    cited = document(
        "71/NQ-CP", place=None, level="trung ương", issuer="Chính phủ", title="Nghị quyết của Chính phủ"
    )
    put(store, citing)
    only_cited = state(store)
    put(store, cited, citing)
    row = store.read(Query("MATCH (d:Document {id: $id}) RETURN d.title AS t, d.stub AS s", {"id": cited.id}))
    assert row == [{"t": "Nghị quyết của Chính phủ", "s": False}]
    store.write(Change(drop_owned_by=(cited.id,)))
    store.write(resolve(store))
    assert state(store) == only_cited


def test_all_is_there_after_a_reopen(opener: Open) -> None:
    store = opener()
    doc = document()
    put(store, doc)
    store.write(vectors(doc))
    before = state(store)
    store.close()
    again = opener()
    assert state(again) == before
    assert {h.id for h in again.vector_search([1, 0.1, 0.1, 0.1], limit=2)} == {
        doc.clauses[0].id,
        doc.clauses[4].id,
    }
    assert [h.id for h in again.text_search(["rieng3"], limit=5)] == [doc.clauses[3].id]


def test_text_search_ranks_and_stays_among(store: GraphStore) -> None:
    doc = document()
    put(store, doc)
    assert store.text_search(["chung"], limit=5) == []
    store.write(vectors(doc))
    assert store.text_search(["chung", "rieng2"], limit=3)[0].id == doc.clauses[2].id
    among = [doc.clauses[5].id, doc.clauses[6].id]
    hits = store.text_search(["chung", "rieng6"], limit=9, among=among)
    assert [h.id for h in hits] == [among[1], among[0]]
    assert hits[0].score > hits[1].score > 0
    assert store.text_search(["chung"], limit=9, among=[]) == []
    put(store, document(extra=" khác"))
    assert store.text_search(["chung"], limit=5) == []


def test_text_index_follows_many_changes(store: GraphStore) -> None:
    doc = document(tasks=1500)
    put(store, doc)
    for word in ("mot", "hai"):
        store.write(Change(patches=tuple((t.id, {"terms": f"{word} {t.no}x"}) for t in doc.tasks)))
    assert len(store.text_search(["hai"], limit=2000)) == 1500
    assert store.text_search(["mot"], limit=10) == []
    assert store.text_search(["77x"], limit=1)[0].id == doc.tasks[76].id


def test_vector_search_is_cosine_and_stays_among(store: GraphStore) -> None:
    doc = document()
    put(store, doc)
    assert store.vector_search([1, 0, 0, 0], limit=5) == []
    store.write(vectors(doc))
    hits = store.vector_search([0, 1, 0, 0], limit=3)
    assert {h.id for h in hits[:2]} == {doc.clauses[1].id, doc.clauses[5].id}
    assert hits[0].score == pytest.approx(1 / (1 + 0.03) ** 0.5)
    among = [doc.clauses[0].id, doc.clauses[5].id, doc.tasks[0].id]
    assert [h.id for h in store.vector_search([0, 1, 0, 0], limit=9, among=among)] == [among[1], among[0]]
    stored = store.read(Query("MATCH (c:Clause {id: $id}) RETURN c.embedding AS v", {"id": among[0]}))
    assert stored[0]["v"] == pytest.approx([1.0, 0.1, 0.1, 0.1])
    store.write(Change(drop_owned_by=(doc.id,)))
    assert store.vector_search([0, 1, 0, 0], limit=3) == []


def test_vectors_of_another_dimension_are_refused(store: GraphStore) -> None:
    doc = document()
    put(store, doc)
    store.write(vectors(doc))
    with pytest.raises(IndexMismatch):
        store.vector_search([1.0, 0.0], limit=1)
    with pytest.raises(IndexMismatch):
        store.write(Change(patches=((doc.clauses[0].id, {"embedding": [1.0, 2.0]}),)))
    assert len(store.vector_search([1, 0, 0, 0], limit=99)) == len(doc.clauses)


def test_reading_never_writes(store: GraphStore) -> None:
    put(store, document())
    before = state(store)
    for text in ("CREATE (:Task {id: 'x'})", "MATCH (n:Task) SET n.title = ''", "MATCH (n) DETACH DELETE n"):
        with pytest.raises(QueryRefused):
            store.read(Query(text))
    assert state(store) == before


def test_a_query_that_is_no_query_is_an_error_of_the_store(store: GraphStore) -> None:
    with pytest.raises(StoreError):
        store.read(Query("MATCH (n RETURN n"))


def test_any_word_is_a_term(store: GraphStore) -> None:
    doc = document()
    put(store, doc)
    store.write(vectors(doc))
    for word in ('"', "a:b", "*", "AND", "NOT", "(", "~2", "\\", "rieng1^5", "", "/x/", "[a TO b]"):
        store.text_search([word], limit=3)
    assert store.text_search(["AND", "rieng1"], limit=1)[0].id == doc.clauses[1].id


def test_a_revision_names_a_state(store: GraphStore) -> None:
    names = [store.revision()]
    for tasks in (3, 2):
        store.write(facts(document(tasks=tasks)))
        store.read(Query("MATCH (n) RETURN count(n) AS n"))
        names += [store.revision(), store.revision()]
    assert names[1] == names[2]
    assert len(set(names)) == 3

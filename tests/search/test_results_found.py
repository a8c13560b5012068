"""Results in search: found as a kind of their own, without a vector of their own, and apart from the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import Change, GraphStore, Node, Query, Value, open_store
from search.index import SearchIndex, StoreEngine
from search.service import SearchService
from search.types import Filters
from tests.search.invented import B, HashEmbedder, clause, corpus

WORDS = "Đã mở 12 lớp dạy người cao tuổi dùng điện thoại. Lớp đêm chưa mở được vì thiếu thầy."
CLAUSE = f"{B}#4"
TOLD = (f"{B}#result:4.1", f"{B}#result:4.2")


def _result(id: str, text: str, order: int) -> Node:
    at = WORDS.index(text)
    props: dict[str, Value] = {
        "owner": B, "document": B, "kind": "done", "text": text, "clause": CLAUSE, "start": at, "end": at + len(text),
        "context": "I Kết quả", "order": order,
    }  # fmt: skip
    return Node("Result", id, props)


@pytest.fixture
def store() -> Iterator[GraphStore]:
    opened = open_store("embedded::memory:")
    opened.write(corpus())
    first, second = WORDS.split(". ")
    opened.write(
        Change(
            nodes=(
                clause(B, "4", WORDS, order=4, context="I Kết quả"),
                _result(TOLD[0], first, 0),
                _result(TOLD[1], second, 1),
            )
        )
    )
    yield opened
    opened.close()


@pytest.fixture
def service(store: GraphStore) -> SearchService:
    made = SearchService(store, HashEmbedder())
    made.index()
    return made


def found(service: SearchService, query: str, *kinds: str) -> list[str]:
    return [hit.id for hit in service.search(query, filters=Filters(kinds=kinds), limit=50).hits]


def test_a_result_is_found_before_its_clause_and_the_other_results_of_it(service: SearchService) -> None:
    page = service.search("lớp đêm thiếu thầy")
    assert page.hits[0].id == TOLD[1]
    assert (page.hits[0].kind, page.hits[0].path) == ("result", "4")
    assert "thiếu thầy" in "".join(page.hits[0].text[h.start : h.end] for h in page.hits[0].highlights)
    assert page.facets["kind"]["result"] >= 1


def test_results_are_a_kind_that_filters_take(service: SearchService) -> None:
    assert set(found(service, "lớp dạy người cao tuổi", "result")) == set(TOLD)
    others = found(service, "lớp dạy người cao tuổi", "clause", "task", "target")
    assert others
    assert not set(others) & set(TOLD)


def test_a_result_is_not_embedded_and_leaves_its_clause_s_score_alone(store: GraphStore) -> None:
    embedder = HashEmbedder()
    service = SearchService(store, embedder)
    service.index()
    texts = embedder.embedded
    kinds = Filters(kinds=("clause",))
    scores = [(h.id, h.score) for h in service.search("lớp đêm thiếu thầy", filters=kinds).hits]
    assert not store.read(Query("MATCH (r:Result) WHERE r.embedding IS NOT NULL RETURN r.id AS id"))
    for id in TOLD:
        store.write(Change(nodes=(Node("Result", id, {"owner": "khác", "document": "khác", "text": ""}),)))
    service.refresh()
    assert [(h.id, h.score) for h in service.search("lớp đêm thiếu thầy", filters=kinds).hits] == scores
    assert service.index() == 0
    assert embedder.embedded == texts


def test_like_a_result_is_like_its_clause(service: SearchService) -> None:
    near = [hit.id for hit in service.similar(TOLD[0], limit=3).hits]
    assert CLAUSE in near
    assert TOLD[0] not in near


def test_results_share_their_clause_s_scores_in_a_store_s_own_indexes(
    store: GraphStore, service: SearchService
) -> None:
    index = SearchIndex(store, in_memory=0)
    assert isinstance(index.engine, StoreEngine)
    for scores in (
        index.engine.lexical({"lớp": 1.0, "đêm": 1.0}),
        index.engine.dense(HashEmbedder().embed_query("lớp đêm")),
    ):
        assert scores[index.rows[TOLD[0]]] == scores[index.rows[CLAUSE]]

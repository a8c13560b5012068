"""What a reader may rely on in search."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.store import Change, GraphStore, open_store
from ontology.errors import IndexMismatch, NotFound
from search.cache import EmbeddingCache
from search.index import SearchIndex, StoreEngine
from search.service import SearchService
from search.types import Filters, SearchPage
from tests.search.invented import A, B, C, HashEmbedder, clause, corpus


def ids(page: SearchPage) -> list[str]:
    return [hit.id for hit in page.hits]


def test_words_of_the_text_find_it(service: SearchService) -> None:
    assert ids(service.search("trung tâm dữ liệu của tỉnh"))[0] == f"{A}#2"


def test_headings_count_as_words_of_what_stands_under_them(service: SearchService) -> None:
    assert ids(service.search("hạ tầng viễn thông"))[0] == f"{A}#1"


def test_no_diacritics_find_the_same(service: SearchService) -> None:
    assert ids(service.search("trung tam du lieu cua tinh"))[0] == f"{A}#2"


def test_a_misspelt_word_is_set_right_where_that_is_wanted(service: SearchService) -> None:
    page = service.search("nhiieem vụ chuyển đổi số", repair=True)
    assert (page.query, [r.read for r in page.repairs]) == ("nhiệm vụ chuyển đổi số", ["nhiệm"])
    typed = service.search("nhiieem vụ chuyển đổi số")
    assert typed.query == "nhiieem vụ chuyển đổi số"
    assert not typed.repairs
    assert ids(page) == ids(service.search(page.query))


def test_everyday_words_and_abbreviations_find_official_ones(service: SearchService) -> None:
    assert ids(service.search("máy chủ đặt ở đâu"))[0] == f"{A}#2"


def test_english_finds_vietnamese(service: SearchService) -> None:
    assert ids(service.search("Who must protect children on the internet?"))[0] == f"{A}#3"


def test_a_document_number_alone_gives_the_document_then_who_cites_it(service: SearchService) -> None:
    found = ids(service.search("30-NQ/TW"))
    assert found[:3] == [f"{C}#1", f"{C}#2", f"{B}#2"]
    assert ids(service.search("nghị quyết 30"))[:2] == [f"{C}#1", f"{C}#2"]


def test_a_named_document_moves_up(service: SearchService) -> None:
    plain, named = (ids(service.search(q, limit=100)) for q in ("dữ liệu", "kh 20 dữ liệu"))
    assert named.index(f"{B}#2") < plain.index(f"{B}#2")


def test_a_quoted_phrase_must_stand_in_the_text(service: SearchService) -> None:
    page = service.search('dữ liệu "dùng chung"')
    assert ids(page) == [f"{A}#task:1"]
    assert service.search('"không đâu có"').total > 1


def test_filters_hold_before_ranking_and_the_page_is_still_full(service: SearchService) -> None:
    page = service.search("dữ liệu", filters=Filters(documents=(B,)), limit=2)
    assert len(page.hits) == 2
    assert {hit.document for hit in page.hits} == {B}
    assert {h.kind for h in service.search("x", filters=Filters(kinds=("task",))).hits} == {"task"}
    assert {h.document for h in service.search("x", filters=Filters(places=("cà mau",))).hits} == {B}
    assert {h.document for h in service.search("x", filters=Filters(levels=("trung ương",))).hits} == {C}


def test_agencies_roles_and_dates_filter(service: SearchService) -> None:
    led = Filters(agency="so-y-te.an-giang", role="lead")
    assert ids(service.search("", filters=led)) == [f"{A}#task:1"]
    assert service.search("", filters=Filters(agency="so-y-te.an-giang")).total == 2
    due = Filters(deadline_from=date(2026, 1, 1), deadline_to=date(2026, 12, 31))
    assert ids(service.search("", filters=due)) == [f"{A}#task:2"]
    assert {h.document for h in service.search("", filters=Filters(issued_to=date(2024, 12, 31))).hits} == {C}


def test_pages_neither_overlap_nor_leave_out(service: SearchService) -> None:
    whole = ids(service.search("dữ liệu", limit=100))
    parts = [i for at in range(0, 9, 2) for i in ids(service.search("dữ liệu", limit=2, offset=at))]
    assert parts == whole
    assert len(whole) == service.search("dữ liệu").total == 9


def test_scores_fall_and_stay_in_bounds(service: SearchService) -> None:
    scores = [hit.score for hit in service.search("dữ liệu kh 20", limit=100).hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_highlight_is_the_sentence_that_answers(service: SearchService) -> None:
    hit = service.search("nguồn điện dự phòng").hits[0]
    (mark,) = hit.highlights
    assert hit.text[mark.start : mark.end] == "Bảo đảm nguồn điện dự phòng."


def test_facets_count_close_hits(service: SearchService) -> None:
    facets = service.search("trung tâm dữ liệu").facets
    assert facets["document"][A] >= 1
    assert set(facets) == {"document", "kind", "place", "level"}


def test_similar_leaves_the_unit_itself_out(service: SearchService) -> None:
    found = ids(service.similar(f"{C}#2"))
    assert f"{C}#2" not in found
    assert len(found) == 8
    with pytest.raises(NotFound):
        service.similar("no-such-unit")


def test_indexing_twice_does_nothing_and_a_change_is_seen(store: GraphStore) -> None:
    service = SearchService(store, HashEmbedder())
    assert service.index() == 9
    assert service.index() == 0
    store.write(Change(nodes=(clause(B, "3", "Trồng rừng ngập mặn ven biển.", order=3),)))
    assert service.index() == 1
    assert ids(service.search("rừng ngập mặn"))[0] == f"{B}#3"


def test_a_second_ingest_embeds_nothing(store: GraphStore, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    cache = EmbeddingCache(tmp_path / "vectors.sqlite")
    SearchService(store, embedder, cache=cache).index()
    before = embedder.embedded
    other = open_store("embedded::memory:")
    other.write(corpus())
    assert SearchService(other, embedder, cache=cache).index() == 9
    assert embedder.embedded == before


def test_vectors_of_another_embedder_are_refused_until_indexed_again(store: GraphStore) -> None:
    SearchService(store, HashEmbedder()).index()
    other = SearchService(store, HashEmbedder("other"))
    with pytest.raises(IndexMismatch):
        other.search("dữ liệu")
    assert other.index() == 9
    assert other.search("dữ liệu").hits


def test_an_empty_store_answers_with_an_empty_page() -> None:
    page = SearchService(open_store("embedded::memory:"), HashEmbedder()).search("bất cứ điều gì")
    assert page.hits == ()
    assert page.total == 0


def test_the_stores_own_indexes_find_the_same_first(service: SearchService, store: GraphStore) -> None:
    index = SearchIndex(store, in_memory=0)
    assert isinstance(index.engine, StoreEngine)
    scores = index.engine.lexical({"dduwx": 1.0, "luwu": 1.0, "tramj": 1.0})
    assert index.units[int(scores.argmax())].id == f"{A}#1"
    vector = HashEmbedder().embed_query("Lắp trạm phát sóng ở mọi ấp")
    assert index.units[int(index.engine.dense(vector).argmax())].id == f"{A}#1"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_a_query(service: SearchService, text: str) -> None:
    assert len(service.search(text, limit=3).hits) >= 1

"""A central document is signed in a city, which makes it no province's; the city's own plans are its own."""

from __future__ import annotations

import pytest

from api.selecting import TaskChoice, select_tasks
from graph import walks
from graph.store import Change, GraphStore, Node, open_store
from search.questions import answer_question
from search.service import SearchService
from search.types import Filters
from tests.search.invented import HashEmbedder, clause, corpus

CENTRAL = "8-nq-cp.vn.2025"
CITY = "9-kh-ubnd.ha-noi.2025"


def paper(id: str, number: str, type_: str, level: str) -> tuple[Node, ...]:
    """A document issued in Hà Nội, with one task of its annex."""
    head = {
        "owner": id, "number": number, "type": type_, "title": "Về dữ liệu mở", "place": "Hà Nội", "level": level,
        "issued": "2025-01-05", "stub": False, "source": f"{id}.txt", "sha256": id,
    }  # fmt: skip
    task = {
        "owner": id, "document": id, "no": "1", "title": "Công bố dữ liệu mở", "context": "PHỤ LỤC", "order": 1,
        "start": 0, "end": 9,
    }  # fmt: skip
    return (
        Node("Document", id, head),
        clause(id, "1", "Mở dữ liệu cho mọi người dùng.", order=1),
        Node("Task", f"{id}#task:1", task),
    )


@pytest.fixture
def store() -> GraphStore:
    """The invented documents and a central resolution."""
    store = open_store("embedded::memory:")
    store.write(corpus())
    store.write(Change(nodes=paper(CENTRAL, "8/NQ-CP", "Nghị quyết", "trung ương")))
    return store


def test_the_city_of_a_central_document_is_no_province(store: GraphStore) -> None:
    service = SearchService(store, HashEmbedder())
    service.index()
    assert "Hà Nội" not in service.search("dữ liệu mở").facets["place"]
    assert service.search("dữ liệu mở", filters=Filters(places=("Hà Nội",))).total == 0
    assert select_tasks(store, TaskChoice(places=("Hà Nội",))) == []
    answer = answer_question("Hà Nội có những nhiệm vụ gì?", store=store, search=service)
    assert answer.none
    assert "Nghị quyết 8/NQ-CP." in answer.answer
    both = answer_question("So sánh Hà Nội và An Giang về số nhiệm vụ", store=store, search=service)
    assert "An Giang (KH 10): 2" in both.answer
    assert "không có văn bản của Hà Nội" in both.answer
    assert walks.briefs(store, [CENTRAL, f"{CENTRAL}#1"])[CENTRAL].place is None
    assert walks.document(store, CENTRAL).place == "Hà Nội"  # where it was issued stays told


def test_the_citys_own_plan_keeps_its_place(store: GraphStore) -> None:
    store.write(Change(nodes=paper(CITY, "9/KH-UBND", "Kế hoạch", "tỉnh")))
    service = SearchService(store, HashEmbedder())
    service.index()
    assert service.search("dữ liệu mở").facets["place"]["Hà Nội"] == 2
    assert [task.document for task in select_tasks(store, TaskChoice(places=("Hà Nội",)))] == [CITY]
    answer = answer_question("Hà Nội có những nhiệm vụ gì?", store=store, search=service)
    assert [row.document for row in answer.rows] == [CITY]
    assert "Kế hoạch 9/KH-UBND (Hà Nội)" in answer.answer

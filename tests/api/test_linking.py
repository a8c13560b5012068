"""Linking over the whole pipeline: whatever the order of ingest, the links are the same; how far peers are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.linking import relink
from api.pipeline import Workspace
from graph.store import GraphStore, Query, open_store
from search.candidates import HybridCandidates
from search.service import SearchService
from tests.conftest import WordEmbedder

TASKS = (
    "Đặt trạm đo mặn tự động ở cửa sông và công khai số liệu hằng giờ",
    "Mở lớp tin học buổi tối cho thợ may làm việc tại nhà",
    "Vẽ bản đồ giếng khoan bỏ hoang và trám lấp trong mùa khô",
)
PLACES = ("Cà Mau", "Huế", "Lào Cai", "Gia Lai")
UPPER = "12-nq-cp.vn.2025"


def program(tasks: Sequence[str]) -> str:
    return annexed(
        ["CHÍNH PHỦ", "Số: 12/NQ-CP", "Hà Nội, ngày 02 tháng 01 năm 2025", "NGHỊ QUYẾT",
         "Ban hành Chương trình về nước sạch", "I. NHIỆM VỤ", "1. Giữ nguồn nước cho người dân ven biển."],
        "Bộ Khoa học và Công nghệ", tasks,
    )  # fmt: skip


def plan(n: int, place: str, tasks: Sequence[str]) -> str:
    return annexed(
        [f"ỦY BAN NHÂN DÂN TỈNH {place.upper()}", f"Số: {n}/KH-UBND", f"{place}, ngày 05 tháng 3 năm 2025", "KẾ HOẠCH",
         "Thực hiện Nghị quyết số 12/NQ-CP ngày 02/01/2025 của Chính phủ", "I. MỤC ĐÍCH",
         f"1. Người dân {place} có nước sạch quanh năm."],
        "Sở Khoa học và Công nghệ", tasks,
    )  # fmt: skip


def annexed(head: list[str], lead: str, tasks: Sequence[str]) -> str:
    lines = [
        *head,
        "PHỤ LỤC I",
        "DANH MỤC NHIỆM VỤ",
        "TT",
        "Tên nhiệm vụ",
        "Cơ quan chủ trì",
        "Thời gian hoàn thành",
    ]
    for no, task in enumerate(tasks, 1):
        lines += [str(no), task, lead, "Tháng 6 năm 2026"]
    return "\n".join(lines) + "\n"


FILES = {
    "trên.txt": program(TASKS),
    **{f"{place}.txt": plan(30 + n, place, TASKS[n % 2 :]) for n, place in enumerate(PLACES)},
}


def fresh() -> Workspace:
    store = open_store("embedded::memory:")
    return Workspace(store, SearchService(store, WordEmbedder()))


def put(ws: Workspace, *names: str) -> None:
    for name in names:
        assert not ws.ingest_upload(name, FILES[name].encode()).failed


def links(store: GraphStore) -> dict[tuple[str, str, str], object]:
    rows = store.read(
        Query(
            "MATCH (a)-[r]->(b) WHERE r.method IS NOT NULL RETURN a.id AS source, type(r) AS type, b.id AS target, "
            "r.score AS score, r.grade AS grade, r.status AS status, r.features AS features, r.owner AS owner"
        )
    )
    return {(row["source"], row["type"], row["target"]): tuple(sorted(row.items())) for row in rows}


@pytest.fixture(scope="module")
def at_once() -> Iterator[Workspace]:
    with fresh() as ws:
        put(ws, *FILES)
        yield ws


def test_provinces_that_adopt_a_task_are_linked_with_each_other(at_once: Workspace) -> None:
    same = [(a, b) for a, type_, b in links(at_once.store) if type_ == "SAME_TASK_AS"]
    documents = {tuple(end.partition("#")[0] for end in pair) for pair in same}
    assert len(documents) == len(PLACES) * (len(PLACES) - 1) / 2
    assert all(a < b for a, b in documents)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(list(FILES)), st.sampled_from(list(FILES)))
def test_no_order_of_ingest_changes_a_link(at_once: Workspace, order: list[str], again: str) -> None:
    with fresh() as ws:
        put(ws, *order)
        ws.ingest_upload(again, (FILES[again] + "\nGhi chú thêm.\n").encode())
        put(ws, again)
        assert links(ws.store) == links(at_once.store)


def test_linking_again_changes_nothing(at_once: Workspace) -> None:
    before = links(at_once.store)
    relink(at_once.store, HybridCandidates(WordEmbedder()), [UPPER], by="test", progress=lambda *_: None)
    assert links(at_once.store) == before


def paired(store: GraphStore) -> set[tuple[str, ...]]:
    same = [(a, b) for a, type_, b in links(store) if type_ == "SAME_TASK_AS"]
    return {tuple(end.partition("#")[0] for end in pair) for pair in same}


@pytest.mark.parametrize("order", [list(FILES), list(FILES)[::-1]])
def test_of_many_peers_the_nearest_are_linked_in_any_order(order: list[str]) -> None:
    candidates = HybridCandidates(WordEmbedder())
    with fresh() as ws:
        for name in order:
            report = ws.ingest_upload(name, FILES[name].encode())
            relink(ws.store, candidates, report.written, by="test", progress=lambda *_: None, most=1)
        # Cà Mau and Lào Cai list three of the tasks, Huế and Gia Lai two: who shares most is nearest.
        assert ("30-kh-ubnd.ca-mau.2025", "32-kh-ubnd.lao-cai.2025") in paired(ws.store)
        assert len(paired(ws.store)) <= len(PLACES)
        crowded = links(ws.store)
        relink(ws.store, candidates, [UPPER], by="test", progress=lambda *_: None, most=1)
        assert links(ws.store) == crowded


def test_a_document_that_is_a_peer_no_more_is_linked_no_more() -> None:
    with fresh() as ws:
        put(ws, *FILES)
        alone = FILES["Lào Cai.txt"].replace("12/NQ-CP", "13/NQ-CP")
        ws.ingest_upload("Lào Cai.txt", alone.encode())
        assert not [pair for pair in paired(ws.store) if "32-kh-ubnd.lao-cai.2025" in pair]

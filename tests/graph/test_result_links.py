"""Results and the orders that they tell of: what is stated, what is left alone, and how it comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.pipeline import Workspace
from graph import review
from graph.explain import explain
from graph.linkers.base import Unit
from graph.linkers.results import Aim, Told, link_results
from graph.store import Query, open_store
from graph.upstream import Upstream
from ontology.types import Link
from search.service import SearchService
from tests.conftest import WordEmbedder
from tests.graph.test_linkers import SharedWords

PLAN, REPORT = "18-kh-ubnd.ca-mau.2024", "40-bc-ubnd.ca-mau.2025"
PLAN_TEXT = """ỦY BAN NHÂN DÂN TỈNH CÀ MAU
Số: 18/KH-UBND
Cà Mau, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Thực hiện Nghị quyết số 91-NQ/TW ngày 02/01/2024 về kinh tế biển

I. NHIỆM VỤ
1. Lắp trạm quan trắc độ mặn tự động tại các cửa sông lớn.
2. Mở lớp dạy nghề nuôi tôm sinh thái cho hộ nghèo ven biển.
3. Tiếp tục thực hiện Đề án kèm theo Quyết định số 77/QĐ-UBND ngày 06/5/2023 về bến cá.
"""
REPORT_TEXT = """ỦY BAN NHÂN DÂN TỈNH CÀ MAU
Số: 40/BC-UBND
Cà Mau, ngày 10 tháng 01 năm 2025

BÁO CÁO
Kết quả thực hiện Kế hoạch số 18/KH-UBND ngày 05/3/2024
Kính gửi: Tỉnh ủy

I. KẾT QUẢ THỰC HIỆN
1. Đã lắp xong trạm quan trắc độ mặn tự động tại các cửa sông lớn của tỉnh.
2. Công tác văn thư được thực hiện đúng quy định hiện hành của Nhà nước.
"""
OTHER_TEXT = REPORT_TEXT.replace("40/BC-UBND", "41/BC-UBND").replace("CÀ MAU", "BẠC LIÊU")
FILES = {"ke-hoach.txt": PLAN_TEXT, "bao-cao.txt": REPORT_TEXT}


def opened(*names: str) -> Workspace:
    store = open_store("embedded::memory:")
    ws = Workspace(store, SearchService(store, WordEmbedder()))
    for name in names:
        assert not ws.ingest_upload(name, FILES[name].encode()).failed
    return ws


@pytest.fixture
def ws() -> Iterator[Workspace]:
    with opened("ke-hoach.txt", "bao-cao.txt") as fresh:
        yield fresh


def stated(ws: Workspace) -> set[tuple[str, str]]:
    rows = ws.store.read(
        Query(
            "MATCH (a:Result)-[r:REPORTS_ON]->(b) WHERE r.method IS NOT NULL AND r.status IN "
            "['proposed', 'confirmed'] RETURN a.id AS source, b.id AS target"
        )
    )
    return {(row["source"], row["target"]) for row in rows}


DONE = (f"{REPORT}#result:I.1.1", f"{PLAN}#I.1")


def test_a_result_reports_on_the_clause_that_ordered_it_and_no_other(ws: Workspace) -> None:
    assert stated(ws) == {DONE}


def test_a_link_has_its_features_and_both_quotes(ws: Workspace) -> None:
    found = explain(ws.store, f"{DONE[0]}>REPORTS_ON>{DONE[1]}")
    assert found.source.quote in REPORT_TEXT
    assert found.target.quote in PLAN_TEXT
    assert {f.name for f in found.features} == {"cosine", "cover_target", "dense_best"}
    assert all(f.words != f.name for f in found.features)


def test_links_do_not_depend_on_which_came_first_and_go_with_the_report(ws: Workspace) -> None:
    with opened("bao-cao.txt", "ke-hoach.txt") as other:
        assert stated(other) == stated(ws)
        other.delete(PLAN)
        assert not stated(other)
        other.ingest_upload("ke-hoach.txt", PLAN_TEXT.encode())
        assert stated(other) == {DONE}
        other.delete(REPORT)
        assert not stated(other)


def test_a_rejected_link_stays_rejected_when_the_report_is_read_again(ws: Workspace) -> None:
    link = f"{DONE[0]}>REPORTS_ON>{DONE[1]}"
    review.decide(ws.store, link, "rejected", reviewer="An", at=datetime(2025, 2, 1, tzinfo=UTC))
    assert not stated(ws)
    ws.ingest_upload("bao-cao.txt", (REPORT_TEXT + "\n3. Đã trồng mới rừng ngập mặn ven đầm.").encode())
    assert not stated(ws)
    review.undo(ws.store, link, reviewer="An", at=datetime(2025, 2, 2, tzinfo=UTC))
    assert stated(ws) == {DONE}


def test_a_report_is_about_its_plan_and_what_its_own_place_has_above_and_below(workspace: Workspace) -> None:
    upstream = Upstream(workspace.store)
    assert upstream.reported("00-bc-ubnd.tien-giang.2025") == [
        "195-kh-tu.tien-giang.2025", "225-kh-ubnd.tien-giang.2025",
    ]  # fmt: skip
    assert upstream.reported("225-kh-ubnd.tien-giang.2025") == []


def unit(kind: str, key: str, text: str) -> Unit:
    return Unit(f"d#{key}", kind, "d", text, (), key)


def links(*told: Told, orders: tuple[Unit, ...] = (), aims: tuple[Aim, ...] = ()) -> list[Link]:
    # Words are weighed by how rare they are: a few other orders make the informative ones informative.
    others = tuple(unit("task", f"task:{n}", f"Rà soát quy hoạch cảng cá {n}") for n in range(20, 26))
    found = link_results(told, (*orders, *others), aims, SharedWords())
    return [link for link in found if link.status == "proposed"]


def test_a_document_that_the_order_itself_names_is_no_outcome_of_it() -> None:
    order = unit("task", "task:3", "Tiếp tục thực hiện Đề án bến cá kèm theo Quyết định số 77/QĐ-UBND")
    words = "Ban hành Đề án bến cá kèm theo Quyết định số 77/QĐ-UBND"
    issued = Told(unit("result", "result:I.1", words), "issued", issued="77-qd-ubnd.ca-mau.2023")
    assert not links(issued, orders=(order,))
    assert links(replace(issued, kind="done", issued=None), orders=(order,))


def test_requests_reasons_and_headings_are_not_linked() -> None:
    words = "Lắp trạm quan trắc độ mặn tự động tại các cửa sông lớn"
    order = unit("clause", "II.1", words)
    told = Told(unit("result", "result:I.1", words), "done")
    assert links(told, orders=(order,))
    assert not links(replace(told, kind="proposal"), replace(told, kind="cause"), orders=(order,))
    part = replace(unit("clause", "II.1.a", "Bảo trì hằng năm"), parent=order.id)
    assert not links(told, orders=(order, part))


def aim(year: int, name: str = "Tỷ lệ hộ dùng nước sạch", indicator: str = "ty-le-ho-dung-nuoc-sach") -> Aim:
    return Aim(unit("target", f"target:1:{year}", name), f"indicator:{indicator}", year)


def figure(year: int | None, name: str, indicator: str) -> Told:
    words = f"{name} đạt 71%."
    return Told(unit("result", "result:I.1", words), "figure", name, f"indicator:{indicator}", year)


def test_a_figure_reports_on_the_target_of_its_quantity_that_is_running() -> None:
    aims = (aim(2025), aim(2030), aim(2030, "Diện tích rừng trồng mới", "dien-tich-rung"))
    same = figure(2026, "Tỷ lệ hộ dùng nước sạch", "ty-le-ho-dung-nuoc-sach")
    assert [link.target for link in links(same, aims=aims)] == ["d#target:1:2030"]
    assert [link.target for link in links(replace(same, year=None), aims=aims)] == ["d#target:1:2025"]
    assert [link.target for link in links(replace(same, year=2040), aims=aims)] == ["d#target:1:2030"]


def test_a_share_is_not_a_count_and_kin_is_not_the_same_quantity() -> None:
    count = figure(2025, "Số hộ dùng nước sạch", "ho-dung-nuoc-sach")
    kin = figure(2025, "Tỷ lệ hộ dùng nước mưa", "ty-le-ho-dung-nuoc-mua")
    assert not links(count, kin, aims=(aim(2025),))

"""Communes in a store: their bodies apart, their level, the filters by place and level, and questions about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api import reading
from api.pipeline import Workspace
from api.selecting import TaskChoice, select_tasks
from graph.store import Query, open_store
from search.service import SearchService
from search.types import Filters
from tests.conftest import WordEmbedder

PLAN = """UBND TỈNH {province}
UBND {commune}
Số: 7/KH-UBND
{place}, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Sửa cầu tàu
I. NHIỆM VỤ
Có danh mục kèm theo.

PHỤ LỤC
DANH MỤC NHIỆM VỤ

| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành |
|---|---|---|---|---|
| 1 | Thay cọc neo | Phòng Kinh tế | Sở Xây dựng | Trước 15/3/2026 |
"""
HOMES = (
    ("ĐỒNG THÁP", "XÃ BÌNH MẪU", "Bình Mẫu"),
    ("TÂY NINH", "XÃ BÌNH MẪU", "Bình Mẫu"),
    ("ĐỒNG THÁP", "XÃ CỒN MẪU", "Cồn Mẫu"),
)


@pytest.fixture(scope="module")
def communes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The plans of three communes, two of one name and two of one province."""
    folder: Path = tmp_path_factory.mktemp("communes")
    for n, (province, commune, place) in enumerate(HOMES):
        text = PLAN.format(province=province, commune=commune, place=place)
        (folder / f"{n}.md").write_text(text, encoding="utf-8")
    store = open_store("embedded::memory:")
    with Workspace(store, SearchService(store, WordEmbedder())) as opened:
        opened.ingest([folder])
        yield opened


def told(workspace: Workspace, question: str) -> list[str]:
    return sorted(row.document or "" for row in workspace.ask(question).rows)


def test_bodies_stand_apart_and_have_the_communes_level(communes: Workspace) -> None:
    rows = communes.store.read(
        Query("MATCH (a:Agency) WHERE a.level = 'xã' RETURN a.id AS id, a.known AS known ORDER BY id")
    )
    assert [row["id"] for row in rows if row["id"].startswith("phong-kinh-te")] == [
        "phong-kinh-te-xa-binh-mau.dong-thap",
        "phong-kinh-te-xa-binh-mau.tay-ninh",
        "phong-kinh-te-xa-con-mau.dong-thap",
    ]
    assert all(row["known"] for row in rows)


def test_agencies_are_labelled_with_commune_and_province(communes: Workspace) -> None:
    labels = {(a.name, a.place) for a in reading.agencies(communes.store)}
    assert ("Phòng Kinh tế xã Cồn Mẫu", "Đồng Tháp") in labels
    assert ("Sở Xây dựng", "Tây Ninh") in labels


def test_search_filters_by_level_and_by_province_or_commune(communes: Workspace) -> None:
    def found(filters: Filters) -> set[str]:
        page = communes.search.search("thay cọc neo", filters=filters)
        return {hit.document for hit in page.hits}

    assert len(found(Filters(levels=("xã",)))) == 3
    assert len(found(Filters(places=("Đồng Tháp",)))) == 2
    assert len(found(Filters(places=("xã Bình Mẫu, Đồng Tháp",)))) == 1
    page = communes.search.search("thay cọc neo")
    assert set(page.facets["level"]) == {"xã"}


def test_tasks_are_chosen_by_the_province_of_a_commune(communes: Workspace) -> None:
    choice = TaskChoice(None, None, (), ("Tây Ninh",), None, None, ())
    (task,) = select_tasks(communes.store, choice)
    assert [a.name for a in task.lead] == ["Phòng Kinh tế xã Bình Mẫu"]


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Phòng Kinh tế chủ trì nhiệm vụ nào?", 3),
        ("Phòng Kinh tế xã Cồn Mẫu chủ trì nhiệm vụ nào?", 1),
        ("Phòng Kinh tế xã Bình Mẫu tỉnh Tây Ninh chủ trì nhiệm vụ nào?", 1),
        ("Phòng Kinh tế xã Lạ Mẫu chủ trì nhiệm vụ nào?", 0),
        ("Sở Xây dựng Đồng Tháp phối hợp nhiệm vụ nào?", 2),
    ],
)
def test_questions_tell_the_communes_apart(communes: Workspace, question: str, documents: int) -> None:
    assert len(told(communes, question)) == documents

"""The same documents in every engine give the same walks, hits and answers.

Order is equal, and scores within 1e-4: vectors are floats of 32 bits in one engine and of 64 in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.pipeline import Workspace
from graph import walks
from graph.archive import export_archive
from graph.copying import copy
from graph.store import Query, open_store
from scripts.neo4j_server import Neo4jServer
from search.service import SearchService
from tests.conftest import WordEmbedder
from tests.neo4j_fixture import empty, open_neo4j

pytestmark = pytest.mark.neo4j

RESOLUTION, PLAN = "57-nq-tw.vn.2024", "225-kh-ubnd.tien-giang.2025"
SEARCHES = (
    "hạ tầng số", "ha tang so khu cong nghiep", "57-NQ/TW", "đào tạo nhân lực", "", "digital skills",
    "225/KH-UBND dịch vụ công", '"dịch vụ công"',
)  # fmt: skip
QUESTIONS = (
    "Sở Khoa học và Công nghệ Tiền Giang chủ trì những nhiệm vụ nào?", "Kế hoạch 225/KH-UBND ban hành ngày nào?",
    "Kế hoạch 225/KH-UBND có bao nhiêu nhiệm vụ?", "Nhiệm vụ nào đến hạn trong năm 2025?",
    "Kế hoạch 225/KH-UBND căn cứ văn bản nào?", "Tỷ lệ kinh tế số đến năm 2030 là bao nhiêu?",
    "Cơ quan nào chủ trì phủ sóng 5G?", "Nhiệm vụ 1 của 225/KH-UBND thực hiện điều nào của 57-NQ/TW?",
    "Mục III của 57-NQ/TW được nhiệm vụ nào thực hiện?", "Đoạn nào nói về chuyển đổi số?", "Giá vàng hôm nay?",
)  # fmt: skip


class Both(NamedTuple):
    """The samples in both engines, ingested by the pipeline."""

    embedded: Workspace
    neo4j: Workspace


@pytest.fixture(scope="module")
def both(workspace: Workspace, neo4j_process: Neo4jServer, samples: Path) -> Iterator[Both]:
    empty(neo4j_process)
    store = open_neo4j(neo4j_process)
    with Workspace(store, SearchService(store, WordEmbedder())) as opened:
        opened.ingest([samples])
        yield Both(workspace, opened)


def same(left: Any, right: Any) -> None:
    """Equal, floats within 1e-4."""
    if isinstance(left, float) and isinstance(right, float):
        assert left == pytest.approx(right, abs=1e-4)
    elif isinstance(left, dict):
        assert list(left) == list(right)
        for key in left:
            same(left[key], right[key])
    elif isinstance(left, list | tuple):
        assert len(left) == len(right)
        for a, b in zip(left, right, strict=True):
            same(a, b)
    else:
        assert left == right


def ids(ws: Workspace, label: str) -> list[str]:
    return [row["id"] for row in ws.store.read(Query(f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id"))]


def test_archives_are_equal(both: Both, tmp_path: Path) -> None:
    for ws, name in zip(both, Both._fields, strict=True):
        export_archive(ws.store, tmp_path / name)
    paths = sorted(p.relative_to(tmp_path / "neo4j") for p in (tmp_path / "neo4j").rglob("*") if p.is_file())
    assert paths
    for path in paths:
        assert (tmp_path / "neo4j" / path).read_bytes() == (tmp_path / "embedded" / path).read_bytes(), path


def test_every_walk_is_equal(both: Both) -> None:
    a, b = (ws.store for ws in both)
    assert walks.stats(a) == walks.stats(b)
    assert walks.documents(a) == walks.documents(b)
    for document in (RESOLUTION, PLAN):
        assert walks.outline(a, document) == walks.outline(b, document)
        same(asdict(walks.coverage(a, document)), asdict(walks.coverage(b, document)))
        same(asdict(walks.gaps(a, document)), asdict(walks.gaps(b, document)))
    same(asdict(walks.matrix(a, RESOLUTION, PLAN)), asdict(walks.matrix(b, RESOLUTION, PLAN)))
    assert walks.provinces(a, RESOLUTION) == walks.provinces(b, RESOLUTION)
    for id in (PLAN, *ids(both.embedded, "Agency")[::6]):
        one, other = (
            {unit: [asdict(j) for j in found] for unit, found in walks.joined(store, id, "up").items()}
            for store in (a, b)
        )
        same(one, other)
    for task in ids(both.embedded, "Task")[:12]:
        same(asdict(walks.trace(a, task)), asdict(walks.trace(b, task)))
        same(asdict(walks.neighbours(a, task)), asdict(walks.neighbours(b, task)))
    for clause in [id for id in ids(both.embedded, "Clause") if id.startswith(RESOLUTION)][::6]:
        same(asdict(walks.impact(a, clause)), asdict(walks.impact(b, clause)))
        same(asdict(walks.around(a, clause, each=50)), asdict(walks.around(b, clause, each=50)))
        assert walks.compare(a, clause) == walks.compare(b, clause)
    for agency in ids(both.embedded, "Agency")[::3]:
        assert walks.duties(a, agency, inherited=True) == walks.duties(b, agency, inherited=True)
    same([asdict(r) for r in walks.results(a)], [asdict(r) for r in walks.results(b)])
    for id in [*ids(both.embedded, "Task"), RESOLUTION, PLAN, f"{RESOLUTION}#III.5"]:
        same([asdict(r) for r in walks.results_on(a, id)], [asdict(r) for r in walks.results_on(b, id)])
    assert walks.due(a, None, date(2026, 12, 31)) == walks.due(b, None, date(2026, 12, 31)) != []


@pytest.mark.parametrize("query", SEARCHES)
def test_search_is_equal(both: Both, query: str) -> None:
    left, right = (ws.search.search(query, limit=20) for ws in both)
    same(asdict(left), asdict(right))


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_equal(both: Both, question: str) -> None:
    left, right = (ws.ask(question) for ws in both)
    same(asdict(left), asdict(right))


def test_a_copy_there_and_back_is_the_same_store(both: Both, tmp_path: Path) -> None:
    back = open_store("embedded::memory:")
    first = copy(both.neo4j.store, back)
    assert (first.nodes, first.edges) == (first.written_nodes, first.written_edges) > (0, 0)
    again = copy(both.embedded.store, back)
    assert (again.written_nodes, again.written_edges, again.digest) == (0, 0, first.digest)
    assert copy(back, both.neo4j.store).written_nodes == 0
    back.close()

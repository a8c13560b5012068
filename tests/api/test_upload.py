"""Documents sent over HTTP, into a workspace of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pipeline import Workspace
from graph.store import open_store
from search.service import SearchService
from tests.api.calling import Caller
from tests.conftest import WordEmbedder

PLAN = """ỦY BAN NHÂN DÂN TỈNH AN GIANG
Số: 31/KH-UBND
An Giang, ngày 02 tháng 6 năm 2025
KẾ HOẠCH
Phủ sóng vùng lõm
I. MỤC TIÊU
1. Mọi ấp đều có sóng di động.
II. NHIỆM VỤ
1. Lập danh mục ấp chưa có sóng.
"""


@pytest.fixture
def client() -> Iterator[TestClient]:
    store = open_store("embedded::memory:")
    with (
        Workspace(store, SearchService(store, WordEmbedder())) as opened,
        Caller(create_app(opened)) as client,
    ):
        yield client


def send(client: TestClient, **files: bytes) -> list[dict[str, str]]:
    parts = [("files", (name.replace("_", "."), data)) for name, data in files.items()]
    answer = client.post("/api/v1/ingest", files=parts)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, str]] = answer.json()["files"]
    return found


def test_a_document_is_there_at_once_and_twice_changes_nothing(client: TestClient) -> None:
    assert [row["outcome"] for row in send(client, a_txt=PLAN.encode())] == ["new"]
    before = client.get("/api/v1/documents").json()
    assert [doc["number"] for doc in before["items"]] == ["31/KH-UBND"]
    assert (
        client.get("/api/v1/search", params={"q": "danh mục ấp chưa có sóng"}).json()["hits"][0]["path"]
        == "II.1"
    )
    assert [row["outcome"] for row in send(client, a_txt=PLAN.encode())] == ["unchanged"]
    assert client.get("/api/v1/documents").json() == before


def test_a_broken_file_is_named_and_the_others_go_on(client: TestClient) -> None:
    rows = send(client, bad_docx=b"not a zip", good_txt=PLAN.encode())
    assert [(row["name"], row["outcome"]) for row in rows] == [("bad.docx", "failed"), ("good.txt", "new")]
    assert rows[0]["reason"]

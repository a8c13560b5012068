"""Documents sent over HTTP, into a workspace of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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


def send(client: TestClient, **files: bytes) -> list[dict[str, Any]]:
    parts = [("files", (name.replace("_", "."), data)) for name, data in files.items()]
    answer = client.post("/api/v1/ingest", files=parts)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["files"]
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
    assert rows[0]["code"] == "unreadable_document"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_refused_and_what_was_read_stays(client: TestClient, data: bytes) -> None:
    send(client, a_txt=PLAN.encode())
    (told,) = send(client, a_txt=data)
    assert (told["outcome"], told["code"]) == ("failed", "no_text")
    assert "không có chữ" in told["reason"]
    assert [doc["number"] for doc in client.get("/api/v1/documents").json()["items"]] == ["31/KH-UBND"]


def test_what_a_new_version_changed_is_told(client: TestClient) -> None:
    (first,) = send(client, a_txt=PLAN.encode())
    assert first["changes"] is None
    newer = PLAN.replace("Mọi ấp", "Mọi ấp, khóm").replace(
        "II. NHIỆM VỤ\n1.", "II. NHIỆM VỤ\n1. Mua máy phát dự phòng.\n2."
    )
    (again,) = send(client, a_txt=newer.encode())
    assert again["outcome"] == "changed"
    found = again["changes"]
    assert (found["added"], found["changed"], found["removed"]) == (1, 1, 0)
    told = {
        unit["path"]: (unit["before"], unit["now"]) for unit in found["units"] if unit["label"] == "Clause"
    }
    assert told["I.1"] == ("Mọi ấp đều có sóng di động.", "Mọi ấp, khóm đều có sóng di động.")
    (moved,) = [unit for unit in found["units"] if unit["before"] is None]
    assert "máy phát" in moved["now"]  # what stood there before has another number now and is no change


def test_a_clause_that_went_is_told(client: TestClient) -> None:
    send(client, a_txt=PLAN.encode())
    (again,) = send(client, a_txt=PLAN.replace("I. MỤC TIÊU\n1. Mọi ấp đều có sóng di động.\n", "").encode())
    gone = [unit["before"] for unit in again["changes"]["units"] if unit["now"] is None]
    assert "Mọi ấp đều có sóng di động." in gone


def test_a_deleted_document_leaves_with_all_that_it_brought(client: TestClient) -> None:
    (file,) = send(client, a_txt=PLAN.encode())
    address = f"/api/v1/documents/{file['document']}"
    assert client.delete(address).json() == {"deleted": file["document"]}
    assert client.get("/api/v1/documents").json()["total"] == 0
    assert client.get("/api/v1/search", params={"q": "danh mục ấp chưa có sóng"}).json()["hits"] == []
    assert client.delete(address).status_code == 404


def test_a_document_that_is_only_cited_cannot_be_deleted(client: TestClient) -> None:
    cites = PLAN.replace(
        "I. MỤC TIÊU", "Thực hiện Nghị quyết số 44/NQ-CP ngày 05/3/2025 của Chính phủ:\nI. MỤC TIÊU"
    )
    send(client, a_txt=cites.encode())
    (stub,) = [doc["id"] for doc in client.get("/api/v1/documents").json()["items"] if doc["stub"]]
    answer = client.delete(f"/api/v1/documents/{stub}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_page_of_another_site_deletes_nothing(client: TestClient) -> None:
    (file,) = send(client, a_txt=PLAN.encode())
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert client.delete(f"/api/v1/documents/{file['document']}", headers=elsewhere).status_code == 403
    assert client.get("/api/v1/documents").json()["total"] == 1

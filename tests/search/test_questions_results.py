"""How far something has come: answered from what a report tells of it, and by abstaining where none does."""

from __future__ import annotations

import pytest

from api.pipeline import Workspace
from graph.store import Query

REPORT = "00-bc-ubnd.tien-giang.2025"


def paths(workspace: Workspace, question: str) -> list[str | None]:
    """Where in the report the rows stand; none when the answer is that nothing is told."""
    answer = workspace.ask(question)
    assert answer.none is (not answer.rows)
    assert all((row.kind, row.document) == ("result", REPORT) for row in answer.rows)
    return [row.path for row in answer.rows]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Nhiệm vụ 12 của KH 225 làm đến đâu rồi?", ["I.3.c"]),
        ("nhiem vu 7 kh 225 lam toi dau roi", ["II.2"]),
        ("How far along is task 12 of plan 225?", ["I.3.c"]),
        ("Trung tâm giám sát, điều hành thông minh của tỉnh làm xong chưa?", ["I.3.c"]),
        ("Tiền Giang phủ sóng 5G cho người dân hiện đạt bao nhiêu %?", ["I.3.b"]),
        ("Đề án quỹ hỗ trợ khởi nghiệp sáng tạo đã xong chưa?", ["II.1"]),
        ("Nhiệm vụ nào của KH 225 bị chậm tiến độ?", ["II.1", "II.2", "III.1"]),
    ],
)
def test_what_a_report_tells_of_it_answers(workspace: Workspace, question: str, told: list[str]) -> None:
    assert paths(workspace, question) == told


@pytest.mark.parametrize(
    "question",
    [
        "Nhiệm vụ 14 của KH 225 làm đến đâu rồi?",
        "Trung tâm chỉ huy điều hành tác chiến điện tử làm đến đâu rồi?",
        "Tiến độ thực hiện quỹ hỗ trợ khởi nghiệp sáng tạo ở Cà Mau đến đâu rồi?",
        "Năm 2024 tỷ lệ người dân có hồ sơ sức khỏe điện tử thực tế đạt bao nhiêu?",
        "KH 225 đã ban hành chưa?",
        "Nhiệm vụ 40 của KH 225 tiến độ ra sao?",
    ],
)
def test_where_no_report_tells_it_the_answer_says_so(workspace: Workspace, question: str) -> None:
    answer = workspace.ask(question)
    assert answer.none
    assert not answer.rows
    assert answer.answer


def test_a_whole_plan_is_told_of_with_every_result_of_its_report(workspace: Workspace) -> None:
    answer = workspace.ask("Tình hình thực hiện Kế hoạch 225/KH-UBND thế nào?")
    assert answer.understood.intent == "results"
    assert len(answer.rows) == 14
    assert "30/05/2025" in answer.answer
    assert paths(workspace, "Kết quả thực hiện Kế hoạch 225/KH-UBND về khởi nghiệp sáng tạo") == ["II.1"]


def test_every_row_has_its_label_and_a_quote_that_stands_in_the_report(workspace: Workspace) -> None:
    answer = workspace.ask("tinh hinh thuc hien ke hoach 225/KH-UBND the nao")
    text = workspace.store.read(
        Query("MATCH (d:Document {id: $id}) RETURN d.source_text AS text", {"id": REPORT})
    )[0]["text"]
    assert [c.id for c in answer.citations] == [row.id for row in answer.rows]
    assert all(text[c.start : c.end] == c.quote for c in answer.citations)
    assert {"Đã thực hiện", "Còn hạn chế", "Số liệu đạt được"} <= {row.name for row in answer.rows}


def test_a_task_of_an_agency_that_was_reported_on(workspace: Workspace) -> None:
    assert paths(workspace, "Sở Nội vụ đã làm được gì?") == ["I.1.c"]

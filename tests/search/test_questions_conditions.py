"""Conditions that a question may put beside each other: labels, groups, several agencies, initials, exceptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.types import Answer
from tests.search.test_questions import Asker


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(Path(__file__).resolve().parents[2] / "samples")


def tasks(answer: Answer) -> list[str | None]:
    return [row.no for row in answer.rows if row.kind == "task"]


@pytest.mark.parametrize("question", ["mục IV.2 của KH 225 nói gì?", "khoản 2 mục IV KH 225 ghi gì"])
def test_a_clause_named_by_its_label_is_told(asker: Asker, question: str) -> None:
    answer = asker(question)
    assert [row.path for row in answer.rows] == ["IV.2"]
    assert "Sở Tài chính" in answer.answer


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("nhóm II của KH 225 có những nhiệm vụ nào?", ["4", "5"]),
        ("which tasks are in group III of Plan 225?", ["6", "7", "8", "9"]),
    ],
)
def test_tasks_of_a_group_named_by_its_label(asker: Asker, question: str, wanted: list[str]) -> None:
    assert tasks(asker(question)) == wanted


def test_tasks_of_a_group_are_counted(asker: Asker) -> None:
    assert asker("KH 225 nhóm III có mấy nhiệm vụ?").number == 4


def test_lasting_tasks_may_be_left_out(asker: Asker) -> None:
    whole = tasks(asker("KH 225 giao Sở Tài chính chủ trì việc nào?"))
    assert tasks(asker("KH 225 giao Sở Tài chính chủ trì việc nào, trừ việc thường xuyên?")) == [
        no for no in whole if no != "8"
    ]


def test_initials_name_the_targets_that_bear_them(asker: Asker) -> None:
    answer = asker("chỉ tiêu DTI của Tiền Giang năm 2030 và 2045")
    assert [(row.no, row.year) for row in answer.rows] == [("9", 2030), ("11", 2045)]


def test_two_or_more_agencies_in_english(asker: Asker) -> None:
    joint = asker("How many tasks in Plan 225 are led by two or more agencies?").number
    assert joint == asker("KH 225 có bao nhiêu nhiệm vụ do từ hai cơ quan trở lên chủ trì?").number


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("KH 225 với NQ 71, bên nào đặt kinh tế số 2030 cao hơn?", "indicator_value"),
        ("bên nào chủ trì việc học tập số trong KH 225?", "responsible"),
    ],
)
def test_which_side_is_higher_asks_for_values_and_which_leads_for_agencies(
    asker: Asker, question: str, kind: str
) -> None:
    assert asker(question).understood.intent == kind


def test_the_higher_of_two_is_named(asker: Asker) -> None:
    answer = asker("KH 225 với KH 195, bên nào đặt kinh tế số 2030 cao hơn?")
    assert answer.answer.startswith("Cao hơn: Kế hoạch 195-KH/TU")


def test_a_numbered_task_that_nobody_carries_out_has_no_answer(asker: Asker) -> None:
    answer = asker("nhiệm vụ 99 của NQ 71 được Tiền Giang giao ở nhiệm vụ nào?")
    assert answer.none


def test_documents_of_both_levels_in_one_list_are_asked_alike(asker: Asker) -> None:
    answer = asker("5G tại khu công nghiệp: NQ 71 và Tiền Giang giao ở nhiệm vụ nào?")
    assert answer.understood.intent == "tasks"
    assert {row.document for row in answer.rows} == {"71-nq-cp.vn.2025", "225-kh-ubnd.tien-giang.2025"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("KH 225 nhắc nghị quyết nào của Tỉnh ủy?", {"08-NQ/TU"}),
        ("KH 225 nhắc nghị quyết nào của Chính phủ?", {"71/NQ-CP", "03/NQ-CP"}),
    ],
)
def test_documents_of_the_body_that_is_named(asker: Asker, question: str, wanted: set[str]) -> None:
    assert {row.number for row in asker(question).rows} == wanted


def test_where_a_number_stands(asker: Asker) -> None:
    answer = asker("Kế hoạch 370/KH-UBND xuất hiện trong những văn bản nào?")
    assert "225/KH-UBND" in {row.number for row in answer.rows}


def test_an_answer_of_none_says_where_else_the_target_stands(asker: Asker) -> None:
    answer = asker("kinh tế số của Tiền Giang theo KH 225 năm 2025 là bao nhiêu?")
    assert answer.none
    assert "KH 195: Quy mô kinh tế số (2025)" in answer.answer


def test_a_total_of_money_is_not_told(asker: Asker) -> None:
    assert asker("Tổng kinh phí của KH 225?").none


def test_an_answer_in_english_names_documents_in_english(asker: Asker) -> None:
    said = asker("Which tasks does the Department of Home Affairs lead in Plan 225?").answer
    assert said.startswith("2 tasks. Plan 225/KH-UBND (Tiền Giang): tasks 3, 10.")


def test_an_answer_tells_what_a_few_tasks_are(asker: Asker) -> None:
    said = asker("nhiệm vụ 6 của KH 225 là gì?").answer
    assert "Triển khai hạ tầng 5G" in said
    assert "chủ trì: Sở Khoa học và Công nghệ; hạn: Tháng 11 năm 2025" in said


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("NQ 57 coi cái gì là nền tảng của chuyển đổi số", "clause_search"),
        ("KH 195 có nhắc kinh tế số không?", "clause_search"),
        ("KH 225 có nhắc NQ 57 không?", "doc_relations"),
    ],
)
def test_what_a_text_says_is_asked_of_its_clauses(asker: Asker, question: str, intent: str) -> None:
    assert asker(question).understood.intent == intent


def test_an_agency_beside_a_numbered_task_is_whom_the_other_works_with(asker: Asker) -> None:
    answer = asker("Who coordinates with the Department of Science and Technology on task 13 of Plan 225?")
    assert [row.name for row in answer.rows if row.kind == "agency"] == ["Văn phòng Ủy ban nhân dân tỉnh"]


@pytest.mark.parametrize(
    "question", ["How many tasks does Plan 225 contain?", "KH 225 có tổng cộng bao nhiêu nhiệm vụ?"]
)
def test_manners_of_speaking_are_no_topic_of_a_count(asker: Asker, question: str) -> None:
    assert asker(question).number == 15


def test_before_the_last_day_of_a_month_takes_that_month_in(asker: Asker) -> None:
    assert tasks(asker("KH 225 việc nào phải xong trước 30/6/2025?")) == tasks(
        asker("KH 225 việc nào phải xong trước tháng 7/2025?")
    )


def test_energy_without_marks_is_no_pay(asker: Asker) -> None:
    assert (
        asker("co quan nao chu tri viec nang luong trong kh 225").understood.constraints.get("reason") is None
    )


def test_a_row_in_brackets_belongs_to_what_was_named_before(asker: Asker) -> None:
    answer = asker("NQ 71 giao làm hạ tầng 5G (nv 5), Tiền Giang làm ở nhiệm vụ nào?")
    assert answer.understood.intent == "trace_down"
    assert "6" in tasks(answer)


def test_a_province_without_documents_carries_nothing_out_here(asker: Asker) -> None:
    assert asker("Huế có kế hoạch thực hiện NQ 57 không?").none

"""Wordings of every day: what they mean beside others that look like them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from search.questions import answer_question
from search.questions.lexicon import lexicon, words_of
from search.types import Answer
from tests.search.test_questions import Asker

TODAY = date(2025, 11, 30)


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(Path(__file__).resolve().parents[2] / "samples")


def tasks(answer: Answer) -> list[str | None]:
    return [row.no for row in answer.rows if row.kind == "task"]


def at(asker: Asker, question: str) -> Answer:
    return answer_question(question, store=asker.store, search=asker.search, today=TODAY)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("tháng này Tiền Giang có việc gì đến hạn?", ["3", "6", "10", "15"]),
        ("KH 225: viec nao den han thang nay", ["3", "6", "10", "15"]),
        ("KH 225 việc nào hạn tháng 7?", ["7", "9", "12", "13"]),
        ("việc nào của KH 225 ghi 'Năm 2025 và các năm tiếp theo'?", ["11"]),
    ],
)
def test_deadlines_told_from_today_without_a_year_or_in_their_own_words(
    asker: Asker, question: str, wanted: list[str]
) -> None:
    assert tasks(at(asker, question)) == wanted


def test_what_is_past_its_deadline_is_told_by_the_deadlines_alone(asker: Asker) -> None:
    answer = at(asker, "Tính đến nay KH 225 những việc nào đã quá hạn?")
    assert {"1", "4", "9", "12"} <= set(tasks(answer))
    assert not {"2", "7"} & set(tasks(answer))
    assert "không cho biết việc nào đã làm xong" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "theo KH 225 thì các sở phải báo cáo kết quả trước ngày nào trong năm?",
        "tien giang bao cao ket qua thuc hien kh 225 truoc ngay may",
    ],
)
def test_a_date_that_a_document_orders_is_no_date_of_its_own(asker: Asker, question: str) -> None:
    assert asker(question).rows[0].path == "IV.1"


@pytest.mark.parametrize("question", ["KH 225 ban hành ngày nào?", "KH 225 ngày nào?", "ai ký KH 225"])
def test_a_documents_own_head_is_still_asked_for(asker: Asker, question: str) -> None:
    assert asker(question).understood.intent == "document_facts"


def test_where_the_money_comes_from_is_no_question_of_origin(asker: Asker) -> None:
    answer = asker("KH 225 kinh phí lấy từ đâu?")
    assert answer.understood.intent == "clause_search"
    assert "IV.2" in [row.path for row in answer.rows]


@pytest.mark.parametrize(
    "question",
    [
        "em muốn xin nghỉ phép thì làm thế nào",
        "What is the capital of France?",
        "mức lương chuyên viên là bao nhiêu",
    ],
)
def test_what_no_document_speaks_of_has_no_answer(asker: Asker, question: str) -> None:
    assert asker(question).none


def test_a_department_of_another_province_is_not_here(asker: Asker) -> None:
    answer = asker("Sở Nội vụ An Giang chủ trì nhiệm vụ nào?")
    assert answer.none
    assert "An Giang" in answer.answer


def test_no_phrase_goes_across_a_punctuation_mark(asker: Asker) -> None:
    answer = asker("dịch vụ công trực tuyến, hồ sơ số: nhiệm vụ nào của KH 225")
    assert answer.understood.intent == "tasks"


@pytest.mark.parametrize(
    ("short", "full"),
    [("VPUB", "Văn phòng UBND"), ("VPUBND", "Văn phòng UBND"), ("CA", "Công an")],
)
def test_offices_by_their_initials(asker: Asker, short: str, full: str) -> None:
    question = "{} tỉnh Tiền Giang chủ trì hoặc phối hợp việc nào trong KH 225?"
    assert tasks(asker(question.format(short))) == tasks(asker(question.format(full))) != []


def test_another_tone_makes_another_word() -> None:
    def said(text: str) -> set[str]:
        return {s.name for s in lexicon().concepts.find(words_of(text))}

    assert "clause" in said("kế hoạch có tính chuyện đó")
    assert "clause" not in said("có tỉnh làm việc đó")
    assert "due" in said("thơi hạn của việc đó")

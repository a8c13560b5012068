"""Wordings of every day: what they mean beside others that look like them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from search.questions import answer_question
from search.questions.catalogue import Catalogue
from search.questions.lexicon import lexicon, words_of
from search.questions.reading import Reading, read
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


def reading(asker: Asker, question: str) -> Reading:
    return read(question, Catalogue(asker.store))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("tháng này Tiền Giang có việc gì đến hạn?", ["3", "6", "10", "15"]),
        ("KH 225: viec nao den han thang nay", ["3", "6", "10", "15"]),
        ("KH 225 việc nào hạn tháng 7?", ["7", "9", "12", "13"]),
        ("KH 225: trong 30 ngày tới việc nào đến hạn?", ["3", "6", "10", "15"]),
        ("KH 225: viec nao den han trong mot thang nua", ["3", "6", "10", "15"]),
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


@pytest.mark.parametrize(
    "question",
    ["báo cáo KH 225: kết quả của phong trào học tập số ở mục nào?", "theo báo cáo thì học tập số ra sao?"],
)
def test_a_report_is_named_by_what_it_reports_on(asker: Asker, question: str) -> None:
    assert asker(question).understood.constraints["documents"] == ["00-bc-ubnd.tien-giang.2025"]


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Sở nào cân đối kinh phí thực hiện KH 225?", "Sở Tài chính"),
        ("cơ quan nào được các sở báo cáo kết quả thực hiện KH 225", None),
    ],
)
def test_the_body_names_who_is_given_work_where_no_annex_row_does(
    asker: Asker, question: str, who: str | None
) -> None:
    names = [row.name for row in asker(question).rows if row.kind == "agency"]
    assert who is None or names == [who]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("chỉ tiêu nào của KH 225 đến năm 2030 từ 90% trở lên?", {"2.2", "7", "8"}),
        ("chi tieu nao cua kh 225 tren 90%", {"2.2", "7"}),
        ("những chỉ tiêu nào của KH 225 dưới 10%?", {"5"}),
        ("Which targets of Plan 225 are at least 99%?", {"2.2", "7"}),
        ("chỉ tiêu nào của KH 225 đạt 100%", {"2.2"}),
    ],
)
def test_targets_by_a_bound_on_their_values(asker: Asker, question: str, wanted: set[str]) -> None:
    assert {row.no for row in asker(question).rows} == wanted


def test_targets_within_a_bound_are_counted(asker: Asker) -> None:
    assert asker("KH 225 có bao nhiêu chỉ tiêu trên 90%?").number == 2


@pytest.mark.parametrize(
    ("question", "full"),
    [("Sở Khoa học", "Sở Khoa học và Công nghệ"), ("so khoa hoc", "so khoa hoc va cong nghe")],
)
def test_a_department_by_the_first_of_its_fields(asker: Asker, question: str, full: str) -> None:
    asked = "{} Tiền Giang chủ trì việc nào trong KH 225?"
    assert tasks(asker(asked.format(question))) == tasks(asker(asked.format(full))) != []


def test_digital_something_without_marks_is_no_department(asker: Asker) -> None:
    assert "agencies" not in asker("chuyen doi so y te trong kh 225").understood.constraints


@pytest.mark.parametrize(
    ("question", "agencies"),
    [
        ("ti le can bo khoa hoc cua Tien Giang", []),
        ("so luong cong bo khoa hoc quoc te cua KH 225", []),
        ("KH 225 giao co so y te viec gi", []),
        ("Tien Giang co So Y te lam viec gi khong", ["Sở Y tế"]),
        ("KH 225: ha tang so (nv 12) do ai chu tri", []),
        ("KH 225: Sở NV chủ trì việc gì", ["Sở Nội vụ"]),
    ],
)
def test_what_only_looks_like_an_agency_without_marks_is_none(
    asker: Asker, question: str, agencies: list[str]
) -> None:
    assert [a.name for a in reading(asker, question).agencies] == agencies


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("KH 225: viec nao ve thue trong NQ 03", "thue"),
        ("nhan luc tren van dan cua Quang Ngai", "nhan luc van dan"),
        ("Nhiem vu chuyen doi so nganh van hoa o KH 225", "chuyen doi so van hoa"),
    ],
)
def test_what_leads_to_a_name_is_no_topic_without_marks(asker: Asker, question: str, topic: str) -> None:
    assert reading(asker, question).topic("about", "task") == topic


def test_lasting_tasks_are_left_out_without_marks_too(asker: Asker) -> None:
    marked, bare = (
        "những việc của KH 225, trừ việc thường xuyên",
        "nhung viec cua KH 225, tru viec thuong xuyen",
    )
    assert tasks(asker(bare)) == tasks(asker(marked)) != []


def test_a_boarding_school_excludes_nothing(asker: Asker) -> None:
    assert not reading(asker, "khoi cong truong noi tru Tien Giang don vi nao chu tri").exclusions

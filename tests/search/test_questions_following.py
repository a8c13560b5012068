"""Questions that lean on the answer before them, and those that start anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.questions import answer_question
from search.types import Answer, Plan
from tests.search.test_questions import Asker


class Talk:
    """Questions one after another; each gets the plan of the answer before it, as a caller would carry it."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def __call__(self, *questions: str) -> Answer:
        previous: Plan | None = None
        for question in questions:
            answer = answer_question(
                question, store=self._asker.store, search=self._asker.search, previous=previous
            )
            previous = answer.understood.plan
        return answer


@pytest.fixture(scope="module")
def talk() -> Talk:
    return Talk(Asker(Path(__file__).resolve().parents[2] / "samples"))


def tasks(answer: Answer) -> list[str | None]:
    return [row.no for row in answer.rows if row.kind == "task"]


FIRST = "Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?"


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        ([FIRST, "trong đó cái nào đến hạn tháng 11/2025?"], ["3", "10"]),
        ([FIRST, "còn Công an tỉnh?"], ["14"]),
        ([FIRST, "con cong an tinh thi sao"], ["14"]),
        (["KH 225 có những việc nào?", "việc nào đến hạn tháng 7/2025?"], ["9", "12", "13"]),
        (["KH 225 việc nào hạn tháng 7/2025?", "còn tháng 11/2025?"], ["3", "6", "10", "15"]),
        (["kh 225 viec nao han thang 7/2025", "the con thang 11 nam 2025"], ["3", "6", "10", "15"]),
        (
            ["Which tasks of Plan 225 are due in July 2025?", "what about November 2025?"],
            ["3", "6", "10", "15"],
        ),
        (
            ["Which tasks of Plan 225 are due in November 2025?", "which of these does Công an tỉnh lead?"],
            [],
        ),
        ([FIRST, "việc thứ hai thì sao?"], ["10"]),
        ([FIRST, "the last one"], ["10"]),
        (["Sở Nội vụ các tỉnh chủ trì việc gì?", "của Tiền Giang thôi"], ["3", "10"]),
        ([FIRST, "Công an tỉnh đứng đầu việc nào trong kế hoạch 225?"], ["14"]),
    ],
)
def test_rows_narrow_and_names_change(talk: Talk, questions: list[str], wanted: list[str]) -> None:
    assert tasks(talk(*questions)) == wanted


def test_who_and_when_are_asked_of_the_last_rows(talk: Talk) -> None:
    answer = talk("nhiệm vụ 14 của KH 225 là gì?", "ai chủ trì?")
    assert [row.name for row in answer.rows if row.kind == "agency"] == ["Công an tỉnh"]
    assert tasks(talk("nhiệm vụ 14 của KH 225 là gì?", "khi nào xong?")) == ["14"]


def test_how_many_counts_the_last_rows(talk: Talk) -> None:
    assert talk(FIRST, "có mấy cái?").number == 2
    assert talk("Which tasks of Plan 225 are due in July 2025?", "how many are there?").number == 3


def test_they_and_that_plan_stand_for_what_was_named(talk: Talk) -> None:
    answer = talk("ai chủ trì nhiệm vụ 14 của KH 225?", "họ còn chủ trì việc gì?")
    assert "14" in tasks(answer)
    assert talk(
        "Kế hoạch 225/KH-UBND ban hành ngày nào?", "kế hoạch đó có bao nhiêu nhiệm vụ?"
    ).number == len(tasks(talk("KH 225 có những nhiệm vụ nào?")))


def test_what_was_left_out_is_told_and_carried(talk: Talk) -> None:
    understood = talk(FIRST, "còn Công an tỉnh?").understood
    assert "nối câu trước" in understood.words
    assert understood.plan is not None
    assert "Công an tỉnh" in understood.plan.question


def test_a_subject_of_its_own_starts_anew(talk: Talk) -> None:
    for question in ("NQ 71 nói gì về dữ liệu?", "Tiền Giang đặt mục tiêu gì về kinh tế số đến 2030?"):
        alone, after = talk(question), talk(FIRST, question)
        assert after.rows == alone.rows
        assert "nối câu trước" not in after.understood.words


def test_a_plan_of_nothing_changes_nothing(talk: Talk) -> None:
    asker = talk._asker
    for previous in (Plan(""), Plan("xin chào", ("no-such#task:1",), ("Không ai",))):
        answer = answer_question(FIRST, store=asker.store, search=asker.search, previous=previous)
        assert tasks(answer) == ["3", "10"]

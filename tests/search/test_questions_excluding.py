"""What a question leaves out: how it is said, what it means for the rows, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from search.questions import answer_question
from search.types import Answer
from tests.search.test_questions import Asker

ALL = {str(n) for n in range(1, 16)}


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(Path(__file__).resolve().parents[2] / "samples")


def tasks(answer: Answer) -> set[str | None]:
    return {row.no for row in answer.rows if row.kind == "task"}


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("KH 225 có những nhiệm vụ nào, trừ việc của Sở Nội vụ?", {"3", "10"}),
        ("KH 225 có những nhiệm vụ nào, ngoại trừ Sở Nội vụ và Công an tỉnh?", {"3", "10", "14"}),
        ("Trừ Sở Nội vụ và Công an tỉnh, KH 225 giao những nhiệm vụ nào?", {"3", "10", "14"}),
        ("KH 225 có những nhiệm vụ nào ngoài nhiệm vụ 1, 2 và 3?", {"1", "2", "3"}),
        ("KH 225 có những nhiệm vụ nào, không tính việc hạn tháng 7/2025?", {"9", "12", "13"}),
        ("KH 225 có những nhiệm vụ nào, trừ việc tháng 7?", {"7", "9", "12", "13"}),  # of any year
        ("Which tasks of Plan 225 are there except those due in July 2025?", {"9", "12", "13"}),
        ("kh 225 co nhung nhiem vu nao ngoai tru so noi vu", {"3", "10"}),
    ],
)
def test_what_is_excluded_is_no_row_and_stands_in_the_plan(
    asker: Asker, question: str, gone: set[str]
) -> None:
    answer = asker(question)
    assert tasks(answer) == ALL - gone
    assert "trừ: " in answer.understood.words
    assert answer.understood.constraints["excluded"]


def test_a_count_leaves_out_what_is_excluded(asker: Asker) -> None:
    assert asker("KH 225 có bao nhiêu nhiệm vụ, không tính việc hạn tháng 7/2025?").number == 12


def test_an_agency_is_left_out_of_a_ranking_of_agencies(asker: Asker) -> None:
    question = "cơ quan nào chủ trì nhiều việc nhất trong KH 225"
    whole = [row.name for row in asker(question).rows]
    assert [row.name for row in asker(f"{question}, trừ {whole[0]}?").rows] == whole[1:]


def test_a_document_may_be_excluded(asker: Asker) -> None:
    assert not tasks(asker("Sở Nội vụ chủ trì những nhiệm vụ nào, trừ KH 225?"))


@pytest.mark.parametrize(
    "question",
    [
        "NQ 71 nói gì về hợp tác với nước ngoài?",
        "KH 225 việc nào có hạn, ngoài ra ai chủ trì?",
        'NQ 57 nói gì về "trừ Sở Nội vụ"?',
        "NQ 57 nói gì về miễn trừ trách nhiệm?",
    ],
)
def test_what_only_looks_like_an_exclusion_is_none(asker: Asker, question: str) -> None:
    assert "excluded" not in asker(question).understood.constraints


def test_an_exclusion_is_a_part_of_the_plan_and_may_be_taken_out(asker: Asker) -> None:
    question = "KH 225 có những nhiệm vụ nào, trừ việc của Sở Nội vụ?"
    plan = asker(question).understood.plan
    assert plan is not None
    assert "excluded-0" in {p.id for p in plan.parts}
    kept = tuple(p for p in plan.parts if p.kind != "excluded")
    whole = answer_question(question, store=asker.store, search=asker.search, plan=replace(plan, parts=kept))
    assert tasks(whole) == ALL


def test_an_exclusion_may_follow_an_answer(asker: Asker) -> None:
    first = asker("KH 225 có những nhiệm vụ nào?").understood.plan
    answer = answer_question("trừ Sở Nội vụ", store=asker.store, search=asker.search, previous=first)
    assert tasks(answer) == ALL - {"3", "10"}

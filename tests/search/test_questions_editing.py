"""The understood plan: its parts, and what is answered when an asker takes one out or changes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ontology.errors import InputError
from search.questions import answer_question
from search.types import Answer, Plan
from tests.search.test_questions import Asker

FIRST = "Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?"
PLAN = "225-kh-ubnd.tien-giang.2025"


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(Path(__file__).resolve().parents[2] / "samples")


def plan_of(answer: Answer) -> Plan:
    assert answer.understood.plan is not None
    return answer.understood.plan


def edit(asker: Asker, question: str, changes: dict[str, str | None]) -> Answer:
    """The answer when the parts named in `changes` get another value, or (None) are taken out."""
    plan = plan_of(asker(question))
    assert set(changes) <= {p.id for p in plan.parts}
    edited = [(p, changes.get(p.id, p.value)) for p in plan.parts]
    parts = tuple(replace(p, value=value, options=()) for p, value in edited if value is not None)
    return answer_question(question, store=asker.store, search=asker.search, plan=replace(plan, parts=parts))


def tasks(answer: Answer) -> list[str | None]:
    return [row.no for row in answer.rows if row.kind == "task"]


@pytest.mark.parametrize(
    ("question", "changes", "same_as"),
    [
        (FIRST, {"role": "coop"}, "Sở Nội vụ Tiền Giang phối hợp những nhiệm vụ nào?"),
        (FIRST, {"agency-0": None}, "Tiền Giang có những nhiệm vụ nào?"),
        (FIRST, {"document": PLAN}, "Sở Nội vụ chủ trì những nhiệm vụ nào của KH 225?"),
        ("KH 225 việc nào hạn tháng 7/2025?", {"period-0": "tháng 11/2025"}, "KH 225 việc nào hạn tháng 11/2025?"),
        ("KH 225 việc nào hạn tháng 7/2025?", {"period-0": None}, "KH 225 có việc nào?"),
        ("Which tasks of Plan 225 are due in July 2025?", {"period-0": None}, "KH 225 có việc nào?"),
        ("ai chủ trì nhiệm vụ 14 của KH 225?", {"role": "coop"}, "ai phối hợp nhiệm vụ 14 của KH 225?"),
        ("Tiền Giang đặt mục tiêu gì về kinh tế số đến 2030?", {"topic": None}, "Tiền Giang đặt mục tiêu gì đến 2030?"),
        (FIRST, {"role": "coop", "document": PLAN}, "Sở Nội vụ phối hợp những nhiệm vụ nào của KH 225?"),
    ],
)  # fmt: skip
def test_an_edit_answers_the_question_in_those_words(
    asker: Asker, question: str, changes: dict[str, str | None], same_as: str
) -> None:
    answer = edit(asker, question, changes)
    assert answer.question == question
    assert [row.id for row in answer.rows] == [row.id for row in asker(same_as).rows]


def test_a_plan_that_is_not_edited_gets_the_same_answer(asker: Asker) -> None:
    answer = asker(FIRST)
    assert edit(asker, FIRST, {}) == answer


def test_an_edited_plan_may_be_edited_again_and_asked_further(asker: Asker) -> None:
    later = edit(asker, "KH 225 việc nào hạn tháng 7/2025?", {"period-0": "tháng 11/2025"})
    plan = plan_of(later)
    parts = tuple(replace(p, value="tháng 7/2025") if p.kind == "period" else p for p in plan.parts)
    back = answer_question(
        later.question, store=asker.store, search=asker.search, plan=replace(plan, parts=parts)
    )
    assert tasks(back) == ["9", "12", "13"]
    count = answer_question("có mấy cái?", store=asker.store, search=asker.search, previous=plan)
    assert count.number == len(tasks(later))


def test_rows_that_were_asked_of_stay(asker: Asker) -> None:
    def ask(question: str, previous: Plan | None, plan: Plan | None = None) -> Answer:
        return answer_question(question, store=asker.store, search=asker.search, previous=previous, plan=plan)

    second = ask("trong đó cái nào hạn tháng 11/2025?", plan_of(asker("KH 225 có những việc nào?")))
    plan = plan_of(second)
    parts = tuple(replace(p, value="tháng 7/2025") if p.kind == "period" else p for p in plan.parts)
    assert tasks(ask(second.question, None, replace(plan, parts=parts))) == ["9", "12", "13"]


@pytest.mark.parametrize(
    "changes", [{"role": "boss"}, {"place-0": "Atlantis"}, {"document": "no-such"}, {"role": None}]
)
def test_what_the_plan_cannot_be_is_refused_with_what_it_can(
    asker: Asker, changes: dict[str, str | None]
) -> None:
    with pytest.raises(InputError) as error:
        edit(asker, FIRST, changes)
    assert error.value.hint


def test_unknown_and_double_parts_and_empty_plans_are_refused(asker: Asker) -> None:
    plan = plan_of(asker("NQ 57?"))
    first = plan.parts[0]
    for parts in ((replace(first, id="nothing-7"),), (first, first), ()):
        with pytest.raises(InputError):
            answer_question("NQ 57?", store=asker.store, search=asker.search, plan=replace(plan, parts=parts))

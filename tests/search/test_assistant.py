"""A language model may put an answer into other words, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import SettingsError, StoreUnavailable
from search.assistant import OpenAIChat, additions, assisted
from search.types import Answer, AnswerRow, Understood
from tests.search.endpoint import answering

ROW = AnswerRow(
    kind="task",
    id="p#task:9",
    document="p",
    no="9",
    text="Lập đề án bến thuyền",
    value_text="Tháng 7 năm 2025",
)


def answer(intent: str = "tasks", *, none: bool = False) -> Answer:
    understood = Understood(intent, {}, "Hiểu là: nhiệm vụ")
    return Answer("Sở Du lịch chủ trì việc gì?", understood, "Có 1 nhiệm vụ: 9.", none, None, (ROW,), ())


class Said:
    """What the model answers to everything."""

    words = ""


@pytest.fixture(scope="module")
def chat() -> Iterator[OpenAIChat]:
    with answering(lambda _: {"choices": [{"message": {"content": Said.words}}]}) as url:
        yield OpenAIChat(url=url, model="m", key="k")


def refuse(text: str) -> Answer:
    raise AssertionError(text)


def test_other_words_are_taken_and_told(chat: OpenAIChat) -> None:
    Said.words = "Sở Du lịch chủ trì nhiệm vụ 9: lập đề án bến thuyền, hạn Tháng 7 năm 2025."
    said = assisted(answer(), chat, refuse)
    assert said.answer == Said.words
    assert (said.rows, said.number, said.citations) == (answer().rows, None, ())
    assert "mô hình" in said.understood.words


@pytest.mark.parametrize(
    "reply",
    [
        "Sở Du lịch chủ trì 2 nhiệm vụ.",
        "Nhiệm vụ 9 có hạn Tháng 8 năm 2025.",
        "Nhiệm vụ 9 do Sở Du lịch và Sở Công Thương chủ trì.",
        "Sở Du lịch không chủ trì nhiệm vụ 9.",
        "Sở Du lịch phối hợp nhiệm vụ 9.",
        "",
    ],
)
def test_a_reply_that_adds_or_turns_anything_is_refused(chat: OpenAIChat, reply: str) -> None:
    Said.words = reply
    assert assisted(answer(), chat, refuse) == answer()


def test_nothing_is_rephrased_where_the_corpus_does_not_say(chat: OpenAIChat) -> None:
    Said.words = "Có lẽ là có."
    assert assisted(answer(none=True), chat, refuse) == answer(none=True)


def test_a_plainer_question_is_read_as_any_other(chat: OpenAIChat) -> None:
    asked: list[str] = []

    def ask(text: str) -> Answer:
        asked.append(text)
        return answer()

    Said.words = "Sở Du lịch chủ trì nhiệm vụ nào?"
    said = assisted(answer("clause_search"), chat, ask)
    assert asked == [Said.words]
    assert said.question == answer().question
    assert "theo đề xuất" in said.understood.words
    Said.words = "Sở Công Thương chủ trì nhiệm vụ nào năm 2026?"
    assert assisted(answer("clause_search"), chat, refuse).rows == answer().rows


def test_an_endpoint_that_is_away_changes_nothing() -> None:
    away = OpenAIChat(url="http://127.0.0.1:9/v1", model="m", timeout=0.5)
    assert assisted(answer(), away, refuse) == answer()
    with pytest.raises(StoreUnavailable):
        away.complete("", "")
    with pytest.raises(SettingsError, match="URL"):
        OpenAIChat(url="", model="m")


@given(st.text(max_size=80))
def test_what_was_given_is_no_addition(text: str) -> None:
    assert additions(text, [text]) == []

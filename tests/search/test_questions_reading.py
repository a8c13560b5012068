"""How questions say times, words and typos, before anything is looked up."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.questions.lexicon import lexicon, longest, words_of
from search.questions.periods import periods
from search.questions.tokens import key_of, tokenize


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hạn tháng 7/2025", "tháng 7/2025"),
        ("han thang 7 nam 2025", "tháng 7/2025"),
        ("quý III/2025", "quý III/2025"),
        ("q3/2025", "quý III/2025"),
        ("quy 3 nam 2025", "quý III/2025"),
        ("second quarter of 2026", "quý II/2026"),
        ("July 2025", "tháng 7/2025"),
        ("trước tháng 6 năm 2025", "trước tháng 6/2025"),
        ("by the end of 2026", "đến hết năm 2026"),
        ("sau năm 2027", "sau năm 2027"),
        ("2027 trở đi", "từ năm 2027"),
        ("từ quý I/2026 đến quý II/2026", "01/01/2026 – 30/06/2026"),
        ("giai đoạn 2026-2030", "01/01/2026 – 31/12/2030"),
        ("6 tháng đầu năm 2026", "01/01/2026 – 30/06/2026"),
    ],
)
def test_times(text: str, said: str) -> None:
    assert [p.words for p in periods(words_of(text))] == [said]


def test_a_month_without_a_year_takes_the_one_at_hand() -> None:
    assert [p.words for p in periods(words_of("việc tháng 7"), today=date(2025, 5, 1))] == ["tháng 7/2025"]
    assert periods(words_of("việc tháng 7")) == ()


def test_impossible_days_are_no_times() -> None:
    assert [p.grain for p in periods(words_of("ngày 31/02/2025"))] in ([], ["month"], ["year"])


@pytest.mark.parametrize(
    ("typed", "key"),
    [("Sở KH&CN", "so khcn"), ("NQ03", "nq 03"), ("5G", "5g"), ("R&D", "rd"), ("Đổi mới", "doi moi")],
)
def test_keys(typed: str, key: str) -> None:
    assert key_of(typed) == key


def test_abbreviations_are_spelt_out_by_their_place() -> None:
    assert " ".join(w.key for w in words_of("Sở NV")) == "so noi vu"
    assert " ".join(w.key for w in words_of("NV 12")) == "nhiem vu 12"
    assert " ".join(w.key for w in words_of("ai chủ trì")) == "ai chu tri"
    assert " ".join(w.key for w in words_of("ứng dụng AI")) == "ung dung tri tue nhan tao"


def test_marks_tell_words_apart() -> None:
    def concepts(text: str) -> set[str]:
        return {s.name for s in longest(lexicon().concepts.find(words_of(text)))}

    assert "conditional" in concepts("phải chờ nghị định")
    assert "conditional" not in concepts("hỗ trợ cho doanh nghiệp")
    assert "cite" not in concepts("người dân được lợi gì")


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_tokens_point_into_the_question(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    ends = [0]
    for token in tokenize(text):
        assert composed[token.start : token.end] == token.text
        assert token.start >= ends[-1]
        ends.append(token.end)

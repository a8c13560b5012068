"""How questions say times, words and typos, before anything is looked up."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.questions.lexicon import breaks, lexicon, longest, words_of
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


def test_a_month_without_a_year_is_any_years_unless_one_is_named() -> None:
    (found,) = periods(words_of("việc tháng 7"))
    assert found.words == "tháng 7"
    assert found.holds(date(2025, 7, 31)) and found.holds(date(2026, 7, 1))
    assert not found.holds(date(2026, 8, 1))
    (named, _) = periods(words_of("việc tháng 7 của năm đó, tức 2026"))
    assert named.words == "tháng 7/2026"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("việc tháng này", "tháng 11/2026"),
        ("quý sau có gì", "quý I/2027"),
        ("tasks due next month", "tháng 12/2026"),
        ("năm nay phải xong gì", "năm 2026"),
        ("việc nào sắp đến hạn", "30/11/2026 – 28/02/2027"),
        ("việc nào quá hạn", "trước ngày 30/11/2026"),
        ("trước tháng này", "trước tháng 11/2026"),
    ],
)
def test_times_told_from_today(text: str, said: str) -> None:
    assert [p.words for p in periods(words_of(text), today=date(2026, 11, 30))] == [said]
    assert periods(words_of(text)) == ()


@pytest.mark.parametrize("text", ["trong 5 năm tới", "các năm sau", "hai năm tới"])
def test_a_number_of_years_is_no_time(text: str) -> None:
    assert periods(words_of(text), today=date(2026, 11, 30)) == ()


def test_years_in_a_list_are_no_range() -> None:
    text = "các mốc 2030, 2035, 2045"
    words = words_of(text)
    assert [p.words for p in periods(words, parted=breaks(text, words))] == [
        "năm 2030",
        "năm 2035",
        "năm 2045",
    ]
    assert [p.words for p in periods(words_of("2030-2035"))] == ["01/01/2030 – 31/12/2035"]


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

"""Misspelt words of a question: which are set right, and which are left as the asker typed them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.questions.lexicon import lexicon
from search.questions.spelling import Speller
from search.questions.typing import from_telex, marks_of, slip

TEXTS = [
    "Sở Nội vụ chủ trì xây dựng đề án vị trí việc làm của tỉnh",
    "Sở Xây dựng phối hợp với Sở Nội vụ rà soát quỹ nhà ở công vụ",
    "Phát triển hạ tầng số và trung tâm dữ liệu của tỉnh Tiền Giang",
] * 12


@pytest.fixture(scope="module")
def speller() -> Speller:
    table = lexicon()
    phrases = [*table.phrases, "KH 225", "Kế hoạch 225"]
    names = ("Tiền Giang", "Bến Tre", "Quảng Nam", "Quảng Ninh")
    return Speller(TEXTS, phrases, foreign=table.foreign_phrases, names=names)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Sở Nộii vụ chủ trì nhiệm vụ nào", "Sở Nội vụ chủ trì nhiệm vụ nào"),
        ("sở nội vụ chủ tìr nhiệm vụ nào", "sở nội vụ chủ trì nhiệm vụ nào"),
        ("so noi vu chu tir nhime vu nao", "so noi vu chu tri nhiem vu nao"),
        ("Sở Bội vụ chủ trì nhiệm vụ nào", "Sở Nội vụ chủ trì nhiệm vụ nào"),
        ("nhieemj vuj nào của sở xây dựng", "nhiệm vụ nào của sở xây dựng"),
        ("KKH 225 có bao nhiêu nhiệm vụ", "KH 225 có bao nhiêu nhiệm vụ"),
        ("nhiemvu nao cua tien giang", "nhiem vu nao cua tien giang"),
        ("trung tâm dữ liệu của tỉnh Tiền iGang", "trung tâm dữ liệu của tỉnh Tiền Giang"),
        ("whihc atsks are due in 2026", "which tasks are due in 2026"),
        ("TG có bao nhiêu nhiệm vụ", "Tiền Giang có bao nhiêu nhiệm vụ"),
        ("hWo leads the data center", "Who leads the data center"),
    ],
)
def test_slips_are_set_right(speller: Speller, typed: str, read: str) -> None:
    spelled = speller.repair(typed)
    assert spelled.text == read
    assert spelled.repairs


@pytest.mark.parametrize(
    "question",
    [
        "Sở Nội vụ chủ trì nhiệm vụ nào trong KH 225?",
        "so noi vu chu tri nhiem vu nao trong kh 225",
        "tỉnh Quảng Nam có việc gì, tỉnh Hà Nam có việc gì",
        "Ông Trần Văn Bình ở Sở Nội vụ làm gì?",
        "Viettel, VNPT và FPT có nhiệm vụ nào không",
        "vợ chồng có được cấp nhà ở không",
        "Which tasks does the Department of Home Affairs lead?",
        "KH 226, KH 322 và NQ 71/NQ-CP nói gì",
        "5G, 6G, R&D, GRDP",
        "QN có việc gì",
    ],
)
def test_what_is_no_slip_stays(speller: Speller, question: str) -> None:
    assert speller.repair(question).text == question


@example("Fn¹")
@given(st.text(max_size=80))
def test_any_text_can_be_repaired_and_its_figures_stay(speller: Speller, text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    spelled = speller.repair(text)
    assert [c for c in spelled.text if c.isdigit()] == [c for c in composed if c.isdigit()]
    assert spelled.repairs or spelled.text == composed


def test_slips_cost_more_the_less_likely_they_are() -> None:
    assert slip("nhiem", "nhiem") == 0
    doubled, swapped, other = slip("nhiemm", "nhiem"), slip("nheim", "nhiem"), slip("nhixm", "nhiem")
    assert doubled is not None and swapped is not None and other is not None
    assert doubled < swapped < other
    assert slip("nem", "nhiem") is None


def test_telex_keys_stand_for_marks() -> None:
    assert from_telex("dduwowcj") == ("duoc", marks_of("được"))
    assert from_telex("thaaps") == ("thap", marks_of("thấp"))
    assert from_telex("khoa") is None

"""How a query is read before anything is ranked: numbers, quotes, restored marks, expansion, and the scores' mix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.text import toneless
from search.expansion import expand, is_english, vocabulary
from search.highlights import best_sentence
from search.hybrid import mix, stretch
from search.lexical import Bm25
from search.query import corrected, prepare
from search.questions.spelling import Speller
from search.restore import Restorer
from search.units import shown_title, spans

TEXTS = ["kế hoạch chuyển đổi số", "cơ quan chủ trì", "cán bộ cần học", "kế hoạch của cơ quan"]


def test_numbers_and_quotes_are_taken_out_first() -> None:
    asked = prepare('NQ 57 nói gì về "dữ liệu mở"', restore=str)
    assert [n.serial for n in asked.numbers] == ["57"]
    assert asked.quotes == ("dữ liệu mở",)
    assert "57" not in asked.rest
    assert prepare("57-NQ/TW", restore=str).rest == ""


def test_abbreviations_are_spelled_out_but_words_are_left_alone() -> None:
    assert expand("CĐS của UBND").text == "chuyển đổi số của ủy ban nhân dân"
    assert expand("cải tiến AI").text == "cải tiến trí tuệ nhân tạo"
    assert expand("ai chủ trì").text == "ai chủ trì"


def test_english_phrases_lead_to_vietnamese_ones() -> None:
    assert "chuyển đổi số" in expand("What does the plan say of digital transformation?").phrases
    assert is_english("which agency leads this task")
    assert not is_english("co quan nao chu tri nhiem vu nay")


def test_diacritics_are_restored_from_the_texts() -> None:
    restorer = Restorer(TEXTS)
    assert restorer.restore("ke hoach chuyen doi so") == "kế hoạch chuyển đổi số"
    assert restorer.restore("co quan chu tri la ai?") == "cơ quan chủ trì la ai?"
    assert restorer.restore("cần cán bộ") == "cần cán bộ"


@given(st.text(max_size=120))
def test_restoring_changes_marks_and_case_only(text: str) -> None:
    restored = Restorer(TEXTS).restore(text)
    assert toneless(restored).casefold() == toneless(text).casefold() or len(restored) == len(text)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    asked = prepare(text, restore=Restorer(TEXTS).restore)
    assert all(weight > 0 for weight in asked.terms.values())


def test_the_tables_hold_plain_phrases() -> None:
    phrases = list(vocabulary())
    assert len(phrases) > 300
    assert all(phrase == phrase.strip() and phrase for phrase in phrases)


def test_bm25_prefers_rare_terms_and_short_texts() -> None:
    index = Bm25([["a", "b"], ["a", "c", "c"], ["a", "a", "d", "e", "f", "g"], []])
    scores = index.scores({"b": 1.0, "a": 1.0})
    assert scores.argmax() == 0
    assert scores[3] == 0
    assert index.scores({"no": 1.0}).sum() == 0
    assert np.allclose(index.scores({"c": 2.0}), 2 * index.scores({"c": 1.0}))
    assert Bm25([]).scores({"a": 1.0}).shape == (0,)


@given(st.lists(st.floats(-5, 5, width=32), max_size=20))
def test_stretched_scores_keep_order_within_bounds(values: list[float]) -> None:
    scores = np.array(values, np.float32)
    out = stretch(scores)
    assert ((out >= 0) & (out <= 1)).all()
    assert mix(scores, np.zeros_like(scores)).shape == scores.shape


def test_one_silent_side_leaves_the_ranking_to_the_other() -> None:
    dense = np.array([0.2, 0.9, 0.5], np.float32)
    assert mix(np.zeros(3, np.float32), dense).argsort().tolist() == dense.argsort().tolist()


@given(st.text(max_size=200))
def test_sentences_do_not_overlap_and_leave_only_blanks(text: str) -> None:
    at = 0
    for start, end in spans(text):
        assert not text[at:start].strip()
        assert start < end
        at = end
    assert not text[at:].strip()
    assert all(0 <= h.start < h.end <= len(text) for h in best_sentence(text, {"a": 1.0}))


def test_shouted_titles_are_shown_in_ordinary_case() -> None:
    assert shown_title("ĐẨY MẠNH CHUYỂN ĐỔI SỐ") == "Đẩy mạnh chuyển đổi số"
    assert len(shown_title("rất dài " * 60)) <= 160


SAID = ["phát triển trung tâm dữ liệu của tỉnh", "hạ tầng viễn thông băng rộng", "nhiệm vụ chuyển đổi số"] * 6


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("trung tâm dữ liiệu", "trung tâm dữ liệu"),
        ("trung tam du lieuj", "trung tam du lieu"),
        ("hạ tầng vinễ thông", "hạ tầng viễn thông"),
        ("nhieemj vụ chuyển đổi số", "nhiệm vụ chuyển đổi số"),
        ("trung tâm dữ liệu", "trung tâm dữ liệu"),
        ("liiệu", "liiệu"),  # nothing beside it says what it is
        ("hạ tầng blockchain", "hạ tầng blockchain"),
        ("ông Nguyễn Văn Liêuj", "ông Nguyễn Văn Liêuj"),
        ('"trung tâm dữ liiệu"', '"trung tâm dữ liiệu"'),
        ("trung tâm dữ 1iệu, KKH 225/KH-UBNDD", "trung tâm dữ 1iệu, KKH 225/KH-UBNDD"),
        ("57-NQ/TWW dữ LIIEU", "57-NQ/TWW dữ LIIEU"),
    ],
)
def test_a_word_that_no_text_has_is_set_right_only_where_its_neighbour_says_so(
    typed: str, searched: str
) -> None:
    speller, restorer = Speller(SAID), Restorer(SAID)
    spelled = corrected(typed, knows=restorer.knows, correct=lambda text, may: speller.correct(text, may=may))
    assert spelled.text == searched
    assert bool(spelled.repairs) == (typed != searched)


@given(st.sampled_from(SAID))
def test_what_the_texts_say_is_searched_as_it_is(text: str) -> None:
    speller, restorer = Speller(SAID), Restorer(SAID)
    for typed in (text, toneless(text)):
        spelled = corrected(
            typed, knows=restorer.knows, correct=lambda text, may: speller.correct(text, may=may)
        )
        assert spelled.text == typed

"""The analyzer: plain ASCII, repeatable, and blind to spelling that does not matter."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ontology.analyzer import is_pair, marked_terms, mostly_marked, plain_terms, query_terms, terms
from ontology.text import toneless

_TERM = re.compile(r"[a-z0-9]+")


@given(st.text(max_size=200))
def test_terms_are_ascii_words_and_repeatable(text: str) -> None:
    found = terms(text)
    assert all(_TERM.fullmatch(term) for term in found)
    assert found == terms(text)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ,.", max_size=80))
def test_an_index_holds_every_term_that_a_question_asks_for(text: str) -> None:
    assert set(query_terms(text)) <= set(terms(text))
    assert set(query_terms(toneless(text))) <= set(terms(text))


def test_marks_tell_words_apart_and_plain_terms_do_not() -> None:
    assert marked_terms("cán") != marked_terms("cần")
    assert plain_terms("cán") == plain_terms("cần") == plain_terms("can")


def test_spelling_variants_meet() -> None:
    assert marked_terms("hoà") == marked_terms("hòa")
    assert marked_terms("kỹ sư") == marked_terms("kĩ sư")
    assert marked_terms("Số Hóa") == marked_terms("số hóa")


def test_pairs_join_neighbours_within_a_phrase_only() -> None:
    pairs = [t for t in marked_terms("hạ tầng. Số") if is_pair(t)]
    assert pairs == ["hajztaangf"]
    assert not any(is_pair(t) for t in marked_terms("hạ"))


def test_text_without_diacritics_is_told_from_text_with_them() -> None:
    assert mostly_marked("Nhiệm vụ của Sở Y tế")
    assert not mostly_marked("nhiem vu cua so y te")
    assert not mostly_marked("tasks of the department led by Lê An in two thousand")
    assert not mostly_marked("")

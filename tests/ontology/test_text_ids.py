"""Folding and computed ids: variants of one number meet, different numbers never do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ontology.ids import agency_id, document_id, number_key
from ontology.text import fold, nfc, slug, squeeze, toneless


def test_spelling_variants_of_a_number_share_one_key() -> None:
    variants = ["193/2025/NQ-QH15", "193/2025/NQ- QH15", "193/2025/nq–qh15"]
    assert len({number_key(v) for v in variants}) == 1


def test_look_alike_numbers_stay_apart() -> None:
    numbers = ["57-NQ/TW", "52-NQ/TW", "225/KH-UBND", "224/KH-UBND", "71/NQ-CP", "71-CTr/TU"]
    ids = {document_id(number=n, title=None, place=None, year=2025) for n in numbers}
    assert len(ids) == len(numbers)


def test_local_numbers_repeat_across_provinces_and_years() -> None:
    ids = {
        document_id(number="51/KH-UBND", title=None, place=place, year=year)
        for place in ("Quảng Ngãi", "Bến Tre")
        for year in (2024, 2025)
    }
    assert len(ids) == 4


def test_central_and_local_agencies_of_one_name_differ() -> None:
    assert agency_id("Sở Y tế", "Bến Tre") != agency_id("Sở Y tế", "Tiền Giang")


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    for f in (fold, squeeze, nfc, slug, toneless):
        assert f(f(text)) == f(text)


@given(st.text())
def test_a_slug_is_plain_ascii(text: str) -> None:
    assert slug(text).replace("-", "a").isalnum() or slug(text) == ""
    assert slug(text).isascii()

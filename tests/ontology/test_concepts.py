"""The thesaurus: it holds together, and concepts are found by any of their phrases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.concepts import Concept, Thesaurus, about, named, thesaurus

SMALL = Thesaurus(
    [
        Concept("nước sạch", ("nước sạch", "cấp nước sinh hoạt"), ("hạ tầng nông thôn",)),
        Concept("trạm cấp nước", ("trạm cấp nước sinh hoạt",), ("nước sạch",)),
        Concept("hạ tầng nông thôn", ("đường ấp",)),
        Concept("trí tuệ nhân tạo", ("trí tuệ nhân tạo", "ai")),
        Concept("hòa giải", ("hòa giải",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mở rộng CẤP NƯỚC SINH HOẠT cho vùng hạn", {"nước sạch"}),
        (
            "Sửa trạm cấp nước sinh hoạt",
            {"trạm cấp nước"},
        ),  # what stands inside a longer phrase does not count
        ("Tổ hoà giải ở ấp", {"hòa giải"}),  # the older tone placement
        ("Ứng dụng AI", {"trí tuệ nhân tạo"}),
        ("Ai cũng được học; việc của ai", set()),
        ("nước không sạch", set()),
        ("", set()),
    ],
)
def test_a_concept_is_found_by_any_of_its_phrases(text: str, found: set[str]) -> None:
    assert SMALL.named(text) == found


def test_wider_concepts_count_half_for_each_step() -> None:
    assert SMALL.above("trạm cấp nước") == {"trạm cấp nước": 1.0, "nước sạch": 0.5, "hạ tầng nông thôn": 0.25}


def test_two_ways_to_say_it_are_about_the_same() -> None:
    one, other = about("phong trào bình dân học vụ số"), about("phát động phong trào học tập số")
    assert any(one[concept] == other[concept] == 1 for concept in one.keys() & other.keys())


def test_the_list_holds_together() -> None:
    concepts = thesaurus().concepts
    assert len(concepts) > 1000
    for concept in concepts.values():
        assert set(concept.broader) <= concepts.keys() - {concept.name}
        assert concept.words and len(set(concept.words)) == len(concept.words)
        for phrase in (concept.name, *concept.words):
            assert phrase == " ".join(unicodedata.normalize("NFC", phrase).lower().split())


def test_nothing_is_wider_than_itself() -> None:
    concepts = thesaurus().concepts

    def climbs(name: str, below: tuple[str, ...] = ()) -> bool:
        return name not in below and all(climbs(up, (*below, name)) for up in concepts[name].broader)

    assert all(climbs(name) for name in concepts)


def test_every_phrase_leads_to_its_concept() -> None:
    lost = {
        phrase
        for concept in thesaurus().concepts.values()
        for phrase in concept.words
        if concept.name not in named(phrase.upper())
    }
    assert not lost


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert named(text) <= about(text).keys()

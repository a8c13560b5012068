"""The candidate source: nearest units by sentence, whatever the embedder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.linkers.base import Unit
from search.candidates import HybridCandidates
from search.embedders.base import Vectors, unit_length


class Words:
    """Texts that share words lie near each other; counts what it was asked."""

    id = "words"
    dim = 32

    def __init__(self) -> None:
        self.asked = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        out = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                out[row, hashlib.sha256(word.encode()).digest()[0] % self.dim] += 1
        return unit_length(out)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = -self.embed_passages([text])[0]
        return vector


def clause(key: str, text: str) -> Unit:
    return Unit(f"d#{key}", "clause", "d", text)


LONG = (
    "Quản lý bến bãi theo quy hoạch. Lập bản đồ nguy cơ sạt lở bờ sông cho từng xã; bố trí lực lượng trực. "
    "Kiểm tra chợ đầu mối định kỳ."
)
UNITS = [
    clause("1", "Trồng rừng ngập mặn ven biển"),
    clause("2", LONG),
    clause("3", "Sửa chữa trường học vùng lũ"),
    clause("4", "…"),
]


def test_an_order_inside_a_long_clause_is_found_by_its_sentence() -> None:
    best = HybridCandidates(Words()).candidates(
        Unit("s", "task", "s", "Lập bản đồ nguy cơ sạt lở bờ sông"), among=UNITS, limit=2
    )[0]
    assert best.unit.id == "d#2"
    assert best.target_sentence == "Lập bản đồ nguy cơ sạt lở bờ sông cho từng xã;"


@given(st.integers(0, 9), st.permutations(UNITS))
def test_at_most_limit_best_first_whatever_the_order(limit: int, among: list[Unit]) -> None:
    source = Unit("s", "task", "s", "Trồng rừng và sửa chữa trường học")
    found = HybridCandidates(Words()).candidates(source, among=among, limit=limit)
    assert len(found) == min(limit, len(UNITS))
    mixed = [c.scores["mixed"] for c in found]
    assert mixed == sorted(mixed, reverse=True)


@pytest.mark.parametrize(
    ("text", "among"), [("", UNITS), ("Trồng rừng", []), ("Trồng rừng", [clause("9", "")])]
)
def test_nothing_to_compare_gives_nothing(text: str, among: list[Unit]) -> None:
    assert HybridCandidates(Words()).candidates(Unit("s", "task", "s", text), among=among, limit=5) == []


def test_a_sentence_is_embedded_once() -> None:
    embedder = Words()
    source = HybridCandidates(embedder)
    source.candidates(UNITS[0], among=UNITS, limit=3)
    asked = embedder.asked
    source.candidates(UNITS[1], among=UNITS, limit=3)
    source.prepare(UNITS)
    assert embedder.asked == asked


def test_many_at_once_find_what_each_finds_alone() -> None:
    found = HybridCandidates(Words()).each(UNITS, among=UNITS, limit=3)
    assert found == [HybridCandidates(Words()).candidates(unit, among=UNITS, limit=3) for unit in UNITS]
    assert HybridCandidates(Words()).each(UNITS, among=[], limit=3) == [[] for _ in UNITS]

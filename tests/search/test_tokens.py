"""Likeness word by word: what it counts, and that it comes with the default model."""

from __future__ import annotations

import numpy as np
import pytest

from graph.linkers.base import Unit
from search.candidates import HybridCandidates
from search.embedders import open_embedder
from search.embedders.base import TokenVectors
from search.tokens import TokenIndex

CLAUSES = [
    Unit("d#1", "clause", "d", "Cấp thẻ khám bệnh điện tử cho học sinh các trường vùng cao."),
    Unit("d#2", "clause", "d", "Trồng rừng phòng hộ ven biển; chăm sóc rừng ngập mặn."),
    Unit("d#3", "clause", "d", "Tổ chức hội chợ hằng năm. Bán nông sản qua mạng."),
]


def told(*words: str) -> TokenVectors:
    """A text of which every word has a direction of its own."""
    states = np.zeros((len(words), 16), np.float32)
    numbers = [sum(map(ord, word)) % 16 for word in words]
    states[np.arange(len(words)), numbers] = 1
    return TokenVectors(states.mean(axis=0), np.asarray(numbers, np.int32), states)


def test_a_text_that_has_all_words_has_the_highest_share_of_them() -> None:
    texts = [[told("a", "b"), told("c")], [told("a", "c", "d")], [told("e", "f")]]
    scores = TokenIndex(texts).compare([told("a", "b", "c")], [0, 1, 2])
    forward = [score["tokens_forward"] for score in scores]
    assert forward[0] == pytest.approx(1, abs=0.01)
    assert forward[0] > forward[1] > forward[2]
    # No single sentence has all of them, and the best one has no other words.
    assert scores[0]["tokens_sentence"] < scores[0]["tokens_forward"]
    assert scores[0]["tokens_backward"] == pytest.approx(1, abs=0.01)


def test_a_text_is_compared_alike_whatever_comes_with_it() -> None:
    index = TokenIndex([[told("a", "b"), told("c")], [told("a", "c", "d")], [told("e", "f"), told("b")]])
    source = [told("a", "b", "c"), told("f")]
    alone = {n: index.compare(source, [n])[0] for n in range(3)}
    for which in ([2, 0, 1], [1, 2], [0, 1, 2]):
        for n, scores in zip(which, index.compare(source, which), strict=True):
            assert scores == pytest.approx(alone[n], abs=1e-6)
    assert index.compare(source, []) == []


def test_rare_words_count_more_than_common_ones() -> None:
    texts = [[told("a", "b")], [told("a", "c")], [told("a", "d")], [told("b", "e")]]
    rare, common = TokenIndex(texts).compare([told("a", "e")], [3, 0])
    assert rare["tokens_forward"] > common["tokens_forward"]


def test_the_default_model_compares_word_by_word_when_asked() -> None:
    source = HybridCandidates(open_embedder("nano"))
    task = Unit("s#1", "task", "s", "Phát thẻ y tế số cho trẻ em miền núi")
    source.prepare([*CLAUSES, task], closely=True)
    found = source.candidates(task, among=CLAUSES, limit=3, closely=True)
    assert found[0].unit.id == "d#1"
    assert found[0].scores["tokens_both"] > max(c.scores["tokens_both"] for c in found[1:])
    plain = source.candidates(task, among=CLAUSES, limit=3)
    assert not any(name.startswith("tokens_") for c in plain for name in c.scores)
    assert (
        HybridCandidates(open_embedder("nano")).candidates(task, among=CLAUSES, limit=3, closely=True)
        == found
    )

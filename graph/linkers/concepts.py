"""Likeness in concepts: what two texts are about, whatever words they say it in (`ontology/concepts.py`).

Concepts count by how rare they are among the units at hand; those wider than what a text names count in part.

concept_cosine    weighed cosine of the concepts of the two texts
concept_cover     share of the source's weighed concepts that the target has
concept_back      share of the target's, or its nearest sentence's, weighed concepts that the source has
concept_sentence  weighed cosine of the nearest pair of sentences
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.linkers.base import Candidate, Columns, Unit
from ontology.concepts import about

CONCEPTS = ("concept_cosine", "concept_cover", "concept_back", "concept_sentence")
Row = NDArray[np.float64]


class ConceptWeights:
    """How rare concepts are among the units at hand: log(1 + units / units that are about it)."""

    def __init__(self, units: Iterable[Unit]) -> None:
        texts = {u.text for u in units}
        counts = Counter(concept for text in sorted(texts) for concept in about(text))
        self._place = {concept: n for n, concept in enumerate(counts)}
        self._weight: Row = np.array([math.log(1 + len(texts) / n) for n in counts.values()])
        self._square: Row = self._weight**2
        self._rows: dict[str, Row] = {}

    def columns(self, text: str, found: Sequence[Candidate]) -> Columns:
        """The features of the candidates of a source of that text, in their order."""
        if not found:
            return {name: np.zeros(0) for name in CONCEPTS}
        own = self._row(text)[None, :]
        whole = self._stack([c.unit.text for c in found])
        sentence = self._stack([c.target_sentence for c in found])
        return {
            "concept_cosine": self._cosine(own, whole),
            "concept_cover": self._cover(own, whole),
            "concept_back": np.maximum(self._cover(whole, own), self._cover(sentence, own)),
            "concept_sentence": self._cosine(self._stack([c.source_sentence for c in found]), sentence),
        }

    def _cosine(self, a: Row, b: Row) -> Row:
        lengths = (a * a * self._square).sum(axis=1) * (b * b * self._square).sum(axis=1)
        return _share((a * b * self._square).sum(axis=1), np.sqrt(lengths))

    def _cover(self, part: Row, whole: Row) -> Row:
        return _share((np.minimum(part, whole) * self._weight).sum(axis=1), (part * self._weight).sum(axis=1))

    def _stack(self, texts: Sequence[str]) -> Row:
        return np.stack([self._row(text) for text in texts])

    def _row(self, text: str) -> Row:
        """What a text says of each concept that the units are about."""
        if text not in self._rows:
            row = self._rows[text] = np.zeros(len(self._place))
            for concept, value in about(text).items():
                if (
                    concept in self._place
                ):  # a sentence has no other concepts than its unit, but for its edges
                    row[self._place[concept]] = value
        return self._rows[text]


def _share(part: Row, whole: Row) -> Row:
    """`part` of `whole`, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)

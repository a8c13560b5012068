"""What linkers are given: units, and a source of candidates for them (search implements it)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Named features of the candidates of one source: for each name one value a candidate, in the candidates' order.
Columns: TypeAlias = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A task, clause or target as a linker sees it. `headings` run from the top down; `parent` is a clause id."""

    id: str
    kind: str
    document: str
    text: str
    headings: tuple[str, ...] = ()
    label: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An upstream unit that may be what a source carries out, with the similarities that search measured.

    The two sentences are the nearest pair. `scores` may break `dense` up: "best" (the nearest pair of sentences),
    "forward" (the source's sentences, each against its nearest), "backward" (the target's, each against its
    nearest), "whole" (text against text), and "tokens_*" (word by word). A source that measures none of them leaves it
    empty.
    """

    unit: Unit
    lexical: float
    dense: float
    source_sentence: str
    target_sentence: str
    scores: Mapping[str, float] = field(default_factory=dict, hash=False)


class CandidateSource(Protocol):
    """Finds upstream candidates; search implements it, the pipeline hands it down."""

    def prepare(self, units: Sequence[Unit], *, closely: bool = False) -> None:
        """Do for many units at once what `candidates` would do for each when it comes; it changes no answer."""
        ...

    def candidates(
        self, unit: Unit, *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[Candidate]:
        """The units of `among` nearest to `unit`, best first; `closely` has them compared word by word too."""
        ...

    def each(
        self, units: Sequence[Unit], *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[list[Candidate]]:
        """The `candidates` of each unit, in the order of `units`."""
        ...

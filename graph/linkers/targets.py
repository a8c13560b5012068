"""Target to upstream target: the same indicator for the same year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.linkers.base import CandidateSource, Unit
from graph.linkers.features import Weights
from ontology.ids import link_id
from ontology.types import Link

_WIDE = 8
_STATED = 0.6
_KEPT = 0.3


def _year(unit: Unit) -> str:
    """The year that closes a target's id ("x" where it has none)."""
    return unit.id.rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class TargetLinker:
    """Links targets whose indicators are worded alike, each to the best one of its year."""

    name: str = "target-target/1"

    def link(
        self, sources: Sequence[Unit], targets: Sequence[Unit], candidates: CandidateSource
    ) -> list[Link]:
        """The best is proposed from a likeness of 0.6 on; others from 0.3 on are candidates."""
        if not sources or not targets:
            return []
        weights = Weights([*sources, *targets])
        by_year: dict[str, list[Unit]] = {}
        for target in targets:
            by_year.setdefault(_year(target), []).append(target)
        out = []
        for source in sources:
            found = candidates.candidates(source, among=by_year.get(_year(source), []), limit=_WIDE)
            scored = sorted(
                ((weights.cosine(source.text, c.unit.text), c.unit) for c in found),
                key=lambda s: (-s[0], s[1].id),
            )
            for rank, (score, target) in enumerate(scored):
                if score < _KEPT:
                    break
                out.append(
                    Link(
                        link_id(source.id, "IMPLEMENTS", target.id), source.id, target.id, "IMPLEMENTS", 2,
                        round(min(score, 1.0), 4), "proposed" if rank == 0 and score >= _STATED else "candidate",
                        self.name, source.text, target.text, {"cosine": round(score, 4)},
                    )
                )  # fmt: skip
        return out

"""The linker over candidates, features and a model; one instance for each kind of pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.linkers.base import Candidate, CandidateSource, Unit
from graph.linkers.features import Targets, Weights, features, section_masses
from graph.linkers.model import Model
from ontology.ids import link_id
from ontology.types import Link

_WIDE = 60
_KEPT = 20


@dataclass(frozen=True, slots=True)
class ScoredLinker:
    """Links units to the units of one upstream document by a model over readable features.

    `relation` is what it states. Where a relation has no grades (DETAILS, SAME_TASK_AS), `least` is the grade from
    which it is stated.
    """

    name: str
    model: Model
    relation: str = "IMPLEMENTS"
    least: int = 1

    def link(
        self, sources: Sequence[Unit], targets: Sequence[Unit], candidates: CandidateSource
    ) -> list[Link]:
        """Up to 20 links for each source, best first; those that the model states are "proposed"."""
        if not sources or not targets:
            return []
        found = {s.id: candidates.candidates(s, among=targets, limit=_WIDE) for s in sources}
        weights, known = Weights([*sources, *targets]), Targets(targets)
        masses = section_masses(sources, found, known)
        out = []
        for source in sources:
            rows = features(
                source, found[source.id], weights=weights, targets=known, masses=masses[source.id]
            )
            out += self._links(source, found[source.id], rows)
        return out

    def _links(
        self, source: Unit, found: Sequence[Candidate], rows: Sequence[Mapping[str, float]]
    ) -> list[Link]:
        judged = [(self.model.judge(row), c, row) for c, row in zip(found, rows, strict=True)]
        judged.sort(key=lambda j: (-j[0].score, j[1].unit.id))
        out = []
        for judgement, candidate, row in judged[:_KEPT]:
            grade = self.model.grade(judgement)
            stated = grade >= self.least
            if not stated and judgement.contributes < self.model.keep:
                continue
            out.append(
                Link(
                    id=link_id(source.id, self.relation, candidate.unit.id),
                    source=source.id,
                    target=candidate.unit.id,
                    relation=self.relation,
                    grade=grade or 1,
                    score=round(judgement.score, 4),
                    status="proposed" if stated else "candidate",
                    method=self.name,
                    source_quote=candidate.source_sentence,
                    target_quote=candidate.target_sentence,
                    features={
                        "implements": round(judgement.implements, 4),
                        "contributes": round(judgement.contributes, 4),
                        **{name: round(value, 4) for name, value in row.items()},
                    },
                )
            )
        return out

"""The linker over candidates, features, competition and a model; one instance for each kind of pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.linkers.base import Candidate, CandidateSource, Unit
from graph.linkers.common import Common
from graph.linkers.competition import competition
from graph.linkers.features import Targets, Weights, features
from graph.linkers.model import Judgement, Model, best_cut
from ontology.ids import link_id
from ontology.types import Link

WIDE = 60
_KEPT = 20
Rows = dict[str, list[dict[str, float]]]


def first_rows(
    sources: Sequence[Unit],
    targets: Sequence[Unit],
    candidates: CandidateSource,
    *,
    wide: int = WIDE,
    closely: bool = False,
    common: Common | None = None,
) -> tuple[dict[str, list[Candidate]], Rows]:
    """The candidates of each source, and the features of each taken alone; `closely` is for models that say so."""
    nearest = candidates.each(sources, among=targets, limit=wide, closely=closely)
    found = {s.id: own for s, own in zip(sources, nearest, strict=True)}
    weights, known = Weights([*sources, *targets]), Targets(targets)
    return found, {
        s.id: features(s, found[s.id], weights=weights, targets=known, common=common) for s in sources
    }


def second_rows(
    sources: Sequence[Unit],
    targets: Sequence[Unit],
    found: Mapping[str, Sequence[Candidate]],
    rows: Rows,
    model: Model,
) -> Rows:
    """The features of `rows` with those of the competition added."""
    first = {key: model.first.probabilities(own) for key, own in rows.items()}
    standing = competition(sources, found, first, Targets(targets))
    return {
        key: [{**row, **more} for row, more in zip(own, standing[key], strict=True)]
        for key, own in rows.items()
    }


@dataclass(frozen=True, slots=True)
class ScoredLinker:
    """Links units to the units of one upstream document by a model over readable features.

    `relation` is what it states. Where a relation has no grades (DETAILS, SAME_TASK_AS), `least` is the grade from
    which it is stated. `wide` bounds the candidates that are looked at for each source.
    """

    name: str
    model: Model
    relation: str = "IMPLEMENTS"
    least: int = 1
    wide: int = WIDE

    def link(
        self,
        sources: Sequence[Unit],
        targets: Sequence[Unit],
        candidates: CandidateSource,
        *,
        common: Common | None = None,
    ) -> list[Link]:
        """Up to 20 links for each source, best first; those that it states are "proposed"."""
        if not sources or not targets:
            return []
        found, rows = first_rows(
            sources, targets, candidates, wide=self.wide, closely=self.model.closely, common=common
        )
        rows = second_rows(sources, targets, found, rows, self.model)
        judged = {key: self.model.judge(own) for key, own in rows.items()}
        cuts = (
            best_cut(j.contributes for own in judged.values() for j in own),
            best_cut(j.implements for own in judged.values() for j in own),
        )
        out = []
        for source in sources:
            triples = list(zip(judged[source.id], found[source.id], rows[source.id], strict=True))
            triples.sort(key=lambda t: (-t[0].score, t[1].unit.id))
            for judgement, candidate, row in triples[:_KEPT]:
                grade = _grade(judgement, cuts)
                if grade >= self.least or judgement.contributes >= self.model.keep:
                    out.append(self._link(source, candidate, row, judgement, grade))
        return out

    def _link(
        self, source: Unit, candidate: Candidate, row: Mapping[str, float], judgement: Judgement, grade: int
    ) -> Link:
        return Link(
            id=link_id(source.id, self.relation, candidate.unit.id),
            source=source.id,
            target=candidate.unit.id,
            relation=self.relation,
            grade=grade or 1,
            score=round(judgement.score, 4),
            status="proposed" if grade >= self.least else "candidate",
            method=self.name,
            source_quote=candidate.source_sentence,
            target_quote=candidate.target_sentence,
            features={
                "implements": round(judgement.implements, 4),
                "contributes": round(judgement.contributes, 4),
                **{name: round(value, 4) for name, value in row.items()},
            },
        )


def _grade(judgement: Judgement, cuts: tuple[float, float]) -> int:
    """2, 1, or 0 where nothing is to be stated; `cuts` are those of grade 1 and grade 2."""
    if judgement.implements >= cuts[1]:
        return 2
    return 1 if judgement.contributes >= cuts[0] else 0

"""The linker over candidates, features, competition and a model; one instance for each kind of pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.linkers.base import Candidate, CandidateSource, Columns, Unit
from graph.linkers.common import Common
from graph.linkers.competition import competition
from graph.linkers.concepts import ConceptWeights
from graph.linkers.features import Targets, Weights, features
from graph.linkers.model import LEAST, Judgement, Model, cuts, load_model
from ontology.ids import link_id
from ontology.types import Link

#: The methods that a model decides, with its name; the number rises with what they find.
METHODS = {
    "task-task/2": "task",
    "task-clause/5": "clause",
    "clause-clause/5": "clause",
    "task-detail/5": "clause",
    "task-same/3": "task",
}
WIDE = 60
_KEPT = 20
#: The features of the candidates of each source, by its id.
Tables = dict[str, Columns]


def first_look(
    sources: Sequence[Unit],
    targets: Sequence[Unit],
    candidates: CandidateSource,
    *,
    wide: int = WIDE,
    closely: bool = False,
    common: Common | None = None,
) -> tuple[dict[str, list[Candidate]], Tables]:
    """The candidates of each source, and the features of each taken alone; `closely` is for models that say so."""
    nearest = candidates.each(sources, among=targets, limit=wide, closely=closely)
    found = {s.id: own for s, own in zip(sources, nearest, strict=True)}
    every = [*sources, *targets]
    weights, concepts, known = Weights(every), ConceptWeights(every), Targets(targets)
    return found, {
        s.id: features(s, found[s.id], weights=weights, concepts=concepts, targets=known, common=common)
        for s in sources
    }


def second_look(
    sources: Sequence[Unit],
    targets: Sequence[Unit],
    found: Mapping[str, Sequence[Candidate]],
    tables: Tables,
    model: Model,
) -> Tables:
    """The features of `tables` with those of the competition added."""
    first = {key: model.first.probabilities(own, len(found[key])) for key, own in tables.items()}
    standing = competition(sources, found, first, Targets(targets))
    return {key: own | standing[key] for key, own in tables.items()}


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

    @classmethod
    def of(
        cls, method: str, *, relation: str = "IMPLEMENTS", least: int = 1, wide: int = WIDE
    ) -> ScoredLinker:
        """The linker of one of `METHODS`."""
        return cls(method, load_model(METHODS[method]), relation, least, wide)

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
        found, tables = first_look(
            sources, targets, candidates, wide=self.wide, closely=self.model.closely, common=common
        )
        tables = second_look(sources, targets, found, tables, self.model)
        judged = {key: self.model.judge(own, len(found[key])) for key, own in tables.items()}
        bounds = cuts(judged.values())
        out = []
        for source in sources:
            both = list(zip(judged[source.id], found[source.id], strict=True))
            order = sorted(range(len(both)), key=lambda n: (-both[n][0].score, both[n][1].unit.id))[:_KEPT]
            grades = stated_grades([both[n][0] for n in order], bounds, task=source.kind == "task")
            for n, grade in zip(order, grades, strict=True):
                judgement, candidate = both[n]
                if grade >= self.least or judgement.contributes >= self.model.keep:
                    row = {name: float(column[n]) for name, column in tables[source.id].items()}
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


def stated_grades(ranked: Sequence[Judgement], bounds: tuple[float, float], *, task: bool) -> list[int]:
    """For each candidate of one source, the likeliest first: 2, 1, or 0 where nothing is to be stated.

    `bounds` are the cuts of grade 1 and grade 2. Where none passes them, the first of a `task` is stated to contribute
    if that is not too unlikely for any link: most tasks carry out something, and many clauses nothing.
    """
    grades = [2 if j.implements >= bounds[1] else int(j.contributes >= bounds[0]) for j in ranked]
    if task and ranked and not any(grades) and ranked[0].contributes >= LEAST:
        grades[0] = 1
    return grades

"""Results that reports tell: each with its quote, the report it stands in and what it reports on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from graph.cypher import UNIT_LABELS, by_ids, document_of, label_of, listing
from graph.store import GraphStore, Query, Row
from graph.walks.briefs import Brief, briefs, documents_of
from graph.walks.chain import STATED, below, next_steps
from ontology.communes import lies_in
from ontology.errors import NotFound

_RESULT = (
    "document", "kind", "text", "name", "indicator", "value_text", "comparator", "value", "value_max", "unit", "year",
    "period", "clause", "start", "end", "context", "order",
)  # fmt: skip
#: What the words of a document name or its report is about bears no method; links between texts have a status.
_EDGES = (
    "UNWIND $ids AS i MATCH (n:Result {id: i})-[r:REPORTS_ON]->(m) WHERE r.method IS NULL OR r.status IN $statuses "
    "RETURN n.id AS result, m.id AS target, r.score AS score, r.status AS status, r.method AS method, "
    "coalesce(r.source_quote, r.quote) AS source_quote, r.target_quote AS target_quote"
)
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class ReportedOn:
    """What a result reports on; a link between texts has a score, a status and both quotes."""

    unit: Brief
    score: float | None = None
    status: str | None = None
    method: str | None = None
    source_quote: str | None = None
    target_quote: str | None = None

    @property
    def id(self) -> str:
        """The id of the unit or document."""
        return self.unit.id


@dataclass(frozen=True, slots=True)
class ToldResult:
    """One result with its report (`number`, `type`, `place`, `issued`) and all that it reports on, units first.

    `through` is the task, clause or target on which it reports, where it was reached over links from another one.
    """

    id: str
    document: str
    kind: str
    text: str
    start: int
    end: int
    number: str | None = None
    type: str | None = None
    place: str | None = None
    issued: str | None = None
    source: str | None = None
    clause: str | None = None
    context: str = ""
    name: str | None = None
    indicator: str | None = None
    value_text: str | None = None
    comparator: str | None = None
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    year: int | None = None
    period: str | None = None
    on: tuple[ReportedOn, ...] = ()
    through: Brief | None = None


@dataclass(frozen=True, slots=True)
class ResultChoice:
    """Conditions on results; None and empty mean no condition.

    `agency` leads or watches what they report on; `linked` wants one on a task, clause or target.
    """

    documents: Collection[str] = ()
    kinds: Collection[str] = ()
    places: Collection[str] = ()
    on: str | None = None
    agency: str | None = None
    linked: bool = False


def results(store: GraphStore, choice: ResultChoice | None = None) -> list[ToldResult]:
    """The results that meet every condition, in the order of the reports. Raises NotFound for an id in the choice."""
    choice = choice or ResultChoice()
    for id in filter(None, (choice.on, choice.agency)):
        _there(store, id)
    found = _read(store, listing("Result", _RESULT))
    if choice.on is not None:
        reached = _on(store, [choice.on])
        found = [row for row in found if row["id"] in reached]
    found = [
        row
        for row in found
        if (not choice.documents or row["document"] in choice.documents)
        and (not choice.kinds or row["kind"] in choice.kinds)
    ]
    mine = _assigned(store, choice.agency) if choice.agency else None
    return [
        told
        for told in _told(store, found)
        if (not choice.places or lies_in(told.place, choice.places))
        and (mine is None or any(on.id in mine for on in told.on))
        and (not choice.linked or any(on.method for on in told.on))
    ]


def result(store: GraphStore, id: str) -> ToldResult:
    """One result. Raises NotFound."""
    rows = store.read(by_ids("Result", _RESULT, [id]))
    if not rows:
        raise NotFound(f"no result has the id {id!r}", hint="ids are case-sensitive; lists give them")
    return _told(store, rows)[0]


def results_on(store: GraphStore, id: str) -> list[ToldResult]:
    """What is reported on a task, clause, target or document, surest first; then what the units below it did.

    Below are the parts of a clause and the tasks, clauses and targets that implement it (grade 2), as deep as the
    chain goes; each result stands once, at the nearest unit. Raises NotFound.
    """
    _there(store, id)
    seen: dict[str, str] = {}
    edge, passed = [id], {id}
    if label_of(id) == "Clause":
        edge += [step.source for step in below(store, [id])]
    for _ in range(_DEEPEST if label_of(id) != "Document" else 1):
        for result, target in _on(store, edge).items():
            seen.setdefault(result, target)
        passed.update(edge)
        steps = next_steps(store, edge, "down", least_grade=2) if label_of(id) != "Document" else []
        edge = sorted({step.source for step in steps} - passed)
        if not edge:
            break
    if not seen:
        return []
    rows = _read(store, by_ids("Result", _RESULT, list(seen)))
    told = _told(store, rows, through={result: target for result, target in seen.items() if target != id})
    return sorted(told, key=lambda t: (t.through is not None, -_score(t, t.through.id if t.through else id)))


def _there(store: GraphStore, id: str) -> None:
    if not store.read(by_ids(label_of(id), ("id",), [id])):
        raise NotFound(f"nothing has the id {id!r}", hint="ids are case-sensitive; lists give them")


def _score(told: ToldResult, target: str) -> float:
    return next((on.score or 0.0 for on in told.on if on.id == target), 0.0)


def _read(store: GraphStore, query: Query) -> list[Row]:
    return sorted(store.read(query), key=lambda row: (row["document"], row["order"]))


def _on(store: GraphStore, ids: Iterable[str]) -> dict[str, str]:
    """Result -> which of some nodes it reports on: the surest, where there are several.

    What is reported on a part of a document is reported on the document.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        groups[label_of(id)].append(id)
    rows: list[Row] = []
    for label, group in groups.items():
        text = (
            f"UNWIND $ids AS i MATCH (m:{label} {{id: i}})<-[r:{'MEASURES' if label == 'Indicator' else 'REPORTS_ON'}]-"
            "(n:Result) WHERE r.method IS NULL OR r.status IN $statuses "
            "RETURN n.id AS result, m.id AS target, r.score AS score"
        )
        rows += store.read(Query(text, {"ids": group, "statuses": list(STATED)}))
    for label in UNIT_LABELS if groups["Document"] else ():
        text = (
            f"UNWIND $ids AS i MATCH (m:{label} {{document: i}})<-[r:REPORTS_ON]-(n:Result) "
            "WHERE r.status IN $statuses RETURN n.id AS result, i AS target, r.score AS score"
        )
        rows += store.read(Query(text, {"ids": groups["Document"], "statuses": list(STATED)}))
    rows.sort(key=lambda row: (-(row["score"] or 0.0), row["target"]))
    return {row["result"]: row["target"] for row in reversed(rows)}


def _assigned(store: GraphStore, agency: str) -> set[str]:
    rows = store.read(
        Query("MATCH (a:Agency {id: $id})<-[:LED_BY|OWNED_BY]-(n) RETURN n.id AS id", {"id": agency})
    )
    return {row["id"] for row in rows}


def _told(store: GraphStore, rows: list[Row], *, through: dict[str, str] | None = None) -> list[ToldResult]:
    through = through or {}
    edges: dict[str, list[Row]] = defaultdict(list)
    ids = [row["id"] for row in rows]
    for edge in store.read(Query(_EDGES, {"ids": ids, "statuses": list(STATED)})) if ids else ():
        edges[edge.pop("result")].append(edge)
    ends = briefs(store, [edge["target"] for found in edges.values() for edge in found] + [*through.values()])
    heads = documents_of(store, (row["document"] for row in rows))
    return [_result(row, edges[row["id"]], ends, heads, through.get(row["id"])) for row in rows]


def _result(
    row: Row, edges: list[Row], ends: dict[str, Brief], heads: dict[str, Row], through: str | None
) -> ToldResult:
    head = heads.get(document_of(row["id"]), {})
    on = [ReportedOn(ends[edge.pop("target")], **edge) for edge in edges]
    kept: dict[str, Any] = {key: row[key] for key in (*_RESULT, "id") if key not in ("order", "context")}
    kept |= {key: head.get(key) for key in ("number", "type", "place", "issued", "source")}
    return ToldResult(
        **kept,
        context=row["context"] or "",
        on=tuple(sorted(on, key=lambda o: (o.unit.label == "Document", -(o.score or 0.0), o.id))),
        through=ends.get(through) if through else None,
    )

"""Stored tasks, clauses, targets and results as the units that linkers and search look at."""

from __future__ import annotations

from graph.linkers.base import Unit
from graph.linkers.results import Aim, Told
from graph.store import GraphStore, Query, Row

BODY_KINDS = ("section", "clause", "point", "bullet")


def units(store: GraphStore, document: str) -> list[Unit]:
    """Tasks, body clauses and targets of one document, each in reading order."""
    return [*clause_units(store, document), *task_units(store, document), *target_units(store, document)]


def clause_units(store: GraphStore, document: str) -> list[Unit]:
    """The body's headings, clauses, points and bullets."""
    query = Query(
        "MATCH (c:Clause {document: $document}) WHERE c.kind IN $kinds "
        "RETURN c.id AS id, c.heading AS heading, c.text AS text, c.context AS context, c.label AS label, "
        "c.parent AS parent, c.path AS path ORDER BY c.order",
        {"document": document, "kinds": list(BODY_KINDS)},
    )
    return [
        _unit(row, "clause", document, " ".join(t for t in (row["heading"], row["text"]) if t), row["path"])
        for row in store.read(query)
    ]


def task_units(store: GraphStore, document: str) -> list[Unit]:
    """The tasks; the group's title counts as a heading."""
    query = Query(
        "MATCH (t:Task {document: $document}) RETURN t.id AS id, t.title AS text, t.context AS context, "
        "t.no AS no, t.clause AS parent ORDER BY t.order",
        {"document": document},
    )
    return [_unit(row, "task", document, row["text"], row["no"]) for row in store.read(query)]


def target_units(store: GraphStore, document: str) -> list[Unit]:
    """The targets; the text is the indicator's name as printed."""
    query = Query(
        "MATCH (t:Target {document: $document}) RETURN t.id AS id, t.name AS text, t.context AS context, "
        "t.no AS no, t.clause AS parent ORDER BY t.order",
        {"document": document},
    )
    return [_unit(row, "target", document, row["text"], row["no"]) for row in store.read(query)]


def aims(store: GraphStore, document: str) -> list[Aim]:
    """The targets of one document with what they measure and by when."""
    query = Query(
        "MATCH (t:Target {document: $document}) RETURN t.id AS id, t.indicator AS indicator, t.year AS year",
        {"document": document},
    )
    of = {row["id"]: row for row in store.read(query)}
    return [
        Aim(unit, of[unit.id]["indicator"] or unit.id, of[unit.id]["year"])
        for unit in target_units(store, document)
    ]


def told(store: GraphStore, document: str) -> list[Told]:
    """The results that one document tells; the text is what it says of each."""
    query = Query(
        "MATCH (r:Result {document: $document}) RETURN r.id AS id, r.text AS text, r.context AS context, "
        "r.clause AS parent, r.kind AS kind, r.name AS name, r.indicator AS indicator, r.year AS year, "
        "r.documents AS documents ORDER BY r.order",
        {"document": document},
    )
    return [
        Told(
            _unit(row, "result", document, row["text"], None),
            row["kind"],
            row["name"],
            row["indicator"],
            row["year"],
            next(iter(row["documents"] or ()), None) if row["kind"] == "issued" else None,
        )
        for row in store.read(query)
    ]


def _unit(row: Row, kind: str, document: str, text: str, label: str | None) -> Unit:
    headings = tuple(h for h in (row["context"] or "").split(" › ") if h)
    return Unit(row["id"], kind, document, text or "", headings, label, row["parent"])

"""Reading tasks, targets and clauses out of the store for a question: parameterised Cypher, plain rows back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.store import GraphStore, Query, Row
from search.types import AnswerCitation, AnswerRow

BODY = ("section", "clause", "point", "bullet")
_QUOTE = 400  # characters of a quote; enough to recognise the place, short enough to read
_TASK = (
    "t.id AS id, t.document AS document, t.no AS no, t.group AS group, t.group_title AS group_title, t.title AS title, "
    "t.output AS output, t.deadline_text AS deadline_text, t.deadline_kind AS deadline_kind, t.deadline_end AS "
    "deadline_end, t.deadline_condition AS condition, t.context AS context, t.start AS start, t.end AS end, "
    "t.order AS order"
)
_TARGET = (
    "t.id AS id, t.document AS document, t.no AS no, t.parent AS parent, t.name AS name, t.unit AS unit, "
    "t.year AS year, t.value_text AS value_text, t.comparator AS comparator, t.value AS value, "
    "t.value_max AS value_max, t.where AS where, t.context AS context, t.start AS start, "
    "t.end AS end, t.order AS order, t.clause AS clause"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as a row names it: id, resolved name, and the words printed."""

    id: str
    name: str
    text: str
    collective: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A task, target or clause: what questions compare and what an answer shows of it."""

    kind: str
    id: str
    document: str
    no: str | None
    text: str
    context: str
    start: int
    end: int
    order: int
    group: str | None = None
    group_title: str | None = None
    output: str | None = None
    deadline_text: str | None = None
    deadline_kind: str = "none"
    deadline_end: date | None = None
    condition: str | None = None
    year: int | None = None
    unit: str | None = None
    value_text: str | None = None
    value: float | None = None
    where: str | None = None
    path: str | None = None
    clause_kind: str | None = None
    lead: tuple[Named, ...] = ()
    coop: tuple[Named, ...] = ()
    owner: tuple[Named, ...] = ()


def _task(row: Row) -> Item:
    end = row["deadline_end"]
    return Item(
        kind="task",
        id=row["id"],
        document=row["document"],
        no=row["no"],
        text=row["title"] or "",
        context=row["context"] or "",
        start=row["start"],
        end=row["end"],
        order=row["order"] or 0,
        group=(row["group"] or "").rstrip(".") or None,
        group_title=row["group_title"],
        output=row["output"],
        deadline_text=row["deadline_text"],
        deadline_kind=row["deadline_kind"] or "none",
        deadline_end=date.fromisoformat(end) if end else None,
        condition=row["condition"],
    )


def _target(row: Row) -> Item:
    return Item(
        kind="target",
        id=row["id"],
        document=row["document"],
        no=row["no"],
        text=row["name"] or "",
        context=row["context"] or "",
        start=row["start"],
        end=row["end"],
        order=row["order"] or 0,
        group=row["parent"],
        year=row["year"],
        unit=row["unit"],
        value_text=row["value_text"],
        value=row["value"],
        where=row["where"],
    )


def _clause(row: Row) -> Item:
    text = " ".join(t for t in (row["heading"], row["text"]) if t)
    return Item(
        kind="clause",
        id=row["id"],
        document=row["document"],
        no=None,
        text=text,
        context=row["context"] or "",
        start=row["start"],
        end=row["end"],
        order=row["order"] or 0,
        path=row["path"],
        clause_kind=row["kind"],
    )


def tasks_query(documents: Collection[str]) -> Query:
    """The annex tasks of these documents, in order."""
    where = "t.document IN $documents AND t.no IS NOT NULL"
    text = f"MATCH (t:Task) WHERE {where} RETURN {_TASK} ORDER BY t.document, t.order"
    return Query(text, {"documents": sorted(documents)})


def targets_query(documents: Collection[str]) -> Query:
    """The targets of these documents, annex rows and those of the body, in order."""
    text = f"MATCH (t:Target) WHERE t.document IN $documents RETURN {_TARGET} ORDER BY t.document, t.order"
    return Query(text, {"documents": sorted(documents)})


def clauses_query(documents: Collection[str]) -> Query:
    """The body clauses of these documents, in order."""
    text = (
        "MATCH (c:Clause) WHERE c.document IN $documents AND c.kind IN $kinds RETURN c.id AS id, "
        "c.document AS document, c.path AS path, c.kind AS kind, c.heading AS heading, c.text AS text, "
        "c.context AS context, c.start AS start, c.end AS end, c.order AS order ORDER BY c.document, c.order"
    )
    return Query(text, {"documents": sorted(documents), "kinds": list(BODY)})


def assigned_query(label: str, relation: str, documents: Collection[str]) -> Query:
    """Who is assigned to the tasks or targets of these documents, in printed order."""
    text = (
        f"MATCH (t:{label})-[r:{relation}]->(a:Agency) WHERE t.document IN $documents RETURN t.id AS unit, a.id AS id, "
        "a.name AS name, r.text AS text, r.texts AS texts, r.collective AS collective, r.order AS order"
    )
    return Query(text, {"documents": sorted(documents)})


def _assigned(
    store: GraphStore, label: str, relation: str, documents: Collection[str]
) -> dict[str, tuple[Named, ...]]:
    out: dict[str, list[tuple[int, Named]]] = defaultdict(list)
    for row in store.read(assigned_query(label, relation, documents)):
        texts: Sequence[str] = row["texts"] or [row["text"] or row["name"]]
        for text in texts:
            named = Named(row["id"], row["name"] or "", text, bool(row["collective"]))
            out[row["unit"]].append((row["order"] or 0, named))
    return {unit: tuple(n for _, n in sorted(found, key=lambda x: x[0])) for unit, found in out.items()}


def tasks(store: GraphStore, documents: Collection[str]) -> list[Item]:
    """The annex tasks of these documents with who leads and who coordinates."""
    if not documents:
        return []
    lead = _assigned(store, "Task", "LED_BY", documents)
    coop = _assigned(store, "Task", "COORDINATED_BY", documents)
    items = [_task(row) for row in store.read(tasks_query(documents))]
    return [replace(i, lead=lead.get(i.id, ()), coop=coop.get(i.id, ())) for i in items]


def targets(store: GraphStore, documents: Collection[str]) -> list[Item]:
    """The targets of these documents with who owns them."""
    if not documents:
        return []
    owner = _assigned(store, "Target", "OWNED_BY", documents)
    items = [_target(row) for row in store.read(targets_query(documents))]
    return [replace(i, owner=owner.get(i.id, ())) for i in items]


def clauses(store: GraphStore, documents: Collection[str]) -> list[Item]:
    """The body clauses of these documents."""
    return [_clause(row) for row in store.read(clauses_query(documents))] if documents else []


class Quotes:
    """Source texts, read once each, and the quotes that stand in them."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._texts: dict[str, str] = {}

    def text(self, document: str) -> str:
        """The source text of a document; "" for one that is only cited."""
        if document not in self._texts:
            query = Query("MATCH (d:Document {id: $id}) RETURN d.source_text AS text", {"id": document})
            rows: list[dict[str, Any]] = self._store.read(query)
            self._texts[document] = (rows[0]["text"] if rows else None) or ""
        return self._texts[document]

    def cite(self, id: str, document: str, start: int | None, end: int | None) -> AnswerCitation | None:
        """The words that stand at [start, end), cut at a readable length; None when there are none."""
        text = self.text(document)
        if start is None or end is None or not text[start:end].strip():
            return None
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = min(end, start + _QUOTE)
        quote = text[start:end].rstrip()
        return AnswerCitation(id, document, quote, start, start + len(quote))

    def cite_all(self, items: Iterable[Item]) -> tuple[AnswerCitation, ...]:
        """A quote for each item, in order."""
        found = (self.cite(i.id, i.document, i.start, i.end) for i in items)
        return tuple(c for c in found if c is not None)


def answer_row(
    item: Item, source: str | None, *, number: str | int | None = None, score: float | None = None
) -> AnswerRow:
    """The row that an answer shows of an item."""
    return AnswerRow(
        kind=item.kind,
        id=item.id,
        document=item.document,
        source=source,
        no=item.no,
        path=item.path,
        name=None,
        number=number,
        year=item.year,
        value_text=item.value_text or item.deadline_text,
        text=item.text,
        score=round(score, 4) if score is not None else None,
    )

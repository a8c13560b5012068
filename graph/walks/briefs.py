"""What a list or a drawing says of a node: its words, its document, and for a task who leads it and by when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.cypher import by_ids, label_of, listing
from graph.store import GraphStore, Query, Row
from ontology.places import province_of


@dataclass(frozen=True, slots=True)
class Lead:
    """An agency and the words that name it in the document."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Brief:
    """One node in short. `number`, `type`, `level`, `place`, `issued` are its document's; what it lacks is None.

    `place` is the province whose document it is.
    """

    id: str
    label: str
    text: str
    document: str | None = None
    number: str | None = None
    type: str | None = None
    level: str | None = None
    place: str | None = None
    issued: str | None = None
    source: str | None = None
    path: str | None = None
    no: str | None = None
    context: str = ""
    lead: tuple[Lead, ...] = ()
    deadline_text: str | None = None
    deadline_end: str | None = None
    year: int | None = None
    value_text: str | None = None

    @property
    def is_assigned(self) -> bool:
        """Whether it is a task that someone leads, with a last day."""
        return self.label == "Task" and bool(self.lead) and self.deadline_end is not None


_COLUMNS: dict[str, tuple[str, ...]] = {
    "Document": ("number", "type", "title", "level", "place", "issued", "source"),
    "Clause": ("document", "path", "heading", "text", "context"),
    "Task": ("document", "no", "title", "context", "deadline_text", "deadline_end"),
    "Target": ("document", "no", "name", "context", "year", "value_text"),
    "Result": ("document", "text", "context", "year", "value_text"),
    "Agency": ("name", "place", "level"),
    "Indicator": ("name",),
    "Decision": ("status",),
}
_OF_DOCUMENT = ("number", "type", "level", "place", "issued", "source")


def briefs(store: GraphStore, ids: Iterable[str]) -> dict[str, Brief]:
    """The nodes that are there, by id, in the order of `ids`."""
    order = list(dict.fromkeys(ids))
    groups: dict[str, list[str]] = defaultdict(list)
    for id in order:
        groups[label_of(id)].append(id)
    rows: dict[str, Row] = {}
    for label, group in groups.items():
        if label in _COLUMNS:
            found = store.read(by_ids(label, _COLUMNS[label], group))
            rows |= {row["id"]: _at_home(row) if label == "Document" else row for row in found}
    heads = documents_of(store, (row["document"] for row in rows.values() if "document" in row))
    lead = leads(store, groups["Task"])
    return {id: _brief(rows[id], heads, lead.get(id, ())) for id in order if id in rows}


def documents_of(store: GraphStore, ids: Iterable[str]) -> dict[str, Row]:
    """Number, type, level, province, date and source of some documents, by id."""
    wanted = sorted(set(ids))
    found = store.read(by_ids("Document", _OF_DOCUMENT, wanted)) if wanted else []
    return {row["id"]: _at_home(row) for row in found}


def _at_home(document: Row) -> Row:
    return {**document, "place": province_of(document["place"], document["level"])}


def leads(store: GraphStore, tasks: list[str]) -> dict[str, tuple[Lead, ...]]:
    """Who leads each of some tasks, in the printed order."""
    if not tasks:
        return {}
    rows = store.read(
        Query(
            "UNWIND $ids AS i MATCH (n:Task {id: i})-[r:LED_BY]->(a:Agency) "
            "RETURN n.id AS task, a.id AS id, a.name AS name, r.order AS position",
            {"ids": tasks},
        )
    )
    out: dict[str, list[Lead]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["position"] or 0):
        out[row["task"]].append(Lead(row["id"], row["name"]))
    return {task: tuple(found) for task, found in out.items()}


def all_briefs(store: GraphStore, label: str, *, document: str | None = None) -> dict[str, Brief]:
    """Every node of a label, or those of one document, by id in the order of the text."""
    where = {"document": document} if document is not None else None
    rows = store.read(listing(label, (*_COLUMNS[label], "order"), where=where))
    heads = documents_of(store, (row["document"] for row in rows))
    lead = leads(store, [row["id"] for row in rows]) if label == "Task" else {}
    rows.sort(key=lambda row: (row["document"], row["order"]))
    return {row["id"]: _brief(row, heads, lead.get(row["id"], ())) for row in rows}


def _brief(row: Row, heads: dict[str, Row], lead: tuple[Lead, ...]) -> Brief:
    label = label_of(row["id"])
    head = row if label == "Document" else heads.get(row.get("document") or "", {})
    words = (row.get(key) for key in ("heading", "text", "title", "name"))
    kept: dict[str, Any] = {
        key: row.get(key)
        for key in ("document", "path", "no", "deadline_text", "deadline_end", "year", "value_text")
    }
    if label == "Document":
        kept["document"] = row["id"]
    return Brief(
        id=row["id"],
        label=label,
        text=" ".join(w for w in words if w) or row.get("number") or row["id"],
        context=row.get("context") or "",
        lead=lead,
        **kept,
        **{key: head.get(key) or row.get(key) or None for key in _OF_DOCUMENT},
    )

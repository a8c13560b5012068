"""Nodes and edges of the store as the shapes of the HTTP API. Reads only: what things mean is said below it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from api import doubts as doubted
from api import schemas as s
from graph import walks
from graph.cypher import by_ids, document_of, label_of, listing
from graph.store import GraphStore, Query, Row
from ontology.errors import NotFound
from ontology.places import place as province
from ontology.text import slug

TASK = (
    "document", "no", "group", "group_title", "title", "output", "deadline_text", "deadline_kind", "deadline_start",
    "deadline_end", "deadline_condition", "where", "file", "clause", "order",
)  # fmt: skip
TARGET = (
    "document", "no", "parent", "indicator", "name", "unit", "year", "value_text", "comparator", "value", "value_max",
    "where", "file", "clause", "order",
)  # fmt: skip
RELATED = ("BASED_ON", "IMPLEMENTS", "AMENDS", "REPLACES", "REPEALS", "GUIDES", "REPORTS_ON", "CITES")

#: What is stated of texts: scored links that a person has not rejected and that are more than candidates.
_STATED = "r.method IS NOT NULL AND r.status IN ['proposed', 'confirmed']"


def one(store: GraphStore, id: str, label: str, properties: tuple[str, ...]) -> Row:
    """The named properties of one node. Raises NotFound."""
    rows = store.read(by_ids(label, properties, [id])) if label_of(id) == label else []
    if not rows:
        raise NotFound(
            f"no {label.lower()} has the id {id!r}", hint="ids are case-sensitive; lists give them"
        )
    return rows[0]


def summaries(store: GraphStore) -> list[s.DocumentSummary]:
    """Every document with how much it holds and how far it is carried out, in the order of ids."""
    return [_summary(store, row) for row in walks.documents(store)]


def _summary(store: GraphStore, row: walks.DocumentRow) -> s.DocumentSummary:
    head = s.DocumentHead.model_validate(row)
    found = None if row.stub else s.CoverageShare.model_validate(walks.coverage(store, row.id))
    share = found if found and found.covered else None
    return s.DocumentSummary(**head.model_dump(), counts=s.Counts.model_validate(row), coverage=share)


def document(store: GraphStore, key: str) -> s.DocumentDetail:
    """One document by its id or number, with those that it names and that name it. Raises NotFound."""
    row = walks.document(store, key)
    heads = {other.id: s.DocumentHead.model_validate(other) for other in walks.documents(store)}
    related = [item for type_ in RELATED for item in _related(store, row.id, type_, heads)]
    files, doubts = _files(store, row.id), doubted.count(store, row.id)
    return s.DocumentDetail(**_summary(store, row).model_dump(), files=files, doubts=doubts, related=related)


def _files(store: GraphStore, id: str) -> list[s.DocumentFile]:
    (row,) = store.read(by_ids("Document", ("files", "source", "format", "sha256"), [id]))
    if not row["files"]:
        own = {"name": row["source"], "format": row["format"], "sha256": row["sha256"]}
        return [s.DocumentFile(**own)] if row["source"] else []
    fields = s.DocumentFile.model_fields
    return [s.DocumentFile(**{k: file[k] for k in fields}) for file in json.loads(row["files"])]


def _related(
    store: GraphStore, id: str, type_: str, heads: dict[str, s.DocumentHead]
) -> Iterable[s.RelatedDocument]:
    patterns: tuple[tuple[Literal["out", "in"], str], ...] = (
        ("out", "(d)-[r:{}]->(o:Document)"),
        ("in", "(d)<-[r:{}]-(o:Document)"),
    )
    for direction, pattern in patterns:
        rows = store.read(
            Query(
                f"MATCH (d:Document {{id: $id}}) MATCH {pattern.format(type_)} "
                "RETURN o.id AS id, r.quote AS quote, r.count AS count ORDER BY o.id",
                {"id": id},
            )
        )
        for row in rows:
            yield s.RelatedDocument(
                document=heads[row["id"]],
                relation=type_,
                direction=direction,
                quote=row["quote"],
                count=row["count"] or 1,
            )


def clauses(store: GraphStore, document: str) -> list[s.Clause]:
    """The clauses of a document in reading order. Raises NotFound."""
    rows = walks.outline(store, document)
    below, above = (linked(store, [row.id for row in rows], "Clause", way) for way in ("in", "out"))
    own = _heads(store)[document]["source"]
    return [
        s.Clause(
            id=row.id,
            document=document,
            path=row.path,
            kind=row.kind,
            label=row.label or "",
            heading=row.heading,
            text=row.text or "",
            parent=row.parent,
            order=row.order,
            page=row.page,
            file=row.file or own,
            carried_out_by=below[row.id],
            serves=above[row.id],
        )
        for row in rows
    ]


def clause(store: GraphStore, id: str) -> s.Clause:
    """One clause. Raises NotFound."""
    one(store, id, "Clause", ("id",))
    return next(clause for clause in clauses(store, document_of(id)) if clause.id == id)


def linked(
    store: GraphStore, ids: Sequence[str], label: str, direction: str, relation: str = "IMPLEMENTS"
) -> Counter[str]:
    """How many stated links of a relation run into (or out of) each of some units of one label."""
    arrow = f"<-[r:{relation}]-" if direction == "in" else f"-[r:{relation}]->"
    rows = store.read(
        Query(
            f"UNWIND $ids AS i MATCH (n:{label} {{id: i}}){arrow}(o) WHERE {_STATED} RETURN n.id AS id, count(o) AS n",
            {"ids": list(ids)},
        )
    )
    return Counter({row["id"]: row["n"] for row in rows})


def tasks(store: GraphStore, ids: Sequence[str]) -> list[s.Task]:
    """Some tasks with their agencies, in the order of `ids`; unknown ids are left out."""
    rows = {row["id"]: row for row in store.read(by_ids("Task", TASK, list(ids)))}
    lead, coop = assigned(store, "Task", "LED_BY", ids), assigned(store, "Task", "COORDINATED_BY", ids)
    above, told = linked(store, ids, "Task", "out"), linked(store, ids, "Task", "in", "REPORTS_ON")
    heads = _heads(store)
    return [
        _task(
            rows[id],
            heads.get(rows[id]["document"], {}),
            lead=lead[id],
            coop=coop[id],
            serves=above[id],
            reported=told[id],
        )
        for id in ids
        if id in rows
    ]


def _task(row: Row, head: Row, **more: Any) -> s.Task:
    deadline = {key: row[f"deadline_{key}"] for key in ("text", "kind", "start", "end", "condition")}
    plain = {
        key: row[key]
        for key in ("id", "document", "no", "group", "group_title", "title", "output", "where", "clause")
    }
    due = s.Deadline(**{**deadline, "kind": deadline["kind"] or "none"})
    file = row["file"] or head.get("source")
    return s.Task(**plain, document_number=head.get("number"), file=file, deadline=due, **more)


def targets(store: GraphStore, ids: Sequence[str]) -> list[s.Target]:
    """Some targets with their owners, in the order of `ids`; unknown ids are left out."""
    rows = {row["id"]: row for row in store.read(by_ids("Target", TARGET, list(ids)))}
    owner, heads = assigned(store, "Target", "OWNED_BY", ids), _heads(store)
    return [_target(rows[id], heads.get(rows[id]["document"], {}), owner[id]) for id in ids if id in rows]


def _target(row: Row, head: Row, owner: list[s.AgencyRef]) -> s.Target:
    plain = {key: value for key, value in row.items() if key in s.Target.model_fields}
    plain["file"] = row["file"] or head.get("source")
    return s.Target(**plain, period_end_year=row["year"], document_number=head.get("number"), owner=owner)


def unit_ids(store: GraphStore, label: str, document: str | None = None) -> list[str]:
    """The ids of the tasks or targets of a document (or of all), as printed. Raises NotFound."""
    if document is not None:
        one(store, document, "Document", ("id",))
    rows = store.read(
        listing(label, ("document", "order"), where={"document": document} if document else None)
    )
    return [row["id"] for row in sorted(rows, key=lambda row: (row["document"], row["order"]))]


def assigned(store: GraphStore, label: str, type_: str, ids: Sequence[str]) -> dict[str, list[s.AgencyRef]]:
    """Unit id -> its agencies over one relation, in the printed order."""
    rows = store.read(
        Query(
            f"UNWIND $ids AS i MATCH (n:{label} {{id: i}})-[r:{type_}]->(a:Agency) "
            "RETURN n.id AS unit, a.id AS id, a.name AS name ORDER BY r.order",
            {"ids": list(ids)},
        )
    )
    out: dict[str, list[s.AgencyRef]] = defaultdict(list)
    for row in rows:
        out[row["unit"]].append(s.AgencyRef(id=row["id"], name=row["name"]))
    return out


def _heads(store: GraphStore) -> dict[str, Row]:
    return {row["id"]: row for row in store.read(listing("Document", ("number", "source")))}


def agencies(store: GraphStore) -> list[s.Agency]:
    """Every agency with how many tasks it leads and coordinates and how many targets it watches."""
    counts = {
        field: _duties(store, label, type_)
        for field, label, type_ in (
            ("leads", "Task", "LED_BY"), ("coordinates", "Task", "COORDINATED_BY"), ("owns", "Target", "OWNED_BY"),
        )
    }  # fmt: skip
    inherited = _inherited(store)
    places = {
        slug(row["place"]): row["place"]
        for row in store.read(listing("Document", ("place",)))
        if row["place"]
    }
    return [
        s.Agency(
            id=row["id"],
            name=row["name"],
            place=places.get(row["place"]) or _province(row["place"]),
            collective=bool(row["collective"]),
            inherits=inherited.get(row["id"], 0),
            **{field: counter[row["id"]] for field, counter in counts.items()},
        )
        for row in store.read(listing("Agency", ("name", "place", "collective")))
    ]


def _inherited(store: GraphStore) -> dict[str, int]:
    """Agency -> how many tasks those lead whose duties came to it, over any number of successions."""
    successions = walks.successions(store)
    led: dict[str, set[str]] = defaultdict(set)
    for row in store.read(Query("MATCH (n:Task)-[:LED_BY]->(a:Agency) RETURN a.id AS agency, n.id AS task")):
        led[row["agency"]].add(row["task"])
    return {
        id: len(set().union(*(led[old] for old in walks.all_before(id, successions)))) for id in successions
    }


def _province(slug: str | None) -> str | None:
    """The province of a slug by its name: documents of its communes alone do not spell it."""
    found = province(slug) if slug else None
    return found.name if found else slug


def _duties(store: GraphStore, label: str, type_: str) -> Counter[str]:
    rows = store.read(Query(f"MATCH (n:{label})-[r:{type_}]->(a:Agency) RETURN a.id AS id, count(n) AS n"))
    return Counter({row["id"]: row["n"] for row in rows})


def agency(store: GraphStore, id: str) -> s.AgencyDetail:
    """One agency with its duties, tasks by their last day (undated ones last). Raises NotFound."""
    one(store, id, "Agency", ("id",))
    base = next(agency for agency in agencies(store) if agency.id == id)
    return s.AgencyDetail(
        **base.model_dump(),
        successors=_succession(store, id, "-[:SUCCEEDED_BY]->"),
        predecessors=_succession(store, id, "<-[:SUCCEEDED_BY]-"),
        leading=by_deadline(tasks(store, _assigned_to(store, id, "Task", "LED_BY"))),
        coordinating=by_deadline(tasks(store, _assigned_to(store, id, "Task", "COORDINATED_BY"))),
        targets=targets(store, _assigned_to(store, id, "Target", "OWNED_BY")),
    )


def _assigned_to(store: GraphStore, agency: str, label: str, type_: str) -> list[str]:
    rows = store.read(
        Query(
            f"MATCH (a:Agency {{id: $id}})<-[:{type_}]-(n:{label}) "
            "RETURN n.id AS id, n.document AS document, n.order AS position ORDER BY document, position",
            {"id": agency},
        )
    )
    return [row["id"] for row in rows]


def by_deadline(found: Sequence[s.Task]) -> list[s.Task]:
    """Tasks by their last day; those without one stand last, as printed."""
    return sorted(found, key=lambda task: (task.deadline.end is None, task.deadline.end))


def _succession(store: GraphStore, id: str, arrow: str) -> list[s.AgencyRef]:
    rows = store.read(
        Query(
            f"MATCH (a:Agency {{id: $id}}){arrow}(o:Agency) RETURN o.id AS id, o.name AS name ORDER BY o.name",
            {"id": id},
        )
    )
    return [s.AgencyRef(id=row["id"], name=row["name"]) for row in rows]

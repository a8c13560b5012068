"""What a person's words on the command line mean: a document's number, an item of it, an agency by any of its names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from graph import walks
from graph.cypher import listing
from graph.store import GraphStore, Query
from ontology.errors import InputError, NotFound
from ontology.places import place as province
from ontology.places import place_in
from ontology.text import fold, slug
from search.questions.catalogue import agency_key

_AGENCIES = Query("MATCH (a:Agency) RETURN a.id AS id, a.name AS name, a.place AS place ORDER BY a.id")


def find_node(store: GraphStore, key: str, item: str | None = None) -> str:
    """The id that `key` is, or the task, target or clause `item` of the document `key`. Raises NotFound."""
    if item is None:
        return walks.node(store, walks.id_of(store, key)).id
    document = walks.document_id(store, key)
    units = [
        (str(row[name]), row["id"])
        for label, name in (("Task", "no"), ("Clause", "path"), ("Target", "no"))
        for row in sorted(
            store.read(listing(label, (name, "order"), where={"document": document})),
            key=lambda r: r["order"],
        )
        if row[name]
    ]
    # As printed first; "iii.5" is "III.5" where nothing else is.
    for same in (str, fold):
        if found := next((id for printed, id in units if same(printed) == same(item)), None):
            return str(found)
    raise NotFound(
        f"{key} không có nhiệm vụ, điều khoản hay chỉ tiêu {item!r}",
        hint=f"truyvet show {key!r} liệt kê những gì có",
    )


def find_agencies(store: GraphStore, name: str) -> list[str]:
    """The ids of the agencies that a name means: an id, a name in any spelling that questions know, a part of a name.

    A province in the name leaves that province's agencies. Raises NotFound, which names those that are spelt alike.
    """
    if not name.strip():
        raise InputError("cần tên hoặc mã của một cơ quan")
    rows = store.read(_AGENCIES)
    if any(row["id"] == name for row in rows):
        return [name]
    at, key = place_in(name), agency_key(name)
    near = [row for row in rows if at is None or row["place"] == at.slug]
    said = [row for row in near if agency_key(row["name"]) == key]
    found = said or [row for row in rows if fold(name) in fold(row["name"])]
    if not found:
        names = {fold(row["name"]): row["name"] for row in rows}
        alike = get_close_matches(fold(name), names, n=3)
        hint = "gần giống: " + "; ".join(names[x] for x in alike) if alike else None
        raise NotFound(f"không có cơ quan nào tên là {name!r}", hint=hint)
    return [row["id"] for row in found]


def find_places(store: GraphStore, names: Iterable[str]) -> tuple[str, ...]:
    """Places as documents bear them, whatever their marks and capitals; a province need not have issued any.

    Raises NotFound, which lists the places of documents.
    """
    known = {
        slug(row["place"]): str(row["place"])
        for row in store.read(listing("Document", ("place",)))
        if row["place"]
    }
    out = []
    for name in names:
        found = known.get(slug(name)) or ((there := province(name)) and there.name)
        if not found:
            raise NotFound(
                f"no document comes from {name!r}, and no province has this name",
                hint=", ".join(sorted(known.values())),
            )
        out.append(found)
    return tuple(out)

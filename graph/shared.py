"""Nodes and edges that several documents have a say in: citations, stubs of cited documents, agencies. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from graph.store import Edge, Node, Value
from ontology import agencies
from ontology.types import Citation

Props = dict[str, Value]

#: From weakest to strongest: one edge stands between two documents, of the strongest relation that is stated.
STRENGTH = ("cites", "guides", "based_on", "implements", "amends", "repeals", "replaces")


def strongest(citations: Sequence[Citation]) -> Citation:
    """The citation with the strongest relation; the first of equals."""
    return max(citations, key=lambda c: STRENGTH.index(c.relation))


def citation_edges(document: str, type_: str | None, citations: Sequence[Citation]) -> list[Edge]:
    """One edge from a document to each document that it cites; citations of one target are taken together."""
    groups: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.target != document:
            groups[citation.target].append(citation)
    return [_citation_edge(document, type_, target, rows) for target, rows in groups.items()]


def _citation_edge(document: str, type_: str | None, target: str, rows: Sequence[Citation]) -> Edge:
    best = strongest(rows)
    first = min((m for c in rows for m in c.mentions), key=lambda m: m.start, default=None)
    edge = best.relation.upper()
    if is_reported(type_, best):
        edge = "REPORTS_ON"
    props: Props = {
        "owner": document, "relation": best.relation, "quote": best.quote,
        "start": first.start if first else None, "end": first.end if first else None,
        "count": sum(c.count for c in rows), "cited": best.target,
    }  # fmt: skip
    return Edge(edge, document, target, props)


def is_reported(type_: str | None, citation: Citation) -> bool:
    """Whether a document of this type is a report on the cited one: a report tells how an order was carried out."""
    return citation.relation == "implements" and (type_ or "").lower().startswith("báo cáo")


def stub(document: str, citations: Sequence[Citation]) -> Node:
    """A document that is only cited: of each property, what most citations say, the least where they tie."""

    def vote(values: Iterable[Value]) -> Value:
        counts: dict[Any, int] = defaultdict(int)
        for value in values:
            if value:
                counts[value] += 1
        return min(counts, key=lambda v: (-counts[v], str(v))) if counts else None

    issued = vote(c.date.isoformat() if c.date else None for c in citations)
    year = document.rpartition(".")[2]
    props: Props = {
        "stub": True, "number": vote(c.number for c in citations), "type": vote(c.type for c in citations) or "",
        "title": vote(c.title for c in citations) or "", "issued": issued, "issuer": vote(c.issuer for c in citations),
        "place": vote(c.place for c in citations), "year": int(year) if year.isdigit() else None,
    }  # fmt: skip
    return Node("Document", document, props)


def agency_node(id: str, name: str, *, collective: bool, known: bool) -> Node:
    """The node of an agency; what the authority list knows of it follows from its name and id."""
    authority = agencies.find(name, place=None)
    place = id.partition(".")[2] or None
    props: Props = {"name": name, "collective": collective, "known": known, "place": place}
    if authority:
        props["level"] = authority.level
    return Node("Agency", id, props)

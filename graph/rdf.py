"""A store's content as RDF, and SPARQL over it.

What documents share (agencies, indicators, documents that are only cited) is in the graph `…/id/shared`; each
document's own nodes and edges are in a named graph of the document's IRI, so that a triple tells whose it is.
An edge is one triple; an edge with a quote or a score is a `tv:TraceLink` as well, and candidates that no one has
proposed are only that.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import ORG, RDF, XSD
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.query import Result
from rdflib.term import Node

from graph.files import replaced
from graph.store import GraphStore, Query, Row
from ontology.errors import QueryRefused, UnsupportedFormat
from ontology.rdf import CLASSES, ELI, ID, LINK_PROPERTIES, PROPERTIES, TV, bind, iri, kind_iri
from ontology.relations import RELATIONS
from ontology.vocabulary import kind_of_name

SHARED = ID.shared
FORMATS = (".nq", ".nt", ".ttl")
#: Where a parser says that it stopped; the error has it as numbers.
_PLACE = re.compile(r"\s*\(at char \d+\), \(line:\d+, col:\d+\)")
_UNSTATED = ("candidate", "rejected")
_EDGES = (
    "MATCH (a)-[r:{type}]->(b) RETURN a.id AS source, b.id AS target, r.owner AS owner, r.quote AS quote, "
    "r.grade AS grade, r.score AS score, r.status AS status, r.method AS method, r.source_quote AS source_quote, "
    "r.target_quote AS target_quote, r.since AS since"
)


class Quads(Dataset):
    """A Dataset that does not warn of itself: rdflib's own query engine still uses a property that it deprecates."""

    @property
    def default_context(self) -> Graph:
        """The default graph."""
        return cast(Graph, self.__dict__["_default_context"])

    @default_context.setter
    def default_context(self, value: Graph) -> None:
        self.__dict__["_default_context"] = value

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        """The named graphs and the default one."""
        return self.graphs(triple)


def to_graph(store: GraphStore) -> Dataset:
    """Everything in the store but its indexes; queries without GRAPH see all graphs together."""
    data = Quads(default_union=True)
    bind(data)
    for label in CLASSES:
        _nodes(data, store, label)
    for name in RELATIONS:
        for row in store.read(Query(_EDGES.format(type=name))):
            _edge(data, name, row)
    return data


def _nodes(data: Dataset, store: GraphStore, label: str) -> None:
    columns = ", ".join(f"n.{name} AS {name}" for name in ("id", "owner", *PROPERTIES[label]))
    for row in store.read(Query(f"MATCH (n:{label}) RETURN {columns}")):
        graph = _home(data, row["owner"])
        node = iri(row["id"])
        graph.add((node, RDF.type, CLASSES[label][0]))
        for name, (predicate, datatype) in PROPERTIES[label].items():
            value = row[name]
            if value is not None and value != "":
                graph.add((node, predicate, _literal(value, datatype)))
        kind = kind_of_name(row["type"]) if label == "Document" and row["type"] else None
        if kind is not None:
            graph.add((node, ELI.type_document, kind_iri(kind.name)))


def _literal(value: Any, datatype: URIRef) -> Literal:
    if datatype == XSD.boolean:
        return Literal(bool(value))
    if datatype == XSD.string:
        return Literal(str(value))
    return Literal(float(value) if datatype == XSD.double else value, datatype=datatype)


def _home(data: Dataset, owner: str | None) -> Graph:
    return data.graph(iri(owner) if owner else SHARED)


def _edge(data: Dataset, name: str, row: Row) -> None:
    graph = _home(data, row["owner"])
    source, target = iri(row["source"]), iri(row["target"])
    if name == "SUCCEEDED_BY":
        _succession(graph, source, target, row)
        return
    predicate = URIRef(RELATIONS[name].iri)
    if row["status"] not in _UNSTATED:
        graph.add((source, predicate, target))
    known = {key: row[key] for key in LINK_PROPERTIES if row[key] is not None}
    if not known:
        return
    link = ID[f"link/{_tail(source)}/{name}/{_tail(target)}"]
    graph.add((link, RDF.type, TV.TraceLink))
    graph.add((link, TV.linkSource, source))
    graph.add((link, TV.linkTarget, target))
    graph.add((link, TV.linkRelation, predicate))
    for key, value in known.items():
        property_, datatype = LINK_PROPERTIES[key]
        graph.add((link, property_, _literal(value, datatype)))


def _tail(node: URIRef) -> str:
    return str(node).removeprefix(str(ID)).replace("#", "/")


def _succession(graph: Graph, source: URIRef, target: URIRef, row: Row) -> None:
    event = ID[f"change/{_tail(source)}/{_tail(target)}"]
    graph.add((event, RDF.type, ORG.ChangeEvent))
    graph.add((event, ORG.originalOrganization, source))
    graph.add((event, ORG.resultingOrganization, target))
    if row["since"]:
        graph.add((event, TV.since, Literal(row["since"], datatype=XSD.date)))


def write_rdf(store: GraphStore, path: Path) -> int:
    """Write the store's content to a file, whose suffix names the format; returns the number of statements.

    N-Quads keep whose a triple is; N-Triples and Turtle hold all triples together. N-Quads and N-Triples are sorted,
    so that one state gives one file. Raises UnsupportedFormat.
    """
    if path.suffix not in FORMATS:
        raise UnsupportedFormat(f"no RDF format for {path.suffix!r}", hint="possible: " + ", ".join(FORMATS))
    data = to_graph(store)
    if path.suffix == ".nq":
        lines = [
            line[:-1] + f"{graph.identifier.n3()} ." for graph in data.graphs() for line in _lines(graph)
        ]
    else:
        union = Graph()
        bind(union)
        for subject, predicate, value, _ in data:
            union.add((subject, predicate, value))
        lines = _lines(union)
    text = (
        union.serialize(format="turtle")
        if path.suffix == ".ttl"
        else "".join(sorted(f"{x}\n" for x in lines))
    )
    with replaced(path) as file:
        file.write(text)
    return len(lines)


def _lines(graph: Graph) -> list[str]:
    return [line for line in graph.serialize(format="nt").splitlines() if line]


def sparql(source: GraphStore | Dataset, query: str, *, limit: int = 1000) -> list[Row]:
    """The rows of a read-only SPARQL query, as `sparql_table` gives them."""
    return sparql_table(source, query, limit=limit)[1]


def sparql_table(
    source: GraphStore | Dataset, query: str, *, limit: int = 1000
) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and rows of a query: SELECT gives its variables, ASK `{"ask": true}`, CONSTRUCT s, p and o.

    A dataset from `to_graph` answers many queries; a store is read anew for each. At most `limit` rows. Raises
    QueryRefused for updates, for what reaches over the network (SERVICE, FROM) and for what does not parse.
    """
    try:
        prepared = prepareQuery(query, initNs={"tv": TV, "eli": ELI})
    except Exception as exc:  # rdflib raises bare Exceptions, for an unknown prefix for one
        raise QueryRefused(
            f"not a SPARQL query: {_PLACE.sub('', str(exc))}",
            line=getattr(exc, "lineno", None),
            column=getattr(exc, "column", None),
            hint="only SELECT, ASK, CONSTRUCT and DESCRIBE are answered",
        ) from exc
    if _reaches_out(prepared.algebra):
        raise QueryRefused("SERVICE and FROM are not answered", hint="use GRAPH for the graphs of the store")
    data = source if isinstance(source, Dataset) else to_graph(source)
    return _table(data.query(prepared), limit)


def _reaches_out(part: Any) -> bool:
    if isinstance(part, CompValue):
        if part.name in ("ServiceGraphPattern", "DatasetClause") or dict.get(part, "datasetClause"):
            return True
        return any(_reaches_out(value) for value in part.values())
    return isinstance(part, list) and any(_reaches_out(value) for value in part)


def _table(result: Result, limit: int) -> tuple[tuple[str, ...], list[Row]]:
    if result.type == "ASK":
        return ("ask",), [{"ask": bool(result.askAnswer)}]
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        triples = sorted(result.graph or ())
        rows = [{"s": _plain(s), "p": _plain(p), "o": _plain(o)} for s, p, o in triples[:limit]]
        return ("s", "p", "o"), rows
    names = tuple(str(name) for name in result.vars or ())
    out: list[Row] = []
    for bound in result:
        if len(out) == limit:
            break
        out.append(dict(zip(names, map(_plain, bound), strict=True)))  # type: ignore[arg-type]
    return names, out


def _plain(value: Node | None) -> Any:
    """A term as a JSON value: numbers and truth values as such, IRIs and everything else as text."""
    if isinstance(value, Literal):
        plain = value.toPython()
        return plain if isinstance(plain, str | int | float | bool) else str(value)
    if isinstance(value, BNode):
        return f"_:{value}"
    return None if value is None else str(value)

"""A store's content as RDF, and SPARQL over it.

What documents share (agencies, indicators, documents that are only cited) is in the graph `…/id/shared`; each
document's own nodes and edges are in a named graph of the document's IRI, so that a triple tells whose it is.
An edge is one triple; an edge with a quote or a score is a `tv:TraceLink` as well, and candidates that no one has
proposed are only that. A link says which linker or person it is of (`prov:wasAttributedTo`), and each decision of a
person on it is an activity that used it, in the shared graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import ORG, PROV, RDF, RDFS, XSD
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.query import Result
from rdflib.term import Node

from graph.decisions import Decision, decisions
from graph.files import replaced
from graph.review import BY_HAND
from graph.store import GraphStore, Query, Row
from ontology.errors import QueryRefused, UnsupportedFormat
from ontology.rdf import (
    CLASSES,
    DECISION_PROPERTIES,
    ELI,
    ID,
    LINK_PROPERTIES,
    PROPERTIES,
    TV,
    bind,
    iri,
    kind_iri,
    ontology_graph,
    ontology_turtle,
)
from ontology.relations import RELATIONS
from ontology.vocabulary import kind_of_name

SHARED = ID.shared
FORMATS = (".nq", ".nt", ".ttl", ".trig", ".jsonld")
#: Where a parser says that it stopped; the error has it as numbers.
_PLACE = re.compile(r"\s*\(at char \d+\), \(line:\d+, col:\d+\)")
_STAR = re.compile(r"\bSELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](?P<name>\w+)")
_WITH_GRAPHS = (".nq", ".trig", ".jsonld")
_UNSTATED = ("candidate", "rejected")
_EDGES = (
    "MATCH (a)-[r:{type}]->(b) RETURN a.id AS source, b.id AS target, r.owner AS owner, r.quote AS quote, "
    "r.grade AS grade, r.score AS score, r.status AS status, r.method AS method, r.source_quote AS source_quote, "
    "r.target_quote AS target_quote, r.suspect AS suspect, r.reviewer AS reviewer, r.since AS since"
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
    for decision in decisions(store):
        _decision(data.graph(SHARED), decision)
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
    link = _link_iri(source, name, target)
    graph.add((link, RDF.type, TV.TraceLink))
    graph.add((link, TV.linkSource, source))
    graph.add((link, TV.linkTarget, target))
    graph.add((link, TV.linkRelation, predicate))
    for key, value in known.items():
        property_, datatype = LINK_PROPERTIES[key]
        graph.add((link, property_, _literal(value, datatype)))
    for class_, agent in ((PROV.SoftwareAgent, row["method"]), (PROV.Person, row["reviewer"])):
        if agent and agent != BY_HAND:
            graph.add((link, PROV.wasAttributedTo, _agent(data.graph(SHARED), class_, agent)))


def _link_iri(source: URIRef, name: str, target: URIRef) -> URIRef:
    return ID[f"link/{_tail(source)}/{name}/{_tail(target)}"]


def _agent(graph: Graph, class_: URIRef, name: str) -> URIRef:
    """A linker, or a person who decides, by name."""
    node = ID[f"{'person' if class_ == PROV.Person else 'agent'}/{quote(name, safe='')}"]
    if (node, RDF.type, class_) not in graph:  # most links are of one linker
        graph.add((node, RDF.type, class_))
        graph.add((node, RDFS.label, Literal(name)))
    return node


def _decision(graph: Graph, decision: Decision) -> None:
    node = iri(decision.id)
    graph.add((node, RDF.type, TV.Decision))
    graph.add((node, PROV.used, _link_iri(iri(decision.source), decision.relation, iri(decision.target))))
    graph.add((node, PROV.wasAssociatedWith, _agent(graph, PROV.Person, decision.reviewer)))
    for key, (predicate, datatype) in DECISION_PROPERTIES.items():
        value = getattr(decision, key)
        if value is not None:
            graph.add((node, predicate, _literal(value, datatype)))


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

    N-Quads, TriG and JSON-LD keep whose a triple is; N-Triples and Turtle hold all triples together. N-Quads and
    N-Triples are sorted, so that one state gives one file. Raises UnsupportedFormat.
    """
    if path.suffix not in FORMATS:
        raise UnsupportedFormat(f"no RDF format for {path.suffix!r}", hint="possible: " + ", ".join(FORMATS))
    data = to_graph(store)
    whole: Graph = data if path.suffix in _WITH_GRAPHS else _union(data)
    match path.suffix:
        case ".nq":
            quads = (line[:-1] + f"{g.identifier.n3()} ." for g in data.graphs() for line in _lines(g))
            text = _sorted(quads)
        case ".nt":
            text = _sorted(_lines(whole))
        case ".ttl":
            text = whole.serialize(format="turtle")
        case ".trig":
            text = whole.serialize(format="trig")
        case _:
            text = whole.serialize(format="json-ld", auto_compact=True)
    with replaced(path) as file:
        file.write(text)
    return len(whole)


def _union(data: Dataset) -> Graph:
    """All triples together, whoever said them."""
    union = Graph()
    bind(union)
    for subject, predicate, value, _ in data:
        union.add((subject, predicate, value))
    return union


def write_ontology(store: GraphStore, path: Path) -> int:
    """Write classes, properties, vocabularies and shapes, which every store shares; returns how many statements."""
    del store
    if path.suffix != ".ttl":
        raise UnsupportedFormat(
            f"the ontology is Turtle, not {path.suffix!r}", hint="a file that ends in .ttl"
        )
    with replaced(path) as file:
        file.write(ontology_turtle())
    return len(ontology_graph())


def _sorted(lines: Iterable[str]) -> str:
    return "".join(sorted(f"{line}\n" for line in lines))


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
    return _table(data.query(prepared), limit, _as_written(query))


def _as_written(query: str) -> Callable[[str], int] | None:
    """The order of the columns of `SELECT *`, which rdflib leaves to chance: as the text first names them."""
    if not _STAR.search(query):
        return None
    first = {found["name"]: found.start() for found in reversed([*_VARIABLE.finditer(query)])}
    return lambda name: first.get(name, len(query))


def _reaches_out(part: Any) -> bool:
    if isinstance(part, CompValue):
        if part.name in ("ServiceGraphPattern", "DatasetClause") or dict.get(part, "datasetClause"):
            return True
        return any(_reaches_out(value) for value in part.values())
    return isinstance(part, list) and any(_reaches_out(value) for value in part)


def _table(
    result: Result, limit: int, order: Callable[[str], int] | None
) -> tuple[tuple[str, ...], list[Row]]:
    if result.type == "ASK":
        return ("ask",), [{"ask": bool(result.askAnswer)}]
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        triples = sorted(result.graph or ())
        rows = [{"s": _plain(s), "p": _plain(p), "o": _plain(o)} for s, p, o in triples[:limit]]
        return ("s", "p", "o"), rows
    given = [str(name) for name in result.vars or ()]
    names = tuple(sorted(given, key=order) if order else given)
    out: list[Row] = []
    for bound in result:
        if len(out) == limit:
            break
        row = dict(zip(given, map(_plain, bound), strict=True))  # type: ignore[arg-type]
        out.append({name: row[name] for name in names})
    return names, out


def _plain(value: Node | None) -> Any:
    """A term as a JSON value: numbers and truth values as such, IRIs and everything else as text."""
    if isinstance(value, Literal):
        plain = value.toPython()
        return plain if isinstance(plain, str | int | float | bool) else str(value)
    if isinstance(value, BNode):
        return f"_:{value}"
    return None if value is None else str(value)

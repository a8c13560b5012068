"""The ontology as RDF: relations, classes and vocabularies in OWL and SKOS, and what data must look like in SHACL.

Everything is generated from the tables of this package, so the Turtle file never says other than the code. ELI has no
namespace in rdflib; it is declared here. `eli:implements` is deprecated there: carrying out is `tv:implements`, a
sub-property of `eli:applies`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args
from urllib.parse import quote

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SH, SKOS, XSD
from rdflib.term import Node

from ontology.rdf_words import PROPERTY_WORDS, SCHEME_WORDS
from ontology.relations import RELATIONS
from ontology.text import slug
from ontology.types import ClauseKind, Comparator, DeadlineKind, LinkStatus, ResultKind
from ontology.vocabulary import KINDS

TV = Namespace("https://truyvet.example/ns#")
ID = Namespace("https://truyvet.example/id/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")

#: label of the graph -> class, what it specialises, names
CLASSES: dict[str, tuple[URIRef, tuple[URIRef, ...], str, str]] = {
    "Document": (TV.Document, (ELI.LegalResource,), "văn bản", "document"),
    "Clause": (TV.Clause, (ELI.LegalResourceSubdivision,), "điều khoản", "clause"),
    "Task": (TV.Task, (PROV.Plan,), "nhiệm vụ", "task"),
    "Target": (TV.Target, (QB.Observation,), "mục tiêu", "target"),
    "Result": (TV.Result, (PROV.Entity,), "kết quả", "result"),
    "Agency": (TV.Agency, (ORG.FormalOrganization,), "cơ quan", "agency"),
    "Indicator": (TV.Indicator, (SKOS.Concept,), "chỉ tiêu", "indicator"),
}

#: label -> property of the graph -> (predicate, datatype); dates and whole numbers keep their types
PROPERTIES: dict[str, dict[str, tuple[URIRef, URIRef]]] = {
    "Document": {
        "number": (ELI.number, XSD.string), "title": (ELI.title, XSD.string), "type": (TV.documentType, XSD.string),
        "issued": (ELI.date_document, XSD.date), "issuer": (TV.issuerName, XSD.string),
        "signer": (TV.signer, XSD.string), "place": (TV.place, XSD.string), "level": (TV.level, XSD.string),
        "source": (DCTERMS.source, XSD.string), "stub": (TV.stub, XSD.boolean),
    },
    "Clause": {
        "path": (TV.path, XSD.string), "kind": (TV.kind, XSD.string), "label": (TV.label, XSD.string),
        "heading": (TV.heading, XSD.string), "text": (TV.text, XSD.string), "start": (TV.start, XSD.integer),
        "end": (TV.end, XSD.integer), "page": (TV.page, XSD.integer),
    },
    "Task": {
        "no": (TV.no, XSD.string), "group": (TV.group, XSD.string), "title": (DCTERMS.title, XSD.string),
        "output": (TV.output, XSD.string), "deadline_text": (TV.deadlineText, XSD.string),
        "deadline_kind": (TV.deadlineKind, XSD.string), "deadline_start": (TV.deadlineStart, XSD.date),
        "deadline_end": (TV.deadlineEnd, XSD.date), "where": (TV.where, XSD.string),
    },
    "Target": {
        "no": (TV.no, XSD.string), "name": (DCTERMS.title, XSD.string), "unit": (TV.unit, XSD.string),
        "year": (TV.year, XSD.integer), "value_text": (TV.valueText, XSD.string),
        "comparator": (TV.comparator, XSD.string), "value": (TV.value, XSD.double),
        "value_max": (TV.valueMax, XSD.double), "where": (TV.where, XSD.string),
    },
    "Result": {
        "kind": (TV.resultKind, XSD.string), "text": (TV.text, XSD.string), "name": (DCTERMS.title, XSD.string),
        "value_text": (TV.valueText, XSD.string), "comparator": (TV.comparator, XSD.string),
        "value": (TV.value, XSD.double), "value_max": (TV.valueMax, XSD.double), "unit": (TV.unit, XSD.string),
        "year": (TV.year, XSD.integer), "period": (TV.period, XSD.string), "start": (TV.start, XSD.integer),
        "end": (TV.end, XSD.integer),
    },
    "Agency": {
        "name": (SKOS.prefLabel, XSD.string), "place": (TV.place, XSD.string), "level": (TV.level, XSD.string),
        "collective": (TV.collective, XSD.boolean), "known": (TV.known, XSD.boolean),
    },
    "Indicator": {"name": (SKOS.prefLabel, XSD.string), "unit": (TV.unit, XSD.string)},
}  # fmt: skip

#: A relation with its evidence: a node of its own, so that plain RDF can carry quote, score and status.
LINK_PROPERTIES: dict[str, tuple[URIRef, URIRef]] = {
    "grade": (TV.grade, XSD.integer), "score": (TV.score, XSD.double), "status": (TV.status, XSD.string),
    "method": (TV.method, XSD.string), "quote": (PROV.value, XSD.string), "source_quote": (TV.sourceQuote, XSD.string),
    "target_quote": (TV.targetQuote, XSD.string), "suspect": (TV.suspect, XSD.boolean),
}  # fmt: skip

#: What a person decided on a link, and when: an activity that used the link.
DECISION_PROPERTIES: dict[str, tuple[URIRef, URIRef]] = {
    "status": (TV.status, XSD.string), "grade": (TV.grade, XSD.integer), "reason": (TV.reason, XSD.string),
    "at": (PROV.endedAtTime, XSD.dateTime),
}  # fmt: skip

_SCHEMES: dict[str, tuple[str, ...]] = {
    "clause-kinds": get_args(ClauseKind),
    "deadline-kinds": get_args(DeadlineKind),
    "result-kinds": get_args(ResultKind),
    "link-statuses": get_args(LinkStatus),
}


def iri(node: str) -> URIRef:
    """The IRI of a node of the graph; its id can be read back from it.

    >>> str(iri("57-nq-tw.vn.2024#III.5"))
    'https://truyvet.example/id/57-nq-tw.vn.2024#III.5'
    """
    document, hash_, part = node.partition("#")
    return URIRef(ID + quote(document, safe=":~") + hash_ + quote(part, safe=":~"))


def ontology_graph() -> Graph:
    """Classes, relations, properties, vocabularies and shapes as one graph."""
    graph = Graph(bind_namespaces="none")
    bind(graph)
    head = URIRef(str(TV).rstrip("#"))
    graph.add((head, RDF.type, OWL.Ontology))
    graph.add((head, RDFS.label, Literal("TruyVết", lang="vi")))
    graph.add(
        (
            head,
            RDFS.comment,
            Literal("Resolutions, plans, tasks and targets, and what carries out what", lang="en"),
        )
    )
    _classes(graph)
    _relations(graph)
    _properties(graph)
    _vocabularies(graph)
    _shapes(graph)
    return graph


def ontology_turtle() -> str:
    """The ontology and its shapes as Turtle; the same text each time."""
    return ontology_graph().serialize(format="longturtle")


def bind(graph: Graph) -> None:
    """The prefixes that the project's RDF uses."""
    named = {"tv": TV, "eli": ELI, "org": ORG, "prov": PROV, "skos": SKOS, "qb": QB, "sh": SH, "owl": OWL}
    for prefix, namespace in {**named, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "dcterms": DCTERMS}.items():
        graph.bind(prefix, namespace)


def _named(graph: Graph, node: URIRef, vi: str, en: str) -> None:
    graph.add((node, RDFS.label, Literal(vi, lang="vi")))
    graph.add((node, RDFS.label, Literal(en, lang="en")))


def _classes(graph: Graph) -> None:
    for class_, above, vi, en in CLASSES.values():
        graph.add((class_, RDF.type, OWL.Class))
        _named(graph, class_, vi, en)
        for parent in above:
            graph.add((class_, RDFS.subClassOf, parent))
    graph.add((TV.TraceLink, RDF.type, OWL.Class))
    graph.add((TV.TraceLink, RDFS.subClassOf, PROV.Entity))
    _named(graph, TV.TraceLink, "liên kết có bằng chứng", "link with evidence")
    graph.add((TV.Decision, RDF.type, OWL.Class))
    graph.add((TV.Decision, RDFS.subClassOf, PROV.Activity))
    _named(graph, TV.Decision, "quyết định về một liên kết", "decision on a link")
    for ends in (TV.linkSource, TV.linkTarget, TV.linkRelation):
        graph.add((ends, RDF.type, OWL.ObjectProperty))
        graph.add((ends, RDFS.domain, TV.TraceLink))
        _named(graph, ends, *PROPERTY_WORDS[ends.fragment])
    for ends in (TV.linkSource, TV.linkTarget):
        graph.add((ends, RDFS.subPropertyOf, PROV.wasDerivedFrom))


def _ends(graph: Graph, labels: tuple[str, ...]) -> URIRef | BNode:
    classes = [CLASSES[label][0] for label in labels]
    if len(classes) == 1:
        return classes[0]
    union = BNode("union-" + "-".join(labels))
    members = BNode(f"{union}-0")
    graph.add((union, RDF.type, OWL.Class))
    graph.add((union, OWL.unionOf, members))
    _list(graph, members, classes)
    return union


def _list(graph: Graph, head: BNode, values: Sequence[Node]) -> None:
    """An RDF list whose nodes have fixed names, so that the text is the same each time."""
    for i, value in enumerate(values):
        node = BNode(f"{head}{i or ''}")
        graph.add((node, RDF.first, value))
        graph.add((node, RDF.rest, BNode(f"{head}{i + 1}") if i + 1 < len(values) else RDF.nil))


def _relations(graph: Graph) -> None:
    for relation in RELATIONS.values():
        node = URIRef(relation.iri)
        if node == ORG.resultingOrganization:
            continue  # a succession is a change event with two ends, see `graph.rdf`
        graph.add((node, RDF.type, OWL.ObjectProperty))
        _named(graph, node, relation.label_vi, relation.label_en)
        if node not in TV:
            continue  # what others define, they define
        graph.add((node, RDFS.domain, _ends(graph, relation.source)))
        graph.add((node, RDFS.range, _ends(graph, relation.target)))
        inverse = TV[_camel(relation.inverse)]
        graph.add((inverse, RDF.type, OWL.ObjectProperty))
        if inverse == node or relation.inverse == relation.name:
            graph.add((node, RDF.type, OWL.SymmetricProperty))
        else:
            graph.add((inverse, OWL.inverseOf, node))
            graph.add((inverse, RDFS.label, Literal(relation.inverse_label_vi, lang="vi")))
    graph.add((TV.implements, RDFS.subPropertyOf, ELI.applies))
    graph.add((TV.reportsOn, RDFS.subPropertyOf, ELI.cites))
    graph.add((TV.guides, RDFS.subPropertyOf, ELI.cites))
    graph.add((TV.replaces, RDFS.subPropertyOf, ELI.changes))
    graph.add((TV.sameTaskAs, RDFS.subPropertyOf, SKOS.related))


def _camel(name: str) -> str:
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def _properties(graph: Graph) -> None:
    rows = [(CLASSES[label][0], *row) for label, table in PROPERTIES.items() for row in table.values()]
    rows += [(TV.TraceLink, *row) for row in LINK_PROPERTIES.values()]
    rows += [(TV.Decision, *row) for row in DECISION_PROPERTIES.values()]
    rows += [(ORG.ChangeEvent, TV.since, XSD.date)]
    used = {predicate: [c for c, p, _ in rows if p == predicate] for _, predicate, _ in rows}
    for class_, predicate, datatype in rows:
        if predicate not in TV:
            continue
        graph.add((predicate, RDF.type, OWL.DatatypeProperty))
        graph.add((predicate, RDFS.range, datatype))
        _named(graph, predicate, *PROPERTY_WORDS[predicate.fragment])
        if len(set(used[predicate])) == 1:
            graph.add((predicate, RDFS.domain, class_))


def _vocabularies(graph: Graph) -> None:
    scheme = ID["vocabulary/document-kinds"]
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, SKOS.prefLabel, Literal("Loại văn bản", lang="vi")))
    graph.add((scheme, SKOS.prefLabel, Literal("Kinds of documents", lang="en")))
    for kind in KINDS:
        node = kind_iri(kind.name)
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, scheme))
        graph.add((node, SKOS.prefLabel, Literal(kind.name, lang="vi")))
        graph.add((node, SKOS.prefLabel, Literal(kind.name_en, lang="en")))
        if kind.code:
            graph.add((node, SKOS.notation, Literal(kind.code)))
    for name, values in _SCHEMES.items():
        scheme = ID["vocabulary/" + name]
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        words, of_values = SCHEME_WORDS[name]
        _preferred(graph, scheme, *words)
        for value in values:
            node = ID[f"vocabulary/{name}/{value}"]
            graph.add((node, RDF.type, SKOS.Concept))
            graph.add((node, SKOS.inScheme, scheme))
            graph.add((node, SKOS.notation, Literal(value)))
            _preferred(graph, node, *of_values[value])


def _preferred(graph: Graph, node: URIRef, vi: str, en: str) -> None:
    graph.add((node, SKOS.prefLabel, Literal(vi, lang="vi")))
    graph.add((node, SKOS.prefLabel, Literal(en, lang="en")))


def kind_iri(name: str) -> URIRef:
    """The concept of a kind of document ("Nghị quyết")."""
    return ID["vocabulary/document-kinds/" + slug(name)]


def _shapes(graph: Graph) -> None:
    _shape(graph, "Document", {"title": (0, 1), "number": (0, 1), "issued": (0, 1), "stub": (1, 1)})
    _shape(graph, "Clause", {"path": (1, 1), "kind": (1, 1)}, {"kind": get_args(ClauseKind)})
    kinds = {"deadline_kind": get_args(DeadlineKind)}
    _shape(graph, "Task", {"title": (1, 1), "deadline_kind": (1, 1), "deadline_end": (0, 1)}, kinds)
    _shape(graph, "Target", {"name": (1, 1), "value": (0, 1)}, {"comparator": get_args(Comparator)})
    _shape(graph, "Result", {"kind": (1, 1), "text": (1, 1)}, {"kind": get_args(ResultKind)})
    _shape(graph, "Agency", {"name": (1, 1)})
    _shape(graph, "Indicator", {"name": (1, 1)})
    link = TV.TraceLinkShape
    graph.add((link, RDF.type, SH.NodeShape))
    graph.add((link, SH.targetClass, TV.TraceLink))
    for predicate in (TV.linkSource, TV.linkTarget, TV.linkRelation):
        _rule(graph, link, predicate, least=1, most=1)
    _rule(graph, link, PROV.wasAttributedTo, most=2)
    _rule(graph, link, TV.status, most=1, among=get_args(LinkStatus))
    grade = _rule(graph, link, TV.grade, most=1, datatype=XSD.integer)
    graph.add((grade, SH.minInclusive, Literal(1)))
    graph.add((grade, SH.maxInclusive, Literal(2)))
    _decision_shape(graph)


def _decision_shape(graph: Graph) -> None:
    shape = TV.DecisionShape
    graph.add((shape, RDF.type, SH.NodeShape))
    graph.add((shape, SH.targetClass, TV.Decision))
    for predicate in (PROV.used, PROV.wasAssociatedWith):
        _rule(graph, shape, predicate, least=1, most=1)
    _rule(graph, shape, PROV.endedAtTime, least=1, most=1, datatype=XSD.dateTime)
    _rule(graph, shape, TV.status, least=1, most=1, among=(*get_args(LinkStatus), "undone"))


def _shape(
    graph: Graph,
    label: str,
    counts: dict[str, tuple[int, int]],
    among: dict[str, tuple[str, ...]] | None = None,
) -> None:
    shape = TV[label + "Shape"]
    graph.add((shape, RDF.type, SH.NodeShape))
    graph.add((shape, SH.targetClass, CLASSES[label][0]))
    for name in dict.fromkeys((*counts, *(among or {}))):
        predicate, datatype = PROPERTIES[label][name]
        least, most = counts.get(name, (0, 1))
        values = (among or {}).get(name, ())
        _rule(graph, shape, predicate, least=least, most=most, datatype=datatype, among=values)


def _rule(
    graph: Graph,
    shape: URIRef,
    predicate: URIRef,
    *,
    least: int = 0,
    most: int | None = None,
    datatype: URIRef | None = None,
    among: tuple[str, ...] = (),
) -> BNode:
    rule = BNode(re.sub(r"\W", "-", f"{shape.fragment}-{predicate.rpartition('/')[2]}"))
    graph.add((shape, SH.property, rule))
    graph.add((rule, SH.path, predicate))
    if least:
        graph.add((rule, SH.minCount, Literal(least)))
    if most is not None:
        graph.add((rule, SH.maxCount, Literal(most)))
    if datatype is not None:
        graph.add((rule, SH.datatype, datatype))
    if among:
        members = BNode(f"{rule}-0")
        _list(graph, members, [Literal(value) for value in among])
        graph.add((rule, SH["in"], members))
    return rule

"""The ontology as RDF says what the tables say."""

from __future__ import annotations

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.namespace import ORG, OWL, PROV, RDF, RDFS, SH, SKOS

from ontology.ids import clause_id, document_id
from ontology.rdf import CLASSES, ELI, ID, PROPERTIES, TV, iri, ontology_graph, ontology_turtle
from ontology.relations import RELATIONS
from ontology.vocabulary import KINDS


def test_turtle_is_the_same_each_time_and_reads_back_whole() -> None:
    text = ontology_turtle()
    assert text == ontology_turtle()
    assert len(Graph().parse(data=text, format="turtle")) == len(ontology_graph())


def test_every_relation_is_a_property_with_both_labels() -> None:
    graph = ontology_graph()
    for relation in RELATIONS.values():
        node = URIRef(relation.iri)
        if node == ORG.resultingOrganization:
            continue
        assert (node, RDF.type, OWL.ObjectProperty) in graph
        assert {label.language for label in graph.objects(node, RDFS.label)} >= {"vi", "en"}, relation.name


def test_every_name_of_ours_has_words_in_both_languages() -> None:
    graph = ontology_graph()
    for class_ in (OWL.Class, OWL.DatatypeProperty):
        for node in graph.subjects(RDF.type, class_):
            if isinstance(node, URIRef) and node in TV:
                assert {label.language for label in graph.objects(node, RDFS.label)} == {"vi", "en"}, node
    for class_ in (SKOS.ConceptScheme, SKOS.Concept):
        for node in graph.subjects(RDF.type, class_):
            assert {label.language for label in graph.objects(node, SKOS.prefLabel)} == {"vi", "en"}, node


def test_carrying_out_specialises_eli_applies_and_deprecated_terms_are_unused() -> None:
    graph = ontology_graph()
    assert (TV.implements, RDFS.subPropertyOf, ELI.applies) in graph
    assert (ELI.implements, None, None) not in graph
    assert (None, None, ELI.implements) not in graph


def test_every_class_has_a_shape_whose_paths_exist() -> None:
    graph = ontology_graph()
    predicates = {p for table in PROPERTIES.values() for p, _ in table.values()}
    predicates |= {TV.linkSource, TV.linkTarget, TV.linkRelation, TV.status, TV.grade}
    predicates |= {PROV.wasAttributedTo, PROV.used, PROV.wasAssociatedWith, PROV.endedAtTime}
    for class_, *_ in CLASSES.values():
        assert list(graph.subjects(SH.targetClass, class_))
    assert set(graph.objects(None, SH.path)) <= predicates


def test_kinds_are_concepts() -> None:
    graph = ontology_graph()
    assert {str(o) for o in graph.objects(None, SKOS.prefLabel)} >= {k.name for k in KINDS}


@given(st.text(alphabet="IVX.123aĐđề -~#:", min_size=1, max_size=12))
def test_an_id_can_be_read_back_from_its_iri(path: str) -> None:
    node = clause_id(document_id(number="57-NQ/TW", title=None, place=None, year=2024), path)
    found = str(iri(node))
    assert unquote(found.removeprefix(str(ID))) == node
    assert " " not in found
    assert found.count("#") == 1

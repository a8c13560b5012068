"""The samples as RDF keep to the shapes of the ontology, and the check sees what does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, XSD

from api.pipeline import Workspace
from graph.rdf import to_graph
from ontology.rdf import TV, ontology_graph

SHAPES = ontology_graph()
_KNOWN = {
    SH.path, SH.minCount, SH.maxCount, SH.datatype, SH["in"], SH.minInclusive, SH.maxInclusive,
}  # fmt: skip


def violations(data: Graph) -> Iterator[str]:
    """What breaks a shape, as SHACL means the parts of it that the ontology uses."""
    for shape, class_ in SHAPES.subject_objects(SH.targetClass):
        for rule in SHAPES.objects(shape, SH.property):
            told = dict(SHAPES.predicate_objects(rule))
            assert set(told) <= _KNOWN
            for node in set(data.subjects(RDF.type, class_)):
                for wrong in _broken(told, set(data.objects(node, told[SH.path]))):
                    yield f"{node} {told[SH.path]}: {wrong}"


def _broken(told: dict[Any, Any], values: set[Any]) -> Iterator[str]:
    if len(values) < int(told.get(SH.minCount, 0)):
        yield "too few"
    if len(values) > int(told.get(SH.maxCount, len(values))):
        yield "too many"
    among = set(Collection(SHAPES, told[SH["in"]])) if SH["in"] in told else values
    for value in values:
        if value not in among:
            yield f"{value} is none of the values"
        if SH.datatype in told and (value.datatype or XSD.string) != told[SH.datatype]:
            yield f"{value} is of {value.datatype}"
        if SH.minInclusive in told and not told[SH.minInclusive] <= value <= told[SH.maxInclusive]:
            yield f"{value} is out of bounds"


@pytest.fixture(scope="module")
def data(workspace: Workspace) -> Dataset:
    return to_graph(workspace.store)


def test_the_samples_keep_to_the_shapes(data: Dataset) -> None:
    assert list(violations(data)) == []
    for class_ in set(SHAPES.objects(None, SH.targetClass)) - {TV.Decision}:
        assert (None, RDF.type, class_) in data, class_


def test_what_breaks_a_shape_is_seen(data: Dataset) -> None:
    copy = Graph()
    for subject, predicate, value, _ in data.quads():
        copy.add((subject, predicate, value))
    task = next(copy.subjects(RDF.type, TV.Task))
    link = next(copy.subjects(RDF.type, TV.TraceLink))
    copy.set((task, TV.deadlineKind, Literal("banana")))
    copy.set((link, TV.grade, Literal(7)))
    copy.remove((link, TV.linkSource, None))
    copy.add((URIRef("https://truyvet.example/id/decision:1"), RDF.type, TV.Decision))
    told = " ".join(violations(copy))
    for wrong in ("none of the values", "out of bounds", "linkSource: too few", "endedAtTime: too few"):
        assert wrong in told

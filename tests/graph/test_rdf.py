"""A store as RDF: what it says, whose it is, and what SPARQL may ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS

from graph.facts import facts
from graph.rdf import FORMATS, SHARED, sparql, sparql_table, to_graph, write_ontology, write_rdf
from graph.resolve import resolve
from graph.review import decide
from graph.store import Change, Edge, GraphStore, Query, open_store
from ontology.errors import QueryRefused, UnsupportedFormat
from ontology.ids import link_id
from ontology.rdf import ELI, TV, iri
from tests.graph.factory import citation, document

UPSTREAM = document(
    "9/NQ-CP", place=None, type="Nghị quyết", issuer="Chính phủ", level="trung ương", tasks=0, targets=0
)


@pytest.fixture
def plan_id() -> str:
    return document().id


@pytest.fixture
def store(tmp_path: Path, plan_id: str) -> Iterator[GraphStore]:
    opened = open_store(f"embedded:{tmp_path / 'graph.db'}")
    cites = (
        citation(plan_id, "9/NQ-CP", year=2025, relation="implements"),
        citation(plan_id, "57-NQ/TW", year=2024, relation="based_on"),
    )
    for doc in (UPSTREAM, document(cites=cites)):
        opened.write(facts(doc))
        opened.write(resolve(opened))
    yield opened
    opened.close()


def _propose(store: GraphStore, source: str, target: str, status: str) -> None:
    props = {
        "grade": 2, "score": 0.8, "status": status, "method": "test", "source_quote": "a", "target_quote": "b",
        "owner": "",
    }  # fmt: skip
    store.write(Change(edges=(Edge("IMPLEMENTS", source, target, props),)))


def test_documents_tasks_and_agencies_are_there(store: GraphStore, plan_id: str) -> None:
    data = to_graph(store)
    plan = iri(plan_id)
    assert (plan, RDF.type, TV.Document) in data
    assert (plan, ELI.number, Literal("12/KH-UBND")) in data
    assert (plan, TV.implements, iri(UPSTREAM.id)) in data
    assert (plan, ELI.based_on, iri("57-nq-tw.vn.2024")) in data
    assert len(set(data.subjects(RDF.type, TV.Task))) == 3
    assert set(data.objects(None, TV.lead)) <= set(data.subjects(RDF.type, TV.Agency))


def test_a_documents_triples_are_in_its_own_graph(store: GraphStore, plan_id: str) -> None:
    data = to_graph(store)
    own = data.graph(iri(plan_id))
    assert (iri(plan_id), RDF.type, TV.Document) in own
    assert (iri(UPSTREAM.id), RDF.type, TV.Document) not in own
    assert set(data.graph(SHARED).subjects(RDF.type, TV.Agency))


def test_an_edge_with_a_quote_is_a_link_with_evidence(store: GraphStore, plan_id: str) -> None:
    rows = sparql(
        store,
        "SELECT ?quote WHERE { ?l a tv:TraceLink ; tv:linkSource ?s ; tv:linkTarget ?t ; prov:value ?quote . "
        "?s eli:number '12/KH-UBND' . ?t eli:number '9/NQ-CP' }",
    )
    assert rows == [{"quote": "thực hiện văn bản số 9/NQ-CP"}]


def test_candidates_are_scored_but_not_stated(store: GraphStore, plan_id: str) -> None:
    source, target = f"{plan_id}#task:1", f"{UPSTREAM.id}#II.1.-1"
    _propose(store, source, target, "candidate")
    data = to_graph(store)
    assert (iri(source), TV.implements, iri(target)) not in data
    assert sparql(data, "SELECT ?s WHERE { ?l tv:status ?s }") == [{"s": "candidate"}]
    _propose(store, source, target, "proposed")
    assert (iri(source), TV.implements, iri(target)) in to_graph(store)


def test_sparql_answers_each_form(store: GraphStore) -> None:
    data = to_graph(store)
    tasks = sparql(data, "SELECT (COUNT(?t) AS ?n) WHERE { ?t a tv:Task }")
    assert tasks == [{"n": 3}]
    assert sparql(data, "ASK { ?t tv:deadlineEnd ?d }") == [{"ask": True}]
    built = sparql(data, "CONSTRUCT { ?t a tv:Task } WHERE { ?t a tv:Task }")
    assert [set(row) for row in built] == [{"s", "p", "o"}] * 3
    assert len(sparql(data, "SELECT ?s WHERE { ?s ?p ?o }", limit=5)) == 5


@pytest.mark.parametrize(
    "query",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <a:b> <a:c> <a:d> }",
        "SELECT * WHERE { SERVICE <http://localhost/x> { ?s ?p ?o } }",
        "SELECT * WHERE { { SELECT * WHERE { ?a ?b ?c . OPTIONAL { SERVICE <http://localhost/x> { ?s ?p ?o } } } } }",
        "SELECT * WHERE { ?a ?b ?c FILTER EXISTS { SERVICE <http://localhost/x> { ?s ?p ?o } } }",
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://localhost/x> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?x WHERE { ?x nowhere:p ?y }",
        "not a query",
    ],
)
def test_what_writes_or_reaches_out_is_refused(store: GraphStore, query: str) -> None:
    with pytest.raises(QueryRefused):
        sparql(store, query)


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("suffix", FORMATS)
def test_files_read_back(store: GraphStore, plan_id: str, tmp_path: Path, suffix: str) -> None:
    clauses = [row["id"] for row in store.read(Query("MATCH (c:Clause) RETURN c.id AS id ORDER BY id"))]
    _propose(store, f"{plan_id}#task:1", clauses[0], "proposed")
    path = tmp_path / f"all{suffix}"
    count = write_rdf(store, path)
    with_graphs = suffix in (".nq", ".trig", ".jsonld")
    back: Graph = Dataset() if with_graphs else Graph()
    back.parse(path)
    data = to_graph(store)
    if with_graphs:
        assert isinstance(back, Dataset)
        assert set(back.quads()) == {(s, p, o, getattr(g, "identifier", g)) for s, p, o, g in data.quads()}
    else:
        assert set(back) == {(s, p, o) for s, p, o, _ in data.quads()}
    assert len(back) == count > 0


def test_one_state_gives_one_file(store: GraphStore, tmp_path: Path) -> None:
    first, second = tmp_path / "a.nq", tmp_path / "b.nq"
    write_rdf(store, first)
    write_rdf(store, second)
    assert first.read_bytes() == second.read_bytes()


def test_unknown_formats_are_named(store: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat, match="xyz"):
        write_rdf(store, tmp_path / "a.xyz")


def test_iris_are_valid(store: GraphStore) -> None:
    for term in {t for quad in to_graph(store) for t in quad if isinstance(t, URIRef)}:
        assert not set(str(term)) & set(' <>"{}|\\^`')


def test_a_link_says_who_made_it_and_a_decision_who_and_when(store: GraphStore, plan_id: str) -> None:
    clause = store.read(Query("MATCH (c:Clause) WHERE c.text <> '' RETURN c.id AS id ORDER BY id"))[0]["id"]
    task = f"{plan_id}#task:1"
    _propose(store, task, clause, "proposed")
    at = datetime(2025, 6, 1, 8, 30, tzinfo=UTC)
    decide(
        store, link_id(task, "IMPLEMENTS", clause), "rejected", reviewer="Lê Lan", at=at, reason="khác việc"
    )
    data = to_graph(store)
    (link,) = data.subjects(TV.sourceQuote, Literal("a"))
    agents = set(data.objects(link, PROV.wasAttributedTo))
    assert {(str(data.value(a, RDFS.label)), data.value(a, RDF.type)) for a in agents} == {
        ("test", PROV.SoftwareAgent),
        ("Lê Lan", PROV.Person),
    }
    (decision,) = data.subjects(PROV.used, link)
    assert data.value(decision, RDF.type) == TV.Decision
    assert data.value(decision, TV.status) == Literal("rejected")
    assert data.value(decision, TV.reason) == Literal("khác việc")
    told = data.value(decision, PROV.endedAtTime)
    assert isinstance(told, Literal)
    assert told.toPython() == at
    assert data.value(decision, PROV.wasAssociatedWith) in agents
    assert (iri(task), TV.implements, iri(clause)) not in data


def test_the_ontology_is_a_file_too(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "new" / "tv.ttl"
    count = write_ontology(store, path)
    own = Graph().parse(path)
    assert len(own) == count > 0
    used = {p for p in to_graph(store).predicates() if isinstance(p, URIRef) and p in TV}
    assert used <= set(own.subjects())
    with pytest.raises(UnsupportedFormat):
        write_ontology(store, tmp_path / "tv.nq")


def test_the_columns_of_a_star_are_as_the_query_names_them(store: GraphStore) -> None:
    columns, rows = sparql_table(store, "SELECT DISTINCT * { ?task tv:no ?no ; dcterms:title ?aTitle . }")
    assert columns == ("task", "no", "aTitle")
    assert all(tuple(row) == columns for row in rows)
    assert rows
    assert sparql_table(store, "SELECT ?no ?task { ?task tv:no ?no }")[0] == ("no", "task")

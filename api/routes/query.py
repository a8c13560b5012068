"""Ad-hoc read-only queries, and what one has to know to write them."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter

from api import schemas_query as s
from api.deps import InStore
from graph.adhoc import Limits, run_cypher, run_sparql
from graph.cypher import PROPERTIES
from graph.cypher_guard import FUNCTIONS, PROCEDURES
from graph.query_examples import EXAMPLES, LINK_PROPERTIES
from ontology.errors import InputError
from ontology.relations import RELATIONS

router = APIRouter(tags=["query"], prefix="/query")


@router.post("", summary="A read-only query in Cypher or SPARQL")
def query(body: s.QueryIn, store: InStore) -> s.QueryOut:
    """The rows of one query over a snapshot; writing, files, the network and long or large answers are refused."""
    limits = replace(Limits(), rows=body.limit)
    if (body.cypher is None) == (body.sparql is None):
        raise InputError("one of `cypher` and `sparql` is needed")
    if body.cypher is not None:
        return s.QueryOut.model_validate(run_cypher(store, body.cypher, body.params, limits=limits))
    if body.params:
        raise InputError("SPARQL takes no parameters")
    return s.QueryOut.model_validate(run_sparql(store, body.sparql or "", limits=limits))


@router.get("/schema", summary="What queries may ask for, with examples")
def schema() -> s.QuerySchema:
    """Labels with their properties, relations with their ends, allowed functions and procedures, and examples."""
    return s.QuerySchema(
        labels=[s.LabelSchema(label=label, properties=["id", *names]) for label, names in PROPERTIES.items()],
        relations=[
            s.RelationSchema(type=name, source=[*row.source], target=[*row.target], meaning=row.label_vi)
            for name, row in RELATIONS.items()
        ],
        link_properties=[*LINK_PROPERTIES],
        functions=sorted(FUNCTIONS),
        procedures=sorted(PROCEDURES),
        examples=[s.QueryExample.model_validate(example) for example in EXAMPLES],
    )

"""What a Neo4j database needs before it is used, as text: constraints and indexes, in numbered migrations.

The schema's version is the name of an empty index, so that no node of the program's own stands among the facts.
"""

from __future__ import annotations

import re

from graph import cypher
from graph.bulk import EMPTY_LISTS

_PORTION = 50_000  # nodes or edges of one transaction
_INDEXED = ("owner", "document", "deadline_start", "deadline_end", "issued", "source")
_MARKER = "truyvet_schema_"

#: The label whose nodes live inside a write transaction only: see `neo4j.ONE_WRITER`.
WRITER = "TruyvetWriter"


def _ranges(label: str) -> list[str]:
    return [
        f"CREATE INDEX {label.lower()}_{prop} IF NOT EXISTS FOR (n:{label}) ON (n.{prop})"
        for prop in _INDEXED
        if label == "Document" or prop in cypher.PROPERTIES[label]
    ]


def _constraint(label: str) -> str:
    return f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def _first() -> tuple[str, ...]:
    constraints = [_constraint(label) for label in (*cypher.LABELS, WRITER) if label != "Result"]
    ranges = [text for label in ("Document", *cypher.UNIT_LABELS) for text in _ranges(label)]
    fulltext = (
        "CREATE FULLTEXT INDEX unit_terms IF NOT EXISTS FOR (n:Clause|Task|Target) ON EACH [n.terms] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}"
    )
    return (*constraints, *ranges, fulltext)


#: The statements of row n bring a database from version n to n + 1. Rows are only ever added.
MIGRATIONS: tuple[tuple[str, ...], ...] = (_first(), (_constraint("Result"), *_ranges("Result")))
SCHEMA_VERSION = len(MIGRATIONS)

#: Names and, for vector indexes, dimensions.
INDEXES = (
    "SHOW INDEXES YIELD name, type, options RETURN name, "
    "CASE type WHEN 'VECTOR' THEN options.indexConfig['vector.dimensions'] END AS dim"
)


def marker(version: int) -> str:
    """The statement that notes that the database has this version."""
    return f"CREATE INDEX {_MARKER}{version} IF NOT EXISTS FOR (n:TruyvetSchema) ON (n.v{version})"


def version_of(names: list[str]) -> int:
    """The version that the names of a database's indexes tell; 0 for an empty database."""
    found = [re.fullmatch(_MARKER + r"(\d+)", name) for name in names]
    return max((int(match[1]) for match in found if match), default=0)


#: How many numbers a vector of this label has, where some node has one.
DIMENSION = "MATCH (n:{label}) WHERE n.embedding IS NOT NULL RETURN size(n.embedding) AS dim LIMIT 1"


def fill_empty_lists(match: str) -> str:
    """The statement that sets what `graph.bulk` could only name, for some of the `n` of a pattern; `n` how many."""
    return (
        f"MATCH {match} WHERE n.{EMPTY_LISTS} IS NOT NULL WITH n LIMIT {_PORTION} "
        f"FOREACH (key IN n.{EMPTY_LISTS} | SET n[key] = []) REMOVE n.{EMPTY_LISTS} RETURN count(n) AS n"
    )


def vector_index(label: str) -> str:
    """The name of a label's vector index."""
    return f"{label.lower()}_embedding"


def create_vector_index(label: str, dim: int) -> str:
    """The statement that makes a label's vector index."""
    return (
        f"CREATE VECTOR INDEX {vector_index(label)} IF NOT EXISTS FOR (n:{label}) ON (n.embedding) OPTIONS "
        f"{{indexConfig: {{`vector.dimensions`: {int(dim)}, `vector.similarity_function`: 'cosine'}}}}"
    )

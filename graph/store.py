"""The GraphStore seam: what a graph engine must do for TruyVết, and the table of engines.

A node has one label, an `id` unique in the store, and scalar or list-of-scalar properties. An edge has a type, two
ends and properties. Everything a document brings (nodes and edges) bears `owner`, the document's id; nodes shared
between documents (Agency, Indicator, Document stubs) bear none and go when nothing refers to them any more.

Labels and their key properties (all `id`):
  Document(number, type, title, issued, year, issuer, signer, place, level, source, format, sha256, stub,
           parsed_by, linked_by, passed_over, source_text, citations, edits, pages, diagnostics, files, layout; the last
           six are JSON, the first four as `ontology.codec` dumps it; `files` are the document's file and those of
           its annexes with the characters of `source_text` that are theirs, `layout` their tables and pages;
           `passed_over` is a line for each file that was not kept for the document;
           `place` of a commune's document is the commune with its province: "xã Tân Hòa, Đồng Tháp")
  Clause(document, path, kind, label, heading, text, text_raw, start, end, parent, order, page, context, file)
  Task(document, no, group, group_title, title, output, deadline_text, deadline_kind, deadline_start, deadline_end,
       deadline_condition, where, clause, start, end, unclear, context, order, file)
  Target(document, no, parent, indicator, name, unit, year, value_text, comparator, value, value_max, where, clause,
         start, end, unclear, context, order, file)
  Result(document, kind, text, name, indicator, value_text, comparator, value, value_max, unit, year, period,
         documents, clause, start, end, context, order, file; `file` is the name of the file that the words stand in,
         where the document has several)
  Agency(name, place, level, collective, known; `place` is a slug, `level` the authority list's)
  Indicator(name, unit)
  Decision(link, source, target, relation, status, grade, reviewer, reason, at, source_hash, target_hash,
           source_text, target_text, order; the texts are what was decided on)
`type` and `title` of a Document are "" where unknown, since an engine may make something up for a missing one.
`context` is the heading path above the node, joined by " › ". Clause, Task and Target carry `embedding` (list of
float) once embedded and `terms` (the analyzer's tokens, blank-separated). Dates are ISO strings (they compare
in order). Edges bear `owner`, and `quote`, `start`, `end` where words support them; links between texts bear
`method`, `score`, `grade`, `status`, `source_quote`, `target_quote`, `features` (JSON), and once someone decided
`reviewer`, `linker_status`, `linker_grade`, `suspect`. Edge types are the rows of `ontology.relations.RELATIONS`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from ontology.errors import SettingsError

Scalar = str | int | float | bool | None
Value = Scalar | list[str] | list[float] | list[int]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A node to write: replaced whole when `id` is there already."""

    label: str
    id: str
    props: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge to write; one edge for (type, source, target, owner)."""

    type: str
    source: str
    target: str
    props: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction does, in this order: drop what the named documents own, drop the named edges, write nodes,
    write edges, patch, sweep shared nodes that nothing refers to any more.

    A node that a document owned and that is written again stays in place, so that edges from other documents to it
    survive; a dropped document that others still cite stays as a stub, and a stub never overwrites what is there.
    `drop_edges` are (type, source, target). `patches` set some properties of nodes that are there (embeddings,
    terms) and leave the others alone.
    """

    drop_owned_by: tuple[str, ...] = ()
    drop_edges: tuple[tuple[str, str, str], ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    patches: tuple[tuple[str, Mapping[str, Value]], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Read-only Cypher with its parameters; values are never put into the text."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScoredId:
    """A node that an index found; the score's scale is the index's own (BM25; cosine in [-1, 1])."""

    id: str
    score: float


@runtime_checkable
class GraphStore(Protocol):
    """One graph engine. One writer, any number of readers; a reader sees whole transactions only."""

    def write(self, change: Change) -> None:
        """Apply `change` in one transaction. Raises StoreError, StoreLocked, StoreUnavailable."""
        ...

    def read(self, query: Query) -> list[Row]:
        """The rows of a read-only query over the last committed state."""
        ...

    def revision(self) -> str:
        """A name of the last committed state: another one after every write, by whichever process."""
        ...

    def text_search(
        self, terms: Sequence[str], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by BM25 over their `terms`, best first; with `among`, only these ids."""
        ...

    def vector_search(
        self, vector: Sequence[float], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by cosine of their `embedding`, best first; with `among`, only these ids."""
        ...

    def close(self) -> None:
        """Release files, locks and connections."""
        ...


#: URL scheme -> "module:Class"; the class takes (url, **options). Loaded on use, so an engine's library stays out
#: of the process until it is asked for.
STORES: dict[str, str] = {
    "embedded": "graph.stores.embedded:EmbeddedStore",
    "neo4j": "graph.stores.neo4j:Neo4jStore",
}


def open_store(url: str, **options: Any) -> GraphStore:
    """Open the store that `url` names: "embedded:/path/to/file" or "neo4j://host:7687". Raises SettingsError."""
    scheme = url.partition(":")[0].partition("+")[0]
    row = STORES.get(scheme if scheme != "bolt" else "neo4j")
    if row is None:
        raise SettingsError(f"unknown store {url!r}", hint="one of: " + ", ".join(STORES))
    module, _, name = row.partition(":")
    store: GraphStore = getattr(import_module(module), name)(url, **options)
    return store

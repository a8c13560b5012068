"""Ad-hoc questions of people who know the graph: read-only Cypher and SPARQL, within rows, bytes, time and memory.

Cypher is checked word by word (`graph.cypher_guard`) and then runs over a snapshot in a process of its own
(`graph.confined`), which cannot open a file once the snapshot is loaded and ends when it takes too much. An engine
on a server (`BoundedReads`) bounds time and memory itself and streams its rows; it looks at its clock between rows
only, so what could run on inside one expression is refused there. SPARQL runs over the RDF of the same state, which is
kept until the state changes (`graph.rdf_server`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from graph import confined, rdf_server
from graph.cypher_guard import check_stoppable, guarded
from graph.plain import plain
from graph.query_notes import notes
from graph.rdf import Quads, sparql, write_rdf
from graph.store import GraphStore, Query, Row
from ontology.errors import InputError, LimitExceeded, QueryRefused, StoreUnavailable

MAX_ROWS = 1000
_MAX_PARAMS = 100_000  # characters of JSON
_PARAM = re.compile(r"[^\W\d]\w*")
#: Loading the snapshot, before the query's own clock begins.
_LOAD_SECONDS = 60
_AT_ONCE = 2
_slots = threading.BoundedSemaphore(_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: rows and bytes of its answer, seconds, bytes of memory beyond the snapshot's."""

    rows: int = MAX_ROWS
    seconds: float = 5.0
    answer_bytes: int = 8 << 20
    memory_bytes: int = 512 << 20


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer as a table; `truncated` when there was more than the limits let through.

    `notes` name what the query asks for and the graph does not have (`graph.query_notes`).
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool
    notes: tuple[str, ...] = ()


@runtime_checkable
class Snapshots(Protocol):
    """An embedded engine, whose state can be read from a file by another process."""

    def snapshot(self, folder: Path) -> Path:
        """A file with the last committed state: the store's own, or one made in `folder`."""
        ...


@runtime_checkable
class BoundedReads(Protocol):
    """An engine that bounds a query by itself."""

    def read_bounded(
        self, query: Query, *, seconds: float
    ) -> AbstractContextManager[tuple[list[str], Iterator[list[Any]]]]:
        """The columns, and the rows as they are taken. Raises QueryRefused, LimitExceeded."""
        ...


def run_cypher(
    store: GraphStore, text: str, params: Mapping[str, Any] | None = None, *, limits: Limits | None = None
) -> QueryResult:
    """The rows of a read-only Cypher query, with `params` for its `$names`.

    Raises QueryRefused for whatever is no plain read, InputError for parameters that JSON cannot hold, LimitExceeded
    when it takes too long or too much memory, StoreUnavailable when too many such queries run already.
    """
    query = Query(guarded(text), _params(params or {}))
    return replace(_run_cypher(store, query, limits or Limits()), notes=notes("cypher", query.text))


def _run_cypher(store: GraphStore, query: Query, bounds: Limits) -> QueryResult:
    if isinstance(store, BoundedReads):
        check_stoppable(query.text)
        try:
            with _slot(), store.read_bounded(query, seconds=bounds.seconds) as (columns, rows):
                return _taken(columns, rows, bounds)
        except QueryRefused as exc:
            raise _located(exc) from exc
    if not isinstance(store, Snapshots):
        raise QueryRefused("this store answers no ad-hoc queries")
    with _slot(), tempfile.TemporaryDirectory() as folder:
        file = store.snapshot(Path(folder))
        return _confined("cypher", file, query, bounds)


def run_sparql(store: GraphStore, text: str, *, limits: Limits | None = None) -> QueryResult:
    """The rows of a read-only SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE). Raises as `run_cypher` does."""
    sparql(Quads(), text)  # refused, if it is to be, before a snapshot is made
    return replace(_run_sparql(store, Query(text), limits or Limits()), notes=notes("sparql", text))


def _run_sparql(store: GraphStore, query: Query, bounds: Limits) -> QueryResult:
    with _slot(), tempfile.TemporaryDirectory() as folder:
        if not rdf_server.POSSIBLE:
            return _confined(*_rdf_source(store, Path(folder)), query, bounds)
        told = rdf_server.server.ask(
            # The state is named before it is read: what is kept under a name is never older than the name.
            store.revision(),
            lambda: _rdf_source(store, Path(folder)),
            _job(query, bounds),
            seconds=bounds.seconds,
        )
    if not told.answer:
        raise _too_long(bounds) if told.seconds >= bounds.seconds else _too_much(bounds)
    return _result(told.answer, bounds)


def _rdf_source(store: GraphStore, folder: Path) -> tuple[str, Path]:
    """What the process makes RDF of: an embedded store's file, or N-Quads written into `folder`."""
    if isinstance(store, Snapshots):
        return "sparql", store.snapshot(folder)
    file = folder / "snapshot.nq"
    write_rdf(store, file)
    return "sparql-file", file


def _params(params: Mapping[str, Any]) -> dict[str, Any]:
    for name in params:
        if not _PARAM.fullmatch(name):
            raise InputError(f"not the name of a parameter: {name!r}")
    try:
        text = json.dumps(dict(params), allow_nan=False)
    except (TypeError, ValueError) as exc:
        raise InputError(f"parameters must be JSON: {exc}") from exc
    if len(text) > _MAX_PARAMS:
        raise LimitExceeded(f"the parameters have {len(text)} characters", hint=f"at most {_MAX_PARAMS}")
    return dict(params)


def _taken(columns: list[str], rows: Iterator[list[Any]], bounds: Limits) -> QueryResult:
    """As many rows as the limits let through, and one more at most."""
    kept: list[Row] = []
    size = 0
    for row in rows:
        cells = [plain(cell) for cell in row]
        size += len(json.dumps(cells, ensure_ascii=False).encode(errors="replace"))
        if len(kept) == bounds.rows or size > bounds.answer_bytes:
            return QueryResult(tuple(columns), tuple(kept), truncated=True)
        kept.append(dict(zip(columns, cells, strict=True)))
    return QueryResult(tuple(columns), tuple(kept), truncated=False)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=10):
        raise StoreUnavailable(f"{_AT_ONCE} ad-hoc queries run already", hint="try again in some seconds")
    try:
        yield
    finally:
        _slots.release()


def _confined(language: str, snapshot: Path, query: Query, bounds: Limits) -> QueryResult:
    source = {"path": sys.path, "snapshot": str(snapshot), "language": language}
    try:
        # No environment: nothing of it is the query's business.
        done = subprocess.run(
            [sys.executable, "-I", str(confined.__file__)],
            input=json.dumps(source | _job(query, bounds)).encode(), capture_output=True,
            timeout=_LOAD_SECONDS + bounds.seconds, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as exc:
        raise _too_long(bounds) from exc
    if done.returncode == -14:  # the alarm ended it
        raise _too_long(bounds)
    if done.returncode != 0 or not done.stdout:
        raise _too_much(bounds)
    return _result(done.stdout, bounds)


def _job(query: Query, bounds: Limits) -> dict[str, Any]:
    return {
        "text": query.text, "params": dict(query.params), "max_rows": bounds.rows,
        "max_bytes": bounds.answer_bytes, "memory": bounds.memory_bytes, "seconds": bounds.seconds,
    }  # fmt: skip


def _result(said: bytes, bounds: Limits) -> QueryResult:
    answer: dict[str, Any] = json.loads(said)
    match answer.get("error"):
        case None:
            rows = tuple(dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"])
            return QueryResult(tuple(answer["columns"]), rows, bool(answer["truncated"]))
        case "time":
            raise _too_long(bounds)
        case _:
            raise _located(QueryRefused(str(answer["message"]), hint=answer.get("hint")))


#: How the engines say where in the text they stopped.
_KGLITE = re.compile(r" at line (?P<line>\d+), col (?P<column>\d+)(?=:)|\n.*", re.DOTALL)
_NEO4J = re.compile(r" \(line (?P<line>\d+), column (?P<column>\d+) \(offset: \d+\)\).*", re.DOTALL)


def _located(error: QueryRefused) -> QueryRefused:
    """The error with line and column as numbers, where the engine's words say them."""
    for pattern in (_KGLITE, _NEO4J):
        found = pattern.search(error.message)
        if found and found["line"]:
            message = pattern.sub("", error.message)
            line, column = int(found["line"]), int(found["column"])
            return QueryRefused(message, line=line, column=column, hint=error.hint)
    return error


def _too_long(bounds: Limits) -> LimitExceeded:
    hint = "start from a node with a known id, bound the length of paths, or add a LIMIT"
    return LimitExceeded(f"the query took longer than {bounds.seconds:g} s", hint=hint)


def _too_much(bounds: Limits) -> LimitExceeded:
    return LimitExceeded(
        f"the query needed more than {bounds.memory_bytes >> 20} MB or was nested too deeply",
        hint="return less at a time",
    )

"""The server store: Neo4j 5.26 or newer, by the official driver, for those who outgrow one machine.

What is Neo4j's own way stays here:
- Writes are managed transactions with the driver's retries, one at a time over all processes (`ONE_WRITER`); reads go
  to readers with the bookmarks of this process's writes, so that it reads what it wrote.
- Full text is one Lucene index over `terms` with the whitespace analyzer, since the tokens are the analyzer's own.
- Each label has a vector index with cosine; its score (1 + cos) / 2 is given back as cosine. With `among` the cosine
  is exact over these nodes, so that a filter never starves a page.
- A connection that lay idle is asked whether it lives before it is used, so a server that was restarted or that hangs
  shows within `timeout`. Hanging amid an answer shows by the server's own keep-alive (docs/operations.md).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from graph import cypher, writing
from graph.store import Change, Query, Row, ScoredId
from graph.stores import neo4j_schema as schema
from ontology.errors import (
    IndexMismatch,
    LimitExceeded,
    MissingExtra,
    QueryRefused,
    SettingsError,
    StoreError,
    StoreUnavailable,
    TruyVetError,
)

try:
    import neo4j
    from neo4j import exceptions as errors

    from graph.stores.neo4j_values import value_of
except ImportError as exc:
    raise MissingExtra("Neo4j needs the package neo4j", hint='pip install "truyvet[neo4j]"') from exc

#: Opens every write: the constraint's lock on this id is held until the transaction ends, the node never commits.
#: Without it one writer may sweep an agency that another is just about to point at.
ONE_WRITER = f"MERGE (w:{schema.WRITER} {{id: 'writer'}}) DELETE w"

_Result = TypeVar("_Result")
_OLDEST = (5, 26)
_IDLE_SECONDS = 1.0
_FETCH = 100  # rows that the server sends at a time to a reader that may stop
_BATCH = 1000  # rows of one statement; a transaction has as many statements as it needs
_WRITE_SHARE = 10  # a transaction that writes may take this many times as long as a query
_KERNEL = "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS v"
_HAS_VECTORS = "MATCH (n:{label}) WHERE n.embedding IS NOT NULL RETURN true AS there LIMIT 1"
_SEARCH = (
    "CALL db.index.fulltext.queryNodes('unit_terms', $q, {limit: $limit}) YIELD node, score "
    "RETURN node.id AS id, score ORDER BY score DESC, id"
)
_SEARCH_AMONG = (
    "CALL db.index.fulltext.queryNodes('unit_terms', $q) YIELD node, score "
    "WITH node.id AS id, score WHERE id IN $ids RETURN id, score ORDER BY score DESC, id LIMIT $limit"
)
_NEAREST = (
    "CALL db.index.vector.queryNodes($index, $limit, $v) YIELD node, score "
    "RETURN node.id AS id, 2 * score - 1 AS score"
)
_NEAREST_AMONG = (
    "UNWIND $ids AS i MATCH (n:{label} {{id: i}}) WHERE n.embedding IS NOT NULL "
    "RETURN n.id AS id, 2 * vector.similarity.cosine(n.embedding, $v) - 1 AS score"
)
_LUCENE_SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')
_LOGIN = "set TRUYVET_STORE_USER and TRUYVET_STORE_PASSWORD, or TRUYVET_STORE_TOKEN"


class Neo4jStore:
    """A GraphStore on the server that "neo4j://host:port" (or neo4j+s://, bolt://) names.

    Raises StoreUnavailable when the server does not answer, SettingsError for a wrong password or an old server.
    """

    def __init__(
        self,
        url: str,
        *,
        user: str = "neo4j",
        password: str | None = None,
        token: str | None = None,
        database: str | None = None,
        pool_size: int = 50,
        timeout: float = 15.0,
        query_timeout: float = 60.0,
    ) -> None:
        """`timeout` bounds connecting and waiting for a free connection, `query_timeout` one query; in seconds.

        `token` is a bearer token in place of user and password.
        """
        if "@" in url:
            raise SettingsError(f"{_masked(url)}: user and password do not belong into the URL", hint=_LOGIN)
        self._url = url
        self._database = database
        self._query_timeout = query_timeout
        self._write_timeout = _WRITE_SHARE * query_timeout
        self._lock = threading.Lock()
        with self._mapped():
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=_auth(user, password, token),
                max_connection_pool_size=pool_size,
                connection_acquisition_timeout=timeout,
                connection_timeout=timeout,
                max_transaction_retry_time=timeout,
                liveness_check_timeout=_IDLE_SECONDS,
                notifications_min_severity="OFF",
            )
        try:
            self._check_version()
            self._dim = self._prepare()
        except TruyVetError:
            self._driver.close()
            raise

    def _check_version(self) -> None:
        found = str(self._rows(_KERNEL)[0]["v"])
        if tuple(int(n) for n in re.findall(r"\d+", found)[:2]) < _OLDEST:
            raise SettingsError(f"Neo4j {found} is too old", hint="5.26 LTS or newer is needed")

    def _prepare(self) -> int | None:
        """Bring the schema to the version of this program; the dimension of the vector indexes, if there are any."""
        rows = self._rows(schema.INDEXES)
        there = schema.version_of([row["name"] for row in rows])
        if there > schema.SCHEMA_VERSION:
            raise SettingsError(
                f"the database has schema {there}, this program knows {schema.SCHEMA_VERSION}",
                hint="a newer TruyVết wrote it: use that version",
            )
        dim = next((int(row["dim"]) for row in rows if row["dim"]), None)
        if not there:
            dim = self._finish_import() or dim
        for version in range(there, schema.SCHEMA_VERSION):
            self._define(*schema.MIGRATIONS[version], schema.marker(version + 1))
        return dim

    def _finish_import(self) -> int | None:
        """Do what `neo4j-admin database import` left undone; the dimension of the vectors that it brought."""
        for match in (*(f"(n:{label})" for label in cypher.LABELS), "()-[n]->()"):
            left = [{"n": 1}]
            while left[0]["n"]:
                left = self._transact(partial(_run, text=schema.fill_empty_lists(match), params={}))
        sizes = [
            row for label in cypher.UNIT_LABELS for row in self._rows(schema.DIMENSION.format(label=label))
        ]
        if not sizes:
            return None
        dim = int(sizes[0]["dim"])
        self._define(*(schema.create_vector_index(label, dim) for label in cypher.UNIT_LABELS))
        return dim

    def _define(self, *statements: str) -> None:
        """Run schema statements in one transaction and wait until the indexes are filled."""
        self._transact(lambda tx: [_run(tx, text, {}) for text in statements])
        self._transact(partial(_run, text="CALL db.awaitIndexes($s)", params={"s": int(self._write_timeout)}))

    def _transact(self, work: Callable[[neo4j.ManagedTransaction], _Result]) -> _Result:
        timed = neo4j.unit_of_work(timeout=self._write_timeout)(work)
        with self._mapped(), self._session() as session:
            return session.execute_write(timed)

    def write(self, change: Change) -> None:
        """Apply `change` in one transaction. Raises StoreError, IndexMismatch, StoreUnavailable."""
        sizes = {len(v) for v in _embeddings(change)}

        def work(tx: neo4j.ManagedTransaction) -> None:
            _run(tx, ONE_WRITER, {})
            writing.apply(change, lambda text, params: _batched(tx, text, params))

        with self._lock:
            if sizes:
                self._check_dim(sizes)
            self._transact(work)

    def _check_dim(self, sizes: set[int]) -> None:
        stored = self._stored_dim()
        if len(sizes) > 1 or (stored and {stored} != sizes and self._has_vectors()):
            raise IndexMismatch(
                f"vectors of {' and '.join(map(str, sorted(sizes | {stored or 0} - {0})))} dimensions do not mix",
                hint="embed every document again with one embedder",
            )
        (dim,) = sizes
        if stored != dim:
            drops = [f"DROP INDEX {schema.vector_index(label)} IF EXISTS" for label in cypher.UNIT_LABELS]
            self._define(*drops)
            self._define(*(schema.create_vector_index(label, dim) for label in cypher.UNIT_LABELS))
            self._dim = dim

    def _stored_dim(self) -> int | None:
        """The dimension of the vector indexes now; another process may have made them anew."""
        rows = self._rows(schema.INDEXES)
        self._dim = next((int(row["dim"]) for row in rows if row["dim"]), None)
        return self._dim

    def _has_vectors(self) -> bool:
        return any(self._rows(_HAS_VECTORS.format(label=label)) for label in cypher.UNIT_LABELS)

    def read(self, query: Query) -> list[Row]:
        """The rows of a read-only query over the last committed state. Raises QueryRefused for a write."""
        return self._rows(query.text, query.params)

    def revision(self) -> str:
        """A name of the last committed state: the bookmark that the server gives for it."""
        with self._mapped(), self._session(default_access_mode=neo4j.READ_ACCESS) as session:
            session.run("RETURN 1").consume()
            return " ".join(sorted(session.last_bookmarks().raw_values))

    @contextmanager
    def read_bounded(
        self, query: Query, *, seconds: float
    ) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
        """The columns of a stranger's query and its rows, which come as they are taken; what is not taken is dropped.

        The server ends it after `seconds`, and where it would take more memory than `db.memory.transaction.max`.
        Raises QueryRefused, LimitExceeded, StoreUnavailable.
        """
        with (
            self._mapped(),
            self._session(default_access_mode=neo4j.READ_ACCESS, fetch_size=_FETCH) as session,
        ):
            try:
                with session.begin_transaction(timeout=seconds) as tx:
                    found = tx.run(query.text, dict(query.params))
                    yield list(found.keys()), ([value_of(x) for x in record] for record in found)
                    tx.rollback()
            except errors.Neo4jError as exc:
                if (ours := _of_the_query(exc, seconds)) is not None:
                    raise ours from exc
                raise

    def text_search(
        self, terms: Sequence[str], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by BM25 over their `terms`, best first; with `among`, only these ids."""
        words = " ".join(_LUCENE_SPECIAL.sub(r"\\\1", term).lower() for term in terms if term.strip())
        if not words or limit < 1 or (among is not None and not among):
            return []
        if among is None:
            rows = self._rows(_SEARCH, {"q": words, "limit": limit})
        else:
            rows = self._rows(_SEARCH_AMONG, {"q": words, "limit": limit, "ids": sorted(among)})
        return [ScoredId(row["id"], row["score"]) for row in rows]

    def vector_search(
        self, vector: Sequence[float], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by cosine of their `embedding`, best first; with `among`, only these ids. Raises IndexMismatch."""
        if len(vector) != self._dim and self._stored_dim() is None:
            return []
        if len(vector) != self._dim:
            if not self._has_vectors():
                return []
            raise IndexMismatch(
                f"the query has {len(vector)} dimensions, the stored vectors {self._dim}",
                hint="embed the documents again with this embedder",
            )
        rows: list[Row] = []
        values = [float(x) for x in vector]
        for label in cypher.UNIT_LABELS:
            if among is None:
                params = {"index": schema.vector_index(label), "limit": limit, "v": values}
                rows += self._rows(_NEAREST, params)
            elif ids := sorted(i for i in among if cypher.label_of(i) == label):
                rows += self._rows(_NEAREST_AMONG.format(label=label), {"ids": ids, "v": values})
        rows.sort(key=lambda row: (-row["score"], row["id"]))
        return [ScoredId(row["id"], row["score"]) for row in rows[:limit]]

    def close(self) -> None:
        """Close every connection."""
        self._driver.close()

    def _session(self, **options: Any) -> neo4j.Session:
        return self._driver.session(
            database=self._database, bookmark_manager=self._driver.execute_query_bookmark_manager, **options
        )

    def _rows(self, text: str, params: Mapping[str, Any] | None = None) -> list[Row]:
        with self._mapped():
            result = self._driver.execute_query(
                neo4j.Query(text, timeout=self._query_timeout),
                dict(params or {}),
                database_=self._database,
                routing_=neo4j.RoutingControl.READ,
            )
            # Not Record.data(): it looks into every number of every vector for a node.
            return [dict(zip(result.keys, record.values(), strict=True)) for record in result.records]

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        """The driver's errors as ours; secrets are in none of them."""
        try:
            yield
        except (errors.Neo4jError, errors.DriverError, ValueError, OSError) as exc:
            raise self._ours(exc) from exc

    def _ours(self, error: Exception) -> TruyVetError:
        code = str(getattr(error, "code", None) or "")
        said = (error.message if isinstance(error, errors.Neo4jError) else None) or str(error)
        if "TransactionTimedOut" in code:
            return StoreUnavailable(
                f"stopped after {self._query_timeout:g} seconds: the query is too slow or waits for a writer",
                hint="narrow it, or raise TRUYVET_STORE_QUERY_TIMEOUT",
            )
        if isinstance(error, errors.AuthError) or ".Security." in code:
            return SettingsError(f"{self._url} refused the user or password", hint=_LOGIN)
        if "DatabaseNotFound" in code:
            return SettingsError(
                f"{self._url} has no database {self._database!r}", hint="set TRUYVET_STORE_DATABASE"
            )
        if isinstance(error, errors.ConfigurationError):
            return SettingsError(
                f"{self._url}: {said}", hint="as in neo4j://host:7687 or neo4j+s://host:7687"
            )
        if "AccessMode" in code or "read access mode" in said:
            return QueryRefused("not a read: writing needs the ingest or review commands")
        if "ReadOnlyAccessDatabase" in code:
            return StoreError(f"{self._url} takes no writes: {said}", hint="write to the primary server")
        if "critical error" in said or "Could not append" in said:
            return StoreUnavailable(
                f"{self._url} stopped its database: {said}",
                hint="look at its disk and its log, then restart it",
            )
        if _may_pass(error):
            return StoreUnavailable(
                f"{self._url} does not answer: {said}", hint="check that the server runs, then try again"
            )
        return StoreError(f"the query failed: {said}")


def _of_the_query(error: errors.Neo4jError, seconds: float) -> TruyVetError | None:
    """The error of an ad-hoc query, if the query itself is at fault."""
    code, said = str(error.code), str(error.message)
    if "TransactionTimedOut" in code:
        hint = "start from a node with a known id, bound the length of paths, or add a LIMIT"
        return LimitExceeded(f"the query took longer than {seconds:g} s", hint=hint)
    if "OutOfMemory" in code:
        return LimitExceeded("the query needed more memory than the server lets one have", hint="return less")
    if ".ClientError.Statement." in code or ".ClientError.Procedure." in code:
        return QueryRefused(said)
    return None


def _may_pass(error: Exception) -> bool:
    """Whether the same call may succeed later: no connection, a full pool, a server that starts or stops."""
    kinds = (
        errors.DriverError,
        errors.TransientError,
        errors.DatabaseError,
        errors.DatabaseUnavailable,
        OSError,
    )
    return isinstance(error, kinds) or (isinstance(error, errors.Neo4jError) and error.is_retryable())


def _auth(user: str, password: str | None, token: str | None) -> neo4j.Auth | None:
    if token is not None:
        return neo4j.bearer_auth(token)
    return neo4j.basic_auth(user, password) if password is not None else None


def _masked(url: str) -> str:
    return re.sub(r"//.*@", "//***@", url)


def _run(tx: neo4j.ManagedTransaction, text: str, params: Mapping[str, Any]) -> list[Row]:
    return [record.data() for record in tx.run(text, dict(params))]


def _batched(tx: neo4j.ManagedTransaction, text: str, params: Mapping[str, Any]) -> list[Row]:
    """`_run` over `$rows` in batches; the counts `n` that a statement gives back are added up."""
    rows = params.get("rows", ())
    if len(rows) <= _BATCH:
        return _run(tx, text, params)
    out = [
        row
        for start in range(0, len(rows), _BATCH)
        for row in _run(tx, text, {**params, "rows": rows[start : start + _BATCH]})
    ]
    return [{"n": sum(row["n"] for row in out)}] if out else []


def _embeddings(change: Change) -> Iterator[Sequence[float]]:
    for props in (*(n.props for n in change.nodes), *(p for _, p in change.patches)):
        vector = props.get("embedding")
        if isinstance(vector, list):
            yield [float(x) for x in vector]

"""The server store: Neo4j 5.26 or newer, by the official driver, for those who outgrow one machine.

What is Neo4j's own way stays here:
- Writes are managed transactions with the driver's retries; reads go to readers with the bookmarks of this
  process's writes, so that it reads what it wrote.
- Full text is one Lucene index over `terms` with the whitespace analyzer, since the tokens are the analyzer's own.
- Each label has a vector index with cosine; its score (1 + cos) / 2 is given back as cosine. With `among` the cosine
  is exact over these nodes, so that a filter never starves a page.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from graph import cypher, writing
from graph.store import Change, Query, Row, ScoredId
from ontology.errors import (
    IndexMismatch,
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
except ImportError as exc:
    raise MissingExtra("Neo4j needs the package neo4j", hint='pip install "truyvet[neo4j]"') from exc

_OLDEST = (5, 26)
_INDEXED = ("owner", "document", "deadline_start", "deadline_end", "issued", "source")
_FULLTEXT = (
    "CREATE FULLTEXT INDEX unit_terms IF NOT EXISTS FOR (n:Clause|Task|Target) ON EACH [n.terms] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}"
)
_VECTOR_INDEX = (
    "CREATE VECTOR INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.embedding) "
    "OPTIONS {{indexConfig: {{`vector.dimensions`: {dim}, `vector.similarity_function`: 'cosine'}}}}"
)
_VECTOR_INDEXES = (
    "SHOW VECTOR INDEXES YIELD name, options RETURN name, options.indexConfig['vector.dimensions'] AS dim"
)
_HAS_VECTORS = "MATCH (n:{label}) WHERE n.embedding IS NOT NULL RETURN true AS there LIMIT 1"
_SEARCH = (
    "CALL db.index.fulltext.queryNodes('unit_terms', $q) YIELD node, score "
    "WITH node.id AS id, score WHERE $all OR id IN $ids RETURN id, score ORDER BY score DESC, id LIMIT $limit"
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
        database: str | None = None,
        pool_size: int = 50,
        timeout: float = 15.0,
        query_timeout: float = 60.0,
    ) -> None:
        """`timeout` bounds connecting and waiting for a free connection, `query_timeout` one query; in seconds."""
        self._url = url
        self._database = database
        self._query_timeout = query_timeout
        self._lock = threading.Lock()
        with self._mapped():
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=(user, password) if password is not None else None,
                max_connection_pool_size=pool_size,
                connection_acquisition_timeout=timeout,
                connection_timeout=timeout,
                max_transaction_retry_time=timeout,
                notifications_min_severity="OFF",
            )
        try:
            self._prepare()
        except TruyVetError:
            self._driver.close()
            raise

    def _prepare(self) -> None:
        self._check_version()
        for label in cypher.LABELS:
            self._rows(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE", write=True)
        for label in ("Document", *cypher.UNIT_LABELS):
            for prop in _INDEXED:
                self._rows(f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.{prop})", write=True)
        self._rows(_FULLTEXT, write=True)
        self._rows("CALL db.awaitIndexes(120)")
        self._dim = next((int(row["dim"]) for row in self._rows(_VECTOR_INDEXES) if row["dim"]), None)

    def _check_version(self) -> None:
        rows = self._rows(
            "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS v"
        )
        found = tuple(int(n) for n in re.findall(r"\d+", rows[0]["v"])[:2])
        if found < _OLDEST:
            raise SettingsError(f"Neo4j {rows[0]['v']} is too old", hint="5.26 LTS or newer is needed")

    def write(self, change: Change) -> None:
        """Apply `change` in one transaction. Raises StoreError, IndexMismatch, StoreUnavailable."""
        sizes = {len(v) for v in _embeddings(change)}
        with self._lock:
            self._check_dim(sizes)
            with self._mapped(), self._session() as session:
                session.execute_write(
                    lambda tx: writing.apply(change, lambda text, params: _run(tx, text, params))
                )

    def _check_dim(self, sizes: set[int]) -> None:
        if not sizes:
            return
        if len(sizes | ({self._dim} if self._dim else set())) > 1:
            if len(sizes) > 1 or self._has_vectors():
                raise IndexMismatch(
                    f"vectors of {sorted(sizes | {self._dim or 0})} dimensions do not mix",
                    hint="embed every document again with one embedder",
                )
            for label in cypher.UNIT_LABELS:
                self._rows(f"DROP INDEX {_index(label)} IF EXISTS", write=True)
            self._dim = None
        if self._dim is None:
            self._dim = sizes.pop()
            for label in cypher.UNIT_LABELS:
                self._rows(_VECTOR_INDEX.format(name=_index(label), label=label, dim=self._dim), write=True)
            self._rows("CALL db.awaitIndexes(120)")

    def _has_vectors(self) -> bool:
        return any(self._rows(_HAS_VECTORS.format(label=label)) for label in cypher.UNIT_LABELS)

    def read(self, query: Query) -> list[Row]:
        """The rows of a read-only query over the last committed state. Raises QueryRefused for a write."""
        return self._rows(query.text, query.params)

    def text_search(
        self, terms: Sequence[str], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by BM25 over their `terms`, best first; with `among`, only these ids."""
        words = " ".join(_LUCENE_SPECIAL.sub(r"\\\1", term).lower() for term in terms if term.strip())
        if not words or (among is not None and not among):
            return []
        params = {"q": words, "limit": limit, "all": among is None, "ids": sorted(among or ())}
        return [ScoredId(row["id"], row["score"]) for row in self._rows(_SEARCH, params)]

    def vector_search(
        self, vector: Sequence[float], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by cosine of their `embedding`, best first; with `among`, only these ids. Raises IndexMismatch."""
        if self._dim is None:
            return []
        if len(vector) != self._dim:
            raise IndexMismatch(
                f"the query has {len(vector)} dimensions, the stored vectors {self._dim}",
                hint="embed the documents again with this embedder",
            )
        rows: list[Row] = []
        values = [float(x) for x in vector]
        for label in cypher.UNIT_LABELS:
            if among is None:
                rows += self._rows(_NEAREST, {"index": _index(label), "limit": limit, "v": values})
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

    def _rows(self, text: str, params: Mapping[str, Any] | None = None, *, write: bool = False) -> list[Row]:
        with self._mapped():
            result = self._driver.execute_query(
                neo4j.Query(text, timeout=self._query_timeout),
                dict(params or {}),
                database_=self._database,
                routing_=neo4j.RoutingControl.WRITE if write else neo4j.RoutingControl.READ,
            )
            return [record.data() for record in result.records]

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        """The driver's errors as ours; secrets are in none of them."""
        try:
            yield
        except errors.AuthError as exc:
            raise SettingsError(
                f"{self._url} refused the user or password",
                hint="set TRUYVET_STORE_USER, TRUYVET_STORE_PASSWORD",
            ) from exc
        except errors.ClientError as exc:
            if "AccessMode" in (exc.code or "") or "read access mode" in (exc.message or ""):
                raise QueryRefused("not a read: writing needs the ingest or review commands") from exc
            raise StoreError(f"the query failed: {exc.message}") from exc
        except (errors.DriverError, errors.TransientError, errors.DatabaseError) as exc:
            raise StoreUnavailable(
                f"{self._url} does not answer: {exc}", hint="check that the server runs, then try again"
            ) from exc
        except (errors.Neo4jError, ValueError) as exc:
            raise StoreError(f"{self._url}: {exc}") from exc


def _run(tx: neo4j.ManagedTransaction, text: str, params: Mapping[str, Any]) -> list[Row]:
    return [record.data() for record in tx.run(text, dict(params))]


def _embeddings(change: Change) -> Iterator[Sequence[float]]:
    for props in (*(n.props for n in change.nodes), *(p for _, p in change.patches)):
        vector = props.get("embedding")
        if isinstance(vector, list):
            yield [float(x) for x in vector]


def _index(label: str) -> str:
    return f"{label.lower()}_embedding"

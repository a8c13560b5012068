"""The embedded store: KGLite, one file, one writing process, lock-free snapshots for readers.

What is KGLite's own way stays here:
- A vector is kept as text in the property `embedding` (little-endian float32 in base64), so that it is part of the
  transaction and nothing can be torn between facts and vectors; `read` gives it back as a list of floats. Cosine is
  exact, over a matrix that follows the commits.
- Full text is one BM25 index a label over `terms`. KGLite keeps such an index fresh only up to a number of changed
  nodes, so that limit is lifted.
- A second process may open the file with `read_only=True`; it sees the last checkpoint, and the writer makes one
  after every change while the file is small (`checkpoint_bytes`).
"""

from __future__ import annotations

import base64
import contextlib
import re
import threading
import uuid
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import kglite
import numpy as np
from numpy.typing import NDArray

from graph import cypher, writing
from graph.store import Change, Query, Row, ScoredId
from ontology.errors import IndexMismatch, QueryRefused, StoreError, StoreLocked, StoreUnavailable

# It announces advice on queries ("no node has this property yet") on stderr; results carry it anyway.
kglite.set_query_warning_policy("silent")

#: Property names that KGLite reserves; Neo4j takes them bare.
_RESERVED = re.compile(r"(?<=\w\.)(end|where)\b")
_VECTOR = "f32:"
_EMPTY_LOG = 5  # bytes: the log's header
_NO_LIMIT = 1_000_000_000
_SEARCH = (
    "CALL db.index.fulltext.queryNodes('{index}', $q) YIELD node, score "
    "RETURN node.id AS id, score ORDER BY score DESC, id LIMIT $limit"
)
_SEARCH_AMONG = (
    "UNWIND $ids AS i MATCH (n:{label} {{id: i}}) WITH n.id AS id, text_bm25(n, 'terms', $q) AS score "
    "WHERE score > 0 RETURN id, score ORDER BY score DESC, id LIMIT $limit"
)


class EmbeddedStore:
    """A GraphStore in the file that "embedded:PATH" names, or in memory for "embedded::memory:".

    One process writes; with `read_only` any number of processes read the last checkpoint. Raises StoreLocked when
    another process holds the file for writing.
    """

    def __init__(self, url: str, *, read_only: bool = False, checkpoint_bytes: int = 64 << 20) -> None:
        path = url.partition(":")[2]
        self._path = None if path == ":memory:" else Path(path)
        self._read_only = read_only
        self._checkpoint_bytes = checkpoint_bytes
        self._lock = threading.RLock()
        self._searchable: set[str] = set()
        self._name, self._commits = uuid.uuid4().hex, 0
        self._graph = self._open()
        self._stamp = self._file_stamp()
        self._prepare()
        self._publish()
        self._vectors = _Vectors()
        self._vectors.load(self._rows)

    def _open(self) -> Any:
        if self._path is None:
            return kglite.KnowledgeGraph()
        try:
            if self._read_only:
                _recover(self._path)
                return _load(self._path)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return kglite.open(str(self._path), durable="full")
        except kglite.WriterLeaseHeldError as exc:
            raise StoreLocked(
                f"{self._path} is open for writing in process {exc.holder.get('pid')}",
                hint="stop that process, ask it over its API, or open the store read-only",
            ) from exc
        except (kglite.KgError, OSError, RuntimeError, ValueError) as exc:
            raise StoreUnavailable(f"{self._path} cannot be opened: {exc}", hint=self._hint()) from exc

    def _hint(self) -> str | None:
        there = self._path is None or self._path.exists()
        return None if there else "nothing was stored there yet: ingest documents first"

    def _prepare(self) -> None:
        """Make the indexes of labels that have something to index; KGLite refuses to before."""
        for label in cypher.OWNED_LABELS:
            if label in self._searchable or label not in self._graph.node_types:
                continue
            for prop in ("owner", "document"):
                self._graph.cypher(f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.{prop})")
            if self._graph.cypher(
                f"MATCH (n:{label}) WHERE n.terms IS NOT NULL RETURN n.id LIMIT 1"
            ).to_list():
                self._graph.build_text_index(label, "terms", auto_refresh_limit=_NO_LIMIT, name=_index(label))
                self._searchable.add(label)

    def _publish(self) -> None:
        self._snapshot = self._graph.freeze()

    def write(self, change: Change) -> None:
        """Apply `change` in one durable transaction. Raises StoreError, StoreLocked, StoreUnavailable."""
        if self._read_only:
            raise StoreLocked(f"{self._path} was opened read-only", hint="open it without read_only")
        encoded, vectors = _encode(change)
        with self._lock:
            self._vectors.check(vectors)
            with _written():
                tx = self._graph.begin()
                try:
                    writing.apply(encoded, lambda text, params: _run(tx, text, params))
                    tx.commit()
                finally:
                    _close(tx)
            self._commits += 1
            self._prepare()
            self._publish()
            self._vectors.follow(change, vectors)
            with _written():
                self._checkpoint()

    def _checkpoint(self) -> None:
        if self._path is None:
            return
        size = self._path.stat().st_size if self._path.exists() else 0
        if size <= self._checkpoint_bytes:
            self._graph.save()

    def _file_stamp(self) -> int:
        if self._path is None or not self._read_only:
            return 0
        return self._path.stat().st_mtime_ns

    def _refresh(self) -> None:
        """A read-only store follows the writer's checkpoints."""
        if not self._read_only or (stamp := self._file_stamp()) == self._stamp:
            return
        with self._lock:
            self._graph = self._open()
            self._stamp = stamp
            self._prepare()
            self._publish()
            self._vectors = _Vectors()
            self._vectors.load(self._rows)

    def _rows(self, text: str, params: Mapping[str, Any]) -> list[Row]:
        try:
            rows: list[Row] = self._snapshot.cypher(_quoted(text), params=dict(params)).to_list()
        except kglite.ArgumentError as exc:
            raise QueryRefused(f"not a read that the store allows: {exc}") from exc
        except kglite.KgError as exc:
            raise StoreError(f"the query failed: {exc}") from exc
        return rows

    def read(self, query: Query) -> list[Row]:
        """The rows of a read-only query over the last committed state."""
        self._refresh()
        rows = self._rows(query.text, query.params)
        for row in rows:
            for key, value in row.items():
                if isinstance(value, str) and value.startswith(_VECTOR):
                    row[key] = _decode(value).tolist()
        return rows

    def revision(self) -> str:
        """A name of the last committed state: the only writer counts, a reader looks at the file."""
        self._refresh()
        return f"{self._name}/{self._stamp if self._read_only else self._commits}"

    def text_search(
        self, terms: Sequence[str], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by BM25 over their `terms`, best first; with `among`, only these ids."""
        self._refresh()
        params: dict[str, Any] = {"q": " ".join(terms), "limit": limit}
        rows: list[Row] = []
        for label in cypher.UNIT_LABELS:
            if label not in self._searchable:
                continue
            if among is None:
                rows += self._rows(_SEARCH.format(index=_index(label)), params)
            elif ids := [i for i in among if cypher.label_of(i) == label]:
                rows += self._rows(_SEARCH_AMONG.format(label=label), {**params, "ids": ids})
        rows.sort(key=lambda row: (-row["score"], row["id"]))
        return [ScoredId(row["id"], row["score"]) for row in rows[:limit]]

    def vector_search(
        self, vector: Sequence[float], *, limit: int, among: Collection[str] | None = None
    ) -> list[ScoredId]:
        """Nodes by cosine of their `embedding`, best first; with `among`, only these ids. Raises IndexMismatch."""
        self._refresh()
        with self._lock:
            ids, matrix, rows = self._vectors.matrix()
        if not ids:
            return []
        query = np.asarray(vector, dtype=np.float32)
        if query.shape[0] != matrix.shape[1]:
            raise IndexMismatch(
                f"the query has {query.shape[0]} dimensions, the stored vectors {matrix.shape[1]}",
                hint="embed the documents again with this embedder",
            )
        norm = float(np.linalg.norm(query)) or 1.0
        if among is None:
            picks = np.arange(len(ids))
            scores = matrix @ (query / norm)
        else:
            picks = np.array([rows[i] for i in sorted(among) if i in rows], dtype=np.intp)
            scores = matrix[picks] @ (query / norm)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [ScoredId(ids[picks[b]], float(scores[b])) for b in best]

    def snapshot(self, folder: Path) -> Path:
        """A file with the last committed state that another process may load: the store's own, or one in `folder`."""
        self._refresh()
        with self._lock:
            if self._path is None:
                copy = folder / "snapshot.kgl"
                copy.write_bytes(self._graph.to_bytes())
                return copy
            if not self._read_only and not _is_folded(self._path):
                self._graph.save()
            return self._path

    def close(self) -> None:
        """Checkpoint and release the file. Raises StoreUnavailable when the disk takes no more."""
        with self._lock:
            if self._path is not None and not self._read_only:
                with _written():
                    self._graph.close()


class _Vectors:
    """The vectors of the last committed state, by id, and the unit matrix over them, built when asked for."""

    def __init__(self) -> None:
        self._by_id: dict[str, NDArray[np.float32]] = {}
        self._built: tuple[list[str], NDArray[np.float32], dict[str, int]] | None = None

    def load(self, rows: Any) -> None:
        for label in cypher.UNIT_LABELS:
            text = f"MATCH (n:{label}) WHERE n.embedding IS NOT NULL RETURN n.id AS id, n.embedding AS v"
            self._by_id.update((row["id"], _decode(row["v"])) for row in rows(text, {}))

    def check(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Raises IndexMismatch unless the new vectors have the dimension of those that are there."""
        sizes = {v.shape[0] for v in vectors.values()}
        sizes |= {next(iter(self._by_id.values())).shape[0]} if self._by_id and sizes else set()
        if len(sizes) > 1:
            raise IndexMismatch(
                f"vectors of {' and '.join(map(str, sorted(sizes)))} dimensions do not mix",
                hint="embed every document again with one embedder",
            )

    def follow(self, change: Change, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Take over what a committed change did to the vectors."""
        dropped = set(change.drop_owned_by)
        if dropped:
            self._by_id = {k: v for k, v in self._by_id.items() if cypher.document_of(k) not in dropped}
        for node in change.nodes:
            self._by_id.pop(node.id, None)
        for key, props in change.patches:
            if "embedding" in props:
                self._by_id.pop(key, None)
        self._by_id.update(vectors)
        self._built = None

    def matrix(self) -> tuple[list[str], NDArray[np.float32], dict[str, int]]:
        if self._built is None:
            ids = sorted(self._by_id)
            matrix: NDArray[np.float32] = np.zeros((0, 0), np.float32)
            if ids:
                matrix = np.stack([self._by_id[i] for i in ids])
                norms = np.linalg.norm(matrix, axis=1, keepdims=True)
                matrix /= np.where(norms == 0, 1, norms)
            self._built = ids, matrix, {i: n for n, i in enumerate(ids)}
        return self._built


def _index(label: str) -> str:
    return f"{label.lower()}_terms"


def _recover(path: Path) -> None:
    """Fold the log of a writer that was killed into the checkpoint, if no one writes and there is a log to fold."""
    if _is_folded(path):
        return
    with contextlib.suppress(kglite.WriterLeaseHeldError, PermissionError):
        kglite.open(str(path), durable="full").close()


def _is_folded(path: Path) -> bool:
    """Whether the checkpoint at `path` holds every commit."""
    log = path.with_name(path.name + "-wal")
    return path.exists() and (not log.exists() or log.stat().st_size <= _EMPTY_LOG)


def _load(path: Path) -> Any:
    with warnings.catch_warnings():
        # It warns of commits newer than the checkpoint: what a read-only store promises is the checkpoint.
        warnings.simplefilter("ignore", UserWarning)
        return kglite.load(str(path))


def _quoted(text: str) -> str:
    return _RESERVED.sub(r"`\1`", text)


def _run(tx: Any, text: str, params: Mapping[str, Any]) -> list[Row]:
    rows: list[Row] = tx.cypher(_quoted(text), params=dict(params)).to_list()
    return rows


@contextlib.contextmanager
def _written() -> Iterator[None]:
    """What keeps a change from the file, in our words; all that was acknowledged before is there when it is opened."""
    try:
        yield
    except (kglite.FileIoError, OSError) as exc:
        raise StoreUnavailable(
            f"the change was not written: {exc}", hint="free space on the disk, then do it again"
        ) from exc
    except kglite.KgError as exc:
        raise StoreError(f"the change was not written: {exc}") from exc


def _close(tx: Any) -> None:
    try:
        tx.rollback()
    except kglite.KgError:
        return  # it was committed


def _encode(change: Change) -> tuple[Change, dict[str, NDArray[np.float32]]]:
    """The change with vectors as text, and the vectors of nodes that it leaves with one."""
    vectors: dict[str, NDArray[np.float32]] = {}

    def encode(node: str, props: Mapping[str, Any]) -> Mapping[str, Any]:
        if props.get("embedding") is None:
            return props
        vectors[node] = np.asarray(props["embedding"], dtype="<f4")
        return {**props, "embedding": _VECTOR + base64.b64encode(vectors[node].tobytes()).decode()}

    nodes = tuple(type(n)(n.label, n.id, encode(n.id, n.props)) for n in change.nodes)
    patches = tuple((node, encode(node, props)) for node, props in change.patches)
    fields = (change.drop_owned_by, change.drop_edges, nodes, change.edges, patches)
    return Change(*fields), vectors


def _decode(text: str) -> NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(text[len(_VECTOR) :]), dtype="<f4")

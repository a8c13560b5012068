"""What indexing adds to stored units: `passage`, `terms` for the lexical side and `embedding` for the dense one.

Units of one passage share all three. A unit without a passage gets the empty passage and no vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.store import Change, GraphStore, Node, Query, Value
from search.cache import CachedEmbedder
from search.embedders.base import Embedder, Vectors, unit_length
from search.passages import Passage, passages
from search.units import read_snapshot

#: Changes whenever terms or vectors of the same text would come out differently.
SCHEME = "4"
_META = "meta:search"

Progress = Callable[[int, int], None]


def _vectors(embedder: Embedder, passages: Sequence[Passage], progress: Progress | None) -> Vectors:
    """The passages' vectors, shape (passages, dim): the mean of their parts by length, brought to length one."""
    if not passages:
        return np.empty((0, embedder.dim), dtype=np.float32)
    parts = [passage.embedded() for passage in passages]
    texts = [text for own in parts for text in own]
    if isinstance(embedder, CachedEmbedder):
        embedded = embedder.embed_passages(texts, progress=progress)
    else:
        embedded = embedder.embed_passages(texts)
    weights = np.asarray([max(len(text), 1) for text in texts], dtype=np.float32)[:, None]
    starts = np.cumsum([0, *(len(own) for own in parts[:-1])])
    return unit_length(np.add.reduceat(embedded * weights, starts, axis=0))


def pending(
    store: GraphStore,
    embedder: Embedder,
    *,
    name: str = "",
    ids: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Change:
    """The change that brings terms and vectors of the store up to date; an empty one where nothing is due.

    `name` is what opens the embedder again. A unit is due when it was never indexed, when its passage is not the one
    that it was indexed with, or when another embedder made its vector. `ids` bounds the work to these units or
    documents.
    """
    snapshot = read_snapshot(store)
    wanted = None if ids is None else set(ids)
    stamps = _stamps(store)
    home = {member: p for p in passages(snapshot) for member in p.members}
    due = [
        unit.id
        for unit in snapshot.units
        if (wanted is None or unit.id in wanted or unit.document in wanted)
        and stamps.get(unit.id) != _stamp(home.get(unit.id), embedder)
    ]
    if not due:
        return Change()
    fresh = list({home[id].id: home[id] for id in due if id in home}.values())
    vectors = _vectors(embedder, fresh, progress)
    props = {p.id: _props(p, vector, embedder) for p, vector in zip(fresh, vectors, strict=True)}
    alone = _props(None, None, embedder)
    patches = tuple((id, props[home[id].id] if id in home else alone) for id in due)
    meta = Node("Meta", _META, {"embedder": embedder.id, "name": name, "dim": embedder.dim, "scheme": SCHEME})
    return Change(nodes=(meta,), patches=patches)


def clearing(store: GraphStore, embedder: Embedder) -> Change:
    """The change that takes vectors of another dimension away, which no engine mixes; empty where there are none."""
    stored = stored_model(store)
    if stored is None or stored.dim == embedder.dim:
        return Change()
    gone: Mapping[str, Value] = {"embedding": None, "indexed": None}
    return Change(patches=tuple((id, gone) for id in _stamps(store)))


def _props(passage: Passage | None, vector: Vectors | None, embedder: Embedder) -> Mapping[str, Value]:
    return {
        "passage": passage.id if passage else "",
        "terms": " ".join(passage.terms()) if passage else "",
        "embedding": None if vector is None else vector.tolist(),
        "indexed": _stamp(passage, embedder),
    }


def _stamp(passage: Passage | None, embedder: Embedder) -> str:
    parts = (passage.id, *passage.embedded(), *passage.headings, passage.beside) if passage else ()
    key = "\0".join((SCHEME, embedder.id, *parts))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _stamps(store: GraphStore) -> dict[str, str]:
    out: dict[str, str] = {}
    for label in ("Clause", "Task", "Target"):
        query = Query(
            f"MATCH (n:{label}) WHERE n.indexed IS NOT NULL RETURN n.id AS id, n.indexed AS indexed"
        )
        out.update((row["id"], row["indexed"]) for row in store.read(query))
    return out


@dataclass(frozen=True, slots=True)
class StoredModel:
    """The embedder whose vectors a store holds: its id, what opens it ("" where not known), and its dimension."""

    id: str
    name: str
    dim: int


def stored_model(store: GraphStore) -> StoredModel | None:
    """What made the store's vectors; None before anything was indexed."""
    query = "MATCH (m:Meta {id: $id}) RETURN m.embedder AS id, m.name AS name, m.dim AS dim"
    rows = store.read(Query(query, {"id": _META}))
    return StoredModel(rows[0]["id"], rows[0]["name"] or "", rows[0]["dim"]) if rows else None

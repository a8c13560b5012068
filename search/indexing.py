"""What indexing adds to stored units: `terms` for the lexical side and `embedding` for the dense one.

The vector of a unit is the mean of its sentences' vectors, by length, moved towards the mean of the headings above
it. Measured on laws this ranks as well as embedding each unit together with its headings, at half the cost, since
every heading and every repeated sentence is embedded once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from graph.linkers.wording import sentences
from graph.store import Change, GraphStore, Node, Query
from ontology.analyzer import terms
from search.cache import CachedEmbedder
from search.embedders.base import Embedder, Vectors, unit_length
from search.units import Passage, SearchUnit, agency_names, passage, read_snapshot

#: Changes whenever terms or vectors of the same text would come out differently.
SCHEME = "2"
_META = "meta:search"
_HEADING_SHARE = 0.4
_HEADING_WEIGHT = 2  # how many times a heading's terms count

Progress = Callable[[int, int], None]


def unit_terms(unit: SearchUnit, known_by: Passage) -> str:
    """The blank-separated terms of a unit: headings twice, its text, what stands beside it, and its agencies."""
    heading = terms(known_by.context)
    beside = terms(" . ".join([unit.note, *agency_names(unit)]))
    return " ".join([*heading * _HEADING_WEIGHT, *terms(known_by.text), *beside])


def unit_vectors(
    passages: Sequence[Passage], embedder: Embedder, *, progress: Progress | None = None
) -> Vectors:
    """The vectors of passages, shape (len(passages), dim), of length one."""
    parts = [sentences(p.text) or p.headings for p in passages]
    texts = list(
        dict.fromkeys([*(h for p in passages for h in p.headings), *(s for part in parts for s in part)])
    )
    vectors = dict(zip(texts, _embed(embedder, texts, progress), strict=True))
    out = np.zeros((len(passages), embedder.dim), np.float32)
    for n, (known_by, part) in enumerate(zip(passages, parts, strict=True)):
        out[n] = _mean(part, vectors, [float(len(s)) for s in part])
        # The nearer a heading, the more it says of what stands under it.
        nearness = [2.0**level for level in range(len(known_by.headings))]
        out[n] += _HEADING_SHARE * _mean(known_by.headings, vectors, nearness)
    return unit_length(out)


def _mean(texts: Sequence[str], vectors: Mapping[str, Vectors], weights: list[float]) -> Vectors:
    if not texts:
        return np.zeros((), np.float32)
    return unit_length(np.array(weights, np.float32) @ np.stack([vectors[t] for t in texts]))


def _embed(embedder: Embedder, texts: list[str], progress: Progress | None) -> Vectors:
    if isinstance(embedder, CachedEmbedder):
        return embedder.embed_passages(texts, progress=progress)
    return embedder.embed_passages(texts)


def pending(
    store: GraphStore,
    embedder: Embedder,
    *,
    ids: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Change:
    """The change that brings terms and vectors of the store up to date; an empty one where nothing is due.

    A unit is due when it has no vector, when its passage is not the one that its vector was made from, or when
    another embedder made it. `ids` bounds the work to these units or documents.
    """
    snapshot = read_snapshot(store)
    wanted = None if ids is None else set(ids)
    stamps = _stamps(store)
    due: list[tuple[str, Passage, str, str]] = []
    for unit in snapshot.units:
        if wanted is None or unit.id in wanted or unit.document in wanted:
            known_by = passage(unit, snapshot.documents[unit.document])
            words = unit_terms(unit, known_by)
            stamp = _stamp(known_by, words, embedder)
            if stamps.get(unit.id) != stamp:
                due.append((unit.id, known_by, words, stamp))
    if not due:
        return Change()
    vectors = unit_vectors([known_by for _, known_by, *_ in due], embedder, progress=progress)
    patches = tuple(
        (id, {"terms": words, "embedding": vector.tolist(), "indexed": stamp})
        for (id, _, words, stamp), vector in zip(due, vectors, strict=True)
    )
    meta = Node("Meta", _META, {"embedder": embedder.id, "dim": embedder.dim, "scheme": SCHEME})
    return Change(nodes=(meta,), patches=patches)


def _stamp(known_by: Passage, words: str, embedder: Embedder) -> str:
    key = "\0".join((SCHEME, embedder.id, known_by.context, known_by.text, words))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _stamps(store: GraphStore) -> dict[str, str]:
    out: dict[str, str] = {}
    for label in ("Clause", "Task", "Target"):
        query = Query(
            f"MATCH (n:{label}) WHERE n.indexed IS NOT NULL AND n.embedding IS NOT NULL "
            "RETURN n.id AS id, n.indexed AS indexed"
        )
        out.update((row["id"], row["indexed"]) for row in store.read(query))
    return out


def stored_embedder(store: GraphStore) -> str | None:
    """The id of the embedder whose vectors the store holds; None before anything was indexed."""
    rows = store.read(Query("MATCH (m:Meta {id: $id}) RETURN m.embedder AS embedder", {"id": _META}))
    return rows[0]["embedder"] if rows else None

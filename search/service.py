"""The one search service that the API, the command line and the assistant's tools ask.

Ranking: a lexical and a dense score for every passage, mixed, and given to the unit in it that says it best. Units
of a document that the query names, and units that cite it, come before others; a query that is only a document
number gives that document. Filters hold before ranking, so that a page is full whenever enough units pass. Equal
scores are ordered by place, so pages are stable.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.store import Change, GraphStore, Query
from ontology.errors import IndexMismatch, NotFound
from ontology.text import fold
from search.cache import CachedEmbedder, EmbeddingCache
from search.embedders.base import Embedder
from search.expansion import vocabulary
from search.filters import passing
from search.highlights import best_sentence
from search.hybrid import mix, stretch
from search.index import SearchIndex
from search.indexing import Progress, clearing, pending, stored_model
from search.lexical import Scores
from search.query import Prepared, corrected, prepare
from search.questions.catalogue import Catalogue
from search.questions.spelling import Spelled
from search.questions.tokens import Token
from search.restore import Restorer
from search.types import Filters, Hit, SearchPage
from search.units import SearchUnit

Mask = NDArray[np.bool_]

#: What a named document adds to its own units, and to those that cite it. A full score is 1.
_OWN_BONUS = 0.5
_CITING_BONUS = 0.1
#: What is left of the score of a unit when a sibling in its passage says it better: a list does not fill the page.
_SIBLING = 0.9
#: The same for a result: beside the one that says it best, the others of its clause tell of other things.
_OTHER_RESULT = 0.6
_CLOSE = 0.6  # facets count units that score at least this share of the best
_STATE = Query(
    "MATCH (d:Document) WHERE d.stub = false RETURN d.id AS id, d.sha256 AS sha ORDER BY id",
)
_PORTION = 2000  # units written in one transaction
_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class _State:
    """What one moment's questions are answered from; the embedder is the one whose vectors the index holds."""

    index: SearchIndex
    restorer: Restorer
    embedder: Embedder


class SearchService:
    """Search over a store. Safe for several threads; sees what was indexed at the last `refresh`."""

    def __init__(
        self,
        store: GraphStore,
        embedder: Embedder,
        *,
        name: str = "",
        cache: EmbeddingCache | None = None,
        kept: Path | None = None,
    ) -> None:
        """`name` is what opens the embedder again; `cache` keeps passage vectors over runs, the file `kept` what
        search builds from them.

        Nothing is read before the first question.
        """
        self._store = store
        self._cache = cache
        self._kept = kept
        self._name = name
        self.embedder: Embedder = self._cached(embedder)
        self._lock = threading.Lock()
        self._indexing = threading.Lock()
        self._state: _State | None = None
        self._seen: list[tuple[str, str]] = []

    def refresh(self) -> None:
        """Read the store anew; call it after every write."""
        with self._lock:
            self._state = None

    def pending(self, ids: Iterable[str] | None = None, *, progress: Progress | None = None) -> Change:
        """The change that brings terms and vectors up to date; `ids` (units or documents) bounds it."""
        return pending(self._store, self.embedder, name=self._name, ids=ids, progress=progress)

    def index(self, ids: Iterable[str] | None = None, *, progress: Progress | None = None) -> int:
        """Write what is pending and refresh; how many units were indexed. A second call finds nothing to do."""
        with self._indexing:
            change = self.pending(ids, progress=progress)
            if change.patches:
                self._clear(self.embedder)
            # In portions: a run that is interrupted keeps what it did, and no transaction grows with the corpus.
            for at in range(0, len(change.patches), _PORTION):
                self._store.write(Change(nodes=change.nodes, patches=change.patches[at : at + _PORTION]))
        self.refresh()
        return len(change.patches)

    def switch(self, embedder: Embedder, *, name: str = "", progress: Progress | None = None) -> None:
        """Change the model: embed everything anew while the present index answers, then put all in its place.

        What is ingested meanwhile is indexed by the old model first and by the new one at the end. The vectors
        are written in one transaction, so no reader sees two models (where their dimension changes, another
        process may see none for a moment). A switch that is interrupted changes nothing; with a cache the next one
        takes up where it stopped.
        """
        fresh = self._cached(embedder)
        if self._cache:  # all but the writing, while others may still write
            pending(self._store, fresh, name=name, progress=progress)
        with self._indexing:
            change = pending(self._store, fresh, name=name)
            self._clear(fresh)
            self._store.write(change)
            with self._lock:
                self.embedder, self._name, self._state = fresh, name, None

    def _clear(self, embedder: Embedder) -> None:
        change = clearing(self._store, embedder)
        if change.patches:
            self._store.write(change)

    def _cached(self, embedder: Embedder) -> Embedder:
        return CachedEmbedder(embedder, self._cache) if self._cache else embedder

    def restore(self, text: str) -> str:
        """The text with diacritics put back, as the indexed texts suggest."""
        return self._current().restorer.restore(text)

    def search(
        self,
        query: str,
        *,
        filters: Filters = _NO_FILTERS,
        limit: int = 10,
        offset: int = 0,
        repair: bool = False,
    ) -> SearchPage:
        """The page [offset, offset + limit) of the units that pass `filters`, best first; any text is a query.

        With `repair`, misspelt words that no text has are set right first; the page says which.

        An empty query lists units in reading order. `total` counts every unit that passes; facets count those
        that come close to the best. Raises IndexMismatch when the store's vectors are another embedder's.
        """
        state = self._current()
        index = state.index
        spelled = self._corrected(query, state) if repair else Spelled(query)
        asked = prepare(spelled.text, restore=state.restorer.restore)
        mask = passing(index, filters)
        if asked.quotes:
            mask = _with_quotes(index, mask, asked.quotes)
        lexical, dense = _sides(state, asked)
        scores = mix(lexical, dense)
        lesser = index.lesser_siblings(asked.terms, mask)
        scores[lesser] *= np.where(index.is_result[lesser], _OTHER_RESULT, _SIBLING).astype(np.float32)
        if asked.numbers:
            scores = _with_numbers(index, scores, asked)
        page = self._page(index, asked, (scores, lexical, dense), mask, limit, offset)
        return replace(page, repairs=spelled.repairs)

    def similar(self, id: str, *, filters: Filters = _NO_FILTERS, limit: int = 10) -> SearchPage:
        """The units nearest to a stored one, itself left out. Raises NotFound."""
        index = self._current().index
        row = index.rows.get(id)
        if row is None:
            raise NotFound(
                f"no clause, task, target or result {id!r}", hint="ids are in the export and in search hits"
            )
        text = index.units[row].text
        asked = prepare(text, restore=str)
        vector = self._vector_of(index.told_in.get(id, id))
        lexical, dense = index.engine.lexical(asked.terms), index.engine.dense(vector)
        mask = passing(index, filters)
        mask[row] = False
        return self._page(index, asked, (mix(lexical, dense), lexical, dense), mask, limit, 0)

    def _corrected(self, query: str, state: _State) -> Spelled:
        def correct(text: str, may: Callable[[Token], bool]) -> Spelled:
            return Catalogue(self._store).speller.correct(text, may=may)

        return corrected(query, knows=state.restorer.knows, correct=correct)

    def _vector_of(self, id: str) -> Scores:
        for label in ("Clause", "Task", "Target"):
            query = Query(f"MATCH (n:{label} {{id: $id}}) RETURN n.embedding AS embedding", {"id": id})
            for row in self._store.read(query):
                if row["embedding"]:
                    return np.asarray(row["embedding"], dtype=np.float32)
        return np.zeros(self.embedder.dim, np.float32)

    def _current(self) -> _State:
        with self._lock:
            # Another process may have written; the list of documents and their digests tells.
            seen = [(row["id"], row["sha"] or "") for row in self._store.read(_STATE)]
            if self._state is None or seen != self._seen:
                index = SearchIndex(self._store, kept=self._kept)
                own = [u for u in index.units if u.kind != "result"]
                texts = [*vocabulary(), *{u.context for u in own}, *(u.text for u in own)]
                texts += [d.title for d in index.documents.values()]
                self._state, self._seen = _State(index, Restorer(texts), self.embedder), seen
                self._check()
            return self._state

    def _check(self) -> None:
        stored = stored_model(self._store)
        if stored is not None and stored.id != self.embedder.id:
            self._state = None
            raise IndexMismatch(
                f"the store's vectors were made by {stored.id}, not by {self.embedder.id}",
                hint="choose that embedder, or index again with this one",
            )

    def _page(
        self,
        index: SearchIndex,
        asked: Prepared,
        sides: tuple[Scores, Scores, Scores],
        mask: Mask,
        limit: int,
        offset: int,
    ) -> SearchPage:
        scores, lexical, dense = sides
        rows = np.flatnonzero(mask)
        order = _best(scores, rows, max(offset, 0) + max(limit, 0))
        shares = stretch(lexical)
        hits = tuple(
            _hit(index, asked, int(n), float(scores[n]), float(shares[n]), float(dense[n]))
            for n in order[max(offset, 0) :]
        )
        return SearchPage(asked.text, hits, len(rows), _facets(index, scores, rows))


def _sides(state: _State, asked: Prepared) -> tuple[Scores, Scores]:
    engine = state.index.engine
    if not asked.rest or not state.index.units:
        nothing = np.zeros(len(state.index.units), np.float32)
        return nothing, nothing
    return engine.lexical(asked.terms), engine.dense(state.embedder.embed_query(asked.dense_text))


def _best(scores: Scores, rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """The `most` best of `rows`, best first; equal ones in their order.

    Scores are rounded, so that noise in the last digits never decides an order.
    """
    rounded = scores[rows].round(6)
    if 0 < most < len(rows):
        least = np.partition(rounded, len(rows) - most)[len(rows) - most]
        rows, rounded = rows[rounded >= least], rounded[rounded >= least]
    return rows[np.argsort(-rounded, kind="stable")][:most]


def _with_quotes(index: SearchIndex, mask: Mask, quotes: tuple[str, ...]) -> Mask:
    """Only units with every quoted phrase; all of them when none has (a wrong quote is better than no hit)."""
    wanted = [fold(quote) for quote in quotes]
    having = np.fromiter(
        (
            bool(ok) and all(q in fold(u.text) for q in wanted)
            for u, ok in zip(index.units, mask, strict=True)
        ),
        np.bool_,
        len(mask),
    )
    return having if having.any() else mask


def _with_numbers(index: SearchIndex, scores: Scores, asked: Prepared) -> Scores:
    """Units of the named documents first when nothing else was asked, else only preferred."""
    out = scores.copy()
    for document in dict.fromkeys(d for number in asked.numbers for d in index.named_by(number)):
        own, citing = index.of_document(document), index.citing(document)
        if asked.rest:
            out[own] += _OWN_BONUS
            out[citing] += _CITING_BONUS
        else:
            out[citing] = np.maximum(out[citing], 0.5)
            out[own] = np.linspace(1.0, 0.9, num=len(own), dtype=np.float32)
    top = float(out.max()) if out.size else 0.0
    return out / np.float32(top) if top > 1 else out


def _hit(index: SearchIndex, asked: Prepared, row: int, score: float, lexical: float, dense: float) -> Hit:
    unit: SearchUnit = index.units[row]
    document = index.documents[unit.document]
    return Hit(
        kind=unit.kind,
        id=unit.id,
        document=unit.document,
        source=document.source,
        number=document.number,
        path=unit.path,
        no=unit.no,
        score=round(score, 6),
        scores={"lexical": round(lexical, 6), "dense": round(dense, 6)},
        text=unit.text,
        context=unit.context,
        highlights=best_sentence(unit.text, asked.terms),
    )


def _facets(index: SearchIndex, scores: Scores, rows: NDArray[np.intp]) -> dict[str, dict[str, int]]:
    """How many units close to the best each document, kind, place and level has; most first."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("document", "kind", "place", "level")}
    close = rows[scores[rows] >= _CLOSE * float(scores[rows].max())] if len(rows) else rows
    for n in _best(scores, close, len(close)):
        unit = index.units[n]
        document = index.documents[unit.document]
        values = {
            "document": unit.document,
            "kind": unit.kind,
            "place": document.place,
            "level": document.level,
        }
        for name, value in values.items():
            if value:
                counts[name][value] += 1
    return {name: dict(counter.most_common()) for name, counter in counts.items()}

"""What search keeps in memory of a store: its units, their terms and vectors, and who cites which document.

Exact and rebuilt from a snapshot. Up to `IN_MEMORY` units both scores come from memory; beyond, or when asked, from
the store's own full-text and vector indexes, which know only the best of each side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.store import GraphStore, Query
from ontology.analyzer import terms as analyzed
from ontology.errors import IndexMismatch
from ontology.vocabulary import ParsedNumber, parse_number
from search.embedders.base import Vectors
from search.kept import name_of, read, write
from search.lexical import Bm25, Scores
from search.units import DocumentRow, SearchUnit, Snapshot, read_snapshot, rows_of

#: Units up to which terms and vectors are held in memory (docs/scaling.md has the figures).
IN_MEMORY = 250_000
_WORTH_KEEPING = 5000  # passages; fewer are built in a second
_BEST = 400  # how many a store's own index is asked for, on each side
_LABELS = {"clause": "Clause", "task": "Task", "target": "Target"}


class Engine(Protocol):
    """Scores of all units, in the order of the snapshot, by words and by meaning."""

    def lexical(self, terms: Mapping[str, float]) -> Scores:
        """BM25 for weighted terms, shape (units,)."""
        ...

    def dense(self, vector: Vectors) -> Scores:
        """Cosine, shape (units,)."""
        ...


class MemoryEngine:
    """Every passage scored exactly, in memory; a unit has its passage's score."""

    def __init__(self, home: NDArray[np.intp], bm25: Bm25, vectors: Vectors) -> None:
        """`home` is the passage of each unit, -1 for none; `bm25` and `vectors` (length one, zeros where there is
        none) are the passages'.
        """
        self._home = home
        self._bm25 = bm25
        self._vectors = vectors

    def _spread(self, scores: Scores) -> Scores:
        """Passages' scores as units' scores; a unit without a passage scores as the worst."""
        if not scores.size:
            return np.zeros(len(self._home), np.float32)
        return np.where(self._home >= 0, scores[self._home], scores.min()).astype(np.float32)

    def lexical(self, terms: Mapping[str, float]) -> Scores:
        """BM25 for weighted terms, shape (units,)."""
        return self._spread(self._bm25.scores(terms))

    def dense(self, vector: Vectors) -> Scores:
        """Cosine, shape (units,). Raises IndexMismatch."""
        if not self._vectors.shape[1]:
            return np.zeros(len(self._home), np.float32)
        if self._vectors.shape[1] != len(vector):
            raise IndexMismatch(
                f"the query has {len(vector)} dimensions, the index {self._vectors.shape[1]}",
                hint="index the documents again with this embedder",
            )
        return self._spread(np.asarray(self._vectors @ vector, dtype=np.float32))


class StoreEngine:
    """The best units of each side by the store's own indexes; the others score nothing on that side."""

    def __init__(self, store: GraphStore, rows: Mapping[str, int], told_in: Mapping[str, str]) -> None:
        """`told_in` names the clause of each result, whose scores it has."""
        self._store = store
        self._rows = rows
        self._told = np.array([rows[told] for told in told_in], np.intp)
        self._clauses = np.array([rows[clause] for clause in told_in.values()], np.intp)

    def lexical(self, terms: Mapping[str, float]) -> Scores:
        """BM25, shape (units,); the store weighs all terms alike."""
        found = self._store.text_search(list(terms), limit=_BEST) if terms else []
        out = np.zeros(len(self._rows), np.float32)
        for hit in found:
            if hit.id in self._rows:
                out[self._rows[hit.id]] = hit.score
        return self._shared(out)

    def dense(self, vector: Vectors) -> Scores:
        """Cosine, shape (units,); what was not found counts as little as the worst that was."""
        found = [h for h in self._store.vector_search(vector.tolist(), limit=_BEST) if h.id in self._rows]
        out = np.full(len(self._rows), min((h.score for h in found), default=0.0), np.float32)
        for hit in found:
            out[self._rows[hit.id]] = hit.score
        return self._shared(out)

    def _shared(self, scores: Scores) -> Scores:
        scores[self._told] = scores[self._clauses]
        return scores


class SearchIndex:
    """The units of one moment, an engine over them, and the lookups that need no ranking."""

    def __init__(self, store: GraphStore, *, in_memory: int = IN_MEMORY, kept: Path | None = None) -> None:
        """`kept` is a file that saves the next start the longest part of this (`search.kept`)."""
        snapshot: Snapshot = read_snapshot(store, results=True)
        self.documents: dict[str, DocumentRow] = snapshot.documents
        self.units: tuple[SearchUnit, ...] = snapshot.units
        self.rows: dict[str, int] = {unit.id: n for n, unit in enumerate(self.units)}
        self.home, passages = self._passages(store)
        # A result is words of its clause: it is found by the clause's passage and needs none of its own.
        self.told_in = {
            unit.id: unit.parent
            for unit in self.units
            if unit.kind == "result" and unit.parent and unit.parent in self.rows
        }
        self.is_result = np.array([unit.kind == "result" for unit in self.units], np.bool_)
        for told, clause in self.told_in.items():
            self.home[self.rows[told]] = self.home[self.rows[clause]]
        self.engine: Engine
        if len(self.units) <= in_memory:
            self.engine = MemoryEngine(self.home, *self._held(store, passages, kept))
        else:
            self.engine = StoreEngine(store, self.rows, self.told_in)
        self._siblings = np.flatnonzero((self.home >= 0) & (np.bincount(self.home + 1)[self.home + 1] > 1))
        self._own = Bm25(analyzed(self.units[n].text) for n in self._siblings)
        self._numbers = self._read_numbers(store)
        self._of_document: dict[str, list[int]] = defaultdict(list)
        for n in sorted(range(len(self.units)), key=lambda n: (self.units[n].kind != "clause", n)):
            self._of_document[self.units[n].document].append(n)
        self._citing = self._read_citing(store)

    def _passages(self, store: GraphStore) -> tuple[NDArray[np.intp], dict[str, str]]:
        """Each unit's passage as its number, -1 for none; and the passages in this order, with their stamps."""
        of_unit: dict[str, str] = {}
        stamps: dict[str, str] = {}
        columns = "n.id AS id, n.passage AS passage, n.indexed AS indexed"
        for label in _LABELS.values():
            text = f"MATCH (n:{label} {{document: d}}) WHERE n.passage <> '' RETURN {columns}"
            for row in rows_of(store, self.documents, text):
                of_unit[row["id"]] = row["passage"]
                if row["id"] == row["passage"]:
                    stamps[row["id"]] = row["indexed"] or ""
        number: dict[str, int] = {}
        home = np.full(len(self.units), -1, np.intp)
        for n, unit in enumerate(self.units):
            if passage := of_unit.get(unit.id):
                home[n] = number.setdefault(passage, len(number))
        return home, {passage: stamps.get(passage, "") for passage in number}

    def _held(
        self, store: GraphStore, passages: Mapping[str, str], kept: Path | None
    ) -> tuple[Bm25, Vectors]:
        """Postings and vectors of the passages, from the file where it knows precisely these."""
        name = name_of(passages.items())
        if not all(passages.values()):  # without its stamp, no one can tell an entry from another
            kept = None
        if kept and (found := read(kept, name)):
            return found
        number = {passage: n for n, passage in enumerate(passages)}
        terms = [""] * len(number)
        vectors: dict[int, Vectors] = {}
        for label in _LABELS.values():
            # The first unit of a passage bears its name, and what its members share.
            text = (
                f"MATCH (n:{label} {{document: d}}) WHERE n.passage = n.id "
                "RETURN n.id AS id, n.terms AS terms, n.embedding AS embedding"
            )
            for row in rows_of(store, self.documents, text):
                if (at := number.get(row["id"])) is None:
                    continue
                terms[at] = row["terms"] or ""
                if row["embedding"]:
                    vectors[at] = np.asarray(row["embedding"], np.float32)
        matrix = np.zeros((len(terms), len(next(iter(vectors.values()), ()))), np.float32)
        for at, vector in vectors.items():
            matrix[at] = vector
        bm25 = Bm25(text.split() for text in terms)
        if kept and len(terms) >= _WORTH_KEEPING:
            write(kept, name, bm25, matrix)
        return bm25, matrix

    def lesser_siblings(self, terms: Mapping[str, float], among: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Rows of `among` that share a passage with one of them whose own words fit the terms better, or as well."""
        kept = among[self._siblings]
        rows, own = self._siblings[kept], self._own.scores(terms)[kept]
        order = np.lexsort((rows, -own, self.home[rows]))
        homes = self.home[rows][order]
        first = np.ones(len(order), np.bool_)
        first[1:] = homes[1:] != homes[:-1]
        return np.asarray(rows[order[~first]], dtype=np.intp)

    def _read_numbers(self, store: GraphStore) -> dict[str, list[tuple[str, str]]]:
        rows = store.read(
            Query("MATCH (d:Document) WHERE d.number IS NOT NULL RETURN d.id AS id, d.number AS number")
        )
        # Only documents with the same serial can be meant; the full comparison is left to those.
        out: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in rows:
            if own := parse_number(row["number"]):
                out[own.serial.lstrip("0")].append((row["id"], row["number"]))
        return out

    def _read_citing(self, store: GraphStore) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for label in _LABELS.values():
            query = Query(f"MATCH (n:{label})-[:CITES]->(d:Document) RETURN n.id AS unit, d.id AS document")
            for row in store.read(query):
                if row["unit"] in self.rows:
                    out[row["document"]].append(self.rows[row["unit"]])
        return {document: sorted(set(rows)) for document, rows in out.items()}

    def named_by(self, number: ParsedNumber) -> list[str]:
        """Ids of the documents, stubs included, that a number in someone's words may mean."""
        same_serial = self._numbers.get(number.serial.lstrip("0"), [])
        return sorted(id for id, own in same_serial if number.fits(own))

    def of_document(self, document: str) -> list[int]:
        """Rows of a document's units, its clauses first, in reading order."""
        return self._of_document.get(document, [])

    def citing(self, document: str) -> list[int]:
        """Rows of the units whose words name a document."""
        return self._citing.get(document, [])

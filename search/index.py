"""What search keeps in memory of a store: its units, their terms and vectors, and who cites which document.

Exact and rebuilt from a snapshot. Up to `IN_MEMORY` units both scores come from memory; beyond, or when asked, from
the store's own full-text and vector indexes, which know only the best of each side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from graph.store import GraphStore, Query
from ontology.errors import IndexMismatch
from ontology.vocabulary import ParsedNumber, parse_number
from search.embedders.base import Vectors
from search.lexical import Bm25, Scores
from search.units import DocumentRow, SearchUnit, Snapshot, read_snapshot

#: Units up to which terms and vectors are held in memory: about 600 MB there.
IN_MEMORY = 100_000
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
    """Every unit scored exactly, in memory."""

    def __init__(self, terms: Sequence[str], vectors: Vectors) -> None:
        """`terms` are blank-separated, one text a unit; `vectors` have length one, zeros where there is none."""
        self._bm25 = Bm25(text.split() for text in terms)
        self._vectors = vectors

    def lexical(self, terms: Mapping[str, float]) -> Scores:
        """BM25 for weighted terms, shape (units,)."""
        return self._bm25.scores(terms)

    def dense(self, vector: Vectors) -> Scores:
        """Cosine, shape (units,). Raises IndexMismatch."""
        if not self._vectors.shape[1]:
            return np.zeros(len(self._vectors), np.float32)
        if self._vectors.shape[1] != len(vector):
            raise IndexMismatch(
                f"the query has {len(vector)} dimensions, the index {self._vectors.shape[1]}",
                hint="index the documents again with this embedder",
            )
        return np.asarray(self._vectors @ vector, dtype=np.float32)


class StoreEngine:
    """The best units of each side by the store's own indexes; the others score nothing on that side."""

    def __init__(self, store: GraphStore, rows: Mapping[str, int]) -> None:
        self._store = store
        self._rows = rows

    def lexical(self, terms: Mapping[str, float]) -> Scores:
        """BM25, shape (units,); the store weighs all terms alike."""
        found = self._store.text_search(list(terms), limit=_BEST) if terms else []
        out = np.zeros(len(self._rows), np.float32)
        for hit in found:
            if hit.id in self._rows:
                out[self._rows[hit.id]] = hit.score
        return out

    def dense(self, vector: Vectors) -> Scores:
        """Cosine, shape (units,); what was not found counts as little as the worst that was."""
        found = [h for h in self._store.vector_search(vector.tolist(), limit=_BEST) if h.id in self._rows]
        out = np.full(len(self._rows), min((h.score for h in found), default=0.0), np.float32)
        for hit in found:
            out[self._rows[hit.id]] = hit.score
        return out


class SearchIndex:
    """The units of one moment, an engine over them, and the lookups that need no ranking."""

    def __init__(self, store: GraphStore, *, in_memory: int = IN_MEMORY) -> None:
        snapshot: Snapshot = read_snapshot(store)
        self.documents: dict[str, DocumentRow] = snapshot.documents
        self.units: tuple[SearchUnit, ...] = snapshot.units
        self.rows: dict[str, int] = {unit.id: n for n, unit in enumerate(self.units)}
        self.engine: Engine
        if len(self.units) <= in_memory:
            self.engine = MemoryEngine(*self._held(store))
        else:
            self.engine = StoreEngine(store, self.rows)
        self._numbers = self._read_numbers(store)
        self._of_document: dict[str, list[int]] = defaultdict(list)
        for n in sorted(range(len(self.units)), key=lambda n: (self.units[n].kind != "clause", n)):
            self._of_document[self.units[n].document].append(n)
        self._citing = self._read_citing(store)

    def _held(self, store: GraphStore) -> tuple[list[str], Vectors]:
        terms = [""] * len(self.units)
        vectors: dict[int, list[float]] = {}
        for label in _LABELS.values():
            query = Query(f"MATCH (n:{label}) RETURN n.id AS id, n.terms AS terms, n.embedding AS embedding")
            for row in store.read(query):
                at = self.rows.get(row["id"])
                if at is not None:
                    terms[at] = row["terms"] or ""
                    if row["embedding"]:
                        vectors[at] = row["embedding"]
        dim = len(next(iter(vectors.values()), ()))
        matrix = np.zeros((len(self.units), dim), np.float32)
        for at, vector in vectors.items():
            matrix[at] = vector
        return terms, matrix

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

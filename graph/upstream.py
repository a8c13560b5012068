"""Which documents a document carries out: found through the documents' own relations, never by a list of files.

Upstream of `d` are the documents of the corpus, not of a lower level and not issued later, that
1. `d` reaches over IMPLEMENTS, BASED_ON, AMENDS and REPLACES edges, stubs included; or
2. `d` cites, where the cited document itself carries out one of (1). So a plan that carries out an amending
   resolution finds the amended programme too, although the amending text may not be in the corpus.
Peers are documents of the same level and another place that share an upstream document.
A report is about the documents that it says it reports on, and about those of its own place that these carry out or
that carry these out; nothing that was issued after it. What a province did is no outcome of a ministry's task: that
one is reached over the province's own plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.store import GraphStore, Query

LEVELS = {"trung ương": 0, "tỉnh": 1, "huyện": 2, "xã": 3}
_CARRIES_OUT = ("IMPLEMENTS", "BASED_ON", "AMENDS", "REPLACES")
_DOCUMENTS = Query(
    "MATCH (d:Document) RETURN d.id AS id, d.level AS level, d.issued AS issued, d.place AS place, d.stub AS stub"
)
_EDGES = Query("MATCH (a:Document)-[r]->(b:Document) RETURN a.id AS source, type(r) AS type, b.id AS target")


@dataclass(frozen=True, slots=True)
class _Doc:
    id: str
    level: int
    issued: str
    place: str | None
    stub: bool


class Upstream:
    """The document relations of one store, read once; what follows from them is worked out once for each document."""

    def __init__(self, store: GraphStore) -> None:
        self._docs = {
            row["id"]: _Doc(
                row["id"],
                LEVELS.get(row["level"] or "", 0),
                row["issued"] or "",
                row["place"],
                bool(row["stub"]),
            )
            for row in store.read(_DOCUMENTS)
        }
        self._of: dict[str, list[str]] = {}
        self._reached: dict[str, frozenset[str]] = {}
        self._carries_out: dict[str, set[str]] = defaultdict(set)
        self._cites: dict[str, set[str]] = defaultdict(set)
        self._reports: dict[str, set[str]] = defaultdict(set)
        for row in store.read(_EDGES):
            if row["type"] == "REPORTS_ON":
                self._reports[row["source"]].add(row["target"])
            side = self._carries_out if row["type"] in _CARRIES_OUT else self._cites
            side[row["source"]].add(row["target"])

    def documents(self) -> list[str]:
        """Every document whose text is in the store, by date and id."""
        return list(self._full)

    def of(self, document: str) -> list[str]:
        """Upstream documents that are in the store, highest level first."""
        if document not in self._of:
            reached = set(self._reach(document))
            cited = {d for d in self._cites.get(document, ()) if self._reach(d) & reached}
            found = [self._docs[d] for d in reached | cited if d != document and self._is_above(d, document)]
            self._of[document] = [d.id for d in sorted(found, key=lambda d: (d.level, d.issued, d.id))]
        return self._of[document]

    def peers(self, document: str) -> list[str]:
        """Documents of the same level and another place that share an upstream document, by date and id."""
        own = self._docs[document]
        found = {d for up in self.of(document) for d in self._below.get(up, ())}
        near = [self._docs[d] for d in found]
        kept = [d for d in near if d.level == own.level and d.place != own.place]
        return [d.id for d in sorted(kept, key=lambda d: (d.issued, d.id))]

    def family(self, documents: Iterable[str]) -> set[str]:
        """The documents that can be reached from `documents` over shared upstream documents, themselves included."""
        seen: set[str] = set()
        passed: set[str] = set()
        stack = [*documents]
        while stack:
            document = stack.pop()
            seen.add(document)
            fresh = set(self.of(document)) - passed
            passed |= fresh
            stack += {d for up in fresh for d in self._below.get(up, ())} - seen
        return seen

    def depends(self, document: str) -> set[str]:
        """The documents whose change may change what `document` is linked up to, or which documents those are."""
        own = set(self.of(document))
        by_way = [self._reach(cited) for cited in self._cites.get(document, set()) & own]
        return own.union(self._reach(document), self.reported(document), *by_way)

    def reported(self, document: str) -> list[str]:
        """Documents in the store that a report is about, oldest first; none for a document that is no report."""
        named = self._reports.get(document)
        if not named:
            return []
        own = self._docs[document]
        above = set().union(*(self._reach(d) for d in named))
        here = {d for d in self._at[own.place] if d in above or named & self._reach(d)}
        found = [self._docs[d] for d in here | (named & set(self._full))]
        kept = [d for d in found if not (own.issued and d.issued > own.issued)]
        return [d.id for d in sorted(kept, key=lambda d: (d.issued, d.id))]

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        """For each upstream document: the documents that have it upstream."""
        out: dict[str, list[str]] = defaultdict(list)
        for document in self._full:
            for up in self.of(document):
                out[up].append(document)
        return out

    @cached_property
    def _at(self) -> dict[str | None, list[str]]:
        """For each place: its documents."""
        out: dict[str | None, list[str]] = defaultdict(list)
        for document in self._full:
            out[self._docs[document].place].append(document)
        return out

    @cached_property
    def _full(self) -> list[str]:
        full = [d for d in self._docs.values() if not d.stub]
        return [d.id for d in sorted(full, key=lambda d: (d.issued, d.id))]

    def _reach(self, document: str) -> frozenset[str]:
        if document not in self._reached:
            seen: set[str] = set()
            stack = [document]
            while stack:
                for target in self._carries_out.get(stack.pop(), set()) - seen:
                    seen.add(target)
                    stack.append(target)
            self._reached[document] = frozenset(seen)
        return self._reached[document]

    def _is_above(self, upper: str, lower: str) -> bool:
        a, b = self._docs.get(upper), self._docs[lower]
        if a is None or a.stub or a.level > b.level:
            return False
        return not (a.issued and b.issued and a.issued > b.issued)

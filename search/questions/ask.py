"""One question on its way to an answer: its reading, the store, search, and the documents that it is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from graph.store import GraphStore
from ontology.communes import named_in
from search.questions.catalogue import Catalogue, Document
from search.questions.lists import provinces, side_by_side
from search.questions.reading import Reading
from search.questions.rows import Item, Quotes, clauses, targets, tasks
from search.questions.topic import Relevance, expanded, mixed
from search.types import Answer, AnswerRow, Filters, SearchPage, Understood

_CENTRAL_HEADS = (
    "bo ",
    "van phong chinh phu",
    "van phong trung uong",
    "vien han lam",
    "thanh tra chinh phu",
    "ngan hang nha nuoc viet nam",
)
_LOCAL_HEADS = ("so ", "cong an", "bo chi huy", "van phong uy ban", "van phong tinh")
_NAMED = 4  # documents that a sentence names; of more it gives the number
SEMANTIC = 0.5  # the share of search's own score in the fit of an item to a topic


class Searcher(Protocol):
    """What questions need of search; SearchService is one."""

    def search(self, query: str, *, filters: Filters = ..., limit: int = ...) -> SearchPage:
        """The page of hits for a query."""
        ...

    def restore(self, text: str) -> str:
        """The text with diacritics put back."""
        ...

    def similar(self, id: str, *, filters: Filters = ..., limit: int = ...) -> SearchPage:
        """The units nearest to a stored one."""
        ...


class Question(Protocol):
    """One kind of question: how sure it is that a question is of its kind, and how it answers."""

    name: str

    def claims(self, ask: Ask) -> float:
        """0 (not mine) to 1 (mine for sure)."""
        ...

    def answer(self, ask: Ask) -> Answer:
        """The answer; `none` when the corpus does not say."""
        ...


@dataclass(frozen=True)
class Ask:
    """Everything that answering one question needs. Never changed."""

    reading: Reading
    catalogue: Catalogue
    store: GraphStore
    search: Searcher
    today: date | None = None
    within: frozenset[str] = (
        frozenset()
    )  # rows of the last answer that the question is asked of; none: everything
    remaining: Callable[[Sequence[Item]], list[Item]] = list  # what the question does not exclude
    quotes: Quotes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quotes", Quotes(self.store))

    def has(self, *concepts: str) -> bool:
        """Whether the question says any of these concepts."""
        return self.reading.has(*concepts)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The named provinces that the corpus has documents of."""
        return tuple(p for p in self.reading.place_names if p in self.catalogue.places)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that the question is about: those named, else the provinces' or all, but none excluded."""
        out = [e.reading for e in self.reading.exclusions]
        ids = {d.id for reading in out for m in reading.documents for d in m.documents}
        places = {p for reading in out if not reading.documents for p in reading.place_names}
        return tuple(d for d in self._meant() if d.id not in ids and d.province not in places)

    def _meant(self) -> tuple[Document, ...]:
        named = list(self.reading.scope)
        covered = {d.place for d in named if d.place}
        # "UBND xã Tân Hòa tỉnh Đồng Tháp" asks of the commune's documents too, "Đồng Tháp" of the province's own.
        communal = any(True for m in self.reading.agencies for _ in named_in(m.name))
        of_places = self.catalogue.within if communal else self.catalogue.of_places
        local = [d for p in self.places if p not in covered for d in of_places([p])]
        if self.has("provinces"):
            here = [d for d in self.catalogue.provincial() if not self.places or d.place in self.places]
            return _unique([*named, *here])
        if local:
            kept = named if self.has("compare", "nation") or covered or self._listed() else []
            return _unique([*kept, *local])
        return tuple(named) or self._of_rows() or self._by_agency()

    def _listed(self) -> bool:
        """Whether a document and a province are named side by side, so that both are asked."""
        named = [(m.at, m.to) for m in self.reading.documents]
        return side_by_side(self.reading, named, provinces(self.reading, self.places))

    def _of_rows(self) -> tuple[Document, ...]:
        """The documents of the rows that the question is asked of."""
        return tuple(d for d in self.catalogue.full if any(id.startswith(f"{d.id}#") for id in self.within))

    def _by_agency(self) -> tuple[Document, ...]:
        full = self.catalogue.full
        keys = [m.key + " " for m in self.reading.agencies]
        if any(k.startswith(_CENTRAL_HEADS) and not k.startswith("bo chi huy") for k in keys):
            return tuple(d for d in full if d.level == "trung ương") or tuple(full)
        if any(k.startswith(_LOCAL_HEADS) for k in keys):
            return tuple(d for d in full if d.level != "trung ương") or tuple(full)
        return tuple(full)

    @property
    def scoped(self) -> bool:
        """Whether the question itself says which documents it is about."""
        return bool(self.reading.documents or self.places or self.has("provinces"))

    def tasks(self, documents: Iterable[Document] | None = None) -> list[Item]:
        """Annex tasks of the documents in question."""
        found = tasks(self.store, [d.id for d in (self.documents if documents is None else documents)])
        return self._inside(found)

    def targets(self, documents: Iterable[Document] | None = None) -> list[Item]:
        """Targets of the documents in question."""
        found = targets(self.store, [d.id for d in (self.documents if documents is None else documents)])
        return self._inside(found)

    def clauses(self, documents: Iterable[Document] | None = None) -> list[Item]:
        """Body clauses of the documents in question."""
        found = clauses(self.store, [d.id for d in (self.documents if documents is None else documents)])
        return self._inside(found)

    def _inside(self, items: list[Item]) -> list[Item]:
        return self.remaining([i for i in items if i.id in self.within] if self.within else items)

    def fit(
        self, items: Sequence[Item], topic: str, *, share: float = SEMANTIC, context: bool = False
    ) -> dict[str, float]:
        """How well each item fits the topic, by its words and by what search measures."""
        lexical = Relevance(items, with_context=context).scores(topic, apart=self.reading.apart)
        if share <= 0 or not items:
            return lexical
        ids = {i.id for i in items}
        found = self.found(topic, [i.document for i in items], sorted({i.kind for i in items}), limit=40)
        return mixed(lexical, {id: s for id, s in found.items() if id in ids}, share=share)

    def found(
        self, text: str, documents: Collection[str], kinds: Sequence[str], *, limit: int = 20
    ) -> dict[str, float]:
        """What search finds for a text among the units of some documents, with its score."""
        if not text.strip():
            return {}
        filters = Filters(documents=tuple(sorted(set(documents))), kinds=tuple(kinds))
        page = self.search.search(expanded(text), filters=filters, limit=limit)
        return _levelled(page)

    def like(self, source: Item, items: Sequence[Item], *, share: float = SEMANTIC) -> dict[str, float]:
        """How like one stored item others are, by words and by meaning."""
        lexical = Relevance(items).scores(source.text)
        kinds = {i.kind for i in items}
        filters = Filters(documents=tuple(sorted({i.document for i in items})), kinds=tuple(sorted(kinds)))
        near = _levelled(self.search.similar(source.id, filters=filters, limit=40))
        ids = {i.id for i in items}
        return mixed(lexical, {id: s for id, s in near.items() if id in ids}, share=share)

    def source(self, document: str) -> str | None:
        """The file of a document."""
        return self.catalogue.source(document)

    def name(self, document: str) -> str:
        """The document as an answer names it."""
        found = self.catalogue.documents.get(document)
        return found.called(english=self.reading.english) if found else document

    def short(self, document: str) -> str:
        """The document as people call it."""
        found = self.catalogue.documents.get(document)
        return found.called(english=self.reading.english, short=True) if found else document

    def understood(self, intent: str, parts: Sequence[tuple[str, str]], **constraints: Any) -> Understood:
        """The plan in words: what is asked for, and each constraint."""
        out = [e.text for e in self.reading.exclusions]
        parts = [*(p for i, p in enumerate(parts) if p[1] or not i), *(("trừ", text) for text in out)]
        constraints["excluded"] = out
        words = " · ".join(f"{name}: {value}" if value else name for name, value in parts)
        others = tuple(
            f"{m.text}: {d.name}"
            for m in self.reading.documents
            if len(m.documents) > 1
            for d in m.documents[1:]
        )
        plain = {k: v for k, v in constraints.items() if v not in (None, "", (), [], {})}
        return Understood(intent, plain, f"Hiểu là: {words}", others)

    def scope_words(self) -> str:
        """The documents in question, in a few words."""
        return self.names(self.documents)

    def names(self, documents: Sequence[Document]) -> str:
        """Documents in a few words, in the language of the question."""
        if len(documents) > _NAMED:
            return f"{len(documents)} documents" if self.reading.english else f"{len(documents)} văn bản"
        return ", ".join(d.called(english=self.reading.english) for d in documents)

    def nothing(self, understood: Understood, sentence: str, rows: Sequence[AnswerRow] = ()) -> Answer:
        """The corpus does not say; the sentence tells what it does have."""
        return Answer(self.reading.question, understood, sentence, True, None, tuple(rows), ())


def _levelled(page: SearchPage) -> dict[str, float]:
    """Scores of a page against its best, since search levels them over the whole corpus."""
    top = max((h.score for h in page.hits), default=0.0) or 1.0
    return {h.id: h.score / top for h in page.hits}


def _unique(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(dict.fromkeys(documents))

"""What the corpus has, as questions need it: its documents, the agencies it names and how its levels stack."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from graph.store import GraphStore, Query
from ontology.communes import province_in
from ontology.concepts import thesaurus
from ontology.places import province_of
from ontology.text import toneless
from ontology.vocabulary import KINDS, ParsedNumber
from search.questions.lexicon import Word, grams, lexicon
from search.questions.spelling import Speller
from search.questions.tokens import tokenize
from search.questions.typing import slip

_ENGLISH = {kind.name: kind.name_en for kind in KINDS}
LEVELS = {"trung ương": 0, "tỉnh": 1, "huyện": 2, "xã": 3}
_DOCUMENTS = Query(
    "MATCH (d:Document) RETURN d.id AS id, d.number AS number, d.type AS type, d.title AS title, d.issued AS issued, "
    "d.year AS year, d.issuer AS issuer, d.place AS place, d.level AS level, d.stub AS stub, d.source AS source, "
    "d.signer AS signer ORDER BY d.id"
)
_AGENCIES = Query("MATCH (a:Agency) RETURN a.id AS id, a.name AS name, a.place AS place ORDER BY a.id")
_TASKS = Query("MATCH (t:Task) WHERE t.no IS NOT NULL RETURN t.document AS document, count(*) AS n")
_TARGETS = Query("MATCH (t:Target) WHERE t.no IS NOT NULL RETURN t.document AS document, count(*) AS n")
_DROPPED = frozenset({"va", "tinh", "cac", "cua", "cap"})
_OF_A_PROVINCE = frozenset({"doan", "uy"})
_TOWNS = frozenset(
    {"tp", "pho", "huyen", "xa", "tran", "phuong", "quan"}
)  # "TP. Bến Tre" is not the province


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the corpus, or (`stub`) one that is only cited. `tasks` and `targets` count annex rows.

    `place` is the province whose document it is, or the commune with its province; central ones have none.
    """

    id: str
    number: str
    type: str
    title: str
    issued: str
    year: int | None
    issuer: str
    place: str | None
    level: str | None
    stub: bool
    source: str | None
    signer: str | None = None
    tasks: int = 0
    targets: int = 0

    @property
    def rank(self) -> tuple[int, str]:
        """Where the document stands from the top: level, then date."""
        return LEVELS.get(self.level or "", 0), self.issued

    @property
    def province(self) -> str | None:
        """The province that the document's place is or lies in."""
        return province_in(self.place)

    @property
    def serial(self) -> str:
        """The number without letters and year: "225"."""
        return "".join(c for c in self.number.split("-")[0].split("/")[0] if c.isdigit())

    @property
    def initials(self) -> str:
        """The kind of document as people write it short: "KH", "NQ"."""
        return "".join(w[0] for w in self.type.split()).upper()

    @property
    def short(self) -> str:
        """How people call it: "KH 225", "NQ 03", or its number."""
        return (
            f"{self.initials} {self.serial}".strip() if self.serial else (self.number or self.type or self.id)
        )

    @property
    def name(self) -> str:
        """The document as an answer names it: "Kế hoạch 225/KH-UBND (Tiền Giang)"."""
        where = f" ({self.place})" if self.place else ""
        return f"{self.type} {self.number}".strip() + where

    def called(self, *, english: bool, short: bool = False) -> str:
        """The name in either language: "Kế hoạch 225/KH-UBND (Tiền Giang)" or "Plan 225/KH-UBND (Tiền Giang)"."""
        if not english:
            return self.short if short else self.name
        kind = _ENGLISH.get(self.type, self.type)
        if short:
            return f"{kind} {self.serial}".strip()
        return f"{kind} {self.number}".strip() + (f" ({self.place})" if self.place else "")


class Catalogue:
    """Documents and agencies of one store, read once for a question."""

    def __init__(self, store: GraphStore) -> None:
        tasks = {r["document"]: int(r["n"]) for r in store.read(_TASKS)}
        targets = {r["document"]: int(r["n"]) for r in store.read(_TARGETS)}
        self.documents = {
            row["id"]: Document(
                id=row["id"],
                number=row["number"] or "",
                type=row["type"] or "",
                title=row["title"] or "",
                issued=row["issued"] or "",
                year=row["year"],
                issuer=row["issuer"] or "",
                place=province_of(row["place"], row["level"]),
                level=row["level"],
                stub=bool(row["stub"]),
                source=row["source"],
                signer=row["signer"],
                tasks=tasks.get(row["id"], 0),
                targets=targets.get(row["id"], 0),
            )
            for row in store.read(_DOCUMENTS)
        }
        self.agencies = {row["id"]: (row["name"] or "", row["place"]) for row in store.read(_AGENCIES)}
        self.full = [d for d in self.documents.values() if not d.stub]
        self.pairs, self.speller = _pairs(store, self.documents.values())
        self.places = frozenset(d.province for d in self.full if d.province)

    def source(self, document: str) -> str | None:
        """The file that a document was read from."""
        found = self.documents.get(document)
        return found.source if found else None

    def named(self, number: ParsedNumber) -> list[Document]:
        """The documents that a number in a question may mean; those of the corpus before those only cited."""
        fits = [d for d in self.documents.values() if d.number and number.fits(d.number)]
        if number.kind and not number.number:
            fits = [d for d in fits if _kind_agrees(number.kind, d)] or fits
        return [d for d in fits if not d.stub] or fits or self._nearly(number)

    def _nearly(self, number: ParsedNumber) -> list[Document]:
        """The one document of the corpus whose number differs by a slip in letters that no document bears."""
        typed = _code(number.text)
        known = {part for d in self.documents.values() for part in _code(d.number)}
        if known.issuperset(typed):
            return []
        serial = int("".join(c for c in number.serial if c.isdigit()) or 0)
        near = [
            d
            for d in self.full
            if d.serial
            and int(d.serial) == serial
            and slip("".join(typed), "".join(_code(d.number))) is not None
        ]
        return near if len(near) == 1 else []

    def provincial(self) -> list[Document]:
        """The plans of provinces that hand out tasks in an annex."""
        return [d for d in self.full if LEVELS.get(d.level or "", 0) >= 1 and d.tasks]

    def of_places(self, places: Collection[str]) -> list[Document]:
        """The documents of the corpus that come from these provinces; where they issued none, their communes'."""
        return [d for d in self.full if d.place in places] or self.within(places)

    def within(self, places: Collection[str]) -> list[Document]:
        """The documents of the corpus that come from these provinces or their communes."""
        return [d for d in self.full if d.province in places]

    def agencies_like(self, key: str, places: Collection[str] = ()) -> list[str]:
        """Ids of agencies with this name, whatever their place (or of these places, and central ones).

        When no name is the same, those that begin with it: "Ngân hàng Nhà nước" finds its branches.
        """
        within = [
            (id, agency_key(name))
            for id, (name, place) in self.agencies.items()
            if not places or place is None or place in places or _slug_in(place, places)
        ]
        exact = [id for id, other in within if other == key]
        if exact:
            return exact
        return [id for id, other in within if f" {other} ".startswith(f" {key} ")]


_LEARNT = 20_000  # texts that spelling is learnt from

#: Pairs of neighbouring words of each open store, with the state of its documents that they were read from.
_PAIRS: WeakKeyDictionary[GraphStore, tuple[tuple[str, ...], frozenset[str], Speller]] = WeakKeyDictionary()
_STATE = Query("MATCH (d:Document) WHERE d.stub = false RETURN d.id AS id, d.sha256 AS sha ORDER BY id")
_TEXTS = (
    Query("MATCH (t:Task) RETURN t.title AS text"),
    Query("MATCH (t:Target) RETURN t.name AS text"),
    Query("MATCH (c:Clause) WHERE c.kind <> 'annex' RETURN c.text AS text"),
)


def _pairs(store: GraphStore, documents: Collection[Document]) -> tuple[frozenset[str], Speller]:
    """Which two words stand side by side somewhere in the corpus, and a speller that knows them."""
    state = tuple(f"{r['id']} {r['sha']}" for r in store.read(_STATE))
    held = _PAIRS.get(store)
    if held is None or held[0] != state:
        texts = {row["text"] or "" for query in _TEXTS for row in store.read(query)}
        pairs = frozenset(g for text in texts for g in grams(text) if " " in g)
        names = [f"{form} {d.serial}" for d in documents if d.serial for form in (d.type, d.initials)]
        table = lexicon()
        places = [d.place for d in documents if d.place and not d.stub]
        # A large corpus says its words often enough in a part of its texts.
        learnt = sorted(texts)[:: max(1, len(texts) // _LEARNT)]
        # What the thesaurus says is sound too, though no text here may have it: "bán hàng" is no slip of "hành".
        everyday = [phrase for concept in thesaurus().concepts.values() for phrase in concept.words]
        speller = Speller(
            [*learnt, *everyday], [*table.phrases, *names], foreign=table.foreign_phrases, names=places
        )
        held = (state, pairs, speller)
        _PAIRS[store] = held
    return held[1], held[2]


def _code(number: str) -> list[str]:
    """The letters of a document number, part by part: "03/NQ-CP" is nq, cp."""
    return re.findall(r"[a-z]+", toneless(number).lower())


def _slug_in(place: str, places: Iterable[str]) -> bool:
    return place in {toneless(p).lower().replace(" ", "-") for p in places}


def _kind_agrees(kind: str, document: Document) -> bool:
    code = toneless(kind).upper()
    letters = toneless(document.number).upper()
    initials = "".join(w[0] for w in toneless(document.type).upper().split())
    return code in letters.replace("/", "-").split("-") or code == initials


@lru_cache(maxsize=8192)
def agency_key(name: str) -> str:
    """The form under which a question's and a document's spelling of an agency meet.

    Abbreviations are spelt out, "và", "tỉnh" and the province left out.

    >>> agency_key("Văn phòng UBND tỉnh") == agency_key("VP Ủy ban nhân dân tỉnh Tiền Giang")
    True
    """
    words = lexicon().expand(tokenize(name))
    places = lexicon().places.find(words)
    inside = {
        i for s in places if s.start and words[s.start - 1].key not in _TOWNS for i in range(s.start, s.end)
    }
    kept = [w.key for i, w in enumerate(words) if i not in inside and not dropped(words, i)]
    return " ".join(kept)


def dropped(words: Sequence[Word], index: int) -> bool:
    """Whether a word of an agency's name says nothing ("Công an tỉnh"); it does in "Tỉnh đoàn" and "Tỉnh ủy"."""
    key = words[index].key
    after = words[index + 1].key if index + 1 < len(words) else ""
    return key in _DROPPED and not (key == "tinh" and after in _OF_A_PROVINCE)

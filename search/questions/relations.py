"""Which document replaces, carries out, rests on, amends or mentions which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from graph.store import Query
from ontology.vocabulary import parse_numbers
from search.questions.ask import Ask
from search.questions.catalogue import Document
from search.questions.lexicon import lexicon
from search.questions.mentioned import Stated, around, bases, mentions_in, of_kinds, of_tasks, told, worded
from search.questions.rows import Item
from search.questions.tokens import key_of
from search.questions.topic import Relevance, best
from search.types import Answer, AnswerCitation, AnswerRow

_EDGES = Query(
    "MATCH (a:Document)-[r]->(b:Document) WHERE r.relation IS NOT NULL RETURN a.id AS source, b.id AS target, "
    "r.relation AS relation, r.quote AS quote, r.start AS start, r.end AS end"
)
#: concept of the question -> relations that answer it, in order of preference
RELATIONS: dict[str, tuple[str, ...]] = {
    "replace": ("replaces", "repeals"),
    "amend": ("amends", "cites", "replaces"),
    "based_on": ("based_on",),
    "implement": ("implements",),
    "cite": ("cites", "based_on", "implements", "amends", "replaces", "repeals", "guides"),
}
GRAMMAR = (
    "document", "replace", "cite", "based_on", "implement", "provinces", "amend", "clause", "yesno", "who", "value",
    "how", "appears", "about", "task", "count", "assigned", "due", "up", "point", "down", "only", "inclusive", "owner",
    "table_scope",
)  # fmt: skip
_WORDS = {
    "replace": "thay thế",
    "amend": "sửa đổi, điều chỉnh",
    "based_on": "căn cứ",
    "implement": "thực hiện",
    "cite": "nhắc đến",
}
_VERBS = {"implement": "thực hiện", "amend": "sửa đổi"}
_OF = frozenset({"cua", "do", "by", "from"})
_ASKING = frozenset({"nao", "may", "gi", "which", "what"})
#: how the numbers of a body's documents end
_CODES = {
    "tinh uy": "tu", "uy ban nhan dan": "ubnd", "chinh phu": "cp", "thu tuong": "ttg", "trung uong": "tw",
    "bo chinh tri": "tw", "quoc hoi": "qh", "uy ban thuong vu quoc hoi": "ubtvqh",
}  # fmt: skip
_STATING = frozenset({"theo", "trong", "under", "in"})
LEAST, WITHIN = 0.25, 0.72


class DocumentRelations:
    """Which document …? by relation, kind and topic."""

    name = "doc_relations"

    def claims(self, ask: Ask) -> float:
        """Sure with a word for documents and one for a relation."""
        relation = concept(ask)
        if relation is None or (ask.reading.agencies and not ask.reading.documents):
            return 0.0
        documents = ask.has("document") or bool(kinds_asked(ask))
        if ask.has("task") and _asks_tasks(ask):
            return 0.2
        if relation == "replace" and (documents or ask.reading.documents) and not ask.reading.rows:
            return 0.85 if documents else (0.4 if ask.has("clause") else 0.6)
        if documents and relation in ("cite", "based_on", "implement", "amend"):
            return 0.82
        if relation != "cite" or not ask.reading.documents:
            return 0.0
        spoken = len(ask.reading.documents) == 1 and bool(ask.reading.topic(*GRAMMAR))
        return 0.2 if spoken else 0.5  # "KH 195 có nhắc sàn thương mại không" asks of its text

    def answer(self, ask: Ask) -> Answer:
        """Documents as rows, each with the words that state the relation."""
        relation = concept(ask) or "cite"
        topic = ask.reading.topic(*GRAMMAR)
        kinds = kinds_asked(ask)
        found, inward = self._found(ask, relation, topic, kinds)
        side = "văn bản" if not kinds else ", ".join(kinds).lower()
        named = ", ".join(m.text for m in ask.reading.documents)
        understood = ask.understood(
            self.name,
            [(side, ""), (_WORDS[relation], named), ("chủ đề", topic if not inward else "")],
            relation=relation,
            documents=[d.id for m in ask.reading.documents for d in m.documents],
            kinds=list(kinds),
            topic=topic,
        )
        shown = _shown(ask, found if inward else _of_issuers(ask, found), inward)
        if not shown:
            return ask.nothing(understood, _nothing(ask, relation))
        rows = tuple(_row(ask, d) for d in shown)
        cites = tuple(c for d, s in shown.items() if (c := _cite(ask, s)) is not None)
        names = "; ".join(d.name for d in shown)
        return Answer(ask.reading.question, understood, f"{names}.", False, float(len(rows)), rows, cites)

    def _found(self, ask: Ask, relation: str, topic: str, kinds: Sequence[str]) -> tuple[list[Stated], bool]:
        edges = [
            Stated(r["source"], r["target"], r["relation"], r["start"], r["end"])
            for r in ask.store.read(_EDGES)
        ]
        wanted = RELATIONS[relation]
        numbered = [m for m in ask.reading.documents if m.number] or list(ask.reading.documents)
        named = {d.id for m in numbered for d in m.documents}
        if relation == "replace":
            out = [e for e in edges if e.relation in wanted and e.source in named]
            back = [e for e in edges if e.relation in wanted and e.target in named]
            if out or back:
                return (out, False) if out else (back, True)
            if not topic:
                return [], False
            wanted = RELATIONS[
                "amend"
            ]  # what a text orders to be replaced stands in its words, not in a relation
        inward = asks_inward(ask)
        if inward and numbered and not named:
            return [], True  # no text here cites a document of that number
        if inward and named:
            return self._inward(ask, edges, wanted, named, relation, kinds), True
        if (
            relation in ("implement", "amend")
            and named
            and all(ask.catalogue.documents[d].stub for d in named)
        ):
            return of_kinds(ask, told(ask, named, _VERBS[relation]), kinds), False
        if relation == "based_on":
            # A preamble may say "thực hiện" where another says "căn cứ".
            either = (*wanted, *RELATIONS["implement"])
            return of_kinds(ask, bases(ask, kinds), kinds) or outward(ask, edges, either, "", kinds), False
        return outward(ask, edges, wanted, topic, kinds), False

    def _inward(
        self,
        ask: Ask,
        edges: Sequence[Stated],
        wanted: Sequence[str],
        named: set[str],
        relation: str,
        kinds: Sequence[str],
    ) -> list[Stated]:
        sources = {d.id for d in ask.documents} if ask.places or ask.has("provinces") else None
        # The document that is asked about stands in its own scope; it does not mention itself.
        found = [e for e in edges if e.target in named and e.source not in named and e.relation in wanted]
        if sources is not None:
            found = [e for e in found if e.source in sources]
        if kinds:
            found = [e for e in found if ask.catalogue.documents[e.source].type in kinds] or found
        if ask.places and relation in ("implement", "based_on"):
            found = worded(ask, named, kinds) or found
        if relation == "implement" and not found and not ask.places:
            found = worded(ask, named, kinds)
        return found


def concept(ask: Ask) -> str | None:
    """The relation that the question is about, the most telling first."""
    said = next((c for c in ("replace", "based_on", "amend", "cite", "implement") if ask.has(c)), None)
    return "cite" if said is None and _appears(ask) else said


def _appears(ask: Ask) -> bool:
    """Whether the question asks in which documents one stands: "1/NQ-CP xuất hiện trong những văn bản nào"."""
    return ask.has("appears") and ask.has("document") and any(m.number for m in ask.reading.documents)


def _asks_tasks(ask: Ask) -> bool:
    words = ask.reading.words
    papers = ask.reading.at("document")
    alone = [s for s in ask.reading.at("task") if not any(p.start <= s.start < p.end for p in papers)]
    return any(
        (s.end < len(words) and words[s.end].key in ("nao", "gi")) or "nao" in _span(ask, s) for s in alone
    )


def _span(ask: Ask, span: object) -> list[str]:
    start, end = getattr(span, "start", 0), getattr(span, "end", 0)
    return [w.key for w in ask.reading.words[start:end]]


def kinds_asked(ask: Ask) -> tuple[str, ...]:
    """The kinds of document that the question asks for: those beside the word that asks, and those joined to them."""
    words = ask.reading.words
    held = {i for m in ask.reading.documents for i in range(m.at, m.to)}
    numbered = {m.at for m in ask.reading.documents if m.number}
    spans = [
        s
        for s in lexicon().document_types.find(words)
        if s.start not in held and not numbered & {s.end, s.end + 1}  # "Quyết định (số) 749/QĐ-TTg" is named
    ]
    asking = {i for i, w in enumerate(words) if w.key in ("nao", "may", "gi", "which", "what")}
    out = []
    for span in spans:
        near = any(0 <= a - span.end <= 2 or 0 <= span.start - a <= 3 for a in asking)
        joined = any(
            other is not span
            and 0 <= other.start - span.end <= 1
            and any(0 <= a - other.end <= 2 for a in asking)
            for other in spans
        )
        if near or joined:
            out.append(span.name)
    return tuple(dict.fromkeys(out))


def asks_inward(ask: Ask) -> bool:
    """Whether the question asks who mentions (carries out …) the named document, not what that one mentions."""
    mentions = [m.at for m in ask.reading.documents if m.number] or [m.at for m in ask.reading.documents]
    if not mentions:
        return False
    words = [w.key for w in ask.reading.words]
    if _appears(ask):
        return True
    if any(at and words[at - 1] in _STATING for at in mentions):
        return False  # "theo NQ 03", "trong KH 922": what the named document says
    spans = ask.reading.at("cite", "implement", "based_on", "amend", "replace")
    verbs, verb_ends = [s.start for s in spans], [s.end for s in spans]
    verb = verbs[0] if verbs else 0
    # "được ban hành để thực hiện": the passive of issuing says nothing of who carries out whom.
    passive = "by" in words[verb:] or any(
        w in ("bi", "duoc", "boi") and words[i : i + 2] != ["ban", "hanh"]
        for i, w in enumerate(words[: verb + 3], start=1)
        if i > mentions[0]
    )
    if verbs and not passive and any(0 <= s.start - verb_ends[0] <= 1 for s in ask.reading.at("document")):
        return False  # "căn cứ nghị quyết nào": what is asked for is the verb's own object
    first = mentions[0]
    active = first > verb
    return active != passive if passive else active


def outward(
    ask: Ask, edges: Sequence[Stated], wanted: Sequence[str], topic: str, kinds: Sequence[str]
) -> list[Stated]:
    """What the documents in question mention, of the kinds asked for and about the topic."""
    sources = [d for d in ask.documents if not d.stub]
    ids = {d.id for d in sources}
    documents = ask.catalogue.documents
    stated = [e for e in edges if e.source in ids and e.relation in wanted]
    if ask.reading.rows and "cites" in wanted:
        return of_kinds(ask, of_tasks(ask, mentions_in(ask, ids)), kinds)
    if not topic or "cites" not in wanted:
        return of_kinds(ask, stated, kinds)
    mentions = mentions_in(ask, ids)
    mentions = of_kinds(ask, mentions, kinds)
    items = [
        Item(
            "mention",
            f"{n}",
            m.source,
            None,
            around(ask, m) + " " + documents[m.target].title,
            m.context,
            0,
            0,
            n,
        )
        for n, m in enumerate(mentions)
    ]
    scores = Relevance(items).scores(topic)
    chosen = best(scores, least=LEAST, within=WITHIN)
    if not chosen:  # the sentence of a mention may be short; the task or clause that it stands in tells more
        chosen = best(Relevance(items, with_context=True).scores(topic), least=LEAST, within=WITHIN)
    return [m for n, m in enumerate(mentions) if f"{n}" in chosen]


def _of_issuers(ask: Ask, found: Sequence[Stated]) -> list[Stated]:
    """Of these, the documents of the bodies named beside the kind that is asked for ("kế hoạch nào của Tỉnh ủy")."""
    words = [w.key for w in ask.reading.words]
    said = {
        lexicon().issuer_words[s.name]
        for s in lexicon().issuers.find(ask.reading.words)
        if words[s.start - 1] in _OF and set(words[max(0, s.start - 4) : s.start - 1]) & _ASKING
    }
    documents = ask.catalogue.documents
    kept = [s for s in found if any(_issued_by(documents[s.target], body) for body in said)]
    return kept or list(found)


def _issued_by(document: Document, body: str) -> bool:
    code = re.split(r"[^a-z]+", key_of(document.number.rpartition("-")[2].rpartition("/")[2]))[0]
    return code == _CODES.get(body) if code in _CODES.values() else body in key_of(document.issuer)


def _shown(ask: Ask, found: Sequence[Stated], inward: bool) -> dict[Document, Stated]:
    out: dict[str, tuple[Document, Stated]] = {}
    by_key: dict[str, list[Stated]] = defaultdict(list)
    for stated in found:
        by_key[stated.source if inward else stated.target].append(stated)
    for id, statements in by_key.items():
        document = ask.catalogue.documents.get(id)
        if document is not None:
            out.setdefault(document.number or id, (document, statements[0]))
    return dict(out.values())


def _row(ask: Ask, document: Document) -> AnswerRow:
    return AnswerRow(
        kind="document",
        id=document.id,
        document=document.id,
        source=document.source,
        number=document.number or None,
        name=document.name,
        year=document.year,
        text=document.title or None,
    )


def _cite(ask: Ask, stated: Stated) -> AnswerCitation | None:
    """The mention with the words around it that say what it is."""
    holder = stated.source if ask.quotes.text(stated.source) else ""
    if not holder:
        holder = next((d.id for d in ask.catalogue.full if _stands(ask, d.id, stated)), "")
    if not holder or stated.start is None or stated.end is None:
        return None
    return ask.quotes.cite(stated.source, holder, stated.start, max(stated.end, stated.start + 1))


def _stands(ask: Ask, document: str, stated: Stated) -> bool:
    text = ask.quotes.text(document)[stated.start or 0 : stated.end or 0]
    number = ask.catalogue.documents[stated.source].number
    return any(p.fits(number) for p in parse_numbers(text)) if number and text else False


def _nothing(ask: Ask, relation: str) -> str:
    if ask.reading.english:
        return "No document of the corpus states such a relation."
    return f"Không văn bản nào trong kho nêu quan hệ “{_WORDS[relation]}” như vậy."

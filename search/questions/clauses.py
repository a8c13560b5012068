"""Where a text says something: the clauses, tasks and targets nearest to the question, said to be a search."""

from __future__ import annotations

from search.questions.ask import Ask
from search.questions.rows import Item, answer_row
from search.questions.silence import silent
from search.questions.topic import expanded
from search.questions.trace import provision_fits
from search.types import Answer, AnswerRow, Filters, Hit, Understood

_LIMIT, _POOL = 10, 40
_FIRST = 2  # hits before the one that is nearest by meaning alone
_QUOTED = 300  # characters of the best passage in the sentence
_SAID = 3  # named clauses that the sentence tells; the rows have all
_WHOLE = 400  # characters of a clause that are shown as they are
_HEADING = 60  # characters; shorter clauses are headings as a rule
_AT, _ASKING = frozenset({"o", "tai", "trong"}), frozenset({"nao", "dau"})
_PLACES = frozenset({"khoan", "diem", "muc", "doan", "dieu"})
_WRITTEN = frozenset({"ghi", "neu", "viet", "dinh", "nam"})  # quy định
GRAMMAR = (
    "clause",
    "point",
    "matter",
    "cite",
    "provinces",
    "yesno",
    "table_scope",
    "about",
    "document",
    "value",
    "how",
)


class ClauseSearch:
    """The fallback: what stands nearest to the question."""

    name = "clause_search"

    def claims(self, ask: Ask) -> float:
        """Sure where it is asked at which place a text says it, likely with words that ask for what it says; else
        whatever nobody else claims.
        """
        if _asks_where_written(ask):
            return 0.84
        plain = not ask.reading.agencies or not ask.has(
            "task", "lead", "coop", "joint", "assigned", "owner", "due"
        )
        if ask.has("clause") and plain and not ask.reading.periods:
            return 0.62 if _asks_place(ask) else 0.58
        return 0.3

    def answer(self, ask: Ask) -> Answer:
        """The best hits as rows; none when nothing shares the topic's own words."""
        topic = ask.reading.topic(*GRAMMAR)
        understood = ask.understood(
            self.name,
            [("tìm điều khoản", topic), ("văn bản", ask.scope_words())],
            topic=topic,
            documents=[d.id for d in ask.documents] if ask.scoped else [],
        )
        if named := _provisions(ask):
            return _told(ask, understood, named)
        if not ask.reading.words:
            return ask.nothing(understood, "Câu hỏi không có từ nào để tìm.")
        hits = [] if silent(ask, topic) else self._hits(ask)
        if not hits:
            if ask.reading.english:
                nothing = f"No passage of {ask.scope_words()} speaks of this."
            else:
                nothing = f"Không tìm thấy điều khoản nào nói về điều này trong {ask.scope_words()}."
            return ask.nothing(understood, nothing)
        rows = tuple(_row(h, ask) for h in hits)
        first = hits[0]
        where = place_of(first, english=ask.reading.english)
        told = _telling(first)[:_QUOTED].rstrip()
        if ask.reading.english:
            sentence = f"The closest passage found is {where} of {ask.name(first.document)}: “{told}”."
        else:
            sentence = f"Chỗ nói gần nhất với câu hỏi là {where} của {ask.name(first.document)}: “{told}”."
        cites = ask.quotes.cite_all(_items(ask, hits))
        return Answer(ask.reading.question, understood, sentence, False, None, rows, cites)

    def _hits(self, ask: Ask) -> list[Hit]:
        documents = tuple(d.id for d in ask.documents) if ask.scoped else ()
        # A bare name of something may be meant anywhere; a question asks for what the text says.
        bare = all(s.name == "compound" for s in ask.reading.spans) and not ask.reading.documents
        kinds = ("clause", "task", "target") if bare or ask.has("task", "target") else ("clause",)
        page = ask.search.search(
            expanded(ask.reading.wording(without=ask.places)) or ask.reading.question,
            filters=Filters(documents=documents, kinds=kinds),
            limit=_POOL,
        )
        # A heading alone says nothing; it comes only where nothing else does.
        telling = [h for h in page.hits if not _is_heading(h)]
        return _nearest_by_meaning_too(telling or list(page.hits))[:_LIMIT]


def _nearest_by_meaning_too(hits: list[Hit]) -> list[Hit]:
    """The hits with the one that is nearest by meaning among the first: words of every day may be in no text."""
    if len(hits) <= _FIRST:
        return hits
    nearest = max(hits, key=lambda h: h.scores["dense"])
    first = hits[:_FIRST]
    return hits if nearest in first else [*first, nearest, *(h for h in hits[_FIRST:] if h is not nearest)]


def _asks_place(ask: Ask) -> bool:
    """Whether a place in a text is what is asked for, not a matter: "có khoản nào giao …"."""
    words = ask.reading.words
    said = [{w.key for w in words[s.start : s.end]} for s in ask.reading.at("clause", "point")]
    return any(not keys.isdisjoint(_PLACES) and "nao" in keys for keys in said) and not any(
        s.length > 1 for s in ask.reading.at("task")
    )


def _asks_where_written(ask: Ask) -> bool:
    """Whether the place in a text is what is asked for: "… ghi ở khoản nào", "… nằm ở đâu"."""
    if ask.reading.rows or ask.has("target", "provinces", "up", "down", "implement", "count"):
        return False
    keys = [w.key for w in ask.reading.words]
    # "việc" alone is any matter; "nhiệm vụ nào" asks for tasks.
    if any(s.length > 1 for s in ask.reading.at("task")):
        return False
    for span in ask.reading.at("clause", "point"):
        before = span.start - (keys[span.start - 1] in _AT if span.start else 0)
        verb = keys[span.start : span.start + 1] + keys[max(before - 1, 0) : before]
        if keys[span.end - 1] in _ASKING and not _WRITTEN.isdisjoint(verb):
            return True
    return False


def _provisions(ask: Ask) -> list[Item]:
    """The clauses that the question names by their labels ("điểm g mục 6", "IV.4") in a document of the corpus."""
    if not ask.reading.provision or not ask.reading.scope:
        return []
    return [i for i in ask.clauses() if i.path and provision_fits(ask.reading.provision, i.path)][:_LIMIT]


def _told(ask: Ask, understood: Understood, named: list[Item]) -> Answer:
    lines = [f"{i.path} ({ask.name(i.document)}): “{i.text[:_WHOLE]}”" for i in named[:_SAID]]
    rows = tuple(answer_row(i, ask.source(i.document)) for i in named)
    cites = ask.quotes.cite_all(named)
    return Answer(ask.reading.question, understood, "; ".join(lines) + ".", False, None, rows, cites)


def place_of(hit: Hit | Item, *, english: bool) -> str:
    """Where something stands, in words: "mục IV.2", "nhiệm vụ 12", "target 8.1"."""
    if hit.path:
        return f"{'section' if english else 'mục'} {hit.path}"
    kinds = {"task": ("nhiệm vụ", "task"), "target": ("chỉ tiêu", "target")}
    return f"{kinds.get(hit.kind, ('mục', 'section'))[english]} {hit.no or ''}".strip()


def _is_heading(hit: Hit) -> bool:
    return hit.kind == "clause" and len(hit.text) <= _HEADING and not hit.text.rstrip().endswith((".", ";"))


def _telling(hit: Hit) -> str:
    """A long clause from the sentence on that answers the question; a short one whole."""
    if len(hit.text) <= _WHOLE or not hit.highlights:
        return hit.text
    return hit.text[hit.highlights[0].start :]


def _row(hit: Hit, ask: Ask) -> AnswerRow:
    return AnswerRow(
        kind=hit.kind,
        id=hit.id,
        document=hit.document,
        source=hit.source or ask.source(hit.document),
        no=hit.no,
        path=hit.path,
        text=_telling(hit),
        score=round(hit.score, 4),
    )


def _items(ask: Ask, hits: list[Hit]) -> list[Item]:
    documents = {h.document for h in hits}
    known = [d for d in ask.catalogue.full if d.id in documents]
    found = {i.id: i for i in (*ask.clauses(known), *ask.tasks(known), *ask.targets(known))}
    return [found[h.id] for h in hits if h.id in found]

"""Where a text says something: the clauses, tasks and targets nearest to the question, said to be a search."""

from __future__ import annotations

from search.questions.ask import Ask
from search.questions.rows import Item
from search.questions.topic import expanded
from search.types import Answer, AnswerRow, Filters, Hit

_LIMIT = 10
_HEADING = 60  # characters; shorter clauses are headings as a rule
GRAMMAR = ("clause", "provinces", "yesno", "table_scope", "about", "document")


class ClauseSearch:
    """The fallback: what stands nearest to the question."""

    name = "clause_search"

    def claims(self, ask: Ask) -> float:
        """Likely with words that ask for a place in the text; else whatever nobody else claims."""
        if ask.has("clause") and not ask.reading.agencies and not ask.reading.periods:
            return 0.58
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
        hits = self._hits(ask, topic)
        if not hits:
            return ask.nothing(
                understood, f"Không tìm thấy điều khoản nào nói về điều này trong {ask.scope_words()}."
            )
        rows = tuple(_row(h, ask) for h in hits)
        first = hits[0]
        where = f"mục {first.path}" if first.path else f"nhiệm vụ/chỉ tiêu {first.no or ''}".strip()
        if ask.reading.english:
            sentence = f"Found by search, not by a fixed rule; closest is {where} of {ask.name(first.document)}: “{first.text[:200]}”."
        else:
            sentence = (
                f"Kết quả tìm kiếm gần nhất: {where} của {ask.name(first.document)}: “{first.text[:200]}”."
            )
        cites = ask.quotes.cite_all(_items(ask, hits))
        return Answer(ask.reading.question, understood, sentence, False, None, rows, cites)

    def _hits(self, ask: Ask, topic: str) -> list[Hit]:
        documents = tuple(d.id for d in ask.documents) if ask.scoped else ()
        kinds = ("clause",) if not ask.has("task", "target") else ("clause", "task", "target")
        page = ask.search.search(
            expanded(topic) or ask.reading.question,
            filters=Filters(documents=documents, kinds=kinds),
            limit=_LIMIT,
        )
        return list(page.hits)


def _row(hit: Hit, ask: Ask) -> AnswerRow:
    return AnswerRow(
        kind=hit.kind,
        id=hit.id,
        document=hit.document,
        source=hit.source or ask.source(hit.document),
        no=hit.no,
        path=hit.path,
        text=hit.text,
        score=round(hit.score, 4),
    )


def _items(ask: Ask, hits: list[Hit]) -> list[Item]:
    documents = {h.document for h in hits}
    known = [d for d in ask.catalogue.full if d.id in documents]
    found = {i.id: i for i in (*ask.clauses(known), *ask.tasks(known), *ask.targets(known))}
    return [found[h.id] for h in hits if h.id in found]

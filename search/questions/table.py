"""The kinds of question, and how one is chosen: each says how sure it is, the surest answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.store import GraphStore
from search.questions.absent import Absent
from search.questions.ask import Ask, Question, Searcher
from search.questions.catalogue import Catalogue
from search.questions.clauses import ClauseSearch
from search.questions.counts import Counts
from search.questions.facts import DocumentFacts
from search.questions.reading import read
from search.questions.relations import DocumentRelations
from search.questions.responsible import Responsible
from search.questions.spelling import Spelled
from search.questions.tasks import Tasks
from search.questions.trace import TraceDown, TraceUp
from search.questions.values import Values
from search.types import Answer

#: Every kind of question; of equally sure ones the earlier answers. A new kind is one module and one row here.
QUESTIONS: tuple[Question, ...] = (
    Absent(), DocumentFacts(), Counts(), DocumentRelations(), Responsible(), TraceUp(), TraceDown(), Values(),
    Tasks(), ClauseSearch(),
)  # fmt: skip


def answer_question(
    question: str, *, store: GraphStore, search: Searcher, today: date | None = None
) -> Answer:
    """Answer a question in Vietnamese or English; any text is a valid question.

    `today` settles "tháng 7" without a year. The same question over the same store always gets the same answer.
    """
    catalogue = Catalogue(store)
    spelled = catalogue.speller.repair(question)
    ask = Ask(read(spelled.text, catalogue, today=today), catalogue, store, search, today)
    return _told(choose(ask).answer(ask), question, spelled)


def _told(answer: Answer, question: str, spelled: Spelled) -> Answer:
    """The answer to the question as it was asked; the asker is told how misspelt words were read."""
    if not spelled.repairs:
        return answer
    told = "; ".join(f"“{r.typed}” là “{r.read}”" for r in spelled.repairs)
    understood = replace(
        answer.understood, words=f"{answer.understood.words} · đã hiểu: {told}", repairs=spelled.repairs
    )
    return replace(answer, question=question, understood=understood)


def choose(ask: Ask) -> Question:
    """The kind of question that is surest of being meant."""
    return max(QUESTIONS, key=lambda kind: kind.claims(ask))

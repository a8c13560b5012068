"""The kinds of question, and how one is chosen: each says how sure it is, the surest answers."""

from __future__ import annotations

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
    ask = Ask(read(question, catalogue, today=today), catalogue, store, search, today)
    return choose(ask).answer(ask)


def choose(ask: Ask) -> Question:
    """The kind of question that is surest of being meant."""
    return max(QUESTIONS, key=lambda kind: kind.claims(ask))

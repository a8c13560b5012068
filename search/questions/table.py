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
from search.questions.editing import edited, parts
from search.questions.excluding import remaining
from search.questions.facts import DocumentFacts
from search.questions.following import Followed, follow, plan_of
from search.questions.reading import read
from search.questions.relations import DocumentRelations
from search.questions.responsible import Responsible
from search.questions.results import Results
from search.questions.spelling import Spelled
from search.questions.tasks import Tasks
from search.questions.trace import TraceDown, TraceUp
from search.questions.values import Values
from search.types import Answer, Plan

#: Every kind of question; of equally sure ones the earlier answers. A new kind is one module and one row here.
QUESTIONS: tuple[Question, ...] = (
    Absent(), Results(), DocumentFacts(), Counts(), DocumentRelations(), Responsible(), TraceUp(), TraceDown(),
    Values(), Tasks(), ClauseSearch(),
)  # fmt: skip


def answer_question(
    question: str,
    *,
    store: GraphStore,
    search: Searcher,
    today: date | None = None,
    previous: Plan | None = None,
    plan: Plan | None = None,
) -> Answer:
    """Answer a question in Vietnamese or English; any text is a valid question.

    `today` settles "tháng 7" without a year; `previous` is the plan of the answer that this question may lean on;
    `plan` is an edited plan, which is answered in the question's stead. Raises InputError for an impossible edit.
    The same question over the same store and plan always gets the same answer.
    """
    catalogue = Catalogue(store)
    spelled = catalogue.speller.repair(question) if plan is None else Spelled(question)
    followed = Followed(spelled.text)
    if plan is not None:
        followed = edited(plan, catalogue, today=today)
    elif previous is not None and previous.question.strip():
        followed = follow(spelled.text, previous, catalogue, store, today=today)
    reading = read(followed.question, catalogue, today=today)
    ask = Ask(reading, catalogue, store, search, today, frozenset(followed.within), remaining(reading))
    answer = choose(ask).answer(ask)
    topic = str(answer.understood.constraints.get("topic", ""))
    carried = replace(
        plan_of(followed, answer, previous),
        topic=topic,
        parts=parts(reading, catalogue, topic=topic, scope=ask.scope_words()),
    )
    return _told(answer, question, spelled, followed, carried)


def _told(answer: Answer, question: str, spelled: Spelled, followed: Followed, plan: Plan) -> Answer:
    """The answer to the question as it was asked, with how misspelt and left-out words were read."""
    words = answer.understood.words
    if followed.base:
        words += f" · nối câu trước: {followed.question}"
    if spelled.repairs:
        words += " · đã hiểu: " + "; ".join(f"“{r.typed}” là “{r.read}”" for r in spelled.repairs)
    understood = replace(answer.understood, words=words, repairs=spelled.repairs, plan=plan)
    return replace(answer, question=question, understood=understood)


def choose(ask: Ask) -> Question:
    """The kind of question that is surest of being meant."""
    return max(QUESTIONS, key=lambda kind: kind.claims(ask))

"""Tasks by agency, by deadline, by topic, by number, and by any of these together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ontology.vocabulary import parse_numbers
from search.questions import collective, duties, evidence
from search.questions.agencies import ROLE_WORDS, listed, role, with_agency
from search.questions.ask import Ask
from search.questions.due import Due, due, overdue
from search.questions.lexicon import Span, lexicon, longest
from search.questions.rows import Item, answer_row
from search.questions.tokens import key_of, tokenize
from search.questions.topic import Relevance, best
from search.types import Answer, Understood

#: Concepts that say how a question asks for tasks; their words are no topic.
GRAMMAR = (
    "task", "lead", "joint", "sole", "coop", "only", "assigned", "due", "recurring", "yearly", "monthly",
    "quarterly", "blank", "open_ended", "provinces", "who", "count", "inclusive", "about", "yesno", "table_scope",
    "when", "blank_coop", "only_joint", "province_of", "agency_of", "down", "up", "point", "clause", "output",
    "month_of", "year_of", "quarter_of", "most", "value", "how", "appears", "implement", "owner", "latest",
    "earliest", "common",
)  # fmt: skip
LEAST = 0.36  # fit of a topic below which nothing is said to be about it
_TOLD = 3  # tasks that a sentence tells more of than their numbers
_TITLE = 140  # characters of a title in a sentence
_WHICH = frozenset({"nao", "gi"})
WITHIN = 0.76  # and the share of the best that a row must reach
_SURE = 0.6  # what words beside other conditions must reach to count as a topic at all


@dataclass(frozen=True, slots=True)
class Selection:
    """Tasks that meet the conditions of a question, with the conditions in words."""

    items: list[Item]
    parts: list[tuple[str, str]]
    due: Due | None
    topic: str
    scores: dict[str, float]
    missing: tuple[str, ...] = ()
    foreign: bool = False  # no task speaks of the topic at all


def topic_of(ask: Ask, *more: str) -> str:
    """The topic of a question about tasks; words that only say a deadline are not in it."""
    grammar = [*GRAMMAR, *more]
    if due(ask) is not None:
        grammar += ["conditional", "central", "issuing"]
    return ask.reading.topic(*grammar)


def narrowed(ask: Ask, items: list[Item]) -> Selection:
    """The items that meet agency, role, deadline and numbers, before any topic is looked at."""
    parts: list[tuple[str, str]] = []
    missing: list[str] = []
    for mention in ask.reading.agencies:
        how = role(ask)
        found = with_agency(items, mention, how)
        parts.append((ROLE_WORDS[how], mention.name))
        if not found:
            missing.append(mention.name)
        items = found
    for number in _named_inside(ask):
        items = [i for i in items if any(p.fits(number) for p in parse_numbers(i.text))]
        parts.append(("nhắc đến", number))
    for words in _named_in_words(ask):
        items = [i for i in items if f" {key_of(words)} " in f" {key_of(i.text)} "]
        parts.append(("nhắc đến", words))
    if ask.reading.group:
        items = [i for i in items if i.group == ask.reading.group]
        parts.append(("nhóm", ask.reading.group))
    items = _shared(ask, items)
    if ask.reading.shared:
        parts.append(("số cơ quan chủ trì", f"từ {ask.reading.shared}"))
    condition = due(ask)
    if condition is not None:
        items = condition.among(items)
        parts.append(("hạn", condition.words))
    if ask.has("blank_coop"):
        items = [i for i in items if not i.coop]
        parts.append(("cơ quan phối hợp", "bỏ trống"))
    if ask.reading.rows:
        wanted = {no for no, _ in ask.reading.rows}
        items = [i for i in items if (i.no or "").rstrip(".") in wanted]
        parts.append(("số", ", ".join(sorted(wanted))))
    return Selection(items, parts, condition, "", {}, tuple(missing))


def _named_inside(ask: Ask) -> list[str]:
    """Numbers of documents that are only cited here, named beside one that hands out tasks: the tasks name them."""
    if not any(d.tasks for d in ask.reading.scope):
        return []
    cited = [
        m for m in ask.reading.documents if m.number and m.documents and all(d.stub for d in m.documents)
    ]
    return [m.documents[0].number for m in cited if m.documents[0].number]


def _named_in_words(ask: Ask) -> list[str]:
    """Papers that no document here is or cites by a number, but that tasks may name in words ("Đề án 06")."""
    return [m.text for m in ask.reading.documents if not m.documents]


def _shared(ask: Ask, items: list[Item]) -> list[Item]:
    if ask.reading.shared:
        return [i for i in items if len(i.lead) >= ask.reading.shared]
    # "chủ trì hoặc đồng chủ trì" names both ways of leading and leaves neither out.
    if ask.has("only_joint") or (ask.has("joint") and not ask.has("inclusive", "lead", "coop")):
        return [i for i in items if len(i.lead) > 1]
    if ask.has("sole"):
        return [i for i in items if len(i.lead) == 1]
    return items


def select(ask: Ask, items: list[Item], *more: str) -> Selection:
    """The items that meet every condition of the question, topic included; words of the concepts `more` are none."""
    everything = items
    base = narrowed(ask, items)
    if ask.has("output") and (stated := by_output(ask, base.items)) is not None:
        return Selection(
            stated, [*base.parts, ("kết quả", output_words(ask))], base.due, "", {}, base.missing
        )
    topic = topic_of(ask, *more, *(("cite",) if _named_in_words(ask) else ()))
    if not topic or ask.reading.rows or not base.items:
        return base
    if (stated := _kind_of_output(topic, base.items)) is not None:
        return Selection(stated, [*base.parts, ("kết quả", topic)], base.due, topic, {}, base.missing)
    if base.parts and not ask.has("about") and not _is_topic(everything, topic):
        return base  # the words left over say nothing that tasks say: they are no topic
    if evidence.foreign(ask, topic, everything):
        if ask.has("count") and not ask.has("about") and len(topic.split()) == 1:
            return (
                base  # a lone word that nothing speaks of is manner of speaking: "how many does it contain"
            )
        return Selection(
            [], [*base.parts, ("chủ đề", topic)], base.due, topic, {}, base.missing, foreign=True
        )
    scores = ask.fit(everything, topic)
    inside = {i.id: scores.get(i.id, 0.0) for i in base.items}
    chosen = best(inside, least=LEAST, within=WITHIN)
    kept = evidence.marked(topic, [i for i in base.items if i.id in chosen])
    each = [[i for i in kept if i.document == d] for d in dict.fromkeys(i.document for i in kept)]
    kept = _of_products(ask, [i for own in each for i in evidence.said_in_full(ask, topic, own)])
    return Selection(kept, [*base.parts, ("chủ đề", topic)], base.due, topic, scores, base.missing)


def _of_products(ask: Ask, items: list[Item]) -> list[Item]:
    """Of these tasks, those that make what the question asks for ("đề án, nền tảng nào"), where some do."""
    words = ask.reading.words
    asked: list[Span] = []
    for span in reversed(longest(lexicon().products.find(words))):
        behind = words[span.end].key if span.end < len(words) else ""
        if behind in _WHICH or (asked and 0 <= asked[-1].start - span.end <= 1):
            asked.append(span)
    names = {f" {key_of(s.name)} " for s in asked}
    return [i for i in items if any(n in f" {key_of(i.text)} " for n in names)] or items


def common(ask: Ask, items: Sequence[Item], chosen: Selection) -> list[Item]:
    """Tasks that the named agency has only as one of a collective, and that meet the other conditions."""
    if len(ask.reading.agencies) != 1 or ask.has("joint", "only_joint", "sole") or ask.reading.shared:
        return []
    own = {i.id for i in with_agency(items, ask.reading.agencies[0], role(ask))}
    found = collective.shared_with(ask, ask.reading.agencies[0], items, role(ask))
    found = [i for i in found if i.id not in own]
    if chosen.due is not None:
        found = chosen.due.among(found)
    if ask.reading.rows:
        wanted = {no for no, _ in ask.reading.rows}
        found = [i for i in found if (i.no or "").rstrip(".") in wanted]
    if chosen.topic:
        close = best(chosen.scores, least=LEAST, within=WITHIN)
        found = [i for i in found if i.id in close]
    return found


def _is_topic(items: Sequence[Item], topic: str) -> bool:
    if len(topic.split()) < 3:
        return False
    return max(Relevance(items).scores(topic).values(), default=0.0) >= _SURE


def _kind_of_output(topic: str, items: Sequence[Item]) -> list[Item] | None:
    """The items with one kind of result, when that kind is all that the topic names ("which decrees")."""
    words = lexicon().expand(tokenize(topic))
    kinds = [s.name for s in longest(lexicon().outputs.find(words)) if s.length >= len(words) - 1]
    if not kinds:
        return None
    wanted = key_of(kinds[0])
    return [i for i in items if f"{key_of(i.output or '')} ".startswith(f"{wanted} ")] or None


def output_words(ask: Ask) -> str:
    """What the result column shall say: the quoted words, else the topic."""
    return ask.reading.quotes[0] if ask.reading.quotes else topic_of(ask)


def by_output(ask: Ask, items: Sequence[Item]) -> list[Item] | None:
    """The items whose result column says just what the question names; None when the question names nothing."""
    wanted = key_of(output_words(ask))
    if not wanted:
        return None
    exact = [i for i in items if i.output and key_of(i.output) == wanted]
    return exact or [i for i in items if i.output and f" {wanted} " in f" {key_of(i.output)} "]


class Tasks:
    """Which tasks …? by agency and role, deadline, topic, number."""

    name = "tasks"

    def claims(self, ask: Ask) -> float:
        """Sure with an agency or a deadline beside a word for tasks; likely with either."""
        if ask.has("task") and not ask.reading.rows and _named_inside(ask):
            return 0.8
        if not ask.reading.agencies and ask.reading.scope and not any(d.tasks for d in ask.documents):
            return 0.1  # what hands out no tasks in an annex has none to list
        says = ask.has("task", "lead", "coop", "joint", "assigned")
        narrows = bool(ask.reading.agencies) or due(ask) is not None or bool(ask.reading.rows)
        if ask.has("target") and not ask.has("task"):
            return 0.3 if narrows else 0.1
        if says and narrows:
            return 0.6
        if ask.has("task") or narrows:
            return 0.5 if ask.has("task", "due") or ask.reading.agencies else 0.42
        if ask.has("when") and not ask.has("target", "document", "doc_fact", "clause"):
            topic = topic_of(ask)
            return 0.46 if topic and not evidence.foreign(ask, topic, ask.tasks()) else 0.0
        return (0.45 if ask.has("provinces") else 0.1) if says else 0.0

    def answer(self, ask: Ask) -> Answer:
        """The tasks as rows, each with its place in the source."""
        items = ask.tasks()
        chosen = select(ask, items)
        understood = plan(ask, "nhiệm vụ", chosen)
        together = common(ask, items, chosen)
        told = collective.words_for(ask, together, role(ask)) + _by_deadline_alone(ask)
        ordered = [*chosen.items, *together] if ask.has("common") else chosen.items
        if not ordered:
            return _from_the_body(ask, chosen, understood) or ask.nothing(
                understood, _nothing(ask, chosen, items) + told
            )
        rows = tuple(answer_row(i, ask.source(i.document), score=chosen.scores.get(i.id)) for i in ordered)
        sentence = (
            summary(ask, chosen.items, chosen) if chosen.items else _nothing(ask, chosen, items)
        ) + told
        return Answer(
            ask.reading.question, understood, sentence, False, None, rows, ask.quotes.cite_all(ordered)
        )


def _from_the_body(ask: Ask, chosen: Selection, understood: Understood) -> Answer | None:
    """What clauses give the named agency to do, where the documents in question hand out no tasks in an annex."""
    if any(d.tasks for d in ask.documents) or chosen.due or len(ask.reading.agencies) != 1:
        return None
    found = duties.duties(ask, ask.reading.agencies[0])
    if not found:
        return None
    rows = tuple(answer_row(i, ask.source(i.document)) for i in found)
    cites = ask.quotes.cite_all(found)
    return Answer(ask.reading.question, understood, duties.told(ask, found), False, None, rows, cites)


def _by_deadline_alone(ask: Ask) -> str:
    """That a task whose deadline has passed may be done all the same."""
    if not overdue(ask):
        return ""
    if ask.reading.english:
        return " By the deadlines in the documents; the corpus does not tell which of them are done."
    return " Tính theo thời hạn ghi trong văn bản; kho không cho biết việc nào đã làm xong."


def plan(ask: Ask, what: str, chosen: Selection) -> Understood:
    """The plan in words, with the documents in question."""
    parts = [(what, ""), *chosen.parts, ("văn bản", ask.scope_words())]
    return ask.understood(
        "tasks",
        parts,
        documents=[d.id for d in ask.documents],
        agencies=[m.name for m in ask.reading.agencies],
        role=role(ask) if ask.reading.agencies else None,
        deadline=chosen.due.words if chosen.due else None,
        topic=chosen.topic,
    )


def summary(ask: Ask, items: Sequence[Item], chosen: Selection) -> str:
    """How many tasks in which document, with their numbers; of a few, what they are and who leads them until when."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.document, []).append(item)
    conditions = ", ".join(f"{n} {v}".strip() for n, v in chosen.parts if n not in ("chủ đề",))
    english = ask.reading.english
    word = ("task" if len(items) == 1 else "tasks") if english else "nhiệm vụ"
    lines = [f"{ask.name(d)}: {word} {', '.join(i.no or '' for i in found)}" for d, found in groups.items()]
    if english:
        head = f"{len(items)} {word}"
    else:
        head = f"Có {len(items)} nhiệm vụ" + (f" ({conditions})" if conditions else "")
    tail = "".join(f" {_told(ask, item, len(items) > 1)}" for item in items) if len(items) <= _TOLD else ""
    return f"{head}. " + "; ".join(lines) + "." + tail


def _told(ask: Ask, item: Item, numbered: bool) -> str:
    """What a task is, who leads it and until when, in one sentence."""
    title = item.text if len(item.text) <= _TITLE else item.text[:_TITLE].rsplit(" ", 1)[0] + " …"
    lead, until = listed(item.lead), item.deadline_text
    if ask.reading.english:
        facts = f"lead: {lead or 'not stated'}; deadline: {until or 'not stated'}"
        return (f"Task {item.no}: " if numbered else "") + f"“{title}” ({facts})."
    facts = f"chủ trì: {lead or 'không ghi'}; hạn: {until or 'không ghi'}"
    return (f"Nhiệm vụ {item.no}: " if numbered else "") + f"“{title}” ({facts})."


def _nothing(ask: Ask, chosen: Selection, items: Sequence[Item]) -> str:
    listing = [d for d in ask.documents if any(i.document == d.id for i in items)]
    have = (
        f"{len(items)} nhiệm vụ trong {ask.names(listing)}"
        if items
        else f"{ask.scope_words()}, không có phụ lục nhiệm vụ"
    )
    conditions = "; ".join(f"{n} {v}".strip() for n, v in chosen.parts) or "điều được hỏi"
    if ask.reading.english:
        have = (
            f"{len(items)} tasks in {ask.names(listing)}"
            if items
            else f"{ask.scope_words()}, without a task annex"
        )
    if chosen.foreign:
        said = evidence.as_asked(ask, chosen.topic)
        also = evidence.told(ask, chosen.topic)
        if ask.reading.english:
            return f"No task there speaks of {said}.{also} The corpus has {have}."
        return f"Không nhiệm vụ nào nói về “{said}”.{also} Kho có {have}."
    if ask.reading.english:
        named = f" names {', '.join(chosen.missing)} in this role" if chosen.missing else " meets this"
        return f"No task there{named}. The corpus has {have}."
    if chosen.missing:
        body = [i for m in ask.reading.agencies for i in duties.duties(ask, m)] if items else []
        also = f" Phần lời của văn bản có giao: {duties.told(ask, body)}" if body else ""
        return f"Không nhiệm vụ nào nêu {', '.join(chosen.missing)} ở vai này. Kho có {have}.{also}"
    return f"Không có nhiệm vụ nào như vậy ({conditions}). Kho có {have}."

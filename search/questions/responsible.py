"""Who leads, coordinates or watches over something: the agencies of the task or target that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ontology import agencies as authority
from search.questions import duties, evidence
from search.questions.ask import Ask
from search.questions.clauses import ClauseSearch, place_of
from search.questions.rows import Item, Named, answer_row
from search.questions.tasks import GRAMMAR as TASK_GRAMMAR
from search.questions.tasks import narrowed, topic_of
from search.questions.tokens import key_of
from search.questions.topic import best
from search.questions.values import GRAMMAR as VALUE_GRAMMAR
from search.questions.values import in_years, scope
from search.types import Answer, AnswerRow

LEAST = 0.28
_SAME = 0.92
_ROLE_CONCEPTS = ("lead", "coop", "owner", "standing", "joint", "assigned")
_ROLES = {"lead": "chủ trì", "coop": "phối hợp", "owner": "theo dõi, chịu trách nhiệm"}


class Responsible:
    """Who leads …? Which agency watches over the target …?"""

    name = "responsible"

    def claims(self, ask: Ask) -> float:
        """Sure with a word for "who" and one for a role; less with "who" alone."""
        if not ask.has("who") or ask.has("count", "most", "fewest"):
            return 0.0
        if ask.has("compare", "highest", "lowest") and not ask.has(
            "lead", "coop", "owner", "joint", "assigned"
        ):
            return 0.0  # "bên nào cao hơn" asks for a province or a document
        if ask.has(*_ROLE_CONCEPTS):
            return 0.8 if not ask.has("sign") else 0.3
        return 0.5 if ask.has("clause") else 0.62

    def answer(self, ask: Ask) -> Answer:
        """The agencies as rows, with the task, target or clause that names them as proof."""
        if ask.has("standing"):
            return stated(ask, self.name)
        wants_target = ask.has("target") and not ask.has("task")
        how = "owner" if wants_target else ("coop" if ask.has("coop") and not _asks_lead(ask) else "lead")
        found, topic = (_targets(ask) if wants_target else _tasks(ask)), _topic(ask, wants_target)
        understood = ask.understood(
            self.name,
            [("cơ quan " + _ROLES[how], ""), ("về", topic), ("văn bản", ask.scope_words())],
            role=how,
            topic=topic,
            documents=[d.id for d in ask.documents],
        )
        if not found or _better_in_the_body(ask, found, topic):
            clause = stated(ask, self.name)
            if not clause.none or not found:
                return clause if not clause.none else ask.nothing(understood, _nothing(ask))
        if not ask.has(*_ROLE_CONCEPTS) and _told_by_a_clause(ask, found, topic):
            return ClauseSearch().answer(ask)
        named = [(item, agency) for item in found for agency in _of(item, how)]
        rows = _rows(ask, named)
        what = "; ".join(
            f"{place_of(item, english=ask.reading.english)} ({ask.name(item.document)})" for item in found
        )
        who = "; ".join(dict.fromkeys(r.name or "" for r in rows)) or "không ghi cơ quan nào"
        sentence = f"{who}: {_ROLES[how]} {what}." if not ask.reading.english else f"{who} ({what})."
        proof = tuple(answer_row(i, ask.source(i.document)) for i in found)
        cites = ask.quotes.cite_all(found)
        return Answer(ask.reading.question, understood, sentence, not rows, None, (*rows, *proof), cites)


def _asks_lead(ask: Ask) -> bool:
    """ "ai chủ trì, ai phối hợp" asks for both; the lead comes first."""
    return ask.has("lead") and not ask.has("only")


def _of(item: Item, how: str) -> tuple[Named, ...]:
    if item.kind == "target":
        return item.owner
    return item.coop if how == "coop" else item.lead


def _topic(ask: Ask, wants_target: bool) -> str:
    return ask.reading.topic(*(VALUE_GRAMMAR if wants_target else TASK_GRAMMAR))


def _tasks(ask: Ask) -> list[Item]:
    items = ask.tasks()
    topic = topic_of(ask)
    if ask.reading.rows:  # an agency beside it is whom the one asked for works with
        wanted = {no for no, _ in ask.reading.rows}
        return [i for i in items if (i.no or "").rstrip(".") in wanted]
    if ask.within and not topic:
        return narrowed(ask, items).items
    if not topic or evidence.foreign(ask, topic, items):
        return []
    return _closest(ask, items, ask.fit(items, topic))


def _targets(ask: Ask) -> list[Item]:
    items = in_years(ask, [i for i in ask.targets(scope(ask)) if i.owner])
    if ask.reading.target_rows:
        return [i for i in items if (i.no or "").rstrip(".") in ask.reading.target_rows]
    topic = ask.reading.topic(*VALUE_GRAMMAR)
    if ask.within and not topic:
        return items
    if not topic or evidence.foreign(ask, topic, items):
        return []
    return _closest(ask, items, ask.fit(items, topic))


def _closest(ask: Ask, items: Sequence[Item], scores: dict[str, float]) -> list[Item]:
    """The best item of each place asked about; one alone when the question names no more than one."""
    chosen: list[Item] = []
    wanted = (
        ask.documents if len(ask.places) > 1 or ask.has("provinces") or len(ask.reading.scope) > 1 else ()
    )
    groups = [[i for i in items if i.document == d.id] for d in wanted] or [list(items)]
    for group in groups:
        picked = best({i.id: scores.get(i.id, 0.0) for i in group}, least=LEAST, within=_SAME)
        ranked = sorted((i for i in group if i.id in picked), key=lambda i: (-picked[i.id], i.order))
        chosen += ranked[:1]
    return chosen


def _rows(ask: Ask, named: Sequence[tuple[Item, Named]]) -> tuple[AnswerRow, ...]:
    seen: dict[str, AnswerRow] = {}
    for item, agency in named:
        name = _full(agency)
        seen.setdefault(
            key_of(name),
            _agency_row(ask, item, agency.id, name),
        )  # fmt: skip
    return tuple(seen.values())


def _agency_row(ask: Ask, item: Item, id: str, name: str) -> AnswerRow:
    return AnswerRow(
        kind="agency",
        id=id,
        document=item.document,
        source=ask.source(item.document),
        no=item.no,
        path=item.path,
        name=name,
        text=item.text,
    )


def _full(agency: Named) -> str:
    """The printed name; when print leaves out what the list before it gave ("huyện X"), the resolved one."""
    return agency.text if authority.begins_agency(agency.text) else agency.name


_STANDING = re.compile(
    r"(?:giao|Giao)?\s*(?P<who>[A-ZĐÂÊÔƠƯ][^.;:(),]{3,80}?)\s+(?:là|làm)\s+(?i:cơ quan|đơn vị) (?i:thường trực)"
)
_LEADS = re.compile(
    r"(?:[Gg]iao\s+)?(?P<who>[A-ZĐÂÊÔƠƯ][^.;:()]{3,120}?)\s+"
    r"(?:chủ trì|có trách nhiệm|chịu trách nhiệm|theo dõi|phối hợp)"
)
#: Words that say no more than that somebody sees to a whole document, and what is said there of the one who does.
_WHOLE = frozenset({
    "co", "quan", "don", "vi", "so", "bo", "ban", "nganh", "chinh", "chung", "trien", "khai", "thuc", "hien", "theo",
    "doi", "doc",
})  # fmt: skip
_HUB = ("đầu mối", "theo dõi, đôn đốc", "tổng hợp")


def _better_in_the_body(ask: Ask, found: Sequence[Item], topic: str) -> bool:
    """Whether a clause that names an agency says the topic much better than the annex rows, or it is of no row."""
    if ask.reading.rows or ask.reading.target_rows or any(i.kind == "target" for i in found):
        return False
    if _whole(topic) and ask.reading.documents:
        return True
    rows = evidence.coverage(ask, topic, found, single=True)
    clauses = evidence.coverage(ask, topic, [i for i in _subject(ask) if duties.actors(i)], single=True)
    best_row, best_clause = max(rows.values(), default=0.0), max(clauses.values(), default=0.0)
    return best_clause >= _WELL and best_clause >= best_row + _BETTER


def _told_by_a_clause(ask: Ask, found: Sequence[Item], topic: str) -> bool:
    """Whether some clause says what is asked much better than the rows do ("gửi đề xuất cho ai")."""
    if ask.reading.rows or ask.reading.target_rows or not topic:
        return False
    rows = evidence.coverage(ask, topic, found, single=True)
    clauses = evidence.coverage(ask, topic, ask.clauses(), single=True)
    best_row, best_clause = max(rows.values(), default=0.0), max(clauses.values(), default=0.0)
    return best_clause >= _WELL and best_clause >= best_row + _BETTER


def _whole(topic: str) -> bool:
    """Whether nothing but agencies is named: then it is about the document as a whole."""
    return not set(key_of(topic).split()) - _WHOLE


def _subject(ask: Ask) -> list[Item]:
    """The clauses of the document that is said to give the work, where another only stands in what it is about."""
    mentions = sorted(ask.reading.documents, key=lambda m: m.at)
    words = [w.key for w in ask.reading.words]
    for mention in mentions[:1] if len(mentions) > 1 else ():
        own = [d for d in mention.documents if not d.stub]
        gives = bool(_GIVES & set(words[mention.to : mention.to + 2]))
        if own and (gives or (mention.at and words[mention.at - 1] in _IN)):
            return ask.clauses(own)
    return ask.clauses()


_GIVES = frozenset({"giao", "phan", "yeu", "quy", "neu", "ghi", "assign", "assigns", "give", "gives"})
_IN = frozenset({"theo", "trong", "under", "in"})
_WELL, _BETTER = 0.6, 0.25


def stated(ask: Ask, intent: str) -> Answer:
    """The agencies that a clause of the body names for the role, when no annex row does."""
    topic = topic_of(ask)
    understood = ask.understood(
        intent, [("cơ quan", ""), ("về", topic), ("văn bản", ask.scope_words())], topic=topic
    )
    items = _subject(ask)
    if evidence.foreign(ask, topic, items):
        return ask.nothing(understood, _nothing(ask))
    scores = ask.fit(items, topic, context=True) if topic else {}
    if _whole(topic) and not ask.has("standing"):
        items = [i for i in items if any(word in i.text for word in _HUB)]
        scores = {i.id: _seeing_to_it(i) for i in items}
    named = [(i, names) for i in items if (names := _named_by(ask, i))]
    ranked = sorted(named, key=lambda n: (-scores.get(n[0].id, 0.0), n[0].document, n[0].order))
    for item, names in ranked[:1]:
        if scores.get(item.id, 0.0) < LEAST and not _whole(topic):
            break
        place = ask.catalogue.documents[item.document].place
        refs = [authority.resolve(n, place=place, on=None) for n in names]
        rows = tuple(_agency_row(ask, item, r.id, r.text) for r in refs)
        sentence = f"{'; '.join(names)} ({ask.name(item.document)}, {item.path})."
        return Answer(
            ask.reading.question, understood, sentence, False, None, rows, ask.quotes.cite_all([item])
        )
    return ask.nothing(understood, _nothing(ask))


def _seeing_to_it(item: Item) -> float:
    """How much a clause says that one agency sees to the whole document."""
    single = not any(authority.is_collective(name) for name in duties.actors(item))
    return single * (1.0 + sum(word in item.text for word in _HUB))


def _named_by(ask: Ask, item: Item) -> list[str]:
    """The agencies that a clause names for the role: the standing body, else those it gives work to."""
    if not ask.has("standing") and (found := duties.actors(item)):
        return list(found)
    said = (_STANDING if ask.has("standing") else _LEADS).search(item.text)
    names = [n for n in authority.split(said["who"]) if authority.begins_agency(n)] if said else []
    return [re.sub(r"^(?:Giao|giao)\s+", "", n) for n in names]


def _nothing(ask: Ask) -> str:
    if ask.reading.english:
        return f"No task, target or clause of {ask.scope_words()} names an agency for this."
    return f"Không nhiệm vụ, chỉ tiêu hay điều khoản nào của {ask.scope_words()} nêu cơ quan cho việc này."

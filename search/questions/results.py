"""How far a task, a target, a clause or a whole document has come: what reports tell of it, and nothing else.

Only results that a report tells of the very unit (links REPORTS_ON), or of a document as a whole, answer. Where the
unit that fits a question best has none, this kind does not claim the question and the answer is that no report says.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.walks import ToldResult, results_on
from ontology.results import result_label
from search.questions.agencies import role, with_agency
from search.questions.ask import Ask
from search.questions.due import lists_overdue
from search.questions.rows import Item
from search.questions.tasks import GRAMMAR as TASK_GRAMMAR
from search.questions.topic import Relevance, best
from search.questions.trace import provision_fits
from search.types import Answer, AnswerRow

GRAMMAR = (
    *TASK_GRAMMAR,
    "progress",
    "late",
    "target",
    "compare",
    "document",
    "sign",
    "highest",
    "lowest",
    "nation",
)
_LEAST = 0.6  # share of the topic's words that a unit must have to be what is asked about
_WITHIN = 0.9  # and the share of the best fit that another one meant by the same words must reach
_TOLD_LEAST = 0.6  # the same for results of a whole document that a topic narrows
_SAID = 5  # results that the sentence tells; the rows have all
_LATE = ("shortcoming", "cause")
_REPORT = "Báo cáo"


@dataclass(frozen=True, slots=True)
class Told:
    """What is asked about, in words, and the results that reports tell of it, each with the unit's own id."""

    about: str
    results: tuple[ToldResult, ...]


class Results:
    """How far has task 12 come? What was done for this plan?"""

    name = "results"

    def claims(self, ask: Ask) -> float:
        """Sure where a report tells of what is asked about; never where none does."""
        if not ask.has("progress", "late") or ask.has("money", "person", "outside") or lists_overdue(ask):
            return 0.0
        return 0.96 if told(ask) else 0.0

    def answer(self, ask: Ask) -> Answer:
        """The results as rows, each with its quote, the surest first; the sentence dates the report."""
        found = told(ask) or Told("", ())
        understood = ask.understood(
            self.name,
            [("kết quả được báo cáo của", found.about)],
            about=sorted({on.id for r in found.results for on in r.on if on.method}),
        )
        if not found.results:
            return ask.nothing(understood, "Không báo cáo nào trong kho nói về việc này.")
        rows = tuple(_row(r) for r in found.results)
        cites = (ask.quotes.cite(r.id, r.document, r.start, r.end) for r in found.results)
        return Answer(
            ask.reading.question,
            understood,
            _say(ask, found),
            False,
            None,
            rows,
            tuple(c for c in cites if c),
        )


def told(ask: Ask) -> Told | None:
    """What reports tell of the units that a question names or describes; None when they tell nothing."""
    if any(d.type == _REPORT for d in ask.reading.scope):
        return None  # a question about a report's own text is answered from its clauses
    units = _units(ask)
    about = "; ".join(_name(ask, unit) for unit in units[:3]) + (" …" if len(units) > 3 else "")
    results = [result for unit in units for result in results_on(ask.store, unit.id)]
    if not results and not (ask.reading.rows or ask.reading.target_rows or ask.reading.provision):
        about, results = _of_documents(ask)
    results = [r for r in results if _meets(ask, r)]
    if ask.has("late"):
        about, results = f"{about} · còn hạn chế", [r for r in results if r.kind in _LATE]
    return Told(about, tuple({r.id: r for r in results}.values())) if results else None


def _meets(ask: Ask, result: ToldResult) -> bool:
    """Whether a result is of the place and of the year that are asked for; a year to come is an aim, no condition."""
    places = ask.reading.place_names
    told_in = int(result.issued[:4]) if result.issued else None
    years = {p.start.year for p in ask.reading.periods if p.grain == "year"}
    past = {year for year in years if told_in is None or year <= told_in}
    return (not places or result.place in places) and (not past or result.year is None or result.year in past)


def _units(ask: Ask) -> list[Item]:
    """The tasks, targets or clauses that are meant; none when the question is about documents as a whole."""
    reading = ask.reading
    if reading.documents and not reading.scope:
        return []  # it names only documents that are not here themselves
    plans = [d for d in ask.documents if d.type != _REPORT]
    if reading.rows:
        wanted = {no for no, _ in reading.rows}
        return [i for i in ask.tasks(plans) if (i.no or "").rstrip(".") in wanted]
    if reading.target_rows:
        return [i for i in ask.targets(plans) if (i.no or "").rstrip(".") in reading.target_rows]
    if reading.provision and reading.scope:
        return [i for i in ask.clauses(plans) if i.path and provision_fits(reading.provision, i.path)]
    items = [*ask.tasks(plans), *ask.targets(plans)]
    for mention in reading.agencies:
        items = [*with_agency(items, mention, role(ask)), *with_agency(items, mention, "owner")]
    topic = reading.topic(*GRAMMAR)
    if topic:
        fitting = best(Relevance(items).scores(topic), least=_LEAST, within=_WITHIN)
        return [i for i in items if i.id in fitting]
    return items if reading.agencies else []


def _of_documents(ask: Ask) -> tuple[str, list[ToldResult]]:
    """What reports tell of the named documents, cited ones included, narrowed by the topic if there is one."""
    documents = [d for mention in ask.reading.documents for d in mention.documents]
    results = [r for d in documents for r in results_on(ask.store, d.id)]
    topic = ask.reading.topic(*GRAMMAR)
    if not topic and _asks_issued(ask):
        return "", []  # whether the document itself was issued is no matter of reports
    if topic and results:
        scores = Relevance([_item(r) for r in results]).scores(topic)
        fitting = best(scores, least=_TOLD_LEAST, within=0.8)
        results = sorted((r for r in results if r.id in fitting), key=lambda r: -fitting[r.id])
    names = "; ".join(d.name for d in documents)
    return f"{names} · {topic}" if topic else names, results


def _asks_issued(ask: Ask) -> bool:
    said = (" ".join(w.key for w in ask.reading.words[s.start : s.end]) for s in ask.reading.at("progress"))
    return any("ban hanh" in words for words in said)


def _item(result: ToldResult) -> Item:
    return Item(
        "result", result.id, result.document, None, result.text, result.context, result.start, result.end, 0
    )


def _name(ask: Ask, unit: Item) -> str:
    kind = {"task": "nhiệm vụ", "target": "chỉ tiêu"}.get(unit.kind, "mục")
    return (
        f"{ask.short(unit.document)}, {kind} {unit.no or unit.path or ''}".rstrip() + f" ({unit.text[:80]})"
    )


def _row(result: ToldResult) -> AnswerRow:
    value = result.value_text
    if value and result.unit and result.unit not in value:
        value = f"{value} {result.unit}"
    return AnswerRow(
        kind="result",
        id=result.id,
        document=result.document,
        source=result.source,
        path=result.clause.partition("#")[2] if result.clause else None,
        name=result_label(result.kind),
        year=result.year,
        value_text=value,
        text=result.text,
        score=max((on.score for on in result.on if on.score is not None), default=None),
    )


def _say(ask: Ask, found: Told) -> str:
    """What was told, report by report: how many of each kind, and the first of them in their own words."""
    english = ask.reading.english
    parts = []
    for document in dict.fromkeys(r.document for r in found.results):
        own = [r for r in found.results if r.document == document]
        quotes = "; ".join(f"{_label(r, english=english)}: “{r.text}”" for r in own[:_SAID])
        more = (f" (+{len(own) - _SAID})" if english else f" (và {len(own) - _SAID} kết quả nữa)") * (
            len(own) > _SAID
        )
        parts.append(f"{_head(ask, own[0], english=english)}: {quotes}{more}")
    opening = "As reported in" if english else "Theo"
    return f"{opening} " + ". ".join(parts)


def _head(ask: Ask, result: ToldResult, *, english: bool) -> str:
    day = "/".join(reversed(result.issued.split("-"))) if result.issued else ""
    dated = f", {'of' if english else 'ngày'} {day}" if day else ""
    return ask.name(result.document) + dated


_ENGLISH = {
    "done": "done", "figure": "reached", "issued": "issued", "shortcoming": "falls short", "cause": "because",
    "proposal": "asked for",
}  # fmt: skip


def _label(result: ToldResult, *, english: bool) -> str:
    return _ENGLISH[result.kind] if english else result_label(result.kind).lower()

"""From a task up to the clause that it carries out, and from a clause down to the tasks that carry it out.

Stated links come first, candidates after them, and where no link stands the wording decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.store import Query
from search.questions.ask import SEMANTIC, Ask
from search.questions.catalogue import Document
from search.questions.due import due
from search.questions.levels import ends
from search.questions.rows import Item, answer_row
from search.questions.tasks import GRAMMAR as TASK_GRAMMAR
from search.questions.tokens import key_of
from search.questions.topic import Relevance, best, mixed
from search.types import Answer

GRAMMAR = (*TASK_GRAMMAR, "cite", "based_on", "target", "compare", "central", "amend")
_STATUS = {"confirmed": 1.0, "proposed": 0.6, "candidate": 0.15}
_LINKS = (
    "MATCH (a:{source})-[r:IMPLEMENTS]->(b:{target}) WHERE a.document IN $lower AND b.document IN $upper "
    "RETURN a.id AS source, b.id AS target, r.status AS status, r.score AS score, r.grade AS grade"
)
LEAST_SOURCE = 0.30
LEAST_DOWN = 0.42
_WITHIN_DOWN = 0.80
_UP_ROWS = 5
_FOUND = 0.8
#: The weakest stated link of grade 2: one that merely contributes is no answer to "does any task say so?".
_IMPLEMENTS = 0.9
_STATED = 0.65  # and the weakest stated link of any grade
_SAME_WORDS = 0.9  # likeness at which a task says what another says
_FAR = 80  # hits of several kinds among which each kind's own best are levelled


class _Trace:
    """What both directions share."""

    up: bool
    name: str

    def claims(self, ask: Ask) -> float:
        """Sure when two levels are named and the words ask for one of them."""
        if ask.has("count", "most", "who", "highest", "lowest"):
            return 0.0
        if ask.reading.agencies and ask.has("lead", "coop", "assigned", "owner") and not ask.reading.rows:
            return 0.0
        if due(ask) is not None and not ask.has("up", "point", "down"):
            return 0.0
        if ask.has("value") and not ask.has("task", "up", "point") and not ask.reading.rows:
            return 0.0  # "NQ 03 yêu cầu bao nhiêu …" asks for a number
        found = ends(ask)
        if found is None or found.up != self.up:
            return 0.0
        asks = ask.has("up", "point", "down", "task", "clause") or (
            ask.has("implement") and ask.has("provinces")
        )
        if ask.has("value") and ask.has("compare"):
            return 0.2
        two = len(found.upper) + len(found.lower) > 1 and bool(ask.reading.documents)
        if ask.has("up", "point", "down") and two:
            return 0.78
        return 0.66 if asks and two else 0.0

    def _topic(self, ask: Ask) -> str:
        return ask.reading.topic(*GRAMMAR, "up", "point", "down")


def units(ask: Ask, documents: Sequence[Document]) -> list[Item]:
    """The tasks and body clauses of some documents."""
    return [*ask.tasks(documents), *ask.clauses(documents)]


def sources(ask: Ask, documents: Sequence[Document], topic: str, *, limit: int) -> list[tuple[Item, float]]:
    """The units that the question starts from: by number, by provision, else by topic."""
    items = units(ask, documents)
    if ask.reading.rows:
        wanted = {no for no, _ in ask.reading.rows}
        found = [i for i in items if i.kind == "task" and (i.no or "").rstrip(".") in wanted]
        if found:
            return [(i, 1.0) for i in found]
    if ask.reading.provision:
        found = [i for i in items if i.path and provision_fits(ask.reading.provision, i.path)]
        if found:
            return (
                _by_topic(ask, found, topic, limit=limit)
                if topic and len(found) > 1
                else [(i, 1.0) for i in found[:limit]]
            )
    return _by_topic(ask, items, topic, limit=limit)


def _by_topic(ask: Ask, items: Sequence[Item], topic: str, *, limit: int) -> list[tuple[Item, float]]:
    if not topic:
        return []
    scores = fits(ask, items, topic)
    chosen = best(scores, least=LEAST_SOURCE, within=0.75)
    ranked = sorted((i for i in items if i.id in chosen), key=lambda i: (-chosen[i.id], i.order))
    return [(i, chosen[i.id]) for i in ranked[:limit]]


def fits(ask: Ask, items: Sequence[Item], topic: str) -> dict[str, float]:
    """How well units of several kinds fit a topic."""
    found = ask.found(topic, [i.document for i in items], sorted({i.kind for i in items}), limit=_FAR)
    out: dict[str, float] = {}
    for kind in ("task", "clause", "target"):
        same = [i for i in items if i.kind == kind]
        lexical = (
            Relevance(same, with_context=kind == "clause").scores(topic, apart=ask.reading.apart)
            if same
            else {}
        )
        near = {i.id: found[i.id] for i in same if i.id in found}
        top = max(near.values(), default=0.0) or 1.0
        out |= mixed(lexical, {id: s / top for id, s in near.items()}, share=SEMANTIC)
    return out


def provision_fits(labels: Sequence[str], path: str) -> bool:
    """Whether a path has these labels in this order, the last of them at its end ("1", "i" in "II.1.i")."""
    parts = [p.lower().strip("().") for p in path.split(".")]
    flat = [key_of(p) or p for p in parts]
    wanted = [key_of(label) or label for label in labels]
    if not wanted or (parts[-1] != labels[-1].lower() and flat[-1] != wanted[-1]):
        return False
    if labels[-1].lower() in ("d", "đ") and parts[-1] != labels[-1].lower():
        return False
    at = 0
    for label in wanted:
        if label not in flat[at:]:
            return False
        at = flat.index(label, at) + 1
    return True


def links(ask: Ask, lower: Sequence[Document], upper: Sequence[Document]) -> dict[tuple[str, str], float]:
    """How strongly each lower unit is linked to each upper one: status, grade and score together."""
    out: dict[tuple[str, str], float] = {}
    params = {"lower": [d.id for d in lower], "upper": [d.id for d in upper]}
    for source in ("Task", "Clause"):
        for target in ("Task", "Clause"):
            for row in ask.store.read(Query(_LINKS.format(source=source, target=target), params)):
                base = _STATUS.get(row["status"] or "proposed", 0.0)
                grade = 0.2 * ((row["grade"] or 1) - 1) if base >= 0.5 else 0.0
                out[row["source"], row["target"]] = base + grade + 0.4 * float(row["score"] or 0.0)
    return out


class TraceUp(_Trace):
    """Which clause does this task carry out?"""

    name = "trace_up"
    up = True

    def answer(self, ask: Ask) -> Answer:
        """Upstream clauses and tasks, the strongest link first."""
        found = ends(ask)
        topic = self._topic(ask)
        upper, lower = (found.upper, found.lower) if found else ((), ())
        start = sources(ask, lower, topic, limit=3)
        said = ", ".join(f"nhiệm vụ {i.no}" if i.no else f"mục {i.path}" for i, _ in start[:2]) or topic
        understood = ask.understood(
            self.name,
            [("gốc của", said), ("trong", ", ".join(d.name for d in upper))],
            topic=topic,
            sources=[i.id for i, _ in start],
            documents=[d.id for d in upper],
        )
        ranked = self._ranked(ask, start, upper, lower, topic)
        linked = links(ask, lower, upper)
        sure = any(linked.get((s.id, i.id), 0.0) >= _STATED for s, _ in start for i, _ in ranked)
        if not ranked or (ask.reading.rows and ask.has("yesno") and linked and not sure):
            return ask.nothing(
                understood, f"Không thấy điểm nào của {', '.join(d.name for d in upper)} ứng với {said}."
            )
        rows = tuple(answer_row(i, ask.source(i.document), score=s) for i, s in ranked)
        first = ranked[0][0]
        where = f"nhiệm vụ {first.no}" if first.no else f"điểm {first.path}"
        if ask.reading.english:
            where = f"task {first.no}" if first.no else f"section {first.path}"
            sentence = f"Most likely {where} of {ask.name(first.document)}: “{first.text[:160]}”."
        else:
            head = "Gần nhất với" if ask.reading.rows and linked and not sure else "Gốc của"
            sentence = f"{head} {said}: {where} của {ask.name(first.document)}: “{first.text[:160]}”."
        cites = ask.quotes.cite_all([*(i for i, _ in ranked), *(i for i, _ in start)])
        return Answer(ask.reading.question, understood, sentence, False, None, rows, cites)

    def _ranked(
        self,
        ask: Ask,
        start: Sequence[tuple[Item, float]],
        upper: Sequence[Document],
        lower: Sequence[Document],
        topic: str,
    ) -> list[tuple[Item, float]]:
        """By links from the sources, by likeness to their words and to the question's own."""
        items = units(ask, upper)
        kinds = wanted_kinds(ask)
        items = [i for i in items if i.kind in kinds]
        linked = links(ask, lower, upper)
        scores: dict[str, float] = {}
        for source, weight in start:
            likeness = ask.like(source, items)
            for item in items:
                score = linked.get((source.id, item.id), 0.0) + 0.6 * likeness.get(item.id, 0.0)
                scores[item.id] = max(scores.get(item.id, 0.0), weight * score)
        if topic:
            own = fits(ask, items, topic)
            for item in items:
                scores[item.id] = scores.get(item.id, 0.0) + 0.7 * own.get(item.id, 0.0)
        ranked = sorted(items, key=lambda i: (-scores.get(i.id, 0.0), i.document, i.order))
        return [(i, scores.get(i.id, 0.0)) for i in ranked[:_UP_ROWS] if scores.get(i.id, 0.0) > 0.15]


def wanted_kinds(ask: Ask) -> tuple[str, ...]:
    """Clauses, tasks or both: a question that says "nhiệm vụ nào" of the upper side wants tasks too."""
    task = any(i for i in ask.reading.at("task") if i.length > 1 or ask.reading.words[i.start].key == "nv")
    return ("task", "clause") if task or not ask.has("clause", "up", "point") else ("clause", "task")


class TraceDown(_Trace):
    """Which tasks carry this clause out?"""

    name = "trace_down"
    up = False

    def answer(self, ask: Ask) -> Answer:
        """Tasks of the lower documents: the best of each, and others that are as good."""
        found = ends(ask)
        topic = self._topic(ask)
        upper, lower = (found.upper, found.lower) if found else ((), ())
        start = sources(ask, upper, topic, limit=3)
        said = topic or ", ".join(f"nhiệm vụ {i.no}" if i.no else f"điểm {i.path}" for i, _ in start[:2])
        understood = ask.understood(
            self.name,
            [
                ("nhiệm vụ thực hiện", said),
                ("của", ", ".join(d.name for d in upper)),
                ("trong", ", ".join(d.name for d in lower)),
            ],
            topic=topic,
            sources=[i.id for i, _ in start],
            documents=[d.id for d in lower],
        )
        chosen = self._chosen(ask, start, upper, lower, topic)
        if not chosen:
            names = ", ".join(d.name for d in lower)
            return ask.nothing(understood, f"Không có nhiệm vụ nào của {names} thực hiện nội dung này.")
        rows = tuple(answer_row(i, ask.source(i.document), score=s) for i, s in chosen)
        lines = [f"{ask.name(i.document)}: nhiệm vụ {i.no}" for i, _ in chosen]
        sentence = (
            "; ".join(lines) + "."
            if not ask.reading.english
            else "; ".join(lines).replace("nhiệm vụ", "task") + "."
        )
        cites = ask.quotes.cite_all([*(i for i, _ in chosen), *(i for i, _ in start[:1])])
        return Answer(ask.reading.question, understood, sentence, False, None, rows, cites)

    def _chosen(
        self,
        ask: Ask,
        start: Sequence[tuple[Item, float]],
        upper: Sequence[Document],
        lower: Sequence[Document],
        topic: str,
    ) -> list[tuple[Item, float]]:
        items = ask.tasks(lower)
        linked = links(ask, lower, upper)
        if ask.reading.rows and linked and all(source.kind == "task" for source, _ in start):
            return _of_numbered(ask, items, [source for source, _ in start], linked)
        own = ask.fit(items, topic) if topic else {}
        words = Relevance(items).scores(topic) if topic else {}
        # A source found by its very words: then a task must say them too, or be linked and close.
        strict = bool(topic) and bool(start) and start[0][1] >= _FOUND and not ask.reading.rows
        like: dict[str, float] = {}
        link: dict[str, float] = {}
        for source, weight in start:
            for id, score in (
                ask.fit(items, source.text).items() if source.kind == "task" or not topic else ()
            ):
                like[id] = max(like.get(id, 0.0), weight * score)
            for item in items:
                link[item.id] = max(link.get(item.id, 0.0), weight * linked.get((item.id, source.id), 0.0))
        scores = {
            i.id: combined(own.get(i.id, 0.0), like.get(i.id, 0.0), link.get(i.id, 0.0), topic=bool(topic))
            for i in items
        }
        if strict:
            kept = {
                i.id for i in items if _says(own.get(i.id, 0.0), words.get(i.id, 0.0), link.get(i.id, 0.0))
            }
            scores = {id: s for id, s in scores.items() if id in kept}
        top = max(scores.values(), default=0.0)
        out: list[tuple[Item, float]] = []
        for document in lower:
            inside = {i.id: scores[i.id] for i in items if i.document == document.id and i.id in scores}
            picked = best(inside, least=max(LEAST_DOWN, 0.6 * top), within=_WITHIN_DOWN)
            out += [(i, picked[i.id]) for i in items if i.id in picked]
        return out


def _of_numbered(
    ask: Ask, items: Sequence[Item], start: Sequence[Item], linked: dict[tuple[str, str], float]
) -> list[tuple[Item, float]]:
    """The tasks that carry out tasks named by number: what the stated links say, which is nothing where none stands.

    Where none does, a task in nearly the same words is it, and after that links that merely contribute.
    """
    link: dict[str, float] = {}
    same: dict[str, float] = {}
    for source in start:
        like = ask.fit(items, source.text)
        for item in items:
            link[item.id] = max(link.get(item.id, 0.0), linked.get((item.id, source.id), 0.0))
            same[item.id] = max(same.get(item.id, 0.0), like.get(item.id, 0.0))
    for scores, least in ((link, _IMPLEMENTS), (same, _SAME_WORDS), (link, _STATED)):
        found = [(i, scores[i.id]) for i in items if scores.get(i.id, 0.0) >= least]
        if found:
            return found
    return []


def _says(own: float, words: float, link: float) -> bool:
    """Whether a task says what is asked in so many words, or nearly so and is linked to its source."""
    return words >= 0.7 or (own >= 0.5 and link >= _IMPLEMENTS)


def combined(own: float, like: float, link: float, *, topic: bool) -> float:
    """The fit of a task to the question's words, its likeness to the source, and its link to it."""
    words = 0.6 * own + 0.4 * max(own, like) if topic else like
    return words + 0.25 * min(link, 1.2)

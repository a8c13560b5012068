"""A question that leans on the answer before it, put into full words.

"còn Quảng Ngãi?" is the last question with another province; "trong đó cái nào hạn năm 2026?" and "ai chủ trì?" are
asked of the last answer's rows; "họ", "tỉnh đó", "kế hoạch này" stand for what was named. A question with a subject
of its own starts anew. The caller carries the last plan; nothing is remembered here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from graph.store import GraphStore, Query
from search.questions.catalogue import Catalogue
from search.questions.lexicon import Span, lexicon, longest
from search.questions.reading import Reading, read
from search.questions.tokens import key_of
from search.types import Answer, Plan

_MOST = 500  # rows that a plan carries
_KEPT = ("task", "target", "clause")
_NAMED = 6  # numbers of rows that stand in words; more would be no question
#: Concepts that ask: a question that says one of them and names nothing is asked of the last rows.
_ASKING = (
    "who", "when", "lead", "coop", "joint", "owner", "count", "value", "due", "output", "up", "point", "down", "clause",
    "most", "fewest", "highest", "lowest", "progress", "recurring", "blank", "latest", "earliest", "money", "month_of",
)  # fmt: skip
_ROLES = ("lead", "coop", "owner")
#: Concepts that are conditions on rows, not questions about them.
_CONDITIONS = (
    "due",
    "recurring",
    "blank",
    "yearly",
    "monthly",
    "quarterly",
    "conditional",
    "joint",
    "sole",
    "latest",
    "earliest",
)
#: Which rows, how many, and the bare word for them; in Vietnamese and in English.
_WORDS = {
    ("task", False): ("nhiệm vụ nào", "bao nhiêu nhiệm vụ", "nhiệm vụ"),
    ("task", True): ("which tasks", "how many tasks", "tasks"),
    ("target", False): ("chỉ tiêu nào", "bao nhiêu chỉ tiêu", "chỉ tiêu"),
    ("target", True): ("which targets", "how many targets", "targets"),
}
#: "việc thứ hai", "the last one" -> which of the last rows.
_ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1}
_NUMBERS = (
    "MATCH (t:Task) WHERE t.id IN $ids AND t.no IS NOT NULL RETURN t.no AS no, t.document AS document "
    "ORDER BY t.document, t.order"
)
_EVERY = (
    *_ASKING, "task", "target", "document", "about", "yesno", "compare", "sole", "only", "assigned", "table_scope",
    "provinces", "implement", "cite", "group", "inclusive", "common",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Followed:
    """The question in full words, and the rows that it is asked of (none: of everything).

    `base` is what a later question changes: a condition on the last rows is one more condition of the last question.
    """

    question: str
    within: tuple[str, ...] = ()
    base: str = ""


class _Follower:
    """One question beside the plan of the answer before it."""

    def __init__(self, question: str, previous: Plan, catalogue: Catalogue, today: date | None) -> None:
        self._previous, self._catalogue, self._today = previous, catalogue, today
        self._last = self._read(previous.question)
        self.asked = question
        self.question = self._named(question)
        here = self._read(self.question)
        self.points = [s for s in _said(here, "rows") if s.name == "rows"]
        self.markers = _edges(here, [s for s in _said(here, "marker") if s.name == "marker"])
        self.ordinals = _said(here, *_ORDINALS)
        self.bare = cut(here, [(s.start, s.end, "") for s in (*self.points, *self.markers, *self.ordinals)])
        self.here = self._read(self.bare)
        self.topic = self.here.topic(*_EVERY)
        if {key_of(word) for word in self.topic.split()} <= lexicon().fillers:
            self.topic = ""  # two or three English words do not show that a question is English
        self.asks = self.here.has(*_ASKING)
        self.names = bool(self.here.places or self.here.documents or self.here.agencies)

    def _read(self, text: str) -> Reading:
        return read(text, self._catalogue, today=self._today)

    def _named(self, question: str) -> str:
        """The question with "họ", "tỉnh đó", "kế hoạch này" replaced by what the last question or answer named."""
        here = self._read(question)
        last = self._last
        stands = {
            "agency": [m.name for m in last.agencies] or list(self._previous.agencies[:1]),
            "place": list(last.place_names),
            "document": [m.text for m in last.documents],
        }
        spans = [s for s in _said(here, *stands) if stands.get(s.name)]
        out = cut(here, [(s.start, s.end, stands[s.name][0]) for s in spans])
        if any(s.name == "agency" for s in spans) and not (here.places or here.documents) and last.places:
            out += f" {last.place_names[0]}"
        return out if spans else question

    def followed(self, store: GraphStore) -> Followed:
        """The question in full words; itself where it does not lean on the last one."""
        rows = self._previous.rows
        if rows and self.ordinals:
            rows = tuple(
                rows[_ORDINALS[s.name]] for s in self.ordinals if -len(rows) <= _ORDINALS[s.name] < len(rows)
            )
        if rows and (self.points or self.ordinals or self._elliptic()):
            return self._of_rows(store, rows)
        if self.here.exclusions and not (self.names or self.topic or self.asks):
            lessened = f"{self._previous.question.rstrip(' ?.!')}, {self.bare}"
            return Followed(lessened, base=lessened)
        if self.here.has("common") and not self.names:
            widened = f"{self._previous.question.rstrip(' ?.!')}, {self.bare}"
            return Followed(widened, base=widened)
        if (self.markers or self._only_names()) and not self._new_subject():
            changed = self._changed()
            return Followed(changed, base=changed)
        if self.question != self.asked:
            return Followed(self.question, base=self.question)
        return Followed(self.asked)

    def _elliptic(self) -> bool:
        """Whether the question asks ("ai chủ trì?", "việc nào hạn 2026?") and names nothing to ask it of."""
        here = self.here
        own = (
            here.rows or here.target_rows or here.provision or self.topic or here.has("provinces", "document")
        )
        if here.has("common"):
            return False
        role = self.markers and here.has(*_ROLES) and not here.has("who") and self._last.agencies
        if self.names or own or role:
            return False
        return self.asks or bool(here.periods and here.has("task"))

    def _only_names(self) -> bool:
        """Whether the question is nothing but a name or a time ("Quảng Ngãi?", "năm 2026?")."""
        some = self.names or self.here.periods
        asked = [c for c in _EVERY if c not in ("only", "provinces", "about")]
        return bool(some) and not self.topic and not self.here.has(*asked)

    def _new_subject(self) -> bool:
        """Whether a question behind "còn" brings all that a question needs."""
        return bool(self.topic) and self.names and self.asks and self.here.has("task", "target", "document")

    def _of_rows(self, store: GraphStore, rows: tuple[str, ...]) -> Followed:
        here, kinds = self.here, _kinds(store, rows)
        if here.has("up", "point", "down") or here.documents:
            told = self._in_words(store)
            if told:
                return Followed(told, base=told)
        english = here.english or (self._last.english and self.asked.isascii())
        word = _WORDS["target" if kinds.get("target") else "task", english]
        said = [s for s in lexicon().following.find(here.words) if s.name in ("which", "number")]
        swaps = {"which": f"{word[0]}", "number": word[1]}
        spans = longest(said)[:1]
        text = cut(here, [(s.start, s.end, swaps[s.name]) for s in spans])
        if not spans and not here.has("task", "target", "count"):
            text = f"{word[2] if here.has('who') else word[0]} {text}"
        asking = here.has("when", "who", "count", "value")
        conditions = not asking and (here.periods or self.names or self.topic or here.has(*_CONDITIONS))
        return Followed(
            text, rows, base=self._with_condition(spans) if conditions else self._previous.question
        )

    def _with_condition(self, asked: Sequence[Span]) -> str:
        """The last question with this one's condition behind it."""
        condition = cut(self.here, [(s.start, s.end, "") for s in asked])
        return f"{self._previous.question.rstrip(' ?.!')} {condition}"

    def _in_words(self, store: GraphStore) -> str:
        """ "việc đó ứng với điểm nào của NQ 57" with the rows' own numbers and document; "" where they have none."""
        found = store.read(Query(_NUMBERS, {"ids": list(self._previous.rows)}))
        documents = {row["document"] for row in found}
        if len(documents) != 1 or len(found) > _NAMED:
            return ""
        named = self._catalogue.documents[documents.pop()]
        numbers = " và ".join(str(row["no"]).rstrip(".") for row in found)
        return " ".join(f"nhiệm vụ {numbers} của {named.short} {named.place or ''} {self.bare}".split())

    def _changed(self) -> str:
        """The last question with what this one names in the place of what that one named."""
        here, last = self.here, self._last
        if (self.topic and self.asks) or (self.names and self.asks and not here.has(*_ROLES)):
            return self._completed()
        swaps: list[tuple[int, int, str]] = []
        added: list[str] = []

        def swap(old: Sequence[tuple[int, int]], new: str) -> None:
            if not old:
                added.append(new)
            swaps.extend((at, to, new if i == 0 else "") for i, (at, to) in enumerate(old))

        places = [(s.start, s.end) for s in last.places]
        papers = [(m.at, m.to) for m in last.documents]
        if here.documents:
            levels = {d.level for m in here.documents for d in m.documents}
            alike = [(m.at, m.to) for m in last.documents if any(d.level in levels for d in m.documents)]
            swap(sorted(alike or papers) or places, " ".join(m.text for m in here.documents))
            swaps += [(at, to, "") for at, to in places if alike or papers]
        elif here.places:
            local = [(m.at, m.to) for m in last.documents if any(d.place for d in m.documents)]
            swap(places or local or papers, " và ".join(here.place_names))
            swaps += [(at, to, "") for at, to in local if places]
        if here.agencies:
            swap([(m.at, m.to) for m in last.agencies], here.agencies[0].name)
        if here.periods:
            swap(
                [(p.at, p.to) for p in last.periods], " ".join(_text(here, p.at, p.to) for p in here.periods)
            )
        if here.rows and last.rows:
            swap([(at, at + 1) for _, at in last.rows], " ".join(no for no, _ in here.rows))
        if here.has(*_ROLES):
            swap([(s.start, s.end) for s in last.at(*_ROLES, "only")], self._role())
        if self.topic:
            swap(topic_words(last, last.topic(*_EVERY)), self.topic)
        return " ".join([cut(last, swaps), *added])

    def _role(self) -> str:
        """The words of the question that say a role ("chỉ phối hợp")."""
        said = self.here.at(*_ROLES, "only")
        return _text(self.here, min(s.start for s in said), max(s.end for s in said))

    def _completed(self) -> str:
        """This question with what it leaves out of the last one: its documents, agencies, times or topic."""
        here, last = self.here, self._last
        more: list[str] = []
        if not self.topic and not here.rows:
            more.append(last.topic(*_EVERY))
            more += [f"nhiệm vụ {no}" for no, _ in last.rows]
        if not here.agencies and not here.has("who"):
            more += [m.name for m in last.agencies]
        if not here.places and not here.documents:
            more += [m.text for m in last.documents] + list(last.place_names)
        if not here.periods:
            more += [_text(last, p.at, p.to) for p in last.periods]
        return " ".join([self.bare, *more]).strip()


def follow(
    question: str, previous: Plan, catalogue: Catalogue, store: GraphStore, *, today: date | None = None
) -> Followed:
    """The question in full words beside the plan of the last answer; unchanged when it stands by itself."""
    return _Follower(question, previous, catalogue, today).followed(store)


def plan_of(followed: Followed, answer: Answer, previous: Plan | None) -> Plan:
    """What a caller carries to the next question; a follow-up that finds no rows leaves the ones before it."""
    rows = tuple(dict.fromkeys(r.id for r in answer.rows if r.kind in _KEPT))[:_MOST]
    agencies = tuple(dict.fromkeys(r.name for r in answer.rows if r.kind == "agency" and r.name))[:_NAMED]
    if previous is not None and followed.base:
        agencies = agencies or previous.agencies
        rows = rows or (previous.rows if followed.within else ())
    return Plan(followed.base or followed.question, rows, agencies, followed.question, followed.within)


def _kinds(store: GraphStore, rows: Collection[str]) -> dict[str, int]:
    counts = {}
    for label in ("Task", "Target"):
        query = Query(f"MATCH (n:{label}) WHERE n.id IN $ids RETURN count(n) AS n", {"ids": list(rows)})
        counts[label.lower()] = int(store.read(query)[0]["n"])
    return {kind: n for kind, n in counts.items() if n}


def _said(reading: Reading, *names: str) -> list[Span]:
    found = [s for s in lexicon().following.find(reading.words) if s.name in names]
    return longest(found)


def _edges(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """Of these spans, those at the beginning or the end of the question, one after another."""
    out: list[Span] = []
    at = 0
    while found := [s for s in spans if s.start == at]:
        out.append(found[0])
        at = found[0].end
    to = len(reading.words)
    while found := [s for s in spans if s.end == to and s.start >= at]:
        out.append(found[0])
        to = found[0].start
    return out


def cut(reading: Reading, swaps: Sequence[tuple[int, int, str]]) -> str:
    """The question's text with words [at, to) replaced."""
    text, end = reading.question, 0
    out: list[str] = []
    for at, to, new in sorted(set(swaps), key=lambda s: (s[0], -s[1])):
        start = reading.words[at].token.start
        if start < end:
            continue
        out += (text[end:start], new)
        end = reading.words[to - 1].token.end
    return " ".join("".join((*out, text[end:])).split())


def _text(reading: Reading, at: int, to: int) -> str:
    return reading.question[reading.words[at].token.start : reading.words[to - 1].token.end]


def topic_words(reading: Reading, topic: str) -> list[tuple[int, int]]:
    """Where the topic of a question stands: its words, one by one."""
    wanted = set(topic.split())
    return [(i, i + 1) for i, w in enumerate(reading.words) if w.token.text in wanted or w.key in wanted]

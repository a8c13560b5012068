"""What people decide about links: kept apart from the links, so that it outlives re-ingest and re-linking.

The last decision that was not taken back stands (`graph.decisions`). A decision remembers what the
texts at both ends were: when one of them changes, the link is marked `suspect` until someone decides again, and
`graph.explain` shows the difference.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from graph.cypher import by_ids, document_of, label_of
from graph.decisions import (
    STATUSES,
    TEXTS,
    UNDONE,
    Decision,
    Status,
    decisions,
    ends_of,
    export_decisions,
    history,
    is_possible,
    kept,
    kept_by_link,
    node,
    read_decisions,
    standing,
)
from graph.export import LINK_TYPES
from graph.store import Change, Edge, GraphStore, Query, Row
from ontology.errors import InputError, NotFound
from ontology.ids import link_id
from ontology.relations import RELATIONS

__all__ = [
    "BY_HAND", "STATUSES", "Decision", "QueueItem", "State", "Status", "apply_decisions", "decide", "decide_all",
    "decisions", "export_decisions", "history", "import_decisions", "links", "queue", "standing", "text_hash", "texts",
    "undo",
]  # fmt: skip

BY_HAND = "review"
#: A method and the documents of both ends.
_Pair = tuple[str, str, str]
_LINKS = (
    "MATCH (a:{source})-[r:{type}]->(b:{target}) WHERE r.method IS NOT NULL RETURN a.id AS source, b.id AS target, "
    "properties(r) AS props"
)


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A link that waits for a person; `doubt` is 1 at the cut between its two documents and falls with the distance.

    `used` counts the stated links on its upper end.
    """

    link: str
    source: str
    target: str
    relation: str
    status: str
    grade: int
    score: float
    method: str
    source_quote: str
    target_quote: str
    doubt: float
    suspect: bool
    used: int = 0


def decide(
    store: GraphStore,
    link: str,
    status: Status,
    *,
    reviewer: str,
    at: datetime,
    grade: int | None = None,
    reason: str | None = None,
) -> Decision:
    """Record a decision and apply it. A link that no linker proposed may be confirmed: it is then made by hand.

    Raises NotFound for an end that is not there, InputError for an impossible status, grade or time.
    """
    return decide_all(store, [link], status, reviewer=reviewer, at=at, grade=grade, reason=reason)[0]


def decide_all(
    store: GraphStore,
    links: Sequence[str],
    status: Status,
    *,
    reviewer: str,
    at: datetime,
    grade: int | None = None,
    reason: str | None = None,
) -> list[Decision]:
    """The same decision on many links, all or none recorded. Raises as `decide` does."""
    if status not in STATUSES or grade not in (None, 1, 2):
        raise InputError(
            f"no such status or grade: {status!r}, {grade!r}", hint="status: " + ", ".join(STATUSES)
        )
    return _append(store, links, status, reviewer=reviewer, at=at, grade=grade, reason=reason)


def undo(store: GraphStore, link: str, *, reviewer: str, at: datetime) -> Decision | None:
    """Take back the decision that stands on a link; returns the one that stands now. Raises NotFound if none does.

    What was decided on a document that is gone can be taken back too.
    """
    past = kept(history(store, link))
    if not past:
        raise NotFound(f"no decision stands on {link!r}")
    _append(store, [link], UNDONE, reviewer=reviewer, at=at)
    now = kept(history(store, link))
    return now[-1] if now else None


def _append(
    store: GraphStore,
    links: Sequence[str],
    status: str,
    *,
    reviewer: str,
    at: datetime,
    grade: int | None = None,
    reason: str | None = None,
) -> list[Decision]:
    if at.tzinfo is None:
        raise InputError("a decision's time needs its zone")
    if not reviewer.strip():
        raise InputError("a decision needs the name of who made it")
    ends = {link: ends_of(link) for link in links}
    found = texts(store, [end for source, _, target in ends.values() for end in (source, target)])
    past = decisions(store)
    stands = {link: on_it[-1] for link, on_it in kept_by_link(past).items()}
    order = max((decision.order for decision in past), default=0)
    at = max([at, *(decision.time for decision in past[-1:])])
    made: list[Decision] = []
    for link, (source, relation, target) in ends.items():
        order += 1
        missing = [end for end in (source, target) if end not in found]
        if missing and status != UNDONE:
            raise NotFound(f"nothing has the id {missing[0]!r}")
        key = hashlib.sha256(f"{link}\n{order}\n{at.isoformat()}\n{reviewer}".encode()).hexdigest()[:20]
        lower, upper = found.get(source, ""), found.get(target, "")
        before = stands.get(link)
        made.append(
            Decision(
                f"decision:{key}", link, source, target, relation, status, _grade(status, grade, before), reviewer,
                reason, at.isoformat(), text_hash(lower), text_hash(upper), order, lower, upper,
                before.id if before and status == UNDONE else None,
            )
        )  # fmt: skip
    store.write(Change(nodes=tuple(node(decision) for decision in made)))
    _apply(store)
    return made


def _grade(status: str, grade: int | None, before: Decision | None) -> int | None:
    """Who confirms a link without a word on its grade confirms the one that it has."""
    agrees = grade is None and status == "confirmed" and before is not None and before.status == "confirmed"
    return before.grade if before is not None and agrees else grade


def _apply(store: GraphStore) -> None:
    """Someone else may decide between reading and writing, so whoever writes last looks again.

    What a write did not bring about, another one would not either.
    """
    last = None
    while (change := apply_decisions(store)) not in (Change(), last):
        store.write(change)
        last = change


def texts(store: GraphStore, ids: Iterable[str]) -> dict[str, str]:
    """The text that a decision is about, of each unit that is there."""
    groups: dict[str, list[str]] = defaultdict(list)
    for id in dict.fromkeys(ids):
        groups[label_of(id)].append(id)
    out: dict[str, str] = {}
    for label, group in groups.items():
        columns = TEXTS.get(label)
        for row in store.read(by_ids(label, columns, group)) if columns else ():
            out[row["id"]] = "\n".join(row[column] or "" for column in columns or ())
    return out


def text_hash(text: str) -> str:
    """A short hash, which tells whether a text is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def apply_decisions(store: GraphStore) -> Change:
    """The change after which every link bears what stands on it; run it after re-linking. Empty when nothing differs.

    A link without a decision, or whose decision was taken back, has the linker's own status again.
    """
    stands = {link: decision for link, decision in standing(store).items() if is_possible(link)}
    ends = [end for d in stands.values() for end in (d.source, d.target)]
    hashes = {id: text_hash(text) for id, text in texts(store, ends).items()}
    stored = {link_id(e.source, e.type, e.target): e for e in links(store)}
    edges: list[Edge] = []
    drops: list[tuple[str, str, str]] = []
    for link, edge in stored.items():
        wanted = _decided(edge, stands.get(link), hashes)
        if wanted is None:
            drops.append((edge.type, edge.source, edge.target))
        elif wanted != edge:
            edges.append(wanted)
    for link, decision in stands.items():
        if (
            link not in stored
            and decision.status == "confirmed"
            and {decision.source, decision.target} <= hashes.keys()
        ):
            edges.append(_by_hand(decision, hashes))
    return Change(drop_edges=tuple(drops), edges=tuple(edges))


def links(store: GraphStore) -> list[Edge]:
    """Every link between texts as it is stored, with all that it bears."""
    out: list[Edge] = []
    for type_ in LINK_TYPES:
        relation = RELATIONS[type_]
        for source in TEXTS.keys() & relation.source:
            for target in TEXTS.keys() & relation.target:
                text = _LINKS.format(type=type_, source=source, target=target)
                for row in store.read(Query(text)):
                    # An engine may add the edge's type to its properties.
                    props = {key: value for key, value in row["props"].items() if key != "type"}
                    out.append(Edge(type_, row["source"], row["target"], props))
    return sorted(out, key=lambda e: (e.source, e.type, e.target))


def _decided(edge: Edge, decision: Decision | None, hashes: dict[str, str]) -> Edge | None:
    props = {key: value for key, value in edge.props.items() if key not in ("reviewer", "suspect")}
    props["status"] = props.pop("linker_status", props["status"])
    props["grade"] = props.pop("linker_grade", props["grade"])
    if decision is None:
        # What a person made and took back leaves nothing.
        return None if props["method"] == BY_HAND else Edge(edge.type, edge.source, edge.target, props)
    props |= {"linker_status": props["status"], "linker_grade": props["grade"], "status": decision.status}
    props |= {"grade": decision.grade or props["grade"], "reviewer": decision.reviewer}
    if _is_suspect(decision, hashes):
        props["suspect"] = True
    return Edge(edge.type, edge.source, edge.target, props)


def _is_suspect(decision: Decision, hashes: dict[str, str]) -> bool:
    return (hashes.get(decision.source), hashes.get(decision.target)) != (
        decision.source_hash,
        decision.target_hash,
    )


def _by_hand(decision: Decision, hashes: dict[str, str]) -> Edge:
    grade = decision.grade or 2
    props: dict[str, Any] = {
        "owner": document_of(decision.source), "link": decision.link, "method": BY_HAND, "score": 1.0, "grade": grade,
        "status": decision.status, "linker_status": "candidate", "linker_grade": grade,
        "source_quote": (decision.source_text or "").strip(), "target_quote": (decision.target_text or "").strip(),
        "features": "{}", "reviewer": decision.reviewer,
    }  # fmt: skip
    if _is_suspect(decision, hashes):
        props["suspect"] = True
    return Edge(decision.relation, decision.source, decision.target, props)


State = Literal["proposed", "candidate", "suspect"]


def queue(
    store: GraphStore,
    *,
    documents: Sequence[str] = (),
    state: State | None = None,
    limit: int | None = 50,
) -> list[QueueItem]:
    """Links to look at: suspect ones first, then those that no one decided on, stated ones before candidates.

    All of them without a `limit`; only stated links, candidates, or those whose texts changed with a `state`. Within
    each, the most doubtful come first; among links about as doubtful, those to the clauses that most links lead to.
    What is stated is what people read, so an error there does harm first.
    """
    every = links(store)
    cuts = _cuts(every)
    used = Counter(edge.target for edge in every if edge.props["status"] in ("proposed", "confirmed"))
    stands = standing(store)
    items = [
        _item(edge, cuts, used[edge.target])
        for edge in every
        if edge.props.get("suspect") or link_id(edge.source, edge.type, edge.target) not in stands
        if not documents or document_of(edge.source) in documents
    ]
    chosen = [item for item in items if state is None or _is(item, state)]
    return sorted(chosen, key=_urgency)[:limit]


def _is(item: QueueItem, state: State) -> bool:
    return item.suspect if state == "suspect" else item.status == state


def _urgency(item: QueueItem) -> tuple[bool, bool, float, int, float, str]:
    candidate = item.status == "candidate"
    return not item.suspect, candidate, -round(item.doubt, 1), -item.used, -item.doubt, item.link


def _cuts(every: Iterable[Edge]) -> dict[_Pair, float]:
    """The least score that a method states between two documents: each pair has a cut of its own."""
    out: dict[_Pair, float] = {}
    for edge in every:
        if edge.props.get("linker_status", edge.props["status"]) == "proposed":
            pair, score = _pair(edge), _score(edge)
            out[pair] = min(score, out.get(pair, score))
    return out


def _pair(edge: Edge) -> _Pair:
    return str(edge.props["method"]), document_of(edge.source), document_of(edge.target)


def _score(edge: Edge) -> float:
    score = edge.props.get("score")
    return float(score) if isinstance(score, (int, float)) else 0.0


def _item(edge: Edge, cuts: dict[_Pair, float], used: int) -> QueueItem:
    props: Row = dict(edge.props)
    score = _score(edge)
    doubt = 1 - min(1.0, abs(score - cuts.get(_pair(edge), 0.5)))
    return QueueItem(
        link_id(edge.source, edge.type, edge.target), edge.source, edge.target, edge.type, props["status"],
        props["grade"], score, props["method"], props.get("source_quote") or "", props.get("target_quote") or "",
        round(doubt, 6), bool(props.get("suspect")), used,
    )  # fmt: skip


def import_decisions(store: GraphStore, path: Path) -> int:
    """Take over decisions that are not there yet, and apply them; returns how many were new. Raises InputError.

    A decision on a text that is not in the store waits until the document comes.
    """
    known = {decision.id for decision in decisions(store)}
    new = [decision for decision in read_decisions(path) if decision.id not in known]
    store.write(Change(nodes=tuple(node(decision) for decision in new)))
    _apply(store)
    return len(new)

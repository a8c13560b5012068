"""Trace: from an order down to the tasks that carry it out, or from a task up to the orders that it serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.cypher import UNIT_LABELS, label_of
from graph.store import GraphStore, Query
from graph.walks.briefs import Brief, briefs
from ontology.errors import NotFound

Direction = Literal["up", "down"]
STATED = ("confirmed", "proposed")
_BETWEEN_UNITS = "IMPLEMENTS|DETAILS"
_BETWEEN_DOCUMENTS = "IMPLEMENTS|BASED_ON|AMENDS|REPLACES|REPEALS|GUIDES|REPORTS_ON"
_MOST_PATHS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """An edge as it is stored: `source` serves `target`. A PART_OF step is there for context and has no score.

    `suspect` says that a text at an end has changed since a person decided on the link.
    """

    source: str
    target: str
    relation: str
    grade: int | None = None
    score: float | None = None
    status: str | None = None
    method: str | None = None
    source_quote: str | None = None
    target_quote: str | None = None
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """The ids from the root to an end of the chain, and the product of the scores on the way."""

    nodes: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Trace:
    """What was reached from `root`; paths by score, best first; `truncated` when `limit` cut it off."""

    root: str
    nodes: tuple[Brief, ...]
    edges: tuple[Step, ...]
    paths: tuple[Path, ...]
    truncated: bool = False


def trace(
    store: GraphStore,
    id: str,
    *,
    direction: Direction = "down",
    depth: int = 4,
    least_grade: int = 1,
    statuses: Sequence[str] = STATED,
    limit: int = 300,
) -> Trace:
    """Follow stated links from `id` for up to `depth` steps. Raises NotFound.

    A heading stands for what is under it: its parts are where a trace down begins too.
    """
    if id not in briefs(store, [id]):
        raise NotFound(f"nothing has the id {id!r}")
    walk = _Walk(store, direction, least_grade, tuple(statuses), limit)
    parts = below(store, [id]) if label_of(id) == "Clause" and direction == "down" else []
    walk.run([id, *(step.source for step in parts)], depth)
    linked = {end for step in walk.steps for end in (step.source, step.target)}
    kept = [step for step in parts if step.source in linked]
    parents = _headings(store, linked | {id})
    steps = tuple(dict.fromkeys((*walk.steps, *kept, *parents)))
    ids = dict.fromkeys([id, *(end for step in steps for end in (step.source, step.target))])
    nodes = tuple(briefs(store, ids).values())
    return Trace(id, nodes, steps, _paths(id, kept, walk.steps, direction), walk.truncated)


class _Walk:
    def __init__(
        self, store: GraphStore, direction: Direction, least: int, statuses: tuple[str, ...], limit: int
    ) -> None:
        self._store, self._direction = store, direction
        self._least, self._statuses = least, statuses
        self._limit = limit
        self.steps: list[Step] = []
        self.truncated = False

    def run(self, start: Iterable[str], depth: int) -> None:
        """Breadth first, so that a limit cuts the far ends."""
        seen = set(start)
        edge = sorted(seen)
        for _ in range(depth):
            found = next_steps(
                self._store, edge, self._direction, least_grade=self._least, statuses=self._statuses
            )
            self.steps += found
            reached = {step.target if self._direction == "up" else step.source for step in found} - seen
            if len(seen) + len(reached) > self._limit:
                self.truncated = True
                return
            seen |= reached
            edge = sorted(reached)
            if not edge:
                return


def next_steps(
    store: GraphStore,
    ids: Iterable[str],
    direction: Direction,
    *,
    least_grade: int = 1,
    statuses: Sequence[str] = STATED,
) -> list[Step]:
    """The stated links that leave some nodes upward, or that reach them from below; best first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        groups[label_of(id)].append(id)
    params = {"least": least_grade, "statuses": list(statuses)}
    out: list[Step] = []
    for label, group in sorted(groups.items()):
        if label in (*UNIT_LABELS, "Document"):
            rows = store.read(Query(_step_text(label, direction), {**params, "ids": group}))
            out += [Step(**row) for row in rows]
    return sorted(dict.fromkeys(out), key=lambda step: (-(step.score or 0), step.source, step.target))


def _step_text(label: str, direction: Direction) -> str:
    if label == "Document":
        types, condition, other = _BETWEEN_DOCUMENTS, "r.relation IS NOT NULL", ":Document"
    else:
        types, condition, other = _BETWEEN_UNITS, "r.status IN $statuses AND r.grade >= $least", ""
    pattern = f"-[r:{types}]->(m{other})" if direction == "up" else f"<-[r:{types}]-(m{other})"
    ends = "n.id AS source, m.id AS target" if direction == "up" else "m.id AS source, n.id AS target"
    return (
        f"UNWIND $ids AS i MATCH (n:{label} {{id: i}}){pattern} WHERE {condition} RETURN {ends}, type(r) AS relation, "
        "r.grade AS grade, r.score AS score, r.status AS status, r.method AS method, "
        "coalesce(r.source_quote, r.quote) AS source_quote, r.target_quote AS target_quote, "
        "coalesce(r.suspect, false) AS suspect"
    )


def below(store: GraphStore, ids: Sequence[str]) -> list[Step]:
    """PART_OF steps from every clause under some clauses, however deep."""
    out: list[Step] = []
    edge = list(ids)
    while edge:
        rows = store.read(
            Query(
                "UNWIND $ids AS i MATCH (n:Clause {id: i})<-[:PART_OF]-(m:Clause) "
                "RETURN m.id AS source, n.id AS target",
                {"ids": edge},
            )
        )
        out += [Step(row["source"], row["target"], "PART_OF") for row in rows]
        edge = [row["source"] for row in rows]
    return out


def _headings(store: GraphStore, ids: Iterable[str]) -> list[Step]:
    bullets = sorted(id for id in ids if label_of(id) == "Clause" and ".-" in id)
    rows = store.read(
        Query(
            "UNWIND $ids AS i MATCH (n:Clause {id: i})-[:PART_OF]->(m:Clause) RETURN n.id AS source, m.id AS target",
            {"ids": bullets},
        )
    )
    return [Step(row["source"], row["target"], "PART_OF") for row in rows] if bullets else []


def _paths(root: str, parts: Sequence[Step], steps: Sequence[Step], direction: Direction) -> tuple[Path, ...]:
    """From the root to every end, following the best next link first; the best paths come first."""
    following: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for step in steps:
        here, there = (step.source, step.target) if direction == "up" else (step.target, step.source)
        following[here].append((there, step.score if step.score is not None else 1.0))
    starts = [root, *(step.source for step in parts if step.source in following)]
    out: list[Path] = []
    stack = [((root,) if s == root else (root, s), 1.0) for s in reversed(starts)]
    while stack and len(out) < _MOST_PATHS:
        nodes, score = stack.pop()
        onward = [(there, value) for there, value in following[nodes[-1]] if there not in nodes]
        if not onward and len(nodes) > 1:
            out.append(Path(nodes, round(score, 6)))
        stack += [((*nodes, there), score * value) for there, value in sorted(onward, key=lambda o: o[1])]
    return tuple(sorted(out, key=lambda path: (-path.score, path.nodes)))

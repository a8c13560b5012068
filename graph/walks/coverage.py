"""Coverage: which clauses of an upstream document someone carries out, to the task, the agency and the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.cypher import document_of, label_of
from graph.store import GraphStore, Query
from graph.walks.briefs import Brief, all_briefs, briefs
from graph.walks.chain import Step, below, next_steps
from graph.walks.documents import OutlineRow, document_id, outline
from ontology.errors import NotFound
from ontology.places import CENTRAL

BODY = ("section", "clause", "point", "bullet")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One clause: what implements it, what contributes to it, and the tasks at the ends of its chains.

    `ends` are tasks of a province that have a lead and a last day; with one of them the clause is deeply covered.
    """

    id: str
    path: str
    kind: str
    label: str
    heading: str | None
    text: str
    section: str
    implements: tuple[str, ...]
    contributes: tuple[str, ...]
    ends: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """Whether anything is stated to carry it out or to contribute."""
        return bool(self.implements or self.contributes)


@dataclass(frozen=True, slots=True)
class SectionTotal:
    """How many of the clauses of one top-level section are covered, deeply covered, and there at all."""

    path: str
    heading: str | None
    covered: int
    deep: int
    total: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rows of one upstream document and their totals."""

    document: str
    covered: int
    deep: int
    total: int
    rows: tuple[CoverageRow, ...]
    sections: tuple[SectionTotal, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Clauses that nothing carries out, and tasks of the documents below that serve nothing above."""

    clauses: tuple[CoverageRow, ...]
    tasks: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Upstream units (rows), downstream units (columns), and the links between them (cells)."""

    upstream: str
    downstream: str
    rows: tuple[Brief, ...]
    columns: tuple[Brief, ...]
    cells: tuple[Step, ...]


def coverage(store: GraphStore, document: str, *, by: Collection[str] | None = None) -> Coverage:
    """Every clause of `document` that says something itself; with `by`, only links from these documents count.

    Raises NotFound.
    """
    clauses = [row for row in outline(store, document) if row.kind in BODY]
    links = links_below(store, [row.id for row in clauses])
    direct = _sources(links, by)
    ends = _ends(store, links, by)
    parents = {row.parent for row in clauses}
    sections = _sections(clauses)
    rows = tuple(
        _row(row, direct, ends, sections[row.id].path)
        for row in clauses
        if (row.text and row.text.strip()) or row.id in direct or row.id not in parents
    )
    return Coverage(
        document,
        sum(row.covered for row in rows),
        sum(bool(row.ends) for row in rows),
        len(rows),
        rows,
        _totals(rows, clauses),
    )


def links_below(store: GraphStore, ids: Iterable[str]) -> list[Step]:
    """Every stated link on the chains that lead down from some units."""
    out: list[Step] = []
    seen = set(ids)
    edge = sorted(seen)
    while edge:
        found = next_steps(store, edge, "down")
        out += found
        edge = sorted({step.source for step in found} - seen)
        seen.update(edge)
    return out


def _sources(links: Iterable[Step], by: Collection[str] | None) -> dict[str, list[Step]]:
    out: dict[str, list[Step]] = defaultdict(list)
    for link in links:
        between = document_of(link.source) != document_of(link.target)
        if between and (by is None or document_of(link.source) in by):
            out[link.target].append(link)
    return out


def _ends(store: GraphStore, links: Sequence[Step], by: Collection[str] | None) -> dict[str, set[str]]:
    """Unit -> the assigned tasks of a province that a chain leads down to from it."""
    up: dict[str, list[str]] = defaultdict(list)
    for link in links:
        up[link.source].append(link.target)
    tasks = briefs(store, sorted({link.source for link in links if label_of(link.source) == "Task"}))
    out: dict[str, set[str]] = defaultdict(set)
    for task in tasks.values():
        if task.is_assigned and task.level == "tỉnh" and (by is None or task.document in by):
            for unit in _above(task.id, up):
                out[unit].add(task.id)
    return out


def _above(task: str, up: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    stack = [task]
    while stack:
        for target in up[stack.pop()]:
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen


def _sections(clauses: Sequence[OutlineRow]) -> dict[str, OutlineRow]:
    """Clause id -> the top-level clause that it stands under."""
    out: dict[str, OutlineRow] = {}
    for row in clauses:  # reading order: a parent comes before its children
        out[row.id] = out.get(row.parent or "", row)
    return out


def _row(
    row: OutlineRow, direct: dict[str, list[Step]], ends: dict[str, set[str]], section: str
) -> CoverageRow:
    links = direct.get(row.id, [])
    return CoverageRow(
        row.id, row.path, row.kind, row.label or "", row.heading, row.text or "", section,
        tuple(link.source for link in links if (link.grade or 0) >= 2),
        tuple(link.source for link in links if (link.grade or 0) < 2),
        tuple(sorted(ends.get(row.id, ()))),
    )  # fmt: skip


def _totals(rows: Sequence[CoverageRow], clauses: Sequence[OutlineRow]) -> tuple[SectionTotal, ...]:
    headings = {row.path: row.heading for row in clauses}
    groups: dict[str, list[CoverageRow]] = defaultdict(list)
    for row in rows:
        groups[row.section].append(row)
    return tuple(
        SectionTotal(
            path,
            headings.get(path),
            sum(r.covered for r in group),
            sum(bool(r.ends) for r in group),
            len(group),
        )
        for path, group in groups.items()
    )


def gaps(store: GraphStore, document: str, *, by: Collection[str] | None = None) -> Gaps:
    """Clauses of `document` without a link, and tasks without one of the documents `by` (those that link to it)."""
    whole = coverage(store, document, by=by)
    if by is None:
        direct = {source for row in whole.rows for source in (*row.implements, *row.contributes)}
        by = {document_of(source) for source in direct}
    tasks = {
        id: task for below_ in sorted(by) for id, task in all_briefs(store, "Task", document=below_).items()
    }
    serving = {
        step.source
        for step in next_steps(store, tasks, "up")
        if document_of(step.target) != document_of(step.source)
    }
    return Gaps(
        tuple(row for row in whole.rows if not row.covered),
        tuple(task for task in tasks.values() if task.id not in serving),
    )


def matrix(store: GraphStore, upstream: str, downstream: str) -> Matrix:
    """Every unit of `upstream` against every unit of `downstream` that a stated link joins, tasks complete.

    Raises NotFound.
    """
    for document in (upstream, downstream):
        document_id(store, document)
    units = {
        id: unit
        for label in ("Clause", "Task")
        for id, unit in all_briefs(store, label, document=upstream).items()
    }
    cells = [step for step in next_steps(store, units, "down") if document_of(step.source) == downstream]
    rows = _shown(store, units, [step.target for step in cells])
    lower = {
        id: unit
        for label in ("Clause", "Task")
        for id, unit in all_briefs(store, label, document=downstream).items()
    }
    columns = _shown(store, lower, [step.source for step in cells])
    return Matrix(upstream, downstream, rows, columns, tuple(cells))


def _shown(store: GraphStore, units: dict[str, Brief], ends: Sequence[str]) -> tuple[Brief, ...]:
    """All tasks and the linked clauses as printed, then ends of links that are neither (a target, say)."""
    linked = set(ends)
    own = (unit for unit in units.values() if unit.label == "Task" or unit.id in linked)
    return (*own, *briefs(store, [id for id in ends if id not in units]).values())


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of one clause would touch, over every chain down from it."""

    root: str
    units: tuple[Brief, ...]
    tasks: tuple[Brief, ...]
    documents: tuple[str, ...]
    agencies: tuple[str, ...]


def impact(store: GraphStore, clause: str) -> Impact:
    """Everything below a clause, and below its parts, that is stated to carry it out. Raises NotFound."""
    return _impact(clause, _reached(store, clause))


def _reached(store: GraphStore, clause: str) -> list[Brief]:
    if not briefs(store, [clause]):
        raise NotFound(f"nothing has the id {clause!r}")
    parts = below(store, [clause]) if label_of(clause) == "Clause" else []
    starts = {clause, *(step.source for step in parts)}
    reached = {step.source for step in links_below(store, starts)} - starts
    found = briefs(store, sorted(reached))
    return sorted(
        found.values(), key=lambda unit: (unit.deadline_end is None, unit.deadline_end or "", unit.id)
    )


def _impact(root: str, units: Sequence[Brief]) -> Impact:
    return Impact(
        root,
        tuple(units),
        tuple(unit for unit in units if unit.label == "Task"),
        tuple(sorted({unit.document for unit in units if unit.document})),
        tuple(sorted({lead.id for unit in units for lead in unit.lead})),
    )


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What one province does about a clause; empty units mean nothing is stated."""

    place: str
    documents: tuple[str, ...]
    units: tuple[Brief, ...]


def compare(store: GraphStore, clause: str) -> list[PlaceRow]:
    """A clause by province: every province that has a document, with what carries the clause out there.

    Raises NotFound.
    """
    reached: dict[str, list[Brief]] = defaultdict(list)
    for unit in _reached(store, clause):
        if unit.place:
            reached[unit.place].append(unit)
    return [PlaceRow(place, ids, tuple(reached[place])) for place, ids in local_documents(store).items()]


def local_documents(store: GraphStore) -> dict[str, tuple[str, ...]]:
    """Province -> its documents, both sorted."""
    rows = store.read(
        Query(
            "MATCH (d:Document) WHERE NOT d.stub AND d.place IS NOT NULL AND d.level <> $central "
            "RETURN d.id AS id, d.place AS place",
            {"central": CENTRAL},
        )
    )
    documents: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        documents[row["place"]].append(row["id"])
    return {place: tuple(sorted(documents[place])) for place in sorted(documents)}

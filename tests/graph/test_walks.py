"""The named reads, over a chain of three documents made by hand: resolution, party plan, two provincial plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from graph import walks
from graph.facts import facts, resolve
from graph.store import Change, Edge, GraphStore, open_store
from ontology.errors import NotFound
from tests.graph.factory import citation, document

UP = document(
    "57-NQ/TW",
    place=None,
    level="trung ương",
    type="Nghị quyết",
    issued=date(2024, 12, 22),
    tasks=0,
    targets=0,
)
MID = document(
    "195-KH/TU", tasks=0, targets=0,
    cites=(citation("195-kh-tu.tien-giang.2025", "57-NQ/TW", year=2024, relation="implements"),),
)  # fmt: skip
PLAN = document(
    cites=(citation("12-kh-ubnd.tien-giang.2025", "195-KH/TU", place="Tiền Giang", relation="implements"),)
)
OTHER = document("51/KH-UBND", place="Quảng Ngãi", issuer="Ủy ban nhân dân tỉnh Quảng Ngãi")

MOBILE = f"{UP.id}#II.1.-1"
PEOPLE = f"{UP.id}#II.1.-2"


def link(source: str, target: str, score: float, *, grade: int = 2, status: str = "proposed") -> Edge:
    props = {
        "owner": source.partition("#")[0], "method": "by hand", "score": score, "grade": grade, "status": status,
        "source_quote": "nguồn", "target_quote": "đích",
    }  # fmt: skip
    return Edge("IMPLEMENTS", source, target, props)


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    store = open_store("embedded::memory:")
    for doc in (UP, MID, PLAN, OTHER):
        store.write(facts(doc))
        store.write(resolve(store))
    store.write(
        Change(
            edges=(
                link(f"{MID.id}#II.1.-1", MOBILE, 0.8),
                link(PLAN.tasks[0].id, f"{MID.id}#II.1.-1", 0.5),
                link(PLAN.tasks[1].id, f"{MID.id}#II.1.-1", 0.9, grade=1, status="confirmed"),
                link(PLAN.tasks[2].id, MOBILE, 0.1, status="candidate"),
                link(f"{MID.id}#II.1.-2", PEOPLE, 0.7, grade=1),
                link(OTHER.tasks[0].id, MOBILE, 0.6),
            )
        )
    )
    yield store
    store.close()


def ids(briefs: tuple[walks.Brief, ...]) -> set[str]:
    return {brief.id for brief in briefs}


def test_trace_down_reaches_the_tasks_with_lead_and_deadline(store: GraphStore) -> None:
    trace = walks.trace(store, MOBILE)
    tasks = {n.id: n for n in trace.nodes if n.label == "Task"}
    assert set(tasks) == {PLAN.tasks[0].id, PLAN.tasks[1].id, OTHER.tasks[0].id}
    first = tasks[PLAN.tasks[0].id]
    assert [lead.name for lead in first.lead] == ["Sở Khoa học và Công nghệ"]
    assert (first.number, first.level, first.deadline_end) == ("12/KH-UBND", "tỉnh", "2025-07-31")
    assert [(p.nodes[-1], p.score) for p in trace.paths] == [
        (PLAN.tasks[1].id, 0.72), (OTHER.tasks[0].id, 0.6), (PLAN.tasks[0].id, 0.4)
    ]  # fmt: skip


def test_trace_up_ends_at_the_resolution(store: GraphStore) -> None:
    trace = walks.trace(store, PLAN.tasks[0].id, direction="up")
    assert [p.nodes for p in trace.paths] == [(PLAN.tasks[0].id, f"{MID.id}#II.1.-1", MOBILE)]
    assert {s.target for s in trace.edges if s.relation == "PART_OF"} == {f"{MID.id}#II.1", f"{UP.id}#II.1"}


def test_trace_heeds_grade_status_depth_and_limit(store: GraphStore) -> None:
    assert len(walks.trace(store, MOBILE, least_grade=2).paths) == 2
    assert len(walks.trace(store, MOBILE, statuses=("confirmed",)).paths) == 0
    assert len(walks.trace(store, MOBILE, depth=1).paths) == 2
    assert len(walks.trace(store, MOBILE, statuses=("confirmed", "proposed", "candidate")).paths) == 4
    assert walks.trace(store, MOBILE, limit=3).truncated
    assert not walks.trace(store, MOBILE).truncated


def test_a_heading_stands_for_its_parts(store: GraphStore) -> None:
    trace = walks.trace(store, f"{UP.id}#II")
    assert {p.nodes[-1] for p in trace.paths} >= {PLAN.tasks[0].id, OTHER.tasks[0].id, f"{MID.id}#II.1.-2"}


def test_trace_of_documents(store: GraphStore) -> None:
    trace = walks.trace(store, PLAN.id, direction="up")
    assert [p.nodes for p in trace.paths] == [(PLAN.id, MID.id, UP.id)]


def test_trace_of_nothing_is_not_found(store: GraphStore) -> None:
    with pytest.raises(NotFound):
        walks.trace(store, "1-nq-tw.vn.1999#I")


def test_coverage_counts_what_it_lists(store: GraphStore) -> None:
    coverage = walks.coverage(store, UP.id)
    rows = {row.path: row for row in coverage.rows}
    assert set(rows) == {"I.1", "II.1.-1", "II.1.-2"}
    assert set(rows["II.1.-1"].implements) == {f"{MID.id}#II.1.-1", OTHER.tasks[0].id}
    assert set(rows["II.1.-1"].ends) == {PLAN.tasks[0].id, PLAN.tasks[1].id, OTHER.tasks[0].id}
    assert rows["II.1.-2"].contributes == (f"{MID.id}#II.1.-2",)
    assert not rows["II.1.-2"].ends
    assert (coverage.covered, coverage.deep, coverage.total) == (2, 1, 3)
    assert [(s.path, s.covered, s.deep, s.total) for s in coverage.sections] == [
        ("I", 0, 0, 1),
        ("II", 2, 1, 2),
    ]


def test_coverage_by_some_documents(store: GraphStore) -> None:
    assert walks.coverage(store, UP.id, by=[OTHER.id]).covered == 1
    assert walks.coverage(store, UP.id, by=[]).covered == 0


def test_gaps_are_what_no_link_reaches(store: GraphStore) -> None:
    gaps = walks.gaps(store, UP.id, by=[PLAN.id, MID.id])
    assert [row.path for row in gaps.clauses] == ["I.1"]
    assert [task.id for task in gaps.tasks] == [PLAN.tasks[2].id]


def test_matrix_has_every_task_and_the_links(store: GraphStore) -> None:
    matrix = walks.matrix(store, MID.id, PLAN.id)
    assert {c.id for c in matrix.columns} == {t.id for t in PLAN.tasks}
    assert [(c.source, c.target, c.grade) for c in matrix.cells] == [
        (PLAN.tasks[1].id, f"{MID.id}#II.1.-1", 1), (PLAN.tasks[0].id, f"{MID.id}#II.1.-1", 2)
    ]  # fmt: skip


def test_impact_and_compare(store: GraphStore) -> None:
    impact = walks.impact(store, f"{UP.id}#II.1")
    assert ids(impact.tasks) == {PLAN.tasks[0].id, PLAN.tasks[1].id, OTHER.tasks[0].id}
    assert impact.documents == tuple(sorted((MID.id, PLAN.id, OTHER.id)))
    assert "so-y-te.tien-giang" in impact.agencies
    places = {row.place: ids(row.units) for row in walks.compare(store, PEOPLE)}
    assert places == {"Quảng Ngãi": set(), "Tiền Giang": {f"{MID.id}#II.1.-2"}}


def test_duties_by_role_and_document(store: GraphStore) -> None:
    agency = "so-khoa-hoc-va-cong-nghe.tien-giang"
    assert [d.unit.no for d in walks.duties(store, agency)] == ["1", "3"]
    assert walks.duties(store, agency, "coop") == []
    assert walks.duties(store, agency, documents=[OTHER.id]) == []
    assert {d.role for d in walks.duties(store, "so-noi-vu.tien-giang")} == {"owner"}
    with pytest.raises(NotFound):
        walks.duties(store, "so-khong-co")


def test_due_is_inclusive(store: GraphStore) -> None:
    day = date(2025, 7, 31)
    assert len(walks.due(store, day, day)) == 6
    assert len(walks.due(store, None, day, agency="so-y-te.tien-giang")) == 1
    assert walks.due(store, date(2025, 8, 1), None) == []


def test_documents_are_found_by_number(store: GraphStore) -> None:
    assert walks.document(store, "57 - nq/tw").id == UP.id
    assert walks.document(store, PLAN.id).tasks == 3
    assert [row.path for row in walks.outline(store, UP.id)] == [c.path for c in UP.clauses]
    with pytest.raises(NotFound):
        walks.document(store, "9/NQ-CP")


def test_node_and_neighbours(store: GraphStore) -> None:
    view = walks.node(store, PLAN.tasks[0].id)
    assert view.props["title"] == PLAN.tasks[0].title
    assert {edge.relation for edge in view.edges} == {"IMPLEMENTS", "PART_OF", "LED_BY", "COORDINATED_BY"}
    assert "title" not in walks.node(store, MOBILE).props
    near = walks.neighbours(store, PLAN.tasks[0].id, relations=["LED_BY"])
    assert ids(near.nodes) == {PLAN.tasks[0].id, "so-khoa-hoc-va-cong-nghe.tien-giang"}
    assert walks.neighbours(store, PLAN.id, limit=2).truncated


def test_stats_count_the_store(store: GraphStore) -> None:
    stats = walks.stats(store)
    assert stats.nodes["Document"] == 4
    assert stats.nodes["Task"] == 6
    assert stats.links == {"candidate": 1, "confirmed": 1, "proposed": 4}
    assert stats.stubs == 0


def test_joined_units_stand_one_link_away_in_another_document(store: GraphStore) -> None:
    up = walks.joined(store, PLAN.id, "up", labels=["Task"])
    assert set(up) == {PLAN.tasks[0].id, PLAN.tasks[1].id}
    assert [(j.unit.number, j.unit.path, j.step.score) for j in up[PLAN.tasks[0].id]] == [
        ("195-KH/TU", "II.1.-1", 0.5)
    ]
    down = walks.joined(store, MOBILE, "down")
    assert [j.unit.id for j in down[MOBILE]] == [f"{MID.id}#II.1.-1", OTHER.tasks[0].id]
    lead = PLAN.tasks[0].lead[0].id
    assert PLAN.tasks[0].id in walks.joined(store, lead, "up")
    with pytest.raises(NotFound):
        walks.joined(store, "1-nq-tw.vn.1999", "up")


def test_provinces_count_what_compare_lists(store: GraphStore) -> None:
    found = walks.provinces(store, UP.id)
    assert {row.path for row in found.rows} == {"I.1", "II.1.-1", "II.1.-2"}
    assert set(found.places) == {"Tiền Giang", "Quảng Ngãi"}
    for row in found.rows:
        listed = {place.place: len(place.units) for place in walks.compare(store, row.id) if place.units}
        assert row.units == listed
    assert any(row.units for row in found.rows)

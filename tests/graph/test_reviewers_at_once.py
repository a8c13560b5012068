"""Two people decide on one link at the same moment: both decisions are kept, and the link bears what stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from graph import review
from graph.facts import facts
from graph.store import Change, Edge, GraphStore
from ontology.ids import link_id
from tests.graph.conftest import Open
from tests.graph.factory import document

PLAN = document()
UPPER = document("8/NQ-HĐND", tasks=1, targets=0)
AT = datetime(2025, 6, 1, tzinfo=UTC)
EDGE = Edge(
    "IMPLEMENTS",
    PLAN.tasks[0].id,
    UPPER.clauses[2].id,
    {"owner": PLAN.id, "method": "m", "status": "proposed", "grade": 1, "score": 0.5},
)
LINK = link_id(EDGE.source, EDGE.type, EDGE.target)


def filled(store: GraphStore) -> GraphStore:
    store.write(facts(PLAN))
    store.write(facts(UPPER))
    store.write(Change(edges=(EDGE,)))
    return store


def check(store: GraphStore, made: int) -> None:
    """What holds once everyone is done."""
    past = review.history(store, LINK)
    assert len({d.id for d in past}) == made
    stands = review.standing(store)[LINK]
    (edge,) = review.links(store)
    assert (edge.props["status"], edge.props["reviewer"]) == (stands.status, stands.reviewer)
    assert review.apply_decisions(store) == Change()


class Overtaken:
    """A store over which, before one of its writes, someone else decides."""

    def __init__(self, store: GraphStore, write: int, other: Callable[[], object]) -> None:
        self._store, self._left, self._other = store, write, other
        self.read, self.text_search = store.read, store.text_search
        self.vector_search, self.close = store.vector_search, store.close

    def write(self, change: Change) -> None:
        self._left -= 1
        if not self._left:
            self._other()
        self._store.write(change)


def test_a_decision_that_was_overtaken_is_not_lost(store: GraphStore) -> None:
    filled(store)
    for turn, write in enumerate((1, 2), 1):
        at = AT + timedelta(days=turn)
        other = lambda at=at: review.decide(store, LINK, "rejected", reviewer="bình", at=at)  # noqa: E731
        review.decide(Overtaken(store, write, other), LINK, "confirmed", reviewer="an", at=at)
        check(store, 2 * turn)


def test_many_decisions_at_once_are_all_kept(opener: Open) -> None:
    first = filled(opener())
    stores = {"an": first, "bình": opener() if type(first).__name__ == "Neo4jStore" else first}
    failed: list[Exception] = []

    def work(name: str, store: GraphStore) -> None:
        try:
            for n in range(6):
                status: review.Status = "confirmed" if (n + len(name)) % 2 else "rejected"
                review.decide(store, LINK, status, reviewer=name, at=AT + timedelta(hours=n))
        except Exception as exc:  # it is shown below, in the test's own thread
            failed.append(exc)

    threads = [threading.Thread(target=work, args=pair) for pair in stores.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    check(first, 12)

"""The corpora that linking is measured on: copies that stand apart, plans of other places below the same documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.linking_growth import Base, HashedEmbedder, corpora, plans, read_base
from graph.store import Change, GraphStore, Query, open_store
from graph.upstream import Upstream


@pytest.fixture(scope="module")
def base(samples: Path) -> Base:
    return read_base(samples)


def stored(changes: Iterable[Change]) -> GraphStore:
    store = open_store("embedded::memory:")
    for change in changes:
        store.write(change)
    return store


def test_copies_cite_within_themselves_and_share_no_text_with_each_other(base: Base) -> None:
    alone, store = Upstream(stored(corpora(base, 1))), stored(corpora(base, 3))
    upstream = Upstream(store)
    assert len(upstream.documents()) == 3 * len(base.nodes)
    reached = [(d, up) for d in upstream.documents() for up in upstream.of(d)]
    assert len(reached) == 3 * sum(len(alone.of(d)) for d in alone.documents())
    assert not {up for d, up in reached if d not in base.nodes} & base.nodes.keys()
    rows = store.read(Query("MATCH (t:Task) WHERE t.no IS NOT NULL RETURN t.title AS text"))
    assert len({row["text"] for row in rows}) > 2.5 * len(rows) / 3


def test_plans_of_other_places_are_peers(base: Base) -> None:
    upstream = Upstream(stored(plans(base, 4)))
    below = [d for d in upstream.documents() if d not in base.central]
    assert len(below) == 4
    assert all(len(upstream.peers(d)) == 3 for d in below)
    assert {up for d in below for up in upstream.of(d)} <= set(base.central)


def test_the_same_copy_is_the_same_each_time(base: Base) -> None:
    assert list(corpora(base, 2)) == list(corpora(base, 2))


def test_texts_that_share_words_have_near_vectors() -> None:
    one, near, far = HashedEmbedder().embed_passages(
        ["đào giếng cho xã vùng cao", "đào giếng cho xã ven biển", "hội thi tiếng hát công nhân"]
    )
    assert np.dot(one, near) > 0.3 > np.dot(one, far)

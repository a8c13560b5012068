"""Upstream documents, peers and families: found through the documents' own relations."""

from __future__ import annotations

import pytest

from graph.store import Change, Edge, Node, open_store
from graph.upstream import Upstream

#: id: level, place, what it carries out, what it cites, what it reports on
DOCUMENTS: dict[str, tuple[str, str, str, str, str]] = {
    "a.vn.2024": ("trung ương", "Hà Nội", "", "", ""),
    "b.vn.2025": ("trung ương", "Hà Nội", "a.vn.2024", "", ""),
    "c.hue.2025": ("tỉnh", "Huế", "d.vn.2025", "b.vn.2025", ""),  # over a stub that carries a out
    "e.ca-mau.2025": ("tỉnh", "Cà Mau", "a.vn.2024", "", ""),
    "f.ca-mau.2025": ("tỉnh", "Cà Mau", "e.ca-mau.2025", "", ""),
    "g.ca-mau.2025": ("tỉnh", "Cà Mau", "", "", "f.ca-mau.2025"),
    "h.hue.2025": ("tỉnh", "Huế", "i.vn.2025", "", ""),
    "i.vn.2025": ("trung ương", "Hà Nội", "", "", ""),
}


@pytest.fixture(scope="module")
def upstream() -> Upstream:
    store = open_store("embedded::memory:")
    nodes = [
        Node(
            "Document",
            id,
            {"level": level, "place": place, "issued": f"{id[-4:]}-01-0{n % 9 + 1}", "stub": False},
        )
        for n, (id, (level, place, *_)) in enumerate(DOCUMENTS.items())
    ]
    edges = [
        Edge(type_, id, target, {"owner": id})
        for id, (_, _, *targets) in DOCUMENTS.items()
        for type_, target in zip(("IMPLEMENTS", "CITES", "REPORTS_ON"), targets, strict=True)
        if target
    ]
    stub = Node("Document", "d.vn.2025", {"stub": True})
    store.write(
        Change(nodes=(*nodes, stub), edges=(*edges, Edge("AMENDS", "d.vn.2025", "a.vn.2024", {"owner": "d"})))
    )
    return Upstream(store)


def test_upstream_goes_over_stubs_and_takes_in_what_is_cited_beside(upstream: Upstream) -> None:
    assert upstream.of("c.hue.2025") == ["a.vn.2024", "b.vn.2025"]


def test_peers_are_of_the_same_level_and_another_place_and_share_an_upstream_document(
    upstream: Upstream,
) -> None:
    assert upstream.peers("c.hue.2025") == ["e.ca-mau.2025", "f.ca-mau.2025"]
    assert upstream.peers("e.ca-mau.2025") == ["c.hue.2025"]
    assert upstream.peers("h.hue.2025") == []


def test_a_family_is_closed(upstream: Upstream) -> None:
    family = upstream.family(["e.ca-mau.2025"])
    assert family == {"c.hue.2025", "e.ca-mau.2025", "f.ca-mau.2025", "b.vn.2025"}
    assert all(set(upstream.peers(d)) <= family for d in family)
    assert all(upstream.family([d]) == family for d in family)


def test_a_document_depends_on_all_that_decides_what_is_upstream_of_it(upstream: Upstream) -> None:
    assert upstream.depends("c.hue.2025") == {"a.vn.2024", "b.vn.2025", "d.vn.2025"}
    assert upstream.depends("g.ca-mau.2025") == {"e.ca-mau.2025", "f.ca-mau.2025"}
    assert upstream.depends("a.vn.2024") == set()

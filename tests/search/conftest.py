"""The invented corpus in a store, indexed and not."""

from __future__ import annotations

import pytest

from graph.store import GraphStore, open_store
from search.service import SearchService
from tests.search.invented import HashEmbedder, corpus


@pytest.fixture
def store() -> GraphStore:
    """The invented documents, not indexed yet."""
    store = open_store("embedded::memory:")
    store.write(corpus())
    return store


@pytest.fixture
def service(store: GraphStore) -> SearchService:
    """A service over the indexed store."""
    service = SearchService(store, HashEmbedder())
    service.index()
    return service

"""Shared fixtures: where the official documents are, and a clean environment."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from api.pipeline import Workspace
from graph.store import open_store
from search.embedders.base import Vectors, unit_length
from search.service import SearchService

# No example is timed: a busy machine is not a failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("TRUYVET_CORPUS") or ROOT.parent / "shared" / "corpus")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of official documents; where there is none the test is skipped and says so, but not in CI."""
    if not CORPUS.is_dir():
        assert not os.environ.get("CI"), f"no official documents at {CORPUS}"
        pytest.skip(f"no official documents at {CORPUS}; set TRUYVET_CORPUS")
    return CORPUS


@pytest.fixture(scope="session")
def samples() -> Path:
    """The documents of our own wording that the repository ships."""
    return ROOT / "samples"


class WordEmbedder:
    """Texts that share words lie near each other: all that a test of the service needs, without a model."""

    id = "words-64"
    dim = 64

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        out = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                out[row, hashlib.sha256(word.encode()).digest()[0] % self.dim] += 1
        return unit_length(out)

    def embed_query(self, text: str) -> Vectors:
        """The vector of one text."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


@pytest.fixture(scope="session")
def workspace(samples: Path) -> Iterator[Workspace]:
    """The samples, ingested and linked in memory; shared, so tests leave it as they find it."""
    store = open_store("embedded::memory:")
    with Workspace(store, SearchService(store, WordEmbedder())) as opened:
        opened.ingest([samples])
        yield opened


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("TRUYVET_") and n != "TRUYVET_CORPUS"]:
        monkeypatch.delenv(name)

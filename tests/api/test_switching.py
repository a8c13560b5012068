"""A change of the embedding model under a running service."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from api.app import create_app
from api.pipeline import Workspace
from api.settings import Settings, load_settings
from search.embedders import EMBEDDERS
from search.embedders.base import Vectors
from search.indexing import stored_model
from tests.api.calling import Caller
from tests.conftest import WordEmbedder

_gate = threading.Event()
_embedded: list[int] = []


class Gated(WordEmbedder):
    """A model of another dimension that makes one batch, and then waits until it is let go on."""

    id = "gated-32"
    dim = 32

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if _embedded and not _gate.wait(30):
            raise OSError("never let go")
        _embedded.append(len(texts))
        return super().embed_passages(texts)


class Failing(WordEmbedder):
    """A model whose endpoint is gone."""

    id = "failing-8"
    dim = 8

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise OSError("no answer")


@pytest.fixture
def home(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder whose vectors the model "words" made."""
    monkeypatch.setitem(EMBEDDERS, "words", "tests.conftest:WordEmbedder")
    for cls in (Gated, Failing):
        monkeypatch.setitem(EMBEDDERS, cls.__name__.lower(), f"{__name__}:{cls.__name__}")
    _gate.clear()
    _embedded.clear()
    with Workspace.open(load_settings(home=tmp_path, embedder="words")) as workspace:
        workspace.ingest([samples])
    return tmp_path


def chosen(home: Path, model: str) -> Settings:
    return load_settings(home=home, embedder=model)


def test_the_old_index_answers_until_the_new_one_is_whole(home: Path) -> None:
    with Workspace.open(chosen(home, "gated"), serving=True) as workspace:
        service = Caller(create_app(workspace, settings=chosen(home, "gated")))
        assert workspace.search.search("dữ liệu").hits
        assert workspace.search.embedder.id == "words-64"
        told = service.get("/api/v1/health").json()["model_change"]
        assert told["model"] == "gated-32"
        assert told["state"] == "running"
        text = "# Kế hoạch số 7/KH-UBND\n\n1. Mở lớp học bơi cho trẻ em vùng lũ.\n"
        assert workspace.ingest_upload("boi.md", text.encode()).files[0].outcome == "new"
        _gate.set()
        assert workspace.switch is not None
        assert workspace.switch.wait(60)
        assert service.get("/api/v1/health").json()["model_change"]["state"] == "done"
        assert workspace.search.embedder.id == "gated-32"
        assert "học bơi" in workspace.search.search("lớp học bơi").hits[0].text
        stored = stored_model(workspace.store)
        assert stored is not None
        assert (stored.id, stored.name, stored.dim) == ("gated-32", "gated", 32)
        assert workspace.search.index() == 0


def test_a_switch_that_is_interrupted_changes_nothing_and_goes_on_later(home: Path) -> None:
    with Workspace.open(chosen(home, "gated"), serving=True) as workspace:
        threading.Timer(0.3, _gate.set).start()
    with Workspace.open(chosen(home, "words")) as workspace:
        assert workspace.search.search("dữ liệu").hits
    first = sum(_embedded)
    with Workspace.open(chosen(home, "gated"), serving=True) as workspace:
        assert workspace.switch is not None
        assert workspace.switch.wait(60)
        assert workspace.switch.progress.state == "done", workspace.switch.progress.error
    assert len(_embedded) > 1
    assert sum(_embedded) == len(set(_texts(home)))
    assert first < sum(_embedded)


def _texts(home: Path) -> list[str]:
    from search.passages import passages
    from search.units import read_snapshot

    with Workspace.open(chosen(home, "gated"), read_only=True) as workspace:
        return [part for p in passages(read_snapshot(workspace.store)) for part in p.embedded()]


def test_a_switch_that_fails_says_why_and_the_old_model_goes_on(home: Path) -> None:
    with Workspace.open(chosen(home, "failing"), serving=True) as workspace:
        assert workspace.switch is not None
        assert workspace.switch.wait(60)
        assert workspace.switch.progress.state == "failed"
        assert workspace.switch.progress.error == "no answer"
        assert workspace.search.search("dữ liệu").hits


def test_the_same_model_needs_no_switch(home: Path) -> None:
    with Workspace.open(chosen(home, "words"), serving=True) as workspace:
        assert workspace.switch is None
        assert np.isclose(np.linalg.norm(workspace.search.embedder.embed_query("dữ liệu")), 1)

"""Shared fixtures: where the official documents are, and a clean environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("TRUYVET_CORPUS") or ROOT.parent / "shared" / "corpus")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of official documents; the test is skipped, and says so, where there is none."""
    if not CORPUS.is_dir():
        pytest.skip(f"no official documents at {CORPUS}; set TRUYVET_CORPUS")
    return CORPUS


@pytest.fixture(scope="session")
def samples() -> Path:
    """The documents of our own wording that the repository ships."""
    return ROOT / "samples"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("TRUYVET_") and n != "TRUYVET_CORPUS"]:
        monkeypatch.delenv(name)

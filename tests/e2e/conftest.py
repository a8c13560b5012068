"""A running service over the samples, and one browser for all tests of the page."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from browser import Browser, chromium
from serving import serving

from api.pipeline import Workspace


@pytest.fixture(scope="session")
def site(workspace: Workspace) -> Iterator[str]:
    """The address of a running service."""
    with serving(workspace) as address:
        yield address


@pytest.fixture(scope="session")
def shared() -> Iterator[Browser]:
    """One browser for the session: it takes a second to start."""
    program = chromium()
    if program is None:
        assert not os.environ.get("CI"), "Chromium is needed for the browser tests"
        pytest.skip("no Chromium here")
    with Browser(program) as browser:
        yield browser


@pytest.fixture
def page(shared: Browser) -> Iterator[Browser]:
    """The browser at desktop size; a script that failed, or a request that the policy refused, fails the test."""
    shared.resize(1280, 900)
    shared.errors.clear()
    yield shared
    assert shared.errors == []

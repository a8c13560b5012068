"""A real service on a free port of the loopback, for as long as a test needs it."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from api.app import STATIC, create_app
from api.pipeline import Workspace
from api.settings import Settings


@contextlib.contextmanager
def serving(workspace: Workspace, settings: Settings | None = None) -> Iterator[str]:
    """The address of a service over `workspace`; the test is skipped where the page is not built."""
    if not (STATIC / "index.html").is_file():
        assert not os.environ.get("CI"), "the page was not built"
        pytest.skip("the page is not built; run: make page")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(workspace, settings=settings)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)

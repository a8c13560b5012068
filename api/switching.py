"""A change of model while the service runs: new vectors are made in the background, the old index answers meanwhile."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Literal

from ontology.errors import TruyVetError
from search.embedders.base import Embedder
from search.service import SearchService


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a change of model is: `done` of `total` texts embedded; `error` says why it failed."""

    model: str
    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    total: int = 0
    error: str | None = None


class _Stopped(Exception):
    """The service ends before the change is made."""


class ModelSwitch:
    """One change of model in a thread of its own. What it embedded is kept when it is stopped."""

    def __init__(self, search: SearchService, embedder: Embedder, *, name: str) -> None:
        """`name` is what opens `embedder` again."""
        self._search = search
        self._embedder = embedder
        self._name = name
        self._stop = threading.Event()
        self._progress = Progress(embedder.id)
        self._thread = threading.Thread(target=self._run, name="model-switch", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Give up soon, and wait until the store is no longer used."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most so long; whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    def _run(self) -> None:
        try:
            self._search.switch(self._embedder, name=self._name, progress=self._tell)
        except _Stopped:
            return
        except (TruyVetError, OSError) as failure:
            self._progress = replace(self._progress, state="failed", error=str(failure))
        else:
            self._progress = replace(self._progress, state="done")

    def _tell(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        self._progress = replace(self._progress, done=done, total=total)

"""The RDF of a store's present state, kept in a process of its own for one SPARQL query after the other.

Making it takes seconds on a full store, so it is made once a state and not once a query. One such process at most runs
for this one; it ends with it, when the state has changed, and when no one has asked for long. Each query is answered
by a process forked from it (`graph.confined`), so that queries run beside each other, each within its own limits.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph import confined
from ontology.errors import StoreUnavailable

#: Whether this system can fork a process and hand it a socket.
POSSIBLE = hasattr(os, "fork") and hasattr(socket, "send_fds")
_GRACE_SECONDS = 5.0  # the forked process ends itself half a second after its time


@dataclass(frozen=True, slots=True)
class Told:
    """What a query's process answered (JSON; nothing where it ended before), and after how many seconds."""

    answer: bytes
    seconds: float


class RdfServer:
    """One process with the RDF of one state at a time. Safe for several threads."""

    def __init__(self, *, load_seconds: float) -> None:
        """`load_seconds` bounds how long the process may take to make the RDF."""
        self._load_seconds = load_seconds
        self._lock = threading.Lock()
        self._revision: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def process_id(self) -> int | None:
        """The process that runs now."""
        return self._process.pid if self._process else None

    def ask(
        self, revision: str, source: Callable[[], tuple[str, Path]], job: dict[str, Any], *, seconds: float
    ) -> Told:
        """What a process told that was given `job`, over the RDF of the state `revision`.

        `source` gives the language and the file to make RDF of, where that was not done yet. The job's process ends
        itself after `seconds`. Raises StoreUnavailable when no process can be started.
        """
        for _ in range(2):  # the server may just have ended, having been idle
            with self._asker(revision, source) as asker:
                asker.settimeout(seconds + _GRACE_SECONDS)
                clock = time.monotonic()
                said = _talk(asker, json.dumps(job).encode())
            if said:
                return Told(said[len(confined.TAKEN) :], time.monotonic() - clock)
            self.close()
        raise StoreUnavailable("the process with the RDF of the store ended", hint="try again")

    def _asker(self, revision: str, source: Callable[[], tuple[str, Path]]) -> socket.socket:
        """This end of a socket whose other end the server was sent."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            if self._revision != revision or self._control is None:
                self._end()
                self._start(*source())
                self._revision = revision
            try:
                assert self._control is not None
                socket.send_fds(self._control, [b"q"], [theirs.fileno()])
            except OSError:  # it has ended; whoever asks sees that nothing was taken
                self._end()
        return ours

    def _start(self, language: str, file: Path) -> None:
        setup = {"path": sys.path, "language": language, "snapshot": str(file)}
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(Path(confined.__file__)), str(theirs.fileno())],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={},
                pass_fds=[theirs.fileno()],
            )  # fmt: skip
        assert self._process.stdin is not None
        with self._process.stdin as pipe:
            pipe.write(json.dumps(setup).encode())
        self._control.settimeout(self._load_seconds)
        try:
            ready = self._control.recv(1)
        except OSError:
            ready = b""
        if not ready:
            self._end()
            raise StoreUnavailable(
                "the RDF of the store could not be made", hint=f"it may take {self._load_seconds:g} s at most"
            )

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = self._revision = None

    def close(self) -> None:
        """End the process; queries that it has forked go on. The next query starts another."""
        with self._lock:
            self._end()


def _talk(asker: socket.socket, job: bytes) -> bytes:
    """All that came back: nothing where no process took the job."""
    said: list[bytes] = []
    try:
        asker.sendall(job)
        asker.shutdown(socket.SHUT_WR)
        while part := asker.recv(1 << 16):
            said.append(part)
    except OSError:  # it ended, or it is too late: half an answer is none
        said = [part[: len(confined.TAKEN)] for part in said[:1]]
    return b"".join(said)


#: One dataset in memory for this process, whatever stores it has open.
server = RdfServer(load_seconds=120)
atexit.register(server.close)

"""The process that ad-hoc queries run in: it can be killed, and it can take neither memory, files nor time.

Run by path, it reads a job (JSON) from standard input: `path` (of modules), `snapshot`, `language`, `text`, `params`,
`max_rows`, `max_bytes`, `memory`, `seconds`; it writes one JSON object: `columns`, `rows`, `truncated`, or `error`.
The limits begin once the snapshot is loaded: from then on no file or socket can be opened.

Run by path with the number of a socket, it makes RDF of the snapshot once and answers over the socket: for each
socket that it is sent there, a process forked from it reads a job and answers it, within the same limits.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

Job = dict[str, Any]

#: A server of RDF that no one asks for so many seconds gives its memory back.
IDLE_SECONDS = 300
TAKEN = b"+"


def main() -> None:
    """Answer the job on standard input, or serve the snapshot that it names."""
    job: Job = json.load(sys.stdin)
    sys.path[:] = job["path"]
    if len(sys.argv) > 1:
        _serve(job, int(sys.argv[1]))
        return
    answer = _cypher(job) if job["language"] == "cypher" else _sparql(job, _rdf(job))
    json.dump(answer, sys.stdout, ensure_ascii=False)


def _cypher(job: Job) -> Job:
    import warnings

    import kglite

    from graph.plain import plain

    kglite.set_query_warning_policy("silent")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        snapshot = kglite.load(job["snapshot"]).freeze()
    _confine(job)
    try:
        # It stops by itself in time to say so; the alarm is for what does not look at the clock.
        found = snapshot.cypher(
            job["text"],
            params=job["params"],
            timeout_ms=int(job["seconds"] * 1000),
            row_limit=job["max_rows"],
        )
        columns = list(found.columns)
        cut = (found.diagnostics or {}).get("total_rows") is not None
        rows = [[plain(row.get(name)) for name in columns] for row in found.to_list()]
    except kglite.CypherTimeoutError:
        return {"error": "time"}
    except kglite.KgError as exc:
        return {"error": "query", "message": str(exc)}
    return _within(columns, rows, cut=cut, max_bytes=job["max_bytes"])


def _rdf(job: Job) -> Any:
    """The snapshot as an rdflib Dataset: N-Quads, or the file of an embedded store."""
    from graph.rdf import Quads, to_graph
    from graph.store import open_store

    if job["language"] == "sparql":
        return to_graph(open_store(f"embedded:{job['snapshot']}", read_only=True))
    data = Quads(default_union=True)
    data.parse(job["snapshot"], format="nquads")
    return data


def _sparql(job: Job, data: Any) -> Job:
    from graph.rdf import sparql_table
    from ontology.errors import QueryRefused

    _confine(job)
    try:
        names, found = sparql_table(data, job["text"], limit=job["max_rows"] + 1)
    except QueryRefused as exc:
        return {"error": "refused", "message": exc.message, "hint": exc.hint}
    columns = list(names)
    rows = [list(row.values()) for row in found[: job["max_rows"]]]
    return _within(columns, rows, cut=len(found) > job["max_rows"], max_bytes=job["max_bytes"])


def _serve(setup: Job, number: int) -> None:
    import gc
    import os
    import signal
    import socket

    with socket.socket(fileno=number) as control:
        data = _rdf(setup)
        gc.collect()
        gc.freeze()  # what is collected never is copied into the processes that answer
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # they are not waited for
        control.sendall(TAKEN)
        control.settimeout(IDLE_SECONDS)
        while True:
            try:
                word, sockets, _, _ = socket.recv_fds(control, 1, 1)
            except TimeoutError:
                return
            if not word:
                return
            if os.fork() == 0:
                control.close()
                _answer(data, socket.socket(fileno=sockets[0]))
            os.close(sockets[0])


def _answer(data: Any, asker: socket.socket) -> None:
    """Read a job from a socket, answer it there, and end this process; no answer when it took too much."""
    import os

    try:
        asker.sendall(TAKEN)
        with asker.makefile("rb") as said:
            job = json.load(said)
        asker.sendall(json.dumps(_sparql(job, data)).encode())
    finally:
        os._exit(0)


def _within(columns: list[str], rows: list[list[Any]], *, cut: bool, max_bytes: int) -> Job:
    """The first rows whose JSON has at most `max_bytes`."""
    size = 0
    for n, row in enumerate(rows):
        size += len(json.dumps(row, ensure_ascii=False).encode(errors="replace"))
        if size > max_bytes:
            return {"columns": columns, "rows": rows[:n], "truncated": True}
    return {"columns": columns, "rows": rows, "truncated": cut}


def _confine(job: Job) -> None:
    """From here on: so much more memory, no new file, nothing written, and an end at the alarm."""
    try:
        import resource
        import signal
    except ImportError:  # not a POSIX system: what is left are the query's own clock and the parent's
        return
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        pages = 0
    else:
        room = pages * resource.getpagesize() + int(job["memory"])
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, float(job["seconds"]) + 0.5)


if __name__ == "__main__":
    main()

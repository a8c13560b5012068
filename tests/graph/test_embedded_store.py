"""What the embedded engine alone promises: one writing process, readers beside it, nothing torn by a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.facts import facts
from graph.resolve import resolve
from graph.store import Change, GraphStore, Query, open_store
from ontology.errors import StoreLocked
from tests.graph.factory import document


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    opened = open_store(f"embedded:{tmp_path / 'graph.db'}")
    yield opened
    opened.close()


def put(store: GraphStore, doc: Any) -> None:
    store.write(facts(doc))
    store.write(resolve(store))


def test_a_second_writer_is_told_who_holds_the_store(store: GraphStore, tmp_path: Path) -> None:
    put(store, document())
    script = "import sys; from graph.store import open_store; open_store(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", script, f"embedded:{tmp_path / 'graph.db'}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert StoreLocked.__name__ in done.stderr
    assert str(os.getpid()) in done.stderr


def test_another_process_reads_while_one_writes(store: GraphStore, tmp_path: Path) -> None:
    put(store, document())
    reader = open_store(f"embedded:{tmp_path / 'graph.db'}", read_only=True)
    count = Query("MATCH (d:Document) WHERE NOT d.stub RETURN count(d) AS n")
    assert reader.read(count) == [{"n": 1}]
    put(store, document("97/KH-UBND"))
    assert reader.read(count) == [{"n": 2}]
    with pytest.raises(StoreLocked):
        reader.write(Change())
    reader.close()


_WRITER = """
import sys
from graph.facts import facts
from graph.store import open_store
from tests.graph.factory import document
store = open_store(sys.argv[1])
n = 0
while True:
    store.write(facts(document(f"{n % 7}/KH-UBND", tasks=200 + n % 3)))
    n += 1
    print(n, flush=True)
"""


@pytest.mark.parametrize("delay", [0.05, 0.3])
def test_a_killed_writer_leaves_whole_transactions(tmp_path: Path, delay: float) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, f"embedded:{tmp_path / 'graph.db'}"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    acknowledged = int(writer.stdout.readline())
    time.sleep(delay)
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged = max([acknowledged, *(int(line) for line in writer.stdout.read().split())])
    writer.wait()
    writer.stdout.close()
    query = Query("MATCH (d:Document) RETURN d.id AS id ORDER BY id")
    reader = open_store(f"embedded:{tmp_path / 'graph.db'}", read_only=True)
    store = open_store(f"embedded:{tmp_path / 'graph.db'}")
    documents = store.read(query)
    assert len(documents) >= min(acknowledged, 7)
    assert reader.read(query) == documents
    reader.close()
    for row in documents:
        tasks = store.read(
            Query(
                "MATCH (t:Task {document: $id}) OPTIONAL MATCH (t)-[r]->() RETURN t.id AS id, count(r) AS n",
                {"id": row["id"]},
            )
        )
        assert len(tasks) in (200, 201, 202)
        assert {t["n"] for t in tasks} == {3}  # PART_OF, LED_BY, COORDINATED_BY
    store.close()


_FULL = """
import resource, signal, sys
from graph.store import Change, open_store
from ontology.errors import StoreUnavailable

store = open_store(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))
for refused in (lambda: store.write(Change(drop_owned_by=(sys.argv[2],))), store.close):
    try:
        refused()
    except StoreUnavailable as error:
        print(error)
"""


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    url, doc, every = (
        f"embedded:{tmp_path / 'graph.db'}",
        document(),
        Query("MATCH (n) RETURN n.id AS id ORDER BY id"),
    )
    opened = open_store(url)
    put(opened, doc)
    before = opened.read(every)
    opened.close()
    done = subprocess.run(
        [sys.executable, "-c", _FULL, url, doc.id], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("not written") == 2
    assert "free space" in done.stdout
    again = open_store(url)
    assert again.read(every) == before
    again.write(Change(drop_owned_by=(doc.id,)))
    again.close()

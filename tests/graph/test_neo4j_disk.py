"""A server that cannot write, for want of room or as a replica: whole transactions only, and clear errors."""

from __future__ import annotations

import resource
from contextlib import closing
from pathlib import Path

import pytest

from api.pipeline import Workspace
from graph.facts import facts
from graph.store import Query
from ontology.errors import StoreError, StoreUnavailable
from search.service import SearchService
from tests.conftest import WordEmbedder
from tests.graph.factory import document
from tests.neo4j_fixture import new_server, open_neo4j

pytestmark = pytest.mark.neo4j

CLAUSES = Query("MATCH (c:Clause) RETURN c.document AS document, count(c) AS n ORDER BY document")
#: Bytes that a file of the server may have: what it keeps writing to meets this as it would meet the end of a disk.
ROOM = 400_000
#: What 5.26.0 needs when the last entry of its log was cut off in the middle: it then drops that entry.
TORN_LOG = "internal.dbms.tx_log.fail_on_corrupted_log_files"


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process are Linux's")
def test_a_full_disk_and_a_replica_lose_nothing(samples: Path) -> None:
    with closing(new_server()) as server:
        server.start()
        assert server.process is not None
        store = open_neo4j(server, timeout=2)
        whole = [document(f"{n}/KH-UBND", extra=" chữ" * 5000) for n in range(100, 200)]
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        written = []
        with pytest.raises(StoreUnavailable, match="stopped its database") as error:
            for doc in whole:
                store.write(facts(doc))
                written.append({"document": doc.id, "n": len(doc.clauses)})
        assert "disk" in (error.value.hint or "")
        server.stop()

        server.configure({TORN_LOG: "false"})
        server.start()
        assert store.read(CLAUSES) == written  # what was acknowledged is there, what failed is not
        server.stop()

        server.configure({"server.databases.default_to_read_only": "true"})
        server.start()
        for attempt in (lambda: store.write(facts(document())), lambda: _ingest(store, samples)):
            with pytest.raises(StoreError, match="takes no writes"):
                attempt()
        assert store.read(CLAUSES) == written
        again = open_neo4j(server)
        assert again.read(CLAUSES) == written
        again.close()
        store.close()


def _ingest(store: object, path: Path) -> None:
    Workspace(store, SearchService(store, WordEmbedder())).ingest([path])  # type: ignore[arg-type]

"""Files for neo4j-admin say precisely what the graph holds, whatever the texts are; and the real tool reads them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pipeline import Workspace
from graph.archive import export_archive, pack
from graph.bulk import EMPTY_LISTS, SCRIPT, export_admin
from graph.facts import facts
from graph.portions import document_ids, edges_of, nodes_of, shared_edges, shared_nodes
from graph.store import Change, Edge, GraphStore, Query, open_store
from tests.graph.factory import document
from tests.neo4j_fixture import new_server, open_neo4j

PLAN = document(tasks=2, targets=1)
ODD = st.text(st.sampled_from("a\"',;|\\\n\r\t \u2028\u0085\x1f\ue000é😀"), max_size=8)
PLAIN = {"string": str, "long": int, "double": float, "float": float, "boolean": "true".__eq__}


def cells(text: str) -> list[list[str | None]]:
    """The rows of a file, by the rules that the tool states: None is no cell, "" an empty text."""
    rows: list[list[str | None]] = [[]]
    cell: str | None = None
    n = 0
    while n < len(text):
        if text[n] == '"':
            end = n + 1
            while text[end : end + 2] == '""' or text[end] != '"':
                end += 2 if text[end] == '"' else 1
            cell, n = text[n + 1 : end].replace('""', '"'), end + 1
        elif text[n] in ",\n":
            rows[-1].append(cell)
            cell = None
            rows += [[]] if text[n] == "\n" else []
            n += 1
        else:
            cell, n = (cell or "") + text[n], n + 1
    return rows[:-1]


def value(text: str, type_: str, delimiter: str) -> Any:
    return (
        [PLAIN[type_[:-2]](part) for part in text.split(delimiter)] if "[]" in type_ else PLAIN[type_](text)
    )


def parsed(folder: Path) -> list[dict[str, Any]]:
    """The rows of `graph.portions` that the files tell."""
    script = (folder / SCRIPT).read_text(encoding="utf-8")
    delimiter = chr(int(script.partition("--array-delimiter=U+")[2][:4], 16))
    out = []
    for file in folder.glob("*.csv"):
        assert f"=./{file.name}" in script
        head, *body = cells(file.read_bytes().decode())
        named = [str(column).rpartition(":") for column in head]
        for row in body:
            found = {
                name: value(cell, type_, delimiter)
                for (name, _, type_), cell in zip(named, row, strict=True)
                if cell is not None and type_.removesuffix("[]") in PLAIN
            }
            out.append(_row(file.stem.split("-"), found, row))
    return out


def _row(name: list[str], found: dict[str, Any], row: list[str | None]) -> dict[str, Any]:
    props = {key: [] for key in found.pop(EMPTY_LISTS, ())} | found
    if name[0] == "nodes":
        vector = props.pop("embedding", None)
        return {"id": row[0], "label": name[1], "props": props, "vector": vector and pack(vector)}
    return {"source": row[0], "type": name[1], "target": row[1], "props": props}


def held(store: GraphStore) -> list[dict[str, Any]]:
    """The rows of the store."""
    out = [*shared_nodes(store).values(), *shared_edges(store).values()]
    for doc in document_ids(store):
        out += [*nodes_of(store, doc).values(), *edges_of(store, doc).values()]
    return out


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted({**row, "props": sorted(row["props"].items())}.items())) for row in rows)


@settings(max_examples=40)
@given(
    st.lists(ODD, min_size=4, max_size=4),
    st.lists(st.one_of(st.none(), st.integers(-5, 5), st.floats(-1e9, 1e9)), min_size=3, max_size=3),
    st.lists(ODD.filter(bool), max_size=3),
    st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=2, max_size=2),
)
def test_the_files_say_what_the_graph_holds(
    texts: list[str], numbers: list[float | None], words: list[str], vector: list[float]
) -> None:
    store = open_store("embedded::memory:")
    store.write(facts(PLAN))
    units = (PLAN.clauses[1], PLAN.clauses[2], PLAN.targets[0])
    patches: list[tuple[str, dict[str, Any]]] = [
        (unit.id, {"text": text, "value": number})
        for unit, text, number in zip(units, texts, numbers, strict=False)
    ]
    patches.append((PLAN.tasks[0].id, {"embedding": vector, "terms": texts[2], "unclear": words}))
    edge = Edge(
        "IMPLEMENTS", PLAN.tasks[0].id, PLAN.clauses[1].id, {"owner": PLAN.id, "source_quote": texts[3]}
    )
    store.write(Change(edges=(edge,), patches=tuple(patches)))
    with TemporaryDirectory() as folder:
        counts = export_admin(store, Path(folder))
        assert in_order(parsed(Path(folder))) == in_order(held(store))
    assert sum(counts.values()) == sum(
        store.read(Query(f"MATCH {x} RETURN count(n) AS n"))[0]["n"] for x in ("(n)", "()-[n]->()")
    )
    store.close()


@pytest.mark.neo4j
def test_the_real_tool_reads_them(workspace: Workspace, tmp_path: Path) -> None:
    export_admin(workspace.store, tmp_path / "files")
    export_archive(workspace.store, tmp_path / "before.zip")
    with closing(new_server()) as server:
        server.import_files(tmp_path / "files")
        server.start()
        store = open_neo4j(server)
        export_archive(store, tmp_path / "after.zip")
        assert (tmp_path / "after.zip").read_bytes() == (tmp_path / "before.zip").read_bytes()
        task = store.read(
            Query("MATCH (t:Task) WHERE t.embedding IS NOT NULL RETURN t.embedding AS v, t.id AS id")
        )[0]
        assert store.vector_search(task["v"], limit=3)[0].score == pytest.approx(1, abs=1e-3)
        store.close()
        open_neo4j(server).close()

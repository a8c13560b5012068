"""Files for `neo4j-admin database import full`: the way to load millions of nodes into an empty Neo4j database.

  nodes-{Label}.csv     id:ID, a typed column for each property, embedding:float[]
  edges-{TYPE}.csv      :START_ID, :END_ID, a typed column for each property
  import.sh             runs the import: `sh import.sh [OPTION …]` where Neo4j is, the database being stopped

What holds of the files:
1. Text stands in quotes, with quotes inside doubled; nothing between two commas is "no such property".
2. A column has one type. A property that is of several types in one label is told apart by files (nodes-{Label}-2.csv).
3. The array delimiter stands in no element of any list.
4. The tool cannot say an empty list, so `EMPTY_LISTS` names the properties that are one; the program sets them when it
   opens the database for the first time (`graph.stores.neo4j`), and makes the indexes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO, Any

from graph.archive import unpack
from graph.portions import document_ids, edges_of, nodes_of, shared_edges, shared_nodes
from graph.store import GraphStore, Row

#: The property that names a node's or an edge's properties that are an empty list.
EMPTY_LISTS = "empty_lists"
SCRIPT = "import.sh"
#: A text may have this many bytes; the tool holds a few such buffers in memory.
_BUFFER = "16m"

#: Written alike; the graph has no list of one empty text.
_EMPTY: tuple[list[str], ...] = ([], [""])

#: What a row is of: ("nodes", label) or ("edges", type).
_Kind = tuple[str, str]
#: Of a row, the types of those properties that have another type in another row.
_Variant = tuple[tuple[str, str], ...]


def export_admin(store: GraphStore, out: Path) -> dict[str, int]:
    """Write the files into the folder `out`. The store is read twice, one document at a time, and must not change.

    Returns file name -> rows.
    """
    return export_rows(_rows(store), out, sample=_rows(store))


def export_rows(rows: Iterable[Row], out: Path, *, sample: Iterable[Row]) -> dict[str, int]:
    """Write the files of rows as `graph.portions` has them, nodes in any order and edges in any order.

    `sample` has every property of each label and type with each of its types, and every character of every list.
    Returns file name -> rows.
    """
    out.mkdir(parents=True, exist_ok=True)
    (out / SCRIPT).unlink(missing_ok=True)  # an export that was interrupted has none
    layout = _Layout(sample)
    with ExitStack() as files:
        written = _Files(out, layout, files)
        for row in rows:
            written.add(row)
    (out / SCRIPT).write_text(_script(written.names, layout.delimiter), encoding="utf-8")
    return written.counts


def _rows(store: GraphStore) -> Iterator[Row]:
    documents = document_ids(store)
    yield from shared_nodes(store).values()
    for document in documents:
        yield from nodes_of(store, document).values()
    yield from shared_edges(store).values()
    for document in documents:
        yield from edges_of(store, document).values()


def _kind(row: Row) -> _Kind:
    return ("nodes", row["label"]) if "label" in row else ("edges", row["type"])


def _type(value: Any) -> str:
    """The column type of a value; of a list, that of its elements."""
    if isinstance(value, list):
        kinds = {_type(item) for item in value}
        return ("double" if kinds == {"long", "double"} else kinds.pop()) + "[]"
    return {bool: "boolean", int: "long", float: "double"}.get(type(value), "string")


def _props(row: Row) -> dict[str, Any]:
    """The properties that a file can say, and which of them are empty lists."""
    empty = sorted(key for key, value in row["props"].items() if value in _EMPTY)
    props = {key: value for key, value in row["props"].items() if value is not None and value not in _EMPTY}
    return {**props, EMPTY_LISTS: empty} if empty else props


class _Layout:
    """What the columns of each kind of row are, and which character parts the elements of lists."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._types: dict[_Kind, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._vectors: set[_Kind] = set()
        used: set[str] = set()
        for row in rows:
            kind = _kind(row)
            if row.get("vector"):
                self._vectors.add(kind)
            for key, value in _props(row).items():
                self._types[kind][key].add(_type(value))
                if isinstance(value, list):
                    used.update(*map(str, value))
        private = map(chr, range(0xE000, 0xF900))
        self.delimiter = next(c for c in chain("\x1f", private) if c not in used)

    def variant(self, kind: _Kind, props: Mapping[str, Any]) -> _Variant:
        mixed = (key for key, types in self._types[kind].items() if len(types) > 1)
        return tuple((key, _type(props[key])) for key in sorted(mixed) if key in props)

    def columns(self, kind: _Kind, variant: _Variant) -> dict[str, str]:
        """Property -> type, of the file of these rows."""
        given = dict(variant)
        types = self._types[kind].items()
        return {
            k: given.get(k) or next(iter(found))
            for k, found in sorted(types)
            if k in given or len(found) == 1
        }

    def header(self, kind: _Kind, variant: _Variant) -> list[str]:
        ends = ["id:ID"] if kind[0] == "nodes" else [":START_ID", ":END_ID"]
        vector = ["embedding:float[]"] if kind in self._vectors else []
        return [*ends, *(f"{key}:{type_}" for key, type_ in self.columns(kind, variant).items()), *vector]

    def line(self, kind: _Kind, columns: Iterable[str], row: Row, props: Mapping[str, Any]) -> list[str]:
        ends = [row["id"]] if kind[0] == "nodes" else [row["source"], row["target"]]
        cells = [_quoted(end) for end in ends]
        cells += [self._cell(props.get(key)) for key in columns]
        if kind in self._vectors:
            cells.append(self._vector(unpack(row["vector"] or "")))
        return cells

    def _vector(self, numbers: Sequence[float]) -> str:
        # Nine digits are enough to name a number of 32 bits; one format for all is the quickest.
        return self.delimiter.join(["%.9g"] * len(numbers)) % tuple(numbers)

    def _cell(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, list):
            return _quoted(self.delimiter.join(_word(item) for item in value))
        return _quoted(value) if isinstance(value, str) else _word(value)


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class _Files:
    """The open files and their columns, one for each kind of row and variant of its types."""

    def __init__(self, out: Path, layout: _Layout, stack: ExitStack) -> None:
        self._out, self._layout, self._stack = out, layout, stack
        self._open: dict[tuple[_Kind, _Variant], tuple[IO[str], list[str]]] = {}
        self.names: dict[_Kind, list[str]] = defaultdict(list)
        self.counts: dict[str, int] = {}

    def add(self, row: Row) -> None:
        kind, props = _kind(row), _props(row)
        variant = self._layout.variant(kind, props)
        file, columns = self._open.get((kind, variant)) or self._new(kind, variant)
        file.write(",".join(self._layout.line(kind, columns, row, props)) + "\n")
        self.counts[Path(file.name).name] += 1

    def _new(self, kind: _Kind, variant: _Variant) -> tuple[IO[str], list[str]]:
        before = len(self.names[kind])
        name = f"{kind[0]}-{kind[1]}{f'-{before + 1}' if before else ''}.csv"
        file = self._stack.enter_context((self._out / name).open("w", encoding="utf-8", newline=""))
        file.write(",".join(self._layout.header(kind, variant)) + "\n")
        self.names[kind].append(name)
        self.counts[name] = 0
        self._open[kind, variant] = opened = file, list(self._layout.columns(kind, variant))
        return opened


def _script(names: Mapping[_Kind, list[str]], delimiter: str) -> str:
    options = {"nodes": "--nodes", "edges": "--relationships"}
    files = [
        # The tool of the 2026 line wants a file to have a folder.
        f"{options[what]}={name}=./{file}"
        for (what, name), all_ in sorted(names.items())
        for file in all_
    ]
    words = [
        '${NEO4J_ADMIN:-neo4j-admin} database import full neo4j "$@"',
        f"--array-delimiter=U+{ord(delimiter):04X}",
        f"--multiline-fields=true --read-buffer-size={_BUFFER} --bad-tolerance=0",
        *sorted(files, reverse=True),  # nodes first
    ]
    return (
        "#!/bin/sh\n"
        "# Loads this folder into the database neo4j, which must be empty and stopped.\n"
        'cd "$(dirname "$0")" || exit 1\n'
        "exec " + " \\\n  ".join(words) + "\n"
    )

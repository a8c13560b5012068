"""An archive of a whole store that no engine owns: JSON Lines and source texts, in a folder or a zip file.

  manifest.json        format, version, and the number of rows and SHA-256 of every other file
  nodes.jsonl          {id, label, props}, without vectors and source texts
  edges.jsonl          {type, source, target, props}
  vectors.jsonl        {id, vector}: little-endian float32 in base64
  sources/{id}.txt     the source text that every offset of a document points into

Files and rows stand in a fixed order, so that one state of a store gives one archive on any engine, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.cypher import LABELS, PROPERTIES
from graph.store import Change, Edge, GraphStore, Node, Query
from ontology.errors import InputError

VERSION = 1
_FORMAT = "truyvet-archive"
_MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def export_archive(store: GraphStore, path: Path) -> dict[str, int]:
    """Write the archive to `path`: a zip file when its name ends in .zip, else a folder. Returns name -> rows."""
    files = dict(_files(store))
    rows = {name: data.count(b"\n") for name, data in files.items() if name.endswith(".jsonl")}
    manifest = {
        "format": _FORMAT,
        "version": VERSION,
        "files": {name: {"sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()},
        "rows": rows,
    }
    files[_MANIFEST] = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()
    if path.suffix == ".zip":
        _write_zip(path, files)
    else:
        _write_folder(path, files)
    return rows


def _files(store: GraphStore) -> Iterator[tuple[str, bytes]]:
    nodes, vectors, sources = [], [], {}
    for label in LABELS:
        for row in store.read(_nodes(label)):
            props = own_props(label, row["props"])
            if label == "Document" and "source_text" in props:
                sources[row["id"]] = str(props.pop("source_text"))
            nodes.append({"id": row["id"], "label": label, "props": props})
            if row["embedding"] is not None:
                vectors.append({"id": row["id"], "vector": pack(row["embedding"])})
    yield "edges.jsonl", _lines(_edges(store))
    yield "nodes.jsonl", _lines(nodes)
    for id, text in sorted(sources.items()):
        yield f"sources/{id}.txt", text.encode()
    yield "vectors.jsonl", _lines(vectors)


def _nodes(label: str) -> Query:
    return Query(
        f"MATCH (n:{label}) RETURN n.id AS id, properties(n) AS props, n.embedding AS embedding ORDER BY n.id"
    )


def own_props(label: str, props: Mapping[str, Any]) -> dict[str, Any]:
    """Without the id, the vector, and `title` and `type` where an engine adds them to labels that have none."""
    foreign = {"id", "embedding", *({"title", "type"} - set(PROPERTIES.get(label, ())))}
    return {key: value for key, value in sorted(props.items()) if key not in foreign and value is not None}


def _edges(store: GraphStore) -> list[dict[str, Any]]:
    query = (
        "MATCH (a)-[r]->(b) RETURN a.id AS source, b.id AS target, type(r) AS type, properties(r) AS props"
    )
    out = [
        {
            "type": row["type"],
            "source": row["source"],
            "target": row["target"],
            "props": {key: value for key, value in sorted(row["props"].items()) if key != "type"},
        }
        for row in store.read(Query(query))
    ]
    return sorted(out, key=lambda e: (e["type"], e["source"], e["target"], str(e["props"].get("owner"))))


def _lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def pack(vector: Sequence[float]) -> str:
    """A vector as little-endian float32 in base64."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def unpack(text: str) -> list[float]:
    """The vector that `pack` wrote."""
    data = base64.b64decode(text)
    return list(struct.unpack(f"<{len(data) // 4}f", data))


def _write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with zipfile.ZipFile(partial, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, compress_type=zipfile.ZIP_DEFLATED)
    partial.replace(path)


def _write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    (path / "sources").mkdir(parents=True, exist_ok=True)
    for old in (path / "sources").glob("*.txt"):
        if f"sources/{old.name}" not in files:
            old.unlink()
    for name, data in files.items():
        (path / name).write_bytes(data)


def import_archive(store: GraphStore, path: Path) -> dict[str, int]:
    """Restore an archive into an empty store, in one transaction. Returns name -> rows.

    Raises InputError when the store is not empty, or when the archive is damaged, incomplete or of another version.
    """
    if store.read(Query("MATCH (n) RETURN n.id AS id LIMIT 1")):
        raise InputError("the store is not empty", hint="import into a new home folder")
    files = _read_zip(path) if path.is_file() else _read_folder(path)
    manifest = _manifest(files, path)
    nodes, edges, vectors = (
        [json.loads(line) for line in files[f"{name}.jsonl"].decode().splitlines()]
        for name in ("nodes", "edges", "vectors")
    )
    sources = {name: data for name, data in files.items() if name.startswith("sources/")}
    store.write(
        Change(
            nodes=tuple(_node(row, sources) for row in nodes),
            edges=tuple(Edge(row["type"], row["source"], row["target"], row["props"]) for row in edges),
            patches=tuple((row["id"], {"embedding": unpack(row["vector"])}) for row in vectors),
        )
    )
    rows: dict[str, int] = manifest["rows"]
    return rows


def _node(row: Mapping[str, Any], sources: Mapping[str, bytes]) -> Node:
    source = sources.get(f"sources/{row['id']}.txt")
    props = {**row["props"], **({"source_text": source.decode()} if source is not None else {})}
    return Node(row["label"], row["id"], props)


def _read_zip(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile as exc:
        raise InputError(f"not a zip file: {exc}", document=path.name) from exc


def _read_folder(path: Path) -> dict[str, bytes]:
    found = [p for p in (path / _MANIFEST, *path.glob("*.jsonl"), *path.glob("sources/*.txt")) if p.is_file()]
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in found}


def _manifest(files: Mapping[str, bytes], path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(files[_MANIFEST])
    except (KeyError, ValueError) as exc:
        raise InputError("not an archive: no manifest.json", document=path.name) from exc
    if manifest.get("format") != _FORMAT or manifest.get("version") != VERSION:
        raise InputError(
            f"an archive of {manifest.get('format')} version {manifest.get('version')}",
            document=path.name,
            hint=f"this program reads {_FORMAT} version {VERSION}",
        )
    for name, said in manifest["files"].items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != said["sha256"]:
            raise InputError(f"{name} is missing or was changed", document=path.name)
    return manifest

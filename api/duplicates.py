"""Two files that are one document: which one is kept, and what is remembered of the other.

The better text is kept: more of it, with fewer doubts and repairs; of equals the file whose name comes first. The
kept document remembers the files that were passed over, so that reading the same folder again does nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.store import GraphStore, Query, Row
from ontology.types import ParsedDocument

#: How many characters of text one doubt or repair outweighs.
_DOUBT = 100
_KEPT = "d.id AS id, d.number AS number, d.source AS source, d.sha256 AS sha256, d.passed_over AS passed_over"
_ONE = f"MATCH (d:Document {{id: $id}}) WHERE d.stub = false RETURN {_KEPT}"
_PASSED_OVER = (
    f"MATCH (d:Document) WHERE d.passed_over CONTAINS $mark AND d.parsed_by = $parsed_by RETURN {_KEPT}"
)
_TEXT = (
    "MATCH (d:Document {id: $id}) "
    "RETURN d.source_text AS text, d.diagnostics AS diagnostics, d.edits AS edits"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored document: the file that it was read from, and the marks of the files passed over for that one."""

    id: str
    number: str | None
    source: str
    sha256: str
    passed_over: tuple[str, ...]


class Batch:
    """The files that are read together."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self._paths: dict[str, list[Path]] = defaultdict(list)
        for path in paths:
            self._paths[path.name].append(path)
        self._digests: dict[Path, str] = {}

    def find(self, name: str, sha256: str) -> Path | None:
        """The file of this name with this content, if it is among them."""
        return next((p for p in self._paths.get(name, ()) if self._digest(p) == sha256), None)

    def _digest(self, path: Path) -> str:
        if path not in self._digests:
            try:
                self._digests[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:  # reading it will tell
                self._digests[path] = ""
        return self._digests[path]


def mark(name: str, sha256: str) -> str:
    """What is remembered of a file that was passed over: a line."""
    return f"{sha256} {' '.join(name.split())}"


def kept(store: GraphStore, document: str) -> Kept | None:
    """The stored document of this id; None for a stub or an unknown one."""
    rows = store.read(Query(_ONE, {"id": document}))
    return _kept(rows[0]) if rows else None


def passed_over(store: GraphStore, name: str, sha256: str, *, parsed_by: str) -> Kept | None:
    """The document for which this file was passed over, if that one was read by `parsed_by`."""
    wanted = mark(name, sha256)
    rows = store.read(Query(_PASSED_OVER, {"mark": wanted, "parsed_by": parsed_by}))
    return next((k for k in map(_kept, rows) if wanted in k.passed_over), None)


def _kept(row: Row) -> Kept:
    marks = tuple((row["passed_over"] or "").splitlines())
    return Kept(row["id"], row["number"], row["source"] or "", row["sha256"] or "", marks)


def is_better(store: GraphStore, known: Kept, doc: ParsedDocument) -> bool:
    """Whether the stored reading is to be kept rather than this one of the same document."""
    row = store.read(Query(_TEXT, {"id": known.id}))[0]
    stored = _worth(
        row["text"] or "",
        [d["severity"] for d in json.loads(row["diagnostics"] or "[]")],
        len(json.loads(row["edits"] or "[]")),
    )
    found = _worth(doc.text, [d.severity for d in doc.diagnostics], len(doc.edits))
    return (-stored, known.source) <= (-found, doc.source)


def _worth(text: str, severities: Iterable[str], edits: int) -> int:
    """The characters of a text but blanks, less what doubts and repairs outweigh."""
    doubts = sum(severity != "info" for severity in severities)
    return len("".join(text.split())) - _DOUBT * (doubts + edits)

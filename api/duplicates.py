"""Two files that are one document: which one is kept, and what is remembered of the other.

The better text is kept: more of it, with fewer doubts and repairs; of equals the file whose name comes first. The
kept document remembers the files that were passed over, so that reading the same folder again does nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from api import parts
from api.parts import Stored
from graph.store import GraphStore
from ingest.parse import parse
from ontology.types import ParsedDocument, SourceText

#: How many characters of text one doubt or repair outweighs.
_DOUBT = 100


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


def passed_over(store: GraphStore, name: str, sha256: str, *, parsed_by: str) -> Stored | None:
    """The document for which this file was passed over, if that one was read by `parsed_by`."""
    wanted = mark(name, sha256)
    found = parts.marked(store, wanted)
    return next(
        (s for s in found if wanted in s.passed_over and s.bundle.parts[0].parsed_by == parsed_by), None
    )


def is_better(known: SourceText, doc: ParsedDocument) -> bool:
    """Whether the file that was read before is to be kept rather than this one of the same document."""
    return (-_worth(parse(known)), known.name) <= (-_worth(doc), doc.source)


def _worth(doc: ParsedDocument) -> int:
    """The characters of a text but blanks, less what doubts and repairs outweigh."""
    doubts = sum(d.severity != "info" for d in doc.diagnostics)
    return len("".join(doc.text.split())) - _DOUBT * (doubts + len(doc.edits))

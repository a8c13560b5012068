"""Files in, graph out: read, parse, store, index and link a batch, and report what became of every file.

What holds after `ingest`:
1. Each file is in the report exactly once: new, changed, unchanged, skipped or failed, with the reason.
2. A failed file left nothing in the store; the others are not touched by it.
3. Running it again over the same files changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

from graph.facts import facts
from graph.store import Change, GraphStore, Query
from ingest.formats import FORMATS, read_bytes
from ingest.parse import parse
from ontology.errors import InputError, MissingExtra

#: (stage, done, total): called as long work goes on; stages are "read", "embed", "link".
Progress = Callable[[str, int, int], None]

#: A document that another version read is read again, although its file is the same.
PARSED_BY = f"truyvet {version('truyvet')}"

Outcome = Literal["new", "changed", "unchanged", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file."""

    name: str
    outcome: Outcome
    document: str | None = None
    number: str | None = None
    clauses: int = 0
    tasks: int = 0
    targets: int = 0
    citations: int = 0
    diagnostics: int = 0
    reason: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a batch brought; `links` counts what is stated (proposed or confirmed) in the whole store."""

    files: tuple[FileOutcome, ...]
    links: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        """The files that could not be read."""
        return tuple(f for f in self.files if f.outcome == "failed")

    @property
    def written(self) -> tuple[str, ...]:
        """Ids of the documents that are new or changed."""
        return tuple(f.document for f in self.files if f.document and f.outcome in ("new", "changed"))


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[FileOutcome]]:
    """The files to read, in a fixed order, and what a folder held that no reader is registered for."""
    found: list[Path] = []
    skipped: list[FileOutcome] = []
    for path in paths:
        if path.is_dir():
            for child in sorted(p for p in path.rglob("*") if p.is_file()):
                if any(part.startswith(".") for part in child.relative_to(path).parts):
                    continue
                if child.suffix.lower() in FORMATS and child.stem.upper() != "README":
                    found.append(child)
                else:
                    skipped.append(
                        FileOutcome(str(child), "skipped", reason="không phải định dạng văn bản được đọc")
                    )
        else:
            found.append(path)
    return list(dict.fromkeys(found)), skipped


class _Known(NamedTuple):
    id: str
    number: str | None
    sha256: str
    parsed_by: str | None


def _stored(store: GraphStore, name: str) -> _Known | None:
    """What was read from a file of this name before, if it was."""
    rows = store.read(
        Query(
            "MATCH (d:Document {source: $source}) "
            "RETURN d.id AS id, d.number AS number, d.sha256 AS sha256, d.parsed_by AS parsed_by",
            {"source": name},
        )
    )
    return _Known(**rows[0]) if rows else None


def _source_of(store: GraphStore, document: str) -> str | None:
    """The file that the stored document was read from; None for a stub or an unknown one."""
    rows = store.read(Query("MATCH (d:Document {id: $id}) RETURN d.source AS source", {"id": document}))
    return rows[0]["source"] if rows else None


def _stamped(change: Change) -> Change:
    """`change` with the reader's version on the document that it brings."""
    nodes = tuple(
        replace(n, props={**n.props, "parsed_by": PARSED_BY}) if n.id in change.drop_owned_by else n
        for n in change.nodes
    )
    return replace(change, nodes=nodes)


def ingest_one(
    store: GraphStore, name: str, data: bytes, *, max_bytes: int, force: bool = False
) -> FileOutcome:
    """Read, parse and store one document in one transaction; its outcome never raises for a bad document."""
    known = _stored(store, name)
    if (
        known
        and not force
        and known.sha256 == hashlib.sha256(data).hexdigest()
        and known.parsed_by == PARSED_BY
    ):
        return FileOutcome(name, "unchanged", known.id, known.number)
    try:
        doc = parse(read_bytes(name, data, max_bytes=max_bytes))
    except (InputError, MissingExtra) as e:
        return FileOutcome(name, "failed", reason=e.message, hint=e.hint)
    except (RecursionError, MemoryError) as e:
        return FileOutcome(name, "failed", reason=f"quá phức tạp để đọc ({type(e).__name__})")
    other = _source_of(store, doc.id)
    change = _stamped(facts(doc))
    if known and known.id != doc.id:  # the same file now says that it is another document
        change = replace(change, drop_owned_by=(*change.drop_owned_by, known.id))
    store.write(change)
    replaced = known is not None or other is not None
    note = f"thay cho bản đọc từ {other}" if other and other != name else None
    return FileOutcome(
        name, "changed" if replaced else "new", doc.id, doc.header.number,
        len(doc.clauses), len(doc.tasks), len(doc.targets), len(doc.citations), len(doc.diagnostics),
        note,
    )  # fmt: skip


def ingest_files(
    store: GraphStore, paths: Sequence[Path], *, max_bytes: int, progress: Progress, force: bool = False
) -> list[FileOutcome]:
    """Every file of `paths` (folders are walked) read and stored, one transaction a document."""
    files, outcomes = find_files(paths)
    for n, path in enumerate(files):
        progress("read", n, len(files))
        try:
            data = path.read_bytes()
        except OSError as e:
            outcomes.append(FileOutcome(str(path), "failed", reason=e.strerror or str(e)))
            continue
        outcomes.append(ingest_one(store, path.name, data, max_bytes=max_bytes, force=force))
    progress("read", len(files), len(files))
    return outcomes

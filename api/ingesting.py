"""Files in, graph out: read, parse, store, index and link a batch, and report what became of every file.

What holds after `ingest`:
1. Each file is in the report exactly once: new, changed, unchanged, skipped or failed, with the reason.
2. A failed file left nothing in the store; the others are not touched by it.
3. Running it again over the same files changes nothing, also where two of them are one document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from api import duplicates
from api.duplicates import Batch, Kept
from api.versions import reader
from graph.facts import facts
from graph.store import Change, GraphStore, Query
from ingest.formats import FORMATS, read_bytes
from ingest.parse import parse
from ontology.errors import InputError, MissingExtra
from ontology.types import ParsedDocument

#: (stage, done, total): called as long work goes on; stages are "read", "embed", "link".
Progress = Callable[[str, int, int], None]

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


def _stored(store: GraphStore, name: str) -> list[_Known]:
    """What was read from files of this name before; in different folders they may be different documents."""
    rows = store.read(
        Query(
            "MATCH (d:Document {source: $source}) "
            "RETURN d.id AS id, d.number AS number, d.sha256 AS sha256, d.parsed_by AS parsed_by ORDER BY id",
            {"source": name},
        )
    )
    return [_Known(**row) for row in rows]


def _stamped(change: Change, marks: Iterable[str]) -> Change:
    """`change` with the reader's version and the files passed over on the document that it brings."""
    stamp = {"parsed_by": reader(), "passed_over": "\n".join(sorted(set(marks))) or None}
    nodes = tuple(
        replace(n, props={**n.props, **stamp}) if n.id in change.drop_owned_by else n for n in change.nodes
    )
    return replace(change, nodes=nodes)


def ingest_one(
    store: GraphStore,
    name: str,
    data: bytes,
    *,
    max_bytes: int,
    force: bool = False,
    batch: Batch | None = None,
) -> FileOutcome:
    """Read, parse and store one document in one transaction; its outcome never raises for a bad document.

    `batch` are the files that are read together: of two among them that are one document the better is kept. Else
    the file that comes later replaces the other.
    """
    digest = hashlib.sha256(data).hexdigest()
    batch = batch or Batch()
    known = _stored(store, name)
    if not force and (same := _as_before(store, name, digest, known, batch)):
        return same
    try:
        doc = parse(read_bytes(name, data, max_bytes=max_bytes))
    except (InputError, MissingExtra) as e:
        return FileOutcome(name, "failed", reason=e.message, hint=e.hint)
    except (RecursionError, MemoryError) as e:
        return FileOutcome(name, "failed", reason=f"quá phức tạp để đọc ({type(e).__name__})")
    # The same file now says that it is another document, unless that is a file of the same name elsewhere.
    former = [k.id for k in known if k.id != doc.id and not batch.find(name, k.sha256)]
    return _store(store, doc, batch, former if len(former) == 1 else [], replaced=bool(known))


def _as_before(
    store: GraphStore, name: str, digest: str, known: Sequence[_Known], batch: Batch
) -> FileOutcome | None:
    """The outcome of a file that was read before and has not changed since."""
    for row in known:
        if row.sha256 == digest and row.parsed_by == reader():
            return FileOutcome(name, "unchanged", row.id, row.number)
    kept = duplicates.passed_over(store, name, digest, parsed_by=reader())
    file = batch.find(kept.source, kept.sha256) if kept else None
    return _passed_over(name, kept, file) if kept and file else None


def _passed_over(name: str, kept: Kept, file: Path) -> FileOutcome:
    reason = f"cùng là văn bản {kept.number or kept.id} với {_told(file, name)}, tệp được giữ"
    return FileOutcome(name, "skipped", kept.id, kept.number, reason=reason)


def _told(file: Path, beside: str) -> str:
    """How a file is named beside another: with its folder where both have one name."""
    return str(file) if file.name == beside else file.name


def _store(
    store: GraphStore, doc: ParsedDocument, batch: Batch, former: Sequence[str], *, replaced: bool
) -> FileOutcome:
    """Write the document, unless another file of the batch is the same document and better."""
    kept = duplicates.kept(store, doc.id)
    own = duplicates.mark(doc.source, doc.sha256)
    marks = set(kept.passed_over) if kept else set()
    other = duplicates.mark(kept.source, kept.sha256) if kept else own
    rival = batch.find(kept.source, kept.sha256) if kept and other != own else None
    if kept and rival and duplicates.is_better(store, kept, doc):
        props = {"passed_over": "\n".join(sorted(marks | {own}))}
        store.write(Change(drop_owned_by=tuple(former), patches=((kept.id, props),)))
        return _passed_over(doc.source, kept, rival)
    change = _stamped(facts(doc), (marks | ({other} if rival else set())) - {own})
    store.write(replace(change, drop_owned_by=(*change.drop_owned_by, *former)))
    note = None
    if rival:
        note = f"cùng là văn bản này: {_told(rival, doc.source)}, tệp không được giữ"
    elif kept and kept.source != doc.source:
        note = f"thay cho bản đọc từ {kept.source}"
    return FileOutcome(
        doc.source, "changed" if replaced or kept else "new", doc.id, doc.header.number,
        len(doc.clauses), len(doc.tasks), len(doc.targets), len(doc.citations), len(doc.diagnostics),
        note,
    )  # fmt: skip


def ingest_files(
    store: GraphStore, paths: Sequence[Path], *, max_bytes: int, progress: Progress, force: bool = False
) -> list[FileOutcome]:
    """Every file of `paths` (folders are walked) read and stored, one transaction a document."""
    files, outcomes = find_files(paths)
    batch = Batch(files)
    for n, path in enumerate(files):
        progress("read", n, len(files))
        try:
            data = path.read_bytes()
        except OSError as e:
            outcomes.append(FileOutcome(str(path), "failed", reason=e.strerror or str(e)))
            continue
        outcomes.append(ingest_one(store, path.name, data, max_bytes=max_bytes, force=force, batch=batch))
    progress("read", len(files), len(files))
    return outcomes

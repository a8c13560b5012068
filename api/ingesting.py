"""Files in, graph out: read, parse, store, index and link a batch, and report what became of every file.

What holds after `ingest`:
1. Each file is in the report exactly once: new, changed, unchanged, skipped or failed, with the reason.
2. A failed file left nothing in the store; the others are not touched by it.
3. Running it again over the same files changes nothing, also where two of them are one document.
4. A document and its annexes in files of their own are one document, whichever file comes first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from api import duplicates, joining, parts
from api.changes import Changes, changes, said
from api.duplicates import Batch
from api.joining import Written
from api.parts import Part, Stored
from api.versions import reader
from graph.store import GraphStore
from ingest.formats import FORMATS, read_bytes
from ingest.parse import parse
from ontology.errors import InputError, MissingExtra, NoText
from ontology.types import Clause, Diagnostic, Mention, ParsedDocument, Target, Task

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
    #: What kind of error a failed file met.
    code: str | None = None
    #: What a file that was read again changed in its document.
    changes: Changes | None = None


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


def ingest_one(
    store: GraphStore,
    name: str,
    data: bytes,
    *,
    max_bytes: int,
    force: bool = False,
    batch: Batch | None = None,
) -> FileOutcome:
    """Read, parse and store one file in one transaction; its outcome never raises for a bad document.

    `batch` are the files that are read together: of two among them that are one document the better is kept. Else
    the file that comes later replaces the other. A file of annexes becomes part of the document that it names.
    """
    found = _read_one(store, name, data, max_bytes=max_bytes, force=force, batch=batch or Batch())
    return _in_the_end(store, found, hashlib.sha256(data).hexdigest())


def _read_one(
    store: GraphStore, name: str, data: bytes, *, max_bytes: int, force: bool, batch: Batch
) -> FileOutcome:
    digest = hashlib.sha256(data).hexdigest()
    known = parts.named(store, name)
    if not force and (same := _as_before(store, name, digest, known, batch)):
        return same
    try:
        source = read_bytes(name, data, max_bytes=max_bytes)
        if not source.text.strip():
            raise NoText("tệp không có chữ nào", hint="xem tệp đã được lưu trọn vẹn chưa")
        doc = parse(source)
        return _store(store, parts.part_of(source, doc, parsed_by=reader()), doc, batch, known)
    except (InputError, MissingExtra) as e:
        return FileOutcome(name, "failed", reason=e.message, hint=e.hint, code=e.code)
    except (RecursionError, MemoryError) as e:
        reason = f"quá phức tạp để đọc ({type(e).__name__})"
        return FileOutcome(name, "failed", reason=reason, code="limit_exceeded")


def _as_before(
    store: GraphStore, name: str, digest: str, known: Sequence[Stored], batch: Batch
) -> FileOutcome | None:
    """The outcome of a file that was read before and has not changed since."""
    for stored in known:
        for part in stored.bundle.all:
            if part.key == (name, digest) and part.parsed_by == reader():
                outcome: Outcome = "skipped" if stored.bundle.repeated(part) else "unchanged"
                note = _joined_note(store, stored, part)
                return FileOutcome(name, outcome, stored.bundle.id, stored.number, reason=note)
    kept = duplicates.passed_over(store, name, digest, parsed_by=reader())
    main = kept.bundle.main if kept else None
    file = batch.find(*main.key) if main else None
    return _passed_over(name, kept, file) if kept and file else None


def _passed_over(name: str, kept: Stored, file: Path) -> FileOutcome:
    number = kept.number or kept.bundle.id
    reason = f"cùng là văn bản {number} với {_told(file, name)}, tệp được giữ"
    return FileOutcome(name, "skipped", kept.bundle.id, kept.number, reason=reason)


def _told(file: Path, beside: str) -> str:
    """How a file is named beside another: with its folder where both have one name."""
    return str(file) if file.name == beside else file.name


def _joined_note(store: GraphStore, stored: Stored, part: Part) -> str | None:
    """What is told of a file of annexes (where it went, or what it waits for) and of the file that it joined."""
    bundle, number = stored.bundle, stored.number or stored.bundle.id
    if not part.annex:
        joined = ", ".join(p.source.name for p in bundle.parts[1:])
        return f"ghép với phụ lục trong {joined}" if joined else None
    if other := bundle.repeated(part):
        return f"phụ lục của {number} đã có trong {other}, không thêm gì"
    if bundle.main:
        return f"phụ lục của {number}, ghép với {bundle.main.source.name}"
    mains = [main for s in parts.of_series(store, bundle.id) if (main := s.bundle.main)]
    if rivals := [main.own for main in mains if parts.fits(part, main)]:
        return f"phụ lục của {number}; có nhiều văn bản số này ({', '.join(rivals)}) nên được giữ riêng"
    return f"phụ lục của {number}; chưa có văn bản chính, khi có sẽ được ghép vào (bản không in số: ghi số vào tên tệp)"


def _store(
    store: GraphStore, part: Part, doc: ParsedDocument, batch: Batch, known: Sequence[Stored]
) -> FileOutcome:
    """Write the documents that the file is part of, unless another one of the batch is its document and better."""
    stored = {s.bundle.id: s for s in (*parts.of_series(store, part.own), *known)}
    there = [p for s in stored.values() for p in s.bundle.all]
    former = _former(part, there, batch)
    staying = [p for p in there if p not in former]
    main = next((p for p in staying if p.own == part.own and not (p.annex or part.annex)), None)
    rival = batch.find(*main.key) if main else None
    kept = next((s for s in stored.values() if main and s.bundle.main == main), None)
    marks = set(kept.passed_over) if kept else set()
    own = duplicates.mark(*part.key)
    if kept and main and rival and duplicates.is_better(main.source, doc):
        joining.write(store, stored.values(), staying, marks={part.own: marks | {own}})
        return _passed_over(part.source.name, kept, rival)
    if main and rival:
        marks.add(duplicates.mark(*main.key))
    files = [*(p for p in staying if p is not main), part]
    again = bool(former or main)
    before = said(store, stored) if again else {}
    written = joining.write(store, stored.values(), files, marks={part.own: marks - {own}}, anew=(part, doc))
    changed = changes(before, said(store, written.bundles)) if again else None
    note = None
    if main:
        note = f"thay cho bản đọc từ {main.source.name}"
    if rival:
        note = f"cùng là văn bản này: {_told(rival, part.source.name)}, tệp không được giữ"
    return replace(_outcome(part, doc, written, "changed" if again else "new", note), changes=changed)


def _former(part: Part, there: Sequence[Part], batch: Batch) -> list[Part]:
    """What the file replaces: its former content, but not a file of the same name elsewhere.

    A document's file may now say that it is another document; names such as "phu-luc-1.xlsx" tell nothing, so a file
    of annexes replaces only one of the same document.
    """
    name = part.source.name
    out = [p for p in there if p.key == part.key]
    others = [p for p in there if p.source.name == name and p.key != part.key and not batch.find(*p.key)]
    out += [p for p in others if _one_document(p, part)]
    elsewhere = [p for p in others if p not in out and not (p.annex or part.annex)]
    return out + (elsewhere if len(elsewhere) == 1 else [])


def _one_document(one: Part, other: Part) -> bool:
    return one.own == other.own or parts.fits(one, other) or parts.fits(other, one)


def _outcome(
    part: Part, doc: ParsedDocument, written: Written, outcome: Outcome, note: str | None
) -> FileOutcome:
    """What the file brought to its document."""
    name, number = part.source.name, doc.header.number
    bundle = written.holding(part)
    if bundle.repeated(part):
        return FileOutcome(name, "skipped", bundle.id, number)
    whole = written.documents[bundle.id]
    start, end = next(
        ((f.start, f.end) for f in whole.files if (f.name, f.sha256) == part.key), (0, len(whole.text))
    )

    def count(items: Iterable[Clause | Task | Target | Mention | Diagnostic]) -> int:
        return sum(start <= (item.start or 0) < end for item in items)

    cited = sum(count(c.mentions) > 0 for c in whole.citations)
    return FileOutcome(
        name, outcome, bundle.id, number, count(whole.clauses), count(whole.tasks), count(whole.targets), cited,
        count(whole.diagnostics), note,
    )  # fmt: skip


def _in_the_end(store: GraphStore, file: FileOutcome, digest: str) -> FileOutcome:
    """The outcome with the document that the file is part of now: others of its batch came after it."""
    for stored in parts.named(store, file.name) if file.document else ():
        for part in stored.bundle.all:
            if part.key == (file.name, digest):
                note = _joined_note(store, stored, part)
                if file.outcome in ("new", "changed"):
                    note = "; ".join(n for n in (file.reason, note) if n) or None
                if stored.bundle.repeated(part):
                    return FileOutcome(file.name, "skipped", stored.bundle.id, stored.number, reason=note)
                return replace(file, document=stored.bundle.id, reason=note)
    return file


def ingest_files(
    store: GraphStore, paths: Sequence[Path], *, max_bytes: int, progress: Progress, force: bool = False
) -> list[FileOutcome]:
    """Every file of `paths` (folders are walked) read and stored, one transaction a document."""
    files, outcomes = find_files(paths)
    batch = Batch(files)
    read: dict[int, str] = {}
    for n, path in enumerate(files):
        progress("read", n, len(files))
        try:
            data = path.read_bytes()
        except OSError as e:
            outcomes.append(FileOutcome(str(path), "failed", reason=e.strerror or str(e)))
            continue
        found = _read_one(store, path.name, data, max_bytes=max_bytes, force=force, batch=batch)
        outcomes.append(found)
        if found.outcome in ("new", "changed") or found.reason:
            read[len(outcomes) - 1] = hashlib.sha256(data).hexdigest()
    for at, digest in read.items():
        outcomes[at] = _in_the_end(store, outcomes[at], digest)
    progress("read", len(files), len(files))
    return outcomes

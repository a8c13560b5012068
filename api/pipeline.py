"""The Workspace: one home folder's store, search and pipeline behind one object. Wires the layers, holds no rules."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType

from api import joining, parts
from api.ingesting import FileOutcome, IngestReport, Progress, ingest_files, ingest_one
from api.linking import relink
from api.settings import Settings
from api.switching import ModelSwitch
from api.versions import linker
from graph import review, walks
from graph.export import export_jsonl
from graph.resolve import is_empty, resolve
from graph.store import Change, GraphStore, Query, open_store
from ontology.errors import MissingExtra, NotFound, SettingsError
from search.assistant import Chat, OpenAIChat, assisted
from search.cache import EmbeddingCache
from search.candidates import HybridCandidates
from search.embedders import open_embedder
from search.embedders.base import Embedder
from search.indexing import stored_model
from search.questions import answer_question
from search.service import SearchService
from search.types import Answer, Plan


def _former(store: GraphStore, chosen: Embedder) -> tuple[Embedder, str] | None:
    """The embedder that made the store's vectors and its name; None where that is the chosen one or cannot be had."""
    stored = stored_model(store)
    if stored is None or stored.id == chosen.id or not stored.name:
        return None
    try:
        former = open_embedder(stored.name)
    except (MissingExtra, SettingsError):
        return None
    return (former, stored.name) if former.id == stored.id else None


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


class Workspace(AbstractContextManager["Workspace"]):
    """An open store with its search service. Close it, or use it in a `with` statement."""

    def __init__(self, store: GraphStore, search: SearchService, *, max_upload_bytes: int = 20 << 20) -> None:
        self.store = store
        self.search = search
        self.switch: ModelSwitch | None = None
        self.chat: Chat | None = None
        self._max_bytes = max_upload_bytes
        #: One change of the documents at a time: a second one waits, and then sees what the first one did.
        self._changing = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, *, read_only: bool = False, serving: bool = False) -> Workspace:
        """The workspace of `settings.home`. Raises StoreLocked, StoreUnavailable, MissingExtra, SettingsError.

        With `serving`, a store whose vectors another model made is searched by that model, while the chosen one
        embeds everything anew in the background (`switch` tells how far it is).
        """
        options = settings.store_options()
        if read_only and settings.store.startswith("embedded"):
            options["read_only"] = True
        store = open_store(settings.store_url(), **options)
        cache = EmbeddingCache(settings.home / "embeddings.sqlite")
        chosen = open_embedder(settings.embedder)
        former = _former(store, chosen) if serving else None
        known = former or (chosen, settings.embedder)
        kept = settings.home / "search-index.npz"
        search = SearchService(store, known[0], name=known[1], cache=cache, kept=kept)
        made = cls(store, search, max_upload_bytes=settings.max_upload_mb << 20)
        if settings.llm_url:
            key = settings.llm_key.get_secret_value() if settings.llm_key else ""
            made.chat = OpenAIChat(url=settings.llm_url, model=settings.llm_model, key=key)
        if former:
            made.switch = ModelSwitch(search, chosen, name=settings.embedder)
            made.switch.start()
        return made

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the store."""
        if self.switch:
            self.switch.stop()
        self.store.close()

    def ingest(
        self, paths: Sequence[Path], *, progress: Progress = _silent, link: bool = True, force: bool = False
    ) -> IngestReport:
        """Read, store, index and link files and folders; a file that fails is in the report, the rest goes on."""
        with self._changing:
            clock = time.perf_counter()
            files = ingest_files(self.store, paths, max_bytes=self._max_bytes, progress=progress, force=force)
            return self._finish(files, time.perf_counter() - clock, progress=progress, link=link, anew=True)

    def ingest_upload(self, name: str, data: bytes) -> IngestReport:
        """One uploaded document; its outcome is in the report."""
        with self._changing:
            clock = time.perf_counter()
            outcome = ingest_one(self.store, Path(name).name, data, max_bytes=self._max_bytes)
            return self._finish([outcome], time.perf_counter() - clock, progress=_silent, link=True)

    def _finish(
        self,
        files: Sequence[FileOutcome],
        read: float,
        *,
        progress: Progress,
        link: bool,
        anew: bool = False,
    ) -> IngestReport:
        """Resolve, index and link. Each step makes good what an interrupted run left undone.

        With `anew`, what another linker linked is linked again too: links of one store are all of one model.
        """
        changed = [f.document for f in files if f.document and f.outcome in ("new", "changed")]
        marks = [time.perf_counter()]
        self._resolve()
        self.search.index(progress=lambda done, total: progress("embed", done, total))
        marks.append(time.perf_counter())
        if link:
            by = linker(self.search.embedder.id)
            todo = [*changed, *self._unlinked(by if anew else None)]
            relink(self.store, self._candidates(), todo, by=by, progress=progress)
            self.search.refresh()
        self._decide()
        marks.append(time.perf_counter())
        seconds = {"read": read, "index": marks[1] - marks[0], "link": marks[2] - marks[1]}
        return IngestReport(tuple(files), self._stated(), {k: round(v, 3) for k, v in seconds.items()})

    def _resolve(self) -> None:
        change = resolve(self.store)
        if not is_empty(change):
            self.store.write(change)

    def _decide(self) -> None:
        """Put what people decided over what the linkers say now."""
        change = review.apply_decisions(self.store)
        if change != Change():
            self.store.write(change)

    def _candidates(self) -> HybridCandidates:
        return HybridCandidates(self.search.embedder)

    def _unlinked(self, by: str | None) -> list[str]:
        """Documents that no linker has linked (a run broke off, or was told not to link), or another one than `by`."""
        stale = "d.linked_by IS NULL" if by is None else "(d.linked_by IS NULL OR d.linked_by <> $by)"
        query = f"MATCH (d:Document) WHERE d.stub = false AND {stale} RETURN d.id AS id ORDER BY id"
        return [row["id"] for row in self.store.read(Query(query, {} if by is None else {"by": by}))]

    def _stated(self) -> int:
        rows = self.store.read(
            Query(
                "MATCH ()-[r:IMPLEMENTS]->() WHERE r.status IN ['proposed', 'confirmed'] RETURN count(r) AS n"
            )
        )
        return int(rows[0]["n"])

    def delete(self, document: str) -> str:
        """Remove a document with exactly what it brought; returns its id. Raises NotFound, for a stub too."""
        row = walks.document(self.store, document)
        if row.stub:
            raise NotFound(f"{document} is only cited and was never read", hint="there is nothing to remove")
        with self._changing:
            self._remove(row.id)
        return row.id

    def _remove(self, found: str) -> None:
        stored = {s.bundle.id: s for s in parts.of_series(self.store, found)}
        files = [p for id, s in stored.items() if id != found for p in s.bundle.all]
        if found in stored and joining.write(self.store, stored.values(), files).documents:
            self._finish(
                [], 0.0, progress=_silent, link=True
            )  # annexes that it kept apart found their document
            return
        self.store.write(Change(drop_owned_by=(found,)))
        self._resolve()
        self._decide()
        self.search.refresh()

    def document_id(self, key: str) -> str:
        """The id of the document with this id or number. Raises NotFound."""
        return walks.document_id(self.store, key)

    def ask(self, question: str, previous: Plan | None = None, *, plan: Plan | None = None) -> Answer:
        """The answer to one question in Vietnamese or English; any text is valid.

        `plan` is an edited plan that is answered in its stead. Raises InputError for an impossible edit.
        """

        def plain(text: str) -> Answer:
            return answer_question(
                text, store=self.store, search=self.search, today=date.today(), previous=previous
            )

        if plan is not None:
            return answer_question(
                question, store=self.store, search=self.search, today=date.today(), plan=plan
            )
        answer = plain(question)
        return assisted(answer, self.chat, plain) if self.chat else answer

    def export(self, out: Path) -> None:
        """Write the JSON Lines surface into the folder `out`."""
        export_jsonl(self.store, out)

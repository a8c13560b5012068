"""The service's health and what became of sent files, as the HTTP API gives them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class UnitChange(_Body):
    """A clause, task or target that came (no `before`), went (no `now`) or says something else."""

    id: str
    label: str = Field(examples=["Task"])
    no: str | None = None
    path: str | None = None
    before: str | None = None
    now: str | None = None


class Changes(_Body):
    """How many units came, changed and went, and the first forty of them."""

    added: int
    changed: int
    removed: int
    units: list[UnitChange] = []


class Deleted(_Body):
    deleted: str = Field(description="Id of the document that was removed with all that it brought")


class FileOutcome(_Body):
    """What became of one uploaded file."""

    name: str
    outcome: Literal["new", "changed", "unchanged", "skipped", "failed"]
    document: str | None = None
    number: str | None = None
    clauses: int = 0
    tasks: int = 0
    targets: int = 0
    citations: int = 0
    diagnostics: int = 0
    reason: str | None = None
    hint: str | None = None
    code: str | None = Field(
        None, description="The kind of error of a failed file", examples=["unsupported_format"]
    )
    changes: Changes | None = Field(None, description="What a file that was read again changed")


class IngestReport(_Body):
    files: list[FileOutcome]
    links: int = 0
    seconds: dict[str, float] = {}


class ModelChange(_Body):
    model: str = Field(description="The embedder that is being changed to")
    state: Literal["running", "done", "failed"]
    done: int = Field(description="Texts embedded anew so far")
    total: int
    error: str | None = None


class Health(_Body):
    status: Literal["ok"] = "ok"
    version: str
    documents: int
    page: bool = Field(description="Whether the web page is built and served")
    model_change: ModelChange | None = Field(
        None, description="A change of the embedding model, if there is one"
    )

"""Results that reports tell, and the details of units with what is reported on them, as the HTTP API gives them."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, computed_field

from api import schemas as s
from ontology.results import result_label


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class UnitRef(_Body):
    """A task, clause, target or document in short."""

    id: str
    label: str = Field(examples=["Task"])
    document: str | None = None
    number: str | None = None
    no: str | None = None
    path: str | None = None
    text: str


class ReportedOn(_Body):
    """What a result reports on; a link between texts has a score, a status and both quotes."""

    unit: UnitRef
    score: float | None = None
    status: str | None = Field(None, examples=["proposed"])
    method: str | None = Field(None, examples=["result-task/1"])
    source_quote: str | None = None
    target_quote: str | None = None


class Result(_Body):
    """One thing that a report tells, as the report says it, with where it stands and what it reports on.

    `through` is the unit below that it reports on, where it was reached over links from another one.
    """

    id: str
    document: str
    document_number: str | None = Field(None, validation_alias="number")
    document_type: str | None = Field(None, validation_alias="type")
    place: str | None = None
    issued: date | None = Field(None, description="When the report was issued")
    kind: str = Field(examples=["done"])
    text: str
    clause: str | None = None
    context: str = ""
    start: int
    end: int
    name: str | None = Field(None, description="What a figure measures")
    indicator: str | None = None
    value_text: str | None = None
    comparator: str | None = None
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    year: int | None = None
    period: str | None = None
    on: list[ReportedOn] = Field(default_factory=list)
    through: UnitRef | None = None

    @computed_field(description="The kind in Vietnamese words")  # type: ignore[prop-decorator]
    @property
    def label(self) -> str:
        """The kind in Vietnamese words."""
        return result_label(self.kind)


class ClauseDetail(s.Clause):
    """A clause with what reports tell of it and of what implements it."""

    results: list[Result] = Field(default_factory=list)


class TaskDetail(s.Task):
    """A task with what reports tell of it."""

    results: list[Result] = Field(default_factory=list)


class TargetDetail(s.Target):
    """A target with the figures that reports give for it."""

    results: list[Result] = Field(default_factory=list)

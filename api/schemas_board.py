"""What the boards of the page count and list: days that tasks are due on, links of units, clauses by province."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api import schemas as s
from api.schemas_results import UnitRef

UnitKind = Literal["clause", "task", "target"]


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class DayCount(_Body):
    """How many tasks are due on a day, or bear no last day where it is null."""

    day: date | None = None
    tasks: int


class AgencyDays(s.AgencyRef):
    """The days that tasks led by one agency are due on."""

    days: list[DayCount]


class KindCount(_Body):
    """How many tasks without a last day there are of one kind of deadline."""

    kind: str = Field(examples=["recurring"])
    tasks: int


class Deadlines(_Body):
    """When the chosen tasks are due; a task of two agencies stands under both of them."""

    total: int
    days: list[DayCount] = Field(description="Those with a last day, by that day")
    undated: list[KindCount]
    agencies: list[AgencyDays]


class JoinedUnit(UnitRef):
    """A unit of another document, and the stated link that joins it."""

    link: str = Field(description="The link's id, as /links takes it")
    relation: str = Field(examples=["IMPLEMENTS"])
    grade: int | None = None
    score: float | None = None
    status: str | None = Field(None, examples=["proposed"])
    suspect: bool = False


class Joined(_Body):
    """One unit and what its links join it to, best first."""

    id: str
    units: list[JoinedUnit]


class PlaceDocuments(_Body):
    """A province and its documents."""

    place: str
    documents: list[str]


class ClauseByPlace(_Body):
    """A clause and how many units of each province carry it out; provinces with none are left out."""

    id: str
    path: str
    heading: str | None = None
    text: str
    units: dict[str, int]


class Provinces(_Body):
    """The clauses of one document by province."""

    document: str
    places: list[PlaceDocuments]
    rows: list[ClauseByPlace]


class SameTask(_Body):
    """A task of the first document and the task of the second that it is stated to be the same as."""

    first: s.GraphNode
    second: s.GraphNode
    link: str = Field(description="The link's id, as /links takes it")
    grade: int | None
    score: float | None
    status: str | None
    suspect: bool


class Overlaps(_Body):
    """The tasks of two documents: the same in both, surest first, and those that one of them has alone."""

    first: str
    second: str
    pairs: list[SameTask]
    only_first: list[s.GraphNode]
    only_second: list[s.GraphNode]


class Impact(_Body):
    """Everything that is stated to carry something out, by last day; `tasks` are the ids of the tasks among it."""

    root: str
    units: list[s.GraphNode]
    tasks: list[str]
    documents: list[str]
    agencies: list[str]

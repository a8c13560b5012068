"""What ad-hoc queries and review take and give over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class QueryIn(_Body):
    """A query in one of the two languages; `params` are for the `$names` of Cypher."""

    cypher: str | None = Field(None, examples=["MATCH (t:Task {no: $no}) RETURN t.id, t.title"])
    sparql: str | None = Field(None, examples=["SELECT ?t WHERE { ?t a tv:Task } LIMIT 5"])
    params: dict[str, Any] = Field({}, examples=[{"no": "12"}])
    limit: int = Field(1000, ge=1, le=1000, description="At most so many rows")


class QueryOut(_Body):
    """The answer as a table; `truncated` when there were more rows than came.

    `notes` name labels, relations, properties and `tv:` names of the query that the graph does not have.
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool
    notes: list[str] = []


class LabelSchema(_Body):
    """A kind of node and the properties that it may bear."""

    label: str
    properties: list[str]


class RelationSchema(_Body):
    """A kind of edge, with the labels at its ends."""

    type: str
    source: list[str]
    target: list[str]
    meaning: str


class QueryExample(_Body):
    """A query to begin with."""

    title: str
    language: Literal["cypher", "sparql"]
    text: str
    params: dict[str, Any] = {}


class QuerySchema(_Body):
    """What may be asked for, what may be called, and examples."""

    labels: list[LabelSchema]
    relations: list[RelationSchema]
    link_properties: list[str]
    functions: list[str]
    procedures: list[str]
    examples: list[QueryExample]


class Decision(_Body):
    """What a person decided on a link; `undone` takes back the decision before it."""

    id: str
    link: str
    source: str
    target: str
    relation: str
    status: str
    grade: int | None = None
    reviewer: str
    reason: str | None = None
    at: str
    order: int


class Feature(_Body):
    """What spoke for or against a link; `words` says it in Vietnamese.

    `moved` is how far it moved the decision, in log odds against the average candidate; null for the verdict itself and
    for links that an older model made.
    """

    name: str
    value: float
    words: str
    moved: float | None = None


class Change(_Body):
    """One piece of a text: kept, or only before, or only now."""

    kind: Literal["same", "before", "now"]
    text: str


class LinkEnd(_Body):
    """A unit at one end of a link; `changes` when its text is not what was decided on."""

    id: str
    label: str
    number: str | None = None
    no: str | None = None
    path: str | None = None
    text: str
    quote: str
    changes: list[Change] = []


class Explanation(_Body):
    """A link with what decided it and what people decided."""

    link: str
    relation: str
    status: str
    grade: int
    score: float
    method: str
    reviewer: str | None = None
    suspect: bool = False
    source: LinkEnd
    target: LinkEnd
    concepts: list[str]
    features: list[Feature]
    history: list[Decision]


class QueueItem(_Body):
    """A link that waits for a person; `used` counts the stated links on its upper end."""

    link: str
    source: str
    target: str
    relation: str
    status: str
    grade: int
    score: float
    method: str
    source_quote: str
    target_quote: str
    doubt: float
    suspect: bool
    used: int = 0


class ReviewIn(_Body):
    """A decision on one link or on several; `undo` takes back the last one."""

    links: list[str] = Field(min_length=1, max_length=500)
    action: Literal["accept", "reject", "regrade", "add", "undo"]
    grade: Literal[1, 2] | None = None
    reviewer: str = Field(min_length=1, max_length=100)
    reason: str | None = Field(None, max_length=2000)


class Agreement(_Body):
    """How far two reviewers agree on the links that both decided on."""

    first: str
    second: str
    links: int
    agreed: float
    kappa: float | None = None

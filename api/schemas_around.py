"""What stands around a node, as the HTTP API gives it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas import GraphNode


class AroundItem(BaseModel):
    """A neighbour, with the grade, score and status of the link to it where it is a link between texts."""

    node: GraphNode
    grade: int | None = None
    score: float | None = None
    status: str | None = None


class AroundGroup(BaseModel):
    """Neighbours over one relation; `total` counts those that are not given too."""

    relation: str = Field(examples=["IMPLEMENTS"])
    direction: Literal["out", "in"]
    label: str = Field(
        description="The relation read from the node, in Vietnamese", examples=["được thực hiện bởi"]
    )
    kind: str = Field(examples=["Task"])
    document: str | None = Field(
        None, description="The document of the neighbours, where they are units of one"
    )
    number: str | None = None
    total: int
    items: list[AroundItem]


class Around(BaseModel):
    """A node and its neighbours by group."""

    node: GraphNode
    groups: list[AroundGroup]

"""What a question takes and what its answer gives over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas import Repair


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PlanOption(_Body):
    """A value that a part of a plan may take, and what it is called."""

    value: str = Field(max_length=1000)
    text: str = Field("", max_length=2000)


class PlanPart(_Body):
    """One condition of a plan. To edit, give it the `value` of one of its `options`, or leave it out if `removable`.

    Only `id` and `value` count in what is sent back.
    """

    id: str = Field(max_length=40, examples=["period-0"])
    kind: str = Field("", max_length=40, examples=["period"])
    label: str = Field("", max_length=100, examples=["thời gian"])
    value: str = Field(max_length=2000, examples=["quý I/2026"])
    text: str = Field("", max_length=20000, examples=["quý I/2026"])
    options: list[PlanOption] = Field([], max_length=200)
    removable: bool = True


class Plan(BaseModel):
    """What a question after this one may lean on ("còn Bến Tre?"); the caller carries it.

    The answer is to `asked` within the rows `within` (none: of everything); `parts` are its conditions, which the
    caller may edit and send as `plan`.
    """

    model_config = ConfigDict(extra="forbid")
    question: str = Field("", max_length=4000, examples=["Sở Y tế Tiền Giang chủ trì những nhiệm vụ nào?"])
    rows: list[str] = Field([], max_length=500, examples=[["225-kh-ubnd.tien-giang.2025#task:12"]])
    agencies: list[str] = Field([], max_length=20, examples=[["Sở Y tế"]])
    asked: str = Field("", max_length=4000, examples=["Sở Y tế Tiền Giang chủ trì những nhiệm vụ nào?"])
    within: list[str] = Field([], max_length=500, description="Rows that were asked of")
    topic: str = Field("", max_length=2000, description="What the answer took as the topic")
    parts: list[PlanPart] = Field([], max_length=100)


class Question(BaseModel):
    """A question in Vietnamese, with or without tone marks.

    `previous` is `understood.plan` of the answer that the question may lean on; a question with a subject of its
    own starts anew. `plan` is `understood.plan` with parts changed or left out: it is answered in the question's
    stead, and excludes `previous`.
    """

    model_config = ConfigDict(extra="forbid")
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)] = Field(
        examples=["Sở Y tế chủ trì những nhiệm vụ nào?"]
    )
    previous: Plan | None = None
    plan: Plan | None = None


class Understood(_Body):
    """How the question was read."""

    intent: str
    constraints: dict[str, Any]
    words: str
    alternatives: list[str] = []
    repairs: list[Repair] = []
    plan: Plan | None = None


class AnswerRow(_Body):
    kind: str
    id: str
    document: str
    source: str | None = None
    no: str | None = None
    path: str | None = None
    name: str | None = None
    number: str | int | None = None
    year: int | None = None
    value_text: str | None = None
    text: str | None = None
    score: float | None = None


class AnswerCitation(_Body):
    id: str
    document: str
    quote: str
    start: int | None = None
    end: int | None = None


class Answer(_Body):
    """One answer of any kind; `none` is true when the corpus does not say."""

    question: str
    understood: Understood
    answer: str
    none: bool
    number: float | None = None
    rows: list[AnswerRow]
    citations: list[AnswerCitation]

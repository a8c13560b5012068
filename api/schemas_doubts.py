"""What of a document should be looked at, as the HTTP API gives it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class Doubt(BaseModel):
    """Something that was read with a doubt, or could not be placed."""

    code: str = Field(examples=["annex.missing_cell"])
    label: str = Field(description="Its kind in Vietnamese words", examples=["Dòng của bảng thiếu ô"])
    message: str = Field(examples=["row 19: no cell for unit"])
    severity: Literal["error", "warning", "info"]
    quote: str | None = Field(None, description="The words of the source that it is about")
    path: str | None = Field(None, description="The clause that they stand in")
    file: str | None = None
    start: int | None = None

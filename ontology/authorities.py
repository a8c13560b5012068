"""The authority list as data: each agency's names, level and successors, and the provinces that ended."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Authority:
    """One row of the authority list. `since` and `until` are the first and last day, where a source gives them."""

    name: str
    level: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = ()
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMerger:
    """A province that ended, and the one that took it in on the day after `until`."""

    name: str
    until: date
    successor: str
    source: str


def _load() -> dict[str, Any]:
    return tomllib.loads(files("ontology").joinpath("data/agencies.toml").read_text(encoding="utf-8"))


DATA = _load()
AUTHORITIES: tuple[Authority, ...] = tuple(
    Authority(
        name=row["name"],
        level=row["level"],
        aliases=tuple(row.get("aliases", ())),
        since=row.get("from"),
        until=row.get("until"),
        successors=tuple(row.get("successors", ())),
        source=row.get("source"),
        note=row.get("note"),
    )
    for row in DATA["agency"]
)
PLACE_MERGERS: tuple[PlaceMerger, ...] = tuple(PlaceMerger(**row) for row in DATA["place"])

"""What the driver gives back, as the values that `graph.plain` knows: the shapes that the embedded engine has."""

from __future__ import annotations

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time


def value_of(found: Any) -> Any:
    """A node is {labels, properties}, a relationship {type, properties}, a path its nodes and relationships."""
    if isinstance(found, Node):
        return {"labels": sorted(found.labels), "properties": value_of(dict(found))}
    if isinstance(found, Relationship):
        return {"type": found.type, "properties": value_of(dict(found))}
    if isinstance(found, Path):
        return {"nodes": value_of(list(found.nodes)), "relationships": value_of(list(found.relationships))}
    if isinstance(found, Duration):
        return {"months": found.months, "days": found.days, "seconds": found.seconds}
    if isinstance(found, (Date, DateTime, Time)):
        return found.iso_format()
    if isinstance(found, Point):
        return dict(zip("xyz", found, strict=False))
    if isinstance(found, dict):
        return {key: value_of(item) for key, item in found.items()}
    if isinstance(found, list):
        return [value_of(item) for item in found]
    return found

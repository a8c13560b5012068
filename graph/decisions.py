"""What people decided about links, as it is kept: appended, never changed, in the order of time.

Decisions of several stores may be put together, so a decision says which one it takes back, and time decides what
stands. Within a store no decision is earlier than the one before it, whatever its clock did.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from graph.cypher import PROPERTIES, label_of, listing
from graph.export import LINK_TYPES, write_jsonl
from graph.store import GraphStore, Node
from ontology.errors import InputError
from ontology.relations import RELATIONS

Status = Literal["confirmed", "rejected", "proposed", "candidate"]
STATUSES: tuple[Status, ...] = ("confirmed", "rejected", "proposed", "candidate")
UNDONE = "undone"
#: What each kind of unit says: the text that a decision is about.
TEXTS = {
    "Clause": ("heading", "text"),
    "Task": ("title",),
    "Target": ("name", "value_text"),
    "Result": ("text",),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one link; `order` counts all decisions of a store; `at` is an ISO time with its zone.

    The texts are what stood at both ends when it was made; a decision from an older file may lack them. One with the
    status "undone" takes back the decision `undoes`, in an older file the one before it.
    """

    id: str
    link: str
    source: str
    target: str
    relation: str
    status: str
    grade: int | None
    reviewer: str
    reason: str | None
    at: str
    source_hash: str
    target_hash: str
    order: int
    source_text: str | None = None
    target_text: str | None = None
    undoes: str | None = None

    @property
    def time(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)


def ends_of(link: str) -> tuple[str, str, str]:
    """Source, relation and target of a link that could be. Raises InputError, which says why it could not."""
    for name in LINK_TYPES:
        source, arrow, target = link.partition(f">{name}>")
        if not (arrow and source and target):
            continue
        if source == target:
            raise InputError(f"a link needs two ends: {link!r}")
        for end, labels in ((source, RELATIONS[name].source), (target, RELATIONS[name].target)):
            possible = [label for label in labels if label in TEXTS]
            if label_of(end) not in possible:
                hint = f"{name} goes from {_or(RELATIONS[name].source)} to {_or(RELATIONS[name].target)}"
                raise InputError(f"{end!r} cannot be an end of {name}", hint=hint)
        return source, name, target
    raise InputError(f"not the id of a link: {link!r}", hint="SOURCE>IMPLEMENTS>TARGET")


def is_possible(link: str) -> bool:
    """Whether a link with this id could be; an earlier program let decisions on others be recorded."""
    try:
        ends_of(link)
    except InputError:
        return False
    return True


def _or(labels: Iterable[str]) -> str:
    return ", ".join(label for label in labels if label in TEXTS)


def node(decision: Decision) -> Node:
    """A decision as a node of the graph."""
    props = asdict(decision)
    return Node("Decision", props.pop("id"), props)


def decisions(store: GraphStore) -> list[Decision]:
    """Every decision, in the order in which they were made."""
    rows = store.read(listing("Decision", PROPERTIES["Decision"]))
    return sorted((Decision(**row) for row in rows), key=lambda d: (d.time, d.order, d.id))


def history(store: GraphStore, link: str) -> list[Decision]:
    """The decisions on one link, taken-back ones and the takings-back (status "undone") included."""
    return [d for d in decisions(store) if d.link == link]


def kept(events: Iterable[Decision]) -> list[Decision]:
    """The decisions on one link that no one took back, in their order."""
    stack: list[Decision] = []
    for event in events:
        if event.status != UNDONE:
            stack.append(event)
        elif event.undoes:
            stack = [decision for decision in stack if decision.id != event.undoes]
        elif stack:
            stack.pop()
    return stack


def kept_by_link(events: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Link id -> the decisions on it that no one took back; links without one are left out."""
    groups: dict[str, list[Decision]] = defaultdict(list)
    for event in events:
        groups[event.link].append(event)
    found = {link: kept(past) for link, past in groups.items()}
    return {link: stands for link, stands in found.items() if stands}


def standing(store: GraphStore) -> dict[str, Decision]:
    """Link id -> the decision that stands on it."""
    return {link: stands[-1] for link, stands in kept_by_link(decisions(store)).items()}


def export_decisions(store: GraphStore, path: Path) -> int:
    """Write every decision as JSON Lines; returns how many."""
    return write_jsonl(path, (asdict(decision) for decision in decisions(store)))


def read_decisions(path: Path) -> list[Decision]:
    """The decisions of a file that `export_decisions` wrote. Raises InputError, which names the line."""
    found: list[Decision] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as exc:
        raise InputError("not a UTF-8 file", document=path.name) from exc
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_decision(json.loads(line)))
        except (TypeError, ValueError, LookupError, InputError) as exc:
            said = exc.message if isinstance(exc, InputError) else str(exc)
            raise InputError(f"not a decision: {said}", document=path.name, line=number) from exc
    return found


def _decision(row: Mapping[str, Any]) -> Decision:
    """A decision that could have been made here. Raises ValueError, TypeError, InputError."""
    decision = Decision(**row)
    needed = {field.name for field in fields(Decision)} - {
        "grade", "reason", "source_text", "target_text", "undoes", "order",
    }  # fmt: skip
    for name in sorted(needed):
        if not isinstance(getattr(decision, name), str) or not getattr(decision, name).strip():
            raise ValueError(f"{name} is missing")
    if not decision.id.startswith("decision:") or type(decision.order) is not int:
        raise ValueError("its id or its order is none")
    if ends_of(decision.link) != (decision.source, decision.relation, decision.target):
        raise ValueError("its link is not between its ends")
    if decision.status not in (*STATUSES, UNDONE) or decision.grade not in (None, 1, 2):
        raise ValueError(f"no such status or grade: {decision.status!r}, {decision.grade!r}")
    if decision.time.tzinfo is None:
        raise ValueError("its time lacks a zone")
    return decision

"""Tasks by agency, document, place and deadline."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from api import reading
from api import schemas as s
from graph import walks
from graph.store import GraphStore
from ontology.communes import lies_in
from ontology.places import province_of


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """Conditions on tasks; None and empty mean no condition. Days are inclusive and bound the deadline's last day."""

    agency: str | None = None
    role: Literal["lead", "coop"] | None = None
    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    kinds: tuple[str, ...] = ()
    reported: bool | None = None
    inherited: bool = False

    def accepts(self, task: s.Task, who: Collection[str]) -> bool:
        """Whether a task meets the conditions that it can tell by itself (all but the place); `who`: the agencies."""
        agencies = {"lead": task.lead, "coop": task.coop, None: [*task.lead, *task.coop]}[self.role]
        day = task.deadline.end
        return (
            (self.agency is None or any(ref.id in who for ref in agencies))
            and (not self.kinds or task.deadline.kind in self.kinds)
            and self.reported in (None, task.reported > 0)
            and (self.due_from is None or (day is not None and day >= self.due_from))
            and (self.due_to is None or (day is not None and day <= self.due_to))
        )


def select_tasks(store: GraphStore, choice: TaskChoice) -> list[s.Task]:
    """The tasks that meet every condition, by their last day; undated ones last. Raises NotFound for an agency."""
    who: set[str] = set()
    if choice.agency is not None:
        reading.one(store, choice.agency, "Agency", ("id",))
        who = {choice.agency} | set(walks.predecessors(store, choice.agency) if choice.inherited else ())
    documents = [
        row.id
        for row in walks.documents(store, stubs=False)
        if (not choice.documents or row.id in choice.documents)
        and (not choice.places or lies_in(province_of(row.place, row.level), choice.places))
    ]
    ids = [id for document in documents for id in reading.unit_ids(store, "Task", document)]
    return reading.by_deadline([task for task in reading.tasks(store, ids) if choice.accepts(task, who)])

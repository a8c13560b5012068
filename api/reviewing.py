"""The actions of a review, as the command line and the API both offer them, as decisions of `graph.review`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from graph import review
from graph.explain import find_link
from graph.store import GraphStore
from ontology.errors import InputError, NotFound

Action = Literal["accept", "reject", "regrade", "add", "undo"]


def act(
    store: GraphStore,
    links: Sequence[str],
    action: Action,
    *,
    reviewer: str,
    grade: int | None = None,
    reason: str | None = None,
) -> list[review.Decision]:
    """Carry out one action on every link, now, or on none.

    Returns the decisions that it recorded or that stand after an undo.

    Raises NotFound for a link or an end that is not there, InputError for a grade that is missing or impossible.
    """
    at = datetime.now(UTC)
    links = list(dict.fromkeys(links))
    if action == "undo":
        stands = review.standing(store)
        if missing := [link for link in links if link not in stands]:
            raise NotFound(f"no decision stands on {missing[0]!r}")
        back = [review.undo(store, link, reviewer=reviewer, at=at) for link in links]
        return [decision for decision in back if decision is not None]
    if action == "regrade" and grade is None:
        raise InputError("regrading needs a grade", hint="2: implements, 1: contributes")
    if action != "add":
        for link in links:
            find_link(store, link)
    status: review.Status = "rejected" if action == "reject" else "confirmed"
    wanted = 2 if action == "add" and grade is None else grade
    return review.decide_all(store, links, status, reviewer=reviewer, at=at, grade=wanted, reason=reason)

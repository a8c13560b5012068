"""Which units pass a set of conditions, decided before anything is ranked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ontology.communes import province_in
from ontology.text import fold
from search.index import SearchIndex
from search.types import Filters
from search.units import DocumentRow, SearchUnit

Condition = Callable[[SearchUnit, DocumentRow], bool]


def passing(index: SearchIndex, filters: Filters) -> NDArray[np.bool_]:
    """A mask over the index's units; a unit that lacks what a condition asks about does not pass it."""
    conditions = _conditions(filters)
    if not conditions:
        return np.ones(len(index.units), np.bool_)
    passes = (all(holds(u, index.documents[u.document]) for holds in conditions) for u in index.units)
    return np.fromiter(passes, np.bool_, len(index.units))


def _conditions(filters: Filters) -> list[Condition]:
    out: list[Condition] = []
    if filters.documents:
        documents = frozenset(filters.documents)
        out.append(lambda u, d: u.document in documents)
    if filters.kinds:
        kinds = frozenset(filters.kinds)
        out.append(lambda u, d: u.kind in kinds)
    if filters.places:
        places = {fold(place) for place in filters.places}
        out.append(lambda u, d: fold(d.place or "") in places or fold(province_in(d.place) or "") in places)
    if filters.levels:
        levels = {fold(level) for level in filters.levels}
        out.append(lambda u, d: fold(d.level or "") in levels)
    if filters.agency:
        agency, role = filters.agency, filters.role
        out.append(lambda u, d: any(a == agency and role in (None, r) for r, a, _ in u.agencies))
    if filters.deadline_from or filters.deadline_to:
        first, last = filters.deadline_from, filters.deadline_to
        out.append(lambda u, d: _within(u.deadline[1] or u.deadline[0], first, last))
    if filters.issued_from or filters.issued_to:
        since, until = filters.issued_from, filters.issued_to
        out.append(lambda u, d: _within(d.issued, since, until))
    return out


def _within(day: str | None, first: date | None, last: date | None) -> bool:
    if not day:
        return False
    # ISO dates compare as text.
    return (first is None or day >= first.isoformat()) and (last is None or day <= last.isoformat())

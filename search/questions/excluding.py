"""Exclusions in a question: "trừ Sở Y tế", "ngoài Tiền Giang", "không tính nhiệm vụ 12", "except those due in 2025".

What is excluded is taken out of the question before the rest is read, and counts as a condition that rows must not
meet. Which documents, agencies, times or rows it names decides what it is about; other words are a topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from search.questions.agencies import keys, named, role_in, with_agency
from search.questions.due import of_kind, within
from search.questions.reading import Exclusion, Reading
from search.questions.rows import Item
from search.questions.tokens import key_of

_AGENCIES_ASKED = ("who", "most", "fewest")
#: A month without its year: of the tasks that are asked for, those due in it.
_MONTH = re.compile(r"(?:^|\s)thang (\d{1,2})$")


def remaining(reading: Reading) -> Callable[[Sequence[Item]], list[Item]]:
    """What leaves out the items that the question excludes.

    Where agencies are asked for, an excluded one is taken from its items, which stay if they have another.
    """

    def keep(items: Sequence[Item]) -> list[Item]:
        kept = list(items)
        for exclusion in reading.exclusions:
            kept = _without(kept, exclusion, reading)
        return kept

    return keep


def _without(items: list[Item], exclusion: Exclusion, reading: Reading) -> list[Item]:
    out = exclusion.reading
    if out.documents or out.places:
        return items  # whole documents are left out where documents are chosen
    if out.agencies and reading.has(*_AGENCIES_ASKED):
        return _unnamed(items, {m.key for m in out.agencies})
    how = role_in(out if out.has("lead", "coop") else reading)
    gone = {i.id for m in out.agencies for i in with_agency(items, m, how)}
    gone |= {i.id for i in items if any(within(i, p) for p in out.periods)}
    if (kind := of_kind(out)) is not None:
        return [i for i in items if i.id not in gone and not kind.test(i)]
    numbers = {no for no, _ in out.rows} | set(out.target_rows)
    gone |= {i.id for i in items if (i.no or "").rstrip(".") in numbers}
    if month := _MONTH.search(key_of(exclusion.text)):
        dated = (i for i in items if i.deadline_end and i.deadline_kind in ("day", "month"))
        gone |= {i.id for i in dated if i.deadline_end and i.deadline_end.month == int(month[1])}
    elif exclusion.topic:
        gone |= {i.id for i in items if f" {exclusion.topic} " in f" {key_of(i.text)} "}
    return [i for i in items if i.id not in gone]


def _unnamed(items: Iterable[Item], gone: set[str]) -> list[Item]:
    """The items without these agencies; those that have no other are left out."""
    out = []
    for item in items:
        kept = replace(
            item,
            lead=tuple(a for a in item.lead if not keys(a) & gone),
            coop=tuple(a for a in item.coop if not keys(a) & gone),
            owner=tuple(a for a in item.owner if not keys(a) & gone),
        )
        if not named(item, "any") or named(kept, "any"):
            out.append(kept)
    return out

"""Passages: the stretches of text that search ranks, each with the headings above it.

After `passages`:
1. Every unit belongs to at most one passage; units without one are headings that stand alone, found through what
   stands under them, each of which has the heading above it.
2. A list of short points or bullets and the words that lead into it are one passage: the items mean little alone.
   Numbered clauses are never merged.
3. Any other unit is a passage of its own.

Measured on 17 laws: ranking khoản with their points, each under its law's title and its article's heading, gives
MRR@10 0.960; every point for itself gives 0.93.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.facts import CONTEXT_JOIN
from graph.linkers.wording import sentences
from ontology.analyzer import terms
from ontology.text import fold, squeeze
from search.units import DocumentRow, SearchUnit, Snapshot, agency_names, shown_title

#: Lists up to this many characters become one passage: about what an embedding model reads at once.
_LONGEST_LIST = 2000
_SHORT_ITEM = 200  # mean characters of an item, up to which a list is one of short items
_HEADING_WEIGHT = 2  # how many times a heading's terms count
_NEAREST = 1  # how many headings above a passage are embedded with it
_TITLE_CHARS, _HEADING_CHARS = 40, 70  # of title and headings, what is embedded
#: Characters up to which a passage is embedded as one text. The sentences of longer ones are embedded for the linkers
#: anyhow, and a long text costs the model up to twice as much a word; on the laws the average does as well.
_LONGEST_WHOLE = 600
_TELLING = 60  # characters by which a text is known again
_LABEL = re.compile(r"(?:(?:Điều|Chương|Mục|Phần|PHỤ LỤC)\s+[\w.]+|[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.):]*\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text under its headings (from the top, the document's name first), and the units in it."""

    id: str
    headings: tuple[str, ...]
    text: str
    beside: str
    members: tuple[str, ...]

    def terms(self) -> list[str]:
        """What it is looked up by: headings twice, the text, and what stands beside it in the print."""
        return [*terms("\n".join(self.headings)) * _HEADING_WEIGHT, *terms(self.text), *terms(self.beside)]

    def embedded(self) -> tuple[str, ...]:
        """What is embedded: one text, or the parts of a long one, whose vectors are averaged by length.

        The text stands under the document's name and the nearest heading, cut short.
        """
        title = [_cut(h, _TITLE_CHARS) for h in self.headings[:1]]
        nearest = [_cut(h, _HEADING_CHARS) for h in self.headings[1:][-_NEAREST:]]
        above = CONTEXT_JOIN.join([*title, *nearest])
        if len(above) + len(self.text) > _LONGEST_WHOLE:
            return (above, *sentences(self.text))
        return (f"{above}\n{self.text}",)


def passages(snapshot: Snapshot) -> list[Passage]:
    """The passages of a snapshot, in the order of their first units."""
    below: dict[str, list[SearchUnit]] = defaultdict(list)
    for unit in snapshot.units:
        if unit.kind == "clause" and unit.parent:
            below[unit.parent].append(unit)
    out: list[Passage] = []
    taken: set[str] = set()
    for unit in snapshot.units:
        if unit.id in taken or (below.get(unit.id) and not unit.body):
            continue
        members = _list_under(unit, below) or [unit]
        taken.update(member.id for member in members)
        out.append(_passage(members, snapshot.documents[unit.document]))
    return out


def _list_under(unit: SearchUnit, below: Mapping[str, Sequence[SearchUnit]]) -> list[SearchUnit]:
    """The unit and everything under it, when that is a list of short items."""
    if unit.kind != "clause" or not unit.body:
        return []
    members, stack = [unit], list(reversed(below.get(unit.id, ())))
    length = len(unit.text)
    while stack:
        item = stack.pop()
        if not item.item:
            return []
        members.append(item)
        length += len(item.text)
        if length > _LONGEST_LIST:
            return []
        stack.extend(reversed(below.get(item.id, ())))
    items = len(members) - 1
    return members if items and length - len(unit.text) <= _SHORT_ITEM * items else []


def _passage(members: Sequence[SearchUnit], document: DocumentRow) -> Passage:
    first = members[0]
    beside = (" . ".join([member.note, *agency_names(member)]) for member in members)
    return Passage(
        first.id,
        _headings(first, document),
        "\n".join([first.body or first.text, *(member.text for member in members[1:])]),
        "\n".join(beside),
        tuple(member.id for member in members),
    )


def _headings(unit: SearchUnit, document: DocumentRow) -> tuple[str, ...]:
    """The document's name, the headings above without labels, and the unit's own heading.

    One that only repeats the unit (the printed row that a task was read from) is left out.
    """
    own = fold(unit.text)[:_TELLING]
    above = [document_name(document)]
    for heading in unit.context.split(CONTEXT_JOIN):
        words = shown_title(_LABEL.sub("", squeeze(heading), count=1))
        if words and not (own and own in fold(heading)):
            above.append(words)
    if unit.body:
        above.append(shown_title(unit.heading))
    return tuple(dict.fromkeys(a for a in above if a))


def document_name(document: DocumentRow) -> str:
    """How a document is named before its units: its kind, unless the title begins with it, and its title."""
    title = shown_title(document.title)
    if not title or title.lower().startswith(document.type.lower()):
        return title or document.type
    return f"{document.type} {title[:1].lower()}{title[1:]}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rpartition(" ")[0] or text[:length]

"""Official documents with one thing broken: what was not touched stays as it was, or a diagnostic says so."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from ingest.columns import role_of
from ingest.formats import read, read_bytes
from ingest.parse import parse
from ontology.types import Clause, Diagnostic, ParsedDocument, Target, Task

pytestmark = pytest.mark.corpus

FLAT = (
    "kh-225-kh-ubnd-tien-giang-2025.txt",
    "kh-51-kh-ubnd-quang-ngai-2025.txt",
    "kh-922-kh-ubnd-ben-tre-2025.txt",
)
PIPES = "nq-03-nq-cp-2025.md"
REPORT = "bc-so-ket-nq-52-tien-giang.txt"
LOOKALIKES = {"1": "l", "2": "Z", "5": "S", "0": "O", "8": "B", "6": "b", "9": "g", "I": "l"}
NEAR = 400  # characters from the broken place within which a diagnostic is about it


@dataclass(frozen=True)
class Change:
    """The text [start, end) of a document replaced by `put`."""

    start: int
    end: int
    put: str


Mutation = Callable[[ParsedDocument, random.Random], Change | None]


@cache
def document(path: Path) -> ParsedDocument:
    return parse(read(path))


def record(item: Clause | Task | Target) -> tuple[Hashable, ...]:
    """What must not change; paths may, since a bullet counts those before it."""
    if isinstance(item, Clause):
        return "clause", item.kind, item.label, item.heading, item.text
    if isinstance(item, Task):
        names = tuple(r.id for r in item.lead), tuple(r.id for r in item.coop)
        return "task", item.no, item.group, item.title, names, item.output, item.deadline
    owner = tuple(r.id for r in item.owner)
    value = item.value_text, item.comparator, item.value, item.value_max
    return "target", item.no, item.name, item.unit, value, item.period_end_year, owner


def records(doc: ParsedDocument, *, outside: tuple[int, int] | None = None) -> Counter[tuple[Hashable, ...]]:
    """The records of a document, or of what does not touch a span of it."""
    items: tuple[Clause | Task | Target, ...] = (*doc.clauses, *doc.tasks, *doc.targets)
    if outside:
        a, b = outside
        items = tuple(i for i in items if i.end < a - 1 or i.start > b + 1)
    return Counter(map(record, items))


def notes(doc: ParsedDocument) -> Iterator[Diagnostic]:
    yield from doc.diagnostics
    for row in (*doc.tasks, *doc.targets):
        yield from row.diagnostics


def spilled(old: ParsedDocument, change: Change) -> tuple[list[object], list[Diagnostic]]:
    """What changed beyond the broken place, and the new diagnostics about that place."""
    text = old.text[: change.start] + change.put + old.text[change.end :]
    new = parse(read_bytes(old.source, text.encode()), repair=lambda _: ())
    after = change.start + len(change.put)
    lost = records(old, outside=(change.start, change.end)) - records(new)
    gained = records(new, outside=(change.start, after)) - records(old)
    known = {(n.code, n.message) for n in notes(old)}
    told = [
        n
        for n in notes(new)
        if (n.code, n.message) not in known
        and (n.start is None or (n.start <= after + NEAR and (n.end or n.start) >= change.start - NEAR))
    ]
    return [*lost, *gained], told


def lines_of(doc: ParsedDocument, start: int, end: int) -> list[tuple[int, int]]:
    return [
        m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", doc.text) if start <= m.start() and m.end() <= end
    ]


def row_lines(doc: ParsedDocument, chance: random.Random) -> list[tuple[int, int]]:
    rows = [r for r in (*doc.tasks, *doc.targets) if r.no and len(lines_of(doc, r.start, r.end)) >= 4]
    row = chance.choice(rows)
    return lines_of(doc, row.start, row.end)


def drop_cell(doc: ParsedDocument, chance: random.Random) -> Change:
    start, end = chance.choice(row_lines(doc, chance)[1:])
    return Change(start, end + 1, "")


def join_cells(doc: ParsedDocument, chance: random.Random) -> Change:
    lines = row_lines(doc, chance)
    at = chance.randrange(1, len(lines) - 1)
    return Change(lines[at][1], lines[at + 1][0], " ")


def join_lines(doc: ParsedDocument, chance: random.Random) -> Change:
    body = [c for c in doc.clauses if c.kind in ("section", "clause", "point", "bullet")]
    at = chance.randrange(1, len(body) - 2)
    return Change(body[at].end, body[at + 1].start, " ")


def labelled(doc: ParsedDocument, chance: random.Random) -> tuple[Clause, int] | None:
    found = [
        (c, doc.text.index(c.label, c.start, c.end))
        for c in doc.clauses
        if c.kind in ("section", "clause")
        and re.fullmatch(r"(?:\d+|[IVX]+)\.(?:\d+\.)?", c.label)
        and c.label in doc.text[c.start : c.start + 12]
    ]
    return chance.choice(found) if found else None


def damage_label(doc: ParsedDocument, chance: random.Random) -> Change | None:
    found = labelled(doc, chance)
    if found is None:
        return None
    clause, start = found
    places = [i for i, char in enumerate(clause.label) if char in LOOKALIKES]
    if not places:
        return None
    at = start + chance.choice(places)
    return Change(at, at + 1, LOOKALIKES[doc.text[at]])


def renumber(doc: ParsedDocument, chance: random.Random) -> Change | None:
    found = labelled(doc, chance)
    number = re.search(r"(\d+)\.$", found[0].label) if found else None
    if found is None or number is None:
        return None
    start = found[1] + number.start(1)
    return Change(start, start + len(number[1]), str(int(number[1]) + chance.choice((1, 2, 5, 9))))


def row_number(doc: ParsedDocument, chance: random.Random) -> re.Match[str]:
    row = chance.choice([r for r in (*doc.tasks, *doc.targets) if r.no and r.no.isdigit()])
    found = re.compile(r"[\s|]*(\d+)").match(doc.text, row.start)
    assert found
    return found


def renumber_row(doc: ParsedDocument, chance: random.Random) -> Change:
    number = row_number(doc, chance)
    return Change(*number.span(1), str(int(number[1]) + chance.choice((1, 2, 5, 9))))


def damage_row_number(doc: ParsedDocument, chance: random.Random) -> Change | None:
    number = row_number(doc, chance)
    places = [i for i in range(*number.span(1)) if doc.text[i] in LOOKALIKES]
    if not places:
        return None
    at = chance.choice(places)
    return Change(at, at + 1, LOOKALIKES[doc.text[at]])


TABLES: tuple[Mutation, ...] = (drop_cell, join_cells, renumber_row, damage_row_number)
BODY: tuple[Mutation, ...] = (join_lines, damage_label, renumber)
CASES = [
    *((name, mutate) for name in FLAT for mutate in TABLES),
    *((FLAT[0], mutate) for mutate in BODY),
    *((PIPES, mutate) for mutate in (renumber_row, damage_row_number, *BODY)),
    *((REPORT, mutate) for mutate in BODY),
]


@pytest.mark.parametrize(("name", "mutate"), CASES)
@pytest.mark.parametrize("seed", range(2))
def test_one_break_stays_where_it_is_or_is_told(corpus: Path, name: str, mutate: Mutation, seed: int) -> None:
    doc = document(corpus / name)
    change = mutate(doc, random.Random(seed))
    if change is None:
        return
    spill, told = spilled(doc, change)
    assert not spill or told
    if mutate in (drop_cell, renumber_row):
        assert told


@pytest.mark.parametrize("name", FLAT)
def test_swapped_columns_mean_the_same(corpus: Path, name: str) -> None:
    doc = document(corpus / name)
    pieces, at = [], 0
    for a, b in _swaps(doc):
        pieces += [doc.text[at : a[0]], doc.text[b[0] : b[1]], doc.text[a[1] : b[0]], doc.text[a[0] : a[1]]]
        at = b[1]
    new = parse(read_bytes(name, "".join([*pieces, doc.text[at:]]).encode()), repair=lambda _: ())
    doubtful = {t.no for t in (*doc.tasks, *new.tasks) if t.unclear}
    assert len(doc.tasks) == len(new.tasks) and len(doubtful) < len(doc.tasks) / 4
    clear = [[record(t) for t in d.tasks if t.no not in doubtful] for d in (doc, new)]
    assert clear[0] == clear[1] and records(doc)["target"] == records(new)["target"]


def _swaps(doc: ParsedDocument) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The lines of those who join in and of the deadline: of the headings, and of every whole row of five lines."""
    first = doc.tasks[0].start
    headings = [
        span
        for span in lines_of(doc, first - 600, first)
        if role_of(doc.text[slice(*span)]) in ("coop", "deadline")
    ]
    rows = [lines_of(doc, t.start, t.end) for t in doc.tasks if not t.unclear]
    assert len(headings) == 2
    return [(headings[0], headings[1]), *((row[3], row[4]) for row in rows if len(row) == 5)]

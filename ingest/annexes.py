"""Annexes that list tasks or targets as a table, read into tasks and targets.

Tables come in two forms: as the format gives them (pipe tables, docx, html), or flattened to one cell a line.
Both are brought to rows by column meaning (`ingest.columns`), and rows to tasks or targets here. What a careful
reader would doubt (a missing cell, an unknown agency, a number out of order) becomes a diagnostic, and the field
is named in `unclear`; nothing is guessed silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ingest.cells import ROLE_WORDS, Part, is_blank, is_ditto
from ingest.columns import Columns, Role
from ingest.deadlines import parse_deadline, reckoned_from
from ingest.grouping import group_of, headed, inside, targets_apart, tasks_apart
from ingest.listed import COLUMNS as LISTED
from ingest.listed import listed_rows
from ingest.page_numbers import page_numbers
from ingest.reading import AnnexRegion, Reading
from ingest.rows import Row, find_headers, flat_rows, without_repeats
from ingest.tables import annex_tables, table_rows
from ingest.values import parse_value
from ontology.agencies import resolve, split
from ontology.ids import indicator_id, target_id, task_id
from ontology.indicators import canonical
from ontology.text import fold, squeeze
from ontology.types import AgencyRef, Deadline, Diagnostic, Indicator, Target, Task

_CUT_OFF = ("Bộ", "Sở", "Ban", "Cục", "Ủy ban", "Văn phòng")
VISION = re.compile(r"(20\d\d)\s*(?:,|;|và|-)?\s*(?:tầm nhìn|định hướng)\s+(?:đến\s+)?(?:năm\s+)?20\d\d")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_Table = tuple[
    Columns, tuple[Row, ...], tuple[int, int] | None
]  # the span of its headings where they are flattened


@dataclass(frozen=True)
class AnnexContent:
    """What one annex holds. `rows` are leaf spans in reading coordinates with their labels, in order, disjoint."""

    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    rows: tuple[tuple[int, int, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass
class _Context:
    """What every row of one annex shares, and the group that the reader is in."""

    reading: Reading
    region: AnnexRegion
    columns: Columns
    document: str
    place: str | None
    issued: date | None
    since: date | None  # whose year a deadline has that states none
    group: str | None = None
    group_title: str | None = None
    year: int | None = None
    above: dict[int, Part] = field(
        default_factory=dict
    )  # the last stated cell of each column, for "as above"


def read_annex(
    reading: Reading,
    region: AnnexRegion,
    *,
    document: str,
    place: str | None,
    issued: date | None,
    title: str = "",
) -> AnnexContent:
    """The tasks or targets of an annex. All spans are in reading coordinates; ids are unique inside this annex.

    `title` is the document's, which like the annex's own may say for which year deadlines without one are.

    An annex without a table of tasks or targets gives empty content and a diagnostic, never an error.
    """
    found = _tables(reading, region)
    if not found:
        note = Diagnostic(
            "annex.no_table",
            f"{region.label}: no table of tasks or targets found",
            "info",
            region.start,
            region.end,
        )
        return AnnexContent(diagnostics=(note,))
    tasks: list[Task] = []
    targets: list[Target] = []
    since = reckoned_from(reckoned_from(issued, title), region.title)
    for columns, rows, _ in found:
        context = _Context(
            reading, region, columns, document, place, issued, since, year=_heading_year(region.title)
        )
        for row in headed(rows, columns):
            if row.group:
                _enter_group(context, row)
            elif columns.kind == "tasks":
                tasks.append(_task(context, row))
            else:
                targets += _targets(context, row)
    tasks, targets = tasks_apart(tasks), targets_apart(targets)
    spans = [(r.start, r.end, _row_label(r)) for _, rows, _ in found for r in rows]
    spans += [(*header, "header") for _, _, header in found if header]
    notes = (
        *(d for t in tasks for d in t.diagnostics),
        *(d for t in targets for d in t.diagnostics),
        *(d for _, rows, _ in found for d in _out_of_order(reading, rows)),
    )
    return AnnexContent(tuple(tasks), tuple(targets), indicators_of(targets), _disjoint(spans), notes)


def _tables(reading: Reading, region: AnnexRegion) -> list[_Table]:
    """The tables of an annex in order; those with the same columns are one."""
    tables = annex_tables(reading, region)
    if tables and (read := table_rows(reading, tables)):
        return [(columns, rows, None) for columns, rows in read]
    lines = [
        p
        for line in reading.lines_in(region.start, region.end)
        if (p := _trimmed(line.start, line.text)).text
    ]
    pages = page_numbers(lines)
    out: list[_Table] = []
    headers = find_headers(lines)
    for i, (columns, first, after) in enumerate(headers):
        stop = headers[i + 1][1] if i + 1 < len(headers) else len(lines)
        kept = without_repeats(lines[after:stop], lines[first:after])
        rows = flat_rows([p for p in kept if p not in pages], columns)
        if rows:
            out.append((columns, rows, (lines[first].start, lines[after - 1].end)))
    if not out and (listed := listed_rows(lines)):
        out.append((LISTED, listed, None))
    return out


def _trimmed(start: int, text: str) -> Part:
    lead = len(text) - len(text.lstrip())
    return Part(squeeze(text), start + lead, start + len(text.rstrip()))


def _enter_group(context: _Context, row: Row) -> None:
    title = next((p.text for p in row.cells.values()), None)
    label = row.label.rstrip(".") if row.label else title
    if not (row.label and inside(row.label, context.group)):
        context.group, context.group_title = label, title
    context.year = _heading_year(title) or context.year


def _heading_year(title: str | None) -> int | None:
    """The year that a heading sets: the last one it names ("Giai đoạn 2026-2030" is by 2030)."""
    years = _YEAR.findall(without_vision(fold(title or "")))
    return max(map(int, years)) if years else None


def without_vision(folded: str) -> str:
    """A heading without the far year of a vision: "đến năm 2030, tầm nhìn đến năm 2045" sets 2030."""
    return VISION.sub(r"\1", folded)


def _cell(context: _Context, row: Row, role: Role) -> Part | None:
    for column in context.columns.of(role):
        part = row.cells.get(column.index)
        if part and is_ditto(part.text):
            return context.above.get(column.index)
        if part and not is_blank(part.text):
            context.above[column.index] = part
            return part
    return None


def _task(context: _Context, row: Row) -> Task:
    notes: list[Diagnostic] = []
    unclear = _missing_fields(context, row, notes)
    title, output, due = (_cell(context, row, role) for role in ("title", "output", "deadline"))
    leading, joining = _by_role(_cell(context, row, "lead"), _cell(context, row, "coop"))
    lead = _agencies(context, leading, notes, unclear, "lead")
    coop = _agencies(context, joining, notes, unclear, "coop")
    if not lead and not unclear and context.columns.of("lead"):
        line = context.reading.line_at(row.start).number
        text = f"row {row.label}: nobody is named to lead; a cell merged with the one above may be lost"
        notes.append(Diagnostic("task.no_lead", text, "info", row.start, row.end, line))
    deadline = parse_deadline(due.text if due else None, issued=context.since)
    _check_deadline(context, row, deadline, notes)
    no = row.label.rstrip(".") if row.label else None
    group = group_of(no, context.group)
    return Task(
        id=task_id(context.document, no or "x"),
        document=context.document,
        no=no,
        group=group,
        group_title=context.group_title if group else None,
        title=title.text if title else "",
        lead=lead,
        coop=coop,
        output=output.text if output else None,
        deadline=deadline,
        where=context.region.label,
        clause=None,
        start=row.start,
        end=row.end,
        unclear=tuple(dict.fromkeys(unclear)),
        diagnostics=tuple(notes),
    )


def _by_role(lead: Part | None, coop: Part | None) -> tuple[Part | None, Part | None]:
    """The two agency cells, told apart where one cell states both roles ("Chủ trì: …; phối hợp: …")."""
    marks = list(ROLE_WORDS.finditer(lead.text)) if lead else []
    if lead is None or not marks:
        return lead, coop
    found: dict[str, list[str]] = {"chủ trì": [], "phối hợp": []}
    found["chủ trì"].append(lead.text[: marks[0].start()])
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        words = lead.text[mark.end() : after.start() if after else len(lead.text)]
        found[fold(mark["role"])].append(words)
    leading, joining = (
        "; ".join(w.strip(" ;,.-–+") for w in ws if w.strip(" ;,.-–+")) for ws in found.values()
    )
    return (
        Part(leading, lead.start, lead.end) if leading else None,
        Part(joining, lead.start, lead.end) if joining else coop,
    )


def _missing_fields(context: _Context, row: Row, notes: list[Diagnostic]) -> list[str]:
    """The fields whose cells are missing, and, where an agency cell is, both agency fields: either may be lost."""
    roles = [
        c.role for c in context.columns.columns if c.index in row.missing and c.role not in ("note", "other")
    ]
    line = context.reading.line_at(row.start).number
    if row.printed:
        text = f"“{row.printed}” is read as {row.label}, the next of its series"
        notes.append(Diagnostic("damaged_label", text, "warning", row.start, row.end, line))
    for role in roles:
        text = f"row {row.label}: no cell for {role}"
        notes.append(Diagnostic("annex.missing_cell", text, "warning", row.start, row.end, line))
    if row.merged:
        text = f"row {row.label}: who leads is read from the cell above, which must be merged with this empty one"
        notes.append(Diagnostic("task.lead_above", text, "info", row.start, row.end, line))
    for part in row.stray:
        text = f"row {row.label}: fits no column or repeats a cell: {part.text[:80]}"
        notes.append(Diagnostic("annex.stray_cell", text, "warning", part.start, part.end, line))
    fields = [("owner" if r == "lead" and context.columns.kind == "targets" else str(r)) for r in roles]
    if context.columns.kind == "tasks" and {"lead", "coop"} & set(fields) and context.columns.of("coop"):
        fields += ["lead", "coop"]
    return [*fields, *(["lead"] if row.merged else [])]


def _agencies(
    context: _Context, part: Part | None, notes: list[Diagnostic], unclear: list[str], name: str
) -> tuple[AgencyRef, ...]:
    if part is None:
        return ()
    line = context.reading.line_at(part.start).number
    names = split(part.text)
    if (
        len(names) > 1
        and not re.search(r"[;,]", part.text.replace(names[0], "", 1))
        and " và " not in part.text
    ):
        unclear.append(name)
        text = f"agencies run together without a separator: {part.text[:120]}"
        notes.append(Diagnostic("agency.run_together", text, "warning", part.start, part.end, line))
    cut = [n for n in names if n in _CUT_OFF]
    if cut:
        unclear.append(name)
        text = f"an agency's name is cut off: {part.text[-60:]}"
        notes.append(Diagnostic("agency.cut_off", text, "warning", part.start, part.end, line))
    refs = tuple(resolve(n, place=context.place, on=context.issued) for n in names if n not in cut)
    for ref in refs:
        if not ref.known:
            text = f"agency not in the authority list: {ref.text}"
            notes.append(Diagnostic("agency.unknown", text, "info", part.start, part.end, line))
    return refs


def _check_deadline(context: _Context, row: Row, deadline: Deadline, notes: list[Diagnostic]) -> None:
    line = context.reading.line_at(row.start).number
    if deadline.text and deadline.kind == "none":
        text = f"row {row.label}: deadline not understood: {deadline.text[:80]}"
        notes.append(Diagnostic("deadline.unread", text, "warning", row.start, row.end, line))
    if deadline.end and context.issued and deadline.end < context.issued:
        text = (
            f"row {row.label}: the deadline {deadline.end} lies before the document's date {context.issued}"
        )
        notes.append(Diagnostic("deadline.past", text, "info", row.start, row.end, line))


def _targets(context: _Context, row: Row) -> list[Target]:
    """One target, or one for each value column that states a year of its own."""
    notes: list[Diagnostic] = []
    columns = context.columns.of("value")
    dated = [c for c in columns if c.year and c.index in row.cells]
    due = [c for c in dated if not context.issued or (c.year or 0) >= context.issued.year]
    dated = due or dated  # a column of an earlier year beside those to come says where things stood
    if len(dated) > 1:
        return [_target(context, row, row.cells[c.index], c.year, list(notes)) for c in dated]
    value = _cell(context, row, "value")
    return [_target(context, row, value, dated[0].year if dated else context.year, notes)]


def _target(
    context: _Context, row: Row, value: Part | None, year: int | None, notes: list[Diagnostic]
) -> Target:
    unclear = _missing_fields(context, row, notes)
    title, unit = _cell(context, row, "title"), _cell(context, row, "unit")
    owner = _agencies(context, _cell(context, row, "lead"), notes, unclear, "owner")
    comparator, number, upper = parse_value(value.text if value else None)
    if not (unit or value or owner):
        notes, unclear = [], []  # a heading of sub-rows has no cells but its name
    no = row.label.rstrip(".") if row.label else None
    name = title.text if title else ""
    return Target(
        id=target_id(context.document, no or "x", year),
        document=context.document,
        no=no,
        parent=no.rsplit(".", 1)[0] if no and "." in no else None,
        indicator=indicator_id(canonical(name, unit=unit.text if unit else None)),
        name=name,
        unit=unit.text if unit else None,
        period_end_year=year,
        value_text=value.text if value else "",
        comparator=comparator,
        value=number,
        value_max=upper,
        owner=owner,
        where=context.region.label,
        clause=None,
        start=row.start,
        end=row.end,
        unclear=tuple(dict.fromkeys(unclear)),
        diagnostics=tuple(notes),
    )


def indicators_of(targets: Iterable[Target]) -> tuple[Indicator, ...]:
    """The distinct indicators that targets measure, named as first printed."""
    seen: dict[str, Indicator] = {}
    for target in targets:
        name = canonical(target.name, unit=target.unit)
        seen.setdefault(target.indicator, Indicator(target.indicator, name, target.unit))
    return tuple(seen.values())


def _out_of_order(reading: Reading, rows: Iterable[Row]) -> Iterator[Diagnostic]:
    """A note on each row whose number neither goes on from the row before nor begins anew."""
    last: tuple[int, ...] = ()
    for row in rows:
        parts = (row.label or "").rstrip(".").split(".")
        if row.group or not all(p.isdigit() for p in parts):
            continue
        numbers = tuple(map(int, parts))
        after = {(*last[:k], last[k] + 1) for k in range(len(last))} | {(*last, 1), (1,)}
        if last and numbers not in after:
            text = f"row {row.label} follows row {'.'.join(map(str, last))}"
            line = reading.line_at(row.start).number
            yield Diagnostic("row.out_of_order", text, "info", row.start, row.end, line)
        last = numbers


def _row_label(row: Row) -> str:
    return row.label or fold(next((p.text for p in row.cells.values()), ""))[:20]


def _disjoint(spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    out: list[tuple[int, int, str]] = []
    for start, end, label in sorted(spans):
        begin = max(start, out[-1][1]) if out else start
        if begin < end:
            out.append((begin, end, label))
    return tuple(out)

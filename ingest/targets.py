"""Targets that stand in the body: sections of goals ("Mục tiêu"), by year, read clause by clause.

Where an annex lists the targets and the body repeats them, the annex is the list: then no body targets are made, but a
body value that differs from the annex's, or that no row of it has, is reported. A body that tells of other goals than
the annex (a plan's own beside the parts of an index) keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.annexes import VISION, indicators_of, without_vision
from ingest.goals import Statement, read_statements
from ingest.reading import Reading
from ingest.values import parse_value
from ontology.ids import indicator_id, target_id
from ontology.indicators import canonical
from ontology.text import fold, squeeze
from ontology.types import Clause, Diagnostic, Indicator, Target

_BODY = ("section", "clause", "point", "bullet")
_GOALS = re.compile(r"^(?:các |những |một số )?(?:mục tiêu|chỉ tiêu|tầm nhìn)\b")
_GENERAL = re.compile(r"^mục tiêu (?:chung|tổng quát|tổng thể)\b")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_HEADING = re.compile(
    r"^(?:(?:giai đoạn|đến|đen|từ nay|tầm nhìn|trong|hết|năm|mục tiêu|chỉ tiêu|cụ thể|cuối|tới|định hướng|"
    r"và|từ|[-–,:;()\s]|20\d\d)\s*)+$"
)
_OPENING = re.compile(
    r"^((?:(?:phấn đấu|trong|hoàn thành) )*(?:tầm nhìn|mục tiêu|giai đoạn|đến|đen|năm|hết|từ nay|"
    r"(?:trước |trong )?(?:ngày|tháng|quý)(?= [\div]+ ?[/ ]))\b"
    r"[^.;:\n]{0,45}?20\d\d)\s*[,:.]?\s*"
)

_TITLE_YEAR = re.compile(
    r"(?<!tháng \d )(?<!tháng \d\d )"
    r"(?:năm|năm học 20\d\d\s*[-–]|"
    r"giai đoạn (?:từ (?:năm )?)?20\d\d\s*(?:-|–|đến(?: năm)?)|đến(?: hết)? năm)\s*(20\d\d)"
    r"(?!\d|\s*[-–/]\s*\d)(?=[\s.,;)*]*$|\s+(?:trên|của|tại)\s)"
)

_ALIKE = 0.7
Found = tuple[tuple[Target, ...], tuple[Indicator, ...], tuple[Diagnostic, ...]]


def body_targets(
    reading: Reading,
    *,
    document: str,
    clauses: Sequence[Clause],
    title: str = "",
    annexed: Sequence[Target] = (),
) -> Found:
    """The targets, their indicators and diagnostics that the goals in the body state.

    `clauses` are the document's, in order; a target's span is its clause's (source coordinates). `annexed` are
    the targets already read from annexes: if they are most of the body's too, the body gives diagnostics alone. Body
    targets name no owner, and none is made where neither a heading or opening nor the document's own `title` states
    the year.
    """
    signs_damaged = bool(reading.edits) and "≥" not in reading.text
    targets: list[Target] = []
    for clause, year in _goal_clauses(clauses, None if annexed else _title_year(title)):
        count = 0
        for statement in read_statements(_words(clause)):
            target = _target(
                clause, statement, statement.year or year, document, count + 1, damaged=signs_damaged
            )
            if target:
                targets.append(target)
                count += 1
    if annexed:
        targets, notes = _beside_annex(targets, annexed)
        return tuple(targets), indicators_of(targets), tuple(notes)
    return tuple(targets), indicators_of(targets), tuple(d for t in targets for d in t.diagnostics)


def _title_year(title: str) -> int | None:
    """The year that a document's title sets for all of it ("… năm 2026", "… giai đoạn 2026 - 2030")."""
    found = _TITLE_YEAR.search(without_vision(fold(title)))
    return int(found[1]) if found else None


def _goal_clauses(clauses: Sequence[Clause], whole: int | None) -> list[tuple[Clause, int]]:
    """The clauses under a heading of goals, each with the year that the headings above it (or its opening) set.

    `whole` is the year of the whole document, for goals under no heading with a year.
    """
    years: dict[str, int | None] = {}
    inside: dict[str, bool] = {}
    out: list[tuple[Clause, int]] = []
    for clause in clauses:
        if clause.kind not in _BODY:
            continue
        title = fold(clause.heading or clause.text[:80]).strip(" .:;,-–")
        inside[clause.id] = bool(_GOALS.match(title)) or inside.get(clause.parent or "", False)
        if _GENERAL.match(title):
            inside[clause.id] = False
        own = _own_year(title) or (_own_year(fold(clause.text[:80])) if clause.heading else None)
        years[clause.id] = own or years.get(clause.parent or "")
        year = years[clause.id] or whole
        if inside[clause.id] and year and _words(clause):
            out.append((clause, year))
    return out


def _own_year(title: str) -> int | None:
    """The year that a heading or an opening sets for what follows; the last of a span, but no vision beyond it."""
    title = without_vision(title)
    opening = _OPENING.match(title)
    if _YEAR_HEADING.match(title) or opening:
        years = _YEAR.findall(opening[1] if opening else title)
        return max(map(int, years)) if years else None
    return None


def _words(clause: Clause) -> str:
    """The clause's words without an opening that only sets the year."""
    text = squeeze(clause.text)
    vision = VISION.search(fold(text[:90]))
    if vision:
        text = f"{text[: vision.end(1)]}{text[vision.end() :]}"
    opening = _OPENING.match(fold(text[:80]))
    return text[opening.end() :] if opening and len(text) > opening.end() + 20 else text


def _target(
    clause: Clause, statement: Statement, year: int, document: str, ordinal: int, *, damaged: bool
) -> Target | None:
    comparator, value, upper = parse_value(statement.value)
    if value is None and statement.unit != "Thứ bậc":  # a rank among two groups is a goal in words
        return None
    notes: tuple[Diagnostic, ...] = ()
    unclear: tuple[str, ...] = ()
    if damaged and comparator == ">":
        comparator, unclear = ">=", ("comparator",)
        text = f"'{statement.value}': the sign is most likely '≥', which recognition loses"
        notes = (Diagnostic("target.sign", text, "info", clause.start, clause.end),)
    share = bool(statement.unit and statement.unit.startswith("%"))
    return Target(
        id=target_id(document, f"{clause.path}.{ordinal}", year),
        document=document,
        no=None,
        parent=None,
        indicator=indicator_id(canonical(statement.name, unit="%" if share else statement.unit)),
        name=statement.name,
        unit=statement.unit,
        period_end_year=year,
        value_text=statement.value,
        comparator=comparator,
        value=value,
        value_max=upper,
        owner=(),
        where=_where(clause.path),
        clause=clause.id,
        start=clause.start,
        end=clause.end,
        unclear=unclear,
        diagnostics=notes,
    )


def _where(path: str) -> str:
    """The path of the numbered clause that holds a bullet: "III.2.1.a" for "III.2.1.a.-2"."""
    return re.sub(r"(?:\.-\d+(?:~\d+)?)+$", "", path)


def _beside_annex(
    targets: Sequence[Target], annexed: Sequence[Target]
) -> tuple[list[Target], list[Diagnostic]]:
    """The goals of the body that stand beside the annex's as a list of their own, and what is doubtful of the others.

    An annex that has most of the body's goals is the list: then none of the body's counts, but those that it lacks,
    or states otherwise, are told.
    """
    listed = {(t.indicator, t.period_end_year): t for t in annexed}
    named = [set(fold(t.name).split()) for t in annexed]
    tables = {t.where for t in annexed}  # a clause that holds a table has its goals from there
    own = [t for t in targets if t.where not in tables]
    alone = [
        t
        for t in own
        if (t.indicator, t.period_end_year) not in listed and not _named(set(fold(t.name).split()), named)
    ]
    if len(alone) > len(own) / 2:
        return alone, [d for t in alone for d in t.diagnostics]
    return [], [*_contradictions(own, listed), *map(_body_only, alone)]


def _named(name: set[str], rows: Sequence[set[str]]) -> bool:
    """Whether a row shares most words of the shorter of the two names."""
    return any(len(name & row) >= _ALIKE * min(len(name), len(row)) for row in rows)


def _body_only(target: Target) -> Diagnostic:
    text = f"{target.name} ({target.value_text}): the body says it, no row of an annex does"
    return Diagnostic("target.body_only", text, "info", target.start, target.end)


def _contradictions(
    targets: Sequence[Target], listed: dict[tuple[str, int | None], Target]
) -> list[Diagnostic]:
    """A diagnostic for each body value that differs from the annex's for the same indicator and year."""
    out = []
    for target in targets:
        other = listed.get((target.indicator, target.period_end_year))
        if other and (target.value, target.value_max) != (other.value, other.value_max):
            text = (
                f"{target.name}: the body says '{target.value_text}', "
                f"{other.where} row {other.no} says '{other.value_text}'"
            )
            out.append(Diagnostic("target.contradiction", text, "warning", target.start, target.end))
    return out

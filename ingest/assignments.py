"""Tasks that the body assigns: an agency, a duty, sometimes a date ("Sở Y tế chủ trì …", "giao Sở Tài chính …").

They stand beside the rows of a task annex and must not be mixed with them: their id is made of the clause path and
`no` is None. Each item of the sections on implementation ("Tổ chức thực hiện") that orders a named body to do
something is one task, or one for each body that it orders in turn; the rest of the text is policy, not duty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from ingest.orders import Order, coordination, named_alone, read_orders
from ingest.stated_deadlines import stated_deadline
from ontology.agencies import resolve, split
from ontology.ids import task_id
from ontology.text import fold, squeeze
from ontology.types import Clause, Task

_BODY = ("section", "clause", "point", "bullet")
# Headings of the sections on implementation; "Tổ chức thực hiện có hiệu quả …" is policy.
_SECTION = re.compile(
    r"^(?:(?:công tác )?tổ chức,? (?:(?:và )?triển khai,? )?(?:thực hiện|triển khai|thi hành)"
    r"(?!,? (?:có |hiệu quả|đồng bộ|tốt|nghiêm|các |những |việc |đầy đủ|thắng lợi|chính sách|tuyên truyền))|"
    r"phân công(?! (?:rõ|cụ thể))|trách nhiệm (?:tổ chức )?(?:thực hiện|thi hành|của)|nhiệm vụ của các)"
)
# Outside the sections on implementation only a plain order counts: "Giao …", "… chủ trì …".
_LEADS = re.compile(r"^chủ trì\b", re.IGNORECASE)
# A heading that gives the clauses below it to the agency that it names.
_GIVEN_TO = re.compile(
    r"^(?:(?:trách nhiệm|nhiệm vụ)(?: cụ thể)? của|đối với|(?:giao|phân công|đề nghị|yêu cầu)(?: cho)?)\s+",
    re.IGNORECASE,
)
_GIVEN_END = re.compile(
    r"\s+(?:(?:chịu|có) (?:trách nhiệm|nhiệm vụ)|chủ trì)(?:\s+(?:thực hiện\s*)?(?:các )?(?:nhiệm vụ|nội dung|việc)?\s*"
    r"(?:sau(?: đây)?)?)?$|\s+(?:trong|khi)\s.*$"
)


def body_tasks(
    *,
    document: str,
    clauses: Sequence[Clause],
    place: str | None,
    issued: date | None,
    annexed: Sequence[Task] = (),
) -> tuple[Task, ...]:
    """The duties that clauses of the body assign to named agencies, with their clause's span (source coordinates).

    A clause that only names agencies ("Sở Y tế:", "Trách nhiệm của Sở Y tế") assigns the clauses below it to them.
    Where an annex lists the tasks (`annexed`), the annex is the list, and the body gives none: counts stay those of
    the list.
    """
    if annexed:
        return ()
    tasks: list[Task] = []
    count: Counter[str] = Counter()
    subjects: dict[str, str] = {}
    inside: set[str] = set()
    for clause in clauses:
        if clause.kind not in _BODY:
            continue
        if clause.parent in inside or _SECTION.search(fold(clause.heading or clause.text[:90])):
            inside.add(clause.id)
        duties = clause.id in inside
        words = squeeze(f"{clause.heading or ''} {clause.text}")
        if not duties and clause.parent not in subjects and not _may_order(words):
            continue
        named = _named_alone(clause.heading or clause.text) if duties else None
        if named:
            subjects[clause.id] = named
            words = squeeze(clause.text) if clause.heading else ""
        inherited = named or subjects.get(clause.parent or "")
        for order in read_orders(words, inherited=inherited):
            if duties or order.given or _LEADS.match(order.duty):
                count[clause.path] += 1
                tasks.append(_task(clause, order, document, count[clause.path], place, issued))
    return tuple(tasks)


def _may_order(words: str) -> bool:
    """Whether a plain order can stand in the words; most of a text has none of its verbs."""
    low = words.lower()
    return "giao" in low or "phân công" in low or "chủ trì" in low


def _named_alone(text: str) -> str | None:
    """The agencies that a heading names and nothing else ("1. Sở Y tế:", "2. Trách nhiệm của Sở Y tế")."""
    title = squeeze(text).strip(" .:;")
    if len(title) > 160 or not title:
        return None
    given = _GIVEN_TO.match(title)
    title = _GIVEN_END.sub("", title[given.end() :] if given else title)
    if not title or (not given and read_orders(title)):
        return None
    return title if named_alone(title, loosely=True) else None


def _task(
    clause: Clause, order: Order, document: str, ordinal: int, place: str | None, issued: date | None
) -> Task:
    coop, title = coordination(order.duty)
    return Task(
        id=task_id(document, f"{clause.path}.{ordinal}"),
        document=document,
        no=None,
        group=None,
        group_title=None,
        title=title,
        lead=tuple(resolve(n, place=place, on=issued) for n in split(order.bodies)),
        coop=tuple(resolve(n, place=place, on=issued) for n in coop),
        output=None,
        deadline=stated_deadline(f"{order.opening} {order.duty}", issued=issued),
        where=clause.path,
        clause=clause.id,
        start=clause.start,
        end=clause.end,
    )

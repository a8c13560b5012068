"""Tasks that the body assigns: an agency, a duty, sometimes a date ("Sở Y tế chủ trì …", "giao Sở Tài chính …").

They stand beside the rows of a task annex and must not be mixed with them: their id is made of the clause path and
`no` is None. Each item of the sections on implementation ("Tổ chức thực hiện") that orders a named body to do
something is one task, or one for each body that it orders in turn; the rest of the text is policy, not duty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.appended import read_appended
from ingest.deadlines import reckoned_from
from ingest.orders import Order, coordination, named_alone, read_orders
from ingest.stated_deadlines import stated_deadline
from ontology.agencies import begins_agency, is_listed, resolve, split
from ontology.ids import task_id
from ontology.text import fold, squeeze
from ontology.types import Clause, Task

_BODY = ("section", "clause", "point", "bullet")
_PROPOSING = ("Báo cáo", "Tờ trình")
_ORDERING = ("Chỉ thị", "Công điện", "Thông báo", "Công văn")
# A section of a directive or notice that tells how things stand, and orders nothing.
_LOOKS_BACK = re.compile(
    r"(?:đánh giá|tình hình|kết quả|thực trạng|nhận xét|nhận định|hạn chế|tồn tại|nguyên nhân)\b"
)
# Headings of the sections on implementation; "Tổ chức thực hiện có hiệu quả …" is policy.
_SECTION = re.compile(
    r"^(?:(?:công tác )?tổ chức,? (?:(?:và )?triển khai,? )?(?:thực hiện|triển khai|thi hành)"
    r"(?!,? (?:có |hiệu quả|đồng bộ|tốt|nghiêm|các |những |việc |đầy đủ|thắng lợi|chính sách|tuyên truyền))|"
    r"(?:nhiệm vụ (?:và|,) )?phân công(?! (?:rõ|cụ thể))|"
    r"trách nhiệm (?:tổ chức )?(?:thực hiện|thi hành|của)|nhiệm vụ của các)"
)
# Words after which every item is an order: "… yêu cầu:", "Chủ tịch … kết luận như sau:", "… đề nghị:".
_ANNOUNCES = re.compile(
    r"(?:^|[\s,])(?:yêu cầu|chỉ đạo|đề nghị|phân công|giao nhiệm vụ|giao|chỉ thị|"
    r"(?:chủ tịch|bộ trưởng|giám đốc|thủ tướng)(?= )[^.;:]{0,90}(?:kết luận|có ý kiến))(?P<whom>[^.;:]{0,110}):$"
)
# Outside the sections on implementation only a plain order counts: "Giao …", "… chủ trì …".
_LEADS = re.compile(r"^chủ trì\b", re.IGNORECASE)
# … or one with a day: "Các cấp ủy quán triệt …, hoàn thành trong quý II/2026".
_DUE = re.compile(
    r"(?<!\w)(?:(?:trước|chậm nhất|hoàn thành|xong)[^.;]{0,25}(?:ngày|tháng|quý)\s+[\dIVXivx]+)"
)
_SENTENCE_END = re.compile(r"\.\s+(?=[^\W\d_])")
# What every plan closes with: "Các đơn vị báo cáo … khi có vướng mắc".
_IN_TROUBLE = re.compile(
    r"(?:khi|nếu) (?:có|gặp|phát sinh)\b.{0,30}(?:vướng mắc|khó khăn|phát sinh)|vấn đề phát sinh"
)
# A section of the tasks to come, in which an item that begins with a known body is its task.
_AHEAD = re.compile(r"(?:một số |các |những )?(?:phương hướng|nhiệm vụ)\b")
_LONGEST_NAME = 12  # words
_MANY = re.compile(r"(?:các|những)\s", re.IGNORECASE)
_LONGEST_HEAD = 120  # characters of a heading that only names bodies
# A heading that gives the clauses below it to the agency that it names.
_GIVEN_TO = re.compile(
    r"^(?:(?:trách nhiệm|nhiệm vụ)(?: cụ thể)? của|đối với|(?:giao|phân công|đề nghị|yêu cầu)(?: cho)?)\s+",
    re.IGNORECASE,
)
_TOLD = re.compile(r"giao|phân công|đề nghị|yêu cầu", re.IGNORECASE)
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
    title: str = "",
    annexed: Sequence[Task] = (),
    kind: str | None = None,
) -> tuple[Task, ...]:
    """The duties that clauses of the body assign to named agencies, with their clause's span (source coordinates).

    A clause that only names agencies ("Sở Y tế:", "Trách nhiệm của Sở Y tế") assigns the clauses below it to them.
    Where an annex lists the tasks (`annexed`), the annex is the list, and the body gives none: counts stay those of
    the list. `title` may say for which year deadlines without one are. `kind` is the document's: a report only
    proposes, so that what follows its "đề nghị:" is no order; a directive orders in all of its sections.
    """
    if annexed:
        return ()
    duties = _Duties(clauses, issued=issued, kind=kind)
    since = reckoned_from(issued, title)
    return tuple(
        _task(clause, order, document, ordinal, place, issued, since)
        for clause in clauses
        if clause.kind in _BODY
        for ordinal, order in enumerate(duties.orders(clause), 1)
    )


class _Duties:
    """Reads the clauses in order and remembers which of them give duties to those below them."""

    def __init__(self, clauses: Sequence[Clause], *, issued: date | None, kind: str | None) -> None:
        self._issued = issued
        self._binding = kind not in _PROPOSING
        self._ordering = kind in _ORDERING
        self._details = _details(clauses)
        self._headings = {c.id: c.heading or c.text[:_LONGEST_HEAD] for c in clauses}
        self._inside: set[str] = set()  # the clauses whose items are duties
        self._told: set[str | None] = set()  # those whose items are orders by the words before them
        self._coming: set[str] = set()  # those in sections of tasks to come
        self._apart: set[str] = set()  # those whose items only tell who does them, and by when
        self._subjects: dict[str, str] = {}  # the bodies that a clause names for those below it

    def orders(self, clause: Clause) -> list[Order]:
        """The orders that the clause gives."""
        if clause.parent in self._apart:
            return []
        duties = self._is_duty(clause)
        announces = self._binding and _announces(clause)
        if announces:
            self._told.add(clause.id if clause.id in self._details else clause.parent)
        said = clause.text.rpartition("\n")[0] if announces and clause.label else clause.text
        words = squeeze(f"{clause.heading or ''} {said}")
        subject = self._subjects.get(clause.parent or "")
        appended = None if subject else read_appended(words, self._details.get(clause.id, ()))
        if appended:
            self._apart.add(clause.id)
            return [appended]
        named = self._named(clause, duties=duties)
        ahead = self._ahead(clause) and begins_agency(words)
        if not (duties or named or subject or ahead or _may_order(words)):
            return []
        if named:
            self._subjects[clause.id] = named
            self._inside.add(clause.id)
            words = squeeze(clause.text) if clause.heading else ""
        sure = duties or named is not None
        return [
            o
            for o in self._read(
                clause, words, inherited=named or subject, headed=bool(clause.heading and not named)
            )
            if sure or self._is_plain(o) or (ahead and self._comes(o, words))
        ]

    def _read(self, clause: Clause, words: str, *, inherited: str | None, headed: bool) -> list[Order]:
        """The orders of the clause's words; those of its text alone where its heading (`headed`) names no body."""
        orders = read_orders(words, inherited=inherited)
        if orders or not headed:
            return orders
        found = read_orders(squeeze(clause.text), inherited=inherited)
        return [o for o in found if not _IN_TROUBLE.search(fold(o.duty))]

    def _comes(self, order: Order, words: str) -> bool:
        """Whether an item of the tasks to come begins with known bodies, and its day has not passed."""
        due = stated_deadline(order.duty, issued=self._issued).end if self._issued else None
        return _known_first(order, words) and not (due and self._issued and due < self._issued)

    def _ahead(self, clause: Clause) -> bool:
        """Whether the clause stands in a section of the tasks to come, which it may give to known bodies."""
        heading = fold(self._headings.get(clause.parent or "", "")) if clause.label else ""
        if _AHEAD.match(heading) and not _LOOKS_BACK.search(heading) and clause.parent:
            self._coming.add(clause.parent)
        if clause.parent in self._coming:
            self._coming.add(clause.id)
        return clause.id in self._coming

    def _named(self, clause: Clause, *, duties: bool) -> str | None:
        """The bodies that the clause names alone, for the words or the items below it.

        Outside the sections of duties only known bodies count, and not where a document looks back.
        """
        if duties:
            return _named_alone(clause.heading or clause.text)
        below = clause.id in self._details or (clause.heading and clause.text)
        if not below or not self._binding:
            return None
        if _LOOKS_BACK.search(fold(self._headings.get(clause.parent or "", ""))):
            return None
        title = squeeze(clause.heading or clause.text).strip(" .:;")
        if not title or len(title) >= _LONGEST_HEAD or not (begins_agency(title) or _MANY.match(title)):
            return None
        known = all(is_listed(n) or (_MANY.match(n) and named_alone(n)) for n in split(title))
        return title if known and not read_orders(title) else None

    def _is_duty(self, clause: Clause) -> bool:
        told = bool(clause.label) and clause.parent in self._told
        told = told and (
            clause.kind != "section" or (self._ordering and not _LOOKS_BACK.match(fold(clause.heading or "")))
        )
        if told or clause.parent in self._inside or _SECTION.search(fold(clause.heading or clause.text[:90])):
            self._inside.add(clause.id)
        return clause.id in self._inside

    def _is_plain(self, order: Order) -> bool:
        """Whether an order counts wherever it stands."""
        dated = self._binding and _dated(order, self._issued)
        return order.given or bool(_LEADS.match(order.duty)) or dated


def _details(clauses: Sequence[Clause]) -> dict[str, list[str]]:
    """The words of the items right below each clause."""
    out: dict[str, list[str]] = {}
    for clause in clauses:
        if clause.parent:
            out.setdefault(clause.parent, []).append(squeeze(clause.text))
    return out


def _announces(clause: Clause) -> bool:
    """Whether the clause ends with words that make orders of the items after it."""
    last = squeeze(clause.text.rsplit("\n", 1)[-1] or clause.heading or "")
    return last.endswith(":") and bool(_ANNOUNCES.search(fold(last[-160:])))


def _may_order(words: str) -> bool:
    """Whether a plain order can stand in the words; most of a text has none of its verbs."""
    low = words.lower()
    return "giao" in low or "phân công" in low or "chủ trì" in low or bool(_DUE.search(low))


def _dated(order: Order, issued: date | None) -> bool:
    """Whether known bodies are told to do something by a day that was still to come."""
    duty = _SENTENCE_END.split(order.duty, maxsplit=1)[0]
    names = split(order.bodies)
    if not issued or not named_alone(order.bodies) or any(len(n.split()) > _LONGEST_NAME for n in names):
        return False
    due = stated_deadline(duty, issued=issued).end if _DUE.search(duty.lower()) else None
    return due is not None and due >= issued and not names[-1].endswith(" và")


def _known_first(order: Order, words: str) -> bool:
    """Whether the item begins with the bodies of the order, and the authority list has them all."""
    return words.startswith(order.bodies) and all(map(is_listed, split(order.bodies)))


def _named_alone(text: str) -> str | None:
    """The agencies that a heading names and nothing else ("1. Sở Y tế:", "2. Trách nhiệm của Sở Y tế")."""
    title = squeeze(text).strip(" .:;")
    if len(title) > 160 or not title:
        return None
    given = _GIVEN_TO.match(title)
    title = _GIVEN_END.sub("", title[given.end() :] if given else title)
    if not title or ((not given or _TOLD.match(given[0])) and read_orders(title)):
        return None
    return title if named_alone(title, loosely=True) else None


def _task(
    clause: Clause,
    order: Order,
    document: str,
    ordinal: int,
    place: str | None,
    issued: date | None,
    since: date | None,
) -> Task:
    coop, title = coordination(order.duty) if order.beside is None else (split(order.beside), order.duty)
    return Task(
        id=task_id(document, f"{clause.path}.{ordinal}"),
        document=document,
        no=None,
        group=None,
        group_title=None,
        title=title.rstrip(" ./;"),
        lead=tuple(resolve(n, place=place, on=issued) for n in split(order.bodies)),
        coop=tuple(resolve(n, place=place, on=issued) for n in coop),
        output=order.output,
        deadline=stated_deadline(f"{order.opening} {order.duty}", issued=since),
        where=clause.path,
        clause=clause.id,
        start=clause.start,
        end=clause.end,
    )

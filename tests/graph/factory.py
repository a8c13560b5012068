"""Small documents made by hand, in our own wording, for tests of the graph."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from ontology import agencies
from ontology.ids import clause_id, document_id, indicator_id, result_id, target_id, task_id
from ontology.types import (
    Citation,
    Clause,
    Deadline,
    Header,
    Indicator,
    Mention,
    ParsedDocument,
    Result,
    Target,
    Task,
)

TREE = (
    ("preamble", "unparsed", "", None, "Mở đầu văn bản"),
    ("I", "section", "I.", "QUAN ĐIỂM", ""),
    ("I.1", "clause", "1.", None, "Phát triển hạ tầng số đồng bộ"),
    ("II", "section", "II.", "NHIỆM VỤ", ""),
    ("II.1", "clause", "1.", "Hạ tầng", ""),
    ("II.1.-1", "bullet", "-", None, "Phủ sóng mạng di động đến mọi khu phố"),
    ("II.1.-2", "bullet", "-", None, "Đào tạo nhân lực cho cơ quan của tỉnh"),
    ("closing", "unparsed", "", None, "Hết"),
)


def document(
    number: str = "12/KH-UBND",
    *,
    place: str | None = "Tiền Giang",
    issued: date | None = date(2025, 5, 15),
    type: str = "Kế hoạch",
    issuer: str | None = "Ủy ban nhân dân tỉnh Tiền Giang",
    level: str = "tỉnh",
    title: str = "Kế hoạch chuyển đổi số",
    cites: tuple[Citation, ...] = (),
    tasks: int = 3,
    targets: int = 2,
    extra: str = "",
) -> ParsedDocument:
    """A plan of eight clauses, `tasks` tasks and `targets` targets; `extra` words change the text of II.1.-1."""
    year = issued.year if issued else None
    id_ = document_id(number=number, title=None, place=place, year=year)
    text, clauses = _clauses(id_, extra)
    rows = tuple(_task(id_, n, place, len(text)) for n in range(1, tasks + 1))
    text += "".join(_row(t) for t in rows)
    return ParsedDocument(
        id=id_,
        source=f"{number.replace('/', '-').lower()}.txt",
        format="txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        header=Header(type, number, issued, issuer, "Nguyễn Văn A", title, place, level),
        clauses=clauses,
        tasks=rows,
        targets=tuple(_target(id_, n, place) for n in range(1, targets + 1)),
        indicators=(Indicator(indicator_id("Tỷ lệ hồ sơ trực tuyến"), "Tỷ lệ hồ sơ trực tuyến", "%"),)[
            :targets
        ],
        citations=cites,
    )


def _clauses(document: str, extra: str) -> tuple[str, tuple[Clause, ...]]:
    text, out = "", []
    for order, (path, kind, label, heading, words) in enumerate(TREE):
        body = words + (extra if path == "II.1.-1" else "")
        raw = " ".join(w for w in (label, heading, body) if w)
        parent = clause_id(document, path.rpartition(".")[0]) if "." in path else None
        out.append(
            Clause(
                clause_id(document, path), document, path, kind, label, heading, body, raw, len(text),
                len(text) + len(raw), parent, order,
            )  # type: ignore[arg-type]
        )  # fmt: skip
        text += raw + "\n"
    return text, tuple(out)


def _row(task: Task) -> str:
    return f"{task.no}. {task.title}\n"


def _task(document: str, n: int, place: str | None, at: int) -> Task:
    on = date(2025, 5, 15)
    lead = agencies.resolve("Sở Khoa học và Công nghệ" if n % 2 else "Sở Y tế", place=place, on=on)
    coop = agencies.resolve("Các sở, ban, ngành", place=place, on=on)
    start = at + (n - 1) * 40
    return Task(
        task_id(document, str(n)), document, str(n), "I", "Nhóm nhiệm vụ", f"Xây dựng đề án dữ liệu số {n}", (lead,),
        (coop,), "Đề án", Deadline("Tháng 7 năm 2025", "month", None, date(2025, 7, 31)), "PHỤ LỤC I", None, start,
        start + 39,
    )  # fmt: skip


def _target(document: str, n: int, place: str | None) -> Target:
    owner = agencies.resolve("Sở Nội vụ", place=place, on=date(2025, 5, 15))
    name = "Tỷ lệ hồ sơ trực tuyến"
    return Target(
        target_id(document, str(n), 2030), document, str(n), None, indicator_id(name), name, "%", 2030, "≥80", ">=",
        80.0, None, (owner,), "PHỤ LỤC II", None, 0, 10,
    )  # fmt: skip


def citation(
    document: str,
    number: str,
    *,
    place: str | None = None,
    year: int | None = None,
    relation: str = "cites",
    clause: str | None = "I.1",
    issuer: str | None = None,
) -> Citation:
    """A citation of `number` from the clause `clause` of `document`."""
    at = clause_id(document, clause) if clause else None
    return Citation(
        document=document,
        target=document_id(number=number, title=None, place=place, year=year),
        number=number,
        type="Nghị quyết",
        date=date(year, 3, 1) if year else None,
        issuer=issuer,
        title=None,
        relation=relation,  # type: ignore[arg-type]
        quote=f"thực hiện văn bản số {number}",
        mentions=(Mention(3, 9, number, at),),
        place=place,
    )


def result(document: str, ordinal: int, *documents: str, figure: bool = False) -> Result:
    """A result that clause I.1 tells: a document issued, or with `figure` what the targets of `document` measure."""
    told = Result(
        result_id(document, "I.1", ordinal), document, "issued", "Mở đầu", clause_id(document, "I.1"), 0, 6,
        documents=documents,
    )  # fmt: skip
    if not figure:
        return told
    name = "Tỷ lệ hồ sơ trực tuyến"
    return replace(
        told,
        kind="figure",
        name=name,
        indicator=indicator_id(name),
        value_text="64%",
        comparator="=",
        value=64.0,
        unit="%",
    )

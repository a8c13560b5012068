"""Tables for people: documents, tasks, targets, results and links as one workbook (xlsx) or a CSV file each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from graph import export
from graph.store import GraphStore, Row
from graph.walks import Brief, Matrix, briefs, results
from ontology.places import province_of
from ontology.relations import RELATIONS
from ontology.results import result_label

_FORMULA = ("=", "+", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its title, the heading and width (in characters) of each column, and its rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Callable[[GraphStore], Iterator[Sequence[Any]]]


def _documents(store: GraphStore) -> Iterator[Sequence[Any]]:
    for d in export.documents(store):
        read = "chỉ được dẫn chiếu" if d["stub"] else "đã đọc"
        yield (
            d["number"],
            d["type"],
            d["title"],
            d["issued"],
            d["issuer"],
            d["signer"],
            province_of(d["place"], d["level"]),
            read,
            "; ".join(d["files"]),
            d["id"],
        )


def _tasks(store: GraphStore) -> Iterator[Sequence[Any]]:
    numbers = _numbers(store)
    for t in export.tasks(store):
        deadline = t["deadline"]
        yield (
            numbers[t["document"]], t["no"], t["group"], t["title"], _names(t["lead"]), _names(t["coop"]), t["output"],
            deadline["text"], deadline["end"], t["file"], t["id"],
        )  # fmt: skip


def _targets(store: GraphStore) -> Iterator[Sequence[Any]]:
    numbers = _numbers(store)
    for t in export.targets(store):
        yield (
            numbers[t["document"]], t["no"], t["name"], t["unit"], t["period_end_year"], t["value_text"], t["value"],
            _names(t["owner"]), t["where"], t["file"], t["id"],
        )  # fmt: skip


def _results(store: GraphStore) -> Iterator[Sequence[Any]]:
    for r in results(store):
        on = [o.unit for o in r.on]
        yield (
            r.number or r.document, result_label(r.kind), r.text, r.name, r.value_text, r.unit, r.year or r.period,
            "; ".join(_named(unit) for unit in on if unit.label != "Document"),
            "; ".join(_named(unit) for unit in on if unit.label == "Document"), r.id,
        )  # fmt: skip


def _named(unit: Brief) -> str:
    """A unit by its document's number and its own: "225/KH-UBND, nhiệm vụ 12: Lập trung tâm …"."""
    number = unit.number or unit.document or unit.id
    if unit.label == "Document":
        return number
    kind = {"Task": "nhiệm vụ", "Target": "chỉ tiêu"}.get(unit.label, "mục")
    return f"{number}, {kind} {unit.no or unit.path or ''}".rstrip() + f": {unit.text}"


def _links(store: GraphStore) -> Iterator[Sequence[Any]]:
    rows = [row for row in export.links(store) if row["status"] in ("proposed", "confirmed")]
    ends = briefs(store, (row[end] for row in rows for end in ("source", "target")))
    for row in rows:
        source, target = ends[row["source"]], ends[row["target"]]
        grade = "thực hiện" if row["grade"] >= 2 else "góp phần"
        if row["relation"] != "IMPLEMENTS":
            grade = RELATIONS[row["relation"]].label_vi
        status = "đã duyệt" if row["status"] == "confirmed" else "đề xuất"
        yield (*_end(source), *_end(target), row["relation"], grade, row["score"], status)


def _end(unit: Brief) -> tuple[str | None, str | None, str]:
    return unit.number, unit.no or unit.path, unit.text


def _numbers(store: GraphStore) -> dict[str, str]:
    return {d["id"]: d["number"] or d["id"] for d in export.documents(store)}


def _names(agencies: Iterable[Row]) -> str:
    return "; ".join(a["text"] for a in agencies)


TABLES: dict[str, Table] = {
    "documents": Table(
        "Văn bản",
        (
            ("Số, ký hiệu", 20), ("Loại", 14), ("Trích yếu", 60), ("Ngày ban hành", 14), ("Cơ quan ban hành", 34),
            ("Người ký", 20), ("Địa phương", 14), ("Trong kho", 18), ("Tệp", 34), ("Mã", 28),
        ),
        _documents,
    ),
    "tasks": Table(
        "Nhiệm vụ",
        (
            ("Văn bản", 20), ("Số", 8), ("Nhóm", 8), ("Nhiệm vụ", 70), ("Chủ trì", 34), ("Phối hợp", 34),
            ("Sản phẩm", 30), ("Thời hạn", 22), ("Hạn cuối", 12), ("Tệp", 30), ("Mã", 36),
        ),
        _tasks,
    ),
    "targets": Table(
        "Chỉ tiêu",
        (
            ("Văn bản", 20), ("Số", 8), ("Chỉ tiêu", 60), ("Đơn vị", 14), ("Năm", 8), ("Giá trị", 18), ("Số", 10),
            ("Theo dõi", 34), ("Vị trí", 16), ("Tệp", 30), ("Mã", 36),
        ),
        _targets,
    ),
    "results": Table(
        "Kết quả",
        (
            ("Báo cáo", 20), ("Loại", 18), ("Nội dung", 70), ("Đo", 34), ("Giá trị", 14), ("Đơn vị", 12),
            ("Thời điểm", 16), ("Báo cáo về việc", 60), ("Báo cáo về văn bản", 24), ("Mã", 36),
        ),
        _results,
    ),
    "links": Table(
        "Liên kết",
        (
            ("Văn bản dưới", 20), ("Mục", 12), ("Nội dung", 60), ("Văn bản trên", 20), ("Mục", 12), ("Nội dung", 60),
            ("Quan hệ", 14), ("Mức", 12), ("Điểm", 8), ("Trạng thái", 12),
        ),
        _links,
    ),
}  # fmt: skip


def write_xlsx(store: GraphStore, path: Path) -> dict[str, int]:
    """Write every table as a sheet of one workbook. Returns table name -> number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:  # before the first sheet: a book that is never saved leaves its sheets open
        book = Workbook(write_only=True)
        counts = {name: _sheet(book, table, store) for name, table in TABLES.items()}
        book.save(file)
    return counts


def _sheet(book: Workbook, table: Table, store: GraphStore) -> int:
    sheet = book.create_sheet(table.title)
    sheet.freeze_panes = "A2"
    for n, (_, width) in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading, _ in table.columns])
    rows = 0
    for row in table.rows(store):
        sheet.append([_cell(sheet, value) for value in row])
        rows += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{rows + 1}"
    return rows


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # words that begin with "=" are words, not a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell


def write_csv(store: GraphStore, folder: Path) -> dict[str, int]:
    """Write each table as a CSV file that spreadsheet programs open as UTF-8. Returns table name -> rows."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _write_csv(store, table, folder / f"{name}.csv") for name, table in TABLES.items()}


def _write_csv(store: GraphStore, table: Table, path: Path) -> int:
    n = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([heading for heading, _ in table.columns])
        for n, row in enumerate(table.rows(store), 1):  # noqa: B007
            writer.writerow([_harmless(value) for value in row])
    return n


def matrix_csv(found: Matrix) -> str:
    """Clauses down, tasks across, and "grade (score)" where they are linked; begins with a byte order mark."""
    file = io.StringIO()
    writer = csv.writer(file)
    cells = {(cell.target, cell.source): f"{cell.grade} ({cell.score or 0:.2f})" for cell in found.cells}
    across = [f"{unit.no or unit.path or ''} {unit.text}".strip() for unit in found.columns]
    writer.writerow([_harmless(text) for text in ("Điều khoản", "Nội dung", *across)])
    for row in found.rows:
        own = (cells.get((row.id, column.id), "") for column in found.columns)
        writer.writerow([_harmless(text) for text in (row.path or row.no or "", row.text, *own)])
    return "\ufeff" + file.getvalue()


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value

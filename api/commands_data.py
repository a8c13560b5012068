"""`truyvet ingest`, `export`, `import`, `delete`, `repair`: documents in, facts out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api import console
from api.command import JsonFlag, app, state
from api.ingesting import FileOutcome, IngestReport
from ontology.errors import InputError

OUTCOMES = {
    "new": "mới", "changed": "đã cập nhật", "unchanged": "không đổi", "skipped": "bỏ qua", "failed": "KHÔNG ĐỌC ĐƯỢC",
}  # fmt: skip


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục văn bản.")],
    link: Annotated[bool, typer.Option(help="Nối nhiệm vụ với điều khoản cấp trên.")] = True,
    force: Annotated[bool, typer.Option(help="Đọc lại cả những tệp không đổi.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Đọc văn bản vào kho và nối với nhau; tệp hỏng được nêu tên, phần còn lại vẫn tiếp tục."""
    missing = [p for p in paths if not p.exists()]
    if missing and len(missing) == len(paths):
        raise InputError(f"không có tệp hay thư mục {missing[0]}")
    with state.workspace(write=True) as ws, console.progress_bars(quiet=as_json) as progress:
        report = ws.ingest(paths, progress=progress, link=link, force=force)
    console.print_json(report) if as_json else _show(report)
    if report.failed:
        raise typer.Exit(1)


def _show(report: IngestReport) -> None:
    shown = [f for f in report.files if f.outcome != "skipped" or f.document]
    rows = [
        (f.number or f.document, OUTCOMES[f.outcome], *_counts(f), _note(f)) for f in shown
    ]  # fmt: skip
    columns = (
        "Văn bản",
        "Kết quả",
        "Điều khoản",
        "Nhiệm vụ",
        "Chỉ tiêu",
        "Trích dẫn",
        "Cần xem",
        "Tệp / ghi chú",
    )
    console.print_table("Văn bản đã đọc", columns, rows)
    if skipped := len(report.files) - len(shown):
        console.out.print(f"{skipped} tệp khác trong thư mục không phải văn bản được đọc.")
    if twice := sum(f.outcome == "skipped" for f in shown):
        console.out.print(f"{twice} tệp là cùng một văn bản với tệp khác nên không được giữ; xem ghi chú.")
    total = sum(report.seconds.values())
    console.out.print(f"{report.links} liên kết được nêu trong kho · {total:.1f} giây")


def _counts(f: FileOutcome) -> tuple[object, ...]:
    if f.outcome not in ("new", "changed"):
        return ("", "", "", "", "")
    return (f.clauses, f.tasks, f.targets, f.citations, f.diagnostics)


def _note(f: FileOutcome) -> str:
    c = f.changes
    changed = f"thêm {c.added}, đổi {c.changed}, bớt {c.removed} mục" if c else None
    return " · ".join(x for x in (f.name, f.reason, f.hint, changed) if x)


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="Thư mục (jsonl, archive, neo4j-admin) hoặc tệp kết quả.")],
    format: Annotated[
        str,
        typer.Option(
            help="jsonl, archive, rdf (đuôi .ttl, .nq, .nt, .trig, .jsonld), ontology (.ttl), xlsx, csv, "
            "neo4j-admin."
        ),
    ] = "jsonl",
    as_json: JsonFlag = False,
) -> None:
    """Xuất mọi dữ kiện cho chương trình khác."""
    from api.exporting import EXPORTS

    if format not in EXPORTS:
        raise InputError(f"không có định dạng {format!r}", hint="một trong: " + ", ".join(EXPORTS))
    with state.workspace() as ws:
        counts = EXPORTS[format](ws.store, out)
    if as_json:
        console.print_json({"format": format, "out": out.as_posix(), "counts": counts})
    else:
        console.out.print(f"Đã xuất {format} vào {out}", markup=False)


@app.command("import")
def import_(
    source: Annotated[
        Path, typer.Argument(help="Thư mục hoặc tệp .zip mà `export --format archive` đã ghi.")
    ],
    as_json: JsonFlag = False,
) -> None:
    """Khôi phục kho từ một bản archive, trên bất kỳ loại kho nào."""
    from graph.archive import import_archive

    with state.workspace(write=True) as ws:
        counts = import_archive(ws.store, source)
        ws.search.refresh()
    if as_json:
        console.print_json({"source": source.as_posix(), "counts": counts})
    else:
        console.out.print(f"Đã khôi phục từ {source}", markup=False)


@app.command()
def delete(
    document: Annotated[str, typer.Argument(help="Số hiệu hoặc mã văn bản.")], as_json: JsonFlag = False
) -> None:
    """Xóa một văn bản cùng đúng những gì nó mang vào."""
    with state.workspace(write=True) as ws:
        gone = ws.delete(document)
    if as_json:
        console.print_json({"deleted": gone})
    else:
        console.out.print(f"Đã xóa {document}", markup=False)


@app.command()
def repair(
    file: Annotated[Path, typer.Argument(help="Văn bản OCR.")],
    out: Annotated[Path, typer.Option(help="Tệp JSON Lines, mỗi dòng {line, text}.")],
    as_json: JsonFlag = False,
) -> None:
    """Sửa lỗi nhận dạng của văn bản OCR, từng dòng một."""
    from graph.export import write_jsonl
    from ingest.formats import read
    from ingest.reading import Reading
    from ingest.repair import repair_edits

    source = read(file)
    reading = Reading(source, repair_edits(source))
    lines = write_jsonl(out, ({"line": x.number, "text": x.text} for x in reading.lines))
    if as_json:
        console.print_json({"edits": len(reading.edits), "lines": lines})
    else:
        console.out.print(f"{len(reading.edits)} chỗ được sửa trong {lines} dòng")

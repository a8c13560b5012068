"""`truyvet impact`, `compare`, `overlaps`, `provinces`, `doubts`, `mcp`: what hangs on what, places side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from api import console
from api import doubts as doubted
from api.command import JsonFlag, app, state
from api.commands_read import Document, Item, place
from api.finding import find_node
from graph import walks


@app.command()
def impact(document: Document, item: Item = None, as_json: JsonFlag = False) -> None:
    """Sửa một điều khoản thì đụng tới những gì bên dưới."""
    with state.workspace() as ws:
        found = walks.impact(ws.store, find_node(ws.store, document, item))
    if as_json:
        console.print_json(found)
        return
    counts = (
        f"{len(found.units)} mục ({len(found.tasks)} nhiệm vụ) của {len(found.documents)} văn bản, "
        f"{len(found.agencies)} cơ quan"
    )
    rows = [
        (place(u), u.deadline_end, ", ".join(lead.name for lead in u.lead), console.short(u.text))
        for u in found.units
    ]
    console.print_table(counts, ("Mục", "Hạn", "Chủ trì", "Nội dung"), rows)


@app.command()
def compare(document: Document, item: Item = None, as_json: JsonFlag = False) -> None:
    """Từng tỉnh làm gì cho một điều khoản; để trống là chưa có."""
    with state.workspace() as ws:
        found = walks.compare(ws.store, find_node(ws.store, document, item))
    if as_json:
        console.print_json(found)
        return
    rows: list[tuple[str | None, ...]] = [
        (row.place, place(unit), unit.deadline_end, console.short(unit.text))
        for row in found
        for unit in row.units
    ]
    rows += [(row.place, None, None, None) for row in found if not row.units]
    console.print_table(None, ("Tỉnh", "Mục", "Hạn", "Nội dung"), sorted(rows, key=lambda r: str(r[0])))


@app.command()
def doubts(document: Document, as_json: JsonFlag = False) -> None:
    """Những chỗ của một văn bản mà máy đọc còn ngờ, nên đối chiếu với bản gốc."""
    with state.workspace() as ws:
        found = doubted.doubts(ws.store, ws.document_id(document))
    if as_json:
        console.print_json([doubt.model_dump() for doubt in found])
        return
    if not found:
        console.out.print("Không có chỗ nào đáng ngờ.")
        return
    rows = [(d.label, d.path, console.short(d.quote or ""), d.message) for d in found]
    console.print_table(f"{len(found)} chỗ cần xem", ("Loại", "Chỗ", "Nguyên văn", "Chi tiết"), rows)


@app.command()
def overlaps(
    first: Document,
    second: Annotated[str, typer.Argument(help="Văn bản kia, thường của một tỉnh khác.")],
    as_json: JsonFlag = False,
) -> None:
    """Nhiệm vụ nào hai văn bản đều có, nhiệm vụ nào chỉ có ở một bên."""
    with state.workspace() as ws:
        found = walks.overlaps(ws.store, ws.document_id(first), ws.document_id(second))
    if as_json:
        console.print_json(found)
        return
    rows = [
        (place(p.first), place(p.second), f"{p.step.score or 0:.2f}", console.short(p.first.text))
        for p in found.pairs
    ]
    console.print_table(
        f"{len(rows)} cặp nhiệm vụ giống nhau", (first, second, "Điểm", "Nội dung ở văn bản đầu"), rows
    )
    for key, alone in ((first, found.only_first), (second, found.only_second)):
        table = [(place(task), task.deadline_end, console.short(task.text)) for task in alone]
        console.print_table(f"{len(table)} nhiệm vụ chỉ có ở {key}", ("Mục", "Hạn", "Nội dung"), table)


@app.command()
def provinces(document: Document, as_json: JsonFlag = False) -> None:
    """Mỗi điều khoản được bao nhiêu mục của từng tỉnh thực hiện."""
    with state.workspace() as ws:
        found = walks.provinces(ws.store, ws.document_id(document))
    if as_json:
        console.print_json(found)
        return
    rows = [
        (row.path, *(row.units.get(name, 0) for name in found.places), console.short(row.heading or row.text))
        for row in found.rows
    ]
    console.print_table(document, ("Mục", *found.places, "Nội dung"), rows)


@app.command()
def mcp() -> None:
    """Chạy máy chủ MCP trên đầu vào và đầu ra chuẩn, cho trợ lý AI đọc kho."""
    from api.mcp import server

    with state.workspace() as ws:
        server(ws).run("stdio")

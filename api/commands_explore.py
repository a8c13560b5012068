"""`truyvet impact`, `truyvet compare`, `truyvet mcp`: what hangs on one clause, by province, and for assistants."""

from __future__ import annotations

from api import console
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
def mcp() -> None:
    """Chạy máy chủ MCP trên đầu vào và đầu ra chuẩn, cho trợ lý AI đọc kho."""
    from api.mcp import server

    with state.workspace() as ws:
        server(ws).run("stdio")

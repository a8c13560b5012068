"""`truyvet list`, `show`, `trace`, `coverage`, `gaps`, `matrix`, `duties`, `due`: the named reads of the graph."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api import console
from api.command import JsonFlag, app, state
from api.finding import find_agencies, find_node
from graph import walks
from graph.cypher import OWNED_LABELS, UNIT_LABELS
from graph.files import replaced
from graph.tables import matrix_csv
from ontology.errors import InputError
from ontology.relations import RELATIONS
from ontology.results import result_label

Document = Annotated[str, typer.Argument(help="Số hiệu hoặc mã văn bản.")]
Item = Annotated[
    str | None, typer.Argument(help="Số nhiệm vụ, chỉ tiêu (35) hoặc đường dẫn điều khoản (III.5.d).")
]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày, dạng 2025-06-30 hoặc 30/06/2025."),
]


@app.command("list")
def list_(
    stubs: Annotated[bool, typer.Option(help="Cả những văn bản chỉ được dẫn chiếu.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Liệt kê văn bản trong kho."""
    with state.workspace() as ws:
        rows = walks.documents(ws.store, stubs=stubs)
    if as_json:
        console.print_json(rows)
        return
    if not rows:
        console.out.print("Kho chưa có văn bản nào. Bắt đầu bằng: truyvet ingest THƯ_MỤC")
        return
    columns = (
        "Số hiệu",
        "Loại",
        "Ngày",
        "Cơ quan ban hành",
        "Điều khoản",
        "Nhiệm vụ",
        "Chỉ tiêu",
        "Kết quả",
        "Mã",
    )
    table = [
        (d.number, d.type, d.issued, d.issuer, d.clauses, d.tasks, d.targets, d.results, d.id) for d in rows
    ]
    console.print_table("Văn bản", columns, table)


@app.command()
def show(document: Document, item: Item = None, as_json: JsonFlag = False) -> None:
    """Xem một văn bản (mục lục), hoặc một nhiệm vụ, chỉ tiêu, điều khoản với mọi quan hệ."""
    with state.workspace() as ws:
        view = walks.node(ws.store, find_node(ws.store, document, item))
        outline = walks.outline(ws.store, view.id) if view.label == "Document" else []
        told = walks.results_on(ws.store, view.id) if view.label in (*UNIT_LABELS, "Document") else []
        if view.label in OWNED_LABELS and not view.props.get("file"):
            view.props["file"] = walks.node(ws.store, str(view.props["document"])).props.get("source")
    if as_json:
        console.print_json({"node": view, "outline": outline, "results": told})
        return
    keep = {
        k: v
        for k, v in view.props.items()
        if k not in ("embedding", "terms", "source_text", "citations", "files", "layout") and v
    }
    if files := view.props.get("files"):
        keep["files"] = ", ".join(file["name"] for file in json.loads(str(files)))
    console.print_table(
        view.id, ("Thuộc tính", "Giá trị"), [(k, console.short(str(v), 300)) for k, v in keep.items()]
    )
    for row in outline:
        text = console.short(" ".join(t for t in (row.heading, row.text) if t), 150)
        console.out.print("  " * row.path.count(".") + f"{row.label or ''} {text}", markup=False)
    edges = [(e.relation, e.target if e.source == view.id else e.source, e.score) for e in view.edges]
    if edges and not outline:
        console.print_table("Quan hệ", ("Quan hệ", "Với", "Điểm"), edges)
    if told:
        show_results(told)


def show_results(told: Sequence[walks.ToldResult], *, most: int = 40) -> None:
    """What reports tell, each with its kind and where it stands."""
    rows = [
        (
            result_label(r.kind),
            console.short(r.text, 200),
            f"{r.number or r.document} {r.clause.partition('#')[2] if r.clause else ''}".strip(),
            place(r.through) if r.through else "",
        )
        for r in told[:most]
    ]
    console.print_table("Kết quả được báo cáo", ("Loại", "Nguyên văn", "Nguồn", "Qua"), rows)
    if len(told) > most:
        console.out.print(f"… và {len(told) - most} kết quả nữa (--json để xem đủ)")


@app.command()
def trace(
    document: Document,
    item: Item = None,
    down: Annotated[
        bool, typer.Option("--down/--up", help="Xuống tới nhiệm vụ, hay lên tới nghị quyết.")
    ] = False,
    depth: Annotated[int, typer.Option(min=1, max=8)] = 4,
    as_json: JsonFlag = False,
) -> None:
    """Truy vết một nhiệm vụ lên các điều khoản nó thực hiện, hoặc một điều khoản xuống các nhiệm vụ."""
    with state.workspace() as ws:
        root = find_node(ws.store, document, item)
        found = walks.trace(ws.store, root, direction="down" if down else "up", depth=depth)
    console.print_json(found) if as_json else show_trace(found, down=down)


def show_trace(found: walks.Trace, *, down: bool, most: int = 40) -> None:
    """The best chains, then each stated link with its score and both quotes, surest first."""
    briefs = {b.id: b for b in found.nodes}
    root = briefs[found.root]
    console.out.print(f"{place(root)}: {root.text}", style="bold", markup=False)
    links = sorted((e for e in found.edges if e.score is not None), key=lambda e: -(e.score or 0))
    if not links:
        console.out.print("Chưa có liên kết nào được nêu " + ("xuống cấp dưới." if down else "lên cấp trên."))
        return
    for path in found.paths[:3]:
        console.out.print(
            f"  {path.score:.2f}  " + " → ".join(place(briefs[i]) for i in path.nodes), markup=False
        )
    rows = [
        (
            f"{place(briefs[e.source])} → {place(briefs[e.target])}",
            link_words(e.relation, e.grade),
            f"{e.score:.2f}",
            console.short(e.source_quote, 110),
            console.short(e.target_quote, 110),
        )
        for e in links[:most]
    ]
    console.print_table(None, ("Liên kết", "Mức", "Điểm", "Nguyên văn (dưới)", "Nguyên văn (trên)"), rows)
    if len(links) > most:
        console.out.print(f"… và {len(links) - most} liên kết nữa (--json để xem đủ)")


def link_words(relation: str, grade: int | None) -> str:
    """A link's kind in words: what it claims when it implements, else the relation's label."""
    if relation == "IMPLEMENTS":
        return "thực hiện" if grade == 2 else "góp phần"
    return RELATIONS[relation].label_vi


def place(brief: walks.Brief) -> str:
    """Where a node stands, in a few characters: number and row or path."""
    return f"{brief.number or brief.document} {brief.no or brief.path or ''}".strip()


@app.command()
def coverage(document: Document, as_json: JsonFlag = False) -> None:
    """Điều khoản nào đã có nhiệm vụ thực hiện, điều khoản nào chưa."""
    with state.workspace() as ws:
        found = walks.coverage(ws.store, ws.document_id(document))
    if as_json:
        console.print_json(found)
        return
    rows = [
        (r.path, len(r.implements), len(r.contributes), len(r.ends), console.short(r.heading or r.text))
        for r in found.rows
    ]
    console.print_table(
        f"{document}: {found.covered}/{found.total} điều khoản có nơi thực hiện, {found.deep} tới nhiệm vụ cấp tỉnh",
        ("Mục", "Thực hiện", "Góp phần", "Tới nhiệm vụ", "Nội dung"),
        rows,
    )


@app.command()
def gaps(document: Document, as_json: JsonFlag = False) -> None:
    """Điều khoản chưa ai thực hiện, và nhiệm vụ bên dưới không gắn với điều khoản nào."""
    with state.workspace() as ws:
        found = walks.gaps(ws.store, ws.document_id(document))
    if as_json:
        console.print_json(found)
        return
    console.print_table(
        "Chưa có nơi thực hiện",
        ("Mục", "Nội dung"),
        [(r.path, console.short(r.heading or r.text)) for r in found.clauses],
    )
    console.print_table(
        "Nhiệm vụ không gắn với điều khoản",
        ("Nhiệm vụ", "Nội dung"),
        [(place(t), console.short(t.text)) for t in found.tasks],
    )


@app.command()
def matrix(
    upstream: Document,
    downstream: Annotated[str, typer.Argument(help="Văn bản cấp dưới.")],
    csv: Annotated[Path | None, typer.Option(help="Ghi thành bảng CSV vào tệp này.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Ma trận điều khoản × nhiệm vụ của hai văn bản."""
    with state.workspace() as ws:
        found = walks.matrix(ws.store, ws.document_id(upstream), ws.document_id(downstream))
    if csv:
        with replaced(csv) as file:
            file.write(matrix_csv(found))
        return
    if as_json:
        console.print_json(found)
        return
    briefs = {b.id: b for b in (*found.rows, *found.columns)}
    rows = [
        (place(briefs[c.target]), place(briefs[c.source]), c.grade, f"{c.score:.2f}") for c in found.cells
    ]
    console.print_table(f"{upstream} × {downstream}", ("Điều khoản", "Nhiệm vụ", "Mức", "Điểm"), rows)


@app.command()
def duties(
    agency: Annotated[str, typer.Argument(help="Tên hoặc mã cơ quan.")],
    inherited: Annotated[
        bool, typer.Option("--inherited", help="Cả việc của những cơ quan đã sáp nhập vào.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Việc của một cơ quan, theo hạn."""
    with state.workspace() as ws:
        rows = [
            duty
            for id_ in find_agencies(ws.store, agency)
            for duty in walks.duties(ws.store, id_, inherited=inherited)
        ]
    if as_json:
        console.print_json(rows)
        return
    roles = {"lead": "chủ trì", "coop": "phối hợp", "owner": "theo dõi"}
    table = [
        (place(d.unit), roles[d.role], d.unit.deadline_text, d.text, console.short(d.unit.text)) for d in rows
    ]
    console.print_table(f"{len(rows)} việc", ("Mục", "Vai trò", "Hạn", "Cơ quan", "Nội dung"), table)


@app.command()
def due(start: Day = None, end: Day = None, as_json: JsonFlag = False) -> None:
    """Nhiệm vụ đến hạn trong khoảng ngày."""
    if start and end and start > end:
        raise InputError(f"ngày đầu {start:%d/%m/%Y} sau ngày cuối {end:%d/%m/%Y}")
    with state.workspace() as ws:
        rows = walks.due(ws.store, start.date() if start else None, end.date() if end else None)
    if as_json:
        console.print_json(rows)
        return
    table = [
        (b.deadline_end, place(b), ", ".join(lead.name for lead in b.lead), console.short(b.text))
        for b in rows
    ]
    console.print_table(f"{len(rows)} nhiệm vụ", ("Hạn", "Mục", "Chủ trì", "Nội dung"), table)


@app.command()
def stats(as_json: JsonFlag = False) -> None:
    """Đếm nút, quan hệ và liên kết của đồ thị."""
    with state.workspace() as ws:
        found = walks.stats(ws.store)
    console.print_json(found) if as_json else show_stats(found)


def show_stats(found: walks.Stats) -> None:
    """Two tables: nodes by label, edges by type."""
    console.print_table(
        "Đồ thị: nút",
        ("Loại", "Số lượng"),
        [*found.nodes.items(), ("văn bản chỉ được dẫn chiếu", found.stubs)],
    )
    labels: dict[str, Any] = {**found.edges}
    console.print_table("Đồ thị: quan hệ", ("Loại", "Số lượng"), list(labels.items()))
    if found.links:
        console.out.print("Liên kết: " + ", ".join(f"{k} {v}" for k, v in found.links.items()))

"""`truyvet explain` and `truyvet review …`: why a link is there, and what people decide about it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api import console
from api.command import JsonFlag, app, state
from api.reviewing import Action, act
from graph import explain as explaining
from graph import review as reviewing

review = typer.Typer(help="Duyệt liên kết: hàng đợi, quyết định, lịch sử.", no_args_is_help=True)
app.add_typer(review, name="review")

Links = Annotated[list[str], typer.Argument(help="Mã liên kết, dạng NGUỒN>IMPLEMENTS>ĐÍCH.")]
Link = Annotated[str, typer.Argument(help="Mã liên kết, dạng NGUỒN>IMPLEMENTS>ĐÍCH.")]
By = Annotated[str, typer.Option("--by", help="Tên người duyệt.")]
Reason = Annotated[str | None, typer.Option(help="Lý do.")]
Grade = Annotated[int | None, typer.Option(min=1, max=2, help="2: thực hiện, 1: góp phần.")]
STATUS_VI = {
    "confirmed": "đã xác nhận", "rejected": "đã bác", "proposed": "được đề xuất", "candidate": "ứng viên",
    "undone": "rút lại",
}  # fmt: skip
_MARKS = {"same": "{}", "before": "[-{}-]", "now": "[+{}+]"}


@app.command("explain")
def explain(link: Link, as_json: JsonFlag = False) -> None:
    """Vì sao có liên kết này: điểm, căn cứ, nguyên văn hai bên, lịch sử duyệt."""
    with state.workspace() as ws:
        found = explaining.explain(ws.store, link)
    if as_json:
        console.print_json(found)
        return
    grade = "thực hiện" if found.grade == 2 else "góp phần"
    by = f" bởi {found.reviewer}" if found.reviewer else ""
    suspect = "; văn bản đã đổi sau quyết định" if found.suspect else ""
    console.out.print(
        f"{grade} · điểm {found.score:.2f} · {STATUS_VI[found.status]}{by} · {found.method}{suspect}",
        style="bold",
        markup=False,
    )
    for name, end in (("Nguồn", found.source), ("Đích", found.target)):
        console.out.print(
            f"{name}: {end.number or ''} {end.no or end.path or ''}\n  “{end.quote}”", markup=False
        )
        if end.changes:
            shown = "".join(_MARKS[piece.kind].format(piece.text) for piece in end.changes)
            console.out.print(f"  đã đổi: {shown}", markup=False)
    if found.concepts:
        console.out.print(f"Cùng nói về: {'; '.join(found.concepts)}", markup=False)
    rows = [
        ("" if f.moved is None else f"{f.moved:+.2f}", f"{f.value:+.2f}", f.name, f.words)
        for f in found.features
    ]
    console.print_table("Căn cứ", ("Tác động", "Giá trị", "Tên", "Nghĩa"), rows)
    _show_decisions(found.history)


@review.command()
def queue(
    document: Annotated[list[str] | None, typer.Option(help="Chỉ liên kết đi từ văn bản này.")] = None,
    how: Annotated[
        reviewing.State | None,
        typer.Option("--state", help="Chỉ liên kết được nêu, ứng viên, hay có văn bản đã đổi."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Số liên kết.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="Bỏ qua bấy nhiêu liên kết đầu.")] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Liên kết chờ duyệt: cần xem lại trước, rồi đến chỗ không chắc nhất."""
    with state.workspace() as ws:
        documents = [ws.document_id(d) for d in document or ()]
        items = reviewing.queue(ws.store, documents=documents, state=how, limit=offset + limit)[offset:]
    if as_json:
        console.print_json(items)
        return
    rows = [
        (f"{i.score:.2f}", i.grade, "xem lại" if i.suspect else "", i.link, console.short(i.source_quote))
        for i in items
    ]
    console.print_table(f"{len(rows)} liên kết", ("Điểm", "Mức", "", "Liên kết", "Nguyên văn nguồn"), rows)


@review.command()
def accept(
    links: Links, by: By, grade: Grade = None, reason: Reason = None, as_json: JsonFlag = False
) -> None:
    """Xác nhận một hay nhiều liên kết."""
    _act(links, "accept", by=by, grade=grade, reason=reason, as_json=as_json)


@review.command()
def reject(links: Links, by: By, reason: Reason = None, as_json: JsonFlag = False) -> None:
    """Bác một hay nhiều liên kết; liên kết bị bác không được nêu lại."""
    _act(links, "reject", by=by, grade=None, reason=reason, as_json=as_json)


@review.command()
def regrade(
    links: Links,
    by: By,
    grade: Annotated[int, typer.Option(min=1, max=2, help="2: thực hiện, 1: góp phần.")],
    reason: Reason = None,
    as_json: JsonFlag = False,
) -> None:
    """Đổi mức của liên kết."""
    _act(links, "regrade", by=by, grade=grade, reason=reason, as_json=as_json)


@review.command()
def add(links: Links, by: By, grade: Grade = 2, reason: Reason = None, as_json: JsonFlag = False) -> None:
    """Thêm liên kết mà máy không thấy."""
    _act(links, "add", by=by, grade=grade, reason=reason, as_json=as_json)


@review.command()
def undo(links: Links, by: By, as_json: JsonFlag = False) -> None:
    """Rút lại quyết định cuối cùng trên liên kết."""
    _act(links, "undo", by=by, grade=None, reason=None, as_json=as_json)


def _act(
    links: list[str], action: Action, *, by: str, grade: int | None, reason: str | None, as_json: bool
) -> None:
    with state.workspace(write=True) as ws:
        made = act(ws.store, links, action, reviewer=by, grade=grade, reason=reason)
    console.print_json(made) if as_json else _show_decisions(made)


def _show_decisions(made: tuple[reviewing.Decision, ...] | list[reviewing.Decision]) -> None:
    rows = [(d.at[:16], d.reviewer, STATUS_VI[d.status], d.grade, d.link, d.reason) for d in made]
    console.print_table(
        f"{len(rows)} quyết định", ("Lúc", "Người duyệt", "Quyết định", "Mức", "Liên kết", "Lý do"), rows
    )


@review.command()
def history(
    link: Annotated[str | None, typer.Argument(help="Chỉ liên kết này.")] = None, as_json: JsonFlag = False
) -> None:
    """Mọi quyết định theo thứ tự, kể cả đã rút lại."""
    with state.workspace() as ws:
        found = reviewing.history(ws.store, link) if link else reviewing.decisions(ws.store)
    console.print_json(found) if as_json else _show_decisions(found)


@review.command("export")
def export_(out: Annotated[Path, typer.Argument(help="Tệp JSON Lines.")], as_json: JsonFlag = False) -> None:
    """Ghi mọi quyết định ra tệp."""
    with state.workspace() as ws:
        count = reviewing.export_decisions(ws.store, out)
    if as_json:
        console.print_json({"out": out.as_posix(), "decisions": count})
    else:
        console.out.print(f"{count} quyết định → {out}", markup=False)


@review.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Tệp JSON Lines do `review export` ghi.", exists=True)],
    as_json: JsonFlag = False,
) -> None:
    """Nhận những quyết định chưa có từ tệp."""
    with state.workspace(write=True) as ws:
        count = reviewing.import_decisions(ws.store, file)
    console.print_json({"new": count}) if as_json else console.out.print(f"{count} quyết định mới")


@review.command()
def agreement(as_json: JsonFlag = False) -> None:
    """Hai người duyệt thống nhất tới đâu (kappa của Cohen)."""
    with state.workspace() as ws:
        rows = explaining.agreement(ws.store)
    if as_json:
        console.print_json(rows)
        return
    table = [(r.first, r.second, r.links, f"{r.agreed:.0%}", r.kappa) for r in rows]
    console.print_table(
        None, ("Người thứ nhất", "Người thứ hai", "Liên kết chung", "Giống nhau", "Kappa"), table
    )

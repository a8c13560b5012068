"""`truyvet copy`: one store into another, on the same engine or another."""

from __future__ import annotations

from typing import Annotated

import typer

from api import console
from api.command import JsonFlag, app, state
from api.settings import Settings
from graph.copying import copy as copy_store
from graph.store import GraphStore, open_store
from ontology.errors import InputError


def _open(store: str, *, read_only: bool) -> GraphStore:
    settings: Settings = state.settings.model_copy(update={"store": store})
    options = settings.store_options()
    if read_only and store.startswith("embedded"):
        options["read_only"] = True
    return open_store(settings.store_url(), **options)


@app.command()
def copy(
    source: Annotated[str, typer.Option("--from", help="Kho nguồn: embedded, embedded:TỆP hoặc neo4j://…")],
    target: Annotated[str, typer.Option("--to", help="Kho đích, trống hoặc do lần chép trước để lại.")],
    as_json: JsonFlag = False,
) -> None:
    """Chép toàn bộ kho sang một kho khác, có kiểm tra số lượng và mã băm; chép lại không đổi gì."""
    if source == target:
        raise InputError("kho nguồn và kho đích là một")
    old = _open(source, read_only=True)
    try:
        new = _open(target, read_only=False)
        try:
            with console.progress_bars(quiet=as_json) as progress:
                report = copy_store(old, new, progress=lambda done, total: progress("Chép kho", done, total))
        finally:
            new.close()
    finally:
        old.close()
    if as_json:
        console.print_json(report)
        return
    console.out.print(
        f"Kho đích có {report.nodes} nút, {report.edges} cạnh; ghi mới {report.written_nodes} nút, "
        f"{report.written_edges} cạnh. SHA-256 {report.digest}"
    )

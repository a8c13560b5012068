"""`truyvet query`: ad-hoc read-only Cypher or SPARQL over a snapshot of the store."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any

import typer

from api import console
from api.command import JsonFlag, app, state
from ontology.errors import InputError


@app.command()
def query(
    text: Annotated[str | None, typer.Argument(help="Câu lệnh Cypher, chỉ đọc.")] = None,
    sparql: Annotated[str | None, typer.Option(help="Câu lệnh SPARQL thay cho Cypher.")] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="Tham số, dạng tên=giá trị (giá trị JSON hoặc chữ)."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Số dòng nhiều nhất.")] = 1000,
    seconds: Annotated[
        float, typer.Option(min=0.1, max=600, help="Thời gian nhiều nhất, tính bằng giây.")
    ] = 5.0,
    as_json: JsonFlag = False,
) -> None:
    """Truy vấn đồ thị bằng Cypher hoặc SPARQL; chỉ đọc, trên một bản chụp."""
    from graph.adhoc import Limits, run_cypher, run_sparql

    if (text is None) == (sparql is None):
        raise InputError("cần một câu lệnh Cypher, hoặc --sparql CÂU_LỆNH")
    limits = replace(Limits(), rows=limit, seconds=seconds)
    with state.workspace() as ws:
        if sparql is not None:
            found = run_sparql(ws.store, sparql, limits=limits)
        else:
            found = run_cypher(ws.store, text or "", dict(map(_param, param or ())), limits=limits)
    if as_json:
        console.print_json(found)
        return
    for note in found.notes:
        console.err.print(f"Lưu ý: {note}", markup=False)
    rows = [[console.short(_cell(row[name]), 300) for name in found.columns] for row in found.rows]
    console.print_table(None, found.columns, rows)
    if found.truncated:
        console.out.print(f"… chỉ {len(found.rows)} dòng đầu (--limit)")


def _param(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"không phải tham số: {text!r}", hint="--param tên=giá_trị")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

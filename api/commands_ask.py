"""`truyvet search` and `truyvet ask`: one query, or a batch of them from a JSON Lines file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from api import console
from api.command import JsonFlag, app, state
from api.finding import find_places
from graph.files import replaced
from ontology.codec import dump
from ontology.errors import InputError
from search.types import Answer, Filters, HitKind, Plan, SearchPage

Batch = Annotated[Path | None, typer.Option(help='Tệp JSON Lines, mỗi dòng {"id", "question"}.')]
Out = Annotated[Path | None, typer.Option(help="Tệp JSON Lines kết quả của --batch.")]


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="Từ ngữ hoặc số hiệu văn bản.")] = None,
    batch: Batch = None,
    out: Out = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Số kết quả.")] = 10,
    offset: Annotated[int, typer.Option(min=0, help="Bỏ qua bấy nhiêu kết quả đầu.")] = 0,
    document: Annotated[
        list[str] | None, typer.Option(help="Chỉ trong văn bản này (số hiệu hoặc mã).")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="clause, task, target hoặc result.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="Chỉ văn bản của tỉnh này.")] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Tìm đúng chữ đã gõ, không sửa lỗi gõ.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Tìm điều khoản, nhiệm vụ, chỉ tiêu theo từ ngữ và ý nghĩa."""
    for given in kind or ():
        if given not in get_args(HitKind):
            raise InputError(f"không có loại {given!r}", hint="một trong: " + ", ".join(get_args(HitKind)))
    with state.workspace() as ws:
        filters = Filters(
            documents=tuple(ws.document_id(d) for d in document or ()),
            kinds=tuple(kind or ()),
            places=find_places(ws.store, place or ()),
        )

        def one(text: str) -> SearchPage:
            page: SearchPage = ws.search.search(
                text, filters=filters, limit=limit, offset=offset, repair=not exact
            )
            return page

        if batch:
            _batch(batch, out, lambda text: {"hits": dump(one(text).hits)})
            return
        page = one(_given(query))
    console.print_json(page) if as_json else _show_page(page)


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="Câu hỏi, có dấu hay không dấu, hoặc tiếng Anh.")
    ] = None,
    batch: Batch = None,
    out: Out = None,
    as_json: JsonFlag = False,
) -> None:
    """Hỏi bằng lời thường; câu trả lời có trích dẫn. Không ghi câu hỏi thì hỏi tiếp được ("còn Bến Tre?")."""
    with state.workspace() as ws:
        if batch:
            _batch(batch, out, lambda text: dump(ws.ask(text)))
            return
        if question is None:
            _talk(ws.ask, as_json=as_json)
            return
        answer: Answer = ws.ask(_given(question))
    console.print_json(answer) if as_json else show_answer(answer)


def _talk(ask: Callable[[str, Plan | None], Answer], *, as_json: bool) -> None:
    """One question a line until an empty line or the end of input; each may lean on the answer before it."""
    previous: Plan | None = None
    while text := _line():
        answer = ask(text, previous)
        previous = answer.understood.plan
        console.print_json(answer) if as_json else show_answer(answer)


def _line() -> str:
    try:
        return console.out.input("[bold]?[/bold] ").strip()
    except EOFError:
        return ""


def _given(text: str | None) -> str:
    if not text or not text.strip():
        raise InputError("không có câu nào để tìm", hint="viết câu trong ngoặc kép, hoặc dùng --batch TỆP")
    return text


def _batch(source: Path, target: Path | None, run: Callable[[str], dict[str, Any]]) -> None:
    if target is None:
        raise InputError("--batch cần --out TỆP")
    asked = _questions(source)
    with console.progress_bars(quiet=False) as progress, replaced(target) as file:
        for n, (id, text) in enumerate(asked):
            progress("ask", n, len(asked))
            file.write(json.dumps({"id": id, **run(text)}, ensure_ascii=False) + "\n")


def _questions(source: Path) -> list[tuple[Any, str]]:
    """The id and the text of each line, all checked before the first is asked. Raises InputError."""
    out = []
    try:
        lines = source.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as exc:
        raise InputError("không phải tệp UTF-8", document=source.name) from exc
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            texts = [item[key] for key in ("question", "query", "text") if key in item]
            id, text = item["id"], texts[0]
        except (ValueError, TypeError, LookupError):
            text = None
        if not isinstance(text, str):
            raise InputError(
                "dòng không đúng dạng", document=source.name, line=number, hint='{"id": …, "question": "…"}'
            )
        out.append((id, text))
    return out


def _show_page(page: SearchPage) -> None:
    if page.repairs:
        console.out.print(f"Đã tìm: “{page.query}”. Tìm đúng chữ đã gõ: thêm --exact.", markup=False)
    if not page.hits:
        console.out.print("Không tìm thấy gì. Thử ít từ hơn, hoặc bỏ bớt điều kiện lọc.")
        return
    rows = [
        (f"{hit.score:.2f}", hit.number or hit.source, hit.no or hit.path, console.short(hit.text, 240))
        for hit in page.hits
    ]
    console.print_table(
        f"{page.total} kết quả cho “{page.query}”", ("Điểm", "Văn bản", "Mục", "Nội dung"), rows
    )


def show_answer(answer: Answer) -> None:
    """How the question was understood, the answer, its rows and quotes."""
    console.out.print(f"[dim]{answer.understood.words}[/dim]")
    console.out.print(answer.answer, style="bold", markup=False)
    rows = [
        (
            row.no or row.path or row.number or "",
            row.name or console.short(row.text, 200),
            row.value_text,
            row.document,
        )
        for row in answer.rows[:20]
    ]
    if rows:
        console.print_table(None, ("Mục", "Nội dung", "Giá trị", "Văn bản"), rows)
    if len(answer.rows) > 20:
        console.out.print(f"… và {len(answer.rows) - 20} dòng nữa (--json để xem đủ)")
    for cited in answer.citations[:5]:
        console.out.print(f"  “{console.short(cited.quote, 160)}” — {cited.id}", style="dim", markup=False)

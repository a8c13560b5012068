"""The command `truyvet`. Each command is thin: it opens the workspace, calls one function, prints the result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.settings import Settings, load_settings
from ontology.errors import TruyVetError

app = typer.Typer(
    name="truyvet",
    help="Truy vết nghị quyết, kế hoạch tới từng nhiệm vụ · trace resolutions and plans down to tasks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

JsonFlag = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]


class State:
    """What the global options say; commands open the workspace through it."""

    settings: Settings

    def workspace(self, *, write: bool = False) -> Any:
        """The workspace, for reading unless `write`. The import stays here so that `--help` is instant."""
        from api.pipeline import Workspace

        return Workspace.open(self.settings, read_only=not write)


state = State()


@app.callback()
def options(
    home: Annotated[Path | None, typer.Option(help="Thư mục kho dữ liệu (TRUYVET_HOME).")] = None,
    store: Annotated[
        str | None, typer.Option(help="Kho đồ thị: embedded hoặc neo4j://… (TRUYVET_STORE).")
    ] = None,
    embedder: Annotated[str | None, typer.Option(help="Mô hình vectơ (TRUYVET_EMBEDDER).")] = None,
) -> None:
    """Options of every command."""
    state.settings = load_settings(home=home, store=store, embedder=embedder)


@app.command()
def settings(as_json: JsonFlag = False) -> None:
    """Liệt kê mọi cài đặt, giá trị và ý nghĩa."""
    from api import console

    rows = state.settings.table()
    if as_json:
        console.print_json({name: value for name, value, _ in rows})
    else:
        console.print_table("Cài đặt", ("Biến môi trường", "Giá trị", "Ý nghĩa"), rows)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng; 0 là cổng trống bất kỳ.")] = None,
) -> None:
    """Mở trang web và API trên máy này."""
    from api.server import run

    run(load_settings(**{**state.settings.model_dump(), "host": host, "port": port}))


def main() -> None:
    """Run the command line; every error of ours becomes one line and exit status 2."""
    from api import (  # noqa: F401  (they register their commands)
        commands_ask,
        commands_copy,
        commands_data,
        commands_explore,
        commands_query,
        commands_read,
        commands_review,
        tour,
    )

    try:
        app(standalone_mode=True)
    except TruyVetError as e:
        typer.echo(f"truyvet: {e}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("truyvet: dừng theo yêu cầu", err=True)
        sys.exit(130)

"""What every command of `truyvet` shares: the application, its global options, and the way to the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.settings import Settings, load_settings

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

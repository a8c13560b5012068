"""The command `truyvet`. Each command is thin: it opens the workspace, calls one function, prints the result."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.command import JsonFlag, app, state
from api.settings import load_settings
from ontology.errors import TruyVetError


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
    """Run the command line; every foreseen error becomes one line and exit status 2."""
    from api import (  # noqa: F401  (the commands register themselves)
        commands_ask,
        commands_copy,
        commands_data,
        commands_explore,
        commands_query,
        commands_read,
        commands_review,
        failing,
        tour,
    )

    try:
        app(standalone_mode=True)
    except TruyVetError as e:
        typer.echo(f"truyvet: {failing.told(e)}", err=True)
        sys.exit(2)
    except OSError as e:
        typer.echo(f"truyvet: {failing.of_system(e)}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("truyvet: dừng theo yêu cầu", err=True)
        sys.exit(130)

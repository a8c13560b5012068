"""`truyvet ask` as a conversation."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import command, commands_ask
from api.pipeline import Workspace


def test_questions_without_words_follow_one_another(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(commands_ask.ask)  # it registers itself
    monkeypatch.setattr(Workspace, "close", lambda self: None)
    monkeypatch.setattr(command.State, "workspace", lambda self, write=False: workspace)
    typed = "Sở Nội vụ Tiền Giang chủ trì việc gì?\ncòn Công an tỉnh?\n\nkhông hỏi nữa\n"
    done = CliRunner().invoke(
        command.app, ["--home", str(tmp_path), "ask"], input=typed, catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    assert done.stdout.count("Hiểu là") == 2
    assert "nối câu trước" in done.stdout

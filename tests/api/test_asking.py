"""`truyvet ask` as a conversation, and edited plans over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api import command, commands_ask
from api.app import create_app
from api.pipeline import Workspace
from tests.api.calling import Caller


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


QUESTION = "Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?"


def test_an_understood_plan_is_edited_and_sent_back(workspace: Workspace) -> None:
    with Caller(create_app(workspace)) as client:

        def ask(status: int = 200, **body: Any) -> dict[str, Any]:
            answer = client.post("/api/v1/ask", json={"question": QUESTION, **body})
            assert answer.status_code == status, answer.text
            return dict(answer.json())

        first = ask()
        plan = first["understood"]["plan"]
        assert {"agency", "role", "place", "document"} <= {part["kind"] for part in plan["parts"]}
        assert ask(plan=plan) == first
        kept = [part for part in plan["parts"] if part["kind"] not in ("agency", "role")]
        wider = ask(plan=plan | {"parts": kept})
        assert {row["id"] for row in first["rows"]} < {row["id"] for row in wider["rows"]}
        assert "Sở Nội vụ" not in wider["understood"]["words"]
        changed = [part | {"value": "boss"} if part["kind"] == "role" else part for part in plan["parts"]]
        error = ask(422, plan=plan | {"parts": changed})["error"]
        assert "boss" in error["message"] and "coop" in error["hint"]
        assert ask(422, plan=plan | {"parts": [{"id": "x", "value": "y"}]})["error"]["code"] == "input"
        assert ask(422, plan=plan, previous=plan)["error"]["code"] == "input"
        ask(422, plan=plan | {"parts": [{"value": "no id"}]})

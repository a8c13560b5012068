"""The MCP server offers reads alone, and answers with what the API would."""

from __future__ import annotations

import asyncio
from typing import Any

from api.mcp import server
from api.pipeline import Workspace

PLAN = "225/KH-UBND"


def test_the_tools_read(workspace: Workspace) -> None:
    opened = server(workspace)
    assert [tool.name for tool in asyncio.run(opened.list_tools())] == ["search", "ask", "trace", "coverage"]

    def call(name: str, **arguments: Any) -> str:
        return str(asyncio.run(opened.call_tool(name, arguments)))

    assert "225-kh-ubnd.tien-giang.2025#" in call("search", query="dữ liệu", document=PLAN, limit=3)
    assert "understood" in call("ask", question="225/KH-UBND có bao nhiêu nhiệm vụ?")
    assert "225-kh-ubnd.tien-giang.2025#task:1" in call("trace", document=PLAN, item="1")
    assert "covered" in call("coverage", document="57-NQ/TW")

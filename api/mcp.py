"""The same reads for assistants: an MCP server over standard input and output. It can change nothing."""

from __future__ import annotations

from typing import Any

from api.finding import find_node
from api.pipeline import Workspace
from graph import walks
from ontology.codec import dump, load
from ontology.errors import MissingExtra
from search.types import Filters, Plan

_ABOUT = (
    "Vietnamese resolutions and plans as one linked graph. Every answer bears quotes with their places; "
    "say them along. When `none` is true the documents do not say."
)


def server(workspace: Workspace) -> Any:
    """An MCP server with the tools search, ask, trace and coverage. Raises MissingExtra."""
    try:
        from mcp.server.mcpserver import MCPServer
    except ImportError as exc:
        raise MissingExtra("the MCP server is not installed", hint="pip install 'truyvet[mcp]'") from exc
    made = MCPServer("truyvet", instructions=_ABOUT)

    @made.tool()
    def search(query: str, document: str | None = None, limit: int = 10) -> dict[str, Any]:
        """Find clauses, tasks and targets by words and meaning; `document` is a number such as 57-NQ/TW."""
        documents = (workspace.document_id(document),) if document else ()
        page = workspace.search.search(
            query, filters=Filters(documents=documents), limit=min(limit, 50), repair=True
        )
        return {"query": page.query, "hits": dump(page.hits), "total": page.total}

    @made.tool()
    def ask(question: str, previous: dict[str, Any] | None = None) -> dict[str, Any]:
        """Answer a question in Vietnamese or English from the documents, with rows and citations.

        `previous` is `understood.plan` of the last answer, for a question that leans on it ("còn Bến Tre?").
        """
        last = load(Plan, previous) if previous else None
        answer: dict[str, Any] = dump(workspace.ask(question, last))
        return answer

    @made.tool()
    def trace(document: str, item: str | None = None, down: bool = False, depth: int = 4) -> dict[str, Any]:
        """Follow a task (`item` "35") or clause ("III.5.d") up to what orders it, or `down` to what does it."""
        root = find_node(workspace.store, document, item)
        way = walks.trace(workspace.store, root, direction="down" if down else "up", depth=min(depth, 8))
        found: dict[str, Any] = dump(way)
        return found

    @made.tool()
    def coverage(document: str) -> dict[str, Any]:
        """Which clauses of a document something below carries out, and which nothing does."""
        found: dict[str, Any] = dump(walks.coverage(workspace.store, workspace.document_id(document)))
        return found

    return made

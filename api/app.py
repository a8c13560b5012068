"""The HTTP service: the API under /api/v1, its reference at /docs, and the page at /."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from api import failures
from api import schemas as s
from api.auth import reader
from api.deps import fresh, only_known
from api.hosts import KnownHosts
from api.limits import BodyLimit
from api.pipeline import Workspace
from api.reference import html, markdown
from api.routes import documents, graph, query, results, review, search, service, units
from api.settings import Settings, load_settings

STATIC = Path(__file__).parent / "static"
PREFIX = "/api/v1"
FILES_A_CALL = 10
#: Only our own files; Preact and Cytoscape set styles through the DOM, which needs no inline style.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>TruyVết</title>
<h1>Trang web chưa được dựng</h1>
<p>Dịch vụ đang chạy, nhưng giao diện chưa được dựng. Cần Node 20 trở lên, rồi chạy trong thư mục <code>web</code>:</p>
<pre>npm ci
npm run build</pre>
<p>API vẫn dùng được: <a href="docs">tài liệu API</a>.</p></html>"""
_DESCRIPTION = (
    "One linked graph of Vietnamese resolutions and plans: from an order down to the task, the agency and the "
    "deadline that carry it out, and back up. Ids are path segments and must be percent-encoded; a document may be "
    "named by its number too (57-NQ%2FTW). Lists are in a fixed order; `total` counts all of one, `limit` and `offset` "
    "take a part. A parameter that a call does not know is refused. Reads of the graph bear an ETag: sent back as "
    "If-None-Match, it gives 304 until the store changes. Every failure has the body "
    '`{"error": {code, message, hint, document, line, column}}`.'
)


def create_app(workspace: Workspace, *, settings: Settings | None = None, static: Path = STATIC) -> FastAPI:
    """The service over an open workspace; the caller keeps the workspace and closes it. `static` is the built page."""
    app = _described()
    app.state.workspace = workspace
    app.state.settings = settings or load_settings()
    app.state.page = (static / "index.html").is_file()
    failures.install(app)
    app.middleware("http")(_secure)
    app.add_middleware(BodyLimit, limit=FILES_A_CALL * (app.state.settings.max_upload_mb << 20))
    app.add_middleware(KnownHosts, settings=app.state.settings)
    _pages(app, static)
    return app


def _described() -> FastAPI:
    """The routes alone, which is all that the reference needs."""
    app = FastAPI(
        title="TruyVết", version=version("truyvet"), description=_DESCRIPTION, docs_url=None, redoc_url=None
    )
    answers: dict[int | str, dict[str, Any]] = {"default": {"model": s.Failure, "description": "Failure"}}
    routes = APIRouter(prefix=PREFIX, dependencies=[Depends(reader), Depends(only_known)], responses=answers)
    for module in (documents, units, results, graph, review):
        routes.include_router(module.router, dependencies=[Depends(fresh)])
    for module in (search, query, service):
        routes.include_router(module.router)
    app.include_router(routes)
    return app


def reference() -> str:
    """docs/api.md, as the routes now are."""
    return markdown(_described().openapi())


async def _secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response


def _pages(app: FastAPI, static: Path) -> None:
    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(html(app.openapi()))

    if not app.state.page:

        @app.get("/", include_in_schema=False)
        def no_page() -> HTMLResponse:
            return HTMLResponse(NO_PAGE, status_code=503)

        return

    # No mount at "/": it would answer for every path of the API that is asked with the wrong method.
    files = {file.name: file for file in static.iterdir() if file.is_file()}
    if (static / "assets").is_dir():
        app.mount("/assets", StaticFiles(directory=static / "assets"))

    @app.get("/", include_in_schema=False)
    @app.get("/{name}", include_in_schema=False)
    def page(name: str = "index.html") -> FileResponse:
        if name not in files:
            raise HTTPException(404, "no such page")
        return FileResponse(files[name], headers={"Cache-Control": "no-cache"})

"""Runs the HTTP service with uvicorn; says where, and whether the page is there."""

from __future__ import annotations

import socket

import uvicorn

from api.app import STATIC, create_app
from api.console import out
from api.hosts import is_loopback
from api.pipeline import Workspace
from api.settings import Settings


def run(settings: Settings) -> None:
    """Serve until interrupted. The workspace is open for writing, so that documents can be sent."""
    with (
        Workspace.open(settings, serving=True) as workspace,
        socket.create_server((settings.host, settings.port)) as listening,
    ):
        port = listening.getsockname()[1]
        app = create_app(workspace, settings=settings)
        page = (
            ""
            if (STATIC / "index.html").is_file()
            else " (trang web chưa được dựng: cần Node 20, xem README)"
        )
        out.print(
            f"TruyVết đang chạy tại http://{settings.host}:{port}{page}\nTài liệu API: /docs · Ctrl+C để dừng"
        )
        if settings.curator_key is None and not is_loopback(settings.host):
            out.print(
                "Ai gọi được tới đây cũng ghi được: hãy đặt TRUYVET_CURATOR_KEY (và TRUYVET_READER_KEY)"
            )
        if workspace.switch:
            out.print(
                f"Đổi mô hình sang {settings.embedder}: đang tính lại vectơ (xem /api/v1/health); "
                "tìm kiếm vẫn dùng mô hình cũ"
            )
        config = uvicorn.Config(app, log_level="warning")
        uvicorn.Server(config).run(sockets=[listening])

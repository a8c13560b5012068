"""A bound on what a caller may send, held before anything is parsed or kept."""

from __future__ import annotations

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.failures import error_body


class BodyLimit:
    """Answers 413 to a body of more than `limit` bytes, whether it says its length or not."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on, counting what comes in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._limit:
            await self._refuse(send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            # A body that grows past the limit ends here: the caller is cut off, nothing more is kept.
            return message if seen <= self._limit else {"type": "http.disconnect"}

        await self._app(scope, counted, send)

    async def _refuse(self, send: Send) -> None:
        hint = f"at most {self._limit >> 20} MB in one call"
        body = json.dumps(error_body("limit_exceeded", "the body is too large", hint=hint)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": body})

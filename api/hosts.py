"""Which names the service answers to, so that no other site's name can be pointed at it (DNS rebinding).

A page of a stranger's site whose name is made to mean this machine would count as a page of this service: it could
read everything and write. Such a page needs a name, so addresses and `localhost` are always taken.
"""

from __future__ import annotations

import ipaddress
import json
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from api.failures import error_body
from api.settings import Settings


def allowed(host: str, settings: Settings) -> bool:
    """Whether a Host header names this service; any name does where it listens to others and has no list of names."""
    name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    listed = {part.strip().lower() for part in settings.hosts.split(",") if part.strip()}
    if not listed and not is_loopback(settings.host):
        return True
    return name in listed or name == "localhost" or name.endswith(".localhost") or _is_address(name)


def is_loopback(host: str) -> bool:
    """Whether who listens there hears this machine alone."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class KnownHosts:
    """Answers 421 to a call under a name that is not this service's; answers HEAD as GET, without a body."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        try:
            known = allowed(host, self._settings)
        except ValueError:  # no host at all: "[", "a:b:c"
            known = False
        if not known:
            await _refuse(host, send)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server knows what was asked, and sends no body
        await self._app(scope, receive, send)


async def _refuse(host: str, send: Send) -> None:
    body = json.dumps(
        error_body(
            "unknown_host", f"this service does not answer to {host!r}", hint="TRUYVET_HOSTS lists its names"
        )
    ).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})

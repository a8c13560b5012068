"""Who may call: bearer keys from the settings, and no writes sent by other sites' pages.

Without keys everything is open, which suits the default address (loopback). The curator's key opens reading too.
"""

from __future__ import annotations

import secrets
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from api.settings import Settings

_bearer = HTTPBearer(auto_error=False, description="Only where the service has keys set")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def reader(request: Request, given: Credentials) -> None:
    """Lets a reader or a curator pass. Raises 401."""
    settings: Settings = request.app.state.settings
    if settings.reader_key is not None:
        _check(given, (settings.reader_key, settings.curator_key))


def curator(request: Request, given: Credentials) -> None:
    """Lets a curator pass, from a page of this service or from no page at all. Raises 401, 403."""
    settings: Settings = request.app.state.settings
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "a page of another site may not write here")
    if settings.curator_key is not None:
        _check(given, (settings.curator_key,))


def _check(given: HTTPAuthorizationCredentials | None, keys: tuple[SecretStr | None, ...]) -> None:
    token = given.credentials.encode() if given else b""
    wanted = [key.get_secret_value().encode() for key in keys if key is not None]
    if not any(secrets.compare_digest(token, key) for key in wanted):
        raise HTTPException(401, "a valid bearer key is needed", headers={"WWW-Authenticate": "Bearer"})

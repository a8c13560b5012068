"""Every failure leaves as one body: {"error": {code, message, hint, document, line, column}}."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from ontology.errors import (
    IndexMismatch,
    InputError,
    LimitExceeded,
    MissingExtra,
    NotFound,
    QueryRefused,
    StoreLocked,
    StoreUnavailable,
    TruyVetError,
    UnsupportedFormat,
)

_log = logging.getLogger("truyvet.api")

#: The most specific class that fits decides.
STATUS: dict[type[TruyVetError], int] = {
    LimitExceeded: 413,
    UnsupportedFormat: 415,
    InputError: 422,
    NotFound: 404,
    QueryRefused: 400,
    MissingExtra: 501,
    StoreUnavailable: 503,
    StoreLocked: 503,
    IndexMismatch: 409,
    TruyVetError: 500,
}
RETRY_AFTER = {"Retry-After": "5"}
_CODES = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "limit_exceeded",
}


def error_body(
    code: str,
    message: str,
    *,
    hint: str | None = None,
    document: str | None = None,
    line: int | None = None,
    column: int | None = None,
) -> dict[str, dict[str, str | int | None]]:
    """The one shape of a failure."""
    return {
        "error": {
            "code": code, "message": message, "hint": hint, "document": document, "line": line, "column": column,
        }
    }  # fmt: skip


def status_of(error: TruyVetError) -> int:
    """The HTTP status of an error."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def install(app: FastAPI) -> None:
    """Give every failure of `app` the one body."""
    app.add_exception_handler(TruyVetError, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TruyVetError)
    status = status_of(error)
    body = error_body(
        error.code,
        error.message,
        hint=error.hint,
        document=error.document,
        line=error.line,
        column=error.column,
    )
    return JSONResponse(body, status, headers=RETRY_AFTER if status == 503 else None)


def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return JSONResponse(error_body("validation", f"{where}: {first['msg']}", hint="see /docs"), 422)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 304:  # no failure, and no body
        return Response(status_code=304, headers=error.headers)
    body = error_body(_CODES.get(error.status_code, "http"), str(error.detail))
    return JSONResponse(body, error.status_code, headers=error.headers)


def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    _log.exception("%s %s", request.method, request.url.path, exc_info=error)
    return JSONResponse(
        error_body("internal", "the service met an unforeseen error", hint="its log says more"), 500
    )

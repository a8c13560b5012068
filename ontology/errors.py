"""The error tree. A class exists only where a caller acts differently.

TruyVetError
├── InputError            the document or argument is at fault; the rest of a batch goes on
│   ├── UnreadableDocument
│   ├── UnsupportedFormat
│   └── LimitExceeded
├── NotFound              no such document, clause, task, agency …
├── QueryRefused          an ad-hoc query that would write, administer or leave the sandbox
├── MissingExtra          an optional package is not installed; the hint has the install line
├── SettingsError         a setting has an impossible value
└── StoreError            the graph store failed
    ├── StoreUnavailable  try again later (HTTP 503)
    ├── StoreLocked       another process writes
    └── IndexMismatch     vectors of another embedder or dimension
"""

from __future__ import annotations


class TruyVetError(Exception):
    """Base of every error the project raises on purpose.

    `document` is the file name or document id, `line` and `column` count from 1, `hint` says what is possible instead.
    """

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        document: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.document = document
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        where = ""
        if self.document:
            where = f"{self.document}:{self.line}: " if self.line else f"{self.document}: "
        elif self.line:
            where = f"line {self.line}, column {self.column}: " if self.column else f"line {self.line}: "
        return f"{where}{self.message}" + (f" ({self.hint})" if self.hint else "")


class InputError(TruyVetError):
    """The document or argument is at fault."""

    code = "input"


class UnreadableDocument(InputError):
    """The bytes cannot be read as the format that they claim to be."""

    code = "unreadable_document"


class NoText(UnreadableDocument):
    """A file holds no text: empty, or a scan in which nothing was recognised."""

    code = "no_text"


class UnsupportedFormat(InputError):
    """No reader is registered for this file."""

    code = "unsupported_format"


class LimitExceeded(InputError):
    """Too large, too deep, too many pages, or too slow."""

    code = "limit_exceeded"


class NotFound(TruyVetError):
    """Nothing has this id, number or name."""

    code = "not_found"


class QueryRefused(TruyVetError):
    """The ad-hoc query is not a read that the sandbox allows."""

    code = "query_refused"


class MissingExtra(TruyVetError):
    """An optional package is not installed."""

    code = "missing_extra"


class SettingsError(TruyVetError):
    """A setting has an impossible value."""

    code = "settings"


class StoreError(TruyVetError):
    """The graph store failed."""

    code = "store"


class StoreUnavailable(StoreError):
    """The store does not answer now; the same call may succeed later."""

    code = "store_unavailable"


class StoreLocked(StoreError):
    """Another process holds the store for writing."""

    code = "store_locked"


class IndexMismatch(StoreError):
    """The stored vectors come from another embedder or have another dimension."""

    code = "index_mismatch"

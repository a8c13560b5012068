"""Compound files, the containers of the old Office formats (and of new ones with a password)."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import olefile

from ingest.formats.limits import protected
from ontology.errors import UnreadableDocument

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What olefile lets through from a damaged file beside its own error.
_DAMAGE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    struct.error,
    OverflowError,
    RecursionError,
)


def parts(name: str, data: bytes) -> frozenset[str]:
    """The names of what stands at the top of a compound file; raises as `streams` does."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            found = frozenset(path[0] for path in container.listdir() if len(path) == 1)
    except _DAMAGE as error:
        raise UnreadableDocument(f"damaged: {error}", document=name) from error
    if "EncryptedPackage" in found:
        raise protected(name)
    return found


def streams(name: str, data: bytes, wanted: Sequence[str]) -> dict[str, bytes]:
    """Those of the wanted streams that stand at the top of a compound file.

    Raises UnreadableDocument for a damaged file and for one with a password.
    """
    found = parts(name, data)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return {key: container.openstream(key).read() for key in wanted if key in found}
    except _DAMAGE as error:
        raise UnreadableDocument(f"damaged: {error}", document=name) from error

"""Which reader read a document: a digest over all that decides what is read from a file and stored of it.

It covers the source and the data files of `ingest` and `ontology` and the modules that make facts, not the libraries
that open PDF or Word files. So a change to the parser has every file read again at the next ingest, and a new version
of the program that left it alone does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = ("ingest", "ontology")
_FACTS = ("facts.py", "shared.py")


@cache
def reader() -> str:
    """The name of this program's reader, as stored with each document that it read."""
    own = [files(name) for name in _PACKAGES] + [files("graph").joinpath(name) for name in _FACTS]
    return "reader " + digest_of(own)


def digest_of(parts: list[Traversable]) -> str:
    """A digest of the names and contents of files and folders, in their order; compiled files do not count."""
    digest = hashlib.sha256()
    for part in parts:
        for name, file in _files(part, part.name):
            content = file.read_bytes()
            digest.update(f"{name} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def _files(part: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    if part.is_file():
        yield name, part
        return
    for child in sorted(part.iterdir(), key=lambda c: c.name):
        if child.name != "__pycache__":
            yield from _files(child, f"{name}/{child.name}")

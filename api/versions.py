"""Which reader read a document and which linker linked it: digests over all that decides what they find.

A reader's covers the source and the data files of `ingest` and `ontology` and the modules that make facts, not the
libraries that open PDF or Word files; a linker's the modules that choose documents, candidates and links, the models'
weights and the embedder. So a change to the parser has every file read again at the next ingest, a change to a link
model every document linked again, and a new version of the program that left them alone does neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = ("ingest", "ontology")
_FACTS = ("facts.py", "shared.py")
_LINKING = {
    "ontology": ("concepts.py", "data/concepts.toml"),
    "graph": ("linkers", "peers.py", "units.py", "upstream.py"),
    "search": ("candidates.py", "tokens.py"),
    "api": ("linking.py",),
}


@cache
def reader() -> str:
    """The name of this program's reader, as stored with each document that it read."""
    own = [files(name) for name in _PACKAGES] + [files("graph").joinpath(name) for name in _FACTS]
    return "reader " + digest_of(own)


@cache
def linker(embedder: str) -> str:
    """The name of this program's linker with the embedder of that id, as stored with each document that it linked."""
    own = [files(package).joinpath(name) for package, names in _LINKING.items() for name in names]
    return f"linker {digest_of(own)} {embedder}"


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

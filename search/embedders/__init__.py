"""Embedders: the table of them, and how one is opened by name."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ontology.errors import SettingsError
from search.embedders.base import Embedder

#: Name -> "module:Class", loaded on use: a model's library stays out of the process until it is asked for.
#: A name may be followed by ":" and the model, as in "transformers:/models/bge-m3".
EMBEDDERS: dict[str, str] = {
    "nano": "search.embedders.nano:NanoEmbedder",
    "transformers": "search.embedders.transformers:TransformersEmbedder",
    "openai": "search.embedders.openai:OpenAIEmbedder",
}


def open_embedder(name: str, **options: Any) -> Embedder:
    """Open the embedder that `name` names, with the options of its class.

    Raises SettingsError for an unknown name and MissingExtra when its package is not installed.
    """
    kind, _, model = name.partition(":")
    row = EMBEDDERS.get(kind)
    if row is None:
        raise SettingsError(f"unknown embedder {name!r}", hint="one of: " + ", ".join(EMBEDDERS))
    if model:
        options["model"] = model
    module, _, cls = row.partition(":")
    embedder: Embedder = getattr(import_module(module), cls)(**options)
    return embedder

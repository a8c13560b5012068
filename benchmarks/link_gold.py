"""Links of hand-made gold as pairs of documents with units, candidates and features, ready to train and score."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from api.ingesting import ingest_files
from graph.linkers.base import Candidate, CandidateSource, Unit
from graph.linkers.scored import Tables, first_look
from graph.linkers.wording import grams
from graph.store import Query, open_store
from graph.units import units
from graph.upstream import Upstream

Grades = dict[str, dict[str, int]]
_RAW = Query("MATCH (c:Clause) RETURN c.id AS id, c.text_raw AS raw")
_DOCUMENTS = Query("MATCH (d:Document) WHERE d.stub = false RETURN d.id AS id, d.source AS source")
_MARKS = re.compile(r"[\\*_#|•■]")


@dataclass(frozen=True, slots=True)
class Pair:
    """One gold file: sources, targets, and for each source id the graded target ids.

    `kind` is "task-clause" and the like. `above` are the upstream documents of the target's own that are in the corpus.
    `weight` is what each of its links counts in training.
    """

    name: str
    kind: str
    sources: list[Unit]
    targets: list[Unit]
    gold: Grades
    found: dict[str, list[Candidate]]
    tables: Tables
    lost: tuple[str, ...]
    above: frozenset[str]
    weight: float

    @property
    def target(self) -> str:
        """The id of the upstream document."""
        return self.targets[0].document


def load_pairs(corpus: Path, folders: Mapping[Path, float], candidates: CandidateSource) -> list[Pair]:
    """Every links.*.jsonl of the folders, whose documents are in `corpus`; with each folder the weight of its links."""
    by_source, raw, above = _read(corpus)
    found = []
    for folder, weight in folders.items():
        for path in sorted(folder.glob("links.*.jsonl")):
            pair = _pair(path, by_source, raw, candidates)
            found.append(replace(pair, above=above[pair.target], weight=weight))
    return found


def _read(corpus: Path) -> tuple[dict[str, list[Unit]], dict[str, str], dict[str, frozenset[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"embedded:{folder}/store")
        try:
            ingest_files(store, [corpus], max_bytes=20 << 20, progress=lambda *_: None, force=False)
            found = {Path(r["source"]).stem: units(store, r["id"]) for r in store.read(_DOCUMENTS)}
            raw = {r["id"]: r["raw"] or "" for r in store.read(_RAW)}
            upstream = Upstream(store)
            return found, raw, {d: frozenset(upstream.of(d)) for d in upstream.documents()}
        finally:
            store.close()


def _pair(
    path: Path,
    by_source: Mapping[str, list[Unit]],
    raw: Mapping[str, str],
    candidates: CandidateSource,
) -> Pair:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    kind = "task" if any(t.get("no") for line in lines for t in line["targets"]) else "clause"
    own = by_source[lines[0]["source"]["doc"]]
    targets = [u for u in by_source[lines[0]["target_doc"]] if u.kind == kind]
    gold: Grades = {}
    lost: list[str] = []
    for line in lines:
        source = _source(line["source"], own)
        if source is None:
            lost.append(str(line["source"]))
            continue
        grades = gold.setdefault(source.id, {})
        for wanted in line["targets"]:
            unit = _target(wanted, targets, raw)
            if unit is None:
                lost.append(f"{source.label} -> {wanted['quote']}")
            else:
                grades[unit.id] = max(grades.get(unit.id, 0), wanted["grade"])
    (of,) = {u.kind for u in own if u.id in gold}
    sources = [u for u in own if u.kind == of]
    found, tables = first_look(sources, targets, candidates, closely=True)
    name = path.stem.removeprefix("links.")
    return Pair(name, f"{of}-{kind}", sources, targets, gold, found, tables, tuple(lost), frozenset(), 1.0)


def _source(wanted: Mapping[str, str], own: list[Unit]) -> Unit | None:
    kind, label = ("task", wanted["no"]) if wanted.get("no") else ("clause", wanted["path"])
    return next((u for u in own if u.kind == kind and u.label == label), None)


def _target(wanted: Mapping[str, str], targets: list[Unit], raw: Mapping[str, str]) -> Unit | None:
    if wanted.get("no"):
        return next((u for u in targets if u.label == wanted["no"]), None)
    if not wanted.get("quote"):
        return next((u for u in targets if u.label == wanted["path"]), None)
    quote = _plain(wanted["quote"])[:35]
    hits = [u for u in targets if quote in _plain(u.text)[:200] or quote in _plain(raw.get(u.id, ""))[:200]]
    return next((u for u in hits if u.label == wanted.get("path")), hits[0] if hits else None)


def near_copies(units: Sequence[Unit], *, least: float = 0.45) -> dict[str, str]:
    """A group for each unit id, alike for units that share `least` of their wording, directly or through others.

    Plans take tasks over from each other nearly word for word: who has judged one has judged them all.
    """
    texts = {unit.id: grams(unit.text) for unit in units}
    group = {id: id for id in texts}

    def top(id: str) -> str:
        while group[id] != id:
            id = group[id]
        return id

    for (a, one), (b, other) in combinations(texts.items(), 2):
        if one and other and len(one & other) >= least * len(one | other):
            group[top(a)] = top(b)
    return {id: top(id) for id in group}


def _plain(text: str) -> str:
    """The folding that the gold's quotes are compared under."""
    s = _MARKS.sub("", unicodedata.normalize("NFC", text).lower())
    s = s.replace("–", "-").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", s).strip(" .;:,-")

"""Documents written from the files that they are made of: only those whose files changed, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from api import parts
from api.parts import Bundle, Part, Stored
from graph.facts import facts
from graph.store import Change, Edge, GraphStore, Node, Value
from ingest.joined import parse_files
from ontology.types import ParsedDocument

#: What a document's own file says is its id -> the marks of the files that were passed over for it.
Marks = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Written:
    """The documents that a set of files makes, and those of them that were parsed and written."""

    bundles: Mapping[str, Bundle]
    documents: Mapping[str, ParsedDocument]

    def holding(self, part: Part) -> Bundle:
        """The bundle that a file is part of."""
        return next(b for b in self.bundles.values() if any(p.key == part.key for p in b.all))


def write(
    store: GraphStore,
    stored: Iterable[Stored],
    files: Iterable[Part],
    *,
    marks: Marks | None = None,
    anew: tuple[Part, ParsedDocument] | None = None,
) -> Written:
    """Make the stored documents those that `files` make; `anew` is the file that was read just now, and its reading.

    What keeps its files stays as it is; a file that adds nothing changes only what is remembered of files.
    """
    before = {s.bundle.id: s for s in stored}
    remembered = {s.bundle.main.own: s.passed_over for s in before.values() if s.bundle.main}
    wanted = parts.bundles(files)
    documents: dict[str, ParsedDocument] = {}
    nodes: list[Node] = []
    edges: list[Edge] = []
    patches: list[tuple[str, Mapping[str, Value]]] = []
    drops = [id for id in before if id not in wanted]
    for id, bundle in wanted.items():
        old = before.get(id)
        passed = set({**remembered, **(marks or {})}.get(bundle.main.own, ())) if bundle.main else set()
        props: dict[str, Value] = {**parts.record(bundle), "passed_over": "\n".join(sorted(passed)) or None}
        if old and _keys(old.bundle) == _keys(bundle) and not (anew and anew[0].key in _keys(bundle)):
            if old.bundle.all != bundle.all or set(old.passed_over) != passed:
                patches.append((id, props))
            continue
        first = anew[1] if anew and anew[0].key == bundle.parts[0].key else None
        documents[id] = doc = parse_files([p.source for p in bundle.parts], first=first)
        change = facts(doc)
        drops += change.drop_owned_by
        nodes += _stamped(change.nodes, id, {**props, "parsed_by": bundle.parts[0].parsed_by})
        edges += change.edges
    store.write(Change(tuple(drops), nodes=tuple(nodes), edges=tuple(edges), patches=tuple(patches)))
    return Written(wanted, documents)


def _keys(bundle: Bundle) -> list[tuple[str, str]]:
    return [part.key for part in bundle.parts]


def _stamped(nodes: Iterable[Node], document: str, stamp: Mapping[str, Value]) -> list[Node]:
    return [replace(n, props={**n.props, **stamp}) if n.id == document else n for n in nodes]

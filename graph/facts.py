"""What a parsed document states, as nodes and edges with evidence. Pure: the same document gives the same Change.

After `facts`:
1. Every node bears `owner`, the document's id, except Agency, Indicator and Document stubs.
2. Every edge bears `owner`; those that words of the text support bear `quote`, `start` and `end`.
3. Documents that it cites are stubs under the id that the citation gives; `graph.resolve` moves them to the
   document that is meant once the store is known.
4. The source text and the citations as read are on the Document node, so that nothing is lost between the two.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from graph import shared
from graph.resolve import resolve
from graph.store import Change, Edge, Node, Value
from ontology import agencies
from ontology.codec import dump
from ontology.ids import clause_id
from ontology.types import AgencyRef, Citation, Clause, Mention, ParsedDocument, Result, Target, Task

__all__ = ["facts", "resolve"]

CONTEXT_JOIN = " › "
Props = dict[str, Value]


def facts(doc: ParsedDocument) -> Change:
    """The change that replaces whatever the store holds of this document."""
    doc = _settled(doc)
    tree = _Tree(doc)
    nodes = [
        _document(doc),
        *_clauses(doc, tree),
        *_tasks(doc, tree),
        *_targets(doc, tree),
        *_results(doc, tree),
    ]
    edges = [*_parts(doc, tree), *_assignments(doc), *_measures(doc), *_issued_by(doc), *_mentions(doc, tree)]
    edges += _reports(doc)
    nodes += [
        *_agencies(doc),
        *(Node("Indicator", i.id, {"name": i.name, "unit": i.unit}) for i in doc.indicators),
    ]
    cited = shared.citation_edges(doc.id, doc.header.type, doc.citations)
    nodes += [
        shared.stub(edge.target, [c for c in doc.citations if c.target == edge.target]) for edge in cited
    ]
    return Change(drop_owned_by=(doc.id,), nodes=tuple(nodes), edges=(*edges, *cited))


def _units(doc: ParsedDocument) -> tuple[Task | Target, ...]:
    return (*doc.tasks, *doc.targets)


def _settled(doc: ParsedDocument) -> ParsedDocument:
    """The document with the years of its citations settled, in its results as well."""
    citations = _settle_years(doc.citations)
    meant = {old.target: new.target for old, new in zip(doc.citations, citations, strict=True)}
    results = tuple(
        replace(r, documents=tuple(dict.fromkeys(meant.get(d, d) for d in r.documents))) for r in doc.results
    )
    return replace(doc, citations=citations, results=results)


def _settle_years(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """A citation without a year means the one that the same document dates, if there is only one."""
    dated: dict[str, set[str]] = defaultdict(set)
    for c in citations:
        base, _, year = c.target.rpartition(".")
        if year != "x":
            dated[base].add(c.target)
    out = []
    for c in citations:
        base, _, year = c.target.rpartition(".")
        only = dated[base] if year == "x" and len(dated[base]) == 1 else {c.target}
        out.append(replace(c, target=next(iter(only))))
    return tuple(out)


class _Tree:
    """The clauses by id and path, and the headings above each."""

    def __init__(self, doc: ParsedDocument) -> None:
        self._document = doc.id
        self._by_id = {c.id: c for c in doc.clauses}

    def find(self, key: str | None) -> str | None:
        """The id of the clause that `key` (an id or a path) names, if there is one."""
        if key is None:
            return None
        return next((k for k in (key, clause_id(self._document, key)) if k in self._by_id), None)

    def is_own(self, clause: str, unit: Task | Target) -> bool:
        """Whether the clause is mostly the unit's own words: its row, marks of the table included."""
        node = self._by_id[clause]
        shared = min(node.end, unit.end) - max(node.start, unit.start)
        return 2 * shared > node.end - node.start

    def context(self, clause: str | None, *, with_self: bool = False) -> list[str]:
        """Labels and headings above a clause, from the top; `with_self` ends with its own."""
        out: list[str] = []
        seen: set[str] = set()
        key = clause
        while key is not None and key not in seen:
            seen.add(key)
            node = self._by_id[key]
            if key != clause or with_self:
                out.append(_heading(node))
            key = self.find(node.parent)
        return [heading for heading in reversed(out) if heading]


def _heading(clause: Clause) -> str:
    words = clause.heading or (clause.text if len(clause.text) <= 200 else clause.text[:200] + "…")
    return " ".join(w for w in (clause.label if clause.kind != "bullet" else "", words) if w).strip()


def _json(value: Any) -> str:
    return json.dumps(dump(value), ensure_ascii=False, separators=(",", ":"))


def _date(value: Any) -> str | None:
    return value.isoformat() if value else None


def _document(doc: ParsedDocument) -> Node:
    h = doc.header
    props: Props = {
        "owner": doc.id, "stub": False, "number": h.number, "type": h.type or "", "title": h.title or "",
        "issued": _date(h.issued), "year": h.issued.year if h.issued else None, "issuer": h.issuer,
        "signer": h.signer, "place": h.home, "level": h.level, "source": doc.source, "format": doc.format,
        "sha256": doc.sha256, "source_text": doc.text, "citations": _json(doc.citations), "edits": _json(doc.edits),
        "pages": _json(doc.pages), "diagnostics": _json(doc.diagnostics),
    }  # fmt: skip
    return Node("Document", doc.id, props)


def _clauses(doc: ParsedDocument, tree: _Tree) -> Iterable[Node]:
    for c in doc.clauses:
        props: Props = {
            "owner": doc.id, "document": doc.id, "path": c.path, "kind": c.kind, "label": c.label,
            "heading": c.heading, "text": c.text, "text_raw": c.text_raw, "start": c.start, "end": c.end,
            "parent": tree.find(c.parent), "order": c.order, "page": c.page,
            "context": CONTEXT_JOIN.join(tree.context(c.id)), "file": doc.file_at(c.start),
        }  # fmt: skip
        yield Node("Clause", c.id, props)


def _place_of(tree: _Tree, unit: Task | Target) -> tuple[str | None, list[str]]:
    clause = tree.find(unit.clause)
    if clause is None:
        return None, []
    # A row of an annex, like a task that the body states, is its clause: its words are the unit's own, no heading.
    return clause, tree.context(clause, with_self=unit.no is not None and not tree.is_own(clause, unit))


def _tasks(doc: ParsedDocument, tree: _Tree) -> Iterable[Node]:
    for order, t in enumerate(doc.tasks):
        clause, above = _place_of(tree, t)
        group = " ".join(w for w in (t.group, t.group_title) if w)
        d = t.deadline
        props: Props = {
            "owner": doc.id, "document": doc.id, "no": t.no, "group": t.group, "group_title": t.group_title,
            "title": t.title, "output": t.output, "deadline_text": d.text, "deadline_kind": d.kind,
            "deadline_start": _date(d.start), "deadline_end": _date(d.end), "deadline_condition": d.condition,
            "where": t.where, "clause": clause, "start": t.start, "end": t.end, "unclear": list(t.unclear),
            "context": CONTEXT_JOIN.join([*above, *([group] if group else [])]), "order": order,
            "diagnostics": _json(t.diagnostics), "file": doc.file_at(t.start),
        }  # fmt: skip
        yield Node("Task", t.id, props)


def _targets(doc: ParsedDocument, tree: _Tree) -> Iterable[Node]:
    for order, t in enumerate(doc.targets):
        clause, above = _place_of(tree, t)
        props: Props = {
            "owner": doc.id, "document": doc.id, "no": t.no, "parent": t.parent, "indicator": t.indicator,
            "name": t.name, "unit": t.unit, "year": t.period_end_year, "value_text": t.value_text,
            "comparator": t.comparator, "value": t.value, "value_max": t.value_max, "where": t.where,
            "clause": clause, "start": t.start, "end": t.end, "unclear": list(t.unclear),
            "context": CONTEXT_JOIN.join(above), "order": order, "diagnostics": _json(t.diagnostics),
            "file": doc.file_at(t.start),
        }  # fmt: skip
        yield Node("Target", t.id, props)


def _results(doc: ParsedDocument, tree: _Tree) -> Iterable[Node]:
    for order, r in enumerate(doc.results):
        props: Props = {
            "owner": doc.id, "document": doc.id, "kind": r.kind, "text": r.text, "name": r.name,
            "indicator": r.indicator, "value_text": r.value_text, "comparator": r.comparator, "value": r.value,
            "value_max": r.value_max, "unit": r.unit, "year": r.year, "period": r.period,
            "documents": list(r.documents), "clause": tree.find(r.clause), "start": r.start, "end": r.end,
            "context": CONTEXT_JOIN.join(tree.context(tree.find(r.clause), with_self=True)), "order": order,
            "file": doc.file_at(r.start),
        }  # fmt: skip
        yield Node("Result", r.id, props)


def _reports(doc: ParsedDocument) -> Iterable[Edge]:
    """REPORTS_ON from a result to the documents that it names and to those that the whole report is about."""
    cited: dict[str, list[Citation]] = defaultdict(list)
    for citation in doc.citations:
        cited[citation.target].append(citation)
    about = [c for c in doc.citations if shared.is_reported(doc.header.type, c)]
    for result in doc.results:
        named = [d for d in result.documents if d != doc.id]
        for target in named:
            yield _reported(doc, result, target, [m for c in cited[target] for m in c.mentions])
        for citation in about:
            if citation.target not in (*named, doc.id):
                yield _reported(doc, result, citation.target, citation.mentions)


def _reported(doc: ParsedDocument, result: Result, target: str, mentions: Sequence[Mention]) -> Edge:
    """The words of the edge are those that name the document: in the result, or else at the report's first mention."""
    inside = [m for m in mentions if result.start <= m.start < result.end]
    first = min(inside or mentions, key=lambda m: m.start)
    return _edge(
        doc, "REPORTS_ON", result.id, target, cited=target, quote=first.text, start=first.start, end=first.end,
        count=len(inside), provisions=[m.provision for m in inside if m.provision],
    )  # fmt: skip


def _parts(doc: ParsedDocument, tree: _Tree) -> Iterable[Edge]:
    for c in doc.clauses:
        yield _edge(doc, "PART_OF", c.id, tree.find(c.parent) or doc.id, start=c.start, end=c.end)
    for unit in (*_units(doc), *doc.results):
        yield _edge(doc, "PART_OF", unit.id, tree.find(unit.clause) or doc.id, start=unit.start, end=unit.end)


def _edge(doc: ParsedDocument, type_: str, source: str, target: str, **props: Value) -> Edge:
    return Edge(type_, source, target, {"owner": doc.id, **props})


def _assignments(doc: ParsedDocument) -> Iterable[Edge]:
    for task in doc.tasks:
        yield from _assigned(doc, "LED_BY", task, task.lead)
        yield from _assigned(doc, "COORDINATED_BY", task, task.coop)
    for target in doc.targets:
        yield from _assigned(doc, "OWNED_BY", target, target.owner)


def _assigned(
    doc: ParsedDocument, type_: str, unit: Task | Target, refs: Sequence[AgencyRef]
) -> Iterable[Edge]:
    printed: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        printed[ref.id].append(ref.text)
    first = {ref.id: (order, ref) for order, ref in reversed(list(enumerate(refs)))}
    for agency, (order, ref) in sorted(first.items(), key=lambda item: item[1][0]):
        start, end = _find(doc.text, ref.text, unit.start, unit.end)
        yield _edge(
            doc, type_, unit.id, agency, text=ref.text, texts=printed[agency], order=order, name=ref.name,
            collective=ref.collective, known=ref.known, quote=ref.text, start=start, end=end,
        )  # fmt: skip


def _find(text: str, words: str, start: int, end: int) -> tuple[int, int]:
    """Where the words stand in [start, end), or the whole span when the print breaks them up."""
    at = text.find(words, start, end) if words else -1
    return (at, at + len(words)) if at >= 0 else (start, end)


def _measures(doc: ParsedDocument) -> Iterable[Edge]:
    known = {i.id for i in doc.indicators}
    for t in doc.targets:
        if t.indicator in known:
            yield _edge(doc, "MEASURES", t.id, t.indicator, quote=t.name, start=t.start, end=t.end)
    for r in doc.results:
        if r.indicator in known:
            yield _edge(doc, "MEASURES", r.id, r.indicator, quote=r.text, start=r.start, end=r.end)


def _issuer(doc: ParsedDocument) -> AgencyRef | None:
    h = doc.header
    return agencies.resolve(h.issuer, place=h.home, on=h.issued) if h.issuer else None


def _issued_by(doc: ParsedDocument) -> Iterable[Edge]:
    if ref := _issuer(doc):
        start, end = _find(doc.text, ref.text, 0, len(doc.text))
        found = end - start == len(ref.text)
        yield _edge(
            doc, "ISSUED_BY", doc.id, ref.id, text=ref.text, name=ref.name, collective=ref.collective, known=ref.known,
            quote=ref.text, start=start if found else None, end=end if found else None,
        )  # fmt: skip


def _agencies(doc: ParsedDocument) -> Iterable[Node]:
    issuer = _issuer(doc)
    refs = [issuer] if issuer else []
    for task in doc.tasks:
        refs += [*task.lead, *task.coop]
    for target in doc.targets:
        refs += target.owner
    for ref in {ref.id: ref for ref in reversed(refs)}.values():
        yield shared.agency_node(ref.id, ref.name, collective=ref.collective, known=ref.known)


def _mentions(doc: ParsedDocument, tree: _Tree) -> Iterable[Edge]:
    """CITES from the clause, and from the task or target, whose words name another document."""
    for citation in doc.citations:
        if citation.target == doc.id:
            continue
        places: dict[str, list[Mention]] = defaultdict(list)
        for mention in citation.mentions:
            if clause := tree.find(mention.clause) or _clause_at(doc, mention):
                places[clause].append(mention)
            for unit in _units(doc):
                if unit.start <= mention.start < unit.end:
                    places[unit.id].append(mention)
        for place, found in places.items():
            provisions = [m.provision for m in found if m.provision]
            yield _edge(
                doc, "CITES", place, citation.target, cited=citation.target, quote=found[0].text,
                start=found[0].start, end=found[0].end, count=len(found), provisions=provisions,
            )  # fmt: skip


def _clause_at(doc: ParsedDocument, mention: Mention) -> str | None:
    return next((c.id for c in doc.clauses if c.start <= mention.start < c.end), None)

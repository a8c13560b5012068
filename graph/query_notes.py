"""What in a query names nothing that the graph has: a misspelt label gives no rows, which looks like an answer.

Cypher is looked at token by token, SPARQL by its `tv:` names. A note refuses nothing: a name may be one that a query
makes for itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import pairwise

from rdflib import URIRef

from graph.cypher import LABELS, PROPERTIES
from graph.cypher_guard import FUNCTIONS, Token, tokens
from ontology.rdf import TV, ontology_graph
from ontology.relations import RELATIONS

#: What edges bear: those that a linker made, those of documents, and those to agencies.
EDGE_PROPERTIES = (
    "link", "grade", "score", "status", "method", "source_quote", "target_quote", "features", "reviewer", "suspect",
    "linker_status", "linker_grade", "owner", "quote", "start", "end", "relation", "count", "order", "text", "texts",
    "since", "source", "cited", "provisions", "name", "known", "collective",
)  # fmt: skip
#: What search adds to a unit.
INDEX_PROPERTIES = ("embedding", "terms", "passage", "indexed")
#: Parts of dates and durations, read with a dot as properties are.
_OF_DATES = ("year", "month", "day", "quarter", "week", "hour", "minute", "second", "years", "months", "days")
_OWN = re.compile(r"\btv:(?P<name>\w+)")
_OPENING, _CLOSING = "([{", ")]}"


def notes(language: str, text: str) -> tuple[str, ...]:
    """A sentence for each label, relation, property or `tv:` name of a query that the graph does not have."""
    found = _in_cypher(tokens(text)) if language == "cypher" else _in_sparql(text)
    return tuple(dict.fromkeys(found))


def _in_sparql(text: str) -> Iterator[str]:
    for name in (match["name"] for match in _OWN.finditer(text)):
        if name not in _terms():
            yield _note("name in the ontology", f"tv:{name}", [f"tv:{term}" for term in _terms()])


@cache
def _terms() -> frozenset[str]:
    subjects = (node for node in ontology_graph().subjects() if isinstance(node, URIRef) and node in TV)
    return frozenset(node.fragment for node in subjects)


def _in_cypher(found: list[Token]) -> Iterator[str]:
    made = _keys(found)
    at = _Place()
    for n, token in enumerate(found):
        before, after = (found[i].text if 0 <= i < len(found) else "" for i in (n - 1, n + 1))
        at.step(token, before)
        if token.kind not in ("word", "name"):
            continue
        if before in (":", "|", "&", "!") and after != "." and at.in_types(before):
            if token.value not in (RELATIONS if at.innermost == "[" else LABELS):
                yield from _of_pattern(token.value, at.innermost)
        elif before == "." and after not in ("(", "."):
            if token.value not in (*_properties(), *made, *_OF_DATES):
                yield _note("property", token.value, _properties())
        elif after == ":" and at.in_pattern_map() and token.value not in _properties():
            yield _note("property", token.value, _properties())


class _Place:
    """The brackets that are open, and whether the names after a colon go on."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []  # the bracket, and whether it holds what a function is given
        self._types = False

    @property
    def innermost(self) -> str:
        return self._open[-1][0] if self._open else ""

    def step(self, token: Token, before: str) -> None:
        """Take one more token into account."""
        if token.text in _OPENING:
            self._open.append((token.text, token.text == "(" and before.lower() in FUNCTIONS))
        elif token.text in _CLOSING and self._open:
            self._open.pop()
        if token.text == ":":
            self._types = self.innermost != "{"
        elif token.kind not in ("word", "name") and token.text not in ("|", "&", "!"):
            self._types = False

    def in_types(self, before: str) -> bool:
        """Whether a name after one of the signs of types is a label or a relation."""
        return self._types and (before == ":" or self.innermost in ("(", "["))

    def in_pattern_map(self) -> bool:
        """Whether the map that is open stands in a node or an edge of a pattern."""
        return (
            self.innermost == "{"
            and len(self._open) > 1
            and self._open[-2][0] in "(["
            and not self._open[-2][1]
        )


def _of_pattern(name: str, bracket: str) -> Iterator[str]:
    if bracket == "[" and name not in LABELS:  # a list may ask for labels: [x IN xs WHERE x:Task]
        yield _note("relation", name, RELATIONS)
    if bracket != "[":
        yield _note("label", name, LABELS)


def _keys(found: list[Token]) -> set[str]:
    """The keys of maps that the query makes, and the columns that its subqueries and procedures give."""
    pairs = [*pairwise(found)]
    keys = {a.value for a, b in pairs if b.text == ":"}
    return keys | {b.value for a, b in pairs if a.text.upper() in ("AS", "YIELD")}


@cache
def _properties() -> frozenset[str]:
    of_nodes = [name for table in PROPERTIES.values() for name in table]
    return frozenset(("id", *of_nodes, *EDGE_PROPERTIES, *INDEX_PROPERTIES))


def _note(kind: str, name: str, known: Collection[str]) -> str:
    folded = {one.lower().replace("_", ""): one for one in sorted(known)}
    near = get_close_matches(name.lower().replace("_", ""), folded, n=1)
    return f"no {kind} is called {name!r}" + (f"; did you mean {folded[near[0]]!r}?" if near else "")

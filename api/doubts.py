"""What of a document to look at: its diagnostics, each with its words and the clause that they stand in."""

from __future__ import annotations

import json
from collections.abc import Sequence

from api.schemas_doubts import Doubt
from graph import walks
from graph.cypher import by_ids
from graph.store import GraphStore
from graph.walks import OutlineRow
from ontology.doubts import DOUBTS

_QUOTE = 240
_RANK = {"error": 0, "warning": 1, "info": 2}


def count(store: GraphStore, document: str) -> int:
    """How many there are."""
    (row,) = store.read(by_ids("Document", ("diagnostics",), [document]))
    return len(json.loads(row["diagnostics"] or "[]"))


def doubts(store: GraphStore, document: str) -> list[Doubt]:
    """Those of one document, the gravest first, then in the order of the text. Raises NotFound."""
    clauses = walks.outline(store, document)
    (row,) = store.read(by_ids("Document", ("diagnostics", "source_text", "source"), [document]))
    text = row["source_text"] or ""
    out = []
    for found in json.loads(row["diagnostics"] or "[]"):
        start, end = found["start"], found["end"]
        clause = None if start is None else _holding(clauses, start)
        out.append(
            Doubt(
                code=found["code"],
                label=DOUBTS.get(found["code"], found["message"]),
                message=found["message"],
                severity=found["severity"],
                quote=None
                if start is None
                else " ".join(text[start : end or start].split())[:_QUOTE] or None,
                path=clause.path if clause else None,
                file=(clause.file if clause else None) or row["source"],
                start=start,
            )
        )
    return sorted(
        out, key=lambda d: (_RANK.get(d.severity, 3), d.code, d.start if d.start is not None else -1)
    )


def _holding(clauses: Sequence[OutlineRow], at: int) -> OutlineRow | None:
    """The smallest clause that a place in the text lies in."""
    around = [clause for clause in clauses if clause.start <= at < clause.end]
    return min(around, key=lambda clause: clause.end - clause.start, default=None)

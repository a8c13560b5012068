"""No character of a source outside a leaf: the count itself, and that it is nought whatever the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.coverage import gaps, uncovered
from ingest.formats import read, read_bytes
from ingest.parse import parse

LETTERS = "aáạăâbđeêghiklmnoôơuưxyABĐIVX0123456789 \n\t.,;:-–•+()/%|*#“”[]¹²…"
PIECES = (
    "Điều 1.",
    "I. TÊN",
    "PHỤ LỤC II",
    "| TT | Nhiệm vụ |",
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "- ",
    "12/KH-UBND",
)

ANY = st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=20
)  # control characters make a file binary


def test_counts_what_no_clause_covers() -> None:
    doc = parse(read_bytes("a.txt", "KẾ HOẠCH\nI. TÊN\n1. Việc một.\n2. Việc hai.\n".encode()))
    assert uncovered(doc) == 0
    lost = doc.clauses[-1]
    less = replace(doc, clauses=doc.clauses[:-1])
    assert uncovered(less) == len("2.Việchai.")
    assert [doc.text[a:b].strip() for a, b in gaps(less)] == [lost.text_raw]


@settings(max_examples=60)
@given(st.lists(st.text(LETTERS, max_size=60) | st.sampled_from(PIECES) | ANY, max_size=25))
def test_any_text_is_covered(lines: list[str]) -> None:
    for name in ("a.txt", "a.md"):
        assert uncovered(parse(read_bytes(name, "\n".join(lines).encode("utf-8", "ignore")))) == 0


@pytest.mark.corpus
def test_official_documents_are_covered(corpus: Path) -> None:
    assert {path.name: uncovered(parse(read(path))) for path in sorted(corpus.iterdir())} == dict.fromkeys(
        (path.name for path in sorted(corpus.iterdir())), 0
    )

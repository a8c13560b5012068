"""Row numbers that recognition damaged are settled by their neighbours, others stay as they were read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.layout import Slot
from ingest.formats.row_labels import settle_labels


def column(texts: Sequence[str]) -> list[Slot]:
    """A first column with its heading."""
    return [Slot(row, 0, 1, 1, text) for row, text in enumerate(["TT", *texts])]


@pytest.mark.parametrize(
    ("read", "settled"),
    [
        ("I 1 2 b) H 4 5 IH 6", "I 1 2 3 II 4 5 III 6"),
        ("1 2 2.1 2-2 3", "1 2 2.1 2.2 3"),
        ("I 1 2 || 1 2", "I 1 2 II 1 2"),
        ("1 2 x y 5", "1 2 x y 5"),
        ("1 2 9 10", "1 2 9 10"),
        ("10 11 g) 13", "10 11 12 13"),
    ],
)
def test_numbers(read: str, settled: str) -> None:
    slots, changes = settle_labels(column(read.split()))
    assert [s.text for s in slots[1:]] == settled.split()
    assert changes == [(a, b) for a, b in zip(read.split(), settled.split(), strict=True) if a != b]


def test_columns_without_numbers_and_other_cells_stay() -> None:
    slots = [*column(["H", "l"]), Slot(1, 1, 1, 1, "H")]
    assert settle_labels(slots) == (slots, [])


@given(st.lists(st.from_regex(r"[0-9IVXHl.()-]{0,5}", fullmatch=True), max_size=12))
def test_any_column_keeps_its_rows(texts: list[str]) -> None:
    slots, _ = settle_labels(column(texts))
    assert [(s.row, s.column) for s in slots] == [(s.row, s.column) for s in column(texts)]

"""Readers: encodings, limits, errors that name the file, Markdown tables with true offsets."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import FORMATS, read, read_bytes, reader
from ingest.formats.md import tables
from ontology.errors import LimitExceeded, UnreadableDocument, UnsupportedFormat

TEXT = "Điều 1. Phạm vi\nđoạn hai"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_read_alike(encoding: str) -> None:
    assert read_bytes("a.txt", TEXT.encode(encoding)).text == TEXT


def test_decomposed_text_is_composed_and_line_ends_are_one() -> None:
    data = unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n").encode()
    assert read_bytes("a.txt", data).text == TEXT
    assert read_bytes("a.txt", b"a\rb\r\nc").text == "a\nb\nc"


def test_errors_name_the_file_and_what_is_possible() -> None:
    with pytest.raises(UnsupportedFormat, match=r"a\.xyz.*\.txt"):
        read_bytes("a.xyz", b"")
    with pytest.raises(UnreadableDocument, match=r"a\.txt.*UTF-8"):
        read_bytes("a.txt", b"\xff\xfa\xc3\x28" * 3)
    with pytest.raises(UnreadableDocument, match="binary"):
        read_bytes("a.txt", b"PK\x03\x04" + b"\x00\x01\x02\x00\x00" * 9)
    with pytest.raises(LimitExceeded, match=r"a\.txt.*limit is 3"):
        read_bytes("a.txt", b"four", max_bytes=3)


def test_read_checks_size_and_presence(tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    with pytest.raises(UnreadableDocument, match=r"b\.md"):
        read(path)
    path.write_text("# Một")
    assert read(path).format == "md"
    with pytest.raises(LimitExceeded):
        read(path, max_bytes=2)


def test_every_plain_format_resolves() -> None:
    for suffix in (".txt", ".md"):
        assert callable(reader(suffix.upper()))
        assert suffix in FORMATS


def test_tables_keep_spans_and_continuation_rows() -> None:
    text = "Trước\n\n| TT | **Tên** |\n|---|:--:|\n| 1 | a \\| b |\n|  | nối tiếp |\n| 2 |\n\nSau"
    (table,) = tables(text)
    assert [[c.text for c in row] for row in table.rows] == [
        ["TT", "Tên"],
        ["1", "a | b"],
        ["", "nối tiếp"],
        ["2", ""],
    ]
    assert text[table.rows[1][1].start : table.rows[1][1].end] == "a \\| b"
    assert text[table.start : table.end].startswith("| TT") and text[table.start : table.end].endswith(
        "| 2 |"
    )


@given(st.text(alphabet="|-: ab\\*\n", max_size=80))
def test_table_cells_lie_inside_their_table(text: str) -> None:
    for table in tables(text):
        spans = [(c.start, c.end) for row in table.rows for c in row]
        assert all(table.start <= a <= b <= table.end for a, b in spans)
        assert spans == sorted(spans)


def test_one_dash_rules_a_table_off_and_is_an_empty_cell_inside_it() -> None:
    (table,) = tables("| Stt | Việc | Hạn |\n|:-:|---|:-:|\n| 1 | Mua sách | - |\n| - | - | - |\n")
    assert [[c.text for c in row] for row in table.rows] == [
        ["Stt", "Việc", "Hạn"], ["1", "Mua sách", "-"], ["-", "-", "-"],
    ]  # fmt: skip

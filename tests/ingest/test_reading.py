"""A Reading applies edits and leads every offset back to the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.reading import Reading
from ontology.types import Edit, SourceText


def source(text: str) -> SourceText:
    return SourceText(name="t.txt", format="txt", text=text, sha256="")


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(alphabet="abc đe\n", max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if "\n" not in text[start:end]:
            edits.append(
                Edit(start, end, text[start:end], draw(st.text(alphabet="xyz ", max_size=5)), "test")
            )
    return text, edits


def test_an_edit_reads_as_repaired_and_leads_back() -> None:
    text = "Nghị quyết 57-NQ/TVV của Bộ"
    start = text.index("TVV")
    reading = Reading(source(text), [Edit(start, start + 3, "TVV", "TW", "number")])
    assert reading.text == "Nghị quyết 57-NQ/TW của Bộ"
    at = reading.text.index("57-NQ/TW")
    assert reading.raw(at, at + len("57-NQ/TW")) == "57-NQ/TVV"
    assert reading.raw(reading.text.index("của"), len(reading.text)) == "của Bộ"


@given(edited())
def test_lines_stay_and_the_whole_maps_to_the_whole(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    reading = Reading(source(text), edits)
    assert len(reading.lines) == text.count("\n") + 1
    assert reading.span(0, len(reading.text)) == (0, len(text))


@given(edited(), st.data())
def test_spans_are_monotonic_and_inside_the_source(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    reading = Reading(source(text), edits)
    a, b, c = sorted(data.draw(st.tuples(*[st.integers(0, len(reading.text))] * 3)))
    (s1, e1), (s2, e2) = reading.span(a, b), reading.span(b, c)
    assert 0 <= s1 <= e1 <= len(text)
    assert s1 <= s2
    assert e1 <= e2


@given(st.text(alphabet="abc đe\n", max_size=60))
def test_without_edits_the_reading_is_the_source(text: str) -> None:
    reading = Reading(source(text))
    assert reading.text == text
    assert "\n".join(line.text for line in reading.lines) == text


@given(edited(), st.data())
def test_an_offset_is_the_first_whose_span_begins_there(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = case
    reading = Reading(source(text), edits)
    at = data.draw(st.integers(0, len(text)))
    size = len(reading.text)
    assert reading.offset(at) == next((o for o in range(size) if reading.span(o, o)[0] >= at), size)

"""Document numbers: the normal spelling of each, partial forms, and what is no number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.vocabulary import (
    ISSUERS,
    KINDS,
    issuer_of_code,
    kind_of_code,
    kind_of_name,
    parse_number,
    parse_numbers,
    scan_numbers,
)


@pytest.mark.parametrize(
    ("printed", "number", "side"),
    [
        ("57-NQ/TW", "57-NQ/TW", "party"),
        ("57/NQ-TW", "57-NQ/TW", "party"),
        ("57-NQ/TVV", "57-NQ/TW", "party"),
        ("5 7-NQ/TW", "57-NQ/TW", "party"),
        ("57- \nNQ/TW", "57-NQ/TW", "party"),
        ("57–NQ/TW", "57-NQ/TW", "party"),
        ("71/NQ-CP", "71/NQ-CP", "state"),
        ("71-NQ/CP", "71/NQ-CP", "state"),
        ("225/KH-UBND", "225/KH-UBND", "state"),
        ("71-CTr/TU", "71-CTr/TU", "party"),
        ("12-CTrHĐ/TU", "12-CTrHĐ/TU", "party"),
        ("117-KH/BTGTU", "117-KH/BTGTU", "party"),
        ("15/2024/TT-NHNN", "15/2024/TT-NHNN", "state"),
        ("157/2007/QD-TTg", "157/2007/QĐ-TTg", "state"),
        ("193/2025/QH15", "193/2025/QH15", "state"),
        ("193/2025/NQ- QH15", "193/2025/QH15", "state"),
        ("70/2025/UBTVQIT15", "70/2025/UBTVQH15", "state"),
        ("01/BCDTW", "01/BCĐTW", "party"),
        ("04/TTr-BKHCN-BTTTT", "04/TTr-BKHCN-BTTTT", "state"),
        ("1552/BTTTT-TTH", "1552/BTTTT-TTH", "state"),
        ("12/QĐ-SKHCN", "12/QĐ-SKHCN", "state"),
    ],
)
def test_full_numbers_get_their_normal_spelling(printed: str, number: str, side: str) -> None:
    parsed = parse_number(printed)
    assert parsed is not None
    assert (parsed.number, parsed.side, parsed.partial) == (number, side, False)


@pytest.mark.parametrize(
    ("words", "kind", "serial", "year"),
    [
        ("NQ 57", "NQ", "57", None),
        ("nq57 nói gì", "NQ", "57", None),
        ("kh 225 ra roi", "KH", "225", None),
        ("Nghị quyết số 03", "NQ", "03", None),
        ("Resolution 57", "NQ", "57", None),
        ("Plan No. 922", "KH", "922", None),
        ("National Assembly Resolution 193/2025?", "NQ", "193", 2025),
        ("nghị quyết 57 năm 2024", "NQ", "57", None),
        ("chương trình hành động 71", "CTr", "71", None),
    ],
)
def test_partial_numbers_keep_kind_and_serial(words: str, kind: str, serial: str, year: int | None) -> None:
    parsed = parse_number(words)
    assert parsed is not None
    assert parsed.partial
    assert (parsed.kind, parsed.serial, parsed.year) == (kind, serial, year)


@pytest.mark.parametrize(
    "words",
    [
        "kế hoạch 5 năm",
        "so sánh kế hoạch 2025",
        "trong 3 kế hoạch",
        "14/23 hệ thống",
        "mạng 5G/6G",
        "kế hoạch 2026-2030",
        "KH 40%",
    ],
)
def test_other_figures_are_no_numbers(words: str) -> None:
    assert parse_numbers(words) == ()


def test_users_may_type_codes_in_any_case_and_spacing() -> None:
    assert [n.number for n in parse_numbers("57-nq/tw và 71/nq-cp, 57 nq tw")] == [
        "57-NQ/TW",
        "71/NQ-CP",
        "57-NQ/TW",
    ]


def test_a_partial_number_fits_what_agrees_with_it() -> None:
    short = parse_number("NQ 3")
    act = parse_number("Resolution 193/2025")
    assert short is not None
    assert act is not None
    assert short.fits("03/NQ-CP")
    assert not short.fits("03/KH-UBND")
    assert not short.fits("30/NQ-CP")
    assert act.fits("193/2025/QH15")
    assert not act.fits("193/2024/QH15")


def test_spans_point_at_the_printed_words() -> None:
    text = "theo Nghị quyết số 57-NQ/TW và 71/NQ-CP."
    assert [text[n.start : n.end] for n in scan_numbers(text)] == ["57-NQ/TW", "71/NQ-CP"]


def test_tables_answer_by_code_and_by_name() -> None:
    assert kind_of_code("QD") == kind_of_name("quyet dinh")
    assert kind_of_name("Plan") == kind_of_code("KH")
    house = issuer_of_code("QH15")
    assert house is not None
    assert house.name == "Quốc hội"
    council = issuer_of_code("HĐND")
    assert council is not None
    assert council.local
    assert issuer_of_code("XYZ") is None


def test_local_numbers_are_marked_local() -> None:
    assert {n.number: n.local for n in scan_numbers("225/KH-UBND, 195-KH/TU, 71/NQ-CP")} == {
        "225/KH-UBND": True,
        "195-KH/TU": True,
        "71/NQ-CP": False,
    }


_KINDS = sorted({k.code for k in KINDS if k.code})
_ISSUERS = sorted(i.code for i in ISSUERS.values())


@given(
    serial=st.integers(1, 99999),
    kind=st.sampled_from(_KINDS),
    issuer=st.sampled_from(_ISSUERS),
    seps=st.sampled_from(["-/", "/-", "//", "--"]),
    gap=st.sampled_from(["", " ", "\n"]),
)
def test_every_spelling_of_a_number_meets_in_one(
    serial: int, kind: str, issuer: str, seps: str, gap: str
) -> None:
    usual = parse_number(f"{serial}/{kind}-{issuer}")
    other = parse_number(f"{serial}{seps[0]}{gap}{kind}{seps[1]}{issuer}")
    assert usual is not None
    assert other is not None
    assert usual.number == other.number
    again = parse_number(usual.number or "")
    assert again is not None
    assert again.number == usual.number


@given(st.text(alphabet="0123456789/-NQTWKHUBDĐcp \nsố", max_size=60))
def test_no_text_breaks_the_grammar(text: str) -> None:
    for number in (*scan_numbers(text), *parse_numbers(text)):
        assert text[number.start : number.end] == number.text

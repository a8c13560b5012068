"""The shipped samples, from file to parsed document: headers, rows, citations, and how the chain hangs together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.formats import read_bytes
from ingest.parse import parse
from ontology.types import ParsedDocument

BODY = {"section", "clause", "point", "bullet"}


@pytest.fixture(scope="module")
def chain(samples: Path) -> dict[str, ParsedDocument]:
    """The documents by number."""
    files = sorted(p for p in samples.iterdir() if p.name != "README.md")
    docs = [parse(read_bytes(p.name, p.read_bytes())) for p in files]
    return {d.header.number or d.source: d for d in docs}


@pytest.mark.parametrize(
    ("number", "id_", "kind", "issued", "issuer", "signer", "place", "level"),
    [
        (
            "57-NQ/TW", "57-nq-tw.vn.2024", "Nghị quyết", date(2024, 12, 22), "Bộ Chính trị", "Tô Lâm",
            None, "trung ương",
        ),
        (
            "71/NQ-CP", "71-nq-cp.vn.2025", "Nghị quyết", date(2025, 4, 1), "Chính phủ", "Nguyễn Chí Dũng",
            None, "trung ương",
        ),
        (
            "195-KH/TU", "195-kh-tu.tien-giang.2025", "Kế hoạch", date(2025, 5, 6), "Ban Thường vụ Tỉnh ủy Tiền Giang",
            None, "Tiền Giang", "tỉnh",
        ),
        (
            "225/KH-UBND", "225-kh-ubnd.tien-giang.2025", "Kế hoạch", date(2025, 5, 15),
            "Ủy ban nhân dân tỉnh Tiền Giang", "Nguyễn Văn Vĩnh", "Tiền Giang", "tỉnh",
        ),
    ],
)  # fmt: skip
def test_headers(
    chain: dict[str, ParsedDocument],
    number: str,
    id_: str,
    kind: str,
    issued: date,
    issuer: str,
    signer: str | None,
    place: str | None,
    level: str,
) -> None:
    doc = chain[number]
    head = doc.header
    assert (doc.id, head.type, head.issued, head.issuer, head.signer) == (id_, kind, issued, issuer, signer)
    assert head.level == level
    if place:
        assert head.place == place


def test_bodies_have_their_clauses(chain: dict[str, ParsedDocument]) -> None:
    paths = {n: [c.path for c in d.clauses if c.kind in BODY] for n, d in chain.items()}
    assert {"II.1.-1", "III.3.-2", "IV.2"} <= set(paths["57-NQ/TW"])
    assert {"Điều 1", "II.3.b", "II.4.c"} <= set(paths["71/NQ-CP"])
    assert {"II.2.-4", "III.4.1", "III.6.3"} <= set(paths["195-KH/TU"])
    assert {"I.2.b", "III.3.c", "III.4.b", "closing"} <= set(paths["225/KH-UBND"])
    assert all(len(p) == len(set(p)) for p in paths.values())


def test_nothing_is_dropped_or_told_twice(chain: dict[str, ParsedDocument]) -> None:
    for doc in chain.values():
        covered = bytearray(len(doc.text))
        for clause in doc.clauses:
            for i in range(clause.start, clause.end):
                covered[i] += 1
        told = {covered[i] for i, char in enumerate(doc.text) if not char.isspace()}
        assert told == {1}, doc.source


def test_tasks_of_the_plan(chain: dict[str, ParsedDocument]) -> None:
    tasks = {t.no: t for t in chain["225/KH-UBND"].tasks}
    assert list(tasks) == [str(n) for n in range(1, 16)]
    assert [t.group for t in tasks.values()] == ["I"] * 3 + ["II"] * 2 + ["III"] * 4 + ["IV"] * 6
    kinds = {n: t.deadline.kind for n, t in tasks.items()}
    assert {n: k for n, k in kinds.items() if k != "month"} == {
        "2": "recurring",
        "5": "conditional",
        "8": "recurring",
        "11": "open",
        "14": "range",
    }
    assert (tasks["14"].deadline.start, tasks["14"].deadline.end) == (date(2026, 1, 1), date(2030, 12, 31))
    assert tasks["4"].deadline.end == date(2025, 6, 30)
    assert [a.name for a in tasks["4"].lead] == ["Sở Tài chính"]
    assert [a.text for a in tasks["2"].coop] == ["Sở Khoa học và Công nghệ", "Sở Giáo dục và Đào tạo"]
    assert tasks["11"].coop == ()


def test_tasks_of_the_resolution_come_from_its_table(chain: dict[str, ParsedDocument]) -> None:
    tasks = {t.no: t for t in chain["71/NQ-CP"].tasks}
    assert list(tasks) == [str(n) for n in range(1, 11)]
    assert tasks["6"].output == "Hệ thống vận hành"
    assert (tasks["6"].deadline.kind, tasks["6"].deadline.end) == ("quarter", date(2026, 12, 31))
    assert [a.text for a in tasks["9"].coop] == ["Bộ Khoa học và Công nghệ", "Bộ Công an"]


def test_targets_of_the_plan(chain: dict[str, ParsedDocument]) -> None:
    rows = [t for t in chain["225/KH-UBND"].targets if t.no]
    values = {(t.no, t.period_end_year): (t.comparator, t.value, t.value_max, t.unit) for t in rows}
    assert values["1", 2030] == (">=", 20.0, None, "% GRDP")
    assert values["2.1", 2030] == (">=", 80.0, None, "%")
    assert values["4", 2030] == (">", 0.7, None, "Điểm")
    assert values["6", 2030] == ("range", 8.0, 10.0, "%")
    assert values["10", 2045] == (">=", 50.0, None, "% GRDP")
    assert [a.text for t in rows if t.no == "8" for a in t.owner] == ["Sở Y tế"]
    assert {t.parent for t in rows if t.no in ("2.1", "2.2")} == {"2"}


def test_targets_of_the_bodies(chain: dict[str, ParsedDocument]) -> None:
    found = {
        n: {(t.name, t.period_end_year, t.comparator, t.value) for t in chain[n].targets}
        for n in ("57-NQ/TW", "195-KH/TU")
    }
    assert ("Quy mô kinh tế số", 2030, ">=", 30.0) in found["57-NQ/TW"]
    assert ("Quy mô kinh tế số", 2045, ">=", 50.0) in found["57-NQ/TW"]
    assert ("Quy mô kinh tế số", 2025, "=", 15.0) in found["195-KH/TU"]
    assert ("Chỉ số chuyển đổi số cấp tỉnh", 2030, ">=", 0.75) in found["195-KH/TU"]
    assert len(found["195-KH/TU"]) == 7


def test_the_chain_hangs_together(chain: dict[str, ParsedDocument]) -> None:
    stated = {
        n: {c.number: c.relation for c in d.citations if c.relation != "cites"} for n, d in chain.items()
    }
    assert stated == {
        "57-NQ/TW": {},
        "71/NQ-CP": {
            "57-NQ/TW": "implements",
            None: "based_on",
            "193/2025/QH15": "based_on",
            "03/NQ-CP": "amends",
        },
        "195-KH/TU": {"57-NQ/TW": "implements"},
        "225/KH-UBND": {
            "71/NQ-CP": "implements",
            "195-KH/TU": "implements",
            "57-NQ/TW": "based_on",
            "71-CTr/TU": "based_on",
            "69/KH-UBND": "replaces",
        },
        "00/BC-UBND": {"225/KH-UBND": "implements"},
    }
    known = {d.id for d in chain.values()}
    plan = chain["225/KH-UBND"]
    assert {c.target for c in plan.citations if c.relation == "implements"} <= known


def test_the_report_tells_what_was_done_reached_and_what_is_late(chain: dict[str, ParsedDocument]) -> None:
    told = chain["00/BC-UBND"].results
    assert [r.kind for r in told].count("shortcoming") == 2
    assert {"done", "figure", "cause", "proposal"} <= {r.kind for r in told}
    aims = {t.indicator for t in chain["225/KH-UBND"].targets}
    assert sum(r.indicator in aims for r in told) == 3


def test_samples_say_that_they_are_no_official_texts(samples: Path) -> None:
    for path in samples.iterdir():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert path.name == "README.md" or "không phải văn bản chính thức" in first

"""Documents of our own wording in layouts that occur: what a careful reader takes from each, asserted."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ingest.formats import read
from ingest.parse import parse
from ontology.types import AgencyRef, ParsedDocument, Target, Task

HERE = Path(__file__).parent / "layouts"


@cache
def document(name: str) -> ParsedDocument:
    return parse(read(HERE / name))


def names(refs: tuple[AgencyRef, ...]) -> list[str]:
    return [r.text for r in refs]


def due(task: Task) -> tuple[str, str | None, str | None]:
    start, end = task.deadline.start, task.deadline.end
    return task.deadline.kind, start.isoformat() if start else None, end.isoformat() if end else None


def measured(target: Target) -> tuple[str, str | None, str | None, float | None, float | None]:
    return target.name, target.unit, target.comparator, target.value, target.value_max


@pytest.mark.parametrize("path", sorted(HERE.iterdir()), ids=lambda p: p.name)
def test_every_character_lies_in_a_leaf(path: Path) -> None:
    parsed = document(path.name)
    covered = set()
    for clause in parsed.clauses:
        covered |= set(range(clause.start, clause.end))
    assert not [i for i, c in enumerate(parsed.text) if not c.isspace() and i not in covered]
    assert len({c.path for c in parsed.clauses}) == len(parsed.clauses)


@pytest.mark.parametrize(
    ("name", "kind", "number", "issuer", "level", "place", "signer"),
    [
        ("decision.txt", "Quyết định", "812/QĐ-BXD", "Bộ Xây dựng", "trung ương", "Hà Nội", "Lê Văn An"),
        ("commune-plan.txt", "Kế hoạch", "17/KH-UBND", "Ủy ban nhân dân xã Tân Hòa", "xã", "Tân Hòa", "Phạm Thị Hoa"),
        (
            "flat-annex.txt", "Kế hoạch", "4410/KH-UBND", "Ủy ban nhân dân tỉnh Lâm Đồng", "tỉnh",
            "Lâm Đồng", "Hồ Văn Nam",
        ),
        ("law.txt", "Luật", "91/2025/QH15", "Quốc hội", "trung ương", "Hà Nội", None),
        (
            "city-plan.txt", "Kế hoạch", "205/KH-UBND", "Ủy ban nhân dân thành phố Hải Phòng", "tỉnh",
            "Hải Phòng", "Đỗ Văn Sáu",
        ),
        ("table-in-body.txt", "Kế hoạch", "77/KH-SXD", "Sở Xây dựng", "tỉnh", "An Giang", "Võ Thị Lan"),
        (
            "party-programme.txt", "Chương trình hành động", "09-CTr/TU", "Ban Thường vụ Tỉnh ủy Đồng Nai", "tỉnh",
            "Đồng Nai", "Trần Văn Bình",
        ),
    ],
)  # fmt: skip
def test_headers(
    name: str, kind: str, number: str, issuer: str, level: str, place: str, signer: str | None
) -> None:
    header = document(name).header
    assert (header.type, header.number, header.issuer, header.level, header.place, header.signer) == (
        kind,
        number,
        issuer,
        level,
        place,
        signer,
    )


def test_a_title_may_end_in_digital_before_the_legal_bases() -> None:
    header = document("decision.txt").header
    assert header.title is not None and header.title.endswith("chuyển đổi số")


def test_a_decision_and_the_plan_that_it_issues_are_two_texts() -> None:
    paths = [c.path for c in document("decision.txt").clauses]
    assert paths[2:5] == ["Điều 1", "Điều 2", "Điều 3"]
    assert paths[-9:] == ["I", "I.1", "I.2", "I.2.a", "I.2.b", "II", "II.1", "II.2", "III"]


def test_parts_sections_and_articles_keep_their_printed_paths() -> None:
    party = [c.path for c in document("party-programme.txt").clauses]
    assert "Phần thứ hai.Mục 2.1.2" in party and "Phần thứ ba.2" in party
    assert "Điều 2.2.đ" in [c.path for c in document("law.txt").clauses]


def test_orders_in_the_body_name_who_leads_who_joins_and_when() -> None:
    first, second = document("decision.txt").tasks
    assert names(first.lead) == ["Vụ Khoa học công nghệ và Môi trường"]
    assert names(first.coop) == ["Văn phòng Bộ"]
    assert due(first) == ("day", None, "2025-09-30")
    assert (names(second.lead), due(second)[0]) == (["Trung tâm Thông tin"], "recurring")
    given, *under = document("commune-plan.txt").tasks
    assert [names(t.lead) for t in under] == [["Trung tâm Phục vụ hành chính công xã"]] * 2
    assert names(given.lead) == ["Phòng Văn hóa - Xã hội"] and names(given.coop) == ["Đoàn Thanh niên xã"]
    assert due(given) == ("quarter", None, "2025-09-30")


def test_goals_in_sentences() -> None:
    assert [(t.period_end_year, *measured(t)) for t in document("commune-plan.txt").targets] == [
        (2025, "lớp ở mỗi ấp", "lớp", ">=", 2.0, None),
        (2025, "tổ công nghệ số cộng đồng được tập huấn", "%", "=", 100.0, None),
        (2025, "Tỷ lệ người từ 60 tuổi trở lên có tài khoản định danh", "%", "range", 60.0, 70.0),
        (2030, "Số hồ sơ nộp trực tuyến tăng", "lần", "=", 1.5, None),
        (2030, "Giảm thời gian chờ tại bộ phận một cửa", "%", "=", 30.0, None),
    ]
    assert [(t.period_end_year, *measured(t)) for t in document("city-plan.txt").targets] == [
        (2027, "kho lạnh dùng điện mặt trời", "%", "=", 30.0, None),
        (2027, "bãi có trạm sạc", "bãi", ">=", 5.0, None),
        (2030, "tỷ lệ xe nâng chạy điện", "%", "range", 50.0, 60.0),
        (2030, "chi phí vận chuyển giảm", "%", "=", 15.0, None),
    ]


def test_a_flat_annex_with_both_roles_in_a_cell_and_cells_as_above() -> None:
    tasks = {t.no: t for t in document("flat-annex.txt").tasks}
    assert list(tasks) == ["1", "2", "3", "3.1", "3.2", "4"]
    assert [t.group for t in tasks.values()] == ["A", "A", "B", "B", "B", "B"]
    assert names(tasks["1"].lead) == ["Sở Nông nghiệp và Môi trường"]
    assert names(tasks["1"].coop) == ["Sở Tài chính", "Sở Khoa học và Công nghệ"]
    assert names(tasks["2"].lead) == names(tasks["1"].lead)
    assert names(tasks["3.1"].lead) == ["Sở Nông nghiệp và Môi trường"]
    assert [t.output for t in tasks.values()] == ["Bộ ảnh", "Máy chủ", *["Lớp học"] * 3, "Quyết định"]
    assert due(tasks["2"]) == ("range", "2026-04-01", "2026-12-31")
    assert due(tasks["3"])[0] == "recurring"


def test_letters_are_rows_under_the_number_above() -> None:
    tasks = {t.no: t for t in document("city-plan.txt").tasks}
    assert list(tasks) == ["1", "2", "2.a", "2.b", "3"]
    assert names(tasks["1"].coop) == ["Ban Quản lý Khu kinh tế Hải Phòng", "UBND các xã, phường, đặc khu"]
    assert names(tasks["2.a"].lead) == ["Công ty Cổ phần Cảng Hải Phòng"]
    assert due(tasks["2.b"]) == ("month", None, "2026-09-30")


def test_tables_in_the_body_are_read_where_they_stand() -> None:
    flat = document("table-in-body.txt").tasks
    assert [(t.no, t.where) for t in flat] == [("1", "II"), ("2", "II"), ("3", "II")]
    assert names(flat[2].coop) == ["Sở Tài chính"]
    piped = document("pipe-tables.md")
    assert [(t.no, t.period_end_year, t.value, t.value_max, t.where) for t in piped.targets] == [
        ("1", 2025, 80.0, None, "I"),
        ("1", 2030, 100.0, None, "I"),
        ("2", 2025, 3.0, None, "I"),
        ("2", 2030, 5.0, 7.0, "I"),
    ]
    assert [(t.no, t.group, due(t)[2]) for t in piped.tasks] == [
        ("1", "I", "2025-12-31"),
        ("2", "I", "2026-06-30"),
    ]


@pytest.mark.parametrize(
    ("name", "number", "day", "issuer", "relation"),
    [
        ("decision.txt", "126-KL/TW", date(2025, 2, 14), "Bộ Chính trị", "based_on"),
        ("decision.txt", "127-KL/TW", date(2025, 2, 14), "Bộ Chính trị", "based_on"),
        ("decision.txt", "45/QĐ-BXD", date(2023, 1, 12), "Bộ trưởng Bộ Xây dựng", "replaces"),
        ("commune-plan.txt", "02-NQ/ĐU", date(2025, 7, 10), "Đảng ủy xã Tân Hòa", "implements"),
        ("party-programme.txt", "12-CTr/TU", date(2019, 5, 6), "Tỉnh ủy", "replaces"),
        ("council-resolution.txt", "12/2022/NQ-HĐND", date(2022, 7, 8), "Hội đồng nhân dân tỉnh", "amends"),
        (
            "council-resolution.txt",
            "40/2019/NQ-HĐND",
            date(2019, 12, 10),
            "Hội đồng nhân dân tỉnh",
            "repeals",
        ),
    ],
)
def test_citations(name: str, number: str, day: date, issuer: str, relation: str) -> None:
    (cited,) = [c for c in document(name).citations if c.number == number]
    assert (cited.date, cited.issuer, cited.relation) == (day, issuer, relation)


def test_a_law_does_not_cite_itself() -> None:
    assert document("law.txt").citations == ()


def test_headings_in_capitals_alone_are_headings_and_reported() -> None:
    parsed = document("flat-annex.txt")
    sections = [(c.path, c.heading, c.text) for c in parsed.clauses if c.kind == "section"]
    assert [(path, heading) for path, heading, _ in sections] == [
        ("Mục đích", "MỤC ĐÍCH"),
        ("Nhiệm vụ", "NHIỆM VỤ"),
    ]
    assert sections[0][2].startswith("Nắm sớm")
    assert [d.code for d in parsed.diagnostics].count("unnumbered_heading") == 2

"""What search ranks: passages under their headings."""

from __future__ import annotations

from search.passages import passages
from search.units import DocumentRow, SearchUnit, Snapshot

DOC = DocumentRow(
    "d", "1/KH-UBND", "Kế hoạch", "PHÁT TRIỂN DU LỊCH", "2025-01-01", "An Giang", "tỉnh", "d.txt"
)


def unit(
    path: str, text: str, *, parent: str | None = None, heading: str = "", item: bool = False, **more: str
) -> SearchUnit:
    return SearchUnit(
        id=f"d#{path}", kind=more.get("kind", "clause"), document="d", text=f"{heading} {text}".strip(),
        order=len(path), heading=heading, item=item, path=path, parent=parent and f"d#{parent}",
        context=more.get("context", ""),
    )  # fmt: skip


def of(*units: SearchUnit) -> list[tuple[str, ...]]:
    return [p.members for p in passages(Snapshot({"d": DOC}, units))]


def test_a_list_of_short_points_and_its_lead_are_one_passage() -> None:
    assert of(
        unit("1", "Các trường hợp được miễn:"),
        unit("1.a", "Người cao tuổi;", parent="1", item=True),
        unit("1.b", "Trẻ em.", parent="1", item=True),
        unit("2", "Mức phí vào cổng."),
    ) == [("d#1", "d#1.a", "d#1.b"), ("d#2",)]


def test_long_points_and_numbered_clauses_stand_for_themselves() -> None:
    long = "Xây dựng bến thuyền mới. " * 20
    assert of(unit("1", "Gồm:"), unit("1.a", long, parent="1", item=True)) == [("d#1",), ("d#1.a",)]
    assert of(unit("1", "Gồm:"), unit("1.1", "Một", parent="1")) == [("d#1",), ("d#1.1",)]


def test_a_bare_heading_is_found_through_what_stands_under_it() -> None:
    assert of(unit("I", "", heading="Mục tiêu"), unit("I.1", "Đón khách.", parent="I")) == [("d#I.1",)]
    assert of(unit("I", "", heading="Mục tiêu")) == [("d#I",)]


def test_headings_come_first_without_labels_and_never_repeat_the_unit() -> None:
    snapshot = Snapshot(
        {"d": DOC},
        (
            unit("1", "Nội dung.", heading="Vé vào cổng", context="II. GIẢI PHÁP › 2. Quản lý phí"),
            unit("t", "Lập đề án bến thuyền", kind="task", context="PHỤ LỤC II › 3 Lập đề án bến thuyền"),
        ),
    )
    clause, task = passages(snapshot)
    assert clause.headings == ("Kế hoạch phát triển du lịch", "Giải pháp", "Quản lý phí", "Vé vào cổng")
    assert clause.text == "Nội dung."
    assert clause.embedded() == ("Kế hoạch phát triển du lịch › Vé vào cổng\nNội dung.",)
    assert "Lập đề án bến thuyền" not in task.headings


def test_what_is_embedded_stays_short_above_the_text() -> None:
    heading = "đẩy mạnh quảng bá " * 30
    (passage,) = passages(Snapshot({"d": DOC}, (unit("1", "Nội dung.", context=heading),)))
    (embedded,) = passage.embedded()
    assert len(embedded) < 160


def test_a_long_passage_is_embedded_by_sentences_under_its_headings() -> None:
    text = " ".join(f"Bến số {n} đón khách bằng thuyền điện từ sáng sớm." for n in range(20))
    (passage,) = passages(Snapshot({"d": DOC}, (unit("1", text, heading="Bến thuyền"),)))
    above, *parts = passage.embedded()
    assert above == "Kế hoạch phát triển du lịch › Bến thuyền"
    assert len(parts) == 20
    assert " ".join(parts) == passage.text

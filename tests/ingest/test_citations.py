"""Citations: which documents a text names, and what it says that it does to them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.citations import find_citations
from ingest.reading import Reading
from ontology.text import nfc
from ontology.types import Citation, Clause, Diagnostic, Edit, Header, SourceText

PLAN = Header(
    type="Kế hoạch", number="10/KH-UBND", issued=date(2025, 5, 15), place="Tiền Giang", level="tỉnh"
)
DECREE = Header(
    type="Nghị định", number="9/2025/NĐ-CP", issued=date(2025, 5, 15), place="Hà Nội", level="trung ương"
)


def read(text: str, *edits: Edit) -> Reading:
    return Reading(SourceText("a.txt", "txt", nfc(text), ""), edits)


def cite(
    text: str, header: Header = PLAN, clauses: tuple[Clause, ...] = ()
) -> tuple[dict[str, Citation], tuple[Diagnostic, ...]]:
    found, doubts = find_citations(
        read(text), document="d", header=header, clauses=clauses, place=header.place
    )
    return {c.number or c.title or "": c for c in found}, doubts


def relations(text: str, header: Header = PLAN) -> dict[str, str]:
    return {number: c.relation for number, c in cite(text, header)[0].items()}


def test_title_and_opening_carry_out_and_rest_on() -> None:
    text = (
        "KẾ HOẠCH\nTHỰC HIỆN NGHỊ QUYẾT SỐ 71/NQ-CP NGÀY 01/4/2025 VÀ KẾ HOẠCH SỐ 195-KH/TU NGÀY 06/5/2025\n"
        "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;\n"
        "Căn cứ Chương trình số 71-CTr/TU ngày 25/02/2025 của Tỉnh ủy thực hiện Nghị quyết số 45-NQ/TW;\n"
        "I. MỤC ĐÍCH\n1. Bám sát Quyết định số 204-QĐ/TW."
    )
    assert relations(text) == {
        "71/NQ-CP": "implements",
        "195-KH/TU": "implements",
        "57-NQ/TW": "based_on",
        "71-CTr/TU": "based_on",
        "45-NQ/TW": "cites",
        "204-QĐ/TW": "cites",
    }


def test_only_the_verbs_own_object_is_replaced() -> None:
    text = (
        "I. MỤC TIÊU\nTrên đây là Kế hoạch thực hiện Nghị quyết số 71/NQ-CP (thay thế Kế hoạch số 69/KH-UBND "
        "ngày 25/02/2025 thực hiện Nghị quyết số 03/NQ-CP và Chương trình số 71-CTr/TU). Các đơn vị báo cáo kết quả."
    )
    found = relations(text)
    assert [number for number, relation in found.items() if relation == "replaces"] == ["69/KH-UBND"]


@pytest.mark.parametrize(
    "sentence",
    [
        "1. Xây dựng nghị định mới (thay thế Nghị định số 87/2021/NĐ-CP).",
        "1. Sửa đổi hoặc ban hành thay thế Nghị định số 87/2021/NĐ-CP.",
        "1. Tham mưu bãi bỏ Nghị định số 87/2021/NĐ-CP; Kế hoạch này giao sở chủ trì.",
    ],
)
def test_a_task_to_replace_is_no_replacement(sentence: str) -> None:
    assert relations(f"I. NHIỆM VỤ\n{sentence}") == {"87/2021/NĐ-CP": "cites"}


def test_articles_of_a_legal_act_amend_replace_and_repeal() -> None:
    text = (
        "NGHỊ ĐỊNH\nVề một việc\nĐiều 1. Sửa đổi, bổ sung khoản 2 Điều 5 Nghị định số 10/2020/NĐ-CP như sau:\n"
        "Điều 2. Nghị định này có hiệu lực từ ngày ký và thay thế Nghị định số 11/2019/NĐ-CP.\n"
        "Điều 3. Bãi bỏ các văn bản sau đây:\n1. Quyết định số 12/2018/QĐ-TTg;\n2. Quyết định số 13/2018/QĐ-TTg.\n"
        "Điều 4. Nghị định số 14/2017/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.\n"
    )
    assert relations(text, DECREE) == {
        "10/2020/NĐ-CP": "amends",
        "11/2019/NĐ-CP": "replaces",
        "12/2018/QĐ-TTg": "repeals",
        "13/2018/QĐ-TTg": "repeals",
        "14/2017/NĐ-CP": "repeals",
    }


def test_what_ends_is_the_subject_not_what_amended_it() -> None:
    text = (
        "LUẬT\nVề một việc\nĐiều 9. Luật này có hiệu lực từ ngày 01 tháng 01 năm 2026.\n"
        "Điều 10. Luật Điện số 62/2006/QH11 đã được sửa đổi theo Luật số 31/2009/QH12 "
        "hết hiệu lực kể từ ngày Luật này có hiệu lực.\n"
    )
    found = relations(text, Header(type="Luật", level="trung ương"))
    assert found == {"62/2006/QH11": "repeals", "31/2009/QH12": "cites"}


def test_what_is_done_to_a_programme_is_done_to_what_it_came_with() -> None:
    text = (
        "NGHỊ QUYẾT\nSửa đổi chương trình hành động\nĐiều 1. Sửa đổi, bổ sung Chương trình hành động thực hiện "
        "Nghị quyết số 57-NQ/TW ban hành kèm theo Nghị quyết số 03/NQ-CP ngày 09/01/2025.\n"
    )
    found = relations(text, Header(type="Nghị quyết", number="71/NQ-CP", level="trung ương"))
    assert found == {"57-NQ/TW": "cites", "03/NQ-CP": "amends"}


def test_each_item_of_an_opening_rests_by_itself() -> None:
    text = (
        "KẾ HOẠCH\nDẠY BƠI\nCăn cứ Nghị quyết số 11/NQ-CP ngày 09/01/2025 thực hiện Nghị quyết số 14-NQ/TW; "
        "Nghị quyết số 15/NQ-CP sửa đổi Nghị quyết số 16/NQ-CP;\nI. MỤC ĐÍCH\n1. Dạy bơi."
    )
    found = relations(text)

    assert (found["11/NQ-CP"], found["15/NQ-CP"]) == ("based_on", "based_on")
    assert (found["14-NQ/TW"], found["16/NQ-CP"]) == ("cites", "cites")


def test_what_takes_the_place_of_a_part_amends_the_whole() -> None:
    decision = Header(type="Quyết định", number="9/QĐ-UBND", level="tỉnh")
    text = (
        "QUYẾT ĐỊNH\nVề việc mẫu\nĐiều 1. Sửa lời\n"
        "1. Thay thế Phụ lục II ban hành kèm theo Quyết định số 21/QĐ-UBND ngày 02/3/2024 bằng Phụ lục mới.\n"
        "2. Bãi bỏ khoản 3 Điều 5 Quyết định số 22/QĐ-UBND ngày 02/3/2023.\n"
        "3. Thay thế Quyết định số 23/QĐ-UBND ngày 02/3/2022."
    )
    assert relations(text, decision) == {
        "21/QĐ-UBND": "amends", "22/QĐ-UBND": "amends", "23/QĐ-UBND": "replaces",
    }  # fmt: skip


def test_lists_share_their_kind_and_every_number_counts() -> None:
    found, _ = cite(
        "I. VIỆC\n1. Theo văn bản số 1552/BTTTT-TTH và 708/BTTTT-CATTT; các Nghị quyết số 57-NQ/TW, 59-NQ/TW."
    )
    assert {n: c.type for n, c in found.items()} == {
        "1552/BTTTT-TTH": "Văn bản",
        "708/BTTTT-CATTT": "Văn bản",
        "57-NQ/TW": "Nghị quyết",
        "59-NQ/TW": "Nghị quyết",
    }


def test_variants_meet_and_a_date_given_once_serves_all() -> None:
    text = (
        "I. VIỆC\n1. Nghị quyết sổ 5 7-NQ/TW.\n2. Nghị quyết 57/NQ-TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị.\n"
        "3. Nghị quyết 57."
    )
    found, _ = cite(text)
    one = found["57-NQ/TW"]
    assert (one.count, one.date, one.issuer, one.target) == (
        3,
        date(2024, 12, 22),
        "Bộ Chính trị",
        "57-nq-tw.vn.2024",
    )
    assert one.variants == ("5 7-NQ/TW", "57/NQ-TW")


def test_one_number_in_two_years_is_two_documents() -> None:
    found, doubts = find_citations(
        read("I. VIỆC\n1. Kế hoạch 20/KH-UBND ngày 19/01/2023; Kế hoạch 20/KH-UBND ngày 19/01/2024; lại 20/KH-UBND."),
        document="d", header=PLAN, clauses=(), place="Tiền Giang",
    )  # fmt: skip
    assert [(c.target, c.count) for c in found] == [
        ("20-kh-ubnd.tien-giang.2023", 1),
        ("20-kh-ubnd.tien-giang.2024", 2),
    ]
    assert [d.code for d in doubts] == ["ambiguous_citation"]


def test_place_comes_from_the_issuer_else_from_the_document() -> None:
    found, _ = cite(
        "I. VIỆC\n1. Kế hoạch số 336-KH/TU của Tỉnh ủy Quảng Ngãi; Kế hoạch số 9-KH/TU của Ban Thường vụ Tỉnh ủy."
    )
    assert {c.number: c.place for c in found.values()} == {"336-KH/TU": "Quảng Ngãi", "9-KH/TU": "Tiền Giang"}


def test_a_central_document_lends_no_place() -> None:
    found, _ = cite(
        "Điều 1. Theo Kế hoạch số 9/KH-UBND của Ủy ban nhân dân tỉnh Cà Mau và Kế hoạch số 8/KH-UBND.", DECREE
    )
    assert {c.number: c.place for c in found.values()} == {"9/KH-UBND": "Cà Mau", "8/KH-UBND": None}


def test_laws_go_by_title_and_date_and_provisions_are_kept() -> None:
    found, _ = cite(
        "Căn cứ Luật Tổ chức Chính phủ ngày 19/6/2015;\nCăn cứ khoản 6 Điều 3 Nghị quyết số 70/2025/UBTVQH15;\nI. A\n"
    )
    law, act = found["Luật Tổ chức Chính phủ"], found["70/2025/UBTVQH15"]
    assert (law.number, law.date, law.target) == (None, date(2015, 6, 19), "luat-to-chuc-chinh-phu.vn.2015")
    assert (law.relation, act.relation) == ("based_on", "based_on")
    assert act.mentions[0].provision == "Điều 3.6"


def test_the_documents_own_number_is_no_citation() -> None:
    text = (
        "KẾ HOẠCH\nVề một việc\nI. VIỆC\n1. Kế hoạch số 10/KH-UBND này.\nPHỤ LỤC I\n"
        "(Ban hành kèm theo Kế hoạch số 11/KH-UBND ngày 15/5/2025 của Ủy ban nhân dân tỉnh)\n"
    )
    assert cite(text)[0] == {}


def test_a_namesake_of_another_year_is_a_citation() -> None:
    assert list(cite("I. VIỆC\n1. Kế hoạch số 10/KH-UBND ngày 02/01/2020.")[0]) == ["10/KH-UBND"]


def test_issuer_and_date_may_stand_before_the_number() -> None:
    found, _ = cite(
        "I. VIỆC\n1. Ngày 22/12/2024, Bộ Chính trị đã ban hành Nghị quyết số 57-NQ/TW về một việc."
    )
    one = found["57-NQ/TW"]
    assert (one.date, one.issuer) == (date(2024, 12, 22), "Bộ Chính trị")


def test_mentions_lead_back_to_the_source_and_to_their_clause() -> None:
    text = "I. VIỆC\n1. Nghi quyêt số 57-NQ/TVV ngày 22/12/2024.\n"
    source = read(text, Edit(11, 21, "Nghi quyêt", "Nghị quyết", "ocr"))
    clause = Clause(
        id="d#I.1", document="d", path="I.1", kind="clause", label="1.", heading=None, text="", text_raw="",
        start=8, end=len(text), parent=None, order=1,
    )  # fmt: skip
    (found,), _ = find_citations(source, document="d", header=PLAN, clauses=(clause,), place=None)
    (mention,) = found.mentions
    assert text[mention.start : mention.end] == "Nghi quyêt số 57-NQ/TVV ngày 22/12/2024"
    assert mention.clause == "d#I.1"


@given(st.text(alphabet="0123456789/-.;:()|\n NQTWKHUBĐcănứthayếsốgqy", max_size=200))
def test_no_text_breaks_it_and_mentions_stay_inside(text: str) -> None:
    source = read(text)
    found, _ = find_citations(source, document="d", header=PLAN, clauses=(), place="Tiền Giang")
    spans = sorted((m.start, m.end) for c in found for m in c.mentions)
    assert all(0 <= a < b <= len(source.source.text) for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.corpus
def test_official_plan_names_what_it_names(corpus: Path) -> None:
    path = corpus / "kh-225-kh-ubnd-tien-giang-2025.txt"
    header = Header(
        type="Kế hoạch", number="225/KH-UBND", issued=date(2025, 5, 15), place="Tiền Giang", level="tỉnh"
    )
    found, _ = cite(path.read_text(encoding="utf-8"), header)
    stated = {n: c.relation for n, c in found.items() if c.relation != "cites"}
    assert stated == {
        "71/NQ-CP": "implements",
        "195-KH/TU": "implements",
        "57-NQ/TW": "implements",
        "71-CTr/TU": "based_on",
        "69/KH-UBND": "replaces",
    }

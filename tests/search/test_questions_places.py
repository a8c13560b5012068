"""Where a text says something: asked in everyday words, and asked of texts that say nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.questions.catalogue import Catalogue
from search.questions.reading import read
from tests.search.test_questions import Asker


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(Path(__file__).resolve().parents[2] / "samples")


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("KH 225: chuyện lập quỹ đỡ đầu người trẻ lập nghiệp ghi ở khoản nào", "III.2.b"),
        ("KH 225 điểm nào nói tới thu hút nhân lực công nghệ số vào cơ quan", "III.4.a"),
        ("ke hoach 225 chuyen so ket nghi quyet 08 nam o muc nao", "III.3.a"),
        ("ai cân đối tiền để làm KH 225, viết ở mục nào", "IV.2"),
        ("KH 225 có chỗ nào nói lắp sóng điện thoại 5G ở khu công nghiệp không", "III.3.b"),
    ],
)
def test_the_place_that_is_asked_for_is_in_the_named_text(asker: Asker, question: str, path: str) -> None:
    answer = asker(question)
    assert answer.understood.intent == "clause_search"
    assert answer.rows[0].path == path


def test_a_place_in_another_text_is_an_origin(asker: Asker) -> None:
    assert asker("việc 8 của KH 225 ứng với khoản nào NQ 57").understood.intent == "trace_up"


@pytest.mark.parametrize(
    "question",
    [
        "KH 225 nói gì về nhà ở xã hội",
        "KH 225 chỗ nào nói xe điện",
        "kh 225 muc nao noi ve xam nhap man",
        "NQ 57 có khoản nào về phòng cháy chữa cháy không",
    ],
)
def test_what_no_text_names_by_any_of_its_names_is_not_there(asker: Asker, question: str) -> None:
    answer = asker(question)
    assert answer.none
    assert "Không tìm thấy điều khoản nào" in answer.answer


def test_what_a_text_names_by_another_name_is_there(asker: Asker) -> None:
    answer = asker("KH 225 nói gì về bình dân học vụ số")
    assert answer.rows[0].path == "III.1.b"


def test_a_telephone_is_asked_of_an_agency(asker: Asker) -> None:
    assert "số điện thoại" in asker("cho xin điện thoại Sở Nội vụ Tiền Giang").answer


def test_what_a_document_rests_on_is_a_document(asker: Asker) -> None:
    answer = asker("KH 225 dựa trên nghị quyết nào")
    assert answer.understood.intent == "doc_relations"
    assert [row.number for row in answer.rows] == ["57-NQ/TW"]


def test_a_province_that_is_asked_is_no_word_of_what_is_asked(asker: Asker) -> None:
    read_ = read("Bến Tre làm gì cho đồ xứ dừa được biết tên", Catalogue(asker.store))
    assert read_.wording(without=["Bến Tre"]) == "làm gì cho đồ xứ dừa được biết tên Bến Tre"

"""Where a text says something: asked in everyday words, and asked of texts that say nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.questions.catalogue import Catalogue
from search.questions.lexicon import grams
from search.questions.reading import read
from search.types import Filters
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


@pytest.mark.parametrize(
    "question", ["KH 225 nói gì về bóng đá", "What does Plan 225 say about football clubs?"]
)
def test_what_lies_outside_is_not_looked_for_in_a_plan(asker: Asker, question: str) -> None:
    assert asker(question).none


def test_some_is_no_number(asker: Asker) -> None:
    answer = asker("KH 225 lo cho mấy em giỏi công nghệ vào cơ quan ra sao, ghi ở mục nào")
    assert answer.understood.intent == "clause_search"
    assert "III.4.a" in [row.path for row in answer.rows[:5]]


def test_words_that_a_mark_parts_are_no_neighbours(asker: Asker) -> None:
    assert "ho so" in grams("hồ sơ, kết quả")
    assert "so ket" not in grams("hồ sơ, kết quả")
    assert "toan an" in read("việc nào về an toàn, an ninh mạng", Catalogue(asker.store)).apart


def test_the_nearest_by_meaning_is_among_the_first(asker: Asker) -> None:
    """Whatever shares words with the question, a clause that says it in other words is not far down."""
    question = "KH 225 chỗ nào nói kết quả làm được phải cho dân biết"
    hits = asker.search.search(
        question, filters=Filters(documents=("225-kh-ubnd.tien-giang.2025",)), limit=40
    )
    nearest = max((h for h in hits.hits if h.kind == "clause"), key=lambda h: h.scores["dense"])
    assert nearest.id in [row.id for row in asker(question).rows[:3]]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("UBND tỉnh Cà Mau được giao gì trong KH 225", "không nêu Cà Mau"),
        ("Does Plan 225 give the police of An Giang any task?", "does not name An Giang"),
    ],
)
def test_a_place_that_the_named_document_does_not_name(asker: Asker, question: str, reason: str) -> None:
    answer = asker(question)
    assert answer.none
    assert reason in answer.answer


@pytest.mark.parametrize("words", ["chậm nhất là", "trễ nhất vào", "muộn nhất"])
def test_at_the_latest_is_until(asker: Asker, words: str) -> None:
    read_ = read(f"KH 225 việc nào {words} tháng 7/2025", Catalogue(asker.store))
    assert [p.bound for p in read_.periods] == ["until"]


def test_how_much_has_been_done_is_progress(asker: Asker) -> None:
    answer = asker("Tiền Giang đã lập được bao nhiêu quỹ theo KH 225 rồi")
    assert answer.none
    assert answer.understood.intent == "out_of_scope"


def test_marks_alone_ask_nothing(asker: Asker) -> None:
    answer = asker("???")
    assert answer.none
    assert not answer.rows


@pytest.mark.parametrize("topic", ["bán hàng nông sản qua mạng", "tiêm chủng cho trẻ em"])
def test_a_sound_word_that_no_text_has_is_no_slip(asker: Asker, topic: str) -> None:
    assert asker(f"KH 225 có mục nào về {topic} không").understood.repairs == ()


@pytest.mark.parametrize(
    "question",
    ["NQ 57 yêu cầu làm gì với trường đại học", "where does resolution 57 talk about universities"],
)
def test_what_a_text_asks_for_is_asked_of_the_text(asker: Asker, question: str) -> None:
    understood = asker(question).understood
    assert understood.intent == "clause_search"
    assert understood.constraints["documents"] == ["57-nq-tw.vn.2024"]
    assert "talk" not in understood.constraints["topic"]

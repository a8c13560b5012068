"""What an asker may rely on: kinds of question, wordings, proof, and saying that the corpus does not say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import facts
from graph.store import GraphStore, Query, open_store
from ingest.formats import read
from ingest.parse import parse
from search.questions import QUESTIONS, answer_question
from search.service import SearchService
from search.types import Answer
from tests.search.invented import HashEmbedder

PLAN, PARTY, RESOLUTION = "kh-225", "kh-195", "nq-71"


class Asker:
    """The samples in a store, and how to ask them."""

    def __init__(self, samples: Path) -> None:
        self.store: GraphStore = open_store("embedded::memory:")
        for path in sorted(
            p for p in samples.iterdir() if p.suffix in (".txt", ".md") and p.stem != "README"
        ):
            self.store.write(facts(parse(read(path))))
        self.search = SearchService(self.store, HashEmbedder())
        self.search.index()

    def __call__(self, question: str) -> Answer:
        return answer_question(question, store=self.store, search=self.search)

    def rows(self, question: str, kind: str = "task") -> list[tuple[str, str | None]]:
        """File (its beginning) and number of the rows of one kind."""
        return [((r.source or "")[:6].rstrip("-"), r.no) for r in self(question).rows if r.kind == kind]

    def text(self, document: str) -> str:
        rows = self.store.read(
            Query("MATCH (d:Document {id: $id}) RETURN d.source_text AS t", {"id": document})
        )
        return str(rows[0]["t"]) if rows else ""


@pytest.fixture(scope="module")
def ask() -> Asker:
    return Asker(Path(__file__).resolve().parents[2] / "samples")


def numbers(*found: str) -> list[tuple[str, str | None]]:
    return [(PLAN, no) for no in found]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?", ["3", "10"]),
        ("so noi vu tien giang chu tri nhiem vu nao", ["3", "10"]),
        ("Sở NV của T.Giang được giao chủ trì việc gì trong KH 225", ["3", "10"]),
        ("sở nội vụ tiền giang chũ trì viêc nào kh 225", ["3", "10"]),
        ("so noi vu tien giang chu tir nhiem vu nao", ["3", "10"]),
        ("Which tasks does the Department of Home Affairs lead in Plan 225?", ["3", "10"]),
        ("Văn phòng UBND tỉnh Tiền Giang chỉ phối hợp ở việc nào?", ["13"]),
        ("Công an tỉnh đứng đầu việc nào trong kế hoạch 225", ["14"]),
    ],
)
def test_tasks_by_agency_and_role(ask: Asker, question: str, wanted: list[str]) -> None:
    assert ask.rows(question) == numbers(*wanted)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("KH 225 có việc nào hạn tháng 7/2025?", ["9", "12", "13"]),
        ("nhiệm vụ nào của Tiền Giang xong trong quý III năm 2025", ["9", "12", "13"]),
        ("kh 225: viec nao xong truoc thang 6/2025", ["1"]),
        ("Which tasks of Plan 225 are due in November 2025?", ["3", "6", "10", "15"]),
        ("KH 225 việc nào thường xuyên", ["2", "8"]),
        ("nhiệm vụ nào của KH 225 phải chờ Chính phủ ban hành nghị định", ["5"]),
        ("KH 225 nhiệm vụ nào kéo sang các năm tiếp theo", ["11"]),
        ("kế hoạch 225 có việc gì đến hạn năm 2026", ["7"]),
    ],
)
def test_tasks_by_deadline(ask: Asker, question: str, wanted: list[str]) -> None:
    assert ask.rows(question) == numbers(*wanted)


def test_agency_deadline_and_topic_together(ask: Asker) -> None:
    assert ask.rows("Sở KH&CN Tiền Giang có việc gì hạn tháng 11/2025") == numbers("6", "15")
    assert ask.rows("nhiệm vụ về trí tuệ nhân tạo của Tiền Giang") == numbers("9")
    assert ask.rows(
        "Which decrees does the Ministry of Science and Technology draft under Resolution 71?"
    ) == [(RESOLUTION.rstrip("-"), "4")]


@pytest.mark.parametrize(
    ("question", "no", "value"),
    [
        ("quy mô kinh tế số Tiền Giang năm 2030 trong KH 225 là bao nhiêu", "1", "≥20"),
        ("kinh te so nam 2045 trong kh 225 la bao nhieu", "10", "≥50"),
        ("What share of people should have electronic health records in Plan 225 by 2030?", "8", "≥90"),
    ],
)
def test_values(ask: Asker, question: str, no: str, value: str) -> None:
    rows = [r for r in ask(question).rows if r.kind == "target"]
    assert [(r.no, r.value_text) for r in rows] == [(no, value)]


def test_values_of_two_documents_are_compared(ask: Asker) -> None:
    answer = ask("Kinh tế số 2030 trong KH 195 và KH 225 có giống nhau không?")
    assert {(r.source or "")[:6] for r in answer.rows} == {PLAN, PARTY}
    assert answer.answer.startswith("Không giống nhau")


def test_who_is_responsible(ask: Asker) -> None:
    names = [
        r.name
        for r in ask("ai chủ trì lập trung tâm giám sát điều hành thông minh ở Tiền Giang").rows
        if r.kind == "agency"
    ]
    assert names == ["Sở Khoa học và Công nghệ"]
    names = [
        r.name
        for r in ask("chỉ tiêu hồ sơ sức khỏe điện tử của Tiền Giang do ai theo dõi?").rows
        if r.kind == "agency"
    ]
    assert names == ["Sở Y tế"]


def test_traces_run_both_ways(ask: Asker) -> None:
    up = ask("nhiệm vụ 6 của KH 225 bắt nguồn từ nhiệm vụ nào của NQ 71")
    assert up.understood.intent == "trace_up"
    assert (RESOLUTION, "5") in [((r.source or "")[:5], r.no) for r in up.rows[:5]]
    down = ask("nhiệm vụ 7 của NQ 71 được Tiền Giang triển khai bằng nhiệm vụ nào")
    assert down.understood.intent == "trace_down"
    assert [r.no for r in down.rows] == ["8"]


def test_the_number_of_agencies_that_share_a_task_counts(ask: Asker) -> None:
    assert ask.rows("KH 225 nhiệm vụ nào do từ 2 cơ quan trở lên cùng chủ trì") == numbers("7")
    assert ask.rows("KH 225 nhiệm vụ nào không chủ trì một mình") == numbers("7")
    assert ask("KH 225 việc nào do ít nhất ba đơn vị cùng chủ trì").none


def test_the_furthest_and_the_nearest_deadline(ask: Asker) -> None:
    assert ask.rows("KH 225 việc nào có hạn xa nhất?") == numbers("14")
    assert ask.rows("Which task of Plan 225 has the earliest deadline?") == numbers("1")


def test_what_a_document_is_issued_for(ask: Asker) -> None:
    found = {r.number for r in ask("KH 225 được ban hành để thực hiện văn bản nào?").rows}
    assert found == {"195-KH/TU", "71/NQ-CP"}
    assert {r.number for r in ask("văn bản nào thực hiện KH 195?").rows} == {"225/KH-UBND"}


def test_document_relations(ask: Asker) -> None:
    def found(question: str) -> set[str | int | None]:
        return {r.number for r in ask(question).rows if r.kind == "document"}

    assert found("KH 225 thay thế kế hoạch nào?") == {"69/KH-UBND"}
    assert found("văn bản nào nhắc tới 193/2025/QH15") == {"71/NQ-CP"}
    assert found("Which plan replaced Plan 69?") == {"225/KH-UBND"}


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("KH 225 có bao nhiêu nhiệm vụ?", 15),
        ("Sở KH&CN chủ trì mấy nhiệm vụ trong kh 225", 7),
        ("How many tasks in Plan 225 are ongoing?", 2),
        ("VP UBND tỉnh Tiền Giang theo dõi bao nhiêu chỉ tiêu", 1),
    ],
)
def test_counts(ask: Asker, question: str, number: int) -> None:
    assert ask(question).number == number


def test_rankings(ask: Asker) -> None:
    first = ask("tháng nào KH 225 có nhiều việc đến hạn nhất").rows[0]
    assert (first.name, first.number) == ("Tháng 11 năm 2025", 4)
    first = ask("cơ quan nào chủ trì nhiều nhiệm vụ nhất trong KH 225").rows[0]
    assert (first.name, first.number) == ("Sở Khoa học và Công nghệ", 7)


@pytest.mark.parametrize(
    "question",
    [
        "nhiệm vụ 9 của KH 225 xong chưa?",
        "tổng kinh phí của KH 225 là bao nhiêu tỷ đồng",
        "giám đốc Sở Y tế Tiền Giang tên gì",
        "KH 225 đặt mục tiêu kinh tế số năm 2033 bao nhiêu",
        "KH 777/KH-UBND giao việc gì",
        "Nghị quyết 03/NQ-CP có bao nhiêu nhiệm vụ",
        "Sở Du lịch Tiền Giang chủ trì nhiệm vụ nào",
        "Cà Mau được giao nhiệm vụ nào",
        "Do any of these plans regulate cryptocurrency?",
        "kế hoạch nào nói về metaverse",
        "nhiệm vụ 99 của KH 225 là gì",
    ],
)
def test_what_the_corpus_does_not_say(ask: Asker, question: str) -> None:
    answer = ask(question)
    assert answer.none
    assert len(answer.answer) > 20  # it says what there is instead


@pytest.mark.parametrize(
    "question",
    [
        "Sở Tài chính Tiền Giang phối hợp việc nào?",
        "KH 225 hạn tháng 7/2025",
        "chỉ tiêu 5G của Tiền Giang",
        "NQ 57 nói gì về dữ liệu",
        "ai theo dõi chỉ tiêu kinh tế số ở Tiền Giang",
    ],
)
def test_every_quote_stands_in_its_document(ask: Asker, question: str) -> None:
    answer = ask(question)
    assert answer.citations and not answer.none
    for c in answer.citations:
        assert c.start is not None and c.end is not None
        assert ask.text(c.document)[c.start : c.end] == c.quote
    assert {r.id for r in answer.rows if r.kind in ("task", "target", "clause")} <= {
        c.id for c in answer.citations
    }


def test_the_plan_is_shown_in_words(ask: Asker) -> None:
    words = ask("Công an tỉnh Tiền Giang chủ trì việc gì đến hạn trước năm 2031?").understood.words
    assert words.startswith("Hiểu là: nhiệm vụ · chủ trì: Công an tỉnh")
    assert "hạn: trước năm 2031" in words


@settings(max_examples=40)
@given(question=st.text(max_size=80))
def test_any_text_is_a_question(ask: Asker, question: str) -> None:
    assert ask(question).question == question


_PIECES = st.sampled_from([
    "KH 225", "NQ 57", "Tiền Giang", "Sở Y tế", "chủ trì", "phối hợp", "nhiệm vụ", "chỉ tiêu", "nào", "ai", "bao nhiêu",
    "tháng 7/2025", "quý I", "2030", "nhiều nhất", "thay thế", "căn cứ", "điểm", "mục", "III.5", "3", "và",
    "so với", "which", "how many", "'", ",", "?", "phụ lục II", "5G", "kinh tế số", "chưa", "từ", "đến",
])  # fmt: skip


@settings(max_examples=40)
@given(pieces=st.lists(_PIECES, max_size=9))
def test_the_same_question_has_the_same_answer(ask: Asker, pieces: list[str]) -> None:
    question = " ".join(pieces)
    assert ask(question) == ask(question)


def test_kinds_have_names_of_their_own() -> None:
    assert len({kind.name for kind in QUESTIONS}) == len(QUESTIONS)


def test_tasks_of_a_collective_are_counted_apart(ask: Asker) -> None:
    own = ask("Sở Y tế Tiền Giang phối hợp việc nào?")
    wider = ask("Sở Y tế Tiền Giang phối hợp việc nào, kể cả giao chung?")
    together = {row.no for row in wider.rows} - {row.no for row in own.rows}
    assert together
    assert f"Ngoài ra có {len(together)} nhiệm vụ" in own.answer


@pytest.mark.parametrize(
    "question",
    [
        "nhiệm vụ về nuôi tôm hùm của Tiền Giang",
        "nhiem vu nao ve san bay",
        "có nhiệm vụ nào liên quan đến rùa biển không?",
        "ai chủ trì xây cầu dây văng?",
        "chỉ tiêu về cây sầu riêng của Tiền Giang",
        "Which tasks deal with airport runways?",
    ],
)
def test_a_topic_that_no_row_speaks_of_gets_no_rows(ask: Asker, question: str) -> None:
    answer = ask(question)
    assert answer.none
    assert answer.rows == ()


@pytest.mark.parametrize(
    "question", ["KH 225 của Bến Tre có bao nhiêu nhiệm vụ?", "kh 225 tinh quang ngai giao so y te viec gi"]
)
def test_another_province_s_number_is_not_taken_for_its_own(ask: Asker, question: str) -> None:
    answer = ask(question)
    assert answer.none
    assert "Tiền Giang" in answer.answer


def test_a_number_that_nothing_cites_is_not_answered_with_others(ask: Asker) -> None:
    assert ask("văn bản nào nhắc đến Quyết định 4321/QĐ-TTg?").none


def test_a_year_alone_means_every_target_of_it(ask: Asker) -> None:
    found = ask("những chỉ tiêu năm 2030 của KH 225")
    assert found.rows
    assert {row.year for row in found.rows} == {2030}


def test_initials_of_a_province_are_told(ask: Asker) -> None:
    answer = ask("Sở Nội vụ TG chủ trì việc nào?")
    assert [row.no for row in answer.rows] == ["3", "10"]
    assert ("TG", "Tiền Giang") in [(r.typed, r.read) for r in answer.understood.repairs]

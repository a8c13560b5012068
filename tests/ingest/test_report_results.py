"""Results that a report tells, read from a report of our own wording."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.figures import period_of, read_figures
from ingest.formats import read as read_source
from ingest.parse import parse
from ontology.codec import dump, load
from ontology.indicators import canonical
from ontology.text import squeeze
from ontology.types import ParsedDocument, Result, SourceText

REPORT = """ỦY BAN NHÂN DÂN
TỈNH AN GIANG
-------
Số: 45/BC-UBND

An Giang, ngày 12 tháng 3 năm 2024

BÁO CÁO
Sơ kết 02 năm thực hiện Kế hoạch số 18/KH-UBND ngày 05/01/2022 về thư viện số

Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện như sau:

I. BỐI CẢNH

Thư viện công cộng là nơi bạn đọc đã quen lui tới từ nhiều năm nay.

II. KẾT QUẢ THỰC HIỆN

1. Xây dựng văn bản

- Ủy ban nhân dân tỉnh đã ban hành Quyết định số 77/QĐ-UBND ngày 02/02/2022 về quy chế mượn sách;
Kế hoạch số 30/KH-UBND ngày 09/3/2022 thực hiện Nghị quyết số 12-NQ/TU ngày 01/12/2021;
Kế hoạch số 31/KH-UBND ngày 10/3/2022.

2. Kho sách và bạn đọc

- Tính đến hết năm 2023, tỷ lệ sách, báo được quét ảnh đạt 62,5%; 100% thư viện huyện có đường truyền riêng. Toàn
tỉnh đã cấp trên 4.200 thẻ bạn đọc, trong đó có 1.050 thẻ cho học sinh.

- Trang web của thư viện đã được làm lại gọn hơn¹ và chạy ổn định. Tuy nhiên, ứng dụng trên điện thoại còn chậm.

¹ gồm 09 mục tra cứu.

- Thí điểm mượn sách qua bưu điện sẽ được làm ở hai huyện.

3. Tồn tại, hạn chế

- Số đầu sách chữ nổi chưa nhiều, người khiếm thị phải đợi lâu.

- Do thiếu người quét ảnh nên kho báo cũ chưa xong.

4. Nguyên nhân

Kinh phí mua máy quét được cấp muộn so với nhu cầu.

III. NHIỆM VỤ THỜI GIAN TỚI

Tiếp tục mua thêm sách thiếu nhi cho các xã đã có điểm đọc.

IV. KIẾN NGHỊ

1. Đề nghị Bộ Văn hóa, Thể thao và Du lịch sớm có chuẩn siêu dữ liệu chung.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn B
"""
COUNTS = {"issued": 3, "figure": 4, "done": 1, "shortcoming": 2, "cause": 2, "proposal": 1}


def read(text: str) -> ParsedDocument:
    return parse(SourceText("bao-cao.txt", "txt", text, "0" * 64))


@pytest.fixture(scope="module")
def report() -> ParsedDocument:
    return read(REPORT)


def of(report: ParsedDocument, kind: str) -> list[Result]:
    return [r for r in report.results if r.kind == kind]


def test_every_kind_is_told_as_often_as_the_report_tells_it(report: ParsedDocument) -> None:
    assert Counter(r.kind for r in report.results) == COUNTS


def test_every_result_is_a_quote_of_its_clause(report: ParsedDocument) -> None:
    clauses = {c.id: c for c in report.clauses}
    for result in report.results:
        assert result.text == squeeze(REPORT[result.start : result.end])
        assert clauses[result.clause].start <= result.start < result.end <= clauses[result.clause].end
    assert len({r.id for r in report.results}) == len(report.results)


def test_the_document_issued_comes_before_what_it_carries_out(report: ParsedDocument) -> None:
    issued = [r.documents for r in of(report, "issued")]
    assert [d[0] for d in issued] == [
        "77-qd-ubnd.an-giang.2022",
        "30-kh-ubnd.an-giang.2022",
        "31-kh-ubnd.an-giang.2022",
    ]
    assert issued[1][1:] == ("12-nq-tu.an-giang.2021",)


def test_figures_have_value_unit_and_year(report: ParsedDocument) -> None:
    assert [(r.name, r.comparator, r.value, r.unit, r.year) for r in of(report, "figure")] == [
        ("tỷ lệ sách, báo được quét ảnh", "=", 62.5, "%", 2023),
        ("thư viện huyện có đường truyền riêng", "=", 100.0, "%", 2023),
        ("thẻ bạn đọc", ">", 4200.0, "thẻ", None),
        ("thẻ cho học sinh", "=", 1050.0, "thẻ", None),
    ]


def test_a_figure_shares_its_indicator_with_a_goal(report: ParsedDocument) -> None:
    known = {i.name: i.id for i in report.indicators}
    name = canonical("Tỷ lệ sách, báo được quét ảnh trên địa bàn tỉnh", unit="%")
    assert of(report, "figure")[0].indicator == known[name]


def test_what_is_to_come_and_the_circumstances_are_no_results(report: ParsedDocument) -> None:
    told = " ".join(r.text for r in report.results)
    assert "sách thiếu nhi" not in told
    assert "quen lui tới" not in told
    assert "bưu điện" not in told


def test_a_sentence_may_fall_short_of_its_section(report: ParsedDocument) -> None:
    assert [r.text.split()[0] for r in of(report, "shortcoming")] == ["Tuy", "Số"]
    assert [r.text.split()[0] for r in of(report, "cause")] == ["Do", "Kinh"]


def test_a_plan_tells_no_results() -> None:
    plan = REPORT.replace("BÁO CÁO\nSơ kết", "KẾ HOẠCH\nSơ kết").replace("45/BC-UBND", "45/KH-UBND")
    kinds = Counter(r.kind for r in read(plan.replace("II. KẾT QUẢ THỰC HIỆN", "II. NỘI DUNG")).results)
    assert not kinds
    assert Counter(r.kind for r in read(plan).results)["figure"] == COUNTS["figure"]


def test_results_go_through_json(report: ParsedDocument) -> None:
    assert load(ParsedDocument, dump(report)).results == report.results


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Doanh thu bán vé đạt 1,2 tỷ đồng", [("Doanh thu bán vé", "1,2 tỷ", 1.2, "tỷ đồng")]),
        ("đã kết nối 7/12 kho của các huyện", [("kho của các huyện", "7/12", 7.0, None)]),
        ("gồm 03 phòng đọc và 20 máy tính", [("phòng đọc", "03", 3.0, None), ("máy tính", "20", 20.0, None)]),
        (
            "lượt mượn sách điện tử tăng 15% so với năm 2020",
            [("lượt mượn sách điện tử tăng", "15%", 15.0, "%")],
        ),
        ("Qua 02 năm thực hiện, tăng 3 lần so với trước", []),
        ("họp ngày 5 tháng 6 năm 2023 theo khoản 2 Điều 9", []),
        ("dùng phần mềm phiên bản 2.0 ở phường 6", []),
        ("(trong đó có 15 máy in)", []),
    ],
)
def test_numbers_that_count_are_figures(
    words: str, expected: list[tuple[str, str, float, str | None]]
) -> None:
    assert [(f.name, f.value_text, f.value, f.unit) for f in read_figures(words)] == expected


@pytest.mark.parametrize(
    "dated", ["năm 2024", "đến cuối tháng 5 năm 2024", "trong năm 2024", "tính đến hết năm 2024"]
)
def test_what_is_measured_is_the_same_in_every_year(dated: str) -> None:
    (figure,) = read_figures(f"Tỷ lệ hộ dùng nước sạch {dated} đạt 92%")
    assert figure.name == "Tỷ lệ hộ dùng nước sạch"


def test_periods_end_in_a_year() -> None:
    assert period_of("Giai đoạn 2021 - 2023, tỉnh đã làm") == ("Giai đoạn 2021 - 2023", 2023)
    assert period_of("đến hết năm 2024 đã làm") == ("đến hết năm 2024", 2024)
    assert period_of("tăng 15% so với năm 2020") == (None, None)
    assert period_of("đã làm xong") == (None, None)


@given(st.text(max_size=200))
def test_any_words_can_be_read(words: str) -> None:
    assert all(f.name and f.value_text for f in read_figures(words))
    assert all(r.text for r in read(f"BÁO CÁO\nKết quả\n\nI. KẾT QUẢ THỰC HIỆN\n\n{words}").results)


@pytest.mark.corpus
def test_an_official_report_tells_of_every_kind_but_causes(corpus: Path) -> None:
    read_report = parse(read_source(corpus / "bc-so-ket-nq-52-tien-giang.txt"))
    count = Counter(r.kind for r in read_report.results)
    assert set(count) == {"done", "figure", "issued", "shortcoming", "proposal"}
    assert count["issued"] == 31
    assert count["shortcoming"] == 5
    assert all(r.text == squeeze(read_report.text[r.start : r.end]) for r in read_report.results)


@pytest.mark.corpus
def test_official_plans_tell_no_results(corpus: Path) -> None:
    for path in sorted(corpus.glob("kh-*.txt")):
        assert not parse(read_source(path)).results

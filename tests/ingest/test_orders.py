"""Orders in running text: whose they are, all that they say, with whom, and by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assignments import body_tasks
from ingest.formats import read
from ingest.orders import coordination, named_alone, read_orders
from ingest.parse import parse
from ingest.stated_deadlines import stated_deadline
from ontology.agencies import split
from ontology.types import Clause, Task

ISSUED = date(2026, 3, 2)


def tasks_of(*rows: tuple[str, str | None, str]) -> tuple[Task, ...]:
    """The tasks of clauses given as path, heading, text."""
    clauses = [
        Clause(p, "d", p, "clause", "", heading, text, text, 0, 1, p.rpartition(".")[0] or None, n)
        for n, (p, heading, text) in enumerate(rows)
    ]
    return body_tasks(document="d", clauses=clauses, place="An Giang", issued=ISSUED)


@pytest.mark.parametrize(
    ("words", "bodies", "duty"),
    [
        ("Đảng ủy Quốc hội lãnh đạo việc sửa Luật Thư viện.", ["Đảng ủy Quốc hội"], "lãnh đạo việc sửa Luật Thư viện"),
        ("Ủy ban Kiểm tra Tỉnh ủy đưa việc này lên.", ["Ủy ban Kiểm tra Tỉnh ủy"], "đưa việc này lên"),
        (
            "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội vận động hội viên hiến sách, xây dựng tủ sách.",
            ["Mặt trận Tổ quốc", "các tổ chức chính trị - xã hội"],
            "vận động hội viên hiến sách, xây dựng tủ sách",
        ),
        ("Các tỉnh uỷ, thành uỷ tổ chức học, lập kế hoạch.", ["Các tỉnh uỷ, thành uỷ"], "tổ chức học, lập kế hoạch"),
        ("Đảng ủy các trường học lãnh đạo việc mở lớp.", ["Đảng ủy các trường học"], "lãnh đạo việc mở lớp"),
        ("Các đơn vị quản lý thư viện báo cáo số sách.", ["Các đơn vị quản lý thư viện"], "báo cáo số sách"),
        ("Các ban xây dựng Đảng Tỉnh ủy hướng dẫn việc đọc.", ["Các ban xây dựng Đảng Tỉnh ủy"], "hướng dẫn việc đọc"),
        ("Công an tỉnh vun xới tủ sách của mình.", ["Công an tỉnh"], "vun xới tủ sách của mình"),
        ("Hằng năm, các sở báo cáo số sách.", ["các sở"], "báo cáo số sách"),
        ("Trên cơ sở Đề án này, Sở Nội vụ tham mưu biên chế.", ["Sở Nội vụ"], "tham mưu biên chế"),
        ("Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy mở tủ sách.", ["các cấp ủy"], "mở tủ sách"),
        ("Sở Nội vụ là đầu mối về kho lưu trữ.", ["Sở Nội vụ"], "là đầu mối về kho lưu trữ"),
    ],
)  # fmt: skip
def test_an_order_has_its_bodies_and_all_of_its_words(words: str, bodies: list[str], duty: str) -> None:
    (order,) = read_orders(words)
    assert (split(order.bodies), order.duty) == (bodies, duty)


@pytest.mark.parametrize(
    "words",
    [
        "Thành lập Ban Chỉ đạo do đồng chí Bí thư Tỉnh ủy làm Trưởng ban.",
        "Kinh phí mua sách do ngân sách nhà nước bảo đảm.",
        "Tổ chức hội nghị quán triệt, triển khai Đề án.",
        "Thanh tra, kiểm tra việc mua sách, hỗ trợ thư viện.",
        "Khuyến khích các doanh nghiệp tặng sách.",
        "Đề án này được phổ biến đến chi bộ.",
        "Trong quá trình thực hiện, nếu có vướng mắc, các sở báo cáo Ủy ban nhân dân tỉnh.",
    ],
)
def test_words_that_order_nobody_give_none(words: str) -> None:
    assert read_orders(words) == []


def test_bodies_ordered_in_turn_have_an_order_each() -> None:
    words = "Sở Y tế mở tủ sách; thường xuyên bổ sung; Sở Nội vụ kiểm tra. Công an tỉnh bảo vệ kho. Kịp thời sửa chữa."
    assert [(o.bodies, o.duty) for o in read_orders(words)] == [
        ("Sở Y tế", "mở tủ sách; thường xuyên bổ sung"),
        ("Sở Nội vụ", "kiểm tra"),
        ("Công an tỉnh", "bảo vệ kho. Kịp thời sửa chữa"),
    ]


def test_whom_an_ordered_body_shall_assign_is_part_of_its_order() -> None:
    (order,) = read_orders("Đảng ủy Chính phủ lãnh đạo việc này; phân công bộ, ngành chủ trì từng phần.")
    assert order.duty.endswith("phân công bộ, ngành chủ trì từng phần")


def test_the_bodies_to_work_with() -> None:
    assert coordination("chủ trì, phối hợp với Sở Giáo dục và Đào tạo tổ chức ngày sách") == (
        ["Sở Giáo dục và Đào tạo"],
        "tổ chức ngày sách",
    )
    duty = "phối hợp Văn phòng Tỉnh ủy theo dõi; phối hợp với các trường để kiểm kê"
    assert coordination(duty) == (["Văn phòng Tỉnh ủy", "các trường"], duty)
    assert coordination("phối hợp tuyên truyền, vận động") == ([], "phối hợp tuyên truyền, vận động")


@pytest.mark.parametrize(
    ("words", "text", "end"),
    [
        ("mở kho trong quý II năm 2026, báo cáo hằng năm", "trong quý II năm 2026", date(2026, 6, 30)),
        (
            "hằng năm kiểm kê, xong trước ngày 15/4/2026 ở các xã",
            "xong trước ngày 15/4/2026",
            date(2026, 4, 15),
        ),
        ("định kỳ 6 tháng, hằng năm báo cáo Tỉnh ủy", "định kỳ 6 tháng, hằng năm", None),
        ("báo cáo trước ngày 20 tháng 11 hằng năm", "trước ngày 20 tháng 11 hằng năm", None),
        (
            "rà soát kho; thời gian: từ tháng 4 đến hết tháng 6/2026",
            "từ tháng 4 đến hết tháng 6/2026",
            date(2026, 6, 30),
        ),
        ("tham mưu sơ kết, tổng kết năm 2030", "tổng kết năm 2030", date(2030, 12, 31)),
        ("bố trí vốn trong kế hoạch hằng năm", None, None),
        ("mở chuyên mục thường xuyên", None, None),
    ],
)
def test_the_deadline_that_an_order_states(words: str, text: str | None, end: date | None) -> None:
    found = stated_deadline(words, issued=ISSUED)
    assert (found.text, found.end) == (text, end)


def test_each_item_that_orders_a_named_body_is_one_task() -> None:
    tasks = tasks_of(
        ("IV", "TỔ CHỨC THỰC HIỆN", ""),
        ("IV.1", None, "Đảng ủy Công an tỉnh lãnh đạo việc giữ kho. Kịp thời báo cáo."),
        ("IV.2", None, "Thành lập Ban Chỉ đạo của tỉnh."),
        ("IV.3", None, "Định kỳ 6 tháng, các cơ quan, đơn vị báo cáo; Văn phòng Tỉnh ủy tổng hợp."),
        ("IV.4", "Ban Chỉ đạo tỉnh", ""),
        ("IV.4.-1", None, "Điều hành chung; cùng các xã mở tủ sách."),
        ("V", "Tổ chức thực hiện có hiệu quả các đề án", ""),
        ("V.1", None, "Sở Y tế mở tủ sách."),
    )
    assert [(t.where, [a.text for a in t.lead]) for t in tasks] == [
        ("IV.1", ["Đảng ủy Công an tỉnh"]),
        ("IV.3", ["các cơ quan, đơn vị"]),
        ("IV.3", ["Văn phòng Tỉnh ủy"]),
        ("IV.4.-1", ["Ban Chỉ đạo tỉnh"]),
    ]
    assert tasks[0].title == "lãnh đạo việc giữ kho. Kịp thời báo cáo"
    assert [t.deadline.kind for t in tasks[1:3]] == ["recurring", "none"]
    assert len({t.id for t in tasks}) == len(tasks)


@given(
    st.text(max_size=120),
    st.sampled_from(["Sở Y tế ", "Các sở, ", "Hằng năm, ", "Giao ", "phối hợp với ", ""]),
)
def test_any_text_is_read(text: str, opening: str) -> None:
    for order in read_orders(opening + text, inherited="Sở Y tế"):
        assert order.bodies and order.duty
        names, title = coordination(order.duty)
        assert title or names
        stated_deadline(order.duty, issued=ISSUED)
    named_alone(opening + text, loosely=True)


@pytest.mark.corpus
def test_a_resolution_without_a_table_gives_each_body_its_task(corpus: Path) -> None:
    document = parse(read(corpus / "nq-57-nq-tw-2024.md"))
    assert [(t.where, t.lead[0].name) for t in document.tasks] == [
        ("IV.2", "Đảng đoàn Quốc hội"),
        ("IV.3", "Ban cán sự đảng Chính phủ"),
        ("IV.4", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        ("IV.5", "Ban Tuyên giáo Trung ương"),
        ("IV.6", "Văn phòng Trung ương Đảng"),
    ]
    assert [a.name for a in document.tasks[-1].coop] == ["Ban Kinh tế Trung ương"]

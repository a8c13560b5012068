"""Tables that plain text keeps by blanks."""

from __future__ import annotations

from ingest.coverage import uncovered
from ingest.formats import read_bytes
from ingest.parse import parse
from tests.ingest.annex_factory import texts

PLAN = """
                          KẾ HOẠCH
                     Dạy nghề cho người làm muối
     Căn cứ văn bản mẫu;
     I. MỤC ĐÍCH
     1. Dạy nghề tại chỗ.

                          PHỤ LỤC
                    DANH MỤC CÔNG VIỆC
     (Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2025)

 TT   Công việc                      Chủ trì              Phối hợp           Thời hạn

 I    MỞ LỚP

 1    Mở lớp tại các xã ven biển     Sở Nông nghiệp       Hội Nông dân       Quý II/2025
      có đồng muối                   và Môi trường        tỉnh

 2    In sách hướng dẫn              Sở Nội vụ            Sở Tài chính       Năm 2026
\f TT   Công việc                      Chủ trì              Phối hợp           Thời hạn

 II   TỔNG KẾT

 3    Tổng kết lớp học               Sở Nội vụ            Các xã             31/12/2026
"""


def test_columns_parted_by_blanks_over_two_pages() -> None:
    doc = parse(read_bytes("12-kh-ubnd-an-giang.txt", PLAN.encode()))

    assert [(t.no, t.group, t.title, texts(t, "lead"), texts(t, "coop"), t.deadline.text) for t in doc.tasks] == [
        (
            "1", "I", "Mở lớp tại các xã ven biển có đồng muối", "Sở Nông nghiệp và Môi trường", "Hội Nông dân tỉnh",
            "Quý II/2025",
        ),
        ("2", "I", "In sách hướng dẫn", "Sở Nội vụ", "Sở Tài chính", "Năm 2026"),
        ("3", "II", "Tổng kết lớp học", "Sở Nội vụ", "Các xã", "31/12/2026"),
    ]  # fmt: skip
    assert uncovered(doc) == 0


def test_a_row_stands_on_its_lines() -> None:
    source = read_bytes("a.txt", PLAN.encode())
    first, second = source.tables

    assert [len(t.rows) for t in (first, second)] == [4, 3]
    row = first.rows[2]
    assert source.text[row[0].start : row[0].end].startswith(" 1    Mở lớp")
    assert source.text[row[0].start : row[0].end].endswith("tỉnh")
    assert {(c.start, c.end) for c in row} == {(row[0].start, row[0].end)}


def test_running_text_with_wide_gaps_is_no_table() -> None:
    text = "TT    Nơi nhận               CHỦ TỊCH\n- Như trên;                  Lê Văn Mẫu\n- Lưu.\n"

    assert read_bytes("a.txt", text.encode()).tables == ()

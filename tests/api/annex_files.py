"""A plan, its annexes in files of their own, and such files of another province, in our own words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from tests.formats_factory import as_docx

Rows = list[list[str]]

HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]
TASKS = [
    ["1", "Lắp trạm phát sóng ở 12 ấp vùng lõm", "Sở Khoa học và Công nghệ", "Sở Tài chính", "Tháng 9 năm 2025"],
    ["2", "Mở lớp kỹ năng số cho người dân", "Sở Giáo dục và Đào tạo", "Sở Nội vụ", "Quý IV năm 2025"],
]  # fmt: skip
GOAL_HEAD = ["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu đến năm 2030", "Cơ quan theo dõi"]
GOALS = [
    ["1", "Tỷ lệ ấp có sóng di động", "%", "100", "Sở Khoa học và Công nghệ"],
    ["2", "Tỷ lệ hộ gia đình có đường truyền cáp quang", "%", "85", "Sở Khoa học và Công nghệ"],
]  # fmt: skip
COMMUNE = """ỦY BAN NHÂN DÂN
XÃ TÂN HÒA
Số: 12/KH-UBND
Tân Hòa, ngày 02 tháng 6 năm 2025
KẾ HOẠCH
Chuyển đổi số xã Tân Hòa năm 2025
Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh Đồng Tháp, Ủy ban nhân dân xã ban hành kế hoạch như sau:
I. MỤC TIÊU
1. Mọi ấp đều có sóng di động.
"""


def plan(province: str = "An Giang", *, number: int = 12, more: str = "") -> str:
    """A plan whose body orders one thing and names its annexes."""
    return f"""ỦY BAN NHÂN DÂN TỈNH {province.upper()}
Số: {number}/KH-UBND
{province}, ngày 02 tháng 6 năm 2025
KẾ HOẠCH
Phủ sóng vùng lõm năm 2025
Thực hiện Nghị quyết số 44/NQ-CP ngày 05/3/2025 của Chính phủ, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:
I. MỤC TIÊU
1. Mọi ấp của tỉnh {province} đều có sóng di động, chi tiết tại các phụ lục kèm theo.
II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính bố trí kinh phí cho các trạm trong tháng 7 năm 2025.
{more}"""


def attached(province: str | None = "An Giang", *, number: int = 12, day: str = "02") -> str:
    """The line by which an annex names its plan."""
    body = f"Ủy ban nhân dân tỉnh {province}" if province else "Ủy ban nhân dân tỉnh"
    return f"(Kèm theo Kế hoạch số {number}/KH-UBND ngày {day} tháng 6 năm 2025 của {body})"


def lines(label: str, title: str, line: str, rows: Rows) -> str:
    """An annex as text, a cell a line."""
    return "\n".join([label, title, line, *(cell for row in rows for cell in row)]) + "\n"


def word(label: str, title: str, line: str, rows: Rows) -> bytes:
    """An annex as a Word document."""
    return as_docx([label, title, line, rows])


def workbook(label: str, title: str, line: str, rows: Rows) -> bytes:
    """An annex as a workbook of one sheet."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for text in (label, title, line):
        sheet.append([text])
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def tasks_workbook(line: str | None = None, rows: Rows | None = None) -> bytes:
    """ "PHỤ LỤC I" with the tasks."""
    return workbook("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", line or attached(), [HEAD, *(rows or TASKS)])


def goals_word(line: str | None = None) -> bytes:
    """ "PHỤ LỤC II" with the targets."""
    return word("PHỤ LỤC II", "CHỈ TIÊU ĐẾN NĂM 2030", line or attached(), [GOAL_HEAD, *GOALS])


def with_annex() -> str:
    """The plan with the first annex in its own file."""
    return plan() + "\n" + lines("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", attached(), [HEAD, *TASKS])


def versions() -> dict[str, list[bytes]]:
    """Files of one number as they may come in turn: with and without the province or the day, with other rows."""
    named = [attached(), attached(None), attached(day="…"), attached("Quảng Trị"), attached(None, day="…")]
    rows = [[HEAD, *TASKS], [HEAD, *TASKS[1:]]]
    texts = [plan(), plan(more="2. Sở Nội vụ theo dõi trong năm 2025.\n"), with_annex()]
    return {
        "ke-hoach.txt": [text.encode() for text in texts],
        "quang-tri.txt": [plan("Quảng Trị").encode()],
        "truoc.txt": [plan().replace("2025", "2024").encode()],
        "khong-ngay.txt": [plan("Cà Mau").replace("ngày 02 tháng 6", "ngày    tháng 6").encode()],
        "phu-luc-1.xlsx": [workbook("PHỤ LỤC I", "NHIỆM VỤ", line, r) for line in named for r in rows],
        "phu-luc-2.txt": [
            lines("Phụ lục số 2", "VIỆC KHÁC", line, r).encode() for line in named for r in rows
        ],
        "phu-luc.txt": [lines("PHỤ LỤC", "NHIỆM VỤ", line, r).encode() for line in named for r in rows],
    }


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    """The folder with these files in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def names(rows: Sequence[Sequence[str]]) -> list[str]:
    """What the rows name."""
    return [row[1] for row in rows]

"""Documents added, read again and deleted on the page, over a workspace of the test's own."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from browser import Browser
from serving import serving
from test_page_accessible import faults

from api.pipeline import Workspace
from api.settings import Settings
from graph.store import open_store
from search.service import SearchService
from tests.api.annex_files import HEAD, TASKS, attached, lines, plan, tasks_workbook
from tests.conftest import WordEmbedder

pytestmark = pytest.mark.browser
ID = "12-kh-ubnd.an-giang.2025"
BUSY = "!!document.querySelector('.upload progress')"


@pytest.fixture
def site() -> Iterator[str]:
    """A service over an empty store."""
    store = open_store("embedded::memory:")
    with Workspace(store, SearchService(store, WordEmbedder())) as opened, serving(opened) as address:
        yield address


def add(page: Browser, **files: str | bytes) -> list[str]:
    """Choose files in the open dialog; what it says of each once all are read. "__" stands for a dot."""
    data = [
        [name.replace("__", "."), base64.b64encode(c.encode() if isinstance(c, str) else c).decode()]
        for name, c in files.items()
    ]
    before = page.eval("document.querySelectorAll('.ingested > li').length")
    page.eval(
        f"(files => {{ const list = new DataTransfer(); for (const [name, text] of files) "
        "list.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name)); "
        "const input = document.querySelector('.upload input'); input.files = list.files; "
        f"input.dispatchEvent(new Event('change', {{ bubbles: true }})) }})({json.dumps(data)})"
    )
    page.wait(f"document.querySelectorAll('.ingested > li').length === {before + len(files)}")
    page.wait(f"!{BUSY} && !document.querySelector('.ingested .state.quiet')")
    rows: list[str] = page.eval("[...document.querySelectorAll('.ingested > li')].map(row => row.innerText)")
    return rows[before:]


def open_dialog(page: Browser, site: str) -> None:
    page.open(site)
    page.click(".masthead .add")
    page.wait("!!document.querySelector('dialog[open]')")


def test_each_file_tells_what_became_of_it(page: Browser, site: str) -> None:
    open_dialog(page, site)
    rows = add(
        page, ke_hoach__txt=plan(), phu_luc_1__xlsx=tasks_workbook(), hong__docx=b"not a zip", la__exe=b"MZ"
    )
    assert "đã thêm" in rows[0] and "12/KH-UBND" in rows[0]
    assert "2 nhiệm vụ" in rows[1] and "Phụ lục của 12/KH-UBND, ghép với ke_hoach.txt" in rows[1]
    assert "không đọc được" in rows[2] and "lưu lại rồi thêm lại" in rows[2]
    assert "Loại tệp này chưa đọc được" in rows[3] and ".docx" in rows[3]
    assert "Xong 4 trên 4 tệp" in page.text(".upload [role=status]")
    assert faults(page) == []
    page.click(".upload .ingested a")
    assert "phu_luc_1.xlsx" in page.text(".document .facts")
    page.open(f"{site}#/van-ban/{ID}/nhiem-vu")
    page.click("table.tasks td.title a")
    assert "Tệp phu_luc_1.xlsx" in page.text(".source-line")
    page.click(".source-line a[href*='noi-dung']")
    page.wait("!!document.querySelector('.annex-line.flash')")
    assert "phu_luc_1.xlsx" in page.text("details.outside[open] summary")


def test_what_was_read_with_a_doubt_is_listed(page: Browser, site: str) -> None:
    late = ["3", "Báo cáo kết quả phủ sóng", "Sở Nội vụ", "Sở Tài chính", "Tháng 4 năm 2025"]
    open_dialog(page, site)
    annex = lines("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", attached(), [HEAD, *TASKS, late])
    add(page, ke_hoach__txt=plan(), phu_luc__txt=annex)
    page.click(".ingested a[href*='can-xem']")
    words = page.text(".doubts")
    assert "Thời hạn nằm trước ngày ban hành 1" in words and "Báo cáo kết quả phủ sóng" in words
    page.click(".doubts li a")
    page.wait("!!document.querySelector('.annex-line.flash')")


def test_a_file_without_words_is_refused_and_one_without_a_number_doubted(page: Browser, site: str) -> None:
    open_dialog(page, site)
    empty, bare = add(page, trong__txt=" \n", thu__txt="Mua thêm máy phát dự phòng cho các trạm.\n")
    assert "Không thấy chữ nào" in empty
    assert "Không thấy số hiệu" in bare


def test_a_newer_version_tells_what_it_changed(page: Browser, site: str) -> None:
    open_dialog(page, site)
    add(page, ke_hoach__txt=plan())
    (same,) = add(page, ke_hoach__txt=plan())
    assert "không đổi" in same
    (newer,) = add(page, ke_hoach__txt=plan(more="2. Sở Nội vụ mở lớp kỹ năng số trong tháng 8 năm 2025.\n"))
    assert "đã cập nhật" in newer and "So với bản trước: thêm" in newer
    page.click(".ingested details summary")
    assert "mở lớp kỹ năng số" in page.text(".changes ins")


def test_files_wait_where_the_service_is_away_and_go_again(page: Browser, site: str) -> None:
    open_dialog(page, site)
    page.eval("window.there = fetch, window.fetch = () => Promise.reject(new TypeError('away')), 0")
    (row,) = add(page, ke_hoach__txt=plan())
    assert "Không kết nối được" in row
    page.eval("window.fetch = window.there, 0")
    page.wait(
        "(b => b && (b.click(), true))([...document.querySelectorAll('.upload button')]"
        ".find(b => b.innerText.includes('Gửi lại')))"
    )
    page.wait("(document.querySelector('.ingested')?.innerText || '').includes('đã thêm')")


def test_deleting_asks_first(page: Browser, site: str) -> None:
    open_dialog(page, site)
    add(page, ke_hoach__txt=plan(), phu_luc_1__xlsx=tasks_workbook())
    page.open(f"{site}#/van-ban/{ID}")
    page.click(".danger")
    words = page.text("dialog[open]")
    assert "Xóa 12/KH-UBND?" in words and "nhiệm vụ" in words
    assert page.eval("document.activeElement.innerText") == "Giữ lại"  # Enter alone deletes nothing
    assert faults(page) == []
    page.press("Enter")
    page.wait("!document.querySelector('dialog')")
    page.click(".danger")
    page.click("dialog[open] .button:not(.plain)")
    page.wait("(document.querySelector('dialog[open]')?.innerText || '').includes('Đã xóa')")
    page.click("dialog[open] .button")
    assert "Kho chưa có văn bản nào" in page.text("main .notice")


def test_a_service_with_keys_asks_for_one(page: Browser) -> None:
    store = open_store("embedded::memory:")
    settings = Settings(curator_key="bien-tap")
    with (
        Workspace(store, SearchService(store, WordEmbedder())) as opened,
        serving(opened, settings) as address,
    ):
        open_dialog(page, address)
        (row,) = add(page, ke_hoach__txt=plan())
        assert "Cần khóa biên tập" in row
        page.errors.clear()  # the browser notes the 401 itself
        page.type(".upload input[type=password]", "bien-tap")
        page.click(".upload .row .button.plain")
        page.wait("(document.querySelector('.ingested')?.innerText || '').includes('đã thêm')")
        page.eval("sessionStorage.clear()")

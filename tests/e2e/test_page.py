"""The page in headless Chromium, over a real service with the samples: search, open a task, see its chain."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from browser import Browser

pytestmark = pytest.mark.browser
PLAN = "225-kh-ubnd.tien-giang.2025"
READY = "!!document.querySelector('main') && !document.querySelector('.loading')"


def test_search_open_a_task_see_its_chain(page: Browser, site: str) -> None:
    page.open(site)
    assert "57-NQ/TW" in page.text(".columns")
    page.type("#q", "tuyên truyền kỹ năng số")
    page.wait("document.querySelectorAll('.hit').length > 3")
    page.click(".facets input[type=checkbox]")
    page.wait("location.hash.includes('kind=') || location.hash.includes('document=')")
    page.open(f"{site}#/tim?q={quote('kỹ năng số')}&kind=task")
    page.click(".hit .cover")
    page.wait("location.hash.startsWith('#/chuoi/')")
    assert page.text("h1")
    page.wait(
        "document.querySelectorAll('.graph .node').length > 1 && !!document.querySelector('.graph canvas')"
    )
    assert "thực hiện" in page.text(".chain-table") or "góp phần" in page.text(".chain-table")
    page.click(".chain-table details summary")
    assert page.wait("document.querySelectorAll('.chain-table details[open] blockquote').length === 2")


def test_a_node_opens_its_neighbours(page: Browser, site: str) -> None:
    page.open(f"{site}#/chuoi/{quote(PLAN + '#task:1', safe='')}")
    before = page.wait("document.querySelectorAll('.graph .node').length")
    page.click(".graph .node.root")
    page.click(".chosen .button")
    page.wait(f"document.querySelectorAll('.graph .node').length > {before}")
    assert page.wait(
        "[...document.querySelectorAll('.tier-head')].some(e => e.innerText.includes('Cơ quan'))"
    )


def test_a_question_is_answered_and_says_how_it_was_understood(page: Browser, site: str) -> None:
    page.open(f"{site}#/tim?q={quote('Sở Nội vụ chủ trì những nhiệm vụ nào?')}")
    assert "Sở Nội vụ" in page.text(".answer .understood")
    page.click(".answer tbody a[href^='#/chuoi/']")
    page.wait("document.querySelectorAll('.graph .node').length >= 1")


def test_a_question_may_lean_on_the_answer_above_it(page: Browser, site: str) -> None:
    page.open(f"{site}#/tim?q={quote('Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?')}")
    page.wait("!!document.querySelector('#hoi-tiep')")
    page.type("#hoi-tiep", "còn Công an tỉnh?")
    page.wait("location.hash.includes('sau=')")
    page.wait("(document.querySelector('.answer .understood')?.innerText || '').includes('Công an tỉnh')")
    assert "Tiền Giang" in page.text(".answer .understood")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_a_part_of_the_plan_is_changed_and_taken_out(page: Browser, site: str, size: tuple[int, int]) -> None:
    page.resize(*size)
    page.open(f"{site}#/tim?q={quote('Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?')}")
    page.wait("!!document.querySelector('.understood select[aria-label^=\"Đổi vai trò\"]')")
    assert page.fits()
    page.eval("document.querySelector('.understood select[aria-label^=\"Đổi vai trò\"]').focus()")
    page.press("ArrowDown")  # from "chủ trì" to "phối hợp", by keys alone
    page.wait("location.hash.includes('sua=')")
    page.wait("(document.querySelector('.results .hint')?.innerText || '').includes('phối hợp')")
    page.wait("!!document.querySelector('.understood button[aria-label^=\"Bỏ cơ quan\"]')")
    page.eval("document.querySelector('.understood button[aria-label^=\"Bỏ cơ quan\"]').focus()")
    page.press("Enter")
    page.wait("document.querySelectorAll('.answer tbody tr').length > 2")
    assert "Sở Nội vụ" not in page.text(".answer .understood")
    page.click(".results .hint a")
    page.wait("(document.querySelector('.answer .understood')?.innerText || '').includes('Sở Nội vụ')")


def test_search_says_what_it_set_right_and_takes_words_as_typed(page: Browser, site: str) -> None:
    page.open(f"{site}#/tim?q={quote('nhieemj vụ chuyển đổi số')}")
    assert "Đã tìm: “nhiệm vụ chuyển đổi số”" in page.text(".repaired")
    page.click(".repaired a")
    page.wait("location.hash.includes('dung=') && !document.querySelector('.repaired')")
    page.wait("document.querySelectorAll('.hit').length > 0")


def test_a_document_reads_as_a_tree_with_its_tabs(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/57-nq-tw.vn.2024/noi-dung?muc=III.1")
    page.wait("document.querySelector('.piece.flash')?.id === 'muc-III.1'")
    assert page.wait("document.querySelectorAll('.sheet .badge.down').length > 0")
    for n, tab in enumerate(("Nhiệm vụ", "Chỉ tiêu", "Văn bản liên quan", "Độ bao phủ"), 2):
        page.click(f".tabs a:nth-of-type({n})")
        page.wait(f"document.querySelector('.tabs a[aria-current]').innerText.startsWith('{tab}')")
        page.wait(READY)


def test_a_line_of_an_annex_is_found_in_its_fold(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/{PLAN}/noi-dung")
    page.wait("document.querySelectorAll('.annex-line').length > 0")
    assert page.eval("[...document.querySelectorAll('.annex-line')].every(e => !e.closest('details').open)")
    path = page.eval("[...document.querySelectorAll('.annex-line')].at(-1).id.slice(4)")
    assert page.eval(
        f"[...document.querySelectorAll('.outline a')].every(e => !e.hash.includes({quote(path)!r}))"
    )
    page.open(f"{site}#/van-ban/{PLAN}/noi-dung?muc={quote(path)}")
    page.wait("document.querySelector('.annex-line.flash')?.closest('details').open")


def test_the_open_tab_is_in_sight_on_a_phone(page: Browser, site: str) -> None:
    page.resize(390, 844)
    page.open(f"{site}#/van-ban/{PLAN}/ket-qua")
    page.wait("document.querySelector('.tabs a[aria-current]')?.getBoundingClientRect().right <= innerWidth")


def test_tasks_are_filtered_without_tone_marks(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/{PLAN}/nhiem-vu")
    whole = page.wait("document.querySelectorAll('table.tasks tbody tr:not(.group)').length")
    page.type(".filters input", "ky nang so")
    page.wait(
        f"(n => n > 0 && n < {whole})(document.querySelectorAll('table.tasks tbody tr:not(.group)').length)"
    )


@pytest.mark.parametrize(("size", "dark"), [((1280, 900), False), ((390, 844), True)])
def test_every_view_fits_the_window(page: Browser, site: str, size: tuple[int, int], dark: bool) -> None:
    task = quote(PLAN + "#task:1", safe="")
    page.resize(*size, dark=dark)
    for view in (
        "",
        f"tim?q={quote('hạ tầng số')}",
        f"van-ban/{PLAN}",
        f"van-ban/{PLAN}/nhiem-vu",
        f"chuoi/{task}",
        f"van-ban/{PLAN}/nhiem-vu?tren=1",
        f"van-ban/{PLAN}/chi-tieu",
        "do-thi",
        f"do-thi/{PLAN}",
        "co-quan",
        "co-quan/so-khoa-hoc-va-cong-nghe.tien-giang/phieu",
        "thoi-han?ngay=2025-06-20",
        "ma-tran",
        f"ma-tran/57-nq-tw.vn.2024/{PLAN}",
        f"ma-tran/57-nq-tw.vn.2024/{PLAN}?dang=bang&trong=1",
        "so-sanh?van-ban=57-nq-tw.vn.2024",
        f"so-sanh/{quote('57-nq-tw.vn.2024#III.1.-2', safe='')}",
        "ra-soat",
        "ra-soat?xem=nhat-ky",
        "cach-doc",
    ):
        page.open(f"{site}#/{view}")
        page.wait(READY)
        assert page.fits(), view


def test_it_says_plainly_when_nothing_is_found(page: Browser, site: str) -> None:
    page.open(f"{site}#/tim?q={quote('zzzqqq')}&document=khong-co")
    assert "Không tìm thấy" in page.text(".notice")
    page.open(f"{site}#/van-ban/khong-co.vn.2020")
    assert "Không tìm thấy" in page.text(".notice")
    page.errors.clear()  # the browser notes the 404 itself


def test_a_citation_and_an_answer_can_be_taken_along(page: Browser, site: str) -> None:
    kept = "navigator.clipboard.writeText = text => (window.copied = text, Promise.resolve()), 0"
    page.open(f"{site}#/chuoi/{quote(PLAN + '#task:1', safe='')}")
    words = page.text("h1")
    page.eval(kept)
    page.click(".source-line button")
    copied = page.wait("window.copied")
    assert copied.startswith(f"“{words}” (nhiệm vụ 1, Kế hoạch số 225/KH-UBND ngày ")
    assert copied.endswith(page.eval("location.href"))
    assert "Đã chép" in page.text(".source-line")
    page.open(f"{site}#/tim?q={quote('Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?')}")
    page.wait("!!document.querySelector('.answer tbody tr')")
    page.eval(kept)
    page.click(".answer .tools button")
    lines = page.wait("window.copied").split("\n")
    assert lines[0] == page.text(".answer .sentence")
    assert any(line.startswith("- 225/KH-UBND, nhiệm vụ ") for line in lines)


def test_a_service_that_was_away_is_asked_again_where_one_stands(page: Browser, site: str) -> None:
    page.open(site)
    page.wait(READY)
    page.eval("window.there = fetch, window.fetch = () => Promise.reject(new TypeError('away')), 0")
    page.eval(f"location.hash = '#/van-ban/{PLAN}'")
    assert "Không kết nối được" in page.text("main [role=alert] h1")
    page.eval("window.fetch = window.there, 0")
    page.click("main [role=alert] button")
    assert "225/KH-UBND" in page.text(".document h1")


def test_filters_of_a_search_fold_away_on_a_phone(page: Browser, site: str) -> None:
    page.resize(390, 844)
    page.open(f"{site}#/tim?q={quote('kỹ năng số')}")
    page.wait(READY)
    assert not page.eval("document.querySelector('.facets details').open")
    page.click(".facets summary")
    page.click(".facets input[type=checkbox]")
    page.wait("location.hash.includes('kind=') || location.hash.includes('document=')")
    assert "đang chọn 1" in page.text(".facets summary")


def test_keys_reach_everything(page: Browser, site: str) -> None:
    page.open(site)
    page.wait(READY)
    named = "e => e.textContent.trim() || e.ariaLabel || e.labels?.length"
    unnamed = f"[...document.querySelectorAll('a, button, input, select')].filter(e => !({named})(e)).length"
    assert page.eval(unnamed) == 0
    assert (
        page.eval('document.querySelectorAll(\'[tabindex]:not([tabindex="0"]):not([tabindex="-1"])\').length')
        == 0
    )
    assert page.eval("document.documentElement.lang") == "vi"

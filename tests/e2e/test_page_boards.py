"""The boards in headless Chromium: deadlines, an agency's sheet, targets, coverage's lists, provinces, suggestions."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from browser import Browser
from sheets import keep_sheet, saved_sheet, saved_worksheet

pytestmark = pytest.mark.browser
ORDER = "57-nq-tw.vn.2024"
PLAN = "225-kh-ubnd.tien-giang.2025"
ROWS = "document.querySelectorAll('table.tasks tbody tr:not(.group)').length"
NUMBER = "e => Number(e.innerText.replace(/[^0-9]/g, ''))"
DAY = "2025-06-20"


def choose(page: Browser, label: str, value: str) -> None:
    """Choose in the field of a filter that bears `label`."""
    labels = "[...document.querySelectorAll('.filters label')]"
    field = f"{labels}.find(e => e.innerText.startsWith('{label}'))?.querySelector('select')"
    page.wait(f"[...({field}?.options ?? [])].some(o => o.value === {json.dumps(value)})")
    page.eval(f"(e => {{ e.value = {json.dumps(value)}; e.dispatchEvent(new Event('change')) }})({field})")


def test_every_count_of_the_deadlines_opens_its_tasks(page: Browser, site: str) -> None:
    page.open(f"{site}#/thoi-han?ngay={DAY}")
    page.wait(f"document.querySelectorAll('.tile').length >= 4 && {ROWS} > 0")
    for n in range(page.eval("document.querySelectorAll('.tile').length")):
        counted = page.eval(f"({NUMBER})(document.querySelectorAll('.tile b')[{n}])")
        page.eval(f"document.querySelectorAll('.tile')[{n}].click()")
        page.wait(f"document.querySelectorAll('.tile')[{n}]?.ariaCurrent === 'true' && {ROWS} === {counted}")
    month = page.wait("document.querySelector('.calendar td a')?.innerText")
    page.click(".calendar td a")
    page.wait(f"{ROWS} === Number({month}) && /xem=20\\d\\d-\\d\\d/.test(location.hash)")
    agency = "document.querySelector('.due-agencies td.count a')"
    led = page.wait(f"{agency}?.innerText")
    page.eval(f"{agency}.click()")
    page.wait(f"location.hash.includes('vai=lead') && {ROWS} === Number({led})")


def test_deadlines_are_told_from_the_day_that_is_asked_for(page: Browser, site: str) -> None:
    page.open(f"{site}#/thoi-han?ngay={DAY}&xem=qua-han")
    page.wait(f"{ROWS} > 0")
    assert page.eval(
        "[...document.querySelectorAll('.distance')].every(e => e.innerText.startsWith('đã qua'))"
    )
    past = page.eval(f"({NUMBER})(document.querySelector('.tile.qua-han b'))")
    page.open(f"{site}#/thoi-han?ngay=2024-01-01")
    page.wait("document.querySelector('.tile.qua-han b')?.innerText === '0'")
    assert past > 0
    assert page.wait("[...document.querySelectorAll('.distance')].every(e => e.innerText.startsWith('còn'))")


def test_deadlines_are_narrowed_and_the_address_keeps_it(page: Browser, site: str) -> None:
    page.open(f"{site}#/thoi-han?ngay={DAY}")
    total = page.wait("document.querySelectorAll('.due-agencies tbody tr').length")
    choose(page, "Văn bản", PLAN)
    page.wait(f"location.hash.includes('{PLAN}')")
    page.wait(f"(n => n > 0 && n < {total})(document.querySelectorAll('.due-agencies tbody tr').length)")
    choose(
        page,
        "Cơ quan",
        page.eval(
            "decodeURIComponent(document.querySelector('.due-agencies td.title a').hash.split('/')[2])"
        ),
    )
    page.wait("!document.querySelector('.due-agencies') && document.querySelectorAll('.tile').length > 3")
    page.open(page.eval("location.href"))
    page.wait(f"{ROWS} > 0 && document.querySelectorAll('.filters select')[2].value !== ''")


def test_an_agencys_sheet_names_clauses_and_is_printed_without_the_page_around_it(
    page: Browser, site: str
) -> None:
    page.open(f"{site}#/co-quan")
    page.click(".agency-list a")
    page.click(".tools a.button")
    page.wait("location.hash.endsWith('/phieu')")
    assert "nhiệm vụ chủ trì" in page.text(".sheet-head")
    assert page.wait(
        "[...document.querySelectorAll('.duty-sheet td')].some(e => /NQ.*mục/.test(e.innerText))"
    )
    page.send("Emulation.setEmulatedMedia", media="print")
    hidden = ".masthead, footer, .sheet-page .filters, .tools"
    assert page.eval(f"[...document.querySelectorAll('{hidden}')].every(e => !e.getClientRects().length)")
    assert (
        page.eval("getComputedStyle(document.querySelector('.duty-sheet td.note')).display") == "table-cell"
    )
    page.send("Emulation.setEmulatedMedia", media="")


def test_an_agency_that_took_over_has_the_duties_that_came_to_it(page: Browser, site: str) -> None:
    page.open(f"{site}#/co-quan?tim={quote('Khoa học và Công nghệ')}&dia-phuong={quote('Đồng Tháp')}")
    assert "tiếp nhận" in page.text(".agency-list")
    page.click(".agency-list a")
    page.click(".document-head a[href$='/phieu']")
    assert "Tiền Giang" in page.text(".sheet-head")
    page.wait("document.querySelectorAll('.duty-sheet tbody tr').length > 0")
    choose(page, "Việc tiếp nhận", "0")
    page.wait("!document.querySelector('.duty-sheet') && !!document.querySelector('.notice')")


def test_tasks_are_saved_with_the_clauses_that_they_serve(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/{PLAN}/nhiem-vu")
    page.wait(f"{ROWS} > 0")
    keep_sheet(page)
    page.click("button.save")
    head, *rows = saved_sheet(page)
    assert {"Nhiệm vụ", "Cơ quan chủ trì", "Ngày cuối", "Thực hiện"} <= set(head)
    assert len(rows) == page.eval(ROWS)
    assert sum("57-NQ/TW mục" in str(row[head.index("Thực hiện")]) for row in rows) > 0


def test_a_long_sheet_is_laid_out_and_its_text_is_no_formula(page: Browser, site: str) -> None:
    page.open(site)
    page.wait("document.activeElement?.id === 'q'")
    page.eval(
        "Response.prototype.json = async function () { return JSON.parse(await this.text(), (key, value) => "
        "key === 'title' ? `=1+1 & <b>\\u0001${Array.from({length: 1000}, Math.random)}` : value) }, "
        f"location.hash = '#/van-ban/{PLAN}/nhiem-vu'"
    )
    page.wait(f"{ROWS} > 0")
    keep_sheet(page)
    page.click("button.save")
    sheet = saved_worksheet(page)
    head, *rows = sheet.iter_rows()
    assert all(cell.font.b and cell.alignment.wrap_text for cell in head)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)
    (column,) = (cell.column_letter for cell in head if cell.value == "Nhiệm vụ")
    assert sheet.column_dimensions[column].width == 60
    for row in rows:
        title = sheet[f"{column}{row[0].row}"]
        assert (title.data_type, title.value[:11]) == ("s", "=1+1 & <b>0")
        assert title.alignment.wrap_text


def test_tasks_show_what_they_serve_or_that_they_serve_nothing(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/{PLAN}/nhiem-vu?tren=1")
    assert page.wait("document.querySelectorAll('.served li a').length > 0")
    linked = page.eval("document.querySelectorAll('ul.served').length")
    bare = page.eval("document.querySelectorAll('.served.none').length")
    assert linked + bare == page.eval(ROWS)
    choose(page, "Cấp trên", "chua")
    page.wait(f"({ROWS} === {bare} || {bare} === 0) && !document.querySelector('ul.served')")


def test_targets_stand_beside_those_above(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/{PLAN}/chi-tieu")
    page.wait("document.querySelectorAll('.targets.grid .beside a').length > 0")
    heads = page.eval("[...document.querySelectorAll('.targets.grid thead th')].map(e => e.innerText.trim())")
    assert any(head.startswith("Đến 20") for head in heads) and any("NQ" in head for head in heads)
    rows = "document.querySelectorAll('.targets.grid tbody tr').length"
    for n in (1, 2):
        button = f"document.querySelectorAll('.segmented[aria-label=\"Hiện\"] button')[{n}]"
        if page.eval(f"{button}.disabled"):
            continue
        counted = page.eval(f"Number({button}.querySelector('small').innerText)")
        page.eval(f"{button}.click()")
        page.wait(f"{rows} === {counted}")
    page.open(f"{site}#/van-ban/{ORDER}/chi-tieu")  # nothing stands above it: those below are shown
    page.wait("document.querySelector('.segmented button:nth-child(2)')?.ariaPressed === 'true'")


def test_the_numbers_of_coverage_open_their_lists(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/{ORDER}/do-bao-phu")
    for n in range(min(6, page.wait("document.querySelectorAll('button.opens').length"))):
        counted = page.eval(f"({NUMBER})(document.querySelectorAll('button.opens')[{n}])")
        page.eval(f"document.querySelectorAll('button.opens')[{n}].click()")
        page.wait(f"document.querySelectorAll('.opened li').length === {counted}")
        page.eval(f"document.querySelectorAll('button.opens')[{n}].click()")
        page.wait("!document.querySelector('.opened')")


def test_provinces_are_counted_and_each_count_opens_its_works(page: Browser, site: str) -> None:
    page.open(f"{site}#/so-sanh?van-ban={ORDER}")
    counted = page.wait(f"(e => e && ({NUMBER})(e))(document.querySelector('.provinces td.some a'))")
    page.click(".provinces td.some a")
    page.wait(f"document.querySelectorAll('.place:first-child li').length === {counted}")


def test_a_mark_of_the_matrix_opens_the_grounds_of_its_link(page: Browser, site: str) -> None:
    page.open(f"{site}#/ma-tran/{ORDER}/{PLAN}")
    page.click("table.matrix tbody button.mark")
    assert page.wait("document.querySelectorAll('.evidence .ends .prose').length") == 2
    assert page.eval("document.activeElement.className") == "evidence"
    page.press("Escape")
    page.wait("!document.querySelector('.evidence')")


def test_the_search_box_offers_documents_and_agencies(page: Browser, site: str) -> None:
    page.open(site)
    page.wait("document.activeElement?.id === 'q'")
    page.send("Input.insertText", text="225")
    page.wait("document.querySelector('.suggestions li')?.innerText.includes('225/KH-UBND')")
    page.press("ArrowDown")
    assert page.wait("document.getElementById('q').getAttribute('aria-activedescendant')")
    page.press("Enter")
    page.wait(f"location.hash === '#/van-ban/{PLAN}'")
    page.open(f"{site}#/van-ban")
    page.wait("!!document.querySelector('.card')")  # a view takes the focus when it opens
    page.wait("(e => e && (e.focus(), true))(document.querySelector('.masthead #q'))")
    page.send("Input.insertText", text="so noi vu")
    page.wait("document.querySelector('.suggestions li')?.innerText.includes('Sở Nội vụ')")
    page.press("Escape")
    page.wait("document.querySelector('.suggestions').hidden")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("van-ban/" + PLAN + "/chi-tieu", "Chỉ tiêu · 225/KH-UBND · TruyVết"),
        ("ma-tran/" + ORDER + "/" + PLAN, "Ma trận · 57-NQ/TW × 225/KH-UBND · TruyVết"),
        ("thoi-han", "Thời hạn · TruyVết"),
        ("khong-co", "Không có trang này · TruyVết"),
        ("chuoi/" + quote(PLAN + "#task:1", safe=""), "Nhiệm vụ 1 · 225/KH-UBND · TruyVết"),
    ],
)
def test_every_view_has_its_title(page: Browser, site: str, address: str, title: str) -> None:
    page.open(f"{site}#/{address}")
    page.wait(f"document.title === {json.dumps(title)}")


def test_a_gap_names_the_agencies_near_it_and_has_an_address(page: Browser, site: str) -> None:
    page.open(f"{site}#/van-ban/57-nq-tw.vn.2024/do-bao-phu")
    page.wait("document.querySelectorAll('.coverage tbody tr').length > 0")
    page.eval("[...document.querySelectorAll('.segmented button')][1].click()")
    page.wait("location.hash.endsWith('hien=chua')")
    assert page.eval("document.querySelectorAll('.coverage tr:not(.missing)').length") == 1  # the head
    page.click(".coverage .opens")
    assert "chủ trì" in page.text(".nearest p")
    assert page.eval("document.querySelectorAll('.nearest li a[href^=\"#/chuoi/\"]').length") > 0


def test_the_first_page_leads_to_what_people_come_for(page: Browser, site: str) -> None:
    page.open(site)
    page.wait("document.querySelectorAll('.ways a').length >= 4")
    ways = page.eval("[...document.querySelectorAll('.ways a')].map(a => a.getAttribute('href'))")
    for way in ways:
        page.open(f"{site}{way}")
        page.wait("!!document.querySelector('main h1') && !document.querySelector('.loading')")
        assert not page.eval("document.querySelector('.notice[role=alert]')")


def test_one_s_own_agency_stands_on_the_first_page(page: Browser, site: str) -> None:
    page.open(f"{site}#/co-quan/so-khoa-hoc-va-cong-nghe.tien-giang")
    page.click(".agency-ahead button[aria-pressed='false']")
    page.wait("!!document.querySelector('.agency-ahead button[aria-pressed=true]')")
    page.open(site)
    assert "Sở Khoa học và Công nghệ, Tiền Giang" in page.text(".own-agency")
    page.click(".own-agency .due-line a")
    page.wait("location.hash.includes('co-quan=so-khoa-hoc-va-cong-nghe.tien-giang')")
    page.eval("localStorage.clear()")
    page.open(site)
    page.wait("document.querySelectorAll('.ways a').length > 0")
    assert not page.eval("!!document.querySelector('.own-agency')")


def test_the_way_of_a_chain_stands_in_its_address(page: Browser, site: str) -> None:
    page.open(f"{site}#/chuoi/{quote('225-kh-ubnd.tien-giang.2025#task:1', safe='')}")
    page.wait("document.querySelectorAll('.graph .node').length > 1")
    page.eval("[...document.querySelectorAll('.chain-bar .segmented button')][1].click()")
    page.wait("location.hash.includes('chieu=up')")
    page.open(page.eval("location.href"))
    page.wait("document.querySelectorAll('.segmented button')[1]?.ariaPressed === 'true'")


def test_pairs_worth_a_matrix_are_offered(page: Browser, site: str) -> None:
    page.open(f"{site}#/ma-tran")
    page.click(".notice a[href^='#/ma-tran/']")
    page.wait("document.querySelectorAll('.matrix tbody tr').length > 0")

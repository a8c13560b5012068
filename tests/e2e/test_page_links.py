"""The views of links in headless Chromium: the matrix, provinces side by side, why a link is there, and review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from browser import Browser
from pydantic import SecretStr
from serving import serving
from sheets import keep_sheet, saved_sheet

from api.pipeline import Workspace
from api.settings import load_settings
from graph import review
from graph.store import open_store
from search.service import SearchService
from tests.conftest import WordEmbedder

pytestmark = pytest.mark.browser
ORDER = "57-nq-tw.vn.2024"
PLAN = "225-kh-ubnd.tien-giang.2025"
MATRIX = f"#/ma-tran/{ORDER}/{PLAN}"


@pytest.fixture(scope="module")
def desk(samples: Path) -> Iterator[tuple[str, Workspace]]:
    """A service of its own, since review writes: its address and its workspace; writing needs the curator's key."""
    store = open_store("embedded::memory:")
    settings = load_settings().model_copy(update={"curator_key": SecretStr("khoa-bien-tap")})
    with Workspace(store, SearchService(store, WordEmbedder())) as workspace:
        workspace.ingest([samples])
        with serving(workspace, settings) as address:
            yield address, workspace


def fill(page: Browser, selector: str, text: str) -> None:
    """Type into a field without leaving it."""
    page.wait(f"(e => e && (e.focus(), e.select(), true))(document.querySelector({json.dumps(selector)}))")
    page.send("Input.insertText", text=text)


def press(page: Browser, selector: str, words: str) -> None:
    """Click the first match that reads `words`."""
    matches = f"[...document.querySelectorAll({json.dumps(selector)})]"
    page.wait(f"(e => e && (e.click(), true))({matches}.find(e => e.innerText === {json.dumps(words)}))")


def test_two_documents_are_chosen_and_their_matrix_is_shown(page: Browser, site: str) -> None:
    page.open(f"{site}#/ma-tran")
    choose = (
        "(n, v) => { const s = document.querySelectorAll('.filters select')[n]; s.value = v; "
        "s.dispatchEvent(new Event('change')); return true }"
    )
    page.wait("document.querySelectorAll('.filters select').length === 2")
    page.eval(f"({choose})(0, {json.dumps(ORDER)})")
    page.wait(f"document.querySelectorAll('.filters select')[0].value === {json.dumps(ORDER)}")
    page.eval(f"({choose})(1, {json.dumps(PLAN)})")
    page.wait(f"location.hash === {json.dumps(MATRIX)}")
    marks = page.wait("document.querySelectorAll('table.matrix tbody .mark').length")
    assert f"{marks} liên kết" in page.text("p[role=status]")
    page.click("table.matrix tbody th a")
    page.wait("location.hash.startsWith('#/chuoi/')")


def test_the_matrix_is_narrowed_and_widened_and_the_address_keeps_it(page: Browser, site: str) -> None:
    page.open(site + MATRIX)
    all_marks = page.wait("document.querySelectorAll('table.matrix tbody .mark').length")
    page.click(".chain-bar .check:nth-of-type(1) input")
    page.wait("location.hash.includes('muc=2')")
    assert page.wait("document.querySelectorAll('table.matrix .mark-2').length > 0")
    assert page.eval("document.querySelectorAll('table.matrix .mark-1').length") == 0
    assert page.eval("document.querySelectorAll('table.matrix tbody .mark').length") < all_marks
    page.open(f"{site}{MATRIX}?muc=2&trong=1&dieu-khoan=1")
    assert page.wait("[...document.querySelectorAll('table.matrix .sum')].some(e => !e.innerText)")


def test_the_matrix_becomes_a_list_on_a_small_screen(page: Browser, site: str) -> None:
    page.resize(390, 844)
    page.open(site + MATRIX)
    assert page.wait("document.querySelectorAll('.matrix-list .grade').length > 3")
    assert page.eval("document.querySelector('table.matrix')") is None


def test_the_matrix_is_downloaded_as_a_sheet(page: Browser, site: str) -> None:
    page.open(site + MATRIX)
    marks = page.wait("document.querySelectorAll('table.matrix .mark').length")
    keep_sheet(page)
    page.click(".chain-bar button.save")
    head, *rows = saved_sheet(page)
    assert len(rows) >= marks
    assert {row[0] for row in rows} == {"57-NQ/TW"}
    assert "thực hiện" in {row[head.index("Mức")] for row in rows}


def test_two_documents_without_links_say_so(page: Browser, site: str) -> None:
    page.open(f"{site}#/ma-tran/{PLAN}/{ORDER}")
    assert "Chưa thấy liên kết" in page.text(".notice")
    page.click(".notice a")
    page.wait("document.querySelectorAll('table.matrix .mark').length > 0")


def test_provinces_stand_side_by_side(page: Browser, site: str) -> None:
    page.open(f"{site}#/so-sanh?van-ban={ORDER}")
    page.click("td.title a")
    page.wait(f"location.hash.startsWith('#/so-sanh/{ORDER}')")
    page.open(f"{site}#/so-sanh/{quote(ORDER + '#III.1.-2', safe='')}")
    assert page.wait(
        "[...document.querySelectorAll('.place h2')].map(e => e.firstChild.data.trim()).join()"
    ) == ("Tiền Giang")  # a resolution of the Government is dated from a city, but no province made it
    assert page.eval("document.querySelectorAll('.place li a').length") > 0


def test_why_a_link_is_there(page: Browser, site: str) -> None:
    page.open(f"{site}#/chuoi/{quote(PLAN + '#task:1', safe='')}")
    page.wait("document.querySelectorAll('.step .decide').length > 0")
    press(page, ".step summary", "Vì sao")
    assert "theo mô hình" in page.text(".reasons")
    page.eval("document.querySelectorAll('.step details').forEach(e => { e.open = true })")
    concepts = (
        "[...document.querySelectorAll('.reasons p')].find(e => e.innerText.startsWith('Cùng nói về: '))"
    )
    assert page.wait(f"{concepts}?.querySelector('strong').innerText")
    page.resize(390, 844)
    assert page.fits()


def test_a_link_is_decided_on_in_its_chain_with_the_curators_key(
    page: Browser, desk: tuple[str, Workspace]
) -> None:
    address, workspace = desk
    page.open(f"{address}#/chuoi/{quote(PLAN + '#task:1', safe='')}")
    page.eval("localStorage.clear(), sessionStorage.clear()")
    page.click(".step .decide button")
    assert page.wait("document.querySelector('.decide-form .button').disabled")
    fill(page, ".decide-form input[autocomplete=name]", "Lan")
    fill(page, ".decide-form label.wide input", "đúng việc")
    page.wait("!document.querySelector('.decide-form .button').disabled")
    page.click(".decide-form .button")
    assert "khóa biên tập" in page.text(".decide-form [role=alert]")
    page.errors.clear()  # the browser notes the 401 itself
    fill(page, ".decide-form input[type=password]", "khoa-bien-tap")
    page.click(".decide-form .button")
    assert page.text(".step .status-confirmed") == "đã xác nhận"
    assert [(d.reviewer, d.reason) for d in review.decisions(workspace.store)] == [("Lan", "đúng việc")]
    press(page, ".step .decide button", "Hoàn tác")
    assert page.wait("document.querySelector('.decide-form input').value") == "Lan"
    page.click(".decide-form .button")
    page.wait("!document.querySelector('.step .status-confirmed')")


def test_the_queue_is_decided_on_together(page: Browser, desk: tuple[str, Workspace]) -> None:
    address, workspace = desk
    page.open(f"{address}#/ra-soat?van-ban={PLAN}")
    page.wait("document.querySelectorAll('.waiting').length > 2")
    page.eval(
        "sessionStorage.setItem('truyvet-key', 'khoa-bien-tap'), localStorage.setItem('truyvet-reviewer', 'Hà')"
    )
    before = len(review.decisions(workspace.store))
    for n in (1, 2):
        page.click(f".waiting:nth-child({n}) > input")
        page.wait(f"document.querySelectorAll('.waiting.picked').length === {n}")
    page.click(".queue-bar .button:nth-of-type(1)")
    page.wait("document.querySelector('.decide-form .button').innerText === 'Xác nhận 2 liên kết'")
    page.click(".decide-form .button")
    page.wait("document.querySelectorAll('.waiting .status-confirmed').length === 2")
    made = review.decisions(workspace.store)[before:]
    assert [(d.reviewer, d.status) for d in made] == [("Hà", "confirmed")] * 2


def test_the_queue_is_worked_through_by_keys(page: Browser, desk: tuple[str, Workspace]) -> None:
    address, workspace = desk
    page.open(f"{address}#/ra-soat?van-ban={PLAN}")
    page.wait("document.querySelectorAll('.waiting').length > 2")
    page.eval(
        "sessionStorage.setItem('truyvet-key', 'khoa-bien-tap'), localStorage.setItem('truyvet-reviewer', 'Mai')"
    )
    before = len(review.decisions(workspace.store))
    for key in ("j", "j"):
        page.press(key)
    page.wait("document.querySelector('.waiting:nth-child(2)')?.ariaCurrent === 'true'")
    page.press("r")
    page.wait(
        "document.activeElement?.innerText === 'Từ chối' && !!document.activeElement.closest('.decide-form')"
    )
    page.press("Enter")
    page.wait("document.querySelectorAll('.waiting:nth-child(2) .status-rejected').length === 1")
    page.wait("document.querySelector('.waiting:nth-child(3)')?.ariaCurrent === 'true'")  # on to the next
    page.press("a")
    page.wait("!!document.activeElement?.closest('.waiting:nth-child(3) .decide-form')")
    page.press("Escape")
    page.wait("!document.querySelector('.decide-form')")
    page.press("x")
    page.wait("!!document.querySelector('.waiting:nth-child(3).picked')")
    made = review.decisions(workspace.store)[before:]
    assert [(d.reviewer, d.status) for d in made] == [("Mai", "rejected")]


def test_a_link_that_was_only_a_candidate_is_confirmed_from_its_unit(
    page: Browser, desk: tuple[str, Workspace]
) -> None:
    address, workspace = desk
    weak = next(
        item
        for item in review.queue(workspace.store, limit=None)
        if item.status == "candidate" and item.relation == "IMPLEMENTS"
    )
    page.open(f"{address}#/chuoi/{quote(weak.source, safe='')}")
    page.wait("!!document.querySelector('.chain-bar') && !document.querySelector('.loading')")
    before = page.eval("document.querySelectorAll('.step').length")
    assert not page.eval("!!document.querySelector('.status-candidate')")
    page.eval("[...document.querySelectorAll('.chain-bar .check')].at(-1).querySelector('input').click()")
    page.wait(f"document.querySelectorAll('.step').length > {before}")
    page.wait("location.hash.includes('ung-vien=1') && !!document.querySelector('.status-candidate')")
    page.eval("document.querySelector('.step:has(.status-candidate) [data-act=accept]').click()")
    fill(page, ".decide-form input", "Tâm")
    assert page.eval("document.querySelector('.decide-form button').disabled") is False


def test_single_letters_can_be_turned_off(page: Browser, desk: tuple[str, Workspace]) -> None:
    page.open(f"{desk[0]}#/ra-soat")
    page.wait("document.querySelectorAll('.queue > li').length > 1")
    page.click(".keys input")
    page.wait("!document.querySelector('.keys kbd')")
    page.press("j")
    page.open(f"{desk[0]}#/ra-soat")
    page.wait("document.querySelectorAll('.queue > li').length > 1 && !document.querySelector('.keys kbd')")
    page.press("j")
    assert page.eval("document.querySelectorAll('.queue > li.current').length") == 0
    page.click(".keys input")
    page.wait("!!document.querySelector('.keys kbd')")
    page.press("j")
    page.wait("document.querySelectorAll('.queue > li.current').length === 1")


def test_the_log_tells_who_decided_what(page: Browser, desk: tuple[str, Workspace]) -> None:
    address, workspace = desk
    link = next(item.link for item in review.queue(workspace.store, limit=None))
    review.decide(
        workspace.store, link, "confirmed", reviewer="Tâm", at=datetime.now(UTC), reason="đã đối chiếu"
    )
    made = len(review.decisions(workspace.store))
    page.open(f"{address}#/ra-soat")
    press(page, ".tabs a", "Nhật ký")
    assert f"{made} quyết định" in page.text("p[role=status]")
    first = page.text("tbody tr")
    assert "Tâm" in first and "Xác nhận" in first and "đã đối chiếu" in first
    assert page.eval("document.querySelectorAll('tbody tr').length") == made

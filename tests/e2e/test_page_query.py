"""The page for ad-hoc queries: an example runs, a mistake has its place, an empty answer says so."""

from __future__ import annotations

import pytest
from browser import Browser

pytestmark = pytest.mark.browser
SETTLED = "!!document.querySelector('.query') && !document.querySelector('.loading')"


def ask(page: Browser, text: str, language: str) -> None:
    """Type a query and run it."""
    chosen = f"e.value = '{language}', e.dispatchEvent(new Event('change', {{bubbles: true}}))"
    page.wait(f"(e => e && ({chosen}))(document.querySelector('.query select'))")
    page.type(".query textarea", text)
    page.click(".query .button")
    page.wait("!!document.querySelector('.loading, .query ~ .notice, .query ~ .table-wrap')")
    page.wait(SETTLED)


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_an_example_runs_as_it_stands(page: Browser, site: str, size: tuple[int, int]) -> None:
    page.resize(*size)
    page.open(f"{site}#/truy-van")
    page.wait(SETTLED)
    page.click(".query .button")
    page.wait("document.querySelectorAll('.query ~ .table-wrap tbody tr').length > 3")
    assert page.fits()


def test_a_mistake_is_told_with_its_place_and_found_in_the_text(page: Browser, site: str) -> None:
    page.open(f"{site}#/truy-van")
    page.wait(SETTLED)
    ask(page, "MATCH (n)\nDELETE n", "cypher")
    assert "Câu lệnh chưa đúng ở dòng 2, cột 1" in page.text(".notice")
    page.wait("document.querySelector('.query textarea').selectionStart === 10")  # after it is drawn
    ask(page, "SELECT ?x WHERE {\n?x a tv:Task\n?y }", "sparql")
    page.wait("document.querySelector('.notice').innerText.includes('dòng 3, cột 1')")
    page.errors.clear()  # the browser notes the answers 400 itself


def test_an_empty_answer_says_so(page: Browser, site: str) -> None:
    page.open(f"{site}#/truy-van")
    page.wait(SETTLED)
    ask(page, "MATCH (n:Task {no: 'không có'}) RETURN n.id", "cypher")
    assert "Không có dòng nào khớp" in page.text(".notice")

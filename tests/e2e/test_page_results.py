"""What reports tell, on the page: a task's outcome, a clause's over its tasks, a document's list, and none."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from browser import Browser

pytestmark = pytest.mark.browser
PLAN, REPORT = "225-kh-ubnd.tien-giang.2025", "00-bc-ubnd.tien-giang.2025"


def unit(site: str, id: str) -> str:
    return f"{site}#/chuoi/{quote(id, safe='')}"


def test_a_task_shows_its_outcome_with_the_quote_and_why(page: Browser, site: str) -> None:
    page.open(unit(site, f"{PLAN}#task:12"))
    told = page.text(".told-list li")
    assert "Đã thực hiện" in told
    assert "00/BC-UBND" in told
    assert "vận hành thử" in page.text(".told-list blockquote")
    page.click(".told-list summary")
    assert page.wait("document.querySelectorAll('.told-list .reasons tr').length === 3")


def test_a_task_without_one_says_so(page: Browser, site: str) -> None:
    page.open(unit(site, f"{PLAN}#task:14"))
    assert "Chưa có báo cáo nào" in page.text(".told")


def test_a_result_leads_to_what_it_reports_on_and_back(page: Browser, site: str) -> None:
    page.open(unit(site, f"{REPORT}#result:I.3.c.1"))
    page.click(".reported a")
    page.wait("location.hash.includes('task')")
    assert "Đã thực hiện" in page.text(".told-list li")


@pytest.mark.parametrize(
    ("document", "results"), [(PLAN, 14), (REPORT, 14), ("195-kh-tu.tien-giang.2025", 2)]
)
def test_a_document_lists_its_results(page: Browser, site: str, document: str, results: int) -> None:
    page.open(f"{site}#/van-ban/{document}/ket-qua")
    assert page.wait(f"document.querySelectorAll('.told-list > li').length >= {results}")
    page.resize(390, 844)
    assert page.fits()

"""The graph on the page, walked from a document to a task and back, by mouse and by keys."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from browser import Browser

pytestmark = pytest.mark.browser
PLAN = "225-kh-ubnd.tien-giang.2025"
TASKS = "[...document.querySelectorAll('.around-group')].find(g => g.innerText.includes('gồm nhiệm vụ'))"


def open_tasks(page: Browser, site: str) -> int:
    """Open the group of tasks around the plan; how many it says there are."""
    page.open(f"{site}#/do-thi/{PLAN}")
    total = int(page.wait(f"{TASKS}?.querySelector('button b').innerText"))
    page.eval(f"(g => g.querySelector('ul') || g.querySelector('button').click())({TASKS})")
    page.wait(f"{TASKS}.querySelectorAll('li').length === 6")
    return total


def test_a_walk_goes_from_the_map_to_a_task_and_back(page: Browser, site: str) -> None:
    page.open(f"{site}#/do-thi")
    page.wait("document.querySelectorAll('.graph .node').length >= 5")
    page.click(f".graph .node[data-id='{PLAN}']")
    page.wait(f"location.hash === '#/do-thi/{PLAN}'")
    open_tasks(page, site)
    page.eval(f"{TASKS}.querySelector('li a').click()")
    assert "nhiệm vụ" in page.wait(
        "(h => h?.innerText.includes('nhiệm vụ') && h.innerText)(document.querySelector('.around-node h1'))"
    )
    groups = page.eval("[...document.querySelectorAll('.around-group h3')].map(h => h.innerText).join('; ')")
    assert "chủ trì" in groups and "thực hiện" in groups
    page.wait("document.querySelectorAll('.around-lines > path').length > 2")
    assert "225/KH-UBND" in page.wait(
        "(w => w?.innerText.includes('225') && w.innerText)(document.querySelector('.way'))"
    )
    page.eval("history.back()")
    assert page.wait("document.querySelector('.around-node h1')?.innerText === '225/KH-UBND'")


def test_a_large_group_comes_piece_by_piece(page: Browser, site: str) -> None:
    total = open_tasks(page, site)
    page.eval(f"{TASKS}.querySelector(':scope > button').click()")
    page.wait(f"{TASKS}.querySelectorAll('li').length === {min(total, 36)}")
    assert page.eval(f"new Set([...{TASKS}.querySelectorAll('li a')].map(a => a.href)).size") == min(
        total, 36
    )


def test_groups_open_by_key(page: Browser, site: str) -> None:
    page.open(f"{site}#/do-thi/{PLAN}")
    page.wait(f"!!{TASKS}")
    page.eval(f"{TASKS}.querySelector('button').focus()")
    before = page.eval("document.activeElement.ariaExpanded")
    page.press("Enter")
    assert page.wait(f"document.activeElement.ariaExpanded !== '{before}'")


def test_every_kind_of_place_leads_into_the_graph(page: Browser, site: str) -> None:
    task = quote(f"{PLAN}#task:1", safe="")
    for view in (f"van-ban/{PLAN}", f"chuoi/{task}", "co-quan/so-khoa-hoc-va-cong-nghe.tien-giang"):
        page.open(f"{site}#/{view}")
        page.click("main a[href^='#/do-thi/']")
        assert page.text(".around-node h1")
    page.open(f"{site}#/do-thi/khong-co.vn.2020")
    assert page.text("main h1") == "Không tìm thấy"
    page.errors.clear()  # the browser notes the 404 itself

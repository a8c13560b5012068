"""Every view is checked by axe-core against WCAG 2.2 A and AA, with all that folds opened."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote

import pytest
from browser import Browser

from tests.conftest import ROOT

pytestmark = pytest.mark.browser
PLAN = "225-kh-ubnd.tien-giang.2025"
ORDER = "57-nq-tw.vn.2024"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
READY = "!!document.querySelector('main h1') && !document.querySelector('.loading')"
CLAUSE = quote(f"{ORDER}#III.1.-2", safe="")
TASK = quote(f"{PLAN}#task:1", safe="")
TARGET = quote(f"{PLAN}#target:1:2030", safe="")

VIEWS = {
    "home": "",
    "documents": "van-ban",
    "text": f"van-ban/{PLAN}",
    "tasks": f"van-ban/{PLAN}/nhiem-vu?tren=1",
    "targets": f"van-ban/{PLAN}/chi-tieu",
    "related": f"van-ban/{PLAN}/lien-quan",
    "coverage": f"van-ban/{ORDER}/do-bao-phu",
    "results": f"van-ban/{ORDER}/ket-qua",
    "doubts": f"van-ban/{PLAN}/can-xem",
    "clause": f"chuoi/{CLAUSE}",
    "task": f"chuoi/{TASK}",
    "target": f"chuoi/{TARGET}",
    "search": f"tim?q={quote('hạ tầng số')}",
    "answer": f"tim?q={quote('Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?')}",
    "map": "do-thi",
    "around a document": f"do-thi/{PLAN}",
    "around a clause": f"do-thi/{CLAUSE}?qua={ORDER}",
    "around an agency": "do-thi/so-khoa-hoc-va-cong-nghe.tien-giang",
    "agencies": "co-quan",
    "agency": "co-quan/so-khoa-hoc-va-cong-nghe.tien-giang",
    "sheet": "co-quan/so-khoa-hoc-va-cong-nghe.tien-giang/phieu",
    "due": "thoi-han?ngay=2025-06-20",
    "matrix": "ma-tran",
    "matrix of two": f"ma-tran/{ORDER}/{PLAN}",
    "matrix as a list": f"ma-tran/{ORDER}/{PLAN}?dang=bang&trong=1",
    "provinces": f"so-sanh?van-ban={ORDER}",
    "places of a clause": f"so-sanh/{CLAUSE}",
    "review": "ra-soat",
    "review log": "ra-soat?xem=nhat-ky",
    "query": "truy-van",
    "help": "cach-doc",
    "no such page": "khong-co",
}


def faults(page: Browser) -> list[str]:
    """What axe-core finds wrong in the page as it stands, worst first."""
    if not AXE.is_file():
        assert not os.environ.get("CI"), "axe-core is needed: npm ci in web/"
        pytest.skip("axe-core is not installed; run: make page")
    page.eval("document.querySelectorAll('main details').forEach(fold => { fold.open = true }), 0")
    page.wait("!document.querySelector('.loading')")
    page.eval(AXE.read_text("utf-8") + ";0")
    asked = {"resultTypes": ["violations"], "runOnly": RULES}
    found: list[dict[str, Any]] = json.loads(
        page.eval(f"axe.run(document, {json.dumps(asked)}).then(found => JSON.stringify(found.violations))")
    )
    return [f"{v['impact']} {v['id']}: {v['nodes'][0]['target']} ({len(v['nodes'])})" for v in found]


@pytest.mark.parametrize(("size", "dark"), [((1280, 900), False), ((390, 844), True)])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_in_the_way_of_anyone(
    page: Browser, site: str, view: str, size: tuple[int, int], dark: bool
) -> None:
    page.resize(*size, dark=dark)
    page.open(f"{site}#/{VIEWS[view]}")
    page.wait(READY)
    assert "\n".join(faults(page)) == ""


def test_a_dialog_is_open_to_everyone_too(page: Browser, site: str) -> None:
    page.open(site)
    page.wait(READY)
    page.click(".masthead .add")
    page.wait("!!document.querySelector('dialog[open]')")
    assert "\n".join(faults(page)) == ""

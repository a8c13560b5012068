"""The Excel files that the page saves, as a spreadsheet program reads them."""

from __future__ import annotations

import base64
import io
from typing import Any

from browser import Browser
from openpyxl import load_workbook


def keep_sheet(page: Browser) -> None:
    """Keep the next file that the page saves, in the place of saving it."""
    page.eval(
        "HTMLAnchorElement.prototype.click = function () { window.named = this.download }, "
        "URL.createObjectURL = file => { const reader = new FileReader(); "
        "reader.onload = () => { window.saved = reader.result.split(',')[1] }; reader.readAsDataURL(file); return '' }"
    )


def saved_sheet(page: Browser) -> list[tuple[Any, ...]]:
    """The rows of the kept file."""
    content = base64.b64decode(page.wait("window.saved"))
    assert page.eval("window.named").endswith(".xlsx")
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))

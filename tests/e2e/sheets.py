"""The Excel files that the page saves, as a spreadsheet program reads them."""

from __future__ import annotations

import base64
import io
import warnings
from typing import Any

from browser import Browser
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet


def keep_sheet(page: Browser) -> None:
    """Keep the next file that the page saves, in the place of saving it."""
    page.eval(
        "HTMLAnchorElement.prototype.click = function () { window.named = this.download }, "
        "URL.createObjectURL = file => { const reader = new FileReader(); "
        "reader.onload = () => { window.saved = reader.result.split(',')[1] }; reader.readAsDataURL(file); return '' }"
    )


def saved_worksheet(page: Browser) -> Worksheet:
    """The sheet of the kept file."""
    content = base64.b64decode(page.wait("window.saved"))
    assert page.eval("window.named").endswith(".xlsx")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Workbook contains no default style")  # the format asks for none
        (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return sheet


def saved_sheet(page: Browser) -> list[tuple[Any, ...]]:
    """The rows of the kept file."""
    return list(saved_worksheet(page).iter_rows(values_only=True))

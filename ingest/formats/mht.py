"""Web archives (.mht), in which browsers and Word put a page and its pictures together: the page in them is read."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from ingest.formats.html import read_html
from ontology.errors import LimitExceeded, UnreadableDocument
from ontology.types import SourceText


def read_mht(name: str, data: bytes) -> SourceText:
    """Read a web archive; raises UnreadableDocument or LimitExceeded."""
    try:
        message = cast(EmailMessage, message_from_bytes(data.lstrip(), policy=policy.compat32))
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    except RecursionError as error:
        raise LimitExceeded("its parts are nested too deep", document=name) from error
    if not pages:
        raise UnreadableDocument("not a web archive: there is no page in it", document=name)
    page = cast(bytes, pages[0].get_payload(decode=True))
    charset = pages[0].get_content_charset()
    if charset and b"charset" not in page[:4096].lower():
        page = f'<meta charset="{charset}">'.encode() + page
    return replace(read_html(name, page), format="mht", sha256=hashlib.sha256(data).hexdigest())

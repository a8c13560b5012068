"""Where on a web page the document stands: the element that holds the text, without the portal's menus around it."""

from __future__ import annotations

import re
from typing import Any

from ontology.text import squeeze

_CHROME_TAGS = frozenset(
    {"nav", "aside", "footer", "script", "style", "noscript", "template", "head", "dialog"}
)
_CHROME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|topmenu|mainmenu|sidebar|breadcrumbs?|footer|share|social|comments?|related|toolbar|"
    r"banner|advert|ads|cookie|login|search|pagination|tags?|copyright|left-?col|right-?col)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_LETTERHEAD = re.compile(
    r"cộng\s+h[oò][aà]\s+xã\s+hội|phụ\s+lục|nơi\s+nhận\s*:|(?:^|\s)số\s*:?\s*\d+\s*[/-]", re.IGNORECASE
)
_LINKED = 0.5


def main_content(root: Any) -> tuple[Any, int]:
    """The element of the document, and how many characters of text around and inside it were left out."""
    body = root.find("body")
    element = body if body is not None else root
    for hidden in list(element.iter("script", "style", "noscript", "template")):
        hidden.drop_tree()
    whole = _length(element)
    _prune(element)
    while True:
        inner = [c for c in element if isinstance(c.tag, str) and _length(c)]
        loose = squeeze((element.text or "") + "".join(c.tail or "" for c in element))
        text = [c for c in inner if not _linked(c)]
        if loose or len(text) != 1 or text[0].tag in ("table", "p", "ol", "ul"):
            break
        if any(_LETTERHEAD.search(squeeze(c.text_content())) for c in inner if c is not text[0]):
            break
        element = text[0]
    return element, max(0, whole - _length(element))


def _prune(element: Any) -> None:
    """Take out the parts that are named or shaped as menus."""
    for child in list(element):
        if not isinstance(child.tag, str):
            continue
        if _is_chrome(child):
            child.drop_tree()
        else:
            _prune(child)


def _is_chrome(element: Any) -> bool:
    if element.tag in _CHROME_TAGS or element.get("role") in _ROLES:
        return True
    if element.tag in ("header", "div", "section", "ul", "form", "td", "table"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "header" or _CHROME_NAMES.search(names):
            text = squeeze(element.text_content())
            return not _LETTERHEAD.search(text) and (_linked(element) or len(text) < 600)
    return False


def _linked(element: Any) -> bool:
    """Whether most of the words are links."""
    links = sum(len(squeeze(a.text_content())) for a in element.iter("a") if a.get("href"))
    return links > _LINKED * max(1, _length(element))


def _length(element: Any) -> int:
    return len(squeeze(element.text_content()))

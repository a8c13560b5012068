"""Characters that print nothing, or that end a line by another name than a line end."""

from __future__ import annotations

import re

SOFT_HYPHEN = "\u00ad"
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")


def visible(text: str, *, keep: str = "") -> str:
    """The text without characters that print nothing, but for those to keep.

    >>> visible("Sở\u200b Y\u00ad tế")
    'Sở Y tế'
    """
    return _INVISIBLE.sub(lambda m: m[0] if m[0] in keep else "", text)


def one_line_end(text: str) -> str:
    """The text with every line end as "\\n"."""
    return _LINE_ENDS.sub("\n", text)

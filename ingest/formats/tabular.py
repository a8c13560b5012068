"""Which grids are tables and which only hold a letterhead, a signature or a border around text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.formats.layout import Slot
from ontology.text import squeeze, toneless

_FRAME = re.compile(
    r"cong hoa xa hoi|doc lap\s*-|dang cong san viet|noi nhan\s*:|"
    r"\b(?:tm|kt|tl|tuq|t/m|k/t)\b[./ ]*(?:uy ban|ban thuong|chinh phu|tinh uy|bo truong|chu tich|giam doc)|"
    r"(?:^|\n)\s*so\s*:?\s*[\d.…/]+\s*[-/]?\s*[a-z]"
)


def is_frame(slots: Sequence[Slot]) -> bool:
    """Whether the grid only arranges text: one column or cell, or the words of a letterhead or signature in few rows.

    >>> is_frame([Slot(0, 0, 1, 1, "Nơi nhận:"), Slot(0, 1, 1, 1, "CHỦ TỊCH")])
    True
    """
    filled = [s for s in slots if s.text.strip()]
    width = max((s.column + s.columns for s in slots), default=0)
    height = max((s.row + s.rows for s in slots), default=0)
    if len(filled) < 2 or width < 2 or len({s.column for s in slots}) < 2:
        return True
    if width > 3 or height > 8:
        return False
    words = "\n".join(toneless(s.text).lower() for s in filled)
    return bool(_FRAME.search(words)) or (height == 1 and max(len(squeeze(s.text)) for s in filled) > 600)

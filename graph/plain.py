"""What an engine gives back for an ad-hoc query, as values that JSON knows, without the columns of our indexes.

Imports nothing but the standard library: it also runs in the process that ad-hoc queries are shut into.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from typing import Any

#: Left out of whole nodes and maps: long, and of use to the indexes alone. Asked for by name they are given.
HIDDEN = frozenset(("embedding", "terms", "source_text", "citations", "edits", "pages", "layout"))


def plain(value: Any) -> Any:
    """`value` for JSON: a node is {"labels", …properties}, a relationship {"type", …properties}; NaN is None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return _map(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return str(value)


def _map(value: dict[Any, Any]) -> dict[str, Any]:
    props = value.get("properties")
    if isinstance(props, dict) and "labels" in value:
        return {"labels": plain(value["labels"]), **_map(props)}
    if isinstance(props, dict) and "type" in value:
        return {**_map(props), "type": value["type"]}
    return {str(key): plain(item) for key, item in value.items() if key not in HIDDEN}

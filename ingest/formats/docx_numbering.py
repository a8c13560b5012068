"""The numbering part of Word documents (.docx)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ingest.formats.numbering import Level, Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST = 50_000


def attribute(element: Any, name: str = "val") -> str | None:
    """An attribute of Word's own namespace, or None where there is no element or no attribute."""
    return None if element is None else element.get(W + name)


def read_numbering(root: Any, style_of_list: Callable[[str], str | None]) -> Numbering:
    """The lists that a numbering part defines; `style_of_list` gives the list that a numbering style names."""
    lists = Numbering()
    if root is None:
        return lists
    links: dict[str, str] = {}
    for abstract in root.iter(W + "abstractNum"):
        key = attribute(abstract, "abstractNumId") or ""
        lists.levels[key] = dict(_level(lvl) for lvl in abstract.iterfind(W + "lvl"))
        if link := attribute(abstract.find(W + "numStyleLink")):
            links[key] = link
    for num in root.iter(W + "num"):
        _read_num(lists, num)
    for key, link in links.items():
        target = lists.definition.get(style_of_list(link) or "")
        if target and not lists.levels[key]:
            lists.levels[key] = lists.levels.get(target, {})
    return lists


def _read_num(lists: Numbering, num: Any) -> None:
    key = attribute(num, "numId") or ""
    lists.definition[key] = attribute(num.find(W + "abstractNumId")) or ""
    for override in num.iterfind(W + "lvlOverride"):
        depth = _int(attribute(override, "ilvl"), 0)
        start = attribute(override.find(W + "startOverride"))
        if start is not None:
            lists.starts.setdefault(key, {})[depth] = _int(start, 1)
        own = override.find(W + "lvl")
        if own is not None:
            levels = dict(lists.levels.get(lists.definition[key], {}))
            levels.update([_level(own)])
            lists.definition[key] = f"{lists.definition[key]}/{key}"
            lists.levels[lists.definition[key]] = levels


def _level(lvl: Any) -> tuple[int, Level]:
    format_ = lvl.find(W + "numFmt")
    if format_ is None:
        format_ = lvl.find(".//" + W + "numFmt")
    series = tuple(s.strip() for s in (attribute(format_, "format") or "").split(",") if s.strip("… ."))
    suffix = attribute(lvl.find(W + "suff"))
    restart = attribute(lvl.find(W + "lvlRestart"))
    legal = lvl.find(W + "isLgl")
    return _int(attribute(lvl, "ilvl"), 0), Level(
        start=_int(attribute(lvl.find(W + "start")), 1),
        format=attribute(format_) or "decimal",
        series=series,
        text=attribute(lvl.find(W + "lvlText")) or "",
        suffix="" if suffix == "nothing" else " ",
        legal=legal is not None and attribute(legal) not in ("0", "false"),
        restart=None if restart is None else _int(restart, 0),
    )


def _int(text: str | None, default: int) -> int:
    try:
        return max(-1, min(int(text), _MOST)) if text is not None else default
    except ValueError:
        return default

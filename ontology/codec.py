"""Domain types to plain JSON values and back, without loss."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any) -> Any:
    """A dataclass, tuple, date or scalar as JSON values; fields keep their names and order."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: dump(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: dump(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [dump(v) for v in value]
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def load(cls: type[T], data: Any) -> T:
    """The value of type `cls` that `dump` gave `data` for; unknown keys are refused with a TypeError."""
    return typing.cast(T, _load(cls, data))


def _load(hint: Any, data: Any) -> Any:
    origin = get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        if data is None:
            return None
        return _load(next(a for a in get_args(hint) if a is not type(None)), data)
    if origin is tuple:
        args = get_args(hint)
        return tuple(_load(args[0], item) for item in data)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{key: _load(hints[key], item) if key in hints else item for key, item in data.items()})
    if hint is date:
        return date.fromisoformat(data)
    if hint is float and data is not None:
        return float(data)
    return data

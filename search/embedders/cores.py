"""One part of the work on each core, each with a linear algebra that keeps to its core.

A matrix library that shares every small product among all cores waits at each of them; beside other work it took twice
the processor time for the same vectors. So the work is split by texts, and the library keeps to one thread meanwhile.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")
_lock = threading.Lock()
_controller: ThreadpoolController | None = None
_limits: list[Any] = []  # the limit in force, once for each caller that is inside


@contextmanager
def _single() -> Iterator[None]:
    """Matrix products in one thread each. The bound is the process's, so the last to leave lifts it."""
    global _controller
    with _lock:
        if _controller is None:
            _controller = ThreadpoolController()
        _limits.append(_limits[0] if _limits else _controller.limit(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _lock:
            limit = _limits.pop()
            if not _limits:
                limit.restore_original_limits()


class Cores:
    """Threads for `each`, made on first use; as many as the process has cores."""

    def __init__(self) -> None:
        count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="embed")

    def each(self, work: Callable[[_Part], _Result], parts: Sequence[_Part]) -> list[_Result]:
        """`work` of every part, in their order."""
        with _single():
            if len(parts) < 2:
                return [work(part) for part in parts]
            return list(self._pool.map(work, parts))

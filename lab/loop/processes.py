"""Other processes that a program starts.

They keep to the real clock: those of the program that are at work make the virtual one follow it.
A pool's processes are there all the time, and are at work only while the pool has jobs. Those of an
executor are counted elsewhere: each job is a future.
"""

from __future__ import annotations

import queue
import select
import sys
import weakref
from concurrent.futures import Executor
from itertools import chain
from typing import Any


def _children() -> set[Any]:
    """Return the processes that `multiprocessing` started and didn't see end yet."""
    module = sys.modules.get("multiprocessing.process")  # most programs don't import it
    return set(getattr(module, "_children", ()))


class Processes:
    """The processes that a program started, by itself or with a pool."""

    def __init__(self) -> None:
        self._pools: weakref.WeakSet[Any] = weakref.WeakSet()
        self._foreign = _children()

    def add_pool(self, pool: object) -> None:
        """Know a `multiprocessing.Pool` or a `ProcessPoolExecutor`."""
        self._pools.add(pool)

    def are_at_work(self) -> bool:
        """Tell whether a process may do something that the program waits for."""
        started = _children() - self._foreign
        if not started and not self._pools:
            return False
        pools = list(self._pools)
        if any(getattr(pool, "_cache", None) for pool in pools):
            return True  # a `multiprocessing.Pool` keeps there what isn't done
        workers = set(chain.from_iterable(_workers(pool) for pool in pools))
        return any(_is_alive(process) for process in started - workers)

    def end(self) -> None:
        """Wait for the processes, as Python does at its end; daemons are ended."""
        for process in _children() - self._foreign:
            if process.daemon:
                process.terminate()
            process.join()


def _workers(pool: Any) -> list[Any]:  # noqa: ANN401 - of two classes, private attributes
    executors = getattr(pool, "_processes", None)  # a dictionary; a `Pool` has a number there
    if isinstance(executors, dict):
        return list(executors.values())
    return list(getattr(pool, "_pool", None) or ())


def _is_alive(process: Any) -> bool:  # noqa: ANN401 - its published type lacks some attributes
    """Tell whether a process runs, without taking its end from the one that waits for it."""
    if sys.platform == "win32":
        return bool(process.is_alive())
    look = select.poll()
    try:
        look.register(process.sentinel, select.POLLIN)
    except ValueError:  # it was closed
        return False
    return not look.poll(0)


def is_of_processes(executor: object) -> bool:
    """Tell whether an executor works with other processes."""
    return _is_from(executor, "concurrent.futures.process")


def has_processes(pool: object) -> bool:
    """Tell whether it is a pool of processes, of either kind."""
    return is_of_processes(pool) or _is_from(pool, "multiprocessing.pool")


def _is_from(pool: object, module: str) -> bool:
    return any(cls.__module__ == module for cls in type(pool).__mro__)


def is_ours(executor: Executor) -> bool:
    """Tell whether an executor works with threads whose waits are known here."""
    return isinstance(getattr(executor, "_work_queue", None), queue._PySimpleQueue)  # type: ignore[attr-defined]  # private

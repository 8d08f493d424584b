"""Start a program as in a new process, although this process has run others before it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import linecache
import logging
import random
import sys
import threading
import warnings
from asyncio import _get_running_loop, _set_running_loop, events
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lab.loop import tasks

_events: Any = events  # whose policy is not published


@contextlib.contextmanager
def as_in_a_new_process(*, warn: str | None = None) -> Iterator[None]:
    """Let a program find inside the block what a new process would give it.

    It has no event loop yet, its random numbers are its own, tasks and threads are numbered from 1,
    and logs go where they go by default.

    Args:
        warn: What to do about each warning: an action of the module `warnings`. If not given,
            warnings are filtered as they are outside the block.
    """
    loop, policy = _get_running_loop(), _events._event_loop_policy
    _set_loop(None, None)
    _number_anew()
    _forget_types_of_files()
    random.seed()
    linecache.clearcache()
    try:
        with loggers_as_new(), warnings.catch_warnings():
            if warn:
                warnings.resetwarnings()
                warnings.simplefilter(warn)  # type: ignore[arg-type]  # a literal, says its type
            yield
    finally:
        _set_loop(loop, policy)


@contextlib.contextmanager
def loggers_as_new() -> Iterator[None]:
    """Let nobody listen to what is logged; put all loggers back afterwards."""
    loggers = {
        logger: {**vars(logger), "handlers": [*logger.handlers], "filters": [*logger.filters]}
        for logger in _loggers()
    }
    disabled = logging.root.manager.disable
    logging.root.handlers = []
    try:
        yield
    finally:
        _put_back(loggers)
        logging.disable(disabled)


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logging.root, *(one for one in known if isinstance(one, logging.Logger))]


def _put_back(loggers: dict[logging.Logger, dict[str, Any]]) -> None:
    """Let loggers be as they were, and new ones as `logging.getLogger` makes them."""
    for logger in _loggers():
        before = loggers.get(logger) or vars(logging.Logger(logger.name))
        for name in ("handlers", "filters", "disabled", "propagate", "level"):
            setattr(logger, name, before[name])
    # Once for all of them: each forgets what it has found out of levels.
    logging.root.setLevel(logging.root.level)


def _set_loop(running: asyncio.AbstractEventLoop | None, policy: object) -> None:
    _set_running_loop(running)
    _events._event_loop_policy = policy


def _number_anew() -> None:
    threads: Any = threading
    threads._counter = itertools.count(1).__next__
    pools: Any = ThreadPoolExecutor
    pools._counter = itertools.count().__next__
    tasks.earlier_tasks = 0
    tasks.earlier_tasks = tasks.named_so_far()


def _forget_types_of_files() -> None:
    """Let `mimetypes` begin anew: it fills its tables at its first use (by aiohttp's, say)."""
    types: Any = sys.modules.get("mimetypes")
    if types:
        types.inited, types._db = False, None
        types._default_mime_types()

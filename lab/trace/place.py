"""Say where a suspended task stands: its chain of awaits, and what it waits for, in words."""

from __future__ import annotations

import asyncio
import functools
import gc
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import AsyncGeneratorType, CodeType, CoroutineType, FrameType, GeneratorType
from typing import Any

from lab.trace.data import CANCELLED, RAISED, RETURNED

Link = tuple[object, CodeType, FrameType | None, object]
"""A link of the chain: the coroutine, its code and frame, and what it awaits."""

_LIBRARIES = (
    str(Path(asyncio.__file__).parent.parent),
    str(Path(__file__).parent.parent),
    "<frozen ",
)


@functools.cache
def is_library(code: CodeType) -> bool:
    """Tell whether the code is not the program's own."""
    file = code.co_filename
    return file.startswith(_LIBRARIES) or "site-packages" in file


def link(awaited: object) -> Link | None:
    """Look at one link of a chain of awaits; None at its end."""
    if isinstance(awaited, CoroutineType):
        return awaited, awaited.cr_code, awaited.cr_frame, awaited.cr_await
    if isinstance(awaited, GeneratorType):
        return awaited, awaited.gi_code, awaited.gi_frame, awaited.gi_yieldfrom
    if isinstance(awaited, AsyncGeneratorType):
        return awaited, awaited.ag_code, awaited.ag_frame, awaited.ag_await
    # `async for` and a coroutine's `__await__` put an iterator in between that has no attributes.
    for held in gc.get_referents(awaited):
        if isinstance(held, CoroutineType | GeneratorType | AsyncGeneratorType):
            return link(held)
    return None


# Waits that read better in other words than the name of the function.
_WORDS = {
    "Lock.acquire": "Lock",
    "Event.wait": "Event",
    "Condition.wait": "Condition",
    "Condition.wait_for": "Condition",
    "Semaphore.acquire": "Semaphore",
    "Barrier.wait": "Barrier",
    "_AsCompletedIterator._wait_for_one": "as_completed",
    "as_completed.<locals>._wait_for_one": "as_completed",
    "ClientSession._ws_connect": "ClientSession.ws_connect",
}

_METHODS = {".__aenter__": " enter", ".__aexit__": " exit", ".__anext__": " next"}

# Library functions that only wait for what is inside of them.
_WRAPPERS = {"wait_for", "Timeout.__aexit__"}


def _seconds(values: Mapping[str, Any]) -> str:
    return f"sleep {values['delay']:g} s"


def _in_thread(values: Mapping[str, Any]) -> str:
    function = values["func"]
    name = getattr(function, "__qualname__", "")
    if getattr(function, "__module__", "").startswith("lab."):
        name = f"time.{function.__name__}"  # a clock of ours stands in for it
    return f"to_thread {name}".rstrip()


def _request(values: Mapping[str, Any]) -> str:
    return f"ClientSession.{values['method'].lower()}"


WORDS_FROM_LOCALS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "sleep": _seconds,
    "to_thread": _in_thread,
    "ClientSession._request": _request,
}
"""Library functions whose wait is told better with the value of an argument."""


def is_public(name: str) -> bool:
    """Tell whether each part of a qualified name is public; `__aexit__` is."""
    return all(
        not part.startswith("_") or part.endswith("__") or part == "<locals>"
        for part in name.split(".")
    )


def says_enough(name: str) -> bool:
    """Tell whether a library function's name says what is waited for."""
    return name in _WORDS or (is_public(name) and name not in _WRAPPERS)


def library_name(codes: list[CodeType]) -> str:
    """Name the library's part of a chain by its outermost public function."""
    names = [code.co_qualname for code in codes]
    for name in names:
        if says_enough(name):
            return name
    return names[0].lstrip("_")


def library_words(name: str) -> str:
    """Say what is waited for in a library's function."""
    for method, words in _METHODS.items():
        if name.endswith(method):
            return name.removesuffix(method) + words
    return _WORDS.get(name, name)


def future_words(future: object) -> str:
    """Say what an awaited future is, if it is no task."""
    children = getattr(future, "_children", None)  # what `asyncio.gather` returns has them
    return "a future" if children is None else f"gather of {len(children)}"


def asker(frame: FrameType | None) -> tuple[str, object, int | None]:
    """Find out who calls `Task.cancel`.

    Args:
        frame: the frame of the call.

    Returns:
        The reason: `cancel()`, `timeout`, `TaskGroup` (a sibling or the block failed),
        `TaskGroup's block` (a child failed, so the code in the `async with` block is to stop),
        `TaskGroup that is cancelled`, `wait_for`, `asyncio.run` (it is ending) or `Ctrl-C`.
        Then the task whose failure is the reason, and the program's line.
    """
    aborts = False
    while frame is not None and frame.f_code is not asyncio.Handle._run.__code__:
        if not is_library(frame.f_code):
            return "cancel()", None, frame.f_lineno
        name = frame.f_code.co_qualname
        if name == "TaskGroup._on_task_done":
            reason = "TaskGroup" if aborts else "TaskGroup's block"
            return reason, frame.f_locals.get("task"), None
        if name == "TaskGroup.__aexit__":
            error = frame.f_locals.get("et")
            cancelled = isinstance(error, type) and issubclass(error, asyncio.CancelledError)
            parent = frame.f_locals["self"]._parent_task
            return ("TaskGroup that is cancelled" if cancelled else "TaskGroup"), parent, None
        if name in _ASKERS:
            return _ASKERS[name], None, None
        aborts = aborts or name == "TaskGroup._abort"
        frame = frame.f_back
    return "cancel()", None, None


_ASKERS = {
    "Timeout._on_timeout": "timeout",
    "TimerContext.timeout": "timeout",  # aiohttp's own
    "_cancel_and_wait": "wait_for",
    "_cancel_all_tasks": "asyncio.run",
    "Runner._on_sigint": "Ctrl-C",
}


def outcome_of(task: asyncio.Task[Any]) -> tuple[str, str, int | None]:
    """Say how a task ended: the outcome, its result or exception, and the line of the latter."""
    if task.cancelled():
        return CANCELLED, "", None
    # `exception()` would count as asking for it, and so silence asyncio's warning.
    error = task._exception
    if error is None:
        return RETURNED, _short(task._result), None  # type: ignore[attr-defined]  # private
    traceback = error.__traceback__
    while traceback is not None and is_library(traceback.tb_frame.f_code):
        traceback = traceback.tb_next
    text = f"{type(error).__name__}: {error}".removesuffix(": ")
    return RAISED, _without_addresses(text), traceback.tb_lineno if traceback else None


_PLAIN = bool, int, float, str, bytes, type(None)
_LONG = 60


def _short(value: object) -> str:
    """Write a result whose text is short, and the same in each run."""
    if value is None:
        return ""
    members = value if isinstance(value, list | tuple) else [value]
    if not all(type(member) in _PLAIN for member in members):
        return f"a {type(value).__name__}"
    text = repr(value)
    return text if len(text) < _LONG else text[:_LONG] + "..."


def _without_addresses(text: str) -> str:
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)

"""Say who cancelled a task, and how a task ended."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import Future
from types import FrameType
from typing import Any

from lab.loop.awaits import is_library
from lab.trace.data import CANCELLED, RAISED, RETURNED


def asker(frame: FrameType | None) -> tuple[str, object, int | None]:
    """Find out who calls `Task.cancel`.

    Args:
        frame: The frame of the call.

    Returns:
        The reason: `cancel()`, `timeout`, `TaskGroup` (a sibling or the block failed),
        `TaskGroup's block` (a child failed, so the code in the `async with` block is to stop),
        `TaskGroup that is cancelled`, `wait_for`, `asyncio.run` (it is ending) or `Ctrl-C`.
        Then the task whose failure or timeout is the reason, and the program's line.
    """
    aborts = False
    while frame is not None and frame.f_code is not asyncio.Handle._run.__code__:
        if not is_library(frame.f_code):
            return "cancel()", None, frame.f_lineno
        name = frame.f_code.co_qualname
        if name.startswith("TaskGroup.") and frame.f_code.co_filename != _TASK_GROUPS:
            name = ""  # that of another library
        if name == "TaskGroup._on_task_done":
            reason = "TaskGroup" if aborts else "TaskGroup's block"
            return reason, frame.f_locals.get("task"), None
        if name == "TaskGroup.__aexit__":
            error = frame.f_locals.get("et")
            cancelled = isinstance(error, type) and issubclass(error, asyncio.CancelledError)
            parent = frame.f_locals["self"]._parent_task
            return ("TaskGroup that is cancelled" if cancelled else "TaskGroup"), parent, None
        if frame.f_code is _ON_TIMEOUT:
            return "timeout", frame.f_locals["self"]._task, None
        if name in _ASKERS:
            return _ASKERS[name], None, None
        aborts = aborts or name == "TaskGroup._abort"
        frame = frame.f_back
    return "cancel()", None, None


_TASK_GROUPS = asyncio.TaskGroup.__aexit__.__code__.co_filename

_ON_TIMEOUT = asyncio.Timeout._on_timeout.__code__  # type: ignore[attr-defined]  # private

_ASKERS = {
    "TimerContext.timeout": "timeout",  # aiohttp's own
    "_cancel_and_wait": "wait_for",
    "_cancel_all_tasks": "asyncio.run",
    "Runner._on_sigint": "Ctrl-C",
}


def outcome_of(task: asyncio.Task[Any]) -> tuple[str, str, int | None]:
    """Say how a task ended: the outcome, its result or exception, and the line of the latter."""
    if asyncio.Task.cancelled(task):  # whatever a subclass makes of it
        return CANCELLED, "", None
    # `exception()` would count as asking for it, and so silence asyncio's warning.
    return ended(task._exception, task._result)  # type: ignore[attr-defined]  # private


def outcome_of_job(job: Future[Any]) -> tuple[str, str]:
    """Say how a job ended that is over: the outcome, and its result or exception."""
    if Future.cancelled(job):
        return CANCELLED, ""
    error = Future.exception(job, 0)
    outcome, detail, _ = ended(error, None if error else Future.result(job, 0))
    return outcome, detail


def ended(error: BaseException | None, result: object) -> tuple[str, str, int | None]:
    """Say how something ended: the outcome, its result or exception, and the line of the latter."""
    if error is None:
        return RETURNED, short(result), None
    traceback = error.__traceback__
    while traceback is not None and is_library(traceback.tb_frame.f_code):
        traceback = traceback.tb_next
    line = traceback.tb_lineno if traceback else None
    return RAISED, _without_addresses(_error_words(error)), line


def _error_words(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}".removesuffix(": ")
    except Exception:  # the program's own exceptions may fail to describe themselves
        return type(error).__name__


_PLAIN = bool, int, float, str, bytes, type(None)
_LONG = 60


def short(value: object) -> str:
    """Write a result whose text is short, and the same in each run."""
    if value is None:
        return ""
    kind = type(value)
    if kind in (list, tuple, str, bytes):
        value = value[: 10 * _LONG]  # type: ignore[index]  # what is long is not shown to its end
    is_named_tuple = issubclass(kind, tuple) and "_fields" in vars(kind)
    members = value if kind in (list, tuple) or is_named_tuple else [value]
    try:
        if all(type(member) in _PLAIN for member in members):  # type: ignore[attr-defined]  # above
            text = repr(value)
            return text if len(text) < _LONG else text[:_LONG] + "..."
    except Exception:  # noqa: S110 - a number with thousands of digits, a `__repr__` of the program
        pass
    return f"a {kind.__name__}"


def _without_addresses(text: str) -> str:
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)

"""What the tracer notes of the loop's queue and timers, as the loop works on them.

The log is one list, in the order in which things happened. A task that goes on after `sleep(0)`
must cost next to nothing: that it is in the queue again is noted as the task itself, and that the
loop runs a task's step as `RUN`. All else is a tuple: one of the names below, the clock's time, how
many events the step had by then, and what belongs to it. At the end of each step, the tracer notes
how long the log was: so its parts have their places. `lab/trace/read_log.py` makes changes of it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from functools import partial
from operator import is_
from types import CodeType, FrameType, FunctionType, MethodType
from typing import Any

from lab.loop.awaits import callable_name, is_library

RUN = None
"""The loop runs the step of a task."""
RAN = "ran"
"""It runs another callback."""
READY = "ready"
"""The step of a task was put into the queue: the task, who did it, why."""
CALLBACK = "callback"
"""Another callback was: what it does, who did it."""
DROPPED = "dropped"
"""What is in the queue was cancelled: how many are before it."""
SET = "set"
"""A timer was set: its number, its time, the task that it will wake, what it does, to what."""
DUE = "due"
"""A timer is due: its number."""
OFF = "off"
"""A timer was cancelled: its number."""
THING = "thing"
"""What tasks share was made, or has changed: its number, the facts about it, the program's code
that touched it last, and the place in that; without such code, a line."""
CLOSED = "closed"
"""The loop was closed, and all that was in it is gone."""

SLEEP, TIMEOUT = "sleep", "timeout"
"""What most timers do."""

MOST_ITEMS = 6
"""So many times the limit of steps, the log may be long."""

_end_sleep = asyncio.futures._set_result_unless_cancelled  # type: ignore[attr-defined]  # private
_end_wait = asyncio.tasks._release_waiter  # type: ignore[attr-defined]  # ditto
_end_run = asyncio.base_events._run_until_complete_cb.__code__  # type: ignore[attr-defined]  # ditto
_END_OF_RUNNER = asyncio.Runner.close.__code__
_RUNNERS = {asyncio.Runner.run.__code__, _END_OF_RUNNER}
_on_timeout = asyncio.Timeout._on_timeout  # type: ignore[attr-defined]  # ditto

_CLOSING = "async_generator_athrow"
"""The type of what closes an async generator: asyncio does that if the program has not."""

# What callbacks of asyncio do, in words.
_WORDS = {
    "TaskGroup._on_task_done": "TaskGroup: a task is done",
    "Timeout._on_timeout": "timeout",
    "_set_result_unless_cancelled": "a future gets its result",
    "_release_waiter": "timeout",
    "_inner_done_callback": "shield: its task is done",
    "_outer_done_callback": "shield: it is over",
    "_done_callback": "gather: one is done",
    "_on_completion": "wait: one is done",
    "_AsCompletedIterator._handle_completion": "as_completed: one is done",
}


def what_of(callback: Any) -> str | CodeType:  # noqa: ANN401 - anything
    """Note what a callback is: quick, and in few calls, since the recursion limit may be near."""
    function = callback.__func__ if type(callback) is MethodType else callback
    if type(function) is FunctionType:
        return function.__code__
    if type(callback) is partial and callback.func is _end_wait:
        return "wait_for: its task is done"  # up to Python 3.11
    return callable_name(callback) or type(callback).__name__


def in_words(what: str | CodeType) -> str:
    """Say what a callback is."""
    if isinstance(what, str):
        return what
    name = what.co_qualname.rpartition("<locals>.")[2]
    return _WORDS.get(name, name) if is_library(what) else name


class Log:
    """Notes what happens to timers and to callbacks of no task.

    Args:
        items: Gets what is noted.
        task_of: Finds what is known of a task.
    """

    def __init__(self, items: list[Any], task_of: Callable[[object], Any]) -> None:
        """Note nothing yet."""
        self.add = items.append
        self._items = items
        self._task_of = task_of
        self._timers = 0

    def end(self) -> None:
        """Note nothing more."""
        self.add = _ignore

    def callback(self, now: float, events: int, handle: Any, by: object) -> None:  # noqa: ANN401 - a handle
        """Note that a callback was put into the queue."""
        what = what_of(handle._callback)
        if handle._args and type(handle._args[0]).__name__ == _CLOSING:
            what = "async generator: asyncio closes it"
        elif what is _end_run:
            what = self._what_is_done(*handle._args)
        self.add((CALLBACK, now, events, what, by))

    def _what_is_done(self, real: object) -> str:
        """Say what is done, and so for what the loop has run until now."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code not in _RUNNERS:
            frame = frame.f_back
        if frame is not None and frame.f_code is _END_OF_RUNNER:
            return "asyncio.run: part of its end is done"  # such as the shutdown of generators
        task = self._task_of(real)
        what = "a future" if task is None else task.coroutine
        return f"{'run_until_complete' if frame is None else 'asyncio.run'}: {what} is done"

    def timer_set(self, now: float, events: int, timer: Any, how: str, task: object) -> None:  # noqa: ANN401 - a timer
        """Note a timer, and number it.

        Args:
            now: The clock's time.
            events: How many events the step had.
            timer: The timer.
            how: The loop's method that set it.
            task: The task that runs.
        """
        self._timers += 1
        timer.number = self._timers
        callback: Any = timer._callback
        function: str | CodeType = ""
        if callback is _end_sleep:
            what = SLEEP
        elif callback is _end_wait:
            what = TIMEOUT
        elif type(callback) is MethodType and callback.__func__ is _on_timeout:
            timeout: Any = callback.__self__
            what, task = TIMEOUT, self._task_of(timeout._task) or task
        else:
            what, task = how, None
            function = what_of(callback)
        self.add((SET, now, events, self._timers, timer._when, task, what, function))

    def timer_due(self, now: float, timer: Any) -> None:  # noqa: ANN401 - a timer
        """Note that the loop put a timer's callback into the queue."""
        if hasattr(timer, "number"):
            self.add((DUE, now, 0, timer.number))

    def cancelled(self, now: float, events: int, loop: Any, handle: Any) -> None:  # noqa: ANN401 - a handle
        """Note that a handle is about to be cancelled, a timer or what is in the queue."""
        if getattr(handle, "_scheduled", False):
            if hasattr(handle, "number"):
                self.add((OFF, now, events, handle.number))
            return
        if not any(map(partial(is_, handle), loop._ready)):
            return  # it has run, as that of each `sleep` that is over
        before = 0
        for waiting in loop._ready:
            if waiting is handle:
                self.add((DROPPED, now, events, before))
                return
            before += not waiting._cancelled


def _ignore(_: object) -> None:
    pass

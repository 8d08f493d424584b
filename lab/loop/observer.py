"""What the event loop tells of its work, and to whom."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from lab.loop.tasks import OrderedTask

if TYPE_CHECKING:
    from lab.loop.event_loop import EventLoop


class Observer:
    """Is told what a loop does. Subclasses override what they want to hear of.

    It is told through a `Guard`. If it raises an exception, it hears no more, and the program goes
    on; what is no `Exception`, such as `KeyboardInterrupt`, reaches the program.

    Attributes:
        task_class: The class of the tasks that the loop makes.
        guard: See `guard_of`.
    """

    task_class: type[OrderedTask[Any]] = OrderedTask
    guard: Guard | None = None

    def loop_started(self, loop: EventLoop) -> None:
        """Hear that `run_forever` or `run_until_complete` begins."""

    def loop_stopped(self, loop: EventLoop) -> None:
        """Hear that it ended."""

    def task_creating(self, loop: EventLoop, coro: Coroutine[Any, Any, Any]) -> None:
        """Hear that a task is about to be made; an eager one runs before `task_created`."""

    def task_created(self, loop: EventLoop, task: asyncio.Task[Any] | None) -> None:
        """Hear that the task is made; None if that failed."""

    def future_created(self, loop: EventLoop, future: asyncio.Future[Any]) -> None:
        """Hear that a future is made, mostly for a task that is going to wait."""

    def handle_scheduled(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see below
        """Hear that a callback will run as soon as it is its turn.

        The observer may keep something in `handle.note`, which asyncio's handles do not have.
        Not heard of so are timers, which get ready when they are due, and what waits for a socket:
        their note is None.
        """

    def timer_set(self, loop: EventLoop, timer: Any, how: str) -> None:  # noqa: ANN401 - a handle
        """Hear that a timer is set, and by which method of the loop: `call_later` or `call_at`.

        The observer may keep a number in `timer.number`.
        """

    def timer_due(self, loop: EventLoop, timer: Any) -> None:  # noqa: ANN401 - ditto
        """Hear that a timer's callback will run as soon as it is its turn."""

    def reader_ready(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - ditto
        """Hear the same of a callback that waits for a socket."""

    def handle_cancelled(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - ditto
        """Hear that a callback is about to be cancelled, be it a timer or not."""

    def loop_closed(self, loop: EventLoop) -> None:
        """Hear that the loop is closed: what was still in it is gone."""

    def watching(self) -> contextlib.AbstractContextManager[None]:
        """Return a context in which a program runs, for an observer that needs one."""
        return contextlib.nullcontext()

    def handle_started(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        """Hear that a callback is about to run.

        `handle._callback.__self__` is the task if the callback is a step of a task.
        """

    def handle_finished(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        """Hear that the callback returned."""

    def blocked(self, loop: EventLoop, seconds: float) -> None:
        """Hear, still inside of `time.sleep`, that it blocked the loop for `seconds`."""

    def deadlocked(self, loop: EventLoop, waiting: list[asyncio.Task[Any]]) -> None:
        """Hear which tasks wait when nothing can wake them."""

    def job_started(self, job: Future[Any], func: object, executor: Executor) -> None:
        """Hear that a function was handed to an executor."""

    def cancelled(self, task: asyncio.Task[Any], frame: FrameType) -> None:
        """Hear that a task of `task_class` is asked to cancel itself, and in which frame."""

    def wrote(self, stream: str, text: str) -> None:
        """Hear what the program writes to `stdout` or `stderr`."""

    def program_failed(self, error: BaseException) -> None:
        """Hear what ends the program, before Python prints it."""

    def switched_off(self, why: str) -> None:
        """Hear that the observer itself failed, so that it hears nothing more.

        Args:
            why: The reason, and what to do: the end of a sentence.
        """


_USED_UP = "the program has used up the memory. Let it keep less at a time"


class Guard:
    """Comes between a program and its observer: whatever that does, the program goes on.

    An observer that fails is switched off. That is told when the loop stops, or at the end of the
    program: never between two lines of it, and not where the recursion limit is near.

    Args:
        observer: The observer. Ask `guard_of` for its guard, since it has only one.

    Attributes:
        observer: Who is told; `off` after a failure.
        off: Does nothing. The code that catches what an observer raised puts this in its place, and
            what was raised in `failure`, without a call: one may fail again.
        failure: What the observer raised, until it is put into words.
    """

    def __init__(self, observer: Observer) -> None:
        self.observer = observer
        self.off: Observer = _Off(self)
        self.failure: Exception | None = None
        self._guarded = observer
        self._report: str | None = None

    def tell(self, what: str, *arguments: object) -> None:
        """Tell the observer something.

        What a loop tells at each turn goes straight to `observer` instead, for speed.

        Args:
            what: The name of the observer's method.
            arguments: Its arguments.
        """
        try:
            getattr(self.observer, what)(*arguments)
        except Exception as error:
            self.observer, self.failure = self.off, error

    def settle(self) -> None:
        """Put a failure into words: what was raised may hold on to tasks of the program."""
        error, self.failure = self.failure, None
        if error is None or self._report is not None:
            return
        if isinstance(error, MemoryError):
            why = _USED_UP
        else:
            why = f"the recorder itself failed ({_words(error)}). Please report this"
        self._report = f"The recording stopped, but not the program: {why}."
        with contextlib.suppress(Exception):
            self._guarded.switched_off(why)

    def report(self) -> None:
        """Say to standard error that the observer failed, once."""
        self.settle()
        report, self._report = self._report, ""
        if report and sys.__stderr__:  # not to the stream that the program may have put there
            print(report, file=sys.__stderr__)


class _Off(Observer):
    """Takes the place of an observer that failed."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Return what hears any other event, and does nothing."""
        return lambda *_: None

    def handle_finished(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        """Put the failure into words, the first time."""
        self._guard.settle()

    def loop_stopped(self, loop: EventLoop) -> None:
        """Tell of it."""
        self._guard.report()


def guard_of(observer: Observer) -> Guard:
    """Return the guard of an observer: the same one for all loops that it observes."""
    if observer.guard is None:
        observer.guard = Guard(observer)
    return observer.guard


def _words(error: Exception) -> str:
    traceback, place = error.__traceback__, ""
    while traceback:
        name = Path(traceback.tb_frame.f_code.co_filename).name
        place = f" in {name}, line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    try:
        message = f": {error}".removesuffix(": ")
    except Exception:  # it may come from the program
        message = ""
    return f"{type(error).__name__}{message}{place}"

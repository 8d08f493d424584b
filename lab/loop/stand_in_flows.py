"""The data of the stand-in for threads: lines of execution, and what they wait for."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, NamedTuple, Protocol

_STAND_IN = __name__.removesuffix("_flows")  # with which the names of its modules begin


class Stack(Protocol):
    """A function that can be suspended.

    Attributes:
        is_over: Whether the function has ended.
    """

    is_over: bool

    def resume(self) -> None:
        """Run the function until it suspends itself, or ends."""

    def suspend(self) -> None:
        """Go back to where the function was resumed. Called from inside of it."""


class CannotWait(RuntimeError):  # noqa: N818 - reads as a sentence where it is raised
    """A thread's function waits for something that the program has yet to do."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} can't wait in a thread for what the program has yet to do: this browser has no"
            " threads for Python, so a thread's function runs to its end before the rest goes on;"
            " wait with asyncio instead, or run this program in a newer browser (Chrome 137,"
            " Firefox 153, Safari 27) or with Python on your own machine"
        )


class Entry(NamedTuple):
    """What is to be done at a time. Entries compare by instant, then by number."""

    instant: int
    number: int
    when: float
    call: Callable[[], object]
    daemon: bool


@dataclass(eq=False)
class Flow:
    """A line of execution: the program itself, or the function of a thread.

    Attributes:
        thread: Whose function it is; None for the program itself.
        at: The private clock's time when the clock below it said `mark`.
        mark: See `at`.
        before: The flow that started it, and goes on when it has ended.
        loop: The event loop that ran in it when it started another flow.
        agenda: A heap: what the threads that this flow started do later.
        stack: Where it can be suspended.
        then: Is called with the time when it has ended, if it has a stack.
        wait: What it waits for while it is suspended.
        sleeps: How often it has slept, if it runs ahead.
        looked_at: When it last looked how far a thread is.
        looks: How often it did so at that time.
    """

    thread: threading.Thread | None = None
    at: float = 0.0
    mark: float = 0.0
    before: Flow | None = None
    loop: asyncio.AbstractEventLoop | None = None
    agenda: list[Entry] = field(default_factory=list)
    stack: Stack | None = None
    then: Callable[[float], object] | None = None
    wait: Wait | None = None
    sleeps: int = 0
    looked_at: float = 0.0
    looks: int = 0


@dataclass(frozen=True)
class Wait:
    """What a suspended thread waits for, or the program itself.

    Attributes:
        is_over: Tells whether it can go on.
        alarm: When a thread goes on at the latest.
        what: What it waits for, in words.
        number: Of two that can go on, the one that began to wait first does.
    """

    is_over: Callable[[], bool]
    alarm: Entry | None
    what: str
    number: int


@dataclass
class Finding:
    """What a thread that runs ahead has found, until the program's clock gets there.

    Its times are in nanoseconds.

    Attributes:
        what: What it called.
        thread: Whose function it was.
        until: When it found that.
        since: When it began to wait for that, if it had to.
        value: What the number is then, by what is known now.
        decided: The time from which on a change may change the value.
        answer: Which answer follows from a value.
        found: The answer that it got.
        takes: Whether it took one of them then.
        is_wrong: Whether the answer is wrong, whatever the value may become.
    """

    what: str
    thread: threading.Thread | None
    until: int
    since: int
    value: int = 0
    decided: int = 0
    answer: Callable[[int], object] = bool
    found: object = False
    takes: bool = False
    is_wrong: bool = False

    def holds(self) -> bool:
        """Tell whether it still is what the thread would find."""
        return not self.is_wrong and self.answer(self.value) == self.found


def instant(seconds: float) -> int:
    """Return a time in nanoseconds, so that 0.1 + 0.2 is 0.3."""
    return round(seconds * 1e9)


@contextlib.contextmanager
def outside_of_loop() -> Iterator[None]:
    """Let no loop run in this block, as in another thread."""
    loop = asyncio._get_running_loop()
    if loop is None:
        yield
        return
    task: Any = asyncio.current_task(loop)
    if task is not None:
        asyncio.tasks._leave_task(loop, task)
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
        if task is not None:
            asyncio.tasks._enter_task(loop, task)


def without_own_frames(error: BaseException) -> BaseException:
    """Take the stand-in's frames out of a traceback."""
    frames = [frame for frame in _frames(error.__traceback__) if not _is_own(frame)]
    for frame, inner in itertools.pairwise([*frames, None]):
        if frame is not None:
            frame.tb_next = inner
    return error.with_traceback(frames[0] if frames else None)


def _frames(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback:
        yield traceback
        traceback = traceback.tb_next


def _is_own(frame: TracebackType) -> bool:
    return str(frame.tb_frame.f_globals.get("__name__")).startswith(_STAND_IN)

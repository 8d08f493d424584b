"""Find out where a suspended task is, and what it waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from lab.loop.awaits import (
    WORDS_FROM_LOCALS,
    future_words,
    is_library,
    library_name,
    library_words,
    link,
    says_enough,
)


@dataclass(frozen=True)
class Wait:
    """Where a task waits.

    Attributes:
        task: The task's name.
        what: What it waits for: `Queue.get`, `Lock`, `sleep 0.5 s`, `task 'b'`...
        file: The file of the innermost `await` in the program itself, not in a library.
        line: Its line, counted from 1; 0 if the task has not started.
        function: The function that it is in.
    """

    task: str
    what: str
    file: str
    line: int
    function: str

    def __str__(self) -> str:
        """Put it in one line."""
        return f"{self.task} waits for {self.what} at {self.file}:{self.line} in {self.function}"


class Deadlock(RuntimeError):  # noqa: N818 - the word that readers know
    """Every task waits, and nothing is left that could wake one.

    Attributes:
        waiting: Where each task waits, and for what.
        threads: Where threads are that worked for too long, each in one line.
    """

    def __init__(self, waiting: list[Wait], threads: list[str]) -> None:
        self.waiting = waiting
        self.threads = threads
        lines = [str(wait) for wait in waiting] + threads or ["no task is left"]
        super().__init__("\n  ".join(["deadlock: nothing can wake this program", *lines]))


_IN_COROUTINES = {
    **{name: f"an asyncio.{name}" for name in ("Barrier", "Condition", "Event", "Lock", "Queue")},
    **dict.fromkeys(("LifoQueue", "PriorityQueue", "SimpleQueue"), "an asyncio.Queue"),
    **dict.fromkeys(("Semaphore", "BoundedSemaphore"), "an asyncio.Semaphore"),
    "RLock": "an asyncio.Lock",
    "Future": "asyncio.wrap_future(future)",
    "Thread": "asyncio.to_thread(thread.join)",
}
"""What to await instead of something that a thread waits for, by its class."""


def stops_the_loop(what: str) -> str:
    """Say that a wait for threads stops a loop, and what to await instead.

    Args:
        what: What was called: `Queue.get`, say.
    """
    instead = _IN_COROUTINES.get(what.partition(".")[0])
    advice = f": in a coroutine, await {instead} instead" if instead else ""
    return f"{what} stops the event loop, so no task can go on and end this wait{advice}"


def what_stops_the_loop(frame: FrameType | None) -> list[str]:
    """Say which call stops the event loop of this thread, if one does."""
    if asyncio._get_running_loop() is None:
        return []
    called = ""
    while frame is not None and is_library(frame.f_code):
        called = _names.get(frame.f_code.co_qualname, frame.f_code.co_qualname)
        frame = frame.f_back
    return [stops_the_loop(called.lstrip("_").removeprefix("Py"))]


_names = {
    "Lock.__enter__": "Lock.acquire",
    "following.<locals>.join": "Thread.join",
}


def waits_for(task: asyncio.Task[Any]) -> Wait:
    """Tell where a suspended task is, and what it waits for."""
    chain = list(links(task.get_coro()))
    name = task.get_name()
    if not chain:
        return Wait(name, _awaited(task), "?", 0, repr(task.get_coro()))
    own = [number for number, (code, _) in enumerate(chain) if not is_library(code)]
    innermost = own[-1] if own else 0
    called = chain[innermost + bool(own) :]
    code, frame = chain[innermost]
    return Wait(
        name, _called(called) or _awaited(task), code.co_filename, frame.f_lineno, code.co_qualname
    )


def links(awaited: object) -> Iterator[tuple[CodeType, FrameType]]:
    """Follow the awaits of a coroutine inwards: code and frame of each, outermost first."""
    at = link(awaited)
    while at is not None:
        _, code, frame, awaited = at
        if frame is not None:
            yield code, frame
        at = link(awaited)


def _called(library: list[tuple[CodeType, FrameType]]) -> str:
    """Name what the library's part of a chain waits for, as a timeline does."""
    if not library:
        return ""
    for code, frame in library:
        if code.co_qualname in WORDS_FROM_LOCALS:
            return WORDS_FROM_LOCALS[code.co_qualname](frame.f_locals)
        if says_enough(code.co_qualname):
            break
    return library_words(library_name([code for code, _ in library]))


def _awaited(task: asyncio.Task[Any]) -> str:
    future = getattr(task, "_fut_waiter", None)
    if future is None:
        return "its turn"
    if isinstance(future, asyncio.Task):
        return f"task {future.get_name()!r}"
    return future_words(future)

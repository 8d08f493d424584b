"""Find out where a suspended task stands, and what it waits for."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType
from typing import Any


@dataclass(frozen=True)
class Wait:
    """Where a task waits.

    Attributes:
        task: the task's name.
        what: what it waits for: `Queue.get`, `Lock.acquire`, the name of another task...
        file: the file of the innermost `await` in the program itself, not in a library.
        line: its line, counted from 1; 0 if the task has not started.
        function: the function that it is in.
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
        waiting: where each task waits, and for what.
        threads: where threads are that worked for too long, each in one line.
    """

    def __init__(self, waiting: list[Wait], threads: list[str]) -> None:
        self.waiting = waiting
        self.threads = threads
        lines = [str(wait) for wait in waiting] + threads or ["no task is left"]
        super().__init__("\n  ".join(["deadlock: nothing can wake this program", *lines]))


def waits_for(task: asyncio.Task[Any]) -> Wait:
    """Tell where a suspended task stands, and what it waits for."""
    chain = await_chain(task.get_coro())
    if not chain:
        return Wait(task.get_name(), _describe_future(task), "?", 0, repr(task.get_coro()))
    own = [number for number, frame in enumerate(chain) if not _is_library(frame)]
    innermost = own[-1] if own else 0
    called = [frame.f_code.co_qualname for frame in chain[innermost + bool(own) :]]
    what = called[0] if called else _describe_future(task)
    frame = chain[innermost]
    code = frame.f_code
    return Wait(task.get_name(), what, code.co_filename, frame.f_lineno, code.co_qualname)


def await_chain(awaited: object) -> list[FrameType]:
    """Follow the awaits of a coroutine inwards; return their frames, outermost first."""
    frames: list[FrameType] = []
    while True:
        frame: FrameType | None
        if isinstance(awaited, CoroutineType):
            frame, awaited = awaited.cr_frame, awaited.cr_await
        elif isinstance(awaited, GeneratorType):
            frame, awaited = awaited.gi_frame, awaited.gi_yieldfrom
        elif isinstance(awaited, AsyncGeneratorType):
            frame, awaited = awaited.ag_frame, awaited.ag_await
        else:
            return frames
        if frame is not None:
            frames.append(frame)


def _is_library(frame: FrameType) -> bool:
    package = str(frame.f_globals.get("__name__")).partition(".")[0]
    return package in sys.stdlib_module_names or "site-packages" in frame.f_code.co_filename


def _describe_future(task: asyncio.Task[Any]) -> str:
    future = getattr(task, "_fut_waiter", None)
    if isinstance(future, asyncio.Task):
        return future.get_name()
    children = getattr(future, "_children", None)  # the future that asyncio.gather returns
    if children:
        names = [c.get_name() if isinstance(c, asyncio.Task) else "a future" for c in children]
        return f"gather of {', '.join(names)}"
    return "its turn" if future is None else "a future"

"""Find out where a suspended task stands, and what it waits for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import AsyncGeneratorType, CodeType, CoroutineType, FrameType, GeneratorType
from typing import Any


@dataclass(frozen=True)
class Wait:
    """Where a task waits.

    Attributes:
        task: the task's name.
        what: what it waits for, such as `Queue.get` or `Lock.acquire`.
        file: the file of the innermost `await` outside asyncio.
        line: its line, counted from 1; 0 if there is none.
        function: the function it stands in.
    """

    task: str
    what: str
    file: str
    line: int
    function: str

    def __str__(self) -> str:
        """Put it in one line."""
        return f"{self.task} waits for {self.what} at {self.file}:{self.line} in {self.function}"


def waits_for(task: asyncio.Task[Any]) -> Wait:
    """Tell where a suspended task stands, and what it waits for."""
    chain = await_chain(task.get_coro())
    own = [frame for frame in chain if not _is_asyncio(frame)]
    inner = chain[len(own) :] if own == chain[: len(own)] else []
    what = inner[0].f_code.co_qualname if inner else _describe(task)
    if not own:
        return Wait(task.get_name(), what, "?", 0, "?")
    code: CodeType = own[-1].f_code
    return Wait(task.get_name(), what, code.co_filename, own[-1].f_lineno, code.co_qualname)


def await_chain(awaited: object) -> list[FrameType]:
    """Follow the awaits of a coroutine inwards; return their frames, outermost first."""
    frames = []
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


def _is_asyncio(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).partition(".")[0] == "asyncio"


def _describe(task: asyncio.Task[Any]) -> str:
    future = getattr(task, "_fut_waiter", None)
    if isinstance(future, asyncio.Task):
        return future.get_name()
    children = getattr(future, "_children", None)  # asyncio.gather's own future has them
    if children:
        names = [c.get_name() if isinstance(c, asyncio.Task) else "a future" for c in children]
        return "gather of " + ", ".join(names)
    return "nothing" if future is None else "a future"

"""What the tracer notes while a program runs: quick to write, and made into a trace afterwards."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from lab.trace.data import UNFINISHED

HELD = "held"
"""Noted as what a task waits for when an eager task, which it just created, runs in its step."""


@dataclass(eq=False)
class Creation:
    """What is noted of a task.

    Calls are held by weak references: a task that nobody else holds must be able to vanish.

    Attributes:
        coro: the coroutine that it runs.
        calls: the chain at which it stood last: each call, and its number.
        turn: the same, with the place in the code, if it last stood at a `sleep(0)`.
        turn_stop: how that step ended.
        woken: when it was woken, if it has not run since.
    """

    number: int
    coro: Callable[[], Any]
    creator: Creation | None
    line: int | None
    created: When
    coroutine: str = ""
    name: str = ""
    ref: object = None
    calls: list[tuple[Callable[[], Any], int]] = field(default_factory=list)
    turn: list[tuple[Callable[[], Any], int]] = field(default_factory=list)
    turn_stop: Stop | None = None
    woken: When | None = None
    ended: When | None = None
    outcome: str = UNFINISHED
    detail: str = ""
    raised_at: int | None = None

    def __post_init__(self) -> None:
        """Keep what is needed of the coroutine when it is gone."""
        coro = self.coro()
        self.code: CodeType | None = getattr(coro, "cr_code", None) or getattr(
            coro, "gi_code", None
        )
        name = getattr(coro, "__qualname__", type(coro).__name__)
        self.coroutine = name.rpartition("<locals>.")[2]


class Opaque:
    """Stands for an awaitable that can't be referred to weakly, so that we can't look into it.

    Such as the closing of an async generator, which asyncio makes tasks of when it ends.
    """


_OPAQUE = Opaque()


def reference(coro: object) -> Callable[[], Any]:
    """Refer to a coroutine without keeping it."""
    try:
        return weakref.ref(coro)
    except TypeError:
        return lambda: _OPAQUE


When = tuple[int, float, int, Creation | None]
"""A moment: the step, the time, the number of the event in it, and which task was running."""

Place = tuple[tuple[int, int], ...]
"""A chain of calls: the number of each, and where in its code it stands."""

Stop = tuple[str, Place, Any, When | None, int]
"""How a step was and ended: the state, where it stopped, what the task waits for now, when it
had been woken, and how many events the step had."""


@dataclass
class Record:
    """What the tracer noted.

    Attributes:
        steps: four items for each: the task, from when, until when, and its `Stop`. That is not
            how one would like it, but a tuple for each keeps the garbage collector busy.
        codes: the code of each call, by the call's number.
    """

    program: str
    clock: str
    zero: float | None = None
    end: float = 0.0
    steps: list[Any] = field(default_factory=list)
    codes: list[CodeType] = field(default_factory=list)
    tasks: list[Creation] = field(default_factory=list)
    prints: list[tuple[When, Creation | None, str, str, int | None]] = field(default_factory=list)
    cancels: list[tuple[When, Creation, Creation | None, str, int | None]] = field(
        default_factory=list
    )
    events: int = 0
    note: str = ""

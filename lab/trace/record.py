"""What the tracer notes while a program runs: quick to write, and made into a trace afterwards."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, CoroutineType, GeneratorType
from typing import Any, NamedTuple, TypeAlias

from lab.trace.data import UNFINISHED

HELD = "held"
"""Noted as what a task waits for when an eager task, which it just created, runs in its step."""


# What is noted at each step is a bare tuple, since a named one takes ten times as long to make.
# It has the fields of the named tuple below, which is made of it when the trace is.
WhenNote: TypeAlias = "tuple[int, float, int, Creation | None]"
PlaceNote: TypeAlias = "tuple[tuple[int, int], ...]"
StopNote: TypeAlias = "tuple[str, PlaceNote, WhatNote, WhenNote | None, int]"
WhatNote: TypeAlias = "str | Creation | Several | None"
"""What a task waits for: words, or a task, or several; None if the chain of calls tells."""
CallNote: TypeAlias = "tuple[Callable[[], Any], int]"
"""A call that is under way: what returns its coroutine, unless that is gone; and its number."""


class When(NamedTuple):
    """A moment.

    Attributes:
        step: How many steps were over.
        seconds: The clock's time.
        event: The number of the event in the step; 0 if it is none.
        running: The task that was running.
    """

    step: int
    seconds: float
    event: int
    running: Creation | None


class Several(NamedTuple):
    """Tasks that another one waits for with one call.

    Attributes:
        words: As in `lab.trace.data.Stretch`.
        tasks: The tasks, in the order in which they were created.
    """

    words: str
    tasks: tuple[Creation, ...]


class Position(NamedTuple):
    """A call in a chain, and where it is in its code.

    Attributes:
        call: The call's number.
        offset: The place in its code.
    """

    call: int
    offset: int


class Stop(NamedTuple):
    """How a step was, and how it ended.

    Attributes:
        state: As in `lab.trace.data.Stretch`; of a long step, in words, why it was long.
        place: The chain of calls where it stopped, outermost first.
        what: What the task waits for now.
        woken: When the task had been woken for the step.
        events: How many events the step had.
    """

    state: str
    place: tuple[Position, ...]
    what: WhatNote
    woken: WhenNote | None
    events: int


class Step(NamedTuple):
    """A step.

    Attributes:
        task: Whose it is; None for a callback that belongs to no task.
        began: From when.
        ended: Until when.
        stop: How it ended.
        logged: How much was in `Record.log` by then.
    """

    task: Creation | None
    began: float
    ended: float
    stop: Stop
    logged: int


class Printed(NamedTuple):
    """A line that was printed; the attributes are those of `lab.trace.data.Print`."""

    at: WhenNote
    task: Creation | None
    stream: str
    text: str
    line: int | None


class CancelRequest(NamedTuple):
    """A request to cancel a task; the attributes are those of `lab.trace.data.Cancel`."""

    at: WhenNote
    task: Creation
    by: Creation | None
    reason: str
    line: int | None


class Made(NamedTuple):
    """How something that tasks share was made.

    Attributes:
        type: As in `lab.trace.changes.Thing`.
        code: The code that made it.
        offset: The place in it.
    """

    type: str
    code: CodeType
    offset: int


@dataclass(eq=False)
class JobNote:
    """What is noted of a job; the attributes are those of `lab.trace.data.Job`."""

    executor: str
    function: str
    creator: Creation | None
    line: int | None
    began: WhenNote
    ended: WhenNote | None = None
    outcome: str = UNFINISHED
    detail: str = ""


@dataclass(eq=False)
class Creation:
    """What is noted of a task.

    Calls are held by weak references: a task must be able to vanish when no other reference to it
    is left.

    Attributes:
        coro: The coroutine that it runs.
        calls: The chain at which it last stopped: each call, and its number.
        turn: The same, if it last stopped at a `sleep(0)`: each call but the first, and its place
            in the code.
        turn_first: The place in the code of the first call; -1 if it stopped at anything else.
        turn_stop: How that step ended.
        woken: When it was woken, if it has not run since.
        asked: Whether it was asked to cancel itself since it last stopped.
        asks_itself: Whether it did so itself, in the turn that it has.
        waits_at: What tasks share that it touched last before it stopped, and where it did.
    """

    number: int
    coro: Callable[[], Any]
    creator: Creation | None
    line: int | None
    created: WhenNote
    coroutine: str = ""
    name: str = ""
    ref: object = None
    calls: list[CallNote] = field(default_factory=list)
    turn: list[CallNote] = field(default_factory=list)
    turn_first: int = -1
    turn_stop: StopNote | None = None
    woken: WhenNote | None = None
    asked: bool = False
    asks_itself: bool = False
    waits_at: tuple[tuple[Any, ...], CodeType | None, int] | None = None
    ended: WhenNote | None = None
    outcome: str = UNFINISHED
    detail: str = ""
    raised_at: int | None = None

    def __post_init__(self) -> None:
        """Keep what is needed of the coroutine when it is gone."""
        coro = self.coro()
        self.code: CodeType | None = None
        name = type(coro).__name__
        # What is of another type may be an object of the program's: it is not asked.
        if type(coro) is CoroutineType:
            self.code, name = coro.cr_code, coro.__qualname__
        elif type(coro) is GeneratorType:
            self.code, name = coro.gi_code, coro.__qualname__
        elif type(coro) is Opaque:
            name = "async_generator.aclose"
        self.coroutine = name.rpartition("<locals>.")[2]


class Opaque:
    """Takes the place of an awaitable without weak references, into which we can't look.

    Such as the closing of an async generator, which asyncio makes tasks of when it ends.
    """


_OPAQUE = Opaque()


def reference(coro: object) -> Callable[[], Any]:
    """Refer to a coroutine without keeping it."""
    try:
        return weakref.ref(coro)
    except TypeError:
        return lambda: _OPAQUE


@dataclass
class Record:
    """What the tracer noted.

    Attributes:
        steps: The five items of each `Step`, one after the other: a tuple for each would keep the
            garbage collector busy. `all_steps` puts them together again.
        log: See `lab/trace/log.py`.
        things: What tasks share, by number.
        has_gaps: Whether something is missing in `log`, so that it is of no use: two loops ran at a
            time, or the recursion limit was too near.
        codes: The code of each call, by the call's number.
    """

    program: str
    clock: str
    zero: float | None = None
    end: float = 0.0
    steps: list[Any] = field(default_factory=list)
    codes: list[CodeType] = field(default_factory=list)
    tasks: list[Creation] = field(default_factory=list)
    prints: list[Printed] = field(default_factory=list)
    cancels: list[CancelRequest] = field(default_factory=list)
    jobs: list[JobNote] = field(default_factory=list)
    log: list[Any] = field(default_factory=list)
    things: list[Made] = field(default_factory=list)
    has_gaps: bool = False
    events: int = 0
    note: str = ""

    def all_steps(self) -> list[Step]:
        """Return the steps."""
        items = iter(self.steps)
        notes = zip(items, items, items, items, items, strict=True)
        return [
            Step(task, began, ended, _stop(stop), logged)
            for task, began, ended, stop, logged in notes
        ]


def _stop(note: StopNote) -> Stop:
    state, place, what, woken, events = note
    return Stop(state, tuple(Position(*call) for call in place), what, woken, events)

"""What changed in a loop's queue, in its timers and in what tasks share: a log, as plain data.

What the queue, the timers and the things were at some step is what the log up to there leaves:
`lab/trace/replay.py` rebuilds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from lab.trace.moment import Moment

CREATED, WOKEN, TIMER, AGAIN, CANCELLED, CALLBACK = (
    "created",
    "woken",
    "timer",
    "again",
    "cancelled",
    "callback",
)
"""Why something is in the queue. Again: the task let others run, as `sleep(0)` does; timer: a timer
became due; callback: it is no step of a task, such as what `call_soon` got."""

DUE = "due"
"""Why a timer is over, besides `cancelled`."""


@dataclass(frozen=True)
class Ready:
    """Something was appended to the loop's ready queue.

    Attributes:
        at: When.
        entry: The number of this entry of the queue; they are counted from 1.
        task: The number of the task whose next step it is. None for another callback, and for a
            task that the trace leaves out.
        what: What such a callback does, in words; empty for a task.
        by: The number of the task whose step appended it; None if the loop did.
        why: `created`, `woken`, `timer`, `again`, `cancelled` or `callback`.
    """

    kind: ClassVar[str] = "ready"
    at: Moment
    entry: int
    task: int | None
    what: str
    by: int | None
    why: str


@dataclass(frozen=True)
class Run:
    """The loop took an entry out of the queue, and runs it now.

    Attributes:
        at: When.
        entry: Which.
    """

    kind: ClassVar[str] = "run"
    at: Moment
    entry: int


@dataclass(frozen=True)
class Dropped:
    """An entry was cancelled while it was in the queue: the loop will skip it.

    Attributes:
        at: When.
        entry: Which.
    """

    kind: ClassVar[str] = "dropped"
    at: Moment
    entry: int


@dataclass(frozen=True)
class TimerSet:
    """A timer was set.

    Attributes:
        at: When that was.
        timer: Its number; timers are counted from 1.
        when: For which time it is set; None if for none, as by `sleep(math.inf)`.
        task: The number of the task that it will wake or cancel; None if it calls a function.
        what: `sleep 0.3 s`, `timeout 1 s`, `call_later tick`, `call_at tick`.
    """

    kind: ClassVar[str] = "timer"
    at: Moment
    timer: int
    when: float | None
    task: int | None
    what: str


@dataclass(frozen=True)
class TimerOver:
    """A timer is no longer set.

    Attributes:
        at: When that was.
        timer: Which.
        why: `due`, or `cancelled`.
    """

    kind: ClassVar[str] = "timer_over"
    at: Moment
    timer: int
    why: str


@dataclass(frozen=True)
class Thing:
    """Something that tasks share was made, or has changed: its whole new state.

    Attributes:
        at: When.
        thing: Its number; they are counted from 1.
        type: `Lock`, `Event`, `Condition`, `Semaphore`, `BoundedSemaphore`, `Queue`,
            `PriorityQueue`, `LifoQueue`, `Barrier`, `TaskGroup` or `Future`.
        name: The variable or attribute to which the line that made it assigns it; else empty.
        line: The line that made it; None if it is in another file.
        state: In words.
        holders: The numbers of the tasks that hold it, as far as known; of a group, its owner.
        waiters: The numbers of the tasks that wait for it, in order; of many, the first 100.
        items: What is in a queue: at most 20 texts of at most 40 characters.
        members: The numbers of the tasks of a group that are not done, unless there are very many.
        by_line: The line that changed it: that takes, puts, sets, releases. None where it is made,
            and where no line of the program did, as if the loop calls `event.set`.
    """

    kind: ClassVar[str] = "thing"
    at: Moment
    thing: int
    type: str
    name: str
    line: int | None
    state: str
    holders: tuple[int, ...] = ()
    waiters: tuple[int, ...] = ()
    items: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    by_line: int | None = None


Change: TypeAlias = Ready | Run | Dropped | TimerSet | TimerOver | Thing
"""A change."""

KINDS: dict[str, type[Change]] = {
    kind.kind: kind for kind in (Ready, Run, Dropped, TimerSet, TimerOver, Thing)
}


def as_object(change: Change) -> dict[str, Any]:
    """Make what JSON holds for a change: its kind, and no empty list or unknown line."""
    values = {key: value for key, value in vars(change).items() if value != ()}
    if values.get("by_line", 0) is None:
        del values["by_line"]
    return {"at": values.pop("at"), "kind": change.kind} | values

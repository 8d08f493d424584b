"""Note what state a lock, a queue or the like is in: quickly, at each change of one.

Nothing of the program runs: attributes are read as they are. `lab/trace/states.py` puts what was
noted into words afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import BuiltinMethodType, MethodType
from typing import Any, TypeAlias

from lab.loop.awaits import is_library
from lab.trace.outcomes import ended, short
from lab.trace.record import Creation

MOST_MEMBERS = 100
"""Of a group with more tasks only the number is told: each that ends would name all others. Of
those who wait, so many are named."""
_MOST_ITEMS = 20
_LONG_ITEM = 40

TaskOf = Callable[[object], Creation | None]
Waiters: TypeAlias = "tuple[int, tuple[Creation | None, ...]]"
"""How many wait, and the first ones."""
Facts: TypeAlias = tuple[Any, ...]
"""What is noted of a thing: the arguments of the function in `states.py` for one of its kind."""

_NOBODY: Waiters = 0, ()

_attribute = object.__getattribute__


@dataclass(eq=False)
class Live:
    """A thing that is still there.

    Attributes:
        number: Its number, from 1.
        ref: Leads to it.
        kind: The name of its class, or of the class of asyncio that it inherits from.
        parts: Lead to all that it is made of, itself among them.
        facts: What was last noted of it.
        holders: Who holds it, as far as known.
        waiting: Who waits for each future of those in it, by identity.
        texts: The texts of the items in it, by identity.
        granted: The futures, by identity, of those to whom a semaphore was just given.
        out: How many of a semaphore are given away; for a lock, whether it is.
        first: How many places a semaphore had at first; 0 once it has more.
        had: Who has acquired a semaphore so far.
        surplus: How many times it was released by one that had released it before.
    """

    number: int
    ref: Callable[[], Any]
    kind: str
    parts: list[Callable[[], Any]] = field(default_factory=list)
    facts: Facts | None = None
    holders: tuple[Creation, ...] = ()
    waiting: dict[int, Creation] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    granted: set[int] = field(default_factory=set)
    out: int = 0
    first: int = 0
    had: set[Creation] = field(default_factory=set)
    surplus: int = 0


class Reader:
    """Reads the facts about things.

    Args:
        task_of: Finds what is known of a task.
    """

    def __init__(self, task_of: TaskOf) -> None:
        """Know nothing."""
        self._task_of = task_of

    def _waiters(self, live: Live, futures: Any) -> Waiters:  # noqa: ANN401 - a deque or None
        """Find which tasks wait, by the futures that they wait for: the first ones of many."""
        if not futures:
            return _NOBODY
        known = live.waiting
        found = tuple(map(known.get, map(id, islice(futures, MOST_MEMBERS))))
        if None in found:
            first = islice(futures, MOST_MEMBERS)
            found = tuple([known.get(id(future)) or self._waiter(future) for future in first])
        return len(futures), found

    def _waiter(self, future: Any) -> Creation | None:  # noqa: ANN401 - anything
        for callback in _callbacks(future):
            if (task := self._task_of(callback)) is not None:
                return task
        return None

    def _future(self, live: Live, future: Any, task: Creation | None) -> Facts:  # noqa: ANN401 - one
        if future._state == "PENDING":
            found = [self._task_of(callback) for callback in _callbacks(future)]
            return "pending", tuple(waiter for waiter in found if waiter is not None)
        if future._state == "CANCELLED":
            return "cancelled", ()
        outcome, detail, _ = ended(future._exception, future._result)
        words = "done" if outcome == "returned" else "failed"
        return f"{words}: {detail or None}", ()

    def _lock(self, live: Live, thing: object, task: Creation | None) -> Facts:
        values = _attribute(thing, "__dict__")
        is_locked = values["_locked"]
        if not is_locked:
            live.holders = ()
        elif not live.out and task is not None:
            live.holders = (_owner(task),)
        live.out = is_locked
        waiters = values["_waiters"]
        return is_locked, live.holders, self._waiters(live, waiters) if waiters else _NOBODY

    def _event(self, live: Live, thing: object, task: Creation | None) -> Facts:
        values = _attribute(thing, "__dict__")
        waiters = values["_waiters"]
        return values["_value"], self._waiters(live, waiters) if waiters else _NOBODY

    def _condition(self, live: Live, thing: object, task: Creation | None) -> Facts:
        values = attributes(thing)
        waiters = self._waiters(live, values["_waiters"])
        return *self._lock(live, values["_lock"], task), waiters

    def _semaphore(self, live: Live, thing: object, task: Creation | None) -> Facts:
        """Find out who holds a semaphore: it only counts.

        What is out is at first what was given to those who waited. What else has changed, the task
        that ran took or gave back itself.
        """
        values = attributes(thing)
        futures = values["_waiters"] or ()
        granted = {id(future) for future in futures if _is_granted(future)}
        waiting = [f for f in futures if id(f) not in granted] if granted else futures
        waiters = self._waiters(live, waiting)
        new = [live.waiting[one] for one in granted - live.granted if one in live.waiting]
        free = values["_value"]
        out = live.first - free
        took = out - live.out - len(new)
        live.out, live.granted = out, granted
        if not 0 <= free <= live.first or not live.first:
            live.first, live.holders = 0, ()
            return free, 0, (), waiters  # it counts something else, or was released too often
        holders = [*live.holders]
        owner = None if task is None else _owner(task)
        for _ in range(took, 0):
            if owner in holders:
                holders.remove(owner)
            elif owner in live.had:
                live.surplus += 1
            elif holders:
                holders.pop(0)  # acquired by one task, to be released by another
        if owner is not None:
            holders += [owner] * took
        holders += map(_owner, new)
        live.had.update(holders)
        live.holders = tuple(holders[: max(0, out + live.surplus)])
        return free, live.first, live.holders, waiters

    def _queue(self, live: Live, thing: object, task: Creation | None) -> Facts:
        values = _attribute(thing, "__dict__")
        joining = _attribute(values["_finished"], "__dict__")["_waiters"]
        getters, putters = values["_getters"], values["_putters"]
        items = values["_queue"]
        waits = getters or putters or joining
        return (
            len(items),
            values["_maxsize"],
            values["_unfinished_tasks"] if joining else None,
            values.get("_is_shutdown"),
            self._waiters(live, [*getters, *putters, *joining]) if waits else _NOBODY,
            _items(live, items) if items else (),
        )

    def _barrier(self, live: Live, thing: object, task: Creation | None) -> Facts:
        values = attributes(thing)
        waiters = self._waiters(live, attributes(values["_cond"])["_waiters"])
        return values["_state"].value, values["_count"], values["_parties"], waiters

    def _group(self, live: Live, thing: object, task: Creation | None) -> Facts:
        values = attributes(thing)
        tasks = values["_tasks"]
        return (
            values["_entered"],
            values["_exiting"],
            values["_aborting"],
            values["_on_completed_fut"] is not None,
            len(tasks),
            self._task_of(values["_parent_task"]),
            frozenset(map(self._task_of, tasks) if len(tasks) <= MOST_MEMBERS else ()),
        )


READ: dict[str, Any] = {
    "Lock": Reader._lock,
    "Event": Reader._event,
    "Condition": Reader._condition,
    "Semaphore": Reader._semaphore,
    "BoundedSemaphore": Reader._semaphore,
    "Queue": Reader._queue,
    "PriorityQueue": Reader._queue,
    "LifoQueue": Reader._queue,
    "Barrier": Reader._barrier,
    "TaskGroup": Reader._group,
    "Future": Reader._future,
}
"""How to note what state a thing of each kind is in: the method gets what is known of it, the
thing, and the task that runs, or did until now."""

_NAMES = {getattr(asyncio, name): name for name in READ}


def kind_of(thing: object) -> str:
    """Name the class of asyncio that a thing is of."""
    if issubclass(type(thing), asyncio.Future):
        return "Future"
    return next(_NAMES[kind] for kind in type(thing).__mro__ if kind in _NAMES)


def parts_of(thing: object, kind: str) -> list[object]:
    """List what a thing is made of: if one of these changes, the thing does."""
    if kind == "Condition":
        return [thing, attributes(thing)["_lock"]]
    if kind == "Barrier":
        return [thing, *parts_of(attributes(thing)["_cond"], "Condition")]
    if kind.endswith("Queue"):
        return [thing, attributes(thing)["_finished"]]
    return [thing]


def attributes(thing: object) -> Mapping[str, Any]:
    """Read the attributes of an object, whatever its class makes of them."""
    found: Mapping[str, Any] = _attribute(thing, "__dict__")
    return found


_FUTURES = {asyncio.Future, asyncio.futures._PyFuture}  # type: ignore[attr-defined]  # private
_METHODS = MethodType, BuiltinMethodType


def _callbacks(future: Any) -> list[object]:  # noqa: ANN401 - anything
    """The objects whose methods a future will call: its tasks are among them."""
    if type(future) not in _FUTURES:
        return []
    return [
        callback.__self__
        for callback, _ in future._callbacks or ()
        if type(callback) in _METHODS or type(callback).__name__ == "TaskWakeupMethWrapper"
    ]


def _is_granted(future: Any) -> bool:  # noqa: ANN401 - anything
    return type(future) in _FUTURES and future._state == "FINISHED"


def _items(live: Live, items: Any) -> tuple[str, ...]:  # noqa: ANN401 - a deque, or a list
    known = live.texts
    few = items if len(items) <= _MOST_ITEMS else [*islice(items, _MOST_ITEMS)]
    places = tuple(map(id, few))
    texts: tuple[Any, ...] = tuple(map(known.get, places))
    if None in texts:
        texts = tuple([known.get(id(item)) or _text(item) for item in few])
    live.texts = dict(zip(places, texts))  # noqa: B905 - as many: to have it checked takes longer
    return texts


def _text(item: object) -> str:
    text = short(item) or "None"
    return text if len(text) <= _LONG_ITEM else text[: _LONG_ITEM - 3] + "..."


def _owner(task: Creation) -> Creation:
    """Say for whom a task takes a lock: `wait_for` makes one of `Lock.acquire`, up to 3.11."""
    while task.code is not None and is_library(task.code) and task.creator is not None:
        task = task.creator
    return task

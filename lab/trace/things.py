"""What tasks share: which locks, queues and the like a program makes, and what state each is in.

They are found where they are made, and looked at after each step. Nothing keeps them alive, and
nothing of the program runs: their attributes are read as they are.
"""

from __future__ import annotations

import asyncio
import functools
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import BuiltinMethodType, FrameType, MethodType
from typing import Any, NamedTuple

from lab.loop.awaits import is_library
from lab.loop.clock import replaced
from lab.loop.handles import leave_out_this_frame
from lab.trace.locks import values_of
from lab.trace.outcomes import ended, short
from lab.trace.record import Creation, Made

MOST_THINGS = 100
"""So many are looked at; a program that makes more has the first ones in its trace."""

_MOST_MEMBERS = 100
"""Of a group with more tasks only the number is told: each that ends would name all others. Of
those who wait, so many are named."""
_MOST_ITEMS = 20
_LONG_ITEM = 40

_OTHERS = (
    asyncio.Lock,
    asyncio.Event,
    asyncio.Condition,
    asyncio.Semaphore,
    asyncio.Queue,
    asyncio.Barrier,
    asyncio.TaskGroup,
)
"""The classes whose `__init__` tells of each object. Those of asyncio that inherit it do, too."""

Found = Callable[[object, FrameType], None]
TaskOf = Callable[[object], Creation | None]


@contextmanager
def watched(found: Found) -> Iterator[None]:
    """Hear inside the block of each object of these classes, and from which frame it was made.

    The classes stay, and so do the signature, the name and the source of what makes an object. No
    frame of ours is left in a traceback.
    """
    with ExitStack() as stack:
        for kind in _OTHERS:
            stack.enter_context(replaced(kind, __init__=_telling(kind.__init__, found)))
        yield


def _telling(make: Callable[..., None], found: Found) -> Callable[..., None]:
    @functools.wraps(make)
    def __init__(self: object, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, N807 - passed on
        try:
            make(self, *args, **kwargs)
        except BaseException as error:
            leave_out_this_frame(error)
            raise
        found(self, sys._getframe(1))

    return __init__


class State(NamedTuple):
    """The state of a thing; see `lab.trace.changes.Thing`."""

    words: str
    holders: tuple[Creation, ...] = ()
    waiters: tuple[Creation, ...] = ()
    items: tuple[str, ...] = ()
    members: tuple[Creation, ...] = ()


@dataclass(eq=False)
class _Live:
    """A thing that is still there.

    Attributes:
        number: Its number, from 1.
        ref: Leads to it.
        kind: The name of its class, or of the class of asyncio that it inherits from.
        glance: What it looked like last: if this has not changed, neither has the state.
        state: What was last told of it.
        holders: Who holds it, as far as known.
        waiting: Who waits for each future of those in it, by identity.
        granted: The futures, by identity, of those to whom a semaphore was just given.
        out: How many of a semaphore are given away; for a lock, whether it is.
        first: How many a semaphore had at first.
        wait: How many wait.
    """

    number: int
    ref: Callable[[], Any]
    kind: str
    glance: object = None
    state: State | None = None
    holders: list[Creation] = field(default_factory=list)
    waiting: dict[int, Creation] = field(default_factory=dict)
    granted: set[int] = field(default_factory=set)
    out: int = 0
    first: int = 0
    wait: int = 0


class Things:
    """Knows the things of a program.

    Args:
        made: Gets how each was made.
        task_of: Finds what is known of a task.
    """

    def __init__(self, made: list[Made], task_of: TaskOf) -> None:
        """Know none yet."""
        self.live: list[_Live] = []
        self._made = made
        self._task_of = task_of

    def found(self, thing: object, frame: FrameType | None) -> bool:
        """Take up a thing if the program itself made it, and tell whether it did.

        Args:
            thing: The thing.
            frame: The frame in which it was made.
        """
        while frame is not None and _makes_itself(thing, frame):
            frame = frame.f_back
        if frame is None or is_library(frame.f_code) or len(self.live) >= MOST_THINGS:
            return False
        kind = _kind(thing)
        self._made.append(Made(kind, frame.f_code, frame.f_lasti))
        live = _Live(len(self._made), weakref.ref(thing), kind)
        if kind in ("Semaphore", "BoundedSemaphore"):
            live.first = _attributes(thing)["_value"]
        self.live.append(live)
        return True

    def holders_of(self, thing: object) -> list[Creation] | None:
        """Return who holds a thing; None if it is not known here."""
        return next((live.holders for live in self.live if live.ref() is thing), None)

    def changed(self, task: Creation | None) -> Iterator[tuple[int, State]]:
        """Look at all things, after a task ran; give what has changed: the number, the state.

        Args:
            task: The task; None if it was another callback.
        """
        over = []
        for live in self.live:
            thing = live.ref()
            if thing is None:
                over.append(live)
                continue
            try:
                state = self._look(live, thing, task)
            except Exception:  # a subclass of the program that is made in another way
                over.append(live)
                continue
            if state is not None and state != live.state:
                live.state = state
                yield live.number, state
                if live.kind == "Future" and not state.words.startswith("pending"):
                    over.append(live)
        for live in over:
            self.live.remove(live)

    def _look(self, live: _Live, thing: object, task: Creation | None) -> State | None:
        glance: object
        if live.kind == "Future":
            glance = _glance_at_future(thing)
        else:
            values = _attributes(thing)
            glance = _GLANCES[live.kind](values)
        if glance == live.glance:
            return None
        live.glance = glance
        if live.kind == "Future":
            return self._future(thing)
        state: State = _STATES[live.kind](self, live, values, _owner(task))
        if live.wait > _MOST_MEMBERS:
            state = state._replace(words=f"{state.words}, {live.wait} wait")
        return state

    def _waiters(self, live: _Live, futures: Any) -> tuple[Creation, ...]:  # noqa: ANN401 - a deque or None
        """Say which tasks wait, by the futures that they wait for: the first ones of many."""
        live.wait = len(futures or ())
        found = {}
        for future in islice(futures or (), _MOST_MEMBERS):
            waiter = self._waiter(future) or live.waiting.get(id(future))
            if waiter is not None:
                found[id(future)] = waiter
        live.waiting = found
        return tuple(found.values())

    def _waiter(self, future: Any) -> Creation | None:  # noqa: ANN401 - anything
        for callback in _callbacks(future):
            if (task := self._task_of(callback)) is not None:
                return task
        return None

    def _future(self, future: Any) -> State:  # noqa: ANN401 - a future
        waiters = tuple(
            task for callback in _callbacks(future) if (task := self._task_of(callback)) is not None
        )
        if future._state == "PENDING":
            return State("pending", waiters=waiters)
        if future._state == "CANCELLED":
            return State("cancelled")
        outcome, detail, _ = ended(future._exception, future._result)
        words = "done" if outcome == "returned" else "failed"
        return State(f"{words}: {detail or None}")

    def _lock(self, live: _Live, values: Mapping[str, Any], task: Creation | None) -> State:
        is_locked = values["_locked"]
        if not is_locked:
            live.holders.clear()
        elif not live.out and task is not None:
            live.holders[:] = [task]
        live.out = is_locked
        waiters = self._waiters(live, values["_waiters"])
        return State("locked" if is_locked else "free", tuple(live.holders), waiters)

    def _event(self, live: _Live, values: Mapping[str, Any], _: Creation | None) -> State:
        words = "set" if values["_value"] else "not set"
        return State(words, waiters=self._waiters(live, values["_waiters"]))

    def _condition(self, live: _Live, values: Mapping[str, Any], task: Creation | None) -> State:
        known = live.waiting
        lock = self._lock(live, _attributes(values["_lock"]), task)
        words = lock.words
        if lock.waiters:
            count = len(lock.waiters)
            words += f", {count} {'wait' if count > 1 else 'waits'} for its lock"
        for_lock, live.waiting = live.waiting, known
        waiters = self._waiters(live, values["_waiters"])
        live.waiting |= for_lock
        return State(words, lock.holders, waiters)

    def _semaphore(self, live: _Live, values: Mapping[str, Any], task: Creation | None) -> State:
        """Find out who holds a semaphore: it only counts.

        What is out is at first what was given to those who waited. What else has changed, the task
        that ran took or gave back itself.
        """
        futures = values["_waiters"] or ()
        granted = {id(future) for future in futures if _is_granted(future)}
        self._waiters(live, futures)
        waiters = tuple(who for future, who in live.waiting.items() if future not in granted)
        new = [live.waiting[one] for one in granted - live.granted if one in live.waiting]
        out = live.first - values["_value"]
        took = out - live.out - len(new)
        live.out, live.granted = out, granted
        free = values["_value"]
        if not 0 <= free <= live.first or not live.first:
            live.holders.clear()
            return State(f"{free} free", waiters=waiters)  # it counts something else
        for _ in range(took, 0):
            if live.holders:
                live.holders.remove(task if task and task in live.holders else live.holders[0])
        if task is not None:
            live.holders += [task] * took
        live.holders += map(_known_owner, new)
        del live.holders[max(0, out) :]
        return State(f"{free} of {live.first} free", tuple(live.holders), waiters)

    def _queue(self, live: _Live, values: Mapping[str, Any], _: Creation | None) -> State:
        joining = _attributes(values["_finished"])["_waiters"]
        futures = [*values["_getters"], *values["_putters"], *joining]
        items, most = values["_queue"], values["_maxsize"]
        words = f"{len(items)} item{'s' * (len(items) > 1)}" if items else "empty"
        if most > 0:
            words += f", at most {most}"
        if joining:
            words += f", {values['_unfinished_tasks']} not done"
        if values.get("_is_shutdown"):
            words += ", shut down"
        return State(words, waiters=self._waiters(live, futures), items=_items(items))

    def _barrier(self, live: _Live, values: Mapping[str, Any], _: Creation | None) -> State:
        waiters = self._waiters(live, _attributes(values["_cond"])["_waiters"])
        state = values["_state"].value
        words = f"{values['_count']} of {values['_parties']} are there"
        if state != "filling":
            words = {"broken": "broken", "resetting": "being reset"}.get(state, "open")
        return State(words, waiters=waiters)

    def _group(self, live: _Live, values: Mapping[str, Any], _: Creation | None) -> State:
        count = len(values["_tasks"])
        are_named = count <= _MOST_MEMBERS
        found = [self._task_of(task) for task in values["_tasks"]] if are_named else []
        members = sorted((task for task in found if task), key=lambda task: task.number)
        owner = self._task_of(values["_parent_task"])
        waits = values["_on_completed_fut"] is not None
        if not values["_entered"]:
            words = "not entered"
        elif values["_exiting"] and not waits and not count:
            words, owner = "over", None
        elif values["_aborting"]:
            words = "cancels its tasks"
        elif waits:
            words = "waits for its tasks" if members or not are_named else "its tasks are done"
        else:
            words = "open"
        if not are_named:
            words += f" ({count} tasks)"
        return State(words, (owner,) if owner else (), members=tuple(members))


_STATES: dict[str, Any] = {
    "Lock": Things._lock,
    "Event": Things._event,
    "Condition": Things._condition,
    "Semaphore": Things._semaphore,
    "BoundedSemaphore": Things._semaphore,
    "Queue": Things._queue,
    "PriorityQueue": Things._queue,
    "LifoQueue": Things._queue,
    "Barrier": Things._barrier,
    "TaskGroup": Things._group,
}


_NAMES = {getattr(asyncio, name): name for name in _STATES}


def _ids(found: Any) -> list[int]:  # noqa: ANN401 - a deque or a set of futures, or None
    """What many look like after each step: a glance at each of them would take too long."""
    if found is None or len(found) <= _MOST_MEMBERS:
        return [id(one) for one in found or ()]
    ends = [] if isinstance(found, set) else [id(found[0]), id(found[-1])]
    return [len(found), *ends]


def _glance_at_queue(values: Mapping[str, Any]) -> object:
    joining = _attributes(values["_finished"])["_waiters"]
    waiters = values["_getters"], values["_putters"], joining
    items = values["_queue"]
    count = values["_unfinished_tasks"], values.get("_is_shutdown"), len(items)
    return *count, *map(_ids, waiters), _items(items)


def _glance_at_future(future: Any) -> object:  # noqa: ANN401 - a future
    return future._state, _ids([*_callbacks(future)])


_GLANCES: dict[str, Callable[[Mapping[str, Any]], object]] = {
    "Lock": lambda v: (v["_locked"], _ids(v["_waiters"])),
    "Event": lambda v: (v["_value"], _ids(v["_waiters"])),
    "Condition": lambda v: (
        _GLANCES["Lock"](_attributes(v["_lock"])),
        _ids(v["_waiters"]),
    ),
    "Semaphore": lambda v: (
        v["_value"],
        [(id(future), _is_granted(future)) for future in v["_waiters"] or ()],
    ),
    "Queue": _glance_at_queue,
    "Barrier": lambda v: (v["_count"], v["_state"], _ids(_attributes(v["_cond"])["_waiters"])),
    "TaskGroup": lambda v: (
        v["_entered"],
        v["_exiting"],
        v["_aborting"],
        v["_on_completed_fut"] is None,
        _ids(v["_tasks"]),
    ),
}
_GLANCES["BoundedSemaphore"] = _GLANCES["Semaphore"]
_GLANCES["PriorityQueue"] = _GLANCES["LifoQueue"] = _GLANCES["Queue"]


def _attributes(thing: object) -> Mapping[str, Any]:
    """Read the attributes of an object, whatever its class makes of them."""
    found: Mapping[str, Any] = object.__getattribute__(thing, "__dict__")
    return found


def _kind(thing: object) -> str:
    if issubclass(type(thing), asyncio.Future):
        return "Future"
    return next(_NAMES[kind] for kind in type(thing).__mro__ if kind in _NAMES)


def _makes_itself(thing: object, frame: FrameType) -> bool:
    """Tell whether a frame is an `__init__` of the thing's class, or one that was generated."""
    code = frame.f_code
    if code.co_filename == "<string>":  # a dataclass with a field of that class
        return True
    if code.co_name != "__init__" or not code.co_varnames:
        return False
    return values_of(frame).get(code.co_varnames[0]) is thing


def _callbacks(future: Any) -> Iterator[object]:  # noqa: ANN401 - anything
    """The objects whose methods a future will call: its tasks are among them."""
    if type(future) not in _FUTURES:
        return
    for callback, _ in future._callbacks or ():
        kind = type(callback)
        if kind in (MethodType, BuiltinMethodType) or kind.__name__ == "TaskWakeupMethWrapper":
            yield callback.__self__


_FUTURES = {asyncio.Future, asyncio.futures._PyFuture}  # type: ignore[attr-defined]  # private


def _is_granted(future: Any) -> bool:  # noqa: ANN401 - anything
    return type(future) in _FUTURES and future._state == "FINISHED"


def _items(items: Any) -> tuple[str, ...]:  # noqa: ANN401 - a deque, or a list
    texts: list[str] = []
    for item in items:
        if len(texts) == _MOST_ITEMS:
            break
        text = short(item) or "None"
        texts.append(text if len(text) <= _LONG_ITEM else text[: _LONG_ITEM - 3] + "...")
    return tuple(texts)


def _owner(task: Creation | None) -> Creation | None:
    """Say for whom a task takes a lock: `wait_for` makes one of `Lock.acquire`, up to 3.11."""
    return None if task is None else _known_owner(task)


def _known_owner(task: Creation) -> Creation:
    while task.code is not None and is_library(task.code) and task.creator is not None:
        task = task.creator
    return task

"""Locks, events and queues for the stand-in: they know what they were at each time.

A thread's function runs ahead of the program. So a lock that it has given back, or a queue that it
has filled, has a history: who comes later, but at an earlier time, finds what there was then.
"""

from __future__ import annotations

import bisect
import contextlib
import itertools
import operator
import queue
import threading
from collections.abc import Iterator
from types import GenericAlias
from typing import Any

from lab.loop import stand_in
from lab.loop.clock import replaced
from lab.loop.stand_in_flows import CannotWait, instant


class Level:
    """A number that changes with time, such as how many more may enter."""

    def __init__(self, value: int) -> None:
        self._before = value
        self._changes: list[tuple[float, int]] = []  # times and differences, sorted
        # What threads that run ahead found there: a change before that may prove them wrong.
        self._found_too_few: list[tuple[float, str]] = []  # times, and what they called
        self._taken_for_an_instant: list[float] = []

    def at(self, when: float) -> int:
        """Return its value at a time, after all that happened at that instant."""
        return self._before + sum(
            difference for time, difference in self._changes if instant(time) <= instant(when)
        )

    def now(self) -> int:
        """Return its value at the time of the flow that asks."""
        return self.at(stand_in.current.time())

    def look(self, what: str) -> int:
        """Return that to a program, which may look over and over until it changes."""
        stand_in.current.glance()
        if self.now() < 1:
            self._note_too_few(what)
        return self.now()

    def _note_too_few(self, what: str) -> None:
        clock = stand_in.current
        if clock.runs_ahead:
            self._found_too_few.append((clock.time(), what))

    def _tell_who_was_wrong(self, now: float) -> None:
        """Refuse what a thread ran ahead of: it found too few, and by now there are enough."""
        for time, what in self._found_too_few:
            if instant(time) > instant(now) and self.at(time) >= 1:
                stand_in.current.refused = CannotWait(what)

    def change(self, difference: int) -> None:
        """Change it from now on."""
        clock = stand_in.current
        now = clock.time()
        place = bisect.bisect_left(self._changes, now, key=operator.itemgetter(0))
        if place < len(self._changes) and self._changes[place][0] == now:
            before = self._changes.pop(place)[1]
            if before < 0 and difference == -before and clock.runs_ahead:
                self._taken_for_an_instant.append(now)
            difference += before
        if difference:
            self._changes.insert(place, (now, difference))
        if difference > 0 and self._found_too_few:
            self._tell_who_was_wrong(now)
        if not clock.runs_ahead:  # no flow will ask any more what it was before
            while self._changes and self._changes[0][0] <= now:
                self._before += self._changes.pop(0)[1]
            self._found_too_few = [found for found in self._found_too_few if found[0] > now]
            self._taken_for_an_instant = [t for t in self._taken_for_an_instant if t >= now]

    def reach_one(self, timeout: float | None, what: str) -> bool:
        """Wait until it is at least 1; return False if the timeout came first."""

        def known() -> float | None:
            now = stand_in.current.time()
            times = [now, *(time for time, _ in self._changes if time > now)]
            return next((time for time in times if self.at(time) >= 1), None)

        is_reached = stand_in.current.wait_for(known, timeout, what)
        if not is_reached:
            self._note_too_few(what)
        return is_reached

    def is_taken_twice(self) -> bool:
        """Tell whether two flows have taken the same thing at the same time."""
        return any(self.at(time) < 0 for time, _ in self._changes) or any(
            self.at(time) < 1 and self._just_before(time) < 1 for time in self._taken_for_an_instant
        )

    def _just_before(self, when: float) -> int:
        return self._before + sum(
            difference for time, difference in self._changes if instant(time) < instant(when)
        )


class Semaphore:
    """What `threading.Semaphore` is in the page."""

    _words = "Semaphore.acquire"

    def __init__(self, value: int = 1) -> None:
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._level = Level(value)

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        """Enter, as soon as one may."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        if not self._level.reach_one(timeout if blocking else 0, self._words):
            return False
        self._level.change(-1)
        return True

    def release(self, n: int = 1) -> None:
        """Let others enter."""
        if n < 1:
            raise ValueError("n must be one or more")
        self._level.change(n)
        if self._level.is_taken_twice():
            raise CannotWait(f"{self._words}, between two turns of another thread,")

    def __enter__(self) -> bool:
        """Enter."""
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        """Leave."""
        self.release()


class BoundedSemaphore(Semaphore):
    """What `threading.BoundedSemaphore` is in the page."""

    def __init__(self, value: int = 1) -> None:
        super().__init__(value)
        self._initial_value = value

    def release(self, n: int = 1) -> None:
        """Let others enter."""
        if self._level.now() + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Lock(Semaphore):
    """What `threading.Lock` is in the page."""

    _words = "Lock.acquire"

    def __init__(self) -> None:
        super().__init__(1)

    def acquire(self, blocking: bool = True, timeout: float | None = -1) -> bool:
        """Lock it; wait for that if need be."""
        if timeout == -1:
            timeout = None
        elif not blocking:
            raise ValueError("can't specify a timeout for a non-blocking call")
        elif timeout is None or timeout < 0:
            raise ValueError("timeout value must be a non-negative number")
        return super().acquire(blocking, timeout)

    def release(self, n: int = 1) -> None:
        """Unlock it."""
        if self._level.now() >= 1:
            raise RuntimeError("release unlocked lock")
        super().release(n)

    def locked(self) -> bool:
        """Tell whether it is locked."""
        return self._level.look("Lock.locked") < 1


class RLock:
    """What `threading.RLock` is in the page."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._owner, self._count = 0, 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Lock it, once more if this thread has it."""
        if not self._is_owned():
            if not self._lock.acquire(blocking, timeout):
                return False
            self._owner = stand_in.current.get_ident()
        self._count += 1
        return True

    def release(self) -> None:
        """Unlock it, once."""
        if not self._is_owned():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._lock.release()

    def locked(self) -> bool:
        """Tell whether it is locked."""
        return self._lock.locked()

    def __enter__(self) -> bool:
        """Lock it."""
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        """Unlock it."""
        self.release()

    # What `threading.Condition` asks of its lock.

    def _is_owned(self) -> bool:
        return self._count > 0 and self._owner == stand_in.current.get_ident()

    def _release_save(self) -> int:
        count, self._count = self._count, 0
        self._lock.release()
        return count

    def _acquire_restore(self, count: int) -> None:
        self._lock.acquire()
        self._owner, self._count = stand_in.current.get_ident(), count


class Event:
    """What `threading.Event` is in the page."""

    def __init__(self) -> None:
        self._level = Level(0)

    def is_set(self) -> bool:
        """Tell whether it is set."""
        return self._level.look("Event.is_set") >= 1

    isSet = is_set  # noqa: N815 - its old name

    def set(self) -> None:
        """Set it."""
        if self._level.now() < 1:
            self._level.change(1)

    def clear(self) -> None:
        """Take that back."""
        if self._level.now() >= 1:
            self._level.change(-1)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set."""
        return self._level.reach_one(timeout, "Event.wait")


class Queue:
    """What `queue.Queue` is in the page."""

    __class_getitem__: Any = classmethod(GenericAlias)

    def __init__(self, maxsize: int = 0) -> None:
        self.maxsize = maxsize
        self._items: list[tuple[float, int, Any]] = []
        self._numbers = itertools.count()
        self._stored = Level(0)
        self._room = Level(maxsize) if maxsize > 0 else None
        self._idle = Level(1)  # less while jobs are unfinished

    def put(self, item: object, block: bool = True, timeout: float | None = None) -> None:
        """Put an item in; wait for room if need be."""
        if self._room:
            if not self._room.reach_one(_checked(block, timeout), "Queue.put"):
                raise queue.Full
            self._room.change(-1)
        self._items.append((stand_in.current.time(), next(self._numbers), item))
        self._stored.change(1)
        self._idle.change(-1)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: ANN401
        """Take an item out; wait for one if need be."""
        if not self._stored.reach_one(_checked(block, timeout), "Queue.get"):
            raise queue.Empty
        now = instant(stand_in.current.time())
        there = [entry for entry in self._items if instant(entry[0]) <= now]
        if not there:
            raise CannotWait("Queue.get, before a get of another thread,")
        chosen = self._choose(there)
        self._items.remove(chosen)
        self._stored.change(-1)
        if self._room:
            self._room.change(1)
        return chosen[2]

    def _choose(self, there: list[tuple[float, int, Any]]) -> tuple[float, int, Any]:
        return min(there, key=operator.itemgetter(0, 1))

    def put_nowait(self, item: object) -> None:
        """Put an item in, if there is room."""
        self.put(item, block=False)

    def get_nowait(self) -> Any:  # noqa: ANN401 - whatever was put in
        """Take an item out, if there is one."""
        return self.get(block=False)

    def task_done(self) -> None:
        """Say that an item is dealt with."""
        if self._idle.now() >= 1:
            raise ValueError("task_done() called too many times")
        self._idle.change(1)

    def join(self) -> None:
        """Wait until all items are dealt with."""
        self._idle.reach_one(None, "Queue.join")

    def qsize(self) -> int:
        """Return how many items there are."""
        return max(0, self._stored.look("Queue.qsize"))

    def empty(self) -> bool:
        """Tell whether there are none."""
        return not self.qsize()

    def full(self) -> bool:
        """Tell whether there is no room."""
        return 0 < self.maxsize <= self.qsize()


class LifoQueue(Queue):
    """What `queue.LifoQueue` is in the page."""

    def _choose(self, there: list[tuple[float, int, Any]]) -> tuple[float, int, Any]:
        return max(there, key=operator.itemgetter(0, 1))


class PriorityQueue(Queue):
    """What `queue.PriorityQueue` is in the page."""

    def _choose(self, there: list[tuple[float, int, Any]]) -> tuple[float, int, Any]:
        return min(there, key=operator.itemgetter(2))


class SimpleQueue(Queue):
    """What `queue.SimpleQueue` is in the page."""

    def __init__(self) -> None:
        super().__init__(0)


def _checked(block: bool, timeout: float | None) -> float | None:
    if block and timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return timeout if block else 0


_LOCKS = (Lock, RLock, Semaphore, BoundedSemaphore, Event)
_QUEUES = (Queue, LifoQueue, PriorityQueue, SimpleQueue)


@contextlib.contextmanager
def installed() -> Iterator[None]:
    """Let the modules `threading` and `queue` have these classes inside the block."""
    with (
        replaced(threading, _allocate_lock=Lock, **{cls.__name__: cls for cls in _LOCKS}),
        replaced(queue, **{cls.__name__: cls for cls in _QUEUES}),
    ):
        yield

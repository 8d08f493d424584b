"""Locks, events and queues for the stand-in: they know what they were at each time.

A thread's function runs ahead of the program. So a lock that it has given back, or a queue that it
has filled, has a history: who comes later, but at an earlier time, finds what there was then.
"""

from __future__ import annotations

import bisect
import contextlib
import itertools
import math
import operator
import queue
import threading
from collections.abc import Callable, Iterator
from types import GenericAlias
from typing import Any, NamedTuple, TypeVar

from lab.loop import stand_in
from lab.loop.clock import replaced
from lab.loop.stand_in_flows import Finding, instant

_Answer = TypeVar("_Answer")


def _any(value: int) -> bool:
    return value >= 1


def _size(value: int) -> int:
    return max(0, value)


class Level:
    """A number that changes with time, such as how many more may enter.

    What a thread that runs ahead finds there is noted as a `Finding`: a change that comes later,
    but at an earlier time, may prove it wrong.

    Args:
        value: Its first value.
        adds: Whether a change is added to it; or else takes its place.
    """

    def __init__(self, value: int, *, adds: bool = True) -> None:
        self._before = value
        self._changes: list[tuple[float, int]] = []  # sorted by time
        self._adds = adds
        self._findings: list[Finding] = []

    def at(self, when: float) -> int:
        """Return its value at a time, after all that happened at that instant."""
        value = self._before
        for time, change in self._changes:
            if instant(time) > instant(when):
                break
            value = value + change if self._adds else change
        return value

    def now(self) -> int:
        """Return its value at the time of the flow that asks."""
        return self.at(stand_in.current.time())

    def look(self, what: str, answer: Callable[[int], _Answer]) -> _Answer:
        """Return what follows from its value, to a program that may look until that changes."""
        clock = stand_in.current
        clock.glance()
        self._note(what, clock.time(), answer)
        return answer(self.now())

    def _note(
        self, what: str, since: float, answer: Callable[[int], object], *, takes: bool = False
    ) -> None:
        clock = stand_in.current
        if not clock.runs_ahead:
            return
        thread, until, value = clock.flow.thread, instant(clock.time()), self.now()
        decided = 0
        if not self._adds:
            times = [instant(time) for time, _ in self._changes]
            decided = max([time for time in times if time <= until], default=0)
        finding = Finding(
            what, thread, until, instant(since), value, decided, answer, answer(value), takes
        )
        if finding not in self._findings[-1:]:  # which may be looked for over and over
            self._findings.append(finding)
            clock.note(finding)

    def change(self, change: int) -> None:
        """Change it from now on."""
        clock = stand_in.current
        now = clock.time()
        if not clock.runs_ahead:
            clock.settle()
            self._findings = [it for it in self._findings if it.until > instant(now)]
        place = bisect.bisect_right(self._changes, now, key=operator.itemgetter(0))
        if place and self._changes[place - 1][0] == now:
            place -= 1
            before = self._changes.pop(place)[1]
            total = before + change if self._adds else change
        else:
            total = change
        if total or not self._adds:
            self._changes.insert(place, (now, total))
        for finding in self._findings:
            self._tell(finding, instant(now), change)
        if not clock.runs_ahead:  # no flow will ask any more what it was before
            while self._changes and self._changes[0][0] <= now:
                change = self._changes.pop(0)[1]
                self._before = self._before + change if self._adds else change

    def _tell(self, finding: Finding, now: int, change: int) -> None:
        """Tell a finding of a change before it: at one instant, a thread goes first."""
        if not finding.decided <= now < finding.until:
            return
        if self._adds:
            finding.value += change
        else:
            finding.value, finding.decided = change, now
        if finding.since <= now and _any(self.at(now / 1e9)):
            finding.is_wrong = True  # it would have waited no longer

    def _known(self) -> float | None:
        """Return from when on it is at least 1, as far as is known."""
        now = stand_in.current.time()
        times = [now, *(time for time, _ in self._changes if time > now)]
        return next((time for time in times if _any(self.at(time))), None)

    def reach_one(self, timeout: float | None, what: str, *, takes: bool = False) -> bool:
        """Wait until it is at least 1; return False if the timeout came first."""
        clock = stand_in.current
        began = clock.time()
        if not _any(self.now()):
            self._note(what, began, _any)
        is_reached = clock.wait_for(self._known, timeout, what)
        self._note(what, began, _any, takes=takes)
        return is_reached

    def take_one(self, timeout: float | None, what: str) -> bool:
        """Wait as `reach_one` does, and take one; who waits first is served first."""
        clock = stand_in.current
        now, known = clock.time(), self._known()
        ends = min(
            math.inf if known is None else known,
            math.inf if timeout is None else now + timeout,
        )
        for finding in self._findings:
            waited = finding.takes and instant(now) < finding.since < finding.until
            if waited and finding.until <= ends * 1e9:
                finding.is_wrong = True
        is_taken = self.reach_one(timeout, what, takes=True)
        if is_taken:
            self.change(-1)
        return is_taken


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
        return self._level.take_one(timeout if blocking else 0, self._words)

    def release(self, n: int = 1) -> None:
        """Let others enter."""
        if n < 1:
            raise ValueError("n must be one or more")
        self._level.change(n)

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
        return not self._level.look("Lock.locked", _any)


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
        self._level = Level(0, adds=False)

    def is_set(self) -> bool:
        """Tell whether it is set."""
        return self._level.look("Event.is_set", _any)

    isSet = is_set  # noqa: N815 - its old name

    def set(self) -> None:
        """Set it."""
        self._level.change(1)

    def clear(self) -> None:
        """Take that back."""
        self._level.change(0)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set."""
        return self._level.reach_one(timeout, "Event.wait")


class _Item(NamedTuple):
    """What was put into a queue: when, as the how manieth, and what."""

    time: float
    number: int
    item: Any


class Queue:
    """What `queue.Queue` is in the page."""

    __class_getitem__: Any = classmethod(GenericAlias)

    def __init__(self, maxsize: int = 0) -> None:
        self.maxsize = maxsize
        self._items: list[_Item] = []
        self._numbers = itertools.count()
        # What threads that run ahead have taken: one that comes earlier may prove them wrong.
        self._taken: list[tuple[_Item, Finding]] = []
        self._stored = Level(0)
        self._room = Level(maxsize) if maxsize > 0 else None
        self._idle = Level(1)  # less while jobs are unfinished

    def put(self, item: object, block: bool = True, timeout: float | None = None) -> None:
        """Put an item in; wait for room if need be."""
        if self._room and not self._room.take_one(_checked(block, timeout), "Queue.put"):
            raise queue.Full
        new = _Item(stand_in.current.time(), next(self._numbers), item)
        for taken, finding in self._taken_later():
            if self._choose([taken, new]) is new:
                finding.is_wrong = True
        self._items.append(new)
        self._stored.change(1)
        self._idle.change(-1)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: ANN401
        """Take an item out; wait for one if need be."""
        if not self._stored.take_one(_checked(block, timeout), "Queue.get"):
            raise queue.Empty
        now = instant(stand_in.current.time())
        later = self._taken_later()
        there = [*self._items, *(taken for taken, _ in later)]
        chosen = self._choose([item for item in there if instant(item.time) <= now])
        if chosen in self._items:
            self._items.remove(chosen)
        for entry in later:
            if entry[0] is chosen:
                self._taken.remove(entry)
                entry[1].is_wrong = True
        self._note_taken(chosen)
        if self._room:
            self._room.change(1)
        return chosen.item

    def _taken_later(self) -> list[tuple[_Item, Finding]]:
        """Return what was taken ahead of now; forget the rest when no flow can ask for it."""
        clock = stand_in.current
        now = instant(clock.time())
        later = [entry for entry in self._taken if entry[1].until > now]
        if not clock.runs_ahead:
            self._taken = later
        return list(later)

    def _note_taken(self, item: _Item) -> None:
        clock = stand_in.current
        if clock.runs_ahead:
            now = instant(clock.time())
            finding = Finding("Queue.get", clock.flow.thread, now, now)
            self._taken.append((item, finding))
            clock.note(finding)

    def _choose(self, there: list[_Item]) -> _Item:
        return min(there, key=operator.attrgetter("time", "number"))

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
        return self._stored.look("Queue.qsize", _size)

    def empty(self) -> bool:
        """Tell whether there are none."""
        return not self._stored.look("Queue.empty", _any)

    def _is_full(self, stored: int) -> bool:
        return 0 < self.maxsize <= stored

    def full(self) -> bool:
        """Tell whether there is no room."""
        return self._stored.look("Queue.full", self._is_full)


class LifoQueue(Queue):
    """What `queue.LifoQueue` is in the page."""

    def _choose(self, there: list[_Item]) -> _Item:
        return max(there, key=operator.attrgetter("time", "number"))


class PriorityQueue(Queue):
    """What `queue.PriorityQueue` is in the page."""

    def _choose(self, there: list[_Item]) -> _Item:
        return min(there, key=operator.attrgetter("item"))


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

"""Queues for the stand-in of threads: what `queue` has in the page.

An item keeps the time at which it was put in: who comes later, but at an earlier time, doesn't find
it.
"""

from __future__ import annotations

import contextlib
import itertools
import operator
import queue
from collections.abc import Iterator
from types import GenericAlias
from typing import Any, NamedTuple

from lab.loop import stand_in
from lab.loop.clock import replaced
from lab.loop.stand_in_flows import Finding, instant
from lab.loop.stand_in_levels import Level, at_least_one


def _size(value: int) -> int:
    return max(0, value)


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
        return not self._stored.look("Queue.empty", at_least_one)

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


_CLASSES = (Queue, LifoQueue, PriorityQueue, SimpleQueue)


@contextlib.contextmanager
def installed() -> Iterator[None]:
    """Let the module `queue` have these classes inside the block."""
    with replaced(queue, **{cls.__name__: cls for cls in _CLASSES}):
        yield

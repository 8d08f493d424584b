"""Keep a record: where in the trace we are, each step, and what it changed in what tasks share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, NamedTuple

from lab.loop.awaits import is_library
from lab.loop.observer import Observer
from lab.trace.assemble import CALL_THAT_WAITS, COMPUTING, SLOW
from lab.trace.chain import Chains
from lab.trace.data import RUNNING, is_default_name
from lab.trace.facts import Live
from lab.trace.frames import own_frame
from lab.trace.locks import is_inside
from lab.trace.log import MOST_ITEMS, THING, Log
from lab.trace.open_lines import OpenLines
from lab.trace.outside import LATE, Outside
from lab.trace.record import (
    Creation,
    PlaceNote,
    Record,
    Step,
    WhatNote,
    WhenNote,
)
from lab.trace.things import Things
from lab.trace.traced_task import TracedTask, is_task

if TYPE_CHECKING:
    from lab.loop.event_loop import EventLoop


_LONG = {"virtual": 1e-9, "wall": SLOW}  # seconds; so long, a callback is a step of its own
# A step may last for a while because other programs use the processor; for so long hardly ever.
_TOO_LONG = 0.5
FIELDS = len(Step._fields)
BEGAN, ENDED = -4, -3  # the places of these fields, from where the next step begins


class Adopted(NamedTuple):
    """A task that was not made by the loop's `create_task`: what is noted of it, and the task."""

    creation: Creation
    ref: Callable[[], asyncio.Task[Any] | None]


class Notes(Observer):
    """Writes into a record what its subclasses hear of.

    Args:
        program: The program's file; only its name gets into the trace.
        clock: `virtual` or `wall`.
        limit: The number of steps and events after which nothing more is recorded.
    """

    task_class = TracedTask
    # What is used at each switch: Python finds these sooner.
    __slots__ = (
        "_add_item",
        "_adopted",
        "_attends",
        "_began",
        "_current",
        "_events",
        "_full",
        "_handle",
        "_items",
        "_looks",
        "_most_items",
        "_now",
        "_offset",
        "_room",
        "_silent",
        "_steps",
        "_touched",
        "_toucher",
        "_virtual",
        "creating",
    )

    def __init__(self, program: str = "", clock: str = "virtual", limit: float = 5_000) -> None:
        """Record nothing yet."""
        self.record = Record(program, clock)
        self._limit = limit
        self._size = FIELDS * limit
        self._steps = self.record.steps
        self._chains = Chains(self.record.codes, self._holder_of, self._known_among)
        self._now: Callable[[], float] = partial(float, "-inf")
        self._virtual: dict[str, Any] | None = None  # a virtual clock's own: quicker to read
        self._by_id: dict[int, Creation] = {}
        self.creating: list[Creation] = []  # tasks that are just being made
        self._adopted: list[Adopted] = []
        self._current: Creation | None = None
        self._began = 0.0
        self._computing: Callable[[], float | None] | None = None  # by the clock on the wall
        self._computed: float | None = None  # when the callback that runs began
        self._events = 0
        self._handle: object = None  # the callback that runs
        self._interrupted: dict[int, tuple[Any, ...]] = {}  # what was known of others, by identity
        self._long = _LONG[clock]
        self._prints = False  # whether the callback that runs, of no task, printed something
        self._outside = Outside(self._add_outside)
        self._attends = False  # whether there is more to do than usual before a callback
        self._loop_runs = False
        self._due: float | None = None
        self._lines = OpenLines(self.record.prints)
        self._loop: Callable[[], EventLoop | None] = lambda: None  # the one that is not closed
        self._items = self.record.log
        self._log = Log(self._items, self._task_of)
        self._add_item = self._log.add
        self._most_items = MOST_ITEMS * limit
        self._things = Things(self.record.things, self._task_of)
        self._silent = self._things.silent
        self._looks = False  # whether there is something to look at, or may be
        self._waits = False  # whether the task that runs is about to wait
        self._touched: tuple[Live, ...] = ()  # the things that were touched last, in this step
        self._toucher: CodeType | None = None  # by which code of the program
        self._offset = 0  # and at which place in it
        self._full = False
        self._room = 0.0  # see `_make_room`

    def _look(self, frame: FrameType | None = None) -> None:
        """Note what has changed in what tasks share: after something ran, and before an event.

        Args:
            frame: Of an event: its frame, to find the line that changed what doesn't tell itself.
        """
        try:
            for thing in self._touched:
                self._look_at(thing, self._toucher, self._offset)
            if self._silent:
                at = own_frame(frame)
                place = (at.f_code, at.f_lasti) if at else (None, 0)
                for thing in [*self._silent]:
                    self._look_at(thing, *place)
        except RecursionError:  # the program is near one itself
            self.record.has_gaps = True

    def _look_at(self, thing: Live, code: CodeType | None, offset: int) -> None:
        task = self._current
        facts = self._things.change(thing, task)
        if facts is not None:
            if code is None and task is not None and task.code and is_library(task.code):
                offset = task.line or 0  # that of `create_task(queue.put(1))`
            now = self._now() if self._virtual is None else self._virtual["_now"]
            self._add_item((THING, now, self._events, thing.number, facts, code, offset))
            if len(self._items) > self._most_items:
                self._cut()

    def _look_at_end(self, goes_on: bool = False) -> None:
        """Look for the last time in a step, or before one that runs within it."""
        if self._full:
            return
        self._look()
        if (self._waits or goes_on) and self._current is not None:
            # As it goes on, it does something to what it waits for, such as leaving the queue.
            self._current.waits_at = self._touched, self._toucher, self._offset
        self._waits = False
        self._touched = ()
        self._looks = bool(self._silent or self._adopted)

    def _take_up_touched(self, task: Creation) -> None:
        """Go on with what a task touched last before it stopped."""
        if task.waits_at is not None:
            (self._touched, self._toucher, self._offset), task.waits_at = task.waits_at, None
            self._looks = True

    def _task_of(self, real: object) -> Creation | None:
        """Find what is noted of a task, be it one that is just being made or of another class."""
        if not is_task(real):
            return None
        if id(real) not in self._by_id and self.creating:
            return self.creating[-1]
        return self._by_id.get(id(real))

    def _known_among(self, objects: Iterable[object]) -> tuple[Creation, ...]:
        """Return what is noted of the tasks among some objects, in the order of their creation."""
        found = {id(one): task for one in objects if (task := self._task_of(one)) is not None}
        return tuple(sorted(found.values(), key=lambda task: task.number))

    def _holder_of(self, lock: object) -> str:
        """Name the task that holds a lock: if the lock is not ours, as far as its frames tell."""
        holders = self._things.holders_of(lock)
        if holders is None:
            others = (task for task in list(self._by_id.values()) if task is not self._current)
            holders = [task for task in others if is_inside(lock, task.coro())]
        if not holders:
            return ""
        task = holders[0]
        return task.coroutine if is_default_name(task.name) else task.name

    def _mark(self) -> WhenNote:
        """Return the place in the trace that has come now, after a look at what has changed."""
        if self._looks and not self._full:
            self._look()
        return self._mark_here()

    def _mark_here(self) -> WhenNote:
        """Return the place in the trace that has come now."""
        now, current = self._now(), self._current
        outside = self._outside
        if outside.is_open:
            outside.close_if_past(now)
        if current is None and not outside.is_open and not self._prints:
            return len(self._steps) // FIELDS, now, 0, None
        outside.last_event = now
        self._events += 1
        self.record.events += 1
        when = len(self._steps) // FIELDS, now, self._events, current
        if self.record.events >= self._limit:
            began = outside.began if outside.is_open else self._began
            outside.is_open = False
            self._add(current, RUNNING, began, now, (), "")
            self._cut()
        return when

    def _step(self) -> int:
        """Return the number of the step that runs."""
        return len(self._steps) // FIELDS

    def _mark_due(self) -> WhenNote:
        """Return the moment for which the timer was set that runs now.

        If the loop was busy then, the timer runs late; but its task was ready since. If it slept
        for too long, the task has waited for as long.
        """
        due = self._due
        step = self._step()
        busy = due is not None and step > 0 and self._steps[ENDED] > due
        if due is None or not busy or self._now() - due < LATE:
            return self._mark()
        while step and self._steps[FIELDS * step + BEGAN] > due:
            step -= 1
        if step and self._steps[FIELDS * step + ENDED] > due:
            step -= 1
        return step, due, 0, None

    def _add(
        self,
        task: Creation | None,
        state: str,
        began: float,
        ended: float,
        place: PlaceNote,
        what: WhatNote,
    ) -> None:
        woken = None
        if task is not None:
            woken, task.woken = task.woken, None
        if state == RUNNING and ended - began >= SLOW and self._computing is not None:
            computed, self._computed = self._computed, self._computing()
            state = _long_state(ended - began, computed, self._computed)
        stop = state, place, what, woken, self._events
        self._steps += task, began, ended, stop, len(self._items)
        self._events = 0
        if len(self._steps) >= self._size:
            self._cut()

    def _add_outside(self, began: float, ended: float) -> None:
        self._add(None, RUNNING, began, ended, (), "")

    def _make_room(self) -> None:
        """End the trace if it is full; or else say how long the log may be before it can be.

        To look only so often is quicker, and enough: the log grows with each step.
        """
        left = (self._size - len(self._steps)) // FIELDS
        if left <= 0:
            self._cut()
        self._room = len(self._items) + left

    def _keep_log_short(self) -> None:
        if len(self._items) > self._most_items:
            self._cut()

    def _cut(self) -> None:
        self._stop_recording()
        self.record.end = self._now()
        self.record.note = (
            f"Cut: the first {self._limit:,g} steps and events are recorded, not what came after."
        )

    def _stop_recording(self) -> None:
        self._full = True
        self._events = 1  # no step is as the one before
        self._log.end()
        self._add_item = self._log.add


def _long_state(seconds: float, before: float | None, computed: float | None) -> str:
    """Say why a step was long, or that it only ran: it may have waited for a processor."""
    if computed is not None and before is not None and computed - before >= SLOW:
        return COMPUTING
    if seconds < _TOO_LONG:
        return RUNNING
    return COMPUTING if computed is None else CALL_THAT_WAITS

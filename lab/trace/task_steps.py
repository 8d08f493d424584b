"""Follow tasks: which one runs, which are ready and why, and where each has stopped."""

from __future__ import annotations

import asyncio
import sys
import weakref
from collections.abc import Coroutine
from types import BuiltinMethodType, CoroutineType, GeneratorType, MethodType
from typing import TYPE_CHECKING, Any

from lab.loop.awaits import future_words, gathered
from lab.loop.observer import guard_of
from lab.trace.assemble import SLOW
from lab.trace.chain import SLEEP, SLEEP_0
from lab.trace.changes import CANCELLED, CREATED, TIMER, WOKEN
from lab.trace.data import LOST, RUNNING
from lab.trace.frames import own_line
from lab.trace.log import RAN, READY, RUN
from lab.trace.notes import Adopted, Notes
from lab.trace.outcomes import outcome_of
from lab.trace.record import (
    HELD,
    Creation,
    PlaceNote,
    WhatNote,
    reference,
)
from lab.trace.traced_task import TracedTask, is_fresh, is_running, is_task

if TYPE_CHECKING:
    from lab.loop.event_loop import EventLoop


_STEPS = {"task_wakeup", "__step", "__wakeup"}
_METHODS = MethodType, BuiltinMethodType
_WRAPPED_STEP = "TaskStepMethWrapper"  # asyncio's type for a step, where that is written in C
_wrappers: set[type] = set()  # that type, once met: to ask each type for its name takes longer


class TaskSteps(Notes):
    """Notes each step of each task, as the loop tells of its callbacks."""

    def task_creating(self, loop: EventLoop, coro: Coroutine[Any, Any, Any]) -> None:
        """Hear that a task is about to be made; an eager one runs before `task_created`."""
        creator = self._running()
        number = len(self.record.tasks)
        creation = Creation(
            number, reference(coro), creator, own_line(sys._getframe(1)), self._mark()
        )
        self.creating.append(creation)
        if not self._full:
            self.record.tasks.append(creation)  # not before `_mark`, which may reach the limit

    def task_created(self, loop: EventLoop, task: asyncio.Task[Any] | None) -> None:
        """Hear that the task is made; None if that failed."""
        creation = self.creating.pop()
        if task is None and creation in self.record.tasks:
            self.record.tasks.remove(creation)
        if task is None:
            return
        if self._full:
            return
        if not is_task(task):  # whatever a task factory of the program makes
            self.record.tasks.remove(creation)
            return
        creation.name = asyncio.Task.get_name(task)
        started = not is_fresh(creation.coro())
        if started:
            self._start_eagerly(creation)
        self._register(creation, task)
        if isinstance(task, TracedTask):
            task.creation = creation
        if started:
            self._leave(creation, task)

    def _register(self, task: Creation, real: asyncio.Task[Any]) -> None:
        key = id(real)
        task.name = asyncio.Task.get_name(real)
        guard = guard_of(self)
        task.ref = weakref.ref(real, lambda _: guard.tell("task_gone", key, task))
        self._by_id[key] = task

    def _start_eagerly(self, creation: Creation) -> None:
        if self._current is creation:
            return
        creator, now = self._current, self._now()
        if self._looks:
            self._look_at_end(goes_on=True)
        if creator is not None:
            self._add(creator, RUNNING, self._began, now, (), HELD)
        creation.creator = creator
        self._current, self._began = creation, now

    def task_gone(self, key: int, creation: Creation) -> None:
        """Hear that a task is no more."""
        if self._by_id.get(key) is creation:
            del self._by_id[key]
        if creation.ended is None and self._loop_runs and not self._full:
            # The garbage collector may come by anywhere: so this only notes where we are.
            creation.ended = self._step(), self._now(), self._events, self._current
            creation.outcome = LOST

    def handle_scheduled(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see below
        """Hear that a callback will run soon; if it is a task's next step, the task is woken.

        Only here we look which task a callback belongs to, and note it at the handle.
        """
        callback = handle._callback
        kind = type(callback)
        current = self._current
        if current is not None and kind in _wrappers and not current.asks_itself:
            real = callback.__self__
            # `sleep(0)`: be quick. A task that is being made has no `creation` yet.
            if type(real) is TracedTask and not self.creating and real.creation is current:
                handle.note = current
                self._add_item(current)
                return
        if self._full:
            handle.note = None
            return
        task = self._task_of_step(callback, kind)
        handle.note = task
        if task is None:
            try:
                self._log.callback(self._now(), self._events, handle, self._current)
                self._keep_log_short()
            except RecursionError:  # the program is about to get one itself
                self.record.has_gaps = True
        elif task is current and not task.asks_itself:
            self._add_item(task)
        else:
            self._note_ready(task, handle)

    def _task_of_step(self, callback: Any, kind: type) -> Creation | None:  # noqa: ANN401 - anything
        """Find the task of which a callback is the next step, if it is one."""
        # Other callables are of the program, and are asked for nothing.
        if kind not in _wrappers and kind not in _METHODS and not _is_wrapper(kind):
            return None
        real = callback.__self__
        try:
            task = real.creation if type(real) is TracedTask else self._task_of(real)
        except AttributeError:  # it is just being made
            task = self._task_of(real)
        if kind not in _wrappers and callback.__name__ not in _STEPS:
            return None  # such as `task.cancel`
        return task

    def _note_ready(self, task: Creation, handle: Any) -> None:  # noqa: ANN401 - see above
        """Note that a task is woken, or new."""
        if self._looks:
            self._look(sys._getframe(1))
        # The first step of a new task is no news: it is ready since it was created.
        is_new = bool(self.creating) and task is self.creating[-1]
        if is_new:
            why = CREATED
        elif task.asked and not _has_other_end(handle):
            why = CANCELLED
        else:
            why = WOKEN if self._due is None else TIMER
        self._add_item((READY, self._now(), self._events, task, self._current, why))
        if not is_new and task is not self._current and task.woken is None:
            task.woken = self._mark_here() if self._due is None else self._mark_due()
            task.turn_first = -1

    def handle_started(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - ditto
        """Hear that a callback runs: maybe the next step of a task."""
        if self._handle is not None:
            self._interrupt()
        self._handle = handle
        if self._attends:
            self._attend()
        self._began = self._now() if self._virtual is None else self._virtual["_now"]
        task = handle.note
        if task is not None:
            self._current = task
            self._add_item(RUN)
            if task.waits_at is not None:
                self._take_up_touched(task)
        else:
            self._due = getattr(handle, "_when", None)
            self._add_item((RAN, self._began, 0))
            callback = handle._callback
            if type(callback) is MethodType:  # such as that of a group of which a task is done
                self._touched = self._things.of.get(id(callback.__self__), ())
                self._toucher, self._offset = None, 0
                self._looks = bool(self._touched or self._silent)

    def _attend(self) -> None:
        """Do what is seldom to be done, or only on the wall clock, before a callback runs."""
        if self._touched:  # outside of the loop
            self._look_at_end()
        if self._outside.is_open:
            self._outside.close()
        if self._computing is not None:
            self._computed = self._computing()
        self._attends = self._computing is not None

    def handle_finished(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - ditto
        """Hear that the callback returned: the task that ran has stopped somewhere."""
        if self._handle is not handle:
            self._go_back_to(handle)
        self._handle = None
        if self._looks:
            while self._adopted:
                self._leave_adopted()
            self._look_at_end()
        task = self._current
        if task is None:
            self._due = None
            now = self._now()
            if (self._prints or now - self._began >= self._long) and not self._full:
                self._add(None, RUNNING, self._began, now, (), "")
            self._prints = False
            return
        self._current = None
        # A task that comes to the same `sleep(0)` again. This must be quick: it is what makes
        # tracing fast or slow.
        if task.turn_first >= 0 and self._events == 0:
            awaited = task.coro()
            frame = None if awaited is None else awaited.cr_frame
            if frame is not None and frame.f_lasti == task.turn_first:
                awaited = awaited.cr_await
                for call, lasti in task.turn:
                    if awaited is None or awaited is not call():
                        break
                    frame = awaited.cr_frame
                    if frame is None or frame.f_lasti != lasti:
                        break
                    awaited = awaited.cr_await
                else:
                    if (
                        type(awaited) is CoroutineType
                        and awaited.cr_code is SLEEP
                        and type(awaited.cr_await) is GeneratorType
                    ):
                        now = self._now() if self._virtual is None else self._virtual["_now"]
                        if now - self._began < SLOW:
                            logged = len(self._items)
                            self._steps += task, self._began, now, task.turn_stop, logged
                            if logged >= self._room:
                                self._make_room()
                            return
        self._stop(task, handle._callback.__self__)

    def _interrupt(self) -> None:
        """Set aside the callback that runs: a loop in another thread has its turn meanwhile."""
        self.record.has_gaps = True
        step = self._current, self._began, self._due, self._prints
        self._interrupted[id(self._handle)] = step
        self._current, self._due, self._prints = None, None, False

    def _go_back_to(self, handle: object) -> None:
        """Take up a callback that was set aside."""
        if self._handle is not None:
            self._interrupt()
        step = self._interrupted.pop(id(handle))
        self._current, self._began, self._due, self._prints = step

    def _leave(self, task: Creation, real: asyncio.Task[Any] | None) -> None:
        """Go back to who started a task within its own step."""
        if self._looks and not self._full:
            self._look_at_end()
        if real is not None:
            self._stop(task, real)
        self._current, self._began = task.creator, self._now()
        if task.creator is not None:
            self._take_up_touched(task.creator)

    def _stop(self, task: Creation, real: asyncio.Task[Any]) -> None:
        if self._full:
            return
        now = self._now()
        task.asked = task.asks_itself = False
        task.name = asyncio.Task.get_name(real)  # it may get one after it was made
        place, what = self._where(task, real)
        self._add(task, RUNNING, self._began, now, place, what)
        task.turn_first = -1
        if (
            what == SLEEP_0
            and place
            and all(type(call()) is CoroutineType for call, _ in task.calls)
        ):
            pairs = zip(task.calls, place, strict=True)
            (_, task.turn_first), *task.turn = [(call, at) for (call, _), (_, at) in pairs]
            task.turn_stop = RUNNING, place, what, None, 0
        if not place and asyncio.Task.done(real):
            task.ended = self._step(), now, 0, None
            task.outcome, task.detail, task.raised_at = outcome_of(real)

    def _where(self, task: Creation, real: asyncio.Task[Any]) -> tuple[PlaceNote, WhatNote]:
        place, what = self._chains.stand(task)
        if what is None and place and not self._chains.ends_in_library(place):
            waiter = getattr(real, "_fut_waiter", None)
            return place, self._by_id.get(id(waiter)) or self._what_of(waiter)
        return place, what

    def _what_of(self, future: object) -> WhatNote:
        words = future_words(future)
        return self._chains.several(words, gathered(future)) or words

    def _running(self) -> Creation | None:
        """Return what runs now, if it is not a thread.

        Only so we hear of the first step of an eager task. aiohttp makes such tasks without
        asking the loop to: these are adopted here.
        """
        loop = asyncio._get_running_loop()
        if loop is None or self._full:
            return None
        real = asyncio.current_task(loop)
        while self._adopted and self._adopted[-1].ref() is not real:
            self._leave_adopted()
        if self.creating and is_running(self.creating[-1].coro()):
            self._start_eagerly(self.creating[-1])
        elif type(real) is not TracedTask and id(real) not in self._by_id and is_task(real):
            self._adopt(real)
        return self._current

    def _adopt(self, real: asyncio.Task[Any]) -> None:
        coro = asyncio.Task.get_coro(real)
        number = len(self.record.tasks)
        task = Creation(number, reference(coro), self._current, None, self._mark())
        self.record.tasks.append(task)
        self._register(task, real)
        self._start_eagerly(task)
        self._adopted.append(Adopted(task, weakref.ref(real)))
        self._looks = True

    def _leave_adopted(self) -> None:
        task, ref = self._adopted.pop()
        self._leave(task, ref())


def _is_wrapper(kind: type) -> bool:
    if kind.__name__ != _WRAPPED_STEP:
        return False
    _wrappers.add(kind)
    return True


def _has_other_end(handle: Any) -> bool:  # noqa: ANN401 - see above
    """Tell whether a task wakes another one that was cancelled, but doesn't hand that on.

    A task that is cancelled while it waits for another has that one cancelled instead, which may
    catch the error, and return a result or fail.
    """
    other = handle._args[0] if handle._args else None
    return is_task(other) and asyncio.Task.done(other) and not asyncio.Task.cancelled(other)

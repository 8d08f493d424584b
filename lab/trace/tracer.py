"""Record what the tasks of a program do, as the event loop tells it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
import sys
import weakref
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, suppress
from functools import partial
from types import BuiltinMethodType, CodeType, CoroutineType, FrameType, GeneratorType, MethodType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from lab.loop.awaits import callable_name, future_words, is_library, is_library_file
from lab.loop.observer import Observer, guard_of
from lab.loop.tasks import OrderedTask, take_the_name_of
from lab.programs.lines import lines_with_ends
from lab.trace.assemble import CALL_THAT_WAITS, COMPUTING, SLOW, assemble
from lab.trace.chain import SLEEP, SLEEP_0, Chains
from lab.trace.changes import CANCELLED, CREATED, TIMER, WOKEN
from lab.trace.data import BLOCKING, LOST, RUNNING, THREAD, Trace, is_default_name
from lab.trace.facts import Live
from lab.trace.hooks import watched
from lab.trace.locks import is_inside
from lab.trace.log import CLOSED, RAN, READY, RUN, THING, Log
from lab.trace.open_lines import OpenLines
from lab.trace.outcomes import asker, outcome_of, outcome_of_job
from lab.trace.outside import LATE, Outside
from lab.trace.record import (
    HELD,
    CancelRequest,
    Creation,
    JobNote,
    Opaque,
    PlaceNote,
    Record,
    Step,
    WhenNote,
    reference,
)
from lab.trace.things import Things

if TYPE_CHECKING:
    from lab.loop.event_loop import EventLoop

_STEPS = {"task_wakeup", "__step", "__wakeup"}
_LONG = {"virtual": 1e-9, "wall": SLOW}  # seconds; so long, a callback is a step of its own
# A step may last for a while because other programs use the processor; for so long hardly ever.
_TOO_LONG = 0.5
_FIELDS = len(Step._fields)
_BEGAN, _ENDED = -4, -3  # the places of these fields, from where the next step begins
_CALLER_OF_CREATE_FUTURE = 3  # frames away: the guard and the loop are in between
_METHODS = MethodType, BuiltinMethodType
_RUN_HANDLE = asyncio.Handle._run.__code__
_WRAPPED_STEP = "TaskStepMethWrapper"  # asyncio's type for a step, where that is written in C
_wrappers: set[type] = set()  # that type, once met: to ask each type for its name takes longer


class _TracedTask(OrderedTask[Any]):
    """A task that tells the tracer who cancels it, and leads to what is noted of it."""

    __slots__ = ("creation",)
    creation: Creation

    def cancel(self, msg: Any = None) -> bool:  # noqa: ANN401 - as asyncio has it
        guard = getattr(self.get_loop(), "guard", None)
        if guard is not None and not self.done():
            guard.tell("cancelled", self, sys._getframe(1))
        return super().cancel(msg)


take_the_name_of(asyncio.Task, _TracedTask)


class _Adopted(NamedTuple):
    creation: Creation
    ref: Callable[[], asyncio.Task[Any] | None]


class Tracer(Observer):
    """Records a trace. Make it the loop's observer, run the program, then ask for `trace()`.

    It keeps no task and no result alive. So a task that is lost, or whose exception no code asks
    for, is reported as if there were no tracer.

    Args:
        program: The program's file; only its name gets into the trace.
        clock: `virtual` or `wall`.
        limit: The number of steps and events after which nothing more is recorded.
    """

    task_class = _TracedTask
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
        self._size = _FIELDS * limit
        self._steps = self.record.steps
        self._chains = Chains(self.record.codes, self._holder_of)
        self._now: Callable[[], float] = partial(float, "-inf")
        self._virtual: dict[str, Any] | None = None  # a virtual clock's own: quicker to read
        self._by_id: dict[int, Creation] = {}
        self.creating: list[Creation] = []  # tasks that are just being made
        self._adopted: list[_Adopted] = []
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
        self._things = Things(self.record.things, self._task_of)
        self._silent = self._things.silent
        self._looks = False  # whether there is something to look at, or may be
        self._waits = False  # whether the task that runs is about to wait
        self._touched: tuple[Live, ...] = ()  # the things that were touched last, in this step
        self._toucher: CodeType | None = None  # by which code of the program
        self._offset = 0  # and at which place in it
        self._full = False
        self._room = 0.0  # see `_make_room`

    def trace(self, *, changes: bool = True) -> Trace:
        """Return what was recorded so far; if the loop runs, up to now.

        Args:
            changes: Whether to tell what changed, too: a drawing needs none of it.
        """
        self._lines.end_all()
        if self._handle is not None and (self._current or self._prints):
            self._split()
        else:
            self._outside.close()
        if self._loop_runs and not self._full:
            self.record.end = self._now()
        return assemble(self.record, changes=changes)

    def _split(self) -> None:
        """End the step that is still running, and let it go on as another."""
        if not self._full:
            now = self._now()
            self._add(self._current, RUNNING, self._began, now, (), HELD)
            self._began = now

    def loop_waits(self) -> bool:
        """Tell whether a loop runs, and no callback does."""
        return self._loop_runs and self._handle is None

    def is_within_line(self) -> bool:
        """Tell whether a line was begun that is not ended; `trace()` would cut it in two."""
        return bool(self._lines)

    def loop_started(self, loop: EventLoop) -> None:
        """Follow the loop's clock."""
        if self._loop() not in (None, loop):
            self.record.has_gaps = True
        self._loop = weakref.ref(loop)
        clock = loop.clock
        # Looking at a virtual clock must not move it, as `time()` may.
        self._virtual = vars(clock) if "_now" in vars(clock) else None
        self._now = partial(self._virtual.__getitem__, "_now") if self._virtual else clock.time
        if self.record.clock == "wall":
            self._computing = clock.computed
            self._attends = True
        if self.record.zero is None:
            self.record.zero = self._now()
        self._loop_runs = True

    def loop_stopped(self, loop: EventLoop) -> None:
        """Note the time."""
        self._loop_runs = False
        if not self._full:
            self.record.end = self._now()

    def deadlocked(self, loop: EventLoop, waiting: list[asyncio.Task[Any]]) -> None:
        """Note it."""
        self.record.note = "Deadlock: nothing could wake this program any more."

    def switched_off(self, why: str) -> None:
        """Note it: what was recorded until then stays."""
        self._stop_recording()
        self.record.end = self._now()
        self.record.note = f"Cut: the recorder failed ({why}). Please report this."

    def program_failed(self, error: BaseException) -> None:
        """Record nothing more: what Python prints of the exception is not the program's doing."""
        self._lines.end_all()
        self._outside.close()
        self._stop_recording()

    def _stop_recording(self) -> None:
        self._full = True
        self._events = 1  # no step is as the one before
        self._log.end()
        self._add_item = self._log.add

    def loop_closed(self, loop: EventLoop) -> None:
        """Note that all that was in it is gone."""
        if self._loop() is loop:
            self._loop = lambda: None
            self._add_item((CLOSED, self._now(), 0))

    def watching(self) -> AbstractContextManager[None]:
        """Hear of what tasks share when the program makes it."""
        return watched(guard_of(self), self._things.of, self._things.assigned)

    def thing_made(self, thing: object, frame: FrameType) -> None:
        """Hear of a lock, a queue or the like, and which frame made it."""
        if not self._full and (made := self._things.found(thing, frame)):
            self.touched(() if made in self._silent else (made,), frame)
            self._look()

    def touched(self, things: tuple[Live, ...], frame: FrameType | None) -> None:
        """Hear that something is about to be done to things, and in which frame.

        What is done in one line is one change: we look at it when another line does something.
        """
        if self._full:
            return
        if self.creating:
            self._running()  # it may be an eager task
        frame = _own_frame(frame)
        code, offset = (None, 0) if frame is None else (frame.f_code, frame.f_lasti)
        if self._offset == offset and self._toucher is code and self._touched:
            if things is not self._touched:
                self._touched += tuple(one for one in things if one not in self._touched)
            return
        if self._handle is not None and asyncio._get_running_loop() is None:  # in another thread
            self._touched += things
            self._looks = True
            return
        if self._touched:
            self._look()
        self._touched, self._toucher, self._offset = things, code, offset
        self._looks = True
        if self._handle is None:
            self._attends = True

    def _look(self, frame: FrameType | None = None) -> None:
        """Note what has changed in what tasks share: after something ran, and before an event.

        Args:
            frame: Of an event: its frame, to find the line that changed what doesn't tell itself.
        """
        try:
            for thing in self._touched:
                self._look_at(thing, self._toucher, self._offset)
            if self._silent:
                at = _own_frame(frame)
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
            item = THING, self._now(), self._events, thing.number, facts, code, offset
            self._add_item(item)
            self._keep_log_short()

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

    def timer_set(self, loop: EventLoop, timer: Any, how: str) -> None:  # noqa: ANN401 - a handle
        """Note a timer."""
        if not self._full:
            self._log.timer_set(self._now(), self._events, timer, how, self._current)
            self._keep_log_short()

    def timer_due(self, loop: EventLoop, timer: Any) -> None:  # noqa: ANN401 - a handle
        """Note that a timer is due."""
        self._log.timer_due(self._now(), timer)

    def reader_ready(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - a handle
        """Note that a callback will run since a socket is ready."""
        if not self._full:
            self._log.callback(self._now(), self._events, handle, None)

    def handle_cancelled(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - a handle
        """Note that a timer is cancelled, or what is in the queue."""
        if not self._full:
            self._log.cancelled(self._now(), self._events, loop, handle)

    def _make_room(self) -> None:
        """End the trace if it is full; or else say how long the log may be before it can be.

        To look only so often is quicker, and enough: the log grows with each step.
        """
        left = (self._size - len(self._steps)) // _FIELDS
        if left <= 0:
            self._cut()
        self._room = len(self._items) + left

    def _keep_log_short(self) -> None:
        if self._log.is_longer_than(self._limit):
            self._cut()

    def task_creating(self, loop: EventLoop, coro: Coroutine[Any, Any, Any]) -> None:
        """Hear that a task is about to be made; an eager one runs before `task_created`."""
        creator = self._running()
        number = len(self.record.tasks)
        creation = Creation(
            number, reference(coro), creator, _own_line(sys._getframe(1)), self._mark()
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
        if not _is_task(task):  # whatever a task factory of the program makes
            self.record.tasks.remove(creation)
            return
        creation.name = asyncio.Task.get_name(task)
        started = not _is_fresh(creation.coro())
        if started:
            self._start_eagerly(creation)
        self._register(creation, task)
        if isinstance(task, _TracedTask):
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
        if current is not None and kind in _wrappers and not current.asked:
            real = callback.__self__
            # `sleep(0)`: be quick. A task that is being made has no `creation` yet.
            if type(real) is _TracedTask and not self.creating and real.creation is current:
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
        elif task is current and not task.asked:
            self._add_item(task)
        else:
            self._note_ready(task)

    def _task_of_step(self, callback: Any, kind: type) -> Creation | None:  # noqa: ANN401 - anything
        """Find the task of which a callback is the next step, if it is one."""
        # Other callables are of the program, and are asked for nothing.
        if kind not in _wrappers and kind not in _METHODS and not _is_wrapper(kind):
            return None
        real = callback.__self__
        try:
            task = real.creation if type(real) is _TracedTask else self._task_of(real)
        except AttributeError:  # it is just being made
            task = self._task_of(real)
        if kind not in _wrappers and callback.__name__ not in _STEPS:
            return None  # such as `task.cancel`
        return task

    def _note_ready(self, task: Creation) -> None:
        """Note that a task is woken, or new."""
        if self._looks:
            self._look(sys._getframe(1))
        # The first step of a new task is no news: it is ready since it was created.
        is_new = bool(self.creating) and task is self.creating[-1]
        if is_new:
            why = CREATED
        elif task.asked:
            why = CANCELLED
        else:
            why = WOKEN if self._due is None else TIMER
        self._add_item((READY, self._now(), self._events, task, self._current, why))
        if not is_new and task is not self._current and task.woken is None:
            task.woken = self._mark_here() if self._due is None else self._mark_due()
            task.turn_first = -1

    def _task_of(self, real: object) -> Creation | None:
        """Find what is noted of a task, be it one that is just being made or of another class."""
        if not _is_task(real):
            return None
        if id(real) not in self._by_id and self.creating:
            return self.creating[-1]
        return self._by_id.get(id(real))

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

    def _stop(self, task: Creation, real: asyncio.Task[Any]) -> None:
        if self._full:
            return
        now = self._now()
        task.asked = False
        task.name = asyncio.Task.get_name(real)  # it may get one after it was made
        place, what = self._where(task, real)
        self._add(task, RUNNING, self._began, now, place, what)
        task.turn_first = -1
        coroutines = all(type(call()) is CoroutineType for call, _ in task.calls)
        if what == SLEEP_0 and place and coroutines:
            pairs = zip(task.calls, place, strict=True)
            (_, task.turn_first), *task.turn = [(call, at) for (call, _), (_, at) in pairs]
            task.turn_stop = RUNNING, place, what, None, 0
        if not place and asyncio.Task.done(real):
            task.ended = self._step(), now, 0, None
            task.outcome, task.detail, task.raised_at = outcome_of(real)

    def _where(
        self, task: Creation, real: asyncio.Task[Any]
    ) -> tuple[PlaceNote, str | Creation | None]:
        place, what = self._chains.stand(task)
        if what is None and place and not self._chains.ends_in_library(place):
            waiter = getattr(real, "_fut_waiter", None)
            return place, self._by_id.get(id(waiter)) or future_words(waiter)
        return place, what

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

    def blocked(self, loop: EventLoop, seconds: float) -> None:
        """Hear, from inside of `time.sleep`, that it blocked the loop."""
        if self._full:
            return
        task = self._running()
        now = self._now()
        before = now - seconds
        place = self._chains.stack(task, sys._getframe(1))
        self._add(task, RUNNING, min(self._began, before), before, place, "")
        self._add(task, BLOCKING, before, now, place, "time.sleep")
        self._began = now

    def wrote(self, stream: str, text: str) -> None:
        """Record what was written to `stdout` or `stderr`, line by line."""
        if self._full:
            return
        task = self._running()
        for part in lines_with_ends(text):
            if stream not in self._lines:
                if self._current is None:
                    self._keep_outside()
                self._lines.begin(stream, self._mark(), task, _own_line(sys._getframe(1)))
            self._lines.add(stream, part)

    def _keep_outside(self) -> None:
        """Keep a step for what no task prints."""
        if self._handle is not None:
            self._prints = True
        else:
            self._outside.open(self._now())
            self._attends = True

    def cancelled(self, task: asyncio.Task[Any], frame: FrameType) -> None:
        """Hear that a task is asked to cancel itself, and in which frame."""
        target = self._by_id.get(id(task))
        if target is None or self._full:
            return
        target.asked = True
        by = self._running()
        reason, failed, line = asker(frame)
        if failed is not None:
            by = self._by_id.get(id(failed))
        self.record.cancels.append(CancelRequest(self._mark(), target, by, reason, line))

    def job_started(self, job: Future[Any], func: object, executor: Executor) -> None:
        """Hear that a function was handed to an executor."""
        creator = self._running()
        if self._full:
            return
        has_threads = isinstance(executor, concurrent.futures.ThreadPoolExecutor)
        line = _own_line(sys._getframe(1))
        name = callable_name(func) or type(func).__name__
        note = JobNote(THREAD if has_threads else "executor", name, creator, line, self._mark())
        self.record.jobs.append(note)
        # A function that we put around the job's own would be seen in tracebacks.
        job.add_done_callback(partial(guard_of(self).tell, "job_ended", note))

    def job_ended(self, note: JobNote, job: Future[Any]) -> None:
        """Hear, maybe in the job's own thread, that a job is over."""
        if not self._full:
            note.ended = self._step(), self._now(), 0, None
            note.outcome, note.detail = outcome_of_job(job)

    def future_created(self, loop: EventLoop, future: asyncio.Future[Any]) -> None:
        """Find out whether the task that runs is known, and take up a future of the program's."""
        if type(asyncio.current_task(loop)) is not _TracedTask:
            self._running()
        frame = sys._getframe(_CALLER_OF_CREATE_FUTURE)
        if not is_library_file(frame.f_code.co_filename):
            with suppress(RecursionError):
                self.thing_made(future, frame)
        elif self._current is not None:
            self._waits = True
            for thing in self._touched:  # one of them makes it for the task to wait for
                thing.waiting[id(future)] = self._current

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
        if self.creating and _is_running(self.creating[-1].coro()):
            self._start_eagerly(self.creating[-1])
        elif type(real) is not _TracedTask and id(real) not in self._by_id and _is_task(real):
            self._adopt(real)
        return self._current

    def _adopt(self, real: asyncio.Task[Any]) -> None:
        coro = asyncio.Task.get_coro(real)
        number = len(self.record.tasks)
        task = Creation(number, reference(coro), self._current, None, self._mark())
        self.record.tasks.append(task)
        self._register(task, real)
        self._start_eagerly(task)
        self._adopted.append(_Adopted(task, weakref.ref(real)))
        self._looks = True

    def _leave_adopted(self) -> None:
        task, ref = self._adopted.pop()
        self._leave(task, ref())

    def _leave(self, task: Creation, real: asyncio.Task[Any] | None) -> None:
        """Go back to who started a task within its own step."""
        if self._looks and not self._full:
            self._look_at_end()
        if real is not None:
            self._stop(task, real)
        self._current, self._began = task.creator, self._now()
        if task.creator is not None:
            self._take_up_touched(task.creator)

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
            return len(self._steps) // _FIELDS, now, 0, None
        outside.last_event = now
        self._events += 1
        self.record.events += 1
        when = len(self._steps) // _FIELDS, now, self._events, current
        if self.record.events >= self._limit:
            began = outside.began if outside.is_open else self._began
            outside.is_open = False
            self._add(current, RUNNING, began, now, (), "")
            self._cut()
        return when

    def _step(self) -> int:
        """Return the number of the step that runs."""
        return len(self._steps) // _FIELDS

    def _mark_due(self) -> WhenNote:
        """Return the moment for which the timer was set that runs now.

        If the loop was busy then, the timer runs late; but its task was ready since. If it slept
        for too long, the task has waited for as long.
        """
        due = self._due
        step = self._step()
        busy = due is not None and step > 0 and self._steps[_ENDED] > due
        if due is None or not busy or self._now() - due < LATE:
            return self._mark()
        while step and self._steps[_FIELDS * step + _BEGAN] > due:
            step -= 1
        if step and self._steps[_FIELDS * step + _ENDED] > due:
            step -= 1
        return step, due, 0, None

    def _add(
        self,
        task: Creation | None,
        state: str,
        began: float,
        ended: float,
        place: PlaceNote,
        what: str | Creation | None,
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

    def _cut(self) -> None:
        self._stop_recording()
        self.record.end = self._now()
        self.record.note = (
            f"Cut: the first {self._limit:,g} steps and events are recorded, not what came after."
        )


def _long_state(seconds: float, before: float | None, computed: float | None) -> str:
    """Say why a step was long, or that it only ran: it may have waited for a processor."""
    if computed is not None and before is not None and computed - before >= SLOW:
        return COMPUTING
    if seconds < _TOO_LONG:
        return RUNNING
    return COMPUTING if computed is None else CALL_THAT_WAITS


def _is_wrapper(kind: type) -> bool:
    if kind.__name__ != _WRAPPED_STEP:
        return False
    _wrappers.add(kind)
    return True


def _is_task(real: object) -> TypeGuard[asyncio.Task[Any]]:
    """Tell whether this is a task, without asking the object itself."""
    return issubclass(type(real), asyncio.Task)


def _is_fresh(coro: object) -> bool:
    if type(coro) is CoroutineType:
        return inspect.getcoroutinestate(coro) == "CORO_CREATED"
    return type(coro) is Opaque


def _is_running(coro: object) -> bool:
    return type(coro) is CoroutineType and coro.cr_running


def _own_line(frame: FrameType | None) -> int | None:
    """Return the line of the innermost frame that is the program's own, in the step that runs."""
    frame = _own_frame(frame)
    return frame.f_lineno if frame else None


def _own_frame(frame: FrameType | None) -> FrameType | None:
    """Return that frame."""
    while frame is not None and is_library_file(frame.f_code.co_filename):
        # What is further out is who called `asyncio.run`.
        frame = None if frame.f_code is _RUN_HANDLE else frame.f_back
    return frame

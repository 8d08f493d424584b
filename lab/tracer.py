"""Record what the tasks of a program do, as the event loop tells it."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import sys
import weakref
from collections.abc import Callable, Coroutine
from functools import partial
from types import BuiltinMethodType, CoroutineType, FrameType, GeneratorType, MethodType
from typing import TYPE_CHECKING, Any

from lab.assemble import HELD, Creation, Place, Record, When, assemble
from lab.loop import Observer
from lab.place import WORDS_FROM_LOCALS, asker, future_words, is_library, link, outcome_of
from lab.trace import BLOCKING, RUNNING, Trace

if TYPE_CHECKING:
    from lab.loop import EventLoop

_SLEEP = asyncio.sleep.__code__
_STEPS = {"task_wakeup", "__step", "__wakeup"}
_LATE = 0.005  # seconds; below this, a wall clock is not late, only inexact
_METHODS = MethodType, BuiltinMethodType
_AWAITING = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR | inspect.CO_ITERABLE_COROUTINE


class _Task(asyncio.Task[Any]):
    """A task that tells the tracer who cancels it, and leads to what is noted of it."""

    __slots__ = ("creation",)

    def cancel(self, msg: Any = None) -> bool:  # noqa: ANN401 - as asyncio has it
        observer = getattr(self.get_loop(), "observer", None)
        if isinstance(observer, Tracer) and not self.done():
            observer.cancelled(self, sys._getframe(1))
        return super().cancel(msg)


# A program that prints a task, or its type, prints the same as without the tracer.
_Task.__name__, _Task.__qualname__, _Task.__module__ = "Task", "Task", asyncio.Task.__module__


class Tracer(Observer):
    """Records a trace. Make it the loop's observer, run the program, then ask for `trace()`.

    It holds on to no task and no result. So a task that is lost, or whose exception nobody asks
    for, is reported as if there were no tracer.

    Args:
        program: the program's file; only its name gets into the trace.
        clock: `virtual` or `wall`.
        limit: the number of steps and events after which nothing more is recorded.
    """

    def __init__(self, program: str = "", clock: str = "virtual", limit: float = 5_000) -> None:
        """Record nothing yet."""
        self.record = Record(program, clock)
        self._limit = limit
        self._size = 4 * limit
        self._steps = self.record.steps
        self._codes = self.record.codes
        self._now: Callable[[], float] = partial(float, "-inf")
        self._by_id: dict[int, Creation] = {}
        self._creating: list[Creation] = []
        self._current: Creation | None = None
        self._began = 0.0
        self._events = 0
        self._outside = False
        self._due: float | None = None
        self._lines: dict[str, tuple[When, Creation | None, int | None, str]] = {}
        self._full = False

    def trace(self) -> Trace:
        """Return what was recorded so far."""
        for stream in list(self._lines):
            self._end_line(stream)
        self._close_outside()
        return assemble(self.record)

    def loop_started(self, loop: EventLoop) -> None:
        """Follow the loop's clock."""
        clock = loop.clock
        # Looking at a virtual clock must not move it, as `time()` may.
        self._now = partial(getattr, clock, "_now") if hasattr(clock, "_now") else clock.time
        if self.record.zero is None:
            self.record.zero = self._now()

    def loop_stopped(self, loop: EventLoop) -> None:
        """Note the time."""
        if not self._full:
            self.record.end = self._now()

    def deadlocked(self, loop: EventLoop, waiting: list[asyncio.Task[Any]]) -> None:
        """Note it."""
        self.record.note = "Deadlock: nothing could wake this program any more."

    def task_creating(self, loop: EventLoop, coro: Coroutine[Any, Any, Any]) -> None:
        """Hear that a task is about to be made; an eager one runs before `task_created`."""
        if loop.get_task_factory() is None:
            loop.set_task_factory(_make_task)
        creator = self._running()
        number = len(self.record.tasks)
        creation = Creation(number, coro, creator, _own_line(sys._getframe(1)), self._mark())
        self._creating.append(creation)
        if not self._full:
            self.record.tasks.append(creation)

    def task_created(self, loop: EventLoop, task: asyncio.Task[Any] | None) -> None:
        """Hear that the task is made; None if that failed."""
        creation = self._creating.pop()
        if self._full:
            return
        if task is None:
            self.record.tasks.remove(creation)
            return
        started = not _is_fresh(creation.coro)
        if started:
            self._start_eagerly(creation)
        key = id(task)
        creation.name = task.get_name()
        if type(task) is _Task:
            task.creation = creation
        creation.ref = weakref.ref(task, partial(self._forget, key, creation))
        self._by_id[key] = creation
        if started:
            self._stop(creation, task)
            self._current, self._began = creation.creator, self._now()

    def _start_eagerly(self, creation: Creation) -> None:
        if self._current is creation:
            return
        creator, now = self._current, self._now()
        if creator is not None:
            self._add(creator, RUNNING, self._began, now, (), HELD)
        creation.creator = creator
        self._current, self._began = creation, now

    def _forget(self, key: int, creation: Creation, ref: object) -> None:
        creation.coro = None
        creation.calls.clear()
        if self._by_id.get(key) is creation:
            del self._by_id[key]

    def handle_scheduled(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see below
        """Hear that a callback will run soon; if it is a task's next step, the task is woken.

        Only here we look which task a callback belongs to, and note it at the handle.
        """
        if self._full:
            handle.note = None
            return
        callback = handle._callback
        try:
            task = callback.__self__.creation  # set by `task_created`
        except AttributeError:
            task = self._find(callback)
        if self._creating and task is self._creating[-1]:
            handle.note = task  # its first step, which it is ready for since it was created
            return
        if task is not None and type(callback) in _METHODS and callback.__name__ not in _STEPS:
            task = None  # such as `task.cancel`
        handle.note = task
        if task is not None and task is not self._current and task.woken is None:
            task.woken = self._mark() if self._due is None else self._mark_due()

    def _find(self, callback: Any) -> Creation | None:  # noqa: ANN401 - any callable
        """Find the task of a callback, be it one that is just being made or of another class."""
        real = getattr(callback, "__self__", None)
        if not isinstance(real, asyncio.Task):
            return None
        if id(real) not in self._by_id and self._creating:
            return self._creating[-1]
        return self._by_id.get(id(real))

    def handle_started(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - dito
        """Hear that a callback runs: maybe the next step of a task."""
        if self._outside:
            self._close_outside()
        task = handle.note
        if task is not None:
            self._current = task
            self._began = self._now()
        else:
            self._due = getattr(handle, "_when", None)

    def handle_finished(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - dito
        """Hear that the callback returned: the task that ran has stopped somewhere."""
        task = self._current
        if task is None:
            self._due = None
            if self._outside:
                self._close_outside()
            return
        self._current = None
        # A task that comes to the same `sleep(0)` again. This must be quick: it is what makes
        # tracing fast or slow.
        awaited = task.coro
        for coro, lasti in task.turn:
            if awaited is not coro or coro.cr_frame is None or coro.cr_frame.f_lasti != lasti:
                break
            awaited = coro.cr_await
        else:
            if (
                type(awaited) is CoroutineType
                and awaited.cr_code is _SLEEP
                and type(awaited.cr_await) is GeneratorType
                and task.woken is None
                and self._events == 0
            ):
                self._steps += task, self._began, self._now(), task.turn_stop
                if len(self._steps) >= self._size:
                    self._cut()
                return
        self._stop(task, handle._callback.__self__)

    def _stop(self, task: Creation, real: asyncio.Task[Any]) -> None:
        if self._full:
            return
        now = self._now()
        place, what = self._stand(task, real)
        self._add(task, RUNNING, self._began, now, place, what)
        if what == "sleep 0 s" and all(type(call) is CoroutineType for call, _ in task.calls):
            task.turn = [(call, call.cr_frame.f_lasti) for call, _ in task.calls]
            task.turn_stop = RUNNING, place, what, None, 0
        elif task.turn:
            task.turn = []
        if not place and real.done():
            task.name = real.get_name()
            task.ended = len(self._steps) // 4, now, 0, None
            task.outcome, task.detail, task.raised_at = outcome_of(real)
            task.coro = None

    def _stand(
        self, task: Creation, real: asyncio.Task[Any]
    ) -> tuple[Place, str | Creation | None]:
        """Follow the chain of awaits: which calls, where in each, and what they wait for."""
        calls = task.calls
        place = []
        at = link(task.coro)
        while at is not None and at[2] is not None:
            awaited, code, frame, inner = at
            if code is _SLEEP and type(inner) is GeneratorType:
                del calls[len(place) :]
                return tuple(place), "sleep 0 s"
            depth = len(place)
            if depth < len(calls) and calls[depth][0] is awaited:
                number = calls[depth][1]
            else:
                number = self._number(task, depth, awaited, code)
            place.append((number, frame.f_lasti))
            at = link(inner)
        del calls[len(place) :]
        if not place:
            return (), ""
        if not is_library(code):
            waiter = getattr(real, "_fut_waiter", None)
            return tuple(place), self._by_id.get(id(waiter)) or future_words(waiter)
        for awaited, number in calls:
            words = WORDS_FROM_LOCALS.get(self._codes[number].co_qualname)
            if words and is_library(self._codes[number]):
                frame = link(awaited)[2]
                return tuple(place), words(frame.f_locals)
        return tuple(place), None

    def _number(self, creation: Creation, depth: int, awaited: object, code: Any) -> int:  # noqa: ANN401 - code
        """Number a call that stands at `depth` of the chain; `awaited` may be unknown as yet."""
        calls = creation.calls
        if depth < len(calls):
            known, number = calls[depth]
            if self._codes[number] is code and (known is None or awaited is None):
                calls[depth] = known or awaited, number
                return number
            del calls[depth:]
        self._codes.append(code)
        calls.append((awaited, len(self._codes) - 1))
        return len(self._codes) - 1

    def blocked(self, loop: EventLoop, seconds: float) -> None:
        """Hear, from inside of `time.sleep`, that it blocked the loop."""
        if self._full:
            return
        task = self._running()
        now = self._now()
        before = now - seconds
        place = self._stack(task, sys._getframe(1))
        self._add(task, RUNNING, min(self._began, before), before, place, "")
        self._add(task, BLOCKING, before, now, place, "time.sleep")
        self._began = now

    def _stack(self, task: Creation | None, frame: FrameType | None) -> Place:
        frames = []
        while frame is not None and frame.f_code is not asyncio.Handle._run.__code__:  # type: ignore[attr-defined]  # private
            frames.append(frame)
            if task and frame is getattr(task.coro, "cr_frame", None):
                break
            frame = frame.f_back
        place = []
        depths = itertools.count()
        for frame in reversed(frames):
            if task and frame.f_code.co_flags & _AWAITING:
                place.append((self._known_call(task, next(depths), frame), frame.f_lasti))
            elif not is_library(frame.f_code):
                self._codes.append(frame.f_code)
                place.append((len(self._codes) - 1, frame.f_lasti))
        return tuple(place)

    def _known_call(self, task: Creation, depth: int, frame: FrameType) -> int:
        if depth < len(task.calls):
            call, number = task.calls[depth]
            at = link(call)
            if at is not None and at[2] is frame:
                return number
            if call is not None:
                del task.calls[depth:]
        return self._number(task, depth, None, frame.f_code)

    def wrote(self, stream: str, text: str) -> None:
        """Record what was written to `stdout` or `stderr`, line by line."""
        if self._full:
            return
        task = self._running()
        for part in text.splitlines(keepends=True):
            if stream not in self._lines:
                if task is None and not self._outside:
                    self._outside, self._began = True, self._now()
                self._lines[stream] = self._mark(), task, _own_line(sys._getframe(1)), ""
            at, who, line, before = self._lines[stream]
            self._lines[stream] = at, who, line, before + part
            if part.endswith("\n"):
                self._end_line(stream)

    def _end_line(self, stream: str) -> None:
        at, who, line, text = self._lines.pop(stream)
        self.record.prints.append((at, who, stream, text.removesuffix("\n"), line))

    def cancelled(self, task: asyncio.Task[Any], frame: FrameType) -> None:
        """Hear that a task is asked to cancel itself, and in which frame."""
        target = self._by_id.get(id(task))
        if target is None or self._full:
            return
        by = self._running()
        reason, failed, line = asker(frame)
        if failed is not None:
            by = self._by_id.get(id(failed))
        self.record.cancels.append((self._mark(), target, by, reason, line))

    def _running(self) -> Creation | None:
        """Return what runs now; this is how we first hear of an eager task's first step."""
        if self._creating and _is_running(self._creating[-1].coro) and not self._full:
            self._start_eagerly(self._creating[-1])
        return self._current

    def _mark(self) -> When:
        """Return the place in the trace that has come now."""
        if self._current is None and not self._outside:
            return len(self._steps) // 4, self._now(), 0, None
        self._events += 1
        self.record.events += 1
        if self.record.events >= self._limit:
            self._cut()
        return len(self._steps) // 4, self._now(), self._events, self._current

    def _mark_due(self) -> When:
        """Return the moment for which the timer was set that runs now.

        If the loop was blocked then, the timer runs late; but its task was ready since.
        """
        due = self._due
        step = len(self._steps) // 4
        if due is None or self._now() - due < _LATE:
            return self._mark()
        while step and self._steps[4 * step - 3] > due:
            step -= 1
        if step and self._steps[4 * step - 2] > due:
            step -= 1
        return step, due, 0, None

    def _add(
        self,
        task: Creation | None,
        state: str,
        began: float,
        ended: float,
        place: Place,
        what: str | Creation | None,
    ) -> None:
        woken = None
        if task is not None:
            woken, task.woken = task.woken, None
        self._steps += task, began, ended, (state, place, what, woken, self._events)
        self._events = 0
        if len(self._steps) >= self._size:
            self._cut()

    def _close_outside(self) -> None:
        if self._outside:
            self._add(None, RUNNING, self._began, self._now(), (), "")
            self._outside = False

    def _cut(self) -> None:
        self._full = True
        self.record.end = self._now()
        self.record.note = (
            f"Cut: the first {self._limit:,g} steps and events are recorded, not what came after."
        )


def _make_task(loop: EventLoop, coro: Any, **options: Any) -> asyncio.Task[Any]:  # noqa: ANN401 - as asyncio has it
    return _Task(coro, loop=loop, **options)


def _is_fresh(coro: object) -> bool:
    return isinstance(coro, CoroutineType) and inspect.getcoroutinestate(coro) == "CORO_CREATED"


def _is_running(coro: object) -> bool:
    return isinstance(coro, CoroutineType) and coro.cr_running


def _own_line(frame: FrameType | None) -> int | None:
    """Return the line of the innermost frame that is the program's own."""
    while frame is not None and is_library(frame.f_code):
        frame = frame.f_back
    return frame.f_lineno if frame else None

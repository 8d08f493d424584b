"""Record what the tasks of a program do, as the event loop tells it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import sys
import weakref
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

from lab.loop.awaits import callable_name, is_library_file
from lab.loop.observer import guard_of
from lab.programs.lines import lines_with_ends
from lab.trace.assemble import assemble
from lab.trace.data import BLOCKING, RUNNING, THREAD, Trace
from lab.trace.facts import Live
from lab.trace.frames import RUN_HANDLE, own_line
from lab.trace.hooks import watched
from lab.trace.log import CLOSED
from lab.trace.outcomes import asker, outcome_of_job
from lab.trace.record import (
    HELD,
    CancelRequest,
    JobNote,
)
from lab.trace.task_steps import TaskSteps
from lab.trace.traced_task import TracedTask

if TYPE_CHECKING:
    from lab.loop.event_loop import EventLoop


_CALLER_OF_CREATE_FUTURE = 3  # frames away: the guard and the loop are in between


class Tracer(TaskSteps):
    """Records a trace. Make it the loop's observer, run the program, then ask for `trace()`.

    It keeps no task and no result alive. So a task that is lost, or whose exception no code asks
    for, is reported as if there were no tracer.

    Args:
        program: The program's file; only its name gets into the trace.
        clock: `virtual` or `wall`.
        limit: The number of steps and events after which nothing more is recorded.
    """

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
        self.record.note = f"Cut: {why}."

    def program_failed(self, error: BaseException) -> None:
        """Record nothing more: what Python prints of the exception is not the program's doing."""
        self._lines.end_all()
        self._outside.close()
        self._stop_recording()

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

    def touched(
        self, things: tuple[Live, ...], frame: FrameType | None, *, is_apart: bool = False
    ) -> None:
        """Hear that something is about to be done to things, and in which frame.

        What is done in one line is one change: we look at it when another line does something.

        Args:
            things: The things.
            frame: The frame.
            is_apart: Whether it is a change of its own, even if the line does it again and again.
        """
        if self._full:
            return
        if self.creating:
            self._running()  # it may be an eager task
        while frame is not None and is_library_file(frame.f_code.co_filename):
            # As `own_frame` does; a call of it would take as long as the rest.
            frame = None if frame.f_code is RUN_HANDLE else frame.f_back
        code, offset = (None, 0) if frame is None else (frame.f_code, frame.f_lasti)
        is_same = self._offset == offset and self._toucher is code
        if is_same and self._touched and not is_apart:
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

    def timer_set(self, loop: EventLoop, timer: Any, how: str) -> None:  # noqa: ANN401 - a handle
        """Note a timer, after a look at what has changed: that came before it."""
        if not self._full:
            if self._looks:
                self._look()
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
                self._lines.begin(stream, self._mark(), task, own_line(sys._getframe(1)))
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
        by = self._running()
        target.asked, target.asks_itself = True, target is by
        target.turn_first = -1  # its next step is not as the one before
        reason, failed, line = asker(frame)
        if failed is not None:
            by = self._by_id.get(id(failed))
            by = None if by is target else by  # its own timeout
        self.record.cancels.append(CancelRequest(self._mark(), target, by, reason, line))

    def job_started(self, job: Future[Any], func: object, executor: Executor) -> None:
        """Hear that a function was handed to an executor."""
        creator = self._running()
        if self._full:
            return
        has_threads = isinstance(executor, concurrent.futures.ThreadPoolExecutor)
        line = own_line(sys._getframe(1))
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
        if type(asyncio.current_task(loop)) is not TracedTask:
            self._running()
        frame = sys._getframe(_CALLER_OF_CREATE_FUTURE)
        if not is_library_file(frame.f_code.co_filename):
            with suppress(RecursionError):
                self.thing_made(future, frame)
        elif self._current is not None:
            self._waits = True
            for thing in self._touched:  # one of them makes it for the task to wait for
                thing.waiting[id(future)] = self._current

"""Threads and executors for the stand-in: who runs which function, and from when on."""

from __future__ import annotations

import _threading_local
import concurrent.futures
import contextlib
import contextvars
import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import _base
from concurrent.futures.thread import BrokenThreadPool, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from lab.loop import stand_in
from lab.loop.clock import replaced
from lab.loop.stand_in_flows import CannotWait, instant, without_own_frames

CPUS = 4
"""How many processors the page is taken to have: so an executor has 8 workers by default."""

_ENDS = "_lab_ends"
_CREW = "_lab_crew"


# Threads


def _get_ident() -> int:
    return stand_in.current.get_ident()


def _start(thread: Any) -> None:  # noqa: ANN401 - published types lack most of it
    if not thread._initialized:
        raise RuntimeError("thread.__init__() not called")
    if thread._started.is_set():
        raise RuntimeError("threads can only be started once")
    clock = stand_in.current
    thread._started.set()
    plain = type(thread).run is threading.Timer.run
    if plain and stand_in.new_stack is None:
        function = partial(_fire, thread)
        when = clock.time() + thread.interval
        clock.at(when, partial(_run, thread, when, function), daemon=thread.daemon)
    else:
        _run(thread, clock.time(), thread.run)
    clock.turn()


def _run(thread: threading.Thread, when: float, function: Callable[[], object]) -> None:
    clock = stand_in.current
    body = partial(contextvars.Context().run, _report, thread, function)

    def then(ended: float) -> None:
        setattr(thread, _ENDS, ended)
        clock.at(ended, _nothing, daemon=thread.daemon)

    clock.start(thread, when, body, then)


def _report(thread: threading.Thread, function: Callable[[], object]) -> None:
    try:
        function()
    except SystemExit:
        pass
    except CannotWait as error:  # the program hears of it where it waits for the thread
        stand_in.current.refused[thread] = error
    except BaseException as error:  # as a thread does
        without_own_frames(error)
        arguments = (type(error), error, error.__traceback__, thread)
        threading.excepthook(threading.ExceptHookArgs(arguments))


def _fire(timer: Any) -> None:  # noqa: ANN401 - as above
    if not timer.finished.is_set():
        timer.function(*timer.args, **timer.kwargs)
    timer.finished.set()


def _nothing() -> None:
    """Be there, so that the program's end waits for this time."""


def _is_alive(thread: Any) -> bool:  # noqa: ANN401 - as above
    if not thread._started.is_set():
        return False
    stand_in.current.glance()
    ends = getattr(thread, _ENDS, None)
    return ends is None or instant(ends) > instant(stand_in.current.time())


def _join(thread: Any, timeout: float | None = None) -> None:  # noqa: ANN401 - as above
    clock = stand_in.current
    if not thread._started.is_set():
        raise RuntimeError("cannot join thread before it is started")
    if clock.flow.thread is thread:
        raise RuntimeError("cannot join current thread")
    clock.wait_for(lambda: getattr(thread, _ENDS, None), timeout, "Thread.join")
    clock.tell_refused()


# Executors


class Future(concurrent.futures.Future[Any]):
    """The result of a job, which its own thread's flow knows before others do."""

    def __init__(self, crew: Crew) -> None:
        super().__init__()
        self._crew = crew
        self.ends: float | None = None
        self.value: Any = None
        self.error: BaseException | None = None

    def _known(self) -> float | None:
        clock = stand_in.current
        if super().done():
            return clock.time()
        if self.ends is None and clock.runs_ahead:
            self._crew.work(all_jobs=True)
        return self.ends

    def _await(self, timeout: float | None) -> None:
        if not stand_in.current.wait_for(self._known, timeout, "Future.result"):
            raise TimeoutError

    def done(self) -> bool:
        """Tell whether the result is there."""
        stand_in.current.glance()
        now = instant(stand_in.current.time())
        return super().done() or (self.ends is not None and instant(self.ends) <= now)

    def result(self, timeout: float | None = None) -> Any:  # noqa: ANN401 - the function's
        """Wait for the result."""
        self._await(timeout)
        if super().done():
            return super().result(0)
        if self.error is not None:
            raise self.error
        return self.value

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait for the exception, if any."""
        self._await(timeout)
        return super().exception(0) if super().done() else self.error


@dataclass
class _Job:
    future: Future
    since: float
    function: Callable[[], object]


@dataclass
class _Worker:
    """A worker.

    Attributes:
        free: When it ends its last job, or began to wait for one; None if that is unknown yet.
        ready: Whether the executor's initializer was called.
    """

    thread: threading.Thread
    free: float | None
    ready: bool = False
    context: contextvars.Context = field(default_factory=contextvars.Context)


class Crew:
    """The workers of an executor."""

    def __init__(
        self,
        executor: Any,  # noqa: ANN401 - published types lack what we need of it
        size: int,
        initializer: Callable[[], object] | None,
    ) -> None:
        self._executor = executor
        self._size = size
        self._initializer = initializer
        self._workers: list[_Worker] = []
        self._jobs: deque[_Job] = deque()

    def submit(self, function: Callable[[], object]) -> Future:
        """Take a job on; begin it if a worker is free."""
        future = Future(self)
        self._jobs.append(_Job(future, stand_in.current.time(), function))
        self.work()
        stand_in.current.turn()
        return future

    def work(self, *, all_jobs: bool = False) -> None:
        """Begin the jobs for which there is a free worker by now, or all that can begin."""
        while self._jobs:
            job = self._jobs[0]
            worker = self._worker_for(job)
            if worker is None or worker.free is None:
                return
            when = max(job.since, worker.free)
            if not all_jobs and instant(when) > instant(stand_in.current.time()):
                return
            self._jobs.popleft()
            self._do(job, worker, when)

    def ends(self) -> float | None:
        """Return when all workers are free, if that is known."""
        clock = stand_in.current
        if self._jobs and clock.runs_ahead:
            self.work(all_jobs=True)
        times = [worker.free for worker in self._workers]
        if self._jobs or None in times:
            return None
        return max([time for time in times if time is not None], default=clock.time())

    def drop(self) -> None:
        """Cancel the jobs that have not begun."""
        while self._jobs:
            self._jobs.popleft().future.cancel()

    def _worker_for(self, job: _Job) -> _Worker | None:
        free = [worker for worker in self._workers if worker.free is not None]
        first = min(free, key=lambda worker: worker.free or 0.0, default=None)
        idle = first is not None and instant(first.free or 0.0) <= instant(job.since)
        if idle or len(self._workers) == self._size:
            return first
        number = len(self._workers)
        thread = threading.Thread(name=f"{self._executor._thread_name_prefix}_{number}")
        thread._started.set()  # type: ignore[attr-defined]  # not published
        worker = _Worker(thread, job.since)
        self._workers.append(worker)
        self._executor._threads.add(thread)
        return worker

    def _do(self, job: _Job, worker: _Worker, when: float) -> None:
        clock = stand_in.current
        worker.free = None
        future = job.future

        def function() -> None:
            if not worker.ready and not self._prepare(worker):
                return
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.value = worker.context.run(job.function)
            except BaseException as error:  # as a worker does
                future.error = without_own_frames(error)

        def then(ended: float) -> None:
            if self._executor._broken:
                future.set_exception(BrokenThreadPool(self._executor._broken))
                return
            worker.free = ended
            if not future.cancelled():
                future.ends = ended
            end = partial(self._end, worker, future, ended)
            if stand_in.new_stack:
                end()  # before other threads go on that are due now
            else:
                clock.at(ended, end)

        clock.start(worker.thread, when, function, then)

    def _prepare(self, worker: _Worker) -> bool:
        worker.ready = True
        try:
            if self._initializer:
                worker.context.run(self._initializer)
        except BaseException:  # as a worker does
            _base.LOGGER.critical("Exception in initializer:", exc_info=True)
            self._executor._initializer_failed()
            return False
        return True

    def _end(self, worker: _Worker, future: Future, ended: float) -> None:
        clock = stand_in.current
        clock.settle()
        refused = clock.refused.pop(worker.thread, None)
        if refused:
            future.error = refused

        def tell() -> None:
            if future.error is not None:
                future.set_exception(future.error)
            else:
                future.set_result(future.value)

        if not future.cancelled():
            clock.run(worker.thread, ended, tell)
        self.work()


def _make_executor(original: Callable[..., None]) -> Callable[..., None]:
    def init(
        executor: Any,  # noqa: ANN401 - gets an attribute
        max_workers: int | None = None,
        thread_name_prefix: str = "",
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
        **options: Any,  # noqa: ANN401 - passed on
    ) -> None:
        if max_workers is None:
            max_workers = CPUS + 4
        original(executor, max_workers, thread_name_prefix, initializer, initargs, **options)
        prepare = partial(initializer, *initargs) if initializer else None
        setattr(executor, _CREW, Crew(executor, max_workers, prepare))

    return init


def _submit(
    executor: Any,  # noqa: ANN401 - has an attribute of ours
    function: Callable[..., object],
    /,
    *args: object,
    **options: object,
) -> Future:
    if executor._broken:
        raise BrokenThreadPool(executor._broken)
    if executor._shutdown:
        raise RuntimeError("cannot schedule new futures after shutdown")
    crew: Crew = getattr(executor, _CREW)
    return crew.submit(partial(function, *args, **options))


def _shut_down(executor: Any, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ANN401
    executor._shutdown = True
    crew: Crew = getattr(executor, _CREW)
    if cancel_futures:
        crew.drop()
    if wait and not stand_in.current.has_given_up:
        stand_in.current.wait_for(crew.ends, None, "Executor.shutdown")


@contextlib.contextmanager
def installed() -> Iterator[None]:
    """Let `threading.Thread` and `ThreadPoolExecutor` use the stand-in inside the block."""
    executor: Any = ThreadPoolExecutor
    with (
        replaced(threading.Thread, start=_start, join=_join, is_alive=_is_alive),
        replaced(
            threading,
            get_ident=_get_ident,
            local=_threading_local.local,
            _counter=itertools.count(1).__next__,
        ),
        replaced(
            executor,
            __init__=_make_executor(executor.__init__),
            submit=_submit,
            shutdown=_shut_down,
            _counter=itertools.count().__next__,
        ),
    ):
        yield

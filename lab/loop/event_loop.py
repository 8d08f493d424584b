"""An event loop that can be read: asyncio's own, with a clock and a network that one can choose."""

from __future__ import annotations

import asyncio
import collections
import concurrent.futures
import heapq
import itertools
import math
from asyncio import base_events
from asyncio.log import logger
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar, TypeVarTuple

from lab.loop import tasks
from lab.loop.clock import Clock, VirtualClock
from lab.loop.handles import (
    NUMBER_BITS,
    ObservedHandle,
    ObservedReader,
    ObservedSharedHandle,
    ObservedTimer,
    SharedHandle,
    Timer,
    last_of_first_instant,
    leave_out_this_frame,
)
from lab.loop.observer import Observer, guard_of
from lab.loop.processor import computing_time
from lab.loop.refusals import refuses
from lab.loop.selector import ClockSelector
from lab.loop.signals import SignalLoop
from lab.loop.tasks import OrderedTask
from lab.loop.wakeups import Wakeups
from lab.loop.watchdog import Watchdog
from lab.network.netloop import NetworkLoop
from lab.network.network import Network

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")

# Those of `call_soon_threadsafe` and of a handle's own `__init__`, if it has one.
_FRAMES_OF_A_SHARED_HANDLE = 1 if SharedHandle is asyncio.Handle else 2


@refuses(
    subprocess_exec="another program would not keep to this loop's clock",
    subprocess_shell="another program would not keep to this loop's clock",
    connect_read_pipe="this loop can't watch the operating system's pipes",
    connect_write_pipe="this loop can't watch the operating system's pipes",
    create_datagram_endpoint="the in-memory network has TCP but not UDP",
    create_unix_connection="the in-memory network has TCP but not Unix sockets",
    create_unix_server="the in-memory network has TCP but not Unix sockets",
    sock_sendto="the in-memory network has TCP but not UDP",
    sock_recvfrom="the in-memory network has TCP but not UDP",
    sock_recvfrom_into="the in-memory network has TCP but not UDP",
)
class EventLoop(NetworkLoop, SignalLoop):
    """asyncio's event loop, with a clock and a network that one can choose.

    Callbacks, timers, tasks and their order are inherited; this class decides how to wait.

    Args:
        clock: A new `VirtualClock` if not given.
        network: Where connections go; a new `Network` if not given.
        observer: Is told what the loop does.
        limit: How long a callback may run before it is ended by `Overrun`, and how long the loop
            waits for a thread when nothing else is left to do, in real seconds.
    """

    # Inherited, but not in asyncio's published types.
    _ready: collections.deque[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]
    _default_executor: concurrent.futures.Executor | None
    _debug: bool
    _check_closed: Callable[[], None]
    _check_thread: Callable[[], None]
    _check_callback: Callable[[object, str], None]
    _check_default_executor: Callable[[], None]
    slow_callback_duration: float

    _task_factory: Callable[..., asyncio.Task[Any]] | None
    _given_factory: Any = None
    _running_handle: asyncio.Handle | None = None
    _has_deadlocked = False
    _began = 0.0, 0.0  # when the running handle began: by the clock, and in seconds of computing

    def __init__(
        self,
        clock: Clock | None = None,
        network: Network | None = None,
        observer: Observer | None = None,
        limit: float = 60.0,
    ) -> None:
        network = network or Network()
        super().__init__(network, ClockSelector(network, self))
        self.clock: Clock = clock or VirtualClock()
        self.guard = guard_of(observer) if observer else None
        self.limit = limit
        self._watchdog = Watchdog(limit)
        self._wakeups = Wakeups()
        self._timer_numbers = itertools.count()
        # The latest time of a timer that is later than the nanosecond to which it is rounded.
        self._latest_above = -math.inf
        self._task_numbers = itertools.count()
        self._task_class: Any = observer.task_class if observer else OrderedTask
        self._make_handle: Any = ObservedHandle if observer else asyncio.Handle
        self._make_shared_handle: Any = ObservedSharedHandle if observer else SharedHandle
        self._make_timer: Any = ObservedTimer if observer else Timer
        self._after = self.clock.after
        self._resolution: float | None = None  # a subclass with a time of its own may set one
        # asyncio calls its `call_at` from `call_later`: a class of the user may have its own.
        self._own_call_at = type(self).call_at is not EventLoop.call_at
        if type(self).time is EventLoop.time:
            self.time = self.clock.time  # type: ignore[method-assign]  # a call less per timer

    def time(self) -> float:
        """Return the clock's time, in seconds."""
        return self.clock.time()

    @property
    def _current_handle(self) -> asyncio.Handle | None:
        """The callback that runs now: asyncio's loop keeps it, in debug mode only."""
        return self._running_handle

    @_current_handle.setter
    def _current_handle(self, handle: asyncio.Handle | None) -> None:
        ended, self._running_handle = self._running_handle, handle
        if handle is not None:
            self._began = self.time(), computing_time()
        elif ended is not None and self.clock.jumps:
            self._report_computing(ended)

    def _report_computing(self, handle: asyncio.Handle) -> None:
        """Report a callback that computed for long, which takes no time by a virtual clock."""
        began, computed = self._began
        waited = self.time() - began
        took = waited + computing_time() - computed
        # If it waited for as long by the clock, asyncio reports it.
        if waited < self.slow_callback_duration <= took:
            name = base_events._format_handle(handle)  # type: ignore[attr-defined]  # private
            logger.warning("Executing %s took %.3f seconds", name, took)

    def run_forever(self) -> None:
        """Run until `stop()` is called, or until nothing can go on.

        Raises:
            Deadlock: If every task waits and nothing can wake one.
            Overrun: If a callback does not return within the limit.
        """
        self._watchdog = Watchdog(self.limit)
        if self.guard:
            self.guard.tell("loop_started", self)
        try:
            with self._watchdog.watching():
                super().run_forever()
        except BaseException as error:
            leave_out_this_frame(error)  # of a program that ends by `sys.exit` in a task
            raise
        finally:
            if self.guard:
                self.guard.tell("loop_stopped", self)

    def _call_soon(
        self,
        callback: Callable[..., object],
        args: tuple[Any, ...],
        context: Context | None,
        make: Callable[..., Any] | None = None,
    ) -> Any:  # noqa: ANN401 - a handle, of which asyncio's published types show too little
        handle = (make or self._make_handle)(callback, args, self, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        self._ready.append(handle)
        if guard := self.guard:
            try:
                guard.observer.handle_scheduled(self, handle)
            except Exception as error:
                guard.observer, guard.failure = guard.off, error
        return handle

    def call_soon_threadsafe(
        self,
        callback: Callable[[*_Arguments], object],
        *args: *_Arguments,
        context: Context | None = None,
    ) -> asyncio.Handle:
        """Call `callback` soon, whichever thread asks for it."""
        # What asyncio's does up to Python 3.13. Since then its own leaves `_call_soon` out, where
        # the observer hears of a callback.
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        handle = self._call_soon(callback, args, context, self._make_shared_handle)
        if handle._source_traceback:
            del handle._source_traceback[-_FRAMES_OF_A_SHARED_HANDLE:]
        self._write_to_self()
        return handle  # type: ignore[no-any-return]  # as `_call_soon` says

    def create_future(self) -> asyncio.Future[Any]:
        """Make a future, and tell the observer, who so hears of a task that it did not know."""
        future = super().create_future()
        if self.guard:
            self.guard.tell("future_created", self, future)
        return future

    def create_task(  # type: ignore[override]  # the options differ between versions
        self,
        coro: Coroutine[Any, Any, _Result],
        **options: Any,  # noqa: ANN401 - ditto
    ) -> asyncio.Task[_Result]:
        """Make a task, and tell the observer."""
        # One way with and without an observer: a traceback may show it.
        if self.guard:
            self.guard.tell("task_creating", self, coro)
        task = None
        try:
            task = self._make_task(coro, options)
        finally:
            if self.guard:
                self.guard.tell("task_created", self, task)
        return task

    def _make_task(
        self, coro: Coroutine[Any, Any, _Result], options: dict[str, Any]
    ) -> asyncio.Task[_Result]:
        """Make a task, unless the program has a factory of its own for that."""
        if self._task_factory:
            return super().create_task(coro, **options)
        self._check_closed()
        task: Any = self._task_class(next(self._task_numbers), coro, loop=self, **options)
        if task._source_traceback:  # ends with asyncio's `create_task`, like those of other loops
            del task._source_traceback[-3:]
        return task  # type: ignore[no-any-return]  # its published type lacks the above

    def set_task_factory(self, factory: Any) -> None:  # noqa: ANN401 - as published, and longer
        """Let a factory of the program make the tasks; asyncio's eager one makes them of our class.

        Its tasks would come out of a set in another order at each run.
        """
        super().set_task_factory(factory)
        self._given_factory = factory
        if tasks.makes_eager_tasks(factory):
            self._task_factory = self._make_eager_task

    def get_task_factory(self) -> Any:  # noqa: ANN401 - ditto
        """Return what was given to `set_task_factory`."""
        return self._given_factory

    def _make_eager_task(
        self,
        loop: asyncio.AbstractEventLoop,
        coro: Coroutine[Any, Any, _Result],
        *,
        eager_start: bool = True,
        **options: Any,  # noqa: ANN401 - they differ between versions
    ) -> asyncio.Task[_Result]:
        number = next(self._task_numbers)
        task = self._task_class(number, coro, loop=loop, eager_start=eager_start, **options)
        if task._source_traceback:
            del task._source_traceback[-2:]
        return task  # type: ignore[no-any-return]  # as `_make_task` says

    @property
    def _clock_resolution(self) -> float:
        """How much before its time a timer may be due."""
        return self.clock.resolution() if self._resolution is None else self._resolution

    @_clock_resolution.setter
    def _clock_resolution(self, seconds: float) -> None:
        self._resolution = seconds

    def call_later(
        self,
        delay: float,
        callback: Callable[[*_Arguments], object],
        *args: *_Arguments,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Call `callback` after `delay` seconds, and not before."""
        if delay is None:
            raise TypeError("delay must not be None")
        when = self._after(self.time(), delay)
        if self._own_call_at:
            return self.call_at(when, callback, *args, context=context)
        return self._add_timer(when, callback, args, context, "call_later")

    def call_at(
        self,
        when: float,
        callback: Callable[[*_Arguments], object],
        *args: *_Arguments,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Call `callback` at the time `when`; of two at the same time, the older one first."""
        if when is None:
            raise TypeError("when cannot be None")
        return self._add_timer(self.clock.when_to_call(when), callback, args, context, "call_at")

    def _add_timer(
        self,
        when: float,
        callback: Callable[..., object],
        args: tuple[Any, ...],
        context: Context | None,
        how: str,
    ) -> asyncio.TimerHandle:
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        timer = self._make_timer(when, callback, args, self, context)
        # The instant in nanoseconds, so that 0.1 + 0.2 is 0.3, and the timer's number: as one
        # number, which is compared faster than two.
        if when < math.inf:
            nanoseconds = int(when * 1e9 + 0.5)
            timer._order = (nanoseconds << NUMBER_BITS) + next(self._timer_numbers)
            if when > nanoseconds / 1e9 and when > self._latest_above:
                self._latest_above = when
        else:
            timer._order = when
        if timer._source_traceback:
            # The frames of the timer itself, of this function, and of `call_at` or `call_later`.
            del timer._source_traceback[-3:]
        heapq.heappush(self._scheduled, timer)
        if guard := self.guard:
            try:
                guard.observer.timer_set(self, timer, how)
            except Exception as error:
                guard.observer, guard.failure = guard.off, error
        return timer  # type: ignore[no-any-return]  # of a class that the observer decides

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        if self.guard:
            self.guard.tell("handle_cancelled", self, handle)
        super()._timer_handle_cancelled(handle)  # type: ignore[misc]  # not in its published types

    def _first_deadline(self) -> float | None:
        """Return until when to wait, so that all timers of the first instant are then due."""
        first = self._scheduled[0].when()
        if first > self._latest_above:  # no timer of its instant is later than the nanosecond
            return first if first < math.inf else None  # `asyncio.sleep(math.inf)` never ends
        return last_of_first_instant(self._scheduled)

    def run_in_executor(
        self,
        executor: concurrent.futures.Executor | None,
        func: Callable[[*_Arguments], _Result],
        *args: *_Arguments,
    ) -> asyncio.Future[_Result]:
        """Run `func` in a thread, and let it begin before anything else goes on."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            self._check_default_executor()
            executor = self._default_executor
            if executor is None:
                executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix="asyncio")
                self._default_executor = executor
        job = executor.submit(func, *args)
        if self.guard:
            self.guard.tell("job_started", job, func, executor)
        self.clock.threads.expect(job, executor)
        # Even of a job that is done by now the loop hears as from another thread, a turn later.
        # asyncio looks which loop runs, since a later Python 3.14, and would save that turn.
        running = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        try:
            future = asyncio.wrap_future(job, loop=self)
        finally:
            asyncio._set_running_loop(running)
        if isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            self.clock.let_threads_run()
        return future

    async def shutdown_default_executor(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - passed on
        """Let the default executor end its threads, and wait for that unless it was in vain."""
        if self._has_deadlocked and self._default_executor is not None:
            self._default_executor.shutdown(wait=False)
            self._default_executor = None
        await super().shutdown_default_executor(*arguments, **options)

    def _add_callback(self, handle: asyncio.Handle) -> None:
        # Made by asyncio, for a socket that is ready; the observer hears of it too.
        if self.guard:
            handle.__class__ = ObservedReader
        super()._add_callback(handle)  # type: ignore[misc]  # not in its published types
        if self.guard and not handle.cancelled():
            self.guard.tell("reader_ready", self, handle)

    def close(self) -> None:
        """Close the loop, and tell the observer."""
        super().close()
        if self.guard:
            self.guard.tell("loop_closed", self)

    def _write_to_self(self) -> None:
        self._wakeups.wake()

"""An event loop that can be read: asyncio's own, with another clock and no sockets."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import queue
import sys
from asyncio import events
from collections.abc import Callable, Iterator
from contextvars import Context
from typing import TYPE_CHECKING, Any

from lab.clock import Clock, VirtualClock
from lab.netloop import NetworkLoop
from lab.network import Network
from lab.sockets import Selector
from lab.waiting import Wait, waits_for

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Deadlock(RuntimeError):  # noqa: N818 - the word that readers know
    """Every task waits, and nothing is left that could wake one.

    Attributes:
        waiting: where each task waits, and for what.
    """

    def __init__(self, waiting: list[Wait]) -> None:
        self.waiting = waiting
        lines = [f"  {wait}" for wait in waiting] or ["  (there are no tasks)"]
        super().__init__("deadlock: nothing can wake this program\n" + "\n".join(lines))


class Observer:
    """Is told what the loop does. Subclasses override what they want to hear of."""

    def loop_started(self, loop: EventLoop) -> None:
        """Hear that `run_forever` or `run_until_complete` begins."""

    def loop_stopped(self, loop: EventLoop) -> None:
        """Hear that it ended."""

    def handle_started(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        """Hear that a callback is about to run.

        `handle._callback.__self__` is the task if the callback is a step of a task.
        """

    def handle_finished(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        """Hear that the callback returned."""

    def blocked(self, loop: EventLoop, seconds: float) -> None:
        """Hear, still inside of `time.sleep`, that it blocked the loop for `seconds`."""

    def deadlocked(self, loop: EventLoop, waiting: list[asyncio.Task[Any]]) -> None:
        """Hear which tasks wait when nothing can wake them."""


class EventLoop(NetworkLoop):
    """asyncio's base event loop, with a clock and a network that one can choose.

    Callbacks, timers, tasks and their order are inherited: this class only decides how to wait.

    Args:
        clock: a new `VirtualClock` if not given.
        network: where connections go; a new `Network` if not given.
        observer: is told what the loop does.
    """

    # BaseEventLoop's own, which its published types don't mention.
    _ready: Any
    _scheduled: list[asyncio.TimerHandle]
    _debug: bool
    _check_closed: Callable[[], None]
    _check_thread: Callable[[], None]
    _check_callback: Callable[[object, str], None]

    def __init__(
        self,
        clock: Clock | None = None,
        network: Network | None = None,
        observer: Observer | None = None,
    ) -> None:
        network = network or Network()
        super().__init__(network, _Selector(network, self))
        self.clock: Clock = clock or VirtualClock()
        self.observer = observer
        self._timer_numbers = itertools.count()
        self._wakeups: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._jobs = 0

    def time(self) -> float:
        """Return the clock's time, in seconds."""
        return self.clock.time()

    def run_forever(self) -> None:
        """Run until `stop()` is called, or until nothing can go on.

        Raises:
            Deadlock: if every task waits and nothing can wake one.
        """
        if self.observer is None:
            super().run_forever()
            return
        self.observer.loop_started(self)
        try:
            super().run_forever()
        finally:
            self.observer.loop_stopped(self)

    def _call_soon(
        self, callback: Callable[..., object], args: Any, context: Context | None
    ) -> asyncio.Handle:
        kind = asyncio.Handle if self.observer is None else _ObservedHandle
        handle = kind(callback, args, self, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        self._ready.append(handle)
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Call `callback` at the time `when`; of two at the same time, the older one first."""
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        kind = _Timer if self.observer is None else _ObservedTimer
        timer = kind(when, callback, args, self, context)
        timer._order = round(when, 9), next(self._timer_numbers)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def run_in_executor(
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Run `func` in a thread; the clock does not jump before it is done."""
        future = super().run_in_executor(executor, func, *args)
        self._jobs += 1
        future.add_done_callback(self._job_done)
        return future

    def _job_done(self, future: asyncio.Future[Any]) -> None:
        self._jobs -= 1

    def _write_to_self(self) -> None:
        self._wakeups.put(None)


class _Selector(Selector):
    """Stands where other loops wait for sockets: waits for the clock, or for a thread."""

    def __init__(self, network: Network, loop: EventLoop) -> None:
        super().__init__(network)
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        loop = self._loop
        ready = super().select()
        if ready:
            timeout = 0
        wakeups = loop._wakeups
        if timeout != 0 and wakeups.empty():
            if loop._jobs:
                loop.clock.wait(wakeups, None)
            elif timeout is None:
                self._report_deadlock()
            else:
                loop.clock.wait(wakeups, timeout)
        while not wakeups.empty():
            wakeups.get()
        return ready

    def _report_deadlock(self) -> None:
        loop = self._loop
        tasks = sorted(asyncio.all_tasks(loop), key=lambda task: _number_of(task.get_name()))
        if loop.observer is not None:
            loop.observer.deadlocked(loop, tasks)
        raise Deadlock([waits_for(task) for task in tasks])


def _number_of(name: str) -> tuple[str, int, str]:
    head, _, number = name.rpartition("-")
    return (head, int(number), name) if number.isdecimal() else (name, 0, name)


class _Timer(asyncio.TimerHandle):
    """A timer that knows its place among timers of the same instant."""

    __slots__ = ("_order",)
    _order: tuple[float, int]

    def __lt__(self, other: _Timer) -> bool:
        return self._order < other._order


class _Observed:
    """A callback that tells the observer when it starts and when it returns."""

    __slots__ = ()
    _loop: EventLoop

    def _run(self) -> None:
        observer = self._loop.observer
        assert observer is not None
        observer.handle_started(self._loop, self)
        try:
            super()._run()
        finally:
            observer.handle_finished(self._loop, self)


class _ObservedHandle(_Observed, asyncio.Handle):
    __slots__ = ()


class _ObservedTimer(_Observed, _Timer):
    __slots__ = ()


@contextlib.contextmanager
def installed(
    clock: Clock | None = None,
    network: Network | None = None,
    observer: Observer | None = None,
) -> Iterator[Clock]:
    """Let `asyncio.run`, `asyncio.Runner` and `asyncio.new_event_loop` use the lab's loop.

    The functions of the module `time` follow the clock. All is put back at the end of the block.

    Args:
        clock: a new `VirtualClock` if not given.
        network: shared by all loops of the block.
        observer: is told what the loops do.

    Yields:
        The clock.
    """
    the_clock: Clock = clock or VirtualClock()

    def new_event_loop() -> EventLoop:
        return EventLoop(clock=the_clock, network=network, observer=observer)

    with contextlib.ExitStack() as stack:
        if sys.version_info < (3, 14):
            # `get_event_loop` asks the policy for a loop; from 3.14 on it never makes one.
            policy = asyncio.DefaultEventLoopPolicy()
            policy.new_event_loop = new_event_loop  # type: ignore[method-assign]
            stack.callback(asyncio.set_event_loop_policy, asyncio.get_event_loop_policy())
            asyncio.set_event_loop_policy(policy)
        for module in (asyncio, events):
            stack.callback(setattr, module, "new_event_loop", module.new_event_loop)
            module.new_event_loop = new_event_loop  # type: ignore[assignment]
        stack.enter_context(the_clock.installed())
        yield the_clock

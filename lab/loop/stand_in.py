"""A stand-in for threads where there are none: in the page.

A thread's function runs to its end at once, on a private clock that starts at the time of the one
who started it. Sleeping only moves that clock. What the function prints is shown when the
program's own clock gets there, and then its result arrives. At one instant a thread goes before
the event loop, as under the virtual clock.

So a thread can wait for what is known: a time, another thread's end, a lock that another thread
held for a while. It can't wait for what the program has yet to do, since the program goes on only
after the function has ended: that raises `CannotWait`. And what the function does to variables is
there for all to see as soon as it has started.

Most browsers can suspend a function, though: `new_stack` is set there. Then a thread's function
keeps to the program's clock and is suspended where it waits, whatever it waits for. When the
program itself waits, it resumes the threads that can go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import math
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from functools import partial
from types import FrameType
from typing import Any

from lab.loop import at_end
from lab.loop.clock import Clock, checked, replaced, tell_blocked
from lab.loop.dates import following_dates
from lab.loop.in_force import TIME, in_force
from lab.loop.stand_in_flows import (
    CannotWait,
    Entry,
    Finding,
    Flow,
    Stack,
    Wait,
    instant,
    outside_of_loop,
)
from lab.loop.stand_in_output import Stream
from lab.loop.thread_waits import known_threads
from lab.loop.threads import Threads
from lab.loop.waiting import Deadlock, stops_the_loop
from lab.loop.wakeups import Wakeups

_get_ident = threading.get_ident

_MOST_SLEEPS = 1_000
"""Of a thread that runs ahead: one that sleeps more often waits for the program to stop it."""


_MANY_LOOKS = 10_000
"""After so many looks at one instant how far a thread is, each further one takes a while."""

_LOOK = 0.001
"""How long, in seconds."""

current: StandIn = None  # type: ignore[assignment]  # none yet
"""The one that is installed."""


new_stack: Callable[[Callable[[], object]], Stack] | None = None
"""Makes a stack, where there are any."""


class _NoThreads(Threads):
    """What a loop is told of threads: there are none but those that are suspended."""

    def __init__(self, clock: StandIn) -> None:
        super().__init__(clock, take_turns=False)
        self._stand_in = clock

    def expect(self, job: Future[Any], executor: Executor) -> None:
        """Leave the job to the stand-in."""

    def at_work(self) -> list[str]:
        """Return where threads wait, one in a line, for the report of a deadlock.

        Raises:
            CannotWait: If that is why nothing can wake the program.
        """
        self._stand_in.tell_refused()
        self._stand_in.has_given_up = True
        return self._stand_in.waiting_threads()


class StandIn(Clock):
    """A clock that stands in for threads, too.

    Args:
        inner: The clock that the program follows.
    """

    def __init__(self, inner: Clock) -> None:
        self.inner = inner
        self.jumps = inner.jumps
        self.threads = _NoThreads(self)
        self.main = self.flow = Flow()
        self._suspended: list[Flow] = []
        # What ended threads that the program started, or was wrong with what they did.
        self.refused: dict[threading.Thread | None, CannotWait] = {}
        self._findings: list[tuple[int, int, Finding]] = []  # a heap of those not yet certain
        self.has_given_up = False  # on its threads, as it was reported that nothing can wake them
        # In place only while a thread runs ahead, since it makes each `call_soon` slower.
        self._in_a_thread: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext
        self._numbers = itertools.count()
        self._idents = itertools.count(2)

    @property
    def _now(self) -> float:
        """The virtual time, for the tracer: to read it is no look at the clock."""
        return self.inner._now  # type: ignore[attr-defined, no-any-return]  # if it is virtual

    @property
    def runs_ahead(self) -> bool:
        """Whether the flow that asks runs to its end before the others go on."""
        return self.flow is not self.main and self.flow.stack is None

    def time(self) -> float:
        """Return the time of the flow that asks."""
        flow = self.flow
        if not self.runs_ahead:
            return self.inner.time()
        return flow.at + (self.inner.time() - flow.mark)

    def after(self, now: float, seconds: float) -> float:
        """Return the time at which a wait of `seconds` is over that begins `now`."""
        return self.inner.after(now, seconds)

    def computed(self) -> float | None:
        """Return how long the program has computed."""
        return self.inner.computed()

    def resolution(self) -> float:
        """Return how much before its time a timer may be due."""
        if not self.runs_ahead:
            return self.inner.resolution()
        return math.ulp(self.time())

    def sleep(self, seconds: float) -> None:
        """Block the flow that asks; threads that it started go on meanwhile."""
        if self.flow is self.main and not self.flow.agenda and not self._suspended:
            self.inner.sleep(seconds)
        else:
            self.flow.sleeps += self.runs_ahead
            if self.flow.sleeps > _MOST_SLEEPS:
                raise CannotWait(f"time.sleep, called {_MOST_SLEEPS:,} times,")
            self.pass_until(self.after(self.time(), checked(seconds)))

    def wait(self, wakeups: Wakeups, deadline: float | None, limit: float = math.inf) -> bool:
        """Let the loop wait; threads that it started go on meanwhile."""
        last = math.inf if deadline is None else instant(deadline)
        if self.flow.stack:
            if not wakeups.flag:
                until = math.inf if deadline is None else deadline
                self._suspend(lambda: wakeups.flag, until, "the event loop's next event")
            return wakeups.flag or deadline is not None
        agenda = self.flow.agenda
        if self._suspended:
            self.turn()
        while agenda and not wakeups.flag and agenda[0].instant <= last:
            self._wait(wakeups, max(agenda[0].when, self.time()), limit)
            if not wakeups.flag:
                heapq.heappop(agenda).call()
                self.turn()
        return wakeups.flag or self._wait(wakeups, deadline, limit)

    def _wait(self, wakeups: Wakeups, deadline: float | None, limit: float) -> bool:
        if self.flow is self.main:
            if deadline is None and self._suspended:
                return wakeups.flag
            return self.inner.wait(wakeups, deadline, limit)
        if deadline is None:
            raise CannotWait("An event loop")
        self._move(deadline)
        return True

    def turn(self) -> None:
        """Do what is due; let threads go on that can."""
        while self._step():
            pass

    def glance(self) -> None:
        """Let threads go on while the flow that asks looks over and over how far they are."""
        flow = self.flow
        if flow is self.main and self._suspended:
            self.turn()
        now = self.time()
        flow.looks = flow.looks + 1 if now == flow.looked_at else 1
        if flow.looks > _MANY_LOOKS:
            self.sleep(_LOOK)
        flow.looked_at = self.time()

    def _step(self) -> bool:
        """Do one such thing; return False if there is none."""
        agenda = self.flow.agenda
        if agenda and agenda[0].instant <= instant(self.time()):
            heapq.heappop(agenda).call()
            return True
        if self.flow is self.main:
            for flow in self._suspended:
                if flow.wait and flow.wait.is_over():
                    if self._is_next(flow.wait):
                        return False
                    self._resume(flow)
                    return True
        return False

    def _is_next(self, other: Wait) -> bool:
        """Tell whether the program itself can go on, which began to wait before a thread did."""
        own = self.main.wait
        return own is not None and own.number < other.number and own.is_over()

    def pass_until(self, when: float) -> None:
        """Block the flow that asks until `when`."""
        if self.flow.stack:
            self._suspend(_never, when, "time.sleep")
            return
        agenda, last = self.flow.agenda, instant(when)
        self.turn()
        while agenda and agenda[0].instant <= last:
            self._move(agenda[0].when)
            self.turn()
        self._move(when)
        self.turn()  # a real clock may be a little later by now

    def _move(self, when: float) -> None:
        seconds = when - self.time()
        if seconds <= 0:
            return
        if self.flow is not self.main:
            self.flow.at, self.flow.mark = when, self.inner.time()
        elif self.jumps:
            self.inner.wait(Wakeups(), when)
            tell_blocked(seconds)
        else:
            self.inner.sleep(seconds)

    def wait_for(self, known: Callable[[], float | None], timeout: float | None, what: str) -> bool:
        """Block the flow that asks, until a time that may become known only on the way.

        Args:
            known: Tells when it is over; None as long as that is unknown.
            timeout: For how long at most, in seconds.
            what: What is waited for, in words.

        Returns:
            False if the timeout came first.

        Raises:
            CannotWait: In a thread, if that can't be known yet.
            Deadlock: If nothing can end the wait.
        """
        deadline = math.inf if timeout is None else self.after(self.time(), max(timeout, 0.0))

        def is_over() -> bool:
            when = known()
            return when is not None and instant(when) <= instant(self.time())

        flow = self.flow
        before, flow.wait = flow.wait, Wait(is_over, None, what, next(self._numbers))
        try:
            return self._wait_until(known, deadline, what)
        finally:
            flow.wait = before

    def _wait_until(self, known: Callable[[], float | None], deadline: float, what: str) -> bool:
        while True:
            when, now = known(), instant(self.time())
            if when is not None and instant(when) <= now:
                return True
            if deadline < math.inf and instant(deadline) <= now:
                return False
            if self.flow.stack:
                self._suspend(lambda: known() is not None, deadline, what)
                continue
            if self._step():
                continue
            agenda = self.flow.agenda
            goal = min(
                deadline,
                math.inf if when is None else when,
                agenda[0].when if agenda else math.inf,
            )
            if self.runs_ahead and when is None and not (agenda and agenda[0].when <= deadline):
                raise CannotWait(what)
            if goal == math.inf:
                lines = [f"{what} waits, and no thread is left that could end it"]
                if asyncio._get_running_loop() is not None:
                    lines = [stops_the_loop(what)]
                raise Deadlock([], lines + self.threads.at_work())
            self.pass_until(goal)

    def at(
        self,
        when: float,
        call: Callable[[], object],
        *,
        flow: Flow | None = None,
        daemon: bool = False,
    ) -> None:
        """Do something when the clock of a flow gets to `when`.

        Args:
            when: The time.
            call: What to do.
            flow: By default the one that asks.
            daemon: Whether a program ends without waiting for it.
        """
        entry = Entry(instant(when), next(self._numbers), when, call, daemon)
        self._push(entry, flow or self.flow)

    def _push(self, entry: Entry, flow: Flow) -> None:
        # Threads with a stack keep to the clock of the program, which looks at one agenda.
        heapq.heappush((self.main if flow.stack else flow).agenda, entry)

    def start(
        self,
        thread: threading.Thread,
        when: float,
        function: Callable[[], object],
        then: Callable[[float], object],
    ) -> None:
        """Run a function as the thread does, from `when` on.

        Args:
            thread: The thread.
            when: The time; by now, if threads can be suspended.
            function: What the thread does.
            then: Is called with the time when it has ended.
        """
        if new_stack is None:
            then(self.run(thread, when, function))
        else:
            self._identify(thread)
            known_threads.add(thread)  # the clock below need not wait for it
            self._resume(Flow(thread, stack=new_stack(function), then=then))

    def _identify(self, thread: threading.Thread) -> int:
        if thread.ident is None:
            thread._ident = next(self._idents)  # type: ignore[attr-defined]  # not published
        return thread.ident  # type: ignore[return-value]  # not None

    def _resume(self, flow: Flow) -> None:
        """Let a thread with a stack go on, until it waits or ends."""
        thread: Any = flow.thread  # which `start` gave it, as its stack
        stack: Any = flow.stack
        if flow.wait:
            self._suspended.remove(flow)
            if flow.wait.alarm in self.main.agenda:
                self.main.agenda.remove(flow.wait.alarm)
                heapq.heapify(self.main.agenda)
            flow.wait = None
        active: dict[int, threading.Thread] = threading._active  # type: ignore[attr-defined]
        active[thread.ident] = thread
        before, self.flow = self.flow, flow
        try:
            with outside_of_loop():
                stack.resume()
        finally:
            self.flow = before
        if stack.is_over:
            active.pop(thread.ident, None)
            if flow.then:
                flow.then(self.time())

    def _suspend(self, is_over: Callable[[], bool], deadline: float, what: str) -> None:
        """Suspend the thread that asks."""
        flow, alarm = self.flow, None
        thread: Any = flow.thread
        stack: Any = flow.stack
        if deadline < math.inf:
            number = next(self._numbers)
            call = partial(self._resume, flow)
            alarm = Entry(instant(deadline), number, deadline, call, thread.daemon)
            self._push(alarm, flow)
        flow.wait = Wait(is_over, alarm, what, next(self._numbers))
        self._suspended.append(flow)
        with outside_of_loop():
            stack.suspend()

    def waiting_threads(self) -> list[str]:
        """Return what each suspended thread waits for, one in a line."""
        return [
            f"thread {flow.thread.name!r} waits for {flow.wait.what}"
            for flow in self._suspended
            if flow.thread and flow.wait
        ]

    def run(self, thread: threading.Thread, when: float, function: Callable[[], object]) -> float:
        """Run a function as the thread does, from `when` on; return when it ended."""
        ident = self._identify(thread)
        before = self.flow
        before.loop = asyncio._get_running_loop()
        flow = Flow(thread, when, self.inner.time(), before)
        active: dict[int, threading.Thread] = threading._active  # type: ignore[attr-defined]
        outer = active.get(ident)
        active[ident], self.flow = thread, flow
        try:
            with outside_of_loop(), self._in_a_thread():
                function()
        finally:
            ended = self.time()
            self.flow = before
            del active[ident]
            if outer is not None:
                active[ident] = outer
            for entry in flow.agenda:
                self._push(entry, before)
        return ended

    def get_ident(self) -> int:
        """Return the identifier of the thread that asks."""
        thread = self.flow.thread
        return _get_ident() if thread is None else thread.ident or 0

    def finish(self) -> None:
        """Wait for the threads that are no daemons, as Python does at its end."""
        agenda = self.main.agenda
        while self._is_waited_for():
            if self._step():
                continue
            if not agenda:
                raise Deadlock([], self.threads.at_work())
            self.pass_until(agenda[0].when)
        agenda.clear()
        self.tell_refused()
        left_behind.extend(flow.stack for flow in self._suspended if flow.stack)
        self._suspended.clear()

    def note(self, finding: Finding) -> None:
        """Keep in mind what a thread that runs ahead has found, until that is certain."""
        entry = finding.until, next(self._numbers), finding
        heapq.heappush(self._findings, entry)

    def settle(self) -> None:
        """Refuse what threads ran ahead of: they found by now what turns out to be wrong."""
        if self.runs_ahead:
            return
        now = instant(self.time())
        while self._findings and self._findings[0][0] <= now:
            finding = heapq.heappop(self._findings)[2]
            if not finding.holds():
                self.refused.setdefault(finding.thread, CannotWait(finding.what))

    def tell_refused(self) -> None:
        """Raise in the program what ended a thread of it, once."""
        self.settle()
        if self.refused:
            refused = next(iter(self.refused.values()))
            self.refused.clear()
            raise refused.with_traceback(None) from None

    def _is_waited_for(self) -> bool:
        """Tell whether a thread is left that is no daemon."""
        if self.has_given_up:
            return False
        if any(flow.thread and not flow.thread.daemon for flow in self._suspended):
            return True
        return any(not entry.daemon for entry in self.main.agenda)

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let `time`, `threading`, `queue` and `concurrent.futures` use the stand-in."""
        # They need this module; and what they import must be loaded before anything is replaced.
        from lab.loop import (
            stand_in_calls,
            stand_in_locks,
            stand_in_pools,
            stand_in_queues,
        )

        with contextlib.ExitStack() as stack:
            stack.enter_context(self.inner.installed())
            stack.enter_context(in_force(self))
            stack.enter_context(replaced(time, **TIME))
            stack.enter_context(following_dates())
            stack.enter_context(stand_in_calls.installed(self))
            self._in_a_thread = stand_in_calls.for_a_thread(self)
            stack.enter_context(
                replaced(
                    sys,
                    stdout=Stream(self, sys.stdout),
                    stderr=Stream(self, sys.stderr),
                )
            )
            stack.callback(_set_current, current or self)  # what it made may outlive it
            _set_current(self)
            stack.enter_context(stand_in_locks.installed())
            stack.enter_context(stand_in_queues.installed())
            stack.enter_context(stand_in_pools.installed())
            at_end.calls.append(self.finish)
            stack.callback(at_end.calls.remove, self.finish)
            yield
            self.finish()

    def look(self, name: str, caller: FrameType) -> float:
        """Return what a function of the module `time` says in the flow that asks."""
        outside = self.inner.look(name, caller)
        if not self.runs_ahead:
            return outside
        base, private = self.inner.time(), self.time()
        return private if outside == base else outside + (private - base)

    def look_ns(self, name: str, caller: FrameType) -> int:
        """Return the same in nanoseconds."""
        outside = self.inner.look_ns(name, caller)
        return outside + instant(self.time() - self.inner.time()) if self.runs_ahead else outside

    def since_1970(self) -> float:
        """Return the time by which the flow that asks tells the date."""
        outside = self.inner.since_1970()
        return outside + (self.time() - self.inner.time()) if self.runs_ahead else outside


left_behind: list[Stack] = []
"""Those of threads that still waited when their program ended. They can't be got rid of."""


def _never() -> bool:
    return False


def _set_current(stand_in: StandIn) -> None:
    global current
    current = stand_in

"""Which of the program's threads runs, and when time goes on: the threads take turns.

Under a virtual clock the threads take *turns*. The one that has the turn runs; it gives the turn
away when it waits or ends. Then the next one is

1. the first of those that are ready: woken, just started, or past their deadline;
2. if none is ready, the one with the earliest deadline, to which the clock jumps;
3. if there is no deadline either, none: nothing can wake this program.

So threads run one at a time and in the same order in each run, and the third case is certain.

A thread may also wait for something that isn't known here, such as a real socket, or compute for
long. It then keeps the turn for longer than the clock's patience, and loses it: it is *outside* and
runs beside the others until it next waits for something known. So are threads that weren't started
by `Thread.start` under the clock. While anything is outside, there is no deadlock, and the clock
follows the real one from deadline to deadline.

Other processes keep to the real clock, so while any is at work, the virtual one keeps up with it.
"""

from __future__ import annotations

import _thread
import contextlib
import itertools
import math
import queue
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

from lab.loop.processes import Processes, is_of_processes, is_ours
from lab.loop.processor import look_at
from lab.loop.thread_waits import Member, ThreadWait, known_threads, place
from lab.loop.waiting import Deadlock, what_stops_the_loop

if TYPE_CHECKING:
    from lab.loop.clock import Clock
    from lab.loop.thread_locks import Lock

_real_time = time.monotonic

# How often a waiting thread looks whether another keeps the turn for too long, in real seconds. It
# is also how soon the main thread hears of a signal that another thread raised.
_SLICE = 0.05

_SHORTEST_LOOK = 0.001


class Turns:
    """The program's threads, and its jobs in executors.

    Threads older than this object belong to others, such as a test runner. They may wake the
    program's, but no wait is in vain or not because of them.

    Args:
        clock: The clock that the threads keep to.
        take_turns: Whether one thread runs at a time.
        patience: How long time stops for a thread at work, in real seconds.
    """

    def __init__(self, clock: Clock, take_turns: bool, patience: float = 1.0) -> None:
        self._clock = clock
        self.take_turns = take_turns
        self._patience = patience
        self._slice = min(_SLICE, patience / 4)
        self._lock = threading.RLock()  # of the C kind: a signal handler may come in between
        self._numbers = itertools.count()
        self._members: dict[int, Member] = {}  # by the thread's identifier
        self._by_thread: weakref.WeakKeyDictionary[threading.Thread, Member] = (
            weakref.WeakKeyDictionary()
        )
        self._holder: Member | None = None  # who has the turn
        self._ready: deque[ThreadWait] = deque()
        self._woken: deque[ThreadWait] = (
            deque()
        )  # ready too, but not noted yet: signal handlers add here
        self._outside: set[Member] = set()
        self._starting: set[Member] = set()
        self._asleep: set[object] = set()  # one for each thread that sleeps in real time
        self._free: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        self._foreign = set(threading.enumerate())
        self._jobs: dict[Future[Any], Executor] = {}
        self._pools: weakref.WeakSet[Executor] = weakref.WeakSet()
        self._processes = Processes()
        self._is_copy = False  # of the program's process, made by `os.fork`
        # While other processes are at work: up to which real time the clock has followed them.
        self.followed: float | None = None
        self._dismissed: dict[int, Member] = {}  # by the thread's identifier
        self.is_over = False
        # How long the holder has had the turn, at the last look, in real seconds.
        self._held = 0.0
        self._looked = 0.0
        self._computed: float | None = None  # what it had computed at the last look
        # While something is outside: a real time, and the clock's time that it corresponds to.
        self._anchor: tuple[float, float] | None = None

    def current(self) -> Member | None:
        """Return the calling thread, if it belongs to the program."""
        member = self._members.get(threading.get_ident())
        if member is None and self._dismissed:
            self._end_if_dismissed()
        return None if member is not None and member.is_stranger else member

    def adopt(self) -> Member:
        """Return the calling thread, which from now on belongs to the program."""
        member = self._members.get(threading.get_ident())
        if member is None:
            member = Member(threading.current_thread(), is_guest=True)
            with self._lock:
                self._members[threading.get_ident()] = member
                self._by_thread[member.thread] = member
                known_threads.add(member.thread)
                if self._holder is None and len(self._members) == 1:
                    self._holder = member
                else:
                    self._outside.add(member)
        return member

    def are_there(self) -> bool:
        """Tell whether there is any thread or job beside the calling thread."""
        return (
            len(self._members) > 1
            or bool(self._jobs)
            or self._are_processes_at_work()
            or self._any_unknown()
        )

    def anybody_ready(self) -> bool:
        """Tell whether another thread waits for nothing but its turn."""
        return bool(self._ready or self._woken)

    def new_wait(
        self,
        member: Member,
        deadline: float = math.inf,
        is_loop: bool = False,
        lock: Lock | None = None,
    ) -> ThreadWait:
        """Return what `member` can `pause` with, and others can `wake`."""
        return ThreadWait(member, deadline, is_loop, next(self._numbers), lock)

    def wake(self, wait: ThreadWait) -> None:
        """End a wait. It may be called by any thread, and by a signal handler."""
        wait.is_woken = True
        self._woken.append(wait)
        if self._holder is None:  # else the holder sees to it when it next waits
            wait.member.bell.put(None)

    def pause(self, wait: ThreadWait, limit: float = math.inf) -> bool:
        """Wait; meanwhile others have the turn.

        Args:
            wait: Made by `new_wait` for the calling thread.
            limit: How many real seconds the program's first thread waits, without a deadline, for
                something outside.

        Returns:
            Whether it was woken: if not, its deadline is over, or it is hopeless.
        """
        member = wait.member
        with self._lock:
            if wait.deadline < math.inf or member is not next(iter(self._members.values())):
                limit = math.inf  # a loop in a thread of its own: the program may yet ask it
            give_up = _real_time() + limit
            member.wait = wait
            self._outside.discard(member)
            if self._holder is member:
                self._holder = None
            if wait.is_woken or wait.deadline <= self._clock.instant():
                self._ready.append(wait)
            self._choose()
        try:
            while member.wait is not None:
                with contextlib.suppress(queue.Empty):
                    member.bell.get(timeout=self._time_until_next_look(wait))
                if member.wait is not None:
                    with self._lock:
                        self._look_at_holder()
                        self._choose()
                        if self._asleep:
                            give_up = _real_time() + limit
                        elif member.wait is not None and _real_time() > give_up:
                            wait.is_hopeless = True
                            self._go_on(wait)
        finally:
            if member.wait is not None:  # an exception came, for example from Ctrl-C
                member.wait = None
                if self.take_turns:
                    self._outside.add(member)
        if self._dismissed:
            self._end_if_dismissed()
        if wait.is_hopeless and not wait.is_loop:
            raise Deadlock([], [*self._places(), *what_stops_the_loop(sys._getframe())])
        return wait.is_woken

    @contextlib.contextmanager
    def asleep(self) -> Iterator[None]:
        """Let no thread give up waiting for the calling one, which is known to sleep meanwhile."""
        me = object()
        self._asleep.add(me)
        try:
            yield
        finally:
            self._asleep.remove(me)

    @contextlib.contextmanager
    def waiting_outside(self) -> Iterator[None]:
        """Let others have the turn while the calling thread waits for the operating system."""
        member = self.current() if self.are_there() else None
        if member is None or not self.take_turns:
            yield
            return
        with self._lock:
            self._outside.add(member)
            if self._holder is member:
                self._holder = None
            self._choose()
        try:
            yield
        finally:
            self.pause(self.new_wait(member, self._clock.instant()))

    def let_others_run(self) -> None:
        """Let those have their turn that are ready now."""
        member = self.current()
        if member is not None and self.take_turns and self.anybody_ready():
            self.pause(self.new_wait(member, self._clock.instant()))

    def expect(self, job: Future[Any], executor: Executor) -> None:
        """Count an executor's job as work until it is done, if no thread of ours does it."""
        self._pools.add(executor)
        if not is_ours(executor):
            self._jobs[job] = executor
            job.add_done_callback(lambda job: self._jobs.pop(job, None))
            if is_of_processes(executor):
                self.follow_processes()

    def follow_processes(self) -> None:
        """Let the clock follow the real one from now on while other processes are at work."""
        if self.followed is None:
            self.followed = _real_time()

    def keep_up(self) -> None:
        """Let the clock go by as the real one did while other processes were at work."""
        if self.followed is None or not self._clock.jumps:
            return
        with self._lock:
            before, now = self.followed, _real_time()
            self.followed = None  # the clock asks again
            self._clock.go_by(now - before)
            self.followed = now if self._are_processes_at_work() else None

    def at_work(self) -> list[str]:
        """Describe the threads that are at work: name, file, line and function."""
        frames = sys._current_frames()
        threads = [member.thread for member in list(self._outside)] + self._unknown()
        return [place(thread, frames) for thread in threads if thread.ident in frames]

    def is_dismissed(self) -> bool:
        """Tell whether the calling thread is to go no further."""
        return threading.get_ident() in self._dismissed

    def deadline_in(self, seconds: float) -> float:
        """Return the time by the clock at which a wait of some seconds ends."""
        now = self._clock.instant()
        return self._clock.after(now, max(seconds, 0.0))

    def _choose(self) -> None:
        """Let a thread go on that can, if none has the turn. Call it with the lock held."""
        self._note_woken()
        if not self.take_turns:
            while self._ready:
                self._go_on(self._ready.popleft())
        if self._holder is not None:
            return
        if self._ready or self._time_goes_on():
            while self._ready and self._holder is None:
                self._go_on(self._ready.popleft())

    def _note_woken(self) -> None:
        while self._woken:
            wait = self._woken.popleft()
            if wait.member.wait is wait:
                self._ready.append(wait)

    def _time_goes_on(self) -> bool:
        """Note as ready what comes next by the clock, and tell whether there is anything."""
        waits = [member.wait for member in list(self._members.values()) if member.wait]
        if not waits or self._ask_main_thread():
            return False
        deadline = min(wait.deadline for wait in waits)
        is_outside = self._any_outside(waits)
        if self._woken:  # by what was outside until a moment ago
            self._note_woken()
            return True
        if not is_outside:
            self._anchor = None
        if deadline == math.inf:
            if not is_outside:
                self._give_up(waits)
            return False
        if (is_outside or not self._clock.jumps) and not self._is_due(deadline):
            return False
        self._clock.jump(deadline)
        due = [wait for wait in waits if wait.deadline <= deadline]
        self._ready.extend(sorted(due, key=lambda wait: (wait.is_loop, wait.deadline, wait.number)))
        return True

    def _ask_main_thread(self) -> bool:
        """Let the main thread decide if it can: only there Python calls the handlers of signals.

        So one that another thread has just raised wakes whom it wakes before time goes on.
        """
        main = self._members.get(threading.main_thread().ident or 0)
        if main is None or main.wait is None or main.thread.ident == threading.get_ident():
            return False
        main.bell.put(None)
        return True

    def _go_on(self, wait: ThreadWait) -> None:
        member = wait.member
        if member.wait is not wait:
            return  # it went on already
        if self.take_turns:
            self._holder = member
            self._held, self._computed = 0.0, None
        member.wait = None
        if member is not self.current():
            member.bell.put(None)

    def _any_outside(self, waits: list[ThreadWait]) -> bool:
        running = not self.take_turns and (len(waits) < len(self._members) or self._starting)
        if self._are_processes_at_work():
            self.follow_processes()
            return True
        return (
            bool(self._outside or self._jobs or running)
            or self._any_unknown()
            or any(self._is_held_outside(wait.lock) for wait in waits if wait.lock)
        )

    def _are_processes_at_work(self) -> bool:
        return self._is_copy or self._processes.are_at_work() or self._any_jobs_of_processes()

    def _any_jobs_of_processes(self) -> bool:
        return any(is_of_processes(executor) for executor in list(self._jobs.values()))

    def _is_held_outside(self, lock: Lock) -> bool:
        """Tell whether a thread that runs freely has a lock: it is going to unlock it."""
        return lock.locked() and lock.owner in {thread.ident for thread in self._free}

    def _is_due(self, deadline: float) -> bool:
        """Tell whether the real clock has come so far while something is outside."""
        if not self._clock.jumps:
            return self._clock.time() >= deadline
        if self.followed is not None:
            return self._clock.instant() >= deadline
        if self._anchor is None:
            patience = 0.0 if self._outside else self._patience
            self._anchor = _real_time() + patience, self._clock.instant()
        real, virtual = self._anchor
        return _real_time() - real >= deadline - virtual

    def _time_until_next_look(self, wait: ThreadWait) -> float:
        """Return how long to sleep on the bell, in real seconds."""
        if wait.deadline == math.inf or (self._clock.jumps and self.followed is None):
            return self._slice
        left = (wait.deadline - self._clock.instant()) * self._clock.factor
        return min(max(left, _SHORTEST_LOOK), self._slice)

    def _give_up(self, waits: list[ThreadWait]) -> None:
        """Tell one of those who wait in vain: a loop, or else the program's first thread."""
        wait = min(waits, key=lambda wait: (not wait.is_loop, wait.number))
        if not wait.is_loop:
            first = next(iter(self._members.values()))
            wait = first.wait or wait
        wait.is_hopeless = True
        self._go_on(wait)

    def _look_at_holder(self) -> None:
        """Take the turn from a thread that has had it for too long."""
        if self._holder is None:
            return
        now = _real_time()
        # If the whole machine was asleep, the thread didn't have the turn for as long as it seems.
        held = min(now - self._looked, 2 * self._slice)
        self._looked = now
        look = look_at(self._holder.thread)
        if look is not None:
            before, self._computed = self._computed, look.computed
            computed = look.computed - (look.computed if before is None else before)
            # It may wait for a processor, which other programs use, or for its turn to run Python.
            if look.goes_on or computed:
                held = min(held, computed)
        self._held += held
        # While real time counts, a thread that waits for another process must not hold up others.
        if self._held > (self._patience if self.followed is None else self._slice):
            self._outside.add(self._holder)
            self._holder = None

    def _any_unknown(self) -> bool:
        return bool(self._unknown())

    def _unknown(self) -> list[threading.Thread]:
        """Return the threads that may be at work although they never told so."""
        threads = threading.enumerate()
        if len(threads) == 1:
            return []
        idle: set[threading.Thread] = set()
        for pool in list(self._pools):
            if pool not in self._jobs.values():
                idle.update(getattr(pool, "_threads", ()))
        return [
            thread
            for thread in threads
            if thread not in self._foreign
            and thread not in known_threads
            and thread not in self._free
            and thread not in idle
            and thread.ident != threading.get_ident()
        ]

    def _places(self) -> list[str]:
        frames = sys._current_frames()
        return [
            place(member.thread, frames)
            for identifier, member in list(self._members.items())
            if identifier in frames
        ]

    def be_a_copy(self) -> None:
        """Know only the calling thread: this is a copy of the process that had the others.

        From here on time goes by as it does for the other process, which waits for this one.
        """
        self._is_copy = True
        self._processes = Processes()
        self._lock = threading.RLock()
        me = self.adopt()
        for member in self._by_thread.values():
            member.is_done = member is not me
        self._members = {threading.get_ident(): me}
        self._ready.clear()
        self._woken.clear()
        self._outside.clear()
        self._jobs.clear()
        self._dismissed.clear()
        self._holder = me
        self.followed = _real_time()

    def _end_if_dismissed(self) -> None:
        """End the calling thread if it was dismissed: without a word, as Python ends daemons."""
        member = self._dismissed.get(threading.get_ident())
        if member is None:
            return
        if member.thread.daemon:
            for_ever = _thread.allocate_lock()
            for_ever.acquire()
            for_ever.acquire()
        raise SystemExit

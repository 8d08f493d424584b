"""Threads under a clock, from their start to their end: they tell what they wait for.

A clock that jumps must not jump over a thread that is at work, and a deadlock is only one if no
thread is at work. Python can't be asked for that. So the program's threads tell it themselves, at
the few places where a thread can wait for another: `time.sleep`, a lock (`Event`, `Condition`,
`Queue` and `Future` are built from locks), `Thread.join`, and the wait of an event loop.

`turns.py` says which one goes on.

At its end a program waits for its threads, as Python does. Those that are left then, since nothing
can wake them, since Ctrl-C ended that wait, or since they are daemons, are *dismissed*: they go no
further than to their next wait.
"""

from __future__ import annotations

import contextlib
import math
import queue
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from lab.loop import at_end
from lab.loop.processes import has_processes, is_ours
from lab.loop.thread_waits import ENDED, Member, known_threads, place
from lab.loop.turns import Turns
from lab.loop.waiting import Deadlock
from lab.loop.watchdog import raise_in

_real_time = time.monotonic
_real_start = threading.Thread.start
_real_join = threading.Thread.join
_real_bootstrap: Callable[[threading.Thread], None] = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]  # private
_real_is_alive = threading.Thread.is_alive

# How long to wait for the end of threads that were dismissed, in real seconds.
_LONGEST_GOODBYE = 1.0


class Threads(Turns):
    """The program's threads from their start to their end: what they do instead of `threading`."""

    def start(self, thread: threading.Thread) -> None:
        """Start a thread; it runs before its starter goes on."""
        if self.is_over or thread in self._by_thread or _runs_freely(thread, sys._getframe(2)):
            self._free.add(thread)
            starter = sys._getframe(2).f_locals.get("self")
            if has_processes(starter):
                self._processes.add_pool(starter)
            self._start_free(thread)
            return
        member = Member(thread)
        wait = member.wait = self.new_wait(member, -math.inf)
        with self._lock:
            self._by_thread[thread] = member
            known_threads.add(thread)
            self._starting.add(member)
            self._ready.appendleft(wait)
        try:
            _real_start(thread)
        except BaseException:  # Ctrl-C, for example
            with self._lock:
                member.wait = None
                self._starting.discard(member)
                del self._by_thread[thread]
                known_threads.discard(thread)
                if self._holder is member:
                    self._holder = None
                self._choose()
            raise

    def _start_free(self, thread: threading.Thread) -> None:
        me = self.current()
        if me is not None:
            me.is_stranger = True  # the thread that it waits for takes no part in turns
        try:
            _real_start(thread)
        finally:
            if me is not None:
                me.is_stranger = False

    def bootstrap(self, thread: threading.Thread) -> None:
        """Run a thread from its beginning to its end."""
        member = self._by_thread.get(thread)
        if member is None or member.is_done:
            _real_bootstrap(thread)
            return
        with self._lock:
            self._members[threading.get_ident()] = member
            self._starting.discard(member)
            self._choose()
        while member.wait is not None:
            with contextlib.suppress(queue.Empty):
                member.bell.get(timeout=self._slice)
            with self._lock:
                self._look_at_holder()
                self._choose()
        try:
            _real_bootstrap(thread)
        finally:
            with self._lock:
                member.is_done = True
                self._by_thread[thread] = ENDED
                self._members.pop(threading.get_ident(), None)
                self._dismissed.pop(threading.get_ident(), None)
                self._outside.discard(member)
                for wait in member.joiners:
                    self.wake(wait)
                if self._holder is member:
                    self._holder = None
                self._choose()

    def join(self, thread: threading.Thread, timeout: float | None = None) -> None:
        """Wait until a thread is done."""
        member, me = self._by_thread.get(thread), self.current()
        if member is None or me is None or me is member or self.is_over:
            _real_join(thread, timeout)
            return
        if not member.is_done:
            deadline = math.inf if timeout is None else self.deadline_in(timeout)
            wait = self.new_wait(me, deadline)
            member.joiners.append(wait)
            if not member.is_done:
                self.pause(wait)
        if member.is_done:
            _real_join(thread)  # which is at its very end

    def is_alive(self, thread: threading.Thread) -> bool:
        """Tell whether a thread runs."""
        member = self._by_thread.get(thread)
        if member is not None and member.is_done and thread.ident != threading.get_ident():
            _real_join(thread)
        return _real_is_alive(thread)

    def finish(self) -> None:
        """Wait for threads that are no daemons, as Python does at its end, and dismiss the rest."""
        me = self.current()
        if me is None:
            return
        if at_end.was_refused:  # without that, the program might have ended its threads
            self._dismiss_others()
            return
        try:
            for pool in list(self._pools):
                if is_ours(pool):
                    pool.shutdown(wait=False)  # its idle workers end
            for thread, member in list(self._by_thread.items()):
                if not thread.daemon and not member.is_done and member is not me:
                    self._join_at_end(thread)
            self._processes.end()
        finally:
            self._dismiss_others()

    def _join_at_end(self, thread: threading.Thread) -> None:
        try:
            self.join(thread)
        except Deadlock:
            where = place(thread, sys._current_frames())
            print(
                f"this program can't end: {where}, and nothing can wake it. Python would wait for"
                " that thread until Ctrl-C: end it, or start it with daemon=True",
                file=sys.stderr,
            )

    def let_go(self) -> None:
        """Have no more to do with any thread."""
        self._dismiss_others()
        with self._lock:
            self.is_over = True
            self._members.pop(threading.get_ident(), None)
            self._holder = None
            self._choose()

    def _dismiss_others(self) -> None:
        """Let all threads that were started here go no further."""
        with self._lock:
            others = {
                identifier: member
                for identifier, member in self._members.items()
                if not member.is_guest and identifier != threading.get_ident()
            }
            self._dismissed |= others
            for identifier, member in others.items():
                del self._members[identifier]
                self._outside.discard(member)
                if self._holder is member:
                    self._holder = None
                member.was_at_work = member.wait is None
                member.wait = None
                member.bell.put(None)
            self._choose()
        # Python's own end waits for threads that are not daemons, whatever they do. An earlier call
        # may have been interrupted here.
        staying = [it for it in list(self._dismissed.values()) if not it.thread.daemon]
        for member in staying:
            member.thread._invoke_excepthook = _say_nothing  # type: ignore[attr-defined]  # private
            if member.was_at_work:
                raise_in(member.thread.ident, SystemExit)
        ends = _real_time() + _LONGEST_GOODBYE
        for member in staying:
            _real_join(member.thread, max(ends - _real_time(), 0.0))


def _say_nothing(thread: threading.Thread) -> None:
    """Say nothing of the exception that ends a thread."""


def _runs_freely(thread: threading.Thread, starter: FrameType) -> bool:
    """Tell whether a thread serves a pool: one of processes, or one older than the clock."""
    if type(thread).__module__ == "concurrent.futures.process":
        return True
    module = str(starter.f_globals.get("__name__"))
    if module == "concurrent.futures.thread":
        return not is_ours(starter.f_locals["self"])
    return module.startswith(("multiprocessing.", "concurrent."))

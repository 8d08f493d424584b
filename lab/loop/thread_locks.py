"""The lock that programs get under a clock: `Event`, `Condition` and `Queue` are built from it."""

from __future__ import annotations

import _thread
import contextlib
import math
import threading
from collections import deque
from typing import TYPE_CHECKING

from lab.loop.in_force import clock_in_force
from lab.loop.thread_waits import ThreadWait

if TYPE_CHECKING:
    from lab.loop.turns import Turns

_get_ident = _thread.get_ident


class Lock:
    """A lock that tells who waits for it.

    Attributes:
        owner: The identifier of the thread that locked it last.
    """

    __slots__ = ("__weakref__", "_real", "_threads", "_waits", "owner")

    def __init__(self) -> None:
        self._real = _thread.allocate_lock()
        self._waits: deque[ThreadWait] = deque()
        self._threads: Turns | None = None
        self.owner = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Lock it; wait for that if need be."""
        if self._real.acquire(False) or self._wait(blocking, timeout):
            self.owner = _get_ident()
            return True
        return False

    def _wait(self, blocking: bool, timeout: float) -> bool:
        threads = self._find_threads()
        member = threads.current() if threads else None
        allowed = blocking and (timeout == -1 or 0 <= timeout <= threading.TIMEOUT_MAX)
        if threads is None or member is None or not allowed:
            return self._real.acquire(blocking, timeout)
        deadline = math.inf if timeout == -1 else threads.deadline_in(timeout)
        while True:
            wait = threads.new_wait(member, deadline, lock=self)
            self._waits.append(wait)
            try:
                if self._real.acquire(False):
                    return True
                woken = threads.pause(wait)
                if self._real.acquire(False):
                    return True
            finally:
                with contextlib.suppress(ValueError):
                    self._waits.remove(wait)
            if not woken:
                return False

    def release(self) -> None:
        """Unlock it."""
        self._real.release()
        with contextlib.suppress(IndexError):
            wait = self._waits.popleft()
            if self._threads:
                self._threads.wake(wait)

    def _find_threads(self) -> Turns | None:
        """Return those who share this lock: of the program that runs now, if another made it."""
        threads, clock = self._threads, clock_in_force()
        if threads is None or (threads.is_over and not threads.is_dismissed()):
            threads = self._threads = clock.threads if clock else None
            self._waits.clear()
        return threads

    def locked(self) -> bool:
        """Tell whether it is locked."""
        return self._real.locked()

    def _at_fork_reinit(self) -> None:
        self._real = _thread.allocate_lock()
        self._waits.clear()

    acquire_lock, release_lock, locked_lock = acquire, release, locked

    def __enter__(self) -> bool:
        """Lock it."""
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        """Unlock it."""
        self.release()

    def __repr__(self) -> str:
        """Describe it as Python does."""
        return repr(self._real)

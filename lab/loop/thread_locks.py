"""The lock that programs get under a clock: `Event`, `Condition` and `Queue` are built from it."""

from __future__ import annotations

import _thread
import contextlib
import math
import threading
from collections import deque
from typing import TYPE_CHECKING

from lab.loop.thread_waits import ThreadWait

if TYPE_CHECKING:
    from lab.loop.turns import Turns


class Lock:
    """A lock that tells who waits for it."""

    __slots__ = ("__weakref__", "_real", "_waits")
    _threads: Turns

    def __init__(self) -> None:
        self._real = _thread.allocate_lock()
        self._waits: deque[ThreadWait] = deque()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Lock it; wait for that if need be."""
        if self._real.acquire(False):
            return True
        threads = self._threads
        member = threads.current()
        allowed = blocking and (timeout == -1 or 0 <= timeout <= threading.TIMEOUT_MAX)
        if member is None or not allowed:
            return self._real.acquire(blocking, timeout)
        deadline = math.inf if timeout == -1 else threads.deadline_in(timeout)
        while True:
            wait = threads.new_wait(member, deadline)
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
            self._threads.wake(self._waits.popleft())

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

"""Locks, semaphores and events for the stand-in of threads: what `threading` has in the page.

Each rests on a `Level`, so a flow finds what holds at its own time.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from lab.loop import stand_in
from lab.loop.clock import replaced
from lab.loop.stand_in_levels import Level, at_least_one


class Semaphore:
    """What `threading.Semaphore` is in the page."""

    _words = "Semaphore.acquire"

    def __init__(self, value: int = 1) -> None:
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._level = Level(value)

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        """Enter, as soon as one may."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        return self._level.take_one(timeout if blocking else 0, self._words)

    def release(self, n: int = 1) -> None:
        """Let others enter."""
        if n < 1:
            raise ValueError("n must be one or more")
        self._level.change(n)

    def __enter__(self) -> bool:
        """Enter."""
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        """Leave."""
        self.release()


class BoundedSemaphore(Semaphore):
    """What `threading.BoundedSemaphore` is in the page."""

    def __init__(self, value: int = 1) -> None:
        super().__init__(value)
        self._initial_value = value

    def release(self, n: int = 1) -> None:
        """Let others enter."""
        if self._level.now() + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Lock(Semaphore):
    """What `threading.Lock` is in the page."""

    _words = "Lock.acquire"

    def __init__(self) -> None:
        super().__init__(1)

    def acquire(self, blocking: bool = True, timeout: float | None = -1) -> bool:
        """Lock it; wait for that if need be."""
        if timeout == -1:
            timeout = None
        elif not blocking:
            raise ValueError("can't specify a timeout for a non-blocking call")
        elif timeout is None or timeout < 0:
            raise ValueError("timeout value must be a non-negative number")
        return super().acquire(blocking, timeout)

    def release(self, n: int = 1) -> None:
        """Unlock it."""
        if self._level.now() >= 1:
            raise RuntimeError("release unlocked lock")
        super().release(n)

    def locked(self) -> bool:
        """Tell whether it is locked."""
        return not self._level.look("Lock.locked", at_least_one)


class RLock:
    """What `threading.RLock` is in the page."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._owner, self._count = 0, 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Lock it, once more if this thread has it."""
        if not self._is_owned():
            if not self._lock.acquire(blocking, timeout):
                return False
            self._owner = stand_in.current.get_ident()
        self._count += 1
        return True

    def release(self) -> None:
        """Unlock it, once."""
        if not self._is_owned():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._lock.release()

    def locked(self) -> bool:
        """Tell whether it is locked."""
        return self._lock.locked()

    def __enter__(self) -> bool:
        """Lock it."""
        return self.acquire()

    def __exit__(self, *exception: object) -> None:
        """Unlock it."""
        self.release()

    # What `threading.Condition` asks of its lock.

    def _is_owned(self) -> bool:
        return self._count > 0 and self._owner == stand_in.current.get_ident()

    def _release_save(self) -> int:
        count, self._count = self._count, 0
        self._lock.release()
        return count

    def _acquire_restore(self, count: int) -> None:
        self._lock.acquire()
        self._owner, self._count = stand_in.current.get_ident(), count


class Event:
    """What `threading.Event` is in the page."""

    def __init__(self) -> None:
        self._level = Level(0, adds=False)

    def is_set(self) -> bool:
        """Tell whether it is set."""
        return self._level.look("Event.is_set", at_least_one)

    isSet = is_set  # noqa: N815 - its old name

    def set(self) -> None:
        """Set it."""
        self._level.change(1)

    def clear(self) -> None:
        """Take that back."""
        self._level.change(0)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set."""
        return self._level.reach_one(timeout, "Event.wait")


_CLASSES = (Lock, RLock, Semaphore, BoundedSemaphore, Event)


@contextlib.contextmanager
def installed() -> Iterator[None]:
    """Let the module `threading` have these classes inside the block."""
    classes = {cls.__name__: cls for cls in _CLASSES}
    with replaced(threading, _allocate_lock=Lock, **classes):
        yield

"""How other threads, and signal handlers, wake a loop that waits."""

from __future__ import annotations

import contextlib
import queue
import sys
import time
from collections.abc import Callable

_real_sleep = time.sleep
_real_time = time.monotonic

# The one in C, which a signal handler may use: a clock puts another into `queue` meanwhile.
_SimpleQueue: type[queue.SimpleQueue[None]] = queue.SimpleQueue

# A signal that another thread raises doesn't end the main thread's wait, and Python runs its
# handler when the main thread goes on: after this many seconds, at the latest.
_SLICE = 0.05


class Wakeups:
    """A flag that one can wait for, and that a signal handler may set.

    `threading.Event` would not do: its lock may be held by the very code that a signal interrupts.

    Attributes:
        flag: Whether the loop was woken since the last `clear`.
        listener: Is called at each wake-up too, by any thread, or in a signal handler.
    """

    def __init__(self) -> None:
        self.flag = False
        self.listener: Callable[[], None] | None = None
        self._queue = _SimpleQueue()

    def wake(self) -> None:
        """Set the flag, and end the wait for it."""
        self.flag = True
        listener = self.listener
        if listener is not None:
            listener()
        self._queue.put(None)

    def clear(self) -> None:
        """Take the flag back."""
        self.flag = False
        while not self._queue.empty():
            self._queue.get()

    def wait(self, timeout: float) -> bool:
        """Wait for the flag, up to `timeout` real seconds; return whether it is set."""
        if self.flag or timeout <= 0:
            return self.flag
        if sys.platform == "emscripten":
            _real_sleep(timeout)  # in the browser there is no thread that could wake us
        else:
            ends = _real_time() + timeout
            while (left := ends - _real_time()) > 0:
                with contextlib.suppress(queue.Empty):
                    self._queue.get(timeout=min(left, _SLICE))
                    break
        return self.flag

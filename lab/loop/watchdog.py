"""End a callback that never returns.

While it runs the loop can do nothing, not even look at the time. So this needs a signal of the
operating system or, outside of the main thread, a second thread.
"""

from __future__ import annotations

import _thread
import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

_set_timer: Any = getattr(signal, "setitimer", None)  # a clock refuses it to a program


class Overrun(BaseException):
    """A callback did not return in time; the message tells where it was.

    It is raised inside the callback, so that its `finally` and `with` blocks run, and then out of
    the loop. `except Exception` does not catch it.

    Attributes:
        places: The file and the line of each call that it was in, innermost first.
    """

    def __init__(self, message: str = "", places: Sequence[tuple[str, int]] = ()) -> None:
        super().__init__(message)
        self.places = tuple(places)


def raise_in(thread: int | None, error: type[BaseException]) -> None:
    """Raise an exception in another thread, by its identifier.

    Only Python's C interface can do that. It takes effect when that thread next runs Python code: a
    lock that never opens, it can't end.
    """
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread or 0), ctypes.py_object(error))


class Watchdog:
    """Watches one run of a loop.

    Args:
        limit: How long a callback may run, in real seconds. It is ended when that time is over,
            at the latest after twice that time. `math.inf`: never.
    """

    def __init__(self, limit: float) -> None:
        self.overrun: Overrun | None = None
        self._limit = limit
        self._seen: Any = None

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Watch the loop that the calling thread runs inside the block."""
        if self._limit > threading.TIMEOUT_MAX or sys.platform == "emscripten":
            yield  # in the browser, the page's Stop button ends such a program
        else:
            with self._alarm() if _may_use_alarm() else self._second_thread():
                yield
        if self.overrun is not None:
            raise self.overrun

    @contextlib.contextmanager
    def _alarm(self) -> Iterator[None]:
        def on_alarm(number: int, frame: FrameType | None) -> None:
            if self._is_stuck(frame):
                raise self.overrun or Overrun

        signal.signal(signal.SIGALRM, on_alarm)
        _set_timer(signal.ITIMER_REAL, self._limit, self._limit)
        try:
            yield
        finally:
            if signal.getsignal(signal.SIGALRM) is on_alarm:  # else the program took both
                _set_timer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, signal.SIG_DFL)

    @contextlib.contextmanager
    def _second_thread(self) -> Iterator[None]:
        watched = threading.get_ident()
        # A thread and locks of the lowest kind: a clock may have put others into `threading`.
        running, watching = _thread.allocate_lock(), _thread.allocate_lock()

        def watch() -> None:
            while not running.acquire(timeout=self._limit):
                if self._is_stuck(sys._current_frames().get(watched)):
                    raise_in(watched, Overrun)
            watching.release()

        running.acquire()
        watching.acquire()
        _thread.start_new_thread(watch, ())
        try:
            yield
        finally:
            running.release()
            watching.acquire()

    def _is_stuck(self, frame: FrameType | None) -> bool:
        """Tell whether the same callback runs as at the last look; if so, note where."""
        handle: Any = None
        lines = []
        places = []
        while frame is not None and handle is None:
            if frame.f_code is asyncio.Handle._run.__code__:
                handle = frame.f_locals["self"]
            else:
                code = frame.f_code
                lines.append(f"  {code.co_filename}:{frame.f_lineno} in {code.co_qualname}")
                places.append((code.co_filename, frame.f_lineno))
            frame = frame.f_back
        if handle is None or handle is not self._seen:
            self._seen = handle
            return False
        task = getattr(handle._callback, "__self__", None)
        name = task.get_name() if isinstance(task, asyncio.Task) else "a callback"
        self.overrun = Overrun(
            f"{name} did not return within {self._limit:g} s; it is at\n"
            + "\n".join(reversed(lines)),
            places,
        )
        return True


def _may_use_alarm() -> bool:
    """Tell whether the alarm is free, and this the one thread that may set it."""
    if not hasattr(signal, "setitimer") or signal.getsignal(signal.SIGALRM) != signal.SIG_DFL:
        return False
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    except ValueError:
        return False
    return True

"""Clocks for the lab's event loop: one that jumps, and the one on the wall."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from queue import SimpleQueue

    # The loop waits on this queue; whatever wakes the loop puts None into it.
    Wakeups = SimpleQueue[None]

_real_sleep = time.sleep
_real_monotonic = time.monotonic


class Clock(Protocol):
    """What the event loop asks of a clock."""

    def time(self) -> float:
        """Return the seconds since some start; never goes back."""

    def sleep(self, seconds: float) -> None:
        """Block the calling thread: what `time.sleep` does while the clock is installed."""

    def wait(self, wakeups: Wakeups, timeout: float | None) -> None:
        """Return when something is in `wakeups`, or else after `timeout` seconds."""

    def installed(self) -> contextlib.AbstractContextManager[None]:
        """Let the functions of the module `time` follow this clock inside the block."""


class WallClock:
    """The real clock: waiting takes as long as it says."""

    def time(self) -> float:
        """Return `time.monotonic()`."""
        return _real_monotonic()

    def sleep(self, seconds: float) -> None:
        """Block the calling thread for `seconds`."""
        _real_sleep(seconds)
        _tell_blocked(seconds)

    def wait(self, wakeups: Wakeups, timeout: float | None) -> None:
        """Wait for a wake-up, at most `timeout` seconds (`None`: as long as it takes)."""
        if timeout is not None:
            # As the standard loop on Linux: epoll counts in whole milliseconds, upwards.
            timeout = math.ceil(timeout * 1000) / 1000
        _wait_really(wakeups, timeout)

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let `time.sleep` tell the observer what it blocks; all else stays as it is."""
        with _replaced(sleep=self.sleep):
            yield


class VirtualClock:
    """A clock that stands still while Python runs, and jumps to the next deadline.

    Nobody waits for it: `asyncio.sleep(3600)` and `time.sleep(3600)` return at once, an hour
    later by this clock. So a run takes no time, and gives the same times whenever it is run.

    Args:
        start: what `time()`, `time.monotonic()` and `time.perf_counter()` say first, in seconds.
        epoch: what `time.time()` says first, in seconds since 1970: by default the first
            moment of 2026, UTC.
    """

    def __init__(self, start: float = 0.0, epoch: float = 1_767_225_600.0) -> None:
        self._now = start
        self._epoch = epoch - start

    def time(self) -> float:
        """Return the virtual seconds."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Jump `seconds` ahead, in the middle of a callback: nothing else runs meanwhile."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.jump(self._now + seconds)
        _tell_blocked(seconds)

    def wait(self, wakeups: Wakeups, timeout: float | None) -> None:
        """Jump `timeout` seconds ahead, unless a wake-up is there already."""
        if timeout is None:
            _wait_really(wakeups, None)
        elif wakeups.empty():
            self.jump(self._now + timeout)

    def jump(self, when: float) -> None:
        """Set the clock to `when`, in whole nanoseconds: so 0.1 + 0.2 is the same as 0.3."""
        self._now = max(self._now, round(when, 9))

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let `time.sleep`, `monotonic`, `perf_counter`, `time` and their `_ns` twins follow."""

        def wall() -> float:
            return round(self._epoch + self._now, 9)

        def nanoseconds() -> int:
            return round(self._now * 1e9)

        with _replaced(
            sleep=self.sleep,
            monotonic=self.time,
            monotonic_ns=nanoseconds,
            perf_counter=self.time,
            perf_counter_ns=nanoseconds,
            time=wall,
            time_ns=lambda: round(self._epoch * 1e9) + nanoseconds(),
        ):
            yield


def _wait_really(wakeups: Wakeups, timeout: float | None) -> None:
    from queue import Empty

    with contextlib.suppress(Empty):
        wakeups.get(timeout=timeout)


def _tell_blocked(seconds: float) -> None:
    from asyncio import _get_running_loop

    loop = _get_running_loop()
    observer = getattr(loop, "observer", None)
    if observer is not None:
        observer.blocked(loop, seconds)


@contextlib.contextmanager
def _replaced(**functions: object) -> Iterator[None]:
    before = {name: getattr(time, name) for name in functions}
    try:
        for name, function in functions.items():
            setattr(time, name, function)
        yield
    finally:
        for name, function in before.items():
            setattr(time, name, function)

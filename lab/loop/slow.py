"""A clock that goes slower than the one on the wall, for watching."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from types import FrameType

from lab.loop.clock import WallClock, replaced
from lab.loop.dates import following_dates
from lab.loop.following import following
from lab.loop.in_force import TIME, in_force

_real_time = time.monotonic


class SlowClock(WallClock):
    """A clock by which each second takes `factor` real seconds.

    All of the program's times are by this clock: `asyncio.sleep(1)` takes one second of its time.

    Args:
        factor: How many real seconds a second takes.
    """

    def __init__(self, factor: float = 5.0) -> None:
        super().__init__()
        self.factor = factor
        self._start = _real_time()
        self._epoch = time.time() - self._start

    def time(self) -> float:
        """Return the seconds since some start; never goes back."""
        return self._start + (_real_time() - self._start) / self.factor

    def look(self, name: str, caller: FrameType) -> float:
        """Return what a function of the module `time` says."""
        return self.since_1970() if name == "time" else self.time()

    def look_ns(self, name: str, caller: FrameType) -> int:
        """Return the same in nanoseconds."""
        return round(self.look(name, caller) * 1e9)

    def since_1970(self) -> float:
        """Return the time by which dates are told."""
        return self._epoch + self.time()

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let the functions of the module `time` follow this clock inside the block."""
        with (
            in_force(self),
            following(self.threads, TIME["monotonic"]),
            following_dates(),
            replaced(time, **TIME),
        ):
            yield

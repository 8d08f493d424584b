"""A clock that goes slower than the one on the wall, for watching."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from lab.loop.clock import WallClock, replaced
from lab.loop.dates import following_dates
from lab.loop.following import following

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

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Let the functions of the module `time` follow this clock inside the block."""

        def nanoseconds() -> int:
            return round(self.time() * 1e9)

        with (
            following(self.threads, self.time),
            following_dates(lambda: self._epoch + self.time()),
            replaced(
                time,
                sleep=self.sleep,
                monotonic=self.time,
                monotonic_ns=nanoseconds,
                perf_counter=self.time,
                perf_counter_ns=nanoseconds,
                time=lambda: self._epoch + self.time(),
                time_ns=lambda: round((self._epoch + self.time()) * 1e9),
            ),
        ):
            yield

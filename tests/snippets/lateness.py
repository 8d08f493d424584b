"""How late a machine is: on a busy one each sleep takes longer than it was asked to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEP = 0.01
"""How long each sleep is that is looked at, in seconds."""


class Lateness:
    """Sleeps in small steps, and adds up by how much each was too long.

    It adds them up since a program that waits three times is late three times.

    Args:
        clock: Tells the time in seconds.
        sleep: Waits for that many seconds.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.seconds = 0.0
        self._clock, self._sleep = clock, sleep

    def step(self) -> None:
        """Sleep for one step."""
        before = self._clock()
        self._sleep(STEP)
        self.seconds += max(0.0, self._clock() - before - STEP)


@contextmanager
def measured_lateness() -> Iterator[Lateness]:
    """Measure, in a thread, by how much the machine is late while the block runs."""
    lateness = Lateness()
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            lateness.step()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield lateness
    finally:
        ended.set()
        thread.join()

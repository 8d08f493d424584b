"""How late a machine is: on a busy one, who sleeps and computes waits for a processor too."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEP = 0.01
"""How long each sleep is that is looked at, in seconds."""

BURST = 100_000
"""How many numbers are added up after each: about a millisecond. Schedulers let who only sleeps go
first, so that alone it is hardly late on a busy machine."""


class Lateness:
    """Sleeps and computes in small steps, and adds up by how much each was too long.

    It adds them up since a program that waits three times is late three times.

    Args:
        clock: Tells the time in seconds.
        sleep: Waits for that many seconds.
        computed: Tells for how many seconds this thread has computed; `time.thread_time`, which
            Pyodide doesn't have.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
        computed: Callable[[], float] | None = None,
    ) -> None:
        self.seconds = 0.0
        self._clock, self._sleep = clock, sleep
        self._computed = computed or time.thread_time

    def step(self) -> None:
        """Do one step."""
        start, computed = self._clock(), self._computed()
        self._sleep(STEP)
        sum(range(BURST))
        due = STEP + self._computed() - computed
        self.seconds += max(0.0, self._clock() - start - due)


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

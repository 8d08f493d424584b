"""Stop politely at the first signal, and at once at the second."""

import asyncio
import signal
from types import FrameType

from linkcheck.log import log

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Watch for signals, and cancel a task that doesn't stop in time.

    Args:
        task: The task that is to stop.
        within: The seconds that it has after the first signal.
    """

    def __init__(self, task: asyncio.Task[None], within: float) -> None:
        self._task = task
        self._within = within
        self._loop = asyncio.get_running_loop()
        self.asked = asyncio.Event()
        self.at_once = False
        for number in SIGNALS:
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.ask, number)

    def ask(self, number: int) -> None:
        """Ask the task to stop; the second time, cancel it."""
        name = signal.Signals(number).name
        if not self.asked.is_set():
            log.info("%s: stopping in %g s", name, self._within)
            self.asked.set()
            self._loop.call_later(self._within, self._cancel, "late")
        else:
            self._cancel(f"{name} again")

    def _cancel(self, why: str) -> None:
        if not self.at_once:  # a third signal doesn't cut clean-up off
            self.at_once = True
            log.warning("%s: stopping now", why)
            self._task.cancel(why)

# /// script
# [tool.lab]
# lines = { most = 80, reason = "it holds a class of the package as it is" }
# ///
"""The first signal asks a program to stop, the second makes it."""

import asyncio
import logging
import signal
from types import FrameType

log = logging.getLogger("linkcheck")

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


async def work(stop):
    await stop.asked.wait()
    print("finishing what was begun")
    try:
        await asyncio.sleep(5)
    finally:
        print("closing what is open")


async def main():
    task = asyncio.current_task()
    stop = Stop(task, within=10)
    loop = asyncio.get_running_loop()
    for seconds in (0.1, 0.2, 0.3):  # an impatient user
        loop.call_later(seconds, signal.raise_signal, signal.SIGINT)
    try:
        await work(stop)
    except asyncio.CancelledError:
        if not stop.at_once or task.uncancel():
            raise
    print("stopped")


asyncio.run(main())

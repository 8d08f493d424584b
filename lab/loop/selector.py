"""Wait for the clock or for a thread, where other loops wait for sockets."""

from __future__ import annotations

import asyncio
import selectors
import threading
from typing import TYPE_CHECKING, Any

from lab.loop import signals
from lab.loop.tasks import take_the_name_of
from lab.loop.waiting import Deadlock, waits_for
from lab.network.network import Network
from lab.network.sockets import Selector

if TYPE_CHECKING:
    from lab.loop.event_loop import EventLoop

# How long to wait for a signal before looking again whether any may come, in real seconds.
_A_WHILE = 0.25


class ClockSelector(Selector):
    """What a loop selects from: the sockets in memory, and the clock.

    Args:
        network: Whose sockets.
        loop: Who waits.
    """

    def __init__(self, network: Network, loop: EventLoop) -> None:
        super().__init__(network)
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        """Return what is ready; if nothing is, wait until a timer is due."""
        loop = self._loop
        if loop._watchdog.overrun:
            raise loop._watchdog.overrun
        ready = super().select()
        if (not ready or _only_idle(ready)) and timeout != 0 and not loop._signals:
            deadline = None if timeout is None else loop._first_deadline()
            woken = loop.clock.wait(loop._wakeups, deadline, loop.limit)
            if not woken and not self._wait_for_signal():
                self._report_deadlock()
        else:
            if loop.clock.threads.anybody_ready():
                loop.clock.let_threads_run()
            loop.clock.turn()
        if loop._wakeups.flag:
            loop._wakeups.clear()
        if loop._signals:
            ready += loop._signals_ready()
        return ready

    def wake(self) -> None:
        """End the wait of a loop in another thread."""
        if threading.get_ident() != getattr(self._loop, "_thread_id", None):
            self._loop._wakeups.wake()

    def _wait_for_signal(self) -> bool:
        """Wait for a while if the program waits for a signal, and one may come."""
        loop = self._loop
        if loop.clock.jumps or not signals.can_come_from_outside:
            return False
        if not loop.waits_for_signals():
            return False
        loop._wakeups.wait(_A_WHILE)
        return True

    def _report_deadlock(self) -> None:
        loop = self._loop
        loop._has_deadlocked = True
        tasks = sorted(asyncio.all_tasks(loop), key=lambda task: _numbered(task.get_name()))
        if loop.guard:
            loop.guard.tell("deadlocked", loop, tasks)
        notes = loop.clock.threads.at_work()
        if names := loop.waits_for_signals():
            notes.append(
                f"nothing outside sends {' or '.join(names)} here; let the program send it:"
                f" loop.call_later(1, signal.raise_signal, signal.{names[0]})"
            )
        if loop.network.has_server(loop):
            notes.append(
                "no other program can connect to this one's server here; let a task of this program"
                " be its client"
            )
        raise Deadlock([waits_for(task) for task in tasks], notes)


# asyncio's log in debug mode names the selector.
take_the_name_of(selectors.DefaultSelector, ClockSelector)


def _only_idle(ready: list[Any]) -> bool:
    """Tell whether all that is ready is to write nothing.

    `writelines([b""])` leaves asyncio (since 3.12) with a write that never gets done, so that it
    asks the selector over and over. Time has to go by all the same.
    """
    for key, mask in ready:
        if mask != selectors.EVENT_WRITE:
            return False
        transport = getattr(key.data[1]._callback, "__self__", None)
        if not isinstance(transport, asyncio.WriteTransport) or transport.get_write_buffer_size():
            return False
    return True


def _numbered(name: str) -> tuple[str, int]:
    head, _, number = name.rpartition("-")
    return (head, int(number)) if number.isdecimal() else (name, 0)

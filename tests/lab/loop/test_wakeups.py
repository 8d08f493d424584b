from __future__ import annotations

import asyncio
import os
import signal
import threading
import time

import pytest

import lab
from lab.loop.wakeups import Wakeups


def test_a_wake_up_is_kept_until_it_is_cleared() -> None:
    wakeups = Wakeups()
    assert not wakeups.wait(0)
    wakeups.wake()
    assert wakeups.wait(60)
    wakeups.clear()
    assert not wakeups.wait(0.01)


def test_another_thread_can_end_the_wait() -> None:
    wakeups = Wakeups()
    before = time.monotonic()
    threading.Timer(0.05, wakeups.wake).start()
    assert wakeups.wait(60)
    assert time.monotonic() - before < 30


def test_ctrl_c_ends_a_wait_of_the_wall_clock() -> None:
    async def main() -> None:
        await asyncio.sleep(60)

    before = time.monotonic()
    timer = threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    with lab.installed(clock=lab.WallClock()), pytest.raises(KeyboardInterrupt):
        asyncio.run(main())
    assert time.monotonic() - before < 30
    timer.join()


def test_a_signal_handler_may_wake_whatever_is_going_on() -> None:
    with lab.installed():
        assert type(Wakeups()._queue).__module__ == "_queue", "one in Python has locks of its own"

from __future__ import annotations

import asyncio
import time

import lab
from lab.loop.slow import SlowClock

_perf_counter = time.perf_counter
ROUNDED = 1e-6
"""By how many seconds nanoseconds and seconds since 1970 may differ, being rounded."""


def test_waiting_takes_a_multiple_but_the_program_does_not_see_it() -> None:
    async def main() -> float:
        began = time.monotonic()
        await asyncio.sleep(0.02)
        time.sleep(0.02)  # noqa: ASYNC251 - what blocks is what we test
        before = time.monotonic()
        assert before <= asyncio.get_running_loop().time() <= time.monotonic()
        return time.monotonic() - began

    began = _perf_counter()
    with lab.installed(SlowClock(10)):
        took = asyncio.run(main())
    real = _perf_counter() - began
    assert real >= 0.4
    assert 0.04 <= took <= real / 9


def test_the_functions_of_time_agree() -> None:
    with SlowClock(4).installed():
        for name in ("monotonic", "perf_counter", "time"):
            seconds, nanoseconds = getattr(time, name), getattr(time, f"{name}_ns")
            before = seconds()
            now = nanoseconds() / 1e9
            assert before - ROUNDED <= now <= seconds() + ROUNDED
        before = time.time()
    assert before <= time.time() < before + 3600

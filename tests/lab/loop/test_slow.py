from __future__ import annotations

import asyncio
import time

import pytest

import lab
from lab.loop.slow import SlowClock

_perf_counter = time.perf_counter


def test_waiting_takes_a_multiple_but_the_program_does_not_see_it() -> None:
    async def main() -> float:
        began = time.monotonic()
        await asyncio.sleep(0.02)
        time.sleep(0.02)  # noqa: ASYNC251 - what blocks is what we test
        assert asyncio.get_running_loop().time() == pytest.approx(time.monotonic(), abs=0.01)
        return time.monotonic() - began

    began = _perf_counter()
    with lab.installed(SlowClock(10)):
        took = asyncio.run(main())
    real = _perf_counter() - began
    assert real >= 0.4
    assert 0.04 <= took <= real / 9


def test_the_functions_of_time_agree() -> None:
    with SlowClock(4).installed():
        assert time.monotonic_ns() / 1e9 == pytest.approx(time.monotonic(), abs=0.5)
        assert time.perf_counter_ns() / 1e9 == pytest.approx(time.perf_counter(), abs=0.5)
        before = time.time()
        assert time.time_ns() / 1e9 == pytest.approx(before, abs=0.5)
    assert time.time() - before < 60

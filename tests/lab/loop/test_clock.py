from __future__ import annotations

import asyncio
import datetime
import time

import pytest

import lab
from lab.loop.clock import Clock
from lab.loop.wakeups import Wakeups


@pytest.fixture
def clock() -> lab.VirtualClock:
    return lab.VirtualClock()


def test_sleeping_takes_no_time_but_virtual_time(clock: lab.VirtualClock) -> None:
    before = time.monotonic()
    with clock.installed():
        time.sleep(3600)
        assert time.monotonic() == 3600
    assert time.monotonic() - before < 60


def test_the_module_time_agrees_with_itself_and_with_the_loop() -> None:
    async def main() -> None:
        await asyncio.sleep(0.1)
        time.sleep(0.2)  # noqa: ASYNC251 - what blocks is what we test
        assert asyncio.get_running_loop().time() == 0.3
        assert time.monotonic() == time.perf_counter() == 0.3
        assert time.monotonic_ns() == time.perf_counter_ns() == 300_000_000
        assert time.time() == pytest.approx(1_767_225_600.3, abs=1e-6)
        assert time.time_ns() == 1_767_225_600_300_000_000

    with lab.installed():
        asyncio.run(main())


def test_virtual_time_begins_with_the_year_2026(clock: lab.VirtualClock) -> None:
    with clock.installed():
        now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
    assert now == datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def test_start_and_epoch_can_be_chosen() -> None:
    with lab.VirtualClock(start=100, epoch=0).installed():
        assert (time.monotonic(), time.time()) == (100, 0)


@pytest.mark.parametrize("clock", [lab.VirtualClock(), lab.WallClock()])
def test_the_module_time_is_put_back_even_after_an_exception(clock: Clock) -> None:
    names = ["sleep", "monotonic", "perf_counter", "time"]
    names += [f"{name}_ns" for name in names[1:]]
    before = [getattr(time, name) for name in names]
    with pytest.raises(LookupError), clock.installed():  # noqa: PT012 - about the whole block
        assert time.sleep is not before[0]
        raise LookupError
    assert [getattr(time, name) for name in names] == before


def test_sums_of_floats_do_not_drift(clock: lab.VirtualClock) -> None:
    with clock.installed():
        for _ in range(10):
            time.sleep(0.1)
        assert time.monotonic() == 1


@pytest.mark.parametrize("clock", [lab.VirtualClock(), lab.WallClock()])
def test_one_cannot_sleep_backwards(clock: Clock) -> None:
    with clock.installed(), pytest.raises(ValueError, match="sleep length must be non-negative"):
        time.sleep(-1)


def test_a_program_can_wait_by_looking_at_the_clock(clock: lab.VirtualClock) -> None:
    with clock.installed():
        start = time.perf_counter()
        while time.perf_counter() < start + 0.5:
            pass
        assert time.perf_counter() - start == 0.5


def test_so_can_a_coroutine_that_yields_meanwhile() -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        while time.monotonic() < 0.01:  # noqa: ASYNC110 - for the sake of a program that does
            await asyncio.sleep(0)
        return loop.time()

    with lab.installed():
        assert asyncio.run(main()) == 0.01


def test_a_wake_up_ends_a_wait_before_its_time(clock: lab.VirtualClock) -> None:
    wakeups = Wakeups()
    wakeups.wake()
    assert clock.wait(wakeups, 5)
    assert clock.time() == 0
    wakeups.clear()
    assert clock.wait(wakeups, 5)
    assert clock.time() == 5


@pytest.mark.parametrize("clock", [lab.VirtualClock(), lab.WallClock()])
def test_without_timer_or_thread_nobody_can_end_a_wait(clock: Clock) -> None:
    assert not clock.wait(Wakeups(), None)


def test_the_wall_clock_takes_its_time() -> None:
    before = time.monotonic()
    with lab.installed(clock=lab.WallClock()):
        asyncio.run(asyncio.sleep(0.05))
    assert time.monotonic() - before >= 0.05


def test_a_loop_of_asyncio_s_own_keeps_real_time(clock: lab.VirtualClock) -> None:
    before = time.monotonic()
    with clock.installed(), asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(asyncio.sleep(0.05))
    assert time.monotonic() - before >= 0.05

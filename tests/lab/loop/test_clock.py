from __future__ import annotations

import asyncio
import datetime
import math
import random
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import lab
from lab.loop.clock import Clock
from lab.loop.slow import SlowClock
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
        now = asyncio.get_running_loop().time()
        assert now == time.monotonic() == time.perf_counter() == pytest.approx(0.3, abs=1e-12)
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
        assert time.monotonic() == pytest.approx(1, abs=1e-12)


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


@pytest.mark.parametrize("kind", [lab.VirtualClock, lab.WallClock])
def test_without_timer_or_thread_nobody_can_end_a_wait(kind: Callable[[], Clock]) -> None:
    assert not kind().wait(Wakeups(), None)


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


@pytest.mark.parametrize("start", [0.0, 0.1, 0.7, 0.9, 1.1, 123.4])
def test_a_callback_never_comes_before_its_time(start: float) -> None:
    """A cancel scope of anyio's arms itself again until its deadline is over."""
    calls = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(start)
        for number in range(1, 200):
            done = loop.create_future()
            deadline = loop.time() + number / 300

            def check(deadline: float = deadline, done: asyncio.Future[None] = done) -> None:
                calls.append(deadline)
                if loop.time() >= deadline:
                    done.set_result(None)
                else:
                    loop.call_at(deadline, check)

            check()
            await done

    with lab.installed():
        asyncio.run(main())
    assert len(calls) == 2 * 199, "each looks once before it waits, and once after"


def test_a_token_bucket_does_not_spin() -> None:
    async def main() -> int:
        rounds = 0
        tokens, rate, last = 0.0, 3.0, time.monotonic()
        for _ in range(100):
            while tokens < 1:
                rounds += 1
                await asyncio.sleep((1 - tokens) / rate)
                now = time.monotonic()
                tokens, last = tokens + (now - last) * rate, now
            tokens -= 1
        return rounds

    with lab.installed():
        assert asyncio.run(main()) <= 300


def test_a_timer_that_is_armed_again_for_the_same_instant_ends() -> None:
    """aiolimiter's bucket is a hair too full at the time that it computed: it asks again."""

    async def main() -> tuple[int, float]:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(60)
        due, calls, done = loop.time(), 0, loop.create_future()

        def check() -> None:
            nonlocal calls
            calls += 1
            if loop.time() > due:
                done.set_result(None)
            else:
                loop.call_at(due, check)

        check()
        await done
        return calls, loop.time() - due

    with lab.installed():
        calls, late = asyncio.run(main())
    assert calls < 200
    assert late < 1e-8


def test_timers_of_one_instant_are_called_in_order_and_at_that_instant() -> None:
    called: list[int] = []

    async def main() -> float:
        loop = asyncio.get_running_loop()
        start = loop.time()
        for number in range(90):
            loop.call_at(start, called.append, number)
        await asyncio.sleep(0)
        return loop.time() - start

    with lab.installed():
        assert asyncio.run(main()) == 0
    assert called == list(range(90))


CLOCKS: dict[str, tuple[Callable[[], float], float]] = {
    "monotonic": (lambda: time.monotonic(), 0.01),
    "perf_counter": (lambda: time.perf_counter(), 0.01),
    "time": (lambda: time.time(), 0.01),
    "loop.time": (lambda: asyncio.get_running_loop().time(), 0.01),
    "monotonic_ns": (lambda: time.monotonic_ns(), 10_000_000),
    "perf_counter_ns": (lambda: time.perf_counter_ns(), 10_000_000),
    "time_ns": (lambda: time.time_ns(), 10_000_000),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_no_wait_is_shorter_than_asked(name: str) -> None:
    look, asked = CLOCKS[name]

    async def main() -> list[float]:
        measured = []
        for sleep in (asyncio.sleep, asyncio.to_thread):
            arguments: list[Any] = [0.01] if sleep is asyncio.sleep else [time.sleep, 0.01]
            for _ in range(100):
                before = look()
                await sleep(*arguments)
                measured.append(look() - before)
        for _ in range(100):
            before = look()
            time.sleep(0.01)  # noqa: ASYNC251 - what blocks is what we test
            measured.append(look() - before)
        return measured

    with lab.installed():
        measured = asyncio.run(main())
    assert min(measured) >= asked
    assert max(measured) == pytest.approx(asked, abs=asked / 1000)


@pytest.mark.parametrize("look", [lambda: time.monotonic(), lambda: time.time()])
def test_a_loop_that_polls_until_a_time_is_over_makes_as_many_rounds_as_in_cpython(
    look: Callable[[], float],
) -> None:
    async def main() -> int:
        await asyncio.sleep(0.9)
        start, rounds = look(), 0
        while look() - start < 0.3:
            await asyncio.sleep(0.1)
            rounds += 1
        return rounds

    with lab.installed():
        assert asyncio.run(main()) == 3


def test_timers_of_one_instant_fire_together_and_in_the_order_made() -> None:
    log = []

    async def steps(name: str, *delays: float) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for delay in delays:
            await asyncio.sleep(delay)
        assert loop.time() - began >= delays[-1]
        log.append(name)
        await asyncio.sleep(0)
        log.append(name)

    async def main() -> None:
        await asyncio.gather(
            steps("a", 0.3), steps("b", 0.1, 0.2), steps("c", 0.2, 0.1), steps("d", 0.3)
        )

    with lab.installed():
        asyncio.run(main())
    assert log == ["a", "d", "b", "c"] * 2


def test_timers_of_one_nanosecond_are_called_in_the_order_made_in_one_turn() -> None:
    dice = random.Random(1)  # noqa: S311 - the same numbers each time
    below, above = -math.inf, math.inf
    called: list[tuple[float, float, int]] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()

        def call(when: float, number: int) -> None:
            called.append((loop.time(), when, number))

        for number in range(2_000):
            when = dice.randrange(1, 100) / 100
            for _ in range(dice.randrange(4)):
                when = math.nextafter(when, dice.choice((below, above)))
            loop.call_at(when, call, when, number)
        await asyncio.sleep(1)

    with lab.installed():
        asyncio.run(main())
    assert all(now >= when for now, when, _ in called)
    instants = [(round(when, 9), number) for _, when, number in called]
    assert instants == sorted(instants)
    assert len({now for now, _, _ in called}) == 99, "one turn each"


@pytest.mark.parametrize("clock", [lab.VirtualClock(), lab.WallClock(), SlowClock()])
@pytest.mark.parametrize("length", [math.inf, math.nan, -1, -0.5, 10**30, 1e10, "1", None])
def test_sleep_refuses_what_python_s_refuses(clock: Clock, length: Any) -> None:  # noqa: ANN401
    with pytest.raises((OverflowError, ValueError, TypeError)) as expected:
        time.sleep(length)
    with clock.installed(), pytest.raises(expected.type) as caught:
        time.sleep(length)
    assert str(caught.value) == str(expected.value)


class Short(float):
    """A float of another class."""


@pytest.mark.parametrize("clock", [lab.VirtualClock(), lab.WallClock(), SlowClock()])
@pytest.mark.parametrize("length", [False, Short(0.001), Fraction(1, 1000), Decimal("0.001")])
def test_sleep_takes_what_python_s_takes(clock: Clock, length: Any) -> None:  # noqa: ANN401
    def refusal() -> str | None:
        try:
            time.sleep(length)
        except TypeError as error:
            return str(error)
        return None

    theirs = refusal()
    with clock.installed():
        assert refusal() == theirs

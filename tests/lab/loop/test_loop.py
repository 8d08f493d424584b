from __future__ import annotations

import asyncio
import contextlib
import math
import re
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import lab
from lab.loop import handles, refusals
from lab.loop.clock import Clock

ROOT = Path(__file__).parents[3]


def run(coroutine: Any, **options: Any) -> Any:  # noqa: ANN401 - any coroutine, any result
    with lab.installed(**options):
        return asyncio.run(coroutine)


@pytest.fixture(params=[lab.VirtualClock, lab.WallClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    make: Callable[[], Clock] = request.param
    return make()


async def nine(seen: list[int]) -> None:
    async def sleeper(number: int) -> None:
        await asyncio.sleep(1)
        seen.append(number)

    await asyncio.gather(*[sleeper(number) for number in range(9)])


def test_timers_of_one_instant_fire_in_the_order_they_were_made() -> None:
    seen: list[int] = []
    run(nine(seen))
    assert seen == [0, 1, 2, 3, 4, 5, 6, 7, 8]


def test_an_instant_is_the_same_whatever_sum_leads_to_it() -> None:
    seen: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.call_at(0.1 + 0.2, seen.append, "first, at 0.30000000000000004")
        loop.call_at(0.3, seen.append, "second, at 0.3")
        await asyncio.sleep(1)

    run(main())
    assert seen == ["first, at 0.30000000000000004", "second, at 0.3"]


def test_earlier_timers_fire_first_whenever_they_were_made() -> None:
    seen: list[int] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for delay in (3, 1, 2):
            loop.call_later(delay, seen.append, delay)
        await asyncio.sleep(4)

    run(main())
    assert seen == [1, 2, 3]


def test_a_timeout_ends_at_its_deadline() -> None:
    async def main() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.5):
                await asyncio.sleep(100)
        return asyncio.get_running_loop().time()

    assert run(main()) == 2.5


def test_time_sleep_stops_everything_else() -> None:
    ticks = []

    async def ticking() -> None:
        for _ in range(4):
            await asyncio.sleep(0.1)
            ticks.append(round(time.monotonic(), 9))

    async def main() -> None:
        ticker = asyncio.create_task(ticking())
        await asyncio.sleep(0.15)
        time.sleep(1)  # noqa: ASYNC251 - what blocks is what we test
        await ticker

    run(main())
    assert ticks == [0.1, 1.15, 1.25, 1.35]


def test_tasks_come_out_of_a_set_in_the_same_order_each_time() -> None:
    async def main() -> list[str]:
        tasks = {asyncio.create_task(asyncio.sleep(0), name=str(n)) for n in range(50)}
        return [task.get_name() for task in tasks]

    assert run(main()) == run(main()) == [str(n) for n in range(50)]


def test_in_debug_mode_a_task_tells_where_it_was_made_as_on_asyncio_s_loop() -> None:
    async def main() -> str:
        asyncio.get_running_loop().set_debug(True)
        return re.sub(r"0x[0-9a-f]+|Task-\d+", "", repr(asyncio.create_task(asyncio.sleep(0))))

    assert run(main()) == asyncio.run(main())


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("traced", [False, True])
def test_handles_look_as_on_asyncio_s_loop(traced: bool, debug: bool) -> None:
    async def main() -> list[str]:
        loop = asyncio.get_running_loop()
        loop.set_debug(debug)
        when = math.ceil(loop.time()) + 1
        scheduled = [
            loop.call_soon(clock, 7),
            loop.call_soon_threadsafe(clock, 7),
            loop.call_later(1, clock, 7),
            loop.call_at(when, clock, 7),
        ]
        seen = []
        for handle in scheduled:
            seen += [repr(type(handle)), type(handle).__qualname__, repr(handle)]
            handle.cancel()
            seen.append(repr(handle))
        return [re.sub(r"when=[0-9.]+", "when=", line) for line in seen]

    ours = run(main(), observer=lab.Tracer() if traced else None)
    assert ours == asyncio.run(main())
    assert ours[10].startswith("<TimerHandle when= clock(")


def test_the_handle_of_a_reader_looks_as_on_asyncio_s_loop() -> None:
    assert repr(handles.ObservedReader) == repr(asyncio.Handle)


def compute(seconds: float = 0.15) -> None:
    """Keep the processor busy."""
    began = time.process_time()
    while time.process_time() - began < seconds:
        pass


def slow_callbacks(
    caplog: pytest.LogCaptureFixture,
    callback: Callable[[], object],
    **options: Any,  # noqa: ANN401 - those of `installed`
) -> list[str]:
    """Return what the loop reports of a callback in debug mode."""

    async def main() -> None:
        asyncio.get_running_loop().call_soon(callback)
        await asyncio.sleep(0.01)

    caplog.clear()
    with lab.installed(**options) if options else contextlib.nullcontext():
        asyncio.run(main(), debug=True)
    return [
        f"{entry.levelname} {entry.name} {re.sub('[0-9.]+ s', 'x s', entry.getMessage())}"
        for entry in caplog.records
        if entry.getMessage().startswith("Executing <Handle")
    ]


@pytest.mark.parametrize("traced", [False, True])
def test_in_debug_mode_a_callback_that_computes_for_long_is_reported(
    caplog: pytest.LogCaptureFixture, traced: bool
) -> None:
    observer = lab.Tracer() if traced else None
    ours = slow_callbacks(caplog, compute, clock=lab.VirtualClock(), observer=observer)
    assert ours == slow_callbacks(caplog, compute)
    assert len(ours) == 1
    assert ours[0].startswith("WARNING asyncio Executing <Handle compute() at ")


@pytest.mark.parametrize("traced", [False, True])
def test_in_debug_mode_a_callback_that_sleeps_is_reported_once(
    caplog: pytest.LogCaptureFixture, traced: bool
) -> None:
    def nap() -> None:
        time.sleep(0.2)

    observer = lab.Tracer() if traced else None
    assert len(slow_callbacks(caplog, nap, clock=lab.VirtualClock(), observer=observer)) == 1
    assert "took 0.200 seconds" in caplog.text


def test_in_debug_mode_computing_counts_beside_the_clock_s_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def both() -> None:
        time.sleep(0.08)
        compute(0.05)

    assert len(slow_callbacks(caplog, both, clock=lab.VirtualClock())) == 1


def test_in_debug_mode_a_callback_that_waits_outside_the_program_is_not_reported(
    caplog: pytest.LogCaptureFixture,
) -> None:
    really_sleep = time.sleep  # as a machine with much else to do makes a callback wait
    assert not slow_callbacks(caplog, lambda: really_sleep(0.2), clock=lab.VirtualClock())


THOUSAND_TASKS = """
import asyncio, random, time
import lab

async def one(number, seconds, done):
    await asyncio.sleep(seconds)
    done.append((number, time.monotonic()))

async def main():
    random.seed(5)
    done = []
    async with asyncio.TaskGroup() as group:
        for number in range(1000):
            group.create_task(one(number, random.randrange(1, 20) , done))
    print(done)

for _ in range(100):
    with lab.installed():
        asyncio.run(main())
"""


def test_a_thousand_tasks_print_the_same_a_hundred_times_in_a_row() -> None:
    process = subprocess.run(
        [sys.executable, "-c", THOUSAND_TASKS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    outputs = process.stdout.splitlines()
    assert len(outputs) == 100
    assert len(set(outputs)) == 1


def test_a_deadlock_is_reported_with_tasks_waits_and_lines(clock: Clock) -> None:
    async def get(queue: asyncio.Queue[int]) -> int:
        return await queue.get()

    async def main() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            group.create_task(get(queue), name="consumer")
            group.create_task(asyncio.sleep(0.01))

    with pytest.raises(lab.Deadlock) as caught:
        run(main(), clock=clock)
    # 3.12 began to attribute an `async with` to its first line when it exits
    first = main.__code__.co_firstlineno
    assert [(wait.task.split("-")[0], wait.what) for wait in caught.value.waiting] == [
        ("Task", "TaskGroup exit"),
        ("consumer", "Queue.get"),
    ]
    consumer = caught.value.waiting[1]
    assert (consumer.file, consumer.line) == (__file__, get.__code__.co_firstlineno + 1)
    assert first <= caught.value.waiting[0].line <= first + 4
    assert f"consumer waits for Queue.get at {__file__}:{consumer.line}" in str(caught.value)


def test_to_sleep_for_ever_is_a_deadlock_too(clock: Clock) -> None:
    with pytest.raises(lab.Deadlock, match=r"Task-\d+ waits for sleep"):
        run(asyncio.sleep(math.inf), clock=clock)


def test_a_long_sleep_is_none() -> None:
    async def main() -> float:
        await asyncio.sleep(1e9)
        return time.monotonic()

    assert run(main()) == 1e9


def test_after_a_deadlock_tasks_are_cancelled_and_clean_up(clock: Clock) -> None:
    seen = []

    async def main() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            seen.append("cleaned up")

    with pytest.raises(lab.Deadlock):
        run(main(), clock=clock)
    assert seen == ["cleaned up"]


STUBBORN = """
import asyncio, contextlib, lab

async def main():
    while True:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

with lab.installed():
    asyncio.run(main())
"""


def test_a_task_that_will_not_be_cancelled_is_reported_again() -> None:
    process = subprocess.run(
        [sys.executable, "-c", STUBBORN],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert process.stderr.count("Deadlock: deadlock") == 2


def test_a_loop_that_was_stopped_without_tasks_is_no_deadlock(clock: Clock) -> None:
    with lab.installed(clock=clock):
        loop = asyncio.new_event_loop()
        loop.call_soon(loop.stop)
        loop.run_forever()
        with pytest.raises(lab.Deadlock, match="no task is left"):
            loop.run_forever()
        loop.close()


def test_the_same_deadlock_on_asyncio_s_loop_would_hang() -> None:
    code = "import asyncio; asyncio.run(asyncio.Event().wait())"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", code], timeout=1, check=False)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("subprocess_exec", (asyncio.SubprocessProtocol, "true")),
        ("subprocess_shell", (asyncio.SubprocessProtocol, "true")),
        ("connect_read_pipe", (asyncio.Protocol, sys.stdin)),
        ("connect_write_pipe", (asyncio.Protocol, sys.stdout)),
        ("create_datagram_endpoint", (asyncio.DatagramProtocol,)),
        ("create_unix_connection", (asyncio.Protocol, "path")),
        ("create_unix_server", (asyncio.Protocol, "path")),
    ],
)
def test_what_memory_lacks_is_refused_at_the_await(name: str, arguments: tuple[Any, ...]) -> None:
    async def main() -> None:
        coroutine = getattr(asyncio.get_running_loop(), name)(*arguments)
        assert asyncio.iscoroutine(coroutine)
        await coroutine

    with pytest.raises(NotImplementedError, match=rf"EventLoop\.{name} is not available here: \w+"):
        run(main())


@pytest.mark.parametrize("function", ["open_unix_connection", "start_unix_server"])
def test_unix_streams_are_refused_with_a_reason(function: str) -> None:
    async def main() -> None:
        await getattr(asyncio, function)(*(["path"] if "open" in function else [print, "path"]))

    with pytest.raises(NotImplementedError, match="not Unix sockets; run this program with plain"):
        run(main())


def test_a_page_can_say_what_to_do_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "advice", "leave it out")
    monkeypatch.setitem(refusals.words_on, "subprocess_exec", "await a coroutine")

    async def refused(name: str) -> str:
        with pytest.raises(NotImplementedError) as caught:
            await getattr(asyncio.get_running_loop(), name)(asyncio.SubprocessProtocol, "x")
        return str(caught.value).rpartition(" here: ")[2].rpartition("; ")[2]

    assert run(refused("create_unix_server")) == "leave it out"
    assert run(refused("subprocess_exec")) == "await a coroutine"


def test_real_sockets_cannot_be_watched() -> None:
    async def main() -> None:
        with socket.socket() as sock:
            asyncio.get_running_loop().add_reader(sock, print)

    with pytest.raises(NotImplementedError, match="socket"):
        run(main())


def test_a_subprocess_is_refused_by_asyncio_s_functions_too() -> None:
    async def main() -> None:
        await asyncio.create_subprocess_exec("true")

    with pytest.raises(NotImplementedError, match="subprocess_exec"):
        run(main())


class Listener(lab.Observer):
    def __init__(self) -> None:
        self.heard: list[str] = []

    def loop_started(self, loop: lab.EventLoop) -> None:
        self.heard.append("loop started")

    def loop_stopped(self, loop: lab.EventLoop) -> None:
        self.heard.append("loop stopped")

    def handle_started(self, loop: lab.EventLoop, handle: asyncio.Handle) -> None:
        task = getattr(handle._callback, "__self__", None)  # type: ignore[attr-defined]  # private
        if isinstance(task, asyncio.Task):
            self.heard.append(f"{task.get_coro().__qualname__} runs")  # type: ignore[union-attr]

    def handle_finished(self, loop: lab.EventLoop, handle: asyncio.Handle) -> None:
        self.heard.append(f"{type(handle).__name__} finished")

    def blocked(self, loop: lab.EventLoop, seconds: float) -> None:
        callers = []
        frame = sys._getframe(1)
        while frame.f_code.co_name != "_run":
            callers.append(frame.f_code.co_name)
            frame = frame.f_back  # type: ignore[assignment]  # `_run` is in the stack
        self.heard.append(f"blocked for {seconds} in {callers[-1]}")

    def deadlocked(self, loop: lab.EventLoop, waiting: list[asyncio.Task[Any]]) -> None:
        self.heard.append(f"deadlock of {len(waiting)}")


def test_an_observer_hears_of_callbacks_between_start_and_stop(clock: Clock) -> None:
    listener = Listener()
    loop = lab.EventLoop(clock=clock, observer=listener)
    loop.call_soon(lambda: None)
    of_any_thread = loop.call_soon_threadsafe(lambda: None)  # Python 3.14 has a class for it
    loop.call_later(0.01, loop.stop)
    loop.run_forever()
    loop.close()
    assert listener.heard == [
        "loop started",
        "Handle finished",
        f"{type(of_any_thread).__name__} finished",
        "TimerHandle finished",
        "loop stopped",
    ]


def test_an_observer_hears_what_blocks_while_it_does(clock: Clock) -> None:
    async def hog() -> None:
        time.sleep(0.01)  # noqa: ASYNC251 - what blocks is what we test

    listener = Listener()
    began = time.perf_counter()
    run(hog(), clock=clock, observer=listener)
    took = time.perf_counter() - began
    heard = [re.match(r"blocked for ([\d.]+) in hog", words) for words in listener.heard]
    # By the clock on the wall, it is as long as it was in fact.
    longest = 0.01 if clock.jumps else took
    assert [0.01 <= float(found[1]) <= longest for found in heard if found] == [True]


def test_an_observer_hears_of_a_deadlock(clock: Clock) -> None:
    listener = Listener()
    with pytest.raises(lab.Deadlock):
        run(asyncio.Event().wait(), clock=clock, observer=listener)
    assert "deadlock of 1" in listener.heard


def test_installed_gives_the_lab_s_loop_and_puts_all_back() -> None:
    before = asyncio.new_event_loop, asyncio.events.new_event_loop
    with pytest.raises(LookupError), lab.installed():  # noqa: PT012 - about the whole block
        with asyncio.Runner() as runner:
            assert isinstance(runner.get_loop(), lab.EventLoop)
        loop = asyncio.new_event_loop()
        assert isinstance(loop, lab.EventLoop)
        loop.close()
        raise LookupError
    assert (asyncio.new_event_loop, asyncio.events.new_event_loop) == before
    loop = asyncio.new_event_loop()
    assert not isinstance(loop, lab.EventLoop)
    loop.close()


def test_blocks_may_stand_in_one_another() -> None:
    async def main() -> Any:  # noqa: ANN401 - the loop's clock
        return asyncio.get_running_loop().clock  # type: ignore[attr-defined]  # the lab's loop

    with lab.installed() as outer:
        with lab.installed() as inner:
            assert asyncio.run(main()) is inner
        assert asyncio.run(main()) is outer


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="get_event_loop no longer makes a loop")
def test_get_event_loop_makes_the_lab_s_loop() -> None:
    with lab.installed():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # since 3.12
            loop = asyncio.get_event_loop_policy().get_event_loop()
        assert isinstance(loop, lab.EventLoop)
        asyncio.set_event_loop(None)
        loop.close()


@pytest.mark.skipif(sys.version_info < (3, 13), reason="asyncio.EventLoop is there since 3.13")
def test_asyncio_s_name_for_the_best_loop_means_the_lab_s() -> None:
    with lab.installed():
        loop = asyncio.EventLoop()  # type: ignore[attr-defined]  # mypy looks at 3.11
        assert isinstance(loop, lab.EventLoop)
        loop.close()


def test_loops_of_a_block_share_its_network_and_clock() -> None:
    with lab.installed() as clock:
        first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
        assert isinstance(first, lab.EventLoop)
        assert isinstance(second, lab.EventLoop)
        assert first.network is second.network
        assert first.clock is second.clock is clock
        first.close()
        second.close()


def test_call_later_goes_through_a_call_at_of_ones_own() -> None:
    asked = []

    class Loop(lab.EventLoop):
        pass

    def call_at(loop: lab.EventLoop, when: float, *args: Any, **more: Any) -> asyncio.TimerHandle:  # noqa: ANN401 - passed on
        asked.append(when)
        return lab.EventLoop.call_at(loop, when, *args, **more)

    Loop.call_at = call_at  # type: ignore[assignment,method-assign]  # what a subclass would do

    loop = Loop(lab.VirtualClock())
    loop.run_until_complete(asyncio.sleep(0.5))
    loop.close()
    assert asked == [0.5]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
@pytest.mark.parametrize("make", ["eager_task_factory", "create_eager_task_factory"])
def test_eager_tasks_come_out_of_a_set_in_the_same_order_each_time(make: str) -> None:
    ended: list[int] = []

    async def job(number: int) -> None:
        try:
            await asyncio.sleep(1)
        finally:
            ended.append(number)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        tasks: Any = asyncio
        factory = getattr(tasks, make)
        if make == "create_eager_task_factory":
            factory = factory(asyncio.Task)
        loop.set_task_factory(factory)
        assert loop.get_task_factory() is factory
        jobs = [asyncio.create_task(job(number), name=f"job {number}") for number in range(50)]
        assert [task.get_name() for task in jobs[:2]] == ["job 0", "job 1"]

    run(main())
    assert ended == sorted(ended)

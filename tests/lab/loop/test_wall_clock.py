"""What a trace says by the wall clock; here a test moves its hands, so that all times are exact."""

from __future__ import annotations

import asyncio
import math
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

import lab.loop.clock
from lab.loop.clock import WallClock
from lab.loop.wakeups import Wakeups
from lab.timeline.drawing import draw, figure
from lab.trace.data import BLOCKING, LIBRARY, READY, RUNNING, WAITING, Trace
from lab.trace.tracer import Tracer
from tests.lab.trace import test_tracer
from tests.lab.trace.tracing import check, execute, stretches, trace_of, waits


class ByHand(WallClock):
    """A wall clock whose time passes when the program waits or computes, and never else.

    Attributes:
        late: how much longer each sleep takes than it should, in seconds.
        asleep: called in the middle of each sleep of the loop.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.now = 100.0
        self.stalled = 0.0
        self.late = 0.0
        self.asleep: Callable[[], None] = lambda: None
        monkeypatch.setattr(lab.loop.clock, "_real_sleep", self._sleep)

    def time(self) -> float:
        return self.now

    def computed(self) -> float | None:
        return self.now - self.stalled

    def compute(self, seconds: float) -> None:
        self.now = round(self.now + seconds, 6)

    def stall(self, seconds: float) -> None:
        self.compute(seconds)
        self.stalled += seconds

    def wait(self, wakeups: Wakeups, deadline: float | None, limit: float = math.inf) -> bool:
        if deadline is None:
            return wakeups.flag
        timeout = deadline - self.now
        self.compute(timeout / 2)
        self.asleep()
        self.compute(math.ceil(round(timeout * 1000, 3)) / 1000 - timeout / 2 + self.late)
        return True

    def _sleep(self, seconds: float) -> None:
        self.compute(seconds + self.late)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> ByHand:
    return ByHand(monkeypatch)


def take_time(clock: ByHand, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let each callback take its time before it does what it does."""
    run: Any = asyncio.Handle._run

    def slowly(handle: asyncio.Handle) -> None:
        clock.compute(seconds)
        run(handle)

    monkeypatch.setattr(asyncio.Handle, "_run", slowly)


@pytest.fixture
def a_millisecond_each(clock: ByHand, monkeypatch: pytest.MonkeyPatch) -> None:
    take_time(clock, monkeypatch, 0.001)


def trace_by(clock: ByHand, source: str) -> Trace:
    tracer = Tracer("program.py", "wall")
    execute(source, clock, tracer, compute=clock.compute, stall=clock.stall)
    trace = tracer.trace()
    check(trace)
    return trace


PROGRAMS = {
    "turns": test_tracer.TURNS,
    "chain": test_tracer.CHAIN,
    "blocked": test_tracer.HOG,
    "prints outside of tasks": """
        print("before")
        async def main():
            asyncio.get_running_loop().call_later(1, print, "callback")
            await asyncio.sleep(2)
        asyncio.run(main())
        print("between")
        """,
    "a callback that sleeps": """
        async def main():
            asyncio.get_running_loop().call_later(1, time.sleep, 0.5)
            await asyncio.sleep(2)
        """,
    "queue": """
        async def worker(queue):
            while True:
                seconds = await queue.get()
                await asyncio.sleep(seconds)
                queue.task_done()
        async def main():
            queue = asyncio.Queue()
            workers = [asyncio.create_task(worker(queue), name=name) for name in "abc"]
            for seconds in (0.1, 0.25, 0.43, 0.6):
                queue.put_nowait(seconds)
            await queue.join()
            for worker_task in workers:
                worker_task.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        """,
    "timeout": """
        async def main():
            try:
                async with asyncio.timeout(0.5):
                    await asyncio.sleep(9)
            except TimeoutError:
                print("too late")
        """,
    "a group fails": """
        async def child(seconds):
            await asyncio.sleep(seconds)
            1 / (seconds - 0.2)
        async def main():
            try:
                async with asyncio.TaskGroup() as group:
                    for seconds in (0.1, 0.2, 0.3):
                        group.create_task(child(seconds))
            except* ZeroDivisionError:
                print("one failed")
        """,
}


Stood = list[tuple[str, int | None]]


def shape(trace: Trace) -> tuple[list[tuple[int, str, str, Stood]], list[tuple[int, str]]]:
    """What the tasks did, without times: their steps in order, and what each waited for."""
    shown = [s for s in trace.stretches if s.what != LIBRARY]
    runs = [s for s in shown if s.state in (RUNNING, BLOCKING)]
    # Where no time passes between a step and a wake-up, there is no wait in between.
    waits = {(s.task, s.what) for s in shown if s.state == WAITING}
    return [
        (s.task, s.state, s.what, [(frame.function, frame.line) for frame in s.chain]) for s in runs
    ], sorted(waits)


@pytest.mark.usefixtures("a_millisecond_each")
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_the_same_by_both_clocks(name: str, clock: ByHand) -> None:
    wall = trace_by(clock, PROGRAMS[name])
    virtual = trace_of(PROGRAMS[name])
    assert shape(wall) == shape(virtual)
    assert [(p.text, p.task) for p in wall.prints] == [(p.text, p.task) for p in virtual.prints]
    assert [(c.task, c.by, c.reason) for c in wall.cancels] == [
        (c.task, c.by, c.reason) for c in virtual.cancels
    ]
    runs = [s for s in wall.stretches if s.state == RUNNING]
    assert max(s.end.time - s.start.time for s in runs) < 0.0015


THREE_SLEEPS = """
async def child(seconds):
    await asyncio.sleep(seconds)

async def main():
    await asyncio.gather(child(1), child(3))
"""


def traces_while_asleep(clock: ByHand, source: str) -> list[Trace]:
    tracer = Tracer("program.py", "wall")
    traces: list[Trace] = []
    clock.asleep = lambda: traces.append(tracer.trace())
    execute(source, clock, tracer, compute=clock.compute)
    whole = tracer.trace()
    for trace in [*traces, whole]:
        check(trace)
    assert shape(whole) == shape(trace_of(source))
    return traces


def test_a_trace_taken_while_all_tasks_sleep_ends_then_with_all_waiting(clock: ByHand) -> None:
    first, second = traces_while_asleep(clock, THREE_SLEEPS)
    assert (first.end.time, second.end.time) == (0.5, 2.0)
    last = {s.task: s for s in first.stretches}
    assert [(s.state, s.what, s.end) for s in last.values()] == [
        (WAITING, "gather of 2", first.end),
        (WAITING, "sleep 1 s", first.end),
        (WAITING, "sleep 3 s", first.end),
    ]
    last = {s.task: s for s in second.stretches}
    assert [s.state for s in last.values()] == [WAITING, RUNNING, WAITING]
    assert last[3].end == second.end


@pytest.mark.usefixtures("a_millisecond_each")
def test_a_drawing_made_while_all_tasks_sleep_has_their_waits(clock: ByHand) -> None:
    first, _ = traces_while_asleep(clock, THREE_SLEEPS)
    drawing = draw(first)
    waits = re.findall(r"<title>(waits for [^<]*)", drawing)
    assert [wait[:25] for wait in waits] == [
        "waits for gather of 2, li",
        "waits for sleep 1 s, line",
        "waits for sleep 3 s, line",
    ]
    assert "blocks" not in figure(first)


def test_a_trace_taken_within_a_step_ends_with_that_step(clock: ByHand) -> None:
    tracer = Tracer("program.py", "wall")
    source = """
    async def main():
        await asyncio.sleep(1)
        compute(0.01)
        look()
        compute(0.01)
        await asyncio.sleep(1)
    """
    traces: list[Trace] = []
    execute(
        source,
        clock,
        tracer,
        compute=clock.compute,
        look=lambda: traces.append(tracer.trace()),
    )
    check(traces[0])
    assert traces[0].end.time == 1.01
    assert stretches(traces[0], "main")[-1].state == RUNNING
    whole = tracer.trace()
    check(whole)
    assert [(s.state, s.end.time) for s in stretches(whole, "main")] == [
        (RUNNING, 0.0),
        (WAITING, 1.0),
        (RUNNING, 1.01),
        (RUNNING, 1.02),
        (WAITING, 2.02),
        (RUNNING, 2.02),
    ]


def test_computing_is_running_for_as_long_as_it_takes_and_blocks_others(clock: ByHand) -> None:
    trace = trace_by(
        clock,
        """
        async def ticker():
            await asyncio.sleep(0.2)

        async def main():
            task = asyncio.create_task(ticker())
            await asyncio.sleep(0.1)
            compute(0.2)
            await task
        """,
    )
    (block,) = stretches(trace, "main", BLOCKING)
    assert (block.start.time, block.end.time, block.what) == (0.1, 0.3, "computing")
    assert [(s.state, s.start.time, s.end.time) for s in stretches(trace, "ticker")][2:] == [
        (WAITING, 0.0, 0.2),
        (READY, 0.2, 0.3),
        (RUNNING, 0.3, 0.3),
    ]


def test_a_short_computation_only_runs(clock: ByHand) -> None:
    trace = trace_by(clock, "async def main():\n    compute(0.04)\n    await asyncio.sleep(1)\n")
    run, wait, _ = (s for s in stretches(trace, "main") if s.what != "start")
    assert (run.state, run.end.time) == (RUNNING, 0.04)
    assert (wait.state, wait.start.time, wait.end.time) == (WAITING, 0.04, 1.04)


def test_a_step_that_waits_for_a_processor_only_runs(
    clock: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "async def main():\n    compute(0.04)\n    stall({})\n    await asyncio.sleep(1)\n"

    def state_after(seconds: float) -> tuple[str, str]:
        first = stretches(trace_by(clock, source.format(seconds)), "main")[0]
        return first.state, first.what

    assert state_after(0.4) == (RUNNING, "")
    assert state_after(0.5) == (BLOCKING, "a call that waits")
    monkeypatch.setattr(clock, "computed", lambda: None)  # in the page it isn't known
    assert state_after(0.4) == (RUNNING, "")
    assert state_after(0.5) == (BLOCKING, "computing")


def test_a_callback_that_computes_blocks_too(clock: ByHand) -> None:
    trace = trace_by(
        clock,
        """
        async def main():
            asyncio.get_running_loop().call_later(1, compute, 0.3)
            await asyncio.sleep(2)
        """,
    )
    (block,) = (s for s in trace.stretches if s.state == BLOCKING)
    assert (block.task, block.start.time, block.end.time) == (0, 1.0, 1.3)


def test_what_a_sleep_takes_too_long_is_still_waiting(clock: ByHand) -> None:
    clock.late = 0.1
    trace = trace_by(clock, THREE_SLEEPS)
    assert waits(trace, "main") == ["gather of 2"]
    assert [s.state for s in trace.stretches if s.start.time > 0] == [RUNNING] * 3
    assert [s.end.time for s in trace.stretches if s.state == WAITING] == [3.1, 1.1, 3.1]


def test_what_time_sleep_takes_too_long_blocks_too(clock: ByHand) -> None:
    clock.late = 0.1
    trace = trace_by(clock, "async def main():\n    time.sleep(0.5)\n")
    assert [(s.state, s.what, s.end.time - s.start.time) for s in stretches(trace, "main")] == [
        (RUNNING, "", 0.0),
        (BLOCKING, "time.sleep", 0.6),
        (RUNNING, "", 0.0),
    ]


def test_output_outside_of_the_loop_takes_no_time(clock: ByHand) -> None:
    trace = trace_by(
        clock,
        """
        print("first")
        compute(0.5)
        print("second")
        compute(0.5)
        async def once():
            await asyncio.sleep(1)
        asyncio.run(once())
        print("third")
        compute(0.5)
        print("fourth")
        compute(0.002)
        print("fifth")
        compute(0.5)
        asyncio.run(once())
        print("last")
        compute(0.5)
        """,
    )
    outside = [s for s in trace.stretches if s.task == 0 and s.what != LIBRARY]
    assert {s.state for s in outside} == {RUNNING}
    assert [(s.start.time, s.end.time) for s in outside] == [
        (0.0, 0.0),
        (1.0, 1.0),
        (1.5, 1.502),
        (3.002, 3.002),
    ]
    assert [p.at.time for p in trace.prints] == [0.0, 0.0, 1.0, 1.5, 1.502, 3.002]


def test_a_thread_that_prints_while_the_loop_sleeps_does_not_make_it_run(clock: ByHand) -> None:
    def print_in_thread() -> None:
        thread = threading.Thread(target=print, args=("thread",))
        thread.start()
        thread.join()

    clock.asleep = print_in_thread
    trace = trace_by(clock, "async def main():\n    await asyncio.sleep(1)\n")
    assert [(s.task, s.state, s.start.time, s.end.time) for s in trace.stretches] == [
        (1, RUNNING, 0.0, 0.0),
        (1, WAITING, 0.0, 1.0),
        (0, RUNNING, 0.5, 0.5),
        (1, RUNNING, 1.0, 1.0),
    ]


def test_a_thread_that_prints_while_a_task_runs_does_not_move_that(clock: ByHand) -> None:
    trace = trace_by(
        clock,
        """
        import threading
        async def main():
            compute(0.01)
            thread = threading.Thread(target=print, args=("thread",))
            thread.start()
            thread.join()
            compute(0.01)
            print("main")
        """,
    )
    (run,) = (s for s in trace.stretches if s.state == RUNNING)
    assert (run.task, run.start.time, run.end.time) == (1, 0.0, 0.02)
    assert [(p.text, p.task, p.at.time) for p in trace.prints] == [
        ("thread", None, 0.01),
        ("main", 1, 0.02),
    ]
    assert "outside tasks" in draw(trace)


def test_short_steps_of_a_library_that_follow_on_each_other_are_one(
    clock: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """
        from aiohttp import ClientSession, web

        async def answer(request):
            await asyncio.sleep(0.5)
            return web.Response(text="hello")

        async def ask(session):
            async with session.get("http://localhost:8080") as response:
                print(await response.text())

        async def main():
            app = web.Application()
            app.router.add_get("/", answer)
            runner = web.AppRunner(app)
            await runner.setup()
            await web.TCPSite(runner, "localhost", 8080).start()
            async with ClientSession() as session:
                await asyncio.gather(*(ask(session) for _ in range(20)))
            await runner.cleanup()
        """
    virtual = trace_of(source)
    take_time(clock, monkeypatch, 0.00001)
    wall = trace_by(clock, source)
    count = [sum(s.what == LIBRARY for s in trace.stretches) for trace in (virtual, wall)]
    assert 0 < count[1] <= 2 * count[0]
    # A wait that takes no virtual time, such as a session's end since 3.12, takes some here.
    assert set(waits(wall, "main")) >= set(waits(virtual, "main"))


def test_what_blocks_without_a_gap_has_one_label(clock: ByHand) -> None:
    trace = trace_by(clock, "async def main():\n    compute(0.1234567)\n    time.sleep(0.3)\n")
    assert [s.what for s in trace.stretches if s.state == BLOCKING] == ["computing", "time.sleep"]
    assert re.findall(r">blocks the loop ([^<]*)</text>", draw(trace)) == ["0.423 s"]

"""Calls that are handed to executors: with real threads, and with the page's stand-in."""

from __future__ import annotations

import json
import sys

import pytest

from lab.loop import stand_in
from lab.loop.clock import Clock, VirtualClock
from lab.loop.stand_in import StandIn
from lab.timeline.drawing import figure
from lab.trace.data import CANCELLED, RAISED, RETURNED, UNFINISHED, Job, Trace
from lab.trace.perfetto import perfetto
from lab.trace.tracer import Tracer
from tests.lab.loop.test_stand_in import RealStack
from tests.lab.trace.tracing import check, execute, trace_of

WAITS_WITHOUT_TASK = sys.version_info >= (3, 12)  # `asyncio.wait_for`

PROGRAM = """
from concurrent.futures import ThreadPoolExecutor

def read_file(seconds):
    time.sleep(seconds)
    return "text"

def fail():
    time.sleep(0.1)
    raise OSError("no such file")

async def main():
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(read_file, 0.25)
    with ThreadPoolExecutor(1) as pool:
        jobs = [loop.run_in_executor(pool, fail)]
        jobs += [loop.run_in_executor(pool, read_file, 0.1) for _ in range(2)]
        jobs[2].cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
    await asyncio.to_thread(int)
    try:
        await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.5), 0.2)
    except TimeoutError:
        pass
"""


def record(program: str, clock: Clock) -> Trace:
    tracer = Tracer("somewhere/program.py", "virtual")
    execute(program, clock, tracer)
    trace = tracer.trace()
    check(trace)
    return trace


def times(job: Job) -> tuple[float, float | None]:
    return job.began.time, job.ended.time if job.ended else None


@pytest.fixture(params=[VirtualClock, lambda: StandIn(VirtualClock())], ids=["threads", "stand-in"])
def trace(request: pytest.FixtureRequest) -> Trace:
    return record(PROGRAM, request.param())


def test_each_job_is_recorded_with_its_times_and_its_outcome(trace: Trace) -> None:
    assert [(job.function, *times(job), job.outcome, job.detail) for job in trace.jobs] == [
        ("read_file", 0, 0.25, RETURNED, "'text'"),
        ("fail", 0.25, 0.35, RAISED, "OSError: no such file"),
        ("read_file", 0.25, 0.45, RETURNED, "'text'"),
        ("read_file", 0.25, 0.25, CANCELLED, ""),
        ("int", 0.45, 0.45, RETURNED, "0"),
        ("time.sleep", 0.45, 0.95, RETURNED, ""),
    ]
    assert {job.executor for job in trace.jobs} == {"thread"}
    assert all(job.ended and job.began <= job.ended for job in trace.jobs)


def test_a_job_knows_who_handed_it_over_and_where(trace: Trace) -> None:
    names = {task.number: task.label for task in trace.tasks}
    assert [(names[job.creator or 0], job.line) for job in trace.jobs] == [
        ("main", 13),
        ("main", 15),
        ("main", 16),
        ("main", 16),
        ("main", 19),
        ("main", 21) if WAITS_WITHOUT_TASK else ("to_thread", None),
    ]


def test_jobs_are_no_tasks_but_come_back_from_json(trace: Trace) -> None:
    assert [task.label for task in trace.tasks] == (
        ["main"] if WAITS_WITHOUT_TASK else ["main", "to_thread"]
    )
    assert Trace.from_json(trace.to_json()) == trace


def test_a_trace_without_jobs_is_written_as_before_there_were_any() -> None:
    trace = trace_of("async def main(): pass")
    assert "jobs" not in json.loads(trace.to_json())
    assert Trace.from_json(trace.to_json()) == trace


def test_real_threads_and_the_stand_in_give_the_same_jobs() -> None:
    real, stood_in = record(PROGRAM, VirtualClock()), record(PROGRAM, StandIn(VirtualClock()))
    assert real.jobs == stood_in.jobs


def test_a_job_that_is_not_over_is_unfinished() -> None:
    program = """
    async def main():
        asyncio.create_task(asyncio.to_thread(time.sleep, 1))
        await asyncio.sleep(0.5)
        traces.append(recorder.trace())
    """
    tracer, traces = Tracer("program.py"), list[Trace]()
    execute(program, VirtualClock(), tracer, recorder=tracer, traces=traces)
    (job,) = traces[0].jobs
    assert (job.outcome, job.ended) == (UNFINISHED, None)
    (job,) = tracer.trace().jobs
    assert (job.outcome, times(job)) == (RETURNED, (0, 1))


def test_the_traceback_of_a_job_has_no_frame_of_the_recorder() -> None:
    program = """
    import traceback
    def fail():
        raise OSError
    async def main():
        try:
            await asyncio.to_thread(fail)
        except OSError as error:
            frames.extend(frame.filename for frame in traceback.extract_tb(error.__traceback__))
    """
    frames: list[str] = []
    execute(program, VirtualClock(), Tracer("program.py"), frames=frames)
    assert frames
    assert not [file for file in frames if "/lab/" in file]


def test_objects_of_the_program_are_not_asked_for_a_name() -> None:
    program = """
    class Job:
        def __getattr__(self, name):
            raise SystemExit(f"asked for {name}")
        def __call__(self):
            return self
    async def main():
        await asyncio.get_running_loop().run_in_executor(None, Job())
    """
    (job,) = trace_of(program).jobs
    assert (job.function, job.detail) == ("Job", "a Job")


def test_perfetto_shows_a_job_as_a_thread_of_its_own(trace: Trace) -> None:
    events = json.loads(perfetto(trace))["traceEvents"]
    named = {e["tid"]: e["args"]["name"] for e in events if e["name"] == "thread_name"}
    first = next(e for e in events if e.get("cat") == "thread")
    assert named[first["tid"]] == "thread: read_file"
    assert (first["ph"], first["ts"], first["dur"]) == ("X", 0, 250_000)


def test_threads_that_can_be_suspended_give_the_same_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "new_stack", RealStack)
    assert record(PROGRAM, StandIn(VirtualClock())).jobs == record(PROGRAM, VirtualClock()).jobs


def test_a_loop_in_a_thread_is_recorded_beside_the_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = """
    import threading
    loop = asyncio.new_event_loop()
    async def other():
        await asyncio.to_thread(time.sleep, 0.2)
    async def main():
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        job = asyncio.run_coroutine_threadsafe(other(), loop)
        time.sleep(0.1)
        await asyncio.wrap_future(job)
        await asyncio.wrap_future(
            asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop)
        )
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)
        loop.close()
    """
    monkeypatch.setattr(stand_in, "new_stack", RealStack)
    tracer = Tracer("program.py", "virtual")
    execute(program, StandIn(VirtualClock()), tracer)
    trace = tracer.trace()
    assert [times(job) for job in trace.jobs if job.function == "time.sleep"] == [(0, 0.2)]
    assert {task.outcome for task in trace.tasks} == {RETURNED}
    assert "could not" not in figure(trace)

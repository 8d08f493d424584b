from __future__ import annotations

from lab.timeline.steps import step_by_step
from tests.lab.trace.tracing import trace_of

LOCK = """
    async def deposit(lock):
        async with lock:
            await asyncio.sleep(0.1)

    async def main():
        lock = asyncio.Lock()
        ada = asyncio.create_task(deposit(lock), name="Ada")
        bob = asyncio.create_task(deposit(lock), name="Bob")
        await bob
"""


def test_each_step_says_who_runs_why_and_what_comes_next() -> None:
    told = step_by_step(trace_of(LOCK))
    assert (
        "  3  0 s      Bob, created by main\n"
        "     starts; waits at line 2 for Lock lock, held by Ada\n"
        "     Lock (line 6): locked; held by Ada; waiting: Bob; since line 2\n"
        "     ready: nothing\n"
        "     timers: at 0.1 s: sleep 0.1 s of Ada\n"
    ) in told
    assert (
        "  4  0.1 s    Ada, its time has come\n"
        "     first the loop runs: sleep 0.1 s\n"
        "     goes on; releases Lock at line 2; wakes Bob; returns\n"
        "     Lock (line 6): free; waiting: Bob; since line 2\n"
        "     ready: Bob\n"
    ) in told


def test_a_long_run_is_told_in_part() -> None:
    told = step_by_step(trace_of(LOCK), most=2)
    assert "\n  2  " in told
    assert "\n  3  " not in told
    assert told.endswith("5 more steps are left out: ask for them with --most.\n")


TAKEN_THEN_WAITED_FOR = """
    async def main():
        lock = asyncio.Lock()
        await lock.acquire()
        other = asyncio.create_task(wait_for(lock), name="other")
        await asyncio.sleep(0.1)
        other.cancel()

    async def wait_for(lock):
        await lock.acquire()
"""


def test_a_lock_is_held_since_the_line_that_took_it() -> None:
    told = step_by_step(trace_of(TAKEN_THEN_WAITED_FOR))
    assert "held by main; waiting: other; since line 3\n" in told

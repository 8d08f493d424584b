"""Give each connection back, whatever happens to its task."""

import asyncio
from contextlib import suppress

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Which lines of `ask` run if `query` raises?",
    "A cancellation isn't an `Exception`. Which kind of block always runs?",
    "Put the query in a `try`, and give the connection back in `finally`. Take the"
    " connection before the `try`, because until you have it, there is nothing to give"
    " back.",
)


def a_failure_gives_back(attempt: Attempt) -> None:
    """After a task that failed, all connections are free."""
    attempt.run()
    run = attempt.call("With a task that fails", _fails)
    if run.result == "not told":
        wrong("A query failed, but its caller doesn't get the error.")
    _all_free(run.result, "that failed")


def a_cancellation_gives_back(attempt: Attempt) -> None:
    """After a task that was stopped, all connections are free."""
    _all_free(attempt.call("With a task that is stopped", _stopped).result, "that was stopped")


def each_is_lent_to_one(attempt: Attempt) -> None:
    """Each connection is lent to one task at a time; others wait."""
    if attempt.call("With three tasks", _three).result < 0.39:
        wrong("Two tasks use the same connection at the same time.")


def nothing_taken_nothing_given(attempt: Attempt) -> None:
    """A task that is stopped while it waits for a connection gives none back."""
    result = attempt.call("With a task that waits", _waits).result
    _all_free(result, "that was stopped while it waited for a connection")


def _all_free(result: object, which: str) -> None:
    if result != 2:
        verb = "is" if result == 1 else "are"
        wrong(f"After a task {which}, {result} of 2 connections {verb} free.")


async def _fails(program: Program) -> object:
    pool = program.Pool()
    try:
        await program.ask(pool, "Ada", 0.1, fails=True)
    except ConnectionError:
        return pool.free.qsize()
    return "not told"


async def _stopped(program: Program) -> int:
    pool = program.Pool()
    with suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await program.ask(pool, "Ben", 60)
    return int(pool.free.qsize())


async def _three(program: Program) -> float:
    pool = program.Pool()
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(*[program.ask(pool, name, 0.2) for name in "abc"])
    return loop.time() - start


async def _waits(program: Program) -> int:
    pool = program.Pool()
    tasks = [asyncio.create_task(program.ask(pool, name, 0.5)) for name in "abc"]
    await asyncio.sleep(0.1)
    tasks[2].cancel()
    await asyncio.wait(tasks)
    return int(pool.free.qsize())

"""Return the letters that arrive within the limit, and lose none."""

import asyncio

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "When the time is up, where are the letters that have arrived?",
    "A list that is built in one expression is lost if that fails. Could you make it before the"
    " block?",
    "Write `found = []` before the `async with`, `found.append(await queue.get())` in it, and"
    " `return found` after the `except`.",
)


def those_in_time_are_returned(attempt: Attempt) -> None:
    """The two letters that arrive in time are returned, and the third one later."""
    lines = attempt.run().lines
    if any(line.startswith("in time:") and "Eve" in line for line in lines):
        wrong("Eve's letter arrives after 0.6 s, but is returned as if it were on time.")
    if "in time: ['from Ada', 'from Bob']" not in lines:
        wrong("Ada's and Bob's letters arrive in time, but aren't returned.")
    if "later: ['from Eve']" not in lines:
        wrong("Eve's letter should be returned later, and alone.")


def the_limit_holds(attempt: Attempt) -> None:
    """It takes no longer than the limit."""
    if (seconds := attempt.run().seconds) > 1.05:
        wrong(f"Twice 0.5 s is one second, but it takes {seconds:.1f} s.")


def each_is_counted_once(attempt: Attempt) -> None:
    """Each letter is counted once: `join` on the queue returns when all are done."""
    run = attempt.call("With a queue that is joined", _joined, fails=True)
    if run.error == "ValueError":
        wrong("The caller of `letters` calls `task_done` for each letter: don't call it here.")
    if run.result is not True:
        wrong(
            "With `task_done` for each letter, `join` never returns: which one was counted twice?"
        )


def enough_is_enough(attempt: Attempt) -> None:
    """It returns at once when it has as many as it was asked for."""
    run = attempt.call("With four letters waiting", _four_waiting)
    if run.result != [1, 2]:
        wrong(f"Asked for two of four waiting letters, it returns {run.result}.")
    if run.seconds > 0.05:
        wrong(f"Two letters are there, but it still waits for {run.seconds:.1f} s.")


def a_cancellation_passes(attempt: Attempt) -> None:
    """If its task is cancelled, it raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `letters` doesn't raise CancelledError.")


async def _four_waiting(program: Program) -> object:
    queue: asyncio.Queue[int] = asyncio.Queue()
    for number in (1, 2, 3, 4):
        queue.put_nowait(number)
    return await program.letters(queue, 2, 10)


async def _joined(program: Program) -> bool:
    queue: asyncio.Queue[int] = asyncio.Queue()
    queue.put_nowait(1)
    await program.letters(queue, 2, 0.1)
    queue.task_done()
    try:
        async with asyncio.timeout(1):
            await queue.join()
    except TimeoutError:
        return False
    return True


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.letters(asyncio.Queue(), 1, 10))

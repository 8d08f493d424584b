"""Never let two threads write the file at the same time."""

import asyncio
import contextlib
import time

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "The timeout ends the wait, and with it the block that holds the lock. What is"
    " the thread doing at that time?",
    "The lock has to stay locked until the thread is done, even if `save` is cancelled.",
    "Create a task for the call, and await it with `asyncio.shield`. On"
    " `CancelledError`, wait for it with `asyncio.wait([call])`, and then `raise`.",
)


def both_are_written(attempt: Attempt) -> None:
    """Both texts are written."""
    lines = attempt.run().lines
    for text in ("first", "second"):
        if f"written: {text}" not in lines:
            wrong(f"The {text} text is not written.")


def one_at_a_time(attempt: Attempt) -> None:
    """No thread begins before the other is done."""
    spans: list[tuple[float, float]] = []

    def write(text: str) -> None:
        began = time.monotonic()
        time.sleep(0.6)  # a wait of 0.3 seconds is too short
        spans.append((began, time.monotonic()))
        print("written:", text)

    attempt.run_with("With a slower disk", write=write)
    _never_two(spans)
    spans.clear()
    attempt.call("With a slower disk and callers that give up", _give_up, write=write)
    _never_two(spans)


def the_loop_is_free(attempt: Attempt) -> None:
    """The loop is not blocked."""
    if attempt.run().blocked > 0.01:
        wrong("Writing blocks the loop: leave it to a thread.")


def it_stays_cancelled(attempt: Attempt) -> None:
    """When it is cancelled, `save` raises CancelledError."""
    run = attempt.call("When its task is cancelled", _cancel, fails=True, write=_write)
    if not run.result:
        wrong("When its task is cancelled, `save` doesn't raise CancelledError.")


def a_free_lock_is_taken(attempt: Attempt) -> None:
    """A call doesn't wait when no other thread is writing."""
    run = attempt.call("Without a limit", _twice, write=_write)
    if run.seconds > 0.61:
        wrong(f"Without a limit, two texts take {run.seconds:.1f} s.")


def _never_two(spans: list[tuple[float, float]]) -> None:
    most = max((sum(begin <= at < end for begin, end in spans) for at, _ in spans), default=0)
    if most > 1:
        wrong(f"{most} threads write the file at the same time.")


def _write(text: str) -> None:
    time.sleep(0.3)
    print("written:", text)


async def _give_up(program: Program) -> None:
    lock = asyncio.Lock()
    for text in ("one", "two"):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await program.save(text, lock)
    await asyncio.sleep(2)  # what a thread still has to write


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.save("a text", asyncio.Lock()))


async def _twice(program: Program) -> None:
    lock = asyncio.Lock()
    await asyncio.gather(program.save("one", lock), program.save("two", lock))

"""Write a test that can tell `copy` from broken versions of it."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "A task that is cancelled before its first step never begins. At which point has"
    " `copy` left something behind?",
    "Let it copy a part or two before you cancel it. Then look at the target, and at"
    " the task as well.",
    "Three things to check: the target is empty, `task.cancelled()` is true, and without a"
    " cancellation the copy is whole.",
)


def the_right_one_passes(attempt: Attempt) -> None:
    """The test passes for `copy` as it is."""
    if "passed" not in attempt.run().lines:
        wrong("The program doesn't print `passed`.")


def a_half_copy_fails(attempt: Attempt) -> None:
    """The test fails for a version that leaves half a copy behind."""

    async def broken(source, target):
        for part in source:
            target.append(part)
            await asyncio.sleep(0.1)

    _must_fail(attempt, broken, "leaves a half copy behind")


def a_swallowed_cancellation_fails(attempt: Attempt) -> None:
    """The test fails for a version that swallows the cancellation."""

    async def broken(source, target):
        try:
            for part in source:
                target.append(part)
                await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            target.clear()

    _must_fail(attempt, broken, "swallows the cancellation")


def an_empty_copy_fails(attempt: Attempt) -> None:
    """The test fails for a version that always cleans up."""

    async def broken(source, target):
        try:
            for part in source:
                target.append(part)
                await asyncio.sleep(0.1)
        finally:
            target.clear()

    _must_fail(attempt, broken, "never leaves a copy")


def _must_fail(attempt: Attempt, broken, what: str) -> None:
    run = attempt.run_with("With a broken version", fails=True, copy=broken)
    if not run.error:
        wrong(f"Your test passes for a version that {what}.")

"""Retry on ConnectionError until a timeout or cancellation ends it."""

import asyncio

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "Which exception is raised in `fetch` when the time is up? Who catches it?",
    "A timeout raises a CancelledError in the block. The retry should not catch that one.",
    "In the `except`, name only the error that makes another try worthwhile: ConnectionError.",
)
MANY_TRIES = 20


def failures_are_tried_again(attempt: Attempt) -> None:
    """Without a timeout, the third attempt gets the page."""
    run = attempt.call(
        "Without a timeout", lambda program: program.fetch_with_retry(), fails="ConnectionError"
    )
    if run.error:
        wrong("It doesn't retry after a failed connection.")
    if run.result != "page":
        wrong("Without a timeout, `fetch_with_retry` doesn't return the page.")


def a_timeout_ends_it(attempt: Attempt) -> None:
    """With a timeout, the retries end in time."""
    run = attempt.run()
    if "page" in run.lines:
        wrong("The timeout was 0.15 seconds, but the page still arrives.")
    if run.printed("timed out") > 0.151:
        wrong("The timeout was 0.15 seconds, but the program says so too late.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """A retry that is cancelled raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `fetch_with_retry` doesn't raise CancelledError.")


def no_number_of_tries_ends_it(attempt: Attempt) -> None:
    """It tries for as long as the server is busy."""
    tries = []

    async def fetch(attempt: int) -> str:
        tries.append(attempt)
        await asyncio.sleep(0.1)
        if len(tries) < MANY_TRIES:
            raise ConnectionError("the server is busy")
        return "page"

    case = "With a server that is busy for long"
    run = attempt.call(case, lambda program: program.fetch_with_retry(), fails=True, fetch=fetch)
    if len(tries) < MANY_TRIES:
        wrong(f"{case}, `fetch_with_retry` gives up after {len(tries)} tries.")
    if run.complaint:
        wrong(run.complaint)


def mistakes_are_not_hidden(attempt: Attempt) -> None:
    """A mistake in the program is not treated as a failed connection."""
    tries = []

    async def fetch(attempt: int) -> str:
        tries.append(attempt)
        await asyncio.sleep(0.1)
        if len(tries) == 1:
            raise AttributeError("no such method")
        return "page"

    attempt.call(
        "With a mistake in `fetch`",
        lambda program: program.fetch_with_retry(),
        fails=True,
        fetch=fetch,
    )
    if len(tries) > 1:
        wrong("It retries after a mistake in fetch, such as an AttributeError.")


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.fetch_with_retry(), after=0.15)

"""Write a test that can tell `fetch_all` from broken versions of it."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "How could `fetch_all` be broken? Its docstring makes two promises. Can your"
    " `fetch` tell whether each of them is kept?",
    "Let `fetch` wait, and let the first name take longer than the second one.",
    "Put `asyncio.timeout` around the call, with a limit that is too short for"
    " fetching one after the other.",
)


def the_right_one_passes(attempt: Attempt) -> None:
    """The test passes for `fetch_all` as it is."""
    if "passed" not in attempt.run().lines:
        wrong("The program doesn't print `passed`.")


def one_after_the_other_fails(attempt: Attempt) -> None:
    """The test fails for a version that fetches one name after the other."""

    async def broken(fetch, names):
        return [await fetch(name) for name in names]

    _must_fail(attempt, broken, "fetches one name after the other")


def another_order_fails(attempt: Attempt) -> None:
    """The test fails for a version that mixes up the answers."""

    async def broken(fetch, names):
        answers = []

        async def keep(name):
            answers.append(await fetch(name))

        await asyncio.gather(*(keep(name) for name in names))
        return answers

    _must_fail(
        attempt,
        broken,
        "returns the answers in the order in which they arrive",
    )


def a_missing_answer_fails(attempt: Attempt) -> None:
    """The test fails for a version that loses an answer."""

    async def broken(fetch, names):
        return (await asyncio.gather(*(fetch(name) for name in names)))[:-1]

    _must_fail(attempt, broken, "loses the last answer")


def _must_fail(attempt: Attempt, broken, what: str) -> None:
    run = attempt.run_with("With a broken version", fails=True, fetch_all=broken)
    if not run.error:
        wrong(f"Your test passes for a version that {what}.")

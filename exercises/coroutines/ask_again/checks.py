"""Ask until you get an answer, up to three times."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "The message says that a coroutine is used again. Which line makes it? How often does it run?",
    "A coroutine can run only once. For each try, you need a new one.",
    "Call ask where you await it, so that each pass through the for loop makes a new one.",
)


def third_try_brings_the_answer(attempt: Attempt) -> None:
    """The third try gets the answer."""
    lines = attempt.run().lines
    if lines[-1:] != ["six times seven? 42"]:
        wrong(f"The last line is {lines[-1] if lines else ''!r}, not the answer.")


def failed_tries_are_told(attempt: Attempt) -> None:
    """Each failed try is reported once."""
    if attempt.run().lines[:-1] != ["try 1: no answer", "try 2: no answer"]:
        wrong("Two tries fail, but the lines above the answer don't report each of them once.")


def it_gives_up(attempt: Attempt) -> None:
    """It gives up after three tries."""
    asked = []

    async def ask(question: str) -> str:
        asked.append(question)
        await asyncio.sleep(0.1)  # or an answer that asks forever would never give the turn away
        raise ConnectionError("line is dead")

    run = attempt.run_with("If no answer ever comes", ask=ask, fails=True)
    if run.error:
        wrong(run.complaint)
    if run.lines[-1:] != ["gave up"] or len(asked) != 3:
        wrong("If no answer ever comes, it should ask three times and then give up.")
    if run.complaint:
        wrong("If no answer ever comes, it makes one coroutine too many, which is never awaited.")


def an_answer_is_enough(attempt: Attempt) -> None:
    """If the first try gets the answer, there is no second one."""

    asked = []

    async def ask(question: str) -> str:
        asked.append(question)
        return f"{question} yes"

    run = attempt.run_with("If the first try gets the answer", ask=ask, fails=True)
    if run.error:
        wrong(run.complaint)
    if run.lines != ["six times seven? yes"]:
        wrong("If the first try gets the answer, something else is printed, too.")
    if len(asked) > 1:
        wrong(f"If the first try gets the answer, it asks {len(asked)} times.")
    if run.complaint:
        wrong("If the first try gets the answer, it leaves a coroutine that is never awaited.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If it is cancelled, it doesn't ask again."""
    asked = []

    async def ask(question: str) -> str:
        asked.append(question)
        raise asyncio.CancelledError

    run = attempt.run_with("If it is cancelled", ask=ask, fails=True)
    if len(asked) > 1:
        wrong("If it is cancelled while it asks, it asks again instead of ending.")
    if run.error != "CancelledError":
        wrong("If it is cancelled while it asks, it doesn't raise CancelledError.")

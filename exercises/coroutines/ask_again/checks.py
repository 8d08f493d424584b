"""Ask until there is an answer, up to three times."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "The message speaks of a coroutine that is used again. Which line makes it, and how often?",
    "A coroutine is good for one run. For another try you need another one.",
    "Call ask where you await it, so that each turn of the for loop makes a new coroutine.",
)


def third_try_brings_the_answer(attempt: Attempt) -> None:
    """The third try brings the answer."""
    lines = attempt.run().lines
    if lines[-1:] != ["six times seven? 42"]:
        wrong(f"The last line is {lines[-1] if lines else ''!r}, and not the answer.")


def failed_tries_are_told(attempt: Attempt) -> None:
    """Each try that fails is told, once."""
    if attempt.run().lines[:-1] != ["try 1: no answer", "try 2: no answer"]:
        wrong("Two tries fail, and the lines above the answer do not tell of these two, once each.")


def it_gives_up(attempt: Attempt) -> None:
    """It gives up after three tries."""
    asked = []

    async def ask(question: str) -> str:
        asked.append(question)
        await asyncio.sleep(0.1)  # or an answer that asks forever would never give the turn away
        raise ConnectionError("line is dead")

    run = attempt.run_with("If there is never an answer", ask=ask, fails=True)
    if run.error:
        wrong(run.complaint)
    if run.lines[-1:] != ["gave up"] or len(asked) != 3:
        wrong("If there is never an answer, it does not ask three times and then give up.")
    if run.complaint:
        wrong("If there is never an answer, one coroutine is made that is never awaited.")


def an_answer_is_enough(attempt: Attempt) -> None:
    """If the first try brings the answer, there is no other."""

    async def ask(question: str) -> str:
        return f"{question} yes"

    run = attempt.run_with("If the first try brings the answer", ask=ask, fails=True)
    if run.error:
        wrong(run.complaint)
    if run.lines != ["six times seven? yes"]:
        wrong("If the first try brings the answer, not just that is printed.")
    if run.complaint:
        wrong("If the first try brings the answer, a coroutine is left that is never awaited.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If it is cancelled, it does not ask again."""
    asked = []

    async def ask(question: str) -> str:
        asked.append(question)
        raise asyncio.CancelledError

    run = attempt.run_with("If it is cancelled", ask=ask, fails=True)
    if len(asked) > 1:
        wrong("If it is cancelled while it asks, it asks again instead of ending.")
    if run.error != "CancelledError":
        wrong("If it is cancelled while it asks, it does not end as cancelled.")

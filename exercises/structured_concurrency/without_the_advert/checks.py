"""Fetch both at once; do without the advert on ConnectionError."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "The group stops its tasks when one of them raises an error. How can you keep the error from"
    " it?",
    "If a task catches an error itself, the group continues. Catch the advert's error in its task.",
    "Write `async def fetch_advert()`, with `try: return await fetch(...)` and an `except`.",
)


def text_is_shown(attempt: Attempt) -> None:
    """The text is shown even though the advert is down."""
    run = attempt.run()
    if not any("<text>" in line for line in run.lines):
        wrong("The text is not shown: it was still loading when the advert failed.")


def advert_is_shown_if_it_can_be(attempt: Attempt) -> None:
    """If nothing is down, the advert is shown, too."""
    run = attempt.run_with("If nothing is down", DOWN=set())
    shown = " ".join(run.lines)
    if "<text>" not in shown or "<advert>" not in shown:
        wrong("Nothing is down, but the advert isn't shown.")


def both_are_fetched_at_once(attempt: Attempt) -> None:
    """Text and advert are fetched at the same time."""
    if attempt.run_with("If nothing is down", DOWN=set()).most_at_once("fetch") < 2:
        wrong("The text and the advert are not fetched at the same time.")


def text_may_not_fail(attempt: Attempt) -> None:
    """If the text is down, that is still an error."""
    if not attempt.run_with("If the text is down", DOWN={"advert", "text"}, fails=True).error:
        wrong("The text is down, and show_page ends as if nothing had happened.")


def nothing_else_is_hidden(attempt: Attempt) -> None:
    """No other error is treated as a failure of the advert."""
    run = attempt.run_with("When it is interrupted", fetch=_interrupt, fails=True)
    if any("<text>" in line for line in run.lines):
        wrong("A KeyboardInterrupt, while the advert is fetched, no longer ends `show_page`.")
    if not attempt.run_with("With a mistake in `fetch`", fetch=_mistake, fails=True).error:
        wrong("An AttributeError, while the advert is fetched, no longer ends `show_page`.")


async def _interrupt(part: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    if part == "advert":
        raise KeyboardInterrupt
    return f"<{part}>"


async def _mistake(part: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    if part == "advert":
        raise AttributeError("no such method")
    return f"<{part}>"

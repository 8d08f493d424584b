"""Print `news: 200`; on a ConnectionError, print `shop: no answer`."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "The error goes from fetch through check_status and the task to main. Where do you catch it?",
    "Catch it where you still know which page failed, and where the other pages aren't affected.",
    "A `try` around the `await` in check_status can return the line for the page that failed.",
)


def the_others_are_printed(attempt: Attempt) -> None:
    """News and mail answered 200."""
    lines = attempt.run().lines
    for page in ("news", "mail"):
        if f"{page}: 200" not in lines:
            wrong(f"No line says '{page}: 200'.")


def the_broken_one_is_printed(attempt: Attempt) -> None:
    """The line for the shop says `shop: no answer`."""
    if "shop: no answer" not in attempt.run().lines:
        wrong("No line says 'shop: no answer'.")


def they_still_wait_together(attempt: Attempt) -> None:
    """All three wait at the same time."""
    seconds = attempt.run().seconds
    if seconds > 0.11:
        wrong(f"All three could be done after 0.1 s, but it takes {seconds:.1f} s.")
    if seconds < 0.09:
        wrong(f"Everything is done after {seconds:.1f} s: let `fetch` take its 0.1 s.")


def another_page_may_fail(attempt: Attempt) -> None:
    """Another page may fail, with another message."""
    run = attempt.run_with("If mail is refused", fetch=_refuse_mail, fails="ConnectionError")
    said = [["mail: refused"], ["mail: no answer"]]  # the error's words, or those of the goal
    if sorted(run.lines) not in [[*mail, "news: 200", "shop: 200"] for mail in said]:
        wrong("If mail is refused, the lines are not 'news: 200', 'shop: 200', 'mail: refused'.")


def mistakes_are_not_hidden(attempt: Attempt) -> None:
    """A mistake in the program is not treated as a broken page."""
    if not attempt.run_with("With a mistake in `fetch`", fetch=_mistake, fails=True).error:
        wrong("A mistake in fetch, such as an AttributeError, no longer ends the program.")


async def _refuse_mail(page: str) -> str:
    await asyncio.sleep(0.1)
    if page == "mail":
        raise ConnectionError("refused")
    return "200"


async def _mistake(page: str) -> str:
    await asyncio.sleep(0.1)
    if page == "news":
        raise AttributeError("no such method")
    return "200"

"""Make the three requests wait at the same time."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "When does the second task begin: before or after the first one is done?",
    "`await task` waits until that task is done. Await the tasks in a second loop, after the"
    " first.",
)


def all_answers_are_printed(attempt: Attempt) -> None:
    """All three answers are printed."""
    printed = "\n".join(attempt.run().lines)
    for name in ("news", "mail", "weather"):
        if f"{name}: 200" not in printed:
            wrong(f"No line says what {name} answered.")


def requests_overlap(attempt: Attempt) -> None:
    """The three requests wait at the same time."""
    if attempt.run().most_at_once("fetch") < 3:
        wrong("One request didn't begin until the previous one was done.")


def slower_answers_are_printed(attempt: Attempt) -> None:
    """Answers that take longer are printed as well."""
    printed = "\n".join(attempt.run_with("With slower answers", fetch=_fetch).lines)
    for name in ("news", "mail", "weather"):
        if f"{name}: 200" not in printed:
            wrong(f"With slower answers, no line says what {name} answered.")


async def _fetch(name: str) -> str:
    await asyncio.sleep(len(name))
    return f"{name}: 200"

"""Let other pages have the slot while a page waits for its retry."""

import asyncio

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "Look at the picture: which pages hold the two slots, and what for?",
    "A slot is for a request. Which lines are a request?",
    "Move `async with slots:` into the loop, around `fetch` alone.",
)


def pages_that_answer_come_first(attempt: Attempt) -> None:
    """`/a` and `/b` are checked while the others wait."""
    run = attempt.run()
    for page in ("/a", "/b"):
        if run.printed(f"{page} 200") > 0.9:
            wrong(f"{page} is checked only after the busy pages have had their last attempt.")


def busy_pages_are_tried_again(attempt: Attempt) -> None:
    """The busy pages get three attempts, a second apart."""
    run = attempt.run()
    for page in ("/busy", "/busy2"):
        if f"{page} 200" not in run.lines:
            wrong(f"{page} answers on its third attempt, but no line says so.")
        if run.printed(f"{page} 200") < 2.2:
            wrong(f"{page} is done too soon: it needs three attempts, a second apart.")
        if run.printed(f"{page} 200") > 2.5:
            wrong(f"{page} is done too late: it needs three attempts, a second apart.")


def no_more_than_two_requests(attempt: Attempt) -> None:
    """There are never more requests than slots."""
    most = now = 0

    async def fetch(page: str, number: int) -> int:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.5)
        now -= 1
        return 503 if number < 2 else 200

    _count(attempt.run_with("With five busy pages", fetch=fetch))
    if most > 2:
        wrong(f"{most} requests are in progress at once, with only two slots.")


def _count(run: Run) -> None:
    if len(run.lines) != 4:
        wrong("With slower answers, some pages aren't reported exactly once.")

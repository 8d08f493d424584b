"""Close each feed before the next one is opened."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "`return` leaves the loop, but nothing closes the generator at that moment. It is"
    " closed later, by another task.",
    "A generator has a method `aclose`. It has to be awaited before `first_message` returns.",
    "`contextlib.aclosing` calls it for you at the end of an `async with` block.",
)


def first_messages_are_printed(attempt: Attempt) -> None:
    """Only the first message of each feed is printed."""
    run = attempt.run()
    for name in ("news", "mail"):
        if f"{name} 1" not in run.lines:
            wrong(f"No line says '{name} 1'.")
        if f"{name} 2" in run.lines:
            wrong(f"'{name} 2' is printed, too.")
    if run.seconds > 1:
        wrong(f"It takes {run.seconds:.1f} s: don't read more than the first message of each feed.")


def feeds_are_closed_in_time(attempt: Attempt) -> None:
    """The first feed is closed before the second is opened."""
    _demand_order(attempt.run().lines)


def a_slow_goodbye_is_waited_for(attempt: Attempt) -> None:
    """It also works if the goodbye takes longer."""
    run = attempt.run_with("With a slower goodbye", feed=_slow_feed)
    _demand_order(run.lines, "With a slower goodbye, ")


def _demand_order(lines: list[str], case: str = "") -> None:
    before = lines[: lines.index("mail: opened")] if "mail: opened" in lines else lines
    if "news: closed" not in before:
        wrong(f"{case}mail is opened before news is closed.")
    if "mail: closed" not in lines:
        wrong(f"{case}mail is never closed.")


async def _slow_feed(name):  # type: ignore[no-untyped-def]  # as the learner's
    print(f"{name}: opened")
    try:
        for number in range(1, 100):
            await asyncio.sleep(0.1)
            yield f"{name} {number}"
    finally:
        await asyncio.sleep(2)
        print(f"{name}: closed")

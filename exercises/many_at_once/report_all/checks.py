"""Ask at once; print `mill: 9`, on ConnectionError `mill: closed`."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "One failure hides two good answers. What can gather do with an error instead of raising it?",
    "`return_exceptions=True` puts the exception where the answer would be. Which shop is that?",
    "Use `zip(shops, answers)`. If `isinstance(answer, ConnectionError)`, the shop is closed.",
)


def every_shop_has_a_line(attempt: Attempt) -> None:
    """Each of the three shops has its line."""
    lines = attempt.run().lines
    for line in ("corner: 12", "market: closed", "mill: 9"):
        if line not in lines:
            wrong(f"There is no line '{line}'.")


def questions_overlap(attempt: Attempt) -> None:
    """All shops are asked at once."""
    if attempt.run().most_at_once("ask") < 3:
        wrong("A shop is asked only after another one has answered.")


def several_may_be_closed(attempt: Attempt) -> None:
    """Any number of shops may be closed."""
    shops = [("a", 0.1, None), ("b", 0.2, 5), ("c", 0.3, None)]
    run = attempt.run_with("Where a and c are closed", SHOPS=shops)
    if sorted(run.lines) != ["a: closed", "b: 5", "c: closed"]:
        wrong(f"When a and c are closed and b asks 5, it prints {run.lines}.")


def other_errors_are_not_hidden(attempt: Attempt) -> None:
    """Any other error is not treated as a closed shop."""
    run = attempt.run_with("With another error", ask=_divide, fails=True)
    if any("closed" in line for line in run.lines):
        wrong("A shop whose request ends with a ZeroDivisionError is reported as closed.")


async def _divide(shop: str, seconds: float, price: int | None) -> str:
    await asyncio.sleep(seconds)
    return f"{shop}: {1 // 0}"

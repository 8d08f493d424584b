"""Ask all shops at once, and keep `cheapest` a plain function."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "How often does the program call `asyncio.run`? Which waits can overlap in each call?",
    "Write a coroutine that asks all shops and returns their prices. Let `cheapest` run it once.",
    "Write `prices = asyncio.run(fetch_all(shops))`, and use `gather` or a TaskGroup in"
    " `fetch_all`.",
)


def it_finds_the_cheapest(attempt: Attempt) -> None:
    """The program names the cheapest shop."""
    if (lines := attempt.run().lines) != ["the mill"]:
        wrong(f"The mill is the cheapest, but the program prints {lines}.")


def it_stays_plain(attempt: Attempt) -> None:
    """`cheapest` is called as a plain function, and returns a name."""
    run = attempt.call("With two shops", _cheaper)
    if run.result == COROUTINE:
        wrong(
            "`cheapest` is a coroutine function now: everything that calls it would have to change."
        )
    if run.lines != ["the market"]:
        wrong(f"Of the market and the corner shop, `cheapest` names {run.lines}.")


def all_are_asked_at_once(attempt: Attempt) -> None:
    """All shops are asked at the same time."""
    if (seconds := attempt.run().seconds) > 0.35:
        wrong(f"It takes {seconds:.1f} s, but 0.3 s is enough: some shops are asked later.")
    if seconds < 0.25:
        wrong(f"Everything is done after {seconds:.1f} s: ask each shop, which takes its time.")


def other_shops(attempt: Attempt) -> None:
    """It also works with other shops."""
    shops = {"a": 0.4, "bb": 0.4, "ccc": 0.4, "dddd": 0.4}
    run = attempt.run_with("With four other shops", SHOPS=shops)
    if run.lines != ["a"]:
        wrong(f"With four other shops, the program prints {run.lines} instead of 'a'.")
    if run.seconds > 0.45:
        wrong(f"With four other shops, it takes {run.seconds:.1f} s, but 0.4 s is enough.")


COROUTINE = "a coroutine"


def _cheaper(program: Program) -> str:
    shop = program.cheapest(["the market", "the corner shop"])
    if asyncio.iscoroutine(shop):
        shop.close()  # or Python complains of it
        return COROUTINE
    print(shop)
    return ""

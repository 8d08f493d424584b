"""Make `receipt` a plain function that gets the prices it prints."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "What does `receipt` need: a shop, or prices?",
    "Let `main` ask for the prices, and pass them to `receipt` in a dictionary.",
    "Write `def receipt(prices):`, and loop over `prices.items()`.",
)


def it_is_plain(attempt: Attempt) -> None:
    """`receipt` turns prices into text, without a loop."""
    run = attempt.call("With two prices", lambda program: _receipt(program, tea=4, rolls=2))
    if run.result == COROUTINE:
        wrong("`receipt` is still a coroutine function: calling it doesn't return text.")
    if run.lines != ["tea: 4.40", "rolls: 2.20"]:
        wrong(f"For tea at 4 and rolls at 2, `receipt` makes {run.lines}.")


def any_prices(attempt: Attempt) -> None:
    """It uses the prices that it gets, and doesn't ask a shop."""
    run = attempt.call("With other prices", lambda program: _receipt(program, cheese=100))
    if run.lines != ["cheese: 110.00"]:
        wrong(f"For cheese at 100, `receipt` makes {run.lines}.")


def the_shop_is_asked(attempt: Attempt) -> None:
    """The program still asks the shop for each price."""
    run = attempt.run()
    if run.lines != ["tea: 4.40", "rolls: 2.20"]:
        wrong(f"The program prints {run.lines}.")
    if len(run.calls("fetch_price")) != 2:
        wrong("The shop isn't asked for both prices.")
    dearer = attempt.run_with("With dearer tea", PRICES={"tea": 40, "rolls": 2})
    if dearer.lines[:1] != ["tea: 44.00"]:
        wrong("If tea costs more, the receipt shows another price.")


COROUTINE = "a coroutine"


def _receipt(program: Program, **prices: int) -> str:
    text = program.receipt(prices)
    if asyncio.iscoroutine(text):
        text.close()  # or Python complains of it
        return COROUTINE
    print(text)
    return ""

"""Print each shop with its own price, in the time of one question."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "Which shop answers first? And which one stands first in the list?",
    "`as_completed` gives you the answers by time. Which way keeps them in the order of the list?",
    "`prices = await asyncio.gather(*[ask(shop) for shop in shops])`, and then `zip`.",
)


def each_shop_has_its_own_price(attempt: Attempt) -> None:
    """Each shop is printed with its own price."""
    lines = attempt.run().lines
    for shop, price in {"corner": 12, "market": 15, "mill": 9}.items():
        if f"{shop} {price}" not in lines:
            wrong(f"The {shop} asks {price}, and no line says '{shop} {price}'.")


def questions_overlap(attempt: Attempt) -> None:
    """All shops are asked at once."""
    if attempt.run().most_at_once("ask") < 3:
        wrong("A shop is asked only after another one has answered.")


def other_prices_as_well(attempt: Attempt) -> None:
    """It works with other prices and times, too."""
    shops = {"corner": (0.1, 7), "market": (0.3, 8), "mill": (0.2, 6)}
    run = attempt.run_with("With other prices and times", SHOPS=shops)
    if sorted(run.lines) != ["corner 7", "market 8", "mill 6"]:
        wrong(f"With other prices and times, it prints {run.lines}.")


def times_are_not_known(attempt: Attempt) -> None:
    """It works when nobody knows beforehand how long a shop takes."""
    run = attempt.run_with("When a shop takes longer than it says", ask=_ask)
    if sorted(run.lines) != ["corner 7", "market 8", "mill 6"]:
        wrong("When a shop takes longer than `SHOPS` says, a shop gets another one's price.")


async def _ask(shop: str) -> int:
    seconds, price = {"corner": (0.1, 7), "market": (0.3, 8), "mill": (0.2, 6)}[shop]
    await asyncio.sleep(seconds)
    return price

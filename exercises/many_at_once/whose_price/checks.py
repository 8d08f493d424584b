"""Print each shop with its own price, in the time of one question."""

import asyncio
import re

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "Which shop answers first? And which one comes first in the list?",
    "`as_completed` gives you the answers as they arrive. What keeps them in the order of the"
    " list?",
    "`prices = await asyncio.gather(*[ask(shop) for shop in shops])`, and then `zip`.",
)
ANSWERS = {"corner": (0.1, 7), "market": (0.3, 8), "mill": (0.2, 6)}


def each_shop_has_its_own_price(attempt: Attempt) -> None:
    """Each shop is printed with its own price."""
    run = attempt.run()
    for shop, price in {"corner": 12, "market": 15, "mill": 9}.items():
        if not _says(run, shop, price):
            wrong(f"The {shop} asks {price}, but no line says '{shop} {price}'.")


def questions_overlap(attempt: Attempt) -> None:
    """All shops are asked at once."""
    if attempt.run().most_at_once("ask") < 3:
        wrong("A shop is asked only after another one has answered.")


def other_prices_as_well(attempt: Attempt) -> None:
    """It works with other prices and times, too."""
    shops = {"corner": (0.1, 7), "market": (0.3, 8), "mill": (0.2, 6)}
    run = attempt.run_with("With other prices and times", SHOPS=shops)
    if not all(_says(run, shop, price) for shop, (_, price) in shops.items()):
        wrong(f"With other prices and times, it prints {run.lines}.")


def times_are_not_known(attempt: Attempt) -> None:
    """It works even if the answers and their times aren't known in advance."""
    run = attempt.run_with("When a shop answers at another time", ask=_ask)
    if not all(_says(run, shop, price) for shop, (_, price) in ANSWERS.items()):
        wrong(
            "When `ask` takes a different time and returns a different price from `SHOPS`,"
            " some line doesn't have the price that `ask` returned for its shop."
        )


def _says(run: Run, shop: str, price: int) -> bool:
    """Whether the lines that name the shop name its price, and no other number."""
    told = [line for line in run.lines if shop in line]
    return bool(told) and all(re.findall(r"\d+", line) == [str(price)] for line in told)


async def _ask(shop: str) -> int:
    seconds, price = ANSWERS[shop]
    await asyncio.sleep(seconds)
    return price

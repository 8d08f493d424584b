"""Print each shop with its own price, in the time of one question."""

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


def other_shops_as_well(attempt: Attempt) -> None:
    """It works for other shops, too."""
    run = attempt.run_with(
        'SHOPS.update(far=(0.4, 1), near=(0.1, 2))\nasyncio.run(compare(["far", "near"]))'
    )
    if sorted(run.lines) != ["far 1", "near 2"]:
        wrong(f"Asked for two other shops, compare prints {run.lines}.")

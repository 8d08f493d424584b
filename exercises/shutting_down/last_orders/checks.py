"""On closing, begin nothing new, and end within half a second."""

from lab.exercises import Attempt, wrong

HINTS = (
    "A cook takes the next order from the list `waiting`. What happens if the list is empty?",
    "`asyncio.wait` has a parameter `timeout`, and returns two sets of tasks.",
    "`waiting.clear()`, then `done, late = await asyncio.wait(cooks, timeout=0.5)`, and cancel"
    " those that are late.",
)


def what_is_on_the_stove_is_served(attempt: Attempt) -> None:
    """The soup, which is on the stove, is served."""
    lines = attempt.run().lines
    for order in ("soup", "salad"):
        if f"{order} served" not in lines:
            wrong(f"The {order} was on the stove and had enough time, but it was never served.")


def nothing_new_begins(attempt: Attempt) -> None:
    """The cake doesn't begin."""
    if "cake begins" in attempt.run().lines:
        wrong("The cake begins, although the kitchen is closing.")


def it_closes_in_time(attempt: Attempt) -> None:
    """The kitchen is closed within half a second, and the stew gets most of that time."""
    run = attempt.run()
    took = run.printed("closed") - run.printed("closing")
    if took > 0.501:
        wrong(f"The kitchen is closed only after {took:.2f} s, not within half a second.")
    if took < 0.299:
        wrong(f"The stew could have had half a second, but got {took:.1f} s.")


def quick_orders_close_early(attempt: Attempt) -> None:
    """If all orders are quick, nobody waits longer than necessary."""
    orders = {"tea": 0.2, "toast": 0.2, "jam": 0.2}
    run = attempt.run_with("With quick orders only", ORDERS=orders)
    if run.lines.count("tea served") != 1 or run.lines.count("toast served") != 1:
        wrong("With quick orders only, those on the stove aren't served.")
    took = run.printed("closed") - run.printed("closing")
    if took > 0.06:
        wrong(
            f"With quick orders only, the kitchen is closed after {took:.1f} s, not when the last"
            " one is served."
        )

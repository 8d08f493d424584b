"""Make the clock tick on time; don't change the plain functions."""

import time

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "Which line of `handle` takes a while but has no `await`?",
    "`check_price` blocks. Where can a plain function wait without blocking the loop?",
    "In `handle`: `good = await asyncio.to_thread(check_price, order)`.",
)
ORDERS = ("order 1 too small", "order 2 good", "order 3 good")


def all_orders_are_checked(attempt: Attempt) -> None:
    """All three orders are checked."""
    lines = attempt.run().lines
    for line in ORDERS:
        if line not in lines:
            wrong(f'No line says "{line}".')


def the_clock_is_on_time(attempt: Attempt) -> None:
    """The clock ticks every 0.1 seconds."""
    _ticks_on_time(attempt.run())


def they_are_checked_at_once(attempt: Attempt) -> None:
    """Three orders take as long as one."""
    run = attempt.run()
    last = max(run.printed(line) for line in ORDERS)
    if last > 0.31:
        wrong(f"The last order is done after {last:.2f} s. Three orders at once take 0.3 s.")


def longer_checks_as_well(attempt: Attempt) -> None:
    """It also works if a check takes longer."""

    def check_price(order: dict[str, int]) -> bool:
        time.sleep(0.6)
        return order["price"] > 10

    _ticks_on_time(attempt.run_with("With a check that takes 0.6 s", check_price=check_price))


def _ticks_on_time(run: Run) -> None:
    if run.blocked > 0.01:
        wrong(f"Something blocks the loop for {run.blocked:.2f} s, and the ticks are late.")
    for number in range(1, 10):
        late = run.printed(f"tick {number}") - 0.1 * (number - 1)
        if late > 0.01:
            wrong(f"Tick {number} is {late:.2f} s late.")

"""Sell no more seats than there are, though five threads sell."""

import time

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "All five threads look at `seats` before the first of them takes one away.",
    "Looking and taking have to be one step, in which no other thread can look.",
    "Make one `threading.Lock()` at the top, and put `with lock:` around the whole of `sell`.",
)


def two_are_sold(attempt: Attempt) -> None:
    """Two have a seat, three came too late, and none is left."""
    _are_sold(attempt.run(), 2)


def the_loop_is_free(attempt: Attempt) -> None:
    """The loop is not blocked."""
    if attempt.run().blocked > 0.01:
        wrong("Selling blocks the loop: leave it to threads.")


def other_numbers(attempt: Attempt) -> None:
    """The same is true of four seats, and of people who pay slowly."""

    def pay(name: str) -> None:
        time.sleep(0.1 * len(name))

    _are_sold(attempt.run_with("With four seats", SEATS=4, pay=pay), 4)


def _are_sold(run: Run, seats: int) -> None:
    sold = sum("has a seat" in line for line in run.lines)
    late = sum("came too late" in line for line in run.lines)
    if sold > seats:
        wrong(f"There are {seats} seats, and {sold} people have one.")
    if sold < seats:
        wrong(f"There are {seats} seats, and only {sold} of five people have one.")
    if sold + late != 5:
        wrong(f"{5 - sold - late} of five people hear neither yes nor no.")
    if "seats left: 0" not in run.lines:
        wrong('At the end, no line says "seats left: 0".')

"""Serve a meal every 0.1 seconds, breakfast first, and never block."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Breakfast is ready at once. What keeps the loop from serving it?",
    "Where main blocks, let it wait instead. And what happens to the loop once main has returned?",
    "After lunch, main has to wait until dinner is served.",
)

MEALS = ("breakfast", "lunch", "tea", "dinner")


def all_are_served(attempt: Attempt) -> None:
    """There are four meals."""
    lines = attempt.run().lines
    for meal in MEALS:
        if lines.count(meal) != 1:
            wrong(f"There is no {meal}." if meal not in lines else f"{meal} is served twice.")


def in_time(attempt: Attempt) -> None:
    """Each is served on time: after 0.0, 0.1, 0.2 and 0.3 seconds."""
    for number, meal in enumerate(MEALS):
        seconds = attempt.run().printed(meal)
        if abs(seconds - number / 10) > 0.01:
            wrong(f"{meal} comes after {seconds:.1f} s, not after {number / 10:.1f} s.")


def nothing_blocks(attempt: Attempt) -> None:
    """Nothing blocks the loop."""
    if attempt.run().blocked:
        wrong("The loop is blocked in between, so no other meal could be served then.")

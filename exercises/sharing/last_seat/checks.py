"""Sell each seat once, while the payments still overlap."""

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "How many seats does Eve see when she asks, and how many are there once she has paid?",
    "Another task can only run while `buy` waits. On which line does it wait?",
    "Take the seat right after you have checked that there is one, before the payment.",
)


def each_seat_is_sold_once(attempt: Attempt) -> None:
    """Exactly two seats are sold."""
    seated = _names(attempt.run(), "has a seat")
    if len(seated) != 2:
        wrong(f"There are 2 seats, but {len(seated)} are sold.")


def nobody_pays_in_vain(attempt: Attempt) -> None:
    """Everyone who has paid has a seat."""
    run = attempt.run()
    seated, paid = _names(run, "has a seat"), _names(run, "has paid")
    for name in paid:
        if name not in seated:
            wrong(f"{name} has paid but has no seat.")
    for name in seated:
        if name not in paid:
            wrong(f"{name} has a seat but hasn't paid.")


def payments_overlap(attempt: Attempt) -> None:
    """The payments overlap."""
    if attempt.run().most_at_once("pay") < 2:
        wrong("The payments don't overlap: each waits for the previous one.")


def other_numbers_of_seats(attempt: Attempt) -> None:
    """It works with one seat, and with five."""
    for seats, sold in ((1, 1), (5, 3)):
        run = attempt.run_with(f"With seats for {seats}", theatre={"seats": seats})
        if len(_names(run, "has a seat")) != sold:
            wrong(f"With seats for {seats}, {len(_names(run, 'has a seat'))} of the 3 get one.")


def _names(run: Run, words: str) -> list[str]:
    return [line.split()[0] for line in run.lines if words in line]

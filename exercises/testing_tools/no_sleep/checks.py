"""Test the mailbox without guessing how long a delivery takes."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Which object knows when a delivery is over?",
    "The mailbox keeps the task of each delivery. What does awaiting a task do?",
    "`await asyncio.gather(*mailbox.tasks)` waits for all of them, and no longer.",
)


def it_passes(attempt: Attempt) -> None:
    """The test passes, as soon as the mails are delivered."""
    _passes_at(attempt.run().printed("passed"), 0.3)


def slow_deliveries_pass(attempt: Attempt) -> None:
    """It passes if a delivery takes 30 seconds."""
    run = attempt.run_with("With deliveries of 30 seconds", SECONDS=30)
    _passes_at(run.printed("passed"), 30)


def quick_deliveries_pass(attempt: Attempt) -> None:
    """It passes at once if a delivery takes no time."""
    run = attempt.run_with("With deliveries of 0.01 seconds", SECONDS=0.01)
    _passes_at(run.printed("passed"), 0.01)


def _passes_at(passed: float, delivered: float) -> None:
    if passed > delivered + 0.001:
        wrong(f"The test ends {passed - delivered:.1f} s after the last delivery.")

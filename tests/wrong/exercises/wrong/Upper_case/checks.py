"""Print hello."""

from lab.exercises import Attempt, wrong

HINTS = ("What does print do?", "Print hello.")


def hello_is_printed(attempt: Attempt) -> None:
    """It prints hello."""
    if "hello" not in attempt.run().lines:
        wrong("No line says hello.")

"""When a check fails, stop the rest, report the error, and end."""

from __future__ import annotations

from lab.exercises import Attempt, wrong

HINTS = (
    "The loop calls `answered`, so an error raised there goes to the loop. Which"
    " function should get it instead?",
    "Pass `check` a second function, for the error, and call that instead of raising.",
    "That function cancels every timer in `waiting`, prints the error and stops the loop.",
)
OTHERS = [("mail", 0.2), ("shop", 0.4), ("blog", 0.1), ("bank", 0.5)]
FINE = [("news", 0.1), ("map", 0.3)]


def the_error_is_reported(attempt: Attempt) -> None:
    """News answers, and mail is reported as down."""
    for line in ("news: 200", "mail is down"):
        if line not in attempt.run().lines:
            wrong(f"The line {line!r} is missing.")


def the_rest_is_stopped(attempt: Attempt) -> None:
    """After that, no check answers, and the program ends."""
    run = attempt.run()
    if "map: 200" in run.lines:
        wrong("The map still answers, even though mail has already failed.")
    if run.seconds > 0.25:
        wrong(f"Mail fails after 0.2 s, and the program ends after {run.seconds:.1f} s.")


def with_other_checks(attempt: Attempt) -> None:
    """It also works for other checks."""
    lines = attempt.run_with("With other checks", CHECKS=OTHERS).lines
    for line in ("shop: 200", "bank: 200"):
        if line in lines:
            wrong(f"With other checks, {line!r} is printed, even though mail has already failed.")
    for line in ("blog: 200", "mail is down"):
        if line not in lines:
            wrong(f"With other checks, the line {line!r} is missing.")


def if_none_fails(attempt: Attempt) -> None:
    """If no check fails, all of them answer."""
    run = attempt.run_with("If no check fails", CHECKS=FINE)
    if run.lines != ["news: 200", "map: 200"]:
        wrong("If no check fails, not all of them answer.")

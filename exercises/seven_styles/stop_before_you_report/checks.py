"""When a check fails, stop the rest, and only then report it."""

from __future__ import annotations

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "`gather` raises the first error. What happens to the other checks then?",
    "A `TaskGroup` cancels the others and waits for them before it raises.",
    "Start the checks in a `TaskGroup`, and print `errors.exceptions[0]` in `except*"
    " ConnectionError`.",
)
OTHERS = [("shop", 0.9), ("mail", 0.1), ("bank", 0.3)]


def the_rest_is_stopped(attempt: Attempt) -> None:
    """When mail has failed, the map is stopped."""
    run = attempt.run()
    if "map: 200" in run.lines:
        wrong("The map still answers, even though mail has already failed.")
    _look(run, "", ["map: stopped"])


def the_error_comes_last(attempt: Attempt) -> None:
    """The error is reported once the rest has stopped."""
    lines = attempt.run().lines
    if lines.index("mail is down") < lines.index("map: stopped"):
        wrong("The error is reported before the map has stopped.")


def with_other_checks(attempt: Attempt) -> None:
    """It also works for other checks."""
    run = attempt.run_with("With other checks", CHECKS=OTHERS)
    _look(run, "With other checks: ", ["shop: stopped", "bank: stopped"])
    if run.lines[-1] != "mail is down":
        wrong("With other checks: the error is reported before the rest has stopped.")


def _look(run: Run, case: str, stopped: list[str]) -> None:
    for line in [*stopped, "mail is down"]:
        if line not in run.lines:
            wrong(f"{case}The line {line!r} is missing.")

"""Let the three requests wait at the same time."""

from lab.exercises import Attempt, wrong

HINTS = (
    "When does the second task begin: before or after the first one is done?",
    "`await task` stops here until that task is done. Move it to where all tasks have begun.",
)


def all_answers_are_printed(attempt: Attempt) -> None:
    """All three answers are printed."""
    lines = attempt.run().lines
    for name in ("news", "mail", "weather"):
        if f"{name}: 200" not in lines:
            wrong(f"No line says what {name} answered.")


def requests_overlap(attempt: Attempt) -> None:
    """The three requests wait at the same time."""
    if attempt.run().most_at_once("fetch") < 3:
        wrong("One request began only when the one before was done.")


def others_overlap_as_well(attempt: Attempt) -> None:
    """So do requests for other pages."""
    run = attempt.run_with('asyncio.run(fetch_all(["a", "b", "c", "d"]))')
    if run.most_at_once("fetch") < 4 or "d: 200" not in run.lines:
        wrong("With four other names, fetch_all does not do the same.")

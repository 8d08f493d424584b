"""Let at most two downloads run at once, and leave no slot idle."""

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "How many semaphores are there once all four downloads have begun?",
    "A semaphore only limits the tasks that use it. So all tasks have to use the same one.",
    "Make it once, in `main`, and pass it to each call of `download`.",
)


def all_are_downloaded(attempt: Attempt) -> None:
    """All four pictures are downloaded."""
    for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg"):
        if f"got {name}" not in attempt.run().lines:
            wrong(f"No line says that {name} was downloaded.")


def at_most_two_run(attempt: Attempt) -> None:
    """At most two downloads run at the same time."""
    _no_more_than_two(attempt.run())


def both_places_are_used(attempt: Attempt) -> None:
    """A download begins as soon as a slot is free."""
    _no_place_is_free(attempt.run())


def other_pictures(attempt: Attempt) -> None:
    """It also works when other pictures are the large ones."""
    seconds = {"a.jpg": 0.1, "b.jpg": 0.4, "c.jpg": 0.2, "d.jpg": 0.1}
    run = attempt.run_with("With other pictures", SECONDS=seconds)
    _no_more_than_two(run)
    _no_place_is_free(run)
    for name, takes in seconds.items():
        if run.printed(f"got {name}") < takes - 0.005:
            wrong(f"With other pictures, {name} arrives too early: it should take {takes} s.")


def _no_more_than_two(run: Run) -> None:
    if (most := run.most_at_once("fetch")) > 2:
        wrong(f"{most} downloads run at the same time, but only two are allowed.")


def _no_place_is_free(run: Run) -> None:
    if run.seconds > 0.45:
        wrong(
            f"It takes {run.seconds:.1f} s, where 0.4 s is enough: a download waits although"
            " there is a place for it."
        )

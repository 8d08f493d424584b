"""Give the lane of each page the name of the page."""

from __future__ import annotations

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "A lane has the name of its task. Where does a task get its name?",
    "`create_task` takes a `name`, and so does the `create_task` of a group.",
    "Pass `name=path` where the task is created.",
)
PAGES = {"/": 0.1, "/news": 0.3, "/map": 0.2}
OTHERS = {"/about": 0.4, "/shop": 0.2}


def each_lane_has_its_name(attempt: Attempt) -> None:
    """Each page has a lane with its name."""
    _look(attempt.run(), PAGES, "No")


def the_loads_still_overlap(attempt: Attempt) -> None:
    """The pages are still loaded at once."""
    seconds = attempt.run().seconds
    if seconds > 0.35:
        wrong(f"The pages no longer load at the same time: together they take {seconds:.1f} s.")


def with_other_pages(attempt: Attempt) -> None:
    """It also works with other pages."""
    _look(attempt.run_with("With other pages", PAGES=OTHERS), OTHERS, "With other pages, no")


def _look(run: Run, pages: dict[str, float], no: str) -> None:
    tasks = {task.name: task for task in run.trace.tasks}
    named = [repr(task.name) for task in run.trace.tasks if task.creator is not None]
    for page, takes in pages.items():
        if page not in tasks:
            wrong(f"{no} lane is called {page!r}. The lanes are: {', '.join(named)}.")
        ended = tasks[page].ended
        if ended is None or abs(ended.time - takes) > 0.01:
            over = run.seconds if ended is None else ended.time
            wrong(f"The lane {page!r} is over after {over:.1f} s, but its page takes {takes}.")
